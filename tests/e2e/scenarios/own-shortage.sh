# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The system has no descriptor, memory or buffer for a call, wherever it is made, in a library too: what could not be
# looked at is unknown, and no endpoint, nameserver or proxy is blamed.
# limit: 400 s

proxy allow
lab_up
# nothing_untrue WHAT: nothing fails; what is not right is unfinished, and where that is required nothing is decided.
nothing_untrue() {
	same "verdict, $1: exit $STATUS" true "$(from_report '(.verdict == "unknown") == ($ARGS.positional[0] == "69") and
		(.verdict | IN("healthy", "degraded", "unknown"))' "$STATUS")"
	expect_json 'all(.endpoints[]; .status | IN("pass", "skip"))'
	expect_json '[.endpoints[] | .addresses[], .dns[] | select(.status | IN("warn", "fail"))] == []'
	same "findings, $1" "" "$(from_report '.findings[] | select(.severity != "note") |
		select(.code | IN("internal-error", "not-finished", "imds-incomplete", "config-invalid") | not) |
		"\(.severity):\(.code):\(.subject)"')"
}
short=0
for way in direct proxied; do
	[[ $way == direct ]] || dockerd_proxy "HTTPS_PROXY=$PROXY_URL"
	for call in socket:EMFILE socket:ENOBUFS connect:ENOBUFS sendto:ENOMEM fcntl:ENOMEM; do
		for when in 1 5 13 21 30; do
			# For good; of fcntl, which the outputs need too, for a while.
			for when in "$when" "$when$([[ $call == fcntl:* ]] && echo ..$((when + 10)) || echo +)"; do
				E2E_WRAP="strace -f -qq -o /dev/null -e trace=${call%:*} -e inject=${call%:*}:error=${call#*:}:when=$when ${E2E_WRAP-}" \
					probe 3 --region "$REGION" --account "$ACCOUNT"
				nothing_untrue "$way $call, $when"
				short=$((short + (STATUS == 69)))
			done
		done
	done
done
# Or nothing was ever short.
((short >= 30)) || fail "only $short runs lacked anything"
echo "note: $short runs lacked something"
