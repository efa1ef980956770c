# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# After aws/amazon-ecs-agent#294: daemon.json hands out the nameserver of a template's VPC, which does not answer here; the
# host's own is right. The agent cannot resolve anything, and a restart would give it the same nameserver again.

agent
lab_up
expect_agent_running
docker_hands_out daemon.json 10.99.0.2
poll 20 container_is running
probe 6
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecs fail agent-resolver-mismatch
expect_endpoint ecs-agent fail agent-resolver-mismatch
expect_endpoint ecr.dkr pass
expect_endpoint logs pass
expect_advice agent-resolver-mismatch:agent '10\.99\.0\.2 \(from /etc/docker/daemon\.json:2\) does not answer'
for moment in running next_start; do
	expect_json '.vantages[] | select(.id == "agent/" + $ARGS.positional[0]) | [.nameservers, .as_host, .origins[0].file,
		.origins[0].line] == [["10.99.0.2"], false, "/etc/docker/daemon.json", 2]' $moment
done
expect_json '.vantages[] | select(.id == "dockerd/running") | [.as_host, .nameservers, .origins[0].file] ==
	[true, ["10.0.0.2"], "/etc/resolv.conf"]'
expect_json '[.endpoints[] | select(.service == "ecs" or .service == "ecr.dkr").vantage] ==
	["agent/running", "dockerd/running"]'
expect_json '.findings[] | select(.code == "agent-resolver-mismatch").evidence ==
	[{file: "/etc/docker/daemon.json", line: 2, text: "nameserver 10.99.0.2"}]'
expect_text report.txt 'ecr\.api, secretsmanager: as the agent sees$'
remember_agent
if_stale --dry-run
expect_exit 1
always --force --dry-run
# One of the host's own nameservers is asked for nothing that only the agent dials.
as_nobody probe 6
expect_exit 1
expect_endpoint ecs fail agent-resolver-mismatch
