/* SPDX-License-Identifier: Apache-2.0 */
/* What is freed is overwritten, once that is wanted, whatever size it had. */
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "check.h"
#include "ecsprobe/process.h"
#include "ecsprobe/util.h"

static const char pattern[] = "canary-of-the-heap";

/* Read as a file, as it is nobody's any more; the allocator keeps its own in its first bytes. */
static bool is_left(uintptr_t block, size_t size)
{
	static char bytes[40000];
	int fd = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);

	assert_true(fd >= 0);
	assert_true(size <= sizeof bytes);
	assert_int_equal(pread(fd, bytes, size, (off_t)block), size);
	(void)close(fd);
	return memmem(bytes + 32, size - 32, pattern, sizeof pattern) != NULL;
}

static char *filled(size_t size)
{
	char *block = xcalloc(size, 1);

	for (size_t i = 0; i + sizeof pattern < size; i += sizeof pattern)
		memcpy(block + i, pattern, sizeof pattern);
	return block;
}

static void freed_and_grown(void **state)
{
	static const size_t sizes[] = { 100, 700, 1000, 5000, 40000 };

	(void)state;
	process_wipe_freed();
	for (size_t i = 0; i < ARRAY_SIZE(sizes); i++) {
		char *block = filled(sizes[i]);
		/* Between it and the top of the heap, or it would be given back. */
		char *guard = xcalloc(64, 1);
		volatile uintptr_t place = (uintptr_t)block;
		char *longer;

		EXPECT(is_left(place, sizes[i]), "%zu", sizes[i]);
		free(block);
		EXPECT(!is_left(place, sizes[i]), "%zu after free()", sizes[i]);
		block = filled(sizes[i]);
		place = (uintptr_t)block;
		longer = realloc(block, sizes[i] * 3);
		assert_non_null(longer);
		EXPECT(is_left((uintptr_t)longer, sizes[i]), "%zu moved", sizes[i]);
		EXPECT((uintptr_t)longer == place || !is_left(place, sizes[i]),
		       "%zu after realloc()", sizes[i]);
		free(longer);
		free(guard);
	}
	expect_all_held();
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(freed_and_grown) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
