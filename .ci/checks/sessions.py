#!/usr/bin/env python3
"""Stands before a stand-in for STS and DynamoDB, checks the signatures of sessions, and lets sessions end early.

Usage: sessions.py <port> <URL of the stand-in>. Needs botocore.

Backups are an hour older, as with older.py, and their lists have pages of five. Every call with a session that was assumed
here must be signed with it, as botocore calculates that; the stand-in gets the call signed anew, since its text has changed.

    PUT /end/<n>   From now on a session of the member's role ends after n calls of DynamoDB in a Region: the next ones, in
                   every Region, are answered with ExpiredTokenException. STS says that it lasts an hour.
    PUT /last      From now on no session ends. Those that have ended stay so.
    GET /sessions  How many sessions of the member's role there were in each account, as JSON.
"""
import collections
import hashlib
import json
import re
import threading

import botocore.auth
import botocore.awsrequest
import botocore.credentials

import older

PAGE = 5
MEMBER_ROLE = "backup-metadata-reader"
SCOPE = re.compile(r"Credential=([^/]+)/\d+/([^/]+)/([^/]+)/aws4_request, ?SignedHeaders=([^,]+), ?Signature=(\w+)")
MEMBERS = re.compile(r"<(AccessKeyId|SecretAccessKey|SessionToken|Arn)>([^<]+)<")
ENDED = {"__type": "com.amazon.coral.service#ExpiredTokenException",
         "message": "The security token included in the request is expired"}
FORGED = {"__type": "com.amazon.coral.service#InvalidSignatureException",
          "message": "The request signature we calculated does not match the signature you provided."}


class Front(older.Front):
    sessions = {}  # by access key: its credentials
    accounts = {}  # by access key, those of the member's role only: its account
    calls = collections.Counter()
    ended = set()  # access keys
    allowed = None
    lock = threading.Lock()

    def do_PUT(self):
        with self.lock:
            Front.allowed = int(self.path.removeprefix("/end/")) if self.path.startswith("/end/") else None
            self.calls.clear()
        self.send(200, b"{}")

    def do_GET(self):
        self.send(200, json.dumps(collections.Counter(self.accounts.values())).encode())

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        key, region, service, signed, signature = SCOPE.search(self.headers["Authorization"]).groups()
        session = self.sessions.get(key)
        if session and signature != self.signature(session, region, service, signed, body):
            self.send(403, json.dumps(FORGED).encode())
        elif service == "sts":
            self.assume(*self.ask(body, self.signed_again(session, region, service, body)))
        elif self.has_ended(key, region):
            self.send(400, json.dumps(ENDED).encode())
        else:
            self.answer(json.loads(body), session, region)

    def signature(self, session, region, service, signed, body):
        headers = {name: self.headers[name] for name in signed.split(";")}
        if headers.get("x-amz-content-sha256") not in (None, hashlib.sha256(body).hexdigest()):
            return "of another body"
        request = botocore.awsrequest.AWSRequest("POST", f"http://{self.headers['Host']}{self.path}", headers, body)
        request.context["timestamp"] = self.headers["X-Amz-Date"]
        signer = botocore.auth.SigV4Auth(session, service, region)
        return signer.signature(signer.string_to_sign(request, signer.canonical_request(request)), request)

    def signed_again(self, session, region, service, body):
        """The headers of the same call with that body. Who has no session here is not checked there either."""
        headers = {name: value for name, value in self.headers.items()
                   if name.lower() in ("content-type", "x-amz-target", "authorization")}
        request = botocore.awsrequest.AWSRequest("POST", self.stand_in, headers, body)
        if session:
            botocore.auth.SigV4Auth(session, service, region).add_auth(request)
        return dict(request.headers)

    def assume(self, status, body):
        members = dict(MEMBERS.findall(body.decode()))
        if "SecretAccessKey" in members:
            key = members["AccessKeyId"]
            if f":assumed-role/{MEMBER_ROLE}/" in members["Arn"]:
                self.accounts[key] = members["Arn"].split(":")[4]
            self.sessions[key] = botocore.credentials.Credentials(key, members["SecretAccessKey"], members["SessionToken"])
        self.send(status, body, "text/xml")

    def has_ended(self, key, region):
        with self.lock:
            if self.allowed is not None and key in self.accounts:
                self.calls[key, region] += 1
                if self.calls[key, region] > self.allowed:
                    self.ended.add(key)
            return key in self.ended

    def answer(self, request, session, region):
        lists = self.headers["X-Amz-Target"].endswith(".ListBackups")
        after = request.pop("ExclusiveStartBackupArn", None) if lists else None
        body = self.theirs(json.dumps(request)).encode()
        status, answer = self.ask(body, self.signed_again(session, region, "dynamodb", body))
        if lists and status == 200:
            answer = json.dumps(self.page(json.loads(answer)["BackupSummaries"], after)).encode()
        self.reply(status, answer)

    def page(self, summaries, after):
        after = after and self.theirs(after)
        start = next((i + 1 for i, each in enumerate(summaries) if each["BackupArn"] == after), 0)
        page = {"BackupSummaries": summaries[start:start + PAGE]}
        if start + PAGE < len(summaries):
            page["LastEvaluatedBackupArn"] = page["BackupSummaries"][-1]["BackupArn"]
        return page


if __name__ == "__main__":
    older.serve(Front)
