/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_API_PHASE_H
#define ECSPROBE_API_PHASE_H
/* Asks AWS itself (--api), after the first look at the network and at the agent.  A call goes
 * to an address alone that a verified handshake has reached, as its dialler reaches it. */
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

/* Whose credentials will be used here, by the environment of this process alone. */
enum api_source api_source_here(void);

/* How long credentials are awaited, of the role and of a container alike.  They have all the
 * time that AWS is given, until deadline_us, but a tenth of --timeout, which the calls keep;
 * where less than two tenths are left, half of what is left.  So with --timeout 10 and AWS given
 * 7 s, a metadata service that answers within 6 s is in time. */
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
	const struct agent_status *agent; /* borrowed; NULL: nobody looked */
	struct credentials
		*role;       /* the instance role's, borrowed; wiped as soon as they are taken */
	struct trust *trust; /* borrowed */
	struct http *http;   /* borrowed */
	/* clock_now_us() when nothing is waited for any more: credentials, and an answer. */
	uint64_t credentials_until_us, deadline_us;
	struct api_facts *found; /* filled from now on; the caller's */
	void (*done)(void *arg); /* once, from the loop */
	void *arg;
};

int api_start(struct api **out, struct sd_event *loop, const struct api_config *config,
	      struct error *e) ECSPROBE_MUST_CHECK;

/* In place of it: every planned call is unknown, for this reason.  Fills config->found. */
void api_miss(const struct api_config *config, const char *why);

/* Wipes every secret and calls nobody any more; what was not answered is not known, for this
 * reason.  NULL is fine.  Call it before http_close(). */
void api_stop(struct api *api, const char *why);

#endif
