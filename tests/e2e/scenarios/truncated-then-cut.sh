# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# One answer is truncated, and over TCP comes half of it and the end; or answers to another question, without an end, over TCP
# or UDP. Nothing hangs: that name alone has no answer, and all is over in time.

lab_up
for mode in tccut:dns-bad-answer tcflood:dns-timeout flood:dns-timeout; do
	dns_front ecs="${mode%:*}"
	probe 3
	expect_exit 1
	expect_verdict unhealthy
	expect_endpoint ecs fail "${mode#*:}"
	expect_json '[.endpoints[] | select(.service != "ecs") | .dns[].status] | all(. != "fail")'
	expect_ended_within 3
	stop_server dnsfront
	in_vpc nft delete table ip front
done
