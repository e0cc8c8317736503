"""Codes of a user-defined field as a Categorical of pandas, and what a field can't keep of one.

Rules of this file: a code outside the field's categories is missing, whatever else is wrong with it. Positions are in
range by construction, so pandas is not asked to look at them again. Spec: 10.2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cellucid_session.generated.limits import UNASSIGNED_U8 as _UNASSIGNED

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd


def lost(dtype: Any) -> list[str]:
    """What a field, whose categories are texts in no order, can't keep of a categorical column. dtype: the column's."""
    import pandas as pd

    if not isinstance(dtype, pd.CategoricalDtype):
        return []
    told = ["its categories are ordered, those of a field are not"] if dtype.ordered else []
    kind = pd.api.types.infer_dtype(dtype.categories, skipna=False)
    if len(dtype.categories) and kind != "string":
        told.append(f"its categories are of the kind {kind}, those of a field are texts")
    return told


def code_bytes(categories: int) -> int:
    """Bytes of one code, as pandas has it for so many categories."""
    return 1 if categories < 127 else 2 if categories < 32767 else 4


_NARROW = 128  # categories whose positions a signed byte holds


def categorical(
    codes: np.ndarray[Any, Any], names: list[str], markers: tuple[int, ...]
) -> tuple[pd.Categorical, int, int]:
    """Codes as a Categorical.

    Args:
        codes: uint8 or uint16, shape (n,). names: the categories, distinct. markers: codes that mean "none"; of 255
            and 65535 those that do in this field.

    Returns:
        The Categorical; how many values are missing; how many of them have a code that is no marker.
    """
    import numpy as np

    count = len(names)
    if codes.dtype == np.uint8 and count < _NARROW and _UNASSIGNED in markers:
        marked = int(np.count_nonzero(codes == _UNASSIGNED))
        if int(np.count_nonzero(codes >= count)) == marked:  # as signed bytes: positions, and -1 for none
            return _from_positions(codes.view(np.int8), names), marked, 0
    top = 1 << (8 * codes.dtype.itemsize)
    meaning = np.full(top, -1, dtype=f"i{code_bytes(count)}")  # code -> position of its category
    named = min(count, top)
    meaning[:named] = np.arange(named)
    present = [marker for marker in markers if marker < top]
    meaning[present] = -1
    positions = meaning[codes]
    missing = int(np.count_nonzero(positions < 0))
    marked = sum(int(np.count_nonzero(codes == marker)) for marker in present) if missing else 0
    return _from_positions(positions, names), missing, missing - marked


def _from_positions(positions: np.ndarray[Any, Any], names: list[str]) -> pd.Categorical:
    """A Categorical of positions that are in range by construction; -1 is missing."""
    import pandas as pd

    # of the kind that this pandas makes of texts, as it reads them from a file: object until 3, then str. Columns whose
    # categories are of two kinds are no category any more when they are put together.
    index: pd.Index[Any] = pd.Index(names)
    return pd.Categorical.from_codes(positions, categories=index, ordered=False, validate=False)
