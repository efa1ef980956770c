# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A good image. The build network is another matter: a closed endpoint there is told as the build network's and changes
# nothing, nor does a build without metadata and Region.

lab_up
image_up
refuse ecs
for stage in build final; do
	bake "$stage" --strict
	expect_exit 0
	expect_verdict healthy
	expect_findings
	expect_json '.build_network and .image.root != null and .agent == null and .wait == null'
	expect_endpoint ecs warn tcp-refused
	expect_others pass
	expect_note tcp-refused ecs
	expect_advice tcp-refused:ecs '^build network: '
	expect_text report.txt '^HEALTHY  image below .*: 0 failures, 0 warnings$'
	expect_text report.txt '^build network \(not judged\):  7 of 8 endpoints work'
done
bake final --imds-endpoint off --wait 30
expect_exit 0
expect_verdict healthy
expect_json '.endpoints == [] and .wait == null'
expect_note region-unknown instance
expect_text report.txt '^build network \(not judged\):  nothing was checked$'
same "stderr" "" "$(<"$OUT/stderr")"

ecsprobe --bake --root "$IMAGE/etc/machine-id"
expect_exit 64
expect_text stderr "^ecsprobe: --root: found '.*machine-id'"
ecsprobe --bake --restart-agent
expect_exit 64
ecsprobe --expect-cluster blue
expect_exit 64
expect_text stderr 'works only together with --bake'
