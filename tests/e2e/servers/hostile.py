#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Peers of every kind that do what chance says, in front of the real ones.

    hostile.py SEED_FILE dns ADDRESS:PORT UPSTREAM
    hostile.py SEED_FILE tls PORT NEVER_GOOD_ADDRESS...   in front of whoever the client meant (REDIRECT of nftables)
    hostile.py SEED_FILE http PORT                        the same, of HTTP
    hostile.py SEED_FILE http PORT|PATH FOLDER...         alone: the files of these folders are good answers

SEED_FILE holds a number, which is read for every query and connection. It decides how many of them are left in peace, and
together with their order what becomes of each. NEVER_GOOD_ADDRESS is left in peace by no seed.
A line "ready" goes to stdout when the sockets are bound.
"""
import os
import pathlib
import random
import socket
import struct
import sys
import threading
import time

SO_ORIGINAL_DST = 80
# As long as any run: whoever waits for more has no deadline.
PATIENCE_S = 20
CLEARS = b"\x1b[2J\x1b]0;owned\x07\x9b31m\r\n\x00\x7f\xff"
MUCH = 65536


class Chance:
    """One generator for each query or connection."""

    def __init__(self, path, role):
        self.path, self.role, self.seed, self.count, self.lock = pathlib.Path(path), role, None, 0, threading.Lock()

    def next(self):
        with self.lock:
            seed = self.path.read_text().strip()
            if seed != self.seed:
                self.seed, self.count = seed, 0
            self.count += 1
            chance = random.Random(f"{seed}/{self.role}/{self.count}")
        # Of the whole round.
        chance.peace = random.Random(f"{seed}/{self.role}").choice([0, 0.3, 0.6, 0.9])
        return chance


def noise(chance, most=MUCH):
    return chance.randbytes(chance.choice([0, 1, 7, 64, 512, 4096, most]))


def flipped(chance, data):
    data = bytearray(data)
    for _ in range(chance.choice([1, 1, 2, 8, 64])):
        if data:
            data[chance.randrange(len(data))] = chance.choice([0, 0xFF, 0x1B, chance.randrange(256)])
    return bytes(data)


def mangled(chance, data):
    """What is like the good bytes, and is not."""
    kind = chance.randrange(7)
    at = chance.randrange(len(data) + 1)
    if kind == 0:
        return data[:at]
    if kind == 1:
        return data + noise(chance)
    if kind == 2:
        return data[at:] + data[:at]
    if kind == 3:
        return data[:at] + CLEARS + data[at:]
    if kind == 4:
        return data[:at] + data[at // 2:]
    return flipped(chance, data)


# --- DNS ---------------------------------------------------------------------------------------------

def question_end(query):
    at = 12
    while query[at]:
        at += 1 + query[at]
    return at + 5


def record(chance):
    """Its name: the question's, itself, out of the message, a loop of two, or what clears a screen."""
    name = chance.choice([b"\xc0\x0c", b"\xc0\x0c", b"\xff\xff", b"\xc0\x20", bytes([len(CLEARS)]) + CLEARS + b"\0", b"\0", b"\x3f" + b"a" * 63 + b"\0"])
    kind = chance.choice([1, 1, 1, 28, 5, 5, 6, 2, 16, 12, 33, 41, 46, 65, 255, chance.randrange(65536)])
    data = chance.choice([b"", chance.randbytes(4), chance.randbytes(16), b"\xc0\x0c", bytes([len(CLEARS)]) + CLEARS + b"\0", noise(chance, 900),
                          bytes([10, 0, 1, chance.randrange(256)]), bytes([127, 0, 0, 1]), bytes(4), b"\xff" * 4])
    length = chance.choice([len(data)] * 4 + [0, 65535, chance.randrange(65536)])
    return name + struct.pack(">HHIH", kind, chance.choice([1, 1, 1, 255, 3]), chance.choice([0, 60, 0xFFFFFFFF]), length) + data


def dns_answer(chance, query, good):
    kind = chance.randrange(8)
    head, question = query[:2], query[12:question_end(query)]
    if kind == 0:
        return mangled(chance, good)
    if kind == 1:
        return head + noise(chance, 60000)
    if kind == 2:
        return mangled(chance, good)[:chance.randrange(64)]
    if kind == 3:
        return head + bytes([0x81 | chance.choice([0, 2]), 0x80 | chance.randrange(16)]) + b"\0\1" + bytes(6) + question
    records = [record(chance) for _ in range(chance.choice([0, 1, 2, 10, 300]))]
    counts = [len(records), 0, 0] if chance.random() < 0.7 else [chance.randrange(65536) for _ in range(3)]
    chance.shuffle(counts)
    return (head + bytes([0x81 if chance.random() < 0.9 else chance.randrange(256), 0x80])
            + struct.pack(">HHHH", chance.choice([1, 1, 1, 0, 2, 65535]), *counts) + question + b"".join(records))[:65000]


class Dns:
    def __init__(self, chance, where, upstream):
        address, _, port = where.rpartition(":")
        self.chance, self.upstream = chance, (upstream, 53)
        self.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.udp.bind((address, int(port)))
        self.tcp = socket.create_server((address, int(port)), backlog=64)

    def good(self, query):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as upstream:
            upstream.settimeout(5)
            upstream.sendto(query, self.upstream)
            return upstream.recv(65535)

    def datagram(self, query, client):
        chance = self.chance.next()
        good = self.good(query)
        if chance.random() < chance.peace:
            self.udp.sendto(good, client)
            return
        if chance.random() < 0.1:
            return
        time.sleep(chance.choice([0, 0, 0, 0.02, 0.3]))
        for _ in range(chance.choice([1, 1, 1, 2, 50])):
            self.udp.sendto(dns_answer(chance, query, good), client)
        if chance.random() < 0.3:
            self.udp.sendto(good, client)

    def stream(self, connection):
        chance = self.chance.next()
        connection.settimeout(PATIENCE_S)
        framed = connection.recv(65535)
        if len(framed) < 16:
            return
        answer = dns_answer(chance, framed[2:], self.good(framed[2:]))
        length = chance.choice([len(answer)] * 3 + [0, 1, 11, 65535])
        pour(chance, connection, (length.to_bytes(2, "big") + answer) * chance.choice([1, 1, 2, 1000]))

    def start(self):
        def datagrams():
            while True:
                in_thread(self.datagram, *self.udp.recvfrom(65535))
        in_thread(datagrams)
        in_thread(accept, self.tcp, self.stream)


# --- streams -----------------------------------------------------------------------------------------

def pour(chance, connection, data):
    """In one piece, in small ones, or so slowly that it never ends; then one of three ends."""
    pace = chance.randrange(5)
    if pace == 0:
        for at in range(0, len(data), 7):
            connection.sendall(data[at:at + 7])
    elif pace == 1:
        for at in range(len(data)):
            connection.sendall(data[at:at + 1])
            time.sleep(0.05)
    else:
        connection.sendall(data)
    end = chance.randrange(4)
    if end == 0:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    elif end == 1:
        connection.recv(1)


def for_ever(connection, data):
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        connection.sendall(data)


def tls_message(chance):
    """A record, or what says it is one; for ever as large as one may be."""
    kind = chance.choice([20, 21, 22, 22, 22, 23, 24, chance.randrange(256)])
    body = chance.choice([noise(chance, 16384), bytes([chance.choice([1, 2, 10]), chance.randrange(256)]),
                          bytes([chance.choice([0, 2, 4, 8, 11, 13, 14, 20, chance.randrange(256)])]) + chance.choice([b"\0\0\x20", b"\xff\xff\xff", b"\0\0\0"]) + noise(chance, 4096)])
    length = chance.choice([len(body)] * 4 + [0, 0x4000, 0x4800, 0xFFFF])
    return bytes([kind, 3, chance.choice([1, 3, 3, 4, 255])]) + length.to_bytes(2, "big") + body


def http_message(chance, good):
    status = chance.choice([b"200 OK", b"200 OK", b"200 OK", b"200", b"100 Continue", b"101 Switching Protocols", b"204 No Content", b"301 Moved", b"401 " + CLEARS,
                            b"404 Not Found", b"407 Proxy", b"429 Slow", b"500 " + CLEARS[:4] + b"no", b"999 x", b"-1 x", b"20000000000000000000 x"])
    body = chance.choice([good, good, mangled(chance, good), noise(chance), b"[" * 100000, b'{"a":' * 50000, b'{"Region": 7, "Id": [], "State": {}}',
                          b'"' + CLEARS + b'"', b"0" * 3000000, b"\xff" * 5000, b"1e999999999", b'{"Id": "' + b"\\u001b[2J" * 1000 + b'"}'])
    headers = [chance.choice([b"Content-Length: %d" % len(body)] * 5 + [b"Content-Length: -1", b"Content-Length: 99999999999999999999", b"Content-Length: 0",
                              b"Transfer-Encoding: chunked", b"Content-Encoding: gzip", b"Content-Length: 5\r\nContent-Length: 6"])]
    for _ in range(chance.choice([0, 1, 3, 2000])):
        headers.append(chance.choice([b"Date: " + CLEARS.replace(b"\r\n", b""), b"Date: Thu, 99 Jan 99999 99:99:99 GMT", b"Location: http://169.254.169.254/" + b"a" * 500, b"X: " + b"x" * 9000,
                                      b"Set-Cookie: a=b", b"no header at all", b": empty", b"Connection: close", b"Retry-After: 999999999", b" folded"]))
    return b"HTTP/" + chance.choice([b"1.1", b"1.1", b"1.1", b"1.0", b"2", b"9.9"]) + b" " + status + b"\r\n" + b"\r\n".join(headers) + b"\r\n\r\n" + body


def hostile_stream(chance, connection, message):
    """MESSAGE makes one message of the protocol that is not quite one."""
    connection.settimeout(PATIENCE_S)
    if chance.random() < 0.8:
        connection.recv(MUCH)
    kind = chance.randrange(8)
    if kind == 0:
        pour(chance, connection, noise(chance))
    elif kind == 1:
        pour(chance, connection, CLEARS * chance.choice([1, 1000]))
    elif kind == 2:
        for_ever(connection, message())
    elif kind == 3:
        for_ever(connection, noise(chance) or b"x")
    elif kind == 4:
        connection.recv(MUCH)
        connection.recv(MUCH)
    else:
        pour(chance, connection, b"".join(message() for _ in range(chance.choice([1, 1, 2, 5, 40]))))


def relay(chance, connection, where, mangle):
    """The real server's bytes, and with MANGLE not all of them and not only."""
    spoil = chance.randrange(4) if mangle else -1
    with socket.create_connection(where, timeout=PATIENCE_S) as upstream:
        def send():
            try:
                while data := connection.recv(MUCH):
                    upstream.sendall(data)
            except OSError:
                pass
        in_thread(send)
        while data := upstream.recv(MUCH):
            if spoil == 0 or (spoil == 1 and chance.random() < 0.5):
                data = mangled(chance, data)
            elif spoil == 2:
                time.sleep(chance.choice([0, 0.2, 1]))
            elif spoil == 3:
                data += data
            connection.sendall(data)


class Stream:
    def __init__(self, chance, role, where, rest):
        self.chance, self.role = chance, role
        self.never_good = rest if role == "tls" else []
        self.good = [path.read_bytes() for folder in rest for path in sorted(pathlib.Path(folder).iterdir())] if role == "http" else []
        if where.isdigit():
            self.listener = socket.create_server(("0.0.0.0", int(where)), backlog=256)
        else:
            self.listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            self.listener.bind(where)
            self.listener.listen(64)

    def serve(self, connection):
        chance = self.chance.next()
        peaceful = chance.random() < chance.peace
        if self.good:
            body = chance.choice(self.good)
            if peaceful:
                connection.recv(MUCH)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s" % (len(body), body))
            else:
                hostile_stream(chance, connection, lambda: http_message(chance, body))
            return
        raw = connection.getsockopt(socket.SOL_IP, SO_ORIGINAL_DST, 16)
        address, port = socket.inet_ntoa(raw[4:8]), int.from_bytes(raw[2:4], "big")
        if address not in self.never_good and (peaceful or chance.random() < 0.4):
            relay(chance, connection, (address, port), not peaceful)
        elif self.role == "tls":
            hostile_stream(chance, connection, lambda: tls_message(chance))
        else:
            hostile_stream(chance, connection, lambda: http_message(chance, b"us-east-1"))

    def start(self):
        in_thread(accept, self.listener, self.serve)


def accept(listener, serve):
    def one(connection):
        with connection:
            serve(connection)
    while True:
        in_thread(one, listener.accept()[0])


def in_thread(function, *arguments):
    def run():
        try:
            function(*arguments)
        except OSError:
            pass
    threading.Thread(target=run, daemon=True).start()


def main():
    seed_file, role, where, *rest = sys.argv[1:]
    chance = Chance(seed_file, f"{role} {where}")
    server = Dns(chance, where, rest[0]) if role == "dns" else Stream(chance, role, where, rest)
    server.start()
    print("ready", flush=True)
    os.close(1)
    threading.Event().wait()


if __name__ == "__main__":
    main()
