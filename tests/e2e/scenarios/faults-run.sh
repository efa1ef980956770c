# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# One system call of a plain run fails, or a signal comes before one, in a world where ecr.api refuses: a report that is true
# or none and a reason, never "healthy", never half a file.
# limit: 600 s

source "$E2E/faults.sh"
lab_up
faults_begin
refuse ecr.api
count_calls --timeout 3
draw_faults 60
inject_each --timeout 3
tell_faults "faults" 60
