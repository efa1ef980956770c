# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# --profile auto: where a FireLens log router sends to is in the file that the agent wrote for it; registries that are not
# ECR's are named and not asked; the scope of a use is told as that of its profile; tags may be set in ecs.config.json.

# shellcheck source=../tasks.sh
source "$E2E/tasks.sh"
services kinesis-firehose ssmmessages kms s3 ec2
no_name kinesis-firehose
agent
lab_up
routers=/var/lib/ecs/data/firelens
router_wrote() { # TASK LINE...
	mkdir -p "$routers/$1/config"
	printf '%s\n' "${@:2}" >"$routers/$1/config/fluent.conf"
}
router_wrote 0a '[INPUT]' '    Name forward' '[OUTPUT]' '    Name cloudwatch_logs' "    region $REGION" '    token canary-7733' \
	'[OUTPUT]' '    Name kinesis_firehose'
mkdir -p /var/lib/ecs/deps/execute-command/bin
task_made ecs-web-1-log_router public.ecr.aws/aws-observability/aws-for-fluent-bit:stable \
	"{\"Binds\": [\"$routers/0a/config/fluent.conf:/fluent-bit/etc/fluent-bit.conf\"]}"
task_made ecs-web-1-web ghcr.io/team/web:1 '{"LogConfig": {"Type": "fluentd", "Config": {"fluentd-address": "unix:///var/lib/ecs/data/firelens/0a/socket/fluent.sock", "fluentd-async": "true"}},
	"Binds": ["/var/lib/ecs/deps/execute-command/bin:/ecs-execute-command-1:ro"]}'
tasks_told web
probe 5 --profile auto
expect_exit 1
expect_planned ecs ecs-agent ecs-telemetry -ecr.api -ecr.dkr -ecr.layers logs -secretsmanager kinesis-firehose ssmmessages -kms -s3
expect_endpoint kinesis-firehose fail zone-shadows-name
expect_workload '.complete and (.uses | sort) == ["exec", "firelens"]'
expect_workload ".routed == [\"logs/$REGION\", \"kinesis-firehose\"] and (.routed_elsewhere | not)"
expect_workload '.other_registries | sort == ["ghcr.io", "public.ecr.aws"]'
expect_advice profile-scope:auto 'not checked: image registries other than ECR: .*ghcr.io'
expect_note profile-scope exec
expect_no_text report.json canary-7733

# A configuration of its own, and a destination that is nobody's here: a word, and no alarm.
router_wrote 0a '[OUTPUT]' '    Name splunk' '@INCLUDE /extra.conf'
mkdir -p /etc/ecs
echo '{"ContainerInstancePropagateTagsFrom": 1}' >/etc/ecs/ecs.config.json
probe 5 --profile auto
expect_planned ecs ecs-agent ecs-telemetry -ecr.api -ecr.dkr -ecr.layers -logs -secretsmanager ssmmessages -kms -s3 ec2
expect_workload '.complete and .routed == [] and .routed_elsewhere and (.uses | any(. == "instance-tags"))'
expect_advice profile-scope:auto "destinations of a task's log router"
rm "$routers/0a/config/fluent.conf"
probe 5 --profile auto
expect_advice auto-incomplete:instance "log destinations cannot be read"
