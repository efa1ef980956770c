# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# ecs.config belongs to another user, mode 0600: root of the timer's sandbox cannot read it, and it names another cluster.
# The stale agent is left alone, as its next start would end for good. Root outside of the sandbox sees the difference.

source "$E2E/units.sh"
agent
endpoints_missing
lab_up
install_units
drop_in ecsprobe-agent.service '[Service]' Environment=SPLAY=0
expect_agent_peer ecs-agent-1 public
endpoints_created
echo ECS_CLUSTER=another >>/etc/ecs/ecs.config
chown 1000:1000 /etc/ecs/ecs.config
chmod 600 /etc/ecs/ecs.config
remember_agent
in_machine systemctl start ecsprobe-agent.service
same "what it did" 'defer setting-not-proven' "$(jq -r '.action | "\(.kind) \(.reason)"' /var/lib/ecsprobe/report.json)"
jq -r .action.detail /var/lib/ecsprobe/report.json >"$OUT/detail"
expect_text detail '/etc/ecs/ecs.config: Permission denied'
expect_agent_untouched
expect_agent_running
always
expect_refused cluster-differs 1
