# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Hundreds of names on a network that loses nothing: all are looked at, none is said to be lost, and few descriptors are
# enough for a thousand.

unbound_line 'local-zone: "many.example." redirect'
unbound_line 'local-data: "many.example. 60 IN A 10.0.1.10"'
lab_up
# look SECONDS COUNT
look() {
	local n hosts=()
	for ((n = 1; n <= $2; n++)); do hosts+=(--host "n$n.many.example:443/tcp"); done
	probe "$1" --service ecs "${hosts[@]}"
	expect_exit 0
	expect_json '.endpoints | length == ($ARGS.positional[0] | tonumber)' "$(($2 + 1))"
	expect_json 'all(.endpoints[]; .status == "pass")'
	expect_json '[.endpoints[].dns[].lost] | add == 0'
	expect_findings
}
look 30 300
E2E_WRAP="prlimit --nofile=256:256 ${E2E_WRAP-}" look 60 1000
