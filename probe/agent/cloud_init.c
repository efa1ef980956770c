/* SPDX-License-Identifier: Apache-2.0 */
/* Whether cloud-init found its data source.  CheckCloudInitFailure() of agent/config in
 * aws/amazon-ecs-agent reads the same file at each start. */
#include <string.h>
#include <systemd/sd-json.h>

#include "ecsprobe/local_file.h"
#include "evidence.h"

enum { MAX_RESULT_BYTES = 64 << 10 };

/* The agent ignores a file that it cannot read, or that is not JSON. */
static bool names_no_source(const char *text)
{
	sd_json_variant *root = NULL;
	sd_json_variant *source = NULL;
	bool none;

	if (sd_json_parse(text, 0, &root, NULL, NULL) >= 0 && sd_json_variant_is_object(root))
		source = sd_json_variant_by_key(root, "v1");
	if (source && sd_json_variant_is_object(source))
		source = sd_json_variant_by_key(source, "datasource");
	else
		source = NULL;
	none = source && sd_json_variant_is_string(source) &&
	       strcmp(sd_json_variant_string(source), "DataSourceNone") == 0;
	sd_json_variant_unref(root);
	return none;
}

void cloud_init_gather(struct agent_status *status, const char *root)
{
	char *text;
	size_t len;
	int r = local_file_read(root, "/var/lib/cloud/data/result.json", MAX_RESULT_BYTES, &text,
				&len);

	if (r < 0) {
		status->cloud_fallback = file_sight(r);
		return;
	}
	status->cloud_fallback = strlen(text) == len && names_no_source(text) ? SIGHT_SEEN
									      : SIGHT_ABSENT;
	free(text);
}
