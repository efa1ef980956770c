/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "ecsprobe/escape.h"
#include "ecsprobe/no_proxy.h"
#include "ecsprobe/plan.h"
#include "ecsprobe/ports.h"

/* An address needs nobody to resolve it, and one in brackets is an address. */
static void take_name(struct proxy *proxy)
{
	const char *scheme = strstr(proxy->shown, "://");
	const char *authority = scheme ? scheme + 3 : proxy->shown;
	char name[HOST_BYTES];
	struct ip ip;

	(void)snprintf(name, sizeof name, "%.*s", (int)strcspn(authority, ":/"), authority);
	if (name[0] && name[0] != '[' && !ip_parse(name, &ip))
		(void)copy_text(proxy->name, sizeof proxy->name, name);
}

static const char *first_set(const char *a, const char *b)
{
	if (a && *a)
		return a;
	return b && *b ? b : NULL;
}

static void note_variable(struct proxy *proxy, const struct proxy_settings *settings,
			  enum proxy_variable variable)
{
	unsigned spelling = settings->counts[variable];

	proxy->variable = proxy_keys[spelling][variable];
	proxy->origin = settings->found_in[spelling][variable];
	origin_format(&proxy->origin, proxy->source);
}

static void choose_proxy(struct proxy *proxy, const struct proxy_settings *settings,
			 enum dialler dialler)
{
	const char *of_https = first_set(settings->https_proxy, NULL);
	const char *of_http = first_set(settings->http_proxy, NULL);
	const char *url = of_https;

	if (!of_https && dialler == DIALLER_AGENT)
		url = of_http;
	proxy->set = of_https || of_http;
	proxy->plain = of_http != NULL;
	note_variable(proxy, settings, of_https ? PROXY_OF_HTTPS : PROXY_OF_HTTP);
	proxy->covers_metadata = no_proxy_covers(settings->no_proxy, "169.254.169.254", HTTP_PORT);
	proxy->covers_credentials = no_proxy_covers(settings->no_proxy, "169.254.170.2", HTTP_PORT);
	/* No host: the entry is compared as it stands. */
	proxy->covers_docker = no_proxy_lists(settings->no_proxy, "/var/run/docker.sock");
	if (!url)
		return;
	/* Without a scheme it is http, as Go has it. */
	proxy->url = strstr(url, "://") ? xstrdup(url) : xasprintf("http://%s", url);
	if (escape_proxy(proxy->shown, sizeof proxy->shown, proxy->url))
		take_name(proxy);
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
