"""Judges the readers and writers that there are, and writes docs/conformance.md: `make conformance`.

`python tests/conformance/others.py [--write]` installs `cellucid` into an environment of its own under .venv-peers,
as the benchmarks do, and needs `node`. What is written is about files: which kinds of them are answered in another
way than the suite says, and how many there are.
"""

from __future__ import annotations

import importlib.metadata
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "benchmarks"))

import bench  # noqa: E402

from cellucid_session import __version__  # noqa: E402
from cellucid_session.conformance import cases, document, judge, reader, rendering, scenarios, writer  # noqa: E402
from cellucid_session.generated.rule_texts import TEXTS  # noqa: E402

REPORT = ROOT / "docs" / "conformance.md"
EXAMPLES = ROOT / "src" / "cellucid_session" / "conformance" / "examples"
PEER = "0.0.9"
OWN = [sys.executable, "-m", "cellucid_session.conformance.own_programs"]
JOBS = os.cpu_count() or 1
SECONDS = 120.0  # between two answers: patience for a machine that does other things too
SAMPLES = 3

#: name of a reader -> (what its row is about, command, roles)
READERS: dict[str, tuple[str, list[str], tuple[str, ...]]] = {
    "cellucid-validate": (
        f"`cellucid-validate` {__version__}",
        [sys.executable, "-m", "cellucid_session.cli.validate", "--format", "jsonl", "{options}", "{files}"],
        ("validator",),
    ),
    "bundle": (
        f"`CellucidSessionBundle` of cellucid-session {__version__}",
        [*OWN, "read", "{files}"],
        ("reader",),
    ),
    "javascript": (
        "the reader in JavaScript (`conformance/examples/javascript`)",
        ["node", str(EXAMPLES / "javascript" / "read.mjs"), "{options}", "{files}"],
        ("validator",),
    ),
    "cellucid": (
        f"`cellucid` {PEER} (`CellucidSessionBundle`, every chunk, and applied)",
        [bench.python_of(PEER), str(EXAMPLES / "python" / "read_cellucid.py"), "{files}"],
        ("reader", "validator"),
    ),
}

WRITERS = {
    "own": (f"`SessionWriter` of cellucid-session {__version__}", [*OWN, "write", "{scenario}", "{out}"]),
    "javascript": (
        "`SessionWriter` of the JavaScript package (`js/session`)",
        ["node", str(ROOT / "tests" / "conformance" / "write_scenario.mjs"), "{scenario}", "{out}"],
    ),
}

INTRO = """# Who reads and writes what

Readers and writers of the format, judged by [`cellucid-conformance`](how-to/conformance.md). The tables are about
files: which kinds of them a program answers in another way than the [specification](../spec/README.md) says. A
difference is no statement about a program's worth: most of these files never come from the viewer, and some programs
were made before the rules were written down.

This page is made by `make conformance`."""

ROLES = """A *validator* has to refuse every breach. A *reader* has to refuse breaches of class safety and may read
those of class conformance. Both have to accept every valid file. *Not asked* are cases that need options which a
program does not have; *left out* are `state-snapshots.json` files, which a reader of sessions need not know."""


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    return [f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows)]


def node() -> str:
    """The version of node."""
    return subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout.strip()


def read_all(every: list[cases.Case]) -> Iterator[tuple[str, str, dict[str, Any], list[cases.Case]]]:
    """(name, role, report, cases that were asked)."""
    for name, (_, words, roles) in READERS.items():
        command = reader.Command(words, seconds=SECONDS)
        asked, not_asked = reader.askable(every, command)
        answered = reader.ask(asked, command, JOBS)
        for role in roles:
            told = judge.judge(answered, role, not_asked=not_asked)
            yield name, role, document.of_reader(told, asked, {}, words, partial=False), asked


def of_rules(report: dict[str, Any], asked: list[cases.Case]) -> list[list[str]]:
    """Rule, what it says, how many of its files were accepted: class safety first."""
    lists = {case.id for case in asked if case.kind == "state-snapshots"}
    left_out = lists if report["counts"]["left_out"] else set()
    count = {"safety": 0, "conformance": 1, "budget": 2}
    wrong: dict[tuple[int, str], list[dict[str, Any]]] = {}
    for failure in report["failures"]:
        if failure["sort"] == "wrongly-accepted":
            wrong.setdefault((count[failure["class"]], failure["rule"]), []).append(failure)
    rows = []
    for (_, rule), failures in sorted(wrong.items()):
        every = sum(case.rule == rule and case.id not in left_out for case in asked)
        rows.append(
            [
                f"`{rule}`",
                failures[0]["class"],
                TEXTS[rule][0].replace("|", "\\|"),
                f"{len(failures)} of {every}",
            ]
        )
    return rows


def of_reader(title: str, report: dict[str, Any], asked: list[cases.Case]) -> Iterator[str]:
    """The section on one reader in one role."""
    yield from ("", f"## {title[0].upper()}{title[1:]}, as a {report['role']}", "")
    if not report["failures"]:
        yield "All files are answered as the specification says."
        return
    rows = of_rules(report, asked)
    if rows:
        yield from ("Files that break these rules are accepted:", "")
        yield from table(["rule", "class", "what it says", "files"], rows)
        yield ""
    for sort, heading in (
        ("wrongly-refused", "These valid files are not accepted:"),
        ("crashed", "These files get no answer, because the program ends:"),
        ("hung", "These files get no answer in time:"),
        ("undecided", "These files are left undecided:"),
    ):
        failures = [each for each in report["failures"] if each["sort"] == sort]
        if failures:
            yield from (heading, "")
            yield from table(
                ["file", "what it is"],
                [[f"`{each['case']}`", rendering.ours(each["note"])] for each in failures],
            )
            yield ""


def page(
    read: list[tuple[str, str, dict[str, Any], list[cases.Case]]], written: dict[str, dict[str, Any]]
) -> str:
    """The whole page."""
    every = cases.cases()
    suite = document.suite(every, scenarios.load())
    lines = [
        INTRO,
        "",
        *table(
            ["what", "version"],
            [
                ["suite", f"`{suite['sha256']}`"],
                [
                    "files",
                    f"{suite['bases'] + suite['vectors']}, and {suite['scenarios']} scenarios for writers",
                ],
                ["cellucid-session", __version__],
                ["cellucid", PEER],
                ["node", node()],
                ["Python", ".".join(map(str, sys.version_info[:2]))],
                *[[name, importlib.metadata.version(name)] for name in bench.SHARED],
            ],
        ),
        "",
        "## Readers",
        "",
        ROLES,
        "",
    ]
    head = ["reader", "role", "asked", "right", "safety accepted", "conformance accepted"]
    head += ["valid refused", "no answer", "left out", "not asked"]
    rows = []
    for name, role, report, _ in read:
        counts = report["counts"]
        wrong = [each["class"] for each in report["failures"] if each["sort"] == "wrongly-accepted"]
        accepted = report["breaches_read"]["read"]
        rows.append(
            [
                READERS[name][0],
                role,
                str(counts["asked"] - counts["left_out"]),
                str(counts["right"]),
                str(sum(cls != "conformance" for cls in wrong)),
                f"{accepted}" + (" (may)" if role == "reader" else ""),
                str(counts["failures"]["wrongly-refused"]),
                str(sum(counts["failures"][sort] for sort in ("crashed", "hung", "undecided", "left-out"))),
                str(counts["left_out"]),
                str(counts["not_asked"]),
            ]
        )
    lines += table(head, rows)
    lines += ["", "What was accepted of class safety, by what such a file can do:", ""]
    dangers = cases.dangers()
    rows = [
        [
            f"{READERS[name][0]}, {role}",
            *[f"{each['wrongly_accepted']} of {each['asked']}" for each in report["dangers"]],
        ]
        for name, role, report, _ in read
    ]
    lines += table(["reader", *dangers], rows)
    lines += ["", *(f"* *{name}*: {means}" for name, means in dangers.items())]
    lines += ["", "## Writers", ""]
    rows = []
    for name, report in written.items():
        counts = report["counts"]
        rows.append(
            [
                WRITERS[name][0],
                str(counts["asked"]),
                str(counts["right"]),
                *[str(counts["failures"][sort]) for sort in ("invalid", "different")],
                str(
                    sum(
                        counts["failures"][sort]
                        for sort in ("crashed", "hung", "refused", "missing", "left-out")
                    )
                ),
                str(counts["canonical"]),
            ]
        )
    lines += table(
        ["writer", "scenarios", "right", "invalid", "another digest", "nothing written", "in canonical form"],
        rows,
    )
    for name, role, report, asked in read:
        del role
        lines += of_reader(READERS[name][0], report, asked)
    return "\n".join(lines).rstrip() + "\n"


def main(arguments: list[str]) -> int:
    """Judge, print, and write where that is asked for."""
    if arguments not in ([], ["--write"]):
        sys.stderr.write("usage: python tests/conformance/others.py [--write]\n")
        return 2
    same = [f"{name}=={importlib.metadata.version(name)}" for name in bench.SHARED]
    bench.prepare_env(PEER, [f"cellucid=={PEER}", *same])
    read = list(read_all(cases.cases()))
    written = {
        name: document.of_writer(
            writer.Judgement(writer.ask(scenarios.load(), writer.Command(words, seconds=SECONDS), JOBS)),
            {},
            words,
            partial=False,
        )
        for name, (_, words) in WRITERS.items()
    }
    made = page(read, written)
    sys.stdout.write(made)
    if arguments:
        REPORT.write_text(made, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
