"""From the cells that a viewer showed to those of an AnnData: by position where they are the same, by name otherwise.

Rules of this file:

* A session holds positions. Only who showed the cells knows their names (`io.identity`): the bundles of a viewer bring
  that along. A file may hold digests of the names (`cellNames`), which tell other cells, and an order that is another;
  without them positions are all there is.
* The same names in another order are brought over by name, and it is said. Other names are another data set, unless the
  caller asked for what is shared.
* Where names can't tell which is which, nothing is guessed. Spec: 10.1.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from cellucid_session.errors import UsageError, warn
from cellucid_session.io import identity

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

SAME, BY_NAME, BY_POSITION = "same", "by-name", "by-position"
CELLS = (SAME, BY_NAME, BY_POSITION)
DIGEST = re.compile("[0-9a-f]{64}")
NOUNS = {"obs": "cells", "var": "variables"}


class CellsByNameWarning(UserWarning):
    """The cells stand in another order than those that were shown: columns were brought over by name."""


class Rows:
    """How the rows of both tables are found.

    Args:
        shown: axis -> what is kept of the names that were shown; None where nobody knows.
        here: axis -> the names in the AnnData. cells: one of `CELLS`. said: `cellNames` of the manifest, None without.

    Attributes:
        reasons: why these are other cells. advice: what a person should know.

    Raises:
        UsageError: what is shared was asked for, and nobody knows what was shown.
    """

    def __init__(
        self,
        shown: Mapping[str, identity.Names] | None,
        here: Mapping[str, pd.Index],
        cells: str,
        said: object = None,
    ) -> None:
        if cells == BY_POSITION:
            shown = said = None
        if shown is None and cells == BY_NAME:
            raise UsageError(
                f'cells="{BY_NAME}" needs to know which cells were shown, and a session\'s file does not say it: apply '
                "through the viewer that showed them, or the bundle that it gave (viewer.get_session_bundle)"
            )
        self._here = {axis: len(names) for axis, names in here.items()}
        self._shown = dict(shown or {})
        self._by_name = cells == BY_NAME
        self._placed = {axis: identity.place(kept, here[axis]) for axis, kept in self._shown.items()}
        self.reasons = [] if self.usable("obs") else [self.told("obs")]
        self.advice = [self._said(axis) for axis, placed in self._placed.items() if self.moved(axis)]
        if "obs" not in self._shown and said is not None:
            self.reasons += other_cells(said, here["obs"])

    def usable(self, axis: str) -> bool:
        """Whether values of these rows can be brought over."""
        placed = self._placed.get(axis)
        if placed is None or placed.how in ("positions", "names"):
            return True
        return placed.how == "some" and self._by_name and placed.shared > 0

    def moved(self, axis: str) -> bool:
        """Whether values of these rows come to other places."""
        placed = self._placed.get(axis)
        return placed is not None and placed.sources is not None and self.usable(axis)

    def count(self, axis: str) -> int:
        """How many rows the session's values are for."""
        return self._shown[axis].count if self.moved(axis) else self._here[axis]

    def told(self, axis: str) -> str:
        """Why these are other rows, as a sentence."""
        kept, placed = self._shown[axis], self._placed[axis]
        if placed.how == "unknown":
            return (
                f"the {axis}_names are not those that were shown, in their order, and some of them occur twice: which "
                "is which can't be known (adata.obs_names_make_unique, before it is shown)"
            )
        some, there = f"{placed.shared} of the {kept.count}", f"among the {self._here[axis]} here"
        told = f"{some} {NOUNS[axis]} that were shown are {there}"
        shared = f', which cells="{BY_NAME}" takes' if placed.shared and axis == "obs" else ""
        return f"{told}, by their {axis}_names{shared}"

    def _said(self, axis: str) -> str:
        noun = NOUNS[axis]
        if self._placed[axis].how == "names":
            return f"the {noun} stand in another order than those that were shown: columns were brought over by name"
        return f"{self.told(axis).partition(', which ')[0]}: these are applied, the others are left out"

    def warn(self) -> None:
        """Say that cells were brought over by name, unless that was asked for."""
        for axis in self._placed:
            if self.moved(axis) and self._placed[axis].how == "names":
                warn(self._said(axis), CellsByNameWarning)

    def mask(self, mask: np.ndarray[Any, np.dtype[np.bool_]]) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """Members among the cells that were shown, as members among the cells here."""
        if not self.moved("obs"):
            return mask
        sources = self._placed["obs"].sources
        assert sources is not None
        brought: np.ndarray[Any, np.dtype[np.bool_]] = mask[sources] & (sources >= 0)
        return brought

    def shown_rows(self) -> Any:
        """For each cell that was shown its row here, int64, shape (cells,); None: the same one.

        Raises:
            LookupError: one of them is not here.
        """
        import numpy as np

        if not self.moved("obs"):
            return None
        sources = self._placed["obs"].sources
        assert sources is not None
        here = np.full(self.count("obs"), -1, dtype=np.int64)
        there = np.flatnonzero(sources >= 0)
        here[sources[there]] = there
        if (here < 0).any():
            raise LookupError("not all cells that were shown are in the AnnData")
        return here

    def back(self, mask: np.ndarray[Any, np.dtype[np.bool_]]) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """Members among the cells here, as members among the cells that were shown; what is not here is in no set."""
        if not self.moved("obs"):
            return mask
        import numpy as np

        sources = self._placed["obs"].sources
        assert sources is not None
        shown = np.zeros(self.count("obs"), dtype=np.bool_)
        shown[sources[mask & (sources >= 0)]] = True
        return shown

    def categorical(self, values: pd.Categorical, axis: str) -> pd.Categorical:
        """Categories of the rows that were shown, as those of the rows here; missing where there is none."""
        if not self.moved(axis):
            return values
        sources = self._placed[axis].sources
        assert sources is not None
        return values.take(sources, allow_fill=True)


def other_cells(said: object, names: Iterable[object]) -> list[str]:
    """Why names are not those that a manifest's `cellNames` is of, in that order; empty where they are."""
    given = [said.get(key) for key in ("ordered", "unordered")] if isinstance(said, dict) else []
    if len(given) != 2 or not all(isinstance(each, str) and DIGEST.fullmatch(each) for each in given):
        return ["cellNames of the session is malformed, so that nobody can tell which cells it means"]
    ordered, unordered = identity.digests(names)
    if ordered == given[0]:
        return []
    return [OTHER_ORDER if unordered == given[1] else OTHER_NAMES]


OTHER_ORDER = (
    "the cells are those of the session, and stand in another order: its positions would mean other cells. Apply it to "
    f'the data set as it was, and sort afterwards; cells="{BY_POSITION}" goes by position all the same'
)
OTHER_NAMES = (
    "the names of the cells (obs_names) are not those of the session's data set. Apply it to that, before filtering "
    f'and renaming; cells="{BY_POSITION}" goes by position whatever the names are'
)
