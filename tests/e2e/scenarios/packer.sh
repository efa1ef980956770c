# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The template of packaging/packer under a real packer: it validates, and its provisioners run in a container. What a
# build leaves is cleaned away first, so that a good image passes; one that names the wrong cluster fails the build. The
# report comes out of both.

packer_needs
lab_up
image_up
image_file var/lib/ecs/data/agent.db state
image_file etc/machine-id 0123456789abcdef0123456789abcdef
image_file etc/ecs/ecs.config ECS_CLUSTER=blue
packer_up

packer_run validate -var ecsprobe=ecsprobe ecs-ami.pkr.hcl
expect_exit 0

packer_build -var options='--expect-cluster blue --timeout 3 --ca-file /etc/ssl/certs/ca-certificates.crt'
expect_exit 0
expect_verdict healthy
expect_findings
expect_json '.build_network and .image.root == "/"'
expect_text packer "Builds finished"

packer_build -var options='--expect-cluster green --timeout 3'
expect_exit 1
expect_verdict unhealthy
expect_findings fail:bake-cluster-differs:image
expect_text packer "non-zero exit status: 1"
