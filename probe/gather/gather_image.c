/* SPDX-License-Identifier: Apache-2.0 */
#include "image.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "ecsprobe/escape.h"

enum { MAX_BUNDLE_BYTES = 4 << 20, MAX_PATHS = 6 };

static void see(struct image_facts *image, enum image_item item, const char *detail)
{
	image->items[item].seen = true;
	escape_text(image->items[item].detail, sizeof image->items[item].detail, detail);
}

/* --- things that are there ------------------------------------------------------ */

/* What counts as being there. */
enum presence { ANY_FILE, FILLED_FILE, FILLED_DIRECTORY };

static const struct {
	enum image_item item;
	enum presence presence;
	const char *paths[MAX_PATHS];
} presences[] = {
	{ IMAGE_AGENT_STATE,
	  ANY_FILE,
	  { "/var/lib/ecs/data/agent.db", "/var/lib/ecs/data/ecs_agent_data.json" } },
	{ IMAGE_DOCKER,
	  FILLED_FILE,
	  { "/usr/bin/dockerd", "/usr/sbin/dockerd", "/usr/local/bin/dockerd",
	    "/usr/libexec/docker/dockerd" } },
	{ IMAGE_ECS_INIT,
	  FILLED_FILE,
	  { "/usr/libexec/amazon-ecs-init", "/usr/sbin/amazon-ecs-init",
	    "/usr/bin/amazon-ecs-init" } },
	{ IMAGE_CLOUD_INIT,
	  FILLED_DIRECTORY,
	  { "/var/lib/cloud/instances", "/var/lib/cloud/instance", "/var/lib/cloud/data",
	    "/var/lib/cloud/sem" } },
	{ IMAGE_LOGS, FILLED_DIRECTORY, { "/var/log/ecs", "/var/log/journal" } },
	{ IMAGE_LOGS,
	  FILLED_FILE,
	  { "/var/log/cloud-init.log", "/var/log/cloud-init-output.log" } },
};

static bool is_present(struct image_facts *image, struct below *below, const char *path,
		       enum presence presence)
{
	struct string_list names;
	struct stat st = { 0 };
	bool filled;
	int r;

	if (presence != FILLED_DIRECTORY) {
		r = below_stat(below, path, true, &st);
		image_note_unreadable(image, path, r);
		return r == 0 && !S_ISDIR(st.st_mode) && (presence == ANY_FILE || st.st_size > 0);
	}
	r = below_list(below, path, &names);
	image_note_unreadable(image, path, r);
	filled = r == 0 && names.count;
	string_list_done(&names);
	return filled;
}

static void look_at_presences(struct image_facts *image, struct below *below)
{
	for (size_t i = 0; i < ARRAY_SIZE(presences); i++) {
		const char *const *paths = presences[i].paths;

		for (size_t p = 0; p < MAX_PATHS && paths[p]; p++)
			if (!image->items[presences[i].item].seen &&
			    is_present(image, below, paths[p], presences[i].presence))
				see(image, presences[i].item, paths[p]);
	}
}

/* machine-id(5): an image should have an empty one or "uninitialized". */
static void look_at_machine_id(struct image_facts *image, struct below *below)
{
	static const char path[] = "/etc/machine-id";
	char *text;
	size_t len;
	int r = below_read(below, path, IMAGE_FILE_BYTES, &text, &len);

	image_note_unreadable(image, path, r);
	if (r < 0)
		return;
	text[strcspn(text, "\n")] = '\0';
	if (*text && strcmp(text, "uninitialized") != 0)
		see(image, IMAGE_MACHINE_ID, path);
	free(text);
}

/* ecs-init/cache: no archive, or a state of 0 or none, is a download at boot. */
static void look_at_cache(struct image_facts *image, struct below *below)
{
	static const char archive[] = "/var/cache/ecs/ecs-agent.tar";
	static const char state[] = "/var/cache/ecs/state";
	struct image_sight *sight = &image->items[IMAGE_AGENT_CACHED];
	char *text = NULL;
	size_t len;
	int r;

	if (!is_present(image, below, archive, FILLED_FILE)) {
		(void)snprintf(sight->detail, sizeof sight->detail, "%s is missing or empty",
			       archive);
		return;
	}
	r = below_read(below, state, IMAGE_FILE_BYTES, &text, &len);
	image_note_unreadable(image, state, r);
	if (r < 0 || strtol(text, NULL, 10) <= 0)
		(void)snprintf(sight->detail, sizeof sight->detail,
			       "%s has no state that lets ecs-init use %s", state, archive);
	else
		see(image, IMAGE_AGENT_CACHED, archive);
	free(text);
}

/* --- the trust store -------------------------------------------------------------- */

static bool take_bundle(struct image_facts *image, struct below *below, const char *path)
{
	int r = below_read(below, path, MAX_BUNDLE_BYTES, &image->trust_pem, &image->trust_len);

	image_note_unreadable(image, path, r);
	if (r < 0)
		return false;
	escape_text(image->trust_path, sizeof image->trust_path, path);
	return true;
}

static void append(struct image_facts *image, const char *text, size_t len)
{
	char *longer = realloc(image->trust_pem, image->trust_len + len + 2);

	if (!longer)
		return;
	memcpy(longer + image->trust_len, text, len);
	image->trust_pem = longer;
	image->trust_len += len;
	longer[image->trust_len++] = '\n';
	longer[image->trust_len] = '\0';
}

/* A directory of single certificates, where there is no bundle. */
static void take_directory(struct image_facts *image, struct below *below, const char *path)
{
	struct string_list names;
	int r = below_list(below, path, &names);

	image_note_unreadable(image, path, r);
	for (size_t i = 0; i < names.count && image->trust_len < MAX_BUNDLE_BYTES; i++) {
		CLEANUP(cleanup_free) char *file = xasprintf("%s/%s", path, names.items[i]);
		CLEANUP(cleanup_free) char *text = NULL;
		size_t len;

		r = below_read(below, file, IMAGE_FILE_BYTES, &text, &len);
		if (r != -EISDIR)
			image_note_unreadable(image, file, r);
		if (r < 0)
			continue;
		append(image, text, len);
		escape_text(image->trust_path, sizeof image->trust_path, path);
	}
	string_list_done(&names);
}

static void look_at_trust(struct image_facts *image, struct below *below)
{
	static const char *const bundles[] = {
		"/etc/pki/tls/certs/ca-bundle.crt",
		"/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
		"/etc/ssl/certs/ca-certificates.crt",
		"/etc/ssl/ca-bundle.pem",
	};

	for (size_t i = 0; i < ARRAY_SIZE(bundles); i++)
		if (take_bundle(image, below, bundles[i]))
			return;
	take_directory(image, below, "/etc/ssl/certs");
}

/* --- all of it ---------------------------------------------------------------------- */

int gather_image(struct image_facts *image, const char *root, struct error *e)
{
	struct below below;
	struct image_reader reader = { image, &below };
	const struct file_source files = image_files(&reader);
	int r = below_root(&below, root);

	*image = (struct image_facts){ 0 };
	escape_text(image->root, sizeof image->root, root);
	if (r < 0)
		return error_set(e, ERROR_USAGE, -r,
				 "--root: found '%s' (%s), expected the root directory of an image",
				 image->root, strerror(-r));
	look_at_presences(image, &below);
	look_at_machine_id(image, &below);
	look_at_cache(image, &below);
	image_look_at_units(image, &below);
	image_look_at_resolvers(image, &below, &files);
	image_look_at_settings(image, &files);
	look_at_trust(image, &below);
	(void)close(below.root);
	return 0;
}

void image_facts_done(struct image_facts *image)
{
	free(image->pins);
	free(image->settings);
	string_list_done(&image->refused);
	string_list_done(&image->unproven);
	free(image->trust_pem);
	text_done(&image->unreadable);
	text_done(&image->doubtful);
	*image = (struct image_facts){ 0 };
}
