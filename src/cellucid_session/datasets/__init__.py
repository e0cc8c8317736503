"""Example sessions that come with the package, and the data sets that they belong to.

Rules of this file: nothing is downloaded. A wheel has the sessions beside this module, a checkout in `examples/`. A
file that is there is never replaced by another.
"""

from __future__ import annotations

import os

from cellucid_session.errors import DependencyError, UsageError
from cellucid_session.io.outputs import write_atomic

TYPE_CHECKING = False
if TYPE_CHECKING:
    import anndata

__all__ = ["SESSIONS", "pbmc68k", "pbmc_demo", "session"]

#: names of the sessions: of the tutorial, for `pbmc68k()`; of the README, for `pbmc_demo()`
SESSIONS = ("pbmc68k", "pbmc-demo")
SUFFIX = ".cellucid-session"
#: shape of the data set of the README: as many cells and genes as the pbmc3k data that many tutorials use
DEMO_CELLS, DEMO_GENES = 2638, 1838

_HERE = os.path.dirname(os.path.abspath(__file__))
_FOLDERS = (_HERE, os.path.join(_HERE, os.pardir, os.pardir, os.pardir, "examples"))


def session(name: str = "pbmc68k", folder: str | os.PathLike[str] = ".") -> str:
    """Put an example session into a folder.

    Args:
        name: one of `SESSIONS`.
        folder: where to; this folder unless given.

    Returns:
        The path of the file, `NAME.cellucid-session`. One of the same bytes that is there already is left.

    Raises:
        UsageError: no session has this name, or another file has the name of this one.
        OutputError: the file can't be written.
    """
    if name not in SESSIONS:
        raise UsageError(f"no example session is called that; there are: {', '.join(SESSIONS)}")
    data = _bytes(name + SUFFIX)
    path = os.path.join(os.fspath(folder), name + SUFFIX)
    if not _has(path, data):
        write_atomic(path, data)
    return path


def _bytes(file: str) -> bytes:
    for folder in _FOLDERS:
        try:
            with open(os.path.join(folder, file), "rb") as stream:
                return stream.read()
        except FileNotFoundError:
            continue
    raise DependencyError("this installation has no example sessions: install cellucid-session anew")


def _has(path: str, data: bytes) -> bool:
    """Whether a regular file with these bytes is there."""
    try:
        if os.path.islink(path) or os.path.getsize(path) != len(data):
            return False
        with open(path, "rb") as stream:
            return stream.read(len(data) + 1) == data
    except OSError:
        return False


def pbmc68k() -> anndata.AnnData:
    """The data set of the session `pbmc68k`: 700 blood cells of a healthy donor (10x Genomics), with UMAP and labels.

    It is `scanpy.datasets.pbmc68k_reduced()`, which lies in scanpy's own folder.

    Returns:
        700 cells, 765 genes.

    Raises:
        DependencyError: scanpy is not installed.
    """
    import importlib
    import warnings

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # scanpy's own, of files that older libraries wrote
            adata: anndata.AnnData = importlib.import_module("scanpy").datasets.pbmc68k_reduced()
    except ImportError as exc:
        raise DependencyError("these data come with scanpy: python -m pip install scanpy") from exc
    return adata


def pbmc_demo() -> anndata.AnnData:
    """A data set of the shape that the session `pbmc-demo` was made for; the values are random, always the same.

    Returns:
        2,638 cells, 1,838 genes; `X` is sparse (CSR, float32), `obs["n_counts"]` its sums.

    Raises:
        DependencyError: the extra `anndata` is not installed.
    """
    try:
        import anndata as ad
        import numpy as np
        import pandas as pd
        from scipy import sparse
    except ImportError as exc:
        raise DependencyError(
            "this needs AnnData: python -m pip install 'cellucid-session[anndata]'"
        ) from exc
    rng = np.random.default_rng(3)
    counts = sparse.random(
        DEMO_CELLS, DEMO_GENES, density=0.02, format="csr", random_state=rng, dtype=np.float32
    )
    obs = pd.DataFrame(
        {"n_counts": np.asarray(counts.sum(axis=1)).ravel()}, index=[f"cell-{i}" for i in range(DEMO_CELLS)]
    )
    return ad.AnnData(X=counts, obs=obs, var=pd.DataFrame(index=[f"gene-{i}" for i in range(DEMO_GENES)]))
