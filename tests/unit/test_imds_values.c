/* SPDX-License-Identifier: Apache-2.0 */
/* What is read from IMDS. */
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "ecsprobe/util.h"
#include "gather/imds_values.h"

#define MAC_A "02:00:00:00:00:0a"
#define MAC_B "02:00:00:00:00:0b"
#define MAC_C "02:00:00:00:00:0c"
#define X32 "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"

struct fixture {
	struct imds_values values;
	struct identity identity;
	struct network network;
};

static const struct imds_want *want_of(enum imds_kind kind)
{
	size_t count;
	const struct imds_want *wants = imds_wants(&count);

	for (size_t i = 0; i < count; i++)
		if (wants[i].kind == kind)
			return &wants[i];
	fail_msg("nobody wants kind %d", (int)kind);
	return NULL;
}

static bool store(struct fixture *f, enum imds_kind kind, const char *mac, const char *body)
{
	return imds_value_store(&f->values, want_of(kind), mac, body, &f->identity, &f->network);
}

static void keys_are_the_documented_ones(void **state)
{
	static const struct {
		enum imds_kind kind;
		const char *path, *after;
		bool identity;
	} rows[] = {
		{ IMDS_REGION, "meta-data/placement/region", "", true },
		{ IMDS_ZONE, "meta-data/placement/availability-zone", "", false },
		{ IMDS_PARTITION, "meta-data/services/partition", "", true },
		{ IMDS_DOMAIN, "meta-data/services/domain", "", true },
		{ IMDS_DOCUMENT, "dynamic/instance-identity/document", "", true },
		{ IMDS_MAC, "meta-data/mac", "", true },
		{ IMDS_PRIMARY_CIDR, "meta-data/network/interfaces/macs/", "/vpc-ipv4-cidr-block",
		  true },
		{ IMDS_MACS, "meta-data/network/interfaces/macs/", "", false },
		{ IMDS_ROLE, "meta-data/iam/security-credentials/", "", false },
		{ IMDS_ROLE_CODE, "meta-data/iam/security-credentials/", "", false },
		{ IMDS_VPC_ID, "meta-data/network/interfaces/macs/", "/vpc-id", false },
		{ IMDS_CIDRS_V4, "meta-data/network/interfaces/macs/", "/vpc-ipv4-cidr-blocks",
		  false },
		{ IMDS_CIDRS_V6, "meta-data/network/interfaces/macs/", "/vpc-ipv6-cidr-blocks",
		  false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct imds_want *want = want_of(rows[i].kind);
		const char *after = want->path_after_mac ? want->path_after_mac : "";

		EXPECT(strcmp(want->path, rows[i].path) == 0, "%s", want->path);
		EXPECT(strcmp(after, rows[i].after) == 0, "%s", after);
		EXPECT(want->identity == rows[i].identity, "%s%s", want->path, after);
	}
	expect_all_held();
}

/* What the agent would take from user data, and what it would not look at. */
static void user_data_names_a_cluster(void **state)
{
	static const struct {
		const char *body, *cluster;
	} rows[] = {
		{ "{\"ECSAgentConfiguration\":{\"Cluster\":\"prod\"}}", "prod" },
		{ "{\"ecsagentconfiguration\":{\"CLUSTER\":\"prod\"}}", "prod" },
		{ "{\"ECSAgentConfiguration\":{\"Cluster\":\"a\",\"cluster\":\"b\"}}", "b" },
		{ "{\"ECSAgentConfiguration\":{\"Cluster\":\"a\",\"cluster\":null}}", "a" },
		{ "{\"ECSAgentConfiguration\":null}", "" },
		{ "{\"ECSAgentConfiguration\":{\"Cluster\":7}}", "" },
		{ "{\"ECSAgentConfiguration\":[]}", "" },
		{ "{\"Cluster\":\"prod\"}", "" },
		{ "#!/bin/bash\necho ECS_CLUSTER=prod >>/etc/ecs/ecs.config\n", "" },
		{ "[1,2", "" },
		{ "", "" },
		{ NULL, "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct launch launch = { 0 };
		const char *shown = rows[i].body ? rows[i].body : "none";

		EXPECT(imds_launch_store(want_of(IMDS_USER_DATA), rows[i].body, &launch), "%s",
		       shown);
		EXPECT(launch.user_data_known, "%s", shown);
		EXPECT(strcmp(launch.user_data_cluster, rows[i].cluster) == 0, "%s: %s", shown,
		       launch.user_data_cluster);
	}
	expect_all_held();
}

/* What the service says of the role, and never a key. */
static void roles(void **state)
{
	static const struct {
		const char *name, *answer; /* NULL: there is none, nobody asks */
		enum sight sight;
		const char *code, *message;
	} rows[] = {
		{ NULL, NULL, SIGHT_ABSENT, "", "" },
		{ "", NULL, SIGHT_ABSENT, "", "" },
		{ "\n", NULL, SIGHT_ABSENT, "", "" },
		{ "ecs_Instance+Role=1,a.b@c-d\n", NULL, SIGHT_SEEN, "", "" },
		{ "r", "{\"Code\":\"Success\",\"SecretAccessKey\":\"s\",\"Message\":\"m\"}",
		  SIGHT_SEEN, "Success", "" },
		{ "r", "{\"Code\":\"Failed\",\"Message\":\"no \\u001b[31m\"}", SIGHT_SEEN, "Failed",
		  "no \\x1b[31m" },
		{ "r", "{\"Code\":7}", SIGHT_SEEN, "", "" },
		{ "r", "{}", SIGHT_SEEN, "", "" },
		{ "r", "[\"Code\"]", SIGHT_SEEN, "", "" },
		{ "r", "nonsense", SIGHT_SEEN, "", "" },
		{ "two words", NULL, SIGHT_UNKNOWN, "", "" },
		{ "<html>", NULL, SIGHT_UNKNOWN, "", "" },
		{ X32 X32 "x", NULL, SIGHT_UNKNOWN, "", "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct instance_role role = { 0 };

		(void)imds_role_store(want_of(IMDS_ROLE), rows[i].name, &role);
		if (rows[i].answer)
			(void)imds_role_store(want_of(IMDS_ROLE_CODE), rows[i].answer, &role);
		EXPECT(role.sight == rows[i].sight, "row %zu", i);
		EXPECT(strcmp(role.code, rows[i].code) == 0, "row %zu: %s", i, role.code);
		EXPECT(strcmp(role.message, rows[i].message) == 0, "row %zu: %s", i, role.message);
	}
	expect_all_held();
}

static void lifecycle_is_a_word(void **state)
{
	static const struct {
		const char *body;
		bool known;
		const char *lifecycle;
	} rows[] = {
		{ "InService", true, "InService" },
		{ "Warmed:Stopped\n", true, "Warmed:Stopped" },
		{ NULL, true, "" },
		{ "", false, "" },
		{ "<html>", false, "" },
		{ X32 X32, false, "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct launch launch = { 0 };
		bool stored = imds_launch_store(want_of(IMDS_LIFECYCLE), rows[i].body, &launch);

		EXPECT(stored == rows[i].known && launch.lifecycle_known == stored, "row %zu", i);
		EXPECT(strcmp(launch.lifecycle, rows[i].lifecycle) == 0, "row %zu: %s", i,
		       launch.lifecycle);
	}
	expect_all_held();
}

static void only_what_is_wanted_is_asked(void **state)
{
	size_t count;
	const struct imds_want *wants = imds_wants(&count);

	(void)state;
	for (size_t i = 0; i < count; i++)
		EXPECT(wants[i].launch == (wants[i].kind == IMDS_USER_DATA ||
					   wants[i].kind == IMDS_LIFECYCLE ||
					   wants[i].kind == IMDS_TOKENLESS),
		       "%s", wants[i].path);
	expect_all_held();
}

/* A real answer of each kind. */
static void good_answers(void **state)
{
	static const char document[] =
		"{\n  \"accountId\" : \"123456789012\",\n  \"availabilityZone\" : \"us-east-1b\",\n"
		"  \"instanceId\" : \"i-0123456789abcdef0\",\n  \"region\" : \"us-east-1\",\n"
		"  \"marketplaceProductCodes\" : null,\n  \"privateIp\" : \"10.0.1.5\"\n}";
	struct fixture f = { 0 };

	(void)state;
	assert_true(store(&f, IMDS_DOCUMENT, "", document));
	assert_string_equal(f.identity.account, "123456789012");
	assert_string_equal(f.identity.instance_id, "i-0123456789abcdef0");
	assert_string_equal(f.identity.regions[REGION_FROM_IMDS], "us-east-1");
	assert_true(store(&f, IMDS_REGION, "", "us-east-2"));
	assert_string_equal(f.identity.regions[REGION_FROM_IMDS], "us-east-2");
	/* The document does not overrule placement/region. */
	assert_true(store(&f, IMDS_DOCUMENT, "", document));
	assert_string_equal(f.identity.regions[REGION_FROM_IMDS], "us-east-2");
	assert_true(store(&f, IMDS_PARTITION, "", "aws-us-gov\n"));
	assert_string_equal(f.identity.partition, "aws-us-gov");
	assert_true(store(&f, IMDS_DOMAIN, "", "amazonaws.com.cn\r\n"));
	assert_string_equal(f.identity.dns_suffix, "amazonaws.com.cn");
	assert_true(store(&f, IMDS_ZONE, "", "us-east-1b"));
	assert_string_equal(f.network.zone, "us-east-1b");
	assert_true(store(&f, IMDS_MAC, "", MAC_A));
	assert_string_equal(f.values.mac, MAC_A);
	assert_true(store(&f, IMDS_PRIMARY_CIDR, MAC_A, "10.0.0.0/16"));
	assert_int_equal(f.identity.primary_vpc_cidr.bits, 16);
	assert_true(store(&f, IMDS_MACS, "", MAC_A "/\n" MAC_B "/\n"));
	assert_int_equal(f.values.interface_count, 2);
	assert_string_equal(f.values.interfaces[1].mac, MAC_B);
	assert_true(store(&f, IMDS_VPC_ID, MAC_A, "vpc-0123456789abcdef0"));
	assert_string_equal(f.values.interfaces[0].vpc_id, "vpc-0123456789abcdef0");
	assert_true(store(&f, IMDS_CIDRS_V4, MAC_A, "10.0.0.0/16\n100.64.0.0/16"));
	assert_true(store(&f, IMDS_CIDRS_V6, MAC_A, "2600:1f18:abcd:1200::/56\n"));
	assert_int_equal(f.values.interfaces[0].cidr_count, 3);
	imds_values_done(&f.values);
}

/* The user's account and blocks come first. */
static void answers_do_not_replace_options(void **state)
{
	struct fixture f = { .identity = { .account = "999999999999" } };

	(void)state;
	f.identity.primary_vpc_cidr = cidr_of("10.9.0.0/16");
	assert_true(store(&f, IMDS_DOCUMENT, "", "{\"accountId\":\"123456789012\"}"));
	assert_string_equal(f.identity.account, "999999999999");
	assert_true(store(&f, IMDS_PRIMARY_CIDR, MAC_A, "10.0.0.0/16"));
	assert_string_equal(ip_text(&f.identity.primary_vpc_cidr.base), "10.9.0.0");
	imds_values_done(&f.values);
}

/* imds_values.h: false, and nothing written. */
static void hostile_answers_leave_nothing(void **state)
{
	static const struct {
		enum imds_kind kind;
		const char *body;
	} rows[] = {
		{ IMDS_REGION, "" },
		{ IMDS_REGION, "<html>404</html>" },
		{ IMDS_REGION, "us-east-1\nevil" },
		{ IMDS_REGION, "us-east-1;reboot" },
		{ IMDS_REGION, "US-EAST-1" },
		{ IMDS_REGION, X32 },
		{ IMDS_PARTITION, "aws evil" },
		{ IMDS_PARTITION, X32 X32 },
		{ IMDS_DOMAIN, "amazonaws.com/../" },
		{ IMDS_DOMAIN, "\033[31m" },
		{ IMDS_DOMAIN, "evil.example@" },
		{ IMDS_DOMAIN, X32 X32 },
		{ IMDS_ZONE, "us_east" },
		{ IMDS_ZONE, " us-east-1b" },
		{ IMDS_MAC, "" },
		{ IMDS_MAC, "02:00:00" },
		{ IMDS_MAC, "02:00:00:00:00:0g" },
		{ IMDS_MAC, MAC_A ":00" },
		{ IMDS_PRIMARY_CIDR, "10.0.0.0" },
		{ IMDS_PRIMARY_CIDR, "10.0.0.1/16" },
		{ IMDS_PRIMARY_CIDR, "10.0.0.0/16 10.1.0.0/16" },
		{ IMDS_MACS, MAC_B "/\n../../../latest/api/token\n" },
		{ IMDS_MACS, "<html>" },
		{ IMDS_MACS, MAC_B "00/\n" },
		{ IMDS_VPC_ID, "" },
		{ IMDS_VPC_ID, "vpc id" },
		{ IMDS_VPC_ID, X32 },
		{ IMDS_CIDRS_V4, "10.0.0.0/16\nevil\n" },
		{ IMDS_CIDRS_V4, "<html>404 - Not Found</html>" },
		{ IMDS_CIDRS_V6, "10.0.0.0/99" },
		{ IMDS_CIDRS_V6, X32 X32 X32 },
		{ IMDS_DOCUMENT, "" },
		{ IMDS_DOCUMENT, "{" },
		{ IMDS_DOCUMENT, "[]" },
		{ IMDS_DOCUMENT, "\"us-east-1\"" },
		{ IMDS_DOCUMENT, "null" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct fixture f = { 0 };
		struct fixture before;

		assert_true(store(&f, IMDS_MACS, "", MAC_A "/"));
		before = f;
		EXPECT(!store(&f, rows[i].kind, MAC_A, rows[i].body), "row %zu: %s", i,
		       rows[i].body);
		EXPECT(memcmp(&f, &before, sizeof f) == 0, "row %zu: %s", i, rows[i].body);
		imds_values_done(&f.values);
	}
	expect_all_held();
}

/* A document may be sound JSON and still hold nonsense. */
static void hostile_documents(void **state)
{
	static const char *const documents[] = {
		"{}",
		"{\"accountId\":123456789012,\"instanceId\":[],\"region\":{}}",
		"{\"accountId\":\"12345678901\",\"instanceId\":\"i-\\u001b[31m\",\"region\":"
		"\"US\"}",
		"{\"accountId\":\"1234567890123\",\"instanceId\":\"i_0\",\"region\":\"us-east-"
		"1\\n\\n;\"}",
		"{\"accountId\":\"12345678901x\",\"instanceId\":\"" X32 X32 "\",\"region\":\"" X32
		"\"}",
		"{\"accountId\":null,\"region\":true}",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(documents); i++) {
		struct fixture f = { 0 };

		(void)store(&f, IMDS_DOCUMENT, "", documents[i]);
		EXPECT(!f.identity.account[0], "document %zu: %s", i, f.identity.account);
		EXPECT(!f.identity.instance_id[0], "document %zu: %s", i, f.identity.instance_id);
		EXPECT(!f.identity.regions[REGION_FROM_IMDS][0], "document %zu", i);
	}
	expect_all_held();
}

static void lists_are_bounded(void **state)
{
	char *text = xcalloc(200, 32);
	struct fixture f = { 0 };
	size_t used = 0;

	(void)state;
	for (int i = 0; i < 100; i++)
		used += (size_t)snprintf(text + used, 32, "02:00:00:00:00:%02x/\n", i);
	(void)store(&f, IMDS_MACS, "", text);
	assert_true(f.values.interface_count <= IMDS_MAX_INTERFACES);
	(void)store(&f, IMDS_MACS, "", "02:00:00:00:00:00/\n02:00:00:00:00:00/\n");
	assert_true(f.values.interface_count <= IMDS_MAX_INTERFACES);
	used = 0;
	for (int i = 0; i < 100; i++)
		used += (size_t)snprintf(text + used, 32, "10.%d.0.0/16\n", i);
	(void)store(&f, IMDS_CIDRS_V4, "02:00:00:00:00:00", text);
	assert_true(f.values.interfaces[0].cidr_count <= MAX_VPC_CIDRS);
	/* Nobody asked about this interface. */
	assert_false(store(&f, IMDS_VPC_ID, "02:00:00:00:00:ff", "vpc-1"));
	assert_false(store(&f, IMDS_CIDRS_V4, "02:00:00:00:00:ff", "10.0.0.0/16"));
	imds_values_done(&f.values);
	free(text);
}

static void fill_interface(struct fixture *f, const char *mac, const char *vpc_id,
			   const char *cidrs)
{
	assert_true(store(f, IMDS_MACS, "", mac));
	if (vpc_id)
		assert_true(store(f, IMDS_VPC_ID, mac, vpc_id));
	assert_true(store(f, IMDS_CIDRS_V4, mac, cidrs));
}

static void expect_blocks(struct fixture *f, const char *vpc_id, const char *expected)
{
	char text[256] = "";

	imds_values_finish(&f->values, &f->identity, &f->network);
	for (size_t i = 0; i < f->network.vpc_cidr_count; i++) {
		size_t used = strlen(text);
		char cidr[CIDR_TEXT_BYTES];

		cidr_format(&f->network.vpc_cidrs[i], cidr);
		(void)snprintf(text + used, sizeof text - used, "%s%s", i ? " " : "", cidr);
	}
	assert_string_equal(text, expected);
	assert_string_equal(f->network.vpc_id, vpc_id);
	imds_values_done(&f->values);
}

static void interfaces_of_one_vpc_are_united(void **state)
{
	struct fixture f = { .values = { .mac = MAC_A } };

	(void)state;
	fill_interface(&f, MAC_A, "vpc-1", "10.0.0.0/16\n100.64.0.0/16");
	fill_interface(&f, MAC_B, "vpc-1", "10.0.0.0/16\n10.7.0.0/16");
	fill_interface(&f, MAC_C, "vpc-2", "10.9.0.0/16");
	expect_blocks(&f, "vpc-1", "10.0.0.0/16 100.64.0.0/16 10.7.0.0/16");
}

/* The primary interface need not be the first of the list. */
static void primary_interface_is_not_the_first(void **state)
{
	struct fixture f = { .values = { .mac = MAC_B } };

	(void)state;
	fill_interface(&f, MAC_A, "vpc-2", "10.9.0.0/16");
	fill_interface(&f, MAC_B, "vpc-1", "10.0.0.0/16");
	expect_blocks(&f, "vpc-1", "10.0.0.0/16");
}

/* Two unknown VPCs are not the same one. */
static void missing_vpc_ids_unite_nothing(void **state)
{
	struct fixture f = { .values = { .mac = MAC_A } };

	(void)state;
	fill_interface(&f, MAC_A, NULL, "10.0.0.0/16");
	fill_interface(&f, MAC_B, NULL, "10.9.0.0/16");
	expect_blocks(&f, "", "10.0.0.0/16");
	f = (struct fixture){ .values = { .mac = MAC_A } };
	fill_interface(&f, MAC_A, "vpc-1", "10.0.0.0/16");
	fill_interface(&f, MAC_B, NULL, "10.9.0.0/16");
	expect_blocks(&f, "vpc-1", "10.0.0.0/16");
}

static void blocks_of_the_user_stay(void **state)
{
	struct fixture f = { .values = { .mac = MAC_A },
			     .network = { .from_option = true, .vpc_cidr_count = 1 } };

	(void)state;
	f.network.vpc_cidrs[0] = cidr_of("10.5.0.0/16");
	fill_interface(&f, MAC_A, "vpc-1", "10.0.0.0/16");
	expect_blocks(&f, "vpc-1", "10.5.0.0/16");
}

/* Nothing came of the interfaces: the primary block is better than none. */
static void the_primary_block_stands_in(void **state)
{
	struct fixture f = { .values = { .mac = MAC_A } };

	(void)state;
	f.identity.primary_vpc_cidr = cidr_of("10.3.0.0/16");
	expect_blocks(&f, "", "10.3.0.0/16");
	f = (struct fixture){ .values = { .mac = MAC_A } };
	f.identity.primary_vpc_cidr = cidr_of("10.3.0.0/16");
	fill_interface(&f, MAC_A, "vpc-1", "10.0.0.0/16");
	expect_blocks(&f, "vpc-1", "10.0.0.0/16");
	f = (struct fixture){ .network = { .from_option = true, .vpc_cidr_count = 1 } };
	f.network.vpc_cidrs[0] = cidr_of("10.5.0.0/16");
	f.identity.primary_vpc_cidr = cidr_of("10.3.0.0/16");
	expect_blocks(&f, "", "10.5.0.0/16");
	f = (struct fixture){ 0 };
	expect_blocks(&f, "", "");
}

/* A block that no VPC has would make strangers look like neighbours. */
static void blocks_too_large_are_refused(void **state)
{
	static const struct {
		enum imds_kind kind;
		const char *body;
		bool good;
	} rows[] = {
		{ IMDS_PRIMARY_CIDR, "10.0.0.0/16", true },
		{ IMDS_PRIMARY_CIDR, "10.0.0.0/8", false },
		{ IMDS_PRIMARY_CIDR, "0.0.0.0/0", false },
		{ IMDS_CIDRS_V4, "10.0.0.0/16\n10.0.0.0/15", false },
		{ IMDS_CIDRS_V4, "52.94.0.0/28", true },
		{ IMDS_CIDRS_V6, "2600:1f18::/44", true },
		{ IMDS_CIDRS_V6, "2600:1f18::/43", false },
		{ IMDS_CIDRS_V6, "::/0", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct fixture f = { 0 };

		assert_true(store(&f, IMDS_MACS, "", MAC_A "/"));
		EXPECT(store(&f, rows[i].kind, MAC_A, rows[i].body) == rows[i].good, "row %zu: %s",
		       i, rows[i].body);
		imds_values_done(&f.values);
	}
	expect_all_held();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_are_the_documented_ones),
		cmocka_unit_test(user_data_names_a_cluster),
		cmocka_unit_test(roles),
		cmocka_unit_test(lifecycle_is_a_word),
		cmocka_unit_test(only_what_is_wanted_is_asked),
		cmocka_unit_test(good_answers),
		cmocka_unit_test(answers_do_not_replace_options),
		cmocka_unit_test(hostile_answers_leave_nothing),
		cmocka_unit_test(hostile_documents),
		cmocka_unit_test(lists_are_bounded),
		cmocka_unit_test(interfaces_of_one_vpc_are_united),
		cmocka_unit_test(primary_interface_is_not_the_first),
		cmocka_unit_test(missing_vpc_ids_unite_nothing),
		cmocka_unit_test(blocks_of_the_user_stay),
		cmocka_unit_test(the_primary_block_stands_in),
		cmocka_unit_test(blocks_too_large_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
