"""Columns of an AnnData as a session needs them: found by name, and as arrays.

Rules of this file: what has no form in a session is an error that names the column. Nothing of the AnnData is changed.
Spec: 6.2, 6.5, 9.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from cellucid_session.errors import DependencyError, UsageError
from cellucid_session.generated import limits as L
from cellucid_session.io.dataset import MISSING
from cellucid_session.safe import safe

if TYPE_CHECKING:
    import pandas as pd

SOURCES = ("obs", "var")


def items_of(values: Any, what: str) -> list[Any]:
    """As a list what a caller gave: a list, an index of pandas, an array, an iterator. Raises UsageError: one name."""
    if isinstance(values, str | bytes) or not isinstance(values, Iterable):
        raise UsageError(f"{what} are lists of names of columns, not one name")
    return list(values)


def names_of(values: Any, what: str) -> list[str]:
    """A caller's names of columns. Raises UsageError: one is no text."""
    names = items_of(values, what)
    if not all(isinstance(name, str) for name in names):
        raise UsageError("names of columns are texts")
    return [str(name) for name in names]  # numpy has texts of its own


def column_of(adata: Any, source: str, name: str) -> pd.Series[Any]:
    """One column of `obs` or `var`. Raises UsageError: two have this name."""
    column = getattr(adata, source)[name]
    if column.ndim != 1:
        raise UsageError(f"{source} has more than one column of the name {safe(name)}")
    return column  # type: ignore[no-any-return]


def mask_of(adata: Any, name: str) -> Any:
    """A column of bool: bool, shape (n_obs,)."""
    import numpy as np

    if not isinstance(name, str) or not name or name not in adata.obs:
        raise UsageError(f"obs has no column {safe(str(name))}")
    column = column_of(adata, "obs", name)
    if str(column.dtype) not in ("bool", "boolean"):
        raise UsageError(
            f"the column {safe(name)} of obs is {safe(str(column.dtype))}, a highlight group needs bool"
        )
    if column.hasnans:
        raise UsageError(
            f"the column {safe(name)} of obs has missing values: a cell is in a group or it is not"
        )
    return np.asarray(column, dtype=np.bool_)


def source_of(adata: Any, wish: str) -> tuple[str, str]:
    """Where a field comes from, and the name of its column."""
    for source in SOURCES:
        if wish in getattr(adata, source):
            return source, wish
    source, _, name = wish.partition(":")
    if source in SOURCES and name in getattr(adata, source):
        return source, name
    raise UsageError(f"neither obs nor var has a column {safe(wish)}")


def categories_of(column: pd.Series[Any], what: str) -> tuple[list[str], Any]:
    """Names of categories, and one code for each row: uint8 or uint16, shape (rows,), a marker where there is none."""
    import numpy as np

    try:
        import pandas as pd
    except ImportError as exc:
        raise DependencyError(MISSING) from exc
    if not isinstance(column.dtype, pd.CategoricalDtype):
        raise UsageError(
            f'{what} is {safe(str(column.dtype))}, a field needs a categorical one: .astype("category")'
        )
    names = [str(name) for name in column.cat.categories]
    if len(set(names)) < len(names):
        raise UsageError(f"{what} has two categories of one name")
    if len(names) > L.UNASSIGNED_U16:
        raise UsageError(f"{what} has {len(names)} categories, at most {L.UNASSIGNED_U16} can be written")
    narrow = len(names) <= L.CATEGORIES_U8
    wide = np.asarray(column.cat.codes).astype(np.int64)  # a marker fits in no signed code as narrow as it is
    wide[wide < 0] = L.UNASSIGNED_U8 if narrow else L.UNASSIGNED_U16
    return names, wide.astype(np.uint8 if narrow else np.uint16)
