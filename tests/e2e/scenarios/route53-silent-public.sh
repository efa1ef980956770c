# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The company's nameserver, which this host uses, answers public addresses; Route 53 is silent, as in a VPC
# without enableDnsSupport.

nat on
nameservers "$CORPORATE_DNS"
corporate_alone
for service in "${SERVICES[@]}"; do corporate "$service" "${PUBLIC[$service]}"; done
lab_up
no_dns "${ROUTE53[@]}"
probe 3 --expect any
expect_exit 0
expect_verdict degraded
expect_others pass
expect_class public "${SERVICES[@]}"
expect_findings warn:dns-timeout:route53
expect_advice dns-timeout:route53 enableDnsSupport
