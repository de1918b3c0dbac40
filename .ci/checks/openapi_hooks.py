"""What .ci/openapi does not ask: API Gateway, and the local run like it, refuses a head of more than 10 KB by itself."""
import urllib.parse

import schemathesis

LONGEST = 8_000


@schemathesis.hook
def filter_case(context, case):
    parameters = {**(case.path_parameters or {}), **(case.query or {}), **(case.headers or {})}
    return sum(len(urllib.parse.quote(f"{name}={value}")) for name, value in parameters.items()) < LONGEST
