# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# --list with a Region on the command line shows the plan and opens no network socket.

needs strace
lab_up
E2E_WRAP="strace -f -qq -e trace=socket,connect,sendto -o $OUT/trace" \
	ecsprobe --region us-east-1 --account 111122223333 --list
expect_exit 0
for service in "${SERVICES[@]}"; do expect_text stdout "${HOST[$service]//./\\.}"; done
expect_no_text trace AF_INET
ecsprobe --region us-east-1 --account 111122223333 --list -o json
expect_exit 0
same "hosts of the JSON plan" "$(printf '%s\n' "${HOST[@]}" | sort)" "$(jq -r '.endpoints[].host' "$OUT/stdout" | sort)"
same schema ecsprobe.plan/1 "$(jq -r .schema "$OUT/stdout")"
