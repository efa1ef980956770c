/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_API_REQUEST_H
#define ECSPROBE_API_REQUEST_H
/* A row of the table as HTTP.  Pure.  Private to the room. */
#include "ecsprobe/api.h"

struct agent_status;
struct facts;
struct target;

enum { MAX_REQUEST_HEADERS = 4 };

struct request_text {
	char url[320];
	const char *headers[MAX_REQUEST_HEADERS + 1];
	char target[128], authorization[16 * 1024 + 32];
	const char *body; /* NULL: a GET */
	char *made;       /* owned: the body, where it is made */
};

/* token: ECR's, "" for none; of its registry alone.  agent NULL: nobody looked. */
void request_write(struct request_text *out, const struct api_call *call,
		   const struct target *target, const char *token, const struct facts *facts,
		   const struct agent_status *agent);
void request_done(struct request_text *text); /* wipes */

#endif
