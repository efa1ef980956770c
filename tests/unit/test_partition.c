/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/partition.h"

#include <string.h>

#include "check.h"
#include "ecsprobe/catalog.h"
#include "ecsprobe/util.h"

/* As in botocore's partitions.json. */
static const struct {
	enum partition_id id;
	const char *name;
	const char *suffix;
	const char *dual_suffix;
	const char *regions[40];
} partitions[] = {
	{ PARTITION_AWS,
	  "aws",
	  "amazonaws.com",
	  "api.aws",
	  { "af-south-1",     "ap-east-1",      "ap-east-2",      "ap-northeast-1",
	    "ap-northeast-2", "ap-northeast-3", "ap-south-1",     "ap-south-2",
	    "ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-4",
	    "ap-southeast-5", "ap-southeast-6", "ap-southeast-7", "ca-central-1",
	    "ca-west-1",      "eu-central-1",   "eu-central-2",   "eu-north-1",
	    "eu-south-1",     "eu-south-2",     "eu-west-1",      "eu-west-2",
	    "eu-west-3",      "il-central-1",   "me-central-1",   "me-south-1",
	    "me-west-1",      "mx-central-1",   "sa-east-1",      "sa-west-1",
	    "us-east-1",      "us-east-2",      "us-west-1",      "us-west-2" } },
	{ PARTITION_CN,
	  "aws-cn",
	  "amazonaws.com.cn",
	  "api.amazonwebservices.com.cn",
	  { "cn-north-1", "cn-northwest-1" } },
	{ PARTITION_GOV,
	  "aws-us-gov",
	  "amazonaws.com",
	  "api.aws",
	  { "us-gov-east-1", "us-gov-west-1" } },
	{ PARTITION_ISO,
	  "aws-iso",
	  "c2s.ic.gov",
	  "api.aws.ic.gov",
	  { "us-iso-east-1", "us-iso-west-1" } },
	{ PARTITION_ISO_B,
	  "aws-iso-b",
	  "sc2s.sgov.gov",
	  "api.aws.scloud",
	  { "us-isob-east-1", "us-isob-west-1" } },
	{ PARTITION_ISO_E,
	  "aws-iso-e",
	  "cloud.adc-e.uk",
	  "api.cloud-aws.adc-e.uk",
	  { "eu-isoe-west-1" } },
	{ PARTITION_ISO_F,
	  "aws-iso-f",
	  "csp.hci.ic.gov",
	  "api.aws.hci.ic.gov",
	  { "us-isof-east-1", "us-isof-south-1" } },
	{ PARTITION_EUSC,
	  "aws-eusc",
	  "amazonaws.eu",
	  "api.amazonwebservices.eu",
	  { "eusc-de-east-1" } },
};

static void regions_have_their_partition(void **state)
{
	(void)state;
	assert_int_equal(ARRAY_SIZE(partitions), PARTITION_COUNT);
	for (size_t i = 0; i < ARRAY_SIZE(partitions); i++) {
		for (const char *const *region = partitions[i].regions; *region; region++) {
			const struct partition *p = partition_of_region(*region);

			EXPECT(p && p->id == partitions[i].id, "%s", *region);
			EXPECT(p && strcmp(p->name, partitions[i].name) == 0, "%s", *region);
			EXPECT(p && strcmp(p->dns_suffix, partitions[i].suffix) == 0, "%s",
			       *region);
			EXPECT(p && strcmp(p->dual_dns_suffix, partitions[i].dual_suffix) == 0,
			       "%s", *region);
		}
	}
	expect_all_held();
}

/* A Region opened after this binary was built. */
static void new_regions_of_known_shape(void **state)
{
	static const struct {
		const char *region;
		enum partition_id id;
	} rows[] = {
		{ "us-north-1", PARTITION_AWS },       { "eu-west-17", PARTITION_AWS },
		{ "us-gov-central-1", PARTITION_GOV }, { "cn-south-1", PARTITION_CN },
		{ "us-isof-west-2", PARTITION_ISO_F }, { "eusc-de-west-1", PARTITION_EUSC },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct partition *p = partition_of_region(rows[i].region);

		EXPECT(p && p->id == rows[i].id, "%s", rows[i].region);
	}
	expect_all_held();
}

static void unknown_shapes_are_nobodys(void **state)
{
	static const char *const names[] = {
		"",
		"us",
		"us-east",
		"us-east-",
		"us-east-1a",
		"us-east-1-2",
		"us--1",
		"xx-east-1",
		"useast-1",
		"-east-1",
		"us-east-x",
		"us-gov-1-1x",
		"eusc-fr-west-1",
		"us-isox-east-1",
		"eusc-east-1",
		"us-east-1 ",
		" us-east-1",
		"aws",
		"us-gov-east-west-1",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		EXPECT(partition_of_region(names[i]) == NULL, "'%s'", names[i]);
	expect_all_held();
}

static void each_stands_where_its_id_says(void **state)
{
	const struct partition *table = partition_table();

	(void)state;
	for (size_t i = 0; i < PARTITION_COUNT; i++)
		EXPECT((size_t)table[i].id == i, "%s", table[i].name);
	expect_all_held();
}

/* CDK's exception table, for the services of the catalog. */
static void service_names_have_their_prefix(void **state)
{
	static const struct {
		const char *region;
		const char *ecr;
	} rows[] = {
		{ "us-east-1", "com.amazonaws" },        { "us-gov-west-1", "com.amazonaws" },
		{ "cn-north-1", "cn.com.amazonaws" },    { "eusc-de-east-1", "eu.amazonaws" },
		{ "us-iso-east-1", "gov.ic.c2s" },       { "us-isob-east-1", "gov.sgov.sc2s" },
		{ "us-isof-south-1", "gov.ic.hci.csp" }, { "eu-isoe-west-1", "uk.adc-e.cloud" },
	};
	/* The gateway endpoint of S3 keeps the default everywhere. */
	static const char *const others[] = { "ecs",        "ecs-agent", "ecs-telemetry",
					      "ecr.layers", "logs",      "secretsmanager" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct partition *p = partition_of_region(rows[i].region);

		assert_non_null(p);
		EXPECT(strcmp(partition_service_prefix(rows[i].region, "ecr.api"), rows[i].ecr) ==
			       0,
		       "%s", rows[i].region);
		EXPECT(strcmp(partition_service_prefix(rows[i].region, "ecr.dkr"), rows[i].ecr) ==
			       0,
		       "%s", rows[i].region);
		for (size_t s = 0; s < ARRAY_SIZE(others); s++)
			EXPECT(strcmp(partition_service_prefix(rows[i].region, others[s]),
				      "com.amazonaws") == 0,
			       "%s in %s", others[s], rows[i].region);
	}
	expect_all_held();
}

/* The exceptions that are of one Region, or of one label. */
static void prefixes_are_of_region_and_label(void **state)
{
	static const struct {
		const char *region, *label, *prefix;
	} rows[] = {
		{ "cn-north-1", "batch", "cn.com.amazonaws" },
		{ "cn-north-1", "batc", "com.amazonaws" },
		{ "cn-north-1", "s3", "com.amazonaws" },
		{ "us-iso-west-1", "monitoring", "gov.ic.c2s" },
		{ "us-iso-east-1", "monitoring", "com.amazonaws" },
		{ "us-isob-east-1", "ec2", "gov.sgov.sc2s" },
		{ "us-isob-west-1", "ec2", "com.amazonaws" },
		{ "us-isob-west-1", "elasticfilesystem", "com.amazonaws" },
		{ "us-isob-west-1", "elasticfilesystem-fips", "gov.sgov.sc2s" },
		{ "us-isof-east-1", "sqs", "com.amazonaws" },
		{ "xx-new-1", "ecr.dkr", "com.amazonaws" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		EXPECT(strcmp(partition_service_prefix(rows[i].region, rows[i].label),
			      rows[i].prefix) == 0,
		       "%s in %s", rows[i].label, rows[i].region);
	expect_all_held();
}

/* ECS developer guide: opened since 2023-12-23. */
static void new_regions_need_all_three(void **state)
{
	static const struct {
		const char *region;
		bool needs_all;
	} rows[] = {
		{ "ca-west-1", true },       { "ap-southeast-5", true },
		{ "mx-central-1", true },    { "ap-east-2", true },
		{ "me-west-1", true },       { "eusc-de-east-1", true },
		{ "il-central-1", false },   { "ap-southeast-4", false },
		{ "us-east-1", false },      { "ca-central-1", false },
		{ "ca-west-10", true }, /* of the shape of a Region, and newer than the table */
		{ "ca-west", false },        { "", false },
		{ "us-isof-east-1", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		EXPECT(partition_region_needs_all(rows[i].region) == rows[i].needs_all, "'%s'",
		       rows[i].region);
	expect_all_held();
}

static void expect_hosts(const struct catalog_row *row)
{
	EXPECT(row->hosts[NAME_PLAIN] != NULL, "%s", row->id);
	for (int v = 0; v < NAME_VARIANTS; v++) {
		const char *host = row->hosts[v];

		if (!host)
			continue;
		EXPECT(strstr(host, "{region}"), "%s: %s", row->id, host);
		EXPECT(strstr(host, "{suffix}") || strstr(host, "{dual}") ||
			       strstr(host, ".on.aws"),
		       "%s: %s", row->id, host);
	}
}

static void catalog_rows_are_whole(void **state)
{
	size_t count;
	const struct catalog_row *rows = catalog_table(&count);

	(void)state;
	assert_true(count >= 8);
	for (size_t i = 0; i < count; i++) {
		EXPECT(catalog_find(rows[i].id) == &rows[i], "%s", rows[i].id);
		expect_hosts(&rows[i]);
		EXPECT(rows[i].why && *rows[i].why && rows[i].source && *rows[i].source, "%s",
		       rows[i].id);
		EXPECT(!rows[i].service_label || *rows[i].service_label, "%s", rows[i].id);
		/* Nobody requires what he does not use. */
		EXPECT((rows[i].profiles >> PROFILE_COUNT) == 0, "%s", rows[i].id);
		EXPECT((rows[i].required_in & ~rows[i].profiles) == 0, "%s", rows[i].id);
		/* A name that no SDK has is documented somewhere. */
		EXPECT(!rows[i].sdk == !!rows[i].documented_in, "%s", rows[i].id);
		/* "all" is a word of --require. */
		EXPECT(strcmp(rows[i].id, "all") != 0, "row %zu", i);
	}
	assert_null(catalog_find("ecs-"));
	assert_string_equal(dialler_name(DIALLER_AGENT), "agent");
	assert_string_equal(dialler_name(DIALLER_DOCKERD), "dockerd");
	assert_string_equal(dialler_name(DIALLER_ECS_INIT), "ecs-init");
	assert_string_equal(dialler_name(DIALLER_TASK), "task");
	assert_string_equal(profile_name(PROFILE_ECS), "ecs");
	expect_all_held();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(regions_have_their_partition),
		cmocka_unit_test(new_regions_of_known_shape),
		cmocka_unit_test(unknown_shapes_are_nobodys),
		cmocka_unit_test(each_stands_where_its_id_says),
		cmocka_unit_test(service_names_have_their_prefix),
		cmocka_unit_test(prefixes_are_of_region_and_label),
		cmocka_unit_test(new_regions_need_all_three),
		cmocka_unit_test(catalog_rows_are_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
