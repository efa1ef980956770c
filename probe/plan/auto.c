/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/plan.h"

#include <stdio.h>
#include <string.h>

#include "ecsprobe/catalog.h"
#include "ecsprobe/ports.h"
#include "selection.h"
#include "target_names.h"
#include "workload_targets.h"

/* Whose scope notes hold where a use was seen (profile_table()). */
static const struct {
	enum workload_use use;
	enum profile profile;
} scopes[] = {
	{ USE_EXEC, PROFILE_EXEC },
	{ USE_SERVICE_CONNECT, PROFILE_SERVICE_CONNECT },
	{ USE_EFS, PROFILE_EFS },
	{ USE_XRAY, PROFILE_XRAY },
	{ USE_CLOUDWATCH, PROFILE_CLOUDWATCH },
	{ USE_GUARDDUTY, PROFILE_GUARDDUTY },
	{ USE_BATCH, PROFILE_BATCH },
};

static unsigned scopes_of(const struct workload *workload)
{
	unsigned profiles = 0;

	for (size_t i = 0; i < ARRAY_SIZE(scopes); i++)
		if (workload_uses(workload, scopes[i].use))
			profiles |= 1U << scopes[i].profile;
	return profiles;
}

/* --- names that are in use --------------------------------------------------------- */

static const char why_secrets[] =
	"the agent reads the secrets of task definitions and private registries; optional, as "
	"Docker does not tell where a secret came from";

struct scene {
	struct plan *plan;
	const struct options *options;
	struct identity identity; /* with the Region and suffix of the name's own Region */
	bool elsewhere;           /* ... which is not the instance's */
};

static struct scene scene_of(struct plan *plan, const struct options *options,
			     const struct identity *identity, const char *region)
{
	struct scene scene = { .plan = plan, .options = options, .identity = *identity };
	const struct partition *partition = partition_of_region(region);

	if (!*region || strcmp(region, identity->region) == 0)
		return scene;
	scene.elsewhere = true;
	(void)copy_text(scene.identity.region, sizeof scene.identity.region, region);
	if (partition) {
		scene.identity.known_partition = partition;
		(void)copy_text(scene.identity.dns_suffix, sizeof scene.identity.dns_suffix,
				partition->dns_suffix);
	}
	return scene;
}

/* --service and --skip of the catalog's own row hold for the others of its kind. */
static bool is_left_out(const struct options *options, const char *id)
{
	return string_list_has(&options->skip, id) ||
	       (options->services.count && !string_list_has(&options->services, id));
}

static enum expect expect_of(const struct scene *scene, const struct catalog_row *row)
{
	enum expect wanted = scene->options->expect;

	if (row->expect != EXPECT_AUTO)
		return row->expect;
	/* An endpoint for another Region is rare: there it counts that it works. */
	return wanted == EXPECT_AUTO && scene->elsewhere ? EXPECT_ANY : wanted;
}

/* A name that is in use, and of which kind it is; NULL for the one that the catalog
 * has in the scene's Region. */
struct used_name {
	const char *host;
	enum name_variant variant;
};

static bool name_it(struct target *t, const struct scene *scene, const struct used_name *used)
{
	if (!used)
		return target_name(t, scene->options, &scene->identity);
	t->variant = used->variant;
	if (!target_name_as(t, &scene->identity))
		return false;
	t->provenance = PROVENANCE_OWN;
	return copy_text(t->host, sizeof t->host, used->host);
}

/* One that the agent's own endpoint URL names stands for those of every Region. */
static struct target *find_own(struct plan *plan, const char *id)
{
	for (size_t i = 0; i < plan->count; i++)
		if (plan->targets[i]->provenance == PROVENANCE_OWN &&
		    strcmp(plan->targets[i]->service, id) == 0)
			return plan->targets[i];
	return NULL;
}

static void require(const struct scene *scene, const char *id, const struct used_name *used,
		    uint16_t port, const char *why)
{
	struct target t = { .row = catalog_find(id), .port = port };
	bool required = is_required(scene->options, id, true);
	struct target *planned;

	if (is_left_out(scene->options, id) || !name_it(&t, scene, used))
		return;
	planned = used ? NULL : find_own(scene->plan, id);
	if (!planned)
		planned = target_find(scene->plan, t.host, port);
	if (planned) {
		planned->required |= required;
		return;
	}
	/* As a --host is named, unless it is the catalog's own. */
	(void)snprintf(t.service, sizeof t.service, port == HTTPS_PORT ? "%s" : "%s:%u",
		       used || scene->elsewhere ? t.host : id, port);
	t.dialled_by = t.row->dialled_by;
	t.required = required;
	t.expect = expect_of(scene, t.row);
	t.source = "a task of this instance";
	t.why = why;
	(void)plan_add(scene->plan, &t);
}

static void require_registry(struct plan *plan, const struct options *options,
			     const struct identity *identity, const char *registry)
{
	struct used_name used = { .host = registry };
	char region[REGION_BYTES];
	struct scene scene;

	if (!ecr_registry_parse(registry, region, &used.variant))
		return;
	scene = scene_of(plan, options, identity, region);
	require(&scene, SERVICE_ECR_DKR, &used, HTTPS_PORT,
		"the image of a task here comes from this registry");
	require(&scene, SERVICE_ECR_API, NULL, HTTPS_PORT,
		"the agent gets the token for a registry of that Region, which a task here uses");
	require(&scene, SERVICE_ECR_LAYERS, NULL, HTTPS_PORT,
		"the layers of a registry of that Region, which a task here uses");
}

static void require_logs(struct plan *plan, const struct options *options,
			 const struct identity *identity, const struct workload *workload)
{
	static const char why[] = "the awslogs driver of a task here sends its logs there";
	struct scene here = scene_of(plan, options, identity, "");

	for (size_t i = 0; i < workload->log_regions.count; i++) {
		struct scene scene =
			scene_of(plan, options, identity, workload->log_regions.items[i]);

		require(&scene, "logs", NULL, HTTPS_PORT, why);
	}
	for (size_t i = 0; i < workload->log_hosts.count; i++) {
		char host[HOST_NAME_BYTES];
		uint16_t port = HTTPS_PORT;

		if (host_port_parse(workload->log_hosts.items[i], host, &port))
			require(&here, "logs", &(struct used_name){ host, NAME_PLAIN }, port, why);
	}
}

/* "SERVICE" or "SERVICE/REGION". */
static void require_routed(struct plan *plan, const struct options *options,
			   const struct identity *identity, const char *routed)
{
	CLEANUP(cleanup_free) char *id = xstrdup(routed);
	char *region = strchr(id, '/');
	struct scene scene;

	if (region)
		*region++ = '\0';
	scene = scene_of(plan, options, identity, region ? region : "");
	if (catalog_find(id))
		require(&scene, id, NULL, HTTPS_PORT, "a task's log router (FireLens) calls it");
}

/* By name, or by a profile that knows nothing of what runs here. */
static bool is_asked_for(const struct options *options, const char *id)
{
	const struct string_list *lists[] = { &options->require, &options->optional,
					      &options->services };

	for (size_t i = 0; i < ARRAY_SIZE(lists); i++)
		if (string_list_has(lists[i], id) || string_list_has(lists[i], "all"))
			return true;
	return options->all_profiles || options->profiles.count > 1;
}

/* Tasks that log to an endpoint's own name, or take images from other registries, tell that
 * the usual name is not theirs: it is shown, and fails nobody. */
static void find_unused(struct plan *plan, const struct options *options,
			const struct workload *workload)
{
	static const struct {
		enum workload_use use;
		const char *service;
	} rows[] = {
		{ USE_AWSLOGS, "logs" },
		{ USE_ECR, SERVICE_ECR_API },
		{ USE_ECR, SERVICE_ECR_DKR },
		{ USE_ECR, SERVICE_ECR_LAYERS },
	};

	for (size_t r = 0; workload_is_complete(workload) && r < ARRAY_SIZE(rows); r++) {
		if (!workload_uses(workload, rows[r].use) || is_asked_for(options, rows[r].service))
			continue;
		for (size_t i = 0; i < plan->count; i++) {
			struct target *t = plan->targets[i];

			if (t->required || t->provenance == PROVENANCE_OWN ||
			    strcmp(t->service, rows[r].service) != 0)
				continue;
			t->unused = true;
			if (t->expect == EXPECT_AUTO)
				t->expect = EXPECT_ANY;
		}
	}
}

void plan_add_workload(struct plan *plan, const struct options *options,
		       const struct workload *workload, const struct identity *identity)
{
	plan->scopes |= scopes_of(workload);
	for (size_t i = 0; i < workload->routed.count; i++)
		require_routed(plan, options, identity, workload->routed.items[i]);
	for (size_t i = 0; i < workload->registries.count; i++)
		require_registry(plan, options, identity, workload->registries.items[i]);
	require_logs(plan, options, identity, workload);
	find_unused(plan, options, workload);
	for (size_t i = 0; i < plan->count; i++)
		if (strcmp(plan->targets[i]->service, SERVICE_SECRETSMANAGER) == 0)
			plan->targets[i]->why = why_secrets;
}
