/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_GATHER_IMAGE_H
#define ECSPROBE_GATHER_IMAGE_H
/* The parts of gather_image().  Private to the gatherer. */
#include "below.h"
#include "ecsprobe/image.h"

enum { IMAGE_FILE_BYTES = 256 * 1024 };

/* Notes what could not be looked at; that something is not there is no such case. */
void image_note_unreadable(struct image_facts *image, const char *path, int r);

/* Names of units that some target wants, and those that nobody can start. */
void image_look_at_units(struct image_facts *image, struct below *below);

/* Nameservers, clusters and proxies that are there for good. */
void image_look_at_settings(struct image_facts *image, struct below *below);

#endif
