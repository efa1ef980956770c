/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/credentials.h"

#include <systemd/sd-json.h>

#include "ecsprobe/gather.h"

/* The members of security-credentials/ROLE of IMDS (EC2 User Guide, IAM roles) and of the
 * container credentials endpoint alike. */
static bool take_member(char *out, size_t size, sd_json_variant *root, const char *key)
{
	sd_json_variant *member = sd_json_variant_by_key(root, key);

	return member && sd_json_variant_is_string(member) &&
	       credentials_take(out, size, sd_json_variant_string(member)) && *out;
}

bool credentials_parse(struct credentials *out, const char *body)
{
	sd_json_variant *root = NULL;
	bool taken;

	credentials_wipe(out);
	taken = sd_json_parse(body, SD_JSON_PARSE_SENSITIVE, &root, NULL, NULL) >= 0 &&
		sd_json_variant_is_object(root) &&
		take_member(out->key_id, sizeof out->key_id, root, "AccessKeyId") &&
		take_member(out->secret, sizeof out->secret, root, "SecretAccessKey") &&
		take_member(out->token, sizeof out->token, root, "Token");
	sd_json_variant_unref(root);
	if (!taken)
		credentials_wipe(out);
	return taken;
}
