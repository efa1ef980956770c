#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""AWS behind the endpoints of the lab, as far as ecsprobe --api calls it: it checks signatures and says yes and no.

    aws.py SETUP_JSON MODE_JSON CALLS SOCKET

nginx ends TLS and passes requests to SOCKET with two headers of its own: X-Lab-Service, the service of the catalog whose
endpoint this is, and X-Lab-Address, the address that the call came in by.

SETUP_JSON  read once: region, zone, account, role, private (addresses of interface endpoints), registry_token,
            credentials: [{key, secret, token, expires, arn}]
MODE_JSON   read for every request; all keys optional: "skew_s", seconds added to its clock; "discover", members of the
            answer of DiscoverPollEndpoint instead of the usual; and by service its outcome:
  allow          as ever
  a word of REASONS in awswords.py: denied by such a policy. Endpoint policies only speak where there is an endpoint.
  expired unknown-key signature throttled 500: a row of REFUSALS there
  502            a load balancer's page
  block-page     what inspects TLS answers 200 with a page of its own
  huge deep truncated wrong-type garbage empty redirect reset hang slow:SECONDS
CALLS       a line of JSON for every request that was answered or dropped, so that a scenario can say what was asked. It has
            no secret. CALLS.begun has the service of every request as soon as it has come.
A line "ready" goes to stdout when the socket is bound.
"""
import base64
import http.server
import json
import os
import re
import socket
import socketserver
import sys
import threading
import time
import urllib.parse

import awssig
import awswords
from awswords import Answer, json_answer, json_error

HUGE_BYTES = 64 << 20
DEPTH = 200000


class Setup:
    """What the lab has said of itself."""

    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            vars(self).update(json.load(file))


def discover(setup, request):
    """Base names for who comes in by an endpoint, numbered ones for others."""
    end = f"{setup.region}.{setup.zone}"
    if request.by_endpoint:
        names = {"endpoint": f"https://ecs-a.{end}/acs/1/", "telemetryEndpoint": f"https://ecs-t.{end}/tcs/1/",
                 "serviceConnectEndpoint": f"https://ecs-a.{end}/sc/1/"}
    else:
        names = {"endpoint": f"https://ecs-a-1.{end}/", "telemetryEndpoint": f"https://ecs-t-1.{end}/",
                 "serviceConnectEndpoint": f"https://ecs-sc.{setup.region}.{setup.dual_zone}"}
    if request.members.get("zoneId"):
        names["systemLogsEndpoint"] = f"https://logs.{end}/"
    return {**names, **request.mode.get("discover", {})}


def authorization_token(setup, _):
    token = base64.b64encode(f"AWS:{setup.registry_token}".encode()).decode()
    return {"authorizationData": [{"authorizationToken": token, "expiresAt": round(time.time() + 43200, 3),
                                   "proxyEndpoint": f"https://{setup.account}.dkr.ecr.{setup.region}.{setup.zone}"}]}


def limited(key, most, answer):
    """A call that lists, and takes a number of rows from 1 to most."""
    def call(_, request):
        if not 1 <= request.members.get(key, 1) <= most:
            raise ValueError(f"Value at '{key}' failed to satisfy constraint: at most {most}")
        return answer
    return call


# By service: the name it is signed by, and by X-Amz-Target the IAM action, the resource in a denial and who answers.
JSON_CALLS = {
    "ecs": ("ecs", {"AmazonEC2ContainerServiceV20141113.DiscoverPollEndpoint": ("ecs:DiscoverPollEndpoint", "*", discover)}),
    "ecr.api": ("ecr", {"AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken":
                        ("ecr:GetAuthorizationToken", "*", authorization_token)}),
    "logs": ("logs", {"Logs_20140328.DescribeLogGroups":
                      ("logs:DescribeLogGroups", "arn:{partition}:logs:{region}:{account}:log-group::log-stream:",
                       limited("limit", 50, {"logGroups": []}))}),
    "secretsmanager": ("secretsmanager", {"secretsmanager.ListSecrets":
                                          ("secretsmanager:ListSecrets", "", limited("MaxResults", 100, {"SecretList": []}))}),
    "ssm": ("ssm", {"AmazonSSM.DescribeParameters": ("ssm:DescribeParameters", "arn:{partition}:ssm:{region}:{account}:*",
                                                     limited("MaxResults", 50, {"Parameters": []}))}),
}
# Which of them say "Message".
CAPITAL = ("logs", "secretsmanager")


class Request:
    """One, whatever the protocol."""

    def __init__(self, handler, setup, mode):
        self.handler, self.setup, self.mode = handler, setup, mode
        self.headers, self.method, self.path = handler.headers, handler.command, handler.path
        self.service = self.headers.get("X-Lab-Service", "").removesuffix("-fips")
        self.address = self.headers.get("X-Lab-Address", "")
        self.host = self.headers.get("Host", "")
        length = self.headers.get("Content-Length", "0")
        self.body = handler.rfile.read(int(length) if length.isdigit() else 0)
        self.by_endpoint = self.address in setup.private
        self.members = {}
        self.action, self.resource, self.result, self.user = None, "", None, None
        self.now = int(time.time()) + mode.get("skew_s", 0)

    def outcome(self):
        outcome = self.mode.get(self.service, "allow")
        gateway = self.service in ("ecr.layers", "s3")
        if outcome in awswords.ENDPOINT_POLICIES and not self.by_endpoint and not gateway:
            return "allow"
        return outcome

    def verify(self, signing_name):
        known = awssig.verify(self.method, f"https://{self.host}{self.path}", self.headers, self.body, self.setup.region,
                              signing_name, self.setup.credentials, self.now)
        self.user = known["arn"]

    def denied(self, protocol, outcome):
        resource = self.resource.format(**vars(self.setup))
        return awswords.denied(protocol, awswords.denial(outcome, self.user, self.action, resource),
                               "Message" if self.service in CAPITAL else "message")


def json_call(request):
    signing_name, targets = JSON_CALLS[request.service]
    target = request.headers.get("X-Amz-Target", "")
    if request.method != "POST" or request.headers.get("Content-Type") != awswords.JSON_TYPE or target not in targets:
        return "json", lambda: awswords.refusal("json", "unknown-operation")
    request.action, request.resource, call = targets[target]
    request.verify(signing_name)

    def answer():
        try:
            request.members = json.loads(request.body)
            if not isinstance(request.members, dict):
                raise ValueError("not a structure")
        except ValueError:
            return json_error(400, "SerializationException", None)
        try:
            return json_answer(200, call(request.setup, request))
        except (TypeError, ValueError) as error:
            return json_error(400, "ValidationException", str(error))
    return "json", answer


def sts_call(request):
    query = request.body.decode(errors="replace") if request.method == "POST" else urllib.parse.urlsplit(request.path).query
    parameters = dict(urllib.parse.parse_qsl(query))
    if parameters.get("Action") != "GetCallerIdentity" or parameters.get("Version") != "2011-06-15":
        return "sts", lambda: awswords.refusal("sts", "unknown-operation",
                                               f"Could not find operation {parameters.get('Action')}")
    request.action = "sts:GetCallerIdentity"
    request.verify("sts")
    setup = request.setup

    def answer():
        result = Answer(200, kind="text/xml")
        result.headers.append(("x-amzn-RequestId", result.request_id))
        result.body = f"""<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <GetCallerIdentityResult>
    <Arn>{request.user}</Arn>
    <UserId>AROACANARY7391ROLEID0:i-0123456789abcdef0</UserId>
    <Account>{setup.account}</Account>
  </GetCallerIdentityResult>
  <ResponseMetadata>
    <RequestId>{result.request_id}</RequestId>
  </ResponseMetadata>
</GetCallerIdentityResponse>
""".encode()
        return result
    return "sts", answer


def s3_call(request):
    """The bucket of ECR's layers, which nobody may list: an unsigned request is refused in the bucket's own words."""
    request.action, request.user = "s3:GetObject" if request.path.strip("/") else "s3:ListBucket", "anonymous"
    request.resource = f'"arn:{request.setup.partition}:s3:::{request.host.partition(".")[0]}{request.path.rstrip("/")}"'
    if request.headers.get("Authorization"):
        request.verify("s3")
    return "s3", lambda: awswords.s3_error(403, "AccessDenied", "Access Denied")


def registry_call(request):
    """GET /v2/ of the registry."""
    request.action, request.user = "ecr:BatchGetImage", f"arn:aws:iam::{request.setup.account}:root"
    sent = request.headers.get("Authorization", "")
    right = "Basic " + base64.b64encode(f"AWS:{request.setup.registry_token}".encode()).decode()

    def answer():
        if request.path != "/v2/" or request.method not in ("GET", "HEAD"):
            return awswords.registry_error(404, "NAME_UNKNOWN", "The repository does not exist")
        if not sent:
            realm = f'Basic realm="https://{request.host}/",service="ecr.amazonaws.com"'
            return Answer(401, "Not Authorized\n", "text/plain; charset=utf-8", [awswords.REGISTRY, ("Www-Authenticate", realm)])
        if sent != right:
            return awswords.registry_error(403, "DENIED", "Your Authorization Token is invalid.")
        return Answer(200, "", "text/plain; charset=utf-8", [awswords.REGISTRY])
    return "registry", answer


def route(request):
    """The protocol and who answers; raises awssig.Refused."""
    if request.service in JSON_CALLS:
        return json_call(request)
    calls = {"sts": sts_call, "ecr.layers": s3_call, "s3": s3_call, "ecr.dkr": registry_call}
    if request.service in calls:
        return calls[request.service](request)
    return "json", lambda: awswords.refusal("json", "unknown-operation")


PROTOCOLS = {"sts": "sts", "ecr.layers": "s3", "s3": "s3", "ecr.dkr": "registry"}


def spoilt(outcome, answer):
    """What no AWS sends: the good answer, spoilt. A registry that sends it does not say that it is one."""
    if outcome == "allow" or outcome == "hang" or outcome.startswith("slow:"):
        return answer
    answer.headers = [header for header in answer.headers if header[0] != awswords.REGISTRY[0]]
    if outcome == "huge":
        answer.body = None
    elif outcome == "deep":
        answer.body = b'{"endpoint":' + b"[" * DEPTH + b"]" * DEPTH + b"}"
    elif outcome == "truncated":
        answer.whole = False
    elif outcome == "wrong-type":
        answer.body = json.dumps({"endpoint": 7, "telemetryEndpoint": ["https://x.example"], "serviceConnectEndpoint": {},
                                  "systemLogsEndpoint": None, "authorizationData": "no", "logGroups": 1, "SecretList": {},
                                  "Parameters": "none", "__type": 5, "message": {"a": []}}).encode()
    elif outcome == "garbage":
        answer.body = bytes(range(256)) * 4
    elif outcome == "empty":
        answer.body = b""
    elif outcome == "redirect":
        answer.status, answer.body = 307, b""
        answer.headers.append(("Location", "https://evil.example/"))
    elif outcome == "502":
        return Answer(502, "<html><body><h1>502 Bad Gateway</h1></body></html>", "text/html")
    elif outcome == "block-page":
        return Answer(200, "<html><head><title>Blocked</title></head><body>Ask your administrator.</body></html>", "text/html")
    return answer


def answer_to(request):
    """What to send; None: nothing, and the connection ends."""
    outcome = request.outcome()
    protocol = PROTOCOLS.get(request.service, "json")
    try:
        protocol, usual = route(request)
    except awssig.Refused as refused:
        request.result = f"{refused.kind}: {refused}"
        return awswords.refusal(protocol, refused.kind, refused.message)
    if outcome == "hang":
        time.sleep(60)
    if outcome.startswith("slow:"):
        time.sleep(float(outcome.partition(":")[2]))
    request.result = outcome
    if outcome == "reset":
        return None
    if outcome in awswords.REFUSALS:
        return awswords.refusal(protocol, outcome)
    if outcome in awswords.REASONS:
        return request.denied(protocol, outcome)
    return spoilt(outcome, usual())


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    lab = None
    mode_path = calls_path = ""
    lock = threading.Lock()

    def answer(self):
        with open(self.mode_path, encoding="utf-8") as file:
            mode = json.load(file)
        request = Request(self, self.lab, mode)
        with self.lock, open(self.calls_path + ".begun", "a", encoding="utf-8") as file:
            file.write(request.service + "\n")
        answer = answer_to(request)
        self.note(request, answer)
        if answer is None:
            self.close_connection = True
            return
        self.send(request, answer)

    def note(self, request, answer):
        line = {"service": request.service, "action": request.action, "method": request.method, "host": request.host,
                "path": request.path, "address": request.address, "user": request.user, "result": request.result,
                "status": answer and answer.status, "members": request.members,
                "request_id": answer and answer.request_id, "headers": sorted({name.lower() for name in request.headers}),
                "signed": re.findall(r"SignedHeaders=([^,]*)", request.headers.get("Authorization", ""))}
        with self.lock, open(self.calls_path, "a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")

    def send(self, request, answer):
        self.send_response_only(answer.status)
        length = HUGE_BYTES if answer.body is None else len(answer.body) + (0 if answer.whole else 1000)
        headers = [("Date", self.date_time_string(request.now)), ("Content-Type", answer.kind),
                   ("Content-Length", str(length)), *answer.headers]
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        if self.command == "HEAD":
            return
        if answer.body is None:
            self.send_huge()
            return
        self.wfile.write(answer.body if answer.whole else answer.body[:len(answer.body) // 2])
        if not answer.whole:
            self.close_connection = True

    def send_huge(self):
        """One string without an end, until nobody listens."""
        block = b"A" * 65536
        self.wfile.write(b'{"endpoint":"https://ecs-a.example/')
        for _ in range(HUGE_BYTES // len(block)):
            self.wfile.write(block)
        self.close_connection = True

    do_GET = do_HEAD = do_POST = do_PUT = answer

    def log_message(self, *args):
        sys.stderr.write(args[0] % args[1:] + "\n")


class Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request, client_address):
        if not isinstance(sys.exc_info()[1], (BrokenPipeError, ConnectionResetError, socket.timeout)):
            super().handle_error(request, client_address)


def main():
    setup_path, Handler.mode_path, Handler.calls_path, path = sys.argv[1:]
    Handler.lab = Setup(setup_path)
    if os.path.exists(path):
        os.unlink(path)
    server = Server(path, Handler)
    os.chmod(path, 0o666)
    print("ready", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
