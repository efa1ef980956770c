/* SPDX-License-Identifier: Apache-2.0 */
/* From a message back to the codes: the messages are those that the texts quote. */
#include <stdio.h>
#include <string.h>

#include "ecsprobe/explain.h"
#include "ecsprobe/util.h"
#include "log_causes.h"

enum { LEAST_BYTES = 3, QUOTE_BYTES = 128 };

static const char blanks[] = " \t";

/* Of a quote that leaves something out ("valid for ..., not ...") each part. */
static bool holds_parts(const char *message, char *quote)
{
	char *rest = quote;
	bool any = false;

	for (char *dots = quote; dots; rest = dots + 3) {
		char *part;

		dots = strstr(rest, "...");
		if (dots)
			*dots = '\0';
		part = text_trim(rest, " ,:");
		if (!strcasestr(message, part))
			return false;
		any = any || strlen(part) >= LEAST_BYTES;
	}
	return any;
}

/* The first quote that is a part of the message; NULL: none. */
static const char *quote_in(const char *message, const char *text)
{
	for (const char *begin = text; (begin = strchr(begin, '\''));) {
		const char *end = strchr(begin + 1, '\'');
		char quote[QUOTE_BYTES];

		if (!end)
			return NULL;
		/* An apostrophe begins no quote. */
		if (begin > text && begin[-1] != ' ') {
			begin++;
			continue;
		}
		if ((size_t)(end - begin) <= sizeof quote) {
			memcpy(quote, begin + 1, (size_t)(end - begin - 1));
			quote[end - begin - 1] = '\0';
			if (holds_parts(message, quote))
				return begin;
		}
		begin = end + 1;
	}
	return NULL;
}

static bool is_of_dns(const char *message)
{
	return strcasestr(message, "lookup ") || strcasestr(message, "udp ");
}

/* Messages alone, and nothing that limits them. */
static bool is_only_quotes(const char *looks)
{
	static const char other[] = "' or '";

	for (const char *end; *looks == '\'';) {
		end = strchr(looks + 1, '\'');
		if (!end || !end[1])
			return end != NULL;
		looks = strncmp(end, other, sizeof other - 1) == 0 ? end + sizeof other - 2
								   : end + 1;
	}
	return false;
}

enum explanation_fit explanation_fit(const struct explanation *explanation, const char *message)
{
	CLEANUP(cleanup_free) char *copy = xstrdup(message);
	const char *words = text_trim(copy, blanks);

	const char *looks = explanation->looks;
	const char *at;

	if (strlen(words) < LEAST_BYTES)
		return FIT_NONE;
	at = strcasestr(looks, words);
	if (!at)
		at = quote_in(words, looks);
	if (!at)
		return FIT_NONE;
	if (at > looks + 1)
		return FIT_POSSIBLE;
	return is_only_quotes(looks) || (strstr(looks, "port 53") && is_of_dns(words)) ? FIT_BEST
										       : FIT_GOOD;
}

enum guide { ECS, ECS_API, ECR, VPC, LINK, EC2, R53, IAM, MWAA, ELSEWHERE };

static const char *const guides[] = {
	[ECS] = "docs.aws.amazon.com/AmazonECS/latest/developerguide/",
	[ECS_API] = "docs.aws.amazon.com/AmazonECS/latest/APIReference/",
	[ECR] = "docs.aws.amazon.com/AmazonECR/latest/userguide/",
	[VPC] = "docs.aws.amazon.com/vpc/latest/userguide/",
	[LINK] = "docs.aws.amazon.com/vpc/latest/privatelink/",
	[EC2] = "docs.aws.amazon.com/AWSEC2/latest/UserGuide/",
	[R53] = "docs.aws.amazon.com/Route53/latest/DeveloperGuide/",
	[IAM] = "docs.aws.amazon.com/IAM/latest/UserGuide/",
	[MWAA] = "docs.aws.amazon.com/mwaa/latest/userguide/",
	[ELSEWHERE] = "",
};

/* Words of a page's title, which no other page has. */
static const struct {
	enum guide guide;
	const char *words, *page;
} pages[] = {
	{ ECS, "Amazon ECS interface VPC", "vpc-endpoints" },
	{ ECS, "container agent configuration", "ecs-agent-config" },
	{ ECS, "Installing the Amazon ECS", "ecs-agent-install" },
	{ ECS, "Updating the Amazon ECS", "ecs-agent-update" },
	{ ECS, "agent introspection", "ecs-agent-introspection" },
	{ ECS, "Amazon ECS troubleshooting", "troubleshooting" },
	{ ECS, "container instance IAM role", "instance_IAM_role" },
	{ ECS, "task IAM role", "task-iam-roles" },
	{ ECS, "Using an HTTP proxy", "http_proxy_config" },
	{ ECS, "Building a custom", "ecs-ami-build-scripts" },
	{ ECS_API, "Common Errors", "CommonErrors" },
	{ ECR, "Amazon ECR interface VPC", "vpc-endpoints" },
	{ ECR, "Making requests to Amazon ECR", "ecr-requests" },
	{ VPC, "DNS attributes", "vpc-dns" },
	{ VPC, "Understanding Amazon DNS", "AmazonDNS-concepts" },
	{ VPC, "DNS64 and NAT64", "nat-gateway-nat64-dns64" },
	{ VPC, "VPC CIDR blocks", "vpc-cidr-blocks" },
	{ R53, "Resolving DNS queries", "resolver" },
	{ R53, "private hosted zone", "hosted-zone-private-considerations" },
	{ LINK, "using an interface VPC endpoint", "create-interface-endpoint" },
	{ LINK, "Gateway endpoints for Amazon S3", "vpc-endpoints-s3" },
	{ LINK, "endpoint policies", "vpc-endpoints-access" },
	{ LINK, "services that integrate", "aws-services-privatelink-support" },
	{ LINK, "cross-Region enabled", "aws-services-cross-region-privatelink-support" },
	{ EC2, "instance metadata", "ec2-instance-metadata" },
	{ EC2, "Set the time reference", "set-time" },
	{ EC2, "time synchronization", "set-time" },
	{ EC2, "maximum transmission unit", "network_mtu" },
	{ IAM, "access denied error", "troubleshoot_access-denied" },
	{ MWAA, "networking on Amazon MWAA", "networking-about" },
	{ ELSEWHERE, "Amazon Trust Services", "www.amazontrust.com/repository/" },
	{ ELSEWHERE, "machine-id(5)",
	  "www.freedesktop.org/software/systemd/man/latest/machine-id.html" },
	{ ELSEWHERE, "Packet filtering and firewalls",
	  "docs.docker.com/engine/network/packet-filtering-firewalls/" },
	{ ELSEWHERE, "cloud-init clean", "cloudinit.readthedocs.io/en/latest/reference/cli.html" },
};

bool explanation_address(const struct explanation *explanation, size_t *at,
			 char out[static PAGE_ADDRESS_BYTES])
{
	while (*at < ARRAY_SIZE(pages)) {
		size_t i = (*at)++;

		if (!strstr(explanation->page, pages[i].words))
			continue;
		(void)snprintf(out, PAGE_ADDRESS_BYTES, "https://%s%s%s", guides[pages[i].guide],
			       pages[i].page, pages[i].guide == ELSEWHERE ? "" : ".html");
		return true;
	}
	return false;
}

struct log_cause_text explain_log_cause(enum log_cause cause)
{
	return (struct log_cause_text){ log_cause_words(cause), log_cause_hint(cause) };
}
