# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The html report in a real Chromium: nothing is run or loaded, what a certificate and a DNS name say stays text, and it
# fits a desk, a phone and paper, light and dark.

needs chromium pdftotext tidy

# Not in $OUT, which is shown of a run that fails.
SIGHTS=/run/lab/sights
tls ecr.api markup
no_name ecs
zone_line 'ecs.us-east-1 60 IN CNAME \060script\062document\.title\0613\060\047script\062.ecs.us-east-1'
zone_line '\060script\062document\.title\0613\060\047script\062.ecs.us-east-1 60 IN A 10.0.1.10'
zone_line '\060script\062document\.title\0613\060\047script\062.ecs.us-east-1 60 IN A 10.0.2.10'

# in_chromium PAGE: as a reader sees it, in $SIGHTS/facts.json.
in_chromium() {
	"$PYTHON" "$E2E/servers/chromium.py" chromium "$1" "$SIGHTS" light:1280x900:light dark:1280x900:dark \
		phone:360x780:light phone-dark:360x780:dark paper:794x1123:print >"$SIGHTS/facts.json" 2>"$OUT/chromium" ||
		fail "Chromium: $(<"$OUT/chromium")"
}

# seen JQ_CONDITION [ARG...]
seen() {
	same "$1" true "$(jq -r "$1" "$SIGHTS/facts.json" --args "${@:2}" 2>&1)"
}

# expect_faultless PAGE...
expect_faultless() {
	local page
	for page; do
		same "faults of ${page##*/}" "" "$("$PYTHON" "$E2E/servers/htmlcheck.py" "$page" 2>&1)"
		# This tidy is older than <div> in <dl>, of which it warns.
		same "errors of ${page##*/}" "" "$(tidy -q -e --show-warnings no "$page" 2>&1)"
	done
}

# expect_page PAGE: what holds for each, in Chromium.
expect_page() {
	expect_faultless "$1"
	in_chromium "$1"
	seen '.console == []'
	seen '(.requests | length) == 1'
	seen '.title | startswith("ecsprobe: ")'
	seen '.elements | has("script") or has("img") or has("link") or has("iframe") | not'
	seen '.attributes | keys | any(startswith("on")) | not'
	seen '[.modes[] | .page <= .window and .outside == []] | all'
	seen '.modes.phone.window == 360'
	seen '.modes.dark.scheme == "dark" and .modes.dark.ground != .modes.light.ground and .modes.dark.ink != .modes.light.ink'
	seen '.modes.paper.ground == "rgb(255, 255, 255)"'
	pdftotext -layout "$SIGHTS/paper.pdf" "$OUT/paper.txt"
	for word in Endpoints Waterfall 'How to read this'; do expect_text paper.txt "$word"; done
}

lab_up
mkdir -p "$SIGHTS"
probe 4 -v -o html="$OUT/page.html"
expect_exit 1
expect_endpoint ecs pass
expect_endpoint ecr.api fail tls-wrong-host
expect_others pass
expect_page "$OUT/page.html"
expect_no_text page.html '[^ -~]'
for service in "${SERVICES[@]}"; do
	seen '.text | contains($ARGS.positional[0])' "${HOST[$service]}"
	expect_text paper.txt "${service//./\\.}"
done
# All of what was planted is there to be read.
subject=$(from_report 'endpoint("ecr.api").addresses[0].tls.subject')
same "subject" yes "$([[ $subject == *'<script>'*'<img src=x onerror=1>'* ]] && echo yes)"
seen '.text | contains($ARGS.positional[0])' "$subject"
name=$(from_report 'endpoint("ecr.api").addresses[0].tls.sans[0]')
same "name" yes "$([[ $name == '<svg onload='* ]] && echo yes)"
seen '.text | contains($ARGS.positional[0])' "$name"
alias=$(from_report 'endpoint("ecs").dns.route53.cname[0]')
same "alias" yes "$([[ $alias == '<script>'*'</script>'* ]] && echo yes)"
seen '.text | contains($ARGS.positional[0])' "$alias"
seen '.text | contains("Unhealthy") and contains("tls-wrong-host")'

# What no lab can bring about: hostile text in every field at once.
expect_page "$ROOT/tests/unit/golden/hostile.html"
expect_faultless "$ROOT"/tests/unit/golden/*.html

# A healthy one, on a pipe, and the plan alone.
ecsprobe "${TRUST[@]}" --skip ecr.api --timeout "$(scaled 4)" -o html
expect_exit 0
expect_faultless "$OUT/stdout"
expect_text stdout '>Healthy<'
ecsprobe --list -o html
expect_exit 0
expect_faultless "$OUT/stdout"
