/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_AGENT_STATUS_H
#define ECSPROBE_AGENT_STATUS_H
/* What was seen of the ECS agent on this instance: its unit, its container, what it reports about
 * itself, and evidence of whether it is stale.  The agent room fills it; the judge draws the
 * conclusions, so there are no verdicts here.  aws/amazon-ecs-agent documents the parts: agent,
 * ecs-agent, ecs-init and packaging. */
#include <stdbool.h>
#include <stdint.h>

#include "ecsprobe/address.h"
#include "ecsprobe/agent_owner.h"
#include "ecsprobe/origin.h"
#include "ecsprobe/resolv_conf.h"
#include "ecsprobe/sight.h"
#include "ecsprobe/util.h"

enum {
	UNIT_NAME_BYTES = OWNER_UNIT_BYTES,
	UNIT_WORD_BYTES = 32,
	CONTAINER_ID_BYTES = 65,
	CLUSTER_BYTES = 256,
	ARN_BYTES = 256,
	AGENT_VERSION_BYTES = 64,
	AGENT_HOST_BYTES = 254,
	AGENT_LINE_BYTES = 256,
	MAX_AGENT_PEERS = 32,
};

/* ActiveState of org.freedesktop.systemd1. */
enum unit_state {
	UNIT_STATE_UNKNOWN, /* not seen, or a word that is new */
	UNIT_STATE_ACTIVE,
	UNIT_STATE_RELOADING,
	UNIT_STATE_REFRESHING,
	UNIT_STATE_INACTIVE,
	UNIT_STATE_FAILED,
	UNIT_STATE_ACTIVATING,
	UNIT_STATE_DEACTIVATING,
	UNIT_STATE_MAINTENANCE,
};

/* LoadState. */
enum unit_load {
	UNIT_LOAD_OTHER, /* not seen, bad-setting, error and others: it may hide a unit that runs */
	UNIT_LOAD_LOADED,
	UNIT_LOAD_MASKED,
	UNIT_LOAD_NOT_FOUND,
};

/* A systemd unit, in systemd's own words (org.freedesktop.systemd1).  Times
 * are CLOCK_REALTIME or, where named so, CLOCK_MONOTONIC microseconds; 0:
 * never. */
struct unit_status {
	enum sight sight;    /* SEEN: LoadState is loaded or masked */
	char why[WHY_BYTES]; /* of UNKNOWN */
	char name[UNIT_NAME_BYTES];
	char load[UNIT_WORD_BYTES];       /* loaded, masked, ... */
	char active[UNIT_WORD_BYTES];     /* active, activating, inactive, failed, ... */
	char sub[UNIT_WORD_BYTES];        /* running, dead, auto-restart, ... */
	char result[UNIT_WORD_BYTES];     /* success, exit-code, ... */
	char file_state[UNIT_WORD_BYTES]; /* enabled, disabled, ... */
	char invocation[33];              /* hex; changes with every start */
	/* A start now would certainly be refused: a Condition*= or Assert*= does not hold, or an
	 * EnvironmentFile= is missing. */
	bool condition_fails, environment_missing;
	int main_code, main_status; /* of the last main process: CLD_EXITED and so on */
	uint32_t main_pid;          /* 0: none runs */
	uint32_t restarts;          /* by systemd itself */
	int64_t main_start_us;
	uint64_t main_start_monotonic_us;
	uint64_t active_exit_monotonic_us; /* 0: was never stopped since it was loaded */
	bool job_queued;
	bool after_cloud_final;
	bool without_container; /* ExecStart is the agent itself, as on Bottlerocket */
	bool by_ecs_init;       /* ... is ecs-init, which makes the container from the files */
	unsigned does;          /* enum container_command, of ExecStart */
	unsigned does_beside;   /* of ExecStartPre, ExecStop and ExecStopPost */
	char kill_mode[UNIT_WORD_BYTES];  /* control-group, none, ... */
	bool remains;                     /* RemainAfterExit= */
	bool has_stop;                    /* an ExecStop= */
	bool refuses_start, refuses_stop; /* RefuseManualStart=, RefuseManualStop= */
};

struct container_status {
	enum sight sight;
	char why[WHY_BYTES];
	char id[CONTAINER_ID_BYTES];
	char state[UNIT_WORD_BYTES]; /* running, exited, created, restarting, ... */
	bool running;
	int exit_code;
	uint32_t pid; /* 0: none */
	int64_t created_us, started_us;
	char image_id[80];
	char restart_policy[UNIT_WORD_BYTES]; /* "" or no: as ecs-init makes it */
	/* Nameservers that it was given when it was made (docker run --dns). */
	bool own_dns;
	struct ip own_servers[MAX_NAMESERVERS];
	size_t own_server_count;
	char resolv_conf_path[ORIGIN_BYTES]; /* the host's file that it sees as its own; "" */
	/* Its /etc/hosts is no copy of the host's, or has more: a network of its own,
	 * --add-host, or a mount on that path. */
	bool own_hosts;
	char hosts_path[ORIGIN_BYTES]; /* likewise */
	/* SEEN: the agent's data lie outside of it, and outlive it; ABSENT: they do not. */
	enum sight data_outside;
	char data_place[ORIGIN_BYTES];  /* the host's directory of those outside; "": not known */
	char kept_by[UNIT_WORD_BYTES];  /* by its labels: Kubernetes, Nomad, ...; "" */
	struct string_list environment; /* owned; holds secrets, wiped when freed */
};

/* What the running dockerd reports about itself (GET /info).  It masks the login of a proxy only if
 * it can parse the URL, so the text may still be a secret: it is wiped. */
struct dockerd_status {
	enum sight sight;
	char *https_proxy, *http_proxy, *no_proxy; /* owned; of SEEN never NULL; "": none */
};

/* The containers of tasks: ids of those that run and are not the agent's. */
struct tasks_status {
	enum sight sight;
	struct string_list ids;
};

/* The answer on port 51678.  ABSENT: refused, so not running or not registered; UNKNOWN: no answer
 * in time, or not an agent's answer. */
struct introspection {
	enum sight sight;
	char why[WHY_BYTES];
	char cluster[CLUSTER_BYTES];
	char arn[ARN_BYTES];               /* "": not registered yet */
	char version[AGENT_VERSION_BYTES]; /* "1.98.0"; "" when it does not say */
	unsigned version_numbers[3];       /* all 0 when not known */
};

/* 169.254.170.2, where tasks ask for credentials and metadata: rules of ecs-init redirect it to the
 * agent's port 51679 (ecs-init/exec/iptables), which opens once the agent has registered.  The host
 * cannot see what rules for other networks do, such as PREROUTING's or one of INPUT. */
struct task_endpoint {
	enum sight served;   /* the port itself answers */
	enum sight led;      /* the address does, asked from this host */
	char why[WHY_BYTES]; /* of ABSENT and UNKNOWN */
	enum sight localnet; /* net.ipv4.conf.*.route_localnet: packets of a bridge may get there */
	enum sight
		forwarded; /* docker0.forwarding, else ip_forward: packets of the bridge leave this host */
	enum sight for_tasks; /* ECS_ENABLE_TASK_IAM_ROLE */
	enum sight for_host;  /* ..._NETWORK_HOST: for those in the host's network, too */
};

/* Configuration on disk against what the running agent was given. */
struct config_evidence {
	enum sight sight; /* SEEN: both sides were compared; ABSENT: the files are not its own */
	char why[WHY_BYTES];
	struct string_list changed;    /* key names, never values; owned */
	char fingerprint[17];          /* of the files' bytes, hex; "": not all could be read */
	struct string_list unmodelled; /* differ, but ecs-init itself decides them; owned */
	struct string_list fatal; /* settings that may make the next start fail, in words; owned */
	/* Of the files' settings, by the table of them, but those that a registered agent
	 * was given too: "FILE:LINE: KEY: ..."; owned. */
	struct string_list refused, unproven;
	struct string_list
		unread;    /* "FILE:LINE" of lines that look like settings but have no effect */
	bool json_newer;   /* ecs.config.json was written after the start */
	bool json_proven;  /* ... or certainly was not, so that the start has read it */
	bool json_invalid; /* the agent would reject ecs.config.json */
	char json_detail[WHY_BYTES];
	char file_unseen[WHY_BYTES]; /* a file that the next start reads and ecsprobe could not
				      * read or check, with the cause; "": none */
	bool external;               /* ECS_EXTERNAL: ECS Anywhere */
	/* Whether the agent gets credentials in its environment, without the metadata service. A
	 * file inside its container is UNKNOWN. */
	enum sight own_credentials;
	bool no_task_network;        /* ECS_ENABLE_TASK_ENI=false: it needs no metadata for that */
	bool no_checkpoint;          /* its container has no ECS_DATADIR, or ECS_CHECKPOINT=false */
	bool warm_pool_check;        /* ECS_WARM_POOLS_CHECK */
	bool propagates_tags;        /* of the JSON file only: the environment is the container's */
	enum sight cluster_sight;    /* does environment file or JSON name a cluster? */
	char cluster[CLUSTER_BYTES]; /* SEEN: which */
};

/* What a line of the agent's log is about. */
enum log_subject {
	LOG_OTHER,
	LOG_STARTING, /* the agent: what stands before is of another start */
	LOG_DIALLING, /* a websocket, of ACS or of telemetry */
	LOG_REGISTERED,
	LOG_CONNECTED, /* to ACS, as are the next three */
	LOG_CONNECT_FAILED,
	LOG_CLOSED,            /* ended by an error */
	LOG_DISCOVER_FAILED,   /* its poll endpoint */
	LOG_REGISTER_FAILED,   /* as are the next two */
	LOG_REGISTER_TERMINAL, /* ... and the agent ends for good */
	LOG_NO_CREDENTIALS,
};

/* The cause, as far as the words of the line tell it. */
enum log_cause {
	LOG_CAUSE_NONE,
	LOG_CAUSE_PROXY,
	LOG_CAUSE_X509,
	LOG_CAUSE_NO_SUCH_HOST,
	LOG_CAUSE_DNS_TIMEOUT,
	LOG_CAUSE_DNS_FAILURE, /* the nameserver answers, and has no answer */
	LOG_CAUSE_IO_TIMEOUT,
	LOG_CAUSE_CLOCK,
	LOG_CAUSE_CREDENTIALS,
	LOG_CAUSE_INACTIVE,
	LOG_CAUSE_INVALID_CLUSTER,
	LOG_CAUSE_ENDPOINT_POLICY,
	LOG_CAUSE_IDENTITY_POLICY, /* of the role, or what bounds it */
	LOG_CAUSE_ORGANIZATION_POLICY,
	LOG_CAUSE_DENIED,  /* the line does not say by which policy */
	LOG_CAUSE_REFUSED, /* the connection, or its upgrade to a websocket */
	/* Causes that make the agent exit for good. */
	LOG_CAUSE_CLOUD_INIT,
	LOG_CAUSE_CLUSTER_CHANGED,
	LOG_CAUSE_TYPE_CHANGED, /* of the instance */
	LOG_CAUSE_INVALID_PARAMETER,
	LOG_CAUSE_THROTTLED,
	LOG_CAUSE_COUNT,
};
const char *log_cause_name(enum log_cause cause); /* "no-such-host"; NULL for NONE */

/* The newest state of the connection to ACS in the log. */
enum acs_word { ACS_WORD_NONE, ACS_WORD_DIALLING, ACS_WORD_CONNECTED, ACS_WORD_FAILED };
const char *acs_word_name(enum acs_word word); /* "connected" */

/* An established connection, to port 443. */
struct agent_connection {
	struct ip remote;
	uint64_t inode; /* of its socket: another one is another connection */
};

/* Which way the agent talks: the log's last word, and its live sockets. */
struct path_evidence {
	enum sight log_sight; /* SEEN: a websocket host of this start of the agent */
	char log_why[WHY_BYTES];
	char log_host[AGENT_HOST_BYTES]; /* lower case */
	bool log_numbered;   /* ecs-a-1. and the like: AWS returns them without an endpoint */
	int64_t log_time_us; /* 0: the line says none */
	bool log_connected;  /* "Connected to ACS endpoint" came after it */
	bool log_talks; /* it has lines of level info or debug: what it does not show did not happen */
	enum acs_word acs;
	int64_t acs_time_us;          /* of that word */
	bool acs_was_connected;       /* at some time since this start */
	int64_t acs_failing_since_us; /* the first failure since then; 0: there is none */
	/* Of the last failure since it was connected: the line is escaped and cut, and holds
	 * no secret; "" for none. */
	enum log_subject acs_subject;
	enum log_cause acs_cause;
	char acs_error[AGENT_LINE_BYTES];
	/* Lines of level error and critical count from then on, whichever start of the
	 * agent wrote them; 0: those of this start. */
	int64_t errors_since_us;
	char last_error[AGENT_LINE_BYTES]; /* likewise; "" for none */
	enum log_cause last_cause;
	/* Likewise: the last failure to register that no success followed. */
	char register_error[AGENT_LINE_BYTES];
	enum log_cause register_cause;
	struct origin log_origin; /* the newest file that was read; none: "" */
	enum sight peers_sight;
	char peers_why[WHY_BYTES];
	struct ip peers[MAX_AGENT_PEERS]; /* remote ends of established :443, no repeats */
	size_t peer_count;
	struct agent_connection connections[MAX_AGENT_PEERS]; /* the same, each socket */
	size_t connection_count;
};

/* The resolv.conf inside the agent's container. */
struct resolver_evidence {
	enum sight sight;
	char why[WHY_BYTES];
	struct origin origin;
	struct resolver_settings settings;
};

/* The certificates that a process trusts, as its own root contains them now: the process has read
 * them once. */
struct roots_evidence {
	enum sight sight;     /* SEEN: some of them were looked at */
	int64_t changed_us;   /* the newest of them */
	struct origin origin; /* ... and which that is */
};

/* The /etc/hosts inside the agent's container, which Docker copied there at its start:
 * buildHostsFile() of libnetwork in moby. */
struct hosts_evidence {
	enum sight sight;
	struct origin origin;
	char *text; /* owned; of SEEN: never NULL */
};

/* The states of /var/cache/ecs/state: ecs-init/cache/cache.go of aws/amazon-ecs-agent. */
enum image_cache_state {
	IMAGE_CACHE_UNKNOWN =
		-1, /* no such file, or no number in it; unreadable: and why says so */
	IMAGE_CACHE_EMPTY = 0,
	IMAGE_CACHE_CURRENT = 1,
	IMAGE_CACHE_RELOAD = 2,
};
/* For the operator.  The file may hold a state of a later version. */
const char *image_cache_state_text(int state);

/* What a start would find. */
struct image_evidence {
	enum sight loaded;   /* amazon/amazon-ecs-agent:latest in Docker */
	char loaded_id[80];  /* its image id */
	char why[WHY_BYTES]; /* the cache could not be read; "": it could */
	bool cached;         /* /var/cache/ecs/ecs-agent.tar is there */
	int cache_state;     /* enum image_cache_state, or another number */
	bool update_pending; /* an update that the agent asked for is under way */
};

/* The agent's saved state, where the next start looks for it. */
struct state_evidence {
	/* The host's directory of its data is the one that ecs-init mounts; of an agent whose unit
	 * is ecs-init. */
	enum sight at_ecs_init;
	/* That directory has the file that an agent with a checkpoint keeps open. */
	enum sight file;
};

struct agent_status {
	bool looked;     /* false: ecsprobe did not inspect the agent */
	bool booted;     /* systemd is visible here: its units are known, or why not */
	bool privileged; /* by an effective uid of 0: what is unknown is not for lack of rights */
	struct unit_status unit;        /* the owner's; else ecs.service or amazon-ecs.service */
	struct unit_status docker;      /* docker.service */
	struct unit_status cloud_final; /* cloud-final.service */
	enum sight cloud_fallback;      /* SEEN: cloud-init found no data source in this boot */
	struct container_status container;
	struct dockerd_status dockerd;
	struct agent_owner owner;
	struct tasks_status tasks;
	struct introspection introspection;
	struct task_endpoint task_endpoint;
	struct config_evidence config;
	struct path_evidence path;
	struct resolver_evidence resolver;
	struct roots_evidence roots, docker_roots; /* of the agent, of dockerd */
	struct hosts_evidence hosts;
	enum sight own_network; /* SEEN: its network namespace is not ecsprobe's; ABSENT: it is */
	struct image_evidence image;
	struct state_evidence state;
};

/* What keeps the agent running, as far as is known. */
enum runs_as {
	RUNS_AS_UNKNOWN,
	RUNS_AS_ABSENT,
	RUNS_AS_UNIT, /* and a container under it */
	RUNS_AS_UNIT_WITHOUT_CONTAINER,
	RUNS_AS_CONTAINER, /* by hand: no unit is loaded */
};
/* Docker restarts it by itself, which ecs-init never configures: if no unit is visible, no unit
 * keeps it. */
enum unit_state unit_state(const struct unit_status *unit);
enum unit_load unit_load(const struct unit_status *unit);
/* It does not run: inactive, or failed. */
bool unit_is_down(const struct unit_status *unit);
/* The unit's file is disabled, so nothing starts it at boot. */
bool unit_is_disabled(const struct unit_status *unit);
/* Between two tries of Restart=. */
bool unit_retries(const struct unit_status *unit);

/* What of an agent is looked at, each on a way of its own, and may so be unknown by itself. */
enum agent_part {
	AGENT_PART_UNIT,
	AGENT_PART_CONTAINER,
	AGENT_PART_METADATA,
	AGENT_PART_CONFIG,
	AGENT_PART_LOG,
	AGENT_PART_PEERS,
	AGENT_PART_RESOLVER,
	AGENT_PART_COUNT,
};
struct part_sight {
	const char *name; /* "unit" */
	enum sight sight;
	const char *why; /* of UNKNOWN; borrowed */
};
struct part_sight agent_part_sight(const struct agent_status *status, enum agent_part part);

bool agent_container_is_by_hand(const struct agent_status *status);
/* It answers, and what was looked at does not run: its unit or its container has another name. */
bool agent_is_unfound(const struct agent_status *status);
enum runs_as agent_runs_as(const struct agent_status *status);
const char *runs_as_name(enum runs_as runs_as); /* "unit-without-container" */

/* --- agent_container.c --- */
bool agent_has_container(const struct agent_status *status);
/* ecs-init recreates it from the files at each start. */
bool agent_is_made_by_ecs_init(const struct agent_status *status);
/* Of another container: a user's own program may recreate it from the files; Docker's restart
 * keeps its environment. */
bool agent_keeps_environment(const struct agent_status *status);
/* The first, as a Go program reads its environment.  Borrowed; NULL: it has nothing by that name. */
const char *environment_value(const struct string_list *environment, const char *key);

/* The 12 digits of a container instance's ARN; false, and "", where it has none. */
bool agent_account(const struct introspection *introspection, char account[static 13]);
/* Likewise the Region it has registered in, which may not have a Region's shape. */
enum { ARN_REGION_BYTES = 32 };
bool agent_arn_region(const struct introspection *introspection,
		      char region[static ARN_REGION_BYTES]);

/* Frees and wipes; the struct may be filled again. */
void agent_status_done(struct agent_status *status);

#endif
