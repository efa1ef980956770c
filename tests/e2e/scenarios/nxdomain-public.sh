# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# One name does not exist in the zone amazonaws.com and every other name is public: no private zone hides it.

nat on
for service in "${SERVICES[@]}"; do answers "$service" "${PUBLIC[$service]}"; done
no_name secretsmanager
lab_up
probe 4 --expect any --require secretsmanager
expect_exit 1
expect_verdict unhealthy
expect_endpoint secretsmanager fail dns-nxdomain
expect_others pass
expect_findings fail:dns-nxdomain:secretsmanager
