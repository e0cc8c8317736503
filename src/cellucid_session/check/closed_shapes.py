"""What the schemas of the later generations can't say of the registries, and the facts that later rules need.

Rules of this file: as in `shapes`. What a code means follows from the width that the registry names. Spec: 6.
"""

from __future__ import annotations

from cellucid_session.check.entries import whole
from cellucid_session.check.facts import Field, Group
from cellucid_session.check.shapes import objects
from cellucid_session.generated import rules as R

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from cellucid_session.check.entries import Entry
    from cellucid_session.check.facts import Facts

    Add = Callable[..., None]
    Path = tuple[str | int, ...]

BOUND = ("category", "range")  # types of groups that are bound to a column or a gene


def typed(value: object) -> tuple[str, object]:
    """A category as it compares with others: by type, and 1 as 1.0."""
    if isinstance(value, bool):
        return ("boolean", value)
    return ("text", value) if isinstance(value, str) else ("number", value)


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
            if isinstance(group_id, str):
                if group_id in groups:
                    add(R.META_GROUP_ID_DUPLICATE, "a group before has this id", path=(*path, "id"))
                else:
                    groups[group_id] = _group(group_id, group, path)
            low, high = group.get("rangeMin"), group.get("rangeMax")
            if isinstance(low, int | float) and isinstance(high, int | float) and low > high:
                add(R.META_RANGE, "rangeMin is greater than rangeMax", path=(*path, "rangeMin"))
    facts.pages = len(pages)
    active = value.get("activePageId") if isinstance(value, dict) else None
    if pages and isinstance(active, str) and active not in pages:
        add(R.META_ACTIVE_PAGE_UNKNOWN, "no page has this id", path=("activePageId",))


def _group(group_id: str, raw: dict[str, Any], path: Path) -> Group:
    group = Group(group_id, path, whole(raw.get("cellCount")), raw.get("label"))
    key, source = raw.get("fieldKey"), raw.get("fieldSource")
    if raw.get("type") in BOUND and isinstance(key, str) and source in ("obs", "var"):
        group.column = (source, key)
        name = raw.get("categoryName")
        if raw["type"] == "category" and source == "obs" and isinstance(name, str | bool | int | float):
            group.category = (key, typed(name))
    return group


def field_overlays(value: Any, facts: Facts, entry: Entry, add: Add) -> None:
    """User-defined fields: no id twice, categories told apart, widths that can hold them; deletions that fit."""
    facts.read.add(entry.id)
    _deletions(value, add)
    fields = facts.fields
    for place, raw in objects(value, "userDefinedFields"):
        path: Path = ("userDefinedFields", place)
        field_id, categories, kind = raw.get("id"), raw.get("categories"), raw.get("kind")
        if raw.get("isPurged") is True and raw.get("isDeleted") is False:
            add(R.OVERLAYS_DELETED, "the field is purged and not deleted", path=(*path, "isDeleted"))
        count = len(categories) if kind == "category" and isinstance(categories, list) else None
        width = facts.generation.width(raw.get("codesType"))
        length = whole(raw.get("codesLength"))
        if count is not None and isinstance(categories, list):
            _categories(categories, (*path, "categories"), add)
            # readers of 2 and 3 hold the count to nothing but the narrowest type; ADR 0056 says why this does
            if width is not None and length and count > 256**width - 1:
                most = 256**width - 1
                detail = f"{count} categories, the type of the codes has room for {most}"
                add(R.OVERLAYS_CATEGORY_COUNT, detail, path=(*path, "categories"))
            if length is not None and facts.n_obs is not None and length != facts.n_obs:
                detail = f"codesLength is {length}, there are {facts.n_obs} cells"
                add(R.OVERLAYS_CODES_LENGTH, detail, path=(*path, "codesLength"))
        dims = raw.get("normalizedDims")
        if (
            isinstance(dims, list)
            and len(dims) <= 64
            and any(dim in dims[:at] for at, dim in enumerate(dims))
        ):
            add(R.OVERLAYS_SHAPE, "a dimension is named twice", path=(*path, "normalizedDims"))
        if not isinstance(field_id, str):
            continue
        if field_id in fields:
            add(R.OVERLAYS_FIELD_ID_DUPLICATE, "a field before has this id", path=(*path, "id"))
            continue
        source = "var" if raw.get("source") == "var" else "obs"
        markers = (256**width - 1,) if width is not None and raw.get("uncoveredLabel") is None else ()
        field = Field(field_id, path, source, count, markers, length)
        field.width = width
        key = raw.get("key")
        field.key = key if isinstance(key, str) else None
        fields[field_id] = field


def _categories(categories: list[Any], where: Path, add: Add) -> None:
    seen: set[tuple[str, object]] = set()
    for at, name in enumerate(categories):
        if isinstance(name, str | bool | int | float):
            if typed(name) in seen:
                add(R.OVERLAYS_CATEGORY_TWICE, "a category before is the same", path=(*where, at))
            seen.add(typed(name))


def _deletions(value: Any, add: Add) -> None:
    """overlays.deleted: each key once, and what is purged is deleted."""
    said = value.get("deletedFields") if isinstance(value, dict) else None
    if not isinstance(said, dict):
        return
    lists: dict[str, set[str]] = {}
    for word in ("deleted", "purged"):
        keys = said.get(word)
        seen: set[str] = set()
        for at, key in enumerate(keys if isinstance(keys, list) else ()):
            if not isinstance(key, str):
                continue
            path: Path = ("deletedFields", word, at)
            if key in seen:
                add(R.OVERLAYS_DELETED, "the key is listed twice", path=path)
            elif word == "purged" and key not in lists["deleted"]:
                add(R.OVERLAYS_DELETED, "the key is purged and not deleted", path=path)
            seen.add(key)
        lists[word] = seen


def inventory(value: Any, facts: Facts, entry: Entry, add: Add) -> None:
    """inventory.compact; keeps the ids for what is asked of the chunks together."""
    ids = value.get("artifactIds") if isinstance(value, dict) else None
    if not isinstance(ids, list):
        return
    facts.inventory = ids
    import json

    shortest = len(
        json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    )
    if entry.inflated is not None and entry.inflated != shortest:
        detail = f"the shortest text has {shortest} bytes, uncompressedBytes is {entry.inflated}"
        add(R.INVENTORY_COMPACT, detail, path=())


#: name -> what is checked beyond a schema
SHAPES: dict[str, Callable[[Any, Facts, Entry, Add], None]] = {
    "closed-meta": highlights_meta,
    "closed-overlays": field_overlays,
    "inventory": inventory,
}
