#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The Instance Metadata Service, version 2 only, as an EC2 instance sees it.

    imds.py DATA_JSON MODE_JSON ADDRESS...

DATA_JSON  {"/latest/meta-data/...": "text", ...}, read once.
MODE_JSON  read for every request; keys, all optional:
  "status": 403      every request is answered with that status
  "held": true       the request is answered as soon as this is gone
  "hang": true       the request is read and never answered
  "garbage": true    the answer is no HTTP
  "delay_ms": 150    before every answer
  "token_delay_ms": 150  before every answer to a PUT
  "throttled": "vpc-ipv"  503 to every path with this in it
  "skew_s": 600      added to the Date header
A line "ready" goes to stdout when all addresses are bound.
"""
import email.utils
import http.server
import json
import secrets
import socket
import sys
import threading
import time

TOKENS = {}  # token -> monotonic time of its end
TTL_HEADER = "X-aws-ec2-metadata-token-ttl-seconds"


def children(data, path):
    """The listing EC2 gives for a path that ends in '/'."""
    names = set()
    for key in data:
        if key.startswith(path) and key != path:
            head, slash, _ = key[len(path):].partition("/")
            names.add(head + slash)
    return "\n".join(sorted(names))


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "EC2ws"
    sys_version = ""
    wbufsize = -1  # one segment an answer: two would wait for a delayed ACK
    data = {}
    mode_path = ""

    def mode(self):
        with open(self.mode_path, encoding="utf-8") as file:
            return json.load(file)

    def date_time_string(self, timestamp=None):
        return email.utils.formatdate(time.time() + self.mode().get("skew_s", 0), usegmt=True)

    def reply(self, status, body="", content_type="text/plain", extra=()):
        payload = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(payload)))
        for name, value in extra:
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(payload)

    def misbehave(self):
        """Carries out the mode; True if the request is done with."""
        mode = self.mode()
        delay_ms = mode.get("delay_ms", 0)
        if self.command == "PUT":
            delay_ms += mode.get("token_delay_ms", 0)
        time.sleep(delay_ms / 1000)
        while self.mode().get("held"):
            time.sleep(0.02)
        if mode.get("hang"):
            while self.mode().get("hang"):
                time.sleep(0.05)
            self.close_connection = True
        elif mode.get("garbage"):
            self.wfile.write(b"\x00\xff\x16 not http at all\r\n\r\n")
            self.close_connection = True
        elif mode.get("throttled", "\n") in self.path:
            self.reply(503)
        elif "status" in mode:
            self.reply(mode["status"])
        elif self.headers.get("X-Forwarded-For"):
            self.reply(403)
        else:
            return False
        return True

    def do_PUT(self):
        length = self.headers.get("Content-Length", "0")
        self.rfile.read(int(length) if length.isdigit() else 0)
        if self.misbehave():
            return
        if self.path != "/latest/api/token":
            self.reply(403 if self.path.endswith("/api/token") else 404)
            return
        ttl = self.headers.get(TTL_HEADER, "")
        if not ttl.isdigit() or not 1 <= int(ttl) <= 21600:
            self.reply(400)
            return
        token = secrets.token_urlsafe(40)
        TOKENS[token] = time.monotonic() + int(ttl)
        self.reply(200, token, extra=[(TTL_HEADER, ttl)])

    def do_GET(self):
        if self.misbehave():
            return
        token = self.headers.get("X-aws-ec2-metadata-token", "")
        if TOKENS.get(token, 0) < time.monotonic():
            self.reply(401)
            return
        body = self.data.get(self.path)
        if body is None and self.path.startswith("/latest/"):
            body = children(self.data, self.path.rstrip("/") + "/") or None
        if body is None:
            self.reply(404)
        else:
            self.reply(200, body)

    do_HEAD = do_GET

    def log_message(self, *args):
        sys.stderr.write(f"{self.client_address[0]} {args[0] % args[1:]}\n")


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, address):
        self.address_family = socket.AF_INET6 if ":" in address else socket.AF_INET
        super().__init__((address, 80), Handler)

    def server_bind(self):
        # HTTPServer.server_bind() would ask the DNS for this host's name.
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_name, self.server_port = self.server_address[:2]


def main():
    data_path, Handler.mode_path, *addresses = sys.argv[1:]
    with open(data_path, encoding="utf-8") as file:
        Handler.data = json.load(file)
    servers = [Server(address) for address in addresses]
    print("ready", flush=True)
    for server in servers[1:]:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    servers[0].serve_forever()


if __name__ == "__main__":
    main()
