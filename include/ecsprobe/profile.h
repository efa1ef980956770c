/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_PROFILE_H
#define ECSPROBE_PROFILE_H
/* What an instance is used for. */
#include <stdbool.h>

/* It decides which endpoints it needs. */
enum profile {
	PROFILE_ECS,
	PROFILE_BATCH,
	PROFILE_MWAA,
	PROFILE_SERVICE_CONNECT,
	PROFILE_EXEC,
	PROFILE_SSM,
	PROFILE_CLOUDWATCH,
	PROFILE_XRAY,
	PROFILE_EFS,
	PROFILE_GUARDDUTY,
	PROFILE_CLOUDMAP,
	PROFILE_CODEDEPLOY,
	PROFILE_COUNT,
};

#define PROFILES_ALL ((1U << PROFILE_COUNT) - 1)

struct profile_row {
	const char *name;
	const char *help; /* whom it is for */
	/* What an instance can see of this use's requirements, and what it cannot; NULL if every
	 * report already says it. */
	const char *seen, *unseen;
};

const struct profile_row *profile_table(void); /* PROFILE_COUNT rows */
const char *profile_name(enum profile profile);
bool profile_parse(const char *name, enum profile *profile);
extern const char profile_auto[]; /* the word for what is in use here */
/* One of the table, or that word: no file has such a name. */
bool profile_is_built_in(const char *name);

#endif
