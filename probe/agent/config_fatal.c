/* SPDX-License-Identifier: Apache-2.0 */
/* Settings that would, or might, make the next start of the agent fail although each is well
 * formed. */
#include <string.h>

#include "config_inputs.h"
#include "ecsprobe/ecs_config.h"
#include "ecsprobe/go_proxy.h"
#include "ecsprobe/no_proxy.h"
#include "ecsprobe/ports.h"

enum { MAX_KEYS = 5, MAX_LINES = 4 };

static const char metadata_service[] = "169.254.169.254";

static bool is_set(const struct config_inputs *inputs, const char *key)
{
	char value[CONFIG_VALUE_BYTES];
	bool set;

	(void)config_look_up(inputs, key, value, sizeof value);
	set = value[0] != '\0';
	text_wipe_bytes(value, sizeof value);
	return set;
}

/* Of Go's two spellings the upper one counts whenever it says anything. */
static void look_up_either(const struct config_inputs *inputs, const char *upper, const char *lower,
			   char *value, size_t size)
{
	(void)config_look_up(inputs, upper, value, size);
	if (!value[0])
		(void)config_look_up(inputs, lower, value, size);
}

/* The SDK adds a bundle only to its own HTTP client (config/resolve.go of aws/aws-sdk-go-v2), and
 * the agent brings another: 1.105.1 was seen to exit because of it.  An agent before the SDK's
 * second version may accept it. */
static bool has_bundle(const struct config_evidence *config, const struct config_inputs *inputs)
{
	(void)config;
	return is_set(inputs, "AWS_CA_BUNDLE");
}

/* The SDK's own way to read the two. */
static bool is_true_to_sdk(const struct config_inputs *inputs, const char *key)
{
	char value[CONFIG_VALUE_BYTES];

	(void)config_look_up(inputs, key, value, sizeof value);
	return strcasecmp(value, "true") == 0;
}

static bool has_endpoint_in_two_ways(const struct config_evidence *config,
				     const struct config_inputs *inputs)
{
	(void)config;
	return (is_true_to_sdk(inputs, "AWS_USE_FIPS_ENDPOINT") ||
		is_true_to_sdk(inputs, "AWS_USE_DUALSTACK_ENDPOINT")) &&
	       (is_set(inputs, "ECS_BACKEND_HOST") || is_set(inputs, "AWS_ENDPOINT_URL_ECS") ||
		is_set(inputs, "AWS_ENDPOINT_URL"));
}

/* The agent fills in an empty NO_PROXY only as it dials ACS: Connect() of
 * ecs-agent/wsclient/client.go.  It asks for instance metadata long before, and ends where it gets
 * none; and Go reads these variables only once. */
static bool sends_metadata_to_proxy(const struct config_evidence *config,
				    const struct config_inputs *inputs)
{
	char proxy[CONFIG_VALUE_BYTES];
	char direct[CONFIG_VALUE_BYTES];
	struct go_proxy go;
	bool sends;

	look_up_either(inputs, "HTTP_PROXY", "http_proxy", proxy, sizeof proxy);
	look_up_either(inputs, "NO_PROXY", "no_proxy", direct, sizeof direct);
	/* A value that did not fit may contain it in the part that was cut off. */
	go_proxy_read(&go, proxy, false);
	sends = go.form != GO_PROXY_UNSET && go.form != GO_PROXY_IGNORED &&
		strlen(direct) < sizeof direct - 1 && !config->external &&
		!no_proxy_covers(direct, metadata_service, HTTP_PORT);
	go_proxy_done(&go);
	text_wipe_bytes(proxy, sizeof proxy);
	text_wipe_bytes(direct, sizeof direct);
	return sends;
}

static const struct {
	const char *keys[MAX_KEYS]; /* what it depends on */
	bool (*is_fatal)(const struct config_evidence *config, const struct config_inputs *inputs);
	const char *words;
} rows[] = {
	{ { "AWS_CA_BUNDLE" },
	  has_bundle,
	  "AWS_CA_BUNDLE, which the agent's AWS client may refuse" },
	{ { "AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT", "ECS_BACKEND_HOST",
	    "AWS_ENDPOINT_URL_ECS", "AWS_ENDPOINT_URL" },
	  has_endpoint_in_two_ways,
	  "AWS_USE_FIPS_ENDPOINT or AWS_USE_DUALSTACK_ENDPOINT together with a custom endpoint" },
	{ { "HTTP_PROXY", "http_proxy", "NO_PROXY", "no_proxy" },
	  sends_metadata_to_proxy,
	  "NO_PROXY without 169.254.169.254, so the agent asks HTTP_PROXY for instance metadata" },
};

static bool is_the_same(const struct config_inputs *a, const struct config_inputs *b,
			const char *key)
{
	char one[CONFIG_VALUE_BYTES];
	char other[CONFIG_VALUE_BYTES];
	bool same;

	(void)config_look_up(a, key, one, sizeof one);
	(void)config_look_up(b, key, other, sizeof other);
	same = strcmp(one, other) == 0;
	text_wipe_bytes(one, sizeof one);
	text_wipe_bytes(other, sizeof other);
	return same;
}

static bool is_proven(const struct config_inputs *inputs, const struct string_list *proven,
		      const char *const *keys)
{
	const struct config_inputs given = { .environment = proven };
	bool same = proven != NULL;

	for (size_t i = 0; i < MAX_KEYS && keys[i]; i++)
		same = same && is_the_same(inputs, &given, keys[i]);
	return same;
}

static void add(struct config_evidence *config, const char *words)
{
	string_list_add(&config->fatal, words, strlen(words));
}

/* "=======", as an unfinished merge leaves it: Docker accepts no variable without a name, and
 * creates no container. */
static void find_nameless(struct config_evidence *config, const struct agent_file *file,
			  const char *path)
{
	struct ecs_config_line line;
	const char *cursor = file->bytes;
	unsigned number = 0;

	while (file->bytes && config->fatal.count < MAX_LINES &&
	       ecs_config_next(&cursor, file->bytes + file->len, &number, &line)) {
		CLEANUP(cleanup_free) char *words = NULL;

		if (line.key_len)
			continue;
		words = xasprintf("line %u of %s, which has nothing before its '='", line.number,
				  path);
		add(config, words);
	}
}

bool config_is_judged_here(const char *key)
{
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (!rows[i].keys[1] && strcmp(rows[i].keys[0], key) == 0)
			return true;
	return false;
}

void config_find_conflicts(struct config_evidence *config, const struct config_inputs *inputs)
{
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (rows[i].keys[1] && rows[i].is_fatal(config, inputs))
			add(config, rows[i].words);
}

void config_find_fatal(struct config_evidence *config, const struct config_inputs *inputs,
		       const struct string_list *proven)
{
	for (size_t i = 0; i < AGENT_ENVIRONMENT_FILES && !inputs->environment; i++)
		find_nameless(config, &inputs->files->files[i], agent_file_paths[i]);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (rows[i].is_fatal(config, inputs) && !is_proven(inputs, proven, rows[i].keys))
			add(config, rows[i].words);
}
