# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# With --region the nameservers are asked while the metadata service is silent: here it answers only once a question was
# seen.  The registry's host, which has the account's number, is asked for then, and no question twice.

unbound_line 'log-queries: yes'
lab_up
imds_answers_after_dns ecs.us-east-1
probe 30 --region us-east-1
expect_healthy
expect_plan
expect_json '.instance.account == "111122223333" and [.resolvers[].name] == ["route53"]'
same "questions" "$(for host in "${HOST[@]}"; do printf '%s. A IN\n%s. AAAA IN\n' "$host" "$host"; done | sort)" \
	"$(sed -n "s/.*info: $ENI_IPV4 \([^ ]* A*\) IN.*/\1 IN/p" "$LAB/log/unbound" | grep -v '^lab-ready' | sort)"
