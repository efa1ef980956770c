/* SPDX-License-Identifier: Apache-2.0 */
#include "explain_bake.h"

#include <stddef.h>

#include "ecsprobe/util.h"

#define PAGE_AMI "Amazon ECS Developer Guide: Building a custom Amazon ECS-optimized Linux AMI"
#define PAGE_INSTALL "Amazon ECS Developer Guide: Installing the Amazon ECS container agent"
#define PAGE_CONFIG "Amazon ECS Developer Guide: Amazon ECS container agent configuration"
#define PAGE_PROXY "Amazon ECS Developer Guide: Using an HTTP proxy for Amazon ECS Linux instances"
#define PAGE_RESOLVER "Amazon VPC User Guide: Understanding Amazon DNS"
#define PAGE_TIME "Amazon EC2 User Guide: Precision clock and time synchronization"
#define PAGE_TRUST "Amazon Trust Services Repository"
#define PAGE_MACHINE_ID "machine-id(5)"
#define PAGE_CLOUD_INIT "cloud-init documentation: cloud-init clean"
#define PAGE_OWN "man ecsprobe-fleet, AN AMI BUILD"

static const struct {
	enum code code;
	struct explanation text;
} table[] = {
	{ CODE_BAKE_UNREADABLE,
	  { "parts of the image could not be read; a note: nameservers in a form not followed here",
	    "nothing: the build goes on unchecked; a note tells of nameservers written in a way "
	    "that ecsprobe does not follow, such as an alias in YAML",
	    "whether ecsprobe runs as root (sudo in a Packer provisioner); the nameservers in the "
	    "file and line of the note",
	    PAGE_OWN } },
	{ CODE_BAKE_AGENT_STATE,
	  { "the agent has run in the image and left agent.db or ecs_agent_data.json",
	    "new instances take the old container instance's identity, end with code 5 or never "
	    "register",
	    "stop ecs and empty /var/lib/ecs/data at the end of the build; the ECS-optimized AMI "
	    "starts the agent as soon as the builder boots",
	    PAGE_AMI } },
	{ CODE_BAKE_RESOLVER_PINNED,
	  { "a file of the image names the build VPC's nameserver for good",
	    "in another VPC no name resolves: 'i/o timeout' on port 53",
	    "the file and line that the message names: /etc/resolv.conf (a plain file, or chattr "
	    "+i), resolved.conf, networkd's .network files and the drop-ins of both, "
	    "NetworkManager, dhclient.conf, netplan, cloud.cfg, ifcfg-*, dns in "
	    "/etc/docker/daemon.json, --dns of docker.service, its drop-ins and environment files",
	    PAGE_RESOLVER } },
	{ CODE_BAKE_NO_DOCKER,
	  { "the image has no Docker", "ecs.service fails before the agent is made",
	    "the package docker or docker.io, 20.10 or later", PAGE_INSTALL } },
	{ CODE_BAKE_NO_ECS_INIT,
	  { "the image has no ecs-init, or no unit for it", "no instance ever joins a cluster",
	    "the package ecs-init, on Debian and SUSE amazon-ecs-init", PAGE_INSTALL } },
	{ CODE_BAKE_NO_AGENT_IMAGE,
	  { "the image does not hold the agent's archive",
	    "at first boot ecs-init downloads it from S3, or fails in a private subnet",
	    "/var/cache/ecs/ecs-agent.tar and /var/cache/ecs/state, which must say 1 or 2",
	    PAGE_INSTALL } },
	{ CODE_BAKE_UNIT_DISABLED,
	  { "the agent's unit is not enabled, or it or Docker's is masked",
	    "no instance joins a cluster until somebody starts it",
	    "systemctl enable ecs in the build; it need not be started there", PAGE_INSTALL } },
	{ CODE_BAKE_NO_AMAZON_ROOTS,
	  { "the image's trust store lacks roots of Amazon Trust Services",
	    "'x509: certificate signed by unknown authority' of agent and Docker",
	    "the package ca-certificates, its date, and what the build removed from the store",
	    PAGE_TRUST } },
	{ CODE_BAKE_CLOUD_INIT_LEFTOVERS,
	  { "cloud-init remembers a boot of the build",
	    "user data that is to run once does not run, or the agent waits for a result that is "
	    "old",
	    "cloud-init clean --logs at the end of the build", PAGE_CLOUD_INIT } },
	{ CODE_BAKE_MACHINE_ID,
	  { "the image has a machine-id", "instances share DHCP ids and the journal's id",
	    "truncate -s 0 /etc/machine-id at the end of the build", PAGE_MACHINE_ID } },
	{ CODE_BAKE_LOGS,
	  { "the image holds logs of the build",
	    "nothing fails; later the build's errors are taken for the instance's",
	    "/var/log/ecs, /var/log/cloud-init*.log and /var/log/journal", PAGE_AMI } },
	{ CODE_BAKE_SETTING_REFUSED,
	  { "a setting of the image's agent files has a value that every start fails of",
	    "no instance of the image joins a cluster, however good its endpoints are",
	    "the file and line that the message names; ecsprobe --check-config --root DIRECTORY "
	    "judges the files until it exits 0",
	    PAGE_CONFIG } },
	{ CODE_BAKE_SETTING_UNPROVEN,
	  { "whether the agent takes a setting of the image's files is not known",
	    "instances of the image may not join a cluster",
	    "the spelling of the key; what its value needs on the instance, such as a path, a GPU "
	    "or "
	    "memory",
	    PAGE_CONFIG } },
	{ CODE_BAKE_CONFIG_FILLED,
	  { "settings of one environment are in the image",
	    "instances of another environment join the wrong cluster or call a proxy that is not "
	    "there",
	    "the files that the message names; --expect-cluster and --expect-proxy where it is "
	    "meant",
	    PAGE_CONFIG } },
	{ CODE_BAKE_CLUSTER_DIFFERS,
	  { "the image names another cluster than --expect-cluster",
	    "instances join the wrong cluster, or 'default'",
	    "ECS_CLUSTER in /etc/ecs/ecs.config and /var/lib/ecs/ecs.config", PAGE_CONFIG } },
	{ CODE_BAKE_PROXY_DIFFERS,
	  { "the image names another proxy than --expect-proxy",
	    "'proxyconnect tcp: dial tcp: i/o timeout', or connections that should have had a "
	    "proxy",
	    "ecs.config, Environment= and EnvironmentFile= of ecs.service and docker.service, "
	    "proxies in daemon.json",
	    PAGE_PROXY } },
	{ CODE_BAKE_NO_CLOCK_SERVICE,
	  { "nothing in the image keeps the clock right",
	    "after days 'Signature expired' and certificates that seem not yet valid",
	    "chronyd or systemd-timesyncd enabled, with 169.254.169.123", PAGE_TIME } },
	{ CODE_BAKE_OWN_UNITS,
	  { "ecsprobe's own timer is not enabled in the image", "nothing: nobody watches the path",
	    "ecsprobe.timer of ecsprobe's package, where it is wanted", PAGE_OWN } },
};

const struct explanation *explain_bake(enum code code)
{
	for (size_t i = 0; i < ARRAY_SIZE(table); i++)
		if (table[i].code == code)
			return &table[i].text;
	return NULL;
}
