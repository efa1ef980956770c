/* SPDX-License-Identifier: Apache-2.0 */
/* The first byte says whether the rest is a unit or an environment file that a
 * unit names: an EnvironmentFile= of the fuzzer's own could name any file. */
#include <sys/mman.h>
#include <unistd.h>

#include "fuzz.h"
#include "gather/host_files.h"
#include "gather/proxies.h"
#include "gather/unit_files.h"

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
	struct proxy_settings settings = { 0 };
	struct host_reader reader;
	struct file_source files;
	struct unit_files unit;
	char *text;
	char *file;

	if (size == 0)
		return 0;
	text = data[0] % 2 ? unit_of_environment(data + 1, size - 1)
			   : fuzz_text(data + 1, size - 1);
	if (data[0] % 2 == 0)
		while ((file = strstr(text, "File")))
			*file = 'f';
	host_reader_open(&reader, "", NULL);
	files = host_files(&reader);
	unit_files_read_text(&unit, &files, text, "/etc/systemd/system/docker.service");
	proxies_take_environment(&settings, &unit);
	for (size_t i = 0; i < unit.environment_count; i++)
		PROMISE(unit.environment[i].line > 0 && unit.environment[i].path);
	for (size_t i = 0; i < unit.argument_count; i++)
		PROMISE(unit.arguments[i].text && unit.arguments[i].path);
	proxies_forget(&settings);
	unit_files_done(&unit);
	host_reader_close(&reader);
	free(text);
	return 0;
}
