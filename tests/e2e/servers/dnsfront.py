#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A nameserver that lies about some names and forwards all others.

    dnsfront.py LISTEN_ADDRESS PORT UPSTREAM_ADDRESS NAME[/TYPE]=MODE...

What each mode answers to a UDP query for NAME, or for its A or AAAA alone
(no real server does this):
  junk      the right transaction id, then bytes that are no DNS message
  short     the first ten bytes of a good answer
  badcount  a good answer whose header counts records that are not there
  wrongid   a good answer with another transaction id
  silent    nothing
  tc        an empty truncated answer; TCP gets the good one
  slowN     the good answer after N milliseconds
A line "ready" goes to stdout when the sockets are bound.
"""
import socket
import socketserver
import sys
import threading
import time


def question_name(query):
    labels, at = [], 12
    while at < len(query) and query[at]:
        length = query[at]
        labels.append(query[at + 1:at + 1 + length].decode("latin-1").lower())
        at += 1 + length
    return ".".join(labels)


def question_end(query):
    at = 12
    while query[at]:
        at += 1 + query[at]
    return at + 5


def question_type(query):
    end = question_end(query)
    number = int.from_bytes(query[end - 4:end - 2], "big")
    return {1: "a", 28: "aaaa"}.get(number, str(number))


def answer_for(mode, query, forward):
    """The datagram to send, or None."""
    if mode == "silent":
        return None
    if mode == "junk":
        return query[:2] + b"\xde\xad\xbe\xef" * 8
    if mode == "tc":
        flags = bytes([query[2] & 0x79 | 0x82, 0x80])
        return query[:2] + flags + b"\x00\x01" + bytes(6) + query[12:question_end(query)]
    if mode.startswith("slow"):
        time.sleep(int(mode[4:]) / 1000)
    good = forward(query)
    if mode == "short":
        return good[:10]
    if mode == "badcount":
        return good[:6] + b"\x00\x40" + good[8:]
    if mode == "wrongid":
        return bytes([good[0] ^ 0x55, good[1] ^ 0x55]) + good[2:]
    return good


class Front:
    def __init__(self, upstream, modes):
        self.upstream = (upstream, 53)
        self.modes = modes

    def over_udp(self, query):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as upstream:
            upstream.settimeout(5)
            upstream.sendto(query, self.upstream)
            return upstream.recv(65535)

    def over_tcp(self, framed):
        with socket.create_connection(self.upstream, timeout=5) as upstream:
            upstream.sendall(framed)
            return read_framed(upstream)

    def datagram(self, listener, query, client):
        name, kind = question_name(query), question_type(query)
        mode = self.modes.get(f"{name}/{kind}") or self.modes.get(name, "")
        try:
            answer = answer_for(mode, query, self.over_udp)
        except OSError:
            return
        if answer is not None:
            listener.sendto(answer, client)


def read_exactly(connection, count):
    data = b""
    while len(data) < count:
        part = connection.recv(count - len(data))
        if not part:
            raise OSError("closed early")
        data += part
    return data


def read_framed(connection):
    head = read_exactly(connection, 2)
    return head + read_exactly(connection, int.from_bytes(head, "big"))


class Stream(socketserver.BaseRequestHandler):
    front = None

    def handle(self):
        try:
            while True:
                self.request.sendall(self.front.over_tcp(read_framed(self.request)))
        except OSError:
            pass


class StreamServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


def main():
    address, port, upstream, *rules = sys.argv[1:]
    modes = dict(rule.lower().rsplit("=", 1) for rule in rules)
    front = Stream.front = Front(upstream, modes)
    streams = StreamServer((address, int(port)), Stream)
    threading.Thread(target=streams.serve_forever, daemon=True).start()
    listener = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    listener.bind((address, int(port)))
    print("ready", flush=True)
    while True:
        query, client = listener.recvfrom(65535)
        threading.Thread(target=front.datagram, args=(listener, query, client), daemon=True).start()


if __name__ == "__main__":
    main()
