# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# dockerd hangs: its socket takes connections, nobody answers. The endpoints are checked all the same, in time, and the
# container is unknown, not absent.

agent
lab_up
hang docker.service
probe 3 -v
expect_healthy
expect_ended_within 3
expect_note agent-unknown agent
expect_json '.agent | .runs_as == "unit" and .container.known == false and .unit.active == "active"'
expect_text report.txt 'its container \(docker did not answer'
