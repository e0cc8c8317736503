"""The table of options: parsing, help, manual page and completion come from it."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from cellucid_session.commands import manual
from cellucid_session.commands.table import Command, Option, whole_number
from cellucid_session.commands.validate import COMMAND
from cellucid_session.errors import UsageError

SMALL = Command(
    "tool",
    "Do it.",
    "PATH...",
    (
        Option("--number", "a number", "N", short="-n", convert=whole_number),
        Option("--word", "a word", "WORD", choices=("a", "b"), default="a"),
        Option("--many", "several", "X", repeat=True),
        Option("--flag", "a flag", short="-f", negative="--no-flag"),
    ),
)
USUAL = {"number": None, "word": "a", "many": [], "flag": False}

LINES = {
    "nothing": ([], {}, []),
    "a value in the next word": (["--number", "3"], {"number": 3}, []),
    "a value in the same word": (["--number=3"], {"number": 3}, []),
    "a value with an equals sign": (["--many=a=b"], {"many": ["a=b"]}, []),
    "an empty value": (["--many="], {"many": [""]}, []),
    "a value that looks like an option": (["--many", "--flag"], {"many": ["--flag"]}, []),
    "a short name": (["-n", "3", "-f"], {"number": 3, "flag": True}, []),
    "the last one counts": (["--number=3", "--number=4"], {"number": 4}, []),
    "repeated": (["--many=1", "--many=2"], {"many": ["1", "2"]}, []),
    "a flag taken back": (["--flag", "--no-flag"], {}, []),
    "paths between options": (["x", "--flag", "y"], {"flag": True}, ["x", "y"]),
    "a dash is a path": (["-"], {}, ["-"]),
    "after two dashes all are paths": (["--", "--flag", "-h", "--"], {}, ["--flag", "-h", "--"]),
}


@pytest.mark.parametrize(("words", "values", "others"), LINES.values(), ids=LINES)
def test_a_command_line(words: list[str], values: dict, others: list[str]) -> None:
    assert SMALL.parse(words) == (USUAL | values, others)


REFUSED = {
    "unknown": ["--nope"],
    "shortened": ["--num=3"],
    "short names together": ["-fn"],
    "no value": ["--number"],
    "no number": ["--number=x"],
    "digits of another script": ["--number=\u0663"],
    "a number with an underscore": ["--number=1_0"],
    "a number with a sign": ["--number=+1"],
    "a number that is too long": ["--number=" + "9" * 5000],
    "no such word": ["--word=c"],
    "a flag with a value": ["--flag=1"],
    "a flag taken back with a value": ["--no-flag=1"],
}


@pytest.mark.parametrize("words", REFUSED.values(), ids=REFUSED)
def test_a_command_line_that_is_refused(words: list[str]) -> None:
    with pytest.raises(UsageError) as caught:
        SMALL.parse(words)
    assert len(str(caught.value)) < 400


def test_an_unknown_option_gets_a_hint() -> None:
    with pytest.raises(UsageError, match="is it --number"):
        SMALL.parse(["--numbr=3"])


def test_hostile_words_are_shown_safely() -> None:
    with pytest.raises(UsageError) as caught:
        SMALL.parse(["--\x1b[2J"])
    assert "\x1b" not in str(caught.value)


@pytest.mark.parametrize("make", [manual.help_text, lambda command: manual.man_page(command, "1")])
def test_help_and_manual_page_name_every_option(make) -> None:
    shown = make(COMMAND).replace("\\-", "-")
    for option in COMMAND.options:
        assert option.name in shown


@pytest.mark.parametrize("shell", manual.SHELLS)
def test_completion_names_every_option_and_is_understood_by_the_shell(shell: str) -> None:
    script = manual.completion(COMMAND, shell)
    for option in COMMAND.options:
        assert option.key in script
    if shutil.which(shell):
        subprocess.run([shell, "-n"], input=script.encode(), check=True)


def test_there_is_no_completion_for_another_shell() -> None:
    with pytest.raises(UsageError):
        manual.completion(COMMAND, "cmd")


def test_bash_completes_words_of_an_option() -> None:
    if not shutil.which("bash"):
        pytest.skip("bash is not there to ask")
    asked = (
        'COMP_WORDS=(cellucid-validate --format sa); COMP_CWORD=2; _cellucid_validate; echo "${COMPREPLY[@]}"'
    )
    script = manual.completion(COMMAND, "bash") + asked
    done = subprocess.run(["bash", "-c", script], capture_output=True, check=True)
    assert done.stdout == b"sarif\n"
