# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Several profiles at once, as one list and as several options, and one that does not exist.

profile batch mwaa
lab_up
probe 4 --profile batch,mwaa --expect private
expect_healthy
expect_plan
probe 4 --profile batch --profile mwaa --expect private
expect_healthy
expect_plan
ecsprobe --profile batch,no-such-use
expect_exit 64
same stdout '' "$(<"$OUT/stdout")"
for name in no-such-use "${!PROFILES[@]}" auto; do expect_text stderr "(^|[ '])$name([', ]|\$)"; done
