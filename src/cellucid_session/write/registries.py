"""What the registries say that depends on nothing else: which chunk is called what, and comes where.

Rules of this file: a registry is looked at as it was given, and not judged; what it does not say is not made up.
Spec: 4, 16.4.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cellucid_session.generation import Generation
    from cellucid_session.model import Family

META, OVERLAYS, INVENTORY = "highlights-meta", "core-field-overlays", "cache-inventory"
#: payload of a chunk of a group, or a field -> payload of the registry that lists it
LISTED = {"index-list": META, "cell-set": META, "codes": OVERLAYS}


class Registries:
    """The names of groups and fields in their order, and the types of codes.

    Attributes:
        names: payload of a registry -> id -> label or key. types: id of a field -> codesType.
    """

    def __init__(self) -> None:
        self.names: dict[str, dict[str, str]] = {}
        self.types: dict[str, str] = {}

    def note(self, payload: str, value: Any) -> None:
        """Look at a payload that was added, if it is a registry."""
        if payload == META:
            pages = _objects(value, "pages")
            groups = [group for page in pages for group in _objects(page, "highlightedGroups")]
            self.names[META] = dict(_texts(groups, "label"))
        elif payload == OVERLAYS:
            fields = [*_objects(value, "userDefinedFields")]
            self.names[OVERLAYS] = dict(_texts(fields, "key"))
            self.types = dict(_texts(fields, "codesType"))

    def name(self, family: Family, rest: str) -> str | None:
        """What a registry calls the group or field of a chunk; None where none does."""
        return self.names.get(LISTED.get(family.payload, ""), {}).get(rest)

    def place(self, family: Family, rest: str) -> int:
        """Its place in the registry; behind all others where it has none."""
        known = list(self.names.get(LISTED.get(family.payload, ""), {}))
        return known.index(rest) if rest in known else len(known)


def _objects(value: Any, key: str) -> Iterator[Mapping[str, Any]]:
    items = value.get(key) if isinstance(value, Mapping) else None
    return (each for each in (items if isinstance(items, list | tuple) else ()) if isinstance(each, Mapping))


def _texts(items: Any, key: str) -> Iterator[tuple[str, str]]:
    """(id, text) of each item that has both."""
    for each in items:
        if isinstance(each.get("id"), str) and isinstance(each.get(key), str):
            yield each["id"], each[key]


def inventory_of(generation: Generation) -> str | None:
    """The id of the chunk that lists the artifacts; None where a session has none."""
    exact = generation.families.exact
    return next((name for name, family in exact.items() if family.payload == INVENTORY), None)
