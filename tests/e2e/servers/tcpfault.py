#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Endpoints that take the connection and then do what no web server does.

    tcpfault.py MODE[:PORT] ADDRESS...

Every address listens on port 443, or this one. reset-at-once sends RST as soon as the connection stands. After the first
bytes from the client:
  stall    says nothing and keeps the connection
  reset    sends RST
  close    sends FIN
  garbage  sends bytes that are neither TLS nor HTTP
A line "ready" goes to stdout when all addresses are bound.
"""
import socket
import struct
import sys
import threading


def serve(connection, mode):
    with connection:
        if mode.startswith("reset"):
            # Linger 0 turns close() into a reset.
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        if mode == "reset-at-once" or not connection.recv(65536):
            return
        if mode == "stall":
            while connection.recv(65536):
                pass
        elif mode == "garbage":
            connection.sendall(bytes(range(128, 256)) * 4)


def accept(listener, mode):
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=serve, args=(connection, mode), daemon=True).start()


def main():
    mode, *addresses = sys.argv[1:]
    mode, _, port = mode.partition(":")
    if mode not in ("stall", "reset", "reset-at-once", "close", "garbage"):
        sys.exit(f"tcpfault: unknown mode {mode}")
    listeners = []
    for address in addresses:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        listeners.append(socket.create_server((address, int(port or 443)), family=family, backlog=64))
    print("ready", flush=True)
    for listener in listeners[1:]:
        threading.Thread(target=accept, args=(listener, mode), daemon=True).start()
    accept(listeners[0], mode)


if __name__ == "__main__":
    main()
