/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_IMAGE_LOOK_H
#define ECSPROBE_IMAGE_LOOK_H
/* An image as several rooms see it.  Private to the verbs. */
#include "ecsprobe/image.h"

/* gather_image(), and what engine and agent know of trust store and settings. */
int image_look(struct image_facts *image, const char *root, struct error *e) ECSPROBE_MUST_CHECK;

#endif
