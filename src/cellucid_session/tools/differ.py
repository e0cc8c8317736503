"""What changed between two sessions, in words.

Rules of this file:

* Two sessions are the same when their canonical forms are (spec 13.6): nothing is told then, and something is told
  otherwise. What the canonical form levels is levelled here by the same functions.
* Nothing that differs is left out. Objects are compared key by key, also beside a change that has a sentence of its
  own: a key has a sentence, or is told by its place in the JSON text. What has no shape that is compared one by one is
  told as JSON, whole.
* Codes are compared as runs. Nothing is expanded.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cellucid_session.check.links import META, OVERLAYS
from cellucid_session.errors import BudgetError, UsageError
from cellucid_session.read import meaning
from cellucid_session.read.views import TableHeader
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
    same,
    shown,
    value_changes,
)
from cellucid_session.tools.page import number
from cellucid_session.wire import strict_json
from cellucid_session.wire.runs import differing, longest
from cellucid_session.write.labels_digest import labels_digest

if TYPE_CHECKING:
    from cellucid_session.check.entries import Entry
    from cellucid_session.read.bundle import CellucidSessionBundle
    from cellucid_session.read.views import Field, Group
    from cellucid_session.wire.runs import Block, Runs

    Values = Mapping[str, Any]
    #: says of one key of an object what changed, where its old and its new value have a sentence
    Sentence = Callable[[str, str, Any, Any], Change | None]

MEMBERS = 1 << 27  # of one group that are compared at once
#: what sessions of all generations say of the cells: keys of a registry -> keys of the objects in a list
IN_META: dict[str, Any] = {
    "pages": {
        "id": None,
        "name": None,
        "color": None,
        "highlightedGroups": dict.fromkeys(("id", "label", "type", "enabled", "cellCount")),
    }
}
IN_OVERLAYS: dict[str, Any] = {
    "renames": None,
    "deletedFields": None,
    "userDefinedFields": dict.fromkeys(
        ("id", "key", "source", "kind", "categories", "codesLength", "isDeleted", "isPurged")
    ),
}
NO_CODE = 0xFFFFFFFF  # stands for all codes that mean "no category", where they are compared across types


def diff(old: CellucidSessionBundle, new: CellucidSessionBundle) -> list[Change]:
    """All changes from one session to another, in the order of `PARTS`.

    Raises:
        InvalidSessionError: a chunk breaks a safety rule. BudgetError: a group is too large to compare.
    """
    alike = old.generation.schemas == new.generation.schemas
    before, after = _Side(old, alike), _Side(new, alike)
    changes = [*(_dataset if alike else _generations)(before, after)]
    changes += [*_highlights(before, after), *_overlays(before, after)]
    if alike:
        changes += _chunks(before, after)
    places = {part: place for place, part in enumerate(PARTS)}
    return sorted(changes, key=lambda change: places[change.part])


class _Side:
    """One of the two sessions.

    Attributes:
        groups, fields: what the views know, by the id that the registry has.
        meta, overlays: the registries; NOTHING where there is none. Of sessions of two generations they are what both
            can say: pages, groups and fields with their labels.
    """

    def __init__(self, bundle: CellucidSessionBundle, alike: bool) -> None:
        self.bundle = bundle
        self.alike = alike
        self.groups: dict[str, Group] = {group.meta["id"]: group for group in bundle.groups}
        self.fields: dict[str, Field] = {field.meta["id"]: field for field in bundle.fields}
        self.meta, self.overlays = (
            bundle.decode_chunk(chunk_id) if chunk_id in bundle else NOTHING for chunk_id in (META, OVERLAYS)
        )
        if not alike:
            self.meta, self.overlays = _labels(self.meta, IN_META), _labels(self.overlays, IN_OVERLAYS)

    def told(self) -> set[str]:
        """Chunks whose content is compared as that of a registry, a group or a field."""
        held = {group.chunk_id for group in self.groups.values()}
        held |= {field.chunk_id for field in self.fields.values()}
        return {META, OVERLAYS, *(chunk_id for chunk_id in held if chunk_id is not None)}


def _labels(value: Any, keys: Mapping[str, Any]) -> Any:
    """Of an object the keys that are named, of lists of objects in it the keys that are named for those."""
    if not isinstance(value, dict):
        return value
    return {
        key: [_labels(item, inner) for item in value[key]]
        if inner and isinstance(value[key], list)
        else value[key]
        for key, inner in keys.items()
        if key in value
    }


def _compare(
    part: str,
    subject: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    describe: Callable[[bool, str], Change | None],
    inside: Callable[[str], Iterable[Change]],
) -> Iterator[Change]:
    """Things by id: what came, what went, what changed in those that stayed, and whether they are in another order.

    Args:
        subject: what one of them is called; "" when they have no order of their own.
        describe: tells of a thing that came (True) or went (False); None: it is told elsewhere.
        inside: tells what changed in a thing that stayed.
    """
    for came, one, other in ((True, after, before), (False, before, after)):
        yield from filter(None, (describe(came, each) for each in one if each not in other))
    kept = [each for each in before if each in after]
    for each in kept:
        yield from inside(each)
    if subject and kept != [each for each in after if each in before]:
        yield Change(part, MOVED, f"{subject}s", "", "they are in another order")


def _object(
    part: str, subject: str, name: str, before: Values, after: Values, sentences: Mapping[str, Sentence]
) -> Iterator[Change]:
    """The keys of one object, each by its sentence or by its place."""
    left: tuple[dict[str, Any], dict[str, Any]] = {}, {}
    for key in dict.fromkeys((*before, *after)):
        one, other = before.get(key, NOTHING), after.get(key, NOTHING)
        if same(one, other):
            continue
        told = sentences[key](key, name, one, other) if key in sentences else None
        if told is not None:
            yield told
            continue
        for side, value in zip(left, (one, other), strict=True):
            if value is not NOTHING:
                side[key] = value
    yield from value_changes(part, subject, name, *left)


# -- data set --


def _dataset(old: _Side, new: _Side) -> Iterator[Change]:
    before, after = (meaning.manifest(side.bundle) for side in (old, new))
    one, other = (manifest.get("datasetFingerprint") for manifest in (before, after))
    if isinstance(one, dict) and isinstance(other, dict):
        yield from value_changes("dataset", "fingerprint", "", one, other)
        before["datasetFingerprint"] = after["datasetFingerprint"] = None
    before["chunks"] = after["chunks"] = None
    sentences: dict[str, Sentence] = {"createdAt": _saved}
    yield from _object("dataset", "manifest", "", before, after, sentences)


def _generations(old: _Side, new: _Side) -> Iterator[Change]:
    """That two sessions are of different generations, and what both fingerprints say."""
    one, other = (side.bundle.generation for side in (old, new))
    detail = (
        f"{one.number} -> {other.number}: compared is what both can say of the data set and its cells, no state of the "
        f"viewer{_alike(old.bundle, new.bundle)}"
    )
    yield Change("dataset", CHANGED, "generation", "", detail, one.number, other.number)
    before, after = (side.bundle.dataset_fingerprint for side in (old, new))
    both = [key for key in before if key in after]
    for key in both:
        yield from value_changes("dataset", "fingerprint", "", {key: before[key]}, {key: after[key]})


def _alike(old: CellucidSessionBundle, new: CellucidSessionBundle) -> str:
    """Whether the digests of their labels agree, in words; nothing where one of them has none."""
    try:
        one, other = (labels_digest(bundle) for bundle in (old, new))
    except UsageError:
        return ""
    return "; their labels are the same" if one == other else "; their labels differ"


def _saved(key: str, name: str, one: Any, other: Any) -> Change | None:
    if not isinstance(one, str) or not isinstance(other, str):
        return None
    return Change("dataset", CHANGED, "time of saving", "", f"{shown(one)} -> {shown(other)}", one, other)


# -- pages and groups --


def _by_id(value: Any, key: str, wanted: str = "id") -> dict[str, dict[str, Any]] | None:
    """A list of objects by their ids; None when it is no such list, or an id is there twice."""
    items = value.get(key) if isinstance(value, dict) else None
    if not isinstance(items, list):
        return None
    found = {
        item["id"]: item
        for item in items
        if isinstance(item, dict) and isinstance(item.get("id"), str) and isinstance(item.get(wanted), str)
    }
    return found if len(found) == len(items) else None


def _pages_of(side: _Side) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """Pages by id, and groups by id as (page's id, group); None when they can't be told apart by their ids."""
    if not isinstance(side.meta, dict) or "pages" not in side.meta:
        return {}, {}
    pages = _by_id(side.meta, "pages")
    if pages is None:
        return None
    groups: dict[str, Any] = {}
    total = 0
    for page_id, page in pages.items():
        found = _by_id(page, "highlightedGroups")
        if found is None or not all(each in side.groups for each in found):
            return None
        groups |= {group_id: (page_id, group) for group_id, group in found.items()}
        total += len(found)
    return (pages, groups) if len(groups) == total else None


def _highlights(old: _Side, new: _Side) -> Iterator[Change]:
    before, after = _pages_of(old), _pages_of(new)
    one, other = (side.meta if isinstance(side.meta, dict) else {} for side in (old, new))
    if before is None or after is None:  # then the groups are told as JSON
        yield from value_changes("pages", META, "", one, other)
        for each in old.groups.keys() & new.groups.keys():
            yield from _members(old, new, each)
        return
    yield from _compare(
        "pages", "page", before[0], after[0], _page(before[0], after[0]), _in_page(before, after)
    )
    yield from value_changes("pages", META, "", _without(one, "pages"), _without(other, "pages"))
    yield from _compare(
        "groups", "group", before[1], after[1], _group(old, new), _in_group(old, new, before, after)
    )


def _page(before: Values, after: Values) -> Callable[[bool, str], Change]:
    def describe(came: bool, each: str) -> Change:
        page = (after if came else before)[each]
        name = shown(page.get("name", ""))
        detail = f"{name}, {count(len(page['highlightedGroups']), 'group')}" if came else name
        return Change("pages", ADDED if came else REMOVED, "page", each, detail)

    return describe


def _in_page(before: Any, after: Any) -> Callable[[str], Iterable[Change]]:
    sentences: dict[str, Sentence] = {
        "name": _renamed("pages", "page"),
        "color": _worded("pages", "page", "colour"),
    }

    def inside(each: str) -> Iterable[Change]:
        one, other = (pages[0][each] | {"highlightedGroups": None} for pages in (before, after))
        return _object("pages", "page", each, one, other, sentences)

    return inside


def _renamed(part: str, subject: str) -> Sentence:
    def sentence(key: str, name: str, one: Any, other: Any) -> Change | None:
        if not isinstance(one, str) or not isinstance(other, str):
            return None
        return Change(part, RENAMED, subject, name, f"{shown(one)} -> {shown(other)}", one, other)

    return sentence


def _worded(part: str, subject: str, word: str) -> Sentence:
    """A sentence for a key with simple values."""

    def sentence(key: str, name: str, one: Any, other: Any) -> Change | None:
        if isinstance(one, dict | list) or isinstance(other, dict | list) or NOTHING in (one, other):
            return None
        return Change(part, CHANGED, subject, name, f"{word} {shown(one)} -> {shown(other)}", one, other)

    return sentence


def _group(old: _Side, new: _Side) -> Callable[[bool, str], Change]:
    def describe(came: bool, each: str) -> Change:
        side = new if came else old
        group = side.groups[each]
        cells = _cells(group)
        told = "its cells not in the file" if cells is None else _many(cells, "cell")
        if came:
            detail = f"{shown(group.label)}, {told}, on page {shown(group.page_name)}"
            return Change("groups", ADDED, "group", each, detail, added=cells)
        return Change("groups", REMOVED, "group", each, f"{shown(group.label)}, {told}", removed=cells)

    return describe


def _cells(group: Group) -> int | None:
    counted = group.counts
    return counted[1] if counted is not None else 0 if group.has_cells else None


def _many(how_many: int, what: str) -> str:
    return f"{number(how_many)} {what}{'' if how_many == 1 else 's'}"


def _in_group(old: _Side, new: _Side, before: Any, after: Any) -> Callable[[str], Iterable[Change]]:
    sentences: dict[str, Sentence] = {
        "label": _renamed("groups", "group"),
        **{key: _worded("groups", "group", key) for key in ("type", "enabled", "cellCount")},
    }

    def inside(each: str) -> Iterator[Change]:
        (page, one), (other_page, other) = before[1][each], after[1][each]
        if page != other_page:
            detail = f"page {shown(old.groups[each].page_name)} -> {shown(new.groups[each].page_name)}"
            yield Change("groups", MOVED, "group", each, detail, page, other_page)
        if old.groups[each].chunk_id is not None and new.groups[each].chunk_id is not None:
            one, other = (group | {"cellCount": None} for group in (one, other))  # the chunks say it
        yield from _object("groups", "group", each, one, other, sentences)
        yield from _members(old, new, each)

    return inside


def _members(old: _Side, new: _Side, each: str) -> Iterator[Change]:
    one, other = old.groups[each], new.groups[each]
    if one.chunk_id is None or other.chunk_id is None:
        if one.chunk_id != other.chunk_id:
            detail = f"its cells are {'in the file now' if other.chunk_id else 'no longer in the file'}"
            yield Change("groups", CHANGED, "group", each, detail)
        return
    for group in (one, other):
        counted = group.counts
        if counted is not None and counted[0] > MEMBERS:
            raise BudgetError(f"group {safe(group.id)} has more than {MEMBERS:,} members to compare")
    parts = [group.part_of for group in (one, other)]
    if None not in parts:
        yield from _parts(each, one.reference, other.reference)
    elif parts == [None, None]:
        yield from _counted(each, one.indices, other.indices)
    else:
        detail = (
            "its cells are listed in one session and some of a category of the data set in the other: only the data "
            "set tells whether they are the same"
        )
        yield Change("groups", CHANGED, "group", each, detail)


def _parts(each: str, one: Any, other: Any) -> Iterator[Change]:
    """Sets that are parts of a category. one, other: `Reference`s."""
    import numpy as np

    if (one.column, one.count, one.digest) != (other.column, other.count, other.digest) or not same(
        one.category, other.category
    ):
        told = [
            f"{shown(side.category)} of {shown(side.column)}, {_many(side.count, 'cell')}"
            for side in (one, other)
        ]
        detail = f"its cells are some of another category: {told[0]} -> {told[1]}"
        yield Change("groups", CHANGED, "group", each, detail)
        return
    places = [np.arange(side.count) if side.places is None else side.places for side in (one, other)]
    yield from _counted(each, *places)


def _counted(each: str, one: Any, other: Any) -> Iterator[Change]:
    """Cells that came and went. one, other: indices, shape (k,)."""
    import numpy as np

    before, after = np.unique(one), np.unique(other)
    came = len(np.setdiff1d(after, before, assume_unique=True))
    went = len(np.setdiff1d(before, after, assume_unique=True))
    if came or went:
        detail = f"{_many(came, 'cell')} added, {_many(went, 'cell')} removed, {number(len(after))} now"
        yield Change("groups", CHANGED, "group", each, detail, added=came, removed=went)


# -- fields and registries --


def _overlays(old: _Side, new: _Side) -> Iterator[Change]:
    before, after = (
        _by_id(side.overlays, "userDefinedFields", "key")
        if isinstance(side.overlays, dict) and "userDefinedFields" in side.overlays
        else {}
        for side in (old, new)
    )
    one, other = (side.overlays if isinstance(side.overlays, dict) else {} for side in (old, new))
    if (
        before is None
        or after is None
        or not all(each in side.fields for side, found in ((old, before), (new, after)) for each in found)
    ):  # then the fields are told as JSON
        for each in old.fields.keys() & new.fields.keys():
            yield from _codes(old, new, each)
    else:
        yield from _compare(
            "fields", "field", before, after, _field(old, new), _in_field(old, new, before, after)
        )
        one, other = (_without(side, "userDefinedFields") for side in (one, other))
    yield from _registries(one, other)


def _without(value: dict[str, Any], key: str) -> dict[str, Any]:
    """An object in which a list that was compared is empty, where there is one."""
    return value | {key: []} if key in value else value


def _field(old: _Side, new: _Side) -> Callable[[bool, str], Change]:
    def describe(came: bool, each: str) -> Change:
        field = (new if came else old).fields[each]
        detail = f"{shown(field.key)}, {field.kind} of {field.source}, {len(field.categories)} categories"
        return Change("fields", ADDED if came else REMOVED, "field", each, detail)

    return describe


def _in_field(old: _Side, new: _Side, before: Values, after: Values) -> Callable[[str], Iterable[Change]]:
    sentences: dict[str, Sentence] = {
        "key": _renamed("fields", "field"),
        **{key: _worded("fields", "field", key) for key in ("source", "kind")},
    }

    def inside(each: str) -> Iterator[Change]:
        one, other = before[each], after[each]
        if old.fields[each].chunk_id is not None and new.fields[each].chunk_id is not None:
            one, other = (field | {"codesLength": None} for field in (one, other))  # the chunks say it
        lists = [field.get("categories") for field in (one, other)]
        if all(isinstance(names, list) and all(isinstance(name, str) for name in names) for names in lists):
            yield from _categories(each, *lists)
            one, other = (field | {"categories": None} for field in (one, other))
        for key, word in (("isDeleted", "deleted"), ("isPurged", "purged")):
            flags = [field.get(key) is True for field in (one, other)]
            if flags[0] != flags[1]:
                detail = f"{word} {shown(flags[0])} -> {shown(flags[1])}"
                yield Change("fields", CHANGED, "field", each, detail, *flags)
                one, other = (field | {key: None} for field in (one, other))
        yield from _object("fields", "field", each, one, other, sentences)
        yield from _codes(old, new, each)

    return inside


def _categories(field: str, before: list[str], after: list[str]) -> Iterator[Change]:
    if before == after:
        return
    there, now = set(before), set(after)
    came = [name for name in dict.fromkeys(after) if name not in there]
    went = [name for name in dict.fromkeys(before) if name not in now]
    if len(before) == len(after) and came and went:
        for code, (name, new_name) in enumerate(zip(before, after, strict=True)):
            if name != new_name:
                detail = f"category {code}: {shown(name)} -> {shown(new_name)}"
                yield Change("fields", RENAMED, "field", field, detail, name, new_name)
        return
    for what, names in ((ADDED, came), (REMOVED, went)):
        for name in names:
            yield Change("fields", what, "field", field, f"category {shown(name)} {what}")
    if [name for name in before if name in now] != [name for name in after if name in there]:
        yield Change("fields", CHANGED, "field", field, "its categories are in another order, or repeated")


def _codes(old: _Side, new: _Side, each: str) -> Iterator[Change]:
    """Codes that changed, as codes."""
    one, other = old.fields[each], new.fields[each]
    if one.chunk_id is None or other.chunk_id is None:
        if one.chunk_id != other.chunk_id:
            now = "its codes are in the file now" if other.chunk_id else "its codes are no longer in the file"
            yield Change("fields", CHANGED, "field", each, now)
        return
    before, after = one.runs, other.runs
    if before.length != after.length:
        detail = f"{number(before.length)} codes -> {number(after.length)} codes"
        yield Change("fields", CHANGED, "field", each, detail)
        return
    across = not old.alike or one.typed
    changed = differing(*(_levelled(field, runs, across) for field, runs in ((one, before), (other, after))))
    if changed:
        detail = f"{_many(changed, 'code')} of {number(after.length)} changed"
        yield Change("fields", CHANGED, "field", each, detail, added=changed, removed=changed)


def _levelled(field: Field, runs: Runs, across: bool) -> Iterator[Block]:
    """The runs of a field's codes, in which one code stands for "no category". across: whatever their types."""
    blocks = runs.blocks(meaning.marker(field))
    if not across:
        return blocks
    markers = [code for code in field.markers if code >= len(field.categories)]
    return longest((_marked(values, markers), lengths) for values, lengths in blocks)


def _marked(values: Any, markers: Sequence[int]) -> Any:
    wide = values.astype("<u4")
    for marker in markers:
        wide[values == marker] = NO_CODE
    return wide


def _registries(before: dict[str, Any], after: dict[str, Any]) -> Iterator[Change]:
    """Renames and deletions, then what else the registry of fields says."""
    for key, part, told in (("renames", _RENAMES, _rename), ("deletedFields", _DELETED, _deletion)):
        registries: list[Any] = [side.get(key) for side in (before, after)]
        if not all(isinstance(registry, dict) for registry in registries):
            continue
        rests = [dict(registry) for registry in registries]
        for name in part:
            parts = [registry.get(name) for registry in registries]
            if all(isinstance(each, part[name]) for each in parts):
                yield from told(name, *parts)
                rests = [rest | {name: None} for rest in rests]
        before, after = (side | {key: rest} for side, rest in zip((before, after), rests, strict=True))
    yield from value_changes("fields", OVERLAYS, "", before, after)


_RENAMES: dict[str, type] = {"fields": dict, "categories": dict}
_DELETED: dict[str, type] = {"deleted": list, "purged": list}


def _rename(kind: str, before: Values, after: Values) -> Iterator[Change]:
    subject = "field" if kind == "fields" else "category"
    for key in dict.fromkeys((*before, *after)):
        one, other = before.get(key, NOTHING), after.get(key, NOTHING)
        if not same(one, other):
            what = ADDED if one is NOTHING else REMOVED if other is NOTHING else CHANGED
            values = [None if value is NOTHING else value for value in (one, other)]
            yield Change("renames", what, subject, key, f"{shown(one)} -> {shown(other)}", *values)


def _deletion(kind: str, before: list[Any], after: list[Any]) -> Iterator[Change]:
    if not all(isinstance(key, str) for key in (*before, *after)):
        yield from value_changes("deleted", f"list of {kind} fields", "", before, after)
        return

    def describe(came: bool, key: str) -> Change:
        what = ADDED if came else REMOVED
        return Change("deleted", what, "field", key, f"{what} in the list of {kind} fields")

    one, other = dict.fromkeys(before), dict.fromkeys(after)
    yield from _compare("deleted", "", one, other, describe, lambda key: ())
    kept = [[key for key in keys if key in one and key in other] for keys in (before, after)]
    if kept[0] != kept[1]:
        detail = f"the {kind} fields are in another order, or repeated"
        yield Change("deleted", MOVED, "fields", "", detail)


# -- chunks --


def _chunks(old: _Side, new: _Side) -> Iterator[Change]:
    sides = (old, new)
    orders = [{entry.id: entry for entry in meaning.order(side.bundle)} for side in sides]
    told = [side.told() for side in sides]

    def describe(came: bool, each: str) -> Change | None:
        if each in told[came] and each not in (META, OVERLAYS):
            return None  # with its group or its field
        return Change("chunks", ADDED if came else REMOVED, "chunk", each)

    def inside(each: str) -> Iterator[Change]:
        metas = [meaning.entry(side.bundle.get_chunk_meta(each)) for side in sides]
        yield from value_changes("chunks", "chunk", each, *metas)
        if each not in told[0] or each not in told[1]:
            yield from _content(old.bundle, new.bundle, each)

    yield from _compare("chunks", "chunk", orders[0], orders[1], describe, inside)


def _content(old: CellucidSessionBundle, new: CellucidSessionBundle, each: str) -> Iterator[Change]:
    entries = [bundle.entry(each) for bundle in (old, new)]
    if all(entry.kind == "json" for entry in entries):
        yield from value_changes("chunks", "chunk", each, old.decode_chunk(each), new.decode_chunk(each))
        return
    if _digest(old, entries[0]) == _digest(new, entries[1]):
        return
    if old.has_state(each) and new.has_state(each):
        states = [_without_items(bundle.read_state(each)) for bundle in (old, new)]
        yield from value_changes("chunks", "chunk", each, *states)
        return
    if all(entry.family is not None and entry.family.payload == "table" for entry in entries):
        (head, columns), (new_head, new_columns) = (
            _table(bundle, entry) for bundle, entry in zip((old, new), entries, strict=True)
        )
        if columns == new_columns:
            yield from value_changes("chunks", "header of the table", each, head, new_head)
            return
    yield Change("chunks", CHANGED, "chunk", each, "it has other bytes")


def _without_items(value: Any) -> Any:
    """A value in which a digest stands for the items of each array."""
    if isinstance(value, dict):
        return {key: _without_items(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_without_items(each) for each in value]
    if not hasattr(value, "tobytes"):
        return value
    digest = hashlib.sha256(value.tobytes()).hexdigest()
    return {"array": f"{_many(len(value), value.dtype.name)}, digest {digest}"}


def _digest(bundle: CellucidSessionBundle, entry: Entry) -> bytes:
    digest = hashlib.sha256()
    bundle.decoder.inflate(entry, digest.update)
    return digest.digest()


def _table(bundle: CellucidSessionBundle, entry: Entry) -> tuple[Any, bytes]:
    """The header of a table, and a digest of what follows it."""
    head = _Head(bundle, entry)
    columns = hashlib.sha256()
    cells = bundle.facts.n_obs
    assert entry.family is not None, "who calls has looked"
    grammar = bundle.generation.grammars[entry.family.payload]
    bundle.decoder.read(
        entry,
        lambda source: grammar(source, cells=cells, on=head, sink=lambda name, piece: columns.update(piece)),
    )
    return strict_json.parse(head.data), columns.digest()


class _Head(TableHeader):
    """Judges the header of a table, and keeps its text."""

    data = b""

    def header(self, data: bytes, start: int) -> list[tuple[str, int, bool]]:
        """Keep the text; judge it."""
        self.data = bytes(data)
        return super().header(data, start)
