# SPDX-License-Identifier: Apache-2.0
"""Runs the functions test_* of a module. The last line is "N passed, N failed[, N skipped]"."""
import subprocess


class Skipped(Exception):
    pass


def run_tests(module, wanted=()):
    """True: one failed. wanted: their names without test_; none: all."""
    tests = {name[5:]: test for name, test in module.items() if name.startswith("test_")}
    counts = {"passed": 0, "failed": 0, "skipped": 0}
    for name in wanted or tests:
        try:
            tests[name]()
            result, why = "passed", ""
        except Skipped as reason:
            result, why = "skipped", f": {reason}"
        except (AssertionError, subprocess.SubprocessError) as error:
            result, why = "failed", f": {error}"
        counts[result] += 1
        print(f"{result:8}{name}{why}", flush=True)
    print(f"{counts['passed']} passed, {counts['failed']} failed" + (f", {counts['skipped']} skipped" if counts["skipped"] else ""))
    return counts["failed"] > 0
