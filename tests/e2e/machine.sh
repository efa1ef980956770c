# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034
# The instance as a whole machine: systemd as process 1 in systemd-nspawn, with dbus and journald, on the lab's
# instance network and with its /etc and /var; its root is an overlay over this machine's. It dies with the lab.
# Its control groups are removed by who started the lab (see sweep_cgroups in enter.sh).

MACHINE=
MACHINE_DOCKER=
MACHINE_ROOT=$LAB/machine/root
MACHINE_UNITS=$MACHINE_ROOT/usr/lib/systemd/system
MACHINE_HOSTNAME=ip-10-0-1-50.ec2.internal
MACHINE_LINES=()
CLOUD_FINAL=

# What the units of this machine's packages would do to the kernel all labs share, or only costs time.
MACHINE_MASKED=(systemd-sysctl systemd-modules-load systemd-remount-fs systemd-random-seed systemd-sysusers systemd-logind
	systemd-udevd systemd-udev-trigger systemd-timesyncd systemd-resolved systemd-networkd systemd-binfmt systemd-pstore
	systemd-hwdb-update systemd-update-utmp{,-runlevel} ldconfig kmod-static-nodes console-getty getty@tty1 e2scrub_reap containerd)

# systemd: the instance is a machine, and probe and ecsprobe run in it.
systemd() {
	MACHINE=1
	needs systemd-nspawn dbus-daemon curl
	[[ -x /usr/lib/systemd/systemd || -x /lib/systemd/systemd ]] || skip "not installed: systemd (run: scripts/setup scenarios)"
}

# dockerd: docker.service with /run/docker.sock; also declares systemd.
dockerd() {
	[[ $MACHINE ]] || systemd
	MACHINE_DOCKER=1
	needs dockerd containerd runc
}

# machine_config LINE...: lines of /etc/ecs/ecs.config that are there before anything starts.
machine_config() {
	MACHINE_LINES+=("$@")
}

# cloud_final_held: cloud-final.service stays "activating", as while user data runs, until cloud_final_done.
cloud_final_held() {
	CLOUD_FINAL=held
}

# cloud_final_done: (while the lab runs) it ends.
cloud_final_done() {
	rm -f /var/lib/cloud/held
}

machine_up() {
	[[ $MACHINE ]] || return 0
	machine_cgroups
	machine_root
	machine_units
	cloud_init_files
	agent_files
	machine_boot
	PREFIX=("${MACHINE_ENTER[@]}")
	[[ ! $MACHINE_DOCKER ]] || dockerd_ready
	agent_up
}

# machine_cgroups: groups of this lab's own, one per hierarchy, in the array MACHINE_CGROUPS.
machine_cgroups() {
	local base name=ecsprobe-${ECSPROBE_LAB:-none}
	MACHINE_CGROUPS=()
	for base in $(cgroup_hierarchies); do
		mkdir "$base/$name" 2>/dev/null || [[ -d $base/$name ]] || skip "may not create control groups"
		MACHINE_CGROUPS+=("$base/$name")
		# An empty set of processors or of memory takes in no process.
		[[ ! -e $base/cpuset.mems ]] || { cat "$base/cpuset.cpus" >"$base/$name/cpuset.cpus" &&
			cat "$base/cpuset.mems" >"$base/$name/cpuset.mems"; }
	done
	((${#MACHINE_CGROUPS[@]})) || skip "no control groups"
}

# cgroup_hierarchies: the roots of the control groups' trees, a line each: one, or one per controller.
cgroup_hierarchies() {
	local dir
	if [[ -e /sys/fs/cgroup/cgroup.procs ]]; then
		echo /sys/fs/cgroup
		return
	fi
	for dir in /sys/fs/cgroup/*/; do
		[[ -L ${dir%/} || ! -e ${dir}cgroup.procs ]] || echo "${dir%/}"
	done
}

machine_root() {
	local dir
	mkdir -p "$LAB"/machine/{upper,work,root}
	mount -t overlay overlay -o "lowerdir=/,upperdir=$LAB/machine/upper,workdir=$LAB/machine/work" "$MACHINE_ROOT" ||
		lab_error "cannot mount an overlay on /"
	for dir in /etc /var /root /home /usr/local; do
		mkdir -p "$MACHINE_ROOT$dir"
		mount --rbind "$dir" "$MACHINE_ROOT$dir" || lab_error "cannot bind $dir"
	done
	mkdir -p /var/{log,cache}/ecs /var/lib/{ecs/data,cloud}
	[[ ! $CLOUD_FINAL ]] || touch /var/lib/cloud/held
	# Whoever runs the tests may hide their files from others, but not from others in the machine.
	for dir in "$(dirname "${BINARY:-$ROOT}")" "$ROOT" "$CACHE"; do
		while [[ $dir != / ]]; do
			mkdir -p "$MACHINE_ROOT$dir"
			chmod a+x "$MACHINE_ROOT$dir"
			dir=$(dirname "$dir")
		done
	done
}

# machine_units: none but those of the packages that the instance needs, and nothing that this machine has enabled.
machine_units() {
	local unit
	(cd "$MACHINE_ROOT" && xargs -r -d '\n' rm -f <"$CACHE/foreign-units")
	mkdir -p /etc/systemd/system/multi-user.target.wants
	for unit in "${MACHINE_MASKED[@]}"; do ln -s /dev/null "/etc/systemd/system/$unit.service"; done
	for unit in dev-hugepages sys-kernel-{debug,tracing,config} sys-fs-fuse-connections; do
		ln -s /dev/null "/etc/systemd/system/$unit.mount"
	done
	echo "$MACHINE_HOSTNAME" >/etc/hostname
	[[ $CLOUD_INIT ]] || stand_in_for_cloud_final
	if [[ $MACHINE_DOCKER ]]; then docker_units; fi
}

stand_in_for_cloud_final() {
	cat >"$MACHINE_UNITS/cloud-final.service" <<'EOT'
[Unit]
Description=Execute cloud user/final scripts

[Service]
Type=oneshot
ExecStart=/bin/sh -c 'while [ -e /var/lib/cloud/held ]; do sleep 0.05; done'
RemainAfterExit=yes
TimeoutSec=0

[Install]
WantedBy=multi-user.target
EOT
	machine_enable cloud-final.service
}

# machine_enable UNIT
machine_enable() {
	ln -sf "/usr/lib/systemd/system/$1" /etc/systemd/system/multi-user.target.wants/
}

# As Docker's own packages have them, apart from its options and from what nspawn mounts without leave to write.
docker_units() {
	cat >"$MACHINE_UNITS/docker.socket" <<'EOT'
[Unit]
Description=Docker Socket for the API

[Socket]
ListenStream=/run/docker.sock
SocketMode=0660
SocketUser=root
SocketGroup=docker

[Install]
WantedBy=sockets.target
EOT
	cat >"$MACHINE_UNITS/docker.service" <<'EOT'
[Unit]
Description=Docker Application Container Engine
After=docker.socket
Requires=docker.socket

[Service]
Type=notify
ExecStartPre=/bin/sh -c 'for dir in /sys/fs/cgroup /sys/fs/cgroup/*; do mount -o remount,rw,bind "$dir" 2>/dev/null; done; exit 0'
EnvironmentFile=-/etc/sysconfig/docker
ExecStart=/usr/sbin/dockerd -H fd:// --bridge=none --iptables=false --ip6tables=false --exec-opt native.cgroupdriver=cgroupfs $OPTIONS
ExecReload=/bin/kill -s HUP $MAINPID
LimitNOFILE=1048576
LimitNPROC=infinity
LimitCORE=infinity
TimeoutStartSec=0
Delegate=yes
KillMode=process
Restart=always
RestartSec=2
StartLimitBurst=3
StartLimitInterval=60s

[Install]
WantedBy=multi-user.target
EOT
	getent group docker >/dev/null || echo docker:x:990: >>/etc/group
	machine_enable docker.service
}

# machine_boot: returns when the system bus answers.
machine_boot() {
	local path binds=("--bind=$OUT")
	for path in "$ROOT" "$CACHE" "$(dirname "${BINARY:-$ROOT/x}")"; do binds+=("--bind-ro=$path"); done
	# Its counters are files there: make coverage.
	[[ ${BINARY-} != "$ROOT"/build/coverage/* ]] || binds[-1]=--bind=$(dirname "$BINARY")
	# shellcheck disable=SC2016
	start instance machine sh -c 'while [ "$1" != -- ]; do echo 0 >"$1/cgroup.procs" || exit 1; shift; done; shift; exec "$@"' \
		sh "${MACHINE_CGROUPS[@]}" -- env SYSTEMD_NSPAWN_API_VFS_WRITABLE=network systemd-nspawn --boot --directory="$MACHINE_ROOT" \
		--machine="lab-${ECSPROBE_LAB:-none}" --hostname="$MACHINE_HOSTNAME" --register=no --keep-unit --console=read-only \
		--link-journal=no --resolv-conf=off --timezone=off --capability=all --system-call-filter='@keyring bpf' \
		"${binds[@]}" systemd.unit=multi-user.target
	poll 10 machine_leader || machine_broken "systemd-nspawn does not work here"
	MACHINE_ENTER=(nsenter -t "$(<"$LAB/pid/leader")" -m -u -i -n -p -C -r -w --)
	poll 20 in_machine systemctl is-active --quiet dbus.socket || machine_broken "systemd does not boot in systemd-nspawn here"
}

# machine_leader: finds process 1 of the machine, once it is systemd.
machine_leader() {
	local pid
	pid=$(pgrep -x systemd -P "$(<"$LAB/pid/machine")") && echo "$pid" >"$LAB/pid/leader"
}

# machine_broken REASON: there are machines that do not let a container be one.
machine_broken() {
	sed 's/^/machine: /' "$LAB/log/machine" >&2
	skip "$1: $(grep . "$LAB/log/machine" | tail -n 1 | tr -cd '[:print:]')"
}

dockerd_ready() {
	poll 20 dockerd_settled
	[[ $(unit_state docker.service) != active* ]] || return 0
	journal -u docker -n 20 >&2
	skip "dockerd does not run here: $(journal -u docker -t dockerd -n 1)"
}

# dockerd_settled: it answers, or systemd has given it up.
dockerd_settled() {
	docker_curl GET /_ping '' --fail -m 2 || unit_is docker.service 'failed failed'
}

# restart_docker: with its files read again. Nobody restarts it as often as a scenario, so that systemd's limit of three
# starts a minute, which a fast machine reaches, is lifted.
restart_docker() {
	in_machine systemctl daemon-reload
	in_machine systemctl reset-failed docker.service
	in_machine systemctl restart docker
}

# in_machine COMMAND...: in all namespaces of the machine, as root.
in_machine() {
	[[ -v MACHINE_ENTER ]] || MACHINE_ENTER=(nsenter -t "$(<"$LAB/pid/leader")" -m -u -i -n -p -C -r -w --)
	"${MACHINE_ENTER[@]}" "$@" </dev/null
}

# as_nobody COMMAND...: probe, ecsprobe or in_machine, as an unprivileged user without groups.
as_nobody() {
	local PREFIX=("${MACHINE_ENTER[@]}" setpriv --reuid 65534 --regid 65534 --clear-groups)
	local MACHINE_ENTER=("${PREFIX[@]}")
	# A report of root's cannot be written over.
	rm -f "$OUT"/report.*
	chmod 777 "$OUT"
	"$@"
}

# outside COMMAND...: probe or ecsprobe beside the machine: same network and files, no systemd to talk to.
outside() {
	local PREFIX=()
	"$@"
}

# signal_probe SIGNAL: to a probe that runs in the background, which is not the process that the shell knows.
signal_probe() {
	pkill -x -"$1" "$(basename "$BINARY")"
}

# unit_state UNIT: its active state and substate, e.g. "active running", "inactive dead".
unit_state() {
	local states
	mapfile -t states < <(in_machine systemctl show --value -p ActiveState -p SubState "$1")
	echo "${states[*]}"
}

# unit_is UNIT STATE: for poll.
unit_is() {
	[[ $(unit_state "$1") == "$2" ]]
}

# unit_property UNIT PROPERTY: e.g. NRestarts, Result, ExecMainStatus.
unit_property() {
	in_machine systemctl show --value -p "$2" "$1"
}

# journal [OPTION...]: of the machine; see journalctl. journald may not yet have read what was sent to it long ago.
journal() {
	in_machine journalctl --sync
	in_machine journalctl -q --no-pager -o cat "$@"
}

# docker_api METHOD PATH [JSON]: prints what dockerd answers; fails on an error. docker_status: prints the status instead.
docker_api() {
	docker_curl "$1" "$2" "${3-}" --fail
}
docker_status() {
	docker_curl "$1" "$2" "${3-}" -o /dev/null -w '%{http_code}\n'
}

# docker_curl METHOD PATH JSON OPTION...
docker_curl() {
	local body=()
	[[ ! $3 ]] || body=(-H 'Content-Type: application/json' -d "$3")
	curl -s -m 60 "${@:4}" "${body[@]}" -X "$1" \
		--unix-socket "/proc/$(<"$LAB/pid/leader")/root/run/docker.sock" "http://docker$2"
}

# hang UNIT: its main process does not get a moment of the processor any more; what it listens on is still there.
hang() {
	in_machine kill -STOP "$(unit_property "$1" MainPID)"
}

# another_docker MODE: servers/notdocker.py at the path of dockerd's socket; docker.service is none the wiser.
another_docker() {
	stop_server notdocker
	in_machine rm -f /run/docker.sock
	start instance notdocker "${MACHINE_ENTER[@]}" "$PYTHON" "$E2E/servers/notdocker.py" "$1" /run/docker.sock
	poll 5 in_machine test -S /run/docker.sock || lab_error "notdocker does not start"
}

# expect_unit UNIT STATE: e.g. expect_unit ecs.service 'inactive dead'.
expect_unit() {
	same "state of $1" "$2" "$(unit_state "$1")"
}

# machine_show: what the machine can say when something is wrong.
machine_show() {
	[[ $MACHINE && -e $LAB/pid/leader ]] || return 0
	journal -n 40 -o short-monotonic _COMM=systemd + SYSLOG_IDENTIFIER=amazon-ecs-init | sed 's/^/journal: /'
	tail -n 30 "$MACHINE_ROOT/var/log/ecs/ecs-agent.log" 2>/dev/null | cut -c 1-200 | sed 's/^/ecs-agent.log: /'
}
