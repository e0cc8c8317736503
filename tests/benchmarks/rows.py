"""The rows of the benchmark, as a table: what is measured, against whom, and what is to be reached.

A side is (environment, job, input, facts). The first of a row is this project. Environments: "here", "0.0.9", "0.9.5".
A goal is (what it says, the sides it needs, how its figure follows from the CPU times, "least" or "most", bound).
A goal with a bound is a ratio to a limit: what the machine can do at best, by `LIMITS`. Peers are told for information:
how far a peer is away measures the machine.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import later_rows
from inputs import MIB, size_of

Times = dict[str, float]


class Side(NamedTuple):
    """One contestant. runs: at most so many timed runs."""

    env: str
    job: str
    path: str
    facts: Mapping[str, Any] = MappingProxyType({})
    runs: int = 7


class Goal(NamedTuple):
    """What a row is to reach."""

    text: str
    needs: tuple[str, ...]
    figure: Callable[[Times], float]
    sense: str
    bound: float


class Row(NamedTuple):
    """One row. peak: bytes it may take above the imports, or None. trace: measured by tracemalloc as well."""

    name: str
    sides: dict[str, Side]
    goals: tuple[Goal, ...] = ()
    peak: int | None = None
    trace: bool = False


def faster(rival: str, least: float) -> Goal:
    """This project takes that many times less CPU than a rival."""
    return Goal(f"{rival} / ours", (rival,), lambda t: t[rival] / t["ours"], "least", least)


def within(rival: str, most: float) -> Goal:
    """This project takes at most that many times the CPU of a rival."""
    return Goal(f"ours / {rival}", (rival,), lambda t: t["ours"] / t[rival], "most", most)


def shown(rival: str) -> Goal:
    """A ratio that is told, with no bound of its own."""
    return within(rival, float("inf"))


def told(rival: str) -> Goal:
    """How far a peer is away, with no bound of its own."""
    return faster(rival, float("-inf"))


def part(side: str) -> Goal:
    """How much of what this project takes is that work, which it has to do."""
    return Goal(f"of ours, {side}", (side,), lambda t: t[side] / t["ours"], "most", float("inf"))


#: side that is a limit -> how it is made
LIMITS = {
    "cumsum": "numpy's running sum over as many numbers, in place",
    "repeat": "numpy repeats values that are known as often as is known",
    "numbers": "the bytes of the payload made numbers by numpy, all at once",
    "copying": "what comes out, copied in memory (of an AnnData: `copy()`)",
    "kernel": "the numpy kernel that the encoding needs (`tests/benchmarks/jobs.py`), without checks",
    "columns": "cells and codes are known: masks are set, codes copied, and a table made of them",
    "fastest": "a bare inflate by the fastest library installed, in bounded pieces, with their CRC-32",
    "zlib": "a bare inflate by zlib, at once",
    "inflating": "the file read, and a bare inflate by zlib in bounded pieces",
    "reading": "the file read",
    "reading and hashing": "the file read, and its SHA-256",
    "json.loads": "`json.loads` of the text",
    "summing": "numpy sums as many bytes as the members inflate to, 128 KiB at a time",
    "forking": "a process that has judged the input is forked for each, judges it and ends, without limits; seconds",
    "one process": "one process judges all of them; seconds",
    "cp": "`cp --reflink=never` of the data set until the disk has it; both in seconds on the clock",
    "python -c pass": "the interpreter starts and ends",
}

JSON = 6  # bytes of memory for each byte of a JSON text
FLOOR = 64 * MIB  # what any judgement may take


def rows(quick: bool, start: str, python: str) -> list[Row]:
    """All rows. start: the folder of `cellucid-validate`. python: the interpreter that it runs on."""

    def n(name: str) -> int:
        return size_of(name, quick)

    def decoding(name: str, runs: int, most: float) -> Row:
        path = f"cells-{name}"
        return Row(
            f"decode {n(name):,} of {n(name) * 10:,} cell indices",
            {
                "ours": Side("here", "ours_cells", path),
                "0.0.9": Side("0.0.9", "cells_0_0_9", path, runs=runs),
                "0.9.5": Side("0.9.5", "cells_0_9_5", path),
                "cumsum": Side("here", "cumsum", path),
            },
            (within("cumsum", most), told("0.0.9"), told("0.9.5")),
            4 * n(name) + MIB,
            True,
        )

    def judging(name: str, path: str, rivals: dict[str, Side], peak: int, *goals: Goal) -> Row:
        return Row(
            f"validate {name}",
            {"ours": Side("here", "ours_validate", path)} | rivals,
            goals or tuple(map(shown, rivals)),
            peak,
        )

    def inflating(name: str, path: str, most: float) -> Row:
        works = ("fastest", "reading and hashing", "summing")
        return Row(
            f"validate {name}",
            {
                "ours": Side("here", "ours_validate", path, runs=3),
                "inflating": Side("here", "inflate_file", path, runs=3),
                "fastest": Side("here", "inflate_fastest", path, runs=3),
                "reading and hashing": Side("here", "read_and_hash", path, runs=3),
                "summing": Side("here", "sum_payloads", path, runs=3),
            },
            (within("fastest", 1.25), within("inflating", most), *map(part, works)),
            FLOOR,
        )

    def manifest(breaks: str, words: str) -> Row:
        path = f"manifest-{breaks}"
        return Row(
            f"validate a manifest of {n('50k'):,} chunks, {words}",
            {"ours": Side("here", "ours_manifest", path), "json.loads": Side("here", "json_loads", path)},
            (within("json.loads", 3.5),),
            FLOOR + JSON * n("manifest bytes"),
        )

    def applying(name: str, groups: int, fields: int, most: float) -> Row:
        path = f"apply-{name}.session"
        facts = {"n_obs": n(name), "inplace": True, "columns": groups + fields}
        return Row(
            f"apply in place, {n(name):,} cells, {groups} groups, {fields} fields",
            {
                "ours": Side("here", "ours_apply", path, facts),
                "columns": Side("here", "make_columns", path, facts),
                "0.0.9": Side("0.0.9", "apply_0_0_9", path, facts, runs=3),
            },
            (within("columns", most), told("0.0.9")),
        )

    def copied(kind: str) -> Row:
        facts = {"data": f"matrix{kind}"}
        return Row(
            f"apply 20 groups, 5 fields to a {kind} of {n('matrix') >> 20} MiB, to a new one",
            {
                "ours": Side("here", "ours_apply_file", "apply-1M.session", facts, runs=3),
                "cp": Side("here", "copy_file", "apply-1M.session", facts, runs=3),
            },
            (within("cp", 1.2),),
            100 * MIB + 40 * n("1M"),
        )

    raw = {"length": n("10M")}
    copy = {"n_obs": n("1M"), "columns": 25, "width": 50}
    read = {
        "reading": Side("here", "read_file", "huge.session", runs=3),
        "reading and hashing": Side("here", "read_and_hash", "huge.session", runs=3),
    }
    return [
        decoding("1M", 5, 2.5),
        decoding("10M", 2, 4),
        Row(
            f"decode {n('10M'):,} codes in runs of mean 50",
            {
                "ours": Side("here", "ours_codes", "runs"),
                "0.0.9": Side("0.0.9", "codes_0_0_9", "runs", runs=5),
                "0.9.5": Side("0.9.5", "codes_0_9_5", "runs-0.9.5", raw),
                "repeat": Side("here", "repeat_runs", "runs"),
            },
            (within("repeat", 3.5), told("0.0.9"), told("0.9.5")),
            int(1.2 * n("10M")),
            True,
        ),
        Row(
            f"judge {n('10M'):,} codes in runs of mean 50, nothing kept",
            {
                "ours": Side("here", "ours_codes_judged", "runs"),
                "numbers": Side("here", "make_numbers", "runs"),
            },
            (within("numbers", 0.5),),
            2 * MIB,
            True,
        ),
        Row(
            f"decode {n('10M'):,} raw codes of one byte",
            {
                "ours": Side("here", "ours_codes", "raw"),
                "0.0.9": Side("0.0.9", "codes_0_0_9", "raw"),
                "copying": Side("here", "copy_bytes", "raw"),
            },
            (within("copying", 2.5), told("0.0.9")),
            int(1.2 * n("10M")),
            True,
        ),
        Row(
            "inflate",
            {
                "ours": Side("here", "ours_inflate", "cells.gz"),
                "fastest": Side("here", "inflate_bare", "cells.gz"),
                "zlib": Side("here", "inflate_zlib", "cells.gz"),
            },
            (within("fastest", 1.25), shown("zlib")),
            MIB,
        ),
        manifest("valid", "valid"),
        manifest("broken", "two rules broken in each"),
        manifest("unsafe", "two unsafe types in each"),
        Row(
            f"open and index {n('50k'):,} chunks",
            {
                "ours": Side("here", "ours_open", "chunks.session"),
                "json.loads": Side("here", "json_loads", "manifest-valid"),
                "0.0.9": Side("0.0.9", "open_0_0_9", "chunks.session"),
            },
            (within("json.loads", 3.5), told("0.0.9")),
        ),
        judging(
            f"a session of {n('10M'):,} cells",
            "ten-million.session",
            {
                "fastest": Side("here", "inflate_fastest", "ten-million.session"),
                "inflating": Side("here", "inflate_file", "ten-million.session"),
            },
            32 * MIB,
            within("fastest", 2.5),
            shown("inflating"),
        ),
        judging(
            f"one stored membership, a file of {n('512 MiB') >> 20} MiB",
            "huge.session",
            read,
            FLOOR,
            within("reading and hashing", 2.1),
            shown("reading"),
        ),
        inflating(f"one membership that inflates to {n('512 MiB') >> 20} MiB", "huge-gzip.session", 0.6),
        inflating(f"{n('10k'):,} chunks, a file of {n('512 MiB') >> 20} MiB", "many.session", 0.85),
        inflating(f"a bomb of four times {n('bomb') >> 20} MiB", "bomb.session", 0.5),
        judging(
            f"a JSON chunk of {n('32 MiB') >> 20} MiB",
            "state.session",
            {"json.loads": Side("here", "json_of_session", "state.session")},
            16 * MIB + 2 * n("32 MiB"),
            within("json.loads", 2),
        ),
        applying("1M", 20, 5, 5),
        applying("10M", 5, 0, 8),
        copied(".h5ad"),
        copied(".zarr"),
        Row(
            f"apply with a copy, {n('1M'):,} cells of 50 values, 20 groups, 5 fields",
            {
                "ours": Side("here", "ours_apply", "apply-1M.session", copy | {"inplace": False}),
                "in place": Side("here", "ours_apply", "apply-1M.session", copy | {"inplace": True}),
                "copying": Side("here", "copy_adata", "apply-1M.session", copy),
            },
            (
                Goal(
                    "ours / (1.1 x copying + in place)",
                    ("in place", "copying"),
                    lambda t: t["ours"] / (1.1 * t["copying"] + t["in place"]),
                    "most",
                    1,
                ),
            ),
        ),
        Row(
            "cellucid-validate on a small file, the whole process",
            {
                "ours": Side(
                    "here",
                    "spawn",
                    "small.session",
                    {"command": [python, "-I", f"{start}/cellucid-validate", "INPUT"]},
                ),
                "python -c pass": Side(
                    "here", "spawn", "small.session", {"command": [python, "-I", "-c", "pass"]}
                ),
            },
            (within("python -c pass", 1.9),),
        ),
        Row(
            f"judge {n('children')} small files, each in a process of its own (--isolate)",
            {
                "ours": Side("here", "ours_isolated", "small.session", {"inputs": n("children")}),
                "forking": Side("here", "fork_and_judge", "small.session", {"inputs": n("children")}),
                "one process": Side("here", "judge_here", "small.session", {"inputs": n("children")}),
            },
            (
                within("forking", 1.5),
                shown("one process"),
                Goal("inputs a second", (), lambda t: n("children") / t["ours"], "least", float("-inf")),
            ),
        ),
        *later_rows.rows(Row, Side, within, told, shown, n("10M"), n("1M")),
    ]


#: series of sizes -> the job whose cost is fitted, and what is known of its inputs
GROWTH: dict[str, tuple[str, dict[str, Any]]] = {
    "cells": ("ours_cells", {}),
    "chunks": ("ours_validate", {}),
    "groups": ("ours_apply", {"n_obs": 100_000, "inplace": True}),
    "findings": ("ours_manifest", {}),
    "bytes": ("ours_validate", {}),
}
