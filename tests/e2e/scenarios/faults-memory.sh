# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# One allocation of a run fails, the program's own, a library's or libc's, in a world where ecr.api refuses: a report that is
# true, or "out of memory" and exit 70. The same of a look at an image without Docker. With the binary of "make debug", which
# is linked dynamically.
# limit: 600 s

source "$E2E/faults.sh"
lab_up
image_up
rm "$IMAGE/usr/bin/dockerd"
faults_begin
refuse ecr.api
BINARY=$ROOT/build/debug/ecsprobe
[[ -x $BINARY ]] || skip "no $BINARY (run: make debug)"
allocations_fail 25 --timeout 3
allocations_fail 15 --bake --root "$IMAGE" --timeout 3
tell_faults "allocations" 60
