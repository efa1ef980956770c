/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_OPTIONS_H
#define ECSPROBE_OPTIONS_H
/* What the caller asked for, on the command line, in the environment or in a
 * file.  One table is the only source of the parser, of --help, of the man page
 * and of the completions; a row names the option, its value, where it goes and
 * what it means. */
#include <stdbool.h>
#include <stdint.h>

#include "ecsprobe/address.h"
#include "ecsprobe/error.h"
#include "ecsprobe/util.h"

enum verb {
	VERB_PROBE,
	VERB_LIST,
	VERB_EXPLAIN,
	VERB_LIST_CODES,
	VERB_SHOW_CONFIG,
	VERB_CHECK_CONFIG,
	VERB_READ,
	VERB_HELP,
	VERB_VERSION
};

enum expect {
	EXPECT_AUTO,    /* a public path is a warning */
	EXPECT_PRIVATE, /* ... a failure */
	EXPECT_PUBLIC,  /* ... as it should be, a private one is fine too */
	EXPECT_ANY,
};
extern const char *const expect_words[]; /* indexed by enum expect, NULL-terminated */
const char *expect_name(enum expect expect);

enum color { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

enum bake_mode { BAKE_NO, BAKE_BUILD, BAKE_FINAL };

enum restart_mode { RESTART_NEVER, RESTART_ALWAYS, RESTART_IF_STALE };

struct output_option {
	char *format; /* owned */
	char *file;   /* owned; NULL is stdout */
};

struct socket_address {
	struct ip ip;
	uint16_t port;
};

struct host_option {
	char *name; /* owned, lower case */
	uint16_t port;
	bool tcp_only;
};

struct cidr_list {
	struct cidr *items;
	size_t count;
};

struct host_list {
	struct host_option *items;
	size_t count;
};

struct output_list {
	struct output_option *items;
	size_t count;
};

/* Who gave an option its value; a later one displaces an earlier one. */
enum option_source {
	OPTION_FROM_DEFAULT,
	OPTION_FROM_FILE,
	OPTION_FROM_ENVIRONMENT,
	OPTION_FROM_COMMAND_LINE,
};

struct option_origin {
	enum option_source source;
	/* OPTION_FROM_FILE: the line of each time; owned. */
	unsigned *lines;
	size_t line_count;
	char *text; /* owned: as it was given, a line for each time; NULL: not set */
};

struct options {
	struct option_origin *origins; /* owned: one for each row of the table */
	char *config;                  /* the settings file; NULL: the usual one */
	char *settings_file;           /* owned: its name as it is shown; NULL: none was read */
	/* Variables that look like settings and are none. */
	struct string_list unknown_variables;

	enum verb verb;
	char *verb_argument; /* of the verb that takes one, else NULL */

	char *region;
	char *account;
	char *imds_endpoint; /* "http://ADDR[:PORT]", or "off" */
	struct cidr_list vpc_cidrs;

	struct string_list profiles; /* none: the default one */
	bool all_profiles;
	struct string_list services, skip, require, optional;
	struct host_list hosts;

	bool fips, dual_stack; /* the names to ask for, whatever the agent is set to */
	enum expect expect;
	struct cidr_list allow_cidrs;

	struct socket_address resolver; /* family IP_NONE: not given */
	char *ca_file, *ca_dir;

	/* Microseconds; a stage budget of 0 means 30 % of the total. */
	uint64_t timeout_us, dns_timeout_us, connect_timeout_us, tls_timeout_us;

	/* The agent: what may be done about it. */
	enum restart_mode restart;
	bool require_agent, force, dry_run, allow_upgrade;
	uint64_t ready_timeout_us; /* 0: not given, and the verb's to say */
	uint64_t cool_down_us;     /* 0: none was wanted */
	uint64_t splay_us;
	uint64_t wait_us; /* 0: one round only */

	/* An image, instead of the network. */
	enum bake_mode bake;
	char *root; /* of the image */
	char *expect_cluster, *expect_proxy;

	struct output_list outputs;
	enum color color;
	bool waterfall;
	bool timing;
	char *on_change;
	bool strict;
	bool quiet; /* no report on stdout, and no progress */
	bool deep;
	bool api; /* ask AWS itself */
	unsigned verbose;
};

enum option_kind {
	OPTION_VERB,     /* switches to the verb in .value, and keeps its argument */
	OPTION_FLAG,     /* bool: bare, or yes or no */
	OPTION_COUNT,    /* unsigned: one more at each bare use, or a number */
	OPTION_TEXT,     /* char *, the last one counts */
	OPTION_LIST,     /* struct string_list, comma separated, repeatable */
	OPTION_SECONDS,  /* uint64_t microseconds */
	OPTION_PAUSE,    /* the same, which may be none at all, or hours */
	OPTION_CHOICE,   /* enum as int, one of .choices */
	OPTION_CIDR,     /* struct cidr_list, repeatable */
	OPTION_VPC_CIDR, /* the same, of a size that a VPC has */
	OPTION_RESOLVER, /* struct socket_address */
	OPTION_HOST,     /* struct host_list, repeatable */
	OPTION_OUTPUT,   /* struct output_list, repeatable */
	OPTION_REGION,   /* char *, shaped like a Region */
	OPTION_ACCOUNT,  /* char *, twelve digits */
	OPTION_ENDPOINT, /* char *, http://ADDR[:PORT] or off */
};

/* Every option, in the order of the table, whose rows say the rest. */
#define ECSPROBE_OPTIONS(X) \
	X(PROFILE)          \
	X(ALL_PROFILES)     \
	X(SERVICE)          \
	X(SKIP)             \
	X(REQUIRE)          \
	X(OPTIONAL)         \
	X(HOST)             \
	X(FIPS)             \
	X(DUALSTACK)        \
	X(EXPECT)           \
	X(ALLOW_CIDR)       \
	X(REQUIRE_AGENT)    \
	X(RESTART_AGENT)    \
	X(DRY_RUN)          \
	X(FORCE)            \
	X(ALLOW_UPGRADE)    \
	X(SPLAY)            \
	X(READY_TIMEOUT)    \
	X(COOL_DOWN)        \
	X(TIMEOUT)          \
	X(WAIT)             \
	X(DNS_TIMEOUT)      \
	X(CONNECT_TIMEOUT)  \
	X(TLS_TIMEOUT)      \
	X(OUTPUT)           \
	X(ON_CHANGE)        \
	X(WATERFALL)        \
	X(TIMING)           \
	X(STRICT)           \
	X(COLOR)            \
	X(VERBOSE)          \
	X(QUIET)            \
	X(DEEP)             \
	X(API)              \
	X(RESOLVER)         \
	X(CA_FILE)          \
	X(CA_DIR)           \
	X(REGION)           \
	X(ACCOUNT)          \
	X(VPC_CIDR)         \
	X(IMDS_ENDPOINT)    \
	X(BAKE)             \
	X(ROOT)             \
	X(EXPECT_CLUSTER)   \
	X(EXPECT_PROXY)     \
	X(CONFIG)           \
	X(SHOW_CONFIG)      \
	X(CHECK_CONFIG)     \
	X(LIST)             \
	X(READ)             \
	X(EXPLAIN)          \
	X(LIST_CODES)       \
	X(HELP)             \
	X(VERSION)

enum option_id {
#define X(name) OPT_##name,
	ECSPROBE_OPTIONS(X)
#undef X
		OPT_COUNT
};
#define OPT_BIT(id) (UINT64_C(1) << (id))
_Static_assert(OPT_COUNT <= 64, "every option has a bit");

struct option_row {
	const char *name;
	char letter;          /* 0: none */
	const char *argument; /* placeholder in --help, NULL: takes none */
	enum option_kind kind;
	size_t offset;         /* of the field in struct options */
	const char *bare;      /* the value where none is given; NULL: one must be */
	const char *fallback;  /* the default, as it would be written; NULL: not set */
	const char *otherwise; /* what holds where it is not set, in words; NULL: nothing */
	uint64_t excludes;     /* OPT_BIT()s of the options that this one displaces */
	int value;             /* OPTION_VERB; of OPTION_CHOICE: what the first one means */
	/* NULL-terminated: the values of OPTION_CHOICE; of another kind words that
	 * stand beside the names that .argument speaks of. */
	const char *const *choices;
	bool with_restart;      /* makes sense beside --restart-agent only */
	bool with_bake;         /* makes sense beside --bake only */
	bool with_check_config; /* of these: beside --check-config too */
	bool command_line_only; /* an action that a person runs once by hand */
	const char *group;      /* heading in --help=all; rows of a group stand together */
	const char *first;      /* a few words for the screen of --help; NULL: not on it */
	/* One sentence, without the default: who prints it breaks the lines and adds that. */
	const char *help;
};

const struct option_row *options_table(size_t *count);
const struct option_row *option_row(enum option_id id);

/* The settings beside the command line. */
struct settings_input {
	const char *file;         /* where text comes from */
	const char *text;         /* "option = value" lines; NULL: no such file */
	size_t len;               /* of text */
	char *const *environment; /* ECSPROBE_OPTION=value among others; NULL: none */
};
extern const char options_usual_file[]; /* /etc/ecsprobe/ecsprobe.conf */

/* What must be known before the settings are read: whether this verb has any, and from which file.
 * *named: the user named the file, so it must exist. The path is borrowed from argv or the
 * environment.  Never fails: options_parse() reports what is wrong. */
bool options_need_settings(int argc, char **argv, char *const *environment, const char **file,
			   bool *named);

/* Whether argv, or else the environment, asks for this format on stdout: for a command line that
 * cannot be parsed, and whose failure must still be reported. Never fails. */
bool options_want_on_stdout(int argc, char **argv, char *const *environment, const char *format);

/* Fills *options: the defaults of the table, displaced by the file, by the
 * environment and by argv, in this order; a list is displaced as a whole.
 * settings may be NULL.  On failure *options is empty and e says which option of
 * which source was wrong, what was found and what was expected. */
int options_parse(struct options *options, int argc, char **argv,
		  const struct settings_input *settings, struct error *e) ECSPROBE_MUST_CHECK;

/* If the settings are at fault: parses argv alone, and the outputs that it names, so that nobody
 * mistakes the files of an earlier run for the present state.  False, and *options empty, if argv
 * by itself cannot be parsed either. */
bool options_salvage(struct options *options, int argc, char **argv,
		     const struct settings_input *settings) ECSPROBE_MUST_CHECK;

/* Whose fault it is that the value of this option is wrong: ERROR_USAGE for the
 * command line, ERROR_CONFIG for a file or the environment. */
enum error_class options_blame(const struct options *options, enum option_id id);
/* Where it stands, to begin a message with: "--skip", "ECSPROBE_SKIP", or
 * "FILE:LINE: skip" with the line that has this name in its list (NULL: the last one).
 * Owned by the caller. */
char *options_place(const struct options *options, enum option_id id, const char *name);

/* What a file or the environment excludes from the checks or makes optional, in words, as the
 * command line does not show it.  Owned by the caller; NULL: nothing. */
char *options_narrowed(const struct options *options);

void options_done(struct options *options);

#endif
