# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Settings that cannot be read: every output says so and is replaced, so that nobody takes the healthy report of the run
# before for the present; nothing is asked and no agent is touched, not even by force. /dev/null stands for no file at all.

agent
lab_up
mkdir -p /etc/ecsprobe
probe_formats 6 --restart-agent --dry-run
expect_verdict healthy
remember_agent

refused() { # PATTERN OPTION...
	cp "$OUT/report.json" "$OUT/report.before"
	ecsprobe "${TRUST[@]}" -o json="$OUT/report.json" -o text="$OUT/report.txt" "${@:2}"
	expect_exit 78
	check_report
	expect_verdict unknown
	expect_json '.endpoints == [] and .resolvers == []'
	expect_findings fail:config-invalid:instance
	expect_text stderr "$1"
	expect_text report.txt 'config-invalid'
	cp "$OUT/report.before" "$OUT/report.json"
}
settings() { printf '%s\n' "$@" >/etc/ecsprobe/ecsprobe.conf; }

settings 'skip = logs' 'expect = privat'
refused "ecsprobe.conf:2: expect: found 'privat'"
refused "found 'privat'" --wait 30
((WALL_US < 5000000)) || fail "it waited for settings that are read once"
refused "found 'privat'" --bake
refused "found 'privat'" --restart-agent --force
expect_agent_untouched
probe_formats 4
expect_exit 78
expect_verdict unknown
expect_formats
ecsprobe -o nagios
expect_exit 3
expect_text stdout '^ECSPROBE UNKNOWN - .*config-invalid'
settings 'expect-proxy http://me:canary-7733@proxy:3128'
refused 'found a line of 45 bytes, expected option = value'
expect_no_text stderr canary-7733
expect_no_text report.txt canary-7733
# What the command line gives is right beside a setting that is lost with the rest.
settings 'timeout = 30' 'nonsense'
refused 'found a line of 8 bytes' --dns-timeout 20

# What is shaped as it should be, and names what does not exist.
settings 'skip = lgos'
refused "/etc/ecsprobe/ecsprobe.conf:1: skip: found 'lgos', expected a service of --list --all-profiles; did you mean logs?"
refused "found 'lgos'" --wait 30
((WALL_US < 5000000)) || fail "it waited for settings that are read once"
cp "$OUT/report.json" "$OUT/report.before"
ecsprobe "${TRUST[@]}" -o json="$OUT/report.json" --restart-agent --force
expect_exit 78
expect_json ".action.kind == \"defer\" and .action.reason == \"endpoints-unknown\""
expect_json '.action.detail | contains("lgos")'
expect_agent_untouched
cp "$OUT/report.before" "$OUT/report.json"
settings 'profile = ecs,paymnts'
refused "/etc/ecsprobe/ecsprobe.conf:1: profile: found 'paymnts'"
settings 'require = ecs' 'skip = ecs'
refused "'ecs' in both"
rm /etc/ecsprobe/ecsprobe.conf
refused 'cannot read /nowhere.conf' --config /nowhere.conf
mkfifo /etc/ecsprobe/fifo.conf
refused 'cannot read /etc/ecsprobe/fifo.conf' --config /etc/ecsprobe/fifo.conf
refused 'cannot read /dev/zero' --config /dev/zero

# Where the settings name the outputs, as far as they can be made out.
settings "output = json=$OUT/report.json" 'output = xml=/run/x' 'nonsense' "output = text=$OUT/report.txt"
ecsprobe
expect_exit 78
expect_verdict unknown
expect_text stderr "ecsprobe.conf:3: found a line of 8 bytes"
same stdout "" "$(<"$OUT/stdout")"

# A command line that is wrong itself says so alone.
ecsprobe -o json="$OUT/none.json" --no-such-option
expect_exit 78
[[ ! -e $OUT/none.json ]] || fail "a command line that cannot be read is obeyed"

probe 4 --config /dev/null
expect_verdict healthy
ln -sf /dev/null /etc/ecsprobe/ecsprobe.conf
probe 4
expect_verdict healthy
