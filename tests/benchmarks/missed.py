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
    "validate one membership that inflates": (
        "Nearly every symbol of the file is a literal. Of those zlib decodes 260 MB a second and zlib-ng 330 (CRC-32 "
        "included, the least of nine, steps from 16 to 128 KiB alike), so that 0.75 of zlib is left before anything is "
        "judged. isal and libdeflate take 0.5, and call broken data whole: ADR 0076. In samples of `perf` zlib-ng is "
        "60 of 100, numpy and SHA-256 are 5 each, copying and the system 11, Python is 18."
    ),
    "validate 10,000 chunks": (
        "As for one membership, zlib-ng alone takes 0.8 of zlib. In samples of `perf` it is 55 of 100, numpy and "
        "SHA-256 are 4 each, copying and the system 10; Python is 25: 160 microseconds for a chunk, some 250 calls."
    ),
    "judge 200 small files, each in a process": (
        "A file is judged in half a millisecond. A child takes 4.5 (`getrusage`, `perf record -e page-faults`): the "
        "fork and its end 1, and it copies 650 pages of 4 KiB, 3 microseconds each on a virtual machine, since Python "
        "counts references in the objects themselves. Handing over the file and the answer takes 1. ADR 0055 says what "
        "was tried."
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
