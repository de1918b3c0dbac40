#!/usr/bin/env python3
"""Checks that whatever parameter changes what the REST API's stage serves makes a new deployment, and nothing else does.

Usage: check_deployments.py. Needs aws-sam-translator.

A stage serves a deployment: a copy of the API's definition, its resource policy included. CloudFormation makes a new one only
if SAM gives it another logical id.
"""
import json
import sys

import review_template

CALLERS = [{}, {"CallerPrincipals": "111122223333"}, {"CallerPrincipals": "444455556666"},
           {"CallerPrincipals": "111122223333,444455556666"}, {"OrganizationId": "o-exampleorgid"},
           {"OrganizationId": "o-anotherorgid1"}, {"CallerPrincipals": "111122223333", "OrganizationId": "o-exampleorgid"}]


def deployment(template, parameters):
    """The deployment's logical id."""
    resources = review_template.translated(template, parameters)["Resources"]
    ids = [name for name, resource in resources.items() if resource["Type"] == "AWS::ApiGateway::Deployment"]
    return ids[0] if len(ids) == 1 else f"{len(ids)} deployments"


def parameters_in_definition(template):
    """Parameters that the definition names: with another value it would be another one under the same id."""
    resources = review_template.translated(template, {})["Resources"]
    definition = json.dumps([resource["Properties"]["Body"] for resource in resources.values()
                             if resource["Type"] == "AWS::ApiGateway::RestApi"])
    return [name for name in template["Parameters"]
            if f'{{"Ref": "{name}"}}' in definition or f"${{{name}}}" in definition]


def main():
    template = review_template.read(review_template.ROOT / "template.yaml")
    problems = [f"Another {name} makes no new deployment." for name in parameters_in_definition(template)]
    ids = [deployment(template, parameters) for parameters in CALLERS]
    if len(set(ids)) != len(CALLERS):
        problems.append(f"Some of these share a deployment: {list(zip(CALLERS, ids))}")
    if ids != [deployment(template, parameters) for parameters in CALLERS]:
        problems.append("The same parameters make another deployment each time.")
    if len({deployment(template, {"MemorySize": size}) for size in (512, 1024)}) != 1:
        problems.append("A parameter that the API does not depend on makes a new deployment.")
    for problem in problems:
        print(problem)
    print(f"{len(CALLERS)} sets of callers, {len(set(ids))} deployments.")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
