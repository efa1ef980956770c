/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_IMAGE_H
#define ECSPROBE_IMAGE_H
/* What an image for ECS contains (aws/amazon-ecs-ami builds Amazon's), read below a root directory.
 * The judge decides what is wrong. */
#include <stdbool.h>
#include <stddef.h>

#include "ecsprobe/address.h"
#include "ecsprobe/error.h"
#include "ecsprobe/origin.h"
#include "ecsprobe/text.h"
#include "ecsprobe/util.h"

enum { IMAGE_PATH_BYTES = 160, IMAGE_VALUE_BYTES = 256 };

/* Things that are there or not. */
enum image_item {
	IMAGE_AGENT_STATE, /* what the agent remembers of an instance */
	IMAGE_DOCKER,
	IMAGE_ECS_INIT,
	IMAGE_ECS_UNIT,
	IMAGE_AGENT_CACHED, /* the archive, and the state that lets ecs-init load it */
	IMAGE_UNIT_ENABLED,
	IMAGE_CLOUD_INIT, /* what an earlier boot left */
	IMAGE_MACHINE_ID,
	IMAGE_LOGS,
	IMAGE_CLOCK_SERVICE,
	IMAGE_OWN_TIMER,
	IMAGE_ITEM_COUNT,
};

struct image_sight {
	bool seen;
	char detail[IMAGE_PATH_BYTES]; /* escaped: where it is, or what is in its place; or "" */
};

/* A nameserver that a file of the image names permanently. */
struct image_pin {
	struct ip ip;
	struct origin origin; /* the line may be that at which a setting begins */
	bool immutable;       /* chattr +i */
};

enum image_setting_kind { IMAGE_SETS_CLUSTER, IMAGE_SETS_PROXY, IMAGE_SETS_OTHER };

/* A setting that belongs to one environment. */
struct image_setting {
	enum image_setting_kind kind;
	bool of_agent;                 /* in an ecs.config, not in a drop-in */
	char key[32];                  /* a constant's copy */
	char path[IMAGE_PATH_BYTES];   /* escaped */
	char value[IMAGE_VALUE_BYTES]; /* escaped; of clusters, and of proxies without user and
					* password; else "" */
};

struct image_facts {
	char root[IMAGE_PATH_BYTES]; /* escaped */
	struct image_sight items[IMAGE_ITEM_COUNT];
	struct image_pin *pins; /* owned */
	size_t pin_count;
	struct image_setting *settings; /* owned */
	size_t setting_count;
	/* Of the agent's files, by the table of its settings: "FILE:LINE: KEY: expected ..."; owned. */
	struct string_list refused, unproven;
	char trust_path[IMAGE_PATH_BYTES]; /* "": there is no trust store */
	char *trust_pem;                   /* owned; its certificates, until they are compared */
	size_t trust_len;
	char missing_roots[IMAGE_VALUE_BYTES]; /* of Amazon, a list; "": none is missing */
	struct text unreadable;                /* a list; empty: all could be read */
	struct text doubtful; /* a list of FILE:LINE, where nameservers are named in a way that is
				 * not understood */
};

/* Reads the image below root and follows no link out of it.  ERROR_USAGE where
 * root is no directory that can be read. */
int gather_image(struct image_facts *image, const char *root, struct error *e) ECSPROBE_MUST_CHECK;
void image_facts_done(struct image_facts *image);

/* The form in which the URL of a proxy is compared: escape_proxy() of it, in lower case.  False for
 * anything else, which is equal to nothing. */
bool image_proxy_normal(const char *url, char out[static IMAGE_VALUE_BYTES]);

#endif
