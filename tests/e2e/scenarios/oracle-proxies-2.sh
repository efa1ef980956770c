# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# limit: 900 s
# As Go does it: proxies and NO_PROXY, one half of them. See tests/oracle.

FAMILY_NAME=proxies-2
PARTS=2 PART=1
lab_up
# shellcheck source=tests/oracle/lab.sh
source "$ROOT/tests/oracle/lab.sh"
# shellcheck source=tests/oracle/situations/proxies.sh
source "$ROOT/tests/oracle/situations/proxies.sh"
situations_end
