"""What is taken for an AnnData, and what to do with what is none.

Rules of this file: nothing is imported that was not imported before, anndata aside; objects of other packages are told
by the names of their classes. Each refusal says what to pass instead. Spec: 10.
"""

from __future__ import annotations

from typing import Any

from cellucid_session.errors import DependencyError

#: class, of whatever package -> what to do
INSTEAD = {
    "MuData": "pass one of its modalities, mdata.mod[NAME], then call mdata.update()",
    "SpatialData": "pass one of its tables, sdata.tables[NAME]",
    "Raw": "pass the AnnData that it belongs to",
    "str": "read it first: anndata.read_h5ad(path)",
    "PosixPath": "read it first: anndata.read_h5ad(path)",
    "WindowsPath": "read it first: anndata.read_h5ad(path)",
}
#: class of a table -> what to do
TABLES = {"Dataset2D": "the AnnData is lazy: read its values first, adata = adata.to_memory()"}


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
        raise DependencyError(f"{who} requires anndata") from exc
    if not isinstance(adata, anndata.AnnData):
        kinds = [each.__name__ for each in type(adata).__mro__]
        told = next((f": {INSTEAD[kind]}" for kind in kinds if kind in INSTEAD), "")
        raise TypeError(f"adata must be an AnnData, not {type(adata).__name__}{told}")
    for axis in ("obs", "var"):
        table = getattr(adata, axis)
        if not isinstance(table, pd.DataFrame):
            kind = type(table).__name__
            told = f": {TABLES[kind]}" if kind in TABLES else ""
            raise TypeError(f"adata.{axis} must be a pandas DataFrame, not {kind}{told}")
