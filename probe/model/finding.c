/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/finding.h"

#include <string.h>

const struct finding *findings_find(const struct findings *findings, enum code code,
				    const char *subject)
{
	for (size_t i = 0; i < findings->count; i++)
		if (findings->items[i].code == code &&
		    (!subject || strcmp(findings->items[i].subject, subject) == 0))
			return &findings->items[i];
	return NULL;
}

void findings_done(struct findings *findings)
{
	for (size_t i = 0; i < findings->count; i++) {
		free(findings->items[i].message);
		free(findings->items[i].evidence);
		string_list_done(&findings->items[i].commands);
	}
	free(findings->items);
	*findings = (struct findings){ 0 };
}
