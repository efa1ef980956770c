# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The formats as the unit tests have them, also of a report whose texts are as hostile as can be and of one of
# nothing, are read, those for machines by the machines' own programs.

needs promtool xmllint perl jq
lab_up
for format in $(formats); do
	[[ $format == json* ]] && continue
	for file in "$ROOT"/tests/unit/golden/machine-*."$format"; do expect_format "$format" "$file"; done
done
expect_format jsonl "$ROOT"/tests/unit/golden/*.json{,l}
golden=$ROOT/tests/unit/golden/machine
same "TAP, healthy" "3 3 0 0" "$(tap_counts "$golden-healthy.tap")"
same "TAP, hostile" "6 5 1 1" "$(tap_counts "$golden-hostile.tap")"
same "TAP, unfinished" "2 1 1 1" "$(tap_counts "$golden-unfinished.tap")"
same "TAP, nothing" "1 0 1 0" "$(tap_counts "$golden-nothing.tap")"

# Hostile text is text: the parser gives back what was said, and no element came of it.
hostile="]]> --> <b a='1' c=\"2\">&amp;"
same "hostile elements" 0 "$(xmllint --xpath 'count(//b)' "$golden-hostile.junit")"
same "hostile message" "true" "$("$PYTHON" -c '
import sys, xml.etree.ElementTree as tree
print(str(tree.parse(sys.argv[1]).find(".//failure").get("message").startswith(sys.argv[2])).lower())' "$golden-hostile.junit" "$hostile")"

# The checks can fail.
head -n 1 "$golden-healthy.text" >"$OUT/bad.text"
sed 's/^ecsprobe //' "$golden-healthy.brief" >"$OUT/bad.brief"
sed 's/<main/<script><\/script>&/' "$golden-healthy.html" >"$OUT/bad.html"
printf 'x_total_ms 1\n' >"$OUT/bad.prometheus"
printf '<testsuites name="x"/>\n' >"$OUT/bad.junit"
printf 'TAP version 14\n1..2\nok 1 - x\n' >"$OUT/bad.tap"
printf 'ECSPROBE OK - a | b | c=1\n' >"$OUT/bad.nagios"
printf '{"_aws":{"Timestamp":1,"CloudWatchMetrics":[{"Namespace":"X","Dimensions":[["A"]],"Metrics":[{"Name":"B"}]}]}}\n' >"$OUT/bad.emf"
jq '.endpoints[0].sevrice = "x"' "$ROOT/tests/unit/golden/machine-unhealthy.json" >"$OUT/bad.json"
sed '1s/"type":"run"/"type":"endpoint"/' "$golden-healthy.jsonl" >"$OUT/bad.jsonl"
for format in $(formats); do
	EXPECTATIONS=$((EXPECTATIONS + 1))
	if [[ ! -s $OUT/bad.$format ]]; then
		fail "no file shows that check_$format can fail: write a \$OUT/bad.$format here"
	elif [[ ! $("check_$format" "$OUT/bad.$format" 2>&1) ]]; then
		fail "check_$format sees nothing"
	fi
done
