/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_PROXIES_H
#define ECSPROBE_PROXIES_H
/* Which proxy each dialler is told to use: the agent by ecs.config, ecs-init
 * and dockerd by their units, dockerd by daemon.json too.  Private to the
 * gather room. */
#include "config_files.h"
#include "ecsprobe/facts.h"

/* A source that is there and cannot be read is noted. */
void proxies_gather(struct host_facts *host);
void proxies_wipe(struct proxy_settings proxies[static DIALLER_COUNT]);

/* The readers behind it; text is cut up. */
void proxies_read_ecs_config(struct proxy_settings *settings, char *text, const char *source);
void proxies_read_unit(struct proxy_settings *settings, char *text, const char *source);

/* A unit with its drop-ins and the environment files that they name. */
void proxies_read_unit_files(const struct file_source *files, struct proxy_settings *settings,
			     const char *name);
struct file_source proxies_host_files(struct host_facts *host);

enum { PROXY_SPELLINGS = 2, PROXY_VARIABLES = 3 };
/* The names of spelled and found_in. */
extern const char *const proxy_keys[PROXY_SPELLINGS][PROXY_VARIABLES];

/* The variable, if it is one of these, is set to value by the file source. */
void proxies_take(struct proxy_settings *settings, const char *key, const char *value,
		  const char *source);
/* The same of KEY=VALUE; whether quotes come off is a matter of the file's own
 * reader.  What has no '=' is nothing. */
void proxies_take_assignment(struct proxy_settings *settings, char *assignment, const char *source);
void proxies_forget(struct proxy_settings *settings);

#endif
