#!/usr/bin/env python3
"""Asks `sam local start-api` with boto3 as it is. Usage: start_api.py <endpoint URL>

The caller is the account in .sam-local/start-api.json, whatever the client signs with.
"""
import sys

import boto3
import botocore.exceptions

OWN = "arn:aws:dynamodb:us-east-1:111122223333:table/Orders/backup/01759312800123-a1b2c3d4"
MISSING = "arn:aws:dynamodb:us-east-1:111122223333:table/Orders/backup/01759312800123-00000000"
FOREIGN = "arn:aws:dynamodb:us-east-1:444455556666:table/Products/backup/01759406400000-12345678"

client = boto3.client("dynamodb", endpoint_url=sys.argv[1], region_name="us-east-1",
                      aws_access_key_id="any", aws_secret_access_key="any")


def answer(arn):
    """The backup's name, or the error's code."""
    try:
        return client.describe_backup(BackupArn=arn)["BackupDescription"]["BackupDetails"]["BackupName"]
    except botocore.exceptions.ClientError as e:
        return e.response["Error"]["Code"]


expected = {OWN: "orders-before-migration", MISSING: "BackupNotFoundException", FOREIGN: "AccessDeniedException"}
actual = {arn: answer(arn) for arn in expected}
print(actual)
sys.exit(actual != expected)
