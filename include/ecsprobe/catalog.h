/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_CATALOG_H
#define ECSPROBE_CATALOG_H
/* Every endpoint ecsprobe knows.  Adding an AWS service is adding one row, and
 * its line in tests/truth (README there). */
#include <stdbool.h>
#include <stddef.h>

#include "ecsprobe/dialler.h"
#include "ecsprobe/names.h"
#include "ecsprobe/options.h"
#include "ecsprobe/partition.h"
#include "ecsprobe/profile.h"

#define CATALOG_IN_ALL ((1U << PARTITION_COUNT) - 1)

/* The ids of rows that code asks for by name: a misspelt one does not compile. */
#define SERVICE_ECS "ecs"
#define SERVICE_ECS_AGENT "ecs-agent"
#define SERVICE_ECS_TELEMETRY "ecs-telemetry"
#define SERVICE_ECS_SC "ecs-sc"
#define SERVICE_ECR_API "ecr.api"
#define SERVICE_ECR_DKR "ecr.dkr"
#define SERVICE_ECR_LAYERS "ecr.layers"
#define SERVICE_SECRETSMANAGER "secretsmanager"

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
	unsigned follows_dockerd; /* ... and where it does so by those of dockerd */
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

/* The pattern of the name that a client gets if it asks for *variant there: if that name does not
 * exist, the next plainer one, and *variant tells which. partition is NULL for one newer than this
 * program. */
const char *catalog_host(const struct catalog_row *row, const struct partition *partition,
			 enum name_variant *variant);

/* The endpoint service of this name, after prefix and Region; NULL when there is none.  *note: what
 * is uncertain about that, or NULL. */
const char *catalog_service_label(const struct catalog_row *row, const struct partition *partition,
				  enum name_variant variant, const char **note);

/* As far as is known AWS has this name in every Region: a server that reports it as missing is not
 * AWS. */
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
