# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# There are no credentials: the instance has no role, or the metadata service refuses. Nothing is called, and what was not
# asked is not fine: whether the agent may work is unknown.

aws
instance_role none
lab_up
api_probe 6
expect_exit 69
expect_verdict unknown
expect_endpoint ecs skip api-credentials
expect_others pass
expect_calls ecr.dkr:allow ecr.layers:allow
expect_json '.api.credentials.source == "none"'
expect_json 'call("ecs:DiscoverPollEndpoint") | .result != "allowed" and .status == null'
expect_json '.api.credentials.tried == "instance-role"'
expect_advice api-credentials:instance 'Attach an instance profile'
expect_json 'all(.findings[] | select(.severity != "note"); .code | IN("api-credentials", "no-instance-role"))'
