#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A server that begins as PostgreSQL's does.

    database.py ADDRESS PORT...

It never speaks first. To an SSLRequest it answers N, and it hangs up on whatever is no startup message, such as a
ClientHello, whose first bytes are an impossible length: what it has not read makes that a reset. Every connection is a line "PORT BYTES" on stderr, once it is
over: how much the client had to say. A line "ready" goes to stdout when all ports are bound.
"""
import socket
import struct
import sys
import threading

SSL_REQUEST = 80877103
MAX_STARTUP_BYTES = 10000


def serve(connection, port):
    received = 0
    with connection:
        try:
            while header := connection.recv(8):
                received += len(header)
                if len(header) < 8:
                    break
                length, code = struct.unpack("!II", header)
                if not 8 <= length <= MAX_STARTUP_BYTES or code != SSL_REQUEST:
                    break
                connection.sendall(b"N")
        except OSError:
            pass
    print(port, received, file=sys.stderr, flush=True)


def accept(listener, port):
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=serve, args=(connection, port), daemon=True).start()


def main():
    address, *ports = sys.argv[1:]
    listeners = [(socket.create_server((address, int(port)), backlog=64), port) for port in ports]
    print("ready", flush=True)
    for listener in listeners[1:]:
        threading.Thread(target=accept, args=listener, daemon=True).start()
    accept(*listeners[0])


if __name__ == "__main__":
    main()
