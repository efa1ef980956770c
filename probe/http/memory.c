/* SPDX-License-Identifier: Apache-2.0 */
/* libcurl keeps copies of what it is given: logins, session tokens, bodies.  What it
 * gives back is wiped, and so is what it lets grow. */
#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

#include "ecsprobe/process.h"
#include "exchange.h"

bool memory_open(void)
{
	static bool open;

	if (!open)
		open = curl_global_init_mem(CURL_GLOBAL_DEFAULT, malloc, free_wiped, realloc_wiped,
					    strdup, calloc) == CURLE_OK;
	return open;
}
