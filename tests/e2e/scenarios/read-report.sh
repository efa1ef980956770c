# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# --read renders the JSON of a run again: every format as the run itself wrote it, with the status of the run, without a
# network and without anything that the machine has set.

agent
lab_up
drop ecr.dkr
probe_formats 4 -v
expect_exit 1
cp "$OUT/report.json" "$OUT/saved.json"
mkdir -p /etc/ecsprobe
echo "output = json=$OUT/other.json" >/etc/ecsprobe/ecsprobe.conf
for format in $(formats); do
	ecsprobe --read "$OUT/saved.json" -v -o "$format=$OUT/again.$format"
	expect_exit 1
	same "stderr" "" "$(<"$OUT/stderr")"
	cmp "$OUT/report.$format" "$OUT/again.$format" || fail "$format is not the same"
done
[[ ! -e $OUT/other.json ]] || fail "a setting of this machine was obeyed"
ecsprobe --read "$OUT/saved.json" -o nagios
expect_exit 2
# What somebody sent, by a redirection, by a pipe and by the shell's own pipe, and sorted.
jq -S . "$OUT/saved.json" >"$OUT/sorted.json"
ecsprobe_command --read - -v -o "text=$OUT/again.text"
read_again() { # NAME STATUS
	same "status by a $1" 1 "$2"
	cmp "$OUT/report.text" "$OUT/again.text" || fail "sorted members change the text"
	rm "$OUT/again.text"
}
"${COMMAND[@]}" <"$OUT/sorted.json" >"$OUT/stdout" 2>"$OUT/stderr"
read_again redirection "$?"
# shellcheck disable=SC2002
cat "$OUT/sorted.json" | "${COMMAND[@]}" >"$OUT/stdout" 2>"$OUT/stderr"
read_again pipe "$?"
ecsprobe --read <(cat "$OUT/sorted.json") -v -o "text=$OUT/again.text"
expect_exit 1
read_again "pipe of the shell" 1

# What is no report is refused, with the member that is wrong; what is new is told.
head -c 2000 "$OUT/saved.json" >"$OUT/cut.json"
ecsprobe --read "$OUT/cut.json"
expect_exit 78
expect_text stderr "cut.json:[0-9]+:[0-9]+: this is not JSON"
same stdout "" "$(<"$OUT/stdout")"
jq '.endpoints[2].status = "splendid"' "$OUT/saved.json" >"$OUT/odd.json"
ecsprobe --read "$OUT/odd.json" -o nagios
expect_exit 3
expect_text stderr "odd.json: endpoints\\[2\\].status: this version does not know 'splendid'"
jq '.verdict = "healthy"' "$OUT/saved.json" >"$OUT/forged.json"
ecsprobe --read "$OUT/forged.json"
expect_exit 78
expect_text stderr 'forged.json: verdict: found healthy, but endpoints\[[0-9]+\].status is fail'
jq '.moon_phase = 3' "$OUT/saved.json" >"$OUT/newer.json"
ecsprobe --read "$OUT/newer.json"
expect_exit 1
expect_text stderr 'ignoring members that this version does not know: moon_phase'
ecsprobe --region us-east-1 --list -o json
cp "$OUT/stdout" "$OUT/plan.json"
ecsprobe --read "$OUT/plan.json"
expect_exit 78
expect_text stderr "schema: found 'ecsprobe.plan/1', expected ecsprobe.report/1"
# It is shown whole: what would choose or ask something is refused, and so is no name at all.
ecsprobe --read "$OUT/saved.json" --service ecs
expect_exit 64
expect_text stderr '--service does not work with --read'
ecsprobe --read "$OUT/saved.json" --wait 5
expect_exit 64
ecsprobe --read= -o json
expect_exit 64
expect_text stderr "--read: found '', expected FILE"
ecsprobe --read /nowhere.json
expect_exit 78
expect_text stderr 'cannot read /nowhere.json'
