#!/usr/bin/env python3
"""DescribeBackup with boto3.

    pip install boto3
    python3 src/clients/python/describe_backup.py <endpoint URL> <backup ARN>

API Gateway takes signatures for execute-api. sign_for_execute_api makes one client sign so and leaves all others alone. With
the environment variable AWS_DATA_PATH=src/clients/aws-data every DynamoDB client of the process, and the AWS CLI, signs so.
"""
import sys

import boto3


def sign_for_execute_api(client):
    """Makes the client sign for API Gateway. Returns it."""

    def sign(request, **_):
        request.context.setdefault("signing", {})["signing_name"] = "execute-api"

    client.meta.events.register("before-sign.dynamodb", sign)
    return client


if __name__ == "__main__":
    dynamodb = sign_for_execute_api(boto3.client("dynamodb", endpoint_url=sys.argv[1]))
    print(dynamodb.describe_backup(BackupArn=sys.argv[2])["BackupDescription"]["BackupDetails"]["BackupName"])
