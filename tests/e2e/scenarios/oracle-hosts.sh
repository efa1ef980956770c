# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# limit: 900 s
# As Go does it: /etc/hosts, and addresses of which some do not work. See tests/oracle.

FAMILY_NAME=hosts
lab_up
# shellcheck source=tests/oracle/lab.sh
source "$ROOT/tests/oracle/lab.sh"
# shellcheck source=tests/oracle/situations/hosts.sh
source "$ROOT/tests/oracle/situations/hosts.sh"
# shellcheck source=tests/oracle/situations/paths.sh
source "$ROOT/tests/oracle/situations/paths.sh"
situations_end
