#!/usr/bin/env python3
"""Lists the backups of every account and Region that the caller may read, by GET.

    pip install botocore
    python3 src/clients/python/list_everything.py <endpoint URL>

Prints their ARNs. It signs for the Region that AWS_DEFAULT_REGION or the profile names.
"""
import json
import sys
import urllib.parse
import urllib.request

import botocore.auth
import botocore.awsrequest
import botocore.session

session = botocore.session.get_session()
signer = botocore.auth.SigV4Auth(session.get_credentials(), "execute-api", session.get_config_variable("region"))


def got(path, **parameters):
    """The answer to a signed GET."""
    url = f"{sys.argv[1]}{path}?{urllib.parse.urlencode(parameters, quote_via=urllib.parse.quote)}"
    request = botocore.awsrequest.AWSRequest("GET", url)
    signer.add_auth(request)
    with urllib.request.urlopen(urllib.request.Request(url, headers=dict(request.headers))) as answer:
        return json.load(answer)


def backups(account, region):
    """The backups of one account and Region, page by page."""
    page = got("/backups", type="ALL", account=account, region=region)
    yield from page["BackupSummaries"]
    while "LastEvaluatedBackupArn" in page:
        page = got("/backups", type="ALL", account=account, region=region, next=page["LastEvaluatedBackupArn"])
        yield from page["BackupSummaries"]


for place in got("/coverage")["Coverage"]:
    if place["BackupCount"] or place["RecoveryPointCount"] or not {"CompleteAt", "RecoveryPointsAt"} <= place.keys():
        for backup in backups(place["AccountId"], place["Region"]):
            print(backup["BackupArn"])
