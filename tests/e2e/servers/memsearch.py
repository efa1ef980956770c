#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Looks for secrets in the memory of a running process.

    memsearch.py PID AWS_SETUP_JSON

Prints a line for each secret that is there, in whole or in part: the keys, the session token, the registry's token, and the
keys that signatures of today are made with. "unreadable" and status 2: nothing can be said. It looks through all memory that
may be read: heap, stacks, and what else is mapped.
"""
import base64
import hashlib
import hmac
import json
import re
import sys
import time

PIECE = 20


def pieces(secret):
    """The whole may have been overwritten in part."""
    middle = (len(secret) - PIECE) // 2
    return {secret[:PIECE], secret[middle:middle + PIECE], secret[-PIECE:]}


def signing_keys(secret, region):
    """What a signature of this day is made with, which is as good as the secret for the rest of it."""
    def sign(key, text):
        return hmac.new(key, text.encode(), hashlib.sha256).digest()
    day = sign(b"AWS4" + secret.encode(), time.strftime("%Y%m%d", time.gmtime()))
    yield "key of the day", day
    regional = sign(day, region)
    yield "key of the Region", regional
    for service in ("ecs", "ecr", "logs", "secretsmanager", "ssm", "sts"):
        key = sign(regional, service)
        yield f"key of {service}", key
        yield f"signing key of {service}", sign(key, "aws4_request")


def secrets(setup):
    known = setup["credentials"][0]
    basic = base64.b64encode(f"AWS:{setup['registry_token']}".encode())
    yield "secret access key", pieces(known["secret"].encode())
    yield "session token", pieces(known["token"].encode())
    yield "token of the registry", pieces(setup["registry_token"].encode()) | pieces(basic)
    for name, key in signing_keys(known["secret"], setup["region"]):
        yield name, {key}


def readable(pid):
    """Yields (name, bytes) of each mapping."""
    with open(f"/proc/{pid}/maps", encoding="utf-8") as maps, open(f"/proc/{pid}/mem", "rb", 0) as memory:
        for line in maps:
            start, end, mode, name = re.match(r"(\w+)-(\w+) (\S+) \S+ \S+ \S+ *(.*)", line).groups()
            if mode[0] != "r" or name in ("[vvar]", "[vsyscall]", "[vvar_vclock]"):
                continue
            memory.seek(int(start, 16))
            try:
                yield name or "anonymous", memory.read(int(end, 16) - int(start, 16))
            except OSError:
                continue


def main():
    pid, setup_path = sys.argv[1:]
    with open(setup_path, encoding="utf-8") as file:
        wanted = list(secrets(json.load(file)))
    try:
        mappings = list(readable(pid))
    except OSError as error:
        print(f"unreadable: {error}")
        return 2
    if sum(len(content) for _, content in mappings) < 1 << 20:
        print("unreadable: there is next to no memory")
        return 2
    for name, patterns in wanted:
        places = {place for place, content in mappings if any(pattern in content for pattern in patterns)}
        if places:
            print(f"{name}: {' '.join(sorted(places))}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
