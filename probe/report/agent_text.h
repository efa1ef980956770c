/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_AGENT_TEXT_H
#define ECSPROBE_AGENT_TEXT_H
/* The agent and what was done about it, told to a person: the same words on
 * whatever they are written.  Private to the report room. */
#include <stdio.h>

#include "ecsprobe/render.h"

enum paint { PAINT_PLAIN, PAINT_GOOD, PAINT_WARN, PAINT_BAD, PAINT_FAINT, PAINT_STRONG };

/* Where the words go: a label with the first paragraph, a word of it painted,
 * then named ones.  A paragraph without a text is left out. */
struct paper {
	FILE *out;
	const struct render_style *style;
	void (*first)(const struct paper *paper, const char *label, enum paint paint,
		      const char *word, const char *text);
	void (*more)(const struct paper *paper, const char *name, const char *text);
};

/* Nothing where nobody looked, or no restart was asked for. */
void agent_tell(const struct paper *paper, const struct report *report);
void action_tell(const struct paper *paper, const struct report *report);
/* What AWS itself answered; nothing without --api. */
void api_tell(const struct paper *paper, const struct report *report);

#endif
