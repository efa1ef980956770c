#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The commands that README and the manual tell people to paste.

    tests/docs/commands.py          checks all of them. The last line is "N passed, N failed[, N skipped]".
    tests/docs/commands.py lab      prints those for an instance: STATUS, USER, PLACE and COMMAND, each ended by NUL
    tests/docs/commands.py files    prints the files that they need: PATH and TEXT, each ended by NUL
    tests/docs/commands.py report FILE    puts it into README.md as the report there
    BINARY=build/ecsprobe

Before each block stands what becomes of it: <!-- lab: 0 --> in Markdown, .\\" lab: 0 in a page.
    lab: 0 [1 ...]    tests/e2e/scenarios/docs-commands.sh pastes each into a shell on the laboratory's instance, and it ends with
                      that status: one number for all commands, or one for each
    lab root: 0       as root, as user data does; otherwise only a command with sudo is root's
    file PATH         the laboratory's instance has this text there
    settings          ecsprobe takes it as a file of settings
    parsed            it needs AWS, a package or the sources: bash and the AWS CLI parse it, and its files are there
    no command        it is something else
"""
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
EXAMPLES = "/usr/share/doc/ecsprobe/examples/"
PAGES = [ROOT / "README.md", ROOT / "packaging/README.md", *sorted(ROOT.glob("packaging/man/*.in"))]
# Tools that a command may begin with; what else comes first is a typing error.
TOOLS = "aws cat cd docker chmod dpkg ecsprobe install journalctl make mkdir packer printf rm rpm scp ssh sudo systemctl".split()


class Block:
    def __init__(self, path, number, tag, lines):
        self.path, self.number, self.tag = path, number, tag
        self.text = "\n".join(lines)

    def __str__(self):
        return f"{self.path.relative_to(ROOT)}:{self.number}"

    def commands(self):
        """A command may go on behind a backslash or a pipe."""
        return [line for line in re.split(r"(?<![\\|])\n", self.text) if line.strip()]

    def statuses(self):
        numbers = self.tag.split(": ")[1].split()
        commands = self.commands()
        return numbers * len(commands) if len(numbers) == 1 else numbers


def markdown_blocks(path):
    tag, number, lines, is_fence = "", 0, [], False
    for here, line in enumerate([*path.read_text().splitlines(), ""], 1):
        if line.startswith("```"):
            is_fence = not is_fence
        if line.startswith("    ") and not is_fence:
            number = number or here
            lines.append(line[4:])
            continue
        if lines and line.strip():
            yield Block(path, number, tag, lines)
            tag, number, lines = "", 0, []
        if lines:
            lines.append("")
        found = re.search(r"<!-- (.*) -->$", line)
        tag = found.group(1) if found else tag if not line else ""
    if lines:
        yield Block(path, number, tag, lines)


def page_blocks(path):
    before, block = "", None
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if line.startswith(".Bd -literal"):
            tag = re.fullmatch(r'\.\\" (.*)', before)
            block = (number + 1, tag.group(1) if tag else "", [])
        elif line == ".Ed" and block:
            yield Block(path, *block)
            block = None
        elif block:
            block[2].append(line)
        before = line


def blocks():
    for path in PAGES:
        yield from (markdown_blocks if path.suffix == ".md" else page_blocks)(path)


def commands(*kinds):
    """[(place, command)]"""
    return [(str(block), command) for block in blocks() if re.match(r"\w+", block.tag)[0] in kinds for command in block.commands()]


def simple_commands(command):
    """Its words, a list for each program that it starts; without assignments, sudo and what is redirected."""
    lexer = shlex.shlex(command.replace("\\\n", " "), posix=True, punctuation_chars="|&;<>")
    lexer.whitespace_split = True
    lexer.commenters = "#"
    words = []
    for word in [*lexer, ";"]:
        if not re.fullmatch(r"[|&;<>]+", word):
            words.append(word)
            continue
        while words and (words[0] == "sudo" or re.match(r"[A-Z_]+=", words[0])):
            words = words[1:]
        if words:
            yield words
        words = []


def run(*command, **options):
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, stdin=subprocess.DEVNULL, **options)


# --- tests ---------------------------------------------------------------------------------------


def test_every_block_says_what_becomes_of_it():
    for block in blocks():
        assert re.fullmatch(r"lab(?: root)?:(?: \d+)+|parsed|file /\S+|settings|no command", block.tag), f"{block}: put a tag before it, such as <!-- lab: 0 -->: {block.text}"
        if block.tag.startswith("lab"):
            count = len(block.commands())
            assert len(block.statuses()) == count, f"{block}: {block.tag} for {count} commands"
    assert len(commands("lab")) > 40 and len(commands("parsed")) > 20


def test_bash_parses_them():
    for place, command in commands("lab", "parsed"):
        done = run("bash", "-n", "-c", command)
        assert done.returncode == 0 and not done.stderr, f"{place}: {done.stderr}"
        first = next(simple_commands(command))[0]
        assert first in TOOLS or (ROOT / first).is_file(), f"{place}: nothing called {first}"


def installed():
    """What make install puts where a package has it."""
    done = run("make", "-n", "-C", str(ROOT), "install", "PREFIX=/usr", "DESTDIR=/staged")
    found = set(re.findall(r"'/staged(/\S+)'", done.stdout))
    assert len(found) > 20, f"make install installs {found}: {done.stderr}"
    return found | {f"/usr/lib/systemd/system/{path.name}" for path in (ROOT / "packaging/systemd").glob("*.[st]*")}


def test_their_files_are_there():
    there = installed()
    names = {path.rsplit("/", 1)[1] for path in there}
    for place, command in commands("lab", "parsed"):
        for path in re.findall(rf"{EXAMPLES}[\w./-]+", command):
            assert path in there, f"{place}: no package has {path}"
        for name in re.findall(r"\becsprobe[\w-]*\.(?:service|timer)\b(?!\.d)", command):
            assert name in names, f"{place}: no package has the unit {name}"
        for name in re.findall(r"(?<![\w./-])(?:scripts|packaging|tests)/[\w./-]+", command):
            assert (ROOT / name).exists(), f"{place}: {name} is not in the sources"
        for name in re.findall(r"file://(?!/)([\w.-]+)", command):
            assert EXAMPLES + name in there, f"{place}: no package has {name}"
    # Whatever else the texts name there.
    for path in PAGES:
        for name in re.findall(rf"{EXAMPLES}([\w-]+\.[\w.]+\w)|examples/([\w\\-]+\.[\w.]+\w)", path.read_text()):
            name = (name[0] or name[1]).replace("\\", "")
            assert EXAMPLES + name in there, f"{path.name}: no package has {name}"


def test_ecsprobe_takes_them():
    with tempfile.NamedTemporaryFile(suffix=".conf") as nothing:
        settings = ["--config", nothing.name, "--show-config"]
        found = [(place, words[1:]) for place, command in commands("lab", "parsed") for words in simple_commands(command) if words[0] == "ecsprobe"]
        assert len(found) > 40, found
        environment = {key: value for key, value in os.environ.items() if not key.startswith("ECSPROBE_")}
        for place, words in found:
            # The last verb counts, and this one asks nobody. The operand of --check-config is its own.
            is_check = "--check-config" in words
            # A profile of the reader's own is not on this machine.
            mine = [re.sub(r"(^|,)payments\b", r"\1ssm", word) for word in words]
            done = run(BINARY, *mine, *([] if is_check else settings), env=environment)
            taken = done.returncode == 0 or (is_check and re.search(r"No such file|cannot", done.stderr))
            assert taken, f"{place}: ecsprobe {shlex.join(words)}: {done.stderr}"


def test_settings_are_taken():
    found = [block for block in blocks() if block.tag == "settings"]
    assert found
    for block in found:
        with tempfile.NamedTemporaryFile("w", suffix=".conf") as file:
            file.write(block.text + "\n")
            file.flush()
            done = run(BINARY, "--config", file.name, "--show-config")
            assert done.returncode == 0, f"{block}: {done.stderr}"
            lines = {line for line in block.text.splitlines() if not line.startswith("#")}
            assert lines <= set(done.stdout.splitlines()), f"{block}: ecsprobe takes less than that: {done.stdout}"


def anchor(heading):
    """As GitHub makes it of a heading."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def test_links_lead_somewhere():
    for path in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md", ROOT / "packaging/README.md"):
        text = path.read_text()
        anchors = {anchor(heading) for heading in re.findall(r"^#+ (.*)$", text, re.M)}
        for target in re.findall(r"\]\(([^)]+)\)", text):
            is_there = target[1:] in anchors if target.startswith("#") else target.startswith("https://") or (path.parent / target).exists()
            assert is_there, f"{path.name}: the link to {target} leads nowhere"


def test_the_aws_cli_takes_them():
    """It validates every parameter against its models before it connects, here to a port where nobody listens."""
    if not shutil.which("aws"):
        raise Skipped("not installed: aws")
    found = [(place, words) for place, command in commands("parsed") for words in simple_commands(command) if words[0] == "aws"]
    assert len(found) >= 5, found
    with tempfile.TemporaryDirectory() as folder:
        for path in (ROOT / "packaging").glob("[cf]*/*"):
            shutil.copy(path, folder)
        environment = {"PATH": os.environ["PATH"], "HOME": folder, "AWS_DEFAULT_REGION": "us-east-1", "AWS_PAGER": "", "AWS_MAX_ATTEMPTS": "1", "LANG": "C.UTF-8"}

        def ask(words):
            return run(*words, "--endpoint-url", "http://127.0.0.1:9", "--no-sign-request", cwd=folder, env=environment).stderr

        for place, words in found:
            said = ask([word.replace(f"file://{EXAMPLES}", "file://") for word in words])
            assert "Could not connect to the endpoint URL" in said, f"{place}: {shlex.join(words)}: {said}"
        for words in ("aws ec2 get-console-output --latset", "aws ec2 get-console-output", "aws ecs create-service --cli-input-json {}"):
            assert "Could not connect" not in ask(words.split()), f"the AWS CLI takes {words}"


def print_lab():
    for block in blocks():
        if block.tag.startswith("lab"):
            for status, command in zip(block.statuses(), block.commands()):
                user = "root" if block.tag.startswith("lab root") else "user"
                sys.stdout.write(f"{status}\0{user}\0{block}\0{command}\0")


def print_files():
    for block in blocks():
        if block.tag.startswith("file "):
            sys.stdout.write(f"{block.tag.removeprefix('file ')}\0{block.text}\n\0")


def take_report(path):
    readme = ROOT / "README.md"
    new = re.sub(r"(?<=<!-- report -->\n```\n)(\$ [^\n]*\n).*?(?=^```$)", lambda old: old.group(1) + pathlib.Path(path).read_text(), readme.read_text(), count=1, flags=re.S | re.M)
    readme.write_text(new)


def main():
    if sys.argv[1:] == ["lab"]:
        return print_lab()
    if sys.argv[1:] == ["files"]:
        return print_files()
    if sys.argv[1:2] == ["report"] and len(sys.argv) == 3:
        return take_report(sys.argv[2])
    if sys.argv[1:]:
        sys.exit(__doc__)
    return run_tests(globals())


if __name__ == "__main__":
    sys.exit(main())
