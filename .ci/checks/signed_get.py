#!/usr/bin/env python3
"""A GET as botocore signs it for API Gateway, printed as it comes. Usage: signed_get.py <URL>"""
import sys
import urllib.error
import urllib.request

import botocore.auth
import botocore.awsrequest
import botocore.session

session = botocore.session.get_session()
request = botocore.awsrequest.AWSRequest("GET", sys.argv[1])
signer = botocore.auth.SigV4Auth(session.get_credentials(), "execute-api", session.get_config_variable("region"))
signer.add_auth(request)
try:
    with urllib.request.urlopen(urllib.request.Request(sys.argv[1], headers=dict(request.headers))) as answer:
        print(answer.read().decode())
except urllib.error.HTTPError as e:
    sys.exit(e.read().decode())
