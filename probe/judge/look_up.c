/* SPDX-License-Identifier: Apache-2.0 */
/* All of them only read: tests/unit/test_look_up.c knows the verbs, and the scenario look-up
 * gives each to the real AWS CLI. */
#include "look_up.h"

#include <string.h>

#include "ecsprobe/explain.h"
#include "template.h"

/* Where the endpoints of the finding lead. */
enum way { WAY_ANY, WAY_PRIVATE, WAY_PUBLIC };

#define IN_REGION " --region {region}"
#define ENDPOINTS                                  \
	"aws ec2 describe-vpc-endpoints" IN_REGION \
	" --filters Name=vpc-id,Values={vpc} Name=service-name,Values={endpoint_services}"
#define ALL_ENDPOINTS \
	"aws ec2 describe-vpc-endpoints" IN_REGION " --filters Name=vpc-id,Values={vpc}"
#define GROUPS "aws ec2 describe-security-groups" IN_REGION " --filters Name=vpc-id,Values={vpc}"
#define ACLS                                      \
	"aws ec2 describe-network-acls" IN_REGION \
	" --filters Name=association.subnet-id,Values={subnet}"
#define ROUTES "aws ec2 describe-route-tables" IN_REGION " --filters Name=vpc-id,Values={vpc}"
#define INTERFACES                                      \
	"aws ec2 describe-network-interfaces" IN_REGION \
	" --filters Name=addresses.private-ip-address,Values={addresses}"
#define DNS_SUPPORT \
	"aws ec2 describe-vpc-attribute" IN_REGION " --vpc-id {vpc} --attribute enableDnsSupport"
#define DNS_HOSTNAMES \
	"aws ec2 describe-vpc-attribute" IN_REGION " --vpc-id {vpc} --attribute enableDnsHostnames"
#define VPC "aws ec2 describe-vpcs" IN_REGION " --vpc-ids {vpc}"
#define DHCP "aws ec2 describe-dhcp-options" IN_REGION
#define ZONES \
	"aws route53 list-hosted-zones-by-vpc" IN_REGION " --vpc-id {vpc} --vpc-region {region}"
#define FORWARDING                                                      \
	"aws route53resolver list-resolver-rule-associations" IN_REGION \
	" --filters Name=VPCId,Values={vpc}"
#define FIREWALL \
	"aws route53resolver list-firewall-rule-group-associations" IN_REGION " --vpc-id {vpc}"
#define METADATA "aws ec2 describe-instances" IN_REGION " --instance-ids {instance}"
#define PROFILE                                                        \
	"aws ec2 describe-iam-instance-profile-associations" IN_REGION \
	" --filters Name=instance-id,Values={instance}"
#define ROLE "aws iam list-attached-role-policies --role-name {role}"
#define ROLE_INLINE "aws iam list-role-policies --role-name {role}"
#define CONTAINER_INSTANCE                               \
	"aws ecs describe-container-instances" IN_REGION \
	" --cluster {cluster} --container-instances {container_instance}"
#define CLUSTER "aws ecs describe-clusters" IN_REGION " --clusters {cluster}"

enum { MOST_COMMANDS = 3 };

static const struct look_up {
	enum code code;
	enum way way;
	const char *commands[MOST_COMMANDS];
} table[] = {
	{ CODE_TCP_TIMEOUT, WAY_PRIVATE, { ENDPOINTS, GROUPS, ACLS } },
	{ CODE_TCP_TIMEOUT, WAY_PUBLIC, { ENDPOINTS, ROUTES, DNS_HOSTNAMES } },
	{ CODE_TCP_UNREACHABLE, WAY_ANY, { ROUTES } },
	{ CODE_TCP_REFUSED, WAY_PRIVATE, { INTERFACES } },
	{ CODE_TCP_RESET, WAY_PRIVATE, { INTERFACES } },
	{ CODE_TLS_WRONG_HOST, WAY_PRIVATE, { INTERFACES, ZONES } },
	{ CODE_PARTIAL_ADDRESSES, WAY_PRIVATE, { ENDPOINTS, ACLS } },
	{ CODE_PUBLIC_ADDRESS, WAY_ANY, { ENDPOINTS, DNS_SUPPORT, DNS_HOSTNAMES } },
	{ CODE_PRIVATE_ADDRESS, WAY_ANY, { INTERFACES } },
	{ CODE_OUTSIDE_ALLOWED_CIDR, WAY_ANY, { INTERFACES } },
	{ CODE_MIXED_ADDRESSES, WAY_ANY, { ZONES, ENDPOINTS } },
	{ CODE_ENDPOINT_SET_INCOMPLETE, WAY_ANY, { ALL_ENDPOINTS } },
	{ CODE_REGION_NEEDS_ALL_ENDPOINTS, WAY_ANY, { ALL_ENDPOINTS } },
	{ CODE_WRONG_REGION_ENDPOINT, WAY_ANY, { ALL_ENDPOINTS } },
	{ CODE_PLAIN_NAME_ONLY, WAY_ANY, { ENDPOINTS } },
	{ CODE_S3_LAYERS_UNREACHABLE, WAY_ANY, { ENDPOINTS, ROUTES, GROUPS } },
	{ CODE_RESOLVER_MISMATCH, WAY_ANY, { VPC, DHCP } },
	{ CODE_DNS_NXDOMAIN, WAY_ANY, { ZONES, FORWARDING, FIREWALL } },
	{ CODE_DNS_NODATA, WAY_ANY, { ZONES, FIREWALL } },
	{ CODE_DNS_SERVFAIL, WAY_ANY, { FORWARDING, FIREWALL } },
	{ CODE_DNS_TIMEOUT, WAY_ANY, { DNS_SUPPORT } },
	{ CODE_ZONE_SHADOWS_NAME, WAY_ANY, { ZONES, FORWARDING } },
	{ CODE_ZONE_WRONG_NAME, WAY_ANY, { ZONES } },
	{ CODE_BLACKHOLE_ADDRESS, WAY_ANY, { FIREWALL, ZONES } },
	{ CODE_IMDS_DISABLED, WAY_ANY, { METADATA } },
	{ CODE_AGENT_IMDSV1_ONLY, WAY_ANY, { METADATA } },
	{ CODE_NO_INSTANCE_ROLE, WAY_ANY, { PROFILE } },
	{ CODE_INSTANCE_ROLE_UNUSABLE, WAY_ANY, { PROFILE, ROLE } },
	{ CODE_AGENT_REGISTRATION_DENIED, WAY_ANY, { ROLE, ROLE_INLINE } },
	{ CODE_AGENT_INACTIVE, WAY_ANY, { CONTAINER_INSTANCE } },
	{ CODE_AGENT_NOT_CONNECTED, WAY_ANY, { CONTAINER_INSTANCE } },
	{ CODE_AGENT_CLUSTER_DIFFERS, WAY_ANY, { CLUSTER } },
	{ CODE_API_POLICY_DENIED, WAY_ANY, { ENDPOINTS } },
	{ CODE_API_DENIED, WAY_ANY, { ROLE, ROLE_INLINE } },
};

/* --- filling in ------------------------------------------------------------------ */

struct filling {
	const struct report *report;   /* NULL: nothing is known, as for --explain */
	const struct finding *finding; /* and all findings of its code */
	struct text unknown;           /* the placeholders that stay */
	bool empty;                    /* no endpoint of the finding has what is asked about */
};

static void put_word(struct text *text, const char *value)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789:/_.@+-";

	if (*value && strspn(value, plain) == strlen(value)) {
		text_append(text, "%s", value);
		return;
	}
	text_append(text, "'");
	for (; *value; value++)
		if (*value == '\'')
			text_append(text, "'\\''");
		else
			text_append_bytes(text, value, 1);
	text_append(text, "'");
}

/* Whether this endpoint is what the finding is about. */
static bool is_about(const struct filling *filling, const struct endpoint_verdict *e)
{
	enum code code = filling->finding->code;

	return e->code == code ||
	       findings_find(&filling->report->findings, code, e->target->service);
}

static void add_services(struct text *list, const struct filling *filling)
{
	const struct report *report = filling->report;
	struct string_list services = { 0 };

	for (size_t i = 0; i < report->endpoint_count; i++) {
		const struct target *target = report->endpoints[i].target;

		if (target->endpoint_service[0] && is_about(filling, &report->endpoints[i]))
			string_list_add_once(&services, target->endpoint_service);
	}
	for (size_t i = 0; i < services.count; i++) {
		text_join(list, ",", "%s", "");
		put_word(list, services.items[i]);
	}
	string_list_done(&services);
}

static void add_addresses(struct text *list, const struct filling *filling)
{
	const struct report *report = filling->report;
	struct string_list addresses = { 0 };
	enum { MOST = 16 };

	for (size_t i = 0; i < report->endpoint_count; i++) {
		const struct endpoint_verdict *e = &report->endpoints[i];

		for (size_t a = 0; a < e->address_count && is_about(filling, e); a++) {
			char ip[IP_TEXT_BYTES];

			ip_format(&e->addresses[a].outcome->ip, ip);
			if (e->addresses[a].judged && class_is_private(e->addresses[a].class) &&
			    e->addresses[a].outcome->ip.family == IP_V4)
				string_list_add_once(&addresses, ip);
		}
	}
	for (size_t i = 0; i < addresses.count && i < MOST; i++)
		text_join(list, ",", "%s", addresses.items[i]);
	string_list_done(&addresses);
}

static const char *region_of(const struct report *report)
{
	return report->facts->identity.region;
}

static const char *vpc_of(const struct report *report)
{
	return report->facts->network.vpc_id;
}

static const char *subnet_of(const struct report *report)
{
	return report->facts->network.subnet_id;
}

static const char *instance_of(const struct report *report)
{
	return report->facts->identity.instance_id;
}

static const char *role_of(const struct report *report)
{
	return report->facts->role.name;
}

static const char *cluster_of(const struct report *report)
{
	return report->agent ? report->agent->introspection.cluster : "";
}

static const char *container_instance_of(const struct report *report)
{
	return report->agent ? report->agent->introspection.arn : "";
}

static const struct {
	const char *word, *placeholder;
	const char *(*value)(const struct report *report);
	/* Of the endpoints; the command is left out where none of them has any. */
	void (*list)(struct text *list, const struct filling *filling);
} words[] = {
	{ "region", "REGION", region_of, NULL },
	{ "vpc", "VPC_ID", vpc_of, NULL },
	{ "subnet", "SUBNET_ID", subnet_of, NULL },
	{ "instance", "INSTANCE_ID", instance_of, NULL },
	{ "role", "ROLE_NAME", role_of, NULL },
	{ "cluster", "CLUSTER", cluster_of, NULL },
	{ "container_instance", "CONTAINER_INSTANCE", container_instance_of, NULL },
	{ "endpoint_services", "ENDPOINT_SERVICE", NULL, add_services },
	{ "addresses", "ADDRESS", NULL, add_addresses },
};

/* The AWS CLI takes one for an option, and reads the file or page that another names: quotes do
 * not help. */
static bool is_plain_value(const char *value)
{
	return *value && *value != '-' && !strstr(value, "://");
}

static void put_value(struct text *text, struct filling *filling, size_t row)
{
	const char *value = "";

	if (filling->report && words[row].list) {
		CLEANUP(text_done) struct text list = { 0 };

		words[row].list(&list, filling);
		filling->empty |= !list.len;
		text_append(text, "%s", text_of(&list));
		return;
	}
	if (filling->report)
		value = words[row].value(filling->report);
	if (is_plain_value(value)) {
		put_word(text, value);
		return;
	}
	text_append(text, "%s", words[row].placeholder);
	if (!strstr(text_of(&filling->unknown), words[row].placeholder))
		text_join(&filling->unknown, ", ", "%s", words[row].placeholder);
}

static bool write_value(struct text *text, const char *word, size_t len, const void *arg)
{
	struct filling *filling = *(struct filling *const *)arg;

	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		if (strlen(words[i].word) != len || strncmp(words[i].word, word, len) != 0)
			continue;
		put_value(text, filling, i);
		return true;
	}
	return false;
}

static void fill(struct string_list *commands, const char *template, struct filling *filling)
{
	CLEANUP(cleanup_free) char *command = text_expand_words(template, write_value, &filling);
	CLEANUP(text_done) struct text line = { 0 };

	text_append(&line, "%s", command);
	if (filling->report && filling->unknown.len)
		text_append(&line, "  # not known here: %s", filling->unknown.bytes);
	if (!filling->empty)
		string_list_add_once(commands, line.bytes);
	text_done(&filling->unknown);
	filling->empty = false;
}

void explain_look_ups(enum code code, struct string_list *commands)
{
	struct filling filling = { 0 };

	for (size_t i = 0; i < ARRAY_SIZE(table); i++)
		for (size_t c = 0; table[i].code == code && c < MOST_COMMANDS; c++)
			if (table[i].commands[c])
				fill(commands, table[i].commands[c], &filling);
}

static bool leads(const struct filling *filling, enum way way)
{
	for (size_t i = 0; i < filling->report->endpoint_count; i++) {
		const struct endpoint_verdict *e = &filling->report->endpoints[i];

		if (is_about(filling, e) && (way == WAY_PUBLIC) == !class_is_private(e->class))
			return true;
	}
	return way == WAY_ANY;
}

void findings_look_up(struct report *report)
{
	/* Elsewhere than on EC2 there is no VPC of this host. */
	if (report->facts->identity.outside || report->image)
		return;
	for (size_t i = 0; i < report->findings.count; i++) {
		struct finding *f = &report->findings.items[i];
		struct filling filling = { .report = report, .finding = f };

		for (size_t n = 0; f->severity != SEVERITY_NOTE && n < ARRAY_SIZE(table); n++)
			for (size_t c = 0; table[n].code == f->code && c < MOST_COMMANDS; c++)
				if (table[n].commands[c] && leads(&filling, table[n].way))
					fill(&f->commands, table[n].commands[c], &filling);
	}
}
