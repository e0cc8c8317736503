"""A judgement of what is left of a session, which says of each chunk what is wrong with it.

Rules of this file: what judges is the judge of everything else, fed with the chunks whose bytes are there. It ends at
nothing but a budget, and keeps one entry for each chunk, however much is wrong with it. Spec: 2, 7.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from cellucid_session.check.collector import Collector
from cellucid_session.check.link_lookup import link_rule
from cellucid_session.check.session import LENGTH, SessionJudge
from cellucid_session.errors import BudgetError, InputError
from cellucid_session.generated import rules as R
from cellucid_session.generated.rules import RULES
from cellucid_session.model import DatasetFacts, Limits
from cellucid_session.rescue.outline import CHANGED, PIECE, Row
from cellucid_session.write.texts import json_text

if TYPE_CHECKING:
    from cellucid_session.generation import Generation
    from cellucid_session.io.files import Input, Memory

    Path = tuple[str | int, ...]

SAFETY = "safety"
#: budgets that a chunk alone can be beyond: a broken length is, and the chunk is lost like any other that is broken
OF_A_CHUNK = (R.BUDGET_JSON_BYTES, R.BUDGET_JSON_NODES)


class Blame(Collector):
    """What is wrong, by chunk.

    Attributes:
        of: id of a chunk, or None -> rule -> what is said first of it.
    """

    def __init__(self) -> None:
        super().__init__(0)
        self.of: dict[str | None, dict[str, str]] = {}

    def add(self, rule: str, detail: str = "", *, chunk: str | None = None, **more: Any) -> None:
        """Note who is to blame."""
        cls, level, *_ = RULES[rule]
        if cls in ("budget", "tool") and (chunk is None or rule not in OF_A_CHUNK):
            raise BudgetError(f"{detail} [{rule}]")
        if level == "error":
            self.of.setdefault(chunk, {}).setdefault(rule, detail)

    def enough(self, rule: str) -> bool:
        """Whether nobody asks for more: advice takes nothing away."""
        return RULES[rule][1] != "error"

    def in_text(self, rule: str, path: Path, detail: str, at_key: bool) -> None:
        """Note what a schema finds in the manifest."""
        self.add(rule, detail)


class Look(SessionJudge):
    """A judgement of chunks.

    Attributes:
        sizes: bytes of the payload of each chunk that could be inflated, by id.
        linked: (registry, path in it, rule, detail) of what is wrong between a registry and the chunks.
    """

    def __init__(self, blame: Blame, limits: Limits, taken: frozenset[int]) -> None:
        super().__init__(blame, limits, DatasetFacts(), False, None, taken)
        self.sizes: dict[str, int] = {}
        self.linked: list[tuple[str, Path, str, str]] = []

    def frame_end(self) -> None:
        """A frame is whole: keep how long its payload is."""
        broken = self._codec is None
        super().frame_end()
        if not broken and self._codec is not None:
            self.sizes[self._entry.id] = self._produced

    def _links(self) -> None:
        facts, collector = self.facts, self.collector

        def add(
            rule: str,
            detail: str,
            *,
            entry: Any = None,
            registry: str | None = None,
            path: Path = (),
            **more: Any,
        ) -> None:
            if entry is not None:
                collector.add(rule, detail, chunk=entry.id)
            elif RULES[rule][1] == "error":
                self.linked.append((registry or "", path, rule, detail))

        for name in facts.generation.links:
            link_rule(name)(facts, add)

    def _locate(self) -> None:
        """Nobody asks where something is."""


def stored(file: Input | Memory, row: Row) -> Iterator[bytes]:
    """The stored bytes of a chunk. Raises InputError: they are not there any more."""
    if row.data is not None:
        yield row.data
        return
    at, end = row.start, row.start + row.length
    while at < end:
        piece = file.excerpt(at, min(PIECE, end - at))
        if not piece:
            raise InputError(CHANGED)
        at += len(piece)
        yield piece


def manifest_of(head: dict[str, Any], rows: list[Row]) -> bytes:
    """The manifest for these chunks."""
    return json_text(head | {"chunks": [row.raw for row in rows]})


def look(
    file: Input | Memory, generation: Generation, head: dict[str, Any], rows: list[Row], limits: Limits
) -> tuple[Blame, Look]:
    """Judge a session of these chunks. Raises BudgetError, InputError."""
    blame = Blame()
    judge = Look(blame, limits, frozenset((generation.number,)))
    manifest = manifest_of(head, rows)
    judge.feed(generation.magic + len(manifest).to_bytes(LENGTH, "little") + manifest)
    for row in rows:
        judge.feed(row.length.to_bytes(LENGTH, "little"))
        for piece in stored(file, row):
            judge.feed(piece)
    judge.end()
    return blame, judge
