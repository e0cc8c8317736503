"""The genes that a session's viewer showed: which matrix they are of, what names them, how many there are.

Rules of this file:

* Where the fingerprint has a data mapping, it says so and nothing else does; one that can't be followed is another data
  set. Where a generation has none, genes are those of X by their names in `var`.
* Names that occur twice are told apart as the viewer does it (NAME, NAME-1, ...), so that a gene is never another one
  of the same name; without a mapping such a name names nobody. Spec: 3, 10.1.
"""

from __future__ import annotations

import dataclasses
import numbers
from collections import Counter
from typing import TYPE_CHECKING, Any

from cellucid_session.check.mapping import EXPORT
from cellucid_session.io.matrices import LAYER, RAW, X
from cellucid_session.safe import safe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cellucid_session.apply.arrays import Data
    from cellucid_session.generation import Generation

COLUMN = "column:"  # what the name of a column in `geneNames` begins with
INDEX = "index"
#: what a generation asks of the manifest that says where genes are
ASKED = "data-mapping"


@dataclasses.dataclass(frozen=True)
class Genes:
    """Where genes are.

    Attributes:
        matrix: X, "raw", "layer:NAME", or None: the viewer showed none.
        column: of the table of genes, which names them; None: its index does.
        unique: whether names that occur twice are made unique.
        modality: of a MuData, or None.
        why: why it can't be followed, or "".
    """

    matrix: str | None = X
    column: str | None = None
    unique: bool = False
    modality: str | None = None
    why: str = ""

    @property
    def told(self) -> str:
        """The number of genes, as it is called in a message."""
        return {RAW: "adata.raw.n_vars", None: "the genes shown"}.get(self.matrix, "adata.n_vars")

    def count(self, data: Data) -> int | None:
        """How many genes the viewer would show of this data set; None: the matrix is not there."""
        if self.matrix is None:
            return 0
        table = data.genes(self.matrix)
        return None if table is None else len(table)

    def names(self, data: Data) -> list[str]:
        """The names of the genes, in their order. Raises LookupError: the data set has no such table or column."""
        table = data.genes(self.matrix)
        if self.matrix is None or table is None:
            return []
        index = data.names(table)
        if self.column is None:
            return unique(index) if self.unique else index
        if list(table.columns).count(self.column) != 1:
            raise LookupError(
                f"var has no column {safe(self.column, 80)}, or has it twice, by which genes are named"
            )
        named = [
            _text(value) or other for value, other in zip(table[self.column].tolist(), index, strict=True)
        ]
        return unique(named) if self.unique else named


def of(manifest: dict[str, Any], generation: Generation) -> Genes:
    """What a manifest says of the genes."""
    fingerprint = manifest.get("datasetFingerprint")
    said = fingerprint.get("dataMapping") if isinstance(fingerprint, dict) else None
    if ASKED not in generation.manifest_rules:
        return Genes()
    if not isinstance(said, dict):
        return Genes(why="datasetFingerprint has no dataMapping, so that nothing says what the session shows")
    names, matrix = said.get("geneNames"), said.get("expression", X if said.get("kind") == EXPORT else 0)
    modality = said.get("modality")
    if not isinstance(names, str) or not (
        names == INDEX or (len(names) > len(COLUMN) and names.startswith(COLUMN))
    ):
        return Genes(why="geneNames of the data mapping is nothing that names genes")
    known = matrix is None or (
        isinstance(matrix, str)
        and (matrix in (X, RAW) or (len(matrix) > len(LAYER) and matrix.startswith(LAYER)))
    )
    if not known:
        return Genes(why="expression of the data mapping is no matrix")
    if not isinstance(modality, str | None):
        return Genes(why="modality of the data mapping is no text")
    return Genes(matrix, None if names == INDEX else names[len(COLUMN) :], True, modality)


def unlike(genes: Genes, data: Data, requires: dict[str, frozenset[str]] | None, wanted: bool) -> list[str]:
    """Why a data set is another one than the session shows: what is not there that it needs.

    Args:
        requires: names of columns of obs and of genes that the session needs. wanted: whether it must say so.
    """
    if genes.why:
        return [genes.why]
    if genes.modality != data.modality:
        if data.modality is None:
            return [
                f"the session shows the modality {safe(str(genes.modality), 80)} of a MuData: pass the MuData"
            ]
        return [f"the MuData has no modality {safe(str(genes.modality), 80)}, which the session shows"]
    reasons = []
    if genes.matrix is not None and data.genes(genes.matrix) is None:
        reasons.append(
            f"the session shows genes of {safe(genes.matrix, 80)}, which the data set does not have"
        )
    if requires is None or not all(source in requires for source in ("obs", "var")):
        return (
            [*reasons, "the session does not say which columns and genes it requires"] if wanted else reasons
        )
    reasons += _absent("column", requires["obs"], set(data.obs.columns))
    if requires["var"] and not reasons:
        try:
            reasons += _absent("gene", requires["var"], set(genes.names(data)))
        except LookupError as exc:
            reasons.append(str(exc))
    return reasons


def _absent(what: str, wanted: frozenset[str], there: set[Any]) -> list[str]:
    absent = sorted(wanted - there)
    if not absent:
        return []
    named = ", ".join(safe(name, 60) for name in absent[:20])
    more = f" and {len(absent) - 20} more" if len(absent) > 20 else ""
    of = "obs " if what == "column" else ""
    return [
        f"the session requires the {of}{what}{'s' if len(absent) > 1 else ''} {named}{more}, not in the data set"
    ]


def _text(value: Any) -> str:
    """A value of a column as the name of a gene; "" for none, and for what can't name one."""
    import numpy as np

    if isinstance(value, str):
        return value
    if isinstance(value, bool | np.bool_):
        return str(bool(value))
    if isinstance(value, numbers.Integral):
        return str(int(value))
    if isinstance(value, numbers.Real):
        return "" if value != value else str(float(value))
    return ""


def unique(names: Sequence[str]) -> list[str]:
    """Names, each there once: the second "A" is "A-1", as anndata and the viewer have it."""
    taken = set(names)
    if len(taken) == len(names):
        return list(names)
    seen: set[str] = set()
    often: Counter[str] = Counter()
    result = []
    for name in names:
        chosen = name
        if name in seen:
            while chosen in taken:
                often[name] += 1
                chosen = f"{name}-{often[name]}"
            taken.add(chosen)
        seen.add(name)
        result.append(chosen)
    return result
