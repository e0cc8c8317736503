"""What changed between two sessions, in words.

Rules of this file:

* Compared is what the sessions say: when they were saved, how chunks are compressed and how JSON is spelled do not
  count. Nothing that differs is left out: differences without a dedicated message are reported by JSON path, or as
  a chunk that has other bytes.
* Two lists of members are one when they hold the same cells.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cellucid_session.check.links import META, OVERLAYS
from cellucid_session.errors import BudgetError
from cellucid_session.report.text import count
from cellucid_session.safe import safe
from cellucid_session.tools.changes import (
    ADDED,
    CHANGED,
    MOVED,
    NOTHING,
    PARTS,
    REMOVED,
    RENAMED,
    Change,
    shown,
    value_changes,
)
from cellucid_session.tools.page import number
from cellucid_session.tools.sessions import member_counts

if TYPE_CHECKING:
    from cellucid_session.read.bundle import CellucidSessionBundle
    from cellucid_session.read.views import Field, Group

MEMBERS = 1 << 27  # of one group that are compared at once


def diff(old: CellucidSessionBundle, new: CellucidSessionBundle) -> list[Change]:
    """All changes from one session to another, in the order of `PARTS`.

    Raises:
        InvalidSessionError: a chunk breaks a safety rule. BudgetError: a group is too large to compare.
    """
    highlights = [*_pages(old, new), *_groups(old, new)]
    overlays = [*_fields(old, new), *_registries(old, new)]
    # what the views leave out, entries without an id say, is told by its place
    for found, part, chunk_id in ((highlights, "pages", META), (overlays, "fields", OVERLAYS)):
        if not found:
            found.extend(value_changes(part, chunk_id, "", _payload(old, chunk_id), _payload(new, chunk_id)))
    return sorted(
        [*_dataset(old, new), *highlights, *overlays, *_chunks(old, new)],
        key=lambda change: list(PARTS).index(change.part),
    )


def _parted(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[list[str], list[str], list[str]]:
    """Ids that came, ids that went, ids that stayed."""
    return (
        [each for each in new if each not in old],
        [each for each in old if each not in new],
        [each for each in old if each in new],
    )


# -- parts --


def _dataset(old: CellucidSessionBundle, new: CellucidSessionBundle) -> Iterator[Change]:
    yield from value_changes("dataset", "fingerprint", "", old.dataset_fingerprint, new.dataset_fingerprint)
    known = ("datasetFingerprint", "createdAt", "chunks")
    one, other = (
        {key: value for key, value in bundle.manifest.items() if key not in known} for bundle in (old, new)
    )
    yield from value_changes("dataset", "manifest", "", one, other)


def _pages(old: CellucidSessionBundle, new: CellucidSessionBundle) -> Iterator[Change]:
    before, after = ({page.id: page for page in bundle.pages} for bundle in (old, new))
    added, removed, kept = _parted(before, after)
    for each in added:
        page = after[each]
        detail = f"{shown(page.name)}, {count(len(page.groups), 'group')}"
        yield Change("pages", ADDED, "page", each, detail)
    for each in removed:
        yield Change("pages", REMOVED, "page", each, shown(before[each].name))
    for each in kept:
        one, other = before[each], after[each]
        if one.name != other.name:
            detail = f"{shown(one.name)} -> {shown(other.name)}"
            yield Change("pages", RENAMED, "page", each, detail, one.name, other.name)
        if one.color != other.color:
            detail = f"colour {shown(one.color)} -> {shown(other.color)}"
            yield Change("pages", CHANGED, "page", each, detail, one.color, other.color)
    if kept != [each for each in after if each in before]:
        yield Change("pages", MOVED, "pages", "", "they are in another order")
    rest, other_rest = (_rest(bundle, META, "pages") for bundle in (old, new))
    yield from value_changes("pages", "highlights/meta", "", rest, other_rest)
    extras = [
        {
            page["id"]: {key: value for key, value in page.items() if key not in _PAGE}
            for page in _list(bundle)
        }
        for bundle in (old, new)
    ]
    for each in kept:
        yield from value_changes("pages", "page", each, extras[0].get(each, {}), extras[1].get(each, {}))


_PAGE = ("id", "name", "color", "highlightedGroups")
_GROUP = ("id", "label", "type", "enabled", "cellCount")
_FIELD = ("id", "key", "source", "kind", "categories", "isDeleted", "isPurged")


def _payload(bundle: CellucidSessionBundle, chunk_id: str) -> dict[str, Any]:
    value = bundle.decode_chunk(chunk_id) if chunk_id in bundle else {}
    return value if isinstance(value, dict) else {}


def _rest(bundle: CellucidSessionBundle, chunk_id: str, *known: str) -> dict[str, Any]:
    """A registry without the parts that are compared one by one."""
    return {key: value for key, value in _payload(bundle, chunk_id).items() if key not in known}


def _list(bundle: CellucidSessionBundle) -> list[dict[str, Any]]:
    items = _payload(bundle, META).get("pages")
    listed = items if isinstance(items, list) else []
    return [item for item in listed if isinstance(item, dict) and isinstance(item.get("id"), str)]


def _groups(old: CellucidSessionBundle, new: CellucidSessionBundle) -> Iterator[Change]:
    before, after = ({group.id: group for group in bundle.groups} for bundle in (old, new))
    added, removed, kept = _parted(before, after)
    for each in added:
        group = after[each]
        told = _cells(new, group)
        detail = f"{shown(group.label)}, {_told(told)}, on page {shown(group.page_name)}"
        yield Change("groups", ADDED, "group", each, detail, added=told)
    for each in removed:
        group = before[each]
        told = _cells(old, group)
        yield Change("groups", REMOVED, "group", each, f"{shown(group.label)}, {_told(told)}", removed=told)
    for each in kept:
        yield from _group(old, new, before[each], after[each])
    if kept != [each for each in after if each in before]:
        yield Change("groups", MOVED, "groups", "", "they are in another order")


def _cells(bundle: CellucidSessionBundle, group: Group) -> int | None:
    counted = member_counts(bundle, group)
    return counted[1] if counted is not None else 0 if group.has_cells else None


def _many(how_many: int, what: str) -> str:
    return f"{number(how_many)} {what}{'' if how_many == 1 else 's'}"


def _told(cells: int | None) -> str:
    return "its cells not in the file" if cells is None else _many(cells, "cell")


def _group(
    old: CellucidSessionBundle, new: CellucidSessionBundle, one: Group, other: Group
) -> Iterator[Change]:
    if one.label != other.label:
        detail = f"{shown(one.label)} -> {shown(other.label)}"
        yield Change("groups", RENAMED, "group", one.id, detail, one.label, other.label)
    if one.page_id != other.page_id:
        detail = f"page {shown(one.page_name)} -> {shown(other.page_name)}"
        yield Change("groups", MOVED, "group", one.id, detail, one.page_id, other.page_id)
    for name in ("type", "enabled"):
        before, after = getattr(one, name), getattr(other, name)
        if before != after:
            detail = f"{name} {shown(before)} -> {shown(after)}"
            yield Change("groups", CHANGED, "group", one.id, detail, before, after)
    metas = [{key: value for key, value in group.meta.items() if key not in _GROUP} for group in (one, other)]
    yield from value_changes("groups", "group", one.id, *metas)
    if one.has_cells != other.has_cells:
        detail = "its cells are in the file now" if other.has_cells else "its cells are no longer in the file"
        yield Change("groups", CHANGED, "group", one.id, detail)
    elif one.has_cells:
        yield from _members(old, new, one, other)
    else:
        yield from _hint(one, other)


def _hint(one: Group, other: Group) -> Iterator[Change]:
    if one.cell_count != other.cell_count:
        detail = f"cellCount {shown(one.cell_count)} -> {shown(other.cell_count)}"
        yield Change("groups", CHANGED, "group", one.id, detail, one.cell_count, other.cell_count)


def _members(
    old: CellucidSessionBundle, new: CellucidSessionBundle, one: Group, other: Group
) -> Iterator[Change]:
    import numpy as np

    for bundle, group in ((old, one), (new, other)):
        counted = member_counts(bundle, group)
        if counted is not None and counted[0] > MEMBERS:
            raise BudgetError(f"group {safe(group.id)} has more than {MEMBERS:,} members to compare")
    before, after = np.unique(one.indices), np.unique(other.indices)
    came = len(np.setdiff1d(after, before, assume_unique=True))
    went = len(np.setdiff1d(before, after, assume_unique=True))
    if came or went:
        detail = f"{_many(came, 'cell')} added, {_many(went, 'cell')} removed, {number(len(after))} now"
        yield Change("groups", CHANGED, "group", one.id, detail, added=came, removed=went)
    else:
        yield from _hint(one, other)


def _fields(old: CellucidSessionBundle, new: CellucidSessionBundle) -> Iterator[Change]:
    before, after = ({field.id: field for field in bundle.fields} for bundle in (old, new))
    added, removed, kept = _parted(before, after)
    for each in added:
        yield Change("fields", ADDED, "field", each, _described(after[each]))
    for each in removed:
        yield Change("fields", REMOVED, "field", each, _described(before[each]))
    for each in kept:
        yield from _field(before[each], after[each])
    if kept != [each for each in after if each in before]:
        yield Change("fields", MOVED, "fields", "", "they are in another order")


def _described(field: Field) -> str:
    return f"{shown(field.key)}, {field.kind} of {field.source}, {len(field.categories)} categories"


def _field(one: Field, other: Field) -> Iterator[Change]:
    if one.key != other.key:
        detail = f"{shown(one.key)} -> {shown(other.key)}"
        yield Change("fields", RENAMED, "field", one.id, detail, one.key, other.key)
    for name in ("source", "kind", "deleted", "purged"):
        before, after = getattr(one, name), getattr(other, name)
        if before != after:
            detail = f"{name} {shown(before)} -> {shown(after)}"
            yield Change("fields", CHANGED, "field", one.id, detail, before, after)
    yield from _categories(one, other)
    metas = [{key: value for key, value in field.meta.items() if key not in _FIELD} for field in (one, other)]
    yield from value_changes("fields", "field", one.id, *metas)
    yield from _codes(one, other)


def _categories(one: Field, other: Field) -> Iterator[Change]:
    before, after = one.categories, other.categories
    if before == after:
        return
    came = [name for name in dict.fromkeys(after) if name not in set(before)]
    went = [name for name in dict.fromkeys(before) if name not in set(after)]
    if len(before) == len(after) and came and went:
        for code, (name, new_name) in enumerate(zip(before, after, strict=True)):
            if name != new_name:
                detail = f"category {code}: {shown(name)} -> {shown(new_name)}"
                yield Change("fields", RENAMED, "field", one.id, detail, name, new_name)
        return
    for what, names in ((ADDED, came), (REMOVED, went)):
        for name in names:
            yield Change("fields", what, "field", one.id, f"category {shown(name)} {what}")
    if [name for name in before if name in set(after)] != [name for name in after if name in set(before)]:
        yield Change("fields", CHANGED, "field", one.id, "its categories are in another order, or repeated")


def _codes(one: Field, other: Field) -> Iterator[Change]:
    """Codes that changed, as codes; and, when categories did too, how many cells changed their category's name."""
    import numpy as np

    if (one.chunk_id is None) != (other.chunk_id is None):
        now = "its codes are in the file now" if other.chunk_id else "its codes are no longer in the file"
        yield Change("fields", CHANGED, "field", one.id, now)
        return
    if one.chunk_id is None:
        return
    before, after = one.codes, other.codes
    if len(before) != len(after):
        yield Change(
            "fields", CHANGED, "field", one.id, f"{number(len(before))} codes -> {number(len(after))} codes"
        )
        return
    changed = int(np.count_nonzero(before != after))
    if changed:
        detail = f"{_many(changed, 'code')} of {number(len(after))} changed"
        yield Change("fields", CHANGED, "field", one.id, detail, added=changed, removed=changed)


def _registries(old: CellucidSessionBundle, new: CellucidSessionBundle) -> Iterator[Change]:
    """Renames and deletions, then what else the registry of fields says."""
    for kind in ("fields", "categories"):
        before, after = (getattr(bundle.renames, kind) for bundle in (old, new))
        for key in dict.fromkeys((*before, *after)):
            one, other = before.get(key), after.get(key)
            if one != other:
                what = ADDED if one is None else REMOVED if other is None else CHANGED
                subject = "field" if kind == "fields" else "category"
                detail = f"{shown(_or_nothing(one))} -> {shown(_or_nothing(other))}"
                yield Change("renames", what, subject, key, detail, one, other)
    for kind in ("deleted", "purged"):
        one_list: Sequence[str]
        one_list, other_list = (getattr(bundle.deleted_fields, kind) for bundle in (old, new))
        for what, keys in (
            (ADDED, set(other_list) - set(one_list)),
            (REMOVED, set(one_list) - set(other_list)),
        ):
            for key in sorted(keys):
                yield Change("deleted", what, "field", key, f"{what} in the list of {kind} fields")
    known = ("userDefinedFields", "renames", "deletedFields")
    one_rest, other_rest = (_rest(bundle, OVERLAYS, *known) for bundle in (old, new))
    yield from value_changes("fields", "core/field-overlays", "", one_rest, other_rest)


def _or_nothing(value: str | None) -> Any:
    return NOTHING if value is None else value


# -- other chunks --

_STORAGE = ("id", "codec", "storedBytes", "uncompressedBytes")


def _told_of(bundle: CellucidSessionBundle) -> set[str]:
    """Chunks whose content the parts above compare."""
    told = {META, OVERLAYS}
    told |= {group.chunk_id for group in bundle.groups if group.chunk_id is not None}
    told |= {field.chunk_id for field in bundle.fields if field.chunk_id is not None}
    return told


def _chunks(old: CellucidSessionBundle, new: CellucidSessionBundle) -> Iterator[Change]:
    before, after = ({each: bundle.entry(each) for each in bundle.list_chunk_ids()} for bundle in (old, new))
    added, removed, kept = _parted(before, after)
    told_old, told_new = _told_of(old), _told_of(new)
    for each in added:
        if each not in told_new:
            yield Change("chunks", ADDED, "chunk", each)
    for each in removed:
        if each not in told_old:
            yield Change("chunks", REMOVED, "chunk", each)
    for each in kept:
        metas = [
            {key: value for key, value in bundle.get_chunk_meta(each).items() if key not in _STORAGE}
            for bundle in (old, new)
        ]
        yield from value_changes("chunks", "chunk", each, *metas)
        if each in told_old and each in told_new:
            continue
        if before[each].kind == after[each].kind == "json":
            yield from value_changes("chunks", "chunk", each, old.decode_chunk(each), new.decode_chunk(each))
        elif _digest(old, each) != _digest(new, each):
            yield Change("chunks", CHANGED, "chunk", each, "it has other bytes")
    if kept != [each for each in after if each in before]:
        yield Change("chunks", MOVED, "chunks", "", "they are in another order")


def _digest(bundle: CellucidSessionBundle, chunk_id: str) -> bytes:
    digest = hashlib.sha256()
    bundle.decoder.inflate(bundle.entry(chunk_id), digest.update)
    return digest.digest()
