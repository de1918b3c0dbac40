#!/usr/bin/env python3
"""Sweeps an organisation in a stand-in for AWS with the functions as they are deployed, and compares the catalogue with what
each account lists itself: sessions end in the middle of walks, and members that let nobody in cost only themselves.

Usage: organization.py <moto|ministack> <URL of the stand-in> <URL of sessions.py before it> <endpoint URL of `mvn -Plocal`>
           <URL of its database> <command that calls functions...>

Needs boto3 and PyYAML. What the stand-ins cannot do:
  moto       Takes every session and every role, also one that does not exist: it evaluates no trust policy across accounts,
             and knows no resource of DescribeBackup to hold a policy against. So it has no member that denies.
  ministack  Evaluates signatures, trust and policies (AUTH=true), but
             - aws:PrincipalArn of a session is the session's own ARN, where AWS has the role's: OF_SESSIONS;
             - it knows no resource of DescribeBackup: DESCRIBE;
             - its CloudFormation knows no AWS::Region in conditions, which stands there in words;
             - it knows no aws:ResourceOrgID, so the sweeper's right to assume roles is used without that condition;
             - every account is the management account of an organisation of its own: the catalogue's is the one that members
               are told of.
Everything else of src/stacks/member.yaml, and of the sweeper's role in template.yaml, is deployed as it is.
"""
import collections
import json
import os
import pathlib
import re
import subprocess
import sys
import urllib.request

import boto3
import botocore.auth
import botocore.awsrequest
import botocore.credentials
import botocore.exceptions
import yaml

import swept

ROOT = pathlib.Path(__file__).resolve().parents[2]
REGIONS = ("us-east-1", "eu-west-1")
HOME = REGIONS[0]
CATALOGUE = "111122223333"
MEMBERS = ("222233334444", "333344445555", "777788889999")
OTHER_ROLE, OTHER_ORGANISATION, NO_STACK, NO_RIGHTS = "555500000001", "555500000002", "555500000003", "555500000004"
DENIALS = {OTHER_ROLE: "role-denied", OTHER_ORGANISATION: "role-denied", NO_STACK: "role-denied", NO_RIGHTS: "denied"}
READER = "backup-metadata-reader"
BACKUPS = 12  # three pages in each account and Region
ORGANISATION = "o-exampleorgid"

OF_SESSIONS = (re.compile(r"arn:aws:iam::(\d+):role/([^\"]+)"), r"arn:aws:sts::\1:assumed-role/\2/*")
DESCRIBE = {"Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Action": "dynamodb:DescribeBackup", "Resource": "*"}]}
EVERYTHING = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}


class Template(yaml.SafeLoader):
    """Reads CloudFormation's short forms as the long ones."""

    def function(self, name, node):
        if isinstance(node, yaml.ScalarNode):
            value = self.construct_scalar(node)
            if name == "GetAtt":
                value = value.split(".")
        else:
            value = (self.construct_sequence if isinstance(node, yaml.SequenceNode) else self.construct_mapping)(node, True)
        return {name if name in ("Ref", "Condition") else f"Fn::{name}": value}


Template.add_multi_constructor("!", Template.function)


def check(holds, what):
    if not holds:
        sys.exit(f"FAILED {what}")


class Organisation:
    """The accounts in the stand-in. Each has a role with which its backups are made and listed."""

    def __init__(self, engine, direct, front):
        self.evaluates = engine == "ministack"
        self.direct = direct
        self.front = front
        self.makers = {}
        self.id = ORGANISATION

    def client(self, service, account, region=HOME, credentials=None):
        """DynamoDB and STS are asked where sessions can end. Without credentials, the account's root user asks."""
        keys = credentials or {"AccessKeyId": account, "SecretAccessKey": "test"}
        return boto3.client(service, region_name=region, aws_access_key_id=keys["AccessKeyId"],
                            endpoint_url=self.front if service in ("dynamodb", "sts") else self.direct,
                            aws_secret_access_key=keys["SecretAccessKey"], aws_session_token=keys.get("SessionToken"))

    def session(self, account, role):
        return self.client("sts", CATALOGUE if role.startswith("sweeper") else account).assume_role(
            RoleArn=f"arn:aws:iam::{account}:role/{role}", RoleSessionName="check")["Credentials"]

    def maker(self, service, account, region=HOME):
        if account not in self.makers:
            iam, role = self.client("iam", account), f"maker-{account}"
            iam.create_role(RoleName=role, AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [
                {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": f"arn:aws:iam::{account}:root"}}]}))
            iam.put_role_policy(RoleName=role, PolicyName="everything", PolicyDocument=json.dumps(EVERYTHING))
            self.makers[account] = self.session(account, role)
        return self.client(service, account, region, self.makers[account])

    def fill(self, account):
        for region in REGIONS:
            swept.make_backups(self.maker("dynamodb", account, region), BACKUPS)

    def deploy(self, account, region, name, template, parameters):
        cloudformation = self.maker("cloudformation", account, region)
        cloudformation.create_stack(
            StackName=name, TemplateBody=json.dumps(template), Capabilities=["CAPABILITY_NAMED_IAM"],
            Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()])
        cloudformation.get_waiter("stack_create_complete").wait(StackName=name, WaiterConfig={"Delay": 1})

    def deploy_sweeper(self):
        """The role of the function in template.yaml, as far as it is about accounts. Returns its name."""
        if not self.evaluates:
            return "sweeper"
        self.id = self.client("organizations", CATALOGUE).describe_organization()["Organization"]["Id"]
        template = yaml.load((ROOT / "template.yaml").read_text(), Template)
        role = template["Resources"]["SweepFunctionRole"]
        role["Properties"]["Policies"] = [each for each in role["Properties"]["Policies"]
                                          if each["PolicyName"] == "read-live-backups"]
        assume = role["Properties"]["Policies"][0]["PolicyDocument"]["Statement"][-1]["Fn::If"][1]
        check(assume.pop("Condition") == {"StringEquals": {"aws:ResourceOrgID": {"Ref": "OrganizationId"}}}, "the condition")
        self.deploy(CATALOGUE, HOME, "backups", {
            "AWSTemplateFormatVersion": "2010-09-09",
            "Parameters": {key: template["Parameters"][key] for key in ("OrganizationId", "MemberRoleName")},
            "Conditions": {"HasOrganization": template["Conditions"]["HasOrganization"]},
            "Resources": {"SweepFunctionRole": role}}, {"OrganizationId": self.id})
        name = f"backups-sweeper-{HOME}"
        self.maker("iam", CATALOGUE).put_role_policy(RoleName=name, PolicyName="describe", PolicyDocument=json.dumps(DESCRIBE))
        return name

    def deploy_member(self, account, sweeper, organisation):
        template = yaml.load((ROOT / "src/stacks/member.yaml").read_text(), Template)
        for region in REGIONS:
            template["Conditions"] = {"IsHome": {"Fn::Equals": [region, {"Ref": "HomeRegion"}]}}
            self.deploy(account, region, "backup-metadata-member", template, {
                "SweeperRoleArn": f"arn:aws:iam::{CATALOGUE}:role/{sweeper}", "OrganizationId": organisation,
                "CaptureBusArn": f"arn:aws:events:{HOME}:{CATALOGUE}:event-bus/backups", "HomeRegion": HOME})
        iam = self.maker("iam", account)
        trust = json.dumps(iam.get_role(RoleName=READER)["Role"]["AssumeRolePolicyDocument"])
        iam.update_assume_role_policy(RoleName=READER, PolicyDocument=OF_SESSIONS[0].sub(OF_SESSIONS[1], trust))
        iam.put_role_policy(RoleName=READER, PolicyName="describe", PolicyDocument=json.dumps(DESCRIBE))

    def deploy_members(self, sweeper):
        """Returns the accounts that a sweep finds out about, the members in order first."""
        if not self.evaluates:
            return list(MEMBERS)
        for account in (*MEMBERS, NO_RIGHTS):
            self.deploy_member(account, sweeper, self.id)
        self.deploy_member(OTHER_ROLE, "another-sweeper", self.id)
        self.deploy_member(OTHER_ORGANISATION, sweeper, ORGANISATION)
        for policy in ("read-backups", "describe"):
            self.maker("iam", NO_RIGHTS).delete_role_policy(RoleName=READER, PolicyName=policy)
        return [*MEMBERS, *DENIALS]

    def sessions(self, path, method="GET"):
        with urllib.request.urlopen(urllib.request.Request(f"{self.front}{path}", method=method)) as answer:
            return json.load(answer)


class Catalogue:
    """The functions, and the API over what they have written."""

    def __init__(self, command, log, endpoint, database, front, credentials):
        self.endpoint = endpoint
        self.functions = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True,
            env={name: value for name, value in os.environ.items() if not name.startswith("AWS_")} | {
                 "AWS_ENDPOINT_URL_DYNAMODB": database, "AWS_ENDPOINT_URL_STS": front,
                 "LIVE_ENDPOINT_URL": front, "MEMBER_ROLE_NAME": READER, "AWS_ACCESS_KEY_ID": credentials["AccessKeyId"],
                 "AWS_SECRET_ACCESS_KEY": credentials["SecretAccessKey"], "AWS_SESSION_TOKEN": credentials["SessionToken"]})

    def invoke(self, function, event):
        self.functions.stdin.write(f"{function} {json.dumps(event)}\n")
        self.functions.stdin.flush()
        answer = self.functions.stdout.readline()
        check(answer, f"{function} does not answer")
        return answer.strip()

    def tell(self, sample, places):
        """Sends an event of that kind, from each of those places, as the queue has it."""
        event = json.loads((ROOT / f"src/test/resources/capture/{sample}.json").read_text())
        for start in range(0, len(places), 10):
            records = [{"messageId": str(number), "receiptHandle": "AQEB", "eventSource": "aws:sqs", "awsRegion": HOME,
                        "attributes": {}, "body": json.dumps({**event, "account": account, "region": region})}
                       for number, (account, region) in enumerate(places[start:start + 10])]
            answer = self.invoke("RecordFunction", {"Records": records})
            check(json.loads(answer) == {"batchItemFailures": []}, f"{sample}: {answer}")

    def sweep(self):
        self.invoke("SweepFunction", {})

    def coverage(self, account):
        request = botocore.awsrequest.AWSRequest("GET", f"{self.endpoint}/coverage")
        botocore.auth.SigV4Auth(botocore.credentials.Credentials(account, "any"), "execute-api", HOME).add_auth(request)
        with urllib.request.urlopen(urllib.request.Request(request.url, headers=dict(request.headers))) as answer:
            return {place["Region"]: place for place in json.load(answer)["Coverage"]}

    def proofs(self, account):
        return {region: [place.get("CompleteAt"), place.get("DeletionsAt")] for region, place in self.coverage(account).items()}

    def problems(self, account):
        return {region: place.get("Problem") for region, place in self.coverage(account).items()}

    def client(self, account, region, history=False):
        client = swept.client(self.endpoint, region, account)
        if history:
            client.meta.events.register("before-sign.dynamodb", lambda request, **_: request.headers.add_header(
                "x-backup-history", "include"))
        return client

    def deleted(self, account, region):
        return {arn for arn, summary in swept.listed(self.client(account, region, history=True)).items()
                if summary["BackupStatus"] == "DELETED"}

    def close(self):
        self.functions.stdin.close()
        self.functions.wait(30)


def forge(organisation):
    """A call with a session and another secret, which must not pass."""
    keys = dict(organisation.makers[CATALOGUE], SecretAccessKey="another")
    try:
        organisation.client("dynamodb", CATALOGUE, HOME, keys).list_backups()
    except botocore.exceptions.ClientError as error:
        return error.response["Error"]["Code"]
    return "taken"


def is_as_listed(catalogue, organisation, account, region):
    live, ours = organisation.maker("dynamodb", account, region), catalogue.client(account, region)
    lists = swept.listed(live)
    check(swept.listed(ours) == lists, f"{account}, {region}: list\n  wanted {lists}\n  got    {swept.listed(ours)}")
    for arn in lists:
        wanted, got = swept.described(live, arn), swept.described(ours, arn)
        check(got == wanted, f"{arn}\n  wanted {wanted}\n  got    {got}")
    return len(lists)


def interrupted(catalogue, organisation):
    """A sweep in which sessions end in the middle of walks. Only what was listed to its end is proven."""
    proofs = {account: catalogue.proofs(account) for account in MEMBERS}
    organisation.sessions("/end/2", "PUT")
    catalogue.sweep()
    organisation.sessions("/last", "PUT")
    for account in MEMBERS:
        problems = catalogue.problems(account)
        check("denied" in problems.values(), f"{account}: no session has ended: {problems}")
        for region, proof in catalogue.proofs(account).items():
            lists = [set(swept.listed(client)) for client in (organisation.maker("dynamodb", account, region),
                                                              catalogue.client(account, region))]
            check(proof == proofs[account][region] or lists[0] == lists[1], f"{account}, {region}: half a walk proves {proof}")


def whole(catalogue, organisation, accounts):
    """The sweep after that. Returns how many backups were compared."""
    catalogue.sweep()
    for account in accounts:
        wanted = dict.fromkeys(REGIONS, DENIALS.get(account))
        check(catalogue.problems(account) == wanted, f"{account}: {catalogue.problems(account)}, not {wanted}")
    for account in set(accounts) & set(DENIALS):
        for region in REGIONS:
            check(swept.listed(catalogue.client(account, region, history=True)) == {}, f"{account} is read")
    return sum(is_as_listed(catalogue, organisation, account, region)
               for account in (CATALOGUE, *MEMBERS) for region in REGIONS)


def main(engine, direct, front, endpoint, database, *command):
    organisation = Organisation(engine, direct, front)
    for account in (CATALOGUE, *MEMBERS, *(DENIALS if organisation.evaluates else ())):
        organisation.fill(account)
    sweeper = organisation.deploy_sweeper()
    accounts = [CATALOGUE, *organisation.deploy_members(sweeper)]
    places = [(account, region) for account in accounts for region in REGIONS]
    members = [place for place in places if place[0] in MEMBERS]
    check(forge(organisation) == "InvalidSignatureException", "a wrong signature passes")
    with open(ROOT / f"target/functions-{engine}.log", "w", encoding="utf-8") as log:
        catalogue = Catalogue(command, log, endpoint, database, front, organisation.session(CATALOGUE, sweeper))

    catalogue.tell("heartbeat", places)
    interrupted(catalogue, organisation)
    compared = whole(catalogue, organisation, accounts)
    print(f"{engine}: {len(accounts)} accounts, {compared} backups as listed in them, after sessions ended in their first walks; "
          f"sessions: {organisation.sessions('/sessions')}", flush=True)

    gone = collections.defaultdict(set)
    for place in members:
        live = organisation.maker("dynamodb", *place)
        arn = sorted(swept.listed(live))[BACKUPS // 2]
        live.delete_backup(BackupArn=arn)
        gone[place].add(arn)
    catalogue.tell("delete-table", members)
    interrupted(catalogue, organisation)
    for place in members:
        check(catalogue.deleted(*place) <= gone[place], f"{place}: false tombstones")
    compared = whole(catalogue, organisation, accounts)
    for place in members:
        check(catalogue.deleted(*place) == gone[place], f"{place}: {catalogue.deleted(*place)} are deleted")
    print(f"{engine}: {compared} backups as listed, and {len(members)} found deleted, after sessions ended in a later walk",
          flush=True)
    catalogue.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
