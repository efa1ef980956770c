# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Something else answers at Docker's socket: what it says is no container, and nothing is touched.

agent
lab_up
remember_agent
socket=/proc/$(<"$LAB/pid/leader")/root/run/docker.sock
mv "$socket" "$socket.real"
start_ready instance garbage "$PYTHON" -c 'import socket, sys
server = socket.socket(socket.AF_UNIX)
server.bind(sys.argv[1])
server.listen()
print("ready", flush=True)
while True:
    peer = server.accept()[0]
    peer.recv(4096)
    peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 24\r\n\r\n{\"State\":[\x1b[2J\xff\x00{{{{{{{{{")
    peer.close()' "$socket"
for mode in always 'always --force'; do
	$mode
	expect_exit 75
	expect_action defer docker-inactive
	expect_no_text report.txt $'\x1b'
	expect_by_hand ''
done
mv "$socket.real" "$socket"
expect_docker_unasked
expect_agent_untouched
expect_agent_running
expect_no_history
