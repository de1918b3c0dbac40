#!/usr/bin/env python3
"""Prints 2,500 DescribeBackup answers, one a line, of two accounts in three Regions: the same ones each time.

Every type is among them, tombstones and expired ones too; many of them are created in the same millisecond.
"""
import json

ACCOUNTS = ("121212121212", "343434343434")
REGIONS = ("us-east-1", "eu-west-1", "ap-southeast-2")
TABLES = ("Albums", "Songs", "Songs.2")
START = 1_700_000_000_000
NEVER = 4_102_444_800  # the end of the century


def backup(number):
    account, region, table = ACCOUNTS[number % 2], REGIONS[number % 3], TABLES[number // 6 % 3]
    created = START + number // 20
    kind = ("USER", "USER", "AWS_BACKUP", "POINT", "SYSTEM", "EXPIRED", "DELETED")[number // 18 % 7]
    table_arn = f"arn:aws:dynamodb:{region}:{account}:table/{table}"
    arn = f"{table_arn}/backup/{created:014d}-{number * 7919 % 16 ** 8:08x}"
    details = {"BackupArn": arn, "BackupName": f"number-{number}", "BackupSizeBytes": number,
               "BackupStatus": "DELETED" if kind == "DELETED" else "AVAILABLE",
               "BackupType": {"POINT": "AWS_BACKUP", "EXPIRED": "SYSTEM", "DELETED": "USER"}.get(kind, kind),
               "BackupCreationDateTime": created / 1000}
    if kind == "POINT":
        details["BackupArn"] = f"arn:aws:backup:{region}:{account}:recovery-point:{number:08x}-0000-4000-8000-000000000000"
    if kind in ("SYSTEM", "EXPIRED"):
        details["BackupExpiryDateTime"] = NEVER if kind == "SYSTEM" else created / 1000 + 35 * 86_400
    return {"BackupDescription": {"BackupDetails": details, "SourceTableDetails": {
        "TableName": table, "TableArn": table_arn, "TableId": "2f1b6c1e-8d5c-4f1a-9b7e-3a6f0d5c8e21",
        "TableCreationDateTime": START / 1000, "KeySchema": [{"AttributeName": "Id", "KeyType": "HASH"}],
        "ProvisionedThroughput": {"ReadCapacityUnits": 1, "WriteCapacityUnits": 1}}}}


def backups():
    return [backup(number) for number in range(2_500)]


if __name__ == "__main__":
    for each in backups():
        print(json.dumps(each))
