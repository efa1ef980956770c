# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Containers of tasks as the agent makes them, for scenarios of --profile auto. They are created and not started: what
# tells which endpoints they use is how they were made.

# task_made NAME IMAGE [HOSTCONFIG]: the image is one that is there already, by another name.
task_made() {
	local image=$2
	docker_api POST "/images/amazon/amazon-ecs-agent:latest/tag?repo=${image%:*}&tag=${image##*:}" >/dev/null &&
		docker_api POST "/containers/create?name=$1" "$(jq -nc --arg image "$image" --argjson host "${3-"{}"}" \
			--arg arn "arn:aws:ecs:$REGION:$ACCOUNT:task/default/$1" '{
			Image: $image, Env: ["CANARY=canary-5512"], Labels: {"com.amazonaws.ecs.task-arn": $arn, "com.amazonaws.ecs.cluster": "default"},
			HostConfig: ({NetworkMode: "none"} + $host)}')" >/dev/null || lab_error "the container $1 cannot be made"
}

# tasks_told NAME...: what the agent's introspection says: a task each, without images.
tasks_told() {
	agent_control tasks "$(printf '%s\n' "$@" | jq -Rc --arg arn "arn:aws:ecs:$REGION:$ACCOUNT:task/default/" \
		'{Arn: ($arn + .), DesiredStatus: "RUNNING", KnownStatus: "RUNNING", Family: "web", Version: "1", Containers: []}' |
		jq -sc '{Tasks: .}')"
}

# expect_workload JQ_CONDITION: of the report's workload.
expect_workload() {
	expect_json ".workload | $1"
}

# expect_planned [REQUIRED|-OPTIONAL]...: these and no others, by service.
expect_planned() {
	same "the plan" "$(printf '%s\n' "$@" | sort)" \
		"$(from_report '.endpoints[] | if .required then .service else "-" + .service end' | sort)"
}
