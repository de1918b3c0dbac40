#!/usr/bin/env python3
"""Asks boto3 and the AWS CLI, as they are, for the backups of a running `mvn -Plocal`: each sample, and lists.

Usage: clients.py <endpoint URL>

Each sample must be what its file says, or BackupNotFoundException if it is gone. Beside the samples the local run has those
that many_backups.py prints; walking through them in pages of any size must bring each once, in order.
"""
import datetime
import json
import os
import pathlib
import shutil
import subprocess
import sys
import time

import boto3
import botocore.config
import botocore.exceptions

import many_backups

SAMPLES = pathlib.Path(__file__).resolve().parents[2] / "src/test/resources/backups"
MISSING = "arn:aws:dynamodb:us-east-1:111122223333:table/Music/backup/01516149542009-41ca7e0f"


def documents(path):
    """Every description in a sample file: one, several in a row, or arrays of them."""
    text, decoder, at = path.read_text(encoding="utf-8"), json.JSONDecoder(), 0
    while text[at:].strip():
        at += len(text[at:]) - len(text[at:].lstrip())
        value, at = decoder.raw_decode(text, at)
        for document in value if isinstance(value, list) else [value]:
            yield document.get("BackupDescription", document)


def plain(value, name=""):
    """The same value with every time as whole milliseconds, however a client or a file writes times."""
    if isinstance(value, dict):
        return {key: plain(member, key) for key, member in value.items()}
    if isinstance(value, list):
        return [plain(element) for element in value]
    if name.endswith("DateTime"):
        if isinstance(value, str):
            value = datetime.datetime.fromisoformat(value.replace("Z", "+00:00"))
        return round((value.timestamp() if isinstance(value, datetime.datetime) else value) * 1000)
    return value


class Checks:
    """Counts, and says what went wrong."""

    def __init__(self):
        self.passed = self.failed = 0

    def that(self, what, got, wanted):
        if got == wanted:
            self.passed += 1
        else:
            self.failed += 1
            print(f"FAILED {what}\n  wanted {wanted}\n  got    {got}")


def boto3_client(endpoint, account, retry_mode="standard"):
    """A client that asks twice at most, so that many retries do not hide an answer that it does not like."""
    return boto3.client("dynamodb", endpoint_url=endpoint, region_name="us-east-1", aws_access_key_id=account,
                        aws_secret_access_key="any",
                        config=botocore.config.Config(retries={"mode": retry_mode, "total_max_attempts": 2}))


def boto3_answer(endpoint, account, arn):
    try:
        return plain(boto3_client(endpoint, account).describe_backup(BackupArn=arn)["BackupDescription"])
    except botocore.exceptions.ClientError as error:
        metadata = error.response["ResponseMetadata"]
        return error.response["Error"]["Code"], error.response["Error"]["Message"], bool(metadata.get("RequestId"))


def cli_answer(endpoint, account, arn):
    environment = {**os.environ, "AWS_ACCESS_KEY_ID": account, "AWS_SECRET_ACCESS_KEY": "any",
                   "AWS_DEFAULT_REGION": "us-east-1", "AWS_PAGER": "", "AWS_MAX_ATTEMPTS": "1"}
    run = subprocess.run(["aws", "dynamodb", "describe-backup", "--output", "json", "--backup-arn", arn,
                          "--endpoint-url", endpoint], env=environment, capture_output=True, text=True)
    return plain(json.loads(run.stdout)["BackupDescription"]) if run.returncode == 0 else run.stderr.strip()


def is_gone(details):
    """Deleted, or expired by the clock. Times of files are numbers, or text."""
    expiry = plain(details).get("BackupExpiryDateTime")
    return details["BackupStatus"] == "DELETED" or expiry is not None and expiry < time.time() * 1000


def check_sample(checks, endpoint, sample):
    arn = sample["BackupDetails"]["BackupArn"]
    account = arn.split(":")[4]
    if is_gone(sample["BackupDetails"]):
        check_missing(checks, endpoint, account, arn)
        return
    checks.that(f"boto3 {arn}", boto3_answer(endpoint, account, arn), plain(sample))
    checks.that(f"aws {arn}", cli_answer(endpoint, account, arn), plain(sample))


def check_missing(checks, endpoint, account, arn):
    message = f"Backup not found: {arn}"
    checks.that(f"boto3 without {arn}", boto3_answer(endpoint, account, arn),
                ("BackupNotFoundException", message, True))
    checks.that(f"aws without {arn}", cli_answer(endpoint, account, arn).split("\n")[-1].removeprefix("aws: [ERROR]: "),
                "An error occurred (BackupNotFoundException) when calling the DescribeBackup operation: " + message)


def check_strangers(checks, endpoint, arn):
    denied = ("AccessDeniedException", "Access is denied", True)
    for foreign in (arn, MISSING):
        checks.that(f"boto3 as a stranger {foreign}", boto3_answer(endpoint, "444455556666", foreign), denied)


def place(details):
    """Where a list has a backup: by creation time, then by what is unique of its ARN."""
    arn, created = details["BackupArn"], f"{round(details['BackupCreationDateTime'] * 1000):014d}"
    if ":recovery-point:" in arn:
        return f"{created}-{arn.split(':')[-1]}"
    table, backup = arn.split(":table/")[1].split("/backup/")
    return f"{backup}/{table}"


def wanted(account, region, table=None, kind="USER", history=False):
    """The ARNs that a list must have."""
    details = [many["BackupDescription"]["BackupDetails"] for many in many_backups.backups()
               if table in (None, many["BackupDescription"]["SourceTableDetails"]["TableName"])]
    return [each["BackupArn"] for each in sorted(details, key=place)
            if each["BackupArn"].split(":")[3:5] == [region, account] and kind in ("ALL", each["BackupType"])
            and (history or not is_gone(each))]


def walk(client, page_size, **filters):
    pagination = {"PageSize": page_size} if page_size else {}
    pages = client.get_paginator("list_backups").paginate(PaginationConfig=pagination, **filters)
    return [summary["BackupArn"] for page in pages for summary in page["BackupSummaries"]]


def check_walks(checks, endpoint):
    """boto3's own paginator over everything, with each form of path."""
    for account in many_backups.ACCOUNTS:
        for region in many_backups.REGIONS:
            for path in (f"/{region}", f"/prod/{account}/{region}/"):
                client = boto3_client(endpoint + path, account)
                for page_size in (1, 7, 100, None):
                    checks.that(f"walk of {path} as {account}, {page_size} a page",
                                walk(client, page_size, BackupType="ALL"), wanted(account, region, kind="ALL"))
                checks.that(f"walk of {path} without filters", walk(client, None), wanted(account, region))
                checks.that(f"walk of a table in {path}", walk(client, 7, TableName="Songs", BackupType="AWS_BACKUP"),
                            wanted(account, region, "Songs", "AWS_BACKUP"))
            client.meta.events.register("before-sign.dynamodb.ListBackups", lambda request, **_:
                                        request.headers.add_header("x-backup-history", "include"))
            checks.that(f"walk of {path} with history", walk(client, 7, BackupType="ALL"),
                        wanted(account, region, kind="ALL", history=True))
    account, stranger = many_backups.ACCOUNTS
    table_arn = f"arn:aws:dynamodb:ap-southeast-2:{account}:table/Albums"
    checks.that("walk of a table by its ARN", walk(boto3_client(endpoint, account), 7, TableName=table_arn),
                wanted(account, "ap-southeast-2", "Albums"))
    for path, filters in ((f"/{account}/eu-west-1", {}), ("", {"TableName": table_arn})):
        try:
            refused = walk(boto3_client(endpoint + path, stranger), 7, **filters)
        except botocore.exceptions.ClientError as error:
            refused = error.response["Error"]
        checks.that(f"a stranger's walk of {path or table_arn}", refused,
                    {"Code": "AccessDeniedException", "Message": "Access is denied"})
    checks.that("endpoints", boto3_client(endpoint, account).describe_endpoints()["Endpoints"],
                [{"Address": endpoint.removeprefix("http://"), "CachePeriodInMinutes": 1440}])


def check_cli_walks(checks, endpoint):
    """The AWS CLI, which starts slowly, over one table and one Region."""
    account, region = many_backups.ACCOUNTS[1], many_backups.REGIONS[1]
    environment = {**os.environ, "AWS_ACCESS_KEY_ID": account, "AWS_SECRET_ACCESS_KEY": "any", "AWS_PAGER": "",
                   "AWS_DEFAULT_REGION": region, "AWS_MAX_ATTEMPTS": "1"}

    def listed(*arguments):
        run = subprocess.run(["aws", "dynamodb", "list-backups", "--output", "json", "--endpoint-url",
                              f"{endpoint}/{region}", *arguments], env=environment, capture_output=True, text=True)
        return json.loads(run.stdout) if run.returncode == 0 else {"BackupSummaries": [], "error": run.stderr}

    def arns(answer):
        return [summary["BackupArn"] for summary in answer["BackupSummaries"]]

    everything = wanted(account, region, kind="ALL")
    for size in ([], ["--page-size", "1"], ["--page-size", "7"], ["--page-size", "100"]):
        checks.that(f"aws list-backups {size}", arns(listed("--backup-type", "ALL", *size)), everything)
    checks.that("aws list-backups of a table", arns(listed("--table-name", "Songs.2")),
                wanted(account, region, "Songs.2"))
    first = listed("--backup-type", "ALL", "--max-items", "10")
    rest = listed("--backup-type", "ALL", "--starting-token", first.get("NextToken", ""))
    checks.that("aws list-backups --max-items, --starting-token", (arns(first), arns(rest)),
                (everything[:10], everything[10:]))


def check_crc(checks, endpoint, arn):
    """In its legacy retry mode, boto3 compares x-amz-crc32 with the body: it must take ours, and notice one that is wrong."""
    client = boto3_client(endpoint, "111122223333", "legacy")
    checks.that("boto3's CRC check takes ours", "BackupDescription" in client.describe_backup(BackupArn=arn), True)
    session = client._endpoint.http_session
    send = session.send

    def send_and_tamper(request):
        response = send(request)
        checks.that("x-amz-crc32 is sent", "x-amz-crc32" in response.headers, True)
        response.headers["x-amz-crc32"] = "1"
        return response

    session.send = send_and_tamper
    try:
        client.describe_backup(BackupArn=arn)
        noticed = False
    except botocore.exceptions.ChecksumError:
        noticed = True
    checks.that("boto3's CRC check is on", noticed, True)


def main(endpoint):
    if not shutil.which("aws"):
        sys.exit("The AWS CLI is missing.")
    checks = Checks()
    files = sorted(path for path in SAMPLES.rglob("*") if path.suffix in (".json", ".ndjson", ".jsonl"))
    samples = [sample for path in files for sample in documents(path)]
    for sample in samples:
        check_sample(checks, endpoint, sample)
    check_missing(checks, endpoint, "111122223333", MISSING)
    own = next(arn for arn in (sample["BackupDetails"]["BackupArn"] for sample in samples) if ":111122223333:" in arn)
    check_strangers(checks, endpoint, own)
    check_crc(checks, endpoint, own)
    check_walks(checks, endpoint)
    check_cli_walks(checks, endpoint)
    print(f"boto3 {boto3.__version__} and the AWS CLI on {len(samples)} samples, and 2,500 backups in lists:")
    print(f"{checks.passed} passed, {checks.failed} failed")
    return 1 if checks.failed or not samples else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
