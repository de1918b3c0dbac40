#!/bin/sh
# Lists backups by GET with curl (7.75 or later). Usage: get-backups.sh <endpoint URL> [<parameter>=<value>...]
#
# The parameters are those of src/openapi/backups.yaml: table=Orders type=ALL from=2025-10-01 history=include.
# Credentials from AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and, if there is one, AWS_SESSION_TOKEN; AWS_REGION.
# Prints the answer as it comes.
endpoint=$1
shift
# What is signed is sorted and percent-encoded. An older curl signs what it gets, so it gets it like this.
query=$(printf '%s\n' "$@" | LC_ALL=C sort | sed 's/:/%3A/g; s,/,%2F,g; s/+/%2B/g' | paste -s -d '&' -)
exec curl --silent --show-error --fail-with-body "$endpoint/backups${query:+?$query}" \
    --aws-sigv4 "aws:amz:${AWS_REGION:?}:execute-api" --user "${AWS_ACCESS_KEY_ID:?}:${AWS_SECRET_ACCESS_KEY:?}" \
    ${AWS_SESSION_TOKEN:+--header "X-Amz-Security-Token: $AWS_SESSION_TOKEN"}
