#!/usr/bin/env python3
"""Says how two files of JSON differ, if they do; an empty one is null. Usage: same_json.py <actual> <expected>"""
import json
import sys

with open(sys.argv[1], encoding="utf-8") as actual_file, open(sys.argv[2], encoding="utf-8") as expected_file:
    text, expected = actual_file.read() or "null", json.load(expected_file)
try:
    actual = json.loads(text)
except ValueError:
    sys.exit(f"{sys.argv[1]} is not JSON: {text[:500]!r}")
if actual != expected:
    sys.exit(f"{sys.argv[1]}: {json.dumps(actual)}\n{sys.argv[2]}: {json.dumps(expected)}")
