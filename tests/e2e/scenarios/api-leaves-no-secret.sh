# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Keys and tokens are in the memory of ecsprobe while it calls, and nowhere once it has called: not in its memory, not in any
# output however talkative, file, journal, command line or environment. Who may look into its memory: secrets-no-core.

# limit: 300 s

[[ ! ${E2E_WRAP-} ]] || not_applicable "a wrapper has a memory of its own"
aws
agent
api_outcome ecs hang
lab_up
# The search finds each of them where it is: in a process that has them all.
coproc PLANT { exec "$E2E/servers/memsearch.py" plant "$LAB/aws.json"; }
read -r ready <&"${PLANT[0]}"
same "the process that has them all" ready "$ready"
"$E2E/servers/memsearch.py" "$PLANT_PID" "$LAB/aws.json" >"$OUT/memory" || fail "$(<"$OUT/memory")"
same "what is found there" "$("$E2E/servers/memsearch.py" names "$LAB/aws.json")" "$(cut -d : -f 1 "$OUT/memory")"
exec {PLANT[1]}>&-

token=$(jq -r .registry_token "$LAB/aws.json")
in_memory() { "$E2E/servers/memsearch.py" "$1" "$LAB/aws.json" >"$OUT/memory" || fail "$(<"$OUT/memory")"; }
# The process itself, whatever stands before it.
process_of() { pgrep -nx "$(basename "$BINARY")"; }

# While a call hangs they are there, or what follows would say nothing.
wait_start 200 15 --api -vv
poll 60 grep -qx ecs "$CALLS.begun" || fail "ecs is never called"
in_memory "$(process_of)"
same "where secrets are during a call" true "$(grep -q '^secret access key of the role' "$OUT/memory" && echo true)"
for file in cmdline environ; do
	same "secrets in its $file" 0 "$(tr '\0' '\n' <"/proc/$(process_of)/$file" | grep -ic canary)"
done
# Between tries every call is over: one that hung, and then those that were answered.
api_outcome ecs endpoint-policy
for try in 1 2; do
	wait_tried "$try"
	in_memory "$(process_of)"
	same "secrets in its memory after try $try" "" "$(<"$OUT/memory")"
done
api_outcome ecs allow
wait_end
expect_exit 0
expect_secret canary-7391
expect_secret CANARY

# So it is with the keys of the environment, which stay there alone, and with those of a task.
container_credentials 127.0.0.1:51700 /role
user=(AWS_ACCESS_KEY_ID="$USER_KEY" AWS_SECRET_ACCESS_KEY="$USER_SECRET")
for whose in environment task; do
	variables=("${user[@]}")
	[[ $whose == environment ]] || variables=(AWS_CONTAINER_CREDENTIALS_FULL_URI=http://127.0.0.1:51700/role)
	: >"$CALLS.begun"
	api_outcome ecs hang
	with_variables "${variables[@]}" -- wait_start 200 15 --api -vv
	poll 60 grep -qx ecs "$CALLS.begun" || fail "ecs is never called"
	in_memory "$(process_of)"
	same "the key of the $whose during a call" true "$(grep -q "^secret access key of the $whose" "$OUT/memory" && echo true)"
	api_outcome ecs endpoint-policy
	wait_tried 1
	in_memory "$(process_of)"
	same "secrets of the $whose after try 1" "" "$(<"$OUT/memory")"
	api_outcome ecs allow
	wait_end
	expect_secret canary-7391
	expect_secret CANARY
done

formats=(text brief html json jsonl prometheus junit tap nagios emf)
outputs=()
for format in "${formats[@]}"; do outputs+=(-o "$format=$OUT/as.$format"); done
ecsprobe "${TRUST[@]}" --timeout 20 --api --restart-agent -vv "${outputs[@]}"
for format in "${formats[@]}"; do
	same "what it wrote as $format" true "$([[ -s $OUT/as.$format ]] && echo true)"
	expect_no_text "as.$format" "canary-7391|CANARY|${token:0:40}"
done
for file in stdout stderr; do expect_no_text "$file" "canary-7391|CANARY|${token:0:40}"; done
same "entries of the journal" true "$([[ $(journal SYSLOG_IDENTIFIER=ecsprobe) ]] && echo true)"
same "secrets in the journal" 0 "$(journal -o export SYSLOG_IDENTIFIER=ecsprobe | grep -aicE "canary|${token:0:40}")"
# Whatever files there are, but for the lab's own servers and the sources of these tests.
same "secrets in files" '' "$(grep -rilE "canary-7391|CANARY7391|${token:0:40}" /etc /var /tmp /root /home /dev/shm "$OUT" 2>/dev/null | grep -v "^${E2E%/tests/e2e}/")"
