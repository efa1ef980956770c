/* SPDX-License-Identifier: Apache-2.0 */
/* NO_PROXY, a host and a proxy's URL, a line each. */
#include "ecsprobe/gather.h"
#include "ecsprobe/no_proxy.h"
#include "ecsprobe/plan.h"
#include "fuzz.h"

static char *next_line(char **text)
{
	char *line = *text;
	char *end = strchr(line, '\n');

	*text = end ? end + 1 : line + strlen(line);
	if (end)
		*end = '\0';
	return line;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size);
	char *rest = text;
	const char *no_proxy = next_line(&rest);
	const char *name = next_line(&rest);
	const char *url = next_line(&rest);
	struct target *target = calloc(1, sizeof *target);
	struct target **targets = calloc(1, sizeof(struct target *));
	struct plan plan = { .targets = targets, .count = 1 };
	struct host_facts host = { 0 };
	const struct proxy *proxy = &plan.proxies[DIALLER_AGENT];

	if (!target || !targets)
		abort();
	targets[0] = target;
	(void)copy_text(target->host, sizeof target->host, name);
	target->port = 443;
	host.proxies[DIALLER_AGENT].https_proxy = xstrdup(url);
	host.proxies[DIALLER_AGENT].no_proxy = xstrdup(no_proxy);
	plan_proxies(&plan, &host);
	/* Go ignores what it cannot parse as a URL. */
	PROMISE(*url || !proxy->set);
	PROMISE(fuzz_is_printable(proxy->shown));
	PROMISE(!target->proxied || proxy->url);
	PROMISE(!target->proxied || !no_proxy_covers(no_proxy, target->host, 443));
	/* Nobody is covered by an empty list, and everybody by "*". */
	PROMISE(!no_proxy_covers("", name, 443) && no_proxy_covers("*", name, 443));
	plan_done(&plan);
	host_facts_done(&host);
	free(text);
	return 0;
}
