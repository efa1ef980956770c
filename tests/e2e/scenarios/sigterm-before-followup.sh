# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# SIGTERM after every connection was made and while Docker, which hangs, is still waited for: what a second look at the
# names would have shown stays unknown. It must not pass for healthy.

agent
nat on
lab_up
dns_front "ecs=flap${PUBLIC[ecs]%% *}"
hang docker.service
begin --timeout "$(scaled 10)"
sleep "$(scaled 1)"
signal_probe TERM
finish_run
expect_exit 69
expect_verdict unknown
expect_endpoint ecs skip interrupted
expect_note agent-unknown agent
