"""A MuData as a plan looks at one: its cells, and the modality that a session shows.

Rules of this file:

* Cells are those of the MuData. A modality that measured some of them has a place for each cell or none; what it did
  not measure is missing, never another cell's.
* Its columns are called MODALITY:COLUMN, its arrays MODALITY:KEY, unless the MuData itself has one of that name.
* Nothing is copied before it is asked for. Spec: 10.1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cellucid_session.apply.accepted import INSTEAD
from cellucid_session.apply.arrays import InMemory
from cellucid_session.errors import ArgumentTypeError
from cellucid_session.safe import safe

if TYPE_CHECKING:
    import numpy as np


class Modalities:
    """A MuData in memory, with the tables that columns come to."""

    modality: str | None = ""

    def __init__(self, mdata: Any) -> None:
        self._mdata = mdata
        self.obs = mdata.obs
        self.var = mdata.var
        self.uns = mdata.uns

    def of(self, modality: str | None) -> Modalities:
        """What a session sees that shows a modality. Raises ArgumentTypeError for one that shows none."""
        if modality is None:
            raise ArgumentTypeError(f"the session was not made from a MuData: {INSTEAD['MuData']}")
        return Modality(self._mdata, modality) if modality in self._mdata.mod else self

    def genes(self, matrix: str | None) -> Any:
        return None

    def names(self, table: Any) -> list[str]:
        return [str(name) for name in table.index]

    def gene(self, matrix: str, place: int) -> Any:
        return None

    def embedding(self, key: str) -> Any:
        return None


class Modality(Modalities):
    """The same with one of its modalities."""

    def __init__(self, mdata: Any, modality: str) -> None:
        super().__init__(mdata)
        self.modality = modality
        self.obs = Table(mdata)
        self._own = InMemory(mdata.mod[modality])
        self.var = self._own.var
        self._places = places(mdata, modality)

    def genes(self, matrix: str | None) -> Any:
        return self._own.genes(matrix)

    def gene(self, matrix: str, place: int) -> Any:
        values = self._own.gene(matrix, place)
        return None if values is None else numbers(values, self._places)

    def embedding(self, key: str) -> Any:
        if key in self._mdata.obsm:
            return self._mdata.obsm[key]
        modality, colon, name = key.partition(":")
        if not colon or modality not in self._mdata.mod or name not in self._mdata.mod[modality].obsm:
            return None
        values = self._mdata.mod[modality].obsm[name]
        return numbers(values, places(self._mdata, modality))


class Table:
    """The columns of the cells: those of the MuData, then those of its modalities."""

    def __init__(self, mdata: Any) -> None:
        self._mdata = mdata
        self.index = mdata.obs.index
        self.columns = list(mdata.obs.columns)
        taken = set(self.columns)
        self._of: dict[str, tuple[str, Any]] = {}
        for modality, part in mdata.mod.items():
            for column in part.obs.columns:
                name = f"{modality}:{column}"
                if name not in taken:
                    self._of[name] = (modality, column)
                    self.columns.append(name)  # twice, where it is there twice: then it names none

    def __len__(self) -> int:
        return len(self.index)

    def __contains__(self, name: object) -> bool:
        return name in self.columns

    def __getitem__(self, name: str) -> Any:
        """A column, as a Series of one value for each cell."""
        import pandas as pd

        if name not in self._of:
            return self._mdata.obs[name]
        modality, column = self._of[name]
        values = self._mdata.mod[modality].obs[column]
        return pd.Series(placed(values, places(self._mdata, modality)), index=self.index)


def places(mdata: Any, modality: str) -> np.ndarray[Any, np.dtype[np.int64]]:
    """For each cell its row in a modality, shape (cells,); -1 where it has none.

    Raises:
        ArgumentTypeError: the modality has changed since the MuData knew which cells it has.
    """
    import numpy as np

    rows = np.asarray(mdata.obsmap[modality]).reshape(-1).astype(np.int64) - 1
    names, own = mdata.obs_names, mdata.mod[modality].obs_names
    there = np.flatnonzero(rows >= 0)
    if len(rows) != len(names) or len(there) != len(own) or not own[rows[there]].equals(names[there]):
        raise ArgumentTypeError(
            f"the modality {safe(modality, 60)} has other cells than the MuData knows of: mdata.update() first"
        )
    return rows


def numbers(values: Any, rows: np.ndarray[Any, np.dtype[np.int64]]) -> Any:
    """Numbers of a modality's cells for all cells: float64, NaN where a cell has none; other types are left alone."""
    import numpy as np

    array = np.asarray(values.toarray() if hasattr(values, "toarray") else values)
    if array.dtype.kind not in "iuf":
        return None
    result = np.full((len(rows), *array.shape[1:]), np.nan, dtype=np.float64)
    result[rows >= 0] = array[rows[rows >= 0]]
    return result


def placed(values: Any, rows: np.ndarray[Any, np.dtype[np.int64]]) -> Any:
    """A column of a modality for all cells, missing where a cell has none."""
    import numpy as np
    import pandas as pd

    if isinstance(values.dtype, pd.CategoricalDtype):
        return values.array.take(rows, allow_fill=True)
    if isinstance(values.dtype, np.dtype) and values.dtype.kind in "iuf":
        return numbers(values.to_numpy(), rows)
    there = rows >= 0
    result = np.full(len(rows), None, dtype=object)
    result[there] = values.astype(object).to_numpy()[rows[there]]
    return result
