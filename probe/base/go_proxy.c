/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/go_proxy.h"

const char *const proxy_keys[PROXY_SPELLINGS][PROXY_VARIABLES] = {
	{ [PROXY_OF_HTTPS] = "HTTPS_PROXY",
	  [PROXY_OF_HTTP] = "HTTP_PROXY",
	  [PROXY_EXCEPTIONS] = "NO_PROXY" },
	{ [PROXY_OF_HTTPS] = "https_proxy",
	  [PROXY_OF_HTTP] = "http_proxy",
	  [PROXY_EXCEPTIONS] = "no_proxy" },
};
