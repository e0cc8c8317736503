"""The binary payloads, read and written in every way there is: what `fuzz_codecs` compares.

Rules of this file:

* `fast` reads with the package's kernels, `judged` with its payload judges, `plain` with the interpreted grammar and
  the interpreted judge. All of them give findings; `fast` and `plain` give values in one and the same form.
* `WRITERS` makes bytes of values with the generated writers, `build` with the grammar, which refuses nothing. So what a
  writer refuses is held against what the reader says of the bytes that the grammar makes.
* Values: cell indices; (value, run) pairs; column name -> bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import _harness
import numpy as np
import numpy.ma  # what numpy.unique loads late
from construct import Container

from cellucid_session.check import payloads as judges
from cellucid_session.check.collector import Collector
from cellucid_session.check.entries import Entry, family_of
from cellucid_session.check.facts import Facts
from cellucid_session.check.links import allowed_lengths
from cellucid_session.check.payload_lookup import reader
from cellucid_session.check.shapes import Field
from cellucid_session.declare import grammar
from cellucid_session.declare.generations.g1 import GENERATION
from cellucid_session.declare.vocabulary import Broken
from cellucid_session.errors import UsageError
from cellucid_session.generated import payloads, writers
from cellucid_session.model import DatasetFacts, Finding, Limits
from cellucid_session.reference import payloads as interpreted
from cellucid_session.reference.interpret import Awaited
from cellucid_session.safe import safe, safe_pointer
from cellucid_session.wire.sinks import CodeSink, IndexSink
from cellucid_session.wire.source import Fault, Pump, Source
from cellucid_session.write import encode

MEMBERS, CODES, TABLE = "highlights/cells/", "user-defined/codes/", "analysis/artifacts/bulk-gene/"
NAMES = {MEMBERS: "f", CODES: "f", TABLE: "key/f/page"}
LIMITS = Limits(json_bytes=1 << 17, json_nodes=20_000)
MOST = 1 << 16  # codes that are expanded
VARIABLES = 10
DTYPES = {"cellIndex": "<u4", "value": "<f4"}
Place = tuple[str, int, int]


class Case(NamedTuple):
    """A payload and what it is held against: the number of cells, and for codes the field and its type."""

    family: str
    bound: int | None
    field: Field | None
    codes_type: str
    payload: bytes

    def facts(self) -> Facts:
        """What a session would say of them."""
        facts = Facts(DatasetFacts(self.bound, VARIABLES))
        if self.field is not None:
            facts.fields[self.field.id] = self.field
        return facts

    def entry(self) -> Entry:
        """The chunk that the payload would stand in."""
        name = self.family + NAMES[self.family]
        return Entry(0, {"id": name, "kind": "binary", "codec": "none"}, family_of(name))


class Listed:
    """A sink that lists what it takes: indices, or (value, times, start and end of its bytes), or columns."""

    def __init__(self) -> None:
        self.indices: list[int] = []
        self.pairs: list[tuple[int, int, int, int]] = []
        self.columns: dict[str, bytes] = {}

    def begin(self, count: int, width: int | None) -> None:
        """Nothing to prepare."""

    def __call__(self, block: Any) -> None:
        self.indices += [int(index) for index in block]

    def runs(self, values: Any, runs: Any, span: Callable[[int], tuple[int, int]]) -> None:
        """Take runs."""
        for number, (value, run) in enumerate(zip(values, runs, strict=True)):
            self.pairs.append((int(value), int(run), *span(number)))

    def elements(self, data: bytes, start: int, width: int) -> None:
        """Take elements of a fixed width."""
        for at in range(0, len(data), width):
            value = int.from_bytes(data[at : at + width], "little")
            self.pairs.append((value, 1, start + at, start + at + width))

    def column(self, name: str, piece: bytes) -> None:
        """Take a piece of a column."""
        self.columns[name] = self.columns.get(name, b"") + bytes(piece)


def told(findings: list[Finding]) -> list[Any]:
    """Findings as what must not depend on who judges."""
    return sorted(
        (
            each.rule,
            each.level,
            each.pointer or "",
            _harness.ends(each.span),
            _harness.ends(each.inflated_span),
        )
        for each in findings
    )


def _run(pump: Any, data: bytes, cut: int) -> Any:
    for at in range(0, len(data), cut):
        pump.feed(data[at : at + cut])
    return pump.end()


# -- reading --


def judged(case: Case, cut: int) -> list[Any]:
    """What the package's judge of the payload finds."""
    collector = Collector(LIMITS.findings)
    at = judges.Place(collector, case.entry(), (0, len(case.payload)), exact=True)
    try:
        _run(reader(at, case.facts(), LIMITS), case.payload, cut)
    except Fault as fault:
        at.fault(fault)
    except judges.Enough:
        pass
    return told(collector.findings(safe, safe_pointer))


def reading(case: Case, source: Source, sink: Any) -> Any:
    """The generated reader of a payload."""
    if case.family == MEMBERS:
        return payloads.index_list(source, cells=case.bound, sink=sink)
    if case.family == CODES:
        return payloads.codes(source, lengths=allowed_lengths(case.field, case.facts()), sink=sink)
    at = judges.Place(Collector(LIMITS.findings), case.entry(), (0, len(case.payload)), exact=True)
    on = judges.TablePayload(at, case.facts(), LIMITS, "artifact-table-header")
    return payloads.table(source, cells=case.bound, on=on, sink=sink and sink.column)


class Read(NamedTuple):
    """What a reader made of a payload; `values` is None when it was refused."""

    fault: Place | None
    notes: list[Place]
    result: Any
    values: Any


def fast(case: Case, cut: int = 1 << 20) -> Read:
    """Read with the kernels."""
    sink = Listed()
    notes: list[Place] = []
    source = Source(lambda rule, start, end, detail: notes.append((rule, start, end)))
    result = None
    try:
        result = _run(Pump(source, reading(case, source, sink)), case.payload, cut)
    except Fault as broken:
        return Read((broken.rule, broken.start, broken.end), sorted(notes), None, None)
    except judges.Enough:
        return Read(("table.header", 0, 0), sorted(notes), None, None)
    if case.family == MEMBERS:
        return Read(None, sorted(notes), (result.count, result.last, result.duplicates), sink.indices)
    return Read(None, sorted(notes), result, sink.pairs if case.family == CODES else sink.columns)


class _Interpreted(interpreted.Payload):
    """The interpreted judge, which keeps what the grammar read."""

    context: Container | None = None

    def structure(self, *arguments: Any, **known: Any) -> Container:
        self.context = super().structure(*arguments, **known)
        return self.context


def plain(case: Case) -> tuple[list[Any], Container | None]:
    """What the interpreted judge finds, and what the interpreted grammar reads (None: it refuses)."""
    collector = Collector(LIMITS.findings)
    whole = (0, len(case.payload))
    judge = _Interpreted(collector, case.facts(), LIMITS, {}, case.entry(), whole, GENERATION)
    try:
        judge.read(Awaited(case.payload, lambda: None))
    except Broken as broken:
        judge.note(broken.rule, broken.start, broken.end)
    except interpreted.Enough:
        pass
    return told(collector.findings(safe, safe_pointer)), judge.context


def same_values(case: Case, read: Read, context: Container) -> bool:
    """Whether the kernels and the grammar read the same values."""
    if case.family == MEMBERS:
        return bool(read.values == context.indices)
    if case.family == CODES:
        pairs = [(each, 1) for each in context.payload] if context.encoding < 2 else context.payload
        same = [each[:2] for each in read.values] == [tuple(pair) for pair in pairs]
        return same and read.result == (context.encoding, context.length)
    names = [name for name, *_ in context.layout]
    for name, data in context.columns.items():
        whole = read.values.get(name, b"")
        if whole != data if names.count(name) == 1 else not whole.endswith(data):  # the last of two is kept
            return False
    return True


# -- writing --


def build(case: Case, read: Read, context: Container) -> bytes:
    """The payload that the grammar makes of the values, without judging them."""
    values = read.values
    if case.family == MEMBERS:
        made = grammar.INDEX_LIST.build({"count": len(values), "indices": values, "end": None})
    elif case.family == CODES:
        encoding, length = read.result
        listed = [pair[0] for pair in values] if encoding < 2 else [pair[:2] for pair in values]
        made = grammar.CODES.build({"encoding": encoding, "length": length, "payload": listed, "end": None})
    else:
        header = header_of(case)
        columns = {name: context.columns[name] for name in DTYPES}
        made = grammar.TABLE.build(
            {"header_length": len(header), "header": header, "columns": columns, "end": None}
        )
    return bytes(made)


def header_of(case: Case) -> bytes:
    """The header of a table that was read."""
    return case.payload[4 : 4 + int.from_bytes(case.payload[:4], "little")]


def _members(case: Case, read: Read) -> list[Callable[[], bytes]]:
    forms = (read.values, np.array(read.values, np.int64))
    return [
        lambda indices=form: encode.collect(writers.index_list, indices=indices, cells=case.bound)  # type: ignore[misc]
        for form in forms
    ]


def _codes(case: Case, read: Read) -> list[Callable[[], bytes]]:
    encoding, length = read.result
    values = [pair[0] for pair in read.values]
    runs = [pair[1] for pair in read.values]
    forms: tuple[Any, ...] = ((values, runs), (np.array(values, np.uint16), np.array(runs, np.uint64)))
    if encoding < 2:
        forms = (values, np.array(values, (np.uint8, np.uint16)[encoding]))
    lengths = allowed_lengths(case.field, case.facts())
    return [
        lambda payload=form: encode.collect(  # type: ignore[misc]
            writers.codes, encoding=encoding, length=length, payload=payload, lengths=lengths
        )
        for form in forms
    ]


def _table(case: Case, read: Read) -> list[Callable[[], bytes]]:
    arrays = {name: np.frombuffer(read.values.get(name, b""), dtype) for name, dtype in DTYPES.items()}
    header = header_of(case)
    return [lambda: encode.collect(writers.table, header=header, columns=arrays, cells=case.bound)]


#: family -> the ways in which the generated writer can be given the values
WRITERS: dict[str, Callable[[Case, Read], list[Callable[[], bytes]]]] = {
    MEMBERS: _members,
    CODES: _codes,
    TABLE: _table,
}


def written(case: Case, read: Read) -> set[bytes | str]:
    """What the generated writer makes of the values, or the rule that it refuses them for, in each way."""
    answers: set[bytes | str] = set()
    for write in WRITERS[case.family](case, read):
        try:
            answers.add(write())
        except UsageError as refused:
            answers.add(refused.finding.rule if refused.finding is not None else str(refused))
    return answers


def canonical(case: Case, read: Read) -> tuple[bytes, Any] | None:
    """The payload in the one form that a writer chooses, and the values that it must say; None: too much of it."""
    if case.family == MEMBERS:
        sink, again = IndexSink(), encode.Again()
        for each in (sink, again):
            source = Source()
            _run(Pump(source, reading(case, source, each)), case.payload, 1 << 20)
        _harness.need(sink.result().tolist() == read.values, "an array of other indices")
        once = sorted(set(read.values))
        made = encode.cells_payload(sink.result()[::-1], case.bound)
        _harness.need(again.payload() == made, "two writers of members differ")
        return made, once
    if case.family == CODES:
        if read.result[1] > MOST:
            return None
        codes, source = CodeSink(), Source()
        _run(Pump(source, reading(case, source, codes)), case.payload, 1 << 20)
        expanded = [value for value, run, *_ in read.values for _ in range(run)]
        _harness.need(codes.result().tolist() == expanded, "an array of other codes")
        return encode.codes_payload(codes.result(), case.codes_type), expanded
    cells, values = (np.frombuffer(read.values.get(name, b""), dtype) for name, dtype in DTYPES.items())
    return encode.table_payload(cells, values, case.bound), read.values


def says(case: Case, payload: bytes) -> Any:
    """What a canonical payload says."""
    read = fast(case._replace(payload=payload))
    _harness.need(read.fault is None and not read.notes, "a canonical payload that is not accepted", read)
    if case.family == CODES:
        return [value for value, run, *_ in read.values for _ in range(run)]
    return read.values
