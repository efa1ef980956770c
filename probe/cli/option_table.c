/* SPDX-License-Identifier: Apache-2.0 */
#include <stddef.h>

#include "ecsprobe/options.h"
#include "ecsprobe/profile.h"

const char options_usual_file[] = "/etc/ecsprobe/ecsprobe.conf";

const char *const expect_words[] = {
	[EXPECT_AUTO] = "auto",
	[EXPECT_PRIVATE] = "private",
	[EXPECT_PUBLIC] = "public",
	[EXPECT_ANY] = "any",
	NULL,
};

const char *expect_name(enum expect expect)
{
	return expect_words[expect];
}

static const char *const color_words[] = {
	[COLOR_AUTO] = "auto", [COLOR_ALWAYS] = "always", [COLOR_NEVER] = "never", NULL
};

static const char *const restart_words[] = { "always", "if-stale", NULL };
static const char *const profile_words[] = { profile_auto, NULL };
static const char *const service_words[] = { "all", NULL };
static const char *const endpoint_words[] = { "off", NULL };
static const char stage[] = "30 % of --timeout";

static const char *const bake_words[] = { "build", "final", NULL };
static const char *const help_words[] = { "all", NULL };

#define TO(field) .offset = offsetof(struct options, field)

static const char what[] = "What to check";
static const char where[] = "Where this instance is (normally detected)";
static const char how[] = "How to check";
static const char agent[] = "The agent";
static const char bake[] = "An image (AMI bake)";
static const char limits[] = "Time limits";
static const char report[] = "Report";
static const char other[] = "Other";

static const struct option_row table[] = {
	[OPT_PROFILE] = { "profile", 0, "PROFILE,...", OPTION_LIST, TO(profiles),
			  .choices = profile_words, .fallback = "ecs",
			  .excludes = OPT_BIT(OPT_SERVICE), .group = what,
			  .first = "what runs here: batch, mwaa, ssm, auto, ...",
			  .help = "what runs on this instance: a profile of --list --all-profiles, a file of /etc/ecsprobe/profiles.d, or auto: what the agent and the running tasks use" },
	[OPT_ALL_PROFILES] = { "all-profiles", 0, NULL, OPTION_FLAG, TO(all_profiles),
			       .excludes = OPT_BIT(OPT_SERVICE), .group = what,
			       .help = "check every service of the catalog and every profile file" },
	[OPT_SERVICE] = { "service", 0, "SERVICE,...", OPTION_LIST, TO(services), .group = what,
			  .first = "check only these, such as ecs,ecr.api",
			  .help = "check only these services (ids of --list) instead of a profile's" },
	[OPT_SKIP] = { "skip", 0, "SERVICE,...", OPTION_LIST, TO(skip), .group = what,
		       .help = "do not check these services" },
	[OPT_REQUIRE] = { "require", 0, "SERVICE,...", OPTION_LIST, TO(require),
			  .choices = service_words, .group = what,
			  .help = "check these too, and report unhealthy if one fails; 'all' means every service" },
	[OPT_OPTIONAL] = { "optional", 0, "SERVICE,...", OPTION_LIST, TO(optional),
			   .choices = service_words, .group = what,
			   .help = "report only degraded if one of these fails; 'all' means every service" },
	[OPT_HOST] = { "host", 0, "NAME[:PORT][/tcp|/tls]", OPTION_HOST, TO(hosts), .group = what,
		       .help = "also check this host (port 443 unless given); repeatable; /tcp connects without TLS, as on ports 2049 and 5432 unless you add /tls" },
	[OPT_FIPS] = { "fips", 0, NULL, OPTION_FLAG, TO(fips), .group = what,
		       .help = "use the FIPS names of services that have one (normally: the names that the agent uses)" },
	[OPT_DUALSTACK] = { "dualstack", 0, NULL, OPTION_FLAG, TO(dual_stack), .group = what,
			    .help = "use the dual-stack names of services that have one" },
	[OPT_EXPECT] = { "expect", 0, "PATH", OPTION_CHOICE, TO(expect), .choices = expect_words,
			 .fallback = "auto", .group = what,
			 .first = "private: a public path is a failure, not a warning",
			 .help = "the path that you expect: private, where a public path is a failure; public; any; or auto, where a public path is a warning" },
	[OPT_ALLOW_CIDR] = { "allow-cidr", 0, "CIDR", OPTION_CIDR, TO(allow_cidrs), .group = what,
			     .help = "accept private addresses outside this VPC only in this block; repeatable" },

	[OPT_REQUIRE_AGENT] = { "require-agent", 0, NULL, OPTION_FLAG, TO(require_agent),
				.group = agent, .help = "report unhealthy if there is no agent" },
	[OPT_RESTART_AGENT] = { "restart-agent", 0, "WHEN", OPTION_CHOICE, TO(restart),
				.bare = "always", .value = RESTART_ALWAYS, .choices = restart_words,
				.command_line_only = true, .group = agent,
				.help = "restart the agent if that is safe: always, or if-stale: only if it is dead, or uses an old configuration, path, nameserver, /etc/hosts or trust store" },
	[OPT_DRY_RUN] = { "dry-run", 0, NULL, OPTION_FLAG, TO(dry_run), .with_restart = true,
			  .command_line_only = true, .group = agent,
			  .first = "with --restart-agent: show what it would do",
			  .help = "show what --restart-agent would do and why, and change nothing" },
	[OPT_FORCE] = { "force", 0, NULL, OPTION_FLAG, TO(force), .with_restart = true,
			.command_line_only = true, .group = agent,
			.help = "restart although endpoints, the metadata service, the instance role or the clock fail, although ecsprobe could not confirm endpoints, settings or unit scripts, or although nothing starts the agent; ignore the cool-down, the maximum number of restarts and --splay; override nothing else" },
	[OPT_ALLOW_UPGRADE] = { "allow-upgrade", 0, NULL, OPTION_FLAG, TO(allow_upgrade),
				.with_restart = true, .group = agent,
				.help = "let if-stale restart even if that loads a newer agent, as always does" },
	[OPT_SPLAY] = { "splay", 0, "SECONDS", OPTION_PAUSE, TO(splay_us), .with_restart = true,
			.fallback = "0", .group = agent,
			.help = "wait up to SECONDS first (fixed per instance)" },
	[OPT_READY_TIMEOUT] = { "ready-timeout", 0, "SECONDS", OPTION_SECONDS, TO(ready_timeout_us),
				.with_restart = true, .otherwise = "90, or 180 with an upgrade",
				.group = agent,
				.help = "how long the restarted agent may take to come back" },
	[OPT_COOL_DOWN] = { "cool-down", 0, "SECONDS", OPTION_PAUSE, TO(cool_down_us),
			    .with_restart = true, .fallback = "600", .group = agent,
			    .help = "minimum time since the last restart" },

	[OPT_TIMEOUT] = { "timeout", 't', "SECONDS", OPTION_SECONDS, TO(timeout_us),
			  .fallback = "10", .group = limits,
			  .help = "limit of the whole run: 5, 0.5, 10s or 5m" },
	[OPT_WAIT] = { "wait", 0, "SECONDS", OPTION_PAUSE, TO(wait_us), .fallback = "0",
		       .command_line_only = true, .group = limits,
		       .first = "repeat until healthy; 5m and 1h work too",
		       .help = "repeat, at growing intervals, until the verdict is healthy or degraded; every try starts within this time and may take all of --timeout; 0: one try" },
	[OPT_DNS_TIMEOUT] = { "dns-timeout", 0, "SECONDS", OPTION_SECONDS, TO(dns_timeout_us),
			      .otherwise = stage, .group = limits,
			      .help = "limit of each name lookup" },
	[OPT_CONNECT_TIMEOUT] = { "connect-timeout", 0, "SECONDS", OPTION_SECONDS,
				  TO(connect_timeout_us), .otherwise = stage, .group = limits,
				  .help = "limit of each TCP connect" },
	[OPT_TLS_TIMEOUT] = { "tls-timeout", 0, "SECONDS", OPTION_SECONDS, TO(tls_timeout_us),
			      .otherwise = stage, .group = limits,
			      .help = "limit of each TLS handshake" },

	[OPT_OUTPUT] = { "output", 'o', "FORMAT[=FILE]", OPTION_OUTPUT, TO(outputs),
			 .fallback = "text", .group = report,
			 .first = "json, html, prometheus, junit, ...; repeatable",
			 .help = "write the report in this format to stdout, or replace FILE atomically; repeatable" },
	[OPT_ON_CHANGE] = { "on-change", 0, "FILE", OPTION_TEXT, TO(on_change), .group = report,
			    .help = "write the format brief only when the failures changed, at most every 15 minutes, and again after each boot; nothing while all is well. FILE stores the last failures" },
	[OPT_WATERFALL] = { "waterfall", 0, NULL, OPTION_FLAG, TO(waterfall), .group = report,
			    .help = "draw the DNS, TCP and TLS times in the text report; with -v for every address" },
	[OPT_TIMING] = { "timing", 0, NULL, OPTION_FLAG, TO(timing), .group = report,
			 .help = "print on stderr, and in the JSON, how long each phase of the run took" },
	[OPT_STRICT] = { "strict", 0, NULL, OPTION_FLAG, TO(strict), .group = report,
			 .help = "exit with status 2 if the verdict is degraded" },
	[OPT_COLOR] = { "color", 0, "WHEN", OPTION_CHOICE, TO(color), .choices = color_words,
			.fallback = "auto", .group = report,
			.help = "always, never, or auto: on a terminal, unless NO_COLOR is set" },
	[OPT_VERBOSE] = { "verbose", 'v', NULL, OPTION_COUNT, TO(verbose), .group = report,
			  .first = "show every address; -vv: also the raw evidence",
			  .help = "show every address and the notes; twice: also the raw evidence" },
	[OPT_QUIET] = { "quiet", 'q', NULL, OPTION_FLAG, TO(quiet), .command_line_only = true,
			.group = report,
			.help = "write no report to stdout and no progress: only the exit status, errors, and the files of --output" },

	[OPT_DEEP] = { "deep", 0, NULL, OPTION_FLAG, TO(deep), .group = how,
		       .help = "also try hosts outside the plan: names of other Regions, S3 elsewhere, numbered hosts" },
	[OPT_API] = { "api", 0, NULL, OPTION_FLAG, TO(api), .group = how,
		      .first = "also make signed, read-only calls to AWS",
		      .help = "also make signed, read-only calls to AWS, with the credentials of the instance role or of the environment; --api --list shows which calls" },
	[OPT_RESOLVER] = { "resolver", 0, "ADDR[:PORT]", OPTION_RESOLVER, TO(resolver),
			   .group = how,
			   .help = "use this nameserver instead of the Route 53 Resolver at 169.254.169.253" },
	[OPT_CA_FILE] = { "ca-file", 0, "FILE", OPTION_TEXT, TO(ca_file),
			  .excludes = OPT_BIT(OPT_CA_DIR), .group = how,
			  .help = "trust only the certificates in this PEM file" },
	[OPT_CA_DIR] = { "ca-dir", 0, "DIR", OPTION_TEXT, TO(ca_dir),
			 .excludes = OPT_BIT(OPT_CA_FILE), .group = how,
			 .help = "trust only the hashed certificates in this directory" },

	[OPT_REGION] = { "region", 0, "REGION", OPTION_REGION, TO(region), .group = where,
			 .first = "instead of the instance's own Region",
			 .help = "use this Region instead of the one of the agent's configuration or IMDS" },
	[OPT_ACCOUNT] = { "account", 0, "ID", OPTION_ACCOUNT, TO(account), .group = where,
			  .help = "use this account in the registry's host name instead of the one of IMDS" },
	[OPT_VPC_CIDR] = { "vpc-cidr", 0, "CIDR", OPTION_VPC_CIDR, TO(vpc_cidrs), .group = where,
			   .help = "use these blocks of the VPC instead of those of IMDS; the first is the primary; repeatable" },
	[OPT_IMDS_ENDPOINT] = { "imds-endpoint", 0, "URL", OPTION_ENDPOINT, TO(imds_endpoint),
				.choices = endpoint_words, .group = where,
				.help = "use the metadata service at http://ADDRESS[:PORT], or off for none" },

	[OPT_BAKE] = { "bake", 0, "STAGE", OPTION_CHOICE, TO(bake), .bare = "build",
		       .value = BAKE_BUILD, .choices = bake_words, .command_line_only = true,
		       .group = bake,
		       .help = "check an image for ECS; the build network is shown but not judged; build: during the build; final: as its last step" },
	[OPT_ROOT] = { "root", 0, "DIR", OPTION_TEXT, TO(root), .with_bake = true,
		       .with_check_config = true, .command_line_only = true, .fallback = "/",
		       .group = bake,
		       .help = "the root directory of the image, or of what --check-config reads" },
	[OPT_EXPECT_CLUSTER] = { "expect-cluster", 0, "NAME", OPTION_TEXT, TO(expect_cluster),
				 .with_bake = true, .group = bake,
				 .help = "the cluster that the image must name" },
	[OPT_EXPECT_PROXY] = { "expect-proxy", 0, "URL", OPTION_TEXT, TO(expect_proxy),
			       .with_bake = true, .group = bake,
			       .help = "the proxy that the image must name, or none" },

	[OPT_CONFIG] = { "config", 0, "FILE", OPTION_TEXT, TO(config),
			 .otherwise = options_usual_file, .group = other,
			 .help = "read settings, 'option = value' lines, from this file; ECSPROBE_OPTION in the environment overrides it, the command line overrides both" },
	[OPT_SHOW_CONFIG] = { "show-config", 0, NULL, OPTION_VERB, .value = VERB_SHOW_CONFIG,
			      .group = other,
			      .help = "print every setting in effect and where it comes from, then exit" },
	[OPT_CHECK_CONFIG] = { "check-config", 0, "FILE", OPTION_VERB,
			       .bare = "the agent's files below --root", .value = VERB_CHECK_CONFIG,
			       .group = other,
			       .help = "check the agent's ecs.config or ecs.config.json as its next start would read it, print one line per problem, then exit, with status 78 if the agent would refuse a value" },
	[OPT_LIST] = { "list", 0, NULL, OPTION_VERB, .value = VERB_LIST, .group = other,
		       .first = "print what would be checked and why, then exit",
		       .help = "print what would be checked and why, then exit" },
	[OPT_READ] = { "read", 0, "FILE", OPTION_VERB, .value = VERB_READ, .group = other,
		       .help = "render the report of an earlier -o json again, in the formats of --output, then exit with its status; - is the standard input" },
	[OPT_EXPLAIN] = { "explain", 0, "CODE|MESSAGE", OPTION_VERB, .value = VERB_EXPLAIN,
			  .group = other,
			  .help = "print what a code means and what to check, or which codes an error message may belong to, then exit" },
	[OPT_LIST_CODES] = { "list-codes", 0, NULL, OPTION_VERB, .value = VERB_LIST_CODES,
			     .group = other,
			     .help = "print every code with its meaning, then exit" },
	[OPT_HELP] = { "help", 'h', "all", OPTION_VERB, .value = VERB_HELP, .group = other,
		       .bare = "the most used options", .choices = help_words,
		       .help = "print all options, formats and exit statuses, then exit" },
	[OPT_VERSION] = { "version", 'V', NULL, OPTION_VERB, .value = VERB_VERSION, .group = other,
			  .help = "print the versions and the trust store in use, then exit" },
};

const struct option_row *options_table(size_t *count)
{
	_Static_assert(ARRAY_SIZE(table) == OPT_COUNT, "every option has a row");
	*count = ARRAY_SIZE(table);
	return table;
}

const struct option_row *option_row(enum option_id id)
{
	return &table[id];
}
