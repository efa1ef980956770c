/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_AGENT_H
#define ECSPROBE_AGENT_H
/* Looks at the agent without touching it, and makes the one request that restarts it.  The caller's
 * deadline bounds every wait for an answer of the bus, of Docker and of the agent.  Files and /proc
 * are then read at once, on the loop: bounded in size, and never from a network file system. */
#include "ecsprobe/action.h"
#include "ecsprobe/error.h"
#include "ecsprobe/history.h"
#include "ecsprobe/workload.h"

struct agent_files;
struct sd_event;
struct http;

/* One look. */
struct agent_look;
/* Where they ask; tests name places of their own. */
struct agent_places {
	const char *docker_socket;
	/* An environment variable may name another bus, but ecsprobe ignores it: a caller under
	 * sudo could name a systemd of their own.  Only one address is used: if the first takes the
	 * connection but not its first bytes, the library goes on to a second and aborts (an
	 * assertion in bus_get_peercred()). */
	const char *bus_address;
	const char *booted;          /* the directory exists where systemd runs */
	const char *unit_files_root; /* put before unit files, and the files that units need */
	uint16_t introspect_port;    /* of 127.0.0.1 */
	const char *task_port, *task_address; /* "ADDRESS:PORT" */
};

struct agent_look_config {
	uint64_t deadline_us;            /* CLOCK_MONOTONIC: the end of every wait for an answer */
	const struct agent_files *files; /* borrowed until done */
	const struct agent_places *places; /* borrowed until done; NULL: the usual ones */
	/* The known owner of the agent, borrowed for the call; NULL: find out.  During a restart
	 * the owner cannot be seen. */
	const struct agent_owner *owner;
	struct agent_status *status; /* filled from now on until done; the caller's */
	int64_t errors_since_us;     /* of its log; 0: since it was started */
	/* Called once, from the loop, before done: status->introspection is known; NULL: not
	 * wanted. */
	void (*introspected)(void *arg);
	void (*done)(void *arg); /* called once, from the loop */
	void *arg;
};
int agent_look_start(struct agent_look **out, struct sd_event *loop, struct http *http,
		     const struct agent_look_config *config, struct error *e) ECSPROBE_MUST_CHECK;
/* After this no callback is called.  NULL is fine.  Call it before http_close(). */
void agent_look_stop(struct agent_look *look);
/* After agent_look_stop() of an unfinished look: marks what was not seen as unknown, with the
 * reason. */
void agent_look_missed(struct agent_status *status, const char *why);

/* What an error means whose words the agent logs, wherever they were found. */
enum log_cause agent_log_cause(const char *text);

/* What the tasks here use, for --profile auto: after a look, which says whether
 * Docker runs and how the agent is set. */
struct workload_look;
struct workload_look_config {
	uint64_t deadline_us;              /* CLOCK_MONOTONIC */
	const struct agent_status *status; /* borrowed; looked at */
	const struct agent_places *places; /* borrowed until done; NULL: the usual ones */
	struct workload *workload;         /* filled from now on until done; the caller's */
	void (*done)(void *arg);           /* called once, from the loop */
	void *arg;
};
int workload_look_start(struct workload_look **out, struct sd_event *loop, struct http *http,
			const struct workload_look_config *config,
			struct error *e) ECSPROBE_MUST_CHECK;
/* After this no callback is called.  NULL is fine.  Call it before http_close(). */
void workload_look_stop(struct workload_look *look);

/* One request. */
struct agent_act;
enum act_end {
	ACT_ACCEPTED,  /* systemd finished the job, or Docker the restart */
	ACT_PENDING,   /* requested, but it did not end by the deadline */
	ACT_FAILED,    /* it was done, and failed */
	ACT_REFUSED,   /* not begun: detail says why */
	ACT_FORBIDDEN, /* not begun: no permission */
	ACT_BUSY,      /* not begun: another job for the unit is in progress */
};
struct agent_act_config {
	enum action_kind kind;             /* one of the three that act */
	const char *unit;                  /* borrowed for the call; of the first and the third */
	const struct agent_places *places; /* borrowed for the call; NULL: the usual ones */
	uint64_t deadline_us;
	void (*done)(void *arg, enum act_end end, const char *detail); /* once, from the loop */
	void *arg;
};
int agent_act_start(struct agent_act **out, struct sd_event *loop, struct http *http,
		    const struct agent_act_config *config, struct error *e) ECSPROBE_MUST_CHECK;
void agent_act_stop(struct agent_act *act);
/* Whether the action may be done already, or may still happen after agent_act_stop(). */
bool agent_act_asked(const struct agent_act *act);

/* What to restore so that the files change nothing: a line for each setting in
 * config_evidence.changed, with its old value unless that may be secret. */
void agent_go_back(const struct agent_status *status, const struct agent_files *files,
		   struct string_list *lines);

/* The history's file, and the lock that keeps other ecsprobes from acting at the same time. */
struct history_store;
extern const char history_directory[]; /* /var/lib/ecsprobe */
/* Creates a missing directory, takes the lock and reads.  -EBUSY: another ecsprobe has the lock;
 * -EACCES or -EROFS and the like: the file cannot be written; -EPERM or -ENOTDIR: others can write
 * to the directory.  A file that ecsprobe cannot parse sets history->lost and counts as empty. */
int history_open(struct history_store **out, const char *directory, struct history *history,
		 struct error *e) ECSPROBE_MUST_CHECK;
/* Reads without the lock and without write permission, for a dry run.  A missing file is empty; an
 * unreadable one sets history->lost. */
void history_peek(const char *directory, struct history *history);
/* Replaces the file atomically and durably.  Refuses a fingerprint or boot_id that is not hex, as
 * history_open() would not accept it. */
int history_save(struct history_store *store, const struct history *history,
		 struct error *e) ECSPROBE_MUST_CHECK;
void history_close(struct history_store *store); /* NULL is fine */

/* This very moment. */
void moment_now(struct moment *now);

/* Something that stays the same for this instance and differs between
 * instances, for spreading a fleet out (spread.h): instance id, else machine
 * id, else host name. */
void agent_spread_key(char *key, size_t size);

#endif
