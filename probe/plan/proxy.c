/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "ecsprobe/escape.h"
#include "ecsprobe/no_proxy.h"
#include "ecsprobe/plan.h"
#include "ecsprobe/ports.h"

static const char *first_set(const char *a, const char *b)
{
	if (a && *a)
		return a;
	return b && *b ? b : NULL;
}

static void choose_proxy(struct proxy *proxy, const struct proxy_settings *settings,
			 enum dialler dialler)
{
	const char *also = dialler == DIALLER_AGENT ? settings->http_proxy : NULL;
	const char *url = first_set(settings->https_proxy, also);

	proxy->set = first_set(settings->https_proxy, settings->http_proxy) != NULL;
	escape_text(proxy->source, sizeof proxy->source, settings->source);
	proxy->covers_metadata = no_proxy_covers(settings->no_proxy, "169.254.169.254", HTTP_PORT);
	proxy->covers_credentials = no_proxy_covers(settings->no_proxy, "169.254.170.2", HTTP_PORT);
	/* No host: the entry is compared as it stands. */
	proxy->covers_docker = no_proxy_lists(settings->no_proxy, "/var/run/docker.sock");
	if (!url)
		return;
	/* Without a scheme it is http, as Go has it. */
	proxy->url = strstr(url, "://") ? xstrdup(url) : xasprintf("http://%s", url);
	(void)escape_proxy(proxy->shown, sizeof proxy->shown, proxy->url);
}

void plan_proxies(struct plan *plan, const struct host_facts *host)
{
	for (int i = 0; i < DIALLER_COUNT; i++)
		choose_proxy(&plan->proxies[i], &host->proxies[i], (enum dialler)i);
	for (size_t i = 0; i < plan->count; i++) {
		struct target *t = &plan->targets[i];

		t->proxied =
			plan->proxies[t->dialled_by].url &&
			!no_proxy_covers(host->proxies[t->dialled_by].no_proxy, t->host, t->port);
	}
}
