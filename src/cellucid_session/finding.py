"""Frozen values, and the two that every error may carry: a span of bytes, and what is wrong there.

Rules of this file:

* Values compare by content. They are plain slotted classes because importing `dataclasses` or `typing` would cost a
  gate, which starts a process for each upload, a third of its start.
* A finding's texts are already safe: `message` and `chunk` have gone through `safe`, everything else is ours.
"""

from __future__ import annotations

from cellucid_session.generated.rules import RULES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Frozen:
    """Base of slotted values: compared, hashed and shown by their slots, never changed after `__init__`."""

    __slots__: tuple[str, ...] = ()

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen: {name} can't be set")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen: {name} can't be deleted")

    def _fill(self, **values: Any) -> None:
        for name, value in values.items():
            object.__setattr__(self, name, value)

    def _items(self) -> tuple[Any, ...]:
        return tuple(getattr(self, name) for name in self.__slots__)

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and isinstance(other, Frozen) and self._items() == other._items()

    def __hash__(self) -> int:
        return hash((type(self).__name__, self._items()))

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__slots__)
        return f"{type(self).__name__}({shown})"

    def __reduce__(self) -> tuple[Any, ...]:
        return (_revive, (type(self), self._items()))


def _revive(kind: type[Frozen], items: tuple[Any, ...]) -> Frozen:
    """Make a pickled value again, slot by slot (values cross to and from the isolated child)."""
    value = object.__new__(kind)
    for name, item in zip(kind.__slots__, items, strict=True):
        object.__setattr__(value, name, item)
    return value


class Span(Frozen):
    """Bytes `start` (inclusive) to `end` (exclusive), in bytes."""

    __slots__ = ("end", "start")
    start: int
    end: int

    def __init__(self, start: int, end: int) -> None:
        self._fill(start=start, end=end)

    def __len__(self) -> int:
        return max(0, self.end - self.start)

    def __bool__(self) -> bool:
        return True  # a place of no bytes is still a place


class Finding(Frozen):
    """One thing that is wrong, or worth knowing, and where.

    Attributes:
        rule: id from the registry.
        message: what was found, as a safe text.
        chunk: id of the chunk as a safe text, or None.
        pointer: RFC 6901 pointer into the JSON text concerned (the manifest, or the chunk's payload), or None.
        span: the guilty bytes of the file, or None where no bytes are to blame (a missing file, say).
        inflated_span: the guilty bytes of the chunk's inflated payload, or None.
        excerpt: the first guilty bytes in hex, or None where they are not at hand.
        around: some bytes before and after the excerpt, in hex, for who shows it; None where there is none.
        level: "error", "warning" or "note".
        waived: reason, owner and last day of the policy's waiver that made it a note, or None.
    """

    __slots__ = (
        "around",
        "chunk",
        "excerpt",
        "inflated_span",
        "level",
        "message",
        "pointer",
        "rule",
        "span",
        "waived",
    )
    rule: str
    message: str
    chunk: str | None
    pointer: str | None
    span: Span | None
    inflated_span: Span | None
    excerpt: str | None
    around: tuple[str, str] | None
    level: str
    waived: tuple[str, str, str] | None

    def __init__(
        self,
        rule: str,
        message: str,
        *,
        chunk: str | None = None,
        pointer: str | None = None,
        span: Span | None = None,
        inflated_span: Span | None = None,
        excerpt: str | None = None,
        level: str | None = None,
        waived: tuple[str, str, str] | None = None,
        around: tuple[str, str] | None = None,
    ) -> None:
        known = RULES[rule]
        self._fill(
            rule=rule,
            message=message,
            chunk=chunk,
            pointer=pointer,
            span=span,
            inflated_span=inflated_span,
            excerpt=excerpt,
            around=around,
            level=level if level is not None else known[1],
            waived=waived,
        )

    @property
    def cls(self) -> str:
        """Class of the rule: safety, conformance, advice, budget or tool."""
        return RULES[self.rule][0]

    def replace(self, **changes: Any) -> Finding:
        """A copy with some attributes changed."""
        values = {name: getattr(self, name) for name in self.__slots__} | changes
        rule, message = values.pop("rule"), values.pop("message")
        return Finding(rule, message, **values)
