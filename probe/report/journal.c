/* SPDX-License-Identifier: Apache-2.0 */
/* Where in our sources an entry was made is nobody's business. */
#define SD_JOURNAL_SUPPRESS_LOCATION
#include "ecsprobe/journal.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <systemd/sd-journal.h>

#include "journal_entry.h"

/* journald(8); the library sends there too, but waits for as long as the queue
 * is full, which for a stopped journald is for ever.  A connected socket can be
 * asked beforehand. */
static int connect_journal(void)
{
	static const struct sockaddr_un address = { AF_UNIX, "/run/systemd/journal/socket" };
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -1;
	if (connect(fd, (const struct sockaddr *)&address, sizeof address) == 0)
		return fd;
	(void)close(fd);
	return -1;
}

static bool has_room(int fd)
{
	struct pollfd room = { .fd = fd, .events = POLLOUT };

	return poll(&room, 1, 0) == 1 && room.revents == POLLOUT;
}

/* MESSAGE and what else is single, and the evidence. */
enum { MAX_FIELDS = 16 + MAX_JOURNAL_EVIDENCE };

static void send_entry(void *arg, const struct string_list *fields)
{
	const int *fd = arg;
	struct iovec parts[MAX_FIELDS];
	size_t count = fields->count < MAX_FIELDS ? fields->count : MAX_FIELDS;

	if (!has_room(*fd))
		return;
	for (size_t i = 0; i < count; i++)
		parts[i] = (struct iovec){ fields->items[i], strlen(fields->items[i]) };
	(void)sd_journal_sendv(parts, (int)count);
}

void journal_report(const struct report *report)
{
	CLEANUP(cleanup_close) int fd = connect_journal();

	if (fd >= 0)
		journal_entries_of_report(report, send_entry, &fd);
}

void journal_action(enum journal_event event, const struct action *action)
{
	CLEANUP(cleanup_close) int fd = connect_journal();

	if (fd >= 0)
		journal_entry_of_action(event, action, send_entry, &fd);
}
