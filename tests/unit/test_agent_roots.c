/* SPDX-License-Identifier: Apache-2.0 */
/* Whose certificates a Go program reads, in the root that it has. */
#include <stdio.h>
#include <string.h>

#include "agent/evidence.h"
#include "check.h"
#include "ecsprobe/clock.h"
#include "tree.h"

#define ID "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define CGROUP "0::/system.slice/docker-" ID ".scope\n"
#define INSIDE "/proc/77/root"
/* Later than any file of this test is made. */
#define LATER INT64_C(4102444800000000) /* 2100-01-01 */

static struct agent_status running(const char *environment)
{
	struct agent_status status = {
		.unit = { .sight = SIGHT_SEEN },
		.container = { .sight = SIGHT_SEEN, .running = true, .pid = 77 },
	};

	(void)copy_text(status.container.id, sizeof status.container.id, ID);
	if (environment)
		string_list_add(&status.container.environment, environment, strlen(environment));
	return status;
}

static const struct {
	const char *environment;
	const char *files[3];
	const char *directory; /* with that late time */
	enum sight sight;
	const char *place;
} rows[] = {
	{ NULL, { "/etc/hostname" }, NULL, SIGHT_ABSENT, "" },
	{ NULL, { "/etc/pki/tls/cacert.pem" }, NULL, SIGHT_SEEN, "/etc/pki/tls/cacert.pem" },
	{ NULL, { "/etc/ssl/cert.pem" }, NULL, SIGHT_SEEN, "/etc/ssl/cert.pem" },
	{ NULL,
	  { "/etc/pki/tls/certs/own.crt" },
	  "/etc/pki/tls/certs",
	  SIGHT_SEEN,
	  "/etc/pki/tls/certs" },
	{ NULL, { "/etc/ssl/certs/own.pem" }, "/etc/ssl/certs", SIGHT_SEEN, "/etc/ssl/certs" },
	{ "SSL_CERT_FILE=/opt/a.pem", { "/opt/a.pem" }, NULL, SIGHT_SEEN, "/opt/a.pem" },
	/* In the place of all bundles, not of the directories. */
	{ "SSL_CERT_FILE=/opt/a.pem", { "/etc/ssl/cert.pem" }, NULL, SIGHT_ABSENT, "" },
	{ "SSL_CERT_FILE=", { "/etc/ssl/cert.pem" }, NULL, SIGHT_SEEN, "/etc/ssl/cert.pem" },
	{ "SSL_CERT_FILE=/opt/a.pem",
	  { "/opt/a.pem", "/etc/ssl/certs/own.pem" },
	  "/etc/ssl/certs",
	  SIGHT_SEEN,
	  "/etc/ssl/certs" },
	{ "SSL_CERT_DIR=/opt/a:/opt/b", { "/opt/b/x" }, "/opt/b", SIGHT_SEEN, "/opt/b" },
	{ "SSL_CERT_DIR=/opt/a", { "/etc/pki/tls/certs/x" }, NULL, SIGHT_ABSENT, "" },
	{ "SSL_CERT_DIRECTORY=/opt/a", { "/opt/a/x" }, NULL, SIGHT_ABSENT, "" },
};

static void whose_count(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct agent_status status = running(rows[i].environment);
		char *root = tree_open();
		int64_t now_us = clock_wall_s() * INT64_C(1000000);

		tree_write(root, "/proc/77/cgroup", CGROUP);
		tree_write(root, "/proc/77/mountinfo", "");
		tree_directory(root, INSIDE "/etc");
		for (size_t f = 0; f < 3 && rows[i].files[f]; f++) {
			char path[128];

			(void)snprintf(path, sizeof path, INSIDE "%s", rows[i].files[f]);
			tree_write(root, path, "x");
		}
		if (rows[i].directory) {
			char path[128];

			(void)snprintf(path, sizeof path, INSIDE "%s", rows[i].directory);
			tree_date(root, path, LATER);
		}
		roots_gather(&status, root);
		EXPECT(status.roots.sight == rows[i].sight, "row %zu: %d", i,
		       (int)status.roots.sight);
		EXPECT(strcmp(status.roots.origin.place, rows[i].place) == 0, "row %zu: %s", i,
		       status.roots.origin.place);
		EXPECT(rows[i].sight != SIGHT_SEEN ||
			       (rows[i].directory ? status.roots.changed_us == LATER
						  : status.roots.changed_us >= now_us &&
							    status.roots.changed_us < LATER),
		       "row %zu", i);
		agent_status_done(&status);
		tree_close(root);
	}
	expect_all_held();
}

/* A file behind a link counts, and so does the link; one on a network file system is not
 * touched. */
static void links_and_mounts(void **state)
{
	static const char nfs[] = "40 29 0:38 / /etc/ssl rw - nfs4 server:/x rw\n";
	struct agent_status status = running(NULL);
	char *root = tree_open();

	(void)state;
	tree_write(root, "/proc/77/cgroup", CGROUP);
	tree_write(root, "/proc/77/mountinfo", "");
	tree_write(root, INSIDE "/store/bundle", "x");
	tree_link(root, INSIDE "/etc/ssl/cert.pem", "/store/bundle");
	roots_gather(&status, root);
	assert_int_equal(status.roots.sight, SIGHT_SEEN);
	assert_string_equal(status.roots.origin.place, "/etc/ssl/cert.pem");
	tree_write(root, "/proc/77/mountinfo", nfs);
	status.roots = (struct roots_evidence){ 0 };
	roots_gather(&status, root);
	assert_int_equal(status.roots.sight, SIGHT_ABSENT);
	/* Another process than the container's. */
	tree_write(root, "/proc/77/mountinfo", "");
	tree_write(root, "/proc/77/cgroup", "0::/init.scope\n");
	status.roots = (struct roots_evidence){ 0 };
	roots_gather(&status, root);
	assert_int_equal(status.roots.sight, SIGHT_UNKNOWN);
	agent_status_done(&status);
	tree_close(root);
}

static void dockerd(void **state)
{
	struct agent_status status = { .docker = { .sight = SIGHT_SEEN, .main_pid = 5 } };
	char *root = tree_open();

	(void)state;
	tree_write(root, "/proc/5/mountinfo", "");
	tree_write(root, "/proc/5/root/etc/ssl/certs/ca-certificates.crt", "x");
	tree_date(root, "/proc/5/root/etc/ssl/certs", LATER);
	roots_gather(&status, root);
	assert_int_equal(status.docker_roots.sight, SIGHT_SEEN);
	assert_int_equal(status.docker_roots.changed_us, LATER);
	assert_int_equal(status.roots.sight, SIGHT_UNKNOWN);
	status.docker_roots = (struct roots_evidence){ 0 };
	status.docker.main_pid = 0;
	roots_gather(&status, root);
	assert_int_equal(status.docker_roots.sight, SIGHT_UNKNOWN);
	agent_status_done(&status);
	tree_close(root);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whose_count),
		cmocka_unit_test(links_and_mounts),
		cmocka_unit_test(dockerd),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
