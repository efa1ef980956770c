# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# An instance with both families: nameservers and endpoints of each. Go tries IPv6 first and, 0.3 s later, IPv4 beside it.

# link_local RULE...: a nameserver at fe80::53 on the instance's own link.
link_local() {
	batch -n vpc <<<"address replace fe80::53/64 dev vpc0 nodad"
	start_ready vpc ns1 "$PYTHON" "$E2E/servers/dnsfront.py" fe80::53%vpc0 53 "${ROUTE53[0]}" "$@"
	FRONTS=1
}
all='ecs ecs-agent ecr.api ecr.dkr'
six=2600:1f18:1234:1::10
nobody=2600:1f18:1234:1::77

situation dual-plain "$all"
situation dual-ns-route53 "$all" "resolv 'nameserver $ROUTE53_6'"
situation dual-ns-zone "$all" 'resolv "nameserver fe80::53%ens5"' link_local
situation dual-ns-zone-unknown ecs 'resolv "nameserver fe80::53%none" "nameserver @2" "options timeout:1"' link_local 'ns 2'
situation dual-ns-no-zone ecs 'resolv "nameserver fe80::53" "nameserver @2" "options timeout:1"' link_local 'ns 2'
situation dual-ns-zone-number ecs 'resolv "nameserver fe80::53%$(ip -o link show dev ens5 | cut -d: -f1)"' link_local
situation dual-ns-zone-after-dead ecs 'resolv "nameserver @2" "nameserver fe80::53%ens5" "options timeout:1"' 'dead 2' link_local
situation dual-v4-only ecs 'leads ecs 10.0.1.10'
situation dual-v6-only ecs "leads ecs $six"
situation dual-v6-refused ecs "leads ecs $six 10.0.1.10" "refuse $six; TOUCHED=1"
situation dual-v4-refused ecs "leads ecs $six 10.0.1.10" 'refused_path 10.0.1.10'
situation dual-v6-dropped ecs "leads ecs $six 10.0.1.10" "drop $six; TOUCHED=1"
situation dual-v4-dropped ecs "leads ecs $six 10.0.1.10" 'dead_path 10.0.1.10'
situation dual-v6-nobody ecs "leads ecs $nobody 10.0.1.10"
situation dual-v6-unreachable ecs "leads ecs $six 10.0.1.10" "unreachable $six; TOUCHED=1"
situation dual-both-refused ecs "leads ecs $six 10.0.1.10" "refuse $six 10.0.1.10; TOUCHED=1"
situation dual-aaaa-silent "$all" 'resolv "nameserver @1" "options timeout:1"' 'ns 1 every/aaaa=silent'
situation dual-a-silent "$all" 'resolv "nameserver @1" "options timeout:1"' 'ns 1 every/a=silent'
situation dual-hosts-v6 ecs "hosts '$six %ecs%'" 'leads ecs 10.0.1.77'
situation dual-hosts-v6-mixed ecs "hosts '${six^^} %ecs%'" 'leads ecs 10.0.1.77'
situation dual-hosts-both ecs "hosts '$six %ecs%\n@ecs@ %ecs%'" 'leads ecs 10.0.1.77'
