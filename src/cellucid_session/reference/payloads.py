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

from cellucid_session.check.collector import Collector, excerpt
from cellucid_session.check.entries import Entry, whole
from cellucid_session.check.facts import Coded, Facts, Field, Members
from cellucid_session.check.links import allowed_lengths
from cellucid_session.check.shapes import SHAPES
from cellucid_session.check.text import text_findings
from cellucid_session.declare import grammar
from cellucid_session.declare.vocabulary import Broken
from cellucid_session.generated.limits import JSON_DEPTH, SAFE_INTEGER, UNASSIGNED_U8, UNASSIGNED_U16
from cellucid_session.model import Limits
from cellucid_session.reference import json_text, schemas
from cellucid_session.reference.interpret import Awaited, interpret

#: what the element of a column of this type takes, in bytes
ITEM_BYTES = {dtype: item.sizeof() for dtype, item in grammar.DTYPES.items()}
#: left when a payload has been read or is broken, not when it is given up because of its codec
AT_THE_END = ("uvarint.overlong", "codes.zero-run")
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
    """

    def __init__(
        self,
        collector: Collector,
        facts: Facts,
        limits: Limits,
        texts: dict[str, Text],
        entry: Entry,
        stored: tuple[int, int],
    ) -> None:
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
            {"index-list": self.cells, "codes": self.codes, "table": self.table}[family.payload](stream)

    def text(self, data: bytes, name: str, offset: int = 0) -> Text:
        """Judge one JSON text by its schema (`name`, "" for none), its shape and its words. Raises Broken."""
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
            schemas.check(name, node.value, add)
            if name in SHAPES:
                SHAPES[name](node.value, self.facts, self.entry, add)
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
        if name in SHAPES:
            self.texts[self.entry.id] = text

    def structure(self, structure: Any, stream: Awaited, on: dict[str, Any], **known: Any) -> Container:
        """Interpret a structure of the grammar; leaves its notes, one for each rule."""
        notes: list[tuple[str, int, int]] = []
        context = Container(known, notes=notes)
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

    def cells(self, stream: Awaited) -> None:
        """Members of a highlight group."""
        context = self.structure(grammar.INDEX_LIST, stream, {}, cells=self.facts.n_obs)
        indices = context.indices
        repeated = sum(one == other for one, other in pairwise(indices))
        self.facts.members[self.entry.rest] = Members(self.entry, len(indices), repeated)

    def codes(self, stream: Awaited) -> None:
        """Codes of a user-defined field."""
        key = self.entry.rest
        field = self.facts.fields.get(key)
        tally = Tally(field)
        lengths = allowed_lengths(field, self.facts)
        context = self.structure(grammar.CODES, stream, {}, lengths=lengths, _judge_value=tally.judge)
        if tally.first is not None:
            self.note("codes.category", *tally.first)
        judged = field is not None and field.categories is not None
        self.facts.codes[key] = Coded(
            self.entry, context.length, judged, tally.highest, tuple(sorted(tally.seen)), self.stored
        )

    def table(self, stream: Awaited) -> None:
        """An analysis artifact: a JSON header, then columns."""
        on = {"header_begins": self.header_begins, "header": self.header}
        self.structure(grammar.TABLE, stream, on, cells=self.facts.n_obs)
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
        context.layout = [(column["name"], whole(column["byteLength"])) for column in columns]
        for column in columns:
            encoding = column.get("encoding", "raw")
            width = ITEM_BYTES.get(column["dtype"]) if encoding == "raw" else None
            if width is not None and whole(column["byteLength"]) != rows * width:
                raise Broken("table.column", start, end, "a column's length is not that of its rows")
            known = grammar.TABLE_COLUMNS.get(column["name"])
            if known is not None and width is not None and known[1].sizeof() != width:
                raise Broken("table.column", start, end, "a column's items have another width")


class Tally:
    """What the codes of one field amount to.

    Attributes:
        first: bytes of the first code that names no category and is no marker, or None.
        highest: greatest code that is no marker of any field, or -1. seen: which of the two markers occur.
    """

    def __init__(self, field: Field | None) -> None:
        self._categories = field.categories if field is not None else None
        self._markers = field.markers if field is not None else ()
        self.first: tuple[int, int] | None = None
        self.highest = -1
        self.seen: set[int] = set()

    def judge(self, code: int, start: int, end: int) -> None:
        """Take one code, or the value of one run."""
        if code in (UNASSIGNED_U8, UNASSIGNED_U16):
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
