"""Cached analyses: a table of one gene in the cells of one page.

Rules of this file: a column is there once and as the format has it, or it is left out. Spec: 7.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from typing import TYPE_CHECKING, Any

from cellucid_session.check.tables import layout
from cellucid_session.generated import payloads
from cellucid_session.read.view import View

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from cellucid_session.check.entries import Entry
    from cellucid_session.read.chunk_source import ChunkSource
    from cellucid_session.wire.source import Source

TABLE = "table"


@dataclasses.dataclass(frozen=True)
class Artifact(View):
    """A cached analysis: values of one gene in the cells of one page."""

    chunk_id: str
    cache_key: str
    gene: str
    page_id: str

    def columns(self) -> dict[str, np.ndarray[Any, Any]]:
        """The columns by name: cellIndex uint32 and value float32, shape (rows,), bit for bit as stored.

        A column that the format does not have, or has otherwise, is left out, and `findings` tell of it.
        """
        import numpy as np

        bundle = self._bundle
        entry = bundle.entry(self.chunk_id)
        parts: dict[str, list[bytes]] = {}
        on = TableHeader(bundle, entry)

        def sink(name: str, piece: bytes) -> None:
            if name in on.dtypes:
                parts.setdefault(name, []).append(bytes(piece))

        def reading(source: Source) -> Any:
            return grammar(source, cells=bundle.facts.n_obs, on=on, sink=sink)

        grammar = bundle.facts.generation.grammars[TABLE]

        bundle.decoder.read(entry, reading)
        return {
            name: np.frombuffer(b"".join(parts.get(name, ())), dtype=np.dtype(dtype).newbyteorder("<"))
            for name, dtype in on.dtypes.items()
        }

    def frame(self) -> pd.DataFrame:
        """The artifact as a DataFrame with the columns cellIndex and value. Needs pandas."""
        import pandas as pd

        return pd.DataFrame({name: column.copy() for name, column in self.columns().items()})


class TableHeader:
    """Judges the header of a table for the coroutine that reads it.

    Attributes:
        dtypes: name -> dtype of the columns that are there once, and as the format has them.
    """

    def __init__(self, bundle: ChunkSource, entry: Entry) -> None:
        self._bundle = bundle
        self._entry = entry
        self.dtypes: dict[str, str] = {}

    def header_size(self, size: int, start: int) -> None:
        """Hold the header to the budget of a JSON text."""
        self._bundle.decoder.header_size(size, start)

    def header(self, data: bytes, start: int) -> list[tuple[str, int, bool]]:
        """Judge the header, give the layout."""
        place, value = self._bundle.decoder.header(self._entry, data, start)
        found = layout(value, place, start, start + len(data))
        counts = Counter(name for name, _, _ in found)
        for (name, _, _), column in zip(found, value["columns"], strict=True):
            dtype = payloads.TABLE_COLUMNS[name][0] if name in payloads.TABLE_COLUMNS else None
            as_declared = column.get("dtype") == dtype and column.get("encoding", "raw") == "raw"
            if dtype is not None and as_declared and counts[name] == 1:
                self.dtypes[name] = dtype
        return found
