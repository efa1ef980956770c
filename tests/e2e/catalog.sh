# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034
# What the lab is made of: the eight hosts of the plan and the others that a probe may ask for, where each
# can be found, and who answers what.

REGION=us-east-1
ACCOUNT=111122223333
SUFFIX=$REGION.amazonaws.com

SERVICES=(ecs ecs-agent ecs-telemetry ecr.api ecr.dkr ecr.layers logs secretsmanager)
REQUIRED=(ecs ecs-agent ecs-telemetry ecr.api ecr.dkr ecr.layers)

declare -A HOST=(
	[ecs]=ecs.$SUFFIX
	[ecs-agent]=ecs-a.$SUFFIX
	[ecs-telemetry]=ecs-t.$SUFFIX
	[ecr.api]=api.ecr.$SUFFIX
	[ecr.dkr]=$ACCOUNT.dkr.ecr.$SUFFIX
	[ecr.layers]=prod-$REGION-starport-layer-bucket.s3.$SUFFIX
	[logs]=logs.$SUFFIX
	[secretsmanager]=secretsmanager.$SUFFIX
)

# What the agent asks for instead on a host without IPv4: other names of the same endpoints. (Real endpoints of ECR
# have no such name yet: dual_answers is for that.)
declare -A DUAL_HOST=([ecs]=ecs.$REGION.api.aws [ecr.api]=ecr.$REGION.api.aws [logs]=logs.$REGION.api.aws)

# Hosts that are not in the usual plan: the numbered ones, which only exist publicly, those with FIPS, and those of
# other Regions. s3-elsewhere and ecs-elsewhere stand for one host in every Region of ELSEWHERE.
EXTRAS=(ecs-agent-1 ecs-telemetry-1 ecs-fips ecr-fips s3-elsewhere ecs-elsewhere)
ELSEWHERE=(af-south-1 ap-east-1 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1
	ap-southeast-2 ap-southeast-3 ap-southeast-4 ca-central-1 ca-west-1 eu-central-1 eu-central-2 eu-north-1
	eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3 il-central-1 me-central-1 me-south-1 sa-east-1
	us-east-2 us-west-1 us-west-2)

EVERYTHING=("${SERVICES[@]}" "${EXTRAS[@]}")

# hosts_of SERVICE: its host, or its hosts in all other Regions.
hosts_of() {
	local region
	case $1 in
	ecs-agent-1) echo "ecs-a-1.$SUFFIX" ;;
	ecs-telemetry-1) echo "ecs-t-1.$SUFFIX" ;;
	ecs-fips | ecr-fips) echo "$1.$SUFFIX" ;;
	s3-elsewhere) for region in "${ELSEWHERE[@]}"; do echo "s3.$region.amazonaws.com"; done ;;
	ecs-elsewhere) for region in "${ELSEWHERE[@]}"; do printf '%s\n' "ecs"{,-a,-t}".$region.amazonaws.com"; done ;;
	*) echo "${HOST[$1]}" ;;
	esac
}

# Every service can be had at these addresses, one per zone; what the DNS says is another matter.
#   PRIVATE  interface endpoint in this VPC      PUBLIC  over the NAT gateway (S3: the gateway endpoint)
#   HUB      interface endpoint in a hub VPC     PRIVATE6, PUBLIC6  the same over IPv6
declare -A PRIVATE PUBLIC HUB PRIVATE6 PUBLIC6
catalog_addresses() {
	local number=10 service
	for service in "${SERVICES[@]}"; do
		PRIVATE[$service]="10.0.1.$number 10.0.2.$number"
		HUB[$service]="10.99.1.$number 10.99.2.$number"
		PRIVATE6[$service]="2600:1f18:1234:1::$number 2600:1f18:1234:2::$number"
		PUBLIC[$service]="52.94.1.$number 52.94.2.$number"
		PUBLIC6[$service]="2600:1f70:8000:1::$number 2600:1f70:8000:2::$number"
		number=$((number + 1))
	done
	for service in "${EXTRAS[@]}"; do
		PRIVATE[$service]='' HUB[$service]='' PRIVATE6[$service]='' PUBLIC6[$service]=''
		PUBLIC[$service]="52.94.1.$number 52.94.2.$number"
		number=$((number + 1))
	done
	PUBLIC[ecr.layers]="3.5.1.15 3.5.2.15"
	PUBLIC6[ecr.layers]="2600:1fa0:8000::15 2600:1fa0:8001::15"
}
catalog_addresses

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
