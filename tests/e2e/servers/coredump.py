#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Whether a program that crashes leaves a core, and who may look into it while it runs.

    coredump.py DIRECTORY SECONDS COMMAND [ARG...]

Runs the command in the directory with no limit on cores, and after so many seconds sends it SIGABRT. Prints "core" or
"no core", as the kernel says of its end, and who owns its files in /proc.
"""
import os
import pwd
import resource
import signal
import sys
import time


def main():
    directory, seconds, *command = sys.argv[1:]
    child = os.fork()
    if child == 0:
        os.chdir(directory)
        resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        os.execvp(command[0], command)
    time.sleep(float(seconds))
    owner = pwd.getpwuid(os.stat(f"/proc/{child}/environ").st_uid).pw_name
    os.kill(child, signal.SIGABRT)
    status = os.waitpid(child, 0)[1]
    assert os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGABRT, status
    print(f"{'core' if os.WCOREDUMP(status) else 'no core'}, files of {owner}")


if __name__ == "__main__":
    main()
