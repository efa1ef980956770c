# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034
# What the lab is made of: the eight hosts, where each can be found, and who answers what.

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
