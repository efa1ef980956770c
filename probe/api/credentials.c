/* SPDX-License-Identifier: Apache-2.0 */
#include "credentials.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "ecsprobe/api_phase.h"

static const char key_id_variable[] = "AWS_ACCESS_KEY_ID";
static const char secret_variable[] = "AWS_SECRET_ACCESS_KEY";
static const char relative_variable[] = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
static const char full_variable[] = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
static const char token_file_variable[] = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE";

/* Set to nothing is not set, as the SDKs have it. */
static const char *variable(const char *name)
{
	const char *value = getenv(name);

	return value && *value ? value : NULL;
}

enum api_source api_source_here(void)
{
	if (variable(key_id_variable) || variable(secret_variable))
		return API_SOURCE_ENVIRONMENT;
	if (variable(relative_variable) || variable(full_variable))
		return API_SOURCE_CONTAINER;
	return API_SOURCE_INSTANCE;
}

enum api_lack credentials_of_environment(struct credentials *out, char lack[static API_WHY_BYTES])
{
	const char *key_id = variable(key_id_variable);
	const char *secret = variable(secret_variable);
	const char *token = variable("AWS_SESSION_TOKEN");

	if (!key_id || !secret)
		(void)snprintf(lack, API_WHY_BYTES, "%s is set, and %s is not",
			       key_id ? key_id_variable : secret_variable,
			       key_id ? secret_variable : key_id_variable);
	else if (!credentials_take(out->key_id, sizeof out->key_id, key_id) ||
		 !credentials_take(out->secret, sizeof out->secret, secret) ||
		 !credentials_take(out->token, sizeof out->token, token ? token : ""))
		(void)snprintf(lack, API_WHY_BYTES,
			       "a variable of the environment such as %s "
			       "does not hold credentials",
			       key_id_variable);
	else
		return API_LACK_NONE;
	credentials_wipe(out);
	return key_id && secret ? API_LACK_MALFORMED : API_LACK_PART;
}

/* --- the container credentials endpoint ------------------------------------------------ */

/* ECS's, those of EKS, and this host itself.  No other name stands for an address that stays
 * here. */
static const char *const safe_hosts[] = {
	"http://169.254.170.2", "http://169.254.170.23", "http://[fd00:ec2::23]",
	"http://127.0.0.1",     "http://[::1]",          "http://localhost",
};

/* What stands behind the host: nothing, a port, a path, a query; never a login. */
static bool ends_well(const char *rest)
{
	if (*rest == ':') {
		rest++;
		if (!isdigit((unsigned char)*rest))
			return false;
		rest += strspn(rest, "0123456789");
	}
	return strchr("/?", *rest) != NULL; /* or the end */
}

bool container_url_is_safe(const char *url, bool *https)
{
	for (const char *at = url; *at; at++)
		if (*at <= ' ' || *at > '~')
			return false;
	*https = strncmp(url, "https://", 8) == 0;
	for (size_t i = 0; !*https && i < ARRAY_SIZE(safe_hosts); i++) {
		size_t len = strlen(safe_hosts[i]);

		if (strncmp(url, safe_hosts[i], len) == 0 && ends_well(url + len))
			return true;
	}
	return *https;
}

/* Of the file, or else of the variable.  False: it cannot be had, or sent. */
static bool take_authorization(char out[static CONTAINER_HEADER_BYTES])
{
	static const char name[] = "Authorization: ";
	const char *file = variable(token_file_variable);
	const char *value = variable("AWS_CONTAINER_AUTHORIZATION_TOKEN");
	char *text = NULL;
	size_t len = 0;
	bool fits;

	if (!file && !value)
		return true;
	if (file) {
		if (file_read_bounded(file, CONTAINER_HEADER_BYTES, &text, &len) < 0)
			return false;
		value = text_trim(text, " \r\n");
	}
	memcpy(out, name, sizeof name);
	fits = *value &&
	       copy_text(out + sizeof name - 1, CONTAINER_HEADER_BYTES - sizeof name, value);
	for (const char *at = out; *at; at++)
		fits &= *at >= ' ' && *at <= '~';
	if (text)
		text_wipe_bytes(text, len);
	free(text);
	return fits;
}

bool credentials_of_container(struct container_source *out, char lack[static API_WHY_BYTES])
{
	const char *relative = variable(relative_variable);
	const char *full = variable(full_variable);
	int len;

	*out = (struct container_source){ .https = false };
	if (relative)
		len = snprintf(out->url, sizeof out->url, "%s%s%s", safe_hosts[0],
			       *relative == '/' ? "" : "/", relative);
	else
		len = snprintf(out->url, sizeof out->url, "%s", full);
	if (len >= (int)sizeof out->url || !container_url_is_safe(out->url, &out->https))
		(void)snprintf(lack, API_WHY_BYTES,
			       "%s is neither an https URL nor an address on this host",
			       relative ? relative_variable : full_variable);
	else if (!take_authorization(out->authorization))
		(void)snprintf(lack, API_WHY_BYTES,
			       "the token that %s or its counterpart names cannot be read or sent",
			       token_file_variable);
	else
		return true;
	explicit_bzero(out, sizeof *out);
	return false;
}
