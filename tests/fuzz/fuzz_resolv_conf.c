/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/resolv_conf.h"

#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct resolver_settings settings;
	struct ip found[3];
	char *text = fuzz_text(data, size);
	size_t count = resolv_conf_nameservers(text, size, found, 3);

	PROMISE(count <= 3);
	for (size_t i = 0; i < count; i++)
		PROMISE(found[i].family != IP_NONE);
	resolv_conf_read(&settings, text, size, "box.corp.example");
	PROMISE(settings.nameserver_count > 0 && settings.nameserver_count <= MAX_NAMESERVERS);
	PROMISE(settings.search_count <= MAX_SEARCH);
	PROMISE(settings.ndots <= 15 && settings.timeout_s <= 30 && settings.attempts <= 5);
	free(text);
	return 0;
}
