# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A firewall breaks TLS open in us-gov-west-1. AWS may use other roots there than it publishes, so this alone is a note. The
# firewall's authority came into this host's trust store after dockerd had been started: its pulls fail, and that is a warning.

region us-gov-west-1
agent
machine_config AWS_DEFAULT_REGION=us-gov-west-1
lab_up
intercept "${SERVICES[@]}"
host_store "$CA" "$CACHE/pki/interceptor.crt"
probe 5
expect_exit 0
expect_verdict degraded
expect_others pass
expect_note tls-intercepted ecs
expect_advice tls-intercepted:ecs 'Corporate Inspection CA'
expect_json '[.findings[] | select(.severity != "note") | "\(.severity):\(.code):\(.subject)"] == ["warn:dockerd-trust-stale:dockerd"]'
