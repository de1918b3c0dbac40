#!/usr/bin/env python3
"""The java command with the class path of `java -XshowSettings:properties`, an argument a line.

Usage: java_command.py <file with what that printed>
"""
import pathlib
import re
import sys

settings = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8")
home = re.search(r"^ *java\.home = (.+)$", settings, re.MULTILINE)[1]
path = re.search(r"^ *java\.class\.path = (.+\n(?: {8}.+\n)*)", settings, re.MULTILINE)[1]
print(f"{home}/bin/java", "-classpath", ":".join(each.strip() for each in path.splitlines()), sep="\n")
