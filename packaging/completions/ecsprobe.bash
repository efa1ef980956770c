# bash completion of ecsprobe                                       -*- sh -*-
# SPDX-License-Identifier: Apache-2.0
# scripts/docs makes this file from the program's tables. Edit ecsprobe.bash.in instead.

# Sets kind and words of _ecsprobe. The option ends with '=' where that stands behind it.
_ecsprobe_values() { # OPTION
	case $1 in
	--profile | --profile=) kind=list words="$profiles auto" ;;
	--all-profiles=) kind=words words='yes no' ;;
	--service | --service=) kind=list words="$services" ;;
	--skip | --skip=) kind=list words="$services" ;;
	--require | --require=) kind=list words="$services all" ;;
	--optional | --optional=) kind=list words="$services all" ;;
	--host | --host=) kind=words ;;
	--fips=) kind=words words='yes no' ;;
	--dualstack=) kind=words words='yes no' ;;
	--expect | --expect=) kind=words words='auto private public any' ;;
	--allow-cidr | --allow-cidr=) kind=words ;;
	--require-agent=) kind=words words='yes no' ;;
	--restart-agent=) kind=words words='always if-stale' ;;
	--dry-run=) kind=words words='yes no' ;;
	--force=) kind=words words='yes no' ;;
	--allow-upgrade=) kind=words words='yes no' ;;
	--splay | --splay=) kind=words ;;
	--ready-timeout | --ready-timeout=) kind=words ;;
	--cool-down | --cool-down=) kind=words ;;
	-t | --timeout | --timeout=) kind=words ;;
	--wait | --wait=) kind=words ;;
	--dns-timeout | --dns-timeout=) kind=words ;;
	--connect-timeout | --connect-timeout=) kind=words ;;
	--tls-timeout | --tls-timeout=) kind=words ;;
	-o | --output | --output=) kind=output words=$formats ;;
	--on-change | --on-change=) kind=path ;;
	--waterfall=) kind=words words='yes no' ;;
	--timing=) kind=words words='yes no' ;;
	--strict=) kind=words words='yes no' ;;
	--color | --color=) kind=words words='auto always never' ;;
	--verbose=) kind=words ;;
	--quiet=) kind=words words='yes no' ;;
	--deep=) kind=words words='yes no' ;;
	--api=) kind=words words='yes no' ;;
	--resolver | --resolver=) kind=words ;;
	--ca-file | --ca-file=) kind=path ;;
	--ca-dir | --ca-dir=) kind=directory ;;
	--region | --region=) kind=words words=$regions ;;
	--account | --account=) kind=words ;;
	--vpc-cidr | --vpc-cidr=) kind=words ;;
	--imds-endpoint | --imds-endpoint=) kind=words words='off' ;;
	--bake=) kind=words words='build final' ;;
	--root | --root=) kind=directory ;;
	--expect-cluster | --expect-cluster=) kind=words ;;
	--expect-proxy | --expect-proxy=) kind=words ;;
	--config | --config=) kind=path ;;
	--read | --read=) kind=path ;;
	--explain | --explain=) kind=words words=$codes ;;
	esac
	[[ $1 != --profile* ]] || _ecsprobe_own_profiles
}

# Files of the instance are profiles too. compgen would carry out what else could stand in a name.
_ecsprobe_own_profiles() {
	local file
	for file in /etc/ecsprobe/profiles.d/*.conf; do
		file=${file##*/}
		file=${file%.conf}
		[[ $file == *[!a-z0-9-]* ]] || words+=" $file"
	done
}

# kept is what stands before the part that is looked for: it stays as it is.
_ecsprobe_parts() {
	case $kind in
	list)
		kept+=${value%"${value##*,}"}
		value=${value##*,}
		compopt -o nospace 2>/dev/null
		;;
	output)
		# json, or json=FILE
		if [[ $value == *=* ]]; then
			kind=path kept+=${value%%=*}= value=${value#*=}
		else
			compopt -o nospace 2>/dev/null
		fi
		;;
	esac
}

# Reads the line itself: bash has cut the words at '=' and ':', but not everywhere.
_ecsprobe() {
	local options='--profile --all-profiles --service --skip --require --optional --host --fips --dualstack
		--expect --allow-cidr --require-agent --restart-agent --dry-run --force --allow-upgrade --splay
		--ready-timeout --cool-down -t --timeout --wait --dns-timeout --connect-timeout --tls-timeout -o --output
		--on-change --waterfall --timing --strict --color -v --verbose -q --quiet --deep --api --resolver --ca-file
		--ca-dir --region --account --vpc-cidr --imds-endpoint --bake --root --expect-cluster --expect-proxy
		--config --show-config --check-config --list --read --explain --list-codes -h --help -V --version'
	local profiles='ecs batch mwaa service-connect exec ssm cloudwatch xray efs guardduty cloudmap codedeploy'
	local services='ecs ecs-agent ecs-telemetry ecr.api ecr.dkr ecr.layers logs secretsmanager batch airflow.api
		airflow.env airflow.ops s3 monitoring sqs kms ecs-sc ssmmessages ssm ec2messages ec2 xray elasticfilesystem
		guardduty-data servicediscovery data-servicediscovery codedeploy codedeploy-commands-secure sts sns events
		autoscaling elasticloadbalancing cloudformation kinesis-streams kinesis-firehose'
	local formats='text brief html json jsonl prometheus junit tap nagios emf'
	local codes='dns-nxdomain dns-nodata dns-servfail dns-refused dns-timeout dns-too-slow dns-unreachable
		dns-no-edns dns-bad-answer dns-throttled resolver-mismatch resolver-set-differs resolv-conf-missing
		nameservers-ignored task-resolver-public task-credentials-unreachable task-forwarding-off hosts-override
		zone-shadows-name answers-flap search-captures-name zone-wrong-name dns64-unroutable public-address
		private-address mixed-addresses blackhole-address shadowed-address outside-allowed-cidr partial-addresses
		too-many-addresses no-family-route ipv4-only-name endpoint-set-incomplete plain-name-only
		wrong-region-endpoint endpoint-not-offered region-needs-all-endpoints cross-region-unsupported
		service-connect-by-agent s3-layers-unreachable s3-gateway-likely s3-layers-interface host-firewall
		tcp-timeout tcp-refused tcp-reset tcp-unreachable tls-timeout tls-reset tls-closed tls-alert tls-not-tls
		tls-version tls-untrusted tls-wrong-host tls-expired tls-not-yet-valid tls-large-hello tls-mtu
		tls-intercepted trust-store-embedded trust-store-unusable proxy-unreachable proxy-denied proxy-auth
		proxy-unsupported proxied-control-plane dockerd-differs no-proxy-incomplete not-finished interrupted
		imds-unreachable imds-disabled imds-incomplete no-instance-role instance-role-unusable config-invalid
		nothing-to-check internal-error imds-bad-answer region-unknown region-differs partition-assumed
		account-unknown profile-scope narrowed-by-settings clock-skew auto-profile auto-incomplete name-not-used
		agent-absent agent-unknown agent-not-running agent-starts-later agent-not-registered
		agent-registration-denied agent-not-connected agent-inactive agent-too-old agent-known-bad agent-orphan
		agent-failed-terminal agent-public-path agent-stale-config agent-stale-path agent-stale-resolver
		agent-trust-stale dockerd-trust-stale agent-hosts-stale agent-resolver-mismatch agent-path-gone
		agent-stale-persists agent-cluster-differs agent-config-invalid agent-setting-refused agent-setting-unproven
		agent-setting-unread agent-cloud-init-fallback agent-imdsv1-only agent-no-checkpoint agent-no-runtime
		agent-not-ready agent-connection-unproven api-policy-denied api-denied api-credentials api-clock-skew
		api-error bake-unreadable bake-agent-state bake-resolver-pinned bake-no-docker bake-no-ecs-init
		bake-no-agent-image bake-unit-disabled bake-no-amazon-roots bake-cluster-differs bake-proxy-differs
		bake-cloud-init-leftovers bake-machine-id bake-logs bake-setting-refused bake-setting-unproven
		bake-config-filled bake-no-clock-service bake-own-units'
	local regions='af-south-1 ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1
		ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6
		ap-southeast-7 ca-central-1 ca-west-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 eu-west-1
		eu-west-2 eu-west-3 il-central-1 me-central-1 me-south-1 me-west-1 mx-central-1 sa-east-1 sa-west-1
		us-east-1 us-east-2 us-west-1 us-west-2 cn-north-1 cn-northwest-1 us-gov-east-1 us-gov-west-1 us-iso-east-1
		us-iso-west-1 us-isob-east-1 us-isob-west-1 eu-isoe-west-1 us-isof-east-1 us-isof-south-1 eusc-de-east-1'
	local line=${COMP_LINE:0:COMP_POINT}
	local current=${line##*[[:space:]]}
	local before=${line%"$current"} value=$current option='' kept='' kind='' words='' cut='' i

	before=${before%"${before##*[![:space:]]}"}
	if [[ $current == --*=* ]]; then
		option=${current%%=*}=
		kept=$option value=${current#*=}
	else
		option=${before##*[[:space:]]}
	fi
	_ecsprobe_values "$option"
	[ -n "$kind" ] || kept='' value=$current words=$options
	_ecsprobe_parts

	case $kind in
	path) mapfile -t COMPREPLY < <(compgen -f -- "$value") ;;
	directory) mapfile -t COMPREPLY < <(compgen -d -- "$value") ;;
	*) mapfile -t COMPREPLY < <(compgen -W "$words" -- "$value") ;;
	esac
	[[ $kind != path && $kind != directory ]] || compopt -o filenames 2>/dev/null
	# Only what stands behind the last of bash's cuts is replaced.
	[[ $COMP_WORDBREAKS != *=* ]] || cut=${current%"${current##*[=:]}"}
	for i in "${!COMPREPLY[@]}"; do
		COMPREPLY[i]=$kept${COMPREPLY[i]}
		COMPREPLY[i]=${COMPREPLY[i]#"$cut"}
	done
}

complete -F _ecsprobe ecsprobe
