#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What --help says, the man pages, the completions and the README say too, and nothing else.

    tests/docs/contract.py [TEST...]     BINARY=build/ecsprobe

The completions are asked by the shells themselves. The last line is "N passed, N failed[, N skipped]".
"""
import atexit
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

from runner import Skipped, run_tests

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BINARY = os.environ.get("BINARY", str(ROOT / "build/ecsprobe"))
MAN = ROOT / "packaging/man"
COMPLETIONS = ROOT / "packaging/completions"
EMPTY = os.path.join(tempfile.gettempdir(), f"ecsprobe-contract-{os.getpid()}.conf")
# What this machine or its user has set is not the default.
ENVIRONMENT = {key: value for key, value in os.environ.items() if not key.startswith("ECSPROBE_")}


def run(*command, check=True, **environment):
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, env={**ENVIRONMENT, **environment}, stdin=subprocess.DEVNULL)
    if check and done.returncode:
        raise AssertionError(f"{shlex.join(command)}: status {done.returncode}: {done.stderr or done.stdout}")
    return done


def need(*programs):
    missing = [program for program in programs if not shutil.which(program)]
    if missing:
        raise Skipped(f"no {', '.join(missing)} here")


def same(what, found, expected):
    found, expected = set(found), set(expected)
    assert found == expected, f"{what}: lacks {sorted(expected - found)}, has beyond it {sorted(found - expected)}"


# --- what the program says -----------------------------------------------------------------------


def help_text():
    return run(BINARY, "--help=all").stdout


def section(text, heading):
    """The lines below a heading, up to the next one."""
    return re.search(rf"^{re.escape(heading)}\n(.*?)(?=^\S|\Z)", text, re.S | re.M).group(1)


OPTION = re.compile(r"^  (?:-(\w),|   ) --([a-z-]+)(?:\[=(\S+)\]| (\S+))?", re.M)


def options():
    """{name: (letter, argument that may be left out, argument)}, by what people are told."""
    return {name: (letter, bare, argument) for letter, name, bare, argument in OPTION.findall(help_text())}


def flags():
    found = options()
    return {f"--{name}" for name in found} | {f"-{letter}" for letter, _, _ in found.values() if letter}


def codes():
    return re.findall(r"^(\S+)", run(BINARY, "--list-codes").stdout, re.M)


def formats():
    return re.findall(r"^  (\S+)", section(help_text(), "Formats of --output"), re.M)


def services():
    text = run(BINARY, "--config", EMPTY, "--region", "us-east-1", "--imds-endpoint", "off", "--all-profiles", "--list", "-o", "json").stdout
    return {endpoint["service"] for endpoint in json.loads(text)["endpoints"]}


def settings():
    text = run(BINARY, "--config", EMPTY, "--show-config").stdout
    return re.findall(r"^# (\S+) is not set$|^(\S+) = ", text, re.M)


def setting_names():
    return {unset or given for unset, given in settings()}


def choices(option):
    """The program names them when it is given something else."""
    found = run(BINARY, "--config", EMPTY, f"--{option}=?", "--show-config", check=False)
    return re.findall(r"[a-z-]+", (found.stderr.split(", expected one of ", 1) + [""])[1])


def with_choices():
    found = {name: choices(name) for name, (_, bare, argument) in options().items() if bare or argument}
    found = {name: words for name, words in found.items() if words}
    assert len(found) >= 3, f"no choices told: {found}"
    return found


# --- what the shells say -------------------------------------------------------------------------


def ask_bash(line):
    script = (
        '. "$1"; COMP_LINE=$2 COMP_POINT=${#2}; read -ra COMP_WORDS <<<"$2"; [[ $2 != *" " ]] || COMP_WORDS+=("")\n'
        'COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); "$(complete -p ecsprobe | sed "s/.*-F \\([^ ]*\\).*/\\1/")" ecsprobe; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    return run("bash", "--norc", "-c", script, "bash", str(COMPLETIONS / "ecsprobe.bash"), line).stdout.split()


def ask_fish(line):
    need("fish")
    with tempfile.TemporaryDirectory() as home:
        script = f"source {COMPLETIONS}/ecsprobe.fish; complete -C {shlex.quote(line)}"
        text = run("fish", "--no-config", "-c", script, HOME=home, XDG_DATA_HOME=home).stdout
    return [row.split("\t")[0] for row in text.splitlines()]


# A shell at a terminal of its own: what is listed below the line, for each line of the standard input. What is typed before
# its prompt is there is read by the terminal, which knows no completion.
ZSH = r"""
zmodload zsh/zpty
zpty -b shell 'TERM=dumb zsh -f -i'
zpty -w shell 'stty cols 200 rows 500; unset zle_bracketed_paste; PS1="> "; LISTMAX=1000; fpath=($1 $fpath)'
zpty -w shell "fpath=($1 \$fpath); autoload -Uz compinit; compinit -D -u; zstyle ':completion:*' insert-tab false; print READY-\$((1 + 1))"
zpty -r -m shell text '*READY-2*> *' || exit 1
shift
for line; do
	zpty -w -n shell "$line"$'\t\t'
	zpty -w -n shell $'\x15print END-$((1 + 1))\n'
	text=
	zpty -r -m shell text '*END-2*> *' || exit 1
	print -r -- $text
	print -r -- @@@@
done
zpty -d shell
"""


def ask_zsh(*lines):
    need("zsh")
    with tempfile.NamedTemporaryFile("w", suffix=".zsh") as script:
        script.write(ZSH)
        script.flush()
        text = run("zsh", "-f", script.name, str(COMPLETIONS), *lines).stdout
    parts = [re.sub(r"\x1b\[[\d;?]*[A-Za-z]|[\r\x07\x08]", "", part) for part in text.split("@@@@")]
    assert len(parts) == len(lines) + 1, f"zsh answered {len(parts) - 1} of {len(lines)} lines: {text}"
    return parts[:-1]


# --- tests ---------------------------------------------------------------------------------------


def test_help_fits_a_terminal():
    assert len(options()) > 20, options()
    for text in (help_text(), first_screen()):
        long = [line for line in text.splitlines() if len(line) > 80]
        assert not long, long


def first_screen():
    return run(BINARY, "--help").stdout


def test_help_is_one_screen():
    """80 by 24, with the prompt below it; what it names is there."""
    text = first_screen()
    assert len(text.splitlines()) <= 23, text
    named = set(re.findall(r"--[a-z][a-z-]*", text))
    assert named <= flags(), named - flags()
    shown = OPTION.findall(section(text, "Options"))
    same("--help", shown, set(shown) & set(OPTION.findall(help_text())))
    assert len(shown) == 10, shown


def test_bash_knows_every_option():
    same("bash", ask_bash("ecsprobe -"), flags())
    same("bash, after a switch", ask_bash("ecsprobe --deep --list "), flags())


def test_bash_knows_the_values():
    for name, words in with_choices().items():
        same(f"bash --{name}=", ask_bash(f"ecsprobe --{name}="), words)
    same("bash --expect", ask_bash("ecsprobe --expect "), choices("expect"))
    same("bash -o", ask_bash("ecsprobe -o "), formats())
    same("bash --explain", ask_bash("ecsprobe -v --explain "), codes())
    same("bash --skip", ask_bash("ecsprobe --skip ecs,"), {f"ecs,{name}" for name in services()})
    same("bash --require=", ask_bash("ecsprobe --require=ecs,"), {f"ecs,{name}" for name in [*services(), "all"]})
    same("bash -o FORMAT=FILE", ask_bash(f"ecsprobe -o json={ROOT}/VER"), {f"{ROOT}/VERSION"})
    same("bash --ca-dir", ask_bash(f"ecsprobe --ca-dir {ROOT}/prob"), {f"{ROOT}/probe"})
    assert {"us-east-1", "cn-north-1"} <= set(ask_bash("ecsprobe --region ")), "bash --region"
    same("bash --timeout", ask_bash("ecsprobe --timeout "), [])
    same("bash --nonsense=", ask_bash("ecsprobe --nonsense=a"), [])


def test_bash_at_a_prompt():
    """Readline's own view: what it replaces is what it cut, and no more."""
    for typed, expected in (
        ("--expect=pri", "--expect=private "),
        ("--service ecs,ecr.d", "--service ecs,ecr.dkr"),
        (f"-o json={ROOT}/VERS", f"-o json={ROOT}/VERSION "),
        ("--explain agent-stale-r", "--explain agent-stale-resolver "),
    ):
        with tempfile.NamedTemporaryFile("w") as rc:
            rc.write(f". {COMPLETIONS}/ecsprobe.bash\necsprobe() {{ printf 'GOT<%s>\\n' \"$*\"; }}\nbind 'set enable-bracketed-paste off'\n")
            rc.flush()
            shell = subprocess.run(
                ["script", "-qec", f"bash --noprofile --rcfile {rc.name} -i", "/dev/null"],
                input=f"ecsprobe {typed}\tX\nexit\n",
                capture_output=True,
                text=True,
                timeout=60,
                env={**ENVIRONMENT, "TERM": "dumb"},
            )
        got = re.findall(r"GOT<(.*)>", shell.stdout)
        assert got == [expected + "X"], f"{typed}: {shell.stdout}"


def test_fish_knows_every_option():
    # It shows the one whose value may be left out in both forms.
    same("fish", {word.rstrip("=") for word in ask_fish("ecsprobe --")}, {flag for flag in flags() if flag.startswith("--")})
    letters = {word for word in ask_fish("ecsprobe -") if re.fullmatch(r"-\w", word)}
    same("fish, letters", letters, {flag for flag in flags() if len(flag) == 2})


def test_fish_knows_the_values():
    for name, words in with_choices().items():
        same(f"fish --{name}=", ask_fish(f"ecsprobe --{name}="), {f"--{name}={word}" for word in words})
    same("fish -o", ask_fish("ecsprobe -o "), formats())
    same("fish --explain", ask_fish("ecsprobe --explain "), codes())
    same("fish --skip", ask_fish("ecsprobe --skip ecs,"), {f"ecs,{name}" for name in services()})
    same("fish --require", ask_fish("ecsprobe --require ecs,"), {f"ecs,{name}" for name in [*services(), "all"]})
    same("fish -o FORMAT=FILE", ask_fish(f"ecsprobe -o json={ROOT}/VER"), {f"json={ROOT}/VERSION"})
    assert {"us-east-1", "cn-north-1"} <= set(ask_fish("ecsprobe --region ")), "fish --region"
    same("fish --timeout", ask_fish("ecsprobe --timeout "), [])


def test_zsh_knows_every_option():
    (text,) = ask_zsh("ecsprobe -")
    same("zsh", re.findall(r"(?<![\w-])(--[a-z][a-z-]*|-\w)(?![\w-])", text.replace("ecsprobe -", "")), flags())


def test_zsh_knows_the_values():
    found = with_choices()
    asked = [f"ecsprobe --{name}=" for name in found]
    for name, text in zip(found, ask_zsh(*asked)):
        same(f"zsh --{name}=", re.findall(r"(?<![\w-])[a-z][a-z-]*", re.sub(rf"ecsprobe|--{name}|print END.*", "", text, flags=re.S)), found[name])
    explained, skipped, written, file = ask_zsh("ecsprobe --explain ", "ecsprobe --skip ecs,", "ecsprobe -o ", f"ecsprobe -o json={ROOT}/VERS")
    same("zsh --explain", re.findall(r"^([a-z][a-z0-9-]*) +-- ", explained, re.M), codes())
    same("zsh --skip", re.findall(r"^([a-z][\w.-]*) +-- ", skipped, re.M), set(services()) - {"ecs"})
    same("zsh -o", re.findall(r"^([a-z]+) +-- ", written, re.M), formats())
    assert f"json={ROOT}/VERSION" in file, file


def rendered(page):
    need("mandoc")
    return run("mandoc", "-Tascii", "-Owidth=80", str(MAN / page)).stdout.replace("_\b", "")


def plain(page):
    return re.sub(r".\x08", "", rendered(page))


def man_section(page, heading):
    return section(plain(page), heading)


def test_man_page_has_every_option():
    text = man_section("ecsprobe.1", "OPTIONS")
    heads = re.findall(r"^     (?:-(\w), )?--([a-z-]+)(?:\[=(\S+?)\])?(?: (\S+))?(?= {2,}|$)", text, re.M)
    same("ecsprobe(1)", heads, {(letter, name, bare, argument) for name, (letter, bare, argument) in options().items()})


def test_man_page_has_the_tables():
    def heads(text):
        return re.findall(r"^     ([a-z][\w.-]*)(?= {2,}\S|$)", text, re.M)

    # Behind the paragraph that begins it.
    same("DIAGNOSTICS", heads(man_section("ecsprobe.1", "DIAGNOSTICS").split("\n\n", 1)[1]), codes())
    same("OUTPUT FORMATS", heads(man_section("ecsprobe.1", "OUTPUT FORMATS").split("   Examples, one")[0]), formats())
    same("Services", heads(man_section("ecsprobe.1", "PROFILES").split("   Services")[1]), services())
    statuses = re.findall(r"^     (\d+) ", man_section("ecsprobe.1", "EXIT STATUS"), re.M)
    same("EXIT STATUS", statuses, [status for status, _ in help_statuses()])


def test_settings_are_documented():
    heads = re.findall(r"^     ([a-z-]+) = ", man_section("ecsprobe.conf.5", "SETTINGS"), re.M)
    same("ecsprobe.conf(5)", heads, setting_names())
    example = (ROOT / "packaging/ecsprobe.conf").read_text()
    same("ecsprobe.conf", re.findall(r"^#([a-z-]+) = ", example, re.M), setting_names())


def test_the_example_settings_are_taken():
    """As they stand nothing is set; the defaults in them are values, and the ones in effect."""
    path = ROOT / "packaging/ecsprobe.conf"
    nothing = run(BINARY, "--config", EMPTY, "--show-config").stdout.splitlines()[1:]
    assert run(BINARY, "--config", str(path), "--show-config").stdout.splitlines()[1:] == nothing
    with tempfile.NamedTemporaryFile("w") as file:
        file.writelines(line[1:] for line in path.read_text().splitlines(True) if re.match(r"#[a-z-]+ = [a-z0-9]+$", line))
        file.flush()
        text = run(BINARY, "--config", file.name, "--show-config").stdout
    defaults = {line for line in nothing if not line.startswith("#")}
    assert defaults <= set(text.splitlines()), text


def test_man_pages_are_clean():
    need("mandoc")
    for page in sorted(MAN.glob("*.[0-9]")):
        found = run("mandoc", "-Tlint", "-W", "warning", str(page), check=False)
        assert found.returncode == 0 and not found.stdout, found.stdout
        # An address stays whole.
        wide = [line for line in plain(page.name).splitlines() if len(line) > 80 and not re.fullmatch(r" *https://\S+", line)]
        assert not wide, f"{page.name}: {wide}"


def test_groff_renders_them():
    need("groff")
    for page in sorted(MAN.glob("*.[0-9]")):
        # A long option or path may leave nothing in its line to adjust.
        found = run("groff", "-mandoc", "-Tutf8", "-ww", "-Wbreak", "-z", str(page), check=False)
        assert found.returncode == 0 and not found.stderr, found.stderr


def test_completions_are_sound():
    need("zsh", "fish", "shellcheck")
    run("shellcheck", "-s", "bash", str(COMPLETIONS / "ecsprobe.bash"))
    run("zsh", "-n", str(COMPLETIONS / "_ecsprobe"))
    run("fish", "--no-config", "-n", str(COMPLETIONS / "ecsprobe.fish"))


def help_statuses():
    text = re.sub(r"\n {7}(?=\S)", " ", section(help_text(), "Exit status"))
    return re.findall(r"^ +(\d+)  (.*)$", text, re.M)


def test_the_documents_name_what_is_there():
    """Codes that are none, in README and in each page; and a command for each format."""
    page = (MAN / "ecsprobe.1.in").read_text()
    found = re.findall(r"^ecsprobe -o ([a-z]+)", page.split(".Ss Examples, one for each format", 1)[1].split(".Ed")[0], re.M)
    same("the examples of the formats in ecsprobe(1)", found, formats())
    families = {code.split("-")[0] for code in codes()}
    known = {*codes(), *services(), *options(), *(word for words in with_choices().values() for word in words)}
    for path in (ROOT / "README.md", *sorted(MAN.glob("*.in"))):
        text = path.read_text()
        words = set(re.findall(r"`([a-z0-9]+(?:-[a-z0-9]+)+)`", text))
        for line in re.findall(r"^\.(?:It |Pq |Po )?Cm (.*)", text, re.M):
            words |= set(re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)+", line.split(" No ")[0].replace("\\-", "-")))
        words = {word for word in words if word.split("-")[0] in families}
        reasons = set(re.findall(r'"([a-z-]+)"', (ROOT / "include/ecsprobe/action.h").read_text() + (ROOT / "probe/model/action.c").read_text()))
        assert words <= known | reasons, f"{path.name} has codes that are none: {sorted(words - known - reasons)}"


def test_every_option_has_a_test():
    """In a scenario, or in a unit that one starts."""
    files = [*(ROOT / "tests/e2e").glob("**/*.sh"), *(ROOT / "packaging").glob("*/*"), *(ROOT / "tests/unit").glob("*.c")]
    text = "".join(path.read_text(errors="replace") for path in files if path.is_file() and path.parent.name not in ("man", "completions"))
    for name, (letter, _, _) in options().items():
        spelled = rf"--{name}\b" + (rf"|[\s\"]-{letter}+\b" if letter else "")
        assert re.search(spelled, text), f"no test has --{name}: let a scenario in tests/e2e/scenarios give it"


def names_that_are_gone(text):
    """What a page names in backquotes as a file or a function of this tree, and what is not there."""
    files = [str(path.relative_to(ROOT)) for top in ("probe", "include", "packaging", "scripts", "tests") for path in (ROOT / top).rglob("*")]
    sources = "\n".join((ROOT / name).read_text() for name in files if re.match(r"(probe|include|tests/unit)/.*\.[ch]$", name))
    for name in sorted(set(re.findall(r"`([\w./*-]+)`", text))):
        is_path = re.match(r"(probe|include|tests|scripts|packaging)/", name)
        is_name = re.fullmatch(r"[\w*-]+\.(c|h|md|tsv|py|sh)", name)
        if (is_path and not list(ROOT.glob(name))) or (is_name and not any(file.endswith(f"/{name}") for file in files)):
            yield name
    for name in sorted(set(re.findall(r"`([a-z]\w*)(?:\(\)|\[\])`", text))):
        if not re.search(rf"\b{name}[(\[]", sources):
            yield name


def test_contributing_names_what_is_there():
    gone = list(names_that_are_gone((ROOT / "CONTRIBUTING.md").read_text()))
    assert not gone, f"CONTRIBUTING.md names what is not there: {gone}"
    planted = "`probe/gather/image_lost.c` `lost_hints.h` `ask_lost()` `lost_words[]` `probe/report/lost*.c` `probe/main.c` `words.c`"
    found = list(names_that_are_gone(planted))
    assert len(found) == 5 and "lost_hints.h" in found, f"planted 5 names that are not there, found {found}"


def test_a_lost_option_is_seen():
    """Planted: completions that lack one, and a page that has one too many."""
    text = (COMPLETIONS / "ecsprobe.bash").read_text()
    with tempfile.TemporaryDirectory() as name:
        planted = pathlib.Path(name) / "ecsprobe.bash"
        planted.write_text(text.replace(" --deep ", " ", 1))
        kept, globals()["COMPLETIONS"] = COMPLETIONS, pathlib.Path(name)
        try:
            test_bash_knows_every_option()
        except AssertionError as error:
            assert "lacks ['--deep']" in str(error), error
        else:
            raise AssertionError("a completion without --deep was taken")
        finally:
            globals()["COMPLETIONS"] = kept


def main():
    pathlib.Path(EMPTY).touch()
    atexit.register(os.unlink, EMPTY)
    return run_tests(globals(), sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
