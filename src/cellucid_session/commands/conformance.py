"""The options of `cellucid-conformance` and its subcommands, one row each."""

from __future__ import annotations

import os

from cellucid_session.commands.table import Command, Option, whole_number
from cellucid_session.errors import UsageError
from cellucid_session.safe import safe

PROGRAM = "cellucid-conformance"
FORMATS = ("text", "json", "markdown")
ROLES = ("validator", "reader")
KINDS = ("session", "state-snapshots")
MOST_SECONDS = 86_400


def _jobs(text: str) -> int:
    return whole_number(text) or (os.cpu_count() or 1)


def _seconds(text: str) -> float:
    whole, point, parts = text.partition(".")
    number = whole_number(whole) + (whole_number(parts) / 10 ** len(parts) if point else 0)
    if not 0 < number <= MOST_SECONDS:
        raise UsageError(f"{safe(text)!r} is no number of seconds above 0 and at most {MOST_SECONDS}")
    return number


def _code(text: str) -> int:
    number = whole_number(text)
    if number > 255:
        raise UsageError(f"{number} is no exit code: 0 to 255")
    return number


GENERATIONS = (1, 2, 3, 4, 5)  # that have scenarios


def _generation(text: str) -> int:
    if text not in map(str, GENERATIONS):
        raise UsageError(f"{safe(text)!r} is no generation; there are {', '.join(map(str, GENERATIONS))}")
    return int(text)


HELP = Option("--help", "print this help", short="-h")

_SHARED = (
    Option("--format", "how the report is written", "FORMAT", choices=FORMATS, default="text"),
    Option("--brief", "of a text report: the numbers, and what to mend first, by rule"),
    Option("--output", "write the report to this file, whole or not at all", "FILE", short="-o", files=True),
    Option("--jobs", "programs at once; as many as processors unless given", "N", convert=_jobs),
    Option(
        "--only",
        "ask a part: an id (with * for any characters), a rule, class, danger or flag",
        "WORD",
        repeat=True,
    ),
    Option("--expected", "a list of known failures with reasons (JSON)", "FILE", files=True),
    Option("--badge", "write a badge to this file too (JSON, as shields.io reads it)", "FILE", files=True),
    Option("--stderr", "let the program's standard error through"),
    Option("--quiet", "write nothing to standard output; the exit code tells", short="-q"),
)


def _exits(**told: str) -> tuple[Option, ...]:
    return tuple(
        Option(f"--{name}-exit", f"an exit code that says: {means}", "N", convert=_code, repeat=True)
        for name, means in told.items()
    )


_CODES = """exit code:
0  conforming, or as the list of expected failures says
1  not conforming, or nothing was judged
2  wrong usage
4  internal error, or the report could not be written
5  the program could not be started"""

READER = Command(
    f"{PROGRAM} reader",
    "Run a reader over the conformance suite, and tell what it accepts and refuses wrongly.",
    "-- COMMAND {file}",
    (
        Option(
            "--role",
            "what it has to refuse: every breach, or those of class safety",
            "ROLE",
            choices=ROLES,
            default="validator",
        ),
        Option("--kind", "ask about files of this kind alone", "KIND", choices=KINDS),
        Option("--timeout", "seconds for a file", "SECONDS", convert=_seconds, default=10.0),
        *_exits(
            accept="accepted (0 unless given)",
            reject="refused (1 unless given)",
            undecided="a budget ran out (3 unless given)",
            skip="not a file for this program",
        ),
        *_SHARED,
        HELP,
    ),
    (
        (
            "COMMAND is run without a shell, once for each file, with {file} replaced by its path. Its exit code is "
            "the answer; one JSON object on its standard output may say more: "
            '{"verdict": "accept"|"reject"|"undecided"|"skip", "rule": ID}.'
        ),
        (
            "With {files}, a word of its own, it gets many files at once and answers with a line of JSON for each: "
            '{"file": PATH, "verdict": WORD, "rule": ID}. That saves most of the time of programs that start slowly.'
        ),
        (
            "With {options}, a word of its own, it gets --limit NAME=N, --n-obs N, --n-vars N, "
            "--expected-dataset-id ID and --check-files where a case needs them; without it, such cases are not "
            "asked."
        ),
        _CODES,
    ),
)

WRITER = Command(
    f"{PROGRAM} writer",
    "Let a writer write the scenarios of the conformance suite, and judge what it wrote.",
    "-- COMMAND {scenario} {out}",
    (
        Option(
            "--generation",
            "scenarios of this generation of the format; may be given several times (else 1)",
            "N",
            convert=_generation,
            repeat=True,
        ),
        Option(
            "--show",
            "say what a scenario asks for, as JSON too, and what is checked; --format json: the JSON alone",
            "SCENARIO",
        ),
        Option("--timeout", "seconds for a scenario", "SECONDS", convert=_seconds, default=30.0),
        *_exits(
            accept="written (0 unless given)",
            reject="it can't be written (1 unless given)",
            skip="not a scenario for this program",
        ),
        *_SHARED,
        HELP,
    ),
    (
        (
            "COMMAND is run without a shell, once for each scenario, with {scenario} replaced by the path of a JSON "
            "file and {out} by the path of the session to be written. Right is what is valid and has the scenario's "
            "digest."
        ),
        _CODES,
    ),
)

TOP = Command(
    PROGRAM,
    "Judge somebody's reader or writer of .cellucid-session files against the conformance suite.",
    "reader|writer [OPTIONS] -- COMMAND",
    (
        Option("--list", "list the cases and scenarios, one a line, with what is right"),
        Option(
            "--write-vectors",
            "write all files of the suite into a folder, with index.json",
            "FOLDER",
            files=True,
        ),
        Option("--digest", "print the suite's digest"),
        Option("--man", "print the manual page"),
        Option("--completion", "print a completion script", "SHELL", choices=("bash", "zsh", "fish")),
        Option("--version", "print name and version"),
        HELP,
    ),
    (f"{PROGRAM} reader --help and {PROGRAM} writer --help tell the rest.", _CODES),
)

COMMANDS = {"reader": READER, "writer": WRITER}
