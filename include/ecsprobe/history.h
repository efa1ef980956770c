/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_HISTORY_H
#define ECSPROBE_HISTORY_H
/* The restarts that ecsprobe made on this instance, newest last: they keep it from restarting
 * endlessly. */
#include "ecsprobe/action.h"
#include "ecsprobe/error.h"

enum { HISTORY_ENTRIES = 16, BOOT_ID_BYTES = 37 };

/* A moment that can be compared with another one, even if the wall clock changes. */
struct moment {
	int64_t time_s;              /* CLOCK_REALTIME */
	uint64_t boottime_us;        /* CLOCK_BOOTTIME */
	char boot_id[BOOT_ID_BYTES]; /* of the kernel; "": not known */
};

struct history_entry {
	struct moment at; /* when it was asked for */
	enum action_kind kind;
	enum action_result result; /* NOT_TRIED: asked for, and then nothing more was heard */
	char fingerprint[17];      /* of the evidence, "" without any */
	bool evidence_stood;       /* it was still there when the agent was back */
	char configuration[17];    /* of the files that the start read; "": not known */
	bool blamed;               /* they had changed, and the agent did not come back */
};

struct history {
	struct history_entry entries[HISTORY_ENTRIES];
	size_t count;
	bool lost; /* the file exists but could not be parsed */
};

/* How long ago, in microseconds.  Within one boot by CLOCK_BOOTTIME, otherwise by the wall clock,
 * where a future time counts as long ago. */
uint64_t history_age_us(const struct moment *then, const struct moment *now);

/* The newest restart with this configuration, if the configuration is to blame for its failure;
 * else NULL. */
const struct history_entry *history_blamed(const struct history *history,
					   const char *configuration);

/* Adds one, dropping the oldest where it is full; returns it. */
struct history_entry *history_add(struct history *history);

#endif
