/* SPDX-License-Identifier: Apache-2.0 */
#include "agent_settings.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <systemd/sd-json.h>

#include "ecsprobe/agent_setting.h"
#include "ecsprobe/catalog.h"
#include "ecsprobe/gather.h"
#include "ecsprobe/http_url.h"
#include "ecsprobe/ports.h"
#include "ecsprobe/util.h"
#include "host_files.h"
#include "unit_files.h"

enum { VALUE_BYTES = 300 };

struct settings {
	struct host_facts *host;       /* borrowed */
	const struct unit_files *unit; /* borrowed; NULL: ecs-init starts it with its files */
	sd_json_variant *json;         /* NULL: there is none that can be read */
};

/* The last one counts. */
static const struct assignment *find_in_unit(const struct unit_files *unit, const char *key)
{
	for (size_t i = unit->environment_count; i-- > 0;)
		if (strcmp(unit->environment[i].key, key) == 0)
			return &unit->environment[i];
	return NULL;
}

/* ecs-init names the file to the agent; a unit may name it, or another. */
static bool reads_json(const struct unit_files *unit)
{
	const struct assignment *named = unit ? find_in_unit(unit, "ECS_AGENT_CONFIG_FILE_PATH")
					      : NULL;

	return !unit || (named && strcmp(named->value, agent_file_paths[AGENT_FILE_JSON]) == 0);
}

static void settings_read(struct settings *settings, struct host_facts *host,
			  const struct unit_files *unit)
{
	const struct agent_file *json = &host->agent_files.files[AGENT_FILE_JSON];

	*settings = (struct settings){ .host = host, .unit = unit };
	if (reads_json(unit) && json->bytes && strlen(json->bytes) == json->len)
		(void)sd_json_parse(json->bytes, SD_JSON_PARSE_SENSITIVE, &settings->json, NULL,
				    NULL);
}

static void settings_done(struct settings *settings)
{
	sd_json_variant_unref(settings->json);
}

/* Where a value was found, for messages. */
struct place {
	const char *path;
	unsigned line; /* 0: of the JSON file */
};

/* The agent's environment overrides its JSON file.  An empty value counts as not set, and yet
 * overrides an earlier file. */
static bool find(const struct settings *settings, const char *key, char value[static VALUE_BYTES],
		 struct place *place)
{
	const struct assignment *found;

	if (settings->unit) {
		found = find_in_unit(settings->unit, key);
		if (found)
			*place = (struct place){ found->path, found->line };
		return found && *found->value && copy_text(value, VALUE_BYTES, found->value);
	}
	return agent_files_look_up(&settings->host->agent_files, key, value, VALUE_BYTES,
				   &place->path, &place->line) == SIGHT_SEEN &&
	       *value;
}

static bool find_json(const struct settings *settings, const char *member,
		      char value[static VALUE_BYTES], struct place *place)
{
	sd_json_variant *found = sd_json_variant_by_key(settings->json, member);

	*place = (struct place){ .path = agent_file_paths[AGENT_FILE_JSON] };
	return found && sd_json_variant_is_string(found) && *sd_json_variant_string(found) &&
	       copy_text(value, VALUE_BYTES, sd_json_variant_string(found));
}

/* Which names the agent uses: its SDK reads the first setting, agent/config/parse_linux.go of
 * aws/amazon-ecs-agent the second. */
static void find_names(const struct settings *settings)
{
	struct host_facts *host = settings->host;
	struct place place;
	char value[VALUE_BYTES];

	if (find(settings, "AWS_USE_FIPS_ENDPOINT", value, &place))
		host->agent_fips = strcasecmp(value, "true") == 0;
	if (find(settings, "AWS_USE_DUALSTACK_ENDPOINT", value, &place))
		host->agent_sdk_dual_stack = strcasecmp(value, "true") == 0;
	if (!find(settings, "ECS_INSTANCE_IP_COMPATIBILITY", value, &place))
		return;
	/* The agent ignores any other value: the routes count. */
	if (strcasecmp(value, "ipv6") == 0)
		host->agent_dual_stack = true;
	else if (strcasecmp(value, "ipv4") == 0)
		host->agent_dual_stack = false;
}

/* Without a path to ec2 it does not register: registerContainerInstance() in agent/app/agent.go. */
static void find_tags(const struct settings *settings)
{
	static const char key[] = "ECS_CONTAINER_INSTANCE_PROPAGATE_TAGS_FROM";
	struct host_facts *host = settings->host;
	sd_json_variant *member;
	struct place place;
	char value[VALUE_BYTES];

	if (find(settings, key, value, &place)) {
		host->agent_tags = strcmp(value, "ec2_instance") == 0;
		return;
	}
	member = sd_json_variant_by_key(settings->json, "ContainerInstancePropagateTagsFrom");
	host->agent_tags = member && sd_json_variant_is_integer(member) &&
			   sd_json_variant_integer(member) == 1;
}

/* What makes a host one of ECS Anywhere: its agent asks no metadata service, and gets its
 * credentials from the SSM agent (NewConfig() in agent/config/config.go). */
static void find_external(const struct settings *settings)
{
	struct host_facts *host = settings->host;
	sd_json_variant *member;
	struct place place;
	char value[VALUE_BYTES];

	if (find(settings, "ECS_EXTERNAL", value, &place)) {
		host->agent_external = go_bool(value + strspn(value, " \t")) == 1;
		return;
	}
	member = sd_json_variant_by_key(settings->json, "External");
	host->agent_external = member && sd_json_variant_is_boolean(member) &&
			       sd_json_variant_boolean(member);
}

bool backend_parse(const char *text, char host[static AGENT_BACKEND_BYTES], uint16_t *port)
{
	char name[HOST_NAME_BYTES];

	if (!https_url_read(text, name, port))
		return false;
	if (*port == 0)
		*port = HTTPS_PORT;
	return copy_text(host, AGENT_BACKEND_BYTES, name);
}

/* These settings replace the ecs name only: the hosts of the websockets still come from
 * DiscoverPollEndpoint. */
static void find_backend(const struct settings *settings)
{
	static const struct {
		bool (*find)(const struct settings *settings, const char *key,
			     char value[static VALUE_BYTES], struct place *place);
		const char *key;
	} rows[] = {
		{ find, "ECS_BACKEND_HOST" },
		{ find_json, "APIEndpoint" },
		{ find, "AWS_ENDPOINT_URL_ECS" },
		{ find, "AWS_ENDPOINT_URL" },
	};
	struct host_facts *host = settings->host;
	struct place place;
	char value[VALUE_BYTES];

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		if (!rows[i].find(settings, rows[i].key, value, &place))
			continue;
		host->agent_backend_unusable =
			!backend_parse(value, host->agent_backend, &host->agent_backend_port);
		if (host->agent_backend_unusable)
			note_unreadable(host, place.path,
					"the backend it names is not an https host");
		return;
	}
}

/* AWS_ENDPOINT_URL_SERVICE, and AWS_ENDPOINT_URL for services without one: resolveBaseEndpoint() of
 * each client of aws-sdk-go-v2.  An endpoint that ACS sends for one ECR image overrides both, and
 * is not known here. */
static void find_overrides(const struct settings *settings)
{
	static const struct {
		const char *service, *key;
	} rows[MAX_AGENT_OVERRIDES] = {
		{ SERVICE_ECR_API, "AWS_ENDPOINT_URL_ECR" },
		{ SERVICE_SECRETSMANAGER, "AWS_ENDPOINT_URL_SECRETS_MANAGER" },
		{ "ssm", "AWS_ENDPOINT_URL_SSM" },
		{ "ec2", "AWS_ENDPOINT_URL_EC2" },
	};
	struct host_facts *host = settings->host;
	struct agent_overrides *overrides = &host->agent_overrides;
	struct place place;
	char value[VALUE_BYTES];

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct agent_override *override = &overrides->items[overrides->count];

		if (!find(settings, rows[i].key, value, &place) &&
		    !find(settings, "AWS_ENDPOINT_URL", value, &place))
			continue;
		override->service = rows[i].service;
		if (backend_parse(value, override->host, &override->port))
			overrides->count++;
		else
			note_unreadable(host, place.path,
					"an endpoint it names is not an https host");
	}
}

static bool ignores_endpoints(const struct settings *settings)
{
	struct place place;
	char value[VALUE_BYTES];

	return find(settings, "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", value, &place) &&
	       strcasecmp(value, "true") == 0;
}

/* Only the one that counts can be wrong. */
static int find_region(const struct settings *settings, struct error *e)
{
	struct place place;
	char value[VALUE_BYTES];
	char at[32] = "";

	if (!find(settings, "AWS_DEFAULT_REGION", value, &place) &&
	    !find_json(settings, "AWSRegion", value, &place))
		return 0;
	if (region_is_wellformed(value)) {
		(void)copy_text(settings->host->agent_region, REGION_BYTES, value);
		return 0;
	}
	if (place.line)
		(void)snprintf(at, sizeof at, ":%u", place.line);
	return error_set(
		e, ERROR_CONFIG, EINVAL,
		"%s%s: the Region for the agent: found %zu bytes that are not a Region, expected one such as us-east-1",
		place.path, at, strlen(value));
}

int agent_settings_gather(struct host_facts *host, const struct unit_files *unit, struct error *e)
{
	struct settings settings;
	int r;

	settings_read(&settings, host, unit);
	find_names(&settings);
	find_tags(&settings);
	find_external(&settings);
	/* Its own ECS_BACKEND_HOST too. */
	if (!ignores_endpoints(&settings)) {
		find_backend(&settings);
		find_overrides(&settings);
	}
	r = find_region(&settings, e);
	settings_done(&settings);
	return r;
}
