/* SPDX-License-Identifier: Apache-2.0 */
/* The first byte chooses what the rest is an answer to. */
#include "ecsprobe/plan.h"
#include "fuzz.h"
#include "gather/imds_values.h"

#define MAC "02:00:00:00:00:0a"

static const struct imds_want *want_of(enum imds_kind kind)
{
	size_t count;
	const struct imds_want *wants = imds_wants(&count);

	for (size_t i = 0; i < count; i++)
		if (wants[i].kind == kind)
			return &wants[i];
	abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct imds_values values;
	struct identity identity = { 0 };
	struct network network = { 0 };
	size_t count;
	const struct imds_want *wants = imds_wants(&count);
	char *body;

	if (size == 0)
		return 0;
	values = (struct imds_values){ .mac = MAC };
	(void)imds_value_store(&values, want_of(IMDS_MACS), "", MAC "/\n", &identity, &network);
	body = fuzz_text(data + 1, size - 1);
	(void)imds_value_store(&values, &wants[data[0] % count], MAC, body, &identity, &network);
	imds_values_finish(&values, &identity, &network);
	PROMISE(values.interface_count <= IMDS_MAX_INTERFACES);
	PROMISE(network.vpc_cidr_count <= MAX_VPC_CIDRS);
	for (size_t i = 0; i < network.vpc_cidr_count; i++)
		PROMISE(cidr_is_vpc_block(&network.vpc_cidrs[i]));
	PROMISE(fuzz_is_printable(identity.regions[REGION_FROM_IMDS]));
	PROMISE(fuzz_is_printable(identity.dns_suffix) && fuzz_is_printable(identity.partition));
	PROMISE(fuzz_is_printable(identity.instance_id) && fuzz_is_printable(network.zone));
	PROMISE(!identity.account[0] ||
		(strlen(identity.account) == 12 && strspn(identity.account, "0123456789") == 12));
	imds_values_done(&values);
	free(body);
	return 0;
}
