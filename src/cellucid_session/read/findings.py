"""The findings of a session that stays open and is read on demand.

Rules of this file:

* A finding is kept once, however often the chunk that it is about is read.
* What forbids reading is always kept, however many findings there are: a flood can't hide it.
"""

from __future__ import annotations

from cellucid_session.check.collector import Collector
from cellucid_session.generated.rules import RULES
from cellucid_session.safe import safe, safe_pointer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from cellucid_session.model import Finding

    Path = tuple[str | int, ...]

#: classes of findings that forbid reading
FORBID = ("safety", "budget", "tool")


class Notes(Collector):
    """The findings of one open session. Counters count every finding, again when it comes again."""

    def __init__(self, cap: int) -> None:
        super().__init__(cap)
        self._seen: set[tuple[Any, ...]] = set()  # of those that are kept

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
        **more: Any,
    ) -> None:
        """Note a finding, unless it is there already. `chunk` is the raw id."""
        cls = RULES[rule][0]
        key = (rule, chunk, path, at_key, span, inflated)
        if key in self._seen:
            self._count(rule, self._levels[rule], 1)
            return
        if cls in FORBID and not self._room and not self._advice:
            self._make_room()
        kept = len(self._kept)
        super().add(rule, detail, chunk=chunk, path=path, at_key=at_key, span=span, inflated=inflated, **more)
        if len(self._kept) > kept:
            self._seen.add(key)

    def in_text(self, rule: str, path: Path, detail: str, at_key: bool) -> None:
        """Note what a schema finds, as any finding."""
        self.add(rule, detail, path=path, at_key=at_key)

    def all(self) -> tuple[Finding, ...]:
        """What is kept, in the order of the file, fit to be shown."""
        return self.findings(safe, safe_pointer)

    def forbidding(self, chunk_id: str | None = None) -> Finding | None:
        """The first finding that forbids reading: the file, or the chunk of this id."""
        shown = None if chunk_id is None else safe(chunk_id)
        for finding in self.all():
            if finding.cls in FORBID and (shown is None or finding.chunk == shown):
                return finding
        return None
