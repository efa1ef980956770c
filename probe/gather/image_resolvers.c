/* SPDX-License-Identifier: Apache-2.0 */
/* The nameservers that an image names for good. */
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

#include "config_files.h"
#include "ecsprobe/escape.h"
#include "ecsprobe/resolv_conf.h"
#include "image.h"
#include "named_servers.h"

enum { MAX_PINS = 256 };

/* --- the table ------------------------------------------------------------------------ */

/* /run is made at boot, and no part of an image. */
#define SYSTEMD "/etc/systemd", "/usr/local/lib/systemd", "/usr/lib/systemd", "/lib/systemd"
#define NETWORKS                                                                              \
	"/etc/systemd/network", "/usr/local/lib/systemd/network", "/usr/lib/systemd/network", \
		"/lib/systemd/network"
#define MANAGER "/etc/NetworkManager"

/* Of two files of one name, the one in the directory that stands first counts. */
static const struct place {
	const char *directories[5];
	const char *name; /* a pattern, fnmatch(3) */
	bool has_drop_ins;
	servers_reader read;
	struct server_lines lines;
} places[] = {
	{ { SYSTEMD },
	  "resolved.conf",
	  true,
	  servers_of_lines,
	  { "Resolve", "DNS", LINES_OF_SYSTEMD } },
	{ { NETWORKS },
	  "*.network",
	  true,
	  servers_of_lines,
	  { "Network", "DNS", LINES_OF_SYSTEMD } },
	{ { MANAGER },
	  "NetworkManager.conf",
	  false,
	  servers_of_lines,
	  { "global-dns-domain-*", "servers", LINES_PLAIN } },
	{ { MANAGER "/conf.d", "/usr/lib/NetworkManager/conf.d" },
	  "*.conf",
	  false,
	  servers_of_lines,
	  { "global-dns-domain-*", "servers", LINES_PLAIN } },
	{ { MANAGER "/system-connections", "/usr/lib/NetworkManager/system-connections" },
	  "*",
	  false,
	  servers_of_lines,
	  { "ipv[46]", "dns", LINES_PLAIN } },
	{ { "/etc/netplan", "/usr/lib/netplan", "/lib/netplan" },
	  "*.yaml",
	  false,
	  servers_of_netplan,
	  { 0 } },
	{ { "/etc/cloud" }, "cloud.cfg", false, servers_of_netplan, { 0 } },
	{ { "/etc/cloud/cloud.cfg.d" }, "*.cfg", false, servers_of_netplan, { 0 } },
	{ { "/etc" }, "dhclient*.conf", false, servers_of_dhclient, { 0 } },
	{ { "/etc/dhcp" }, "dhclient*.conf", false, servers_of_dhclient, { 0 } },
	{ { "/etc" },
	  "dhcpcd.conf",
	  false,
	  servers_of_lines,
	  { NULL, "static*domain_name_servers", LINES_PLAIN } },
	{ { "/etc/sysconfig/network-scripts" },
	  "ifcfg-*",
	  false,
	  servers_of_lines,
	  { NULL, "DNS[0-9]*", LINES_PLAIN } },
	{ { "/etc/sysconfig/network" },
	  "config",
	  false,
	  servers_of_lines,
	  { NULL, "NETCONFIG_DNS_STATIC_SERVERS", LINES_PLAIN } },
	{ { "/etc/network" },
	  "interfaces",
	  false,
	  servers_of_lines,
	  { NULL, "dns-nameserver*", LINES_OF_WORDS } },
	{ { "/etc/network/interfaces.d" },
	  "*",
	  false,
	  servers_of_lines,
	  { NULL, "dns-nameserver*", LINES_OF_WORDS } },
	{ { "/etc/resolvconf/resolv.conf.d" }, "head", false, servers_of_resolv_conf, { 0 } },
	{ { "/etc/resolvconf/resolv.conf.d" }, "base", false, servers_of_resolv_conf, { 0 } },
};

/* --- what is found there ---------------------------------------------------------------- */

void image_add_pin(struct image_facts *image, const struct ip *ip, const char *path, bool immutable)
{
	struct image_pin *pin;

	if (image->pin_count >= MAX_PINS) {
		image_note_unread(image, path, "more nameservers than can be kept");
		return;
	}
	image->pins = xgrow(image->pins, image->pin_count, sizeof *image->pins);
	pin = &image->pins[image->pin_count++];
	pin->ip = *ip;
	pin->immutable = immutable;
	escape_text(pin->path, sizeof pin->path, path);
}

static void note_doubt(struct image_facts *image, const char *path, unsigned line)
{
	size_t used = strlen(image->doubtful);
	char shown[IMAGE_PATH_BYTES];

	escape_text(shown, sizeof shown, path);
	(void)snprintf(image->doubtful + used, sizeof image->doubtful - used, "%s%s line %u",
		       used ? ", " : "", shown, line);
}

/* Of one file and its drop-ins. */
struct look {
	struct image_facts *image;
	const struct place *place;
	size_t first; /* of its pins */
};

static void on_text(void *arg, const char *path, char *text, size_t len)
{
	struct look *look = arg;
	struct named_servers named;

	look->place->read(text, len, &look->place->lines, &named);
	if (named.takes_back)
		look->image->pin_count = look->first;
	for (size_t i = 0; i < named.count; i++)
		image_add_pin(look->image, &named.ips[i], path, false);
	if (named.odd_line)
		note_doubt(look->image, path, named.odd_line);
}

static void look_at_file(struct look *look, const struct file_source *files, const char *name)
{
	const char *const *directories = look->place->directories;
	CLEANUP(cleanup_free) char *subdirectory = xasprintf("%s.d", name);
	const char *const subdirectories[] = { subdirectory, NULL };

	look->first = look->image->pin_count;
	(void)config_read_file(files, directories, name, on_text, look);
	if (look->place->has_drop_ins)
		config_read_drop_ins(files, directories, subdirectories, on_text, look);
}

static void look_at_place(struct image_facts *image, const struct file_source *files,
			  const struct place *place)
{
	struct look look = { image, place, 0 };
	struct string_list names = { 0 };

	/* One name alone may have drop-ins without being there itself. */
	if (strpbrk(place->name, "*["))
		config_names(files, place->directories, place->name, &names);
	else
		string_list_add(&names, place->name, strlen(place->name));
	for (size_t i = 0; i < names.count; i++)
		look_at_file(&look, files, names.items[i]);
	string_list_done(&names);
}

/* --- /etc/resolv.conf, of which much is made at boot ------------------------------------------ */

/* A file system that knows no such flag has none. */
static bool is_immutable(struct image_facts *image, struct below *below, const char *path)
{
	CLEANUP(cleanup_close) int fd = below_open_regular(below, path);
	int flags = 0;

	image_note_unreadable(image, path, fd);
	return fd >= 0 && ioctl(fd, FS_IOC_GETFLAGS, &flags) == 0 && (flags & FS_IMMUTABLE_FL);
}

/* A file that a DHCP client writes anew at each boot says so in its comments. */
static bool is_generated(const char *text)
{
	static const char *const makers[] = { "enerated by NetworkManager",
					      "enerated by dhcpcd",
					      "enerated by resolvconf",
					      "enerated by dhclient",
					      "; generated by /usr/sbin/dhclient-script",
					      "by resolvconf(8)",
					      "managed by man:systemd-resolved(8)" };

	while (*text == '#' || *text == ';') {
		size_t len = strcspn(text, "\n");

		for (size_t i = 0; i < ARRAY_SIZE(makers); i++)
			if (memmem(text, len, makers[i], strlen(makers[i])))
				return true;
		text += len + (text[len] == '\n');
	}
	return false;
}

/* What a container engine mounts there is not the image's. */
static bool is_mounted_over(struct image_facts *image, struct below *below, const char *path)
{
	CLEANUP(cleanup_close) int fd = below_open(below, path, O_PATH | O_NOFOLLOW);
	struct statx st = { 0 };

	image_note_unreadable(image, path, fd);
	return fd >= 0 && statx(fd, "", AT_EMPTY_PATH, 0, &st) == 0 &&
	       (st.stx_attributes & STATX_ATTR_MOUNT_ROOT);
}

/* What a link into /run leads to is made at boot; any other is of the image. */
static bool is_made_at_boot(struct image_facts *image, struct below *below, const char *path)
{
	char target[IMAGE_PATH_BYTES];
	const char *rest = target;

	if (image_read_link(image, below, path, target) < 0)
		return false;
	while (strncmp(rest, "../", 3) == 0)
		rest += 3;
	return strncmp(rest, "/run/", 5) == 0 || strncmp(rest, "run/", 4) == 0;
}

static void look_at_resolv_conf(struct image_facts *image, struct below *below,
				const struct file_source *files)
{
	const char *path = resolv_conf_path;
	struct named_servers named = { 0 };
	struct stat st;
	char *text;
	size_t len;
	bool immutable;
	int r;

	if (is_made_at_boot(image, below, path))
		return;
	r = below_stat(below, path, true, &st);
	image_note_unreadable(image, path, r);
	if (r < 0 || !S_ISREG(st.st_mode) || is_mounted_over(image, below, path))
		return;
	text = config_read_text(files, path, &len);
	if (!text)
		return;
	immutable = is_immutable(image, below, path);
	if (immutable || !is_generated(text))
		servers_of_resolv_conf(text, len, NULL, &named);
	for (size_t i = 0; i < named.count; i++)
		image_add_pin(image, &named.ips[i], path, immutable);
	free(text);
}

void image_look_at_resolvers(struct image_facts *image, struct below *below,
			     const struct file_source *files)
{
	look_at_resolv_conf(image, below, files);
	for (size_t i = 0; i < ARRAY_SIZE(places); i++)
		look_at_place(image, files, &places[i]);
}
