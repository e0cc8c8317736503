"""What changed in fields, their categories and codes, and in the registries of renames and deletions.

Rules of this file: codes are compared as runs, nothing is expanded. Spec: 13.6.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cellucid_session.check.links import OVERLAYS
from cellucid_session.read import meaning
from cellucid_session.tools.changes import (
    ADDED,
    CHANGED,
    MOVED,
    NOTHING,
    REMOVED,
    RENAMED,
    Change,
    same,
    shown,
    value_changes,
)
from cellucid_session.tools.diff_sides import by_id, compare, many, of_object, renamed, without, worded
from cellucid_session.tools.page import number
from cellucid_session.wire.runs import differing, longest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from cellucid_session.read.fields import Field
    from cellucid_session.tools.diff_sides import Sentence, Side, Values
    from cellucid_session.wire.runs import Block, Runs


_RENAMES: dict[str, type] = {"fields": dict, "categories": dict}
_DELETED: dict[str, type] = {"deleted": list, "purged": list}
NO_CODE = 0xFFFFFFFF  # stands for all codes that mean "no category", where they are compared across types


def field_changes(old: Side, new: Side) -> Iterator[Change]:
    before, after = (
        by_id(side.overlays, "userDefinedFields", "key")
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
        yield from compare(
            "fields", "field", before, after, _field(old, new), _in_field(old, new, before, after)
        )
        one, other = (without(side, "userDefinedFields") for side in (one, other))
    yield from _registries(one, other)


def _field(old: Side, new: Side) -> Callable[[bool, str], Change]:
    def describe(came: bool, each: str) -> Change:
        field = (new if came else old).fields[each]
        detail = f"{shown(field.key)}, {field.kind} of {field.source}, {len(field.categories)} categories"
        return Change("fields", ADDED if came else REMOVED, "field", each, detail)

    return describe


def _in_field(old: Side, new: Side, before: Values, after: Values) -> Callable[[str], Iterable[Change]]:
    sentences: dict[str, Sentence] = {
        "key": renamed("fields", "field"),
        **{key: worded("fields", "field", key) for key in ("source", "kind")},
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
        yield from of_object("fields", "field", each, one, other, sentences)
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


def _codes(old: Side, new: Side, each: str) -> Iterator[Change]:
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
        detail = f"{many(changed, 'code')} of {number(after.length)} changed"
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
    yield from compare("deleted", "", one, other, describe, lambda key: ())
    kept = [[key for key in keys if key in one and key in other] for keys in (before, after)]
    if kept[0] != kept[1]:
        detail = f"the {kind} fields are in another order, or repeated"
        yield Change("deleted", MOVED, "fields", "", detail)
