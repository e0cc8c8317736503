"""The pages do what they say: their blocks run, their command lines parse, their links lead somewhere."""

from __future__ import annotations

import importlib
import re
import shlex
import sys
import tomllib
from pathlib import Path

import pytest

from cellucid_session.commands import conformance as conformance_options
from cellucid_session.commands.session import COMMANDS
from cellucid_session.commands.validate import COMMAND
from cellucid_session.errors import UsageError

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(ROOT / "docs")]

import running  # noqa: E402
from maker import stage  # noqa: E402

#: pages whose blocks are run
RUN = [
    "docs/index.md",
    "docs/tutorial.md",
    "docs/troubleshooting.md",
    *(path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "docs/how-to").glob("[!i]*.md"))),
]
#: pages without a block that is run here -> why
NOT_HERE = {
    "docs/how-to/javascript.md": "tests/js/test_js_page.py runs its blocks",
}
#: page -> what it needs beside the extra `test`
NEEDS = {"docs/tutorial.md": "scanpy"}
#: pages with command lines for people
SHOWN = ["README.md", "CONTRIBUTING.md", "fuzz/README.md", *RUN]
PAGES = [*(name for name in stage.sources() if name.endswith(".md")), "README.md"]


@pytest.mark.parametrize("name", RUN)
def test_the_blocks_of_a_page_show_what_they_say(name: str) -> None:
    if name in NEEDS:
        pytest.importorskip(NEEDS[name], reason="comes with the extra docs: `make docs` runs this page")
    page = (ROOT / name).read_text("utf-8")
    runs = any(step.shown or step.language == "console" for step in running.steps(page))
    assert runs == (name not in NOT_HERE), NOT_HERE.get(name)
    assert running.differences(page) == []


API = re.findall(
    r"^\.\. auto(?:function|class|exception|module):: (\S+)$",
    "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "docs/reference/api").glob("*.md"))),
    re.MULTILINE,
)


@pytest.mark.parametrize("name", API)
def test_a_name_of_the_api_page_can_be_imported_as_it_stands_there(name: str) -> None:
    module, _, last = name.rpartition(".")
    if name == "cellucid_session.testing":
        importlib.import_module(name)
    else:
        assert hasattr(importlib.import_module(module or "cellucid_session"), last)


NOTICED = {
    "another output": ("```console\n$ echo yes\nno\n```\n", "shows"),
    "an output that is not shown": ("```console\n$ echo yes\n```\n", "shows"),
    "the status of the command before": ("```console\n$ false\n$ echo $?\n0\n```\n", "shows"),
    "another value": ("```python\n1 + 1\n```\n\n```text\n3\n```\n", "shows"),
    "an exception": ("```python\nraise KeyError\n```\n", "KeyError"),
    "a name that no block made": ("```python\nx = 1\n```\n\n```python\ny\n```\n", "NameError"),
}


@pytest.mark.parametrize("case", NOTICED)
def test_a_page_that_rots_is_noticed(case: str) -> None:
    page, told = NOTICED[case]
    assert any(told in line for line in running.differences(page))


def test_a_page_that_is_right_is_let_pass() -> None:
    page = (
        "<!-- prepare\nx = 1\n-->\n\n```python\nprint(x)\nx + 1\n```\n\n```text\n1\n2\n```\n\n"
        "```console\n$ printf 'a\\nb\\n' && \\\n  echo c\na\n...c\n$ exit_code=3; (exit 4)\n$ echo $?\n4\n```\n\n"
        "<!-- not run: it would end the world -->\n```python\nboom\n```\n"
    )
    assert running.differences(page) == []
    assert running.refreshed(page) == page


def lines(page: str) -> list[str]:
    """The command lines of a page's console and bash blocks, continued ones joined."""
    found: list[str] = []
    for language, body in re.findall(r"^```(console|bash)\n(.*?)^```$", page, re.DOTALL | re.MULTILINE):
        body = body.replace("\\\n", " ")
        rows = body.splitlines()
        found += [row[2:] for row in rows if row.startswith("$ ")] if language == "console" else rows
    return [row for row in found if row.strip()]


def commands(line: str) -> list[list[str]]:
    """The words of each command of a line."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    found: list[list[str]] = [[]]
    for word in lexer:
        if word in (";", "&&", "||", "|"):
            found.append([])
        elif word not in ("<", ">"):
            found[-1].append(word)
    return [words for words in found if words]


def parse(words: list[str]) -> None:
    """Hold a command line to the table of options. Raises UsageError."""
    if words[0] == "cellucid-validate":
        COMMAND.parse(words[1:])
    elif words[0] == "cellucid-session":
        COMMANDS[words[1]].parse(words[2:])
    elif words[0] == "cellucid-conformance":
        conformance_options.COMMANDS[words[1]].parse(words[2:])


@pytest.mark.parametrize("name", SHOWN)
def test_the_command_lines_of_a_page_are_ones_that_the_programs_take(name: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    for line in lines((ROOT / name).read_text("utf-8")):
        for words in commands(line):
            if words[:1] == ["make"]:
                assert words[1] in targets, line
            elif words[:2] == ["pip", "install"]:
                for extra in re.findall(r"cellucid-session\[([^\]]*)\]", " ".join(words)):
                    assert set(extra.split(",")) <= set(project["optional-dependencies"]), line
            else:
                parse(words)


def test_a_command_line_with_a_wrong_option_is_noticed() -> None:
    with pytest.raises(UsageError):
        parse(["cellucid-validate", "--no-such-thing"])
    with pytest.raises(KeyError):
        parse(["cellucid-session", "no-such-command"])


_HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
_FENCE = re.compile(r"^(```+|~~~+).*?^\1[^\n]*$", re.DOTALL | re.MULTILINE)


def anchors(page: str) -> set[str]:
    """The anchors of a page's headings, as code hosts and the site make them."""
    found: set[str] = set()
    for heading in _HEADING.findall(_FENCE.sub("", page)):
        words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "")
        slug = re.sub(r"[^\w\- ]", "", words.strip().lower()).replace(" ", "-")
        number = 0
        while (name := f"{slug}-{number}" if number else slug) in found:
            number += 1
        found.add(name)
    return found


def dead(name: str, text: str) -> list[str]:
    """The links of a page that lead nowhere in the repository."""
    wrong = []
    body = re.sub(r"(`+)(?!`).+?(?<!`)\1(?!`)", "", _FENCE.sub("", text))
    for link in re.findall(r"\]\(([^()\s]+)\)", body):
        if re.match(r"[a-z][a-z0-9+.-]*:", link):
            continue
        path, _, fragment = link.partition("#")
        there = ((ROOT / name).parent / path).resolve() if path else ROOT / name
        if not there.exists() or not there.is_relative_to(ROOT):
            wrong.append(link)
        elif fragment and there.suffix == ".md":
            target = text if not path else there.read_text("utf-8")
            if fragment not in anchors(target):
                wrong.append(link)
    return wrong


@pytest.mark.parametrize("name", PAGES)
def test_the_links_of_a_page_lead_somewhere(name: str) -> None:
    assert dead(name, (ROOT / name).read_text("utf-8")) == []


DEAD = {
    "a file that is not there": "[x](absent.md)",
    "a heading that is not there": "[x](CHANGELOG.md#absent)",
    "a heading of the page itself": "# a\n\n[x](#b)",
    "a place outside": "[x](../../etc/passwd)",
}


@pytest.mark.parametrize("case", DEAD)
def test_a_dead_link_is_noticed(case: str) -> None:
    assert len(dead("README.md", DEAD[case])) == 1


def test_the_pictures_of_pages_are_there_and_small() -> None:
    used = set()
    for name in (*RUN, "README.md"):
        for words, link in re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", (ROOT / name).read_text("utf-8")):
            path = ((ROOT / name).parent / link).resolve()
            assert words, f"{link} has no description"
            assert path.stat().st_size < 150_000, link
            used.add(path)
    assert used == set((ROOT / "docs" / "pictures").glob("*.png"))
