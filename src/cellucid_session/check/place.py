"""Where one chunk's payload stands, and what is found in it.

Rules of this file: offsets in the payload become findings here and nowhere else: the stored bytes of the chunk in the
file, and the offsets in the inflated payload beside them; both exact when the chunk is stored as it is. Spec: 5.
"""

from __future__ import annotations

from cellucid_session.check.collector import place
from cellucid_session.check.shape_lookup import shape_of
from cellucid_session.check.text import text_findings
from cellucid_session.generated import schemas
from cellucid_session.wire import strict_json
from cellucid_session.wire.source import Fault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from cellucid_session.check.collector import Collector
    from cellucid_session.check.entries import Entry
    from cellucid_session.check.facts import Facts
    from cellucid_session.model import Limits

    Path = tuple[str | int, ...]


#: shapes that write the value out again
WHOLE = ("inventory",)


class Place:
    """Where one chunk's payload stands, and the collector for what is found in it.

    Args:
        stored: the chunk's stored bytes in the file. exact: the payload is stored as it is.
    """

    def __init__(self, collector: Collector, entry: Entry, stored: tuple[int, int], exact: bool) -> None:
        self.collector = collector
        self.entry = entry
        self.stored = stored
        self.base = stored[0] if exact else None

    def note(self, rule: str, start: int, end: int, detail: str = "") -> None:
        """A finding at payload bytes start to end."""
        span = self.stored if self.base is None else (self.base + start, self.base + end)
        self.collector.add(rule, detail, chunk=self.entry.id, span=span, inflated=(start, end))

    def fault(self, fault: Fault) -> None:
        """A fault of the payload as a finding."""
        self.note(fault.rule, fault.start, fault.end, fault.detail)

    def judge_json(
        self,
        data: bytes,
        name: str,
        facts: Facts,
        limits: Limits,
        offset: int = 0,
        also: Callable[[Any, Callable[..., None]], None] | None = None,
        keep: bool = True,
    ) -> Any:
        """Judge one JSON text of the payload by its schema (`name`, "" for none), its shape and its texts.

        Args:
            data: the text. name: of the payload. offset: where it stands in the payload.
            also: what else is asked of the value.
            keep: the value is wanted. If not, a large one is judged part by part, and each part dropped.

        Returns:
            The parsed value, or a stand-in for it (`json_unkept`).

        Raises:
            Fault: what strict JSON refuses, at payload offsets.
        """
        if facts.generation.shapes.get(name) in WHOLE:
            keep = True
        try:
            value = (strict_json.parse if keep else strict_json.parse_parts)(data, limits.json_nodes)
        except Fault as fault:
            raise Fault(fault.rule, fault.start + offset, fault.end + offset, fault.detail) from None
        facts.json_bytes += len(data)
        collector = self.collector
        collector.judged("json-text")
        mark = collector.mark()
        chunk = self.entry.id

        def add(rule: str, detail: str, *, path: Path) -> None:
            collector.add(rule, detail, chunk=chunk, path=path)

        def found(rule: str, path: Path, detail: str, at_key: bool) -> None:
            collector.add(rule, detail, chunk=chunk, path=path, at_key=at_key)

        if name:
            generation = facts.generation
            schemas.CHECKS[generation.schemas[name]](value, found)
            if name in generation.shapes:
                shape_of(generation.shapes[name])(value, facts, self.entry, add)
            if facts.twins:
                _ask_twins(facts, name, value)
            collector.judged(name)
        if also is not None:
            also(value, add)
        for rule, path, at_key, detail in text_findings(value, data, enough=collector.enough):
            collector.add(rule, detail, chunk=chunk, path=path, at_key=at_key)
        collector.judged("texts")
        self.locate(mark, data, offset)
        return value

    def locate(self, mark: int, data: bytes, offset: int) -> None:
        """Give findings since a mark their bytes in a JSON text that stands at `offset` of the payload."""
        waiting = self.collector.since(mark)
        place(waiting, data, None if self.base is None else self.base + offset, self.stored)
        for pending in waiting:
            assert pending.inflated is not None  # `place` has set it
            first, last = pending.inflated
            pending.inflated = (first + offset, last + offset)


def _ask_twins(facts: Facts, name: str, value: Any) -> None:
    from cellucid_session.check import twins

    twins.ask(facts, name, value, by_schema)


def by_schema(schema: str, value: Any, found: list[str]) -> None:
    """The rules that a value breaks by a schema."""
    schemas.CHECKS[schema](value, lambda rule, path, detail, at_key: found.append(rule))
