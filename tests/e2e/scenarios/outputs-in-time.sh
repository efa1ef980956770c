# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The deadline cuts a run of every profile that writes every format: judging, rendering and writing take it only a little
# beyond, whether nothing answers or all is there to tell.

profile ecs batch mwaa service-connect exec ssm cloudwatch xray efs guardduty cloudmap codedeploy
lab_up
# beyond: what came after the time of the report's own clock.
beyond() {
	local us=$((WALL_US - $(from_report .duration_us)))
	EXPECTATIONS=$((EXPECTATIONS + 1))
	echo "note: $((us / 1000)) ms for $(cat "$OUT"/report.* | wc -c) bytes"
	[[ ${E2E_WRAP-} ]] || ((us < 300000)) || fail "the outputs took $((us / 1000)) ms"
}
probe_formats 6 --all-profiles -vv
expect_json '.endpoints | length >= 30'
beyond
no_dns "${ROUTE53[@]}"
probe_formats 1 --all-profiles -vv --dns-timeout "$(scaled 1)"
expect_exit 69
expect_json 'all(.endpoints[]; .code == "not-finished")'
beyond
expect_ended_within 1
