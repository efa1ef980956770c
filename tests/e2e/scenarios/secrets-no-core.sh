# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A crash leaves no core, in which the passwords of proxies and registries would be, and no other process of the same user
# may look into a running ecsprobe.

lab_up
refuse ecs
mkdir -m 777 /run/lab/cores
NOBODY=(setpriv --reuid 65534 --regid 65534 --clear-groups)
crash() {
	"$E2E/servers/coredump.py" /run/lab/cores 1.5 "$@" 2>"$OUT/stderr" </dev/null
}
ecsprobe_command --ca-file "$CA" --wait 60 --timeout 5 -o json=/dev/null
# Or what follows would say nothing: here /proc/sys/kernel/core_pattern decides for all namespaces.
[[ $(crash "${NOBODY[@]}" sleep 60) == "core, files of nobody" ]] || not_applicable "this machine keeps no cores"
before=$(find /run/lab/cores -type f | wc -l)
same "what it leaves of ecsprobe" "no core, files of root" "$(crash "${NOBODY[@]}" "${COMMAND[@]}")"
same "what it leaves of root's" "no core, files of root" "$(crash "${COMMAND[@]}")"
same "cores" "$before" "$(find /run/lab/cores -type f | wc -l)"
