# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# limit: 900 s
# As Go does it: resolv.conf and nameservers, one third of them. See tests/oracle.

FAMILY_NAME=dns-2
PARTS=3 PART=1
lab_up
# shellcheck source=tests/oracle/lab.sh
source "$ROOT/tests/oracle/lab.sh"
# shellcheck source=tests/oracle/situations/dns.sh
source "$ROOT/tests/oracle/situations/dns.sh"
situations_end
