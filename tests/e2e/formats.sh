# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The formats, those for machines read by the machines' own programs. Files are named in full.

SCHEMAS=$ROOT/packaging/schema

# formats: the rows of the table of renderers, as the program names them when it is given something else.
formats() {
	"$BINARY" -o none 2>&1 | sed -n 's/.*found format .*one of //p' | tr -d ' ' | tr , '\n'
}

# probe_formats SECONDS OPTION...: the usual run, with every format in $OUT/report.FORMAT.
probe_formats() {
	local format outputs=()
	for format in $(formats); do
		[[ $format == @(text|json) ]] || outputs+=(-o "$format=$OUT/report.$format")
	done
	probe "$@" "${outputs[@]}"
	cp "$OUT/report.txt" "$OUT/report.text"
}

# check_prometheus FILE: not a word of lint. It reads from stdin only.
check_prometheus() {
	promtool check metrics <"$1"
}

# check_junit FILE: valid by our schema, and well-formed to a second parser.
check_junit() {
	xmllint --noout --nonet --schema "$SCHEMAS/junit.xsd" "$1" 2>&1 | grep -v ' validates$'
	"$PYTHON" -c 'import sys, xml.dom.minidom; xml.dom.minidom.parse(sys.argv[1])' "$1"
}

# tap_counts FILE: "PLANNED PASSED FAILED SKIPPED" as Perl's parser has it, which before Test::Harness 3.48 knows no
# version 14. What we print is the same in both but for the number. Parse errors come behind.
tap_counts() {
	perl -MTAP::Parser -MTAP::Parser::Grammar -e '
		local $/; my $text = <STDIN>;
		$text =~ s/\ATAP version 14\n/TAP version 13\n/ or die "no version line" if ($TAP::Parser::VERSION =~ /^(\d+\.\d+)/)[0] < 3.48;
		my $parser = TAP::Parser->new({ tap => $text });
		$parser->run;
		my @wrong = $parser->parse_errors;
		printf "%d %d %d %d%s\n", $parser->plan =~ /(\d+)$/, scalar $parser->passed, scalar $parser->failed, scalar $parser->skipped, @wrong ? " @wrong" : "";
	' <"$1" 2>&1
}

# check_tap FILE: no parse error, and each diagnostic is YAML to the parser.
check_tap() {
	local counts
	counts=$(tap_counts "$1")
	[[ $counts =~ ^[0-9]+\ [0-9]+\ [0-9]+\ [0-9]+$ ]] || echo "$counts"
	[[ $(grep -c '^  ---$' "$1") == $(grep -c '^  \.\.\.$' "$1") ]] || echo "a diagnostic has no end"
}

# check_emf FILE: one line, whose metrics and dimensions are members of the root, within CloudWatch's limits.
check_emf() {
	[[ $(wc -l <"$1") == 1 && $(stat -c %s "$1") -lt 262144 ]] || echo "not one small line"
	jq -r '. as $root | ._aws | .Timestamp as $time | .CloudWatchMetrics[] |
		(select(.Namespace != "ECSProbe") | "namespace \(.Namespace)"),
		(select((.Dimensions | length) == 0 or any(.Dimensions[]; length > 30)) | "dimensions \(.Dimensions)"),
		(select((.Metrics | length) == 0 or (.Metrics | length) > 100) | "\(.Metrics | length) metrics"),
		(.Dimensions[][] | select($root[.] | type != "string") | "dimension \(.) is not in the root"),
		(.Metrics[] | select($root[.Name] | type != "number") | "metric \(.Name) is not in the root"),
		(.Metrics[] | select(.Unit | IN("Count", "Microseconds", "None") | not) | "unit \(.Unit)"),
		($time | select(. < 1577836800000) | "time \(.)")' "$1"
}

# check_nagios FILE: a line with one bar and perfdata behind it; no other bar anywhere.
check_nagios() {
	local number='-?[0-9]+(\.[0-9]+)?' pattern
	pattern="^ECSPROBE (OK|WARNING|CRITICAL|UNKNOWN) - [^|]+ \\|( [a-z]+=${number}(us|ms|s)?;;;0(;[0-9]+)?)+\$"
	head -n 1 "$1" | grep -qE -- "$pattern" || head -n 1 "$1"
	tail -n +2 "$1" | grep -F '|'
	true
}

# check_text FILE: what a pipe can take, and the verdict in the second line.
check_text() {
	sed -n 2p "$1" | grep -qE '^(HEALTHY|DEGRADED|UNHEALTHY|UNKNOWN) ' || echo "no verdict: $(sed -n 2p "$1")"
	LC_ALL=C grep -n '[[:cntrl:]]' "$1"
	true
}

# check_html FILE: closed, consistent, and without anything that runs or loads.
check_html() {
	"$PYTHON" "$E2E/servers/htmlcheck.py" "$1"
}

# check_brief FILE: what a console can show, and the verdict at its beginning.
check_brief() {
	awk 'NR == 1 && !/^ecsprobe (HEALTHY|DEGRADED|UNHEALTHY|UNKNOWN)  ?/ { print "no verdict: " $0 }
		length > 79 { print "too long: " $0 }
		END { if (NR > 20) print NR " lines" }' "$1"
	LC_ALL=C grep -n '[[:cntrl:]]' "$1"
	true
}

# check_jsonl FILE..., check_json FILE...: by their schemas.
check_jsonl() {
	"$BINARY" --list-codes >"$OUT/codes"
	"$E2E/validate" --codes "$OUT/codes" "$@" | grep -v ', 0 with breaches$'
}
check_json() {
	check_jsonl "$@"
}

# expect_format FORMAT FILE...: several at a time are for json and jsonl, whose checker takes a while to start.
expect_format() {
	local said file
	EXPECTATIONS=$((EXPECTATIONS + 1))
	if [[ $(type -t "check_$1") != function ]]; then
		fail "nothing checks the format $1: write check_$1 in tests/e2e/formats.sh, which prints what is wrong with a file"
		return
	fi
	for file in "${@:2}"; do [[ -s $file ]] || fail "$file is empty"; done
	said=$("check_$1" "${@:2}" 2>&1)
	[[ ! $said ]] || fail "$*: $said"
}

# expect_formats: what probe_formats has left.
expect_formats() {
	local format
	for format in $(formats); do expect_format "$format" "$OUT/report.$format"; done
}
