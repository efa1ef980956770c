#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs a command and tells how much memory it had at most.

    peak.py FILE COMMAND [ARG...]

FILE gets the kilobytes of its resident set; the exit status is the command's own, 128 + N if signal N ended it.
"""
import os
import sys


def main():
    path, *command = sys.argv[1:]
    _, status, usage = os.wait4(os.posix_spawnp(command[0], command, os.environ), 0)
    with open(path, "w", encoding="ascii") as file:
        print(usage.ru_maxrss, file=file)
    code = os.waitstatus_to_exitcode(status)
    sys.exit(code if code >= 0 else 128 - code)


if __name__ == "__main__":
    main()
