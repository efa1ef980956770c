# SPDX-License-Identifier: Apache-2.0
# What holds for every report, whatever happened. Prints one line for each breach.
# --argjson exit N: the exit status that came with it.

def check(what; condition): if condition then empty else what end;
def pass_has_no_code(where): check("\(where): code \(.code) with status \(.status)"; (.status == "pass") == (.code == null));
def known_status(where): check("\(where): status \(.status)"; .status | IN("pass", "warn", "fail", "skip"));
def natural(where): check("\(where): \(.) is no natural number"; . == null or (type == "number" and . == floor and . >= 0));

# A table of include/ecsprobe/action.h: what each reason does to the exit status.
def reason_exit: {
  "nothing-stale": 0, "systemd-retries": 0, "starts-after-cloud-init": 0, "stale-persists": 0, "no-agent": 1,
  "asked": 0, "stale": 0, "not-running": 0, "orphan": 0,
  "endpoints-fail": 1, "endpoints-unknown": 1, "imds-unreachable": 75, "no-credentials": 75, "clock-wrong": 75, "cool-down": 75, "maximum-reached": 75,
  "docker-inactive": 75, "job-queued": 75, "locked": 75, "image-missing": 75, "config-json-invalid": 75, "config-would-fail": 75, "setting-not-proven": 75, "configuration-failed-before": 75, "cloud-init-fallback": 75, "imdsv1-only": 75, "no-checkpoint": 75,
  "update-in-progress": 75, "warm-pool": 75, "cluster-differs": 75, "upgrade-not-allowed": 75,
  "container-must-be-recreated": 75, "owner-uncertain": 75, "owner-would-fail": 75, "state-would-be-lost": 75, "unit-masked": 75, "stopped-on-purpose": 0, "status-unknown": 75, "history-unusable": 75, "interrupted": 75, "not-permitted": 77};
# The kinds that a reason goes with; whatever is in none of the first two is a refusal.
def reason_kinds:
  if IN("nothing-stale", "systemd-retries", "starts-after-cloud-init", "stale-persists", "stopped-on-purpose", "no-agent") then ["none"]
  elif IN("asked", "stale", "not-running", "orphan") then ["restart-unit", "restart-container", "start-unit"]
  else ["defer"] end;
# What the action alone may end with; a dry run has done nothing and may say so.
def action_exits:
  if . == null then [0]
  elif .result | IN("restarted", "restart-unproven") then [0]
  elif .result == "not-ready" then [10]
  elif .result == "refused" then [75]
  else [reason_exit[.reason]] + (if .dry_run then [0] else [] end) end;
# Of include/ecsprobe/exit_code.h: the higher one is reported when several hold.
def rank: {"0": 0, "2": 1, "75": 2, "69": 3, "1": 5, "10": 6, "74": 7, "77": 8, "78": 9, "64": 9, "70": 10}[tostring] // -1;
def word(what; words): . as $word | check("\(what): \($word)"; words | index($word));
def known_or_why(what): check("\(what): known is \(.known)"; .known | type == "boolean");

. as $report
| (.resolvers | map(.name)) as $resolvers
| (.endpoints | map(.service)) as $services
| ({healthy: [0], degraded: [0, 2], unhealthy: [1, 70], unknown: [69, 70, 78]}[.verdict] // []) as $exits
| ([$exits[] as $of_verdict | ($report.action | action_exits[]) as $of_action
    | [$of_verdict, $of_action] | max_by(rank)] + [74]
    + (if any(.findings[]; .code == "config-invalid") then [78] else [] end)) as $allowed
| check("schema \(.schema)"; .schema == "ecsprobe.report/1"),
  check("time \(.time)"; .time | test("^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z$")),
  (.duration_us | natural("duration_us")),
  check("verdict \(.verdict), action \(.action.kind) (\(.action.reason), \(.action.result)) with exit \($exit)"; $allowed | index($exit)),
  check("healthy with findings"; .verdict != "healthy" or all(.findings[]; .severity == "note")),
  check("healthy without a passed endpoint"; .verdict != "healthy" or .build_network == true or any(.endpoints[]; .status == "pass")),
  check("a required endpoint failed and the verdict is \(.verdict)";
        .verdict == "unhealthy" or $exit == 70 or all(.endpoints[]; (.required and .status == "fail") | not)),
  (.findings[] |
    check("finding \(.code): severity \(.severity)"; .severity | IN("note", "warn", "fail")),
    check("finding code \(.code)"; .code | test("^[a-z0-9]+(-[a-z0-9]+)*$")),
    check("finding \(.code): empty message"; (.message // "") != ""),
    check("finding \(.code): subject \(.subject)";
          .code == "profile-scope" or (.subject | IN($services[], $resolvers[], "instance", "agent", "image", "dockerd", "ecs-init", "task", "ssm-agent")))),
  # A second look with a small ClientHello may have worked where the first did not.
  ([.findings[] | select(.code == "tls-large-hello" and .severity == "note") | .subject] as $small_hello |
    .endpoints[] | .service as $service | .status as $endpoint_status | .tcp_only as $tcp_only |
    known_status($service), pass_has_no_code($service),
    (.dns | keys - ($resolvers + ["hosts", "hosts-next-start"]) | .[] | "\($service): dns key \(.) is no resolver"),
    (.dns | to_entries[] | .key as $key | .value |
      known_status("\($service) dns \($key)"), pass_has_no_code("\($service) dns \($key)"),
      check("\($service) dns \($key): pass without an address"; .status != "pass" or (.addresses | length) > 0)),
    (.addresses[] | .ip as $ip |
      known_status("\($service) \($ip)"), pass_has_no_code("\($service) \($ip)"),
      (.connect_us, .tls_us | natural("\($service) \($ip)")),
      check("\($service) \($ip): from nowhere"; .via == "proxy" or (.from | length) > 0),
      check("\($service) \($ip): passed without a handshake"; .status != "pass" or $tcp_only or (.tls != null and .tls_us != null)),
      check("\($service) \($ip): TLS where there is none"; ($tcp_only | not) or (.tls == null and .tls_us == null)),
      check("\($service) \($ip): passed without a connection"; .status != "pass" or .connect_us != null),
      check("\($service) \($ip): class \(.class)";
            .class | IN("blackhole", "vpc", "link-local", "private", "public", "mixed", "proxied"))),
    check("\($service) passes and no address of it does";
          $endpoint_status != "pass" or any(.addresses[]; .judged and .status == "pass") or
          ($service | IN($small_hello[])))),
  (.agent | select(. != null) |
    (.runs_as | word("agent runs_as"; ["unit", "container", "unit-without-container", "absent", "unknown"])),
    (.unit, .container | select(. != null) | known_or_why("agent unit or container")),
    (.introspection, .config, .resolver | known_or_why("agent introspection, config or resolver")),
    (.path | check("agent path: known is \(.log_known), \(.peers_known)"; [.log_known, .peers_known] | all(type == "boolean"))),
    (.unit.main_pid, .unit.restarts, .container.pid, .tasks | natural("agent")),
    check("agent absent, and there is a unit or container"; .runs_as != "absent" or (.unit == null and .container == null)),
    check("agent runs as \(.runs_as) and no unit is known"; (.runs_as | startswith("unit") | not) or .unit.known),
    check("agent runs as container and none is known"; .runs_as != "container" or (.unit == null and .container.known)),
    check("agent: a key with its value: \(.config)"; all(.config | .changed[], .unmodelled[]; contains("=") | not)),
    check("agent: an environment is told"; [paths | map(tostring) | join(".")] | all(test("(^|\\.)env"; "i") | not))),
  (.action | select(. != null) | . as $action |
    (.kind | word("action kind"; ["none", "restart-unit", "restart-container", "start-unit", "defer"])),
    (.result | word("action result"; ["not-tried", "restarted", "not-ready", "refused", "restart-unproven"])),
    check("action reason \(.reason)"; reason_exit[.reason] != null),
    check("action \(.kind) for \(.reason)"; .reason | reason_kinds | index($action.kind)),
    check("action: no text"; (.text // "") != ""),
    check("action: done is \(.done) with \(.result)"; .done == (.result | IN("restarted", "restart-unproven"))),
    check("action \(.kind) with result \(.result)"; (.kind | IN("none", "defer") | not) or .result == "not-tried"),
    check("a dry run with result \(.result)"; .dry_run != true or .result == "not-tried"),
    check("action \(.kind) without a target"; (.kind | IN("none", "defer")) or (.target // "") != ""),
    check("action \(.result) with took_us \(.took_us)"; (.took_us == null) == (.result == "not-tried")),
    check("action: \(.result), and \(.go_back) to go back"; (.go_back | length) == 0 or .result == "not-ready"),
    check("action: more tasks gone than there were"; .tasks_gone == null or .tasks_gone <= .tasks_before),
    check("action: evidence \(.evidence)"; .evidence | type == "array" and all(test("^(agent-[a-z-]+|proxied)(: |$)"))),
    (.took_us, .tasks_before, .tasks_gone | natural("action")),
    check("action \(.kind) and no agent in the report"; $report.agent != null or .kind == "none" or .kind == "defer"))
