#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares the instructions of the hot paths with those of the merge base, which is built the same way.

    tests/bench/budget.py [--base REVISION] [--limit PERCENT]

Callgrind counts, so a busy machine makes no difference. A path that grew by more than the limit (5 %) fails, and the
functions that grew are named. The base is that of HEAD and main; on main itself, without changes, the commit before.
"a handshake" is what each more costs outside of OpenSSL, with its share of lookup, judging and report: it needs root, for a lab.
"""
import argparse
import collections
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BASE = ROOT / "build/budget/base"
NAMED = 6  # functions
PLAN = ["--list", "-o", "json", "--region", "us-east-1", "--account", "123456789012", "--imds-endpoint", "off"]
HOT = "budget_hot"  # of drive.c
LAB_RUNS = 2  # packets come when they come: the least of them
SMALL, LARGE = 14, 100  # names of the two runs whose difference is handshakes, two a name


def git(*words):
    return subprocess.run(["git", "-C", ROOT, *words], check=True, capture_output=True, text=True).stdout.strip()


def default_base():
    for name in ("main", "origin/main"):
        if subprocess.run(["git", "-C", ROOT, "rev-parse", "-q", "--verify", name], capture_output=True).returncode == 0:
            base = git("merge-base", "HEAD", name)
            unchanged = base == git("rev-parse", "HEAD") and not git("status", "--porcelain", "probe", "include")
            return git("rev-parse", "HEAD~1") if unchanged else base
    sys.exit("budget: no branch main here: name a commit with --base")


def build_base(revision):
    """The sources of then, the libraries and the driver of now."""
    if (BASE / ".git").exists():
        git("-C", str(BASE), "checkout", "-q", "--force", "--detach", revision)
    else:
        BASE.parent.mkdir(parents=True, exist_ok=True)
        git("worktree", "prune")
        git("worktree", "add", "-q", "--force", "--detach", str(BASE), revision)
    bench = BASE / "tests/bench"
    bench.mkdir(parents=True, exist_ok=True)
    for name in ("rules.mk", "drive.c"):
        text = (ROOT / "tests/bench" / name).read_text()
        if not (bench / name).exists() or (bench / name).read_text() != text:
            (bench / name).write_text(text)
    # Where the built libraries really are: build/deps/current may lead into another cache.
    cache = (ROOT / "build/deps/current").resolve().parent
    made = subprocess.run(["make", "-s", "-C", BASE, "-f", "Makefile", "-f", "tests/bench/rules.mk", "all", "build/bench/drive"], env=os.environ | {"DEPS_CACHE": str(cache)})
    if made.returncode:
        sys.exit(f"budget: {revision[:12]} cannot be built with this tree's driver")


# --- counting ------------------------------------------------------------------------------------

LINE = re.compile(r"\s*([\d,]+) \(\s*[\d.]+%\)\s+(\S+?):(\S+)")


def counted(command, *how, wrap=(), needed=0):
    """{function: instructions}, its own without those it calls."""
    with tempfile.NamedTemporaryFile(dir=ROOT / "build/budget", prefix="callgrind.") as out:
        words = [*wrap, "valgrind", "-q", "--tool=callgrind", f"--callgrind-out-file={out.name}", *how, *command]
        run = subprocess.run(words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        if run.returncode != needed:
            sys.exit(f"budget: {' '.join(map(str, command))} ended with {run.returncode}: {run.stderr.strip()[-500:]}")
        return functions(out.name)


def functions(file):
    text = subprocess.run(["callgrind_annotate", "--threshold=100", "--auto=no", file], check=True, capture_output=True, text=True).stdout
    found = collections.Counter()
    for line in text.splitlines():
        match = LINE.match(line)
        if match and "PROGRAM TOTALS" not in line:
            # GCC's clones of a function are that function.
            found[re.sub(r"\.(?:isra|part|constprop|cold)\b\S*", "", match.group(3).split("'")[0])] += int(match.group(1).replace(",", ""))
    if not found:
        sys.exit("budget: callgrind_annotate names no function")
    return found


def of_openssl():
    """What libssl and libcrypto define."""
    names = set()
    for library in ("libssl.a", "libcrypto.a"):
        text = subprocess.run(["nm", "--defined-only", ROOT / "build/deps/current/lib" / library], capture_output=True, text=True).stdout
        names |= {line.split()[2] for line in text.splitlines() if re.match(r"[0-9a-f]+ [tTwWi] ", line)}
    return names


def handshakes(tree):
    """Of one: the difference of two runs, without OpenSSL."""
    own = of_openssl()
    runs = {}
    for names in (SMALL, LARGE):
        least = None
        for _ in range(LAB_RUNS):
            with tempfile.NamedTemporaryFile(dir=ROOT / "build/budget", prefix="callgrind.") as out:
                made = subprocess.run([ROOT / "tests/bench/run", "--count", str(tree / "build/ecsprobe.debug"), str(names), out.name], stderr=subprocess.PIPE, text=True)
                if made.returncode:
                    sys.exit(f"budget: the lab failed: {made.stderr.strip()[-500:]}")
                found = collections.Counter({name: count for name, count in functions(out.name).items() if name not in own})
            if least is None or found.total() < least.total():
                least = found
        runs[names] = least
    each = collections.Counter()
    for name in runs[LARGE]:
        each[name] = (runs[LARGE][name] - runs[SMALL][name]) // (2 * (LARGE - SMALL))
    return each


def paths():
    """[(what, counts of a tree)]"""
    yield "start-up, --version", lambda tree: counted([tree / "build/ecsprobe.debug", "--version"])
    yield "start-up, the plan", lambda tree: counted([tree / "build/ecsprobe.debug", *PLAN])
    yield "judging", lambda tree: counted([tree / "build/bench/drive", "judge"], f"--toggle-collect={HOT}")
    known = {tree: subprocess.run([tree / "build/bench/drive", "formats"], check=True, capture_output=True, text=True).stdout.split() for tree in (ROOT, BASE)}
    for name in known[ROOT]:
        if name in known[BASE]:
            yield f"rendering {name}", lambda tree, name=name: counted([tree / "build/bench/drive", name], f"--toggle-collect={HOT}")
        else:
            print(f"budget: rendering {name} is new: nothing to compare it with")
    if os.geteuid() == 0:
        yield "a handshake", handshakes
    else:
        print("budget: a handshake is not counted: it needs root, for a lab")


def grown(then, now):
    more = collections.Counter({name: count - then[name] for name, count in now.items() if count > then[name]})
    for name, by in more.most_common(NAMED):
        yield f"  {name}: {then[name]:,} to {now[name]:,} (+{by:,})" if then[name] else f"  {name}: new, {now[name]:,}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base")
    parser.add_argument("--limit", type=float, default=5, help="percent")
    options = parser.parse_args()
    base = git("rev-parse", options.base) if options.base else default_base()
    (ROOT / "build/budget").mkdir(parents=True, exist_ok=True)
    build_base(base)
    print(f"budget: instructions beside those of {git('log', '-1', '--format=%h (%s)', base)}")
    failed = total = 0
    for what, count in paths():
        then, now = count(BASE), count(ROOT)
        change = 100 * (now.total() - then.total()) / then.total()
        bad = change > options.limit
        total, failed = total + 1, failed + bad
        print(f"budget: {what:24} {then.total():>13,} {now.total():>13,} {change:+7.2f} %{'  TOO MUCH' if bad else ''}", flush=True)
        if bad:
            print(*grown(then, now), sep="\n", flush=True)
    print(f"{total - failed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
