/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_PROXIES_H
#define ECSPROBE_PROXIES_H
/* The proxy that each dialler is configured with: the agent by ecs.config, or by its unit if that
 * is the agent itself, ecs-init and dockerd by their units, dockerd by daemon.json too.  Private to
 * the gather room. */
#include "config_files.h"
#include "ecsprobe/facts.h"

struct agent_units;
struct docker_settings;
struct unit_files;

/* Of the agent's files, which host has, its units and dockerd's settings. */
void proxies_gather(struct host_facts *host, const struct agent_units *units,
		    const struct docker_settings *docker);
/* For the program that renews an external agent's credentials: its package's unit, or its
 * snap's. */
void proxies_gather_ssm_agent(struct host_facts *host, const struct file_source *files);

void proxies_wipe(struct proxy_settings proxies[static DIALLER_COUNT]);

/* The readers behind it. */
void proxies_take_ecs_config(struct proxy_settings *settings, const char *text, size_t len,
			     const char *path);
void proxies_take_environment(struct proxy_settings *settings, const struct unit_files *unit);

/* The variable, if it is one of these, is set to value there. */
void proxies_take(struct proxy_settings *settings, const char *key, const char *value,
		  const char *path, unsigned line);
/* The settings in more override the existing ones. */
void proxies_add(struct proxy_settings *settings, const struct proxy_settings *more);
void proxies_forget(struct proxy_settings *settings);

#endif
