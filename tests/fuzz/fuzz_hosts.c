/* SPDX-License-Identifier: Apache-2.0 */
#include <strings.h>

#include "ecsprobe/gather.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct host_facts host = { .hosts_text = fuzz_text(data, size) };
	size_t first = strcspn(host.hosts_text, " \t\r\n");
	char *word = fuzz_text(data, first);

	hosts_file_find(&host, "ecs.us-east-1.amazonaws.com");
	hosts_file_find(&host, "localhost");
	if (*word)
		hosts_file_find(&host, word);
	for (size_t i = 0; i < host.hosts_count; i++) {
		PROMISE(host.hosts[i].ip.family != IP_NONE);
		PROMISE(*host.hosts[i].name && !strpbrk(host.hosts[i].name, " \t\n"));
	}
	free(word);
	host_facts_done(&host);
	return 0;
}
