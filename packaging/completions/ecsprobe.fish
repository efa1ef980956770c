# fish completion of ecsprobe
# SPDX-License-Identifier: Apache-2.0
# scripts/docs makes this file from the program's tables. Edit ecsprobe.fish.in instead.

function __ecsprobe_profiles
	printf '%s\n' \
		'ecs'\t'an ECS container instance on EC2 (the default)' \
		'batch'\t'AWS Batch on EC2: what ECS needs, and batch itself' \
		'mwaa'\t'Amazon MWAA with private routing, without internet' \
		'service-connect'\t'ECS Service Connect: through ecs-agent, else ecs-sc' \
		'exec'\t'ECS Exec' \
		'ssm'\t'Systems Manager: Run Command, Session Manager, Parameter Store' \
		'cloudwatch'\t'the CloudWatch agent, and awslogs as required' \
		'xray'\t'the X-Ray daemon' \
		'efs'\t'EFS volumes' \
		'guardduty'\t'GuardDuty Runtime Monitoring' \
		'cloudmap'\t'Cloud Map service discovery by API' \
		'codedeploy'\t'the CodeDeploy agent'
	# Files of the instance are profiles too.
	set -l files /etc/ecsprobe/profiles.d/*.conf
	set -q files[1]; and string replace -r '.*/(.*)\.conf$' '$1' -- $files
end

function __ecsprobe_services
	printf '%s\n' \
		'ecs'\t'the agent registers the instance, reports task states and asks which hosts to poll' \
		'ecs-agent'\t'the agent\'s websocket that brings it tasks and credentials (ecs:Poll)' \
		'ecs-telemetry'\t'the agent\'s websocket for metrics and health (ecs:StartTelemetrySession)' \
		'ecr.api'\t'the agent gets the token that image pulls from ECR need' \
		'ecr.dkr'\t'dockerd reads image manifests from the registry' \
		'ecr.layers'\t'dockerd downloads image layers from this S3 bucket, normally by the gateway endpoint' \
		'logs'\t'dockerd\'s awslogs driver sends the containers\' logs' \
		'secretsmanager'\t'the agent reads the secrets of task definitions and private registries' \
		'batch'\t'jobs that submit and describe jobs call AWS Batch; the agent itself does not' \
		'airflow.api'\t'clients create and read Airflow environments' \
		'airflow.env'\t'an environment\'s own components call it for tokens and metrics' \
		'airflow.ops'\t'an environment\'s own components report metrics to it' \
		's3'\t'tasks and tools read and write buckets, normally by the gateway endpoint' \
		'monitoring'\t'the CloudWatch agent and tasks put metrics' \
		'sqs'\t'tasks use queues; Airflow hands tasks to its workers by one' \
		'kms'\t'decrypts data keys of whatever is encrypted with a key of your own' \
		'ecs-sc'\t'Service Connect\'s proxy gets its configuration, where ecs-agent is not private' \
		'ssmmessages'\t'ECS Exec and Session Manager carry their sessions over it' \
		'ssm'\t'the SSM agent registers; the ECS agent reads parameters of task definitions' \
		'ec2messages'\t'SSM agents before 3.3.40 get their commands from it' \
		'ec2'\t'the agent propagates instance tags; the CloudWatch agent reads them' \
		'xray'\t'the X-Ray daemon sends trace segments' \
		'elasticfilesystem'\t'the mount helper looks mount targets up; check those with --host NAME:2049' \
		'guardduty-data'\t'the GuardDuty agent sends what it saw; GuardDuty often makes this endpoint itself' \
		'servicediscovery'\t'tasks manage namespaces and services' \
		'data-servicediscovery'\t'tasks find instances of services (DiscoverInstances)' \
		'codedeploy'\t'deployment hooks report lifecycle events' \
		'codedeploy-commands-secure'\t'the CodeDeploy agent polls for commands' \
		'sts'\t'tasks assume roles' \
		'sns'\t'tasks publish messages' \
		'events'\t'tasks put events' \
		'autoscaling'\t'lifecycle hooks are completed from the instance' \
		'elasticloadbalancing'\t'scripts register and drain targets' \
		'cloudformation'\t'cfn-init and cfn-signal report from user data' \
		'kinesis-streams'\t'FireLens routes logs to streams' \
		'kinesis-firehose'\t'FireLens routes logs to delivery streams'
end

function __ecsprobe_codes
	printf '%s\n' \
		'dns-nxdomain'\t'the nameserver reports that the name does not exist' \
		'dns-nodata'\t'the name exists but has no address' \
		'dns-servfail'\t'the nameserver failed to resolve the name (SERVFAIL)' \
		'dns-refused'\t'the nameserver refuses to answer this client' \
		'dns-timeout'\t'the nameserver does not answer in time' \
		'dns-too-slow'\t'the nameserver answers later than resolv.conf lets its client wait' \
		'dns-unreachable'\t'the nameserver cannot be reached, or nothing listens there' \
		'dns-no-edns'\t'the nameserver rejects queries with EDNS, and Go sends no others' \
		'dns-bad-answer'\t'the nameserver sends an invalid DNS answer' \
		'dns-throttled'\t'some queries are lost at random while others are answered' \
		'resolver-mismatch'\t'the host\'s nameserver and the Route 53 Resolver answer differently' \
		'resolver-set-differs'\t'the nameservers of this host answer differently' \
		'resolv-conf-missing'\t'/etc/resolv.conf is missing or names no nameserver' \
		'nameservers-ignored'\t'resolv.conf lists more nameservers than clients use' \
		'task-resolver-public'\t'tasks in Docker\'s bridge network get a public nameserver' \
		'task-credentials-unreachable'\t'tasks cannot reach the agent at 169.254.170.2' \
		'task-forwarding-off'\t'this host forwards no packets of tasks in Docker\'s bridge network' \
		'hosts-override'\t'/etc/hosts sets the name\'s address' \
		'zone-shadows-name'\t'a private zone for a parent of the name lacks a record for it' \
		'answers-flap'\t'the nameserver alternates between private and public answers' \
		'search-captures-name'\t'a search domain in resolv.conf is tried first, and has the name' \
		'zone-wrong-name'\t'a hosted zone has the endpoint service\'s name instead of the name that clients use' \
		'dns64-unroutable'\t'DNS64 makes IPv6 addresses from IPv4 ones, but no NAT64 translates them back' \
		'public-address'\t'the name resolves to public addresses' \
		'private-address'\t'the address is private but in no block of this VPC' \
		'mixed-addresses'\t'the name\'s addresses are of different kinds' \
		'blackhole-address'\t'the name resolves to an address that no endpoint can have' \
		'shadowed-address'\t'a local bridge of this host covers the endpoint\'s address' \
		'outside-allowed-cidr'\t'the address is private, outside this VPC and every --allow-cidr' \
		'partial-addresses'\t'some of the name\'s addresses do not work' \
		'too-many-addresses'\t'the answer has more addresses than ecsprobe tries' \
		'no-family-route'\t'the host lacks an address or a route of that address family' \
		'ipv4-only-name'\t'the name has only IPv4 addresses, and this host has only IPv6' \
		'endpoint-set-incomplete'\t'only some of the endpoints that belong together are private' \
		'plain-name-only'\t'the plain name is private, but the FIPS or dual-stack name that the agent uses is not' \
		'wrong-region-endpoint'\t'another Region\'s name is private here, but this Region\'s is not' \
		'endpoint-not-offered'\t'no interface endpoint is known to serve this name, so it is public' \
		'region-needs-all-endpoints'\t'a Region opened since 2023-12-23, without all three ECS endpoints' \
		'cross-region-unsupported'\t'the agent\'s names of another Region cannot be private here' \
		'service-connect-by-agent'\t'ecs-sc cannot be reached, but is not needed: ecs-agent is private' \
		's3-layers-unreachable'\t'the bucket of image layers has public addresses and does not answer' \
		's3-gateway-likely'\t'the results are consistent with a gateway endpoint, or with NAT' \
		's3-layers-interface'\t'the bucket of image layers is private: an S3 interface endpoint' \
		'host-firewall'\t'this host itself blocks the packets' \
		'tcp-timeout'\t'no answer to the connection attempt' \
		'tcp-refused'\t'the address refuses the connection' \
		'tcp-reset'\t'the connection is reset while it is set up' \
		'tcp-unreachable'\t'there is no route to the address' \
		'tls-timeout'\t'TCP connects, then the TLS handshake stalls' \
		'tls-reset'\t'the connection is reset during the handshake' \
		'tls-closed'\t'the connection is closed during the handshake' \
		'tls-alert'\t'the peer aborts the handshake' \
		'tls-not-tls'\t'the server at the address does not speak TLS' \
		'tls-version'\t'the peer supports only TLS versions older than 1.2' \
		'tls-untrusted'\t'the certificate is not trusted' \
		'tls-wrong-host'\t'the certificate is for other names' \
		'tls-expired'\t'the certificate has expired, by this instance\'s clock' \
		'tls-not-yet-valid'\t'the certificate is not valid yet, by this instance\'s clock' \
		'tls-large-hello'\t'the handshake works only with a small ClientHello' \
		'tls-mtu'\t'large packets are lost on the path, small ones pass' \
		'tls-intercepted'\t'the certificate is trusted here but does not come from Amazon' \
		'trust-store-embedded'\t'the host has no trust store; ecsprobe used its built-in Amazon roots' \
		'trust-store-unusable'\t'the trust store cannot be loaded, so no certificate can be verified' \
		'proxy-unreachable'\t'the proxy for this endpoint cannot be reached' \
		'proxy-denied'\t'the proxy refuses to connect to the endpoint' \
		'proxy-auth'\t'the proxy requires other credentials' \
		'proxy-unsupported'\t'a proxy variable has a value that is not http://HOST:PORT' \
		'proxied-control-plane'\t'the agent reaches ecs through a proxy, which resolves the name itself' \
		'dockerd-differs'\t'the running dockerd uses other proxies than its files set' \
		'no-proxy-incomplete'\t'NO_PROXY lacks an address that must never go through the proxy' \
		'not-finished'\t'the total time ran out before this check finished' \
		'interrupted'\t'a signal ended the run before this check finished' \
		'imds-unreachable'\t'the instance metadata service does not answer' \
		'imds-disabled'\t'the instance metadata service refuses' \
		'imds-incomplete'\t'the instance metadata service did not return the VPC\'s blocks' \
		'no-instance-role'\t'the instance has no IAM role, and its agent has no other credentials' \
		'instance-role-unusable'\t'EC2 gets no credentials for the instance\'s role' \
		'config-invalid'\t'ecsprobe cannot use a file that affects what it checks' \
		'nothing-to-check'\t'the options leave nothing to check' \
		'internal-error'\t'ecsprobe itself failed' \
		'imds-bad-answer'\t'something else answers in place of the instance metadata service' \
		'region-unknown'\t'no source names a Region' \
		'region-differs'\t'the sources of the Region disagree' \
		'partition-assumed'\t'no known partition has such a Region: ecsprobe assumed the partition aws' \
		'account-unknown'\t'the registry was checked with account 000000000000' \
		'profile-scope'\t'ecsprobe cannot check every requirement of this profile from an instance' \
		'narrowed-by-settings'\t'a settings file or the environment excludes services, or makes them optional' \
		'clock-skew'\t'this instance\'s clock is wrong' \
		'auto-profile'\t'--profile auto lists the AWS services that the agent and the tasks here use' \
		'auto-incomplete'\t'--profile auto could not see everything that is in use here' \
		'name-not-used'\t'a name that no task here uses fails: --profile auto found other names in use' \
		'agent-absent'\t'there is no ECS agent on this instance' \
		'agent-unknown'\t'ecsprobe could not read something about the agent' \
		'agent-not-running'\t'the agent does not run, and nothing is about to start it' \
		'agent-starts-later'\t'the agent has not started yet, but will' \
		'agent-not-registered'\t'the agent runs but has not registered this instance' \
		'agent-registration-denied'\t'a policy does not let the agent register this instance' \
		'agent-not-connected'\t'the agent is registered, but its connection to ACS fails' \
		'agent-inactive'\t'ECS reports this container instance as inactive: it was deregistered' \
		'agent-too-old'\t'the agent is older than interface endpoints for ECS' \
		'agent-known-bad'\t'this version of the agent has a known bug in restarts' \
		'agent-orphan'\t'the agent\'s container runs, but its systemd unit does not' \
		'agent-failed-terminal'\t'the agent exited with code 5: it will not try again' \
		'agent-public-path'\t'the running agent talks to ECS over public addresses' \
		'agent-stale-config'\t'the running agent uses another configuration than the files' \
		'agent-stale-path'\t'the running agent still uses the public path, although the private one is ready' \
		'agent-stale-resolver'\t'the agent\'s container uses other nameservers than the host' \
		'agent-trust-stale'\t'the trust store changed after the agent was started' \
		'dockerd-trust-stale'\t'the trust store changed after dockerd was started, and TLS is intercepted' \
		'agent-hosts-stale'\t'the agent\'s container has an older copy of /etc/hosts than the host' \
		'agent-resolver-mismatch'\t'the agent\'s own nameservers answer differently from the host\'s' \
		'agent-path-gone'\t'the agent is connected to a private address that no name resolves to' \
		'agent-stale-persists'\t'restarting the agent did not make it current' \
		'agent-cluster-differs'\t'the configured cluster is not the one the agent is registered with' \
		'agent-config-invalid'\t'the agent would not start with its configuration files as they are' \
		'agent-setting-refused'\t'a value in the agent\'s files would make its next start fail' \
		'agent-setting-unproven'\t'a changed or added setting may make the agent\'s next start fail' \
		'agent-setting-unread'\t'a line of the agent\'s files looks like a setting but has no effect' \
		'agent-cloud-init-fallback'\t'cloud-init found no data source in this boot, and the instance has user data' \
		'agent-imdsv1-only'\t'the instance requires IMDSv2 tokens, and the agent is older than 1.36.1' \
		'agent-no-checkpoint'\t'the agent runs with ECS_CHECKPOINT=false or without ECS_DATADIR' \
		'agent-no-runtime'\t'docker does not run, and the agent is a container' \
		'agent-not-ready'\t'ecsprobe restarted the agent, but it did not come back ready' \
		'agent-connection-unproven'\t'ecsprobe restarted the agent and it registered, but its connection to ACS is not visible' \
		'api-policy-denied'\t'with --api: the policy of a VPC endpoint denies the call, for every role' \
		'api-denied'\t'with --api: a policy of the role or of the organization denies the call' \
		'api-credentials'\t'with --api: no credentials, credentials that AWS rejects, or others than the agent\'s' \
		'api-clock-skew'\t'with --api: AWS rejects signatures because of this instance\'s clock' \
		'api-error'\t'with --api: a call got an error other than a denial, or no answer from AWS' \
		'bake-unreadable'\t'parts of the image cannot be read; a note: nameservers in an unknown form' \
		'bake-agent-state'\t'the agent has run in the image and left agent.db or ecs_agent_data.json' \
		'bake-resolver-pinned'\t'a file in the image permanently names the build VPC\'s nameserver' \
		'bake-no-docker'\t'the image has no Docker' \
		'bake-no-ecs-init'\t'the image has no ecs-init, or no unit for it' \
		'bake-no-agent-image'\t'the image does not contain the agent\'s archive' \
		'bake-unit-disabled'\t'the agent\'s unit is not enabled, or it or Docker\'s is masked' \
		'bake-no-amazon-roots'\t'the image\'s trust store lacks roots of Amazon Trust Services' \
		'bake-cluster-differs'\t'the image names another cluster than --expect-cluster' \
		'bake-proxy-differs'\t'the image names another proxy than --expect-proxy' \
		'bake-cloud-init-leftovers'\t'the image contains cloud-init\'s state of a boot during the build' \
		'bake-machine-id'\t'the image has a machine-id' \
		'bake-logs'\t'the image contains logs of the build' \
		'bake-setting-refused'\t'a value in the image\'s agent files would make every start fail' \
		'bake-setting-unproven'\t'a setting in the image\'s files may make the agent\'s start fail' \
		'bake-config-filled'\t'the image contains settings of one environment' \
		'bake-no-clock-service'\t'nothing in the image keeps the clock right' \
		'bake-own-units'\t'ecsprobe\'s own timer is not enabled in the image'
end

function __ecsprobe_regions
	printf '%s\n' \
		'af-south-1'\t'aws' \
		'ap-east-1'\t'aws' \
		'ap-east-2'\t'aws' \
		'ap-northeast-1'\t'aws' \
		'ap-northeast-2'\t'aws' \
		'ap-northeast-3'\t'aws' \
		'ap-south-1'\t'aws' \
		'ap-south-2'\t'aws' \
		'ap-southeast-1'\t'aws' \
		'ap-southeast-2'\t'aws' \
		'ap-southeast-3'\t'aws' \
		'ap-southeast-4'\t'aws' \
		'ap-southeast-5'\t'aws' \
		'ap-southeast-6'\t'aws' \
		'ap-southeast-7'\t'aws' \
		'ca-central-1'\t'aws' \
		'ca-west-1'\t'aws' \
		'eu-central-1'\t'aws' \
		'eu-central-2'\t'aws' \
		'eu-north-1'\t'aws' \
		'eu-south-1'\t'aws' \
		'eu-south-2'\t'aws' \
		'eu-west-1'\t'aws' \
		'eu-west-2'\t'aws' \
		'eu-west-3'\t'aws' \
		'il-central-1'\t'aws' \
		'me-central-1'\t'aws' \
		'me-south-1'\t'aws' \
		'me-west-1'\t'aws' \
		'mx-central-1'\t'aws' \
		'sa-east-1'\t'aws' \
		'sa-west-1'\t'aws' \
		'us-east-1'\t'aws' \
		'us-east-2'\t'aws' \
		'us-west-1'\t'aws' \
		'us-west-2'\t'aws' \
		'cn-north-1'\t'aws-cn' \
		'cn-northwest-1'\t'aws-cn' \
		'us-gov-east-1'\t'aws-us-gov' \
		'us-gov-west-1'\t'aws-us-gov' \
		'us-iso-east-1'\t'aws-iso' \
		'us-iso-west-1'\t'aws-iso' \
		'us-isob-east-1'\t'aws-iso-b' \
		'us-isob-west-1'\t'aws-iso-b' \
		'eu-isoe-west-1'\t'aws-iso-e' \
		'us-isof-east-1'\t'aws-iso-f' \
		'us-isof-south-1'\t'aws-iso-f' \
		'eusc-de-east-1'\t'aws-eusc'
end

function __ecsprobe_formats
	printf '%s\n' \
		'text'\t'a table for people, then what was found and what to check' \
		'brief'\t'20 lines at most for a console: the verdict, the causes, what to check first' \
		'html'\t'one page that needs nothing else, for a browser or to print' \
		'json'\t'one object, ecsprobe.report/1' \
		'jsonl'\t'a line each for the run and all its parts, ecsprobe.line/1' \
		'prometheus'\t'for the textfile collector of node_exporter' \
		'junit'\t'for Jenkins and its like: a test case for each endpoint' \
		'tap'\t'the Test Anything Protocol, version 14' \
		'nagios'\t'a line with perfdata; on stdout also its exit status, 0 to 3' \
		'emf'\t'a line of metrics for CloudWatch\'s embedded metric format'
end

# What is typed of the value, without --option= before it.
function __ecsprobe_value
	commandline -ct | string replace -r -- '^--[^=]*=' ''
end

# Names with commas between them: what stands before the last comma is kept.
function __ecsprobe_list
	set -l kept (__ecsprobe_value | string match -r -- '.*,')
	for name in $argv
		echo -- "$kept$name"
	end
end

# json, or json=FILE
function __ecsprobe_output
	set -l parts (__ecsprobe_value | string split -m 1 =)
	if set -q parts[2]
		for file in (__fish_complete_path "$parts[2]")
			echo -- "$parts[1]=$file"
		end
	else
		__ecsprobe_formats
	end
end

complete -c ecsprobe -f
complete -c ecsprobe -l profile -x -a '(__ecsprobe_list (__ecsprobe_profiles) auto)' -d 'what runs on this instance'
complete -c ecsprobe -l all-profiles -d 'check every service of the catalog and every profile file'
complete -c ecsprobe -l service -x -a '(__ecsprobe_list (__ecsprobe_services))' -d 'check only these services'
complete -c ecsprobe -l skip -x -a '(__ecsprobe_list (__ecsprobe_services))' -d 'do not check these services'
complete -c ecsprobe -l require -x -a '(__ecsprobe_list (__ecsprobe_services) all)' -d 'check these too, and report unhealthy if one fails'
complete -c ecsprobe -l optional -x -a '(__ecsprobe_list (__ecsprobe_services) all)' -d 'report only degraded if one of these fails'
complete -c ecsprobe -l host -x -d 'also check this host'
complete -c ecsprobe -l fips -d 'use the FIPS names of services that have one'
complete -c ecsprobe -l dualstack -d 'use the dual-stack names of services that have one'
complete -c ecsprobe -l expect -x -a 'auto private public any' -d 'the path that you expect'
complete -c ecsprobe -l allow-cidr -x -d 'accept private addresses outside this VPC only in this block'
complete -c ecsprobe -l require-agent -d 'report unhealthy if there is no agent'
complete -c ecsprobe -l restart-agent -a 'always if-stale' -d 'restart the agent if that is safe'
complete -c ecsprobe -l dry-run -d 'show what --restart-agent would do and why, and change nothing'
complete -c ecsprobe -l force -d 'restart although endpoints, the metadata service, the instance role or the clock fail, although ecsprobe could not confirm endpoints, settings or unit scripts, or although nothing starts the agent'
complete -c ecsprobe -l allow-upgrade -d 'let if-stale restart even if that loads a newer agent, as always does'
complete -c ecsprobe -l splay -x -d 'wait up to SECONDS first (fixed per instance)'
complete -c ecsprobe -l ready-timeout -x -d 'how long the restarted agent may take to come back'
complete -c ecsprobe -l cool-down -x -d 'minimum time since the last restart'
complete -c ecsprobe -s t -l timeout -x -d 'limit of the whole run: 5, 0.5, 10s or 5m'
complete -c ecsprobe -l wait -x -d 'repeat, at growing intervals, until the verdict is healthy or degraded'
complete -c ecsprobe -l dns-timeout -x -d 'limit of each name lookup'
complete -c ecsprobe -l connect-timeout -x -d 'limit of each TCP connect'
complete -c ecsprobe -l tls-timeout -x -d 'limit of each TLS handshake'
complete -c ecsprobe -s o -l output -x -a '(__ecsprobe_output)' -d 'write the report in this format to stdout, or replace FILE atomically'
complete -c ecsprobe -l on-change -r -F -d 'write the format brief only when the failures changed, at most every 15 minutes, and again after each boot'
complete -c ecsprobe -l waterfall -d 'draw the DNS, TCP and TLS times in the text report'
complete -c ecsprobe -l timing -d 'print on stderr, and in the JSON, how long each phase of the run took'
complete -c ecsprobe -l strict -d 'exit with status 2 if the verdict is degraded'
complete -c ecsprobe -l color -x -a 'auto always never' -d 'always, never, or auto'
complete -c ecsprobe -s v -l verbose -d 'show every address and the notes'
complete -c ecsprobe -s q -l quiet -d 'write no report to stdout and no progress'
complete -c ecsprobe -l deep -d 'also try hosts outside the plan'
complete -c ecsprobe -l api -d 'also make signed, read-only calls to AWS, with the credentials of the instance role or of the environment'
complete -c ecsprobe -l resolver -x -d 'use this nameserver instead of the Route 53 Resolver at 169.254.169.253'
complete -c ecsprobe -l ca-file -r -F -d 'trust only the certificates in this PEM file'
complete -c ecsprobe -l ca-dir -x -a '(__fish_complete_directories)' -d 'trust only the hashed certificates in this directory'
complete -c ecsprobe -l region -x -a '(__ecsprobe_regions)' -d 'use this Region instead of the one of the agent\'s configuration or IMDS'
complete -c ecsprobe -l account -x -d 'use this account in the registry\'s host name instead of the one of IMDS'
complete -c ecsprobe -l vpc-cidr -x -d 'use these blocks of the VPC instead of those of IMDS'
complete -c ecsprobe -l imds-endpoint -x -a 'off' -d 'use the metadata service at http'
complete -c ecsprobe -l bake -a 'build final' -d 'check an image for ECS'
complete -c ecsprobe -l root -x -a '(__fish_complete_directories)' -d 'the root directory of the image, or of what --check-config reads'
complete -c ecsprobe -l expect-cluster -x -d 'the cluster that the image must name'
complete -c ecsprobe -l expect-proxy -x -d 'the proxy that the image must name, or none'
complete -c ecsprobe -l config -r -F -d 'read settings, \'option = value\' lines, from this file'
complete -c ecsprobe -l show-config -d 'print every setting in effect and where it comes from, then exit'
complete -c ecsprobe -l check-config -r -F -d 'check the agent\'s ecs.config or ecs.config.json as its next start would read it, print one line per problem, then exit, with status 78 if the agent would refuse a value'
complete -c ecsprobe -l list -d 'print what would be checked and why, then exit'
complete -c ecsprobe -l read -r -F -d 'render the report of an earlier -o json again, in the formats of --output, then exit with its status'
complete -c ecsprobe -l explain -x -a '(__ecsprobe_codes)' -d 'print what a code means and what to check, or which codes an error message may belong to, then exit'
complete -c ecsprobe -l list-codes -d 'print every code with its meaning, then exit'
complete -c ecsprobe -s h -l help -a 'all' -d 'print all options, formats and exit statuses, then exit'
complete -c ecsprobe -s V -l version -d 'print the versions and the trust store in use, then exit'
