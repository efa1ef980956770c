# SPDX-License-Identifier: Apache-2.0
# A report in a few lines, for the log of a failed scenario.
def coded: .status + (if .code then ":" + .code else "" end);

"\(.verdict) after \(.duration_us / 1000) ms; \(.instance)",
"resolvers: \(.resolvers | map("\(.name)=\(.address)") | join(" "))",
(.endpoints[] | "\(.service) \(coded) class \(.class)",
  (.dns | to_entries[] | "    dns \(.key) \(.value | coded) \(.value.us) us, \(.value.addresses | length) addresses \(.value.cname)"),
  (.addresses[:6][] | "    \(.ip) \(coded) \(.class)\(if .judged then "" else " unjudged" end) connect \(.connect_us) us, tls \(.tls_us) us \(.tls.issuer? // "")")),
(.findings[] | "\(.severity) \(.code) \(.subject): \(.message)")
