#!/usr/bin/env python3
"""Asks `sam local start-api` with boto3 as it is, and with plain GET. Usage: start_api.py <endpoint URL>

The caller is the account in .sam-local/start-api.json, whatever the client signs with.
"""
import json
import sys
import urllib.error
import urllib.parse
import urllib.request

import boto3
import botocore.exceptions

ENDPOINT = sys.argv[1]
OWN = "arn:aws:dynamodb:us-east-1:111122223333:table/Orders/backup/01759312800123-a1b2c3d4"
MISSING = "arn:aws:dynamodb:us-east-1:111122223333:table/Orders/backup/01759312800123-00000000"
FOREIGN = "arn:aws:dynamodb:us-east-1:444455556666:table/Products/backup/01759406400000-12345678"


def client(path=""):
    return boto3.client("dynamodb", endpoint_url=ENDPOINT + path, region_name="us-east-1",
                        aws_access_key_id="any", aws_secret_access_key="any")


def described(arn):
    """The backup's name, or the error's code."""
    try:
        return client().describe_backup(BackupArn=arn)["BackupDescription"]["BackupDetails"]["BackupName"]
    except botocore.exceptions.ClientError as e:
        return e.response["Error"]["Code"]


def listed(path="", page_size=100, **filters):
    """The names of the backups, as the paginator brings them."""
    pages = client(path).get_paginator("list_backups").paginate(PaginationConfig={"PageSize": page_size}, **filters)
    return [backup["BackupName"] for page in pages for backup in page["BackupSummaries"]]


def got(path, **headers):
    """The status of a GET, the document if there is one, and its tag."""
    try:
        with urllib.request.urlopen(urllib.request.Request(ENDPOINT + path, headers=headers)) as answer:
            return answer.status, json.load(answer), answer.headers["ETag"]
    except urllib.error.HTTPError as e:
        return e.code, json.loads(e.read() or b"null"), e.headers["ETag"]


def names(document):
    return [backup["BackupName"] for backup in document["BackupSummaries"]]


def encoded(arn):
    return urllib.parse.quote(arn, safe="")


status, description, etag = got("/backups/" + encoded(OWN))
all_orders = ["orders-before-migration", "awsbackup_job-5d3a2b1c"]
elsewhere = ["sessions-weekly", "invoices-new-year"]
checks = {
    "describe": ([described(arn) for arn in (OWN, MISSING, FOREIGN)],
                 ["orders-before-migration", "BackupNotFoundException", "AccessDeniedException"]),
    "list, one a page": (listed(page_size=1, BackupType="ALL"), ["Counters"] + all_orders),
    "list of a table": (listed(TableName="Orders", BackupType="ALL"), all_orders),
    "list of another Region": ([listed("/eu-west-1"), listed("/eu-west-1/"), listed("/111122223333/eu-west-1")],
                               [elsewhere] * 3),
    "GET of a list": (names(got("/backups?table=Orders&type=ALL")[1]), all_orders),
    "GET of a list, encoded": (names(got("/backups?next=" + encoded(OWN) + "&type=ALL")[1]), all_orders[1:]),
    "GET of a list with history": (names(got("/backups?table=Orders&history=include")[1])[0], "orders-old"),
    "GET": ((status, description["BackupDescription"]["BackupDetails"]["BackupArn"]), (200, OWN)),
    "GET, not encoded": (got("/backups/" + OWN)[1], description),
    "GET again": (got("/backups/" + encoded(OWN), **{"If-None-Match": etag}), (304, None, etag)),
    "GET of a missing one": (got("/backups/" + encoded(MISSING))[0], 404),
    "GET of a foreign one": (got("/backups/" + encoded(FOREIGN))[0], 403),
}
failed = False
for what, (actual, expected) in checks.items():
    if actual != expected:
        failed = True
        print(f"FAILED {what}\n  wanted {expected}\n  got    {actual}")
print(f"{len(checks)} checks")
sys.exit(failed)
