/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_AGENT_SETTING_H
#define ECSPROBE_AGENT_SETTING_H
/* The settings that the agent, ecs-init and their AWS SDK read from the environment
 * files, and what the next start makes of a value.  One row a setting; pure. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ecsprobe/sight.h"
#include "ecsprobe/util.h"

enum setting_outcome {
	SETTING_ACCEPTED,
	SETTING_IGNORED,  /* the reader says so in its log and takes its default */
	SETTING_UNPROVEN, /* ecsprobe does not know whether the next start survives it */
	SETTING_REFUSED,  /* the next start fails, or comes back as another container instance */
};
const char *setting_outcome_name(enum setting_outcome outcome); /* "refused" */

/* Who reads it.  ecs-init reads its own environment, which systemd fills. */
enum setting_reader {
	READ_BY_AGENT = 1 << 0,
	READ_BY_INIT = 1 << 1,
	READ_BY_SDK = 1 << 2, /* of the AWS SDK in both of them */
};

enum setting_flag {
	SETTING_SECRET = 1 << 0,     /* its value is never shown */
	SETTING_DEFAULT = 1 << 1,    /* ecs-init or the image sets it where no file does */
	SETTING_BY_INIT = 1 << 2,    /* ecs-init decides it after it merged the files */
	SETTING_FIRST_ONLY = 1 << 3, /* counts at the first registration only */
};

enum json_shape { JSON_STRING_LIST, JSON_PORT_LIST, JSON_STRING_MAP };
enum json_fit {
	JSON_FITS,
	JSON_OTHER_SHAPE, /* JSON, and something in it is of another type */
	JSON_NOT,
};

/* What is known about the machine of the next start; zeroed: nothing. */
struct setting_facts {
	uint64_t memory_mib;           /* 0: not known */
	enum sight gpu;                /* NVIDIA devices; UNKNOWN by default */
	bool external;                 /* ECS_EXTERNAL */
	bool region_named;             /* by AWS_DEFAULT_REGION */
	bool default_log_driver;       /* the container logs to json-file */
	const char *registered_region; /* of the container instance; NULL: not known */
	/* The parser is the caller's, as a pure room has none.  items: the strings of a
	 * list, or key and value in turn. */
	enum json_fit (*json)(const char *text, enum json_shape shape, struct string_list *items);
	/* Whether a path exists on the host; NULL: cannot be checked. */
	enum sight (*exists)(void *arg, const char *path);
	void *arg;
};

struct agent_setting {
	const char *key; /* with a '*' behind it: what begins so */
	unsigned readers, flags;
	enum setting_outcome (*judge)(const struct agent_setting *row, const char *value,
				      const struct setting_facts *facts);
	enum setting_outcome otherwise; /* than expected */
	int64_t low, high;              /* of a number; of a duration in nanoseconds */
	const char *const *words;       /* NULL-terminated */
	const char *expected;
};

const struct agent_setting *agent_settings_table(size_t *count);
/* NULL: none is known by that name. */
const struct agent_setting *agent_setting_find(const char *key, size_t len);

/* A line that was pasted by mistake has a key too, and a part of a wrapped secret can look like a
 * key: only known keys are shown. */
bool agent_setting_can_be_named(const char *key, size_t len);

struct setting_verdict {
	enum setting_outcome outcome;
	const char *expected;            /* never NULL; says something only where not accepted */
	const struct agent_setting *row; /* NULL: not known */
};
struct setting_verdict agent_setting_judge(const char *key, size_t key_len, const char *value,
					   const struct setting_facts *facts);

/* Whether the value may be shown: of a short, closed form, and not secret.  Free text can
 * be anything that somebody pasted. */
bool agent_setting_can_be_shown(const char *key, size_t key_len, const char *value);

/* --- how Go reads ----------------------------------------------------------------- */

/* strings.TrimSpace(): also the blanks that only Unicode knows. */
void go_trim(const char **text, size_t *len);
/* strconv.ParseBool(): 1, 0, or -1 for neither. */
int go_bool(const char *text);
/* time.ParseDuration() in nanoseconds. */
bool go_duration(const char *text, int64_t *ns);
/* strconv.ParseInt() and its kin, base 10. */
bool go_integer(const char *text, int64_t *number);

#endif
