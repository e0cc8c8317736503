"""A set of cells that a session names by a category of the data set, or by some of its cells.

Rules of this file: such a set means nothing without the data set, and nothing is guessed: the column is there once,
and what it holds has the count and the digest that the session says, or there is an error. Spec: 5, 10.
"""

from __future__ import annotations

import dataclasses
from numbers import Number
from typing import Any

from cellucid_session.errors import InvalidSessionError
from cellucid_session.safe import safe
from cellucid_session.wire.cell_digest import set_digest


class AnotherCategoryError(InvalidSessionError):
    """The category in the data set is not the one that the session was made with."""


@dataclasses.dataclass(frozen=True)
class Reference:
    """Cells by a category of an obs column.

    Attributes:
        column, category: the cells where `obs[column]` is `category` are meant.
        count, digest: how many cells that are, and their digest32.
        places: which of them are in the set, shape (k,), ascending; None: all.
    """

    column: str
    category: Any  # a text, a number or a truth value
    count: int
    digest: int
    places: Any = None

    def resolve(self, obs: Any) -> Any:
        """The indices of the cells in the set: uint32, shape (k,), ascending.

        Args:
            obs: the table of the cells, in the order of the session's.

        Raises:
            AnotherCategoryError: the column is not there once, or its cells are not those that the session means.
        """
        return self.settle(self.members(obs))

    def members(self, obs: Any) -> Any:
        """Which cells have the category: bool, shape (cells,). Raises AnotherCategoryError: no such column."""
        named = safe(self.column, 80)
        there = list(obs.columns).count(self.column)
        if there != 1:
            raise AnotherCategoryError(
                f"obs must have the column {named} once, by which the session names cells; it has it {there} times"
            )
        return self._where(obs[self.column])

    def settle(self, members: Any) -> Any:
        """The indices of the cells in the set, of those that have the category. Raises AnotherCategoryError.

        Args:
            members: which cells have the category, bool, shape (cells,), in the order of the session's.
        """
        import numpy as np

        cells = np.flatnonzero(members).astype(np.uint32)
        what = f"category {safe(str(self.category), 80)} of the obs column {safe(self.column, 80)}"
        if len(cells) != self.count:
            raise AnotherCategoryError(f"{what}: {len(cells)} cells have it, the session says {self.count}")
        if set_digest(cells) != self.digest:
            raise AnotherCategoryError(
                f"{what}: other cells have it than when the session was saved, though as many"
            )
        return cells if self.places is None else cells[self.places]

    def _where(self, column: Any) -> Any:
        import numpy as np

        if hasattr(column, "cat"):
            named = np.array([*map(self._same, column.cat.categories), False], dtype=np.bool_)
            return named[column.cat.codes.to_numpy()]  # -1, no category, is the last
        return np.fromiter(map(self._same, column), dtype=np.bool_, count=len(column))

    def _same(self, value: Any) -> bool:
        """Truth values are told from numbers by the session's own; 1 means True and 1.0 as well, as in the viewer."""
        import numpy as np

        if isinstance(self.category, bool):
            return isinstance(value, bool | np.bool_) and bool(value) == self.category
        if isinstance(self.category, str):
            return isinstance(value, str) and value == self.category
        if isinstance(value, np.bool_):  # numpy's compares with no integer of more bits than a C long has
            value = bool(value)
        return isinstance(value, Number) and bool(value == self.category)
