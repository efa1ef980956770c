/* SPDX-License-Identifier: Apache-2.0 */
/* Libraries copy what they are given, and free it as it is: sd-json the text of each string,
 * OpenSSL what it has decrypted.  The links have --wrap=free and --wrap=realloc (Makefile), so
 * that all of it passes here. */
#include <malloc.h>
#include <stdbool.h>
#include <string.h>

#include "ecsprobe/process.h"

void __real_free(void *block);
void *__real_realloc(void *block, size_t size);
void __wrap_free(void *block);
void *__wrap_realloc(void *block, size_t size);

static bool wiping;

void process_wipe_freed(void)
{
	wiping = true;
}

void __wrap_free(void *block)
{
	if (block && wiping)
		explicit_bzero(block, malloc_usable_size(block));
	__real_free(block);
}

/* To another place each time, as what is left behind could not be wiped after. */
void *__wrap_realloc(void *block, size_t size)
{
	size_t old;
	void *other;

	if (!block || !size || !wiping) {
		if (block && wiping)
			explicit_bzero(block, malloc_usable_size(block));
		return __real_realloc(block, size);
	}
	old = malloc_usable_size(block);
	other = malloc(size);
	if (!other)
		return NULL;
	memcpy(other, block, old < size ? old : size);
	__wrap_free(block);
	return other;
}
