# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# limit: 900 s
# As Go does it: TLS servers and certificates, one half of them. See tests/oracle.

FAMILY_NAME=tls-1
PARTS=2 PART=0
lab_up
# shellcheck source=tests/oracle/lab.sh
source "$ROOT/tests/oracle/lab.sh"
# shellcheck source=tests/oracle/servers.sh
source "$ROOT/tests/oracle/servers.sh"
# shellcheck source=tests/oracle/situations/tls.sh
source "$ROOT/tests/oracle/situations/tls.sh"
situations_end
