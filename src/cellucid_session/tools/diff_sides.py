"""The two sides of a comparison, and how their objects are compared: by ids, key by key.

Rules of this file: a key has a sentence, or is told by its place in the JSON text. Of sessions of two generations only
what both can say is there to compare. Spec: 13.6.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cellucid_session.check.links import META, OVERLAYS
from cellucid_session.tools.changes import (
    CHANGED,
    MOVED,
    NOTHING,
    RENAMED,
    Change,
    same,
    shown,
    value_changes,
)
from cellucid_session.tools.page import number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from cellucid_session.read.bundle import CellucidSessionBundle
    from cellucid_session.read.fields import Field
    from cellucid_session.read.groups import Group

    Values = Mapping[str, Any]
    #: says of one key of an object what changed, where its old and its new value have a sentence
    Sentence = Callable[[str, str, Any, Any], Change | None]

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


class Side:
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


def compare(
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


def of_object(
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


def by_id(value: Any, key: str, wanted: str = "id") -> dict[str, dict[str, Any]] | None:
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


def renamed(part: str, subject: str) -> Sentence:
    def sentence(key: str, name: str, one: Any, other: Any) -> Change | None:
        if not isinstance(one, str) or not isinstance(other, str):
            return None
        return Change(part, RENAMED, subject, name, f"{shown(one)} -> {shown(other)}", one, other)

    return sentence


def worded(part: str, subject: str, word: str) -> Sentence:
    """A sentence for a key with simple values."""

    def sentence(key: str, name: str, one: Any, other: Any) -> Change | None:
        if isinstance(one, dict | list) or isinstance(other, dict | list) or NOTHING in (one, other):
            return None
        return Change(part, CHANGED, subject, name, f"{word} {shown(one)} -> {shown(other)}", one, other)

    return sentence


def many(how_many: int, what: str) -> str:
    return f"{number(how_many)} {what}{'' if how_many == 1 else 's'}"


def without(value: dict[str, Any], key: str) -> dict[str, Any]:
    """An object in which a list that was compared is empty, where there is one."""
    return value | {key: []} if key in value else value
