"""Codes of a user-defined field as a Categorical of pandas, and what a field can't keep of one.

Rules of this file: a code outside the field's categories is missing, whatever else is wrong with it. Positions are in
range by construction, so pandas is not asked to look at them again. Spec: 10.2.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from cellucid_session.apply import names as naming
from cellucid_session.generated.limits import UNASSIGNED_U8 as _UNASSIGNED

if TYPE_CHECKING:
    from collections.abc import Sequence

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


_TABLE = 1 << 16  # values of a code at most for which a table says what each means
_NARROW = 128  # categories whose positions a signed byte holds


def labels(categories: Sequence[Any]) -> tuple[Any, list[tuple[int, str, str]], str]:
    """The categories of a field as an index of pandas that a store can keep, each there once.

    Texts stay texts, numbers stay numbers, truth values stay truth values. Of several kinds, or where one is there
    twice, all become texts, as JSON writes them.

    Returns:
        The index; every change of a text as (place, old, new); what a person should know, or "".
    """
    import pandas as pd

    if all(isinstance(each, str) for each in categories):
        names, changes = naming.categories(categories)
        # of the kind that this pandas makes of texts, as it reads them from a file: object until 3, then str. Columns
        # whose categories are of two kinds are no category any more when they are put together.
        return pd.Index(names), changes, ""
    kept = _kept(categories)
    if kept is not None:
        return pd.Index(kept[0], dtype=kept[1]), [], ""
    names, changes = naming.categories(
        [each if isinstance(each, str) else json.dumps(each) for each in categories]
    )
    return (
        pd.Index(names),
        changes,
        "its categories are of several kinds, or one is there twice: they are texts here",
    )


def _kept(categories: Sequence[Any]) -> tuple[list[Any], str] | None:
    """Categories that are all truth values or all numbers, and their dtype; None: they can't be kept as they are."""
    if len(set(categories)) < len(categories):
        return None  # 1 and true are one to pandas
    if all(isinstance(each, bool) for each in categories):
        return list(categories), "bool"
    if any(isinstance(each, bool | str) for each in categories):
        return None
    # a session holds no integer that a float of 64 bits has not
    return list(categories), "int64" if all(isinstance(each, int) for each in categories) else "float64"


def categorical(
    codes: np.ndarray[Any, Any], names: Any, markers: tuple[int, ...]
) -> tuple[pd.Categorical, int, int]:
    """Codes as a Categorical.

    Args:
        codes: uint8, uint16 or uint32, shape (n,). names: the categories, distinct: texts, or an index of pandas.
        markers: codes that mean "none" in this field.

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
    if top > _TABLE:
        return _wide(codes, names, markers)
    meaning = np.full(top, -1, dtype=f"i{code_bytes(count)}")  # code -> position of its category
    named = min(count, top)
    meaning[:named] = np.arange(named)
    present = [marker for marker in markers if marker < top]
    meaning[present] = -1
    positions = meaning[codes]
    missing = int(np.count_nonzero(positions < 0))
    marked = sum(int(np.count_nonzero(codes == marker)) for marker in present) if missing else 0
    return _from_positions(positions, names), missing, missing - marked


def _wide(
    codes: np.ndarray[Any, Any], names: Any, markers: tuple[int, ...]
) -> tuple[pd.Categorical, int, int]:
    """The same for codes of too many values for a table of what each means."""
    import numpy as np

    none = codes >= len(names)
    marked = np.zeros(len(codes), dtype=np.bool_)
    for marker in markers:
        marked |= codes == marker
    none |= marked
    positions = np.where(none, 0, codes).astype(f"i{code_bytes(len(names))}")
    positions[none] = -1
    missing = int(np.count_nonzero(none))
    return _from_positions(positions, names), missing, missing - int(np.count_nonzero(marked))


def _from_positions(positions: np.ndarray[Any, Any], names: Any) -> pd.Categorical:
    """A Categorical of positions that are in range by construction; -1 is missing."""
    import pandas as pd

    index: pd.Index[Any] = names if isinstance(names, pd.Index) else pd.Index(names)
    return pd.Categorical.from_codes(positions, categories=index, ordered=False, validate=False)
