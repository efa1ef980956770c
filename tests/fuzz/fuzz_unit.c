/* SPDX-License-Identifier: Apache-2.0 */
/* The first byte says whether the rest is a unit or an environment file that a
 * unit names: an EnvironmentFile= of the fuzzer's own could name any file. */
#include <sys/mman.h>
#include <unistd.h>

#include "fuzz.h"
#include "gather/proxies.h"

static char *unit_of_environment(const uint8_t *data, size_t size)
{
	static int fd = -1;
	char unit[64];

	if (fd < 0)
		fd = memfd_create("environment", MFD_CLOEXEC);
	if (fd < 0 || ftruncate(fd, 0) < 0 || pwrite(fd, data, size, 0) != (ssize_t)size)
		abort();
	(void)snprintf(unit, sizeof unit, "[Service]\nEnvironmentFile=-/proc/self/fd/%d\n", fd);
	return fuzz_text((const uint8_t *)unit, strlen(unit));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct proxy_settings all[DIALLER_COUNT] = { 0 };
	char *text;
	char *file;

	if (size == 0)
		return 0;
	text = data[0] % 2 ? unit_of_environment(data + 1, size - 1)
			   : fuzz_text(data + 1, size - 1);
	if (data[0] % 2 == 0)
		while ((file = strstr(text, "File")))
			*file = 'f';
	proxies_read_unit(&all[DIALLER_DOCKERD], text, "/etc/systemd/system/docker.service");
	proxies_wipe(all);
	free(text);
	return 0;
}
