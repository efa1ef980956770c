# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# resolv.conf names five nameservers: the fourth and the fifth are asked by nobody, so that Route 53 behind three of the
# company's does not help; a blank before the keyword does not hide a line from Go.

nameservers "$CORPORATE_DNS"
corporate ecs 10.0.1.10
lab_up
printf '  nameserver %s\nnameserver 10.0.0.2\nnameserver 169.254.169.253\nnameserver 10.0.0.9\nnameserver 10.0.0.10\n' \
	"$CORPORATE_DNS" >/etc/resolv.conf
probe 3
expect_healthy
expect_note nameservers-ignored system
expect_advice nameservers-ignored:system 'names 5 nameservers; .* ignore 10\.0\.0\.9, 10\.0\.0\.10'
expect_json '.vantages | any(.dialler == "agent" and .nameservers[0] == "10.0.0.53")'
