/* SPDX-License-Identifier: Apache-2.0 */
/* libcurl keeps copies of what it is given: logins, session tokens, bodies.  What it
 * gives back is wiped, and so is what it lets grow. */
#include <curl/curl.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "exchange.h"

/* In front of each block, as big as any alignment needs. */
union head {
	size_t size;
	max_align_t align;
};

static void *take(size_t size)
{
	union head *head;

	if (size > SIZE_MAX - sizeof *head)
		return NULL;
	head = malloc(sizeof *head + size);
	if (!head)
		return NULL;
	head->size = size;
	return head + 1;
}

static void give_back(void *block)
{
	union head *head = (union head *)block - 1;

	if (!block)
		return;
	explicit_bzero(block, head->size);
	free(head);
}

static void *resize(void *block, size_t size)
{
	void *other;
	size_t old;

	if (!block)
		return take(size);
	old = ((union head *)block - 1)->size;
	other = take(size);
	if (!other)
		return NULL;
	memcpy(other, block, old < size ? old : size);
	give_back(block);
	return other;
}

static void *take_zeroed(size_t count, size_t size)
{
	void *block;

	if (size && count > SIZE_MAX / size)
		return NULL;
	block = take(count * size);
	if (block)
		memset(block, 0, count * size);
	return block;
}

static char *copy(const char *text)
{
	size_t size = strlen(text) + 1;
	char *block = take(size);

	if (block)
		memcpy(block, text, size);
	return block;
}

bool memory_open(void)
{
	static bool open;

	if (!open)
		open = curl_global_init_mem(CURL_GLOBAL_DEFAULT, take, give_back, resize, copy,
					    take_zeroed) == CURLE_OK;
	return open;
}
