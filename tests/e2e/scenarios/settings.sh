# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Settings come from the file, the environment and the command line, each stronger than the one before; --show-config says
# which, and what is wrong in the file is named with its line, before anything is probed.

lab_up
mkdir -p /etc/ecsprobe
printf '%s\n' '# for all' 'expect = private' 'skip = logs' 'require = secretsmanager' >/etc/ecsprobe/ecsprobe.conf
ecsprobe --show-config
expect_exit 0
expect_text stdout '# /etc/ecsprobe/ecsprobe.conf:2'
expect_text stdout 'expect = private'
expect_text stdout '# default'
probe 5
expect_exit 0
same "expected path" private "$(jq -r '.endpoints[] | select(.service == "ecs").expect' "$OUT/report.json")"
same "skipped" 0 "$(jq '[.endpoints[] | select(.service == "logs")] | length' "$OUT/report.json")"
same "required" true "$(jq '.endpoints[] | select(.service == "secretsmanager").required' "$OUT/report.json")"
probe 5 --expect any
same "expected path" any "$(jq -r '.endpoints[] | select(.service == "ecs").expect' "$OUT/report.json")"

printf '%s\n' 'expect = privat' >/etc/ecsprobe/ecsprobe.conf
ecsprobe
expect_exit 78
expect_text stderr '/etc/ecsprobe/ecsprobe.conf:1'
expect_text stderr "'privat'"
ecsprobe --help
expect_exit 0
# A list of services and a profile each say all that is checked.
printf '%s\n' 'profile = ecs,batch' 'service = ecs' >/etc/ecsprobe/ecsprobe.conf
ecsprobe
expect_exit 78
expect_text stderr 'found /etc/ecsprobe/ecsprobe.conf:2: service and /etc/ecsprobe/ecsprobe.conf:1: profile, expected one of them'
ecsprobe --config /dev/null --service ecs --all-profiles
expect_exit 64
expect_text stderr 'found --service and --all-profiles, expected one of them'
probe 5 --profile ecs
expect_exit 0
ecsprobe --config /nowhere.conf
expect_exit 78
expect_text stderr '/nowhere.conf'
rm /etc/ecsprobe/ecsprobe.conf
# A password is nobody's business.
ecsprobe --show-config --bake --expect-proxy http://me:canary@proxy:3128
expect_exit 0
expect_no_text stdout canary
