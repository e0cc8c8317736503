"""Why a goal of docs/benchmarks.md is not reached: where the time goes, so that nobody has to look a second time.

Rules of this file: a row whose goal was missed on the last machine has a text here, or `--write` refuses to leave it
unexplained (tests/benchmarks/test_benchmarks.py). Each text gives figures, and how they were taken.
"""

from __future__ import annotations

#: the name of a row, or how it begins -> where the time goes
REASONS: dict[str, str] = {
    "cellucid-validate on a small file, the whole process": (
        "Above the interpreter are 12 ms. Repeated in one process the bodies of 80 modules take 2.9 of them, "
        "unpacking their code 1.8, judging the file 1.2 (`exec`, `marshal.loads` and `main` thirty times each, the "
        "least). What is left is Python's work for each module, four calls of the system for each, three shared "
        "libraries, and that all of it is done for the first time. ADR 0081 says what was not done, and why."
    ),
}


def reason(row: str) -> str | None:
    """The text for a row, or None."""
    return next((text for name, text in REASONS.items() if row.startswith(name)), None)


def unexplained(rows: dict[str, list[list[str]]], missed: str) -> list[str]:
    """The rows with a missed goal and no text. missed: how the table says it."""
    return [row for row in names(rows, missed) if reason(row) is None]


def names(rows: dict[str, list[list[str]]], missed: str) -> list[str]:
    """The rows with a missed goal."""
    return [row for row, told in rows.items() if any(line[-1] == missed for line in told)]
