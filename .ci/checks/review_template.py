#!/usr/bin/env python3
"""Reviews what SAM makes of template.yaml: nothing is public, and nobody may do anything to everything.

Usage: review_template.py [template]. Needs aws-sam-translator.
"""
import json
import os
import sys

os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")

import logging

from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

# X-Ray knows no resources, so its two actions, and no others, are for "*".
WITHOUT_RESOURCES = {"xray:PutTraceSegments", "xray:PutTelemetryRecords"}
# Roles of AWS services, not of the function: CodeDeploy moves the alias, API Gateway writes its log.
MANAGED_POLICIES = ("service-role/AWSCodeDeployRoleForLambda", "service-role/AmazonAPIGatewayPushToCloudWatchLogs")


class NoManagedPolicies:
    """The template names none that SAM would have to look up."""

    def load(self):
        return {}


def translated(path):
    with open(path, encoding="utf-8") as file:
        template = yaml_parse(file.read())
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = "s3://bucket/package"
    logging.disable(logging.WARNING)
    return transform(template, {}, NoManagedPolicies())["Resources"]


def as_list(value):
    return value if isinstance(value, list) else [value]


def statements(node):
    """Every policy statement in a tree, however deep and whichever way conditions go."""
    if isinstance(node, dict):
        if "Effect" in node and ("Action" in node or "NotAction" in node):
            yield node
        for value in node.values():
            yield from statements(value)
    elif isinstance(node, list):
        for value in node:
            yield from statements(value)


def problems_of_statement(statement):
    if statement["Effect"] != "Allow":
        return
    if "NotAction" in statement or "NotPrincipal" in statement or "NotResource" in statement:
        yield "allows all but something"
    actions = set(map(str, as_list(statement.get("Action", []))))
    if any("*" in action for action in actions):
        yield "has a wildcard action"
    if "*" in as_list(statement.get("Resource", [])) and not actions <= WITHOUT_RESOURCES:
        yield "is for every resource"
    principal = statement.get("Principal")
    if principal == "*" or isinstance(principal, dict) and "*" in as_list(principal.get("AWS", [])):
        conditions = statement.get("Condition", {})
        if "aws:PrincipalOrgID" not in conditions.get("StringEquals", {}) or not conditions.get(
                "StringNotEquals", {}).get("aws:PrincipalAccount"):
            yield "lets everybody in"


def problems_of_resource(resource):
    kind, properties = resource["Type"], resource.get("Properties", {})
    for statement in statements(resource):
        for problem in problems_of_statement(statement):
            yield f"{problem}: {json.dumps(statement)}"
    if kind == "AWS::Lambda::Url":
        yield "is a Function URL"
    if kind == "AWS::Lambda::Permission" and not (
            str(properties["Principal"]).endswith(".amazonaws.com") and "SourceArn" in properties):
        yield "lets more than one API call the function"
    if kind == "AWS::ApiGatewayV2::Route" and properties.get("AuthorizationType") != "AWS_IAM":
        yield "is open"
    if kind == "AWS::ApiGateway::RestApi":
        for path, methods in properties["Body"]["paths"].items():
            for method, operation in methods.items():
                if operation.get("security") != [{"AWS_IAM": []}]:
                    yield f"{method} {path} is open"
    if kind == "AWS::ApiGateway::Stage" and properties["StageName"] != "prod":
        yield "is a stage that nobody asked for"
    if kind == "AWS::IAM::Role":
        for policy in map(json.dumps, properties.get("ManagedPolicyArns", [])):
            if not any(known in policy for known in MANAGED_POLICIES):
                yield f"has the managed policy {policy}"


def main():
    resources = translated(sys.argv[1] if len(sys.argv) > 1 else "template.yaml")
    problems = [f"{name} {problem}" for name, resource in resources.items()
                for problem in problems_of_resource(resource)]
    kinds = [resource["Type"] for resource in resources.values()]
    for kind in ("AWS::Lambda::Version", "AWS::Lambda::Alias", "AWS::CodeDeploy::DeploymentGroup"):
        if kinds.count(kind) != 1:
            problems.append(f"There are {kinds.count(kind)} of {kind}; one was expected.")
    for problem in problems:
        print(problem)
    print(f"{len(resources)} resources reviewed, {len(problems)} problems.")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
