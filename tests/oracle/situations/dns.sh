# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Names: how resolv.conf is read, and what nameservers can do. @1 to @4 are the nameservers; see ../lab.sh.

both='ecs ecr.api'
one='resolv "nameserver @1"'
two='resolv "nameserver @1" "nameserver @2"'

# How the file is read.
situation dns-plain "$both ecs-agent ecr.dkr"
situation dns-blank-before "$both" 'resolv " nameserver @1"' 'ns 1'
situation dns-tab-before "$both" 'resolv "\tnameserver @1"' 'ns 1'
situation dns-tab-between ecs 'resolv "nameserver\t@1"' 'ns 1'
situation dns-blank-after ecs 'resolv "nameserver @1  \t"' 'ns 1'
situation dns-comment-after ecs 'resolv "nameserver @1 # the VPC"' 'ns 1'
situation dns-comment-glued ecs 'resolv "nameserver @1#x" "nameserver @2"' 'ns 1' 'ns 2 every=rcode3'
situation dns-comment-line ecs 'resolv "# nameserver @2" "; nameserver @2" "nameserver @1"' 'ns 1'
situation dns-upper-keyword ecs 'resolv "NAMESERVER @2" "nameserver @1"' 'ns 1' 'ns 2 every=rcode3'
situation dns-crlf ecs 'resolv "nameserver @1\r"' 'ns 1'
situation dns-no-newline ecs 'resolv "nameserver @1"' 'truncate -s -1 /etc/resolv.conf' 'ns 1'
situation dns-leading-zero ecs 'resolv "nameserver 010.000.000.060" "nameserver @2"' 'ns 1 every=rcode3' 'ns 2'
situation dns-not-an-address ecs 'resolv "nameserver localhost" "nameserver @1"' 'ns 1'
situation dns-two-in-a-line ecs 'resolv "nameserver @1 @2"' 'ns 1' 'ns 2 every=rcode3'
situation dns-twice-the-same ecs 'resolv "nameserver @1" "nameserver @1"' 'ns 1'
situation dns-mapped-address ecs 'resolv "nameserver ::ffff:10.0.0.60"' 'ns 1'
situation dns-port ecs 'resolv "nameserver @1:53" "nameserver @2"' 'ns 1' 'ns 2'
situation dns-bracketed ecs 'resolv "nameserver [@1]" "nameserver @2"' 'ns 1 every=rcode3' 'ns 2'
situation dns-empty-file ecs 'resolv ""'
situation dns-no-file ecs 'rm /etc/resolv.conf'
situation dns-fourth-works ecs 'resolv "nameserver @1" "nameserver @2" "nameserver @3" "nameserver @4"' 'ns 4'
situation dns-third-works ecs 'resolv "nameserver @1" "nameserver @2" "nameserver @3"' 'ns 3'
situation dns-long-file ecs 'resolv "$(yes "# padding" | head -n 500)" "nameserver @1"' 'ns 1'

# Its options.
for option in use-vc usevc tcp rotate single-request single-request-reopen edns0 trust-ad no-tld-query inet6 ndots:0 \
	ndots:1 ndots:4 ndots:5 ndots:15 ndots:99 ndots:-1 ndots:x timeout:0 timeout:1 timeout:30 timeout:99 timeout:x \
	attempts:0 attempts:1 attempts:5 attempts:x no-aaaa no-reload unknown debug; do
	situation "dns-option-$option" ecs "resolv 'nameserver @1' 'options $option'" 'ns 1'
done
situation dns-options-two-lines ecs 'resolv "nameserver @1" "options ndots:5" "options timeout:1"' 'ns 1'
situation dns-options-blank-before ecs 'resolv "nameserver @1" " options use-vc"' 'ns 1' no_tcp_dns
situation dns-use-vc "$both" 'resolv "nameserver @1" "options use-vc"' 'ns 1'
situation dns-use-vc-dropped ecs 'resolv "nameserver @1" "options use-vc timeout:1 attempts:1"' 'ns 1' no_tcp_dns
situation dns-search ecs 'resolv "nameserver @1" "search corp.example vpc.internal"' 'ns 1'
situation dns-search-ndots "$both" 'resolv "nameserver @1" "search corp.example" "options ndots:5"' 'ns 1'
situation dns-search-servfail ecs 'resolv "nameserver @1" "search corp.example" "options ndots:5"' \
	'ns 1 ecs.us-east-1.amazonaws.com.corp.example=rcode2'
situation dns-search-silent ecs 'resolv "nameserver @1" "search corp.example" "options ndots:5 timeout:1 attempts:1"' \
	'ns 1 ecs.us-east-1.amazonaws.com.corp.example=silent'
situation dns-search-root ecs 'resolv "nameserver @1" "search ." "options ndots:5"' 'ns 1'
situation dns-domain ecs 'resolv "nameserver @1" "domain corp.example"' 'ns 1'

# The first nameserver, and the one behind it.
for code in 1 2 3 4 5 9; do
	situation "dns-rcode$code" ecs "$one" "ns 1 every=rcode$code"
	situation "dns-rcode$code-first" "$both" "$two" "ns 1 every=rcode$code" 'ns 2'
done
situation dns-refusing-first "$both" "$two" 'ns 2'
situation dns-refusing-only ecs "$one"
situation dns-dead-first "$both ecs-agent ecr.dkr" "$two" 'dead 1' 'ns 2'
situation dns-dead-first-timeout-1 "$both" 'resolv "nameserver @1" "nameserver @2" "options timeout:1"' 'dead 1' 'ns 2'
situation dns-dead-first-timeout-2 "$both" 'resolv "nameserver @1" "nameserver @2" "options timeout:2"' 'dead 1' 'ns 2'
situation dns-dead-first-attempts-1 "$both" 'resolv "nameserver @1" "nameserver @2" "options timeout:1 attempts:1"' 'dead 1' 'ns 2'
situation dns-dead-two "$both" 'resolv "nameserver @1" "nameserver @2" "nameserver @3" "options timeout:1"' 'dead 1' 'dead 2' 'ns 3'
situation dns-dead-two-long "$both" 'resolv "nameserver @1" "nameserver @2" "nameserver @3"' 'dead 1' 'dead 2' 'ns 3'
for seconds in 6 10 15 25 30; do
	situation "dns-dead-first-timeout-$seconds" 'ecs ecs-agent ecr.api ecr.dkr secretsmanager' \
		"resolv 'nameserver @1' 'nameserver @2' 'options timeout:$seconds'" 'dead 1' 'ns 2'
done
situation dns-dead-last ecs "$two" 'ns 1' 'dead 2'
situation dns-dead-rotate ecs 'resolv "nameserver @1" "nameserver @2" "options rotate timeout:1"' 'dead 1' 'ns 2'
situation dns-dead-only ecs 'resolv "nameserver @1" "options timeout:1 attempts:1"' 'dead 1'
situation dns-nxdomain-first ecs "$two" 'ns 1 ecs=rcode3' 'ns 2'
situation dns-nodata-first ecs "$two" 'ns 1 ecs=nodata' 'ns 2'
situation dns-lame-first "$both" "$two" 'ns 1 every=lame' 'ns 2'
situation dns-lame-only ecs "$one" 'ns 1 every=lame'
situation dns-servfail-dead ecs 'resolv "nameserver @1" "nameserver @2" "options timeout:1 attempts:1"' 'ns 1 every=rcode2' 'dead 2'

# One nameserver's ways.
for mode in nora othername upper junkfirst twice ttl0 junk short badcount wrongid wrongq ptrloop cut cnameloop cname1 \
	cname8 cname15 cname20 tc; do
	situation "dns-$mode" ecs 'resolv "nameserver @1" "options timeout:1 attempts:2"' "ns 1 ecs=$mode"
done
for mode in junk short badcount wrongid wrongq cut othername; do
	situation "dns-$mode-first" ecs 'resolv "nameserver @1" "nameserver @2" "options timeout:1"' "ns 1 ecs=$mode" 'ns 2'
done
for code in 1 3 4 5; do
	situation "dns-edns-rcode$code" "$both" "$one" "ns 1 every=edns$code"
done
situation dns-edns-formerr-first "$both" "$two" 'ns 1 every=edns1' 'ns 2'
situation dns-edns-silent ecs 'resolv "nameserver @1" "options timeout:1 attempts:2"' 'ns 1 every=ednssilent'
for size in 400 900 1100 1400 3900; do
	situation "dns-padded-$size" ecs 'resolv "nameserver @1" "options timeout:1 attempts:1"' "ns 1 ecs/a=pad$size"
done
situation dns-padded-1400-first ecs 'resolv "nameserver @1" "nameserver @2" "options timeout:1"' 'ns 1 ecs/a=pad1400' 'ns 2'
situation dns-tc-no-tcp ecs 'resolv "nameserver @1" "options timeout:1 attempts:1"' 'ns 1 ecs=tc' no_tcp_dns
situation dns-tc-silent ecs 'resolv "nameserver @1" "options timeout:1 attempts:1"' 'ns 1 ecs=tcsilent'
situation dns-tc-no-tcp-first ecs 'resolv "nameserver @1" "nameserver @2" "options timeout:1 attempts:1"' 'ns 1 ecs=tc' 'ns 2' no_tcp_dns

# One family of the two.
situation dns-aaaa-silent "$both ecs-agent" "$one" 'ns 1 every/aaaa=silent'
situation dns-aaaa-silent-timeout-1 "$both" 'resolv "nameserver @1" "options timeout:1"' 'ns 1 every/aaaa=silent'
situation dns-aaaa-silent-attempts-1 "$both" 'resolv "nameserver @1" "options timeout:1 attempts:1"' 'ns 1 every/aaaa=silent'
situation dns-aaaa-silent-two 'ecs ecs-agent ecr.api ecr.dkr' "$two" 'ns 1 every/aaaa=silent' 'ns 2 every/aaaa=silent'
situation dns-aaaa-silent-three 'ecs ecs-agent ecr.api ecr.dkr' 'resolv "nameserver @1" "nameserver @2" "nameserver @3"' \
	'ns 1 every/aaaa=silent' 'ns 2 every/aaaa=silent' 'ns 3 every/aaaa=silent'
situation dns-a-silent ecs 'resolv "nameserver @1" "options timeout:1"' 'ns 1 every/a=silent'
for code in 1 2 3 4 5; do
	situation "dns-aaaa-rcode$code" ecs "$one" "ns 1 every/aaaa=rcode$code"
	situation "dns-a-rcode$code" ecs "$one" "ns 1 every/a=rcode$code"
done
situation dns-aaaa-junk ecs 'resolv "nameserver @1" "options timeout:1 attempts:1"' 'ns 1 every/aaaa=junk'
situation dns-aaaa-slow ecs "$one" 'ns 1 every/aaaa=slow1300'

# Slow ones, and lost packets: counted, not drawn.
for ms in 100 400 700 1300 1600 2000; do
	situation "dns-slow-$ms" "$both" "$one" "ns 1 every=slow$ms"
	situation "dns-slow-$ms-of-1" ecs 'resolv "nameserver @1" "options timeout:1 attempts:1"' "ns 1 every=slow$ms"
	situation "dns-slow-$ms-first-of-1" ecs 'resolv "nameserver @1" "nameserver @2" "options timeout:1 attempts:1"' "ns 1 every=slow$ms" 'ns 2'
done
situation dns-slow-1300-of-1-twice ecs 'resolv "nameserver @1" "options timeout:1 attempts:2"' 'ns 1 every=slow1300'
situation dns-slow-3500 "$both" "$one" 'ns 1 every=slow3500'
situation dns-slow-4500 ecs "$one" 'ns 1 every=slow4500'
situation dns-slow-6000 ecs 'resolv "nameserver @1" "options attempts:1"' 'ns 1 every=slow6000'
for n in 1 2 3 4; do
	situation "dns-nth$n-lost" ecs 'resolv "nameserver @1" "options timeout:1"' "ns 1 every=nth$n"
	situation "dns-nth$n-lost-once" ecs 'resolv "nameserver @1" "options timeout:1 attempts:1"' "ns 1 every=nth$n"
done
situation dns-lose1 ecs 'resolv "nameserver @1" "options timeout:1"' 'ns 1 every=lose1'
situation dns-lose2 ecs 'resolv "nameserver @1" "options timeout:1"' 'ns 1 every=lose2'

# Waits that add up: the families with single-request, the names of the search list, and both.
situation dns-single-request-dead-first 'ecs ecs-agent ecr.dkr' \
	'resolv "nameserver @1" "nameserver @2" "options single-request timeout:15"' 'dead 1' 'ns 2'
situation dns-single-request-dead-first-5 'ecs ecs-agent' \
	'resolv "nameserver @1" "nameserver @2" "options single-request"' 'dead 1' 'ns 2'
situation dns-search-dead-first 'ecs ecs-agent ecr.dkr' \
	'resolv "nameserver @1" "nameserver @2" "search a.example b.example c.example d.example e.example f.example" "options ndots:5"' \
	'dead 1' 'ns 2'

# Without a search list, the domain of the host's name is one.
situation dns-search-host-name 'ecs ecs-agent' 'resolv "nameserver @1" "options ndots:5"' 'ns 1' \
	'in_domain trap.example 10.0.1.77'

# A nameserver that fails most queries, as one with a broken forwarder does.
situation dns-flaky5 'ecs-agent ecr.dkr' "$one" 'ns 1 every=flaky5'
situation dns-flaky5-attempts-5 'ecs-agent ecr.dkr' 'resolv "nameserver @1" "options attempts:5"' 'ns 1 every=flaky5'
