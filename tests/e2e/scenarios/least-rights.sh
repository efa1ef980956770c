# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Each mode with no more rights than SECURITY.md says: looking needs none at all, not even in the bounding set; a restart
# needs to be root with CAP_SYS_PTRACE alone.

agent
lab_up
image_up
chmod -R a+rX "$IMAGE"
PLAIN=("${PREFIX[@]}")
# without_rights COMMAND...: as a user without a group, a capability or a way to any.
without_rights() {
	local PREFIX=("${PLAIN[@]}" setpriv --reuid 65534 --regid 65534 --clear-groups --inh-caps=-all --bounding-set=-all --no-new-privs)
	rm -f "$OUT"/report.*
	chmod 777 "$OUT"
	"$@"
}
without_rights probe 5 -v
expect_healthy
without_rights probe 5 --wait 20
expect_healthy
without_rights probe 5 --profile auto
expect_exit 0
PLAIN=() # beside the machine, which does not see the image
without_rights bake final --imds-endpoint off
expect_exit 0
expect_verdict healthy
without_rights ecsprobe --list --region "$REGION"
expect_exit 0
without_rights ecsprobe --check-config --root "$IMAGE"
expect_exit 0
PLAIN=("${PREFIX[@]}")
without_rights probe 5 --restart-agent=always --force
expect_exit 77
expect_agent_running

remember_agent
PREFIX=("${PLAIN[@]}" setpriv --inh-caps=-all --bounding-set=-all,+sys_ptrace --no-new-privs)
always --force
PREFIX=("${PLAIN[@]}")
expect_restarted asked
