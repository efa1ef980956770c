#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs a command and tells how much memory it had at most, and how long it took.

    peak.py FILE COMMAND [ARG...]

FILE gets the kilobytes of its resident set, the milliseconds until its end, and for how many of these it was ready to run
and others had the processors. The exit status is the command's own, 128 + N if signal N ended it.
"""
import os
import pathlib
import sys
import time


def waited_ms(child):
    """Of a zombie: the second number of its schedstat, in nanoseconds. A kernel may not count it."""
    try:
        return int(pathlib.Path(f"/proc/{child}/schedstat").read_text(encoding="ascii").split()[1]) // 1000000
    except (OSError, IndexError):
        return 0


def main():
    path, *command = sys.argv[1:]
    start = time.monotonic()
    child = os.posix_spawnp(command[0], command, os.environ)
    os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
    took_ms = int((time.monotonic() - start) * 1000)
    waited = waited_ms(child)
    _, status, usage = os.wait4(child, 0)
    with open(path, "w", encoding="ascii") as file:
        print(usage.ru_maxrss, took_ms, waited, file=file)
    code = os.waitstatus_to_exitcode(status)
    sys.exit(code if code >= 0 else 128 - code)


if __name__ == "__main__":
    main()
