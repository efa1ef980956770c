#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs ecsprobe, the floor and the peers in turns and writes what each took: one JSON object a line, a tool and case each.
Runs inside a lab (tests/bench/inside); table.py makes the table of the rows.

A run counts when it ends with success. The others end so only where every handshake was verified; of ecsprobe, to whom one
dead address of two is no failure, the report is read once for each case.
"""
import argparse
import collections
import json
import os
import pathlib
import shutil
import subprocess
import sys
import time

SERVER = "10.0.0.2"
ROUNDS = {8: 15, 14: 15, 100: 7, 1000: 3}
TRACE_S = 120  # then it is not known
SOME = 100  # names: what takes long is done up to here
TREES = 3  # runs whose processes are sampled
ADDRESSES = 2  # of a name
BLACKBOX = "127.0.0.1:9115"


def arguments():
    parser = argparse.ArgumentParser()
    for name in ("out", "bench", "lab", "binary"):
        parser.add_argument(f"--{name}", required=True, type=pathlib.Path)
    parser.add_argument("--rtt", required=True, type=int)
    parser.add_argument("--peers", choices=["default", "all"], default="default")
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--names", default="8,14,100,1000")
    parser.add_argument("--trust")
    return parser.parse_args()


# --- a case and its tools ------------------------------------------------------------------------


class Case:
    def __init__(self, options, names, trust):
        self.rtt, self.names, self.trust = options.rtt, names, trust
        self.options, self.lab = options, options.lab
        self.hosts = (self.lab / f"hosts-{names}").read_text().split()
        self.hosts_file, self.pairs_file = self.lab / f"hosts-{names}", self.lab / f"pairs-{names}"
        self.directory = trust == "hashed"
        self.ca = options.bench / "pki" / {"one": "one.pem", "bundle": "bundle.pem", "hashed": "hashed"}[trust]
        self.at_once = min(names, 300)

    def file(self, name, text):
        path = self.lab / f"{self.names}-{self.trust}-{name}"
        path.write_text(text)
        return path

    def __str__(self):
        return f"{self.names} names, {self.trust}, {self.rtt} ms"


class Tool:
    """command(case) gives a shell's command, or None where the tool cannot do the case."""

    def __init__(self, name, needs, handshakes, command, version=None, heavy=False):
        self.name, self.needs, self.handshakes, self.command = name, needs, handshakes, command
        self.version, self.heavy = version, heavy


def ecsprobe(*more):
    def command(case):
        profiles = case.lab / f"profiles-{case.names}"
        words = [case.options.binary, "--ca-dir" if case.directory else "--ca-file", case.ca, "-o", "json", "--timeout", 60 if case.names > 100 else 10, *more]
        words += ["--profile", profiles.read_text()] if profiles.exists() else []
        return " ".join(map(str, words))

    return command


def floor(*more):
    def command(case):
        return " ".join(map(str, [case.options.bench / "floor", *more, *(["-d"] if case.directory else []), case.ca, f"<{case.pairs_file}"]))

    return command


def curl(case):
    urls = case.file("curl", "".join(f'url = "https://{host}/"\noutput = /dev/null\n' for host in case.hosts))
    return f"curl -Z --parallel-immediate --parallel-max {case.at_once} -sS {curl_ca(case)} --max-time 60 -K {urls}"


def curl_ca(case):
    return f"{'--capath' if case.directory else '--cacert'} {case.ca}"


def resolved(case):
    """HOST ADDRESS, by dig."""
    return f"dig +noall +answer +time=2 +tries=1 @{SERVER} -f {case.hosts_file} | awk '$4 == \"A\" {{ sub(/\\.$/, \"\", $1); print $1, $5 }}'"


def dig_curl(case):
    one = f"curl -sS -o /dev/null {curl_ca(case)} --max-time 10 --resolve $0:443:$1 https://$0/"
    return f"{resolved(case)} | xargs -P 14 -L 1 sh -c '{one}'"


def s_client(case):
    ca = f"{'-CApath' if case.directory else '-CAfile'} {case.ca}"
    one = f"timeout 10 openssl s_client -connect $address:443 -servername $host -verify_hostname $host -verify_return_error {ca} -brief </dev/null 2>&1 | grep -q 'Verification: OK' || exit 1"
    return f"{resolved(case)} | while read host address; do {one}; done"


def monitoring(case):
    plugins = "/usr/lib/nagios/plugins"
    one = f"{plugins}/check_dns -H {{}} -s {SERVER} -a 10.0.0.0/8 -L -t 5 && {plugins}/check_curl -H {{}} -S -D --ca-cert {case.ca} -t 10"
    return None if case.directory else f"xargs -P 14 -I{{}} sh -c '{one}' <{case.hosts_file}"


def goss(case):
    if case.directory:
        return None
    http = "".join(f"  https://{host}/:\n    status: 200\n    timeout: 30000\n    ca-file: {case.ca}\n" for host in case.hosts)
    dns = "".join(f"  {host}:\n    resolvable: true\n    server: {SERVER}\n    timeout: 10000\n" for host in case.hosts)
    checks = case.file("goss.yaml", f"http:\n{http}dns:\n{dns}")
    return f"{case.options.bench}/goss -g {checks} validate --max-concurrent 50 -f silent"


def counted(command, what, count):
    return f"{command} | grep -c '{what}' | grep -qx {count}"


def tlsx(case):
    command = f"{case.options.bench}/tlsx -l {case.hosts_file} -sa -iv 4 -vc -cc {case.ca} -duc -silent -sm ctls -c 300 -timeout 30 -j"
    return None if case.directory else counted(command, '"probe_status":true', ADDRESSES * case.names)


def zgrab2(case):
    command = f"{case.options.bench}/zgrab2 tls -f {case.hosts_file} --root-cas {case.ca} --senders 300 --verify-server-certificate 2>/dev/null"
    return None if case.directory else counted(command, '"status":"success"', case.names)


TOOLS = [
    Tool("ecsprobe", [], ADDRESSES, ecsprobe()),
    Tool("ecsprobe --region", [], ADDRESSES, ecsprobe("--region", "us-east-1")),
    Tool("floor", [], ADDRESSES, floor()),
    Tool("floor with second look", [], ADDRESSES, floor("-l")),
    Tool("curl -Z", ["curl"], 1, curl, "curl --version | head -n 1 | cut -d ' ' -f 1-2"),
    Tool("goss", ["{bench}/goss"], 1, goss, "cat {bench}/goss.version"),
    Tool("blackbox_exporter", ["prometheus-blackbox-exporter", "curl"], 1, None, "prometheus-blackbox-exporter --version 2>&1 | head -n 1 | cut -d ' ' -f 1,3 | tr -d ,"),
    Tool("dig + curl", ["dig", "curl", "xargs"], ADDRESSES, dig_curl, heavy=True),
    Tool("dig + s_client loop", ["dig", "openssl"], ADDRESSES, s_client, "openssl version | cut -d ' ' -f 1-2", heavy=True),
    Tool("check_dns + check_curl", ["/usr/lib/nagios/plugins/check_dns", "/usr/lib/nagios/plugins/check_curl"], 1, monitoring, "/usr/lib/nagios/plugins/check_curl --version | head -n 1", heavy=True),
    Tool("tlsx", ["{bench}/tlsx"], ADDRESSES, tlsx, "cat {bench}/tlsx.version", heavy=True),
    Tool("zgrab2", ["{bench}/zgrab2"], 1, zgrab2, "cat {bench}/zgrab2.version", heavy=True),
]


def libraries_of(path):
    return subprocess.run(["ldd", path], capture_output=True, text=True).stdout


def missing(tool, options):
    """What of it is not on this machine, or does not start there; empty: nothing."""
    wanted = [name.format(bench=options.bench) for name in tool.needs]
    return [name for name in wanted if not shutil.which(name) or "not found" in libraries_of(shutil.which(name))]


# --- one run ------------------------------------------------------------------------------------


def as_one_process(command):
    """A shell that has nothing more to do is none."""
    return command if any(sign in command for sign in "|&;") else "exec " + command


def metered(options, command, *how):
    words = [options.bench / "meter", *how, as_one_process(command)]
    return json.loads(subprocess.run(words, check=True, capture_output=True, text=True).stdout)


def system_calls(case, command):
    """Of one run; None where strace is not here or takes too long."""
    if not shutil.which("strace"):
        return None
    log = case.lab / "strace"
    words = ["strace", "-f", "-qq", "-o", log, "sh", "-c", as_one_process(command)]
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    try:
        subprocess.run(words, timeout=TRACE_S, **quiet)
    except subprocess.TimeoutExpired:
        return None
    calls, made, threads = 0, 1, 0
    for line in log.read_text(errors="replace").splitlines():
        parts = line.split(None, 1)
        text = parts[1] if len(parts) == 2 else ""
        # What is left of a call that another process's interrupted is "resumed": one call.
        if text.startswith(("<...", "---", "+++")):
            continue
        calls += 1
        if text.startswith(("clone(", "clone3(", "fork(", "vfork(")):
            threads += "CLONE_THREAD" in text
            made += "CLONE_THREAD" not in text
    log.unlink()
    return {"calls": calls, "processes": made, "threads": threads}


def passed(reset=False):
    """Packets, queries and connections since the last time, over both links."""
    total = collections.Counter()
    for space in ("vpc", "nitro"):
        words = ["nsenter", f"--net=/run/netns/{space}", "nft", "-j", "reset" if reset else "list", "counters", "table", "inet", "bench"]
        for item in json.loads(subprocess.run(words, check=True, capture_output=True, text=True).stdout)["nftables"]:
            if "counter" in item:
                total[item["counter"]["name"]] += item["counter"]["packets"]
    return dict(total)


def counted_packets(run):
    passed(reset=True)
    run()
    time.sleep(0.5)  # the last segments of closed connections
    return passed()


# --- the daemon ---------------------------------------------------------------------------------


class Blackbox:
    """Warm, asked for every name by one curl -Z: the time is of that, CPU and memory are the daemon's own."""

    def __init__(self, case):
        config = case.file("blackbox", json.dumps({"modules": {"tls": {"prober": "tcp", "timeout": "30s", "tcp": {"preferred_ip_protocol": "ip4", "tls": True, "tls_config": {"ca_file": str(case.ca)}}}}}))
        self.case = case
        targets = "".join(f'url = "http://{BLACKBOX}/probe?module=tls&target={host}:443"\noutput = "-"\n' for host in case.hosts)
        self.asked = ["curl", "-Z", "--parallel-immediate", "--parallel-max", str(case.at_once), "-sS", "-K", str(case.file("asked", targets))]
        words = ["prometheus-blackbox-exporter", f"--config.file={config}", f"--web.listen-address={BLACKBOX}"]
        self.process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while subprocess.run(["curl", "-sf", "-o", "/dev/null", f"http://{BLACKBOX}/-/healthy"]).returncode:
            if self.process.poll() is not None:
                sys.exit("bench: blackbox_exporter does not start")
            time.sleep(0.01)
        self.run()  # warm

    def cpu_s(self):
        tasks = pathlib.Path(f"/proc/{self.process.pid}/task")
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks.iterdir()) / 1e9

    def run(self):
        cpu, start = self.cpu_s(), time.monotonic()
        answer = subprocess.run(self.asked, capture_output=True, text=True).stdout
        wall = time.monotonic() - start
        good = answer.splitlines().count("probe_success 1") == self.case.names
        return {"status": 0 if good else 1, "wall_s": wall, "cpu_s": self.cpu_s() - cpu}

    def peak_kib(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmHWM:")[1].split()[0])

    def stop(self):
        self.process.terminate()
        self.process.wait()


# --- a case -------------------------------------------------------------------------------------


def check_report(case, command):
    """As many verified handshakes as the row will say."""
    report = json.loads(subprocess.run(["sh", "-c", command], stdin=subprocess.DEVNULL, capture_output=True, text=True).stdout)
    addresses = [address for endpoint in report["endpoints"] for address in endpoint["addresses"]]
    verified = sum(address["status"] == "pass" and address["tls_us"] is not None for address in addresses)
    if verified != ADDRESSES * case.names:
        sys.exit(f"bench: ecsprobe verified {verified} handshakes at {case}, expected {ADDRESSES * case.names}")


class Entry:
    """A tool in a case: how it runs, and what came of it."""

    def __init__(self, case, tool):
        self.case, self.tool, self.runs, self.daemon, self.command = case, tool, [], None, None
        if tool.command:
            self.command = tool.command(case)
        elif not case.directory:
            self.daemon = Blackbox(case)

    def run(self):
        return self.daemon.run() if self.daemon else metered(self.case.options, self.command)

    def row(self):
        row = {"tool": self.tool.name, "names": self.case.names, "trust": self.case.trust, "rtt": self.case.rtt, "handshakes": self.tool.handshakes * self.case.names, "runs": self.runs}
        row["passed"] = counted_packets(self.run)
        if self.daemon:
            return row | {"peak_kib": self.daemon.peak_kib(), "daemon": True}
        trees = [metered(self.case.options, self.command, "-t") for _ in range(TREES if self.case.names <= SOME else 1)]
        # One process: the kernel knows its peak.  Of several the sum is what samples saw.
        alone = max(tree["at_once"] for tree in trees) <= 1
        row["peak_kib"] = max([run["largest_kib"] for run in self.runs] if alone else [tree["tree_kib"] for tree in trees])
        row["at_once"] = max(tree["at_once"] for tree in trees)
        return row | {"system": system_calls(self.case, self.command) if self.case.names <= SOME else None}


def measure(case, tools):
    rounds = case.options.rounds or ROUNDS[case.names]
    entries = [Entry(case, tool) for tool in tools]
    entries = [entry for entry in entries if entry.command or entry.daemon]
    load = os.getloadavg()[0]
    try:
        for entry in entries:
            if case.names <= SOME:
                entry.run()  # the files are in memory then
            if entry.tool.name.startswith("ecsprobe"):
                check_report(case, entry.command)
        for _ in range(rounds):
            for entry in entries:
                entry.runs.append(entry.run())
        after = os.getloadavg()[0]
        rows = [entry.row() | {"load": [load, after]} for entry in entries]
    finally:
        for entry in entries:
            if entry.daemon:
                entry.daemon.stop()
    return rows


# --- what is no race ----------------------------------------------------------------------------


def version_calls(options):
    log = options.lab / "strace"
    subprocess.run(["strace", "-qq", "-o", log, options.binary, "--version"], check=True, stdout=subprocess.DEVNULL)
    return sum(not line.startswith(("---", "+++")) for line in log.read_text().splitlines())


def growth_under_wait(options):
    """Peak memory after the first try of --wait and at its end, while nothing answers on port 443."""
    space = ["nsenter", "--net=/run/netns/vpc", "nft"]
    subprocess.run([*space, "add element inet bench silent { 443 }"], check=True)
    words = [options.binary, "--ca-file", options.bench / "pki/one.pem", "--timeout", "1", "--wait", "20", "-o", f"json={options.lab}/wait"]
    peaks = []
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        for line in process.stderr:
            if ": try " in line:
                status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
                peaks += [int(status.split("VmHWM:")[1].split()[0])] if "VmHWM:" in status else []
    subprocess.run([*space, "delete element inet bench silent { 443 }"], check=True)
    return peaks


def binary_of(name):
    """Its size, and the libraries that it loads with theirs."""
    path = os.path.realpath(shutil.which(name))
    libraries = {os.path.realpath(word) for line in libraries_of(path).splitlines() for word in line.split() if word.startswith("/")}
    return {"bytes": os.path.getsize(path), "libraries": len(libraries), "library_bytes": sum(map(os.path.getsize, libraries))}


def once(options, present):
    programs = {"ecsprobe": options.binary, "curl": "curl", "goss": options.bench / "goss", "blackbox_exporter": "prometheus-blackbox-exporter"}
    row = {"once": True, "peers": options.peers, "wait_kib": growth_under_wait(options), "version_calls": version_calls(options) if shutil.which("strace") else None}
    row["binaries"] = {name: binary_of(str(program)) for name, program in programs.items() if shutil.which(str(program))}
    row["versions"] = {}
    for tool in present:
        if tool.version:
            text = subprocess.run(tool.version.format(bench=options.bench), shell=True, capture_output=True, text=True)
            row["versions"][tool.name] = (text.stdout or text.stderr).strip()
    row["absent"] = {tool.name: missing(tool, options) for tool in TOOLS if (options.peers == "all" or not tool.heavy) and missing(tool, options)}
    return row


# --- all of it ----------------------------------------------------------------------------------


def cases(options):
    stores = ["one", "bundle", "hashed"] if (options.bench / "pki/bundle.pem").exists() else ["one"]
    for names in map(int, options.names.split(",")):
        for trust in options.trust.split(",") if options.trust else stores:
            if options.trust or trust == "one" or (options.rtt == 0 and names in (8, 100)):
                yield Case(options, names, trust)


def main():
    options = arguments()
    present = [tool for tool in TOOLS if (options.peers == "all" or not tool.heavy) and not missing(tool, options)]
    with options.out.open("a") as out:
        if options.rtt == 0:
            print(json.dumps(once(options, present)), file=out, flush=True)
        for case in cases(options):
            print(f"bench: {case}", file=sys.stderr, flush=True)
            tools = [tool for tool in present if case.names <= 100 or tool.name != "ecsprobe --region"]
            for row in measure(case, tools):
                print(json.dumps(row), file=out, flush=True)


if __name__ == "__main__":
    main()
