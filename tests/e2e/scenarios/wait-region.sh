# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Early in a boot nothing is there yet: no nameserver in resolv.conf, no Region from the metadata service, no ecs.config.
# Each of it is read again at every try.

lab_up
imds_mode '{"status": 503}'
cp /etc/resolv.conf /etc/resolv.conf.later
: >/etc/resolv.conf
wait_start 60 2
wait_tried 1
same "the first try's report" 'unknown region-unknown' "$(jq -r '"\(.verdict) \(.findings[] | select(.severity == "fail").code)"' "$OUT/report.json")"
expect_text stderr '^ecsprobe: try 1, [0-9.]+ s: unknown, region-unknown \(instance\); next try in'
imds_mode '{}'
wait_tried 2
printf '%s\n' AWS_DEFAULT_REGION=us-east-1 >/etc/ecs/ecs.config
mv /etc/resolv.conf.later /etc/resolv.conf
wait_end
expect_exit 0
expect_verdict healthy
expect_others pass
expect_json '.resolvers | any(.name == "system" or .name == "route53")'
