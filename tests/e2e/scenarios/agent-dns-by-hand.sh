# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Somebody ran the agent's container with --dns: a company's nameserver, which knows no private names and has no way out.
# Docker's restart would leave it what it has.

corporate_alone
corporate logs "${PRIVATE[logs]}"
agent_container unready 10.0.0.53
lab_up
poll 20 container_is running
probe 5
expect_exit 1
expect_endpoint ecs fail agent-resolver-mismatch
expect_endpoint ecr.dkr pass
for moment in running next_start; do
	expect_json '.vantages[] | select(.id == "agent/" + $ARGS.positional[0]) | .nameservers == ["10.0.0.53"]' $moment
done
expect_advice agent-resolver-mismatch:ecs '10\.0\.0\.53, from docker inspect ecs-agent'
expect_no_finding agent-stale-resolver
if_stale --dry-run
expect_exit 1
