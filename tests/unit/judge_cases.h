/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_TESTS_JUDGE_CASES_H
#define ECSPROBE_TESTS_JUDGE_CASES_H
/* What the judge must say of which world. */
#include <stddef.h>

struct judge_case {
	const char *what;
	const char *world;
	const char *endpoints;
	const char *findings;
	const char *verdict;
	const char *words; /* NULL, or part of the first finding's message or hint */
};

/* The one of that number in all tables, NULL behind the last. */
const struct judge_case *judge_case(size_t number);

/* A table a subject; judge_case() knows them all. */
struct judge_case_table {
	const struct judge_case *items;
	size_t count;
};
extern const struct judge_case_table judge_cases_names;
extern const struct judge_case_table judge_cases_waits;
extern const struct judge_case_table judge_cases_dial;
extern const struct judge_case_table judge_cases_path;

/* A second endpoint that works, so that no resolver fails alike for all. */
#define LOGS " logs: optional route53=10.0.1.11"
#define LOGS_FINE "; logs pass - vpc"

#endif
