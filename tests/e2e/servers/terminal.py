#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs a command on a terminal of its own, which goes away when a file appears.

    terminal.py [--ignore-hangup] FILE COMMAND [ARG...]

As where an SSH connection breaks: the command leads the terminal's session, so it gets SIGHUP, and whatever it writes to
the terminal from then on fails with EIO. With --ignore-hangup it is started as nohup does, with SIGHUP ignored. What it
wrote before goes to stdout; the status is the command's.
"""
import errno
import os
import pty
import select
import signal
import sys


def follow(master, path):
    """Until the file is there; false where the command ended before."""
    while not os.path.exists(path):
        if not select.select([master], [], [], 0.005)[0]:
            continue
        try:
            data = os.read(master, 65536)
        except OSError as error:
            if error.errno != errno.EIO:
                raise
            data = b""
        if not data:
            return
        os.write(1, data)


def main():
    arguments = sys.argv[1:]
    ignore = arguments[0] == "--ignore-hangup"
    path, *command = arguments[ignore:]
    child, master = pty.fork()
    if child == 0:
        if ignore:
            signal.signal(signal.SIGHUP, signal.SIG_IGN)
        os.execvp(command[0], command)
    follow(master, path)
    os.close(master)
    status = os.waitpid(child, 0)[1]
    sys.exit(os.WEXITSTATUS(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status))


if __name__ == "__main__":
    main()
