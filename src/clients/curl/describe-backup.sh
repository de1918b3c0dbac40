#!/bin/sh
# DescribeBackup with curl (7.75 or later). Prints the answer as it comes.
#
#   src/clients/curl/describe-backup.sh <endpoint URL> <backup ARN>
#
# Needs AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION and, with temporary credentials, AWS_SESSION_TOKEN.
exec curl --silent --show-error --fail-with-body "$1/" --aws-sigv4 "aws:amz:${AWS_REGION:?}:execute-api" \
    --user "${AWS_ACCESS_KEY_ID:?}:${AWS_SECRET_ACCESS_KEY:?}" \
    ${AWS_SESSION_TOKEN:+--header "X-Amz-Security-Token: $AWS_SESSION_TOKEN"} \
    --header 'Content-Type: application/x-amz-json-1.0' --header 'X-Amz-Target: DynamoDB_20120810.DescribeBackup' \
    --data "{\"BackupArn\":\"$2\"}"
