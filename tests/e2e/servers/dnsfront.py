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
  tcsilent  an empty truncated answer; TCP is accepted and gets nothing
  tccut     an empty truncated answer; TCP gets half of the good one, and the end
  tcflood   an empty truncated answer; TCP gets answers to another question and never ends
  flood     answers to another question, for three seconds
  slowN     the good answer after N milliseconds
  wrongq    a good answer to another question
  ptrloop   an answer record whose name is a compression pointer to itself
  cut       a good answer without its last two bytes
  cnameloop two aliases of each other
  flapIP    the good addresses and IP in turn, with a TTL of 0
  cnameN    a chain of N aliases, at its end the good answer
  rcodeN    an answer of that code without records
  ednsN     the same to a question with EDNS, and to one without it the good answer
  ednssilent   nothing to a question with EDNS
  nodata    the name without an address
  lame      neither records nor an authority, and no recursion: "ask somebody else"
  nora      the good answer of a server that does not offer recursion
  othername the good addresses under another name
  upper     the good answer with the name in capitals
  junkfirst what wrongid sends, then the good answer
  twice     the good answer, and the same once more
  ttl0      the good addresses with a TTL of 0
  padN      the good addresses behind N bytes of text, in one datagram whatever the question allows
For the NAME "every", any query that no other rule is about: each of these, and
  loseN     of questions not seen before every Nth is lost, the first time it is asked
  nthN      every Nth datagram is lost, whatever it asks
A line "ready" goes to stdout when the sockets are bound.
"""
import socket
import socketserver
import sys
import threading
import time


FLOOD_S = 3


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


def encoded(name):
    return b"".join(bytes([len(label)]) + label.encode() for label in name.split(".")) + b"\0"


def skip_name(message, at):
    while message[at] and message[at] < 0xC0:
        at += 1 + message[at]
    return at + (2 if message[at] else 1)


def answer_records(message):
    """(type, rdata) of the answer section, aliases left out."""
    at, records = question_end(message), []
    for _ in range(int.from_bytes(message[6:8], "big")):
        at = skip_name(message, at)
        kind, length = int.from_bytes(message[at:at + 2], "big"), int.from_bytes(message[at + 8:at + 10], "big")
        if kind != 5:
            records.append((kind, message[at + 10:at + 10 + length]))
        at += 10 + length
    return records


def record(owner, kind, rdata, ttl=60):
    return (owner + kind.to_bytes(2, "big") + b"\x00\x01" + ttl.to_bytes(4, "big")
            + len(rdata).to_bytes(2, "big") + rdata)


def answer_of(query, records):
    """An answer to the query with these encoded records."""
    return (query[:2] + b"\x81\x80\x00\x01" + len(records).to_bytes(2, "big") + bytes(4)
            + query[12:question_end(query)] + b"".join(records))


def alias_chain(query, good, length):
    """Each name ends with a pointer to the question's, as real servers write it: a chain fits into a datagram."""
    host = b"\xc0\x0c"
    names = [host] + [bytes([len(label)]) + label + host for label in (f"alias-{i}".encode() for i in range(length))]
    records = [record(owner, 5, target) for owner, target in zip(names, names[1:])]
    return answer_of(query, records + [record(names[-1], *rest) for rest in answer_records(good)])


def alias_loop(query):
    one, other = encoded(question_name(query)), encoded("alias." + question_name(query))
    return answer_of(query, [record(one, 5, other), record(other, 5, one)])


def has_edns(query):
    return int.from_bytes(query[10:12], "big") > 0


def empty_answer(query, code, recursion=0x80):
    return (query[:2] + bytes([query[2] & 0x79 | 0x80, recursion | code]) + b"\x00\x01" + bytes(6)
            + query[12:question_end(query)])


def under(query, good, name, ttl=60):
    """The good answer, its addresses under this name."""
    return answer_of(query, [record(encoded(name), *each, ttl=ttl) for each in answer_records(good)])


TURNS = {}


def in_turn(query, good, address):
    name = question_name(query)
    if question_type(query) != "a":
        return good
    TURNS[name] = TURNS.get(name, 0) + 1
    records = [(1, socket.inet_aton(address))] if TURNS[name] % 2 == 0 else answer_records(good)
    return answer_of(query, [record(encoded(name), *each, ttl=0) for each in records])


def answer_for(mode, query, forward):
    """The datagram to send, or None."""
    if mode == "silent":
        return None
    if mode == "junk":
        return query[:2] + b"\xde\xad\xbe\xef" * 8
    if mode == "ptrloop":
        to_itself = (0xC000 | question_end(query)).to_bytes(2, "big")
        return answer_of(query, [record(to_itself, 1, bytes(4))])
    if mode == "cnameloop":
        return alias_loop(query)
    if mode in ("tc", "tcsilent", "tccut", "tcflood"):
        flags = bytes([query[2] & 0x79 | 0x82, 0x80])
        return query[:2] + flags + b"\x00\x01" + bytes(6) + query[12:question_end(query)]
    if mode.startswith("rcode"):
        return empty_answer(query, int(mode[5:]))
    if mode.startswith("edns") and has_edns(query):
        return None if mode == "ednssilent" else empty_answer(query, int(mode[4:]))
    if mode == "nodata":
        return empty_answer(query, 0)
    if mode == "lame":
        return empty_answer(query, 0, recursion=0)
    if mode.startswith("slow"):
        time.sleep(int(mode[4:]) / 1000)
    good = forward(query)
    if mode == "short":
        return good[:10]
    if mode == "badcount":
        return good[:6] + b"\x00\x40" + good[8:]
    if mode in ("wrongid", "flood"):
        return bytes([good[0] ^ 0x55, good[1] ^ 0x55]) + good[2:]
    if mode == "wrongq":
        return good[:13] + b"x" + good[14:]
    if mode == "cut":
        return good[:-2]
    if mode == "nora":
        return good[:3] + bytes([good[3] & 0x7f]) + good[4:]
    if mode == "othername":
        return under(query, good, "elsewhere.example.com")
    if mode == "upper":
        return good[:12] + query[12:question_end(query)].upper() + good[question_end(query):]
    if mode.startswith("pad"):
        filler = record(encoded("filler.example.com"), 16, (bytes([200]) + b"x" * 200) * (int(mode[3:]) // 201))
        addresses = [record(encoded(question_name(query)), *each) for each in answer_records(good)]
        return answer_of(query, [filler] + addresses)
    if mode == "ttl0":
        return under(query, good, question_name(query), ttl=0)
    if mode.startswith("flap"):
        return in_turn(query, good, mode[4:])
    if mode.startswith("cname"):
        return alias_chain(query, good, int(mode[5:]))
    return good


class Front:
    def __init__(self, upstream, modes):
        self.upstream = (upstream, 53)
        self.modes = modes
        self.turns = {}
        self.seen = set()
        self.count = 0

    def mode_of(self, query):
        name, kind = question_name(query), question_type(query)
        for rule in (f"{name}/{kind}", name, f"every/{kind}", "every"):
            if rule in self.modes:
                return self.modes[rule]
        return ""

    def flaky(self, query):
        """flakyN: of the queries for one name and type, each Nth is answered well, and the others with SERVFAIL."""
        mode = self.mode_of(query)
        if not mode.startswith("flaky"):
            return False
        question = query[12:question_end(query)].lower()
        self.turns[question] = self.turns.get(question, 0) + 1
        return self.turns[question] % int(mode[5:]) != 0

    def lost(self, query):
        """Whether this query is; asked in the order of arrival."""
        question, mode = query[12:question_end(query)].lower(), self.modes.get("every", "")
        self.count += 1
        if mode.startswith("nth"):
            return self.count % int(mode[3:]) == 0
        if not mode.startswith("lose") or question in self.seen:
            return False
        self.seen.add(question)
        return len(self.seen) % int(mode[4:]) == 0

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
        mode = self.mode_of(query)
        if self.flaky(query):
            listener.sendto(empty_answer(query, 2), client)
            return
        try:
            answer = answer_for(mode, query, self.over_udp)
        except OSError:
            return
        if answer is None:
            return
        if mode == "junkfirst":
            listener.sendto(bytes([answer[0] ^ 0x55, answer[1] ^ 0x55]) + answer[2:], client)
        listener.sendto(answer, client)
        end = time.monotonic() + FLOOD_S
        while mode == "flood" and time.monotonic() < end:
            listener.sendto(answer, client)
            time.sleep(0.0002)
        if mode == "twice":
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
                framed = read_framed(self.request)
                mode = self.front.mode_of(framed[2:])
                if mode == "tcsilent":
                    continue
                answer = self.front.over_tcp(framed)
                if mode == "tccut":
                    self.request.sendall(answer[:len(answer) // 2])
                    return
                while mode == "tcflood":
                    self.request.sendall((answer[:2] + bytes([answer[2] ^ 0x55]) + answer[3:]) * 100)
                self.request.sendall(answer)
        except OSError:
            pass


class StreamServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


def main():
    address, port, upstream, *rules = sys.argv[1:]
    modes = dict(rule.lower().rsplit("=", 1) for rule in rules)
    front = Stream.front = Front(upstream, modes)
    family, where = socket.getaddrinfo(address, int(port), type=socket.SOCK_DGRAM)[0][::4]
    StreamServer.address_family = family
    streams = StreamServer(where, Stream)
    threading.Thread(target=streams.serve_forever, daemon=True).start()
    listener = socket.socket(family, socket.SOCK_DGRAM)
    listener.bind(where)
    print("ready", flush=True)
    while True:
        query, client = listener.recvfrom(65535)
        if front.lost(query):
            continue
        threading.Thread(target=front.datagram, args=(listener, query, client), daemon=True).start()


if __name__ == "__main__":
    main()
