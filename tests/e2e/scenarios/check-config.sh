# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# --check-config judges a file, or the agent's three below --root, without network and rights: one line a fault, 78
# where the agent or ecs-init would refuse it, a warning where nobody can say, and no value that may be a secret.

lab_up
root=$OUT/root
mkdir -p "$root/etc/ecs" "$root/var/lib/ecs"
echo 'ECS_CLUSTER=prod' >"$root/etc/ecs/ecs.config"
E2E_WRAP="strace -f -qq -e trace=socket,connect,sendto -o $OUT/trace" ecsprobe --check-config --root "$root" --strict
expect_exit 0
same "nothing to say" '' "$(cat "$OUT/stdout")"
same "sockets" '' "$(grep -v exited "$OUT/trace")"

echo 'AWS_MAX_ATTEMPTS=three' >"$root/var/lib/ecs/ecs.config"
echo '{"DockerStopTimeout":30}' >"$root/etc/ecs/ecs.config.json"
printf '%s\n' 'ECS_CONTAINER_INSTANCE_TAGS={"cost":1}' 'export ECS_LOGLEVEL=debug' 'ECS_CLUSTRE=canary' >>"$root/etc/ecs/ecs.config"
ecsprobe --check-config --root "$root"
expect_exit 78
expect_text stdout "$root/var/lib/ecs/ecs.config:1: refused: AWS_MAX_ATTEMPTS: found 'three', expected a whole number"
expect_text stdout "$root/etc/ecs/ecs.config:2: refused: ECS_CONTAINER_INSTANCE_TAGS: found "
expect_text stdout "$root/etc/ecs/ecs.config:3: not read: expected KEY=VALUE"
expect_text stdout "$root/etc/ecs/ecs.config:4: not proven: .an unknown key of 11 bytes.: found .hidden."
expect_text stdout "$root/etc/ecs/ecs.config.json: refused: found DockerStopTimeout"
expect_no_text stdout canary

# One file, wherever it is; what its later line and another file overrule is not judged.
printf '%s\n' 'ECS_CHECKPOINT=false' 'ECS_CHECKPOINT=true' 'ECS_RESERVED_MEMORY=4096' >"$OUT/mine"
ecsprobe --check-config "$OUT/mine"
expect_exit 0
expect_text stdout "$OUT/mine:3: not proven: ECS_RESERVED_MEMORY"
ecsprobe --check-config "$OUT/mine" --strict
expect_exit 2
ecsprobe --check-config="$OUT/none"
expect_exit 78
expect_text stderr "cannot read $OUT/none"
ecsprobe --check-config --root "$OUT/none"
expect_exit 64
expect_text stderr "root: found '$OUT/none' .No such file or directory., expected the root directory of an image"

# Each value that the real ones were seen to refuse, and what is right instead; where only the instance knows, it is said.
while IFS=$'\t' read -r key bad right _ anywhere _; do
	[[ $key != \#* ]] || continue
	file=$OUT/mine
	line="$key=$bad" good="$key=$right"
	[[ $key != *.json ]] || { file=$OUT/mine.json line=$bad good=$right; }
	echo "$line" >"$file"
	ecsprobe --check-config "$file"
	expect_exit "$([[ $anywhere == refused ]] && echo 78 || echo 0)"
	case $anywhere in
	refused) expect_text stdout "^$file:[0-9:]* refused: " ;;
	unproven) expect_text stdout "^$file:[0-9:]* not proven: " ;;
	*) same "of $line" '' "$(<"$OUT/stdout")" ;;
	esac
	[[ $right != - ]] || good=''
	echo "$good" >"$file"
	ecsprobe --check-config "$file"
	expect_exit 0
	expect_no_text stdout refused
done <"$ROOT/tests/data/agent_settings.tsv"
