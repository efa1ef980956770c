#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the table of the rows of a bench: table.py ROWS [RESULTS]. With RESULTS it is written there too: make bench, of all cases.

A ratio is that of two runs of one turn; what stands there is the median of all turns and, in brackets, its quartiles.
What was not measured is named, and is never a number.
"""
import json
import os
import platform
import statistics
import subprocess
import sys
import time

UNKNOWN = "unknown"
MIB = 1024


def middle(values):
    return statistics.median(values)


def spread(values, digits):
    if len(values) < 2:
        return f"{values[0]:.{digits}f}"
    low, _, high = statistics.quantiles(values, n=4, method="inclusive")
    return f"{middle(values):.{digits}f} ({low:.{digits}f}–{high:.{digits}f})"


def good(row):
    return all(run["status"] == 0 for run in row["runs"])


def times(row, key):
    return [run[key] * 1000 for run in row["runs"]]


def per_handshake(row):
    return [cpu / row["handshakes"] for cpu in times(row, "cpu_s")]


def ratios(row, other, of):
    """Turn by turn; None where either did not do its work."""
    if not other or not good(row) or not good(other):
        return None
    return [mine / theirs for mine, theirs in zip(of(row), of(other))]


def wall(row):
    return times(row, "wall_s")


class Rows:
    def __init__(self, rows):
        self.once = next((row for row in rows if row.get("once")), {})
        self.rows = [row for row in rows if not row.get("once")]

    def cases(self):
        return list(dict.fromkeys((row["rtt"], row["names"], row["trust"]) for row in self.rows))

    def find(self, tool, names, trust="one", rtt=0):
        return next((row for row in self.rows if (row["tool"], row["names"], row["trust"], row["rtt"]) == (tool, names, trust, rtt)), None)

    def of(self, case):
        return [row for row in self.rows if (row["rtt"], row["names"], row["trust"]) == case]


# --- a case --------------------------------------------------------------------------------------

STORES = {"one": "one CA", "bundle": "a bundle of 145", "hashed": "a hashed directory of 145"}
HEAD = "| | verified | wall ms | CPU ms | CPU ms each | ÷ curl: wall | CPU each | ÷ floor: wall | CPU each | MiB | processes | packets | queries | connections | system calls |"


def cell(values, digits=2):
    return spread(values, digits) if values else "–"


def failures(row):
    bad = [run["status"] for run in row["runs"] if run["status"]]
    return f"| {row['tool']} | failed in {len(bad)} of {len(row['runs'])} runs, status {bad[0]} |" + " |" * 13


def line(rows, case, row):
    if not good(row):
        return failures(row)
    rtt, names, trust = case
    curl, floor = rows.find("curl -Z", names, trust, rtt), rows.find("floor", names, trust, rtt)
    passed, system = row["passed"], row.get("system")
    return "| " + " | ".join([
        row["tool"], str(row["handshakes"]), spread(wall(row), 1), spread(times(row, "cpu_s"), 1), f"{middle(per_handshake(row)):.2f}",
        cell(ratios(row, curl, wall)), cell(ratios(row, curl, per_handshake)),
        cell(ratios(row, floor, wall)), cell(ratios(row, floor, per_handshake)),
        f"{row['peak_kib'] / MIB:.1f}",
        "a daemon" if row.get("daemon") else str(system["processes"]) if system else str(row["at_once"]) + " at once",
        str(passed["carried"]), str(passed["asked"]), str(passed["dialled"]),
        str(system["calls"]) if system else UNKNOWN,
    ]) + " |"


def case_table(rows, case):
    rtt, names, trust = case
    of = rows.of(case)
    loads = [value for row in of for value in row["load"]]
    yield f"### {names} names, RTT {rtt} ms, {STORES[trust]}"
    yield ""
    yield f"{len(of[0]['runs'])} turns; load {min(loads):.1f} to {max(loads):.1f}."
    yield ""
    yield HEAD
    yield "|---" * HEAD.count(" |") + "|"
    yield from (line(rows, case, row) for row in of)
    yield ""


def highest_load(rows):
    return max((value for row in rows.rows for value in row["load"]), default=0)


def was_busy(rows):
    return highest_load(rows) > 2 * os.cpu_count()


# --- the goals -----------------------------------------------------------------------------------


def ratio_goal(what, limit, rows, pair, names, of, rtt=0):
    mine, other = rows.find(pair[0], names, rtt=rtt), rows.find(pair[1], names, rtt=rtt)
    values = ratios(mine, other, of) if mine and other else None
    return what, f"≤ {limit} ×", middle(values) if values else None, limit, cell(values) if values else ""


def memory_goal(what, more, rows, names, trust):
    mine, floor = rows.find("ecsprobe", names, trust), rows.find("floor", names, trust)
    if not mine or not floor or not good(mine) or not good(floor):
        return what, f"≤ floor + {more} MiB", None, more, ""
    value = (mine["peak_kib"] - floor["peak_kib"]) / MIB
    return what, f"≤ floor + {more} MiB", value, more, f"floor + {value:.1f} MiB ({mine['peak_kib'] / MIB:.1f})"


def round_trips_goal(what, rows, tool):
    row = rows.find(tool, 8, rtt=40)
    value = middle(wall(row)) / (3 * 40) if row and good(row) else None
    return what, "≤ 1.15 × 3 RTT", value, 1.15, f"{value:.2f} × 3 RTT" if value else ""


def at_most(what, limit, value, unit=""):
    text = "" if value is None else f"{value:.1f}{unit}" if isinstance(value, float) else f"{value}{unit}"
    return what, f"≤ {limit}{unit}", value, limit, text


def growth(rows):
    peaks = rows.once.get("wait_kib") or []
    value = (peaks[-1] - peaks[1]) / MIB if len(peaks) > 2 else None
    text = f"+{value:.1f} MiB from try 2 to try {len(peaks)}" if value is not None else ""
    return "memory under --wait", "no growth", value, 0.25, text


def goals(rows):
    large = rows.find("ecsprobe", 1000)
    ok = large and good(large)
    for names in (8, 14):
        yield ratio_goal(f"CPU of a handshake, {names} names, to curl -Z", 0.35, rows, ("ecsprobe", "curl -Z"), names, per_handshake)
    for names in (8, 14):
        yield ratio_goal(f"CPU, {names} names, to the floor", 1.25, rows, ("ecsprobe", "floor"), names, per_handshake)
        yield ratio_goal(f"wall, {names} names, to the floor", 1.25, rows, ("ecsprobe", "floor"), names, wall)
    for names in (8, 14):
        yield ratio_goal(f"CPU, {names} names, to the floor with the second look", 1.25, rows, ("ecsprobe", "floor with second look"), names, per_handshake)
        yield ratio_goal(f"wall, {names} names, to the floor with the second look", 1.25, rows, ("ecsprobe", "floor with second look"), names, wall)
    yield memory_goal("memory, 8 names", 3, rows, 8, "one")
    yield memory_goal("memory, 8 names, bundle", 4, rows, 8, "bundle")
    yield "memory beside Docker and an agent", "≤ floor + 4 MiB", None, 4, "not in this lab: tests/e2e has Docker and an agent"
    yield growth(rows)
    yield round_trips_goal("wall, 8 names, 40 ms", rows, "ecsprobe")
    yield round_trips_goal("wall, 8 names, 40 ms, --region", rows, "ecsprobe --region")
    yield ratio_goal("wall, 8 names, to goss", 1.1, rows, ("ecsprobe", "goss"), 8, wall)
    yield ratio_goal("wall, 100 names, to curl -Z", 1.2, rows, ("ecsprobe", "curl -Z"), 100, wall)
    yield at_most("memory, 1000 names", 24, large["peak_kib"] / MIB if ok else None, " MiB")
    yield at_most("queries, 1000 names", 2000, large["passed"]["asked"] if ok else None)
    yield at_most("system calls of --version", 22, rows.once.get("version_calls"))


def goal_table(rows):
    yield "| goal | | measured | |"
    yield "|---|---|---|---|"
    for what, goal, value, limit, text in goals(rows):
        held = "not measured" if value is None else "holds" if value <= limit else "**does not hold**"
        if value is not None and what.startswith("wall") and was_busy(rows):
            held += ", on a busy machine"
        yield f"| {what} | {goal} | {text or 'not measured'} | {held} |"


# --- the rest ------------------------------------------------------------------------------------


def machine():
    model = next((text.split(":")[1].strip() for text in open("/proc/cpuinfo") if text.startswith("model name")), platform.machine())
    memory = int(open("/proc/meminfo").readline().split()[1]) / 1024 / 1024
    return f"{os.cpu_count()} × {model}, {memory:.1f} GiB, Linux {platform.release()}"


def commit():
    text = subprocess.run(["git", "log", "-1", "--format=%h of %cs"], capture_output=True, text=True).stdout.strip()
    dirty = subprocess.run(["git", "status", "--porcelain", "probe", "include", "Makefile", "scripts/deps.lock"], capture_output=True, text=True).stdout
    return (text or UNKNOWN) + (", with changes" if dirty.strip() else "")


def binaries(rows):
    yield "| | binary MB | libraries | their MB |"
    yield "|---|---|---|---|"
    for name, of in rows.once.get("binaries", {}).items():
        yield f"| {name} | {of['bytes'] / 1e6:.1f} | {of['libraries']} | {of['library_bytes'] / 1e6:.1f} |"


FIGURES = {"bench-cpu-of-curl": "curl -Z", "bench-cpu-of-floor": "floor"}


def figures(rows):
    """For README.md: scripts/docs reads them there."""
    for mark, other in FIGURES.items():
        mine, theirs = rows.find("ecsprobe", 8), rows.find(other, 8)
        values = ratios(mine, theirs, per_handshake) if mine and theirs else None
        if values:
            yield f"<!--{mark}={100 * middle(values):.0f}-->"


def absent(rows):
    lacking = rows.once.get("absent", {})
    text = "; ".join(f"{name} (no {', '.join(os.path.basename(what) for what in needs)})" for name, needs in lacking.items())
    yield f"Absent here: {text}." if lacking else "No peer that was asked for is absent."
    if rows.once.get("peers") != "all":
        yield "Not asked for: dig + curl, dig + s_client loop, check_dns + check_curl, tlsx, zgrab2 (`PEERS=all`)."


def busy(rows):
    if was_busy(rows):
        yield f"The machine was busy with other work: its load, which stands with each case, was up to {highest_load(rows):.0f} on {os.cpu_count()} processors."
        yield "Wall times then say little; CPU, ratios of it and counts hold."
        yield ""


def results(rows):
    yield "<!-- SPDX-License-Identifier: Apache-2.0 -->"
    yield "<!-- Written by make bench. -->"
    yield from figures(rows)
    yield "# ecsprobe beside other tools"
    yield ""
    yield f"{time.strftime('%Y-%m-%d %H:%M', time.gmtime())} UTC, commit {commit()}, on {machine()}."
    yield "How it is measured: [README.md](README.md). " + ", ".join(filter(None, rows.once.get("versions", {}).values())) + "."
    yield from absent(rows)
    yield ""
    yield from busy(rows)
    yield "## Goals"
    yield ""
    yield from goal_table(rows)
    yield ""
    yield "## Size"
    yield ""
    yield from binaries(rows)
    yield ""
    yield "## Cases"
    yield ""
    for case in rows.cases():
        yield from case_table(rows, case)


def main():
    if len(sys.argv) not in (2, 3) or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    with open(sys.argv[1], encoding="utf-8") as file:
        rows = Rows([json.loads(text) for text in file])
    text = "\n".join(results(rows)).rstrip() + "\n"
    print(text, end="")
    if len(sys.argv) == 3:
        if len(list(figures(rows))) < len(FIGURES):
            sys.exit(f"bench: {sys.argv[2]} is not written: curl and the floor did not both do 8 names, and README.md takes figures of them")
        with open(sys.argv[2], "w", encoding="utf-8") as file:
            file.write(text)


if __name__ == "__main__":
    main()
