#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What the servers and the tools of a bench read: names.py DIR PKI ECSPROBE

Writes into DIR: for each number of names hosts-N and pairs-N (HOST ADDRESS), the profiles of them, and the configuration
of unbound, of nginx as the endpoints, and of nginx as the metadata service: no Python runs beside what is measured.
8 names are those that ecsprobe checks by itself; of 14 and more it is told by profiles. Every name has two addresses.
"""
import json
import pathlib
import subprocess
import sys

REGION, ACCOUNT, MAC = "us-east-1", "123456789012", "02:00:00:00:00:64"
OWN = (14, 100, 1000)
IN_A_PROFILE = 250  # a profile file may name 256
PER_NET = 240  # hosts of one /24

METADATA = {
    "instance-id": "i-0123456789abcdef0",
    "mac": MAC,
    "placement/region": REGION,
    "placement/availability-zone": REGION + "a",
    "services/domain": "amazonaws.com",
    "services/partition": "aws",
    "network/interfaces/macs/": MAC + "/",
    f"network/interfaces/macs/{MAC}/vpc-ipv4-cidr-block": "10.0.0.0/16",
    f"network/interfaces/macs/{MAC}/vpc-ipv4-cidr-blocks": "10.0.0.0/16\n10.64.0.0/10",
    f"network/interfaces/macs/{MAC}/subnet-ipv4-cidr-block": "10.0.1.0/24",
    f"network/interfaces/macs/{MAC}/vpc-id": "vpc-0123456789abcdef0",
    "iam/info": '{"Code": "Success", "InstanceProfileArn": "arn:aws:iam::%s:instance-profile/ecsInstanceRole"}' % ACCOUNT,
    "iam/security-credentials/": "ecsInstanceRole",
}
DOCUMENT = {"accountId": ACCOUNT, "region": REGION, "instanceId": "i-0123456789abcdef0", "availabilityZone": REGION + "a"}


def addresses(number):
    """Two of 10.64.0.0/10 that no other number has."""
    found = []
    for place in (2 * number, 2 * number + 1):
        net, host = divmod(place, PER_NET)
        found.append(f"10.{64 + net // 256}.{net % 256}.{host + 1}")
    return found


def planned(ecsprobe):
    command = [ecsprobe, "--list", "-o", "json", "--region", REGION, "--account", ACCOUNT, "--imds-endpoint", "off"]
    plan = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return [endpoint["host"] for endpoint in plan["endpoints"]]


def write_names(folder, hosts, first):
    pairs = [(host, address) for number, host in enumerate(hosts, first) for address in addresses(number)]
    (folder / f"hosts-{len(hosts)}").write_text("".join(f"{host}\n" for host in hosts))
    (folder / f"pairs-{len(hosts)}").write_text("".join(f"{host} {address}\n" for host, address in pairs))
    return pairs


def write_profiles(folder, hosts):
    parts = [hosts[i : i + IN_A_PROFILE] for i in range(0, len(hosts), IN_A_PROFILE)]
    names = [f"bench{len(hosts)}-{number}" for number in range(len(parts))]
    for name, part in zip(names, parts):
        (folder / "profiles.d" / f"{name}.conf").write_text("".join(f"host = {host} private\n" for host in part))
    (folder / f"profiles-{len(hosts)}").write_text(",".join(names))


def unbound(folder, pairs):
    zones = sorted({host for host, _ in pairs if not host.endswith(".bench.test")} | {"bench.test"})
    lines = [f'local-zone: "{zone}." static' for zone in zones]
    lines += [f'local-data: "{host}. 60 IN A {address}"' for host, address in pairs]
    return f"""server:
  interface: 10.0.0.2
  interface: 169.254.169.253
  access-control: 0.0.0.0/0 allow
  do-ip6: no
  do-daemonize: no
  username: ""
  chroot: ""
  directory: "{folder}"
  pidfile: ""
  use-syslog: no
  num-threads: 1
  so-rcvbuf: 1m
  local-zone: "." always_nxdomain
  {chr(10).join("  " + line for line in lines).strip()}
remote-control:
  control-enable: no
"""


def nginx(folder, name, servers):
    temporary = "".join(f"  {kind}_temp_path {folder}/{name}-{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    return f"""daemon off;
user root;
worker_processes {2 if name == "endpoints" else 1};
worker_rlimit_nofile 65536;
pid {folder}/{name}.pid;
error_log stderr warn;
events {{ worker_connections 20000; }}
http {{
  access_log off;
  default_type text/plain;
{temporary}{servers}}}
"""


def endpoints(pki):
    return f"""  ssl_protocols TLSv1.2 TLSv1.3;
  ssl_session_tickets off;
  ssl_session_cache off;
  ssl_certificate {pki}/chain.pem;
  ssl_certificate_key {pki}/leaf.key;
  server {{
    listen 443 ssl backlog=8192 reuseport;
    location / {{ return 200 "ok\\n"; }}
  }}
"""


def metadata():
    asked = 'if ($http_x_aws_ec2_metadata_token = "") { return 401; } '
    lines = [f"location = /latest/meta-data/{path} {{ {asked}return 200 '{text}'; }}" for path, text in METADATA.items()]
    return f"""  server {{
    listen 169.254.169.254:80 backlog=1024;
    location = /latest/api/token {{ if ($request_method != PUT) {{ return 405; }} return 200 "benchbenchbenchbenchbenchbenchbenchbenchbench"; }}
    location = /latest/dynamic/instance-identity/document {{ {asked}return 200 '{json.dumps(DOCUMENT)}'; }}
    {chr(10).join("    " + line for line in lines).strip()}
    location / {{ {asked}return 404; }}
  }}
"""


def main():
    folder, pki, ecsprobe = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    (folder / "profiles.d").mkdir(parents=True)
    hosts = planned(ecsprobe)
    pairs = write_names(folder, hosts, 0)
    for count in OWN:
        own = [f"n{number:04d}.bench.test" for number in range(count)]
        some = write_names(folder, own, len(hosts))
        write_profiles(folder, own)
    (folder / "unbound.conf").write_text(unbound(folder, pairs + some))  # the last has all of the others
    (folder / "endpoints.conf").write_text(nginx(folder, "endpoints", endpoints(pki)))
    (folder / "metadata.conf").write_text(nginx(folder, "metadata", metadata()))
    print(len(hosts))


if __name__ == "__main__":
    main()
