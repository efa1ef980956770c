/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_NAMES_H
#define ECSPROBE_NAMES_H
/* Which names of a service there are, and how sure they are. */
/* A client asks for one of these names of a service.  The values are bits:
 * 1 dual-stack, 2 FIPS. */
enum name_variant { NAME_PLAIN, NAME_DUAL, NAME_FIPS, NAME_DUAL_FIPS, NAME_VARIANTS };
const char *name_variant_name(enum name_variant variant);

/* How sure a host name is. */
enum provenance {
	PROVENANCE_SDK,        /* the AWS SDKs' own endpoint rules give it */
	PROVENANCE_DOCUMENTED, /* a page of AWS, or the agent's source, says so */
	PROVENANCE_INFERRED,   /* inferred from similar names: a failure can only warn */
	PROVENANCE_OWN,        /* the user's own: an option, a profile file, the agent's setting */
};
const char *provenance_name(enum provenance provenance);

#endif
