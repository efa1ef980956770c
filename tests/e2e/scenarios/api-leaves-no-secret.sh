# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Keys and tokens are in the memory of ecsprobe while it calls, and nowhere once it has called: not in its memory, not in any
# output however talkative, file, journal, command line or environment.

[[ ! ${E2E_WRAP-} ]] || not_applicable "a wrapper has a memory of its own"
aws
agent
api_outcome ecs hang
lab_up
token=$(jq -r .registry_token "$LAB/aws.json")
in_memory() { "$E2E/servers/memsearch.py" "$1" "$LAB/aws.json" >"$OUT/memory" || fail "$(<"$OUT/memory")"; }
# The process itself, whatever stands before it.
process_of() { pgrep -nx "$(basename "$BINARY")"; }

# While a call hangs they are there, or what follows would say nothing.
wait_start 90 6 --api -vv
poll 30 sh -c "grep -q ecs:Discover '$CALLS'" || sleep 2
in_memory "$(process_of)"
same "where secrets are during a call" true "$(grep -q '^secret access key' "$OUT/memory" && echo true)"
for file in cmdline environ; do
	same "secrets in its $file" 0 "$(tr '\0' '\n' <"/proc/$(process_of)/$file" | grep -ic canary)"
done
same "who may look into it" 0 "$(stat -c %u "/proc/$(process_of)/environ")"
# Between tries every call is over: denied, so that it goes on waiting.
api_outcome ecs endpoint-policy
wait_tried 2
in_memory "$(process_of)"
same "secrets in its memory after the calls" "" "$(<"$OUT/memory")"
api_outcome ecs allow
wait_end
expect_healthy
expect_secret canary-7391
expect_secret CANARY

for format in text brief html json jsonl prometheus junit tap nagios emf; do
	ecsprobe "${TRUST[@]}" --timeout 8 --api -vv -o "$format=$OUT/as.$format"
	same "what it wrote as $format" true "$([[ -s $OUT/as.$format ]] && echo true)"
	expect_no_text "as.$format" 'canary-7391|CANARY'
	expect_no_text "as.$format" "${token:0:40}"
	for file in stdout stderr; do expect_no_text "$file" 'canary-7391|CANARY'; done
done
probe 8 --api --restart-agent -vv
expect_secret canary-7391
same "secrets in the journal" 0 "$(journal -o export SYSLOG_IDENTIFIER=ecsprobe | grep -aicE "canary|${token:0:40}")"
# Whatever files there are, but for the lab's own servers.
same "secrets in files" '' "$(grep -rilE "canary-7391|CANARY7391|${token:0:40}" /etc /var /tmp /root /home /dev/shm "$OUT" 2>/dev/null)"
