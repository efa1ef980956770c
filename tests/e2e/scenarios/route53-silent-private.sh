# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The company's nameserver answers the endpoints of a hub VPC; Route 53, which nobody asks here, is silent.

nameservers "$CORPORATE_DNS"
corporate_alone
for service in "${SERVICES[@]}"; do corporate "$service" "${HUB[$service]}"; done
corporate ecr.layers "${PUBLIC[ecr.layers]}"
lab_up
no_dns "${ROUTE53[@]}"
probe 3
expect_healthy
expect_note dns-timeout route53
