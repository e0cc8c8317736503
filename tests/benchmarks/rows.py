"""The rows of the benchmark, as a table: what is measured, against whom, and what is to be reached.

A side is (environment, job, input, facts). The first of a row is this project. Environments: "here", "0.0.9", "0.9.5".
A goal is (what it says, the sides it needs, how its figure follows from the CPU times, "least" or "most", bound).
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


JSON = 6  # bytes of memory for each byte of a JSON text
FLOOR = 64 * MIB  # what any judgement may take


def rows(quick: bool, start: str, python: str) -> list[Row]:
    """All rows. start: the folder of `cellucid-validate`. python: the interpreter that it runs on."""

    def n(name: str) -> int:
        return size_of(name, quick)

    def decoding(name: str, runs: int, least: tuple[float, float]) -> Row:
        path = f"cells-{name}"
        return Row(
            f"decode {n(name):,} of {n(name) * 10:,} cell indices",
            {
                "ours": Side("here", "ours_cells", path),
                "0.0.9": Side("0.0.9", "cells_0_0_9", path, runs=runs),
                "0.9.5": Side("0.9.5", "cells_0_9_5", path),
                "cumsum": Side("here", "cumsum", path),
            },
            (faster("0.0.9", least[0]), faster("0.9.5", least[1]), shown("cumsum")),
            4 * n(name) + MIB,
            True,
        )

    def judging(name: str, path: str, rivals: dict[str, Side], peak: int, *goals: Goal) -> Row:
        return Row(
            f"validate {name}",
            {"ours": Side("here", "ours_validate", path, runs=3)} | rivals,
            goals or tuple(map(shown, rivals)),
            peak,
        )

    def inflating(name: str, path: str) -> Row:
        return Row(
            f"validate {name}",
            {
                "ours": Side("here", "ours_validate", path, runs=3),
                "inflating": Side("here", "inflate_file", path, runs=3),
                "fastest": Side("here", "inflate_fastest", path, runs=3),
            },
            (within("inflating", 1.25), shown("fastest")),
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

    def applying(name: str, groups: int, fields: int, least: float) -> Row:
        path = f"apply-{name}.session"
        facts = {"n_obs": n(name), "inplace": True, "columns": groups + fields}
        return Row(
            f"apply in place, {n(name):,} cells, {groups} groups, {fields} fields",
            {
                "ours": Side("here", "ours_apply", path, facts),
                "0.0.9": Side("0.0.9", "apply_0_0_9", path, facts, runs=3),
            },
            (faster("0.0.9", least),),
        )

    raw = {"length": n("10M")}
    copy = {"n_obs": n("1M"), "columns": 25, "width": 50}
    read = {
        "reading": Side("here", "read_file", "huge.session", runs=3),
        "reading and hashing": Side("here", "read_and_hash", "huge.session", runs=3),
    }
    return [
        decoding("1M", 5, (150, 12)),
        decoding("10M", 2, (180, 12)),
        Row(
            f"decode {n('10M'):,} codes in runs of mean 50",
            {
                "ours": Side("here", "ours_codes", "runs"),
                "0.0.9": Side("0.0.9", "codes_0_0_9", "runs", runs=5),
                "0.9.5": Side("0.9.5", "codes_0_9_5", "runs-0.9.5", raw),
            },
            (faster("0.0.9", 20), faster("0.9.5", 2.5)),
            int(1.2 * n("10M")),
            True,
        ),
        Row(
            f"judge {n('10M'):,} codes in runs of mean 50, nothing kept",
            {"ours": Side("here", "ours_codes_judged", "runs")},
            (),
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
            (shown("0.0.9"), shown("copying")),
            int(1.2 * n("10M")),
            True,
        ),
        Row(
            "inflate",
            {
                "ours": Side("here", "ours_inflate", "cells.gz"),
                "zlib": Side("here", "inflate_zlib", "cells.gz"),
            },
            (faster("zlib", 0.9),),
            MIB,
        ),
        manifest("valid", "valid"),
        manifest("broken", "two rules broken in each"),
        manifest("unsafe", "two unsafe types in each"),
        Row(
            f"open and index {n('50k'):,} chunks",
            {
                "ours": Side("here", "ours_open", "chunks.session"),
                "0.0.9": Side("0.0.9", "open_0_0_9", "chunks.session"),
            },
            (within("0.0.9", 1.5),),
        ),
        judging(
            f"a session of {n('10M'):,} cells",
            "ten-million.session",
            {"inflating": Side("here", "inflate_file", "ten-million.session")},
            32 * MIB,
        ),
        judging(f"one stored membership, a file of {n('512 MiB') >> 20} MiB", "huge.session", read, FLOOR),
        inflating(f"one membership that inflates to {n('512 MiB') >> 20} MiB", "huge-gzip.session"),
        inflating(f"{n('10k'):,} chunks, a file of {n('512 MiB') >> 20} MiB", "many.session"),
        inflating(f"a bomb of four times {n('bomb') >> 20} MiB", "bomb.session"),
        judging(
            f"a JSON chunk of {n('32 MiB') >> 20} MiB",
            "state.session",
            {"json.loads": Side("here", "json_of_session", "state.session")},
            16 * MIB + 2 * n("32 MiB"),
            within("json.loads", 2),
        ),
        applying("1M", 20, 5, 9),
        applying("10M", 5, 0, 20),
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
            (within("python -c pass", 2.5),),
        ),
        *later_rows.rows(Row, Side, within, faster, shown, n("10M"), n("1M")),
    ]


#: series of sizes -> the job whose cost is fitted, and what is known of its inputs
GROWTH: dict[str, tuple[str, dict[str, Any]]] = {
    "cells": ("ours_cells", {}),
    "chunks": ("ours_validate", {}),
    "groups": ("ours_apply", {"n_obs": 100_000, "inplace": True}),
    "findings": ("ours_manifest", {}),
    "bytes": ("ours_validate", {}),
}
