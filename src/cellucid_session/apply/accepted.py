"""What is taken for an AnnData, and what to do with what is none.

Rules of this file: nothing is imported that was not imported before, anndata aside; objects of other packages are told
by the names of their classes. Each refusal says what to pass instead. Spec: 10.
"""

from __future__ import annotations

import sys
from typing import Any

from cellucid_session.errors import DependencyError

INSTALL = "python -m pip install 'cellucid-session[anndata]'"
#: class, of whatever package -> what to do
INSTEAD = {
    "MuData": "pass one of its modalities, mdata.mod[NAME], then call mdata.update()",
    "SpatialData": "pass one of its tables, sdata.tables[NAME]",
    "Raw": "pass the AnnData that it belongs to",
    "str": "read it first: anndata.read_h5ad(path)",
    "PosixPath": "read it first: anndata.read_h5ad(path)",
    "CellucidSessionBundle": "the session comes first, then the AnnData",
    "bytes": "the session comes first, then the AnnData",
    "WindowsPath": "read it first: anndata.read_h5ad(path)",
}
#: class of a table -> what to do
TABLES = {"Dataset2D": "the AnnData is lazy: read its values first, adata = adata.to_memory()"}


def is_mudata(adata: Any) -> bool:
    """Whether it is a MuData of the package mudata, which is imported by who has one."""
    mudata = sys.modules.get("mudata")
    return mudata is not None and isinstance(adata, mudata.MuData)


def _check_mudata(mdata: Any) -> None:
    """Hold a MuData to what can be changed in one step. Raises TypeError."""
    if mdata.isbacked:
        raise TypeError("the MuData is backed: read it into memory first, mudata.read_h5mu(path)")
    if mdata.is_view:
        raise TypeError("the MuData is a view: make a copy of it first, mdata.copy()")
    if getattr(mdata, "axis", 0) != 0:
        raise TypeError("the modalities of the MuData don't share their cells (its axis is not 0)")


def check(adata: Any, who: str) -> None:
    """Hold an argument to what a function takes: an AnnData, in memory, backed or a view.

    Args:
        who: the function's name, for the error.

    Raises:
        TypeError: it is none, or a lazy one; the text says what to do. DependencyError: pandas or anndata is missing.
    """
    try:
        import anndata
        import pandas as pd
    except ImportError as exc:
        raise DependencyError(f"{who} requires anndata: {INSTALL}") from exc
    if is_mudata(adata):
        _check_mudata(adata)
    elif not isinstance(adata, anndata.AnnData):
        kinds = [each.__name__ for each in type(adata).__mro__]
        told = next((f": {INSTEAD[kind]}" for kind in kinds if kind in INSTEAD), "")
        raise TypeError(f"adata must be an AnnData, not {type(adata).__name__}{told}")
    for axis in ("obs", "var"):
        table = getattr(adata, axis)
        if not isinstance(table, pd.DataFrame):
            kind = type(table).__name__
            told = f": {TABLES[kind]}" if kind in TABLES else ""
            raise TypeError(f"adata.{axis} must be a pandas DataFrame, not {kind}{told}")
