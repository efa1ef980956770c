#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""What may answer at Docker's socket and is no Docker.

    notdocker.py MODE PATH

close    ends every connection at once
text     speaks no HTTP
json     says 200 to everything, with an object that has everything of a wrong type
error    says 500, with a message that would clear the screen
endless  says 200 and then never stops
drip     says 200 and then a byte every tenth of a second
"""
import os
import socket
import sys
import threading
import time

HEAD = b"HTTP/1.1 %s\r\nContent-Type: application/json\r\n"
WRONG = b'{"Id": 7, "State": [], "Config": {"Env": "PATH=/bin"}, "HostConfig": null, "Image": {}, "Created": "then"}'
CLEARS = b'{"message": "\\u001b[2J\\u001b[1;31m no such \x1b[2Jthing"}'


def whole(status, body):
    return (HEAD % status) + b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


def answer(mode, client):
    if mode == "close":
        return
    client.recv(65536)
    if mode == "text":
        client.sendall(b"\x00\xff\x1b[2J who is there?\n" * 100)
    elif mode == "json":
        client.sendall(whole(b"200 OK", WRONG))
    elif mode == "error":
        client.sendall(whole(b"500 Internal Server Error", CLEARS))
    else:
        client.sendall(HEAD % b"200 OK" + b"\r\n[")
        while mode == "endless":
            client.sendall(b"0," * 32768)
        while mode == "drip":
            client.sendall(b" ")
            time.sleep(0.1)


def serve(mode, client):
    with client:
        try:
            answer(mode, client)
        except OSError:
            pass


def main(mode, path):
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(path + ".new")
    listener.listen(16)
    os.rename(path + ".new", path)
    while True:
        threading.Thread(target=serve, args=(mode, listener.accept()[0]), daemon=True).start()


if __name__ == "__main__":
    main(*sys.argv[1:])
