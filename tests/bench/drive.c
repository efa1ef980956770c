/* SPDX-License-Identifier: Apache-2.0 */
/* What make budget counts of judging and of each renderer: drive formats | judge | FORMAT.  Only budget_hot() is
 * counted, so that what makes the report costs nothing. */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ecsprobe/render.h"
#include "sample_report.h"

enum { TIMES = 20, EXIT_USE = 64 };

/* Something of everything that the rules weigh. */
static const char network[] =
	"ns=two ecs: system=10.0.1.10,10.0.2.10 route53=10.0.1.10,10.0.2.10 10.0.2.10=tcp-timeout "
	"ecs-agent: system=10.0.1.20 route53=10.0.1.20 ecs-telemetry: system=10.0.1.30 route53=10.0.1.30 "
	"ecr.api: system=!dns-nxdomain route53=10.0.1.40 ecr.dkr: system=52.94.1.1 route53=10.0.1.50 "
	"ecr.layers: public system=52.216.1.1 route53=52.216.1.1 logs: optional system=10.0.1.60 "
	"10.0.1.60=tls-untrusted secretsmanager: optional system=10.0.1.70 route53=10.0.1.70";

__attribute__((noinline)) void budget_hot(struct world *w, const struct renderer *renderer,
					  FILE *out);

/* By its name: valgrind's --toggle-collect. */
void budget_hot(struct world *w, const struct renderer *renderer, FILE *out)
{
	const struct render_style style = { .width = 80, .verbose = 2, .waterfall = true };

	if (!renderer)
		world_judge(w);
	else if (renderer->report(out, &w->report, &style) < 0)
		errx(1, "cannot render %s", renderer->format);
}

static void print_formats(void)
{
	size_t count;
	const struct renderer *rows = renderer_table(&count);

	for (size_t i = 0; i < count; i++)
		puts(rows[i].format);
}

static void drive(struct world *w, const struct renderer *renderer)
{
	char *bytes = NULL;
	size_t len = 0;

	for (size_t i = 0; i < TIMES; i++) {
		FILE *out = open_memstream(&bytes, &len);

		if (!out)
			err(1, "open_memstream");
		budget_hot(w, renderer, out);
		(void)fclose(out);
		free(bytes);
	}
}

int main(int argc, char **argv)
{
	const struct renderer *renderer = NULL;

	if (argc != 2)
		errx(EXIT_USE, "usage: drive formats | judge | FORMAT");
	if (strcmp(argv[1], "formats") == 0) {
		print_formats();
		return 0;
	}
	if (strcmp(argv[1], "judge") == 0) {
		drive(world_new(network), NULL);
		return 0;
	}
	renderer = renderer_find(argv[1]);
	if (!renderer)
		errx(EXIT_USE, "no format %s", argv[1]);
	drive(sample_report(), renderer);
	return 0;
}
