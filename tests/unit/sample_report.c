/* SPDX-License-Identifier: Apache-2.0 */
#include "sample_report.h"

#include <string.h>

static const char world_text[] =
	"ns=system ecs: system=10.0.1.10,10.0.2.10 route53=10.0.1.10,10.0.2.10 "
	"ecs-agent: system=10.0.1.20,10.0.2.20,2600:1f18::20 route53=10.0.1.20,10.0.2.20 "
	"10.0.2.20=tcp-timeout 2600:1f18::20=no-family-route "
	"ecr.dkr: system=52.94.1.10 route53=10.0.1.30 52.94.1.10=tls-untrusted "
	"ecr.layers: any system=52.216.1.10 route53=52.216.1.10 "
	"logs: optional private system=!dns-nxdomain route53=!dns-nxdomain "
	"secretsmanager: inferred hosts=10.0.1.60 system=!not-finished route53=10.0.1.60";

/* What peers say comes escaped, and still holds what formats must quote. */
static void fill_peers(struct world *w)
{
	struct attempt_outcome *a = world_attempt(w, 2, "52.94.1.10");
	static const char *const sans[] = { "*.example.com", "evil\\x00\\x1b[31m\"quoted\".example",
					    "back\\x5cslash" };

	a->tls.handshake_spoke = a->tls.certificate_seen = true;
	(void)copy_text(a->tls.version, sizeof a->tls.version, "TLSv1.2");
	(void)copy_text(a->tls.group, sizeof a->tls.group, "secp256r1");
	(void)copy_text(a->tls.cipher, sizeof a->tls.cipher, "ECDHE-RSA-AES128-GCM-SHA256");
	(void)copy_text(a->tls.subject, sizeof a->tls.subject,
			"CN=proxy \"A\", O=Evil \\x1b[31m Ltd");
	(void)copy_text(a->tls.issuer, sizeof a->tls.issuer, "CN=Inspection CA");
	(void)copy_text(a->detail, sizeof a->detail, "unable to get local issuer certificate");
	a->tls.not_before_s = 1767225600;
	a->tls.not_after_s = 1798761599;
	for (size_t i = 0; i < ARRAY_SIZE(sans); i++)
		string_list_add(&a->tls.sans, sans[i], strlen(sans[i]));
	world_attempt(w, 1, "10.0.2.20")->failed_us = 30000;
	string_list_add(&w->outcomes.items[0]->answers[0].cnames, "alias\\x0a.example", 17);
}

static void replace_findings(struct report *report)
{
	static const char hint[] =
		"Check the one thing that is the matter, and then check the other "
		"thing that is the matter too.";
	static const struct {
		enum code code;
		enum severity severity;
		const char *subject, *message;
	} rows[] = {
		{ CODE_TLS_UNTRUSTED, SEVERITY_FAIL, "ecr.dkr",
		  "the certificate of 52.94.1.10 says \"CN=proxy\", caf\xc3\xa9 and back\\slash" },
		{ CODE_PARTIAL_ADDRESSES, SEVERITY_WARN, "ecs-agent", "1 of 2 addresses work" },
		{ CODE_DNS_NXDOMAIN, SEVERITY_WARN, "logs",
		  "the host's nameserver (10.0.0.53) says that logs.us-east-1.amazonaws.com does "
		  "not "
		  "exist, and says it at such length that the line has to be wrapped" },
		{ CODE_DNS_NXDOMAIN, SEVERITY_WARN, "secretsmanager", "the same cause once more" },
		{ CODE_NO_FAMILY_ROUTE, SEVERITY_NOTE, "ecs-agent", "2600:1f18::20 not dialled" },
	};

	for (size_t i = 0; i < report->findings.count; i++) {
		free(report->findings.items[i].message);
		free(report->findings.items[i].evidence);
		string_list_done(&report->findings.items[i].commands);
	}
	free(report->findings.items);
	report->findings = (struct findings){ xcalloc(ARRAY_SIZE(rows), sizeof(struct finding)),
					      ARRAY_SIZE(rows) };
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct finding *f = &report->findings.items[i];

		f->code = rows[i].code;
		f->severity = rows[i].severity;
		(void)copy_text(f->subject, sizeof f->subject, rows[i].subject);
		f->message = xstrdup(rows[i].message);
		f->hint = hint;
		if (i == 0)
			string_list_add_once(
				&f->commands,
				"aws ec2 describe-vpc-endpoints --region us-east-1 "
				"--filters Name=vpc-id,Values='<\"vpc\" & back\\slash>'");
	}
}

struct world *sample_report(void)
{
	struct world *w = world_new(world_text);
	struct identity *identity = &w->facts.identity;

	(void)copy_text(identity->partition, sizeof identity->partition, "aws");
	(void)copy_text(identity->dns_suffix, sizeof identity->dns_suffix, "amazonaws.com");
	(void)copy_text(identity->account, sizeof identity->account, "123456789012");
	(void)copy_text(identity->instance_id, sizeof identity->instance_id, "i-0123456789abcdef0");
	(void)copy_text(w->facts.network.zone, ZONE_BYTES, "us-east-1b");
	(void)copy_text(w->facts.network.vpc_id, VPC_ID_BYTES, "vpc-0123456789abcdef0");
	w->facts.imds.clock_known = true;
	w->facts.imds.clock_skew_s = -2;
	fill_peers(w);
	world_judge(w);
	replace_findings(&w->report);
	return w;
}
