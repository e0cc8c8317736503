"""Canaries: a build with one guard removed is caught by the structured mutator, within a stated number of tries.

Each canary removes one guard from the package by replacing it while the test runs; the same inputs find nothing in the
build as it is. The seed is fixed, the inputs come from the committed corpus. `within` is at least three times what five
seeds of chance took.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from cellucid_session.capture import events, http_text, request_head
from cellucid_session.check import later_payloads, tables
from cellucid_session.check import session as sessions
from cellucid_session.check.place import Place
from cellucid_session.generated import framing, g2_readers, g4_readers, g5_readers, g5_writers, payloads
from cellucid_session.wire import (
    blocks,
    build,
    build_sets,
    columns,
    deltas,
    gunzip,
    json_scan,
    members,
    pairs,
    sinks,
    strict_json,
    uvarint,
)
from cellucid_session.wire import packed as packing
from cellucid_session.wire import source as sources

CORPUS = Path(__file__).resolve().parents[2] / "fuzz" / "corpus"
SEED = 7


class Canary(NamedTuple):
    """One guard: how it is removed, what must catch that, and within how many executions."""

    remove: Callable[[pytest.MonkeyPatch], None]
    target: str
    within: int


def no_bound_of_inflation(patch: pytest.MonkeyPatch) -> None:
    def give(self: Any, data: bytes) -> None:
        self.size += len(data)
        self._out(data)

    patch.setattr(gunzip._Output, "give", give)
    patch.setattr(gunzip._Output, "room", property(lambda self: 1 << 30))


def no_stored_size(patch: pytest.MonkeyPatch) -> None:
    def framed(self: Any, index: int, length: int, length_start: int, start: int) -> None:
        self._entry = self.facts.entries[index]
        self._judged = start

    patch.setattr(sessions.SessionJudge, "_framed", framed)


def no_limits_of_lengths(patch: pytest.MonkeyPatch) -> None:
    for module in (framing, payloads):
        patch.setattr(module, "within", lambda *arguments: None)


def no_depth(patch: pytest.MonkeyPatch) -> None:
    def measure(data: bytes, depth: int) -> Any:
        return json_scan.measure(data, 10_000)

    patch.setattr(strict_json, "measure", measure)


def no_bound_of_indices(patch: pytest.MonkeyPatch) -> None:
    def unbounded(source: Any, count: int, bound: int, *rest: Any) -> Any:
        return deltas.deltas(source, count, 1 << 53, *rest)

    patch.setattr(payloads, "deltas", unbounded)


def no_bound_of_table_indices(patch: pytest.MonkeyPatch) -> None:
    class Unbounded(columns.CellIndexTally):
        def __init__(self, bound: int, rule: str, keep: Any = None) -> None:
            super().__init__(1 << 32, rule, keep)

    patch.setattr(columns, "CellIndexTally", Unbounded)


def with_numpy(patch: pytest.MonkeyPatch) -> None:
    """Let numpy read every block: sums can wrap only there."""
    patch.setattr(blocks, "LEAST", 1)
    patch.setattr(blocks, "IMPORT", 0)


def steps_that_wrap(patch: pytest.MonkeyPatch) -> None:
    with_numpy(patch)
    patch.setattr(deltas, "min", lambda *bounds: 1 << 63, raising=False)


def runs_that_wrap(patch: pytest.MonkeyPatch) -> None:
    with_numpy(patch)
    patch.setattr(pairs, "STEP", 1 << 63)


def no_duplicate_keys(patch: pytest.MonkeyPatch) -> None:
    class EqualToAll(int):
        def __ne__(self, other: object) -> bool:
            return False

        __hash__ = int.__hash__

    def measure(data: bytes, depth: int) -> Any:
        counted, members, deep = json_scan.measure(data, depth)
        return counted, EqualToAll(members), deep

    patch.setattr(strict_json, "measure", measure)


def spans_off_by_one(patch: pytest.MonkeyPatch) -> None:
    note = Place.note
    patch.setattr(
        Place, "note", lambda self, rule, start, end, detail="": note(self, rule, start, end + 1, detail)
    )


def offsets_without_a_base(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(sources.Source, "position", property(lambda self: self.at))


def varints_of_any_size(patch: pytest.MonkeyPatch) -> None:
    class Limits:
        UVARINT_BYTES = 8
        SAFE_INTEGER = 1 << 62

    patch.setattr(uvarint, "L", Limits)


def writers_that_refuse_nothing(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(build, "within", lambda *arguments: None)


def codes_of_the_other_order(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(sinks, "_FORMATS", sinks._FORMATS | {2: ">u2"})


def varints_written_short(patch: pytest.MonkeyPatch) -> None:
    sizes = build.uvarint_sizes
    patch.setattr(build, "uvarint_sizes", lambda values: sizes(values).clip(max=3))


def tables_of_any_row_count(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(tables, "_WIDTHS", {})


def cells_counted_twice(patch: pytest.MonkeyPatch) -> None:
    tally = deltas.Deltas.repeat
    patch.setattr(deltas.Deltas, "repeat", lambda self, start, end, many=1: tally(self, start, end, 1))


def heads_as_they_come(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(request_head, "look", lambda text: None)


def paths_of_any_spelling(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(http_text, "_PATH", re.compile(rb"[!-~]*"))


def queries_of_any_spelling(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(http_text, "_PAIR", re.compile(rb"([^=]+)=(.*)"))


def texts_as_they_come(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(events, "safe", lambda text, limit: text)


# -- of the later generations


def no_bound_of_gaps(patch: pytest.MonkeyPatch) -> None:
    def unbounded(source: Any, bound: int, *rest: Any) -> Any:
        return members.gap_runs(source, 1 << 62, *rest)

    patch.setattr(g5_readers, "gap_runs", unbounded)


def bits_without_an_end(patch: pytest.MonkeyPatch) -> None:
    def padded(source: Any, size: int | None, *rest: Any) -> Any:
        return members.bitset(source, size if size is None else -(-size // 8) * 8, *rest)

    patch.setattr(g5_readers, "bitset", padded)


def gaps_that_wrap(patch: pytest.MonkeyPatch) -> None:
    with_numpy(patch)
    patch.setattr(members, "STEP", 1 << 63)


def runs_that_go_on(patch: pytest.MonkeyPatch) -> None:
    def any_neighbours(*given: Any) -> Any:
        return pairs.runs(*given[:10])  # what follows is the rule

    for module in (g2_readers, g4_readers, g5_readers):
        patch.setattr(module, "runs", any_neighbours)


def packed_from_the_top(patch: pytest.MonkeyPatch) -> None:
    unpacked = packing.unpacked
    patch.setattr(
        packing, "unpacked", lambda piece, bits: unpacked(bytes(255 - byte for byte in piece), bits)
    )


def codes_of_any_width(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(later_payloads, "fitting", lambda facts, width: None)


def arrays_of_any_type(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(g5_readers, "ARRAY_TYPES", dict.fromkeys(range(256), ("uint8", 1)))


def bits_written_from_the_top(patch: pytest.MonkeyPatch) -> None:
    def bitset(out: Any, cells: Any, size: int, rule: str) -> None:
        written: list[bytes] = []
        build_sets.bitset(written.append, cells, size, rule)
        for piece in written:
            out(bytes(int(f"{byte:08b}"[::-1], 2) for byte in piece))

    patch.setattr(g5_writers, "bitset", bitset)


def gaps_written_short(patch: pytest.MonkeyPatch) -> None:
    runs_of = build_sets.runs_of
    patch.setattr(build_sets, "runs_of", lambda cells: tuple(part[:1] for part in runs_of(cells)))


#: what is removed -> how, who notices, and how soon
CANARIES = {
    "the bound of what a member inflates to": Canary(no_bound_of_inflation, "fuzz_bundle", 1500),
    "the stored size of a frame": Canary(no_stored_size, "fuzz_engines", 400),
    "the limits of counts and lengths": Canary(no_limits_of_lengths, "fuzz_engines", 1000),
    "the depth of JSON": Canary(no_depth, "fuzz_engines", 1500),
    "the bound of cell indices": Canary(no_bound_of_indices, "fuzz_engines", 2500),
    "the bound of a table's cell indices": Canary(no_bound_of_table_indices, "fuzz_engines", 1500),
    "the step below which no sum of indices wraps": Canary(steps_that_wrap, "fuzz_codecs", 1000),
    "the step below which no sum of runs wraps": Canary(runs_that_wrap, "fuzz_bundle", 3000),
    "the count of keys": Canary(no_duplicate_keys, "fuzz_bundle", 4000),
    "the largest varint": Canary(varints_of_any_size, "fuzz_engines", 3000),
    "the end of a payload's span": Canary(spans_off_by_one, "fuzz_engines", 200),
    "the base of an offset": Canary(offsets_without_a_base, "fuzz_engines", 400),
    "the bounds of what is written": Canary(writers_that_refuse_nothing, "fuzz_codecs", 1000),
    "the byte order of codes": Canary(codes_of_the_other_order, "fuzz_codecs", 1000),
    "the length of a varint that is written": Canary(varints_written_short, "fuzz_codecs", 4000),
    "the rows of a table": Canary(tables_of_any_row_count, "fuzz_codecs", 2500),
    "the count of cells listed twice": Canary(cells_counted_twice, "fuzz_codecs", 1000),
    "the one spelling of a request's head": Canary(heads_as_they_come, "fuzz_capture", 2000),
    "the one spelling of a path": Canary(paths_of_any_spelling, "fuzz_capture", 4000),
    "the one spelling of a query": Canary(queries_of_any_spelling, "fuzz_capture", 4000),
    "the bound of a run of cells": Canary(no_bound_of_gaps, "fuzz_later", 1500),
    "the end of a set of bits": Canary(bits_without_an_end, "fuzz_later", 2500),
    "the step below which no sum of gaps wraps": Canary(gaps_that_wrap, "fuzz_later", 3000),
    "the difference of neighbours": Canary(runs_that_go_on, "fuzz_later", 1500),
    "the order of packed codes": Canary(packed_from_the_top, "fuzz_later", 1500),
    "the width that the registry names": Canary(codes_of_any_width, "fuzz_later", 1500),
    "the types of arrays": Canary(arrays_of_any_type, "fuzz_later", 2500),
    "the order of bits that are written": Canary(bits_written_from_the_top, "fuzz_later", 1500),
    "the number of runs that are written": Canary(gaps_written_short, "fuzz_later", 1500),
    "the safe texts of an event": Canary(texts_as_they_come, "fuzz_capture", 2000),
}


#: those that take so long to notice that `make long` alone asks for them
LONG = {
    "the step below which no sum of gaps wraps",
    "the order of packed codes",
    "the order of bits that are written",
    "the number of runs that are written",
}


def inputs(fuzzing: Any, target: str) -> Iterator[bytes]:
    """Mutated sessions, or what else the target mutates, without end."""
    mutate = getattr(fuzzing(target), "mutate", None) or fuzzing("_mutator").mutate
    pool = [path.read_bytes() for path in sorted((CORPUS / target).iterdir())]
    maker = random.Random(SEED)
    while True:
        yield mutate(maker.choice(pool), 1 << 16, maker.getrandbits(32))


def caught(fuzzing: Any, target: str, most: int) -> int:
    """After how many executions a target finds something; 0 when it does not."""
    one, broken = fuzzing(target).one, fuzzing("_harness").Broken
    for number, data in zip(range(1, most + 1), inputs(fuzzing, target), strict=False):
        try:
            one(data)
        except (broken, ArithmeticError, LookupError, TypeError, AttributeError, AssertionError):
            return number
        except ValueError:
            return number
    return 0


@pytest.mark.parametrize(
    "guard", [pytest.param(name, marks=[pytest.mark.long] if name in LONG else []) for name in CANARIES]
)
def test_a_build_without_a_guard_is_caught(guard: str, fuzzing: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    canary = CANARIES[guard]
    fuzzing("_harness").warm()
    canary.remove(monkeypatch)
    found = caught(fuzzing, canary.target, canary.within)
    monkeypatch.undo()
    assert found, f"{guard}: not noticed in {canary.within} executions"
    with_numpy(monkeypatch)
    assert caught(fuzzing, canary.target, found) == 0, (
        "the control: the same inputs, and the guard in its place"
    )


@pytest.mark.parametrize(
    "target", ["fuzz_bundle", "fuzz_engines", "fuzz_codecs", "fuzz_capture", "fuzz_later"]
)
def test_the_build_as_it_is_is_not(target: str, fuzzing: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with_numpy(monkeypatch)
    assert caught(fuzzing, target, 400) == 0
