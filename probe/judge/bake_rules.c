/* SPDX-License-Identifier: Apache-2.0 */
#include "bake_rules.h"

#include <string.h>

#include "findings.h"

enum { MAX_LINES = 8 };

static const char subject[] = "image";
static const char label[] = "build network: ";

/* The cases of one rule, joined; NULL while there is none. */
static void add_case(char **list, char *one)
{
	char *longer = *list ? xasprintf("%s; %s", *list, one) : xstrdup(one);

	free(*list);
	free(one);
	*list = longer;
}

/* Joined by semicolons, as the lines contain commas. */
static char *describe_lines(const struct string_list *lines)
{
	char *list = NULL;

	for (size_t i = 0; i < lines->count && i < MAX_LINES; i++)
		add_case(&list, xstrdup(lines->items[i]));
	if (lines->count > MAX_LINES)
		add_case(&list, xasprintf("and %zu more", lines->count - MAX_LINES));
	return list;
}

/* --- checks beyond the presence of an item -------------------------------------- */

static char *describe_unreadable(const struct report *report, const struct judge_policy *policy)
{
	(void)policy;
	if (!report->image->unreadable.len)
		return NULL;
	return xasprintf("ecsprobe could not read the image in full: %s",
			 text_of(&report->image->unreadable));
}

static char *describe_doubtful(const struct report *report, const struct judge_policy *policy)
{
	(void)policy;
	if (!report->image->doubtful.len)
		return NULL;
	return xasprintf("ecsprobe could not read all nameservers in %s",
			 text_of(&report->image->doubtful));
}

/* Addresses that are the same on every instance, or a company's own, are fine: only the build VPC's
 * do not exist elsewhere.  If the build VPC is not known, no private address is safe. */
static bool is_of_the_build(const struct report *report, const struct ip *ip)
{
	const struct network *network = &report->facts->network;
	enum address_class class = network_class_of(network, ip);

	return class == CLASS_VPC || (network->vpc_cidr_count == 0 && class == CLASS_PRIVATE);
}

static char *describe_pins(const struct report *report, const struct judge_policy *policy)
{
	const struct image_facts *image = report->image;
	struct string_list lines = { 0 };
	char *list;

	(void)policy;
	for (size_t i = 0; i < image->pin_count; i++) {
		const struct image_pin *pin = &image->pins[i];
		CLEANUP(cleanup_free) char *line = NULL;
		char origin[ORIGIN_TEXT_BYTES];
		char ip[IP_TEXT_BYTES];

		if (!is_of_the_build(report, &pin->ip))
			continue;
		origin_format(&pin->origin, origin);
		ip_format(&pin->ip, ip);
		line = xasprintf("%s%s names %s", origin,
				 pin->immutable ? ", which is immutable," : "", ip);
		string_list_add(&lines, line, strlen(line));
	}
	list = describe_lines(&lines);
	string_list_done(&lines);
	return list;
}

static char *describe_no_init(const struct report *report, const struct judge_policy *policy)
{
	const struct image_sight *items = report->image->items;

	(void)policy;
	if (!items[IMAGE_ECS_INIT].seen)
		return xstrdup("there is no amazon-ecs-init");
	return items[IMAGE_ECS_UNIT].seen ? NULL : xstrdup("there is no ecs.service");
}

/* Without a unit there is another finding. */
static char *describe_disabled(const struct report *report, const struct judge_policy *policy)
{
	const struct image_sight *items = report->image->items;

	(void)policy;
	if (!items[IMAGE_ECS_UNIT].seen || items[IMAGE_UNIT_ENABLED].seen)
		return NULL;
	return xstrdup(items[IMAGE_UNIT_ENABLED].detail);
}

static char *describe_roots(const struct report *report, const struct judge_policy *policy)
{
	const struct image_facts *image = report->image;

	(void)policy;
	if (!image->trust_path[0])
		return xstrdup("there is no trust store");
	if (!image->missing_roots[0])
		return NULL;
	return xasprintf("%s lacks %s", image->trust_path, image->missing_roots);
}

/* Expected values have their own rules. */
static bool is_judged(const struct image_setting *setting, const struct judge_policy *policy)
{
	return (setting->kind == IMAGE_SETS_CLUSTER && policy->expect_cluster) ||
	       (setting->kind == IMAGE_SETS_PROXY && policy->expect_proxy);
}

static char *describe_filled(const struct report *report, const struct judge_policy *policy)
{
	const struct image_facts *image = report->image;
	char *list = NULL;

	for (size_t i = 0; i < image->setting_count; i++)
		if (!is_judged(&image->settings[i], policy))
			add_case(&list, xasprintf("%s sets %s", image->settings[i].path,
						  image->settings[i].key));
	return list;
}

/* The last one counts. */
static char *describe_cluster(const struct report *report, const struct judge_policy *policy)
{
	const struct image_facts *image = report->image;
	const char *cluster = "default";
	const char *path = NULL;

	if (!policy->expect_cluster)
		return NULL;
	for (size_t i = 0; i < image->setting_count; i++) {
		if (image->settings[i].kind != IMAGE_SETS_CLUSTER)
			continue;
		cluster = image->settings[i].value;
		path = image->settings[i].path;
	}
	if (strcmp(cluster, policy->expect_cluster) == 0)
		return NULL;
	if (!path)
		return xasprintf(
			"no ecs.config sets ECS_CLUSTER, so it is 'default'; expected '%s'",
			policy->expect_cluster);
	return xasprintf("%s sets the cluster '%s'; expected '%s'", path, cluster,
			 policy->expect_cluster);
}

static char *describe_proxies(const struct report *report, const struct judge_policy *policy)
{
	const struct image_facts *image = report->image;
	bool none = policy->expect_proxy && strcmp(policy->expect_proxy, "none") == 0;
	bool agent_has_one = false;
	bool is_url;
	char wanted[IMAGE_VALUE_BYTES];
	char *list = NULL;

	if (!policy->expect_proxy)
		return NULL;
	is_url = image_proxy_normal(policy->expect_proxy, wanted);
	for (size_t i = 0; i < image->setting_count; i++) {
		const struct image_setting *setting = &image->settings[i];

		if (setting->kind != IMAGE_SETS_PROXY)
			continue;
		agent_has_one |= setting->of_agent;
		if (none || !is_url || strcmp(setting->value, wanted) != 0)
			add_case(&list, xasprintf("%s sets %s to %s", setting->path, setting->key,
						  setting->value));
	}
	if (!none && !agent_has_one)
		add_case(&list, xasprintf("no ecs.config sets HTTP_PROXY; expected %s", wanted));
	return list;
}

static char *describe_refused(const struct report *report, const struct judge_policy *policy)
{
	(void)policy;
	return describe_lines(&report->image->refused);
}

static char *describe_unproven(const struct report *report, const struct judge_policy *policy)
{
	(void)policy;
	return describe_lines(&report->image->unproven);
}

/* --- the table ------------------------------------------------------------------ */

static const struct bake_rule rules[] = {
	{ CODE_BAKE_UNREADABLE, SEVERITY_FAIL, SEVERITY_FAIL, .describe = describe_unreadable },
	{ CODE_BAKE_UNREADABLE, SEVERITY_NOTE, SEVERITY_NOTE, .describe = describe_doubtful,
	  .hint = "Check these files for nameservers of the build VPC: ecsprobe reads only the common forms." },
	{ CODE_BAKE_AGENT_STATE, SEVERITY_FAIL, SEVERITY_FAIL, .item = IMAGE_AGENT_STATE,
	  .wrong = WRONG_WHERE_SEEN,
	  .message = "an agent has run in this image and left its state in " },
	{ CODE_BAKE_RESOLVER_PINNED, SEVERITY_FAIL, SEVERITY_FAIL, .describe = describe_pins,
	  .hint = "In another VPC no server answers at that address. Leave nameservers to DHCP, or use 169.254.169.253, the resolver of every VPC. If the address is your company's own server, pass --vpc-cidr to distinguish it from the build VPC's." },
	{ CODE_BAKE_NO_DOCKER, SEVERITY_FAIL, SEVERITY_FAIL, .item = IMAGE_DOCKER,
	  .wrong = WRONG_WHERE_MISSING, .message = "there is no dockerd" },
	{ CODE_BAKE_NO_ECS_INIT, SEVERITY_FAIL, SEVERITY_FAIL, .describe = describe_no_init },
	{ CODE_BAKE_NO_AGENT_IMAGE, SEVERITY_FAIL, SEVERITY_FAIL, .item = IMAGE_AGENT_CACHED,
	  .wrong = WRONG_WHERE_MISSING, .message = "the agent is not in the image: " },
	{ CODE_BAKE_UNIT_DISABLED, SEVERITY_FAIL, SEVERITY_FAIL, .describe = describe_disabled },
	{ CODE_BAKE_NO_AMAZON_ROOTS, SEVERITY_FAIL, SEVERITY_FAIL, .describe = describe_roots },
	{ CODE_BAKE_CLUSTER_DIFFERS, SEVERITY_FAIL, SEVERITY_FAIL, .describe = describe_cluster },
	{ CODE_BAKE_PROXY_DIFFERS, SEVERITY_FAIL, SEVERITY_FAIL, .describe = describe_proxies },
	{ CODE_BAKE_CLOUD_INIT_LEFTOVERS, SEVERITY_WARN, SEVERITY_FAIL, .item = IMAGE_CLOUD_INIT,
	  .wrong = WRONG_WHERE_SEEN,
	  .message = "the image contains cloud-init's state of an earlier boot: " },
	{ CODE_BAKE_MACHINE_ID, SEVERITY_WARN, SEVERITY_FAIL, .item = IMAGE_MACHINE_ID,
	  .wrong = WRONG_WHERE_SEEN,
	  .message = "every instance would have the same machine id, from " },
	{ CODE_BAKE_LOGS, SEVERITY_NOTE, SEVERITY_FAIL, .item = IMAGE_LOGS,
	  .wrong = WRONG_WHERE_SEEN, .message = "the image contains logs of the build, such as " },
	{ CODE_BAKE_SETTING_REFUSED, SEVERITY_FAIL, SEVERITY_FAIL, .describe = describe_refused },
	{ CODE_BAKE_SETTING_UNPROVEN, SEVERITY_WARN, SEVERITY_WARN, .describe = describe_unproven },
	{ CODE_BAKE_CONFIG_FILLED, SEVERITY_NOTE, SEVERITY_FAIL, .describe = describe_filled },
	{ CODE_BAKE_NO_CLOCK_SERVICE, SEVERITY_WARN, SEVERITY_WARN, .item = IMAGE_CLOCK_SERVICE,
	  .wrong = WRONG_WHERE_MISSING, .message = "no clock service is enabled" },
	{ CODE_BAKE_OWN_UNITS, SEVERITY_NOTE, SEVERITY_NOTE, .item = IMAGE_OWN_TIMER,
	  .wrong = WRONG_WHERE_MISSING, .message = "" },
};

const struct bake_rule *bake_rules_table(size_t *count)
{
	*count = ARRAY_SIZE(rules);
	return rules;
}

static char *describe(const struct bake_rule *rule, const struct report *report,
		      const struct judge_policy *policy)
{
	const struct image_sight *sight = &report->image->items[rule->item];

	if (rule->describe)
		return rule->describe(report, policy);
	if (sight->seen != (rule->wrong == WRONG_WHERE_SEEN))
		return NULL;
	return xasprintf("%s%s", rule->message, sight->detail);
}

void judge_image(struct report *report, const struct judge_policy *policy)
{
	bool final = policy->bake == BAKE_FINAL;

	for (size_t i = 0; report->image && i < ARRAY_SIZE(rules); i++) {
		char *message = describe(&rules[i], report, policy);

		if (message)
			finding_add(report, rules[i].code,
				    final ? rules[i].final : rules[i].severity, subject, message,
				    rules[i].hint);
	}
}

static void label_network(struct finding *finding)
{
	char *message;

	finding->severity = SEVERITY_NOTE;
	if (strncmp(finding->message, label, sizeof label - 1) == 0)
		return;
	message = xasprintf("%s%s", label, finding->message);
	free(finding->message);
	finding->message = message;
}

void judge_bake(struct report *report)
{
	report->verdict = VERDICT_HEALTHY;
	for (size_t i = 0; i < report->endpoint_count; i++)
		if (report->endpoints[i].status == STATUS_FAIL)
			report->endpoints[i].status = STATUS_WARN;
	for (size_t i = 0; i < report->findings.count; i++) {
		struct finding *finding = &report->findings.items[i];

		if (strcmp(finding->subject, subject) != 0)
			label_network(finding);
		else if (finding->severity == SEVERITY_FAIL)
			report->verdict = VERDICT_UNHEALTHY;
		else if (finding->severity == SEVERITY_WARN && report->verdict == VERDICT_HEALTHY)
			report->verdict = VERDICT_DEGRADED;
	}
	if (report->broken)
		report->verdict = VERDICT_UNKNOWN;
}
