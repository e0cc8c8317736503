"""Cells that a person names in Python, as positions in what a viewer shows, and back.

Rules of this file:

* A position means a cell only in the order that is shown. A mask without names counts in that order; names, and a mask
  that carries them (a column of `obs` compared with something), are looked up by name.
* Who can't be told apart is not guessed: names that occur twice, that are not shown, or a mask of another length are
  errors that say what to do.
Spec: 15.8.5.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cellucid_session.errors import ArgumentTypeError, UsageError
from cellucid_session.io import identity
from cellucid_session.model import Frozen
from cellucid_session.safe import safe

if TYPE_CHECKING:
    import numpy as np

    Positions = np.ndarray[Any, np.dtype[np.uint32]]

SHOWN = 5  # names in an error
WANTED = "give a mask with True or False for each cell, or names of obs_names"


class Selection(Frozen):
    """Cells that are selected in a viewer's page.

    Attributes:
        positions: in what the viewer shows, ascending, int64, shape (selected,).
        obs_names: their names, a pandas Index of the same length.
        n_obs: how many cells are shown.
    """

    __slots__ = ("n_obs", "obs_names", "positions")
    positions: np.ndarray[Any, np.dtype[np.int64]]
    obs_names: Any
    n_obs: int

    def __init__(self, positions: np.ndarray[Any, np.dtype[np.int64]], obs_names: Any, n_obs: int) -> None:
        self._fill(positions=positions, obs_names=obs_names, n_obs=n_obs)

    @property
    def mask(self) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """True for each cell that is selected, in the order that is shown; shape (n_obs,)."""
        import numpy as np

        found = np.zeros(self.n_obs, dtype=np.bool_)
        found[self.positions] = True
        return found

    def __len__(self) -> int:
        return len(self.positions)

    def __repr__(self) -> str:
        names = ", ".join(safe(str(name), 40) for name in self.obs_names[:SHOWN])
        return (
            f"<Selection of {len(self)} of {self.n_obs} cells: {names}{', ...' if len(self) > SHOWN else ''}>"
        )


def positions(cells: Any, n_obs: int, names: Mapping[str, identity.Names] | None) -> Positions:
    """The cells that are meant, ascending, each once, uint32.

    Args:
        cells: a mask, or names; or a `Selection`. n_obs: how many are shown. names: "obs" -> what is kept of theirs.

    Raises:
        ArgumentTypeError: neither mask nor names. UsageError: the mask has another length, or a name is not shown.
    """
    import numpy as np

    if isinstance(cells, Selection):
        cells = cells.obs_names
    if isinstance(cells, str | bytes | Mapping) or not hasattr(type(cells), "__iter__"):
        raise ArgumentTypeError(
            f"cells must be a mask or names, not {safe(type(cells).__name__, 40)}: {WANTED}"
        )
    index: Any = getattr(cells, "index", None)
    if not hasattr(index, "get_indexer"):
        index = None  # no Series (a list has a method of this name)
    values = cells.to_numpy() if hasattr(cells, "to_numpy") else cells
    values = np.asarray(values if hasattr(values, "dtype") else list(values))
    if values.ndim != 1:
        raise ArgumentTypeError(f"cells must have one dimension, not {values.ndim}: {WANTED}")
    if len(values) == 0:
        return np.empty(0, dtype=np.uint32)
    if _is_mask(values):
        return _masked(values.astype(np.bool_), index, n_obs, names)
    if values.dtype.kind not in "OUT" or not all(isinstance(value, str) for value in values):
        raise ArgumentTypeError(
            f"cells are neither True and False nor names: {WANTED} (adata.obs_names[positions])"
        )
    return _named(list(values), names)


def _is_mask(values: np.ndarray[Any, Any]) -> bool:
    """Whether they are True and False.

    Raises:
        UsageError: and some are missing: None, NaN, pandas.NA.
    """
    import numpy as np

    if values.dtype != object:
        return bool(values.dtype == np.bool_)
    import pandas as pd

    missing = np.asarray(pd.isna(values), dtype=np.bool_)
    if missing.all() or not all(type(value) in (bool, np.bool_) for value in values[~missing]):
        return False
    if missing.any():
        raise UsageError(
            f"{int(missing.sum())} of {len(values)} values of the mask are missing, neither True nor False: say which "
            "they are, such as with mask.fillna(False)"
        )
    return True


def _masked(
    mask: np.ndarray[Any, np.dtype[np.bool_]],
    index: Any,
    n_obs: int,
    names: Mapping[str, identity.Names] | None,
) -> Positions:
    """The cells that a mask has True for. index: of its rows, None where it has none."""
    import numpy as np

    numbered = index is not None and index.dtype.kind in "iufb"  # rows with numbers and no names
    if index is not None and not numbered:
        return _named(list(index[mask]), names)
    if len(mask) != n_obs:
        raise UsageError(
            f"the mask has {len(mask)} values, and {n_obs} cells are shown: make it of the AnnData that is "
            "shown, or give names"
        )
    if numbered and not np.array_equal(index, np.arange(n_obs)):
        raise UsageError(
            "the rows of the mask have numbers that are not 0, 1, 2, ... in order, so it was sorted or made of "
            "other cells: give one whose rows have the names of obs_names; or mask.to_numpy(), if its values "
            "stand in the order that is shown"
        )
    return np.flatnonzero(mask).astype(np.uint32)


def _named(asked: list[Any], names: Mapping[str, identity.Names] | None) -> Positions:
    """The cells of these names."""
    import numpy as np

    kept = (names or {}).get("obs")
    if kept is None:
        raise UsageError("the names of the cells are not known: give a mask in the order that is shown")
    texts = list(dict.fromkeys(map(str, asked)))
    if not texts:
        return np.empty(0, dtype=np.uint32)
    found = identity.place(kept, texts)
    if found.how == "positions":
        return np.arange(kept.count, dtype=np.uint32)
    if found.sources is None:
        raise UsageError(
            "names of cells occur twice in what is shown, so they name nobody: call adata.obs_names_make_unique() and "
            "show it anew, or give a mask in the order that is shown"
        )
    lost = np.flatnonzero(found.sources < 0)
    if len(lost):
        told = ", ".join(safe(repr(texts[at]), 60) for at in lost[:SHOWN])
        more = f" and {len(lost) - SHOWN} more" if len(lost) > SHOWN else ""
        raise UsageError(f"{len(lost)} of {len(texts)} names are not shown by this viewer: {told}{more}")
    return np.unique(found.sources).astype(np.uint32)
