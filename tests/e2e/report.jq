# SPDX-License-Identifier: Apache-2.0
# What holds for every report, whatever happened. Prints one line for each breach.
# --argjson exit N: the exit status that came with it.

def check(what; condition): if condition then empty else what end;
def pass_has_no_code(where): check("\(where): code \(.code) with status \(.status)"; (.status == "pass") == (.code == null));
def known_status(where): check("\(where): status \(.status)"; .status | IN("pass", "warn", "fail", "skip"));
def natural(where): check("\(where): \(.) is no natural number"; . == null or (type == "number" and . == floor and . >= 0));

. as $report
| (.resolvers | map(.name)) as $resolvers
| (.endpoints | map(.service)) as $services
| ({healthy: [0], degraded: [0, 2], unhealthy: [1], unknown: [69, 70, 78]}[.verdict] // []) as $exits
| check("schema \(.schema)"; .schema == "ecsprobe.report/1"),
  check("time \(.time)"; .time | test("^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z$")),
  (.duration_us | natural("duration_us")),
  check("verdict \(.verdict) with exit \($exit)"; $exits + [74] | index($exit)),
  check("healthy with findings"; .verdict != "healthy" or all(.findings[]; .severity == "note")),
  check("healthy without a passed endpoint"; .verdict != "healthy" or any(.endpoints[]; .status == "pass")),
  check("a required endpoint failed and the verdict is \(.verdict)";
        .verdict == "unhealthy" or all(.endpoints[]; (.required and .status == "fail") | not)),
  (.findings[] |
    check("finding \(.code): severity \(.severity)"; .severity | IN("note", "warn", "fail")),
    check("finding code \(.code)"; .code | test("^[a-z0-9]+(-[a-z0-9]+)*$")),
    check("finding \(.code): empty message"; (.message // "") != ""),
    check("finding \(.code): subject \(.subject)";
          .subject | IN($services[], $resolvers[], "instance", "agent", "dockerd", "ecs-init", "task"))),
  (.endpoints[] | .service as $service | .status as $endpoint_status |
    known_status($service), pass_has_no_code($service),
    (.dns | keys - ($resolvers + ["hosts"]) | .[] | "\($service): dns key \(.) is no resolver"),
    (.dns | to_entries[] | .key as $key | .value |
      known_status("\($service) dns \($key)"), pass_has_no_code("\($service) dns \($key)"),
      check("\($service) dns \($key): pass without an address"; .status != "pass" or (.addresses | length) > 0)),
    (.addresses[] | .ip as $ip |
      known_status("\($service) \($ip)"), pass_has_no_code("\($service) \($ip)"),
      (.connect_us, .tls_us | natural("\($service) \($ip)")),
      check("\($service) \($ip): from nowhere"; .via == "proxy" or (.from | length) > 0),
      check("\($service) \($ip): passed without a handshake"; .status != "pass" or (.tls != null and .tls_us != null)),
      check("\($service) \($ip): class \(.class)";
            .class | IN("blackhole", "vpc", "link-local", "private", "public", "mixed", "proxied"))),
    check("\($service) passes and no address of it does";
          $endpoint_status != "pass" or any(.addresses[]; .judged and .status == "pass")))
