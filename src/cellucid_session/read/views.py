"""The views of a session: its pages, fields, registries of names, artifacts, and the order of restoring.

Rules of this file: views are made from the registries as the viewer makes its own, what it would leave out is left out.
Texts are the file's own, unchanged: make them safe before they are shown. Spec: 5, 6, 7.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING
from urllib.parse import unquote

from cellucid_session.check.entries import SPACE, whole
from cellucid_session.check.links import META, OVERLAYS
from cellucid_session.check.shapes import unassigned_codes
from cellucid_session.read.artifacts import TABLE, Artifact
from cellucid_session.read.fields import CODES, TYPES, Field
from cellucid_session.read.groups import MEMBERS, Group, Page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from cellucid_session.read.chunk_source import ChunkSource


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
