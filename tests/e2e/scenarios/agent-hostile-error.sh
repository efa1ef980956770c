# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The error that keeps the agent from ACS is quoted, and a peer has written most of it: what would write over a terminal or
# into a page, secrets, and more than fits.

agent
agent_control acs off
lab_up
stamp=$(date -u +%Y-%m-%dT%H:%M:%SZ)
log=$MACHINE_ROOT/var/log/ecs/ecs-agent.log
error() {
	printf 'level=error time=%s msg="Failed to connect to ACS" error="%s"\n' "$stamp" "$1" >>"$log"
}
error $'<script>alert(1)</script> & <b>\033[2J\033]0;title\007 AKIAIOSFODNN7SECRET https://user:SECRETWORD@proxy:3128/?token=SECRETQUERY'
shifted 200 probe 5 -vv --output html="$OUT/report.html"
expect_exit 1
expect_finding fail:agent-not-connected
expect_printable
expect_secret AKIAIOSFODNN7SECRET
expect_secret SECRETWORD
expect_secret SECRETQUERY
expect_no_text report.html '<script>alert|SECRETWORD|SECRETQUERY|AKIA'
expect_text report.html '&lt;script&gt;alert\(1\)&lt;/script&gt; &amp; &lt;b&gt;'
# What is too long is cut, and says no less of the cause than its first words.
error "AccessDeniedException: because no VPC endpoint policy allows: $(head -c 100000 /dev/zero | tr '\0' 'x ')"
shifted 200 probe 5 -vv
expect_finding fail:agent-not-connected
expect_json '.agent.path.acs_cause == "endpoint-policy"'
expect_json '.findings[] | select(.code == "agent-not-connected").evidence[0].text | length < 256'
expect_printable
