# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The agent's log, in which tasks and peers have their say, holds what would write over a terminal, a line of half a
# megabyte and NUL; and hosts that the agent was never handed. What it says of itself at its end is what counts.

agent
lab_up
stamp=$(date -u +%Y-%m-%dT%H:%M:%SZ)
told() { printf 'level=info time=%s msg="Establishing a Websocket connection" url="%s"\n' "$stamp" "$1"; }
log=$MACHINE_ROOT/var/log/ecs/ecs-agent.log
own=$(agent_log)
{
	printf '\033[2J\033]0;title\007\xff\xfe\n\0\0\0\n=\n"""\n{"msg":\n{}\n'
	told $'https://ecs-a-9.\033[31mred.example/ws'
	told 'https://ecs-a-9.example\u001b]0;x/ws'
	told "https://$(head -c 1000 /dev/zero | tr '\0' a)/ws"
	told 'https:///'
	printf 'level=info time=%s msg="' "$stamp"
	head -c 524288 /dev/zero | tr '\0' '\033'
	printf '"\n{"level":"info","time":"%s","msg":"Establishing a Websocket connection","url":"https://\\u001b[2J/"}\n' "$stamp"
} >>"$log"
probe 5 -vv
expect_healthy
expect_printable
expect_json '.agent.path.log_host == "ecs-a.us-east-1.amazonaws.com"'
# Nothing of it but a line without an end.
head -c 6000000 /dev/zero | tr '\0' x >"$log"
probe 5 -vv
expect_healthy
expect_note agent-unknown agent
expect_printable
# Read as a line of its own, whatever stands around it.
printf '%s\n' "$own" >>"$log"
probe 5
expect_healthy
expect_json '.agent.path | .log_known and (.log_numbered | not)'
