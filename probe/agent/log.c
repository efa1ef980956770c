/* SPDX-License-Identifier: Apache-2.0 */
/* The path to ECS that the agent used last, by its own log. */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "ecsprobe/http_url.h"
#include "ecsprobe/local_file.h"
#include "evidence.h"
#include "log_shapes.h"
#include "peers.h"
#include "sources.h"

enum { MAX_TAIL_BYTES = 1 << 20, MAX_LOG_FILES = 1024 };

static const char directory[] = "/var/log/ecs";
static const char log_name[] = "ecs-agent.log";

bool path_is_numbered(const char *host)
{
	size_t digits;

	if (strncasecmp(host, "ecs-a-", 6) != 0 && strncasecmp(host, "ecs-t-", 6) != 0)
		return false;
	digits = strspn(host + 6, "0123456789");
	return digits > 0 && (host[6 + digits] == '.' || host[6 + digits] == '\0');
}

/* The websocket of telemetry, which shows the other one's path only if nothing better does. */
static bool is_telemetry(const char *host)
{
	return strncmp(host, "ecs-t.", 6) == 0 || strncmp(host, "ecs-t-", 6) == 0;
}

static bool is_host(const char *host)
{
	size_t len = strlen(host);

	return len > 0 && strspn(host, "abcdefghijklmnopqrstuvwxyz0123456789-.") == len &&
	       isalnum((unsigned char)host[0]) && isalnum((unsigned char)host[len - 1]) &&
	       !strstr(host, "..");
}

/* The host of a URL or of "host:port", in lower case; false where it has none that
 * a name server could know. */
static bool url_host(const char *text, size_t len, char host[static AGENT_HOST_BYTES])
{
	struct http_url url;
	size_t end;

	host[0] = '\0';
	if (!http_url_read(&url, text, len))
		return false;
	end = strlen(url.host);
	if (end > 0 && url.host[end - 1] == '.')
		url.host[end - 1] = '\0';
	if (is_host(url.host) && copy_text(host, AGENT_HOST_BYTES, url.host))
		return true;
	host[0] = '\0';
	return false;
}

static void take_host(struct path_evidence *path, const char *host, int64_t time_us)
{
	if (path->log_sight == SIGHT_SEEN && is_telemetry(host) && !is_telemetry(path->log_host))
		return;
	path->log_sight = SIGHT_SEEN;
	path->log_why[0] = '\0';
	(void)copy_text(path->log_host, sizeof path->log_host, host);
	path->log_numbered = path_is_numbered(host);
	path->log_time_us = time_us;
	path->log_connected = false;
}

/* wsclient/client.go: the URL was once the end of the message, and is now a
 * field of its own. */
static void take_dialling(struct path_evidence *path, const struct log_line *line)
{
	static const char to[] = " to ";
	static const char establishing[] = "Establishing a Websocket connection";
	const char *url = line->url;
	char host[AGENT_HOST_BYTES];

	if (strncmp(line->message + sizeof establishing - 1, to, sizeof to - 1) == 0)
		url = line->message + sizeof establishing - 1 + sizeof to - 1;
	if (!url_host(url, strlen(url), host))
		return;
	take_host(path, host, line->time_us);
	if (is_telemetry(host))
		return;
	path->acs = ACS_WORD_DIALLING;
	path->acs_time_us = line->time_us;
}

/* The log has seconds only, so a line of the second in which this start began may be of the agent
 * before it.  It says nothing about this one. */
static void forget_earlier_start(struct path_evidence *path)
{
	path->log_sight = SIGHT_ABSENT;
	path->log_host[0] = '\0';
	path->log_numbered = false;
	path->log_time_us = 0;
	path->log_connected = false;
	path->acs = ACS_WORD_NONE;
	path->acs_time_us = 0;
	path->acs_was_connected = false;
	path->acs_failing_since_us = 0;
	path->acs_cause = LOG_CAUSE_NONE;
	path->acs_error[0] = '\0';
	if (!path->errors_since_us) {
		path->last_error[0] = '\0';
		path->last_cause = LOG_CAUSE_NONE;
	}
}

/* A log of errors only does not show when the agent was connected in between.  The agent retries
 * within five minutes: DiscoverPollEndpoint gives up after 126 s or the dial after 60
 * (ecs_client.go, wsclient/client.go), and the pause grows to 2 min and a fifth (session.go), or is
 * an hour if the instance is inactive. */
static bool is_another_failure(const struct path_evidence *path, int64_t time_us)
{
	static const int64_t again_us = INT64_C(300) * 1000000;
	static const int64_t inactive_us = INT64_C(3900) * 1000000;

	return !path->log_talks &&
	       time_us - path->acs_time_us >
		       (path->acs_cause == LOG_CAUSE_INACTIVE ? inactive_us : again_us);
}

static void take_failure(struct path_evidence *path, const struct log_line *line,
			 struct log_meaning meaning)
{
	if (!path->acs_failing_since_us || is_another_failure(path, line->time_us))
		path->acs_failing_since_us = line->time_us;
	path->log_connected = false;
	path->acs = ACS_WORD_FAILED;
	path->acs_subject = meaning.subject;
	path->acs_cause = meaning.cause;
	log_line_tell(line, path->acs_error, sizeof path->acs_error);
}

/* What this start of the agent logs about its path to ECS. */
static void take_word(struct path_evidence *path, const struct log_line *line,
		      struct log_meaning meaning)
{
	switch (meaning.subject) {
	case LOG_STARTING:
		forget_earlier_start(path);
		return;
	case LOG_DIALLING:
		take_dialling(path, line);
		return;
	case LOG_CONNECTED:
		path->log_connected |= path->log_sight == SIGHT_SEEN;
		path->acs = ACS_WORD_CONNECTED;
		path->acs_was_connected = true;
		path->acs_failing_since_us = 0;
		path->acs_cause = LOG_CAUSE_NONE;
		path->acs_error[0] = '\0';
		break;
	case LOG_CLOSED:
		/* It closes each attempt, with the error of the line before. */
		if (path->acs == ACS_WORD_FAILED)
			return;
		__attribute__((fallthrough));
	case LOG_CONNECT_FAILED:
	case LOG_DISCOVER_FAILED:
		take_failure(path, line, meaning);
		break;
	case LOG_REGISTERED:
	case LOG_REGISTER_FAILED:
	case LOG_REGISTER_TERMINAL:
	case LOG_NO_CREDENTIALS:
	case LOG_OTHER:
		return;
	}
	path->acs_time_us = line->time_us;
}

/* Or in the same second. */
static bool is_since(int64_t time_us, int64_t since_us)
{
	return since_us > 0 && time_us >= since_us - since_us % 1000000;
}

static bool is_since_errors(const struct path_evidence *path, int64_t time_us, int64_t since_us)
{
	return is_since(time_us, path->errors_since_us ? path->errors_since_us : since_us);
}

static bool is_error_since(const struct path_evidence *path, enum log_level level, int64_t time_us,
			   int64_t since_us)
{
	return level >= LOG_ERROR && is_since_errors(path, time_us, since_us);
}

/* Of any start: each one that fails is followed by another. */
static void take_registration(struct path_evidence *path, const struct log_line *line,
			      struct log_meaning meaning)
{
	if (meaning.subject == LOG_REGISTERED || meaning.subject == LOG_CONNECTED) {
		path->register_cause = LOG_CAUSE_NONE;
		path->register_error[0] = '\0';
	} else if (meaning.subject >= LOG_REGISTER_FAILED) {
		path->register_cause = meaning.cause;
		log_line_tell(line, path->register_error, sizeof path->register_error);
	}
}

static void read_line(struct path_evidence *path, const char *text, size_t len, int64_t since_us)
{
	struct log_meaning meaning;
	struct log_line line;

	if (!log_line_parse(&line, text, len))
		return;
	meaning = log_line_meaning(&line);
	if (is_error_since(path, line.level, line.time_us, since_us)) {
		log_line_tell(&line, path->last_error, sizeof path->last_error);
		path->last_cause = meaning.cause;
	}
	if (is_since_errors(path, line.time_us, since_us))
		take_registration(path, &line, meaning);
	if (!is_since(line.time_us, since_us))
		return;
	path->log_talks |= line.level == LOG_INFORM || line.level == LOG_DEBUG;
	take_word(path, &line, meaning);
}

/* Cheap enough for every line of a busy log. */
static bool is_of_interest(const struct path_evidence *path, const char *text, size_t len,
			   int64_t since_us)
{
	struct log_head head = log_line_head(text, len);
	bool informs = head.level == LOG_INFORM || head.level == LOG_DEBUG;

	return is_error_since(path, head.level, head.time_us, since_us) ||
	       (informs && !path->log_talks && is_since(head.time_us, since_us)) ||
	       log_shape_is_below_error(text, len);
}

void path_read_log(struct path_evidence *path, const char *text, size_t len, int64_t since_us)
{
	const char *end = text + len;

	if (since_us <= 0 && path->errors_since_us <= 0)
		return;
	while (text < end) {
		const char *newline = memchr(text, '\n', (size_t)(end - text));
		size_t length = (size_t)((newline ? newline : end) - text);

		if (is_of_interest(path, text, length, since_us))
			read_line(path, text, length, since_us);
		text += length + (newline != NULL);
	}
}

struct log_tail {
	char *text; /* owned */
	size_t len;
	bool cut;
};

static int read_tail(int dir, const char *name, struct log_tail *tail)
{
	CLEANUP(cleanup_close) int fd = file_open_regular(dir, name, 0);
	char *newline;
	int r;

	if (fd < 0)
		return fd;
	r = source_read_tail(fd, MAX_TAIL_BYTES, &tail->text, &tail->len, &tail->cut);
	if (r < 0 || !tail->cut)
		return r;
	/* The first line is incomplete. */
	newline = memchr(tail->text, '\n', tail->len);
	if (newline)
		memset(tail->text, ' ', (size_t)(newline - tail->text));
	return 0;
}

static bool is_newer(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec > b->tv_sec || (a->tv_sec == b->tv_sec && a->tv_nsec > b->tv_nsec);
}

/* The newest of those that the logger has put aside: by hour
 * (ecs-agent.log.2026-01-01-00) or by size (ecs-agent.log.1).  -ENOENT: there is none. */
static int newest_rotated(int dir, char *name, size_t size)
{
	struct timespec newest = { 0 };
	struct string_list names;
	bool found = false;
	int copy = openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int r = directory_names(copy < 0 ? -errno : copy, MAX_LOG_FILES, &names);

	for (size_t i = 0; i < names.count; i++) {
		const char *one = names.items[i];
		struct stat st;

		if (strncmp(one, log_name, sizeof log_name - 1) != 0 ||
		    one[sizeof log_name - 1] != '.' ||
		    fstatat(dir, one, &st, AT_SYMLINK_NOFOLLOW) < 0 || !S_ISREG(st.st_mode) ||
		    (found && !is_newer(&st.st_mtim, &newest)))
			continue;
		newest = st.st_mtim;
		found = copy_text(name, size, one);
	}
	string_list_done(&names);
	return r == 0 && !found ? -ENOENT : r;
}

static const char log_path[] = "/var/log/ecs/ecs-agent.log";

static void leave_unknown(struct path_evidence *path, int r)
{
	path->log_sight = SIGHT_UNKNOWN;
	source_why(path->log_why, log_path, r);
}

static void set_origin(struct path_evidence *path, const char *name)
{
	CLEANUP(cleanup_free) char *full = xasprintf("%s/%s", directory, name);

	origin_set(&path->log_origin, full, 0);
}

/* Which way it talks, and since when it fails to, where it does: at each full hour its log
 * starts over. */
static bool tells_enough(const struct path_evidence *path)
{
	return path->log_sight == SIGHT_SEEN && !is_telemetry(path->log_host) &&
	       (!path->acs_failing_since_us || path->acs_was_connected);
}

/* What was put aside, where the current one does not tell enough.  0 or a negative
 * errno. */
static int read_rotated(struct path_evidence *path, int dir, const struct log_tail *current,
			struct log_tail *rotated, int64_t since_us)
{
	char name[256];
	int r;

	if (current->cut || tells_enough(path))
		return 0;
	r = newest_rotated(dir, name, sizeof name);
	if (r == 0)
		r = read_tail(dir, name, rotated);
	if (r < 0)
		return r == -ENOENT ? 0 : r;
	if (!current->text)
		set_origin(path, name);
	/* Once more from the start, as what is newer counts. */
	forget_earlier_start(path);
	path_read_log(path, rotated->text, rotated->len, since_us);
	if (current->text)
		path_read_log(path, current->text, current->len, since_us);
	return 0;
}

static void read_logs(struct path_evidence *path, int dir, int64_t since_us)
{
	struct log_tail current = { 0 };
	struct log_tail rotated = { 0 };
	int r = read_tail(dir, log_name, &current);

	if (r < 0 && r != -ENOENT) {
		source_why(path->log_why, log_path, r);
		return;
	}
	path->log_sight = SIGHT_ABSENT;
	if (current.text) {
		set_origin(path, log_name);
		path_read_log(path, current.text, current.len, since_us);
	}
	r = read_rotated(path, dir, &current, &rotated, since_us);
	if (r < 0 && path->log_sight == SIGHT_ABSENT) {
		leave_unknown(path, r);
	} else if (!current.text && !rotated.text) {
		leave_unknown(path, -ENOENT);
	} else if (path->log_sight == SIGHT_ABSENT && (current.cut || rotated.cut)) {
		path->log_sight = SIGHT_UNKNOWN;
		(void)snprintf(path->log_why, sizeof path->log_why,
			       "the end of ecs-agent.log names no websocket");
	}
	free(current.text);
	free(rotated.text);
}

static int open_directory(const char *root)
{
	CLEANUP(cleanup_free) char *full = xasprintf("%s%s", root, directory);
	int dir;

	if (local_file_is_remote(root, directory))
		return -EREMOTE;
	dir = open(full, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return dir < 0 ? -errno : dir;
}

/* An agent that is not registered may exit again and again: the errors of all starts count since
 * its unit was started. */
static int64_t kept_since_us(const struct agent_status *status)
{
	return status->unit.main_start_us > 0 ? status->unit.main_start_us
					      : status->container.created_us;
}

void path_gather(struct agent_status *status, const char *root)
{
	CLEANUP(cleanup_close) int dir = open_directory(root);
	struct path_evidence *path = &status->path;
	int64_t started_us = agent_started_us(status);

	if (!path->errors_since_us && !status->introspection.arn[0])
		path->errors_since_us = kept_since_us(status);
	if (started_us > 0 || path->errors_since_us > 0) {
		if (dir < 0)
			source_why(path->log_why, directory, dir);
		else
			read_logs(path, dir, started_us);
	}
	/* Of an agent that has exited only its errors count. */
	if (started_us <= 0) {
		path->log_sight = SIGHT_UNKNOWN;
		(void)snprintf(path->log_why, sizeof path->log_why,
			       "it is not known when the agent was started");
	}
	peers_gather(status, root);
}
