/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_DIALLER_H
#define ECSPROBE_DIALLER_H
/* The process that opens the connection: it decides which proxy, trust store and resolver apply. */

enum dialler {
	DIALLER_AGENT,
	DIALLER_DOCKERD,
	DIALLER_ECS_INIT,
	DIALLER_TASK,
	DIALLER_SSM_AGENT, /* of ECS Anywhere alone */
	DIALLER_COUNT
};
const char *dialler_name(enum dialler dialler);

#endif
