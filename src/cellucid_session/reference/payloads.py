"""The payload of one chunk, judged plainly.

Rules of this file:

* A payload is read through a stream that settles the codec when a reader reaches for its end, so what a byte
  proves is said before what comes after it, and nothing is said of an end that is none.
* What may repeat at every element is told once for each payload, with its first place.
Spec: 5, 6.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from construct import Container

from cellucid_session.check import twins
from cellucid_session.check.collector import Collector, excerpt
from cellucid_session.check.entries import Entry, whole
from cellucid_session.check.facts import Coded, Facts, Field, Members
from cellucid_session.check.links import OVERLAYS, allowed_lengths
from cellucid_session.check.shape_lookup import shape_of
from cellucid_session.check.text import text_findings
from cellucid_session.check.typed_references import References
from cellucid_session.declare import grammar
from cellucid_session.declare.generation import Generation
from cellucid_session.declare.vocabulary import Broken
from cellucid_session.generated.limits import JSON_DEPTH, SAFE_INTEGER, UNASSIGNED_U8, UNASSIGNED_U16
from cellucid_session.model import Limits
from cellucid_session.reference import json_text, schemas
from cellucid_session.reference.interpret import Awaited, interpret

#: what the element of a column takes, in bytes, by the dtypes of the columns that a table has
ITEM_BYTES = {dtype: item.sizeof() for dtype, item, _ in grammar.TABLE_COLUMNS.values()}
#: left when a payload has been read or is broken, not when it is given up because of its codec
AT_THE_END = ("uvarint.overlong", "codes.zero-run", "codes.neighbours", "cells.empty-run")
ID_PARTS = 3
HEX = "0123456789abcdefABCDEF"


class Enough(Exception):
    """The payload is not read on, and the collector knows why."""


class Text:
    """A JSON text that has been judged, for findings that come later.

    Attributes:
        node: what it says and where.
        data: its bytes.
        stored: the stored bytes of its chunk, or None for the manifest.
        base: where it stands in the file, when it stands there as it is; else None.
    """

    def __init__(
        self, node: json_text.Node, data: bytes, stored: tuple[int, int] | None, base: int | None
    ) -> None:
        self.node = node
        self.data = data
        self.stored = stored
        self.base = base

    def place(self, pendings: list[Any], offset: int = 0) -> None:
        """Give findings their bytes. offset: where the text stands in the payload."""
        for pending in pendings:
            start, end = self.node.find(pending.path or (), pending.at_key)
            pending.excerpt = excerpt(self.data, start, end)
            here = None if self.base is None else (self.base + start, self.base + end)
            if self.stored is None:
                pending.span = here
            else:
                pending.inflated = (start + offset, end + offset)
                pending.span = here or self.stored


class Payload:
    """One chunk's payload.

    Args:
        stored: the chunk's stored bytes in the file.
        texts: chunk id -> the registries that have been read.
        declared: the declaration of the generation.
    """

    def __init__(
        self,
        collector: Collector,
        facts: Facts,
        limits: Limits,
        texts: dict[str, Text],
        entry: Entry,
        stored: tuple[int, int],
        declared: Generation,
    ) -> None:
        self.declared = declared
        self.collector = collector
        self.facts = facts
        self.limits = limits
        self.texts = texts
        self.entry = entry
        self.stored = stored
        self.base = stored[0] if entry.codec == "none" else None

    def note(self, rule: str, start: int, end: int, detail: str = "") -> None:
        """A finding at payload bytes start to end."""
        span = self.stored if self.base is None else (self.base + start, self.base + end)
        self.collector.add(rule, detail, chunk=self.entry.id, span=span, inflated=(start, end))

    def read(self, stream: Awaited) -> None:
        """Judge the payload. Raises Broken, Enough, and what settling the stream raises."""
        entry = self.entry
        family = entry.family if entry.family is not None and entry.family.kind == entry.kind else None
        if entry.kind == "json":
            self.json(stream, family.payload if family is not None else "")
        elif family is not None:
            READS[self.declared.reads[family.payload]](self, stream, self.declared.payloads[family.payload])

    def text(self, data: bytes, name: str, offset: int = 0, also: Any = None) -> Text:
        """Judge one JSON text of a payload (`name`, "" for none): schema, shape, `also`, words. Raises Broken."""
        try:
            node = json_text.read(data, self.limits.json_nodes, JSON_DEPTH, SAFE_INTEGER)
        except Broken as broken:
            raise Broken(broken.rule, broken.start + offset, broken.end + offset, broken.detail) from None
        base = None if self.base is None else self.base + offset
        text = Text(node, data, self.stored, base)
        self.facts.json_bytes += len(data)
        mark = self.collector.mark()

        def add(rule: str, detail: str = "", *, path: json_text.Path = (), at_key: bool = False) -> None:
            self.collector.add(rule, detail, chunk=self.entry.id, path=path, at_key=at_key)

        if name:
            schemas.check(self.declared.schemas[name], node.value, add)
            if name in self.declared.shapes:
                shape_of(self.declared.shapes[name])(node.value, self.facts, self.entry, add)
            twins.ask(self.facts, name, node.value, schemas.by_schema)
        if also is not None:
            also(node.value, add)
        for rule, path, at_key, detail in text_findings(node.value, data, enough=self.collector.enough):
            add(rule, detail, path=path, at_key=at_key)
        text.place(self.collector.since(mark), offset)
        return text

    def room(self) -> tuple[int, str]:
        """How many bytes the next JSON text may have, and the budget that says so."""
        left = self.limits.total_json_bytes - self.facts.json_bytes
        one = self.limits.json_bytes
        return (one, "budget.json-bytes") if one <= left else (left, "budget.total-json-bytes")

    def json(self, stream: Awaited, name: str) -> None:
        """A chunk of kind json."""
        budget, rule = self.room()
        data = stream.read(budget + 1)
        if len(data) > budget:
            raise Broken(rule, budget, budget + 1, f"the text is longer than {budget} bytes")
        text = self.text(data, name)
        if name in self.declared.shapes:
            self.texts[self.entry.id] = text

    def structure(self, structure: Any, stream: Awaited, on: dict[str, Any], **known: Any) -> Container:
        """Interpret a structure of the grammar; leaves its notes, one for each rule."""
        notes: list[tuple[str, int, int]] = []
        context = Container(known, notes=notes, limits=self.declared.limits)
        passed: tuple[str, ...] = AT_THE_END
        try:
            interpret(structure, stream, context, on)
            passed = ()
        except Broken:
            passed = ()
            raise
        finally:
            told: set[str] = set()
            for rule, start, end in notes:
                if rule not in told and rule not in passed:
                    told.add(rule)
                    self.note(rule, start, end)
        return context

    def members(self, stream: Awaited, words: Any) -> None:
        """Members of a highlight group, as a list of indices."""
        context = self.structure(words, stream, {}, cells=self.facts.n_obs)
        indices = context.indices
        repeated = sum(one == other for one, other in pairwise(indices))
        self.facts.members[self.entry.rest] = Members(self.entry, len(indices), repeated)

    def cell_set(self, stream: Awaited, words: Any) -> None:
        """Members of a highlight group, in one of several encodings."""
        found = self.structure(words, stream, {}, cells=self.facts.n_obs).members
        reference = (found.reference_count, found.digest) if "digest" in found else None
        self.facts.members[self.entry.rest] = Members(self.entry, found.count, 0, reference, self.stored)

    def open_codes(self, stream: Awaited, words: Any) -> None:
        """Codes of a user-defined field, as wide as their encoding says."""
        field = self.facts.fields.get(self.entry.rest)
        tally = Tally(field, (UNASSIGNED_U8, UNASSIGNED_U16))
        self.codes(stream, words, field, tally, lengths=allowed_lengths(field, self.facts))

    def typed_codes(self, stream: Awaited, words: Any) -> None:
        """Codes of a user-defined field, whose encoding must be one for the type that the registry names."""
        field = self.facts.fields.get(self.entry.rest)
        width = None if field is None else field.width
        widths = self.declared.widths
        fitting = None if width is None else [byte for byte, each in widths.items() if each == width]
        self.codes(stream, words, field, self.tally(field), lengths=self.lengths(), encodings=fitting)

    def wide_codes(self, stream: Awaited, words: Any) -> None:
        """Codes of a user-defined field, as wide as the registry says."""
        field = self.facts.fields.get(self.entry.rest)
        if field is not None and field.width is not None:
            known = {"width": field.width, "greatest": 256**field.width - 1}
            self.codes(stream, words, field, self.tally(field), lengths=self.lengths(), **known)
            return
        if not stream.read(1):
            raise Broken("codes.truncated", 0, 0)
        if OVERLAYS not in self.facts.read:
            raise Broken("codes.registry-first", 0, 1)
        self.facts.codes[self.entry.rest] = Coded(self.entry, -1, True, -1, (), self.stored)

    def tally(self, field: Field | None) -> Tally:
        """A tally of codes whose marks follow from the widths that there are."""
        return Tally(field, tuple(256**width - 1 for width in self.declared.code_types.values()))

    def lengths(self) -> tuple[int, ...] | None:
        """The lengths that codes may have: one code for each cell."""
        return None if self.facts.n_obs is None else (self.facts.n_obs,)

    def codes(self, stream: Awaited, words: Any, field: Field | None, tally: Tally, **known: Any) -> None:
        """Codes of a user-defined field."""
        context = self.structure(words, stream, {}, _judge_value=tally.judge, **known)
        if tally.first is not None:
            self.note("codes.category", *tally.first)
        judged = field is not None and field.categories is not None
        self.facts.codes[self.entry.rest] = Coded(
            self.entry, context.length, judged, tally.highest, tuple(sorted(tally.seen)), self.stored
        )

    def typed_json(self, stream: Awaited, words: Any) -> None:
        """A JSON text, and arrays that it refers to."""
        references = References()
        judged: list[Text] = []

        def text(data: bytes, start: int, context: Container) -> None:
            before = self.collector.safety
            judged.append(self.text(data, "", start, also=references.gather))
            context.text_end = start + len(data)
            if self.collector.safety > before:
                raise Enough

        on = {"text_begins": self.header_begins, "text": text}
        context = self.structure(words, stream, on)
        mark = self.collector.mark()

        def add(rule: str, detail: str, *, path: json_text.Path) -> None:
            self.collector.add(rule, detail, chunk=self.entry.id, path=path)

        spare = references.settle(len(context.arrays), add)
        judged[0].place(self.collector.since(mark), context.text_start)
        if spare:
            self.note("typed.once", context.text_end, stream.tell())

    def table(self, stream: Awaited, words: Any) -> None:
        """An analysis artifact: a JSON header, then columns."""
        on = {"header_begins": self.header_begins, "header": self.header}
        self.structure(words, stream, on, cells=self.facts.n_obs)
        parts = self.entry.rest.split("/")
        if len(parts) != ID_PARTS or not all(part and well_escaped(part) for part in parts):
            path = self.entry.path("id")
            self.collector.add("table.id", "not three parts, well escaped", chunk=self.entry.id, path=path)

    def header_begins(self, length: int, start: int, context: Container) -> None:
        """Hold the length of a table's header to the budget of a JSON text."""
        del context
        budget, rule = self.room()
        if length > budget:
            raise Broken(rule, start, start, f"the header has {length} bytes")

    def header(self, data: bytes, start: int, context: Container) -> None:
        """Judge a table's header, and say what columns follow."""
        before = self.collector.safety
        value = self.text(data, "artifact-table-header", start).node.value
        if self.collector.safety > before:
            raise Enough
        end = start + len(data)
        rows, columns = whole(value["rowCount"]), value["columns"]
        assert rows is not None
        context.layout = []
        for column in columns:
            size = whole(column["byteLength"])
            width = ITEM_BYTES.get(column["dtype"]) if column.get("encoding", "raw") == "raw" else None
            if width is not None and size != rows * width:
                raise Broken("table.column", start, end, "a column's length is not that of its rows")
            known = grammar.TABLE_COLUMNS.get(column["name"])
            as_rows = known is not None and size == rows * known[1].sizeof()
            context.layout.append((column["name"], size, as_rows))


#: name -> what reads a binary payload; a generation says which for which payload
READS: dict[str, Any] = {
    "members": Payload.members,
    "codes": Payload.open_codes,
    "table": Payload.table,
    "cell-set": Payload.cell_set,
    "typed-codes": Payload.typed_codes,
    "wide-codes": Payload.wide_codes,
    "typed-json": Payload.typed_json,
}


class Tally:
    """What the codes of one field amount to.

    Attributes:
        first: bytes of the first code that names no category and is no marker, or None.
        highest: greatest code that is no marker of any field, or -1. seen: which of these markers occur.
    """

    def __init__(self, field: Field | None, marks: tuple[int, ...]) -> None:
        self._marks = marks
        self._categories = field.categories if field is not None else None
        self._markers = field.markers if field is not None else ()
        self.first: tuple[int, int] | None = None
        self.highest = -1
        self.seen: set[int] = set()

    def judge(self, code: int, start: int, end: int) -> None:
        """Take one code, or the value of one run."""
        if code in self._marks:
            self.seen.add(code)
        else:
            self.highest = max(self.highest, code)
        if self._categories is None or code < self._categories or code in self._markers:
            return
        if self.first is None:
            self.first = (start, end)


def well_escaped(part: str) -> bool:
    """Whether each percent sign is followed by two hex digits."""
    return all(len(rest) >= 2 and rest[0] in HEX and rest[1] in HEX for rest in part.split("%")[1:])
