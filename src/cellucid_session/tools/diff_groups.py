"""What changed in pages and groups, and in the cells of groups.

Rules of this file: pages and groups that can't be told apart by their ids are told as JSON, whole. Cells of groups that
are too large to compare are refused. Spec: 13.6.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cellucid_session.check.links import META
from cellucid_session.errors import BudgetError
from cellucid_session.report.text import count
from cellucid_session.safe import safe
from cellucid_session.tools.changes import ADDED, CHANGED, MOVED, REMOVED, Change, same, shown, value_changes
from cellucid_session.tools.diff_sides import by_id, compare, many, of_object, renamed, without, worded
from cellucid_session.tools.page import number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from cellucid_session.read.groups import Group
    from cellucid_session.tools.diff_sides import Sentence, Side, Values


MEMBERS = 1 << 27  # of one group that are compared at once


def _pages_of(side: Side) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """Pages by id, and groups by id as (page's id, group); None when they can't be told apart by their ids."""
    if not isinstance(side.meta, dict) or "pages" not in side.meta:
        return {}, {}
    pages = by_id(side.meta, "pages")
    if pages is None:
        return None
    groups: dict[str, Any] = {}
    total = 0
    for page_id, page in pages.items():
        found = by_id(page, "highlightedGroups")
        if found is None or not all(each in side.groups for each in found):
            return None
        groups |= {group_id: (page_id, group) for group_id, group in found.items()}
        total += len(found)
    return (pages, groups) if len(groups) == total else None


def group_changes(old: Side, new: Side) -> Iterator[Change]:
    before, after = _pages_of(old), _pages_of(new)
    one, other = (side.meta if isinstance(side.meta, dict) else {} for side in (old, new))
    if before is None or after is None:  # then the groups are told as JSON
        yield from value_changes("pages", META, "", one, other)
        for each in old.groups.keys() & new.groups.keys():
            yield from _members(old, new, each)
        return
    yield from compare(
        "pages", "page", before[0], after[0], _page(before[0], after[0]), _in_page(before, after)
    )
    yield from value_changes("pages", META, "", without(one, "pages"), without(other, "pages"))
    yield from compare(
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
        "name": renamed("pages", "page"),
        "color": worded("pages", "page", "colour"),
    }

    def inside(each: str) -> Iterable[Change]:
        one, other = (pages[0][each] | {"highlightedGroups": None} for pages in (before, after))
        return of_object("pages", "page", each, one, other, sentences)

    return inside


def _group(old: Side, new: Side) -> Callable[[bool, str], Change]:
    def describe(came: bool, each: str) -> Change:
        side = new if came else old
        group = side.groups[each]
        cells = _cells(group)
        told = "its cells not in the file" if cells is None else many(cells, "cell")
        if came:
            detail = f"{shown(group.label)}, {told}, on page {shown(group.page_name)}"
            return Change("groups", ADDED, "group", each, detail, added=cells)
        return Change("groups", REMOVED, "group", each, f"{shown(group.label)}, {told}", removed=cells)

    return describe


def _cells(group: Group) -> int | None:
    counted = group.counts
    return counted[1] if counted is not None else 0 if group.has_cells else None


def _in_group(old: Side, new: Side, before: Any, after: Any) -> Callable[[str], Iterable[Change]]:
    sentences: dict[str, Sentence] = {
        "label": renamed("groups", "group"),
        **{key: worded("groups", "group", key) for key in ("type", "enabled", "cellCount")},
    }

    def inside(each: str) -> Iterator[Change]:
        (page, one), (other_page, other) = before[1][each], after[1][each]
        if page != other_page:
            detail = f"page {shown(old.groups[each].page_name)} -> {shown(new.groups[each].page_name)}"
            yield Change("groups", MOVED, "group", each, detail, page, other_page)
        if old.groups[each].chunk_id is not None and new.groups[each].chunk_id is not None:
            one, other = (group | {"cellCount": None} for group in (one, other))  # the chunks say it
        yield from of_object("groups", "group", each, one, other, sentences)
        yield from _members(old, new, each)

    return inside


def _members(old: Side, new: Side, each: str) -> Iterator[Change]:
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
            f"{shown(side.category)} of {shown(side.column)}, {many(side.count, 'cell')}"
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
        detail = f"{many(came, 'cell')} added, {many(went, 'cell')} removed, {number(len(after))} now"
        yield Change("groups", CHANGED, "group", each, detail, added=came, removed=went)
