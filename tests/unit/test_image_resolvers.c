/* SPDX-License-Identifier: Apache-2.0 */
/* Which nameservers the files of an image name for good: in which files, in which of
 * several of one name, in which forms, and what is an address but no nameserver. */
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "ecsprobe/image.h"
#include "tree.h"

enum { MOST_FILES = 4, MUCH = 4096, LARGEST_FILE = 256 * 1024 };

/* A text of "@PATH" is a link. */
struct row {
	const char *what;
	struct {
		const char *path, *text;
	} files[MOST_FILES];
	const char *expected; /* a line each */
};

#define NETWORK "[Match]\nName=e*\n[Network]\nDHCP=yes\nDNS="
#define KEYFILE "[connection]\nid=a\n[ipv4]\ndns=10.0.0.2;\n"
#define NETPLAN "network:\n  ethernets:\n    e:\n      nameservers:\n        addresses: "

static const struct row pins[] = {
	{ "nothing", { { 0 } }, "" },
	{ "networkd",
	  { { "/etc/systemd/network/10-a.network", NETWORK "10.0.0.2\n" },
	    { "/usr/lib/systemd/network/20-b.network", NETWORK "10.0.0.3\n" },
	    { "/etc/systemd/network/30-c.netdev", NETWORK "10.0.0.4\n" } },
	  "/etc/systemd/network/10-a.network:5 10.0.0.2\n"
	  "/usr/lib/systemd/network/20-b.network:5 10.0.0.3\n" },
	{ "... of one name, the administrator's",
	  { { "/etc/systemd/network/a.network", "[Network]\n" },
	    { "/usr/lib/systemd/network/a.network", NETWORK "10.0.0.3\n" } },
	  "" },
	{ "... masked",
	  { { "/etc/systemd/network/a.network", "@/dev/null" },
	    { "/usr/lib/systemd/network/a.network", NETWORK "10.0.0.3\n" } },
	  "" },
	{ "... what /run says is made anew",
	  { { "/run/systemd/network/a.network", NETWORK "10.0.0.2\n" } },
	  "" },
	{ "... drop-ins add",
	  { { "/usr/lib/systemd/network/a.network", NETWORK "10.0.0.2\n" },
	    { "/etc/systemd/network/a.network.d/b.conf", "[Network]\nDNS=10.0.0.3\n" } },
	  "/usr/lib/systemd/network/a.network:5 10.0.0.2\n"
	  "/etc/systemd/network/a.network.d/b.conf:2 10.0.0.3\n" },
	{ "... take back",
	  { { "/usr/lib/systemd/network/a.network", NETWORK "10.0.0.2\n" },
	    { "/etc/systemd/network/a.network.d/b.conf", "[Network]\nDNS=\n" },
	    { "/etc/systemd/network/b.network", NETWORK "10.0.0.4\n" } },
	  "/etc/systemd/network/b.network:5 10.0.0.4\n" },
	{ "... hide each other",
	  { { "/usr/lib/systemd/network/a.network", NETWORK "\n" },
	    { "/usr/lib/systemd/network/a.network.d/b.conf", "[Network]\nDNS=10.0.0.3\n" },
	    { "/etc/systemd/network/a.network.d/b.conf", "@/dev/null" } },
	  "" },
	{ "... and say nothing alone",
	  { { "/etc/systemd/network/a.network.d/b.conf", "[Network]\nDNS=10.0.0.3\n" } },
	  "" },
	{ "systemd-resolved's drop-ins do",
	  { { "/etc/systemd/resolved.conf.d/b.conf", "[Resolve]\nDNS = 10.0.0.2 \\\n 10.0.0.3\n" },
	    { "/usr/lib/systemd/resolved.conf.d/a.conf", "[Resolve]\nDNS=10.0.0.4\n" } },
	  "/usr/lib/systemd/resolved.conf.d/a.conf:2 10.0.0.4\n"
	  "/etc/systemd/resolved.conf.d/b.conf:2 10.0.0.2\n"
	  "/etc/systemd/resolved.conf.d/b.conf:3 10.0.0.3\n" },
	{ "... and take back what the file says",
	  { { "/etc/systemd/resolved.conf", "[Resolve]\nDNS=10.0.0.2\n" },
	    { "/etc/systemd/resolved.conf.d/b.conf", "[Resolve]\nDNS=\n" } },
	  "" },
	{ "NetworkManager, for all names",
	  { { "/etc/NetworkManager/conf.d/a.conf",
	      "[global-dns]\n[global-dns-domain-*]\nservers=10.0.0.2,10.0.0.3\n" },
	    { "/usr/lib/NetworkManager/conf.d/a.conf",
	      "[global-dns-domain-*]\nservers=10.0.0.4\n" },
	    { "/etc/NetworkManager/NetworkManager.conf",
	      "[main]\ndns=default\n[global-dns-domain-*]\nservers=10.0.0.5\n" } },
	  "/etc/NetworkManager/NetworkManager.conf:4 10.0.0.5\n"
	  "/etc/NetworkManager/conf.d/a.conf:3 10.0.0.2\n"
	  "/etc/NetworkManager/conf.d/a.conf:3 10.0.0.3\n" },
	{ "... for a connection",
	  { { "/etc/NetworkManager/system-connections/a.nmconnection", KEYFILE },
	    { "/etc/NetworkManager/system-connections/.b", KEYFILE },
	    { "/etc/NetworkManager/system-connections/c/d", KEYFILE },
	    { "/usr/lib/NetworkManager/system-connections/a.nmconnection", KEYFILE } },
	  "/etc/NetworkManager/system-connections/a.nmconnection:4 10.0.0.2\n" },
	{ "netplan",
	  { { "/etc/netplan/50-a.yaml", NETPLAN "[10.0.0.2]\n" },
	    { "/etc/netplan/b.yml", NETPLAN "[10.0.0.3]\n" },
	    { "/lib/netplan/c.yaml", NETPLAN "\n        - 10.0.0.4\n" } },
	  "/etc/netplan/50-a.yaml:5 10.0.0.2\n/lib/netplan/c.yaml:6 10.0.0.4\n" },
	{ "... in a way that nobody here reads",
	  { { "/etc/netplan/a.yaml", NETPLAN "*b\n" },
	    { "/etc/netplan/b\x1b.yaml", NETPLAN "[a, 10.0.0.2]\n" } },
	  "/etc/netplan/b\\x1b.yaml:5 10.0.0.2\n"
	  "? /etc/netplan/a.yaml:5, /etc/netplan/b\\x1b.yaml:5\n" },
	{ "cloud-init",
	  { { "/etc/cloud/cloud.cfg.d/99-network.cfg", NETPLAN "[10.0.0.2]\n" },
	    { "/etc/cloud/cloud.cfg", "resolv_conf:\n  nameservers: ['10.0.0.3']\n" } },
	  "/etc/cloud/cloud.cfg:2 10.0.0.3\n/etc/cloud/cloud.cfg.d/99-network.cfg:5 10.0.0.2\n" },
	{ "dhclient",
	  { { "/etc/dhcp/dhclient.conf", "supersede domain-name-servers 10.0.0.2;\n" },
	    { "/etc/dhclient.conf", "prepend domain-name-servers 10.0.0.3;\n" },
	    { "/etc/dhcp/dhclient-eth0.conf", "append domain-name-servers 10.0.0.4;\n" },
	    { "/etc/dhcp/dhclient-eth1.conf", "include \"/a\";\n" } },
	  "/etc/dhclient.conf:1 10.0.0.3\n/etc/dhcp/dhclient.conf:1 10.0.0.2\n"
	  "? /etc/dhcp/dhclient-eth1.conf:1\n" },
	{ "network scripts",
	  { { "/etc/sysconfig/network-scripts/ifcfg-eth0", "DEVICE=eth0\nDNS1=10.0.0.2\n" },
	    { "/etc/sysconfig/network/config", "NETCONFIG_DNS_STATIC_SERVERS=\"10.0.0.3\"\n" },
	    { "/etc/network/interfaces", "iface e inet dhcp\n dns-nameservers 10.0.0.4\n" },
	    { "/etc/network/interfaces.d/a", "iface e inet dhcp\n dns-nameserver 10.0.0.5\n" } },
	  "/etc/sysconfig/network-scripts/ifcfg-eth0:2 10.0.0.2\n"
	  "/etc/sysconfig/network/config:1 10.0.0.3\n/etc/network/interfaces:2 10.0.0.4\n"
	  "/etc/network/interfaces.d/a:2 10.0.0.5\n" },
	{ "dhcpcd and resolvconf",
	  { { "/etc/dhcpcd.conf", "static domain_name_servers=10.0.0.2\n" },
	    { "/etc/resolvconf/resolv.conf.d/head", "nameserver 10.0.0.3\n" },
	    { "/etc/resolvconf/resolv.conf.d/base", "nameserver 10.0.0.4\n" },
	    { "/etc/resolvconf/resolv.conf.d/tail", "nameserver 10.0.0.5\n" } },
	  "/etc/dhcpcd.conf:1 10.0.0.2\n/etc/resolvconf/resolv.conf.d/head:1 10.0.0.3\n"
	  "/etc/resolvconf/resolv.conf.d/base:1 10.0.0.4\n" },
	{ "dockerd, of all that its unit names",
	  { { "/usr/lib/systemd/system/docker.service",
	      "[Service]\nEnvironmentFile=-/etc/sysconfig/docker\nExecStart=dockerd $OPTIONS\n" },
	    { "/etc/sysconfig/docker",
	      "#OPTIONS=\"--dns 10.0.0.9\"\nOPTIONS=\"--ulimit a=1:2 --dns 10.0.0.2\"\n" },
	    { "/etc/default/docker", "DOCKER_OPTS=\"--dns 10.0.0.3\"\n" },
	    { "/etc/docker/daemon.json",
	      "{\n\"insecure-registries\": [\"10.0.0.9:5000\"],\n\"bip\": \"10.0.0.9/24\",\n"
	      "\"dns\": [\"10.0.0.4\"]}\n" } },
	  "/etc/sysconfig/docker:2 10.0.0.2\n/etc/docker/daemon.json:4 10.0.0.4\n" },
	{ "... of a drop-in, which counts last",
	  { { "/usr/lib/systemd/system/docker.service",
	      "[Service]\nExecStart=dockerd --dns 10.0.0.2\n" },
	    { "/etc/systemd/system/docker.service.d/a.conf",
	      "[Service]\nEnvironment=HTTP_PROXY=http://10.0.0.9:3128\nExecStart=\n"
	      "ExecStart=dockerd -H tcp://10.0.0.9:2375 --dns=10.0.0.3\n" } },
	  "/etc/systemd/system/docker.service.d/a.conf:4 10.0.0.3\n" },
	{ "... of an init script, where there is no unit",
	  { { "/etc/default/docker", "DOCKER_OPTS=\"--dns 10.0.0.2 --dns-search a.example\"\n" } },
	  "/etc/default/docker:1 10.0.0.2\n" },
};

/* One file, and each address that it names with its line; "?5": what line 5 names is not
 * known. */
struct form {
	const char *what, *text, *expected;
};

static const struct form of_networkd[] = {
	{ "nothing", "", "" },
	{ "blanks around it", "  [Network]\n DNS = 10.0.0.2 \r\n", "10.0.0.2@2" },
	{ "another key's",
	  "[Network]\nDNSSEC=10.0.0.2\nFallbackDNS=10.0.0.3\nGateway=10.0.0.1\nNTP=10.0.0.4\n"
	  "DNSStubListenerExtra=10.0.0.5\nAddress=10.0.0.6/24\n",
	  "" },
	{ "commented", "[Network]\n#DNS=10.0.0.2\n;DNS=10.0.0.3\n # DNS=10.0.0.4\n", "" },
	{ "all of a line, and of several",
	  "[Network]\nDNS=10.0.0.2 fd00::2\nDNS=10.0.0.3\nDNS=10.0.0.2\n",
	  "10.0.0.2@2 fd00::2@2 10.0.0.3@3" },
	{ "with port, interface and name",
	  "[Network]\nDNS=10.0.0.2:53%eth0#a.example [fd00::2]:53 fe80::1%2\n",
	  "10.0.0.2@2 fd00::2@2 fe80::1@2" },
	{ "a line that goes on", "[Network]\nDNS=10.0.0.2 \\\n# no\n  10.0.0.3\n",
	  "10.0.0.2@2 10.0.0.3@4" },
	{ "taken back", "[Network]\nDNS=10.0.0.2\nDNS=\nDNS=10.0.0.3\n", "10.0.0.3@4" },
	{ "no address", "[Network]\nDNS=_gateway 10.0.0.256 10.0.0.2/24 1.10.0.0.2\n", "" },
	{ "an address behind what is none", "[Network]\nDNS=_gateway 10.0.0.2 ns 10.0.0.3\n",
	  "10.0.0.2@2 10.0.0.3@2" },
	{ "of another section",
	  "DNS=10.0.0.1\n[DHCPServer]\nDNS=10.0.0.2\n[IPv6SendRA]\nDNS=fd00::2\n[network]\n"
	  "DNS=10.0.0.3\n",
	  "" },
	{ "of the section, before and behind others",
	  "[Network]\nDNS=10.0.0.2\n[Route]\nGateway=10.0.0.1\n[DHCPServer]\nDNS=\n"
	  " [Network] \nDNS=10.0.0.3\n",
	  "10.0.0.2@2 10.0.0.3@8" },
	{ "no section: a line that goes on", "[Network]\nDNS=10.0.0.2 \\\n[fd00::2]:53\n",
	  "10.0.0.2@2 fd00::2@3" },
	{ "a key in another case", "[Network]\ndns=10.0.0.2\nDns=10.0.0.3\n", "" },
	{ "a line without '='", "[Network]\nDNS 10.0.0.2\nDNS=10.0.0.3\n10.0.0.4\n", "10.0.0.3@3" },
};

static const struct form of_resolved[] = {
	{ "its section", "[Resolve]\nDNS=10.0.0.2 10.0.0.3\nFallbackDNS=10.0.0.4\n",
	  "10.0.0.2@2 10.0.0.3@2" },
	{ "another", "[Network]\nDNS=10.0.0.2\n[resolve]\nDNS=10.0.0.3\n", "" },
};

static const struct form of_manager[] = {
	{ "for all names, and for some",
	  "[global-dns-domain-*]\nservers=10.0.0.2\n[global-dns-domain-a.example]\n"
	  "servers=10.0.0.3\n",
	  "10.0.0.2@2 10.0.0.3@4" },
	{ "another section", "[connectivity]\nservers=10.0.0.2\n[main]\nservers=10.0.0.3\n", "" },
};

static const struct form of_keyfile[] = {
	{ "a backslash before the section", "[wifi]\nssid=a\\\\\n[ipv4]\ndns=10.0.0.2\n",
	  "10.0.0.2@4" },
	{ "lists", "[ipv4]\ndns=10.0.0.2;10.0.0.3;\n[ipv6]\ndns=fd00::2,fd00::3\n",
	  "10.0.0.2@2 10.0.0.3@2 fd00::2@4 fd00::3@4" },
	{ "schemes", "[ipv4]\ndns=dns+tls://10.0.0.2#a;dns+udp://[fd00::2]:53\n",
	  "10.0.0.2@2 fd00::2@2" },
	{ "addresses and gateways",
	  "[ipv4]\naddress1=10.0.0.5/24,10.0.0.1\ngateway=10.0.0.1\ndns-priority=1\n"
	  "route1=10.0.1.0/24,10.0.0.1\n",
	  "" },
	{ "another section", "[vpn]\ndns=10.0.0.2\n[ipv4]\nDNS=10.0.0.3\n[IPV6]\ndns=fd00::2\n",
	  "" },
};

static const struct form of_ifcfg[] = {
	{ "quoted or not", "DNS1=\"10.0.0.2\"\nDNS2='10.0.0.3'\nDNS3=10.0.0.4\n",
	  "10.0.0.2@1 10.0.0.3@2 10.0.0.4@3" },
	{ "an empty one takes nothing back", "DNS1=10.0.0.2\nDNS2=\n", "10.0.0.2@1" },
	{ "commented", "#DNS1=10.0.0.2\nPEERDNS=no\nIPADDR=10.0.0.5\nGATEWAY=10.0.0.1\n", "" },
};

static const struct form of_interfaces[] = {
	{ "words",
	  "auto eth0\niface eth0 inet static\n address 10.0.0.5\n gateway 10.0.0.1\n"
	  "\tdns-nameservers 10.0.0.2  10.0.0.3\n",
	  "10.0.0.2@5 10.0.0.3@5" },
	{ "a '=' behind them", "\tdns-nameservers 10.0.0.2 # a=b\n", "10.0.0.2@1" },
	{ "files that are read anyway",
	  "source /etc/network/interfaces.d/*\nsource-directory interfaces.d\n", "" },
	{ "another file", "auto lo\nsource /etc/network/more\n", "?2" },
	{ "another directory", "source-directory /etc/more.d\n", "?1" },
	{ "a command", "up echo nameserver 10.0.0.2 >/etc/resolv.conf; ip a add 10.0.0.5 dev a\n",
	  "10.0.0.2@1" },
	{ "a command with a variable", "up echo nameserver $NS >/etc/resolv.conf\n", "?1" },
};

/* Each way in which a shell can name one. */
static const struct form of_commands[] = {
	{ "one, with the next command behind it",
	  "echo nameserver 10.0.0.2 >/etc/resolv.conf; ip route add default via 10.0.0.1\n",
	  "10.0.0.2@1" },
	{ "all of one line",
	  "echo 'nameserver 10.0.0.2' >a; echo \"nameserver 10.0.0.3\" | tee -a a && echo "
	  "nameserver fd00::2 >>a\n",
	  "10.0.0.2@1 10.0.0.3@1 fd00::2@1" },
	{ "lines of one text",
	  "printf 'nameserver 10.0.0.2\\nnameserver 10.0.0.3\\n\\tnameserver 10.0.0.4'",
	  "10.0.0.2@1 10.0.0.3@1 10.0.0.4@1" },
	{ "values behind a format",
	  "printf 'nameserver %s\\n' 10.0.0.2 10.0.0.3 >/etc/resolv.conf\n",
	  "10.0.0.2@1 10.0.0.3@1 ?1" },
	{ "a format", "\nprintf 'nameserver %s\\n' \"$DNS\" >/etc/resolv.conf\n", "?2" },
	{ "a variable", "echo nameserver $NS >/etc/resolv.conf\n", "?1" },
	{ "a numbered one", "echo nameserver $1 >/etc/resolv.conf\n", "?1" },
	{ "one in braces and quotes", "echo nameserver \"${DNS}\" >/etc/resolv.conf\n", "?1" },
	{ "one with a default", "echo \"nameserver ${DNS:-10.0.0.2}\" >/etc/resolv.conf\n", "?1" },
	{ "one of a here-document", "cat >/etc/resolv.conf <<EOF\nnameserver $NS\nEOF\n", "?2" },
	{ "the output of a command", "echo nameserver $(a b) >/etc/resolv.conf\n", "?1" },
	{ "... in backquotes", "echo nameserver `a b` >/etc/resolv.conf\n", "?1" },
	{ "a template", "echo nameserver {{ a | b }} >/etc/resolv.conf\n", "?1" },
	{ "a placeholder", "echo nameserver @NS@ >/etc/resolv.conf\n", "?1" },
	{ "no nameserver", "echo $NS %s\nip route add default via 10.0.0.1\n", "" },
};

static const struct form of_resolv_conf[] = {
	{ "all of them", "search a.example\nnameserver 10.0.0.2\n nameserver fe80::2%ens5\n",
	  "10.0.0.2@2 fe80::2@3" },
	{ "others", "# nameserver 10.0.0.2\n;nameserver 10.0.0.2\nsortlist 10.0.0.0\n", "" },
	{ "the resolver of every VPC", "nameserver 169.254.169.253\nnameserver fd00:ec2::253\n",
	  "169.254.169.253@1 fd00:ec2::253@2" },
};

static const struct form of_dhclient[] = {
	{ "superseded", "supersede domain-name-servers 10.0.0.2, 10.0.0.3;\n",
	  "10.0.0.2@1 10.0.0.3@1" },
	{ "prepended, so asked first", "prepend domain-name-servers 10.0.0.2;", "10.0.0.2@1" },
	{ "asked only where no other answers",
	  "append domain-name-servers 10.0.0.2;\ndefault domain-name-servers 10.0.0.3;", "" },
	{ "asked for",
	  "request subnet-mask, domain-name-servers;\nalso request domain-name-servers;\n"
	  "supersede routers 10.0.0.1;",
	  "" },
	{ "commented",
	  "#supersede domain-name-servers 10.0.0.2;\nsend a \"b#\"; # prepend "
	  "domain-name-servers 10.0.0.3;\n",
	  "" },
	{ "over lines, in capitals, in a block",
	  "interface \"eth0\" {\n SUPERSEDE\n  Domain-Name-Servers # a\n 10.0.0.2\n,"
	  "10.0.0.3 ; }",
	  "10.0.0.2@4 10.0.0.3@5" },
	{ "of DHCPv6", "supersede dhcp6.name-servers fd00::2;", "fd00::2@1" },
	{ "without an end", "supersede domain-name-servers 10.0.0.2", "10.0.0.2@1" },
	{ "another file", "\n\ninclude \"/etc/other.conf\";", "?3" },
	{ "another option",
	  "supersede domain-name \"10.0.0.2\";\nsupersede netbios-name-servers 10.0.0.3;", "" },
	/* Texts are read like everything else. */
	{ "in a text", "supersede domain-search \"a; supersede domain-name-servers 10.0.0.3;\";",
	  "10.0.0.3@1" },
	{ "a name", "timeout 1;\nsupersede domain-name-servers ns.example;", "?2" },
	{ "a text", "supersede domain-name-servers \"10.0.0.2\";", "10.0.0.2@1" },
};

#define HEAD "network:\n  version: 2\n  ethernets:\n    eth0:\n      addresses: [10.9.9.9/24]\n"

static const struct form of_netplan[] = {
	{ "none",
	  HEAD "      dhcp4: true\n      gateway4: 10.0.0.1\n      routes:\n"
	       "      - to: default\n        via: 10.0.0.1\n",
	  "" },
	{ "a list in one line",
	  HEAD "      nameservers:\n        addresses: [10.0.0.2, \"fd00::2\"]\n"
	       "        search: [a.example, 10.example]\n      dhcp4: true\n",
	  "10.0.0.2@7 fd00::2@7" },
	{ "a list of lines, and what is behind it",
	  HEAD "      nameservers:\n        search:\n        - a.example\n"
	       "        addresses:\n          - 10.0.0.2\n          - '10.0.0.3' # c\n\n"
	       "# c\n      routes:\n      - to: 10.0.0.4\n",
	  "10.0.0.2@10 10.0.0.3@11" },
	{ "a list that stands no deeper",
	  "nameservers:\n- 10.0.0.2\n- 10.0.0.3\nother:\n- 10.0.0.4\n", "10.0.0.2@2 10.0.0.3@3" },
	{ "a mapping in one line, and in several",
	  "a: {nameservers: {addresses: [10.0.0.2], search: []}, b: 10.0.0.3}\n"
	  "c:\n  nameservers: {\n    addresses: [10.0.0.4,\n  10.0.0.5]\n  }\n  d: 10.0.0.6\n",
	  "10.0.0.2@1 10.0.0.4@4 10.0.0.5@5" },
	{ "JSON", "{\"eth0\":{\"nameservers\":{\"addresses\":[\"10.0.0.2\"]},\"a\":\"10.0.0.3\"}}",
	  "10.0.0.2@1" },
	{ "quoted keys", "'nameservers':\n  \"addresses\" : ['10.0.0.2']\n", "10.0.0.2@2" },
	{ "of two interfaces",
	  "a:\n  nameservers:\n    addresses: [10.0.0.2]\nb:\n  nameservers:\n    "
	  "addresses: [10.0.0.3]\n",
	  "10.0.0.2@3 10.0.0.3@6" },
	{ "in a list", "- dns_nameservers: [10.0.0.2]\n  a: 10.0.0.3\n", "10.0.0.2@1" },
	{ "commented", "# nameservers: [10.0.0.2]\na: it's # nameservers: [10.0.0.3]\n", "" },
	{ "an anchor", "nameservers: &n\n  addresses: &a [10.0.0.2]\nb:\n  a: 10.0.0.3\n",
	  "10.0.0.2@2" },
	{ "an alias in its place", "a: 1\nnameservers: *n\nb: 10.0.0.3\n", "?2" },
	{ "an alias below it", "nameservers:\n  addresses: *n\n", "?2" },
	{ "an alias beside it, and another pin behind it",
	  "nameservers:\n  <<: *n\nb:\n  nameservers: [10.0.0.2]\n", "10.0.0.2@4 ?2" },
	{ "an address and no address", "nameservers:\n  addresses:\n  - ns.example\n  - 10.0.0.2\n",
	  "10.0.0.2@4 ?3" },
	/* netplan itself rejects it. */
	{ "a list of another name", "nameservers:\n  adresses: [10.0.0.2]\n", "" },
	{ "a list without an end", "nameservers: [10.0.0.2\nb: 10.0.0.3\n", "10.0.0.2@1" },
	{ "an escape", "nameservers: [\"10.0.0.\\x32\"]\n", "?1" },
	{ "a text over lines", "nameservers: [\"10.0.0.2\n\"]\nb: 10.0.0.3\n", "10.0.0.2@1" },
	{ "tabs", "nameservers:\n\taddresses: [10.0.0.2]\n", "10.0.0.2@2" },
	{ "cloud-init's first version", "config:\n- type: nameserver\n  address: [10.0.0.2]\n",
	  "?2" },
	{ "a line of resolv.conf", "runcmd:\n- echo nameserver 10.0.0.2 >>/etc/resolv.conf\n",
	  "10.0.0.2@2" },
	{ "a file that cloud-init writes",
	  "write_files:\n- path: /etc/resolv.conf\n  content: |\n    # nameserver 10.0.0.3\n"
	  "    nameserver 10.0.0.2\n",
	  "10.0.0.2@5" },
	{ "time servers", "ntp:\n  servers: [10.0.0.2]\n  pools:\n  - 10.0.0.3\n", "" },
	{ "a variable of a command", "runcmd:\n- echo nameserver $NS >>/etc/resolv.conf\n", "?2" },
	{ "a format of a command",
	  "bootcmd:\n- [ sh, -c, \"printf 'nameserver %s\\n' 10.0.0.2 >/etc/resolv.conf\" ]\n",
	  "10.0.0.2@2 ?2" },
	{ "several of a text",
	  "content: \"nameserver 10.0.0.2\\nnameserver 10.0.0.3\\nnameserver 10.0.0.4\\n\"\n",
	  "10.0.0.2@1 10.0.0.3@1 10.0.0.4@1" },
	{ "a block with a variable", "addresses: [$IP/24]\n", "" },
	{ "a part of a word", "my-nameserver: a\nnameserver_b: c\n# nameserver\n", "" },
	{ "another word", "nameservers_v2: [10.0.0.2]\n", "" },
	{ "nothing below", "nameservers:\na: 10.0.0.2\n", "" },
};

static const struct {
	const char *path;
	const struct form *forms;
	size_t count;
} files_of_forms[] = {
	{ "/etc/systemd/network/a.network", of_networkd, ARRAY_SIZE(of_networkd) },
	{ "/etc/systemd/resolved.conf", of_resolved, ARRAY_SIZE(of_resolved) },
	{ "/etc/NetworkManager/NetworkManager.conf", of_manager, ARRAY_SIZE(of_manager) },
	{ "/etc/NetworkManager/system-connections/a", of_keyfile, ARRAY_SIZE(of_keyfile) },
	{ "/etc/sysconfig/network-scripts/ifcfg-a", of_ifcfg, ARRAY_SIZE(of_ifcfg) },
	{ "/etc/network/interfaces", of_interfaces, ARRAY_SIZE(of_interfaces) },
	{ "/etc/resolv.conf", of_resolv_conf, ARRAY_SIZE(of_resolv_conf) },
	{ "/etc/dhcp/dhclient.conf", of_dhclient, ARRAY_SIZE(of_dhclient) },
	{ "/etc/netplan/a.yaml", of_netplan, ARRAY_SIZE(of_netplan) },
	{ "/etc/rc.local", of_commands, ARRAY_SIZE(of_commands) },
	{ "/var/lib/cloud/scripts/per-boot/a.sh", of_commands, ARRAY_SIZE(of_commands) },
};

static void put_files(const char *root, const struct row *row)
{
	for (size_t i = 0; i < MOST_FILES && row->files[i].path; i++)
		if (row->files[i].text[0] == '@')
			tree_link(root, row->files[i].path, row->files[i].text + 1);
		else
			tree_write(root, row->files[i].path, row->files[i].text);
}

static void show_pins(const struct image_facts *image, char *out)
{
	size_t used = 0;

	*out = '\0';
	for (size_t i = 0; i < image->pin_count; i++) {
		char origin[ORIGIN_TEXT_BYTES];
		char ip[IP_TEXT_BYTES];

		origin_format(&image->pins[i].origin, origin);
		ip_format(&image->pins[i].ip, ip);
		used += (size_t)snprintf(out + used, MUCH - used, "%s %s\n", origin, ip);
	}
	if (image->doubtful.len)
		(void)snprintf(out + used, MUCH - used, "? %s\n", text_of(&image->doubtful));
}

static void each_place_counts(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(pins); i++) {
		char *root = tree_open();
		struct image_facts image;
		struct error e = { 0 };
		char found[MUCH];

		put_files(root, &pins[i]);
		assert_int_equal(gather_image(&image, root, &e), 0);
		show_pins(&image, found);
		EXPECT(strcmp(found, pins[i].expected) == 0, "'%s': %s", pins[i].what, found);
		EXPECT(!image.unreadable.len, "'%s': %s", pins[i].what, text_of(&image.unreadable));
		image_facts_done(&image);
		tree_close(root);
	}
	expect_all_held();
}

static void show_form(const struct image_facts *image, char *out)
{
	const char *doubt = strrchr(text_of(&image->doubtful), ':');
	size_t used = 0;

	*out = '\0';
	for (size_t i = 0; i < image->pin_count; i++) {
		char ip[IP_TEXT_BYTES];

		ip_format(&image->pins[i].ip, ip);
		used += (size_t)snprintf(out + used, MUCH - used, "%s%s@%u", used ? " " : "", ip,
					 image->pins[i].origin.line);
	}
	if (doubt)
		(void)snprintf(out + used, MUCH - used, "%s?%s", used ? " " : "", doubt + 1);
}

static void each_form_is_read(void **state)
{
	(void)state;
	for (size_t f = 0; f < ARRAY_SIZE(files_of_forms); f++) {
		for (size_t i = 0; i < files_of_forms[f].count; i++) {
			const struct form *form = &files_of_forms[f].forms[i];
			char *root = tree_open();
			struct image_facts image;
			struct error e = { 0 };
			char found[MUCH];

			tree_write(root, files_of_forms[f].path, form->text);
			assert_int_equal(gather_image(&image, root, &e), 0);
			show_form(&image, found);
			EXPECT(strcmp(found, form->expected) == 0, "%s, '%s': %s",
			       files_of_forms[f].path, form->what, found);
			image_facts_done(&image);
			tree_close(root);
		}
	}
	expect_all_held();
}

/* More than anybody can mean is told, not dropped. */
static void too_many_are_told(void **state)
{
	char *root = tree_open();
	struct image_facts image;
	struct error e = { 0 };
	char text[64];
	char path[64];

	(void)state;
	for (unsigned i = 0; i < 300; i++) {
		(void)snprintf(path, sizeof path, "/etc/systemd/network/%u.network", i);
		(void)snprintf(text, sizeof text, "[Network]\nDNS=10.0.%u.%u\n", i / 200, i % 200);
		tree_write(root, path, text);
	}
	assert_int_equal(gather_image(&image, root, &e), 0);
	assert_int_equal(image.pin_count, 256);
	assert_non_null(strstr(text_of(&image.unreadable), "more nameservers"));
	image_facts_done(&image);
	tree_close(root);
}

/* Any bytes: what is long must not take long, and whatever is found is an address. */
static void long_files_are_read(void **state)
{
	static const char *const units[] = { "nameservers: [",      "nameservers ",
					     "\"nameservers\":\n",  "nameservers",
					     "\"'nameservers:\n",   "[10.0.0.2 ",
					     "addresses: 10.0.0.2 " };
	char *text = xcalloc(LARGEST_FILE + 1, 1);

	(void)state;
	for (size_t u = 0; u < ARRAY_SIZE(units); u++) {
		size_t len = strlen(units[u]);
		char *root = tree_open();
		struct image_facts image;
		struct error e = { 0 };
		size_t used;

		for (used = 0; used + len <= LARGEST_FILE; used += len)
			memcpy(text + used, units[u], len);
		text[used] = '\0';
		tree_write(root, "/etc/netplan/a.yaml", text);
		assert_int_equal(gather_image(&image, root, &e), 0);
		assert_true(image.pin_count <= 1);
		assert_string_equal(text_of(&image.unreadable), "");
		image_facts_done(&image);
		tree_close(root);
	}
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_place_counts),
		cmocka_unit_test(each_form_is_read),
		cmocka_unit_test(too_many_are_told),
		cmocka_unit_test(long_files_are_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
