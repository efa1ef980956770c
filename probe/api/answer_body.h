/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_API_ANSWER_BODY_H
#define ECSPROBE_API_ANSWER_BODY_H
/* The body of an error, in any of the shapes that AWS has for it, and what the body of a success
 * has to hold.  Pure; private to the room api. */
#include <stdbool.h>
#include <stddef.h>

struct api_call;

/* As it came, cut where it is too long: the message ends with its first line. */
struct answer_body {
	bool is_xml; /* and AWS's: its root element is that of an error */
	char type[256];
	char message[2048];
	char request_id[256];
};

/* body: NUL-terminated, or NULL.  What is not there, or no text, is "". */
void answer_body_read(struct answer_body *out, const char *body, size_t body_bytes);

/* Whether it holds what the row says of an answer that allows the call. */
bool answer_body_holds(const struct api_call *call, const char *body, size_t body_bytes);

#endif
