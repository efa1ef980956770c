# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034
# What a lab can be made of: every service that a probe may ask for, its names, where each can be found, and who
# answers what. Unless a scenario says otherwise, a lab has the eight of an ECS instance, and the extras.

ACCOUNT=111122223333

# Every service that a lab can have: its host; the name of the same endpoint with addresses of both families; the name
# that FIPS clients ask for; and where it is. private: interface endpoints in two zones; gateway: S3, which keeps its
# public addresses behind a gateway endpoint; public: there is no endpoint for it. -: there is no such name.
# It says what AWS's own guides say; nothing here is read from the product.
CATALOG='
ecs                        ecs.{r}.{z}                        ecs.{r}.{d}                   ecs-fips.{r}.{z}                   private
ecs-agent                  ecs-a.{r}.{z}                      -                             -                                  private
ecs-telemetry              ecs-t.{r}.{z}                      -                             -                                  private
ecr.api                    api.ecr.{r}.{z}                    ecr.{r}.{d}                   ecr-fips.{r}.{z}                   private
ecr.dkr                    {a}.dkr.ecr.{r}.{z}                {a}.dkr-ecr.{r}.{o}           {a}.dkr.ecr-fips.{r}.{z}           private
ecr.layers                 prod-{r}-starport-layer-bucket.s3.{r}.{z} prod-{r}-starport-layer-bucket.s3.dualstack.{r}.{z} -                                  gateway
logs                       logs.{r}.{z}                       logs.{r}.{d}                  logs-fips.{r}.{z}                  private
secretsmanager             secretsmanager.{r}.{z}             -                             secretsmanager-fips.{r}.{z}        private
batch                      batch.{r}.{z}                      batch.{r}.{d}                 fips.batch.{r}.{z}                 private
airflow.api                api.airflow.{r}.{z}                api.airflow.{r}.{d}           api.airflow-fips.{r}.{z}           private
airflow.env                env.airflow.{r}.{z}                env.airflow.{r}.{d}           env.airflow-fips.{r}.{z}           private
airflow.ops                ops.airflow.{r}.{z}                ops.airflow.{r}.{d}           ops.airflow-fips.{r}.{z}           private
s3                         s3.{r}.{z}                         s3.dualstack.{r}.{z}          s3-fips.{r}.{z}                    gateway
monitoring                 monitoring.{r}.{z}                 monitoring.{r}.{d}            monitoring-fips.{r}.{z}            private
sqs                        sqs.{r}.{z}                        sqs.{r}.{d}                   sqs-fips.{r}.{z}                   private
kms                        kms.{r}.{z}                        kms.{r}.{d}                   kms-fips.{r}.{z}                   private
ecs-sc                     ecs-sc.{r}.{d}                     -                             -                                  public
ssmmessages                ssmmessages.{r}.{z}                ssmmessages.{r}.{d}           ssmmessages-fips.{r}.{z}           private
ssm                        ssm.{r}.{z}                        ssm.{r}.{d}                   ssm-fips.{r}.{z}                   private
ec2messages                ec2messages.{r}.{z}                -                             -                                  private
ec2                        ec2.{r}.{z}                        ec2.{r}.{d}                   ec2-fips.{r}.{z}                   private
xray                       xray.{r}.{z}                       xray.{r}.{d}                  xray-fips.{r}.{z}                  private
elasticfilesystem          elasticfilesystem.{r}.{z}          efs.{r}.{d}                   elasticfilesystem-fips.{r}.{z}     private
guardduty-data             guardduty-data.{r}.{z}             -                             guardduty-data-fips.{r}.{z}        private
servicediscovery           servicediscovery.{r}.{z}           servicediscovery.{r}.{d}      servicediscovery-fips.{r}.{z}      private
data-servicediscovery      data-servicediscovery.{r}.{z}      data-servicediscovery.{r}.{d} data-servicediscovery-fips.{r}.{z} private
codedeploy                 codedeploy.{r}.{z}                 codedeploy.{r}.{d}            codedeploy-fips.{r}.{z}            private
codedeploy-commands-secure codedeploy-commands-secure.{r}.{z} -                             codedeploy-commands-fips.{r}.{z}   private
sts                        sts.{r}.{z}                        sts.{r}.{d}                   sts-fips.{r}.{z}                   private
sns                        sns.{r}.{z}                        sns.{r}.{d}                   sns-fips.{r}.{z}                   private
events                     events.{r}.{z}                     events.{r}.{d}                events-fips.{r}.{z}                private
autoscaling                autoscaling.{r}.{z}                autoscaling.{r}.{d}           autoscaling-fips.{r}.{z}           private
elasticloadbalancing       elasticloadbalancing.{r}.{z}       elasticloadbalancing.{r}.{d}  elasticloadbalancing-fips.{r}.{z}  private
cloudformation             cloudformation.{r}.{z}             cloudformation.{r}.{d}        cloudformation-fips.{r}.{z}        private
kinesis-streams            kinesis.{r}.{z}                    kinesis.{r}.{d}               kinesis-fips.{r}.{z}               private
kinesis-firehose           firehose.{r}.{z}                   firehose.{r}.{d}              firehose-fips.{r}.{z}              private
'

# What each use of an instance asks for.
ECS_SERVICES='ecs ecs-agent ecs-telemetry ecr.api ecr.dkr ecr.layers logs secretsmanager'
declare -A PROFILES=(
	[ecs]=$ECS_SERVICES
	[batch]="$ECS_SERVICES batch"
	[mwaa]='ecr.api ecr.dkr logs airflow.api airflow.env airflow.ops s3 monitoring sqs kms'
	[service-connect]='ecs ecs-agent ecs-sc'
	[exec]='logs s3 kms ssmmessages'
	[ssm]='logs s3 kms ssmmessages ssm ec2messages'
	[cloudwatch]='logs monitoring ssm ec2'
	[xray]=xray
	[efs]=elasticfilesystem
	[guardduty]=guardduty-data
	[cloudmap]='servicediscovery data-servicediscovery'
	[codedeploy]='s3 codedeploy codedeploy-commands-secure'
)

# Hosts that are in no plan: the numbered ones, which only exist publicly, and those of other Regions. s3-elsewhere
# and ecs-elsewhere stand for one host in every Region of ELSEWHERE. has_fips adds to these.
EXTRAS=(ecs-agent-1 ecs-telemetry-1 s3-elsewhere ecs-elsewhere)

# set_region REGION: its partition, the other Regions there, and the zones in which names end there: {z}, {d} and {o}
# of the catalog.
set_region() {
	local number
	REGION=$1 PARTITION=aws ZONE=amazonaws.com DUAL_ZONE=api.aws ON_ZONE=on.aws
	ELSEWHERE=(af-south-1 ap-east-1 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1
		ap-southeast-2 ap-southeast-3 ap-southeast-4 ca-central-1 ca-west-1 eu-central-1 eu-central-2 eu-north-1
		eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3 il-central-1 me-central-1 me-south-1 sa-east-1
		us-east-1 us-east-2 us-west-1 us-west-2)
	case $1 in
	us-gov-*) PARTITION=aws-us-gov ELSEWHERE=(us-gov-east-1 us-gov-west-1) ;;
	cn-*)
		PARTITION=aws-cn ZONE=amazonaws.com.cn ELSEWHERE=(cn-north-1 cn-northwest-1)
		DUAL_ZONE=api.amazonwebservices.com.cn ON_ZONE=on.amazonwebservices.com.cn
		;;
	eusc-*)
		# There is no other yet.
		PARTITION=aws-eusc ZONE=amazonaws.eu ELSEWHERE=() EXTRAS=(ecs-agent-1 ecs-telemetry-1)
		DUAL_ZONE=api.amazonwebservices.eu ON_ZONE=on.amazonwebservices.eu
		;;
	esac
	for number in "${!ELSEWHERE[@]}"; do
		[[ ${ELSEWHERE[number]} != "$1" ]] || unset "ELSEWHERE[number]"
	done
	SUFFIX=$REGION.$ZONE
	ZONES=("$ZONE" "$DUAL_ZONE" "$ON_ZONE")
}

# What this lab has: its services, where they are, their hosts, and the other names of the same endpoints: what the
# agent asks for instead on a host without IPv4.
SERVICES=()
declare -A WHERE HOST DUAL_HOST

# Every service can be had at these addresses, one per zone; what the DNS says is another matter.
#   PRIVATE  interface endpoint in this VPC      PUBLIC  over the NAT gateway (S3: the gateway endpoint)
#   HUB      interface endpoint in a hub VPC     PRIVATE6, PUBLIC6  the same over IPv6
declare -A PRIVATE PUBLIC HUB PRIVATE6 PUBLIC6

# name_from PATTERN: sets NAME; empty for a name that does not exist.
name_from() {
	NAME=${1//'{r}'/$REGION}
	NAME=${NAME//'{z}'/$ZONE}
	NAME=${NAME//'{d}'/$DUAL_ZONE}
	NAME=${NAME//'{o}'/$ON_ZONE}
	NAME=${NAME//'{a}'/$ACCOUNT}
	NAME=${NAME#-}
}

# place SERVICE WHERE NUMBER: where it can be had.
place() {
	WHERE[$1]=$2
	PRIVATE[$1]="10.0.1.$3 10.0.2.$3"
	HUB[$1]="10.99.1.$3 10.99.2.$3"
	PRIVATE6[$1]="2600:1f18:1234:1::$3 2600:1f18:1234:2::$3"
	PUBLIC[$1]="52.94.1.$3 52.94.2.$3"
	PUBLIC6[$1]="2600:1f70:8000:1::$3 2600:1f70:8000:2::$3"
	if [[ $2 == gateway ]]; then
		PUBLIC[$1]="3.5.1.$3 3.5.2.$3"
		PUBLIC6[$1]="2600:1fa0:8000::$3 2600:1fa0:8001::$3"
	fi
}

# is_ipv4_alone SERVICE: its plain name has no IPv6 address at AWS; by likeness, the layers' host for both families is that
# of s3.
is_ipv4_alone() { [[ $1 == ecr.dkr || $1 == ecr.layers ]]; }

# has_services SERVICE...: the lab has these, each at the addresses of its row.
has_services() {
	local id host dual where number=10 wanted=" $* "
	SERVICES=() HOST=() DUAL_HOST=()
	while read -r id host dual _ where; do
		[[ $id ]] || continue
		if [[ $wanted == *" $id "* ]]; then
			SERVICES+=("$id")
			place "$id" "$where" "$number"
			name_from "$host"
			HOST[$id]=$NAME
			name_from "$dual"
			[[ ! $NAME ]] || DUAL_HOST[$id]=$NAME
		fi
		number=$((number == 17 ? 100 : number + 1))
	done <<<"$CATALOG"
}

# has_fips SERVICE...: what FIPS clients ask for, as services called SERVICE-fips with endpoints of their own.
has_fips() {
	local id fips where number=130 wanted=" $* "
	while read -r id _ _ fips where; do
		number=$((number + 1))
		[[ $id && $fips != - && $wanted == *" $id "* ]] || continue
		EXTRAS+=("$id-fips")
		place "$id-fips" "$where" "$number"
		name_from "$fips"
		HOST[$id-fips]=$NAME
	done <<<"$CATALOG"
}

# has_host NAME HOST: one more, of no row.
has_host() {
	EXTRAS+=("$1")
	place "$1" private "$((200 + ${#EXTRAS[@]}))"
	HOST[$1]=$2
}

extra_addresses() {
	local number=18 service
	for service in "${EXTRAS[@]}"; do
		PRIVATE[$service]='' HUB[$service]='' PRIVATE6[$service]='' PUBLIC6[$service]=''
		PUBLIC[$service]="52.94.1.$number 52.94.2.$number"
		number=$((number + 1))
	done
}

set_region us-east-1
# shellcheck disable=SC2086
has_services $ECS_SERVICES
extra_addresses
REQUIRED=(ecs ecs-agent ecs-telemetry ecr.api ecr.dkr ecr.layers)

# hosts_of SERVICE: its host, or its hosts in all other Regions.
hosts_of() {
	local region
	case $1 in
	ecs-agent-1) echo "ecs-a-1.$SUFFIX" ;;
	ecs-telemetry-1) echo "ecs-t-1.$SUFFIX" ;;
	s3-elsewhere) for region in "${ELSEWHERE[@]}"; do echo "s3.$region.$ZONE"; done ;;
	ecs-elsewhere) for region in "${ELSEWHERE[@]}"; do printf '%s\n' "ecs"{,-a,-t}".$region.$ZONE"; done ;;
	*) echo "${HOST[$1]}" ;;
	esac
}

# The instance and what it can ask.
ENI_MAC=0e:5c:70:00:00:50
ENI_IPV4=10.0.1.50
ENI_IPV6=2600:1f18:1234:1::50
VPC_CIDRS=(10.0.0.0/16 100.64.0.0/16)
VPC_CIDR6=2600:1f18:1234::/56
ROUTE53=(10.0.0.2 169.254.169.253)
ROUTE53_6=fd00:ec2::253
CORPORATE_DNS=10.0.0.53
PROXY_IPV4=10.0.0.80
PROXY_HOST=proxy.corp.example
IMDS_IPV4=169.254.169.254
IMDS_IPV6=fd00:ec2::254

# ipv4_of ADDRESS... and ipv6_of ADDRESS...: those of one family.
ipv4_of() {
	local address
	for address; do [[ $address == *:* ]] || printf '%s ' "$address"; done
}

ipv6_of() {
	local address
	for address; do [[ $address != *:* ]] || printf '%s ' "$address"; done
}
