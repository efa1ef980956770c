/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_TESTS_JUDGE_CASES_H
#define ECSPROBE_TESTS_JUDGE_CASES_H
/* What the judge must say of which world: design section 3. */
#include <stddef.h>

struct judge_case {
	const char *what;
	const char *world;
	const char *endpoints;
	const char *findings;
	const char *verdict;
	const char *words; /* NULL, or part of the first finding's message or hint */
};

const struct judge_case *judge_cases(size_t *count);

#endif
