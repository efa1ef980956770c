/* SPDX-License-Identifier: Apache-2.0 */
#include "link.h"

#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "ecsprobe/util.h"

enum { MAX_STATISTICS = 4096 };

static bool ask(const char *interface, void *command)
{
	/* Any socket will do, and a local one cannot be mistaken for traffic. */
	CLEANUP(cleanup_close) int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	struct ifreq request = { 0 };

	(void)copy_text(request.ifr_name, sizeof request.ifr_name, interface);
	request.ifr_data = command;
	return fd >= 0 && ioctl(fd, SIOCETHTOOL, &request) == 0;
}

bool link_is_bridge(const char *interface)
{
	struct ethtool_drvinfo info = { .cmd = ETHTOOL_GDRVINFO };

	return ask(interface, &info) && strncmp(info.driver, "bridge", sizeof info.driver) == 0;
}

static size_t statistics_count(const char *interface)
{
	CLEANUP(cleanup_free)
	struct ethtool_sset_info *info = xcalloc(1, sizeof *info + sizeof info->data[0]);

	info->cmd = ETHTOOL_GSSET_INFO;
	info->sset_mask = 1ULL << ETH_SS_STATS;
	if (!ask(interface, info) || !info->sset_mask || info->data[0] > MAX_STATISTICS)
		return 0;
	return info->data[0];
}

bool link_statistic(const char *interface, const char *name, uint64_t *value)
{
	size_t count = statistics_count(interface);
	CLEANUP(cleanup_free)
	struct ethtool_gstrings *names = xcalloc(1, sizeof *names + count * ETH_GSTRING_LEN);
	CLEANUP(cleanup_free)
	struct ethtool_stats *values = xcalloc(1, sizeof *values + count * sizeof(uint64_t));

	names->cmd = ETHTOOL_GSTRINGS;
	names->string_set = ETH_SS_STATS;
	names->len = (__u32)count;
	values->cmd = ETHTOOL_GSTATS;
	values->n_stats = (__u32)count;
	if (count == 0 || !ask(interface, names) || !ask(interface, values))
		return false;
	for (size_t i = 0; i < count; i++) {
		const char *found = (const char *)names->data + i * ETH_GSTRING_LEN;

		if (strncmp(found, name, ETH_GSTRING_LEN) != 0)
			continue;
		memcpy(value, (const char *)values->data + i * sizeof *value, sizeof *value);
		return true;
	}
	return false;
}
