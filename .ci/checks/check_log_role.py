#!/usr/bin/env python3
"""Runs the function of src/stacks/gateway-log-role.yaml against moto: the account's log role is replaced only if asked.

Usage: check_log_role.py. Needs aws-sam-translator and moto.
"""
import os
import sys
import types

os.environ.update(AWS_DEFAULT_REGION="us-east-1", AWS_ACCESS_KEY_ID="any", AWS_SECRET_ACCESS_KEY="any")

import boto3
import moto

import review_template

OURS, THEIRS = "arn:aws:iam::111122223333:role/ours", "arn:aws:iam::111122223333:role/theirs"


def run(request, replace, before):
    """What CloudFormation is told, and the role that the account has afterwards."""
    sent = []
    sys.modules["cfnresponse"] = types.SimpleNamespace(
        SUCCESS="SUCCESS", FAILED="FAILED", send=lambda event, context, status, *_, reason: sent.append((status, reason)))
    stack = review_template.read(review_template.ROOT / "src/stacks/gateway-log-role.yaml")
    with moto.mock_aws():
        gateway = boto3.client("apigateway")
        if before:
            gateway.update_account(patchOperations=[{"op": "replace", "path": "/cloudwatchRoleArn", "value": before}])
        function = {}
        exec(stack["Resources"]["SettingFunction"]["Properties"]["Code"]["ZipFile"], function)
        function["handler"]({"RequestType": request, "ResourceProperties": {"RoleArn": OURS, "Replace": replace}}, None)
        return sent, gateway.get_account().get("cloudwatchRoleArn") or None


def main():
    told = [("SUCCESS", None)]
    checks = {
        "set where there is none": (run("Create", "false", None), (told, OURS)),
        "left where there is one": (run("Create", "false", THEIRS), (told, THEIRS)),
        "left by an update": (run("Update", "false", THEIRS), (told, THEIRS)),
        "replaced if asked": (run("Update", "true", THEIRS), (told, OURS)),
        "left when the stack goes": (run("Delete", "true", THEIRS), (told, THEIRS)),
    }
    failed = [f"{name}: {got}, not {wanted}" for name, (got, wanted) in checks.items() if got != wanted]
    print("\n".join(failed + [f"{len(checks) - len(failed)} of {len(checks)} cases are right."]))
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
