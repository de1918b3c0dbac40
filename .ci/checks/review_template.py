#!/usr/bin/env python3
"""Reviews the templates against what is expected of them: anything that expected/*.yaml does not allow is a problem.

Usage: review_template.py [another template.yaml]. Needs aws-sam-translator.

template.yaml is reviewed as SAM transforms it, so what SAM adds is reviewed as well. An expectation has the form of a
transformed template, without its descriptions and metadata. Every member must be there, no other may be, and each must have
the value that is expected; `!Like x` expects a text that matches the regular expression x, and `!Any` anything.
"""
import copy
import json
import logging
import os
import pathlib
import re
import sys

os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")

from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

ROOT = pathlib.Path(__file__).resolve().parents[2]
EXPECTED = pathlib.Path(__file__).resolve().parent / "expected"
TEMPLATES = {"template.yaml": "template.yaml"} | {
    f"src/stacks/{file.name}": file.name for file in sorted((ROOT / "src/stacks").glob("*.yaml"))}

# What it is transformed with. SAM writes the values of these two into the resource policy.
PARAMETERS = {"CallerPrincipals": "111122223333,arn:aws:iam::444455556666:role/reader", "OrganizationId": "o-exampleorgid"}

TEXTS = {"AlarmDescription", "AssertDescription", "ConstraintDescription", "Description"}


class NoManagedPolicies:
    """The templates name none that SAM would have to look up."""

    def load(self):
        return {}


def read(path):
    """A YAML file as plain values, no two of them the same object."""
    return json.loads(json.dumps(yaml_parse(path.read_text(encoding="utf-8"))))


def translated(template, parameters):
    """What SAM makes of a template; the package is somewhere in S3, as after `sam package`."""
    template = copy.deepcopy(template)
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            if resource["Properties"].get("CodeUri") != ".":
                raise ValueError("the code is not the package's")
            resource["Properties"]["CodeUri"] = "s3://bucket/package"
    logging.disable(logging.WARNING)
    return transform(template, dict(parameters), NoManagedPolicies())


def reviewed(template):
    """What is compared: without texts for people, and without the hash in the names of versions and deployments."""
    transforms = template.get("Transform")
    if transforms is not None:
        template = {**translated(template, PARAMETERS), "Transform": transforms}
    text = re.sub(r"(Deployment|FunctionVersion)[0-9a-f]{10}\b", r"\1", json.dumps(template))
    return without_texts(json.loads(text))


def without_texts(node):
    if isinstance(node, dict):
        return {key: without_texts(value) for key, value in node.items()
                if key != "Metadata" and not (key in TEXTS and isinstance(value, str))}
    return [without_texts(each) for each in node] if isinstance(node, list) else node


def differences(actual, expected, at=""):
    """How a value differs from what is expected, each with where it is."""
    if isinstance(expected, dict) and "Fn::Any" in expected:
        return
    if isinstance(expected, dict) and "Fn::Like" in expected:
        if not re.fullmatch(expected["Fn::Like"], str(actual)):
            yield f"{at} is {json.dumps(actual)}, not like {expected['Fn::Like']}"
    elif isinstance(expected, dict) and isinstance(actual, dict):
        for key in expected.keys() - actual.keys():
            yield f"{at}/{key} is missing"
        for key in actual.keys() - expected.keys():
            yield f"{at}/{key} is not expected: {json.dumps(actual[key])}"
        for key in expected.keys() & actual.keys():
            yield from differences(actual[key], expected[key], f"{at}/{key}")
    elif isinstance(expected, list) and isinstance(actual, list) and len(expected) == len(actual):
        for i, (one, other) in enumerate(zip(actual, expected)):
            yield from differences(one, other, f"{at}/{i}")
    elif actual != expected or isinstance(actual, bool) != isinstance(expected, bool):
        yield f"{at} is {json.dumps(actual)}, not {json.dumps(expected)}"


def problems(templates):
    """Every difference of these templates (by path) from what is expected."""
    for path, template in templates.items():
        expectation = EXPECTED / TEMPLATES[path]
        if not expectation.exists():
            yield f"{path} has no expectation"
        else:
            yield from differences(reviewed(template), without_texts(read(expectation)), path)


def main():
    templates = {path: read(ROOT / path) for path in TEMPLATES}
    if len(sys.argv) > 1:
        templates["template.yaml"] = read(pathlib.Path(sys.argv[1]))
    found = sorted(problems(templates))
    for problem in found:
        print(problem)
    resources = sum(len(template["Resources"]) for template in templates.values())
    print(f"{len(templates)} templates with {resources} resources reviewed, {len(found)} problems.")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
