#!/bin/sh
# Lists backups by GET with curl (7.75 or later). Prints the answer as it comes.
#
#   src/clients/curl/get-backups.sh <endpoint URL> [<parameter>=<value>...]
#
# The parameters are those of src/openapi/backups.yaml: table=Orders type=ALL from=2025-10-01 history=include.
# Needs AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION and, with temporary credentials, AWS_SESSION_TOKEN.
endpoint=$1
shift
# API Gateway verifies the signature of sorted, percent-encoded parameters. An older curl signs them as they are given.
query=$(printf '%s\n' "$@" | LC_ALL=C sort | sed 's/:/%3A/g; s,/,%2F,g; s/+/%2B/g' | paste -s -d '&' -)
exec curl --silent --show-error --fail-with-body "$endpoint/backups${query:+?$query}" \
    --aws-sigv4 "aws:amz:${AWS_REGION:?}:execute-api" --user "${AWS_ACCESS_KEY_ID:?}:${AWS_SECRET_ACCESS_KEY:?}" \
    ${AWS_SESSION_TOKEN:+--header "X-Amz-Security-Token: $AWS_SESSION_TOKEN"}
