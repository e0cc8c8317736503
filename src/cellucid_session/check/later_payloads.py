"""What reads the binary payloads that the earliest generation lacks: sets, codes of declared width, typed JSON.

Rules of this file: as in `payloads`. How wide codes are is said by the registry, which comes before them; codes of a
field that it does not have can't be read and are passed over, since that is told elsewhere. Spec: 5, 6.
"""

from __future__ import annotations

from cellucid_session.check.facts import Coded, Members
from cellucid_session.check.links import OVERLAYS
from cellucid_session.check.payloads import RUNS, BinaryPayload, Enough, grammar_of, json_room
from cellucid_session.check.typed_references import References
from cellucid_session.generated import rules as R
from cellucid_session.wire.source import Fault, Pump
from cellucid_session.wire.tallies import WideTally

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from cellucid_session.check.facts import Facts
    from cellucid_session.check.place import Place
    from cellucid_session.model import Limits
    from cellucid_session.wire.source import Reading

    Path = tuple[str | int, ...]


class CellSetPayload(BinaryPayload):
    """Members of a highlight group, in one of several encodings."""

    def __init__(self, at: Place, facts: Facts, limits: Limits, name: str) -> None:
        super().__init__(at)
        self._facts = facts
        self._pump = Pump(self.source, grammar_of(at, facts)(self.source, cells=facts.n_obs))

    def done(self, result: Any) -> None:
        _, count, size, digest = result
        entry = self._at.entry
        reference = None if size is None or digest is None else (size, digest)
        self._facts.members[entry.rest] = Members(entry, count, 0, reference, self._at.stored)


class _Codes(BinaryPayload):
    """Codes of a user-defined field, whose type the registry names."""

    def __init__(self, at: Place, facts: Facts, limits: Limits, name: str) -> None:
        super().__init__(at)
        self._facts = facts
        self.field = facts.fields.get(at.entry.rest)
        known = self.field is not None and self.field.categories is not None
        self.tally = WideTally(
            self.field.categories if self.field is not None and known else None,
            self.field.markers if self.field is not None else (),
            tuple(256**width - 1 for width in facts.generation.code_types.values()),
        )
        self._judged = known
        self.lengths = None if facts.n_obs is None else (facts.n_obs,)

    def done(self, result: Any) -> None:
        at, tally = self._at, self.tally
        if self._facts.generation.encodings[result[0]].startswith(RUNS):
            at.collector.judged("runs")
        if tally.first is not None:
            start, end = tally.first
            at.note(R.CODES_CATEGORY, start, end, f"{tally.count} codes name no category, this is the first")
        self._facts.codes[at.entry.rest] = Coded(
            at.entry, result[1], self._judged, tally.highest, tally.seen, at.stored
        )


class TypedCodesPayload(_Codes):
    """Codes whose encoding byte says how wide they are, which must fit the registry."""

    def __init__(self, at: Place, facts: Facts, limits: Limits, name: str) -> None:
        super().__init__(at, facts, limits, name)
        width = None if self.field is None else self.field.width
        reading = grammar_of(at, facts)(
            self.source, lengths=self.lengths, encodings=fitting(facts, width), sink=self.tally
        )
        self._pump = Pump(self.source, reading)


def fitting(facts: Facts, width: int | None) -> tuple[int, ...] | None:
    """The encoding bytes of codes of so many bytes; None: any."""
    if width is None:
        return None
    return tuple(byte for byte, each in facts.generation.widths.items() if each == width)


class WideCodesPayload(_Codes):
    """Codes as wide as the registry says."""

    def __init__(self, at: Place, facts: Facts, limits: Limits, name: str) -> None:
        super().__init__(at, facts, limits, name)
        width = None if self.field is None else self.field.width
        if width is not None:
            reading = grammar_of(at, facts)(
                self.source, lengths=self.lengths, width=width, greatest=256**width - 1, sink=self.tally
            )
        else:
            reading = self._unread(OVERLAYS in facts.read)
        self._pump = Pump(self.source, reading)

    def _unread(self, known: bool) -> Reading[tuple[int, int] | None]:
        """Pass over codes that nobody can read; those that come before the registry are refused."""
        from cellucid_session.wire.source import PIECE, some

        start = self.source.position
        byte = yield from some(self.source, 1)
        if not byte:
            raise Fault(R.CODES_TRUNCATED, start, start, "there are no codes")
        if not known:
            raise Fault(R.CODES_REGISTRY_FIRST, start, start + 1, "the registry says how wide they are")
        while (yield from some(self.source, PIECE)):
            pass
        return None

    def done(self, result: Any) -> None:
        if result is not None:
            super().done(result)
            return
        at = self._at
        self._facts.codes[at.entry.rest] = Coded(at.entry, -1, True, -1, (), at.stored)


class TypedJsonPayload(BinaryPayload):
    """A JSON text, and arrays that it refers to."""

    def __init__(self, at: Place, facts: Facts, limits: Limits, name: str) -> None:
        super().__init__(at)
        self._facts = facts
        self._limits = limits
        self._refs = References()
        self._text = (b"", 0)
        self._pump = Pump(self.source, grammar_of(at, facts)(self.source, on=self))

    def header_size(self, size: int, start: int) -> None:
        """Hold the text to the budget of a JSON text before it is gathered. Raises Fault."""
        most, rule, detail = json_room(self._facts, self._limits)
        if size > most:
            raise Fault(rule, start, start, f"the JSON text has {size} bytes: {detail}")

    def text(self, data: bytes, start: int) -> None:
        """Judge the text, and note what it says of the arrays. Raises Fault, Enough."""
        before = self._at.collector.safety
        self._text = (data, start)
        self._at.judge_json(data, "", self._facts, self._limits, start, also=self._refs.gather, keep=False)
        if self._at.collector.safety > before:
            raise Enough

    def done(self, result: Any) -> None:
        at = self._at
        data, start = self._text
        mark = at.collector.mark()

        def add(rule: str, detail: str, *, path: Path) -> None:
            at.collector.add(rule, detail, chunk=at.entry.id, path=path)

        spare = self._refs.settle(result, add)
        at.locate(mark, data, start)
        if spare:
            end = start + len(data)
            at.note(R.TYPED_ONCE, end, self.source.position, f"{spare} of {result} arrays are not named")


#: name -> what judges a binary payload
READS: dict[str, Callable[[Place, Facts, Limits, str], BinaryPayload]] = {
    "cell-set": CellSetPayload,
    "typed-codes": TypedCodesPayload,
    "wide-codes": WideCodesPayload,
    "typed-json": TypedJsonPayload,
}
