# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The disk of a report is full, or read-only, or standard output is full or closed: exit 74 and why, the old report and
# nothing beside it, and the reports that can be written are. For a plain run, one with --wait and one of an image.

lab_up
image_up
DISK=/run/lab/disk
mkdir "$DISK"
mount -t tmpfs -o size=8k tmpfs "$DISK"
echo old >"$DISK/report.json"
refuse ecr.api
# lost WHY OPTION...: the report on the disk cannot be written, and the one in $OUT is.
lost() {
	rm -f "$OUT"/report.*
	ecsprobe "${TRUST[@]}" --timeout "$(scaled 2)" -o json="$DISK/report.json" -o json="$OUT/report.json" "${@:2}"
	expect_exit 74
	expect_text stderr "^ecsprobe: .*$DISK/report.json.*$1"
	same "what is on the disk" "report.json old" "$(ls -A "$DISK") $(<"$DISK/report.json")"
	same "the other report" ecsprobe.report/1 "$(from_report .schema)"
}
# without_stdout REDIRECTION WHY OPTION...: the text has nowhere to go, and the file is there.
without_stdout() {
	rm -f "$OUT"/report.*
	ecsprobe_command "${TRUST[@]}" --timeout "$(scaled 2)" -o text -o json="$OUT/report.json" "${@:3}"
	local start=${EPOCHREALTIME/./}
	eval '"${COMMAND[@]}" </dev/null 2>"$OUT/stderr" '"$1"
	ended "$?" "$start"
	expect_exit 74
	expect_text stderr "cannot write standard output: $2"
	same "the report in the file" ecsprobe.report/1 "$(from_report .schema)"
}
for mode in '' '--wait 1' "--bake --root $IMAGE"; do
	mount -o remount,rw "$DISK"
	# shellcheck disable=SC2086 # words
	{
		lost 'No space left on device' $mode
		mount -o remount,ro "$DISK"
		lost 'Read-only file system' $mode
		without_stdout '>/dev/full' 'No space left on device' $mode
		without_stdout '>&-' 'Bad file descriptor' $mode
	}
done
umount "$DISK"
