"""Gathers findings, within a budget, and says what they amount to.

Rules of this file:

* The verdict depends on what was found, never on how much of it is kept: the first error decides, and what runs out
  or fails after it changes nothing, nor does what is found after a budget ran out.
* When the shelf is full an error still displaces advice: a flood of notes can't hide what refuses a file.
* A policy may give advice another level, here and nowhere else, so that counts and verdict follow. The levels
  of all other classes are the registry's.
* Kept findings get their byte spans late: `path` waits until its JSON text is located once for all of them.
"""

from __future__ import annotations

from cellucid_session.generated.rules import CHUNK_FOREIGN, INPUT_UNREADABLE, RULES
from cellucid_session.model import ERROR, INCONCLUSIVE, INVALID, VALID, Finding, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cellucid_session.protocols import Demands

    Path = tuple[str | int, ...]

_REFUSES = ("safety", "conformance", "advice")  # at level error, which advice has by a policy only
#: class of a finding that ends the judgement without an answer -> the verdict, when nothing refused the input before
_UNANSWERED = {"budget": INCONCLUSIVE, "tool": ERROR}
_EXCERPT_BYTES = 16
_LEVELS = {rule: level for rule, (_, level, _) in RULES.items()}


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

    Attributes:
        settled: the judgement is over, so that what is added now has ended nothing.
    """

    settled = False

    def __init__(self, cap: int, policy: Demands | None = None) -> None:
        self._policy = policy
        self._levels = _LEVELS
        if policy is not None:
            given = policy.effective_levels().items()
            self._levels = _LEVELS | {rule: level for rule, level in given if RULES[rule][0] == "advice"}
        self._kept: list[Pending] = []
        self._room = cap
        self._advice: list[Pending] = []  # kept ones that an error may displace, oldest first
        self._total = 0
        self._levels_seen: dict[str, int] = {}
        self._classes: dict[str, int] = {}  # findings at level error, by class
        self._unanswered: str | None = None  # the verdict, once it is known that there will be no answer
        self._more: dict[str, int] = {}  # findings that can't be kept and are not yet counted above, by rule
        self._uncounted = False
        self._hopeless: frozenset[str] = frozenset()  # rules of which none can be kept any more

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
        if rule in self._hopeless:
            self._more[rule] = self._more.get(rule, 0) + 1
            self._uncounted = True
            return
        level = self._levels[rule]
        policy = self._policy if rule == CHUNK_FOREIGN else None
        if policy is not None and policy.expects(chunk or "", contributor or ""):
            level = "note"
        if level == "off":
            return
        self._count(rule, level, 1)
        if self._room:
            self._room -= 1
        elif level == "error" and self._advice:
            self._advice.pop().dropped = True
        else:
            if rule != CHUNK_FOREIGN:
                self._despair()
            return
        pending = Pending(rule, detail, chunk, path, at_key, span, inflated, level)
        self._kept.append(pending)
        if level != "error":
            self._advice.append(pending)

    def _despair(self) -> None:
        """The shelf is full: of most rules it is enough to count from now on. (A foreign chunk's level is its own.)"""
        self._hopeless = frozenset(
            rule
            for rule, level in self._levels.items()
            if rule != CHUNK_FOREIGN
            and (level != "error" or not self._advice)
            and RULES[rule][0] not in _UNANSWERED
        )

    def _make_room(self) -> None:
        """Keep one finding more, whatever it is."""
        self._room = 1
        self._hopeless = frozenset()

    def in_text(self, rule: str, path: Path, detail: str, at_key: bool) -> None:
        """Note what a schema finds in the manifest or the list: a call less for each of up to a million findings."""
        if rule in self._hopeless:
            self._more[rule] = self._more.get(rule, 0) + 1
            self._uncounted = True
        else:
            self.add(rule, detail, path=path, at_key=at_key)

    def _count(self, rule: str, level: str, many: int) -> None:
        """Count findings."""
        self._total += many
        self._levels_seen[level] = self._levels_seen.get(level, 0) + many
        if level == "error":
            cls = RULES[rule][0]
            if cls in _UNANSWERED:
                self._unanswer(rule, cls)
            self._classes[cls] = self._classes.get(cls, 0) + many

    def _unanswer(self, rule: str, cls: str) -> None:
        """Settle the verdict when there will be no answer.

        A budget, and a byte that can't be read, have their place in the bytes; whatever else is of class tool says
        that nothing of what was found may be believed.
        """
        everywhere = cls == "tool" and rule != INPUT_UNREADABLE
        if everywhere or (self._unanswered is None and not self.refusing):
            self._unanswered = _UNANSWERED[cls]

    def _counted(self) -> dict[str, int]:
        """Findings at level error, by class, after all have been counted."""
        if self._uncounted:
            self._uncounted = False
            for rule, many in self._more.items():
                self._more[rule] = 0  # the key stays, for `enough`
                if many and self._levels[rule] != "off":
                    self._count(rule, self._levels[rule], many)
        return self._classes

    @property
    def total(self) -> int:
        """How many findings there are."""
        self._counted()
        return self._total

    @property
    def refusing(self) -> int:
        """How many findings at level error say something of the file."""
        counted = self._counted()
        return sum(counted.get(cls, 0) for cls in _REFUSES)

    @property
    def safety(self) -> int:
        """How many findings are of class safety."""
        return self._counted().get("safety", 0)

    @property
    def budget(self) -> int:
        """How many findings say that a budget was passed."""
        return self._counted().get("budget", 0)

    @property
    def tool(self) -> int:
        """How many findings say that the judgement itself went wrong."""
        return self._counted().get("tool", 0)

    def enough(self, rule: str) -> bool:
        """Whether another finding of a rule would change neither the verdict nor what is kept.

        It is when the rule is off, or when a finding of it was counted and none can be kept any more. Who looks for
        what is told of every string of a text may end there; how many more there are is then not known.
        """
        if self._levels[rule] == "off":
            return True
        return rule in self._hopeless and rule in self._more

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
        if self._unanswered is not None:
            return self._unanswered
        if self.refusing:
            return INVALID
        return VALID if complete else ERROR

    def findings(
        self, safe: Callable[[str], str], pointer: Callable[[Path], str], size: int | None = None
    ) -> tuple[Finding, ...]:
        """The kept findings, in the order of the file.

        Args:
            size: of the input, in bytes, when it was read to its end: what is blamed with a frame that is cut has no
                more bytes than are there.
        """
        kept = [pending for pending in self._kept if not pending.dropped]
        for pending in kept:
            if size is not None and pending.span is not None and pending.span[1] > size:
                pending.span = (min(pending.span[0], size), size)
        kept.sort(key=_place)
        return tuple(_show(pending, safe, pointer) for pending in kept)

    def hidden(self) -> dict[str, int]:
        """How many findings were counted and not kept, by level; levels without any are left out."""
        self._counted()
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

    paths = [(pending.path or (), pending.at_key) for pending in pendings]
    spots = locate(data, paths, large=span is not None)
    for pending in pendings:
        start, end = spots[(pending.path or (), pending.at_key)]
        pending.excerpt = excerpt(data, start, end)
        if span is None:
            offset = base or 0
            pending.span = (start + offset, end + offset)
        else:
            pending.inflated = (start, end)
            pending.span = span if base is None else (start + base, end + base)
