/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_PROXIES_H
#define ECSPROBE_PROXIES_H
/* Which proxy each dialler is told to use: the agent by ecs.config, ecs-init
 * and dockerd by their units, dockerd by daemon.json too.  Private to the
 * gather room. */
#include "config_files.h"
#include "ecsprobe/facts.h"

struct docker_settings;
struct unit_files;

/* Of the agent's files, which host has, ecs-init's units and dockerd's settings. */
void proxies_gather(struct host_facts *host, const struct file_source *files,
		    const struct docker_settings *docker);
/* Of what renews an external agent's credentials: its package's unit, or its snap's. */
void proxies_gather_ssm_agent(struct host_facts *host, const struct file_source *files);

void proxies_wipe(struct proxy_settings proxies[static DIALLER_COUNT]);

/* The readers behind it. */
void proxies_take_ecs_config(struct proxy_settings *settings, const char *text, size_t len,
			     const char *source);
void proxies_take_environment(struct proxy_settings *settings, const struct unit_files *unit);

enum { PROXY_SPELLINGS = 2, PROXY_VARIABLES = 3 };
/* The names of spelled and found_in. */
extern const char *const proxy_keys[PROXY_SPELLINGS][PROXY_VARIABLES];

/* The variable, if it is one of these, is set to value by the file source. */
void proxies_take(struct proxy_settings *settings, const char *key, const char *value,
		  const char *source);
/* What more sets beats what is there. */
void proxies_add(struct proxy_settings *settings, const struct proxy_settings *more);
void proxies_forget(struct proxy_settings *settings);

#endif
