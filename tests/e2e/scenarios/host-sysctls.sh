# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A kernel hands the settings of this machine's devices down to new network namespaces: those of a strict router, which
# answers no ARP, filters by reverse path and has no IPv6, are not to be seen in a lab.

family dual
eval "lab_$(declare -f device_settings)"
device_settings() {
	# shellcheck disable=SC2016 # expanded by the inner shell
	"$@" sh -c 'for device in all default lo; do
			for word in rp_filter=1 arp_ignore=8 arp_announce=2 arp_filter=1 forwarding=1 drop_gratuitous_arp=1; do
				echo "${word#*=}" >/proc/sys/net/ipv4/conf/$device/"${word%=*}"
			done
			echo 1 >/proc/sys/net/ipv6/conf/$device/disable_ipv6
		done'
	lab_device_settings "$@"
}
lab_up
probe 4
expect_healthy
expect_class vpc ecs
same 'addresses of ecs' 4 "$(from_report 'endpoint("ecs").addresses | length')"
