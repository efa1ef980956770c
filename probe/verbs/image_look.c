/* SPDX-License-Identifier: Apache-2.0 */
#include "image_look.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "ecsprobe/below.h"
#include "ecsprobe/config_check.h"
#include "ecsprobe/engine.h"
#include "ecsprobe/gather.h"

static enum sight exists_in_image(void *arg, const char *path)
{
	struct stat st;
	int r = below_stat(arg, path, true, &st);

	return r == 0 ? SIGHT_SEEN : r == -ENOENT || r == -ENOTDIR ? SIGHT_ABSENT : SIGHT_UNKNOWN;
}

/* What could not be read has a finding of its own, and what no program reads is none. */
static void take_fault(struct image_facts *image, const struct setting_fault *fault)
{
	CLEANUP(cleanup_free) char *words = setting_fault_words(fault);

	if (fault->outcome == SETTING_REFUSED)
		string_list_add(&image->refused, words, strlen(words));
	else if (fault->outcome == SETTING_UNPROVEN && fault->key[0])
		string_list_add(&image->unproven, words, strlen(words));
}

static void look_at_settings(struct image_facts *image, const char *root)
{
	struct agent_files files = { 0 };
	struct setting_faults faults;
	struct below below;

	if (below_root(&below, root) < 0)
		return;
	gather_agent_files(&files, strcmp(root, "/") == 0 ? "" : root);
	config_check(&faults, &files,
		     (struct setting_facts){ .exists = exists_in_image, .arg = &below });
	for (size_t i = 0; i < faults.count; i++)
		take_fault(image, &faults.items[i]);
	setting_faults_done(&faults);
	agent_files_done(&files);
	(void)close(below.root);
}

int image_look(struct image_facts *image, const char *root, struct error *e)
{
	int r = gather_image(image, root, e);

	if (r < 0)
		return r;
	trust_missing_roots(image->trust_pem, image->trust_len, image->missing_roots,
			    sizeof image->missing_roots);
	look_at_settings(image, root);
	return 0;
}
