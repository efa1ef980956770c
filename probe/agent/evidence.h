/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_EVIDENCE_H
#define ECSPROBE_EVIDENCE_H
/* Evidence about the agent in files and /proc.  Read at once, not on the loop, once unit, container
 * and introspection are known.  Private to the agent room.
 *
 * root: prepended to every path, "" for this machine; a test passes another one. */
#include "ecsprobe/agent.h"
#include "ecsprobe/agent_files.h"

/* Each fills its part of status and reads the others. */
void config_gather(struct agent_status *status, const struct agent_files *files, const char *root);
void path_gather(struct agent_status *status, const char *root);
void resolver_gather(struct agent_status *status, const char *root);
void roots_gather(struct agent_status *status, const char *root);
void state_gather(struct agent_status *status, const char *root);
void image_gather(struct agent_status *status, const char *root);
void cloud_init_gather(struct agent_status *status, const char *root);

/* When this start of the agent began, CLOCK_REALTIME microseconds; 0: not
 * known. */
int64_t agent_started_us(const struct agent_status *status);

/* --- the pure readers behind them; text is NUL-terminated, hostile ----------- */

/* The merged files (of rising precedence) against the environment that the
 * container was given; fills changed and unmodelled. */
void config_compare(struct config_evidence *config, const struct agent_files *files,
		    const struct string_list *environment);

/* The same for a container that ecs-init has not made: false, and nothing
 * compared, where it was evidently not made from these files (a key of theirs
 * that has the same value there, or all of them that are there at all, tell);
 * else what both name and only that. */
bool config_compare_common(struct config_evidence *config, const struct agent_files *files,
			   const struct string_list *environment);

/* ecs.config.json: json_invalid and json_detail, and its Cluster where no
 * environment file has one. */
void config_read_json(struct config_evidence *config, const char *text, size_t len);

/* The end of ecs-agent.log, logfmt or JSON lines.  Lines from before since_us
 * (0: not known) are of another start and do not count. */
void path_read_log(struct path_evidence *path, const char *text, size_t len, int64_t since_us);

/* ecs-a-1, ecs-t-12 and the like, of any suffix. */
bool path_is_numbered(const char *host);

/* /proc/net/tcp or tcp6: the inodes and remote ends of established
 * connections to port 443. */
struct peer_socket {
	uint64_t inode;
	struct ip remote;
};
size_t path_parse_sockets(const char *text, bool v6, struct peer_socket *sockets, size_t max);

#endif
