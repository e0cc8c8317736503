"""Rules inside one JSON payload that a schema can't say, and the facts that later rules need.

Rules of this file: a function gets a parsed payload that may still break its schema (those findings are of class
conformance), so it looks at types before it uses a value. What it learns goes into `Facts`; it keeps no payload.
Spec: 6.
"""

from __future__ import annotations

from cellucid_session.check.entries import SPACE, whole
from cellucid_session.check.facts import Field, Group
from cellucid_session.generated import limits
from cellucid_session.generated import rules as R

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from cellucid_session.check.entries import Entry
    from cellucid_session.check.facts import Facts

    Add = Callable[..., None]
    Path = tuple[str | int, ...]


def objects(value: Any, key: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects in the list under a key, with their places; nothing where types are wrong."""
    items = value.get(key) if isinstance(value, dict) else None
    for place, item in enumerate(items if isinstance(items, list) else ()):
        if isinstance(item, dict):
            yield place, item


def _number(value: object) -> bool:
    """Whether a value is a number of JSON: true and false are none."""
    return type(value) in (int, float)


def highlights_meta(value: Any, facts: Facts, entry: Entry, add: Add) -> None:
    """Pages and groups: no id twice, an active page that exists, ranges the right way round."""
    facts.read.add(entry.id)
    pages: set[str] = set()
    groups = facts.groups
    for page_at, page in objects(value, "pages"):
        page_id = page.get("id")
        if isinstance(page_id, str):
            if page_id in pages:
                add(R.META_PAGE_ID_DUPLICATE, "a page before has this id", path=("pages", page_at, "id"))
            pages.add(page_id)
        for group_at, group in objects(page, "highlightedGroups"):
            path: Path = ("pages", page_at, "highlightedGroups", group_at)
            group_id = group.get("id")
            if isinstance(group_id, str) and group_id.strip(SPACE):
                key = group_id.strip(SPACE)
                if key in groups:
                    add(R.META_GROUP_ID_DUPLICATE, "a group before has this id", path=(*path, "id"))
                else:
                    groups[key] = Group(key, path, whole(group.get("cellCount")), group.get("label"))
            low: Any = group.get("rangeMin")
            high: Any = group.get("rangeMax")
            if _number(low) and _number(high) and low > high:
                add(R.META_RANGE, "rangeMin is greater than rangeMax", path=(*path, "rangeMin"))
    facts.pages = len(pages)
    if isinstance(value, dict):
        active = value.get("activePageId")
        if isinstance(active, str) and active not in pages:
            add(R.META_ACTIVE_PAGE, "no page has this id", path=("activePageId",))


def field_overlays(value: Any, facts: Facts, entry: Entry, add: Add) -> None:
    """User-defined fields: no id twice, categories told apart by name."""
    facts.read.add(entry.id)
    fields = facts.fields
    for place, field in objects(value, "userDefinedFields"):
        path: Path = ("userDefinedFields", place)
        field_id = field.get("id")
        categories = field.get("categories")
        category = field.get("kind") == "category" and isinstance(categories, list)
        if category and isinstance(categories, list):
            seen: set[str] = set()
            for at, name in enumerate(categories):
                if isinstance(name, str):
                    if name in seen:
                        add(
                            R.OVERLAYS_CATEGORY_DUPLICATE,
                            "a category before has this name",
                            path=(*path, "categories", at),
                        )
                    seen.add(name)
        if not isinstance(field_id, str) or not field_id.strip(SPACE):
            continue
        key = field_id.strip(SPACE)
        if key in fields:
            add(R.OVERLAYS_FIELD_ID_DUPLICATE, "a field before has this id", path=(*path, "id"))
            continue
        count = len(categories) if category and isinstance(categories, list) else None
        fields[key] = Field(
            key,
            path,
            "var" if field.get("source") == "var" else "obs",
            count,
            unassigned_codes(count, field.get("codesType")),
            whole(field.get("codesLength")),
        )


def unassigned_codes(categories: int | None, codes_type: object) -> tuple[int, ...]:
    """The codes that mark a cell without a category: 255 with at most 255 categories, 65535 in a Uint16Array."""
    if categories is None:
        return ()
    narrow = (limits.UNASSIGNED_U8,) if categories <= limits.CATEGORIES_U8 else ()
    return (*narrow, limits.UNASSIGNED_U16) if codes_type == "Uint16Array" else narrow


#: name -> what is checked beyond a schema; a generation says which for which payload
SHAPES: dict[str, Callable[[Any, Facts, Entry, Add], None]] = {
    "open-meta": highlights_meta,
    "open-overlays": field_overlays,
}
