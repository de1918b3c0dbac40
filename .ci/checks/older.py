#!/usr/bin/env python3
"""Stands before a stand-in for DynamoDB, and makes its backups an hour older.

Usage: older.py <port> <URL of the stand-in>

A sweep asks for no backup by name that is younger than five minutes, since a list may not have it yet; a check does not wait
that long. It also gives each ARN DynamoDB's own form, with the creation time in 14 digits. All else goes through as it is.
"""
import http.server
import json
import re
import sys
import urllib.error
import urllib.request

AGE = 3_600_000  # milliseconds
ID = re.compile(r"/backup/0?(\d{13})-([0-9a-f]{8})")


class Front(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    stand_in = ""
    padded = True  # whether the stand-in's own ARNs have 14 digits

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        headers = {name: value for name, value in self.headers.items()
                   if name.lower() not in ("host", "content-length", "connection", "accept-encoding")}
        self.reply(*self.ask(self.theirs(body).encode(), headers))

    def ask(self, body, headers):
        """The stand-in's answer: its status and body."""
        try:
            with urllib.request.urlopen(urllib.request.Request(self.stand_in, body, headers)) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def theirs(self, body):
        return ID.sub(lambda found: "/backup/%s%d-%s" % ("0" if self.padded else "", int(found[1]) + AGE, found[2]), body)

    def reply(self, status, body):
        text = body.decode()
        for found in ID.finditer(text):
            Front.padded = found[0].startswith("/backup/0")
        text = ID.sub(lambda found: f"/backup/{int(found[1]) - AGE:014d}-{found[2]}", text)
        self.send(status, json.dumps(json.loads(text, object_hook=older)).encode())

    def send(self, status, body, content_type="application/x-amz-json-1.0"):
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def older(members):
    if "BackupCreationDateTime" in members:
        members["BackupCreationDateTime"] -= AGE / 1000
    return members


def serve(front):
    """Stands there with that class, as the arguments say."""
    front.stand_in = sys.argv[2]
    http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), front).serve_forever()


if __name__ == "__main__":
    serve(Front)
