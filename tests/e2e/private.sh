# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What a lab sees of this machine's files: /usr but for /usr/local and for units of this machine's own, a few files of
# /etc, and what dpkg knows of its packages. All else is the lab's own and empty: whoever uses this machine, and for what,
# is not to be seen. `tests/e2e/poisoned` proves it.

# Of /etc: what programs of /usr do not run without, and the users and groups that their packages made.
ETC_KEPT=(alternatives chromium.d/default-flags chromium.d/dev-shm cloud/cloud.cfg cloud/cloud.cfg.d/05_logging.cfg
	cloud/templates fonts group ld.so.cache ld.so.conf ld.so.conf.d os-release passwd protocols rpc services)
KEPT=$LAB/kept

# private_files: before anything else of the lab.
private_files() {
	local dir
	mount -t tmpfs -o mode=755 lab /run
	mkdir -p /run/lock /run/systemd/system "$LAB"/{log,pid,out,home} "$KEPT"
	export HOME=$LAB/home
	echo "$MACHINE_HOSTNAME" >/proc/sys/kernel/hostname
	private_etc
	keep_dpkg
	# The units are in the way of a plain instance; a machine has those of the packages that it needs: see machine_units.
	for dir in /var /root /home /usr/local /usr/lib/systemd/system; do private_dir "$dir" 755; done
	for dir in /tmp /dev/shm; do private_dir "$dir" 1777; done
	private_var
}

# private_dir DIR MODE: empty, and what is written there stays in the lab. The sources, what the runner needs, and programs
# that may come from elsewhere than a package of Debian stay where they are.
private_dir() {
	local path number=0 paths=()
	[[ -d $1 ]] || return 0
	for path in "$ROOT" "$CACHE" "$(dirname "${BINARY:-$ROOT/x}")" ${E2E_KEEP:+"$E2E_KEEP"} $(type -P docker packer); do
		[[ $path != "$1" ]] || return 0
		[[ $path == "$1"/* ]] || continue
		mount_point "$path" "$KEPT/${#paths[@]}"
		mount --rbind "$path" "$KEPT/${#paths[@]}" || lab_error "cannot keep $path"
		paths+=("$path")
	done
	mount -t tmpfs -o mode="$2" lab "$1" || lab_error "no tmpfs on $1"
	for path in "${paths[@]}"; do
		mount_point "$KEPT/$number" "$path"
		mount --move "$KEPT/$number" "$path" || lab_error "cannot keep $path"
		rm -d "$KEPT/$number"
		number=$((number + 1))
	done
}

# mount_point LIKE PATH: a folder or a file, as that is.
mount_point() {
	mkdir -p "${2%/*}"
	if [[ -d $1 ]]; then mkdir -p "$2"; else : >>"$2"; fi
}

# private_etc: as on an instance of an image that has no agent.
private_etc() {
	local name
	mkdir "$KEPT/etc"
	for name in "${ETC_KEPT[@]}"; do [[ ! -e /etc/$name ]] || (cd /etc && cp -a --parents "$name" "$KEPT/etc"); done
	mount -t tmpfs -o mode=755 lab /etc || lab_error "no tmpfs on /etc"
	mv "$KEPT/etc/"* /etc/
	rmdir "$KEPT/etc"
	mkdir -p /etc/{ecs,ssl/certs,systemd/system}
	printf 'passwd: files\ngroup: files\nhosts: files dns\n' >/etc/nsswitch.conf
	printf 'nameserver %s\n' "${NAMESERVERS[@]}" >/etc/resolv.conf
	printf '127.0.0.1 localhost\n' >/etc/hosts
	((${#HOSTS_LINES[@]} == 0)) || printf '%s\n' "${HOSTS_LINES[@]}" >>/etc/hosts
	tr -d - </proc/sys/kernel/random/uuid >/etc/machine-id
}

# keep_dpkg: for a package that is installed in a machine.
keep_dpkg() {
	[[ $MACHINE && -d /var/lib/dpkg ]] || return 0
	mkdir -p "$KEPT/dpkg" "$LAB/dpkg"/{upper,work}
	mount -t overlay overlay -o "lowerdir=/var/lib/dpkg,upperdir=$LAB/dpkg/upper,workdir=$LAB/dpkg/work" "$KEPT/dpkg" ||
		lab_error "no overlay over /var/lib/dpkg"
}

private_var() {
	mkdir -p /var/{cache,lib,local,log,spool}
	mkdir -p -m 1777 /var/tmp
	ln -s /run /var/run
	ln -s /run/lock /var/lock
	[[ -d $KEPT/dpkg ]] || return 0
	mkdir -p /var/lib/dpkg
	mount --move "$KEPT/dpkg" /var/lib/dpkg || lab_error "cannot keep /var/lib/dpkg"
}
