/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_API_PHASE_H
#define ECSPROBE_API_PHASE_H
/* Asks AWS itself (--api), after the first look at the network and at the agent.  A call goes only
 * to an address where a verified handshake succeeded, on the path of its dialler. */
#include "ecsprobe/api.h"
#include "ecsprobe/error.h"

struct agent_status;
struct credentials;
struct facts;
struct http;
struct outcomes;
struct plan;
struct sd_event;
struct trust;

/* The source of the credentials that a call would use, by the environment of this process alone. */
enum api_source api_source_here(void);

/* How long to wait for credentials, of the role and of a container alike: until deadline_us, less a
 * tenth of --timeout, which the calls keep; if less than two tenths are left, half of what is left.
 * So with --timeout 10 and AWS given 7 s, a metadata service that answers within 6 s is in time. */
static inline uint64_t api_credentials_until(uint64_t now_us, uint64_t deadline_us,
					     uint64_t timeout_us)
{
	uint64_t left_us = deadline_us > now_us ? deadline_us - now_us : 0;
	uint64_t kept_us = timeout_us / 10;

	return now_us + left_us - (kept_us < left_us / 2 ? kept_us : left_us / 2);
}

struct api; /* opaque */

struct api_config {
	const struct plan *plan;          /* borrowed, with what came of it: */
	const struct outcomes *outcomes;  /* borrowed */
	const struct facts *facts;        /* borrowed */
	const struct agent_status *agent; /* borrowed; NULL: ecsprobe did not inspect the agent */
	struct credentials
		*role;       /* the instance role's, borrowed; wiped as soon as they are taken */
	struct trust *trust; /* borrowed */
	struct http *http;   /* borrowed */
	/* clock_now_us() at which every wait ends: for credentials, and for an answer. */
	uint64_t credentials_until_us, deadline_us;
	struct api_facts *found; /* filled from now on; the caller's */
	void (*done)(void *arg); /* once, from the loop */
	void *arg;
};

int api_start(struct api **out, struct sd_event *loop, const struct api_config *config,
	      struct error *e) ECSPROBE_MUST_CHECK;

/* Instead of the calls: marks every planned call as unknown, for this reason.  Fills
 * config->found. */
void api_miss(const struct api_config *config, const char *why);

/* Wipes every secret, and calls no callback any more.  Calls without an answer are unknown, for
 * this reason.  NULL is fine.  Call it before http_close(). */
void api_stop(struct api *api, const char *why);

#endif
