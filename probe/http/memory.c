/* SPDX-License-Identifier: Apache-2.0 */
/* libcurl keeps copies of what it is given: logins, session tokens, bodies.  What it
 * gives back is wiped, and so is what it lets grow. */
#include <curl/curl.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include "exchange.h"

static void give_back(void *block)
{
	if (block)
		explicit_bzero(block, malloc_usable_size(block));
	free(block);
}

static void *resize(void *block, size_t size)
{
	size_t old = block ? malloc_usable_size(block) : 0;
	void *other = malloc(size);

	if (!other)
		return NULL;
	if (block)
		memcpy(other, block, old < size ? old : size);
	give_back(block);
	return other;
}

bool memory_open(void)
{
	static bool open;

	if (!open)
		open = curl_global_init_mem(CURL_GLOBAL_DEFAULT, malloc, give_back, resize, strdup,
					    calloc) == CURLE_OK;
	return open;
}
