# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The journal gets an entry for what was decided, begun and ended, with fields to search for.

agent
endpoints_missing
lab_up
endpoints_created
if_stale
expect_exit 0
# entry MESSAGE_ID PROGRAM: of the one entry of that kind.
entry() {
	journal -o json "MESSAGE_ID=$1" | jq -sr "if length == 1 then .[0] | $2 else \"\(length) entries\" end"
}
decided=f1a35363df6d43b1967bd4d91b09c0e7 started=6955e03764c84c54bc8086599f481b6c finished=871fc432bd1746a6b7dc977c7e2a3fb9
for id in "$decided" "$started" "$finished"; do
	same "entry $id" "ecsprobe restart-unit stale ecs.service agent-stale-path: ecs-a-1.$SUFFIX" "$(entry "$id" \
		'"\(.SYSLOG_IDENTIFIER) \(.ECSPROBE_ACTION) \(.ECSPROBE_REASON) \(.ECSPROBE_TARGET) \(.ECSPROBE_EVIDENCE)"')"
done
same "result of the decision" null "$(entry "$decided" .ECSPROBE_RESULT)"
same "result of the end" restarted "$(entry "$finished" .ECSPROBE_RESULT)"
same "priority of the end" 5 "$(entry "$finished" .PRIORITY)"
echo "  $(entry "$decided" .MESSAGE); $(entry "$started" .MESSAGE); $(entry "$finished" .MESSAGE)"
