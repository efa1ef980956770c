/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_TESTS_API_WORLD_H
#define ECSPROBE_TESTS_API_WORLD_H
/* What AWS itself answered, written down in one line of words.  Nothing said: the instance
 * role was used, and every call of a planned service is allowed and names base hosts.
 *
 *   keys=none|environment|container|instance-role   role=NAME   lack=WORD
 *   keys=none:SOURCE:part|malformed|off|silent|disabled|stranger|refused|absent|late
 *   named=base|numbered|other|bad|none[,of telemetry]   external   own-keys   outside   no-account   expect=WORD
 *   SERVICE=RESULT[,DETAIL]...   a service of the catalog; DETAIL is one of
 *       identity boundary session scp rcp resource endpoint   explicit   vpce
 *       type=WORD status=NUMBER skew=SECONDS|? proxied address=IP
 *
 * Words are without blanks: "_" stands for one.
 */
#include "agent_world.h"
#include "ecsprobe/api.h"

struct api_world {
	struct agent_world *agent; /* with the world around it */
	struct api_facts api;
};

/* world: of world.h; NULL: what an ECS instance needs, all of it private and working. */
struct api_world *api_world_new(const char *world, const char *answers);
void api_world_judge(struct api_world *w);
void api_world_free(struct api_world *w);

struct api_case {
	const char *what, *world, *answers;
	const char *findings;  /* "fail:api-denied:ecs" */
	const char *endpoints; /* "ecs fail api-denied": those that are not as they were; "" */
	const char *verdict;
	const char *words; /* NULL, or part of the first finding's message or hint */
};
const struct api_case *api_cases(size_t *count);

#endif
