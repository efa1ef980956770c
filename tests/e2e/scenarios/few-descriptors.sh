# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The process may open few files: what it cannot look at it does not judge.

proxy allow
lab_up
# nothing_untrue: whole and right, or undecided. How many descriptors are open at once is a matter of the order of events.
nothing_untrue() {
	case $STATUS in
	0) expect_json 'all(.endpoints[]; .status == "pass" or (.required | not)) and (.verdict == "healthy") == all(.endpoints[]; .status == "pass")' ;;
	69) expect_verdict unknown ;;
	*) fail "exit $STATUS" ;;
	esac
	expect_json 'all(.endpoints[]; .status | IN("pass", "skip"))'
	expect_json '[.endpoints[] | .addresses[], .dns[] | select(.status | IN("warn", "fail"))] == []'
	# The metadata service's answers need descriptors too.
	same "findings" "" "$(from_report '.findings[] | select(.severity != "note") |
		select(.code | IN("internal-error", "not-finished", "imds-incomplete") | not) |
		"\(.severity):\(.code):\(.subject)"')"
}
for way in direct proxied; do
	[[ $way == direct ]] || dockerd_proxy "HTTPS_PROXY=$PROXY_URL"
	for limit in 16 24 48; do
		E2E_WRAP="prlimit --nofile=$limit:$limit ${E2E_WRAP-}" probe 3
		nothing_untrue
	done
done
