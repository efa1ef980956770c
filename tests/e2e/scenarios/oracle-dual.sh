# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# limit: 900 s
# As Go does it: both families. See tests/oracle.

FAMILY_NAME=dual
family dual
lab_up
# shellcheck source=tests/oracle/lab.sh
source "$ROOT/tests/oracle/lab.sh"
# shellcheck source=tests/oracle/situations/dual.sh
source "$ROOT/tests/oracle/situations/dual.sh"
situations_end
