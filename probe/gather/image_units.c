/* SPDX-License-Identifier: Apache-2.0 */
/* Which units an image starts, as systemctl is-enabled would report. */
#include <stdio.h>
#include <string.h>

#include "image.h"

static const char *const unit_directories[] = {
	"/etc/systemd/system",
	"/usr/lib/systemd/system",
	"/lib/systemd/system",
};

static bool ends_with(const char *text, const char *end)
{
	size_t len = strlen(text);
	size_t end_len = strlen(end);

	return len > end_len && strcmp(text + len - end_len, end) == 0;
}

/* Every unit that a directory NAME.wants or NAME.requires holds. */
static void add_wanted(struct image_facts *image, struct below *below, const char *directory,
		       struct string_list *wanted)
{
	struct string_list targets;
	int r = below_list(below, directory, &targets);

	image_note_unreadable(image, directory, r);
	for (size_t i = 0; r == 0 && i < targets.count; i++) {
		struct string_list units;
		char *path;

		if (!ends_with(targets.items[i], ".wants") &&
		    !ends_with(targets.items[i], ".requires"))
			continue;
		path = xasprintf("%s/%s", directory, targets.items[i]);
		image_note_unreadable(image, path, below_list(below, path, &units));
		for (size_t u = 0; u < units.count; u++)
			string_list_add(wanted, units.items[u], strlen(units.items[u]));
		string_list_done(&units);
		free(path);
	}
	string_list_done(&targets);
}

static bool has_unit(struct image_facts *image, struct below *below, const char *unit)
{
	bool found = false;

	for (size_t i = 0; !found && i < ARRAY_SIZE(unit_directories); i++) {
		CLEANUP(cleanup_free)
		char *path = xasprintf("%s/%s", unit_directories[i], unit);
		struct stat st;
		int r = below_stat(below, path, false, &st);

		image_note_unreadable(image, path, r);
		found = r == 0;
	}
	return found;
}

/* A link to /dev/null, or an empty file. */
static bool is_masked(struct image_facts *image, struct below *below, const char *unit)
{
	CLEANUP(cleanup_free) char *path = xasprintf("%s/%s", unit_directories[0], unit);
	struct stat st;
	int r = below_stat(below, path, false, &st);

	image_note_unreadable(image, path, r);
	if (r == 0 && S_ISREG(st.st_mode))
		return st.st_size == 0;
	return image_is_masked(image, below, path);
}

static const char *first_of(const struct string_list *wanted, struct image_facts *image,
			    struct below *below, const char *const *units, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (string_list_has(wanted, units[i]) && !is_masked(image, below, units[i]))
			return units[i];
	return NULL;
}

static void look_at_agent_unit(struct image_facts *image, struct below *below,
			       const struct string_list *wanted)
{
	static const char *const units[] = { "ecs.service", "amazon-ecs.service" };
	struct image_sight *enabled = &image->items[IMAGE_UNIT_ENABLED];
	const char *unit = NULL;

	for (size_t i = 0; !unit && i < ARRAY_SIZE(units); i++)
		if (has_unit(image, below, units[i]))
			unit = units[i];
	if (!unit)
		return;
	image->items[IMAGE_ECS_UNIT].seen = true;
	(void)copy_text(image->items[IMAGE_ECS_UNIT].detail, IMAGE_PATH_BYTES, unit);
	if (is_masked(image, below, unit))
		(void)snprintf(enabled->detail, sizeof enabled->detail, "%s is masked", unit);
	else if (!string_list_has(wanted, unit))
		(void)snprintf(enabled->detail, sizeof enabled->detail, "%s is not enabled", unit);
	else if (is_masked(image, below, "docker.service"))
		(void)copy_text(enabled->detail, sizeof enabled->detail,
				"docker.service is masked");
	else
		enabled->seen = true;
}

static void look_at_own_units(struct image_facts *image, struct below *below,
			      const struct string_list *wanted)
{
	static const char timer[] = "ecsprobe.timer";
	struct image_sight *own = &image->items[IMAGE_OWN_TIMER];

	own->seen = string_list_has(wanted, timer) && !is_masked(image, below, timer);
	if (!own->seen)
		(void)snprintf(own->detail, sizeof own->detail,
			       has_unit(image, below, timer) ? "%s is not enabled"
							     : "there is no %s",
			       timer);
}

void image_look_at_units(struct image_facts *image, struct below *below)
{
	static const char *const clocks[] = {
		"chronyd.service", "chrony.service", "systemd-timesyncd.service", "ntpd.service",
		"ntp.service",     "ntpsec.service", "openntpd.service",
	};
	struct string_list wanted = { 0 };
	const char *clock;

	for (size_t i = 0; i < ARRAY_SIZE(unit_directories); i++)
		add_wanted(image, below, unit_directories[i], &wanted);
	look_at_agent_unit(image, below, &wanted);
	look_at_own_units(image, below, &wanted);
	clock = first_of(&wanted, image, below, clocks, ARRAY_SIZE(clocks));
	image->items[IMAGE_CLOCK_SERVICE].seen = clock;
	(void)copy_text(image->items[IMAGE_CLOCK_SERVICE].detail, IMAGE_PATH_BYTES,
			clock ? clock : "");
	string_list_done(&wanted);
}
