"""Why a goal of docs/benchmarks.md is not reached: where the time goes, so that nobody has to look a second time.

Rules of this file: a row whose goal was missed on the last machine has a text here, or `--write` refuses to leave it
unexplained (tests/benchmarks/test_benchmarks.py). Each text gives figures, and how they were taken.
"""

from __future__ import annotations

#: the name of a row, or how it begins -> where the time goes
REASONS: dict[str, str] = {
    "decode 1,000,000 of 10,000,000 cell indices": (
        "As for ten million, below; ours takes 2.6 ms, and a millisecond is numpy's sum."
    ),
    "decode 10,000,000 of 100,000,000 cell indices": (
        "Of 32 ms numpy's running sum is 15 (cProfile), which the limit is as well, there over numbers that are "
        "in place. 11 widen a block's bytes to numbers before it, compare with the bound, and narrow them to 32 "
        "bits after; 4 find where numbers of several bytes end."
    ),
    "decode 10,000,000 raw codes of one byte": (
        "The limit is one copy of 10 MB. Ours gets pieces of 64 KiB, puts them together into steps, looks for "
        "codes that are too large, and copies them to their place: cProfile gives `_decoded`, `some`, `array` and "
        "`elements` a millisecond each, of 3.8."
    ),
    "validate a manifest of 50,000 chunks, two rules broken": (
        "Shares of the parts under cProfile: the schema's checks of 50,000 entries 34 of 100, parsing 25 "
        "(`json.loads` with hooks for keys that come twice), the families 21, findings and their places 20."
    ),
    "validate a manifest of 50,000 chunks, two unsafe": ("As for two rules broken in each, above."),
    "open and index 50,000 chunks": (
        "Opening also reads the frame of each chunk. Shares under cProfile: frames 43 of 100, the schema's checks "
        "23, parsing 23, the families 5."
    ),
    "validate a session of 10,000,000 cells": (
        "Under cProfile zlib-ng takes 27 of 42 ms, in steps of 128 KiB; splitting and summing numbers 9, SHA-256 2, "
        "the rest is Python."
    ),
    "validate one stored membership": (
        "Beside reading and hashing each byte is looked at twice: whether a number goes on in the next byte, and in "
        "the sum. On this machine, with nothing else running, the ratio moves between 2.1 and 3 from run to run."
    ),
    "validate a bomb": (
        "zlib-ng makes zeros at 6 GB a second (0.32 of 1.05 s, cProfile). Of what it made CRC-32 takes 0.21 s, "
        "sums 0.26, the look for numbers of several bytes 0.11, and Python some 20 microseconds for each of "
        "33,544 steps of 64 KiB."
    ),
    "validate a JSON chunk": (
        "The ratio moves between 1.7 and 2.9 from run to run on this machine with nothing else running (`--only "
        '"JSON chunk"`), because a tree of 280 MB is made by the limit and thrown away. In one process, in turns, '
        "the least of six of each gives 1.93."
    ),
    "apply 20 groups, 5 fields to a .zarr": (
        "Of 4.2 s 1.2 to 1.45 are the edit, of which anndata's `write_elem` spends nine tenths in 546 trips to "
        "zarr's event loop (cProfile). The copy itself takes 1.2 and syncing 1.5 to 1.8, eight files at a time; "
        "`cp` and `sync` take 2.9 to 3.3."
    ),
    "generation 5: decode a set of 10,000,000 cells from runs": (
        "What Python and numpy asked for is within the goal (the line below it); the process holds 0.6 to 1.1 MiB "
        "more, which is the allocator's."
    ),
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
