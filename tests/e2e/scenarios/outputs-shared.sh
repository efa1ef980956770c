# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Root writes a report where nobody may write too: what nobody has put there gets no right, no report and nothing of
# root's. tests/unit/test_output_shared.c has all cases and lets them race; this is the shipped file as two real users.

lab_up
NOBODY=(setpriv --reuid 65534 --regid 65534 --clear-groups)
SHARED=/run/lab/shared
SECRET=/run/lab/secret

# plan OPTION...: the least that writes a file; asks nobody.
plan() {
	ecsprobe --region us-east-1 --account 111122223333 --list "$@"
}

# trap_in MODE COMMAND...: a new shared directory of that mode, in which nobody has run COMMAND.
trap_in() {
	rm -rf "$SHARED"
	install -d -m "$1" "$SHARED"
	echo secret >"$SECRET"
	chmod 600 "$SECRET"
	(cd "$SHARED" && "${NOBODY[@]}" "${@:2}") || fail "nobody could not: ${*:2}"
	plan -o json="$SHARED/r.json"
	same "root's secret" "secret 600 root" "$(<"$SECRET") $(stat -c '%a %U' "$SECRET")"
	same "what is left beside the report" r.json "$(ls -A "$SHARED")"
}

is_whole_report() {
	same "the report" ecsprobe.plan/1 "$(jq -r .schema "$SHARED/r.json")"
	same "its owner and mode" "root 644" "$(stat -c '%U %a' "$SHARED/r.json")"
}

for mode in 1777 777; do
	# The way in: a setuid file of nobody's, which root's report would have become.
	trap_in "$mode" sh -c 'touch r.json && chmod 4777 r.json'
	expect_exit 0
	is_whole_report
	trap_in "$mode" ln -s "$SECRET" r.json
	expect_exit 74
	expect_text stderr 'symbolic link that is in a directory to which others may write'
	trap_in "$mode" sh -c 'mkfifo r.json && chmod 666 r.json'
	expect_exit 74
	expect_text stderr "somebody else's pipe or device, in a directory to which others may write"
	trap_in "$mode" mkdir r.json
	expect_exit 74
	expect_text stderr 'Is a directory'
done

# A directory of nobody's on the way is no better than one for everybody.
rm -rf "$SHARED"
install -d -o nobody -m 755 "$SHARED"
mkdir /run/lab/elsewhere
"${NOBODY[@]}" ln -s /run/lab/elsewhere "$SHARED/way"
plan -o json="$SHARED/way/r.json"
expect_exit 74
same "what is elsewhere" '' "$(ls -A /run/lab/elsewhere)"

# The descriptors that are open already, whoever opened them: a pipe, and a file that could not be opened again.
plan -o json=/dev/stdout
expect_exit 0
same "the report on stdout" ecsprobe.plan/1 "$(jq -r .schema "$OUT/stdout")"
ecsprobe_command --region us-east-1 --list -o json=/dev/fd/7 -o json=/dev/stderr
same "the report through a pipe" ecsprobe.plan/1 "$("${COMMAND[@]}" 7>&1 >"$OUT/stdout" 2>"$OUT/stderr" | jq -r .schema)"
same "the report on stderr" ecsprobe.plan/1 "$(jq -r .schema "$OUT/stderr")"
PREFIX=("${NOBODY[@]}")
for file in /dev/stdout /proc/self/fd/1; do
	chmod 600 "$OUT/stdout"
	plan -o json=$file
	expect_exit 0
	same "the report of nobody in root's file" ecsprobe.plan/1 "$(jq -r .schema "$OUT/stdout")"
done
plan -o json=/dev/fd/9
expect_exit 74
expect_text stderr 'cannot write /dev/fd/9: Bad file descriptor'
PREFIX=()

# A report that grows beyond what a file may have, or a disk: the old one stays, and nothing beside it.
rm -rf "$SHARED"
mkdir "$SHARED"
echo old >"$SHARED/r.json"
E2E_WRAP="prlimit --fsize=1000:1000 ${E2E_WRAP-}" plan -o json="$SHARED/r.json"
expect_exit 74
expect_text stderr 'File too large'
same "what is there" "r.json old" "$(ls -A "$SHARED") $(<"$SHARED/r.json")"
mount -t tmpfs -o size=8k tmpfs "$SHARED"
echo old >"$SHARED/r.json"
plan -o json="$SHARED/r.json"
expect_exit 74
expect_text stderr 'No space left on device'
same "what is there" "r.json old" "$(ls -A "$SHARED") $(<"$SHARED/r.json")"
umount "$SHARED"
