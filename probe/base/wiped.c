/* SPDX-License-Identifier: Apache-2.0 */
/* Libraries copy what they are given, and free it as it is: sd-json the text of each string,
 * OpenSSL what it has decrypted.  The links have --wrap=free and --wrap=realloc (Makefile), so
 * that all of it passes here. */
#include <malloc.h>
#include <stdbool.h>
#include <stdlib.h>
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

void free_wiped(void *block)
{
	if (block)
		explicit_bzero(block, malloc_usable_size(block));
	__real_free(block);
}

/* To another place each time, as what is left behind could not be wiped after. */
void *realloc_wiped(void *block, size_t size)
{
	size_t old = block ? malloc_usable_size(block) : 0;
	void *other = malloc(size);

	if (!other)
		return NULL;
	if (block)
		memcpy(other, block, old < size ? old : size);
	free_wiped(block);
	return other;
}

void __wrap_free(void *block)
{
	if (wiping)
		free_wiped(block);
	else
		__real_free(block);
}

void *__wrap_realloc(void *block, size_t size)
{
	/* Of nothing it frees, as ever. */
	return wiping && size ? realloc_wiped(block, size) : __real_realloc(block, size);
}
