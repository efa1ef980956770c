# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# One system call of a look at an image fails, or a signal comes before one. The image has no Docker: it is never called good.
# limit: 600 s

source "$E2E/faults.sh"
lab_up
image_up
rm "$IMAGE/usr/bin/dockerd"
faults_begin
count_calls --bake=final --root "$IMAGE" --timeout 3
draw_faults 40
inject_each --bake=final --root "$IMAGE" --timeout 3
tell_faults "faults" 60
