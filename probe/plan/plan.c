/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/plan.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "ecsprobe/catalog.h"
#include "ecsprobe/escape.h"
#include "ecsprobe/ports.h"
#include "ecsprobe/suggest.h"
#include "ecsprobe/text.h"
#include "selection.h"
#include "target_names.h"
#include "workload_targets.h"

static const char all_services[] = "all";

/* How a --host is named in --skip, in findings and in the report. */
static void name_host(char out[static SERVICE_BYTES], const struct host_option *host)
{
	if (host->port == HTTPS_PORT)
		(void)copy_text(out, SERVICE_BYTES, host->name);
	else
		(void)snprintf(out, SERVICE_BYTES, "%s:%u", host->name, host->port);
}

static bool is_in_use(const struct options *options, const struct own_profile *own)
{
	return options->all_profiles || string_list_has(&options->profiles, own->name);
}

static bool is_named(const struct host_option *host, const char *name)
{
	char service[SERVICE_BYTES];

	name_host(service, host);
	return strcmp(service, name) == 0;
}

static struct host_option host_of(const struct own_target *own)
{
	return (struct host_option){ own->host, own->port, own->tcp_only };
}

/* A host of the command line or of a profile file in use. */
static bool is_host_of(const struct options *options, const struct wishes *wishes, const char *name)
{
	for (size_t i = 0; i < options->hosts.count; i++)
		if (is_named(&options->hosts.items[i], name))
			return true;
	for (size_t i = 0; wishes && i < wishes->count; i++) {
		const struct own_profile *own = &wishes->profiles[i];

		for (size_t n = 0; is_in_use(options, own) && n < own->count; n++) {
			const struct host_option host = host_of(&own->targets[n]);

			if (host.name && is_named(&host, name))
				return true;
		}
	}
	return false;
}

static char *near_service(const char *name)
{
	CLEANUP(text_done) struct text words = { 0 };
	size_t count;
	const struct catalog_row *rows = catalog_table(&count);

	for (size_t i = 0; i < count; i++)
		text_join(&words, " ", "%s", rows[i].id);
	return suggest(name, "", text_of(&words));
}

static int unknown_service(const struct options *options, enum option_id option, const char *name,
			   struct error *e)
{
	CLEANUP(cleanup_free) char *place = options_place(options, option, name);
	CLEANUP(cleanup_free) char *near = near_service(name);
	char shown[64];

	escape_text(shown, sizeof shown, name);
	return error_set(e, options_blame(options, option), EINVAL,
			 "%s: found '%s', expected a service of --list --all-profiles%s", place,
			 shown, near);
}

static int check_services(const struct options *options, const struct wishes *wishes,
			  struct error *e)
{
	const struct {
		enum option_id option;
		const struct string_list *list;
		bool all_allowed;
	} lists[] = {
		{ OPT_SERVICE, &options->services, false },
		{ OPT_SKIP, &options->skip, false },
		{ OPT_REQUIRE, &options->require, true },
		{ OPT_OPTIONAL, &options->optional, true },
	};

	for (size_t l = 0; l < ARRAY_SIZE(lists); l++) {
		for (size_t i = 0; i < lists[l].list->count; i++) {
			const char *name = lists[l].list->items[i];

			if (lists[l].all_allowed && strcmp(name, all_services) == 0)
				continue;
			if (!catalog_find(name) && !is_host_of(options, wishes, name))
				return unknown_service(options, lists[l].option, name, e);
		}
	}
	return 0;
}

static int unknown_profile(const struct options *options, const struct wishes *wishes,
			   const char *name, struct error *e)
{
	CLEANUP(cleanup_free) char *place = options_place(options, OPT_PROFILE, name);
	CLEANUP(text_done) struct text known = { 0 };
	CLEANUP(text_done) struct text words = { 0 };
	CLEANUP(cleanup_free) char *near = NULL;
	char shown[64];

	for (int i = 0; i < PROFILE_COUNT; i++)
		text_append(&known, "%s, ", profile_name((enum profile)i));
	text_append(&known, "%s", profile_auto);
	text_append(&words, "%s", text_of(&known));
	for (size_t i = 0; wishes && i < wishes->count; i++)
		text_append(&words, " %s", wishes->profiles[i].name);
	near = suggest(name, "", text_of(&words));
	escape_text(shown, sizeof shown, name);
	return error_set(e, options_blame(options, OPT_PROFILE), EINVAL,
			 "%s: found '%s', expected one of %s, or a file %s.conf in "
			 "/etc/ecsprobe/profiles.d%s",
			 place, shown, text_of(&known), shown, near);
}

/* A profile file that names a service which does not exist would check less
 * than it says. */
static int check_own(const struct own_profile *own, struct error *e)
{
	CLEANUP(cleanup_free) char *near = NULL;
	char shown[64];

	for (size_t i = 0; i < own->count; i++) {
		const struct own_target *t = &own->targets[i];

		if (!t->service || catalog_find(t->service))
			continue;
		near = near_service(t->service);
		escape_text(shown, sizeof shown, t->service);
		return error_set(e, ERROR_CONFIG, EINVAL,
				 "%s:%u: found '%s', expected a service of --list --all-profiles%s",
				 own->file, t->line, shown, near);
	}
	return 0;
}

static int check_profiles(const struct options *options, const struct wishes *wishes,
			  struct error *e)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < options->profiles.count; i++) {
		const char *name = options->profiles.items[i];

		if (!profile_is_built_in(name) && !(wishes && wishes_find(wishes, name)))
			r = unknown_profile(options, wishes, name, e);
	}
	for (size_t i = 0; wishes && r == 0 && i < wishes->count; i++)
		if (is_in_use(options, &wishes->profiles[i]))
			r = check_own(&wishes->profiles[i], e);
	return r;
}

int plan_check(const struct options *options, const struct wishes *wishes, struct error *e)
{
	int r = check_profiles(options, wishes, e);

	return r < 0 ? r : check_services(options, wishes, e);
}

bool plan_wants_workload(const struct options *options)
{
	return string_list_has(&options->profiles, profile_auto);
}

/* ... of another client of the agent's. */
static void take_override(struct target *t, const struct agent_overrides *overrides)
{
	for (size_t i = 0; i < overrides->count; i++) {
		const struct agent_override *override = &overrides->items[i];

		if (t->dialled_by != DIALLER_AGENT || strcmp(t->service, override->service) != 0)
			continue;
		(void)copy_text(t->host, sizeof t->host, override->host);
		t->port = override->port;
		t->provenance = PROVENANCE_OWN;
		t->source = "the agent's own endpoint URL";
	}
}

/* A host of the user's own instead of the ecs name. */
static void take_backend(struct target *t, const struct identity *identity)
{
	take_override(t, &identity->agent_overrides);
	if (!identity->agent_backend[0] || strcmp(t->service, SERVICE_ECS) != 0)
		return;
	(void)copy_text(t->host, sizeof t->host, identity->agent_backend);
	t->port = identity->agent_backend_port;
	t->provenance = PROVENANCE_OWN;
	t->source = "the agent's own ECS_BACKEND_HOST or endpoint URL";
}

/* Outside of EC2 there is no VPC that the traffic could leave: it counts that it works. */
static enum expect expect_of(const struct target *t, const struct options *options,
			     const struct identity *identity)
{
	if (t->unoffered && t->unoffered->tolerated)
		return EXPECT_ANY;
	if (t->row->expect != EXPECT_AUTO)
		return t->row->expect;
	return options->expect == EXPECT_AUTO && identity->outside ? EXPECT_ANY : options->expect;
}

/* Outside of EC2 they are the SSM agent's, by which it renews the agent's credentials. */
static void give_to_ssm_agent(struct target *t, const struct identity *identity)
{
	static const char *const services[] = { "ssm", "ssmmessages", "ec2messages" };

	for (size_t i = 0; identity->agent_external && i < ARRAY_SIZE(services); i++) {
		if (strcmp(t->service, services[i]) != 0)
			continue;
		t->dialled_by = DIALLER_SSM_AGENT;
		if (i == 0)
			t->why = "the SSM agent renews the credentials of the ECS agent there";
	}
}

static int add_service(struct plan *plan, const struct options *options,
		       const struct identity *identity, const struct catalog_row *row,
		       enum wish wish, struct error *e)
{
	struct target *t = plan_add(
		plan, &(struct target){
			      .row = row,
			      .port = HTTPS_PORT,
			      .dialled_by = row->dialled_by,
			      .required = is_required(options, row->id, wish == WISH_REQUIRED),
			      .source = row->source,
			      .why = row->why,
		      });

	(void)copy_text(t->service, sizeof t->service, row->id);
	give_to_ssm_agent(t, identity);
	if (!target_name(t, options, identity))
		return error_set(e, ERROR_INTERNAL, ENAMETOOLONG,
				 "the host name of %s does not fit for Region %s", row->id,
				 identity->region);
	t->expect = expect_of(t, options, identity);
	take_backend(t, identity);
	if (strstr(row->hosts[NAME_PLAIN], "{account}") && !identity->account[0])
		plan->account_unknown = true;
	return 0;
}

/* What two profiles, or a profile and --host, both ask for is asked once, as the
 * stricter of them would have it. */
static void add_host(struct plan *plan, const struct options *options,
		     const struct host_option *host, const struct target *wanted)
{
	char service[SERVICE_BYTES];
	struct target *t = target_find(plan, host->name, host->port);

	name_host(service, host);
	if (string_list_has(&options->skip, service))
		return;
	if (t) {
		t->required |= is_required(options, t->service, wanted->required);
		t->tcp_only &= host->tcp_only;
		if (wanted->expect == EXPECT_PRIVATE)
			t->expect = EXPECT_PRIVATE;
		return;
	}
	t = plan_add(plan, wanted);
	(void)copy_text(t->service, sizeof t->service, service);
	(void)copy_text(t->host, sizeof t->host, host->name);
	t->port = host->port;
	t->tcp_only = host->tcp_only;
	t->dialled_by = DIALLER_TASK;
	t->provenance = PROVENANCE_OWN;
	t->required = is_required(options, service, wanted->required);
}

/* Nothing is known about a host of the user's own, so only what the user says of
 * the path counts. */
static enum expect expect_of_host(const struct options *options)
{
	return options->expect == EXPECT_AUTO ? EXPECT_ANY : options->expect;
}

/* --service names what is wanted of the profiles, and nothing else is. */
static void add_own_host(struct plan *plan, const struct options *options,
			 const struct own_profile *profile, const struct own_target *own)
{
	const struct host_option host = host_of(own);
	const struct target wanted = {
		.required = !own->optional,
		.expect = own->expect_given ? own->expect : expect_of_host(options),
		.source = profile->file,
		.why = "asked for in a profile of this host's own",
	};
	char service[SERVICE_BYTES];

	name_host(service, &host);
	if (options->services.count == 0 || string_list_has(&options->services, service))
		add_host(plan, options, &host, &wanted);
}

static void add_option_host(struct plan *plan, const struct options *options,
			    const struct host_option *host)
{
	const struct target wanted = {
		.required = true,
		.expect = expect_of_host(options),
		.source = "--host",
		.why = "asked for on the command line",
	};

	add_host(plan, options, host, &wanted);
}

static const struct own_target *own_service(const struct own_profile *own, const char *id)
{
	for (size_t i = 0; i < own->count; i++)
		if (own->targets[i].service && strcmp(own->targets[i].service, id) == 0)
			return &own->targets[i];
	return NULL;
}

/* What a profile file says of the path of a service beats --expect: it is about
 * this one.  Where two say different things the stricter holds. */
static void expect_own(struct plan *plan, const struct wishes *wishes,
		       const struct options *options)
{
	for (size_t i = 0; i < plan->count; i++) {
		struct target *t = plan->targets[i];
		bool given = false;

		for (size_t p = 0; t->row && p < wishes->count; p++) {
			const struct own_target *own =
				is_in_use(options, &wishes->profiles[p])
					? own_service(&wishes->profiles[p], t->row->id)
					: NULL;

			if (!own || !own->expect_given || (given && t->expect == EXPECT_PRIVATE))
				continue;
			given = true;
			t->expect = own->expect;
		}
	}
}

static void add_own_targets(struct plan *plan, const struct options *options,
			    const struct wishes *wishes)
{
	for (size_t i = 0; i < wishes->count; i++) {
		const struct own_profile *own = &wishes->profiles[i];

		for (size_t n = 0; is_in_use(options, own) && n < own->count; n++)
			if (own->targets[n].host)
				add_own_host(plan, options, own, &own->targets[n]);
	}
	expect_own(plan, wishes, options);
}

/* A plan of optional services only could never be healthy or unhealthy: what
 * was asked for by name then counts, unless it was called optional too. */
static void require_something(struct plan *plan, const struct options *options)
{
	for (size_t i = 0; i < plan->count; i++)
		if (plan->targets[i]->required)
			return;
	for (size_t i = 0; i < plan->count; i++)
		if (string_list_has(&options->services, plan->targets[i]->service))
			plan->targets[i]->required =
				is_required(options, plan->targets[i]->service, true);
}

/* What this host's agent cannot do without, whatever the instance is used for: ec2 when it
 * registers, and on ECS Anywhere what the SSM agent renews its credentials by
 * (RequestManagedInstanceRoleToken of ssm) and gets its commands by. */
static void select_by_settings(struct selection *selection, const struct options *options,
			       const struct identity *identity)
{
	const struct {
		bool set;
		const char *id;
		enum wish wish;
	} rows[] = {
		{ identity->agent_tags, "ec2", WISH_REQUIRED },
		{ identity->agent_external, "ssm", WISH_REQUIRED },
		{ identity->agent_external, "ssmmessages", WISH_OPTIONAL },
	};
	size_t count;
	const struct catalog_row *catalog = catalog_table(&count);
	bool agent = false;

	for (size_t i = 0; i < count; i++)
		agent |= strcmp(catalog[i].id, SERVICE_ECS) == 0 && selection->rows[i] != WISH_NONE;
	for (size_t i = 0; agent && !options->services.count && i < ARRAY_SIZE(rows); i++)
		if (rows[i].set && !string_list_has(&options->skip, rows[i].id))
			selection_add(selection, rows[i].id, rows[i].wish);
}

bool plan_needs_region(const struct options *options, const struct wishes *wishes)
{
	size_t count;
	struct selection selection = selection_make(options, wishes);
	bool needs = plan_wants_workload(options);

	(void)catalog_table(&count);
	for (size_t i = 0; i < count; i++)
		needs |= selection.rows[i] != WISH_NONE;
	selection_done(&selection);
	return needs;
}

int plan_build(struct plan *plan, const struct options *options, const struct wishes *wishes,
	       const struct identity *identity, struct error *e)
{
	size_t count;
	const struct catalog_row *rows = catalog_table(&count);
	struct selection selection = selection_make(options, wishes);
	struct plan built = { 0 };
	int r = plan_check(options, wishes, e);

	select_by_settings(&selection, options, identity);
	for (size_t i = 0; r == 0 && i < count; i++)
		if (selection.rows[i] != WISH_NONE)
			r = add_service(&built, options, identity, &rows[i], selection.rows[i], e);
	built.profiles = selection.profiles;
	built.region_needs_all = partition_region_needs_all(identity->region);
	selection_done(&selection);
	if (r == 0 && wishes && plan_wants_workload(options)) {
		plan_add_workload(&built, options, &wishes->workload, identity);
		built.bridged = wishes->workload.bridged_count > 0;
	}
	if (r == 0 && wishes)
		add_own_targets(&built, options, wishes);
	for (size_t i = 0; r == 0 && i < options->hosts.count; i++)
		add_option_host(&built, options, &options->hosts.items[i]);
	if (r == 0 && built.count == 0)
		r = error_set(e, ERROR_UNDECIDED, ENOENT,
			      "nothing to check: the options leave out every service");
	if (r < 0) {
		plan_done(&built);
		return r;
	}
	require_something(&built, options);
	*plan = built;
	return 0;
}

void plan_done(struct plan *plan)
{
	for (size_t i = 0; i < DIALLER_COUNT; i++)
		proxy_done(&plan->proxies[i]);
	for (size_t i = 0; i < plan->count; i++)
		free(plan->targets[i]);
	free(plan->targets);
	*plan = (struct plan){ 0 };
}
