/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_DOCKER_SETTINGS_H
#define ECSPROBE_DOCKER_SETTINGS_H
/* What dockerd reads at its start: its unit with the environment and command line,
 * and daemon.json.  Private to the gather room. */
#include "config_files.h"
#include "ecsprobe/facts.h"

struct docker_settings {
	struct proxy_settings of_environment; /* its own settings beat those */
	struct proxy_settings own;
	struct docker_dns dns;
	bool fips, dual_stack; /* AWS_USE_FIPS_ENDPOINT and AWS_USE_DUALSTACK_ENDPOINT */
};

extern const char docker_settings_file[]; /* /etc/docker/daemon.json */

void docker_settings_read(struct docker_settings *settings, const struct file_source *files);
void docker_settings_done(struct docker_settings *settings);

#endif
