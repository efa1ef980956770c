# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# As Go does it: nameservers and resolv.conf. See tests/oracle.

FAMILY_NAME=dns
lab_up
# shellcheck source=tests/oracle/lab.sh
source "$ROOT/tests/oracle/lab.sh"
source "$ROOT/tests/oracle/situations/dns.sh"
situations_end
