# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Services of no profile, which tasks may call: asked for by name, they are all that is checked and all must work.

others=(sts sns events autoscaling elasticloadbalancing cloudformation kinesis-firehose)
profile
services "${others[@]}"
lab_up
refuse events
probe 4 --service "$(IFS=, && echo "${others[*]}")" --expect private
expect_exit 1
expect_verdict unhealthy
expect_endpoint events fail tcp-refused
expect_others pass
expect_plan
expect_json 'all(.endpoints[]; .required)'
expect_json 'endpoint("kinesis-firehose") | .host == "firehose.us-east-1.amazonaws.com" and
	.endpoint_service == "com.amazonaws.us-east-1.kinesis-firehose"'
expect_findings fail:tcp-refused:events
