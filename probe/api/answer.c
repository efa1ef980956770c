/* SPDX-License-Identifier: Apache-2.0 */
#include "answer.h"

#include <stdio.h>
#include <string.h>

#include "answer_body.h"
#include "ecsprobe/escape.h"

/* AWS takes signatures that are five minutes off. */
enum { SKEW_REFUSED_S = 300, HTTP_OK = 200, HTTP_REDIRECT = 300, HTTP_SERVER = 500 };
enum {
	HTTP_UNAUTHORIZED = 401,
	HTTP_FORBIDDEN = 403,
	HTTP_TOO_MANY = 429,
	KEY_CHARS = 20,
	MOST_HEX = 40,
	MOST_BASE64 = 100
};

/* Of request ids, actions and base64; its tail are letters and digits. */
static const char words_letters[] =
	"-_.:*+/=%ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefghijklmnopqrstuvwxyz";
static const char *const base64 = words_letters + 5;
static const char *const letters_digits = words_letters + 9;

/* --- what may be shown ---------------------------------------------------------- */

/* How much of it looks like a key id, a signature or a token; 0: none. */
static size_t secret_length(const char *text)
{
	static const char upper_digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
	size_t len = strspn(text, upper_digits);

	if (len == KEY_CHARS && text[0] == 'A' && (text[1] == 'K' || text[1] == 'S'))
		return len;
	len = strspn(text, "0123456789abcdef");
	if (len >= MOST_HEX)
		return len;
	len = strspn(text, base64);
	return len >= MOST_BASE64 ? len : 0;
}

/* A refused signature is answered with what was signed, the token among it. */
static void hide_secrets(char *text)
{
	static const char hidden[] = "(hidden)";
	char *out = text;

	while (*text) {
		size_t len = secret_length(text);
		size_t word = strspn(text, letters_digits);

		if (len) {
			memcpy(out, hidden, sizeof hidden - 1);
			out += sizeof hidden - 1;
		} else {
			len = word ? word : 1;
			if (out != text)
				memmove(out, text, len);
			out += len;
		}
		text += len;
	}
	*out = '\0';
}

/* The whole of it where it consists of these characters and fits; else "". */
static void take_word(char *out, size_t size, const char *text, size_t len, const char *allowed)
{
	out[0] = '\0';
	if (len >= size || strspn(text, allowed) < len)
		return;
	memcpy(out, text, len);
	out[len] = '\0';
}

/* "com.amazon.coral.service#AccessDeniedException", "AccessDeniedException:http://..." */
static void take_type(char *out, size_t size, const char *text)
{
	const char *name = strrchr(text, '#');

	name = name ? name + 1 : text;
	take_word(out, size, name, strcspn(name, ":"), letters_digits);
}

static void take_request_id(char *out, size_t size, const char *text)
{
	take_word(out, size, text, strlen(text), words_letters);
}

/* --- the words of a denial ------------------------------------------------------- */

static const char not_authorized[] = " is not authorized to perform";

/* The kind of policy that stands at its begin. */
static enum api_policy policy_at(const char *text)
{
	for (int i = API_POLICY_UNNAMED + 1; i < API_POLICY_COUNT; i++) {
		const char *words = api_policy_words((enum api_policy)i);

		if (strncasecmp(text, words, strlen(words)) == 0)
			return (enum api_policy)i;
	}
	return API_POLICY_UNNAMED;
}

/* What is said behind the resource: "because no ... allows", "with an explicit deny in a ...".
 * Other words may name the kind as well. */
static void read_reason(struct api_answer *out, const char *reason)
{
	static const char deny[] = "explicit deny";
	const char *found = strcasestr(reason, deny);

	out->explicit_deny = found != NULL;
	if (found)
		reason = found + sizeof deny - 1;
	for (; *reason && out->policy == API_POLICY_UNNAMED; reason++)
		out->policy = policy_at(reason);
}

/* "... on resource: RESOURCE because", "... on resource: "RESOURCE" with": returns what
 * stands behind. */
static const char *read_resource(struct api_answer *out, const char *text)
{
	static const char *const ends[] = { " because ", " with an explicit deny" };
	static const char on[] = " on resource: ";
	const char *end;

	if (strncmp(text, on, sizeof on - 1) != 0)
		return text;
	text += sizeof on - 1;
	end = text + strlen(text);
	for (size_t i = 0; i < ARRAY_SIZE(ends); i++) {
		const char *found = strstr(text, ends[i]);

		if (found && found < end)
			end = found;
	}
	if (end > text + 1 && *text == '"' && end[-1] == '"')
		escape_bytes(out->resource, sizeof out->resource, text + 1,
			     (size_t)(end - text) - 2);
	else
		escape_bytes(out->resource, sizeof out->resource, text, (size_t)(end - text));
	return end;
}

/* "User: PRINCIPAL is not authorized to perform: ACTION on resource: RESOURCE because no
 * VPC endpoint policy allows the ACTION action", where the resource may be left out, and so
 * may the reason. */
static void read_denial(struct api_answer *out, const char *line)
{
	static const char user[] = "User: ";
	const char *at = strstr(line, not_authorized);
	const char *who = strstr(line, user);
	size_t len;

	if (!at) {
		read_reason(out, line);
		return;
	}
	if (who && who < at) {
		who += sizeof user - 1;
		len = (size_t)(at - who);
		if (memchr(who, ' ', len) == NULL)
			escape_bytes(out->principal, sizeof out->principal, who, len);
	}
	at += sizeof not_authorized - 1;
	at += strspn(at, ": ");
	len = strcspn(at, " ");
	take_word(out->action, sizeof out->action, at, len, words_letters);
	read_reason(out, read_resource(out, at + len));
}

static void read_endpoint_id(struct api_answer *out, const char *line)
{
	static const char prefix[] = "vpce-";
	const char *at = strstr(line, prefix);
	size_t len;

	if (!at)
		return;
	len = sizeof prefix - 1 + strspn(at + sizeof prefix - 1, "0123456789abcdef");
	if (len > sizeof prefix - 1)
		take_word(out->endpoint_id, sizeof out->endpoint_id, at, len,
			  "vpce-0123456789abcdef");
}

/* --- what it comes to ------------------------------------------------------------ */

/* Without the "Exception" that the same error ends in elsewhere. */
static const char types_of_keys[] =
	"ExpiredToken TokenRefreshRequired InvalidToken InvalidAccessKeyId InvalidClientTokenId "
	"UnrecognizedClient MissingAuthenticationToken IncompleteSignature";
static const char *const types_of[API_RESULT_COUNT] = {
	[API_DENIED] = "AccessDenied UnauthorizedOperation NotAuthorized DENIED",
	[API_NO_CREDENTIALS] = types_of_keys,
	[API_CLOCK_SKEW] = "RequestTimeTooSkewed RequestExpired RequestInTheFuture",
};
/* What a wrong clock may be answered with, and wrong keys. */
static const char types_of_signature[] = "InvalidSignature SignatureDoesNotMatch AuthFailure";

static bool is_one_of(const char *words, const char *word, size_t len)
{
	for (; *words; words += strspn(words, " ")) {
		size_t next = strcspn(words, " ");

		if (next == len && strncmp(words, word, len) == 0)
			return true;
		words += next;
	}
	return false;
}

/* "AccessDeniedException" -> the length of "AccessDenied" */
static size_t type_length(const char *type)
{
	static const char end[] = "Exception";
	size_t len = strlen(type);

	if (len >= sizeof end && strcmp(type + len - (sizeof end - 1), end) == 0)
		return len - (sizeof end - 1);
	return len;
}

static bool is_far_off(const struct api_answer *answer)
{
	return answer->skew_known &&
	       (answer->skew_s >= SKEW_REFUSED_S || answer->skew_s <= -SKEW_REFUSED_S);
}

/* "Signature expired: 2026... is now earlier than ...", "Signature not yet current: ..." */
static bool names_the_time(const char *line)
{
	return strstr(line, "Signature expired") || strstr(line, "Signature not yet current");
}

static enum api_result result_of(const struct api_answer *answer, const char *line)
{
	size_t len = type_length(answer->type);

	if (!len)
		return API_ERROR;
	for (int i = 0; i < API_RESULT_COUNT; i++)
		if (types_of[i] && is_one_of(types_of[i], answer->type, len))
			return (enum api_result)i;
	if (is_one_of(types_of_signature, answer->type, len))
		return names_the_time(line) || is_far_off(answer) ? API_CLOCK_SKEW
								  : API_NO_CREDENTIALS;
	/* Services have names of their own for it, and one sentence. */
	return strstr(line, not_authorized) ? API_DENIED : API_ERROR;
}

/* A bare 200 is the page of what inspects TLS, or of any web server. */
static bool is_allowed(const struct api_input *input)
{
	if (input->call->form == API_FORM_REGISTRY)
		return input->status == HTTP_OK && input->registry_version &&
		       strcmp(input->registry_version, "registry/2.0") == 0;
	return answer_body_holds(input->call, input->body, input->body_bytes);
}

/* Of a bucket that gives nothing away there is no yes. */
static void read_success(struct api_answer *out, const struct api_input *input)
{
	const struct api_call *call = input->call;

	if (is_allowed(input)) {
		out->result = API_ALLOWED;
		return;
	}
	out->result = API_ERROR;
	out->foreign = true;
	if (call->form == API_FORM_REGISTRY)
		(void)copy_text(out->message, sizeof out->message,
				"the server is not an image registry");
	else if (call->form == API_FORM_PLAIN)
		(void)copy_text(out->message, sizeof out->message,
				"the bucket must refuse such a request, and did not");
	else
		(void)snprintf(out->message, sizeof out->message, "the answer has no %s",
			       call->holds ? call->holds : "answer");
}

/* The bucket refuses who brings no credentials: what it says is proof of the way to it. */
static enum api_result result_of_bucket(const struct api_answer *answer, int status)
{
	if (answer->result == API_POLICY_DENIED)
		return API_POLICY_DENIED;
	if (!answer->type[0] || status < HTTP_REDIRECT || status >= HTTP_SERVER ||
	    strcmp(answer->type, "NoSuchBucket") == 0)
		return API_ERROR;
	return API_ALLOWED;
}

/* 'Basic realm="https://ACCOUNT.dkr.ecr.REGION...",service="ecr.amazonaws.com"' */
static bool is_of_ecr(const char *authenticate)
{
	return authenticate && strcasestr(authenticate, "realm=\"https://") &&
	       strcasestr(authenticate, "service=\"ecr.");
}

/* In JSON, and without. */
static bool refuses_token(const struct api_input *input)
{
	return input->body && strcasestr(input->body, "Your authorization token ");
}

/* Every registry has the names of ECR's errors.  Of the way to it a refusal is proof where it
 * asks for ECR's token, or has ECR's words. */
static void judge_refusal(struct api_answer *out, const struct api_input *input, const char *line)
{
	bool of_ecr = is_of_ecr(input->authenticate);
	bool asks = input->status == HTTP_UNAUTHORIZED;

	if (strstr(line, not_authorized))
		return;
	if (!of_ecr && !refuses_token(input)) {
		out->result = API_ERROR;
		out->foreign = true;
	} else if (input->with_token && (asks || refuses_token(input))) {
		out->result = API_NO_CREDENTIALS;
	} else if (asks && of_ecr) {
		out->result = API_ALLOWED;
	}
}

/* AWS names each error.  A server of its own that breaks may not, and gives the request's
 * number; a gateway in between has neither. */
static bool is_foreign(const struct api_answer *answer, int status)
{
	if (answer->type[0])
		return false;
	return !answer->request_id[0] || (status < HTTP_SERVER && status != HTTP_TOO_MANY);
}

static void read_error(struct api_answer *out, const struct api_input *input)
{
	struct answer_body body;

	answer_body_read(&body, input->body, input->body_bytes);
	take_type(out->type, sizeof out->type, body.type);
	if (!out->type[0] && input->error_type)
		take_type(out->type, sizeof out->type, input->error_type);
	if (!out->request_id[0])
		take_request_id(out->request_id, sizeof out->request_id, body.request_id);
	hide_secrets(body.message);
	escape_text(out->message, sizeof out->message, body.message);
	out->result = result_of(out, body.message);
	if (out->result == API_DENIED) {
		read_denial(out, body.message);
		read_endpoint_id(out, body.message);
		if (out->policy == API_POLICY_ENDPOINT)
			out->result = API_POLICY_DENIED;
	}
	if (input->call->form == API_FORM_REGISTRY &&
	    (input->status == HTTP_UNAUTHORIZED || input->status == HTTP_FORBIDDEN))
		judge_refusal(out, input, body.message);
	if (input->call->form == API_FORM_PLAIN)
		out->result = result_of_bucket(out, body.is_xml ? input->status : 0);
	if (out->result == API_ERROR &&
	    (is_foreign(out, input->status) ||
	     (input->call->form == API_FORM_PLAIN && body.type[0] && !body.is_xml)))
		out->foreign = true;
	text_wipe_bytes((char *)&body, sizeof body);
}

void api_answer_parse(struct api_answer *out, const struct api_input *input)
{
	*out = (struct api_answer){ 0 };
	if (input->request_id)
		take_request_id(out->request_id, sizeof out->request_id, input->request_id);
	out->skew_known = input->date_s != 0;
	if (out->skew_known)
		out->skew_s = input->now_s - input->date_s;
	if (input->status >= HTTP_OK && input->status < HTTP_REDIRECT)
		read_success(out, input);
	else
		read_error(out, input);
}
