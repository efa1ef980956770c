/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/evidence.h"
#include "agent/peers.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct peer_socket sockets[8];
	char *text = fuzz_text(data, size);

	for (int v6 = 0; v6 < 2; v6++) {
		size_t count = path_parse_sockets(text, v6, sockets, 8);

		PROMISE(count <= 8);
		for (size_t i = 0; i < count; i++)
			PROMISE(sockets[i].remote.family == IP_V4 ||
				(v6 && sockets[i].remote.family == IP_V6));
	}
	(void)peers_parse_parent(text);
	free(text);
	return 0;
}
