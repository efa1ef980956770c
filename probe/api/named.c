/* SPDX-License-Identifier: Apache-2.0 */
#include "named.h"

#include <string.h>
#include <strings.h>
#include <systemd/sd-json.h>

#include "ecsprobe/escape.h"
#include "ecsprobe/gather.h"

/* "ecs-a-1.us-east-1.amazonaws.com": handed out to whoever does not come by an endpoint. */
static bool is_numbered(const char *host)
{
	size_t label = strcspn(host, ".");
	size_t digits = 0;

	while (digits < label && strchr("0123456789", host[label - digits - 1]))
		digits++;
	return digits && digits + 1 < label && host[label - digits - 1] == '-';
}

static bool is_base(const char *host)
{
	static const char *const labels[] = { "ecs-a.", "ecs-t.", "ecs-sc." };

	for (size_t i = 0; i < ARRAY_SIZE(labels); i++)
		if (strncasecmp(host, labels[i], strlen(labels[i])) == 0)
			return true;
	return false;
}

static void take_host(struct api_host *out, const char *text)
{
	if (!backend_parse(text, out->host, &out->port)) {
		out->form = API_HOST_BAD;
		out->port = 0;
		escape_text(out->host, sizeof out->host, text);
		return;
	}
	if (is_base(out->host))
		out->form = API_HOST_BASE;
	else
		out->form = is_numbered(out->host) ? API_HOST_NUMBERED : API_HOST_OTHER;
}

bool named_hosts_parse(struct api_host named[static API_NAMED_COUNT], const char *body)
{
	sd_json_variant *root = NULL;

	memset(named, 0, API_NAMED_COUNT * sizeof *named);
	if (sd_json_parse(body, 0, &root, NULL, NULL) >= 0 && sd_json_variant_is_object(root)) {
		for (int i = 0; i < API_NAMED_COUNT; i++) {
			sd_json_variant *member =
				sd_json_variant_by_key(root, api_named_name((enum api_named)i));

			if (member && sd_json_variant_is_string(member) &&
			    *sd_json_variant_string(member))
				take_host(&named[i], sd_json_variant_string(member));
		}
	}
	sd_json_variant_unref(root);
	return named[API_NAMED_AGENT].form != API_HOST_NONE;
}

static sd_json_variant *first_of(sd_json_variant *root, const char *key)
{
	sd_json_variant *array = sd_json_variant_is_object(root) ? sd_json_variant_by_key(root, key)
								 : NULL;

	if (!array || !sd_json_variant_is_array(array) || sd_json_variant_elements(array) == 0)
		return NULL;
	return sd_json_variant_by_index(array, 0);
}

static bool take_token(char out[static REGISTRY_TOKEN_BYTES], sd_json_variant *data)
{
	static const char base64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				     "0123456789+/=";
	sd_json_variant *member = data && sd_json_variant_is_object(data)
					  ? sd_json_variant_by_key(data, "authorizationToken")
					  : NULL;
	const char *text;

	if (!member || !sd_json_variant_is_string(member))
		return false;
	text = sd_json_variant_string(member);
	return *text && !text[strspn(text, base64)] && strlen(text) < REGISTRY_TOKEN_BYTES &&
	       copy_text(out, REGISTRY_TOKEN_BYTES, text);
}

bool registry_token_parse(char out[static REGISTRY_TOKEN_BYTES], const char *body)
{
	sd_json_variant *root = NULL;
	bool taken;

	out[0] = '\0';
	taken = sd_json_parse(body, SD_JSON_PARSE_SENSITIVE, &root, NULL, NULL) >= 0 &&
		take_token(out, first_of(root, "authorizationData"));
	sd_json_variant_unref(root);
	return taken;
}
