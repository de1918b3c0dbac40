#!/usr/bin/env python3
"""Holds the tests' stand-in for AWS Backup against botocore's client, and this service's client against other stand-ins.

Usage: aws_backup.py write <file>             the recovery points of the tests' stand-in
       aws_backup.py compare <URL>            asks that stand-in for them
       aws_backup.py ask <moto|ministack> <URL> <command that asks with our client...>

Needs boto3. What the other stand-ins cannot do:
  moto       has vaults, in one page, and checks no signature; it has no list of recovery points.
  ministack  has vaults, and checks signatures (AUTH=true); its vaults never have recovery points.
So only the vaults, errors and signatures of our client are shown there.
"""
import datetime
import json
import os
import subprocess
import sys

import boto3
import botocore.exceptions

import organization

REGION = "us-west-2"
ACCOUNT = "111122223333"
TABLE = f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/Music"
SECRET = "secret"
VAULTS = {"daily": 5, "copies_2": 2, "empty": 0}  # how many recovery points of the table
OF_ANOTHER_KIND = {"RecoveryPointArn": f"arn:aws:ec2:{REGION}::snapshot/snap-00a129455bdbc9d99", "Status": "COMPLETED",
                   "BackupVaultName": "daily", "ResourceType": "EBS",
                   "ResourceArn": f"arn:aws:ec2:{REGION}:{ACCOUNT}:volume/vol-1234567890abcdef0"}


def check(got, wanted, what):
    if got != wanted:
        sys.exit(f"FAILED {what}\n  wanted {wanted}\n  got    {got}")


def point(vault, number):
    """A recovery point with every kind of member that the model has."""
    plain = f"{TABLE}/backup/0148960279714{number}-73d8d5bc"
    return {"RecoveryPointArn": plain if number % 2 else f"arn:aws:backup:{REGION}:{ACCOUNT}:recovery-point:{vault}-{number}",
            "BackupVaultName": vault, "BackupVaultArn": f"arn:aws:backup:{REGION}:{ACCOUNT}:backup-vault:{vault}",
            "ResourceArn": TABLE, "ResourceType": "DynamoDB", "ResourceName": "Music", "IsEncrypted": True, "IsParent": False,
            "CreatedBy": {"BackupPlanId": "plan", "BackupRuleId": "rule"}, "Status": "COMPLETED",
            "IamRoleArn": f"arn:aws:iam::{ACCOUNT}:role/backup", "CreationDate": 1793534400.25, "CompletionDate": 1793534460,
            "BackupSizeInBytes": 4096, "Lifecycle": {"DeleteAfterDays": 35},
            "CalculatedLifecycle": {"DeleteAt": 1796558400.125}}


def points():
    made = {vault: [point(vault, number) for number in range(count)] for vault, count in VAULTS.items()}
    made["daily"].append(OF_ANOTHER_KIND)
    return made


def write(file):
    with open(file, "w", encoding="utf-8") as out:
        json.dump(points(), out)


def plain(value):
    """With times as the numbers that they are on the wire."""
    if isinstance(value, dict):
        return {key: plain(member) for key, member in value.items()}
    return value.timestamp() if isinstance(value, datetime.datetime) else value


def client(url, region=REGION, secret=SECRET):
    return boto3.client("backup", endpoint_url=url, region_name=region, aws_access_key_id="key", aws_secret_access_key=secret)


def pages(client, operation, member, **parameters):
    read = list(client.get_paginator(operation).paginate(PaginationConfig={"PageSize": 1000}, **parameters))
    return len(read), [plain(element) for page in read for element in page[member]]


def by_arn(listed):
    return sorted(listed, key=lambda each: each["RecoveryPointArn"])


def error(call):
    try:
        call()
    except botocore.exceptions.ClientError as refusal:
        return refusal.response["Error"]["Code"]
    return "none"


def compare(url):
    backup = client(url)
    check(pages(backup, "list_backup_vaults", "BackupVaultList"),
          (2, [{"BackupVaultName": vault} for vault in sorted(VAULTS)]), "vaults")
    for vault, wanted in points().items():
        tables = [each for each in wanted if each["ResourceType"] == "DynamoDB"]
        for filters, listed in (({}, wanted), ({"ByResourceType": "DynamoDB"}, tables)):
            check(pages(backup, "list_recovery_points_by_backup_vault", "RecoveryPoints", BackupVaultName=vault, **filters),
                  (max(1, -(-len(listed) // 2)), by_arn(listed)), f"recovery points of {vault}, {filters}")
    _, of_table = pages(backup, "list_recovery_points_by_resource", "RecoveryPoints", ResourceArn=TABLE)
    check(sorted((each["RecoveryPointArn"], each["BackupVaultName"], each["BackupSizeBytes"]) for each in of_table),
          sorted((each["RecoveryPointArn"], each["BackupVaultName"], each["BackupSizeInBytes"])
                 for vault in points().values() for each in vault if each["ResourceArn"] == TABLE), "recovery points of the table")
    check(error(lambda: backup.list_recovery_points_by_backup_vault(BackupVaultName="unknown")), "ResourceNotFoundException",
          "an unknown vault")
    check(error(lambda: backup.list_recovery_points_by_resource(ResourceArn=TABLE + "2")), "ResourceNotFoundException",
          "an unknown table")
    for wrong in (client(url, secret="another"), client(url, region="eu-west-1")):
        check(error(wrong.list_backup_vaults), "InvalidSignatureException", "a wrong signature")
    print(f"botocore reads {sum(VAULTS.values()) + 1} recovery points as they were put in; wrong signatures are refused")


def ask(engine, url, *command):
    organisation = organization.Organisation(engine, url, url)
    for vault in VAULTS:
        organisation.maker("backup", ACCOUNT, REGION).create_backup_vault(BackupVaultName=vault)
    keys = organisation.makers[ACCOUNT]

    def told(secret):
        environment = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        return subprocess.run(
            [*command, "ask", REGION, url, TABLE], check=True, text=True, stdout=subprocess.PIPE,
            env=environment | {"AWS_ACCESS_KEY_ID": keys["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": secret,
                               "AWS_SESSION_TOKEN": keys["SessionToken"]}).stdout.splitlines()

    if engine == "moto":
        check(told(keys["SecretAccessKey"]), ["vault daily", "404"], "what our client reads in moto")
    else:
        check(told(keys["SecretAccessKey"]), [f"vault {vault}" for vault in VAULTS], "what our client reads in ministack")
        check(told("another"), ["InvalidSignatureException"], "what our client reads with a wrong secret")
    print(f"our client reads the vaults of {engine}")


if __name__ == "__main__":
    {"write": write, "compare": compare, "ask": ask}[sys.argv[1]](*sys.argv[2:])
