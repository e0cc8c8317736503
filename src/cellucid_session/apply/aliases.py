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
    from cellucid_session.read.views import Field

WIDTH = 8  # bytes that a value takes at most


class UnusableError(Exception):
    """A field can't be copied; the text says why."""


def values(field: Field, genes: Genes, data: Data) -> tuple[Any, str]:
    """The values of a field, an array of numbers of shape (cells,), and what they are copied from.

    Raises:
        UnusableError: they can't be had for certain.
    """
    alias = field.alias
    assert alias is not None, "who calls has looked"
    key, said = alias
    named = safe(key, 80)
    if field.source == "obs":
        places = [place for place, column in enumerate(data.obs.columns) if column == key]
        if len(places) != 1:
            told = "no column" if not places else "more than one column"
            raise UnusableError(f"it is a copy of the obs column {named}, and {told} has this name")
        place, found, what = places[0], data.obs[key], f"the obs column {named}"
    else:
        if genes.matrix is None:
            raise UnusableError(f"it is a copy of the gene {named}, and the session shows no genes")
        try:
            place = genes.place(data, key)
            found = data.gene(genes.matrix, place)
        except (LookupError, ValueError) as exc:
            raise UnusableError(f"it is a copy of the gene {named}: {exc}") from exc
        what = f"the gene {named} in {safe(genes.matrix, 80)}"
        if found is None:
            raise UnusableError(f"it is a copy of {what}, which the data set does not have")
    if said is not None and said != place:
        raise UnusableError(
            f"it is a copy of {what}, at place {said} by the session, which stands at place {place}"
        )
    return _numbers(found, what, len(data.obs)), what


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
