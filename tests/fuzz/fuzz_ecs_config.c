/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/ecs_config.h"
#include "fuzz.h"
#include "gather/proxies.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct proxy_settings all[DIALLER_COUNT] = { 0 };
	char *text = fuzz_text(data, size);
	char value[16];
	unsigned line = 0;

	if (ecs_config_lookup(text, size, "AWS_DEFAULT_REGION", value, sizeof value, &line)) {
		PROMISE(line > 0);
		PROMISE(memchr(value, '\0', sizeof value) != NULL);
		PROMISE(!memchr(value, '\n', strlen(value)));
	}
	proxies_take_ecs_config(&all[DIALLER_AGENT], text, size, "/etc/ecs/ecs.config");
	proxies_wipe(all);
	free(text);
	return 0;
}
