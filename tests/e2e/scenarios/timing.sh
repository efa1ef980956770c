# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# --timing tells how long each phase took, on stderr and in the JSON. What did not happen is said so, and is no 0.

# timed PHASE: what stderr says of it.
timed() {
	sed -nE "s/^ecsprobe: timing: +$1 +//p" "$OUT/stderr"
}

lab_up
probe 8
expect_json 'has("timing") | not'
same "timing without the option" '' "$(grep timing "$OUT/stderr")"

probe 8 --timing
expect_healthy
expect_json '.timing | .facts_us > 0 and .probing_us > 0 and .slowest_dns_us > 0 and .slowest_tls_us > 0 and .judging_us > 0'
expect_json '.timing | .api_us == null and .restart_us == null and (has("rendering_us") | not)'
# A phase of its own does not take longer than all; of those at once none takes longer than their phases.
expect_json '.duration_us as $all | .timing | .facts_us + .probing_us <= $all and .slowest_dns_us <= .probing_us'
expect_json '.timing.slowest_connect_us == ([.endpoints[].addresses[].connect_us] | max)'
same "restart on stderr" 'did not happen' "$(timed 'restart of the agent')"
[[ $(timed facts) =~ ^[0-9]+\.[0-9]{3}\ ms$ ]] || fail "timing of facts: '$(timed facts)'"
[[ $(timed 'rendering and writing') =~ ^[0-9]+\.[0-9]{3}\ ms$ ]] || fail "timing of rendering: '$(timed 'rendering and writing')'"

# Nothing is probed: no time of it is made up.
no_dns "${ROUTE53[@]}"
probe 1 --timing --dns-timeout "$(scaled 1)"
expect_json '.timing | .probing_us > 0 and .slowest_dns_us == null and .slowest_tls_us == null'
same "handshakes on stderr" 'none ended' "$(timed 'slowest handshake')"
