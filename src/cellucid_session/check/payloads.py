"""What reads the payload of one chunk: JSON texts whole, binary payloads as they come.

Rules of this file:

* A payload judge is fed the inflated bytes in pieces and keeps no more of them than its budget: JSON texts
  are gathered up to `json_bytes`, everything else passes through.
* `place.Place` turns offsets in the payload into findings.
* Which reader a family gets is looked up in a table by the family's payload name. Spec: 5, 6.
"""

from __future__ import annotations

from cellucid_session.check.facts import Coded, Members
from cellucid_session.check.links import allowed_lengths
from cellucid_session.check.place import Place
from cellucid_session.generated import rules as R
from cellucid_session.wire.sinks import CodeTally
from cellucid_session.wire.source import Fault, Pump, Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from cellucid_session.check.facts import Facts
    from cellucid_session.model import Limits

    Path = tuple[str | int, ...]


#: how the names of the encodings of codes begin that are runs
RUNS = "run lengths"


class Enough(Exception):
    """The payload can't be read on, and the collector knows why."""


def json_room(facts: Facts, limits: Limits) -> tuple[int, str, str]:
    """How many bytes the next JSON text may have; the rule that a longer one breaks, and what is said of it."""
    one, total = limits.json_bytes, limits.total_json_bytes
    left = total - facts.json_bytes
    if left < one:
        return left, R.BUDGET_TOTAL_JSON_BYTES, f"all JSON texts together have more than {total} bytes"
    return one, R.BUDGET_JSON_BYTES, f"the text has more than {one} bytes"


class JsonPayload:
    """A chunk of kind json: gathered, then judged whole."""

    def __init__(self, at: Place, facts: Facts, limits: Limits, name: str) -> None:
        self._at = at
        self._facts = facts
        self._limits = limits
        self._name = name
        self._room = json_room(facts, limits)
        self._text = bytearray()  # a list of pieces would leave holes of their size in the heap, which stay

    def feed(self, piece: bytes) -> None:
        """Gather a piece. Raises Fault budget.json-bytes, budget.total-json-bytes."""
        most, rule, detail = self._room
        if len(self._text) + len(piece) > most:
            raise Fault(rule, most, most + 1, detail)
        self._text += piece

    def end(self) -> None:
        """Judge the text. Raises Fault for what strict JSON refuses."""
        data = bytes(self._text)
        self._text = bytearray()
        at = self._at
        at.judge_json(data, self._name, self._facts, self._limits, keep=False)
        if self._name in self._facts.generation.shapes:
            self._facts.registries[at.entry.id] = (data, at.stored, at.base)


class BinaryPayload:
    """A payload that a generated coroutine reads as it comes."""

    def __init__(self, at: Place) -> None:
        self._at = at
        self.source = Source(at.note)
        self._pump: Pump

    def feed(self, piece: bytes) -> None:
        """Let the reader go on. Raises Fault."""
        self._pump.feed(piece)

    def end(self) -> None:
        """Finish reading. Raises Fault."""
        self.done(self._pump.end())

    def done(self, result: Any) -> None:
        """Take what the reader returned."""


def grammar_of(at: Place, facts: Facts) -> Callable[..., Any]:
    """The coroutine that reads the payload of a binary family."""
    assert at.entry.family is not None
    return facts.generation.grammars[at.entry.family.payload]


class CellsPayload(BinaryPayload):
    """Members of a highlight group."""

    def __init__(self, at: Place, facts: Facts, limits: Limits, name: str) -> None:
        super().__init__(at)
        self._facts = facts
        self._pump = Pump(self.source, grammar_of(at, facts)(self.source, cells=facts.n_obs))

    def done(self, result: Any) -> None:
        entry = self._at.entry
        self._facts.members[entry.rest] = Members(entry, result.count, result.duplicates)


class CodesPayload(BinaryPayload):
    """Codes of a user-defined field; held against its categories at once when the registry came before."""

    def __init__(self, at: Place, facts: Facts, limits: Limits, name: str) -> None:
        super().__init__(at)
        self._facts = facts
        field = facts.fields.get(at.entry.rest)
        self._judged = field is not None
        self._tally = CodeTally(None) if field is None else CodeTally(field.categories, field.markers)
        lengths = allowed_lengths(field, facts)
        self._pump = Pump(self.source, grammar_of(at, facts)(self.source, lengths=lengths, sink=self._tally))

    def done(self, result: Any) -> None:
        at, tally = self._at, self._tally
        if self._facts.generation.encodings[result[0]].startswith(RUNS):
            at.collector.judged("runs")
        if tally.first is not None:
            start, end = tally.first
            at.note(R.CODES_CATEGORY, start, end, f"{tally.count} codes name no category, this is the first")
        self._facts.codes[at.entry.rest] = Coded(
            at.entry, result[1], self._judged, tally.highest, tally.seen, at.stored
        )


class TablePayload(BinaryPayload):
    """An analysis artifact: a JSON header, then columns."""

    def __init__(self, at: Place, facts: Facts, limits: Limits, name: str) -> None:
        super().__init__(at)
        self._facts = facts
        self._limits = limits
        self._name = name
        self._pump = Pump(self.source, grammar_of(at, facts)(self.source, cells=facts.n_obs, on=self))

    def header_size(self, size: int, start: int) -> None:
        """Hold the header to the budgets of a JSON text before it is gathered. Raises Fault."""
        most, rule, detail = json_room(self._facts, self._limits)
        if size > most:
            raise Fault(rule, start, start, f"the header has {size} bytes: {detail}")

    def header(self, data: bytes, start: int) -> list[tuple[str, int, bool]]:
        """Judge the header; returns the columns in order as (name, bytes)."""
        from cellucid_session.check.tables import layout

        before = self._at.collector.safety
        value = self._at.judge_json(data, self._name, self._facts, self._limits, start)
        if self._at.collector.safety > before:
            raise Enough
        return layout(value, self._at, start, start + len(data))

    def done(self, result: Any) -> None:
        from cellucid_session.check.tables import chunk_name

        chunk_name(self._at)


class OpaquePayload:
    """A binary payload of no known family: nothing is known of it, so nothing is judged."""

    def __init__(self, at: Place, facts: Facts, limits: Limits, name: str) -> None:
        pass

    def feed(self, piece: bytes) -> None:
        """Let the piece pass."""

    def end(self) -> None:
        """Nothing to judge."""


#: name -> what judges a binary payload; a generation says which for which payload
READS: dict[str, Callable[[Place, Facts, Limits, str], BinaryPayload]] = {
    "members": CellsPayload,
    "codes": CodesPayload,
    "table": TablePayload,
}
TABLE_HEADER = "artifact-table-header"
