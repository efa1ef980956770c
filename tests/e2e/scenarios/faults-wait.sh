# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# One system call of a run with --wait fails, or a signal comes before one, in a world where ecr.api refuses to the end: what
# is left is the report of a try, or none and a reason; it never stops for "healthy".
# limit: 600 s

source "$E2E/faults.sh"
lab_up
faults_begin
refuse ecr.api
count_calls --wait 2 --timeout 2
draw_faults 15
inject_each --wait 2 --timeout 2
tell_faults "faults" 60
