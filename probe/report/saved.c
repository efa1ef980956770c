/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "saved_parts.h"

enum { MOST_FINDINGS = 4096, MOST_EVIDENCE = 64, MOST_COMMANDS = 64 };

static const char schema[] = "ecsprobe.report/1";

SAVED_WORDS(verdict_name, enum verdict)
SAVED_WORDS(severity_name, enum severity)
SAVED_WORDS(code_name, enum code)
SAVED_WORDS(region_source_name, enum region_source)
SAVED_WORDS(dialler_name, enum dialler)
SAVED_WORDS(vantage_moment_name, enum vantage_moment)

static SAVED_TAKES(take_schema)
{
	const char *text = saved_text(reader, at, value);

	(void)base;
	if (!text)
		return -EINVAL;
	return strcmp(text, schema) == 0
		       ? 0
		       : saved_refuse(reader, at, "found '%.32s', expected %s", text, schema);
}

/* --- where it ran ---------------------------------------------------------- */

static int add_cidr(struct saved_reader *reader, const struct saved_place *at,
		    sd_json_variant *element, void *base)
{
	struct network *network = base;
	const char *text = saved_text(reader, at, element);

	if (!text)
		return -EINVAL;
	if (!cidr_parse(text, &network->vpc_cidrs[network->vpc_cidr_count]))
		return saved_refuse(reader, at, "expected a block such as 10.0.0.0/16");
	network->vpc_cidr_count++;
	return 0;
}

static SAVED_TAKES(take_cidrs)
{
	struct network *network = &((struct facts *)base)->network;

	return saved_each(reader, at, value, MAX_VPC_CIDRS, add_cidr, network);
}

/* "imds" or "options". */
static SAVED_TAKES(take_source)
{
	struct facts *facts = base;
	const char *text = saved_text(reader, at, value);

	if (!text)
		return -EINVAL;
	facts->imds.asked = strcmp(text, "imds") == 0;
	return 0;
}

static SAVED_TAKES(take_skew)
{
	struct facts *facts = base;

	facts->imds.clock_known = true;
	return saved_integer(reader, at, value, INT64_MAX, &facts->imds.clock_skew_s);
}

static const struct saved_field instance_rows[] = {
	{ "region", SAVED_AT(struct facts, identity.region), .kind = SAVED_TEXT },
	{ "zone", SAVED_AT(struct facts, network.zone), .kind = SAVED_TEXT },
	{ "partition", SAVED_AT(struct facts, identity.partition), .kind = SAVED_TEXT },
	{ "dns_suffix", SAVED_AT(struct facts, identity.dns_suffix), .kind = SAVED_TEXT },
	{ "account", SAVED_AT(struct facts, identity.account), .kind = SAVED_TEXT },
	{ "instance_id", SAVED_AT(struct facts, identity.instance_id), .kind = SAVED_TEXT },
	{ "vpc_id", SAVED_AT(struct facts, network.vpc_id), .kind = SAVED_TEXT },
	{ "subnet_id", SAVED_AT(struct facts, network.subnet_id), .kind = SAVED_TEXT },
	{ "vpc_cidrs", .as.call = take_cidrs, .kind = SAVED_CALL },
	{ "source", .as.call = take_source, .kind = SAVED_CALL },
	{ "region_source", .as.word = region_source_name_at,
	  SAVED_AT(struct facts, identity.region_source), .kind = SAVED_WORD,
	  .count = REGION_SOURCE_COUNT },
	{ "clock_skew_s", .as.call = take_skew, .kind = SAVED_CALL },
};
static const struct saved_fields instance_fields = { SAVED_FIELDS(instance_rows) };

/* --- whom it asked --------------------------------------------------------- */

static const struct saved_field resolver_rows[] = {
	{ "name", SAVED_AT(struct resolver, name), .kind = SAVED_TEXT, .required = true },
	{ "address", SAVED_AT(struct resolver, address.ip), .kind = SAVED_IP },
	{ "port", SAVED_AT(struct resolver, address.port), .kind = SAVED_NUMBER },
	{ "configured", SAVED_AT(struct resolver, configured), .kind = SAVED_BOOL },
	{ "route53", SAVED_AT(struct resolver, route53), .kind = SAVED_BOOL },
};
static const struct saved_fields resolver_fields = { SAVED_FIELDS(resolver_rows) };

static int add_resolver(struct saved_reader *reader, const struct saved_place *at,
			sd_json_variant *element, void *base)
{
	struct plan *plan = base;

	return saved_read(reader, at, element, &resolver_fields,
			  &plan->resolvers[plan->resolver_count++]);
}

static SAVED_TAKES(take_resolvers)
{
	(void)base;
	return saved_each(reader, at, value, MAX_RESOLVERS, add_resolver, &saved_of(reader)->plan);
}

static const struct saved_field option_rows[] = {
	{ "ndots", SAVED_AT(struct vantage, resolver.ndots), .kind = SAVED_NUMBER },
	{ "timeout_s", SAVED_AT(struct vantage, resolver.timeout_s), .kind = SAVED_NUMBER },
	{ "attempts", SAVED_AT(struct vantage, resolver.attempts), .kind = SAVED_NUMBER },
	{ "rotate", SAVED_AT(struct vantage, resolver.rotate), .kind = SAVED_BOOL },
	{ "use_vc", SAVED_AT(struct vantage, resolver.use_vc), .kind = SAVED_BOOL },
	{ "single_request", SAVED_AT(struct vantage, resolver.single_request), .kind = SAVED_BOOL },
};
static const struct saved_fields option_fields = { SAVED_FIELDS(option_rows) };

static const struct saved_field origin_rows[] = {
	{ "what", .kind = SAVED_SKIP },
	{ "file", SAVED_AT(struct evidence, origin.place), .kind = SAVED_TEXT },
	{ "line", SAVED_AT(struct evidence, origin.line), .kind = SAVED_NUMBER },
	{ "text", SAVED_AT(struct evidence, text), .kind = SAVED_TEXT },
};
static const struct saved_fields origin_fields = { SAVED_FIELDS(origin_rows) };

static SAVED_TAKES(take_nameservers)
{
	struct resolver_settings *settings = &((struct vantage *)base)->resolver;

	return saved_ips(reader, at, value, settings->nameservers, &settings->nameserver_count,
			 MAX_NAMESERVERS);
}

static int add_search(struct saved_reader *reader, const struct saved_place *at,
		      sd_json_variant *element, void *base)
{
	struct resolver_settings *settings = base;
	const char *text = saved_text(reader, at, element);

	if (!text)
		return -EINVAL;
	(void)copy_text(settings->search[settings->search_count++], SEARCH_BYTES, text);
	return 0;
}

static SAVED_TAKES(take_search)
{
	return saved_each(reader, at, value, MAX_SEARCH, add_search,
			  &((struct vantage *)base)->resolver);
}

static int take_origin(struct saved_reader *reader, const struct saved_place *at,
		       sd_json_variant *element, void *base)
{
	struct evidence evidence = { 0 };
	int r = saved_read(reader, at, element, &origin_fields, &evidence);

	if (r == 0)
		*(struct origin *)base = evidence.origin;
	return r;
}

static SAVED_TAKES(take_origins)
{
	return saved_each(reader, at, value, 1, take_origin, &((struct vantage *)base)->origin);
}

struct saved_vantage {
	struct vantage vantage;
	enum dialler dialler;
	enum vantage_moment moment;
};

static const struct saved_field vantage_rows[] = {
	{ "id", .kind = SAVED_SKIP },
	{ "dialler", .as.word = dialler_name_at, SAVED_AT(struct saved_vantage, dialler),
	  .kind = SAVED_WORD, .count = DIALLER_COUNT, .required = true },
	{ "moment", .as.word = vantage_moment_name_at, SAVED_AT(struct saved_vantage, moment),
	  .kind = SAVED_WORD, .count = MOMENT_COUNT, .required = true },
	{ "seen", SAVED_AT(struct saved_vantage, vantage.seen), .kind = SAVED_BOOL },
	{ "why", SAVED_AT(struct saved_vantage, vantage.why), .kind = SAVED_TEXT },
	{ "as_host", SAVED_AT(struct saved_vantage, vantage.as_host), .kind = SAVED_BOOL },
	{ "library", .kind = SAVED_SKIP },
	{ "nameservers", .as.call = take_nameservers, .kind = SAVED_CALL },
	{ "search", .as.call = take_search, .kind = SAVED_CALL },
	{ "options", .as.fields = &option_fields, .kind = SAVED_OBJECT },
	{ "origins", .as.call = take_origins, .kind = SAVED_CALL },
};
static const struct saved_fields vantage_fields = { SAVED_FIELDS(vantage_rows) };
_Static_assert(offsetof(struct saved_vantage, vantage) == 0, "its tables are of a vantage");

static int add_vantage(struct saved_reader *reader, const struct saved_place *at,
		       sd_json_variant *element, void *base)
{
	struct plan *plan = base;
	struct saved_vantage vantage = { 0 };
	int r = saved_read(reader, at, element, &vantage_fields, &vantage);

	if (r == 0)
		plan->vantages[vantage.dialler][vantage.moment] = vantage.vantage;
	return r;
}

static SAVED_TAKES(take_vantages)
{
	(void)base;
	return saved_each(reader, at, value, (size_t)DIALLER_COUNT * MOMENT_COUNT, add_vantage,
			  &saved_of(reader)->plan);
}

static const struct saved_field trust_rows[] = {
	{ "source", SAVED_AT(struct trust_outcome, source), .kind = SAVED_TEXT },
	{ "path", SAVED_AT(struct trust_outcome, path), .kind = SAVED_TEXT },
};
static const struct saved_fields trust_fields = { SAVED_FIELDS(trust_rows) };

/* Null where nothing was asked. */
static SAVED_TAKES(take_trust)
{
	struct saved_report *saved = saved_of(reader);

	(void)base;
	saved->report.outcomes = &saved->outcomes;
	return saved_read(reader, at, value, &trust_fields, &saved->outcomes.trust);
}

/* --- what was found -------------------------------------------------------- */

static int add_evidence(struct saved_reader *reader, const struct saved_place *at,
			sd_json_variant *element, void *base)
{
	struct finding *finding = base;

	finding->evidence =
		xgrow(finding->evidence, finding->evidence_count, sizeof *finding->evidence);
	return saved_read(reader, at, element, &origin_fields,
			  &finding->evidence[finding->evidence_count++]);
}

static SAVED_TAKES(take_evidence)
{
	return saved_each(reader, at, value, MOST_EVIDENCE, add_evidence, base);
}

static SAVED_TAKES(take_message)
{
	const char *text = saved_text(reader, at, value);

	if (!text)
		return -EINVAL;
	((struct finding *)base)->message = xstrdup(text);
	return 0;
}

/* Findings of one kind share it. */
static SAVED_TAKES(take_hint)
{
	struct string_list *hints = &saved_of(reader)->hints;
	const char *text = saved_text(reader, at, value);
	size_t i = 0;

	if (!text)
		return -EINVAL;
	string_list_add_once(hints, text);
	while (strcmp(hints->items[i], text) != 0)
		i++;
	((struct finding *)base)->hint = hints->items[i];
	return 0;
}

/* Somebody may paste it into a shell: one command of the AWS CLI that only reads, and nothing
 * that the shell would act on outside of quotes. */
static bool is_look_up(const char *command)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789:/_.@+-=,# ";
	static const char *const verbs[] = { "describe-", "list-", "get-" };
	const char *verb = strchr(command, ' ');
	bool reads = false;

	verb = verb ? strchr(verb + 1, ' ') : NULL;
	if (!verb || strncmp(command, "aws ", 4) != 0 || strstr(command, "://"))
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(verbs); i++)
		reads |= strncmp(verb + 1, verbs[i], strlen(verbs[i])) == 0;
	while (*command) {
		command += strspn(command, plain);
		if (*command == '\'')
			command = strchr(command + 1, '\'');
		else if (*command == '\\' && command[1] == '\'')
			command++;
		else if (*command)
			return false;
		if (!command)
			return false; /* the quotes never end */
		command += *command != '\0';
	}
	return reads;
}

static int add_command(struct saved_reader *reader, const struct saved_place *at,
		       sd_json_variant *element, void *base)
{
	const char *text = saved_text(reader, at, element);

	if (!text)
		return -EINVAL;
	if (!is_look_up(text))
		return saved_refuse(reader, at, "expected an AWS CLI command that only reads");
	string_list_add(base, text, strlen(text));
	return 0;
}

static SAVED_TAKES(take_commands)
{
	return saved_each(reader, at, value, MOST_COMMANDS, add_command,
			  &((struct finding *)base)->commands);
}

static const struct saved_field finding_rows[] = {
	{ "code", .as.word = code_name_at, SAVED_AT(struct finding, code), .kind = SAVED_WORD,
	  .count = CODE_COUNT, .required = true },
	{ "severity", .as.word = severity_name_at, SAVED_AT(struct finding, severity),
	  .kind = SAVED_WORD, .count = SEVERITY_FAIL + 1, .required = true },
	{ "subject", SAVED_AT(struct finding, subject), .kind = SAVED_TEXT, .required = true },
	{ "message", .as.call = take_message, .kind = SAVED_CALL, .required = true },
	{ "hint", .as.call = take_hint, .kind = SAVED_CALL, .required = true },
	{ "endpoints", .kind = SAVED_SKIP },
	{ "commands", .as.call = take_commands, .kind = SAVED_CALL },
	{ "evidence", .as.call = take_evidence, .kind = SAVED_CALL },
};
static const struct saved_fields finding_fields = { SAVED_FIELDS(finding_rows) };

static int add_finding(struct saved_reader *reader, const struct saved_place *at,
		       sd_json_variant *element, void *base)
{
	struct findings *findings = base;

	findings->items = xgrow(findings->items, findings->count, sizeof *findings->items);
	return saved_read(reader, at, element, &finding_fields,
			  &findings->items[findings->count++]);
}

static SAVED_TAKES(take_findings)
{
	return saved_each(reader, at, value, MOST_FINDINGS, add_finding,
			  &((struct report *)base)->findings);
}

/* --- the whole ------------------------------------------------------------- */

static SAVED_TAKES(take_instance)
{
	(void)base;
	return saved_read(reader, at, value, &instance_fields, &saved_of(reader)->facts);
}

static SAVED_TAKES(take_version)
{
	struct saved_report *saved = saved_of(reader);
	const char *text = saved_text(reader, at, value);

	(void)base;
	if (!text)
		return -EINVAL;
	(void)copy_text(saved->version, sizeof saved->version, text);
	return 0;
}

static SAVED_TAKES(take_timing)
{
	struct timing *timing = &saved_of(reader)->timing;

	if (!sd_json_variant_is_object(value))
		return saved_refuse(reader, at, "expected an object");
	((struct report *)base)->timing = timing;
	for (size_t i = 0; i < TIMING_COUNT; i++) {
		CLEANUP(cleanup_free) char *key = xasprintf("%s_us", timing_rows[i].name);
		sd_json_variant *us = sd_json_variant_by_key(value, key);
		const struct saved_place in = { at, key, 0 };

		if (!us || sd_json_variant_is_null(us))
			continue;
		timing->happened[i] = true;
		if (saved_number(reader, &in, us, UINT64_MAX, &timing->us[i]) < 0)
			return -EINVAL;
	}
	return 0;
}

static const struct saved_field image_rows[] = {
	{ "root", SAVED_AT(struct image_facts, root), .kind = SAVED_TEXT },
};
static const struct saved_fields image_fields = { SAVED_FIELDS(image_rows) };

static SAVED_TAKES(take_image)
{
	struct saved_report *saved = saved_of(reader);

	(void)base;
	saved->report.image = &saved->image;
	return saved_read(reader, at, value, &image_fields, &saved->image);
}

static const struct saved_field wait_rows[] = {
	{ "tries", SAVED_AT(struct report, wait.rounds), .kind = SAVED_NUMBER },
	{ "limit_us", SAVED_AT(struct report, wait.limit_us), .kind = SAVED_NUMBER },
	{ "took_us", SAVED_AT(struct report, wait.took_us), .kind = SAVED_NUMBER },
};
static const struct saved_fields wait_fields = { SAVED_FIELDS(wait_rows) };

/* The endpoints need the resolvers. */
static const struct saved_field report_rows[] = {
	{ "schema", .as.call = take_schema, .kind = SAVED_CALL, .required = true },
	{ "version", .as.call = take_version, .kind = SAVED_CALL, .required = true },
	{ "time", SAVED_AT(struct report, time_s), .kind = SAVED_TIME, .required = true },
	{ "duration_us", SAVED_AT(struct report, duration_us), .kind = SAVED_NUMBER,
	  .required = true },
	{ "verdict", .as.word = verdict_name_at, SAVED_AT(struct report, verdict),
	  .kind = SAVED_WORD, .count = VERDICT_UNKNOWN + 1, .required = true },
	{ "agent_seen", .kind = SAVED_SKIP },
	{ "counts", .kind = SAVED_SKIP },
	{ "timing", .as.call = take_timing, .kind = SAVED_CALL },
	{ "wait", .as.fields = &wait_fields, .kind = SAVED_OBJECT },
	{ "instance", .as.call = take_instance, .kind = SAVED_CALL, .required = true },
	{ "resolvers", .as.call = take_resolvers, .kind = SAVED_CALL, .required = true },
	{ "vantages", .as.call = take_vantages, .kind = SAVED_CALL },
	{ "trust", .as.call = take_trust, .kind = SAVED_CALL },
	{ "endpoints", .as.call = saved_take_endpoints, .kind = SAVED_CALL, .required = true },
	{ "findings", .as.call = take_findings, .kind = SAVED_CALL, .required = true },
	{ "agent", .as.call = saved_take_agent, .kind = SAVED_CALL },
	{ "action", .as.call = saved_take_action, .kind = SAVED_CALL },
	{ "workload", .as.call = saved_take_workload, .kind = SAVED_CALL },
	{ "api", .as.call = saved_take_api, .kind = SAVED_CALL },
	{ "build_network", .kind = SAVED_SKIP },
	{ "image", .as.call = take_image, .kind = SAVED_CALL },
};
static const struct saved_fields report_fields = { SAVED_FIELDS(report_rows) };

static int refuse_verdict(const struct saved_reader *reader, const struct report *report)
{
	const struct saved_place at = { .key = "verdict" };
	const char *name = verdict_name(report->verdict);

	for (size_t i = 0; i < report->endpoint_count; i++) {
		const struct endpoint_verdict *e = &report->endpoints[i];

		if (e->target->required && !endpoint_is_needless(e) &&
		    (e->status == STATUS_FAIL || e->status == STATUS_SKIP))
			return saved_refuse(reader, &at,
					    "found %s, but endpoints[%zu].status is %s", name, i,
					    status_name(e->status));
	}
	for (size_t i = 0; i < report->findings.count; i++)
		if (report->findings.items[i].severity == SEVERITY_FAIL)
			return saved_refuse(reader, &at,
					    "found %s, but findings[%zu].severity is fail", name,
					    i);
	return saved_refuse(reader, &at, "found %s, but the rest of the report amounts to %s", name,
			    verdict_name(report_conclude(report)));
}

/* A verdict that is better than the rest of the report is edited or damaged: nobody may take it
 * for healthy.  An image is judged without its network. */
static int check_verdict(const struct saved_reader *reader, const struct report *report)
{
	bool works = report->verdict == VERDICT_HEALTHY || report->verdict == VERDICT_DEGRADED;

	return works && !report->image && report_conclude(report) > report->verdict
		       ? refuse_verdict(reader, report)
		       : 0;
}

int saved_report_read(struct saved_report **out, const char *file, const char *text,
		      const struct api_call *calls, size_t call_count, struct error *e)
{
	struct saved_report *saved = xcalloc(1, sizeof *saved);
	struct saved_reader reader = { .file = file, .context = saved, .e = e };
	sd_json_variant *root = NULL;
	unsigned line = 0, column = 0;
	int r = sd_json_parse(text, 0, &root, &line, &column);

	saved->calls = calls;
	saved->call_count = call_count;
	saved->report.facts = &saved->facts;
	saved->report.plan = &saved->plan;
	saved->report.version = saved->version;
	if (r < 0)
		r = error_set(e, ERROR_CONFIG, EINVAL, "%s:%u:%u: this is not JSON", file, line,
			      column);
	else
		r = saved_read(&reader, NULL, root, &report_fields, &saved->report);
	if (r == 0)
		r = check_verdict(&reader, &saved->report);
	sd_json_variant_unref(root);
	saved->ignored = reader.ignored;
	if (r < 0) {
		saved_report_free(saved);
		return r;
	}
	*out = saved;
	return 0;
}

const struct report *saved_report_of(const struct saved_report *saved)
{
	return &saved->report;
}

const struct string_list *saved_report_ignored(const struct saved_report *saved)
{
	return &saved->ignored;
}

void saved_report_free(struct saved_report *saved)
{
	report_forget_verdicts(&saved->report);
	for (size_t i = 0; i < saved->row_count; i++)
		free(saved->rows[i]);
	free(saved->rows);
	outcomes_done(&saved->outcomes);
	plan_done(&saved->plan);
	agent_status_done(&saved->agent);
	action_done(&saved->action);
	workload_done(&saved->workload);
	api_facts_done(&saved->api);
	string_list_done(&saved->hints);
	string_list_done(&saved->ignored);
	free(saved);
}
