/* SPDX-License-Identifier: Apache-2.0 */
#include "image_look.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "ecsprobe/below.h"
#include "ecsprobe/config_check.h"
#include "ecsprobe/engine.h"
#include "ecsprobe/gather.h"
#include "ecsprobe/local_file.h"

static enum sight exists_in_image(void *arg, const char *path)
{
	struct stat st;

	return file_sight(below_stat(arg, path, true, &st));
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

static int look_at_settings(struct image_facts *image, const char *root, struct error *e)
{
	struct agent_files files = { 0 };
	struct setting_faults faults;
	struct below below;
	int r = below_root(&below, root);

	if (r < 0)
		return error_set(e, ERROR_INTERNAL, -r, "cannot open the image's root again: %s",
				 strerror(-r));
	gather_agent_files(&files, strcmp(root, "/") == 0 ? "" : root);
	config_check(&faults, &files,
		     (struct setting_facts){ .exists = exists_in_image, .arg = &below });
	for (size_t i = 0; i < faults.count; i++)
		take_fault(image, &faults.items[i]);
	setting_faults_done(&faults);
	agent_files_done(&files);
	(void)close(below.root);
	return 0;
}

int image_look(struct image_facts *image, const char *root, struct error *e)
{
	int r = gather_image(image, root, e);

	if (r < 0)
		return r;
	trust_missing_roots(image->trust_pem, image->trust_len, image->missing_roots,
			    sizeof image->missing_roots);
	return look_at_settings(image, root, e);
}
