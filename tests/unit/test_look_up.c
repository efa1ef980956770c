/* SPDX-License-Identifier: Apache-2.0 */
/* The AWS CLI commands beside the hints: filled in, safe to paste, and reading only. */
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "ecsprobe/explain.h"
#include "world.h"

static struct world *judged(const char *text)
{
	struct world *w = world_new(text);
	struct network *network = &w->facts.network;

	(void)copy_text(network->vpc_id, sizeof network->vpc_id, "vpc-1");
	(void)copy_text(network->subnet_id, sizeof network->subnet_id, "subnet-1");
	return w;
}

static const struct finding *find(const struct world *w, enum code code)
{
	for (size_t i = 0; i < w->report.findings.count; i++)
		if (w->report.findings.items[i].code == code)
			return &w->report.findings.items[i];
	return NULL;
}

static void commands_are_filled_in(void **state)
{
	static const struct {
		const char *world;
		enum code code;
		const char *commands[4]; /* the first ones */
	} rows[] = {
		/* Two endpoints of one cause have one command. */
		{ "ecs: route53=10.0.1.10 10.0.1.10=tcp-timeout ecr.api: route53=10.0.1.11 "
		  "10.0.1.11=tcp-timeout",
		  CODE_TCP_TIMEOUT,
		  { "aws ec2 describe-vpc-endpoints --region us-east-1 --filters "
		    "Name=vpc-id,Values=vpc-1 "
		    "Name=service-name,Values=com.amazonaws.us-east-1.ecs,com.amazonaws.us-east-1."
		    "ecr.api",
		    "aws ec2 describe-security-groups --region us-east-1 --filters "
		    "Name=vpc-id,Values=vpc-1",
		    "aws ec2 describe-network-acls --region us-east-1 --filters "
		    "Name=association.subnet-id,Values=subnet-1" } },
		/* A way out of the VPC is none of its security groups' business alone. */
		{ "ecs: route53=52.94.1.10 52.94.1.10=tcp-timeout",
		  CODE_TCP_TIMEOUT,
		  { "aws ec2 describe-vpc-endpoints --region us-east-1 --filters "
		    "Name=vpc-id,Values=vpc-1 Name=service-name,Values=com.amazonaws.us-east-1.ecs",
		    "aws ec2 describe-route-tables --region us-east-1 --filters "
		    "Name=vpc-id,Values=vpc-1" } },
		{ "ecs: route53=10.0.1.10 10.0.1.10=tcp-refused",
		  CODE_TCP_REFUSED,
		  { "aws ec2 describe-network-interfaces --region us-east-1 --filters "
		    "Name=addresses.private-ip-address,Values=10.0.1.10" } },
		/* What stands for a server's names has no endpoint of its own. */
		{ "ecs: route53=!dns-timeout",
		  CODE_DNS_TIMEOUT,
		  { "aws ec2 describe-vpc-attribute --region us-east-1 --vpc-id vpc-1 --attribute "
		    "enableDnsSupport" } },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct world *w = judged(rows[i].world);
		const struct finding *f;

		world_judge(w);
		f = find(w, rows[i].code);
		EXPECT(f, "row %zu: not found", i);
		for (size_t c = 0; f && rows[i].commands[c]; c++)
			EXPECT(c < f->commands.count &&
				       strcmp(f->commands.items[c], rows[i].commands[c]) == 0,
			       "row %zu: '%s'", i,
			       c < f->commands.count ? f->commands.items[c] : "none");
		world_free(w);
	}
	expect_all_held();
}

static void what_is_unknown_is_named(void **state)
{
	struct world *w = judged("ecs: route53=10.0.1.10 10.0.1.10=tcp-timeout");
	const struct finding *f;

	(void)state;
	w->facts.network.vpc_id[0] = w->facts.network.subnet_id[0] = '\0';
	world_judge(w);
	f = find(w, CODE_TCP_TIMEOUT);
	assert_non_null(f);
	assert_int_equal(f->commands.count, 3);
	assert_string_equal(f->commands.items[2],
			    "aws ec2 describe-network-acls --region us-east-1 --filters "
			    "Name=association.subnet-id,Values=SUBNET_ID  # not known here: "
			    "SUBNET_ID");
	world_free(w);
}

/* The metadata service may be anybody's. */
static void hostile_values_stay_one_word(void **state)
{
	static const struct {
		const char *vpc, *shown;
	} rows[] = {
		{ "v'; $(id) `id` #", "'v'\\''; $(id) `id` #'" },
		/* What the AWS CLI would read or take for an option. */
		{ "file:///etc/shadow", "VPC_ID  # not known here: VPC_ID" },
		{ "--profile", "VPC_ID  # not known here: VPC_ID" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct world *w = judged("ecs: route53=10.0.1.10 10.0.1.10=tcp-timeout");
		char *expected = xasprintf("aws ec2 describe-security-groups --region us-east-1 "
					   "--filters Name=vpc-id,Values=%s",
					   rows[i].shown);
		const struct finding *f;

		(void)copy_text(w->facts.network.vpc_id, VPC_ID_BYTES, rows[i].vpc);
		world_judge(w);
		f = find(w, CODE_TCP_TIMEOUT);
		EXPECT(f && f->commands.count == 3 && strcmp(f->commands.items[1], expected) == 0,
		       "%s: %s", rows[i].vpc,
		       f && f->commands.count > 1 ? f->commands.items[1] : "");
		free(expected);
		world_free(w);
	}
	expect_all_held();
}

static void nothing_is_looked_up_needlessly(void **state)
{
	static const char *const worlds[] = {
		"ecs: route53=10.0.1.10",
		/* A host of one's own has no endpoint service. */
		"outside ecs: route53=10.0.1.10 10.0.1.10=tcp-timeout",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(worlds); i++) {
		struct world *w = judged(i ? strchr(worlds[i], ' ') + 1 : worlds[i]);

		w->facts.identity.outside = i == 1;
		world_judge(w);
		for (size_t f = 0; f < w->report.findings.count; f++)
			EXPECT(w->report.findings.items[f].commands.count == 0, "%s: %s", worlds[i],
			       code_name(w->report.findings.items[f].code));
		world_free(w);
	}
	expect_all_held();
}

/* Nobody who pastes one changes anything. */
static void commands_only_read(void **state)
{
	static const char *const verbs[] = { "describe-", "list-", "get-" };
	size_t found = 0;

	(void)state;
	for (int code = CODE_NONE + 1; code < CODE_COUNT; code++) {
		struct string_list commands = { 0 };

		explain_look_ups((enum code)code, &commands);
		for (size_t i = 0; i < commands.count; i++) {
			char service[32], operation[64];
			bool reads = false;

			found++;
			EXPECT(sscanf(commands.items[i], "aws %31[a-z0-9] %63[a-z-] ", service,
				      operation) == 2,
			       "%s", commands.items[i]);
			for (size_t v = 0; v < ARRAY_SIZE(verbs); v++)
				reads |= strncmp(operation, verbs[v], strlen(verbs[v])) == 0;
			EXPECT(reads, "%s", commands.items[i]);
			EXPECT(!strpbrk(commands.items[i], "{}|;&<>$`"), "%s", commands.items[i]);
		}
		string_list_done(&commands);
	}
	assert_true(found > 30);
	expect_all_held();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(commands_are_filled_in),
		cmocka_unit_test(what_is_unknown_is_named),
		cmocka_unit_test(hostile_values_stay_one_word),
		cmocka_unit_test(nothing_is_looked_up_needlessly),
		cmocka_unit_test(commands_only_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
