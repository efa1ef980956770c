# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The build forgets to clean up after the agent that ran in it: agent.db fails it.

packer_needs
lab_up
image_up
image_file var/lib/ecs/data/agent.db state
packer_up
echo true >"$PACKER_DIR/clean.sh"
packer_build -var options='--timeout 3'
expect_exit 1
expect_verdict unhealthy
expect_findings fail:bake-agent-state:image
expect_text packer "non-zero exit status: 1"
