/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/gather.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct host_facts host = { 0 };
	char *text = fuzz_text(data, size);

	resolv_conf_parse(&host, text, size);
	PROMISE(host.nameserver_count <= MAX_NAMESERVERS);
	for (size_t i = 0; i < host.nameserver_count; i++)
		PROMISE(host.nameservers[i].family != IP_NONE);
	free(text);
	return 0;
}
