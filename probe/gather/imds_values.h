/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_IMDS_VALUES_H
#define ECSPROBE_IMDS_VALUES_H
/* What is read from IMDS, key by key.  Private to the gather room; no I/O. */
#include "ecsprobe/facts.h"

enum { IMDS_MAC_BYTES = 18, IMDS_MAX_INTERFACES = 32 };

enum imds_kind {
	IMDS_NOTHING,
	IMDS_REGION,
	IMDS_PARTITION,
	IMDS_DOMAIN,
	IMDS_DOCUMENT,
	IMDS_ZONE,
	IMDS_MAC,          /* of the primary interface */
	IMDS_PRIMARY_CIDR, /* documented as the VPC's primary block */
	IMDS_MACS,
	IMDS_VPC_ID,
	IMDS_CIDRS_V4,
	IMDS_CIDRS_V6,
	IMDS_SUBNET_ID,
	IMDS_SUBNET_V4, /* of the primary interface: it lies in the zone */
	IMDS_USER_DATA,
	IMDS_LIFECYCLE,
	IMDS_ROLE,      /* its name; there may be none */
	IMDS_ROLE_CODE, /* whether there are credentials of it */
	IMDS_TOKENLESS, /* asked without a token: is that refused? */
};

struct imds_want {
	enum imds_kind kind;
	enum imds_kind after;       /* asked for each name that this one brought */
	bool identity;              /* the plan waits for it */
	const char *path;           /* under /latest/ */
	const char *path_after_mac; /* NULL unless something follows the name */
	bool launch;                /* asked for only where it is wanted; may not exist */
};

const struct imds_want *imds_wants(size_t *count);

struct imds_interface {
	char mac[IMDS_MAC_BYTES];
	char vpc_id[VPC_ID_BYTES];
	struct cidr *cidrs; /* owned */
	size_t cidr_count;
};

struct imds_values {
	char mac[IMDS_MAC_BYTES];
	struct imds_interface interfaces[IMDS_MAX_INTERFACES];
	size_t interface_count;
};

/* Reads one answer (NUL-terminated, hostile) into where it belongs.  False,
 * and nothing written, when the text is not what this key holds. */
bool imds_value_store(struct imds_values *values, const struct imds_want *want, const char *mac,
		      const char *body, struct identity *identity, struct network *network);

/* The same for what this instance was launched with; body NULL: there is none. */
bool imds_launch_store(const struct imds_want *want, const char *body, struct launch *launch);

/* Likewise of the role; body NULL: there is none. */
bool imds_role_store(const struct imds_want *want, const char *body, struct instance_role *role);

/* Unites the blocks of every interface in the primary one's VPC, or takes the
 * identity's primary block where none came in.  Blocks that the user gave are
 * left alone. */
void imds_values_finish(const struct imds_values *values, const struct identity *identity,
			struct network *network);

void imds_values_done(struct imds_values *values);

#endif
