#!/bin/sh
# DescribeBackup with curl (7.75 or later). Usage: describe-backup.sh <endpoint URL> <backup ARN>
#
# Credentials from AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and, if there is one, AWS_SESSION_TOKEN; AWS_REGION.
# Prints the answer as it comes.
exec curl --silent --show-error --fail-with-body "$1/" --aws-sigv4 "aws:amz:${AWS_REGION:?}:execute-api" \
    --user "${AWS_ACCESS_KEY_ID:?}:${AWS_SECRET_ACCESS_KEY:?}" \
    ${AWS_SESSION_TOKEN:+--header "X-Amz-Security-Token: $AWS_SESSION_TOKEN"} \
    --header 'Content-Type: application/x-amz-json-1.0' --header 'X-Amz-Target: DynamoDB_20120810.DescribeBackup' \
    --data "{\"BackupArn\":\"$2\"}"
