/* SPDX-License-Identifier: Apache-2.0 */
/* When the roots changed that a Go program reads once, at its first handshake
 * (crypto/x509/root_unix.go and root_linux.go): the first bundle that exists, and every file of all
 * directories. */
#include <string.h>
#include <unistd.h>

#include "config_inputs.h"
#include "ecsprobe/below.h"
#include "ecsprobe/local_file.h"
#include "evidence.h"
#include "sources.h"

enum { MAX_MOUNTS_BYTES = 4 << 20 };

static const char *const bundles[] = {
	"/etc/ssl/certs/ca-certificates.crt",
	"/etc/pki/tls/certs/ca-bundle.crt",
	"/etc/ssl/ca-bundle.pem",
	"/etc/pki/tls/cacert.pem",
	"/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
	"/etc/ssl/cert.pem",
	NULL,
};
static const char directories[] = "/etc/ssl/certs:/etc/pki/tls/certs";

struct look {
	struct below below;
	char *mounts; /* owned; of that process */
	struct roots_evidence *out;
};

static void take(struct look *look, const char *path, const struct timespec *changed)
{
	int64_t changed_us = (int64_t)changed->tv_sec * 1000000 + changed->tv_nsec / 1000;

	look->out->sight = SIGHT_SEEN;
	if (changed_us <= look->out->changed_us)
		return;
	look->out->changed_us = changed_us;
	origin_set(&look->out->origin, path, 0);
}

static bool look_behind(struct look *look, const char *path)
{
	struct stat st;

	if (below_stat(&look->below, path, true, &st) < 0)
		return false;
	/* A file that was moved here with its times has another ctime than before. */
	take(look, path, S_ISDIR(st.st_mode) ? &st.st_mtim : &st.st_ctim);
	return true;
}

/* Replacing a link is one more way. */
static bool look_at(struct look *look, const char *path)
{
	struct stat st;

	if (local_mounts_hold_remote(look->mounts, path) || !look_behind(look, path))
		return false;
	if (below_stat(&look->below, path, false, &st) == 0 && S_ISLNK(st.st_mode))
		take(look, path, &st.st_ctim);
	return true;
}

static void look_into(struct look *look, const char *directory)
{
	struct string_list names = { 0 };

	if (!look_at(look, directory))
		return;
	/* What cannot be listed has told all the same when it was changed itself. */
	if (below_list(&look->below, directory, &names) < 0)
		return;
	for (size_t i = 0; i < names.count; i++) {
		CLEANUP(cleanup_free) char *path = xasprintf("%s/%s", directory, names.items[i]);

		(void)look_behind(look, path);
	}
	string_list_done(&names);
}

/* Set to nothing counts as not set. */
static const char *value_of(const struct string_list *environment, const char *key)
{
	const char *value = environment ? environment_value(environment, key) : NULL;

	return value && *value ? value : NULL;
}

static void look_around(struct look *look, const struct string_list *environment)
{
	const char *file = value_of(environment, "SSL_CERT_FILE");
	const char *named = value_of(environment, "SSL_CERT_DIR");
	CLEANUP(cleanup_free) char *list = xstrdup(named ? named : directories);
	char *rest = list;
	const char *directory;

	if (file && *file == '/')
		(void)look_at(look, file);
	for (size_t i = 0; !file && bundles[i] && !look_at(look, bundles[i]); i++)
		continue;
	while ((directory = strsep(&rest, ":")))
		if (*directory == '/')
			look_into(look, directory);
}

static void look_as(struct roots_evidence *out, const char *root, uint32_t pid,
		    const struct string_list *environment)
{
	CLEANUP(cleanup_free) char *inside = xasprintf("%s/proc/%u/root", root, pid);
	CLEANUP(cleanup_free) char *table = xasprintf("/proc/%u/mountinfo", pid);
	struct look look = { .out = out };
	size_t len;

	if (local_file_read(root, table, MAX_MOUNTS_BYTES, &look.mounts, &len) < 0)
		return;
	if (below_root(&look.below, inside) == 0) {
		out->sight = SIGHT_ABSENT;
		look_around(&look, environment);
		(void)close(look.below.root);
	}
	free(look.mounts);
}

void roots_gather(struct agent_status *status, const char *root)
{
	char why[WHY_BYTES];
	uint32_t pid;

	if (agent_process(status, &pid) == SIGHT_SEEN &&
	    agent_process_holds(status, root, pid, why)) {
		look_as(&status->roots, root, pid, &status->container.environment);
		/* Another process may have that number by now. */
		if (!agent_process_holds(status, root, pid, why))
			status->roots = (struct roots_evidence){ 0 };
	}
	if (status->docker.sight == SIGHT_SEEN && status->docker.main_pid)
		look_as(&status->docker_roots, root, status->docker.main_pid, NULL);
}
