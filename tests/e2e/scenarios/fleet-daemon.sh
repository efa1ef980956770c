# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The image FROM scratch, built by a real dockerd without a network and run as the task definition says: it checks at
# once and again, on the instance's network and with its trust store, and says what it cannot see of the agent.

source "$E2E/units.sh"
agent
lab_up
CONTEXT=$OUT/context
"$ROOT/packaging/oci/context" "$CONTEXT" "$BINARY" || fail "no context"
build=$(tar -C "$CONTEXT" -c . | curl -s -m 60 -X POST -H 'Content-Type: application/x-tar' --data-binary @- \
	--unix-socket "/proc/$(<"$LAB/pid/leader")/root/run/docker.sock" 'http://docker/build?t=ecsprobe:lab&networkmode=none')
[[ $build == *'Successfully tagged ecsprobe:lab'* ]] || fail "no image: $build"
rm -r "$CONTEXT"

# As the agent makes a container of a definition; the interval and whom to trust are the lab's.
host_store "$CA"
jq '. as $t | .containerDefinitions[0] | {Image: "ecsprobe:lab", Env: ["ECSPROBE_CA_FILE=/etc/ssl/certs/authority-0.pem"], User: .user, Cmd: (["2"] + .command[1:]),
	HostConfig: {NetworkMode: $t.networkMode, ReadonlyRootfs: .readonlyRootFilesystem, CapDrop: .linuxParameters.capabilities.drop,
		Binds: [.mountPoints[] as $m | $t.volumes[] | select(.name == $m.sourceVolume)
			| "\(.host.sourcePath):\($m.containerPath):ro"]}}' "$ROOT/packaging/fleet/task-definition.json" >"$OUT/create.json"
docker_api POST '/containers/create?name=ecsprobe' "$(<"$OUT/create.json")" >/dev/null || fail "no container"
docker_api POST /containers/ecsprobe/start || fail "the container does not start"
# logs: what it has said so far, out of Docker's frames.
logs() {
	docker_api GET '/containers/ecsprobe/logs?stdout=1&stderr=1' | tr -d '\0' | grep -ao '{.*}' >"$OUT/logs"
}
said() {
	logs
	(($(wc -l <"$OUT/logs") >= $1))
}
poll 20 said 2 || fail "not two runs: $(docker_api GET '/containers/ecsprobe/logs?stdout=1&stderr=1' | tr -cd '[:print:]')"
same "verdict" 'healthy 8' "$(head -n 1 "$OUT/logs" | jq -r '"\(.Verdict) \(.EndpointsPassed)"')"
same "what it sees of the agent" '1 null' "$(head -n 1 "$OUT/logs" | jq -r '"\(.AgentRegistered) \(.AgentStale)"')"
drop ecr.api
count=$(wc -l <"$OUT/logs")
poll 30 said $((count + 2)) || fail "it does not go on"
same "verdict" '["ecr.api"]' "$(tail -n 1 "$OUT/logs" | jq -c .Failed)"
docker_api POST '/containers/ecsprobe/stop?t=15' || fail "does not stop"
same "its end" 0 "$(docker_api GET /containers/ecsprobe/json | jq .State.ExitCode)"
