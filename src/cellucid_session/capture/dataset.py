"""What a page is given of a data set: places of the cells, columns to colour them by, one gene at a time.

Rules of this file:

* Everything is bounded: how many embeddings, columns, categories and bytes of names are told. What is left out is
  listed with the reason.
* What the data set holds is read when it is asked for, in blocks, and never changed; what a page gets is float32 or
  codes, little-endian, with NaN or all bits set where there is nothing to show.
* Names go out as values of JSON, and nothing that comes in names anything: a page asks by number.
Spec: 15.5.2.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from cellucid_session.capture import columns, genes, graphs
from cellucid_session.capture.payload import Payload
from cellucid_session.errors import UsageError
from cellucid_session.io import identity
from cellucid_session.safe import safe

if TYPE_CHECKING:
    import numpy as np

    from cellucid_session.capture.data_provider import Answer, DataRequest
    from cellucid_session.capture.genes import Matrix
    from cellucid_session.capture.graphs import Graph
    from cellucid_session.capture.snapshot import Snapshot

PROTOCOL = 1
EMBEDDINGS = 32  # told of one data set
COLUMNS = 500  # columns of obs that are told
NAMES_BYTES = 4 << 20  # of all names and categories together, as UTF-8
LEFT_OUT = 100  # columns that are listed as left out
BLOCK_ROWS = 1 << 16  # cells converted at a time
NAME_LENGTH = 200  # characters of a key or a name that is told

#: what a person wants to see first; what is not named comes between the first and the last
FIRST = ("X_umap", "X_tsne", "spatial", "X_spatial", "X_draw_graph_fa", "X_draw_graph_fr", "X_phate")
LAST = ("X_diffmap", "X_pca_harmony", "X_scVI", "X_scvi", "X_pca")

_NUMBER = re.compile(r"0|[1-9][0-9]{0,3}").fullmatch
_ROW = re.compile(r"0|[1-9][0-9]{0,9}").fullmatch
_PLACE = re.compile(r"0|[1-9][0-9]{0,5}").fullmatch

NOTHING_TO_DRAW = (
    "the data set has nothing in two dimensions to draw: obsm holds no array of numbers with at least two columns. "
    "Compute an embedding first (with scanpy: sc.pp.neighbors(adata); sc.tl.umap(adata)), or set "
    "adata.obsm['X_umap'] to an array of the shape (n_obs, 2)"
)


class Dataset:
    """The part of a data set that a page may ask for; asked from any thread.

    Args:
        obs: the table of the cells, a DataFrame.
        obsm: name -> array-like of shape (cells, columns).
        shape: numbers of cells and of variables.
        name: what the page calls it.
        dataset_id, source_type: of the fingerprint that sessions made from it get.
        snapshot: the session that is restored at the start, if there is one. refused: why one beside the data is not.
        names: "obs" and "var" -> what is kept of the names of the rows, as they are when they are shown.
        genes: the matrices that cells can be coloured by a gene of, and what is left out of them with the reason.
        graphs: the graphs of neighbours, so too. uns: where colours of categories are, under NAME_colors.

    Raises:
        UsageError: there is nothing to draw; the text says what to do.
    """

    def __init__(
        self,
        obs: Any,
        obsm: Mapping[str, Any],
        shape: tuple[int, int],
        *,
        name: str,
        dataset_id: str | None,
        source_type: str | None,
        snapshot: Snapshot | None = None,
        refused: str | None = None,
        names: Mapping[str, identity.Names] | None = None,
        genes: tuple[list[Matrix], list[tuple[str, str]]] = ([], []),
        graphs: tuple[list[Graph], list[tuple[str, str]]] = ([], []),
        uns: Mapping[str, Any] | None = None,
    ) -> None:
        self.shape = shape
        self.names = names
        self.cells = obs.index  # as they are now: who renames them later makes another index
        self.name = name
        self.fingerprint = {
            "sourceType": source_type,
            "datasetId": dataset_id,
            "cellCount": int(shape[0]),
            "varCount": int(shape[1]),
        }
        self._snapshot = snapshot
        self._refused = refused
        self._left_out: list[tuple[str, str]] = []
        self._embeddings = self._drawable(obsm)
        if not self._embeddings:
            raise UsageError(NOTHING_TO_DRAW)
        self._columns = self._shown(obs)
        for column in self._columns:
            if column.kind == "category" and column.categories:
                column.colors = columns.colours(
                    (uns or {}).get(f"{column.key}_colors"), len(column.categories)
                )
        self._matrices, without = genes
        self._left_out += [(f"genes: {key}", why) for key, why in without]
        self._graphs, without = graphs
        self._left_out += [(f"obsp: {key}", why) for key, why in without]

    # -- what there is --

    def _drawable(self, obsm: Mapping[str, Any]) -> list[tuple[str, Any]]:
        """Names and arrays of the embeddings, the one that a person wants to see first in front."""

        def order(key: str) -> tuple[int, int, str]:
            if key in FIRST:
                return 0, FIRST.index(key), key
            return (2, LAST.index(key), key) if key in LAST else (1, 0, key)

        found: list[tuple[str, Any]] = []
        for key in sorted(map(str, obsm), key=order):
            array, why = columns.plane(obsm[key], self.shape[0])
            if array is None:
                self._left_out.append((f"obsm: {key}", why))
            elif len(found) == EMBEDDINGS:
                self._left_out.append((f"obsm: {key}", f"more than {EMBEDDINGS} embeddings"))
            else:
                found.append((key, array))
        return found

    def _shown(self, obs: Any) -> list[columns.Column]:
        """The columns of obs that can colour cells, in their order."""
        room = NAMES_BYTES
        shown: list[columns.Column] = []
        for place, key in enumerate(obs.columns):
            name = str(key)
            if len(shown) == COLUMNS:
                self._left_out.append((name, f"more than {COLUMNS} columns"))
                continue
            column, why = columns.column(name, obs.iloc[:, place])
            if column is None:
                self._left_out.append((name, why))
                continue
            cost = len(name.encode("utf-8", "replace")) + column.names_bytes()
            if cost > room:
                self._left_out.append((name, "its categories have too many names, or too long ones"))
                continue
            room -= cost
            shown.append(column)
        return shown

    def describe(self) -> dict[str, Any]:
        """What there is, as values of JSON (spec 15.5.2)."""
        cells = (self.names or {}).get("obs")
        return {
            "protocol": PROTOCOL,
            "name": _name(self.name),
            "fingerprint": dict(self.fingerprint),
            "cellNames": None if cells is None else {"ordered": cells.ordered, "unordered": cells.unordered},
            "embeddings": [{"id": at, "key": _name(key)} for at, (key, _) in enumerate(self._embeddings)],
            "obs": [
                {"id": at, "key": _name(column.key), **column.describe()}
                for at, column in enumerate(self._columns)
            ],
            "matrices": [
                {"id": at, "key": _name(matrix.key), "genes": len(matrix.names)}
                for at, matrix in enumerate(self._matrices)
            ],
            "graphs": [{"id": at, "key": _name(graph.key)} for at, graph in enumerate(self._graphs)],
            "left_out": [{"key": _name(key), "why": why} for key, why in self._left_out[:LEFT_OUT]],
            "left_out_count": len(self._left_out),
            "snapshot": None if self._snapshot is None else self._snapshot.name,
            "snapshot_refused": None if self._refused is None else safe(self._refused, 400),
        }

    @property
    def left_out(self) -> tuple[tuple[str, str], ...]:
        """(key, why) of what is not shown."""
        return tuple(self._left_out)

    # -- what is asked for --

    def answer(self, request: DataRequest) -> Answer | None:
        """What the gate sends to a page that asks; None: there is nothing of that name."""
        from cellucid_session.capture.data_provider import Answer

        kind, _, number = request.path.partition("/")
        if request.path == "dataset":
            told = json.dumps(self.describe(), ensure_ascii=True, allow_nan=False).encode()
            return Answer(told, content_type="application/json")
        if kind == "names" and _ROW(number) and int(number) < self.shape[0]:
            told = json.dumps(_name(str(self.cells[int(number)])), ensure_ascii=True).encode()
            return Answer(told, content_type="application/json")
        if kind == "genes" and _NUMBER(number) and int(number) < len(self._matrices):
            names = json.dumps(self._matrices[int(number)].names, ensure_ascii=True).encode()
            return Answer(names, content_type="application/json")
        payload = None
        if kind == "genes":
            payload = self.gene(*number.split("/", 1)) if "/" in number else None
        elif kind == "graphs":
            payload = self.graph(*number.split("/", 1)) if "/" in number else None
        elif request.path == "snapshot":
            payload = self.snapshot()
        elif kind in ("embeddings", "obs") and _NUMBER(number):
            payload = self.embedding(int(number)) if kind == "embeddings" else self.obs(int(number))
        if payload is None:
            return None
        headers = () if payload.dtype is None else (("X-Cellucid-Dtype", payload.dtype),)
        return Answer(payload.blocks, headers=headers, size=payload.size)

    def embedding(self, number: int) -> Payload | None:
        """Places of the cells: float32, x0 y0 x1 y1 ..., NaN for a cell without a place. None: no such number."""
        if not 0 <= number < len(self._embeddings):
            return None
        array = self._embeddings[number][1]
        cells = self.shape[0]

        def block(start: int, stop: int) -> np.ndarray[Any, Any]:
            return columns.places(array, start, stop)

        return Payload(8 * cells, "float32", _blocks(block, cells))

    def obs(self, number: int) -> Payload | None:
        """A column of obs: codes, or float32. None: no such number."""
        if not 0 <= number < len(self._columns):
            return None
        column = self._columns[number]
        cells = self.shape[0]
        return Payload(column.itemsize * cells, column.dtype, _blocks(column.block, cells))

    def gene(self, matrix: str, place: str) -> Payload | None:
        """Values of a gene: float32, NaN where they are no numbers. None: no such gene, or not of these cells any more.

        Args:
            matrix, place: numbers as the path says them.
        """
        if not (_NUMBER(matrix) and _PLACE(place)) or int(matrix) >= len(self._matrices):
            return None
        found = self._matrices[int(matrix)]
        values = found.column(int(place)) if int(place) < len(found.names) else None
        if values is None:
            return None
        cells = self.shape[0]
        return Payload(
            4 * cells, "float32", _blocks(lambda start, stop: columns.float32(values[start:stop]), cells)
        )

    def graph(self, number: str, part: str) -> Payload | None:
        """A part of a graph, "starts" or "neighbours": uint32. None: no such graph, or not of these cells any more."""
        if not _NUMBER(number) or int(number) >= len(self._graphs) or part not in ("starts", "neighbours"):
            return None
        found = self._graphs[int(number)].parts()
        if found is None:
            return None
        values = found[part == "neighbours"]
        return Payload(
            4 * len(values), "uint32", _blocks(lambda start, stop: values[start:stop], len(values))
        )

    def snapshot(self) -> Payload | None:
        """The session that is restored at the start: judged anew, read from the file that was judged; or None."""
        return None if self._snapshot is None else self._snapshot.payload()


def _blocks(block: Callable[[int, int], Any], cells: int) -> Iterator[bytes]:
    for start in range(0, cells, BLOCK_ROWS):
        yield block(start, min(cells, start + BLOCK_ROWS)).tobytes()


def _name(text: str) -> str:
    """A name as the page gets it: lone surrogates can't be sent, and a page draws no endless names."""
    text = text.encode("utf-8", "replace").decode("utf-8")
    return text if len(text) <= NAME_LENGTH else text[: NAME_LENGTH - 1] + "\u2026"


def of_anndata(
    adata: Any,
    *,
    name: str | None = None,
    dataset_id: str | None = None,
    source_type: str | None = None,
    restore: bool = True,
) -> Dataset:
    """The data set of an AnnData, in memory or backed.

    Args:
        name: what the page calls it; the stem of its file by default.
        dataset_id, source_type: of the fingerprint; by default those of the session that lies with the data, if that
            was made from as many cells and variables, else the name and "jupyter-bridge".
        restore: look for a session beside a backed AnnData's file.

    Raises:
        UsageError: nothing to draw. TypeError: no AnnData.
    """
    for part in ("obs", "obsm", "n_obs", "n_vars"):
        if not hasattr(adata, part):
            raise TypeError(f"what is shown must be an AnnData or a path, not {type(adata).__name__}")
    filename = getattr(adata, "filename", None)
    path = os.fspath(filename) if filename is not None else None
    return make(
        adata.obs, adata.obsm, (int(adata.n_obs), int(adata.n_vars)), path,
        variables=getattr(adata, "var_names", None), genes=genes.of_anndata(adata),
        graphs=graphs.of_anndata(adata), uns=getattr(adata, "uns", None),
        name=name, dataset_id=dataset_id, source_type=source_type, restore=restore,
    )  # fmt: skip


def of_path(path: str, **options: Any) -> Dataset:
    """The data set of an .h5ad file or a zarr store; of it obs and obsm are read, and a gene when it is asked for.

    Raises:
        InputError: it can't be read. UsageError: neither .h5ad nor .zarr, or nothing to draw.
    """
    from cellucid_session.capture.dataset_source import read

    obs, obsm, shape, variables, uns = read(path)
    return make(
        obs, obsm, shape, path, variables=variables, genes=_genes_of(path, shape[0]), uns=uns, **options
    )


def _genes_of(path: str, cells: int) -> tuple[list[Matrix], list[tuple[str, str]]]:
    """The matrices of a file; one that can't be read as such is shown without genes."""
    try:
        return genes.of_path(path, cells)
    except MemoryError:
        raise
    except Exception as exc:  # noqa: BLE001 - the table of the cells could be read, and is shown
        return [], [("X", f"its genes can't be read ({type(exc).__name__})")]


SOURCE_TYPE = "jupyter-bridge"


def make(
    obs: Any,
    obsm: Mapping[str, Any],
    shape: tuple[int, int],
    path: str | None,
    *,
    variables: Iterable[object] | None = None,
    genes: tuple[list[Matrix], list[tuple[str, str]]] = ([], []),
    graphs: tuple[list[Graph], list[tuple[str, str]]] = ([], []),
    uns: Mapping[str, Any] | None = None,
    name: str | None = None,
    dataset_id: str | None = None,
    source_type: str | None = None,
    restore: bool = True,
) -> Dataset:
    """A data set with its identity, and the session beside it."""
    from cellucid_session.capture import snapshot as snapshots

    found, refused = snapshots.find(path, shape) if path is not None and restore else (None, None)
    stem = None if path is None else os.path.splitext(os.path.basename(path.rstrip("/" + os.sep)))[0]
    known = {} if found is None else found.identity
    if dataset_id is None:
        dataset_id = known.get("datasetId", stem if name is None else name)
    if source_type is None:
        source_type = known.get("sourceType", SOURCE_TYPE)
    for option, value in (("dataset_id", dataset_id), ("source_type", source_type), ("name", name)):
        if not isinstance(value, str | None):
            raise UsageError(f"{option} must be a text or None, not {safe(type(value).__name__, 40)}")
    return Dataset(
        obs, obsm, shape,
        name=name or stem or "AnnData",
        dataset_id=dataset_id,
        source_type=source_type,
        snapshot=found,
        refused=refused,
        names=identity.kept({"obs": obs.index, "var": variables}),
        genes=genes,
        graphs=graphs,
        uns=uns,
    )  # fmt: skip
