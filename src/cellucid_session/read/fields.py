"""User-defined fields.

Rules of this file: codes are decoded when they are asked for, with the lengths that the data set allows. How they are
read follows from what the registry of the generation says of their type. Spec: 5.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from cellucid_session.check.entries import whole
from cellucid_session.check.later_payloads import fitting
from cellucid_session.generated import rules as R
from cellucid_session.model import Finding
from cellucid_session.read.decode import refusal
from cellucid_session.read.view import View
from cellucid_session.safe import safe
from cellucid_session.wire.runs import Runs
from cellucid_session.wire.sinks import CodeSink

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np

    from cellucid_session.check.facts import Facts

CODES = "codes"


@dataclasses.dataclass(frozen=True)
class Field(View):
    """A user-defined field.

    Attributes:
        source: "obs" or "var". kind: "category" or "continuous".
        categories: names in the writer's order; () for a continuous field. Where the registry names the type of codes,
            numbers and truth values are names, too.
        markers: the codes that mean "unassigned".
        codes_length: the session's hint, or None. chunk_id: the chunk with the codes, or None.
    """

    id: str
    key: str
    source: str
    kind: str
    categories: tuple[Any, ...]
    deleted: bool
    purged: bool
    codes_type: str | None
    codes_length: int | None
    markers: tuple[int, ...]
    chunk_id: str | None
    meta: dict[str, Any] = dataclasses.field(repr=False)

    @property
    def codes(self) -> np.ndarray[Any, Any]:
        """The codes as stored: uint8, uint16 or uint32, shape (cells,) or (variables,); empty without a chunk.

        Raises:
            InvalidSessionError: the length is none that the fingerprint allows, or the chunk is broken.
        """
        facts = self._bundle.facts
        return self.codes_for(self.lengths(facts.n_obs, facts.n_vars))

    @property
    def runs(self) -> Runs:
        """The codes as runs, nothing expanded. Raises what `codes` raises for another length or a broken chunk."""
        runs = Runs()
        facts = self._bundle.facts
        self.read(self.lengths(facts.n_obs, facts.n_vars), runs)
        return runs

    @property
    def alias(self) -> tuple[str, int | None] | None:
        """What a continuous field is another name of: key of a column of `source`, and its position or None.

        None where the field has values of its own, or the session does not say of what.
        """
        said = self.meta.get("sourceField")
        if (
            self.kind != "continuous"
            or not self._bundle.facts.generation.aliases
            or not isinstance(said, dict)
        ):
            return None
        key = said.get("sourceKey")
        return (key, whole(said.get("sourceIndex"))) if isinstance(key, str) and key else None

    def lengths(self, cells: int | None, variables: int | None) -> tuple[int, ...] | None:
        """How many codes there can be, for so many cells and variables; None where that is not known."""
        if self.source == "obs" or self.typed:
            return None if cells is None else (cells,)
        return None if cells is None or variables is None else (cells, variables)

    def codes_for(self, lengths: tuple[int, ...] | None) -> np.ndarray[Any, Any]:
        """The codes, whose number must be one of `lengths` (None: at most the budget of a chunk).

        Raises:
            BudgetError: the codes of all fields that were read are too many together: `Limits(inflated_bytes=...)`.
        """
        sink = CodeSink(expand=self._expand)
        self.read(lengths, sink)
        codes: np.ndarray[Any, Any] = sink.result()
        return codes

    def _expand(self, size: int) -> None:
        if self.chunk_id is not None:
            self._bundle.decoder.expand(self._bundle.entry(self.chunk_id), size)

    @property
    def typed(self) -> bool:
        """Whether the registry says what type codes have: then there is one for each cell."""
        return bool(TYPES[self._bundle.facts.generation.reads[CODES]])

    def read(self, lengths: tuple[int, ...] | None, sink: Any) -> Any:
        """Give the codes to a sink, as `generated.payloads.codes` does. Returns encoding and length; None: no chunk."""
        if self.chunk_id is None:
            return None
        facts = self._bundle.facts
        generation = facts.generation
        entry = self._bundle.entry(self.chunk_id)
        wanted: dict[str, Any] = {}
        if told := TYPES[generation.reads[CODES]]:
            known = facts.fields.get(self.id)
            if known is None or known.width is None:
                what = "the registry does not say how wide the codes are"
                raise refusal(Finding(R.OVERLAYS_SHAPE, what, chunk=safe(entry.id)))
            wanted = told(facts, known.width)
        grammar = generation.grammars[CODES]
        return self._bundle.decoder.read(
            entry, lambda source: grammar(source, lengths=lengths, sink=sink, **wanted)
        )


#: how codes are read -> what else the coroutine is told, where the registry names their type
TYPES: dict[str, Callable[[Facts, int], dict[str, Any]] | None] = {
    "codes": None,
    "typed-codes": lambda facts, width: {"encodings": fitting(facts, width)},
    "wide-codes": lambda facts, width: {"width": width, "greatest": 256**width - 1},
}
