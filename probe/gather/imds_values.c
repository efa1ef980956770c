/* SPDX-License-Identifier: Apache-2.0 */
#include "imds_values.h"

#include <string.h>
#include <systemd/sd-json.h>

#include "ecsprobe/escape.h"
#include "ecsprobe/util.h"

#define MACS "meta-data/network/interfaces/macs/"
#define ROLES "meta-data/iam/security-credentials/"

/* A row begins with what is wanted, and with where it is. */
#define WANT(what, where) .kind = IMDS_##what, .path = where

static const struct imds_want wants[] = {
	{ WANT(REGION, "meta-data/placement/region"), .identity = true },
	{ WANT(PARTITION, "meta-data/services/partition"), .identity = true },
	{ WANT(DOMAIN, "meta-data/services/domain"), .identity = true },
	{ WANT(DOCUMENT, "dynamic/instance-identity/document"), .identity = true },
	{ WANT(MAC, "meta-data/mac"), .identity = true },
	{ WANT(PRIMARY_CIDR, MACS), .after = IMDS_MAC, .path_after_mac = "/vpc-ipv4-cidr-block",
	  .identity = true },
	{ WANT(SUBNET_ID, MACS), .after = IMDS_MAC, .path_after_mac = "/subnet-id" },
	{ WANT(SUBNET_V4, MACS), .after = IMDS_MAC, .path_after_mac = "/subnet-ipv4-cidr-block" },
	{ WANT(ZONE, "meta-data/placement/availability-zone") },
	{ WANT(MACS, MACS) },
	{ WANT(VPC_ID, MACS), .after = IMDS_MACS, .path_after_mac = "/vpc-id" },
	{ WANT(CIDRS_V4, MACS), .after = IMDS_MACS, .path_after_mac = "/vpc-ipv4-cidr-blocks" },
	{ WANT(CIDRS_V6, MACS), .after = IMDS_MACS, .path_after_mac = "/vpc-ipv6-cidr-blocks" },
	{ WANT(ROLE, ROLES) },
	{ WANT(ROLE_CODE, ROLES), .after = IMDS_ROLE },
	{ WANT(USER_DATA, "user-data"), .launch = true },
	{ WANT(LIFECYCLE, "meta-data/autoscaling/target-lifecycle-state"), .launch = true },
	{ WANT(TOKENLESS, "meta-data/mac"), .launch = true },
};

const struct imds_want *imds_wants(size_t *count)
{
	*count = ARRAY_SIZE(wants);
	return wants;
}

/* Copies one line that consists of the allowed characters only. */
static bool take_word(char *out, size_t size, const char *body, const char *allowed)
{
	size_t len = strspn(body, allowed);

	if (len == 0 || len >= size || strspn(body + len, " \r\n") != strlen(body + len))
		return false;
	memcpy(out, body, len);
	out[len] = '\0';
	return true;
}

static const char lower_digits_dash[] = "abcdefghijklmnopqrstuvwxyz0123456789-";
static const char domain_letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-.";
static const char lifecycle_letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz:";
static const char mac_letters[] = "0123456789abcdef:";
static const char digits[] = "0123456789";

static void take_member(sd_json_variant *object, const char *key, char *out, size_t size,
			const char *allowed)
{
	sd_json_variant *member = sd_json_variant_by_key(object, key);

	if (member && sd_json_variant_is_string(member))
		(void)take_word(out, size, sd_json_variant_string(member), allowed);
}

static bool take_document(const char *body, struct identity *identity)
{
	sd_json_variant *root = NULL;
	char account[ACCOUNT_BYTES] = "";

	if (sd_json_parse(body, 0, &root, NULL, NULL) < 0)
		return false;
	if (!sd_json_variant_is_object(root)) {
		sd_json_variant_unref(root);
		return false;
	}
	take_member(root, "accountId", account, sizeof account, digits);
	if (strlen(account) == ACCOUNT_BYTES - 1 && !identity->account[0])
		(void)copy_text(identity->account, sizeof identity->account, account);
	take_member(root, "instanceId", identity->instance_id, sizeof identity->instance_id,
		    lower_digits_dash);
	if (!identity->regions[REGION_FROM_IMDS][0])
		take_member(root, "region", identity->regions[REGION_FROM_IMDS], REGION_BYTES,
			    lower_digits_dash);
	sd_json_variant_unref(root);
	return true;
}

static struct imds_interface *interface_of(struct imds_values *values, const char *mac)
{
	for (size_t i = 0; i < values->interface_count; i++)
		if (strcmp(values->interfaces[i].mac, mac) == 0)
			return &values->interfaces[i];
	return NULL;
}

/* Calls each for every line; false as soon as one is wrong.  With store unset the lines are only
 * checked, so that nothing of a partly wrong text is kept. */
static bool each_line(const char *body, bool (*each)(void *arg, const char *line, bool store),
		      void *arg, bool store)
{
	while (*body) {
		size_t len = strcspn(body, "\r\n");
		char line[CIDR_TEXT_BYTES + 16];

		if (len >= sizeof line)
			return false;
		memcpy(line, body, len);
		line[len] = '\0';
		if (len && !each(arg, line, store))
			return false;
		body += len + strspn(body + len, "\r\n");
	}
	return true;
}

static bool take_lines(const char *body, bool (*each)(void *arg, const char *line, bool store),
		       void *arg)
{
	return each_line(body, each, arg, false) && each_line(body, each, arg, true);
}

static bool is_mac(const char *text, size_t len)
{
	return len == IMDS_MAC_BYTES - 1 && strspn(text, mac_letters) >= len;
}

static bool take_mac_line(void *arg, const char *line, bool store)
{
	struct imds_values *values = arg;
	char mac[IMDS_MAC_BYTES];
	size_t len = strcspn(line, "/");

	if (!is_mac(line, len))
		return false;
	memcpy(mac, line, len);
	mac[len] = '\0';
	if (store && values->interface_count < IMDS_MAX_INTERFACES && !interface_of(values, mac))
		(void)copy_text(values->interfaces[values->interface_count++].mac, sizeof mac, mac);
	return true;
}

static bool take_cidr_line(void *arg, const char *line, bool store)
{
	struct imds_interface *interface = arg;
	struct cidr cidr;

	if (!cidr_parse(line, &cidr) || !cidr_is_vpc_block(&cidr))
		return false;
	if (!store || interface->cidr_count >= MAX_VPC_CIDRS)
		return true;
	interface->cidrs = xgrow(interface->cidrs, interface->cidr_count, sizeof cidr);
	interface->cidrs[interface->cidr_count++] = cidr;
	return true;
}

static bool take_mac(struct imds_values *values, const char *body)
{
	char mac[IMDS_MAC_BYTES];

	return take_word(mac, sizeof mac, body, mac_letters) && is_mac(mac, strlen(mac)) &&
	       copy_text(values->mac, sizeof values->mac, mac);
}

static bool take_primary_cidr(const char *body, struct identity *identity)
{
	char text[CIDR_TEXT_BYTES];
	struct cidr cidr;

	if (!take_word(text, sizeof text, body, "0123456789./") || !cidr_parse(text, &cidr) ||
	    !cidr_is_vpc_block(&cidr))
		return false;
	if (identity->primary_vpc_cidr.base.family == IP_NONE)
		identity->primary_vpc_cidr = cidr;
	return true;
}

static bool take_subnet(const char *body, struct network *network)
{
	char text[CIDR_TEXT_BYTES];

	return take_word(text, sizeof text, body, "0123456789./") &&
	       cidr_parse(text, &network->subnet);
}

bool imds_value_store(struct imds_values *values, const struct imds_want *want, const char *mac,
		      const char *body, struct identity *identity, struct network *network)
{
	struct imds_interface *interface = interface_of(values, mac);

	switch (want->kind) {
	case IMDS_REGION:
		return take_word(identity->regions[REGION_FROM_IMDS], REGION_BYTES, body,
				 lower_digits_dash);
	case IMDS_PARTITION:
		return take_word(identity->partition, sizeof identity->partition, body,
				 lower_digits_dash);
	case IMDS_DOMAIN:
		return take_word(identity->dns_suffix, sizeof identity->dns_suffix, body,
				 domain_letters);
	case IMDS_DOCUMENT:
		return take_document(body, identity);
	case IMDS_ZONE:
		return take_word(network->zone, sizeof network->zone, body, lower_digits_dash);
	case IMDS_MAC:
		return take_mac(values, body);
	case IMDS_PRIMARY_CIDR:
		return take_primary_cidr(body, identity);
	case IMDS_MACS:
		return take_lines(body, take_mac_line, values);
	case IMDS_VPC_ID:
		return interface && take_word(interface->vpc_id, sizeof interface->vpc_id, body,
					      lower_digits_dash);
	case IMDS_CIDRS_V4:
	case IMDS_CIDRS_V6:
		return interface && take_lines(body, take_cidr_line, interface);
	case IMDS_SUBNET_ID:
		return take_word(network->subnet_id, sizeof network->subnet_id, body,
				 lower_digits_dash);
	case IMDS_SUBNET_V4:
		return take_subnet(body, network);
	case IMDS_USER_DATA:
	case IMDS_LIFECYCLE:
	case IMDS_ROLE:
	case IMDS_ROLE_CODE:
	case IMDS_TOKENLESS:
	case IMDS_NOTHING:
		break;
	}
	return false;
}

/* As Go finds a member: in any case, and the last of several. */
static sd_json_variant *member_of(sd_json_variant *object, const char *name)
{
	sd_json_variant *found = NULL;

	if (!object || !sd_json_variant_is_object(object))
		return NULL;
	for (size_t i = 0; i + 1 < sd_json_variant_elements(object); i += 2) {
		sd_json_variant *value = sd_json_variant_by_index(object, i + 1);

		if (!sd_json_variant_is_null(value) &&
		    strcasecmp(sd_json_variant_string(sd_json_variant_by_index(object, i)), name) ==
			    0)
			found = value;
	}
	return found;
}

/* The agent takes user data for its configuration where it is a JSON object of
 * this shape, and ignores any other: userDataConfig() in agent/config/config.go
 * of aws/amazon-ecs-agent. */
static void take_user_data(const char *body, struct launch *launch)
{
	sd_json_variant *root = NULL;
	sd_json_variant *cluster = NULL;

	if (sd_json_parse(body, SD_JSON_PARSE_SENSITIVE, &root, NULL, NULL) >= 0)
		cluster = member_of(member_of(root, "ECSAgentConfiguration"), "Cluster");
	if (cluster && sd_json_variant_is_string(cluster))
		escape_name(launch->user_data_cluster, sizeof launch->user_data_cluster,
			    sd_json_variant_string(cluster));
	sd_json_variant_unref(root);
}

bool imds_launch_store(const struct imds_want *want, const char *body, struct launch *launch)
{
	char state[sizeof launch->lifecycle];

	if (want->kind == IMDS_USER_DATA) {
		if (body)
			take_user_data(body, launch);
		launch->user_data_given = body && *body;
		launch->user_data_known = true;
		return true;
	}
	if (want->kind != IMDS_LIFECYCLE ||
	    (body && !take_word(state, sizeof state, body, lifecycle_letters)))
		return false;
	if (body)
		(void)copy_text(launch->lifecycle, sizeof launch->lifecycle, state);
	launch->lifecycle_known = true;
	return true;
}

/* IAM API reference, CreateRole: the characters of a name. */
static const char role_letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
				   "_+=,.@-";

static void take_escaped(char *out, size_t size, sd_json_variant *object, const char *key)
{
	sd_json_variant *member = sd_json_variant_by_key(object, key);

	if (member && sd_json_variant_is_string(member))
		escape_text(out, size, sd_json_variant_string(member));
}

/* Code and, where that is another than Success, Message: beside them stand keys. */
static bool take_role_code(const char *body, struct instance_role *role)
{
	sd_json_variant *root = NULL;
	bool taken;

	if (sd_json_parse(body, SD_JSON_PARSE_SENSITIVE, &root, NULL, NULL) < 0)
		return false;
	if (sd_json_variant_is_object(root)) {
		take_escaped(role->code, sizeof role->code, root, "Code");
		if (!instance_role_works(role))
			take_escaped(role->message, sizeof role->message, root, "Message");
	}
	taken = role->code[0];
	sd_json_variant_unref(root);
	return taken;
}

bool imds_role_store(const struct imds_want *want, const char *body, struct instance_role *role)
{
	if (want->kind == IMDS_ROLE_CODE)
		return body && take_role_code(body, role);
	if (body && body[strspn(body, " \r\n")]) {
		if (!take_word(role->name, sizeof role->name, body, role_letters))
			return false;
		role->sight = SIGHT_SEEN;
		return true;
	}
	role->sight = SIGHT_ABSENT;
	return true;
}

static void add_cidr(struct network *network, const struct cidr *cidr)
{
	for (size_t i = 0; i < network->vpc_cidr_count; i++)
		if (ip_equal(&network->vpc_cidrs[i].base, &cidr->base) &&
		    network->vpc_cidrs[i].bits == cidr->bits)
			return;
	if (network->vpc_cidr_count < MAX_VPC_CIDRS)
		network->vpc_cidrs[network->vpc_cidr_count++] = *cidr;
}

void imds_values_finish(const struct imds_values *values, const struct identity *identity,
			struct network *network)
{
	for (size_t i = 0; i < values->interface_count; i++)
		if (strcmp(values->interfaces[i].mac, values->mac) == 0)
			(void)copy_text(network->vpc_id, sizeof network->vpc_id,
					values->interfaces[i].vpc_id);
	for (size_t i = 0; i < values->interface_count && !network->from_option; i++) {
		const struct imds_interface *interface = &values->interfaces[i];
		bool primary = strcmp(interface->mac, values->mac) == 0;

		/* Another VPC's interface: its blocks do not count for this one. */
		if (!primary &&
		    (!network->vpc_id[0] || strcmp(interface->vpc_id, network->vpc_id) != 0))
			continue;
		for (size_t c = 0; c < interface->cidr_count; c++)
			add_cidr(network, &interface->cidrs[c]);
	}
	if (network->vpc_cidr_count == 0 && identity->primary_vpc_cidr.base.family != IP_NONE)
		add_cidr(network, &identity->primary_vpc_cidr);
}

void imds_values_done(struct imds_values *values)
{
	for (size_t i = 0; i < values->interface_count; i++)
		free(values->interfaces[i].cidrs);
	*values = (struct imds_values){ 0 };
}
