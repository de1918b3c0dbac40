#!/usr/bin/env python3
"""Makes backups in a stand-in for DynamoDB, and compares what a sweep of it has found with what it says itself.

Usage: swept.py fill <URL of the stand-in>
       swept.py compare <URL of the stand-in> <endpoint URL of `mvn -Plocal -Dsweep`>
"""
import os
import pathlib
import subprocess
import sys
import time

import boto3
import botocore.exceptions

REGIONS = ("us-east-1", "eu-west-1")
BACKUPS = 125  # in each Region: two pages
PATIENCE = 180  # seconds for what a sweep finds at its next visit

# What is known to be different in these stand-ins from DynamoDB, as to backups:
#   both       ListBackups ignores BackupType and the bounds of time, so that every list has all backups.
#   moto       ListBackups ignores Limit and has no pages, and has no TableId; its DescribeBackup has no TableId either,
#              no BillingMode and no SourceTableFeatureDetails.
#   ministack  An ARN has 13 digits where DynamoDB's has 14: see older.py. Creation times are finer than a millisecond.
#              DeleteBackup says AVAILABLE instead of DELETED.
# The catalogue keeps what it is told and adds nothing, so that only times have to be rounded to compare:


def plain(value, name=""):
    """The same value with times in whole milliseconds. An ARN says the same as its creation time."""
    if isinstance(value, dict):
        return {key: plain(member, key) for key, member in value.items() if key != "ResponseMetadata"}
    if isinstance(value, list):
        return [plain(element) for element in value]
    return int(value.timestamp() * 1000) if name.endswith("DateTime") else value


def client(endpoint, region, account="111122223333"):
    return boto3.client("dynamodb", endpoint_url=endpoint, region_name=region, aws_access_key_id=account,
                        aws_secret_access_key="any")


def listed(client):
    pages = client.get_paginator("list_backups").paginate(BackupType="ALL")
    return {summary["BackupArn"]: plain(summary) for page in pages for summary in page["BackupSummaries"]}


def described(client, arn):
    try:
        return plain(client.describe_backup(BackupArn=arn)["BackupDescription"])
    except botocore.exceptions.ClientError as error:
        return error.response["Error"]["Code"]


def make_backups(live, backups):
    live.create_table(TableName="Music", BillingMode="PAY_PER_REQUEST",
                      AttributeDefinitions=[{"AttributeName": "Artist", "AttributeType": "S"},
                                            {"AttributeName": "SongTitle", "AttributeType": "S"}],
                      KeySchema=[{"AttributeName": "Artist", "KeyType": "HASH"},
                                 {"AttributeName": "SongTitle", "KeyType": "RANGE"}])
    for number in range(backups):
        live.create_backup(TableName="Music", BackupName=f"nightly-{number}")


def fill(stand_in):
    for region in REGIONS:
        make_backups(client(stand_in, region), BACKUPS)


def until(what, got, wanted):
    """Asks until the answer is the wanted one."""
    deadline = time.monotonic() + PATIENCE
    while (answer := got()) != wanted:
        if time.monotonic() > deadline:
            sys.exit(f"FAILED {what}\n  wanted {wanted}\n  got    {answer}")
        time.sleep(1)
    print(f"{what}: as in the stand-in", flush=True)


def everything_by_get(endpoint, account):
    environment = {**os.environ, "AWS_ACCESS_KEY_ID": account, "AWS_SECRET_ACCESS_KEY": "any",
                   "AWS_DEFAULT_REGION": REGIONS[0]}
    program = pathlib.Path(__file__).resolve().parents[2] / "src/clients/python/list_everything.py"
    return sorted(subprocess.run([sys.executable, program, endpoint], env=environment, check=True, text=True,
                                 stdout=subprocess.PIPE).stdout.split())


def compare(stand_in, endpoint):
    deleted = []
    for region in REGIONS:
        live = client(stand_in, region)
        lists = listed(live)
        account = next(iter(lists)).split(":")[4]
        ours = client(endpoint, region, account)
        assert len(lists) == BACKUPS, f"{len(lists)} backups in {region}"
        until(f"{region}: list of {BACKUPS} backups", lambda: listed(ours), lists)
        gone = sorted(lists)[BACKUPS // 2]
        live.delete_backup(BackupArn=gone)
        deleted.append((region, ours, live, gone))
    for region, ours, live, gone in deleted:
        for arn in listed(live):
            until(f"{arn}", lambda: described(ours, arn), described(live, arn))
        until(f"{region}: {gone} is gone", lambda: (described(ours, gone), gone in listed(ours)),
              ("BackupNotFoundException", False))
        until(f"{region}: list of {BACKUPS - 1} backups", lambda: listed(ours), listed(live))
        ours.meta.events.register("before-sign.dynamodb", lambda request, **_: request.headers.add_header(
            "x-backup-history", "include"))
        tombstone = described(ours, gone)["BackupDetails"]["BackupStatus"]
        if (tombstone, listed(ours)[gone]["BackupStatus"]) != ("DELETED", "DELETED"):
            sys.exit(f"FAILED {region}: {gone} is {tombstone} in its history")
    everything = sorted(arn for _, _, live, _ in deleted for arn in listed(live))
    until("all Regions by GET", lambda: everything_by_get(endpoint, account), everything)


if __name__ == "__main__":
    {"fill": fill, "compare": compare}[sys.argv[1]](*sys.argv[2:])
