/* SPDX-License-Identifier: Apache-2.0 */
/* The evidence for a restart, in lines, and a fingerprint of them. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "agent_view.h"
#include "ecsprobe/hash.h"
#include "ecsprobe/remedy.h"
#include "view.h"

/* --- as a list, and as one number ------------------------------------------------ */

static void add_line(struct string_list *evidence, enum code code, const struct string_list *words)
{
	struct text line = { 0 };

	text_append(&line, "%s:", code_name(code));
	for (size_t i = 0; i < words->count; i++) {
		text_append(&line, " ");
		text_append_safe(&line, words->items[i]);
	}
	string_list_add(evidence, line.bytes, line.len);
	free(line.bytes);
}

static void list_keys(const struct report *report, struct string_list *keys)
{
	const struct config_evidence *config = &report->agent->config;

	for (size_t i = 0; config->sight == SIGHT_SEEN && i < config->changed.count; i++)
		string_list_add_once(keys, config->changed.items[i]);
	string_list_sort(keys);
	if (config->json_newer)
		string_list_add_once(keys, "ecs.config.json");
}

static void list_nameservers(const struct report *report, struct string_list *ips)
{
	const struct resolver_evidence *given = &report->agent->resolver;

	for (size_t i = 0; i < given->settings.nameserver_count; i++) {
		char ip[IP_TEXT_BYTES];

		ip_format(&given->settings.nameservers[i], ip);
		string_list_add_once(ips, ip);
	}
	string_list_sort(ips);
}

static void list_roots(const struct report *report, struct string_list *words)
{
	string_list_add_once(words, report->agent->roots.origin.place);
}

static void add_proxy(const struct report *report, struct string_list *evidence)
{
	const struct endpoint_verdict *ecs = report_endpoint(report, SERVICE_ECS);
	struct text line = { 0 };

	if (!ecs || !ecs->target->proxied)
		return;
	text_append(&line, "proxied: ");
	text_append_safe(&line, report->plan->proxies[ecs->target->dialled_by].shown);
	string_list_add(evidence, line.bytes, line.len);
	free(line.bytes);
}

/* The number of a numbered host changes with each restart, which is not other evidence. */
static uint64_t hash_line(uint64_t hash, const char *line, bool numbered)
{
	for (size_t i = 0;; i++) {
		bool digit = line[i] >= '0' && line[i] <= '9';

		if (numbered && digit)
			continue;
		hash = hash_byte(hash, (unsigned char)line[i]);
		if (!line[i])
			return hash;
	}
}

static void take_fingerprint(const struct string_list *evidence, char out[static 17])
{
	const char *path = code_name(CODE_AGENT_STALE_PATH);
	uint64_t hash = hash_start;

	out[0] = '\0';
	for (size_t i = 0; i < evidence->count; i++)
		hash = hash_line(hash, evidence->items[i],
				 strncmp(evidence->items[i], path, strlen(path)) == 0);
	if (evidence->count)
		(void)snprintf(out, 17, "%016" PRIx64, hash);
}

void remedy_evidence(const struct report *report, struct string_list *evidence,
		     char fingerprint[static 17])
{
	static const struct {
		rule_bits bit;
		enum code code;
		void (*list)(const struct report *report, struct string_list *words);
	} rows[] = {
		{ AGENT(STALE_CONFIG), CODE_AGENT_STALE_CONFIG, list_keys },
		{ AGENT(STALE_PATH), CODE_AGENT_STALE_PATH, agent_public_hosts },
		{ AGENT(STALE_RESOLVER), CODE_AGENT_STALE_RESOLVER, list_nameservers },
		/* One that works with its old store is left alone. */
		{ AGENT(ROOTS_PROVEN), CODE_AGENT_TRUST_STALE, list_roots },
		/* As is one that works with its old pins. */
		{ AGENT(HOSTS_HURT), CODE_AGENT_HOSTS_STALE, agent_own_pins },
	};
	struct agent_view view;

	agent_view_build(&view, report, NULL);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct string_list words = { 0 };

		if (!(view.bits & rows[i].bit))
			continue;
		rows[i].list(report, &words);
		add_line(evidence, rows[i].code, &words);
		string_list_done(&words);
	}
	if (evidence->count)
		add_proxy(report, evidence);
	take_fingerprint(evidence, fingerprint);
}
