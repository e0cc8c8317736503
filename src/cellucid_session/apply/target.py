"""Where planned columns go: names that are taken, room that is left, columns with their values.

Rules of this file: memory is counted before it is taken, columns times cells against the caller's budget.
Spec: 10.2, 10.3.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from cellucid_session.apply import names as naming
from cellucid_session.apply.colors import Colors
from cellucid_session.apply.summary import AppliedColumn, ApplySummary
from cellucid_session.errors import BudgetError
from cellucid_session.safe import safe

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from cellucid_session.apply.arrays import Data

#: an h5ad file keeps the names of a table's columns in one attribute, which holds about 4,090 of them
STORED_COLUMNS = 4000


@dataclasses.dataclass(frozen=True)
class Planned:
    """A column and its values: an array of bool or of numbers, shape (n,), or a Categorical of that length."""

    column: AppliedColumn
    values: np.ndarray[Any, Any] | pd.Categorical

    def alone(self) -> Planned:
        """The same column for a table in which nothing can be replaced."""
        return dataclasses.replace(self, column=dataclasses.replace(self.column, overwrites=False))


@dataclasses.dataclass(frozen=True)
class Plan:
    """What one session adds."""

    planned: tuple[Planned, ...]
    summary: ApplySummary


class Target:
    """Names, sizes and remaining memory budget of the AnnData, shared by consecutive plans.

    Args:
        data: with the tables as they are. policy: what happens to taken names.
        budget: bytes that the values of all new columns may take. stored: whether the result must be storable.
        uns: what is looked at for colours; nothing where the result has no `uns`. advice: what is told whatever the
            session, when columns come.

    Attributes:
        colors: what the new columns do to colours in `uns`.
    """

    def __init__(
        self,
        data: Data,
        policy: str,
        budget: int,
        stored: bool,
        uns: Mapping[str, Any] = MappingProxyType({}),
        advice: tuple[str, ...] = (),
    ) -> None:
        self.data = data
        obs, var = data.obs, data.var
        self.n_obs = len(obs)
        self.n_vars = len(var)
        self.rows = {"obs": obs.index, "var": var.index}
        self.names = {
            axis: naming.Names(table.columns, table.index.name, policy, getattr(table, "kept", ()))
            for axis, table in (("obs", obs), ("var", var))
        }
        self.advice = advice
        self.tables = {"obs": obs, "var": var}
        self.colors = Colors(uns, obs, var)
        self._budget = budget
        self._room = budget
        self._columns = {"obs": len(obs.columns), "var": len(var.columns)}
        self._stored = stored

    def spend(self, size: int, columns: int) -> None:
        """Count memory before it is taken. Raises BudgetError."""
        if size > self._room:
            raise BudgetError(
                f"the {columns} columns of the session would take {size} bytes (columns x cells), "
                f"column_budget leaves {self._room} of {self._budget}"
            )
        self._room -= size

    def count(self, axis: str) -> None:
        """Count a column that comes beside the others.

        Raises:
            BudgetError: no h5ad file could hold the table, which one could have held before.
        """
        self._columns[axis] += 1
        if self._stored and self._columns[axis] == STORED_COLUMNS + 1:
            raise BudgetError(
                f"{axis} would have more than the {STORED_COLUMNS} columns that an h5ad file holds: "
                "columns_only=True gives them without an AnnData"
            )

    def name(self, axis: str, prefix: str, text: str, *, apart: bool = False) -> tuple[str, bool, list[str]]:
        """Take a name for a column.

        Args:
            apart: whether a name that a column of the same session has is told apart, whatever the policy.

        Returns:
            The name, whether it replaces a column that is there, and notes.

        Raises:
            ColumnConflictError: the name is taken and the policy is "error". BudgetError: as `count`.
        """
        wanted, cut = naming.shortened(prefix, text)
        name, overwrites, holder = self.names[axis].choose(wanted, apart=apart)
        notes = ["its name was shortened"] if cut else []
        if overwrites:
            notes.append("it replaces a column that was there")
            return name, True, notes
        self.count(axis)
        if holder is not None:
            by = "" if holder == wanted else f" by {safe(holder, 80)}, beside which a store can't keep it"
            notes.append(f"the name {wanted} was taken{by}")
        return name, False, notes
