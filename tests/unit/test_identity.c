/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "ecsprobe/gather.h"
#include "ecsprobe/plan.h"

static const struct imds_status silent = {
	.asked = true,
	.code = CODE_IMDS_UNREACHABLE,
	.endpoint = "http://169.254.169.254",
	.detail = "Connection refused",
};

static void authority_decides(void **state)
{
	static const struct {
		const char *option, *agent, *imds, *environment;
		const char *region;
		enum region_source source;
	} rows[] = {
		{ "us-east-1", "us-east-2", "us-west-1", "us-west-2", "us-east-1",
		  REGION_FROM_OPTION },
		{ NULL, "us-east-2", "us-west-1", "us-west-2", "us-east-2", REGION_FROM_AGENT },
		{ NULL, "", "us-west-1", "us-west-2", "us-west-1", REGION_FROM_IMDS },
		{ NULL, NULL, "", "us-west-2", "us-west-2", REGION_FROM_ENVIRONMENT },
		{ "us-east-1", NULL, "", NULL, "us-east-1", REGION_FROM_OPTION },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct identity identity = { 0 };
		struct error e = { 0 };

		(void)copy_text(identity.regions[REGION_FROM_IMDS], REGION_BYTES, rows[i].imds);
		assert_int_equal(identity_resolve(&identity, rows[i].option, rows[i].agent,
						  rows[i].environment, &silent, &e),
				 0);
		EXPECT(strcmp(identity.region, rows[i].region) == 0, "row %zu: %s", i,
		       identity.region);
		EXPECT(identity.region_source == rows[i].source, "row %zu", i);
		EXPECT(strcmp(identity.partition, "aws") == 0, "row %zu", i);
		EXPECT(strcmp(identity.dns_suffix, "amazonaws.com") == 0, "row %zu", i);
		/* All claims are kept: the judge compares them. */
		EXPECT(strcmp(identity.regions[REGION_FROM_ENVIRONMENT],
			      rows[i].environment ? rows[i].environment : "") == 0,
		       "row %zu", i);
	}
	expect_all_held();
}

static void partition_follows_the_region(void **state)
{
	struct identity identity = { .partition = "aws", .dns_suffix = "amazonaws.com" };
	struct error e = { 0 };

	(void)state;
	/* IMDS of the builder's partition says nothing about the Region asked for. */
	(void)copy_text(identity.regions[REGION_FROM_IMDS], REGION_BYTES, "us-east-1");
	assert_int_equal(identity_resolve(&identity, "cn-north-1", NULL, NULL, &silent, &e), 0);
	assert_string_equal(identity.partition, "aws-cn");
	assert_string_equal(identity.dns_suffix, "amazonaws.com.cn");
	assert_int_equal(identity.known_partition->id, PARTITION_CN);
}

static void no_region_lists_what_was_tried(void **state)
{
	static const char *const tried[] = { "--region",
					     "AWS_DEFAULT_REGION",
					     "/etc/ecs/ecs.config",
					     "/var/lib/ecs/ecs.config",
					     "IMDS",
					     "http://169.254.169.254",
					     "Connection refused",
					     "AWS_REGION" };
	struct imds_status unasked = { 0 };
	struct identity identity = { 0 };
	struct error e = { 0 };

	(void)state;
	assert_true(identity_resolve(&identity, NULL, "", NULL, &silent, &e) < 0);
	assert_int_equal(e.class, ERROR_UNDECIDED);
	for (size_t i = 0; i < ARRAY_SIZE(tried); i++)
		EXPECT(strstr(e.text, tried[i]) != NULL, "%s in: %s", tried[i], e.text);
	EXPECT(!strchr(e.text, '\n'), "%s", e.text);
	assert_true(identity_resolve(&identity, NULL, NULL, NULL, &unasked, &e) < 0);
	EXPECT(strstr(e.text, "not asked") != NULL, "%s", e.text);
	EXPECT(strstr(e.text, "  ") == NULL, "%s", e.text);
	expect_all_held();
}

/* As botocore does it: EndpointProvider gives amazonaws.com for xx-north-1. */
static void an_unknown_prefix_is_of_the_first_partition(void **state)
{
	static const char *const others[] = { "north",     "xx-north",  "xx-1",
					      "1-north-1", "xx-north-", "xx-north-1a" };
	struct imds_status unasked = { 0 };
	struct identity identity = { 0 };
	struct error e = { 0 };

	(void)state;
	assert_int_equal(identity_resolve(&identity, "xx-north-1", NULL, NULL, &unasked, &e), 0);
	assert_true(identity.partition_assumed);
	assert_string_equal(identity.partition, "aws");
	assert_string_equal(identity.dns_suffix, "amazonaws.com");
	assert_int_equal(identity.known_partition->id, PARTITION_AWS);
	for (size_t i = 0; i < ARRAY_SIZE(others); i++) {
		EXPECT(identity_resolve(&identity, others[i], NULL, NULL, &unasked, &e) < 0, "%s",
		       others[i]);
		EXPECT(!identity.partition_assumed, "%s", others[i]);
	}
	assert_int_equal(identity_resolve(&identity, "us-east-1", NULL, NULL, &unasked, &e), 0);
	assert_false(identity.partition_assumed);
	expect_all_held();
}

static void new_region_is_believed_from_imds(void **state)
{
	struct identity identity = { .partition = "aws-new", .dns_suffix = "aws.example" };
	struct imds_status fine = { .asked = true };
	struct error e = { 0 };

	(void)state;
	(void)copy_text(identity.regions[REGION_FROM_IMDS], REGION_BYTES, "xx-new-1");
	assert_int_equal(identity_resolve(&identity, NULL, NULL, NULL, &fine, &e), 0);
	assert_string_equal(identity.region, "xx-new-1");
	assert_null(identity.known_partition);
	assert_string_equal(identity.partition, "aws-new");
	assert_string_equal(identity.dns_suffix, "aws.example");
	/* The user says the same: IMDS still tells the suffix. */
	assert_int_equal(identity_resolve(&identity, "xx-new-1", NULL, NULL, &fine, &e), 0);
	assert_string_equal(identity.dns_suffix, "aws.example");
}

/* What is not even written as a Region is. */
static void unknown_regions_are_refused(void **state)
{
	static const struct {
		const char *option, *agent, *imds, *environment;
		enum error_class class;
		const char *told;
	} rows[] = {
		{ "new-region", NULL, "us-east-1", NULL, ERROR_USAGE, "--region" },
		{ "new-region", NULL, "", NULL, ERROR_USAGE, "--region" },
		{ NULL, "new-region", "us-east-1", NULL, ERROR_CONFIG, "agent" },
		{ NULL, NULL, "", "new-region", ERROR_CONFIG, "AWS_REGION" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct identity identity = { .partition = "aws", .dns_suffix = "amazonaws.com" };
		struct error e = { 0 };

		(void)copy_text(identity.regions[REGION_FROM_IMDS], REGION_BYTES, rows[i].imds);
		EXPECT(identity_resolve(&identity, rows[i].option, rows[i].agent,
					rows[i].environment, &silent, &e) < 0,
		       "row %zu", i);
		EXPECT(e.class == rows[i].class, "row %zu", i);
		EXPECT(strstr(e.text, rows[i].told) && strstr(e.text, "new-region"), "%s", e.text);
	}
	expect_all_held();
}

/* No setting is wrong, and the next answer may be right: --wait goes on. */
static void nonsense_of_the_metadata_decides_nothing(void **state)
{
	struct identity identity = { 0 };
	struct error e = { 0 };

	(void)state;
	(void)copy_text(identity.regions[REGION_FROM_IMDS], REGION_BYTES, "new-region");
	assert_true(identity_resolve(&identity, NULL, NULL, NULL, &silent, &e) < 0);
	assert_int_equal(e.class, ERROR_UNDECIDED);
	assert_non_null(strstr(e.text, "IMDS: found 'new-region'"));
	assert_string_equal(identity.region, "");
}

static void shape_of_a_region(void **state)
{
	static const char *const bad[] = { "",
					   "us-east-1\n",
					   "US-EAST-1",
					   "us east",
					   "us-east-1/..",
					   "us.east.1",
					   "us\033-east-1",
					   "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" };

	(void)state;
	assert_true(region_is_wellformed("us-east-1"));
	assert_true(region_is_wellformed("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"));
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		EXPECT(!region_is_wellformed(bad[i]), "'%s'", bad[i]);
	expect_all_held();
}

static void environment_region(void **state)
{
	(void)state;
	(void)unsetenv("AWS_REGION");
	(void)unsetenv("AWS_DEFAULT_REGION");
	assert_null(gather_environment_region());
	(void)setenv("AWS_DEFAULT_REGION", "eu-west-1", 1);
	assert_string_equal(gather_environment_region(), "eu-west-1");
	(void)setenv("AWS_REGION", "", 1);
	assert_string_equal(gather_environment_region(), "eu-west-1");
	(void)setenv("AWS_REGION", "us-east-1", 1);
	assert_string_equal(gather_environment_region(), "us-east-1");
	(void)setenv("AWS_REGION", "\033[31m", 1);
	assert_null(gather_environment_region());
}

/* Begun for the environment's Region; then the metadata service names one that is not known
 * here, and no domain: that of the former is not its own. */
static void nothing_is_left_of_another_region(void **state)
{
	const struct imds_status answers = { .asked = true };
	struct identity identity = { .region = "" };
	struct error e;

	(void)state;
	assert_int_equal(identity_resolve(&identity, NULL, NULL, "us-east-1", &answers, &e), 0);
	assert_false(identity.partition_assumed);
	(void)copy_text(identity.regions[REGION_FROM_IMDS], REGION_BYTES, "xx-north-1");
	assert_int_equal(identity_resolve(&identity, NULL, NULL, "us-east-1", &answers, &e), 0);
	assert_string_equal(identity.region, "xx-north-1");
	assert_true(identity.partition_assumed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_left_of_another_region),
		cmocka_unit_test(authority_decides),
		cmocka_unit_test(partition_follows_the_region),
		cmocka_unit_test(no_region_lists_what_was_tried),
		cmocka_unit_test(an_unknown_prefix_is_of_the_first_partition),
		cmocka_unit_test(new_region_is_believed_from_imds),
		cmocka_unit_test(unknown_regions_are_refused),
		cmocka_unit_test(nonsense_of_the_metadata_decides_nothing),
		cmocka_unit_test(shape_of_a_region),
		cmocka_unit_test(environment_region),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
