"""Gathers findings, within a budget, and says what they amount to.

Rules of this file:

* The verdict depends on what was found, never on how much of it is kept.
* When the shelf is full an error still displaces advice: a flood of notes can't hide what refuses a file.
* A policy may give advice another level, here and nowhere else, so that counts and verdict follow. The levels
  of all other classes are the registry's.
* Kept findings get their byte spans late: `path` waits until its JSON text is located once for all of them.
"""

from __future__ import annotations

from cellucid_session.generated.rules import CHUNK_FOREIGN, RULES
from cellucid_session.model import ERROR, INCONCLUSIVE, INVALID, VALID, Finding, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cellucid_session.policy import Policy

    Path = tuple[str | int, ...]

_REFUSES = ("safety", "conformance", "advice")  # at level error, which advice has by a policy only
_EXCERPT_BYTES = 16


class Pending:
    """A finding whose place in a JSON text may still have to be looked up."""

    __slots__ = (
        "at_key",
        "chunk",
        "detail",
        "dropped",
        "excerpt",
        "inflated",
        "level",
        "path",
        "rule",
        "span",
    )

    def __init__(
        self,
        rule: str,
        detail: str,
        chunk: str | None,
        path: Path | None,
        at_key: bool,
        span: tuple[int, int] | None,
        inflated: tuple[int, int] | None,
        level: str,
    ) -> None:
        self.rule = rule
        self.detail = detail
        self.chunk = chunk
        self.path = path
        self.at_key = at_key
        self.span = span
        self.inflated = inflated
        self.level = level
        self.excerpt: str | None = None
        self.dropped = False


class Collector:
    """The findings of one input.

    Args:
        cap: how many are kept.
        policy: gives the levels of advice; None: the registry does.
    """

    def __init__(self, cap: int, policy: Policy | None = None) -> None:
        self._cap = cap
        self._policy = policy
        self._levels = {} if policy is None else policy.effective_levels()
        self._kept: list[Pending] = []
        self._room = cap
        self._advice: list[Pending] = []  # kept ones that an error may displace, oldest first
        self.total = 0
        self._levels_seen: dict[str, int] = {}
        self.refusing = 0  # findings at level error that say something of the file
        self.safety = 0
        self.budget = 0
        self.tool = 0

    def add(
        self,
        rule: str,
        detail: str = "",
        *,
        chunk: str | None = None,
        path: Path | None = None,
        at_key: bool = False,
        span: tuple[int, int] | None = None,
        inflated: tuple[int, int] | None = None,
        contributor: str | None = None,
    ) -> None:
        """Note a finding. `chunk` is the raw id; it is made safe when the finding is shown."""
        cls, level, _layer = RULES[rule]
        if cls == "advice" and self._policy is not None:
            level = self._levels.get(rule, level)
            if rule == CHUNK_FOREIGN and self._policy.expects(chunk or "", contributor or ""):
                level = "note"
            if level == "off":
                return
        self.total += 1
        self._levels_seen[level] = self._levels_seen.get(level, 0) + 1
        if level == "error":
            self.refusing += cls in _REFUSES
            self.safety += cls == "safety"
            self.budget += cls == "budget"
            self.tool += cls == "tool"
        if self._room:
            self._room -= 1
        elif level == "error" and self._advice:
            self._advice.pop().dropped = True
        else:
            return
        pending = Pending(rule, detail, chunk, path, at_key, span, inflated, level)
        self._kept.append(pending)
        if level != "error":
            self._advice.append(pending)

    def judged(self, subject: str, count: int = 1) -> None:
        """Told that something was judged to its end. Only a witness remembers it; see `check.witness`."""

    def mark(self) -> int:
        """A place on the shelf, for `since`."""
        return len(self._kept)

    def since(self, mark: int) -> list[Pending]:
        """What was kept after `mark` and still waits for the place of its path."""
        return [
            pending
            for pending in self._kept[mark:]
            if pending.path is not None
            and not pending.dropped
            and pending.span is None
            and pending.inflated is None
        ]

    def verdict(self, complete: bool) -> str:
        """What the findings amount to. complete: the input was judged to its end."""
        if self.tool:
            return ERROR
        if self.refusing:
            return INVALID
        if self.budget:
            return INCONCLUSIVE
        return VALID if complete else ERROR

    def findings(self, safe: Callable[[str], str], pointer: Callable[[Path], str]) -> tuple[Finding, ...]:
        """The kept findings, in the order of the file."""
        kept = [pending for pending in self._kept if not pending.dropped]
        kept.sort(key=_place)
        return tuple(_show(pending, safe, pointer) for pending in kept)

    def hidden(self) -> dict[str, int]:
        """How many findings were counted and not kept, by level; levels without any are left out."""
        left = dict(self._levels_seen)
        for pending in self._kept:
            if not pending.dropped:
                left[pending.level] -= 1
        return {level: number for level, number in left.items() if number}

    @property
    def suppressed(self) -> int:
        """How many findings were counted and not kept."""
        return self.total - sum(not pending.dropped for pending in self._kept)


def _place(pending: Pending) -> tuple[int, int, int, int]:
    """Sort key: by place in the file, then in the payload; what has no place comes last."""
    start, end = pending.span if pending.span is not None else (1 << 62, 1 << 62)
    inner, inner_end = pending.inflated if pending.inflated is not None else (-1, -1)
    return (start, inner, end, inner_end)


def _show(pending: Pending, safe: Callable[[str], str], pointer: Callable[[Path], str]) -> Finding:
    return Finding(
        pending.rule,
        pending.detail,
        chunk=None if pending.chunk is None else safe(pending.chunk),
        pointer=None if pending.path is None else pointer(pending.path),
        span=None if pending.span is None else Span(*pending.span),
        inflated_span=None if pending.inflated is None else Span(*pending.inflated),
        excerpt=pending.excerpt,
        level=pending.level,
    )


def excerpt(data: bytes, start: int, end: int) -> str:
    """The first guilty bytes in hex."""
    return data[start : min(end, start + _EXCERPT_BYTES)].hex(" ")


def place(pendings: Sequence[Pending], data: bytes, base: int | None, span: tuple[int, int] | None) -> None:
    """Give findings their bytes: look all their paths up in one walk over the text.

    Args:
        data: the JSON text.
        base: offset of the text in the file, for a text that stands in the file as it is; else None.
        span: the stored bytes of the chunk that holds the text, when it is a chunk's payload; else None.
    """
    if not pendings:
        return
    from cellucid_session.wire.json_locate import locate

    spots = locate(data, [(pending.path or (), pending.at_key) for pending in pendings])
    for pending in pendings:
        start, end = spots[(pending.path or (), pending.at_key)]
        pending.excerpt = excerpt(data, start, end)
        if span is None:
            offset = base or 0
            pending.span = (start + offset, end + offset)
        else:
            pending.inflated = (start, end)
            pending.span = span if base is None else (start + base, end + base)
