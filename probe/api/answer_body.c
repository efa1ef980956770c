/* SPDX-License-Identifier: Apache-2.0 */
#include "answer_body.h"

#include <string.h>
#include <systemd/sd-json.h>

#include "ecsprobe/api.h"
#include "ecsprobe/util.h"

static const char blanks[] = " \t\r\n";

static void take_line(char *out, size_t size, const char *text)
{
	size_t len = strcspn(text, "\r\n");

	if (len >= size)
		len = size - 1;
	memcpy(out, text, len);
	out[len] = '\0';
}

/* --- JSON: the protocols json and rest-json, the registry's, and STS's where it speaks it ---- */

static void take_first(char *out, size_t size, sd_json_variant *object, const char *const *keys)
{
	for (; *keys && !out[0]; keys++) {
		sd_json_variant *member = sd_json_variant_by_key(object, *keys);

		if (member && sd_json_variant_is_string(member))
			take_line(out, size, sd_json_variant_string(member));
	}
}

static void take_members(struct answer_body *out, sd_json_variant *object)
{
	static const char *const types[] = { "__type", "code", "Code", NULL };
	static const char *const messages[] = { "message", "Message", NULL };
	static const char *const ids[] = { "RequestId", "requestId", NULL };

	if (!object || !sd_json_variant_is_object(object))
		return;
	take_first(out->type, sizeof out->type, object, types);
	take_first(out->message, sizeof out->message, object, messages);
	take_first(out->request_id, sizeof out->request_id, object, ids);
}

static void read_json(struct answer_body *out, const char *body)
{
	sd_json_variant *root = NULL;
	sd_json_variant *errors;

	/* A refused signature's body may hold the token. */
	if (sd_json_parse(body, SD_JSON_PARSE_SENSITIVE, &root, NULL, NULL) < 0)
		return;
	take_members(out, root);
	if (sd_json_variant_is_object(root)) {
		take_members(out, sd_json_variant_by_key(root, "Error"));
		errors = sd_json_variant_by_key(root, "errors");
		if (errors && sd_json_variant_is_array(errors))
			take_members(out, sd_json_variant_by_index(errors, 0));
	}
	sd_json_variant_unref(root);
}

/* --- XML: the protocol query and S3.  No library here reads it, and of an error only the
 * texts of a few elements count. ---- */

/* Behind the declaration, if there is one. */
static const char *skip_declaration(const char *xml)
{
	const char *end;

	xml += strspn(xml, blanks);
	if (strncmp(xml, "<?xml", 5) != 0)
		return xml;
	end = strstr(xml, "?>");
	return end ? end + 2 + strspn(end + 2, blanks) : "";
}

static bool is_root(const char *xml, const char *name)
{
	size_t len = strlen(name);

	return *xml++ == '<' && strncmp(xml, name, len) == 0 && xml[len] &&
	       strchr("> \t\r\n", xml[len]);
}

static bool is_error_root(const char *xml)
{
	return is_root(xml, "Error") || is_root(xml, "ErrorResponse") || is_root(xml, "Response");
}

/* One entity, and how long it is; '\0' for none that an error has. */
static char entity_at(const char *text, size_t *len)
{
	static const struct {
		const char *name;
		char is;
	} entities[] = { { "&quot;", '"' }, { "&apos;", '\'' }, { "&lt;", '<' },  { "&gt;", '>' },
			 { "&amp;", '&' },  { "&#34;", '"' },   { "&#39;", '\'' } };

	for (size_t i = 0; i < ARRAY_SIZE(entities); i++) {
		*len = strlen(entities[i].name);
		if (strncmp(text, entities[i].name, *len) == 0)
			return entities[i].is;
	}
	return '\0';
}

static void decode_entities(char *text)
{
	char *out = text;

	while (*text) {
		size_t len;
		char is = *text == '&' ? entity_at(text, &len) : '\0';

		*out++ = is ? is : *text;
		text += is ? len : 1;
	}
	*out = '\0';
}

/* The text of the first element of that name, where it has nothing else in it and is not
 * cut short. */
static void take_element(char *out, size_t size, const char *xml, const char *open)
{
	const char *at = strstr(xml, open);
	const char *end;
	size_t name = strlen(open) - 1; /* with the bracket that opens it */
	char *text;

	if (!at)
		return;
	at += strlen(open);
	end = strchr(at, '<');
	if (!end || end[1] != '/' || strncmp(end + 2, open + 1, name) != 0)
		return;
	text = xcalloc((size_t)(end - at) + 1, 1);
	memcpy(text, at, (size_t)(end - at));
	decode_entities(text);
	take_line(out, size, text);
	text_wipe(text);
	free(text);
}

static void read_xml(struct answer_body *out, const char *xml)
{
	out->is_xml = is_error_root(xml);
	if (!out->is_xml)
		return;
	take_element(out->type, sizeof out->type, xml, "<Code>");
	take_element(out->message, sizeof out->message, xml, "<Message>");
	take_element(out->request_id, sizeof out->request_id, xml, "<RequestId>");
	if (!out->request_id[0])
		take_element(out->request_id, sizeof out->request_id, xml, "<RequestID>");
}

void answer_body_read(struct answer_body *out, const char *body, size_t body_bytes)
{
	*out = (struct answer_body){ 0 };
	if (!body || strlen(body) != body_bytes)
		return;
	body = skip_declaration(body);
	if (*body == '{')
		read_json(out, body);
	else if (*body == '<')
		read_xml(out, body);
}

/* --- what a success holds -------------------------------------------------------------------- */

static bool holds_member(const struct api_call *call, const char *body)
{
	sd_json_variant *root = NULL;
	sd_json_variant *member = NULL;
	bool held;

	/* ECR's holds its token. */
	if (sd_json_parse(body, SD_JSON_PARSE_SENSITIVE, &root, NULL, NULL) < 0)
		return false;
	if (sd_json_variant_is_object(root))
		member = sd_json_variant_by_key(root, call->holds);
	if (call->holds_list)
		held = member && sd_json_variant_is_array(member);
	else
		held = member && sd_json_variant_is_string(member) &&
		       *sd_json_variant_string(member);
	sd_json_variant_unref(root);
	return held;
}

bool answer_body_holds(const struct api_call *call, const char *body, size_t body_bytes)
{
	if (!call->holds || !body || strlen(body) != body_bytes)
		return false;
	return call->form == API_FORM_QUERY ? is_root(skip_declaration(body), call->holds)
					    : holds_member(call, body);
}
