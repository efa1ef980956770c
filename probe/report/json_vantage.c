/* SPDX-License-Identifier: Apache-2.0 */
#include "json_vantage.h"

#include <stdio.h>

#include "ecsprobe/escape.h"

struct json json_make_origin(const char *what, const struct origin *origin)
{
	struct json object = { 0 };

	if (what)
		json_string(&object, "what", what);
	json_string(&object, "file", origin->place);
	if (origin->line)
		json_unsigned(&object, "line", origin->line);
	else
		json_null(&object, "line");
	return object;
}

const char *json_vantage_id(enum dialler dialler, enum vantage_moment moment,
			    char id[static VANTAGE_ID_BYTES])
{
	(void)snprintf(id, VANTAGE_ID_BYTES, "%s/%s", dialler_name(dialler),
		       vantage_moment_name(moment));
	return id;
}

static void put_resolver_settings(struct json *object, const struct resolver_settings *settings)
{
	struct json nameservers = { 0 };
	struct json search = { 0 };
	struct json options = { 0 };

	for (size_t i = 0; i < settings->nameserver_count; i++)
		json_append_ip(&nameservers, &settings->nameservers[i]);
	for (size_t i = 0; i < settings->search_count; i++) {
		char shown[SEARCH_BYTES];

		escape_text(shown, sizeof shown, settings->search[i]);
		json_append_string(&search, shown);
	}
	json_unsigned(&options, "ndots", settings->ndots);
	json_unsigned(&options, "timeout_s", settings->timeout_s);
	json_unsigned(&options, "attempts", settings->attempts);
	json_boolean(&options, "rotate", settings->rotate);
	json_boolean(&options, "use_vc", settings->use_vc);
	json_boolean(&options, "single_request", settings->single_request);
	json_child(object, "nameservers", &nameservers, true);
	json_child(object, "search", &search, true);
	json_child(object, "options", &options, false);
}

/* Which code in the dialler reads resolv.conf and asks.  The agent and ecs-init are static
 * Go programs; dockerd is one too, but a build with cgo may hand a lookup to libc. */
static const char *library_of(enum dialler dialler)
{
	static const char *const names[DIALLER_COUNT] = {
		[DIALLER_AGENT] = "go",           [DIALLER_ECS_INIT] = "go",
		[DIALLER_DOCKERD] = "go-or-libc", [DIALLER_TASK] = "of-its-image",
		[DIALLER_SSM_AGENT] = "go",
	};

	return names[dialler];
}

static struct json make_vantage(enum dialler dialler, enum vantage_moment moment,
				const struct vantage *vantage)
{
	struct json object = { 0 };
	struct json origins = { 0 };
	struct json origin = json_make_origin("nameservers", &vantage->origin);
	char id[VANTAGE_ID_BYTES];

	json_string(&object, "id", json_vantage_id(dialler, moment, id));
	json_string(&object, "dialler", dialler_name(dialler));
	json_string(&object, "moment", vantage_moment_name(moment));
	json_boolean(&object, "seen", vantage->seen);
	json_string(&object, "why", vantage->why);
	json_boolean(&object, "as_host", vantage->as_host);
	json_string(&object, "library", library_of(dialler));
	put_resolver_settings(&object, &vantage->resolver);
	json_append(&origins, &origin, false);
	json_child(&object, "origins", &origins, true);
	return object;
}

static bool dials(const struct plan *plan, enum dialler dialler)
{
	for (size_t i = 0; i < plan->count; i++)
		if (plan->targets[i]->dialled_by == dialler)
			return true;
	return false;
}

/* Those that something is judged from, and what the agent's next start would see. */
struct json json_make_vantages(const struct plan *plan)
{
	struct json array = { 0 };

	for (int d = 0; plan && d < DIALLER_COUNT; d++) {
		for (int m = 0; m < MOMENT_COUNT && dials(plan, (enum dialler)d); m++) {
			struct json vantage;

			if (m != MOMENT_RUNNING && d != DIALLER_AGENT)
				continue;
			vantage = make_vantage((enum dialler)d, (enum vantage_moment)m,
					       &plan->vantages[d][m]);
			json_append(&array, &vantage, false);
		}
	}
	return array;
}
