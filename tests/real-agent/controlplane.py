#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""As much of the ECS control plane as an agent needs to register and to stay connected, in plain HTTP behind the TLS
of the lab's nginx: the API by the header X-Amz-Target, and the websockets of ACS and TCS, which say nothing.

    controlplane.py PORT REGION MODE_JSON

MODE_JSON is read for each request: "numbered": true hands out ecs-a-1 and ecs-t-1, as where ecs is reached from outside.
A line "ready" goes to stdout when it listens; each request is a line on stderr.
"""
import base64
import hashlib
import http.server
import json
import sys
import uuid

GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
ACCOUNT = "111122223333"


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    region = mode_path = ""

    def answer(self, status, body):
        payload = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/x-amz-json-1.1")
        self.send_header("Content-Length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)

    def refuse(self, kind, message):
        self.answer(400, {"__type": kind, "message": message})

    def arn(self, cluster, identity):
        return f"arn:aws:ecs:{self.region}:{ACCOUNT}:container-instance/{cluster.split('/')[-1]}/{identity}"

    def register(self, asked):
        arn = asked.get("containerInstanceArn") or self.arn(asked.get("cluster") or "default", uuid.uuid4().hex)
        # The real one knows no instance of another Region.
        if arn.split(":")[3] != self.region:
            return self.refuse("InvalidParameterException", "Container instance is not of this Region.")
        for resource in asked.get("totalResources", []):
            if resource.get("integerValue", 0) < 0:
                return self.refuse("ClientException", "A resource cannot be negative.")
        return self.answer(200, {"containerInstance": {
            "containerInstanceArn": arn, "status": "ACTIVE", "agentConnected": True, "ec2InstanceId": "i-0123456789abcdef0",
            "attributes": asked.get("attributes", []), "tags": asked.get("tags", []),
            "registeredResources": asked.get("totalResources", []), "remainingResources": asked.get("totalResources", [])}})

    def discover(self, _asked):
        with open(self.mode_path, encoding="utf-8") as file:
            number = "-1" if json.load(file).get("numbered") else ""
        domain = f"{number}.{self.region}.amazonaws.com/"
        return self.answer(200, {"endpoint": "https://ecs-a" + domain, "telemetryEndpoint": "https://ecs-t" + domain})

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        operation = self.headers.get("X-Amz-Target", "").rpartition(".")[2]
        sys.stderr.write(f"{operation} {self.headers.get('Host')} {body[:200]!r}\n")
        sys.stderr.flush()
        if f"/{self.region}/ecs/" not in self.headers.get("Authorization", ""):
            return self.refuse("InvalidSignatureException", "Credential should be scoped to a valid region.")
        asked = json.loads(body or b"{}")
        known = {"RegisterContainerInstance": self.register, "DiscoverPollEndpoint": self.discover}
        return known.get(operation, lambda _asked: self.answer(200, {"acknowledgment": "ok"}))(asked)

    def do_GET(self):
        key = self.headers.get("Sec-WebSocket-Key")
        sys.stderr.write(f"GET {self.headers.get('Host')} {self.path[:80]}\n")
        sys.stderr.flush()
        if not key:
            return self.answer(404, {})
        self.send_response(101)
        self.send_header("Upgrade", "websocket")
        self.send_header("Connection", "Upgrade")
        accept = hashlib.sha1((key + GUID).encode(), usedforsecurity=False).digest()
        self.send_header("Sec-WebSocket-Accept", base64.b64encode(accept).decode())
        self.end_headers()
        self.wfile.flush()
        self.close_connection = True
        while self.rfile.read1(4096):
            pass
        return None

    def log_message(self, *args):
        pass


def main():
    port, Handler.region, Handler.mode_path = sys.argv[1:]
    server = http.server.ThreadingHTTPServer(("127.0.0.1", int(port)), Handler)
    print("ready", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
