#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What AWS's own SDK for Python makes of the lab's AWS: a client beside ecsprobe, which checks the server.

    awsclient.py MODE_JSON CASE...

CASE is SERVICE, SERVICE=OUTCOME (of servers/aws.py; MODE_JSON is its file, here changed) or SERVICE/TAMPER: one request
signed by botocore and then changed on the way. It prints "CASE: ok MEMBERS" or "CASE: CODE STATUS MESSAGE" for each. The
credentials are where botocore finds them: in the environment or in the metadata service.
"""
import datetime
import json
import os
import sys

import botocore.auth
import botocore.session
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials
from botocore.exceptions import BotoCoreError, ClientError
from botocore.httpsession import URLLib3Session

# By service of the catalog: botocore's name, the operation, its parameters.
CALLS = {
    "ecs": ("ecs", "discover_poll_endpoint", {"cluster": "prod"}),
    "ecr.api": ("ecr", "get_authorization_token", {}),
    "logs": ("logs", "describe_log_groups", {"limit": 1}),
    "secretsmanager": ("secretsmanager", "list_secrets", {"MaxResults": 1}),
    "ssm": ("ssm", "describe_parameters", {"MaxResults": 1}),
    "sts": ("sts", "get_caller_identity", {}),
}
REGION = os.environ["AWS_DEFAULT_REGION"]
ZONE = "amazonaws.com.cn" if REGION.startswith("cn-") else "amazonaws.com"
TARGET = "AmazonEC2ContainerServiceV20141113.DiscoverPollEndpoint"
HEADERS = {"Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": TARGET}


class Clock:
    """datetime as botocore.auth uses it, at another time."""

    def __init__(self, seconds):
        self.datetime, self.seconds = self, seconds

    def utcnow(self):
        return datetime.datetime.utcnow() + datetime.timedelta(seconds=self.seconds)


def resign(request, change):
    request.headers.replace_header("Authorization", change(request.headers["Authorization"]))


def add_header(request):
    request.headers["X-Amz-Foo"] = "bar"


def take_header(request, name):
    del request.headers[name]


def other_body(request):
    request.data = b'{"cluster": "another"}'


# What is changed: in the credentials (before) or in the signed request (after).
BEFORE = {
    "other-key": lambda c: Credentials("ASIA0000000000000000", c.secret_key, c.token),
    "other-secret": lambda c: Credentials(c.access_key, "x" + c.secret_key[1:], c.token),
    "other-token": lambda c: Credentials(c.access_key, c.secret_key, c.token + "x"),
    "no-token": lambda c: Credentials(c.access_key, c.secret_key, None),
}
AFTER = {
    "body": other_body,
    "unsigned-header": add_header,
    "no-date": lambda r: take_header(r, "X-Amz-Date"),
    "no-authorization": lambda r: take_header(r, "Authorization"),
    "signature": lambda r: resign(r, lambda a: a[:-1] + ("1" if a[-1] == "0" else "0")),
    "host-unsigned": lambda r: resign(r, lambda a: a.replace(";host;", ";")),
    "unsorted": lambda r: resign(r, lambda a: a.replace("content-type;host", "host;content-type")),
    "scope-day": lambda r: resign(r, lambda a: a.replace("/20", "/19", 1)),
    "basic": lambda r: resign(r, lambda a: "Basic bGFiOmxhYg=="),
    "target": lambda r: r.headers.replace_header("X-Amz-Target", TARGET.replace("Discover", "Forget")),
    "content-type": lambda r: r.headers.replace_header("Content-Type", "application/json"),
}
SIGNED_AS = {"other-region": ("ecs", "us-west-2"), "other-service": ("ecr", REGION)}
CLOCKS = {"hour-ahead": 3600, "hour-behind": -3600, "four-minutes-ahead": 240, "six-minutes-behind": -360}
BODIES = {"not-json": b"{", "not-a-structure": b"[]"}


def tampered(session, tamper):
    """One hand-made call to ecs."""
    service, region = SIGNED_AS.get(tamper, ("ecs", REGION))
    credentials = session.get_credentials().get_frozen_credentials()
    credentials = BEFORE.get(tamper, lambda c: Credentials(c.access_key, c.secret_key, c.token))(credentials)
    url = f"https://ecs.{REGION}.{ZONE}/" + ("?b=2&a=1%20x" if tamper == "query" else "")
    request = AWSRequest("POST", url, data=BODIES.get(tamper, b'{"cluster": "prod"}'), headers={"Host": url.split("/")[2], **HEADERS})
    botocore.auth.datetime = Clock(CLOCKS.get(tamper, 0))
    botocore.auth.SigV4Auth(credentials, service, region).add_auth(request)
    AFTER.get(tamper, lambda r: None)(request)
    response = URLLib3Session(verify=os.environ["AWS_CA_BUNDLE"]).send(request.prepare())
    members = json.loads(response.text)
    if response.status_code == 200:
        return "ok " + " ".join(sorted(members))
    return f"{members['__type']} {response.status_code} {members.get('message')}"


def called(session, service):
    name, operation, parameters = CALLS[service]
    config = Config(retries={"max_attempts": 0}, connect_timeout=5, read_timeout=10)
    client = session.create_client(name, REGION, endpoint_url=f"https://{name if name != 'ecr' else 'api.ecr'}.{REGION}.{ZONE}",
                                   config=config)
    try:
        members = getattr(client, operation)(**parameters)
    except ClientError as error:
        error = error.response
        return f"{error['Error']['Code']} {error['ResponseMetadata']['HTTPStatusCode']} {error['Error']['Message']}"
    except BotoCoreError as error:
        return f"{type(error).__name__} - {error}"
    except ValueError as error:
        return f"unreadable - {error}"
    return "ok " + " ".join(sorted(set(members) - {"ResponseMetadata"}))


def main():
    mode_path, *cases = sys.argv[1:]
    session = botocore.session.get_session()
    for case in cases:
        service, _, tamper = case.partition("/")
        service, _, outcome = service.partition("=")
        with open(mode_path + ".new", "w", encoding="utf-8") as file:
            json.dump({service: outcome or "allow"}, file)
        os.rename(mode_path + ".new", mode_path)
        result = tampered(session, tamper) if tamper else called(session, service)
        print(f"{case}: {result}".encode("unicode_escape").decode("ascii"), flush=True)


if __name__ == "__main__":
    main()
