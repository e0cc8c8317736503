"""Codes of a user-defined field as a Categorical of pandas.

Rules of this file: a code outside the field's categories is missing, whatever else is wrong with it. Positions are in
range by construction, so pandas is not asked to look at them again. Spec: 10.2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cellucid_session.generated.limits import UNASSIGNED_U8 as _UNASSIGNED

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd


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

    return pd.Categorical.from_codes(
        positions, categories=pd.Index(names, dtype=object), ordered=False, validate=False
    )
