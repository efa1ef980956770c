/* SPDX-License-Identifier: Apache-2.0 */
/* The nameservers that an image names permanently. */
#include <fcntl.h>
#include <linux/fs.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

#include "config_files.h"
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

static const struct server_words of_networkd = { .keys = { "DNS" }, .sections = { "Network" } };
static const struct server_words of_resolved = { .keys = { "DNS" }, .sections = { "Resolve" } };
static const struct server_words of_manager = {
	.keys = { "servers" },
	.sections = { "global-dns-domain-*" },
};
static const struct server_words of_connections = {
	.keys = { "dns" },
	.sections = { "ipv4", "ipv6" },
};
static const struct server_words of_yaml = {
	.keys = { "addresses", "*nameservers", "nameserver" },
	.doubts = true,
};
/* Appended ones and defaults are asked only where DHCP names none that answers. */
static const struct server_words of_dhclient = {
	.keys = { "*domain-name-servers", "dhcp6.name-servers" },
	.verbs = { "supersede", "prepend" },
	.includes = { "include" },
	.doubts = true,
};
static const struct server_words of_dhcpcd = { .keys = { "domain_name_servers" } };
static const struct server_words of_scripts = { .keys = { "DNS[0-9]*",
							  "NETCONFIG_DNS_STATIC_SERVERS" } };
static const struct server_words of_interfaces = {
	.keys = { "dns-nameserver*", "nameserver" },
	.includes = { "source", "source-directory" },
	.included = "interfaces.d",
	.doubts = true,
};
/* Of scripts that run at boot and write resolv.conf. */
static const struct server_words of_commands = { .keys = { "nameserver" }, .doubts = true };
static const struct server_words of_resolv_conf = { .keys = { "nameserver" } };

/* Of two files of one name, the one in the directory that stands first counts. */
static const struct place {
	const char *directories[5];
	const char *name; /* a pattern, fnmatch(3) */
	const struct server_words *words;
	bool is_of_systemd; /* drop-ins count, and an empty value takes back */
} places[] = {
	{ { SYSTEMD }, "resolved.conf", &of_resolved, true },
	{ { NETWORKS }, "*.network", &of_networkd, true },
	{ { MANAGER }, "NetworkManager.conf", &of_manager, false },
	{ { MANAGER "/conf.d", "/usr/lib/NetworkManager/conf.d" }, "*.conf", &of_manager, false },
	{ { MANAGER "/system-connections", "/usr/lib/NetworkManager/system-connections" },
	  "*",
	  &of_connections,
	  false },
	{ { "/etc/netplan", "/usr/lib/netplan", "/lib/netplan" }, "*.yaml", &of_yaml, false },
	{ { "/etc/cloud" }, "cloud.cfg", &of_yaml, false },
	{ { "/etc/cloud/cloud.cfg.d" }, "*.cfg", &of_yaml, false },
	{ { "/etc" }, "dhclient*.conf", &of_dhclient, false },
	{ { "/etc/dhcp" }, "dhclient*.conf", &of_dhclient, false },
	{ { "/etc" }, "dhcpcd.conf", &of_dhcpcd, false },
	{ { "/etc/sysconfig/network-scripts" }, "ifcfg-*", &of_scripts, false },
	{ { "/etc/sysconfig/network" }, "config", &of_scripts, false },
	{ { "/etc/network" }, "interfaces", &of_interfaces, false },
	{ { "/etc/network/interfaces.d" }, "*", &of_interfaces, false },
	{ { "/etc/resolvconf/resolv.conf.d" }, "head", &of_resolv_conf, false },
	{ { "/etc/resolvconf/resolv.conf.d" }, "base", &of_resolv_conf, false },
	{ { "/etc", "/etc/rc.d" }, "rc.local", &of_commands, false },
	{ { "/var/lib/cloud/scripts/per-boot" }, "*.sh", &of_commands, false },
	{ { "/var/lib/cloud/scripts/per-instance" }, "*.sh", &of_commands, false },
	{ { "/var/lib/cloud/scripts/per-once" }, "*.sh", &of_commands, false },
};

/* --- what is found there ---------------------------------------------------------------- */

static bool has_pin(const struct image_facts *image, const struct ip *ip, const char *place)
{
	for (size_t i = 0; i < image->pin_count; i++)
		if (ip_equal(&image->pins[i].ip, ip) &&
		    strcmp(image->pins[i].origin.place, place) == 0)
			return true;
	return false;
}

void image_add_pin(struct image_facts *image, const struct ip *ip, const struct origin *origin,
		   bool immutable)
{
	if (has_pin(image, ip, origin->place))
		return;
	if (image->pin_count >= MAX_PINS) {
		image_note_unread(image, origin->place, "more nameservers than ecsprobe can keep");
		return;
	}
	image->pins = xgrow(image->pins, image->pin_count, sizeof *image->pins);
	image->pins[image->pin_count++] = (struct image_pin){ *ip, *origin, immutable };
}

static void note_doubt(struct image_facts *image, const struct origin *origin)
{
	char shown[ORIGIN_TEXT_BYTES];

	origin_format(origin, shown);
	image_add_note(&image->doubtful, shown);
}

/* Of one file and its drop-ins. */
struct look {
	struct image_facts *image;
	const struct place *place;
	size_t first; /* of its pins */
	bool immutable;
	bool in_doubt; /* as the file that is read now was found to be: once is enough */
	struct origin origin;
};

static void on_server(void *arg, enum servers_event event, const struct ip *ip, unsigned line)
{
	struct look *look = arg;

	look->origin.line = line;
	if (event == SERVER_NAMED)
		image_add_pin(look->image, ip, &look->origin, look->immutable);
	else if (event == SERVERS_TAKEN_BACK && look->place->is_of_systemd)
		look->image->pin_count = look->first;
	else if (event == SERVERS_IN_DOUBT && !look->in_doubt)
		note_doubt(look->image, &look->origin);
	look->in_doubt |= event == SERVERS_IN_DOUBT;
}

static void on_text(void *arg, const char *path, char *text, size_t len)
{
	struct look *look = arg;

	(void)len;
	origin_set(&look->origin, path, 0);
	look->in_doubt = false;
	servers_scan(text, look->place->words, on_server, look);
}

static void look_at_file(struct look *look, const struct file_source *files, const char *name)
{
	const char *const *directories = look->place->directories;
	CLEANUP(cleanup_free) char *subdirectory = xasprintf("%s.d", name);
	const char *const subdirectories[] = { subdirectory, NULL };

	look->first = look->image->pin_count;
	(void)config_read_file(files, directories, name, on_text, look);
	if (look->place->is_of_systemd)
		config_read_drop_ins(files, directories, subdirectories, on_text, look);
}

static void look_at_place(struct image_facts *image, const struct file_source *files,
			  const struct place *place)
{
	struct look look = { .image = image, .place = place };
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

/* A file that a DHCP client rewrites at each boot says so in its comments. */
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

/* A file that a container engine mounts there is not the image's. */
static bool is_mounted_over(struct image_facts *image, struct below *below, const char *path)
{
	CLEANUP(cleanup_close) int fd = below_open(below, path, O_PATH | O_NOFOLLOW);
	struct statx st = { 0 };

	image_note_unreadable(image, path, fd);
	return fd >= 0 && statx(fd, "", AT_EMPTY_PATH, 0, &st) == 0 &&
	       (st.stx_attributes & STATX_ATTR_MOUNT_ROOT);
}

/* The target of a link into /run is made at boot; any other belongs to the image. */
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
	static const struct place place = { .words = &of_resolv_conf };
	struct look look = { .image = image, .place = &place };
	const char *path = resolv_conf_path;
	struct stat st;
	char *text;
	size_t len;
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
	look.immutable = is_immutable(image, below, path);
	if (look.immutable || !is_generated(text))
		on_text(&look, path, text, len);
	free(text);
}

void image_look_at_resolvers(struct image_facts *image, struct below *below,
			     const struct file_source *files)
{
	look_at_resolv_conf(image, below, files);
	for (size_t i = 0; i < ARRAY_SIZE(places); i++)
		look_at_place(image, files, &places[i]);
}
