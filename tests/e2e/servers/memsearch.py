#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Looks for secrets in the memory of a running process.

    memsearch.py PID AWS_SETUP_JSON
    memsearch.py names AWS_SETUP_JSON   the names of all that it looks for
    memsearch.py plant AWS_SETUP_JSON   a process that has them all: "ready", until its input ends

Prints a line for each secret that is there, in whole or in part: of the role, the environment and the task the keys, the
session token, and the keys that signatures of today are made with; and the registry's token. "unreadable" and status 2:
nothing can be said. It looks through all memory that may be read: heap, stacks, and what else is mapped, but for the
environment as the caller made it.
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
    basic = base64.b64encode(f"AWS:{setup['registry_token']}".encode())
    yield "token of the registry", pieces(setup["registry_token"].encode()) | pieces(basic)
    for whose, known in zip(("role", "environment", "task"), setup["credentials"], strict=True):
        yield f"secret access key of the {whose}", pieces(known["secret"].encode())
        if "token" in known:
            yield f"session token of the {whose}", pieces(known["token"].encode())
        for name, key in signing_keys(known["secret"], setup["region"]):
            yield f"{name} of the {whose}", {key}


def environment_of(pid):
    """From where to where the caller's variables stand: env_start and env_end of proc(5)."""
    with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
        fields = file.read().rpartition(")")[2].split()
    return int(fields[47]), int(fields[48])


def readable(pid):
    """Yields (name, bytes) of each mapping."""
    hidden = environment_of(pid)
    with open(f"/proc/{pid}/maps", encoding="utf-8") as maps, open(f"/proc/{pid}/mem", "rb", 0) as memory:
        for line in maps:
            start, end, mode, name = re.match(r"(\w+)-(\w+) (\S+) \S+ \S+ \S+ *(.*)", line).groups()
            if mode[0] != "r" or name in ("[vvar]", "[vsyscall]", "[vvar_vclock]"):
                continue
            start, end = int(start, 16), int(end, 16)
            memory.seek(start)
            try:
                content = memory.read(end - start)
            except OSError:
                continue
            if start <= hidden[0] < hidden[1] <= end:
                content = content[:hidden[0] - start] + content[hidden[1] - start:]
            yield name or "anonymous", content


def main():
    pid, setup_path = sys.argv[1:]
    with open(setup_path, encoding="utf-8") as file:
        wanted = list(secrets(json.load(file)))
    if pid == "names":
        print("\n".join(name for name, _ in wanted))
        return 0
    if pid == "plant":
        print("ready", flush=True)
        sys.stdin.read()
        return 0
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
