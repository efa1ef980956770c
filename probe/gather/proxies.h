/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_PROXIES_H
#define ECSPROBE_PROXIES_H
/* Which proxy each dialler is told to use: the agent by ecs.config, ecs-init
 * and dockerd by their units, dockerd by daemon.json too.  Private to the
 * gather room. */
#include "ecsprobe/facts.h"

/* A source that is there and cannot be read is noted. */
void proxies_gather(struct host_facts *host);
void proxies_wipe(struct proxy_settings proxies[static DIALLER_COUNT]);

/* The readers behind it; text is cut up. */
void proxies_read_ecs_config(struct proxy_settings *settings, char *text, const char *source);
void proxies_read_unit(struct proxy_settings *settings, char *text, const char *source);

#endif
