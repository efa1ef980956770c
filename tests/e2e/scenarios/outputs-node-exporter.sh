# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The textfile collector of a real node_exporter reads what -o prometheus leaves in its directory, and its own gauge says so.

needs prometheus-node-exporter curl
lab_up
textfiles=$OUT/textfiles
mkdir -p "$textfiles"
probe 4 -o prometheus="$textfiles/ecsprobe.prom"
expect_exit 0
prometheus-node-exporter --web.listen-address=127.0.0.1:9100 --collector.disable-defaults --collector.textfile \
	--collector.textfile.directory="$textfiles" >"$OUT/exporter" 2>&1 &
exporter=$!

scraped() { # the page, into $OUT/page
	curl -s --noproxy '*' --max-time 5 -o "$OUT/page" http://127.0.0.1:9100/metrics
}
poll 10 scraped || fail "no node_exporter: $(<"$OUT/exporter")"
expect_text page '^node_textfile_scrape_error 0$'
expect_text page '^node_textfile_mtime_seconds\{file=".*ecsprobe\.prom"\}'
expect_text page '^ecsprobe_verdict\{verdict="healthy"\} 1$'
# Every series is there.
same "series" "$(grep -vc '^#' "$textfiles/ecsprobe.prom")" "$(grep -c '^ecsprobe_' "$OUT/page")"

refuse ecr.dkr
probe 4 -o prometheus="$textfiles/ecsprobe.prom"
scraped
expect_text page '^node_textfile_scrape_error 0$'
expect_text page '^ecsprobe_verdict\{verdict="unhealthy"\} 1$'
expect_text page '^ecsprobe_endpoint_up\{.*service="ecr\.dkr"\} 0$'
same "files beside it" ecsprobe.prom "$(ls "$textfiles")"

# It can say otherwise.
echo 'ecsprobe_broken{' >"$textfiles/broken.prom"
scraped
expect_text page '^node_textfile_scrape_error 1$'
kill "$exporter"
