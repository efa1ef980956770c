#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The credentials endpoint of a container, as the ECS agent or EKS Pod Identity has one.

    containercreds.py ADDRESS:PORT PATH AUTHORIZATION CREDENTIALS_JSON

PATH answers whoever sends that Authorization header (an empty one: whoever sends none) with the file, read for every
request, and others as the agent refuses them. A line "ready" goes to stdout when the address is bound.
"""
import http.server
import json
import socketserver
import sys


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    path_wanted = authorization = file = ""

    def do_GET(self):
        status, body = 200, ""
        if self.path != self.path_wanted:
            status, body = 404, json.dumps({"code": "InvalidIdInRequest", "message": "Credentials not found", "HTTPErrorCode": 404})
        elif self.headers.get("Authorization", "") != self.authorization:
            status, body = 401, json.dumps({"code": "AccessDenied", "message": "no such token", "HTTPErrorCode": 401})
        else:
            with open(self.file, encoding="utf-8") as file:
                body = file.read()
        payload = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)

    def log_message(self, *args):
        sys.stderr.write(args[0] % args[1:] + "\n")


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True


def main():
    address, Handler.path_wanted, Handler.authorization, Handler.file = sys.argv[1:]
    host, _, port = address.rpartition(":")
    server = Server((host, int(port)), Handler)
    print("ready", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
