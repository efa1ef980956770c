/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_CATALOG_H
#define ECSPROBE_CATALOG_H
/* Every endpoint ecsprobe knows.  Adding an AWS service is adding one row, and
 * its line in tests/truth (README there). */
#include <stdbool.h>
#include <stddef.h>

#include "ecsprobe/dialler.h"
#include "ecsprobe/options.h"
#include "ecsprobe/partition.h"

/* What an instance is used for decides which endpoints it needs. */
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
	/* What of this use's demands an instance can see, and what it cannot; NULL
	 * where there is nothing to say beyond what every report says. */
	const char *seen, *unseen;
};

const struct profile_row *profile_table(void); /* PROFILE_COUNT rows */
const char *profile_name(enum profile profile);
bool profile_parse(const char *name, enum profile *profile);
extern const char profile_auto[]; /* the word for what is in use here */
/* One of the table, or that word: no file has such a name. */
bool profile_is_built_in(const char *name);

/* A client asks for one of these names of a service.  The values are bits:
 * 1 dual-stack, 2 FIPS. */
enum name_variant { NAME_PLAIN, NAME_DUAL, NAME_FIPS, NAME_DUAL_FIPS, NAME_VARIANTS };
const char *name_variant_name(enum name_variant variant);

/* How sure a host name is. */
enum provenance {
	PROVENANCE_SDK,        /* the AWS SDKs' own endpoint rules give it */
	PROVENANCE_DOCUMENTED, /* a page of AWS, or the agent's source, says so */
	PROVENANCE_INFERRED,   /* by likeness: a failure there can only warn */
	PROVENANCE_OWN,        /* the user's own: an option, a profile file, the agent's setting */
};
const char *provenance_name(enum provenance provenance);

#define CATALOG_IN_ALL ((1U << PARTITION_COUNT) - 1)

struct catalog_row {
	const char *id;  /* stable: --service, JSON, findings */
	const char *sdk; /* what botocore calls the service; NULL: no SDK has this name */
	/* By enum name_variant; a host knows {account}, {region}, {suffix} and
	 * {dual}.  NULL: no such name, and the next plainer one is asked for. */
	const char *hosts[NAME_VARIANTS];
	/* The endpoint service's name is the prefix of the partition, the Region
	 * and this.  NULL: there is no such endpoint service. */
	const char *service_label;
	unsigned profiles;    /* 1U << enum profile: those that use it */
	unsigned required_in; /* ... and of those the ones that cannot do without */
	/* 1U << enum name_variant, DUAL and FIPS: the agent's own settings move this
	 * client to such names.  By the client's factory, such as agent/ecr/factory.go
	 * of aws/amazon-ecs-agent. */
	unsigned follows_agent;
	enum dialler dialled_by;
	enum expect expect; /* EXPECT_AUTO: whatever --expect says */
	/* 1U << enum partition_id where the host name is documented, of one that no SDK
	 * has; elsewhere it is inferred. */
	unsigned documented_in;
	bool not_everywhere; /* some Regions lack even its plain name */
	const char *source;
	const char *why;
};

const struct catalog_row *catalog_table(size_t *count);
const struct catalog_row *catalog_find(const char *id);

/* The pattern of the name that a client gets which asks for *variant there:
 * where there is none, of the next plainer one, and *variant says which.
 * partition is NULL for one newer than this program. */
const char *catalog_host(const struct catalog_row *row, const struct partition *partition,
			 enum name_variant *variant);

/* What the endpoint service of this name is called, after prefix and Region;
 * NULL when there is none.  *note: what is not sure of that, or NULL. */
const char *catalog_service_label(const struct catalog_row *row, const struct partition *partition,
				  enum name_variant variant, const char **note);

/* AWS has this name in every Region, as far as is known: whoever says that it does
 * not exist is not AWS. */
bool catalog_is_everywhere(const struct catalog_row *row, enum name_variant variant);

enum provenance catalog_provenance(const struct catalog_row *row,
				   const struct partition *partition);

/* A name that no interface endpoint serves: it is public wherever it works. */
struct unoffered {
	const char *id;
	unsigned variants;   /* 1U << enum name_variant */
	unsigned partitions; /* 1U << enum partition_id */
	const char *regions; /* space separated; NULL: all */
	bool tolerated;      /* public is as it should be, whatever --expect says */
	const char *why;     /* completes "HOST is public: " */
	const char *source;
};

/* NULL: as far as is known, an endpoint can serve it. */
const struct unoffered *catalog_unoffered(const struct catalog_row *row,
					  const struct partition *partition, const char *region,
					  enum name_variant variant);

#endif
