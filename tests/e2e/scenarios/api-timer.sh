# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The line in the file of settings is all that the timer's unit needs: in its sandbox AWS is asked as by hand, and a refusal
# is in the journal with its code. Without that line nobody is asked.

source "$E2E/units.sh"
aws
agent
lab_up
install_units
drop_in ecsprobe.service '[Service]' "Environment=ECSPROBE_TIMEOUT=$(scaled 15)"
in_machine systemctl start ecsprobe.service
same "how the unit ended" success "$(unit_property ecsprobe.service Result)"
expect_calls
mkdir -p /etc/ecsprobe
echo 'api = yes' >/etc/ecsprobe/ecsprobe.conf
in_machine systemctl start ecsprobe.service
same "how the unit ended with --api" success "$(unit_property ecsprobe.service Result)"
expect_calls {ecs,ecr.api,ecr.dkr,ecr.layers,logs,secretsmanager}:allow
api_outcome ecs endpoint-policy
in_machine systemctl start ecsprobe.service
same "exit status of the unit" 1 "$(unit_property ecsprobe.service ExecMainStatus)"
unit_entries ecsprobe.service '"\(.PRIORITY) \(.ECSPROBE_CODE) \(.ECSPROBE_SEVERITY) \(.ECSPROBE_SUBJECT)"' >"$OUT/entries"
expect_text entries '^3 api-policy-denied fail ecs$'
same "secrets in the journal" 0 "$(journal -o export | grep -aicE 'canary-7391|CANARY7391')"
same "secrets in files" '' "$(grep -rilE 'canary-7391|CANARY7391' /etc /var/lib/ecsprobe* 2>/dev/null)"
