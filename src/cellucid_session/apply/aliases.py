"""Continuous fields of a session that are another name of a column or gene: their values, from the data set.

Rules of this file: the column or gene is there once, at the place that the session says if it says one, and holds
numbers; otherwise the field is left out, and it is said why. Values are copied as they are: they are the data
set's own, whatever cells the session had. Spec: 10.2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cellucid_session.safe import safe

if TYPE_CHECKING:
    from cellucid_session.apply.arrays import Data
    from cellucid_session.apply.mapping import Genes
    from cellucid_session.read.fields import Field

WIDTH = 8  # bytes that a value takes at most


class UnusableError(Exception):
    """A field can't be copied; the text says why."""


class Copies:
    """The values of such fields. genes: of the session. data: the data set, whose names are looked through once."""

    def __init__(self, genes: Genes, data: Data) -> None:
        self._genes = genes
        self._data = data
        self._places: dict[str, dict[str, list[int]]] = {}

    def values(self, field: Field) -> tuple[Any, str]:
        """The values of a field, an array of numbers of shape (cells,), and what they are copied from.

        Raises:
            UnusableError: they can't be had for certain.
        """
        alias = field.alias
        assert alias is not None, "who calls has looked"
        key, said = alias
        named = safe(key, 80)
        what = f"the obs column {named}" if field.source == "obs" else f"the gene {named}"
        try:
            place = self._place(field.source, key)
            found = self._data.obs[key] if field.source == "obs" else self._gene(place)
        except (LookupError, ValueError) as exc:
            raise UnusableError(f"it is a copy of {what}: {exc}") from exc
        if field.source != "obs":
            what += f" in {safe(str(self._genes.matrix), 80)}"
        if said is not None and said != place:
            told = f"at place {said} by the session, which stands at place {place}"
            raise UnusableError(f"it is a copy of {what}, {told}")
        return _numbers(found, what, len(self._data.obs)), what

    def _place(self, source: str, key: str) -> int:
        """Where a column or a gene stands. Raises LookupError: none has the name, or several have it."""
        if source not in self._places:
            if source != "obs" and self._genes.matrix is None:
                raise LookupError("the session shows no genes")
            names = self._data.obs.columns if source == "obs" else self._genes.names(self._data)
            places: dict[str, list[int]] = {}
            for place, name in enumerate(names):
                places.setdefault(name, []).append(place)
            self._places[source] = places
        found = self._places[source].get(key, [])
        if len(found) != 1:
            raise LookupError(f"{'more than one has' if found else 'none has'} this name")
        return found[0]

    def _gene(self, place: int) -> Any:
        matrix = self._genes.matrix
        found = None if matrix is None else self._data.gene(matrix, place)
        if found is None:
            raise LookupError(f"the data set has no {safe(str(matrix), 80)}, or no numbers in it")
        return found


def _numbers(found: Any, what: str, cells: int) -> Any:
    import numpy as np
    import pandas as pd

    if isinstance(found, pd.Series) and isinstance(found.dtype, pd.api.extensions.ExtensionDtype):
        if not pd.api.types.is_numeric_dtype(found.dtype) or pd.api.types.is_bool_dtype(found.dtype):
            raise UnusableError(f"it is a copy of {what}, which holds no numbers")
        found = found.to_numpy(dtype=np.float64, na_value=np.nan)
    array = np.array(found)
    if array.dtype.kind not in "iuf" or array.dtype.itemsize > WIDTH:
        raise UnusableError(f"it is a copy of {what}, which holds no numbers")
    if array.shape != (cells,):
        raise UnusableError(f"it is a copy of {what}, which has not one value for each cell")
    return array
