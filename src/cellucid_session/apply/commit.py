"""The one step in which an AnnData changes.

Rules of this file:

* New tables and a new `uns` are built aside, from shallow copies; no value of the AnnData is written to.
* They are put in place by one update of the object's attributes, inside a `try` that ends with the function: whatever
  is raised before the caller has the result, KeyboardInterrupt included, puts every attribute back.
* In place, X and the other matrices are not touched. A view becomes a copy first, as AnnData itself makes it.
Spec: 10, 10.4.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from cellucid_session.apply.colors import GONE
from cellucid_session.apply.keys import beside
from cellucid_session.apply.target import Planned
from cellucid_session.errors import DependencyError, UsageError
from cellucid_session.safe import safe

if TYPE_CHECKING:
    import pandas as pd

ATTRIBUTES = ("_obs", "_var", "_uns")
KEY = "cellucid"
PART = "session"


def with_columns(frame: pd.DataFrame, planned: Sequence[Planned]) -> pd.DataFrame:
    """A table with the planned columns, which shares its other columns with the table given.

    Args:
        frame: n rows. planned: columns of n values each, the table's from now on; those that overwrite are in it.
    """
    import numpy as np
    import pandas as pd

    result = frame.copy(deep=False)
    added = []
    for item in planned:
        if item.column.overwrites:
            result[item.column.name] = item.values
        else:
            added.append(item)
    parts = [result]
    for kind, run in itertools.groupby(added, lambda item: item.column.kind):
        items = list(run)
        if kind == "highlight":  # in one piece: pandas counts the pieces of a table, and warns at a hundred
            block = np.array([item.values for item in items], dtype=np.bool_)
            names = [item.column.name for item in items]
            parts.append(pd.DataFrame(block.T, index=result.index, columns=names))
        else:
            columns = {item.column.name: item.values for item in items}
            parts.append(pd.DataFrame(columns, index=result.index, copy=False))
    # from pandas 3 on nothing is copied before it is written to, and the parameter is on its way out
    uncopied: Any = {} if int(pd.__version__.split(".")[0]) >= 3 else {"copy": False}
    joined: pd.DataFrame = pd.concat(parts, axis=1, **uncopied)
    joined.attrs = dict(frame.attrs)
    joined.columns.name = frame.columns.name
    return joined


def check_uns(uns: Any) -> None:
    """Look whether the bookkeeping has a place that is only its own.

    Raises:
        TypeError: `uns["cellucid"]` is there and no dict. UsageError: another key is there that a store can't keep
            beside ours, `cellucid/session` for one.
    """
    if KEY in uns and not isinstance(uns[KEY], dict):
        raise TypeError(f'adata.uns["{KEY}"] must be a dict, it is {type(uns[KEY]).__name__}')
    for what, key, there in (
        (f"the key {KEY}", KEY, uns),
        (f'{PART} in uns["{KEY}"]', PART, uns.get(KEY, {})),
    ):
        other = beside(key, there)
        if other is not None:
            raise UsageError(
                f"a store can't keep the key {safe(other, 80)} of uns beside {what}: give it another name, or leave "
                "the bookkeeping out (store_uns=False, --no-uns)"
            )


def with_record(uns: Any, record: dict[str, Any]) -> Any:
    """A mapping like `uns`, which `check_uns` has seen, with our part of `uns["cellucid"]` replaced."""
    result = uns.copy()
    result[KEY] = {**uns.get(KEY, {}), PART: record}
    return result


def with_colors(uns: Any, colors: Mapping[str, Any]) -> Any:
    """A mapping like `uns` with other colours. colors: key -> value, or `GONE`."""
    result = uns.copy()
    for key, value in colors.items():
        if value is GONE:
            result.pop(key, None)
        else:
            result[key] = value
    return result


#: what an AnnData holds beside X, the tables and raw
BESIDE = ("uns", "obsm", "varm", "obsp", "varp", "layers")


def copied(adata: Any) -> Any:
    """A copy in memory, of a view or a backed object too."""
    if not adata.isbacked:
        return adata.copy()
    if not adata.file.is_open:
        adata.file.open()
    # without X it is not there, or as anndata 0.12.0 writes it a data set of no shape
    there = "X" in adata.file and getattr(adata.file["X"], "shape", ()) is not None
    return adata.to_memory(copy=True) if there else _without_x(adata)


def _without_x(adata: Any) -> Any:
    """A copy in memory of a backed object whose file has no X, which anndata itself can't copy."""
    parts = {name: _copies(getattr(adata, name)) for name in BESIDE}
    if adata.raw is not None:
        raw = adata.raw
        x = raw.X.to_memory() if hasattr(raw.X, "to_memory") else raw.X[...]
        parts["raw"] = {"X": x, "var": raw.var.copy(), "varm": _copies(raw.varm)}
    return type(adata)(None, obs=adata.obs.copy(), var=adata.var.copy(), **parts)


def _copies(value: Any) -> Any:
    """A copy, of mappings and of what is in them, as `AnnData.to_memory` makes it."""
    if isinstance(value, Mapping):
        # anndata 0.13 has X among the layers, under the name None
        return {key: _copies(value[key]) for key in value if key is not None}
    return value.copy() if hasattr(value, "copy") else value


def tell_kept(sessions: Iterable[object]) -> None:
    """Tell who gave the sessions that they were applied (`CellucidSessionBundle.kept`)."""
    for each in sessions:
        kept = getattr(each, "kept", None)
        if kept is not None:
            kept()


def commit(
    adata: Any,
    planned: Sequence[Planned],
    record: dict[str, Any] | None,
    inplace: bool,
    colors: Mapping[str, Any] = MappingProxyType({}),
    sessions: Iterable[object] = (),
) -> Any:
    """Put columns, their colours and bookkeeping on an AnnData.

    Args:
        record: what becomes `uns["cellucid"]["session"]`; None: nothing does. colors: key of `uns` -> colours, or
            `GONE`.
        inplace: whether the AnnData given changes; else a copy does. sessions: who gave them is told in the same step.

    Returns:
        The AnnData that has changed. When anything is raised, the one that was given is as it was.
    """
    if not inplace:
        adata = copied(adata)
    actual = copied(adata) if adata.is_view else None
    source = adata if actual is None else actual
    if not vars(source).keys() >= set(ATTRIBUTES):
        raise DependencyError("this version of anndata keeps its tables elsewhere: use columns_only=True")
    changes = {
        f"_{axis}": with_columns(
            getattr(source, axis), [item for item in planned if item.column.axis == axis]
        )
        for axis in ("obs", "var")
        if any(item.column.axis == axis for item in planned)
    }
    if colors:
        changes["_uns"] = with_colors(source.uns, colors)
    if record is not None:
        changes["_uns"] = with_record(changes.get("_uns", source.uns), record)
    before = dict(vars(adata))
    try:
        if actual is not None:
            adata._init_as_actual(actual)
        vars(adata).update(changes)
        tell_kept(sessions)
        return adata
    except BaseException:
        put_back(vars(adata), before)
        raise


def put_back(attributes: dict[str, Any], before: dict[str, Any]) -> None:
    """Give an object's attributes their former values."""
    attributes.update(before)
    for name in attributes.keys() - before.keys():
        del attributes[name]
