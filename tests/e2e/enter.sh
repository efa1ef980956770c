# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# How a shell outside gets a lab: new namespaces that die with their first process. What of this machine a lab sees is
# decided here, for the environment, and in private.sh, for the files.

ROOT=$(cd "$E2E/../.." && pwd)
CACHE=${E2E_CACHE:-$ROOT/build/e2e}
PYTHON=/usr/bin/python3
# What every lab needs; a scenario that needs more says so by needs (expect.sh).
NEEDED_PROGRAMS=(unshare nsenter setpriv ip ss nft unbound unbound-control knotd nginx dig openssl jq pgrep "${CC:-gcc}" "$PYTHON")
export E2E ROOT CACHE PYTHON

# What runs a command as process 1 of a lab. Kill either process: nothing of the lab survives.
# Only KILL does it: unshare blocks TERM and INT while it waits.
NEW_LAB=(unshare --net --mount --uts --ipc --pid --fork --kill-child --mount-proc --)

# What a caller may say to a runner, or to a program on a terminal; E2E_* too.
KEPT_VARIABLES=(STRICT CC ASAN_OPTIONS UBSAN_OPTIONS LSAN_OPTIONS TERM NO_COLOR)

# own_environment "$@": the caller begins again without the rest of the environment that its user has, and with what else
# children inherit as it is on a new machine. In the beginning not even a program may be looked up in PATH.
own_environment() {
	local name variables=(E2E_CLEAN=1 LC_ALL=C.UTF-8 HOME=/ PATH=/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/sbin:/usr/local/bin)
	umask 022
	[[ ! ${E2E_CLEAN-} ]] || return 0
	ulimit -S -n 16384 2>/dev/null || ulimit -S -n "$(ulimit -H -n)"
	for name in "${KEPT_VARIABLES[@]}" "${!E2E_@}"; do
		[[ ! -v $name ]] || variables+=("$name=${!name}")
	done
	exec /usr/bin/env -i --default-signal "${variables[@]}" /usr/bin/bash "$(/usr/bin/realpath "$0")" "$@"
}

# own_root "$@": in a plain chroot no mount namespace can be made, as its "/" is no mount point. There the caller
# begins again in one where it is; a scenario must not see a difference, and nothing is left behind. A second chroot
# would not do: the kernel makes no user namespace in one, and who enters the mount namespace from elsewhere, as
# "docker exec" does, begins at its real root.
own_root() {
	local root
	if ((EUID != 0)) || [[ ${E2E_OWN_ROOT-} ]] || unshare --mount true 2>/dev/null; then
		return 0
	fi
	exec {root}</
	# A working directory outside of the root directory has the real root above itself.
	# shellcheck disable=SC2016 # expanded by the inner shell
	E2E_OWN_ROOT=1 exec "$PYTHON" -c '
import os, sys
os.chdir("/")
os.chroot("proc")
for _ in range(64):
    os.chdir("..")
os.chroot(".")
os.execv("/usr/bin/env", ["env"] + sys.argv[1:])' unshare --mount -- sh -c '
		PATH=$PATH:/usr/sbin:/sbin root=$(readlink "/proc/self/fd/$1") directory=$2 && shift 2
		mount --rbind "$root" "$root" && cd "$root" && pivot_root . . && umount -l -c . && cd "$directory" && exec "$@"
	' own_root "$root" "$PWD" "$(realpath "$0")" "$@"
}

# lab_cgroups LAB: those that a lab with a whole machine has, by the ECSPROBE_LAB it was started with.
lab_cgroups() {
	compgen -G "/sys/fs/cgroup/ecsprobe-$1"
	compgen -G "/sys/fs/cgroup/*/ecsprobe-$1"
}

# sweep_cgroups LAB: removes them when it is over. The kernel takes down the rest of a lab, but no control group; and
# its last processes may need a moment to leave.
sweep_cgroups() {
	local dirs end=$((SECONDS + 3))
	while mapfile -t dirs < <(lab_cgroups "$1") && ((${#dirs[@]})); do
		find "${dirs[@]}" -depth -type d -exec rmdir {} + 2>/dev/null && continue
		((SECONDS < end)) || break
		sleep 0.01
	done
}

# sweep_stale_cgroups: those of runners that were killed. A runner in a container beside this one has its processes out of
# our sight, and for a moment no process in a new group: what is young stays.
sweep_stale_cgroups() {
	local dir lab
	for dir in $(lab_cgroups '[0-9]*'); do
		lab=${dir##*/ecsprobe-}
		[[ -e /proc/${lab%%[.-]*} || ! $(find "$dir" -maxdepth 0 -mmin +10) ]] ||
			find "$dir" -name cgroup.procs -exec cat {} + 2>/dev/null | grep -q . || sweep_cgroups "$lab"
	done
}

# forbidden: prints why this machine lets nobody have a lab, whatever is installed; fails where it does.
forbidden() {
	if ((EUID != 0)); then
		echo "needs root"
	elif ! unshare --net true 2>/dev/null; then
		echo "may not create namespaces; a container may when it is privileged"
	elif [[ ! -c /dev/net/tun ]]; then
		echo "no /dev/net/tun"
	else
		return 1
	fi
}

# cannot_run: prints why a lab is impossible here; fails when it is possible.
cannot_run() {
	local program missing=()
	! forbidden || return 0
	for program in "${NEEDED_PROGRAMS[@]}"; do
		PATH=$PATH:/usr/sbin:/sbin command -v "$program" >/dev/null || missing+=("$program")
	done
	if ((${#missing[@]})); then
		echo "not installed: ${missing[*]} (run: scripts/setup lab)"
	elif ! "${NEW_LAB[@]}" ip link set lo up 2>/dev/null; then
		echo "may not create namespaces"
	else
		return 1
	fi
}

# prepare: what labs share and what takes long, once.
prepare() {
	# shellcheck source=/dev/null
	source "$E2E/catalog.sh"
	# shellcheck source=/dev/null
	source "$E2E/pki.sh"
	pki_ensure && programs_ensure && foreign_units >"$CACHE/foreign-units.$$" && mv "$CACHE/foreign-units.$$" "$CACHE/foreign-units"
}

# foreign_units: what is below usr/lib/systemd and of no package that a machine needs, a line each. Where there is no dpkg
# nobody knows.
foreign_units() {
	[[ -e /var/lib/dpkg/info/systemd.list ]] || return 0
	comm -23 <(cd / && find usr/lib/systemd ! -type d | sort) \
		<(sed -nE 's|^/(usr/)?(lib/systemd/.)|usr/\2|p' /var/lib/dpkg/info/{systemd,udev,dbus,cloud-init}*.list 2>/dev/null | sort)
}
