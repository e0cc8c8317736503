"""Typed views of what a session holds: pages, groups, fields, renames, artifacts, the order of restoring.

Rules of this file: a view is a small value that knows where its data is; indices, codes and columns are decoded when
they are asked for, with the bounds of the data set that the caller names. Texts are the file's own, unchanged: make
them safe before they are shown. Spec: 5, 6, 7.
"""

from __future__ import annotations

import copy
import dataclasses
from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from cellucid_session.check.entries import SPACE, Entry, whole
from cellucid_session.check.later_payloads import fitting
from cellucid_session.check.links import META, OVERLAYS
from cellucid_session.check.shapes import unassigned_codes
from cellucid_session.check.tables import layout
from cellucid_session.errors import UncopiedError, UsageError
from cellucid_session.generated import payloads
from cellucid_session.generated import rules as R
from cellucid_session.model import Finding
from cellucid_session.read.decode import refusal
from cellucid_session.read.references import Reference
from cellucid_session.safe import safe
from cellucid_session.wire.runs import Runs
from cellucid_session.wire.sinks import CodeSink, IndexSink, MaskSink

if TYPE_CHECKING:
    from typing import NoReturn, Self

    import numpy as np
    import pandas as pd

    from cellucid_session.check.facts import Facts
    from cellucid_session.read.chunk_source import ChunkSource
    from cellucid_session.wire.source import Source

    Indices = np.ndarray[Any, np.dtype[np.uint32 | np.int64]]

CODES, TABLE = "codes", "table"
#: payloads that hold the cells of a group
MEMBERS = ("index-list", "cell-set")
CELL_SET = "cell-set"  # what reads sets that can be parts of a category


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
            UsageError: the session names the cells by a category of the data set: `resolve`.
        """
        indices, reference = self._cells(None if self.chunk_id is None else self._bundle.facts.n_obs)
        if reference is not None:
            raise self._unresolved()
        return indices

    @property
    def reference(self) -> Reference | None:
        """The category of the data set that the session names the cells by; None where it lists them.

        Raises:
            InvalidSessionError: the chunk is broken, or the group names no category.
        """
        return self._cells(self._bundle.facts.n_obs)[1] if self._may_refer else None

    def resolve(self, adata: Any) -> Indices:
        """Positions of the cells, however the session names them: as `indices`, and as many.

        Args:
            adata: the data set, or what has its `obs`; only the column is looked at that the session names.

        Raises:
            AnotherCategoryError: the column's cells are not those that the session means, by their count and digest.
            InvalidSessionError: an index is not below the number of cells, or the chunk is broken.
        """
        indices, reference = self._cells(len(adata.obs))
        if reference is None:
            return indices
        resolved: Indices = reference.resolve(adata.obs)
        return resolved

    def mask(
        self, n_obs: int, members: Callable[[Reference], Any] | None = None
    ) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """The group as a mask over the cells: bool, shape (n_obs,).

        Args:
            members: gives which cells have the category that the session names them by, bool, shape (n_obs,), such as
                `lambda reference: reference.members(adata.obs)`. It is asked where the session does so.

        Raises:
            UsageError: it is needed and is not given. And as `resolve`.
        """
        import numpy as np

        mask = np.zeros(n_obs, dtype=np.bool_)
        if self.chunk_id is None:
            return mask
        places = self._meant(self._read(n_obs, MaskSink(mask)))
        if places is None:
            return mask
        if members is None:
            raise self._unresolved()
        column, category, count, digest, every = places
        reference = Reference(
            column, category, count, digest, None if every else np.flatnonzero(mask[:count])
        )
        there = members(reference)
        if len(there) != n_obs:
            raise UsageError(f"the data set has {len(there)} cells, not {n_obs}")
        resolved = reference.settle(there)
        mask[:] = False
        mask[resolved] = True
        return mask

    @property
    def counts(self) -> tuple[int, int] | None:
        """How many members the chunk lists, and how many cells they are; None without a chunk. Nothing is kept."""
        if self.chunk_id is None:
            return None
        told = self._read(self._bundle.facts.n_obs, None)
        return (told[1], told[1]) if isinstance(told, tuple) else (told.count, told.count - told.duplicates)

    @property
    def _may_refer(self) -> bool:
        """Whether there is a chunk, of a kind that can name cells by a category: others are not read to know it."""
        family = None if self.chunk_id is None else self._bundle.entry(self.chunk_id).family
        return family is not None and self._bundle.facts.generation.reads[family.payload] == CELL_SET

    @property
    def part_of(self) -> tuple[str, Any, int] | None:
        """The obs column, the category and its number of cells, where the session names the cells by it; else None."""
        if not self._may_refer:
            return None
        meant = self._meant(self._read(self._bundle.facts.n_obs, None))
        return None if meant is None else meant[:3]

    def _unresolved(self) -> UsageError:
        return UsageError(
            f"the session names the cells of group {safe(self.id, 80)} by a category of the data set: "
            "group.resolve(adata)"
        )

    def _cells(self, cells: int | None) -> tuple[Indices, Reference | None]:
        """Indices and None; or, for a set that is named by a category, an empty array and what it refers to."""
        sink = IndexSink(self.cell_count or 0, self._expand)
        if self.chunk_id is None:
            return sink.result(), None
        meant = self._meant(self._read(cells, sink))
        if meant is None:
            return sink.result(), None
        column, category, count, digest, every = meant
        places = sink.result()
        return places[:0], Reference(column, category, count, digest, None if every else places)

    def _meant(self, result: Any) -> tuple[str, Any, int, int, bool] | None:
        """What a set is a part of: column, category, cells of it, their digest, whether it is all; None: of all cells.

        Args:
            result: what the coroutine returned that has read the chunk.
        """
        count, digest = result[2:] if isinstance(result, tuple) else (None, None)
        if count is None:
            return None
        assert self.chunk_id is not None, "it was read"
        known = self._bundle.facts.groups.get(self.id)
        if known is None or known.category is None:
            what = "the group is bound to no category of an obs column"
            raise refusal(Finding(R.CELLS_REFERENCE, what, chunk=safe(self.chunk_id)))
        column, (_, category) = known.category
        return column, category, count, digest, result[1] == count

    def _expand(self, size: int) -> None:
        if self.chunk_id is not None:
            self._bundle.decoder.expand(self._bundle.entry(self.chunk_id), size)

    def _read(self, cells: int | None, sink: Any) -> Any:
        """What the coroutine that reads the chunk returns."""
        assert self.chunk_id is not None, "who calls has looked"
        entry = self._bundle.entry(self.chunk_id)
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
        categories: names in the writer's order; () for a continuous field. Where the registry names the type of codes,
            numbers and truth values are names, too.
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
        """The codes as stored: uint8, uint16 or uint32, shape (cells,) or (variables,); empty without a chunk.

        Raises:
            InvalidSessionError: the length is none that the fingerprint allows, or the chunk is broken.
        """
        facts = self._bundle.facts
        return self.codes_for(self.lengths(facts.n_obs, facts.n_vars))

    @property
    def runs(self) -> Runs:
        """The codes as runs, nothing expanded. Raises what `codes` raises for another length or a broken chunk."""
        runs = Runs()
        facts = self._bundle.facts
        self.read(self.lengths(facts.n_obs, facts.n_vars), runs)
        return runs

    @property
    def alias(self) -> tuple[str, int | None] | None:
        """What a continuous field is another name of: key of a column of `source`, and its position or None.

        None where the field has values of its own, or the session does not say of what.
        """
        said = self.meta.get("sourceField")
        if (
            self.kind != "continuous"
            or not self._bundle.facts.generation.aliases
            or not isinstance(said, dict)
        ):
            return None
        key = said.get("sourceKey")
        return (key, whole(said.get("sourceIndex"))) if isinstance(key, str) and key else None

    def lengths(self, cells: int | None, variables: int | None) -> tuple[int, ...] | None:
        """How many codes there can be, for so many cells and variables; None where that is not known."""
        if self.source == "obs" or self.typed:
            return None if cells is None else (cells,)
        return None if cells is None or variables is None else (cells, variables)

    def codes_for(self, lengths: tuple[int, ...] | None) -> np.ndarray[Any, Any]:
        """The codes, whose number must be one of `lengths` (None: at most the budget of a chunk).

        Raises:
            BudgetError: the codes of all fields that were read are too many together: `Limits(inflated_bytes=...)`.
        """
        sink = CodeSink(expand=self._expand)
        self.read(lengths, sink)
        codes: np.ndarray[Any, Any] = sink.result()
        return codes

    def _expand(self, size: int) -> None:
        if self.chunk_id is not None:
            self._bundle.decoder.expand(self._bundle.entry(self.chunk_id), size)

    @property
    def typed(self) -> bool:
        """Whether the registry says what type codes have: then there is one for each cell."""
        return bool(TYPES[self._bundle.facts.generation.reads[CODES]])

    def read(self, lengths: tuple[int, ...] | None, sink: Any) -> Any:
        """Give the codes to a sink, as `generated.payloads.codes` does. Returns encoding and length; None: no chunk."""
        if self.chunk_id is None:
            return None
        facts = self._bundle.facts
        generation = facts.generation
        entry = self._bundle.entry(self.chunk_id)
        wanted: dict[str, Any] = {}
        if told := TYPES[generation.reads[CODES]]:
            known = facts.fields.get(self.id)
            if known is None or known.width is None:
                what = "the registry does not say how wide the codes are"
                raise refusal(Finding(R.OVERLAYS_SHAPE, what, chunk=safe(entry.id)))
            wanted = told(facts, known.width)
        grammar = generation.grammars[CODES]
        return self._bundle.decoder.read(
            entry, lambda source: grammar(source, lengths=lengths, sink=sink, **wanted)
        )


#: how codes are read -> what else the coroutine is told, where the registry names their type
TYPES: dict[str, Callable[[Facts, int], dict[str, Any]] | None] = {
    "codes": None,
    "typed-codes": lambda facts, width: {"encodings": fitting(facts, width)},
    "wide-codes": lambda facts, width: {"width": width, "greatest": 256**width - 1},
}


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
    chunks = _chunks(bundle, *MEMBERS)
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


def _name(value: Any, typed: bool) -> Any:
    """The name of a category; what is none is the empty text."""
    return value if typed and isinstance(value, bool | int | float) else _text(value)


def fields(bundle: ChunkSource) -> list[Field]:
    """The user-defined fields of `core/field-overlays`; entries without id or key are left out."""
    chunks = _chunks(bundle, CODES)
    registry = _registry(bundle, OVERLAYS)
    typed = bool(TYPES[bundle.facts.generation.reads[CODES]])
    found = []
    for raw in _dicts(registry, "userDefinedFields"):
        field_id, key = _text(raw.get("id")).strip(SPACE), _text(raw.get("key"))
        if not field_id or not key:
            continue
        kind = "continuous" if raw.get("kind") == "continuous" else "category"
        names = raw.get("categories")
        categories = (
            tuple(_name(name, typed) for name in names)
            if kind == "category" and isinstance(names, list)
            else ()
        )
        markers: tuple[int, ...] = ()
        if kind == "category":
            known = bundle.facts.fields.get(field_id)
            if typed:
                markers = () if known is None else tuple(known.markers)
            else:
                markers = unassigned_codes(len(categories), raw.get("codesType"))
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
                markers=markers,
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
    for rest, chunk_id in _chunks(bundle, TABLE).items():
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
