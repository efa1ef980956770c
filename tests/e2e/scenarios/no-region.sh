# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# No metadata service, no option, no configuration: nothing tells the Region.

imds closed
lab_up
probe 4
expect_exit 69
expect_verdict unknown
expect_json '.endpoints == []'
expect_json '.findings | any(.code == "region-unknown" and .subject == "instance")'
same "lines on stderr" 1 "$(wc -l <"$OUT/stderr")"
for word in --region AWS_DEFAULT_REGION ecs.config IMDS AWS_REGION; do expect_text stderr "$word"; done
expect_duration_within 4.1
