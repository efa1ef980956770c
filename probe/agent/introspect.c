/* SPDX-License-Identifier: Apache-2.0 */
#include "introspect.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <systemd/sd-json.h>

#include "ecsprobe/clock.h"
#include "ecsprobe/http.h"
#include "places.h"

enum { MAX_BODY_BYTES = 16 * 1024 };

struct introspect {
	struct http *http;           /* borrowed */
	struct agent_status *status; /* borrowed */
	void (*done)(void *arg);
	void *arg;
};

/* --- the reader; ecs-agent/introspection/v1 of aws/amazon-ecs-agent ------------- */

/* Missing and null are "". */
static bool take_text(char *out, size_t size, sd_json_variant *root, const char *key)
{
	sd_json_variant *value = sd_json_variant_by_key(root, key);
	const char *text;

	if (!value || sd_json_variant_is_null(value))
		return true;
	if (!sd_json_variant_is_string(value))
		return false;
	text = sd_json_variant_string(value);
	for (const char *at = text; *at; at++)
		if (*at < 0x20 || *at > 0x7e)
			return false;
	return copy_text(out, size, text);
}

/* Names and ARNs have no blanks. */
static bool take_word(char *out, size_t size, sd_json_variant *root, const char *key)
{
	return take_text(out, size, root, key) && !strchr(out, ' ');
}

/* Up to three numbers; false where there is not even one. */
static bool take_numbers(unsigned numbers[static 3], const char *text)
{
	enum { MAX_DIGITS = 6 };

	for (size_t i = 0; i < 3; i++) {
		size_t digits = strspn(text, "0123456789");

		if (digits > MAX_DIGITS)
			return false;
		if (digits == 0)
			return i > 0;
		numbers[i] = (unsigned)strtoul(text, NULL, 10);
		text += digits;
		if (*text != '.')
			return true;
		text++;
	}
	return true;
}

/* "Amazon ECS Agent - v1.98.0 (*1a2b3c4d)".  A version that cannot be parsed is unknown. */
static void take_version(struct introspection *introspection, const char *text)
{
	const char *at = strstr(text, "- v");
	unsigned numbers[3] = { 0 };
	size_t len;

	if (!at || !take_numbers(numbers, at + 3))
		return;
	at += 3;
	len = strcspn(at, " (");
	if (len >= sizeof introspection->version)
		return;
	memcpy(introspection->version, at, len);
	introspection->version[len] = '\0';
	memcpy(introspection->version_numbers, numbers, sizeof numbers);
}

/* What it lacks, or NULL. */
static const char *take_metadata(struct introspection *introspection, sd_json_variant *root)
{
	char version[256] = "";

	if (!take_word(introspection->cluster, sizeof introspection->cluster, root, "Cluster"))
		return "its Cluster is not a name";
	if (!introspection->cluster[0])
		return "it names no Cluster";
	if (!take_word(introspection->arn, sizeof introspection->arn, root,
		       "ContainerInstanceArn") ||
	    (introspection->arn[0] && strncmp(introspection->arn, "arn:", 4) != 0))
		return "its ContainerInstanceArn is not an ARN";
	if (!take_text(version, sizeof version, root, "Version"))
		return "its Version is not text";
	take_version(introspection, version);
	return NULL;
}

static bool unknown(struct introspection *introspection, const char *why)
{
	*introspection = (struct introspection){ .sight = SIGHT_UNKNOWN };
	(void)snprintf(introspection->why, sizeof introspection->why,
		       "port %d does not answer like an agent: %s", INTROSPECT_PORT, why);
	return false;
}

bool introspect_parse(struct introspection *introspection, const char *body)
{
	sd_json_variant *root = NULL;
	const char *lacks;

	*introspection = (struct introspection){ 0 };
	if (sd_json_parse(body, 0, &root, NULL, NULL) < 0)
		return unknown(introspection, "not JSON");
	lacks = sd_json_variant_is_object(root) ? take_metadata(introspection, root)
						: "not a JSON object";
	sd_json_variant_unref(root);
	if (lacks)
		return unknown(introspection, lacks);
	introspection->sight = SIGHT_SEEN;
	return true;
}

/* --- the look ------------------------------------------------------------------ */

/* The status line is not checked: the agent answers 200 to any path, and its identity in the body
 * counts. */
static void settle(struct introspection *introspection, const struct http_reply *reply)
{
	*introspection = (struct introspection){ 0 };
	switch (reply->result) {
	case HTTP_ANSWERED:
		if (strlen(reply->body) == reply->body_bytes)
			(void)introspect_parse(introspection, reply->body);
		else
			(void)unknown(introspection, "a NUL byte");
		break;
	case HTTP_UNREACHABLE:
		if (reply->os_errno == ECONNREFUSED)
			introspection->sight = SIGHT_ABSENT;
		else
			(void)snprintf(introspection->why, sizeof introspection->why,
				       "port %d cannot be reached: %.80s", INTROSPECT_PORT,
				       reply->os_errno ? strerror(reply->os_errno) : reply->detail);
		break;
	case HTTP_TIMED_OUT:
		(void)snprintf(introspection->why, sizeof introspection->why,
			       "port %d did not answer in time", INTROSPECT_PORT);
		break;
	case HTTP_BAD_ANSWER:
		(void)unknown(introspection, "too long, truncated or not HTTP");
		break;
	}
}

static void on_answer(void *arg, const struct http_reply *reply)
{
	struct introspect *introspect = arg;

	settle(&introspect->status->introspection, reply);
	introspect->done(introspect->arg);
}

int introspect_look(struct introspect **out, struct sd_event *loop, struct http *http,
		    const struct agent_places *places, struct agent_status *status,
		    uint64_t deadline_us, void (*done)(void *arg), void *arg, struct error *e)
{
	struct introspect *introspect = xcalloc(1, sizeof *introspect);
	char url[64];
	struct http_request request = {
		.method = "GET",
		.url = url,
		.timeout_us = clock_left_us(deadline_us),
		.max_body_bytes = MAX_BODY_BYTES,
	};
	int r;

	(void)loop;
	(void)snprintf(url, sizeof url, "http://127.0.0.1:%u/v1/metadata", places->introspect_port);
	introspect->http = http;
	introspect->status = status;
	introspect->done = done;
	introspect->arg = arg;
	/* The result if the caller's deadline comes first. */
	settle(&status->introspection, &(struct http_reply){ .result = HTTP_TIMED_OUT });
	r = http_start(http, &request, on_answer, introspect, e);
	if (r < 0) {
		free(introspect);
		return r;
	}
	*out = introspect;
	return 0;
}

void introspect_close(struct introspect *introspect)
{
	if (!introspect)
		return;
	http_cancel(introspect->http, introspect);
	free(introspect);
}
