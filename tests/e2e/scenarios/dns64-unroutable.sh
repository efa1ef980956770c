# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A dual-stack subnet with DNS64 on and no route 64:ff9b::/96 to a NAT gateway: every name without an IPv6 address of its
# own gets one that leads nowhere.

family dual
# synthesized ADDRESS...: as DNS64 does it.
synthesized() {
	local address a b c d
	for address; do
		IFS=. read -r a b c d <<<"$address"
		printf '64:ff9b::%x:%x ' $((a * 256 + b)) $((c * 256 + d))
	done
}
for service in "${SERVICES[@]}"; do
	there=${PRIVATE[$service]}
	[[ ${WHERE[$service]} == private ]] || there=${PUBLIC[$service]}
	# shellcheck disable=SC2086
	answers "$service" $there $(synthesized $there)
done
lab_up
probe 4
expect_exit 0
expect_verdict degraded
expect_others warn dns64-unroutable
expect_findings "${SERVICES[@]/#/warn:dns64-unroutable:}"
expect_advice dns64-unroutable:ecs '64:ff9b::/96'
# And nothing else.
for service in "${SERVICES[@]}"; do
	there=${PRIVATE[$service]}
	[[ ${WHERE[$service]} == private ]] || there=${PUBLIC[$service]}
	# shellcheck disable=SC2086
	answers_now "$service" $(synthesized $there)
done
probe 4
expect_exit 1
expect_verdict unhealthy
expect_others fail dns64-unroutable
