/* SPDX-License-Identifier: Apache-2.0 */
/* When, and on which machine. */
#include <string.h>
#include <time.h>

#include "ecsprobe/agent.h"
#include "ecsprobe/clock.h"
#include "ecsprobe/util.h"
#include "history_file.h"
#include "spread_key.h"

enum { ID_FILE_BYTES = 256 };

static const char hex[] = "0123456789abcdef";

/* The first line of a file that has nothing but a short word in it. */
static bool read_word(const char *path, char *word, size_t size)
{
	CLEANUP(cleanup_free) char *text = NULL;
	size_t len;

	if (file_read_bounded(path, ID_FILE_BYTES, &text, &len) < 0)
		return false;
	text[strcspn(text, " \t\r\n")] = '\0';
	return *text && copy_text(word, size, text);
}

void moment_now(struct moment *now)
{
	struct timespec since_boot = { 0 };

	*now = (struct moment){ .time_s = clock_wall_s() };
	(void)clock_gettime(CLOCK_BOOTTIME, &since_boot);
	now->boottime_us = (uint64_t)since_boot.tv_sec * 1000000 +
			   (uint64_t)since_boot.tv_nsec / 1000;
	if (!read_word("/proc/sys/kernel/random/boot_id", now->boot_id, sizeof now->boot_id) ||
	    !history_is_boot_id(now->boot_id))
		now->boot_id[0] = '\0';
}

static bool is_instance_id(const char *word)
{
	size_t digits;

	if (strncmp(word, "i-", 2) != 0)
		return false;
	digits = strspn(word + 2, hex);
	return digits >= 8 && digits <= 17 && !word[2 + digits];
}

/* An image that was not cleaned of it has "uninitialized" or nothing. */
static bool is_machine_id(const char *word)
{
	return strlen(word) == 32 && strspn(word, hex) == 32 && strspn(word, "0") != 32;
}

/* In the order of increasing doubt: an image cannot contain firmware, but it can contain a file.
 * cloud-init's id counts only if it comes from EC2, as that of a source without ids is the same
 * everywhere. */
static const struct {
	const char *path;
	bool (*fits)(const char *word);
} sources[] = {
	{ "/sys/devices/virtual/dmi/id/board_asset_tag", is_instance_id },
	{ "/var/lib/cloud/data/instance-id", is_instance_id },
	{ "/etc/machine-id", is_machine_id },
};

void spread_key_read(const char *root, char *key, size_t size)
{
	for (size_t i = 0; i < ARRAY_SIZE(sources); i++) {
		CLEANUP(cleanup_free) char *path = xasprintf("%s%s", root, sources[i].path);
		char word[64];

		if (!read_word(path, word, sizeof word) || !sources[i].fits(word))
			continue;
		(void)copy_text(key, size, word);
		return;
	}
	if (gethostname(key, size) < 0)
		key[0] = '\0';
	key[size - 1] = '\0';
}

void agent_spread_key(char *key, size_t size)
{
	spread_key_read("", key, size);
}
