#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A proxy that knows CONNECT and compares credentials byte by byte.

    proxy.py ADDRESS PORT CREDENTIALS|- HOST=ADDRESS...

CREDENTIALS are USER:PASSWORD as bytes, with \\xNN; "-": none are wanted. The
hosts may stand in one argument, a line each. "ready" goes to stdout.
"""
import base64
import socket
import socketserver
import sys
import threading


def relay(source, sink):
    try:
        while data := source.recv(65536):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        pass


class Proxy(socketserver.BaseRequestHandler):
    credentials, hosts = None, {}

    def refuse(self, line):
        extra = "Proxy-Authenticate: Basic realm=lab\r\n" if line.startswith("407") else ""
        self.request.sendall(f"HTTP/1.1 {line}\r\n{extra}Content-Length: 0\r\nConnection: close\r\n\r\n".encode())

    def is_known(self, head):
        if self.credentials is None:
            return True
        for line in head.split(b"\r\n"):
            name, _, value = line.partition(b":")
            if name.strip().lower() == b"proxy-authorization":
                return base64.b64decode(value.strip().split(b" ")[-1]) == self.credentials
        return False

    def handle(self):
        head = b""
        while b"\r\n\r\n" not in head:
            part = self.request.recv(4096)
            # What is no HTTP, TLS or SOCKS for instance, is not waited for.
            if not part or not (head + part)[:1].isalpha():
                return
            head += part
        method, target = head.split(b" ")[:2]
        host, _, port = target.decode().rpartition(":")
        if method != b"CONNECT":
            self.refuse("405 Method Not Allowed")
        elif not self.is_known(head):
            self.refuse("407 Proxy Authentication Required")
        elif host.rstrip(".") not in self.hosts:
            self.refuse("502 Bad Gateway")
        else:
            self.tunnel(self.hosts[host.rstrip(".")], int(port))

    def tunnel(self, address, port):
        with socket.create_connection((address, port), timeout=20) as peer:
            self.request.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            threading.Thread(target=relay, args=(peer, self.request), daemon=True).start()
            relay(self.request, peer)


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


def main():
    address, port, credentials, *hosts = sys.argv[1:]
    if credentials != "-":
        Proxy.credentials = credentials.encode().decode("unicode_escape").encode("latin-1")
    Proxy.hosts = dict(line.split("=", 1) for line in "\n".join(hosts).split())
    with Server((address, int(port)), Proxy) as server:
        print("ready", flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main()
