# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The drop-in for node_exporter: a real one shows what the check wrote into its directory, and its age; the directory is
# not everybody's.

source "$E2E/units.sh"
agent
needs prometheus-node-exporter
lab_up
# As Debian's package makes them.
in_machine sh -c 'echo prometheus:x:991: >>/etc/group; echo prometheus:x:991:991::/:/usr/sbin/nologin >>/etc/passwd'
in_machine install -d -o prometheus -g prometheus -m 775 /var/lib/prometheus/node-exporter
PROM=/var/lib/prometheus/node-exporter/ecsprobe.prom
install_units
mkdir -p /etc/systemd/system/ecsprobe.service.d
install -m 644 "$ROOT/packaging/systemd/textfile.conf" /etc/systemd/system/ecsprobe.service.d/textfile.conf
in_machine systemctl daemon-reload
expect_sandbox ecsprobe.service 20
in_machine systemctl start ecsprobe.service
same "exit status of systemctl" 0 "$?"
expect_series 'ecsprobe_verdict{verdict="healthy"} 1'
same "what the directory's owner sees" ecsprobe.prom "$(cd "${PROM%/*}" && echo *)"

in_machine systemd-run -q --unit node-exporter -p User=prometheus /usr/bin/prometheus-node-exporter \
	--collector.disable-defaults --collector.textfile --collector.textfile.directory="${PROM%/*}" --web.listen-address=127.0.0.1:9100
scrape() {
	in_machine curl -sf -m 5 http://127.0.0.1:9100/metrics >"$OUT/scrape"
}
poll 10 scrape || fail "node_exporter does not answer"
expect_series 'node_textfile_scrape_error 0' "$OUT/scrape"
expect_series 'ecsprobe_run_success 1' "$OUT/scrape"
expect_text scrape '^node_textfile_mtime_seconds\{file=".*ecsprobe\.prom"\}'
drop ecs
in_machine systemctl start ecsprobe.service
scrape
expect_series 'node_textfile_scrape_error 0' "$OUT/scrape"
expect_series "ecsprobe_endpoint_up{host=\"${HOST[ecs]}\",service=\"ecs\"} 0" "$OUT/scrape"

# The other unit in its place: as root it also knows the agent, and may write there no more than the check may.
restore
rm -r /etc/systemd/system/ecsprobe.service.d
install -D -m 644 "$ROOT/packaging/systemd/textfile.conf" /etc/systemd/system/ecsprobe-agent.service.d/textfile.conf
drop_in ecsprobe-agent.service '[Service]' Environment=SPLAY=0
in_machine systemctl start ecsprobe-agent.service
same "exit status of systemctl" 0 "$?"
scrape
expect_series 'node_textfile_scrape_error 0' "$OUT/scrape"
expect_series 'ecsprobe_agent_stale 0' "$OUT/scrape"
expect_series 'ecsprobe_agent_action_info{kind="none",reason="nothing-stale",result="not-tried"} 1' "$OUT/scrape"
