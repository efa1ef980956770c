/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>
#include <systemd/sd-json.h>

#include "ecsprobe/below.h"
#include "ecsprobe/resolv_conf.h"
#include "evidence.h"
#include "sources.h"

enum { MAX_RESOLV_CONF_BYTES = 64 << 10, MAX_DAEMON_JSON_BYTES = 256 << 10 };

static const char daemon_json[] = "/etc/docker/daemon.json";

/* The links inside are the container's, and must lead nowhere else. */
static int read_inside(const char *path, char **text, size_t *len)
{
	struct below below;
	int r = below_root(&below, path);

	if (r < 0)
		return r;
	r = below_read(&below, "/etc/resolv.conf", MAX_RESOLV_CONF_BYTES, text, len);
	(void)close(below.root);
	return r;
}

static void read_resolv_conf(struct agent_status *status, const char *root, uint32_t pid)
{
	struct resolver_evidence *resolver = &status->resolver;
	CLEANUP(cleanup_free) char *path = xasprintf("%s/proc/%u/root", root, pid);
	char *text;
	size_t len;
	int r;

	resolver->sight = SIGHT_UNKNOWN;
	if (!agent_process_holds(status, root, pid, resolver->why))
		return;
	r = read_inside(path, &text, &len);
	if (r < 0) {
		source_why(resolver->why, "resolv.conf of the agent", r);
		return;
	}
	if (!agent_process_holds(status, root, pid, resolver->why)) {
		free(text);
		return;
	}
	resolver->sight = SIGHT_SEEN;
	resolver->nameserver_count =
		resolv_conf_nameservers(text, len, resolver->nameservers, MAX_AGENT_NAMESERVERS);
	/* Without any, glibc and Go ask the local machine. */
	if (resolver->nameserver_count == 0)
		(void)ip_parse("127.0.0.1", &resolver->nameservers[resolver->nameserver_count++]);
	free(text);
}

/* 1 or 0, or a negative errno: then it is not known. */
static int daemon_hands_out_others(const char *root)
{
	sd_json_variant *json = NULL;
	sd_json_variant *dns;
	char *text;
	size_t len;
	bool found;
	int r = source_read(root, daemon_json, MAX_DAEMON_JSON_BYTES, &text, &len);

	if (r < 0)
		return source_is_missing(r) ? 0 : r;
	if (sd_json_parse(text, SD_JSON_PARSE_SENSITIVE, &json, NULL, NULL) < 0)
		json = NULL;
	dns = json && sd_json_variant_is_object(json) ? sd_json_variant_by_key(json, "dns") : NULL;
	found = dns && sd_json_variant_is_array(dns) && sd_json_variant_elements(dns) > 0;
	sd_json_variant_unref(json);
	source_wipe(text, len); /* proxies with passwords may stand there */
	return found;
}

void resolver_gather(struct agent_status *status, const char *root)
{
	struct resolver_evidence *resolver = &status->resolver;
	uint32_t pid;
	int others;

	resolver->sight = agent_process(status, &pid);
	if (resolver->sight == SIGHT_UNKNOWN)
		(void)copy_text(resolver->why, sizeof resolver->why,
				"the agent's processes are not known");
	else if (resolver->sight == SIGHT_SEEN)
		read_resolv_conf(status, root, pid);
	others = daemon_hands_out_others(root);
	resolver->own_dns = status->container.own_dns || others > 0;
	if (others < 0 && resolver->sight == SIGHT_SEEN) {
		resolver->sight = SIGHT_UNKNOWN;
		source_why(resolver->why, daemon_json, others);
	}
}
