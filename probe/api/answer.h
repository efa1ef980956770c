/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_API_ANSWER_H
#define ECSPROBE_API_ANSWER_H
/* Reads what AWS answers.  Pure: no I/O, no clock.  Hostile input: bounded, escaped,
 * never an error; what it cannot make out is API_ERROR.  Private to the room api. */
#include "ecsprobe/api.h"

struct api_input {
	const struct api_call *call;
	int status;       /* HTTP */
	const char *body; /* NUL-terminated; NULL counts as "" */
	size_t body_bytes;
	const char *request_id;       /* of the header, raw; NULL or "" where there was none */
	const char *error_type;       /* of the header x-amzn-ErrorType, raw; likewise */
	const char *authenticate;     /* of the header WWW-Authenticate, raw; likewise */
	const char *registry_version; /* of Docker-Distribution-Api-Version, raw; likewise */
	bool with_token;              /* of the registry: ECR's token was sent with it */
	int64_t date_s;               /* the Date header; 0: there was none */
	int64_t now_s;                /* the wall clock when the answer came */
};

/* Fills *out, whatever comes.  2xx is API_ALLOWED where the body holds what the call's row says;
 * of the registry 200, where its header says that it is one; of an unsigned call never.  Else it
 * is API_ERROR, and foreign.
 * An API_ERROR is foreign too where it has neither the name of an error nor, of 429 and 5xx, the
 * number of the request.
 * The registry (API_FORM_REGISTRY) answers {"errors":[{"code":"DENIED","message":"..."}]}.
 * Its 401 to a call without a token is API_ALLOWED where authenticate names ECR's realm and
 * service ("ecr.amazonaws.com"); after a token was sent it is API_NO_CREDENTIALS, and so is ECR's
 * sentence about a token.  401 and 403 with neither that realm nor words of ECR's are API_ERROR,
 * and foreign.  An unsigned call (API_FORM_PLAIN): a refusal in S3's own XML that
 * names no endpoint policy is API_ALLOWED, as the bucket itself answered; API_ERROR where it
 * is not S3's. */
void api_answer_parse(struct api_answer *out, const struct api_input *input);

#endif
