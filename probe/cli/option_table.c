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

#define TO(field) .offset = offsetof(struct options, field)

static const char what[] = "What to check";
static const char where[] = "Where this instance is (normally found out)";
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
			  .help = "what this instance is used for: a profile of --list "
				  "--all-profiles, a file of "
				  "/etc/ecsprobe/profiles.d, or auto: what the agent and the tasks "
				  "running here "
				  "use" },
	[OPT_ALL_PROFILES] = { "all-profiles", 0, NULL, OPTION_FLAG, TO(all_profiles),
			       .excludes = OPT_BIT(OPT_SERVICE), .group = what,
			       .help = "every service of the catalog and every profile file" },
	[OPT_SERVICE] = { "service", 0, "SERVICE,...", OPTION_LIST, TO(services), .group = what,
			  .help = "check only these services (ids of --list), in place of a "
				  "profile's: not both" },
	[OPT_SKIP] = { "skip", 0, "SERVICE,...", OPTION_LIST, TO(skip), .group = what,
		       .help = "leave these services out" },
	[OPT_REQUIRE] = { "require", 0, "SERVICE,...", OPTION_LIST, TO(require),
			  .choices = service_words, .group = what,
			  .help = "a failure of these makes the report unhealthy; 'all' for every "
				  "one" },
	[OPT_OPTIONAL] = { "optional", 0, "SERVICE,...", OPTION_LIST, TO(optional),
			   .choices = service_words, .group = what,
			   .help = "a failure of these only makes the report degraded; 'all' for "
				   "every one" },
	[OPT_HOST] = { "host", 0, "NAME[:PORT][/tcp|/tls]", OPTION_HOST, TO(hosts), .group = what,
		       .help = "check this host too (port 443 unless given); repeatable; "
			       "NAME:PORT/tcp where "
			       "no TLS is spoken, as is taken for granted on 2049 and 5432" },
	[OPT_FIPS] = { "fips", 0, NULL, OPTION_FLAG, TO(fips), .group = what,
		       .help = "the FIPS names, where a service has one (normally those the agent "
			       "uses)" },
	[OPT_DUALSTACK] = { "dualstack", 0, NULL, OPTION_FLAG, TO(dual_stack), .group = what,
			    .help = "the dual-stack names, where a service has one" },
	[OPT_EXPECT] = { "expect", 0, "PATH", OPTION_CHOICE, TO(expect), .choices = expect_words,
			 .fallback = "auto", .group = what,
			 .help = "the path wanted: private, where a public one fails; public; any; "
				 "or auto, where "
				 "a public one is a warning" },
	[OPT_ALLOW_CIDR] = { "allow-cidr", 0, "CIDR", OPTION_CIDR, TO(allow_cidrs), .group = what,
			     .help = "private addresses outside this VPC are right only in here; "
				     "repeatable" },

	[OPT_REQUIRE_AGENT] = { "require-agent", 0, NULL, OPTION_FLAG, TO(require_agent),
				.group = agent, .help = "no agent here is a failure" },
	[OPT_RESTART_AGENT] = { "restart-agent", 0, "WHEN", OPTION_CHOICE, TO(restart),
				.bare = "always", .value = RESTART_ALWAYS, .choices = restart_words,
				.command_line_only = true, .group = agent,
				.help = "restart it where that is safe: always, or if-stale: only "
					"where it holds an old "
					"configuration, path or resolver" },
	[OPT_DRY_RUN] = { "dry-run", 0, NULL, OPTION_FLAG, TO(dry_run), .with_restart = true,
			  .command_line_only = true, .group = agent,
			  .help = "report what would be done and why, and do nothing" },
	[OPT_FORCE] = { "force", 0, NULL, OPTION_FLAG, TO(force), .with_restart = true,
			.command_line_only = true, .group = agent,
			.help = "override endpoints, settings and scripts that are not proven, an agent without an owner, cool-down, maximum and splay, and nothing else" },
	[OPT_ALLOW_UPGRADE] = { "allow-upgrade", 0, NULL, OPTION_FLAG, TO(allow_upgrade),
				.with_restart = true, .group = agent,
				.help = "if-stale may also restart where that loads a newer "
					"agent" },
	[OPT_SPLAY] = { "splay", 0, "SECONDS", OPTION_PAUSE, TO(splay_us), .with_restart = true,
			.fallback = "0", .group = agent,
			.help = "first wait up to so long, on one instance always the same" },
	[OPT_READY_TIMEOUT] = { "ready-timeout", 0, "SECONDS", OPTION_SECONDS, TO(ready_timeout_us),
				.with_restart = true,
				.otherwise = "90, or 180 where it is upgraded too", .group = agent,
				.help = "how long it may take to come back" },
	[OPT_COOL_DOWN] = { "cool-down", 0, "SECONDS", OPTION_PAUSE, TO(cool_down_us),
			    .with_restart = true, .fallback = "600", .group = agent,
			    .help = "time since its last restart, at least" },

	[OPT_TIMEOUT] = { "timeout", 't', "SECONDS", OPTION_SECONDS, TO(timeout_us),
			  .fallback = "10", .group = limits,
			  .help = "for the whole run; decimals allowed" },
	[OPT_WAIT] = { "wait", 0, "SECONDS", OPTION_PAUSE, TO(wait_us), .fallback = "0",
		       .command_line_only = true, .group = limits,
		       .help = "try again, less and less often, until it is healthy; a try begins "
			       "within this "
			       "time and has all of --timeout; 0: one try" },
	[OPT_DNS_TIMEOUT] = { "dns-timeout", 0, "SECONDS", OPTION_SECONDS, TO(dns_timeout_us),
			      .otherwise = stage, .group = limits, .help = "for each name" },
	[OPT_CONNECT_TIMEOUT] = { "connect-timeout", 0, "SECONDS", OPTION_SECONDS,
				  TO(connect_timeout_us), .otherwise = stage, .group = limits,
				  .help = "for each TCP connect" },
	[OPT_TLS_TIMEOUT] = { "tls-timeout", 0, "SECONDS", OPTION_SECONDS, TO(tls_timeout_us),
			      .otherwise = stage, .group = limits,
			      .help = "for each TLS handshake" },

	[OPT_OUTPUT] = { "output", 'o', "FORMAT[=FILE]", OPTION_OUTPUT, TO(outputs),
			 .fallback = "text", .group = report,
			 .help = "write the report in this format, to stdout or replacing FILE "
				 "atomically; "
				 "repeatable" },
	[OPT_ON_CHANGE] = { "on-change", 0, "FILE", OPTION_TEXT, TO(on_change), .group = report,
			    .help = "write the format brief only where what fails has changed since it was last written, which FILE remembers; at most every 15 minutes, once more after each boot, and nothing as long as all is well" },
	[OPT_WATERFALL] = { "waterfall", 0, NULL, OPTION_FLAG, TO(waterfall), .group = report,
			    .help = "draw in the text report how long DNS, TCP and TLS took; with "
				    "-v for every "
				    "address" },
	[OPT_STRICT] = { "strict", 0, NULL, OPTION_FLAG, TO(strict), .group = report,
			 .help = "exit 2 when there are warnings and nothing fails" },
	[OPT_COLOR] = { "color", 0, "WHEN", OPTION_CHOICE, TO(color), .choices = color_words,
			.fallback = "auto", .group = report,
			.help = "always, never, or auto: on a terminal, where NO_COLOR is not "
				"set" },
	[OPT_VERBOSE] = { "verbose", 'v', NULL, OPTION_COUNT, TO(verbose), .group = report,
			  .help = "show every address, and notes; twice: the raw evidence too" },

	[OPT_DEEP] = { "deep", 0, NULL, OPTION_FLAG, TO(deep), .group = how,
		       .help = "may also ask for hosts outside the plan: other Regions' names, S3 "
			       "elsewhere, "
			       "numbered hosts" },
	[OPT_API] = { "api", 0, NULL, OPTION_FLAG, TO(api), .group = how,
		      .help = "also make signed, read-only calls to AWS, with the instance role's "
			      "credentials "
			      "or those of the environment: what --api --list says" },
	[OPT_RESOLVER] = { "resolver", 0, "ADDR[:PORT]", OPTION_RESOLVER, TO(resolver),
			   .group = how,
			   .help = "instead of the Route 53 Resolver's 169.254.169.253" },
	[OPT_CA_FILE] = { "ca-file", 0, "FILE", OPTION_TEXT, TO(ca_file),
			  .excludes = OPT_BIT(OPT_CA_DIR), .group = how,
			  .help = "trust the certificates of this PEM file and no others" },
	[OPT_CA_DIR] = { "ca-dir", 0, "DIR", OPTION_TEXT, TO(ca_dir),
			 .excludes = OPT_BIT(OPT_CA_FILE), .group = how,
			 .help = "trust the hashed certificates of this directory and no others" },

	[OPT_REGION] = { "region", 0, "REGION", OPTION_REGION, TO(region), .group = where,
			 .help = "instead of the agent's configuration and IMDS" },
	[OPT_ACCOUNT] = { "account", 0, "ID", OPTION_ACCOUNT, TO(account), .group = where,
			  .help = "the account of the registry host, instead of IMDS" },
	[OPT_VPC_CIDR] = { "vpc-cidr", 0, "CIDR", OPTION_VPC_CIDR, TO(vpc_cidrs), .group = where,
			   .help = "the VPC's blocks, instead of IMDS; the first is the primary; "
				   "repeatable" },
	[OPT_IMDS_ENDPOINT] = { "imds-endpoint", 0, "URL", OPTION_ENDPOINT, TO(imds_endpoint),
				.choices = endpoint_words, .group = where,
				.help = "http://ADDRESS[:PORT] of the metadata service, or off" },

	[OPT_BAKE] = { "bake", 0, "STAGE", OPTION_CHOICE, TO(bake), .bare = "build",
		       .value = BAKE_BUILD, .choices = bake_words, .command_line_only = true,
		       .group = bake,
		       .help = "check an image for ECS; the network here is the build's and is not judged. build: during the build; final: nothing comes after this" },
	[OPT_ROOT] = { "root", 0, "DIR", OPTION_TEXT, TO(root), .with_bake = true,
		       .command_line_only = true, .fallback = "/", .group = bake,
		       .help = "where the image is, or what --check-config reads" },
	[OPT_EXPECT_CLUSTER] = { "expect-cluster", 0, "NAME", OPTION_TEXT, TO(expect_cluster),
				 .with_bake = true, .group = bake,
				 .help = "the cluster that the image must name" },
	[OPT_EXPECT_PROXY] = { "expect-proxy", 0, "URL", OPTION_TEXT, TO(expect_proxy),
			       .with_bake = true, .group = bake,
			       .help = "the proxy that the image must name, or none" },

	[OPT_CONFIG] = { "config", 0, "FILE", OPTION_TEXT, TO(config),
			 .otherwise = options_usual_file, .group = other,
			 .help = "settings, as 'option = value' lines; ECSPROBE_OPTION in the "
				 "environment beats "
				 "them, the command line both" },
	[OPT_SHOW_CONFIG] = { "show-config", 0, NULL, OPTION_VERB, .value = VERB_SHOW_CONFIG,
			      .group = other,
			      .help = "print every setting in effect and where it comes from, and "
				      "exit" },
	[OPT_CHECK_CONFIG] = { "check-config", 0, "FILE", OPTION_VERB,
			       .bare = "the agent's files below --root", .value = VERB_CHECK_CONFIG,
			       .group = other,
			       .help = "judge the agent's ecs.config or ecs.config.json as its "
				       "next start would read "
				       "it, print a line a fault, and exit: 78 where one would be "
				       "refused" },
	[OPT_LIST] = { "list", 0, NULL, OPTION_VERB, .value = VERB_LIST, .group = other,
		       .help = "print what would be checked and why, and exit" },
	[OPT_EXPLAIN] = { "explain", 0, "CODE", OPTION_VERB, .value = VERB_EXPLAIN, .group = other,
			  .help = "print what a code means and what to check, and exit" },
	[OPT_LIST_CODES] = { "list-codes", 0, NULL, OPTION_VERB, .value = VERB_LIST_CODES,
			     .group = other,
			     .help = "print every code with its meaning, and exit" },
	[OPT_HELP] = { "help", 'h', NULL, OPTION_VERB, .value = VERB_HELP, .group = other,
		       .help = "print this and exit" },
	[OPT_VERSION] = { "version", 'V', NULL, OPTION_VERB, .value = VERB_VERSION, .group = other,
			  .help = "print versions and the trust store in use, and exit" },
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
