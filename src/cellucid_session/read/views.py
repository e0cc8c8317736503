"""Typed views of what a session holds: pages, groups, fields, renames, artifacts, the order of restoring.

Rules of this file: a view is a small value that knows where its data is; indices, codes and columns are decoded when
they are asked for, with the bounds of the data set that the caller names. Texts are the file's own, unchanged: make
them safe before they are shown. Spec: 5, 6, 7.
"""

from __future__ import annotations

import copy
import dataclasses
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from cellucid_session.check.entries import SPACE, Entry, whole
from cellucid_session.check.later_payloads import fitting
from cellucid_session.check.links import META, OVERLAYS
from cellucid_session.check.shapes import unassigned_codes
from cellucid_session.check.tables import layout
from cellucid_session.errors import UncopiedError, UsageError
from cellucid_session.generated import payloads
from cellucid_session.read.references import Reference
from cellucid_session.safe import safe
from cellucid_session.wire.runs import Runs
from cellucid_session.wire.sinks import CodeSink, IndexSink, MaskSink

if TYPE_CHECKING:
    from typing import NoReturn, Self

    import numpy as np
    import pandas as pd

    from cellucid_session.check.facts import Field as FieldFacts
    from cellucid_session.read.chunk_source import ChunkSource
    from cellucid_session.wire.source import Source


if TYPE_CHECKING:
    Indices = np.ndarray[Any, np.dtype[np.uint32 | np.int64]]

INDEX_LIST, CODES = "index-list", "codes"


class View:
    """What a view of a session has in common: the bundle that it reads through.

    The bundle is none of a view's values: `dataclasses.asdict` leaves it out, and a copy reads through the same one.
    """

    @property
    def _bundle(self) -> ChunkSource:
        found: ChunkSource | None = self.__dict__.get("_through")
        if found is None:
            raise UsageError(
                f"this {type(self).__name__} was made by hand and reads nothing: take it from a bundle"
            )
        return found

    def of(self, bundle: ChunkSource) -> Self:
        """The same view, which reads through this bundle."""
        self.__dict__["_through"] = bundle
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        made = copy.copy(self)
        for field in dataclasses.fields(self):  # type: ignore[arg-type]
            made.__dict__[field.name] = copy.deepcopy(getattr(self, field.name), memo)
        return made

    def __getstate__(self) -> NoReturn:
        raise UncopiedError(
            f"a {type(self).__name__} can't be pickled: it reads through its bundle's open file. Send the file's path "
            "and open it there, or send values: dataclasses.asdict(...), and what was read."
        )

    def __copy__(self) -> Self:
        made = object.__new__(type(self))
        made.__dict__.update(self.__dict__)
        return made


@dataclasses.dataclass(frozen=True)
class Group(View):
    """A highlight group.

    Attributes:
        id, label, type, enabled: as the session says; a missing `enabled` is True.
        cell_count: the session's hint, or None; the truth is `len(indices)`.
        page_id, page_name: the page it is on.
        chunk_id: the chunk with its cells, or None.
        meta: everything that the session says of the group.
    """

    id: str
    label: str
    type: str
    enabled: bool
    cell_count: int | None
    page_id: str
    page_name: str
    chunk_id: str | None
    meta: dict[str, Any] = dataclasses.field(repr=False)

    @property
    def has_cells(self) -> bool:
        """Whether the session says which cells are in the group: a chunk, or a count of 0."""
        return self.chunk_id is not None or not self.cell_count

    @property
    def indices(self) -> np.ndarray[Any, np.dtype[np.uint32 | np.int64]]:
        """Positions of the cells: uint32, shape (k,), sorted as stored; a cell that is listed twice is there twice.

        (int64, when one of them needs more than 32 bits.)

        Raises:
            InvalidSessionError: an index is not below the fingerprint's cellCount, or the chunk is broken.
        """

        indices, reference = self._cells(None if self.chunk_id is None else self._bundle.facts.n_obs)
        self._plain(reference)
        return indices

    @property
    def reference(self) -> Reference | None:
        """The cells by a category of the data set, where the session names them so; else None. Raises as `indices`."""
        return self._cells(None if self.chunk_id is None else self._bundle.facts.n_obs)[1]

    def resolve(self, adata: Any) -> np.ndarray[Any, np.dtype[np.uint32 | np.int64]]:
        """The indices of the cells, however the session names them.

        Args:
            adata: what has the column that the session names, in its `obs`.

        Raises:
            AnotherCategoryError: the column's cells are not those that the session means. And as `indices`.
        """
        indices, reference = self._cells(len(adata.obs))
        if reference is None:
            return indices
        resolved: np.ndarray[Any, np.dtype[np.uint32 | np.int64]] = reference.resolve(adata.obs)
        return resolved

    def _plain(self, reference: Reference | None) -> None:
        if reference is not None:
            raise UsageError(
                "the session names the cells of this group by the data set: group.resolve(adata)"
            )

    def _cells(self, cells: int | None) -> tuple[Indices, Reference | None]:
        """Indices and None; or, for a set that is named by a category, an empty array and what it refers to."""
        sink = IndexSink()
        if self.chunk_id is None:
            return sink.result(), None
        facts = self._bundle.facts
        result = self._read(self._bundle.entry(self.chunk_id), cells, sink)
        _, _, count, digest = result if isinstance(result, tuple) else (None,) * 4
        if count is None:
            return sink.result(), None
        known = facts.groups.get(self.id)
        if known is None or known.category is None:
            raise UsageError(f"group {safe(self.id, 80)!r} has cells of a category, and names none")
        column, (_, category) = known.category
        places = sink.result()
        every = result[1] == count
        return places[:0], Reference(column, category, count, digest, None if every else places)

    def mask(self, n_obs: int) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """The group as a mask over the cells: bool, shape (n_obs,).

        Raises:
            InvalidSessionError: an index is not below n_obs, or the chunk is broken.
        """
        import numpy as np

        mask = np.zeros(n_obs, dtype=np.bool_)
        if self.chunk_id is None:
            return mask
        entry = self._bundle.entry(self.chunk_id)
        if entry.family is not None and entry.family.payload == INDEX_LIST:
            self._read(entry, n_obs, MaskSink(mask))
            return mask
        indices, reference = self._cells(
            n_obs
        )  # places in a category are no cells: nothing is set before that is known
        self._plain(reference)
        mask[indices] = True
        return mask

    def _read(self, entry: Entry, cells: int | None, sink: Any) -> Any:
        assert entry.family is not None, "a group's chunk was found by its family"
        grammar = self._bundle.facts.generation.grammars[entry.family.payload]
        return self._bundle.decoder.read(entry, lambda source: grammar(source, cells=cells, sink=sink))


@dataclasses.dataclass(frozen=True)
class Page:
    """A highlight page. color: "#rrggbb" or None."""

    id: str
    name: str
    color: str | None
    groups: tuple[Group, ...]


@dataclasses.dataclass(frozen=True)
class Field(View):
    """A user-defined field.

    Attributes:
        source: "obs" or "var". kind: "category" or "continuous".
        categories: names in the writer's order; () for a continuous field.
        markers: the codes that mean "unassigned".
        codes_length: the session's hint, or None. chunk_id: the chunk with the codes, or None.
    """

    id: str
    key: str
    source: str
    kind: str
    categories: tuple[Any, ...]
    deleted: bool
    purged: bool
    codes_type: str | None
    codes_length: int | None
    markers: tuple[int, ...]
    chunk_id: str | None
    meta: dict[str, Any] = dataclasses.field(repr=False)

    @property
    def codes(self) -> np.ndarray[Any, Any]:
        """The codes as stored: uint8 or uint16, shape (cells,) or (variables,); empty without a chunk.

        Raises:
            InvalidSessionError: the length is none that the fingerprint allows, or the chunk is broken.
        """
        return self.codes_for(self._lengths)

    @property
    def runs(self) -> Runs:
        """The codes as runs, nothing expanded. Raises what `codes` raises for another length or a broken chunk."""
        runs = Runs()
        self._read(self._lengths, runs)
        return runs

    @property
    def _lengths(self) -> tuple[int, ...] | None:
        """How many codes the fingerprint allows, if it says."""
        facts = self._bundle.facts
        if self.source == "obs" and facts.n_obs is not None:
            return (facts.n_obs,)
        if self.source == "var" and facts.n_obs is not None and facts.n_vars is not None:
            return facts.n_obs, facts.n_vars
        return None

    def codes_for(self, lengths: tuple[int, ...] | None) -> np.ndarray[Any, Any]:
        """The codes, whose number must be one of `lengths` (None: at most the budget of a chunk).

        Raises:
            BudgetError: the codes of all fields that were read are too many together: `Limits(inflated_bytes=...)`.
        """
        sink = CodeSink(expand=self._expand)
        self._read(lengths, sink)
        codes: np.ndarray[Any, Any] = sink.result()
        return codes

    def _expand(self, size: int) -> None:
        if self.chunk_id is not None:
            self._bundle.decoder.expand(self._bundle.entry(self.chunk_id), size)

    def _read(self, lengths: tuple[int, ...] | None, sink: Any) -> None:
        if self.chunk_id is not None:
            facts = self._bundle.facts
            grammar = facts.generation.grammars[CODES]
            wanted: dict[str, Any] = {}
            width = facts.generation.width(self.codes_type)
            known = facts.fields.get(self.id)
            if known is not None and known.width is not None and width is not None:
                if facts.generation.reads[CODES] == "typed-codes":
                    wanted = {"encodings": fitting(facts, width)}
                else:
                    wanted = {"width": width, "greatest": 256**width - 1}
            entry = self._bundle.entry(self.chunk_id)
            self._bundle.decoder.read(
                entry, lambda source: grammar(source, lengths=lengths, sink=sink, **wanted)
            )


@dataclasses.dataclass(frozen=True)
class Renames:
    """Renamed fields ("obs:KEY" -> new key) and categories ("obs:KEY:INDEX" -> label)."""

    fields: dict[str, str]
    categories: dict[str, str]


@dataclasses.dataclass(frozen=True)
class Deleted:
    """Deleted fields and, among them, purged ones, as SOURCE:KEY."""

    deleted: tuple[str, ...]
    purged: tuple[str, ...]


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
            return payloads.table(source, cells=bundle.facts.n_obs, on=on, sink=sink)

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
    """Judges the header of a table for `payloads.table`.

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


@dataclasses.dataclass(frozen=True)
class Step:
    """One chunk in the order of restoring.

    Attributes:
        stage: "eager" or "lazy". restores: whether the viewer would restore it. why: the reason when not.
    """

    chunk_id: str
    stage: str
    restores: bool
    why: str


def _text(value: Any, otherwise: str = "") -> str:
    return value if isinstance(value, str) else otherwise


def _dicts(value: Any, key: str) -> Iterator[dict[str, Any]]:
    items = value.get(key) if isinstance(value, dict) else None
    return (item for item in (items if isinstance(items, list) else ()) if isinstance(item, dict))


def _registry(bundle: ChunkSource, chunk_id: str) -> Any:
    return bundle.decode_chunk(chunk_id) if chunk_id in bundle else {}


def _chunks(bundle: ChunkSource, *payload: str) -> dict[str, str]:
    """Rest of the id -> chunk id, for the chunks of one payload."""
    found: dict[str, str] = {}
    for chunk_id in bundle.list_chunk_ids():
        entry = bundle.entry(chunk_id)
        if entry.family is not None and entry.family.payload in payload:
            found.setdefault(entry.rest, chunk_id)
    return found


def pages(bundle: ChunkSource) -> list[Page]:
    """The pages of `highlights/meta`; entries without an id are left out, as the viewer does."""
    chunks = _chunks(bundle, INDEX_LIST, "cell-set")
    found = []
    for page in _dicts(_registry(bundle, META), "pages"):
        page_id = _text(page.get("id"))
        if not page_id.strip(SPACE):
            continue
        name = _text(page.get("name")).strip(SPACE) or "Page"
        groups = []
        for raw in _dicts(page, "highlightedGroups"):
            group_id = _text(raw.get("id")).strip(SPACE)
            if not group_id:
                continue
            groups.append(
                Group(
                    id=group_id,
                    label=_text(raw.get("label")) or "Restored selection",
                    type=_text(raw.get("type")) or "combined",
                    enabled=raw.get("enabled") is not False,
                    cell_count=whole(raw.get("cellCount")),
                    page_id=page_id,
                    page_name=name,
                    chunk_id=chunks.get(group_id),
                    meta=raw,
                ).of(bundle)
            )
        found.append(
            Page(
                page_id,
                name,
                page.get("color") if isinstance(page.get("color"), str) else None,
                tuple(groups),
            )
        )
    return found


def _markers(known: FieldFacts | None, kind: str, categories: int, codes_type: Any) -> tuple[int, ...]:
    if kind != "category":
        return ()
    return tuple(known.markers) if known is not None else unassigned_codes(categories, codes_type)


def fields(bundle: ChunkSource) -> list[Field]:
    """The user-defined fields of `core/field-overlays`; entries without id or key are left out."""
    chunks = _chunks(bundle, CODES)
    found = []
    for raw in _dicts(_registry(bundle, OVERLAYS), "userDefinedFields"):
        field_id, key = _text(raw.get("id")).strip(SPACE), _text(raw.get("key"))
        if not field_id or not key:
            continue
        kind = "continuous" if raw.get("kind") == "continuous" else "category"
        names = raw.get("categories")
        known = bundle.facts.fields.get(field_id)
        typed = (
            known is not None and known.width is not None
        )  # there numbers and truth values are labels, too
        categories = (
            tuple(name if typed else _text(name) for name in names)
            if kind == "category" and isinstance(names, list)
            else ()
        )
        found.append(
            Field(
                id=field_id,
                key=key,
                source="var" if raw.get("source") == "var" else "obs",
                kind=kind,
                categories=categories,
                deleted=raw.get("isDeleted") is True,
                purged=raw.get("isPurged") is True,
                codes_type=raw.get("codesType") if isinstance(raw.get("codesType"), str) else None,
                codes_length=whole(raw.get("codesLength")),
                markers=_markers(known if typed else None, kind, len(categories), raw.get("codesType")),
                chunk_id=chunks.get(field_id),
                meta=raw,
            ).of(bundle)
        )
    return found


def renames(bundle: ChunkSource) -> Renames:
    """The rename registries."""
    overlays = _registry(bundle, OVERLAYS)
    parts = overlays.get("renames") if isinstance(overlays, dict) else None

    def part(name: str) -> dict[str, str]:
        value = parts.get(name) if isinstance(parts, dict) else None
        items = value.items() if isinstance(value, dict) else ()
        return {key: text for key, text in items if isinstance(text, str)}

    return Renames(part("fields"), part("categories"))


def deleted(bundle: ChunkSource) -> Deleted:
    """The deletion registries."""
    overlays = _registry(bundle, OVERLAYS)
    parts = overlays.get("deletedFields") if isinstance(overlays, dict) else None

    def part(name: str) -> tuple[str, ...]:
        value = parts.get(name) if isinstance(parts, dict) else None
        return tuple(key for key in (value if isinstance(value, list) else ()) if isinstance(key, str))

    return Deleted(part("deleted"), part("purged"))


def artifacts(bundle: ChunkSource) -> dict[str, Artifact]:
    """The analysis artifacts whose ids have three parts."""
    found = {}
    for rest, chunk_id in _chunks(bundle, "table").items():
        parts = rest.split("/")
        if len(parts) >= 3:
            cache_key, gene, page_id = (unquote(part) for part in parts[:3])
            found[chunk_id] = Artifact(chunk_id, cache_key, gene, page_id).of(bundle)
    return found


def restore_plan(bundle: ChunkSource, matches: bool) -> list[Step]:
    """Eager chunks, then lazy ones; the first lazy chunk ends the eager stage."""
    steps = []
    lazy = False
    for chunk_id in bundle.list_chunk_ids():
        entry = bundle.entry(chunk_id)
        lazy = lazy or entry.priority == "lazy"
        why = ""
        if entry.dataset_dependent and not matches:
            why = "it depends on the data set, which is another one"
        elif entry.family is None:
            why = "no known family has this id"
        steps.append(Step(chunk_id, "lazy" if lazy else "eager", not why, why))
    return steps
