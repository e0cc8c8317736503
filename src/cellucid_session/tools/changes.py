"""A change between two sessions, the comparing of JSON values, and how changes are told.

Rules of this file:

* 1 and 1.0 are one number, true is none.
* A change is a value: a part, a word for what happened, what it happened to, a detail. Its texts are exact but for the
  detail, which is safe.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import Any

from cellucid_session.report.text import count
from cellucid_session.safe import safe, safe_pointer
from cellucid_session.tools.page import Page

DIFF = 1  # version of the document
VALUES = 20  # changed values of one JSON text that are told one by one
ADDED, REMOVED, CHANGED, RENAMED, MOVED = "added", "removed", "changed", "renamed", "moved"

#: parts in the order of the page -> title
PARTS = {
    "dataset": "data set",
    "pages": "pages",
    "groups": "groups",
    "fields": "user-defined fields",
    "renames": "renames",
    "deleted": "deleted fields",
    "chunks": "other chunks",
}
NOTHING: Any = object()


@dataclasses.dataclass(frozen=True)
class Change:
    """One change.

    Attributes:
        part: one of `PARTS`. what: "added", "removed", "changed", "renamed" or "moved".
        subject: kind of thing, in our words. id: its id, key or place, as the file has it.
        detail: in words, already safe. old, new: the values, when they are simple.
        added, removed: numbers of cells or codes, when something was counted.
    """

    part: str
    what: str
    subject: str
    id: str
    detail: str = ""
    old: Any = None
    new: Any = None
    added: int | None = None
    removed: int | None = None


def same(a: Any, b: Any) -> bool:
    """Whether two JSON values say the same."""
    if isinstance(a, bool) or isinstance(b, bool) or a is None or b is None:
        return a is b
    if isinstance(a, int | float) and isinstance(b, int | float):
        return a == b
    if type(a) is not type(b):
        return False
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(same(a[key], b[key]) for key in a)
    if isinstance(a, list):
        return len(a) == len(b) and all(map(same, a, b))
    return bool(a == b)


def shown(value: Any) -> str:
    """A simple value, as a safe text."""
    if value is NOTHING:
        return "nothing"
    if isinstance(value, str):
        return f'"{safe(value, 60)}"'
    if isinstance(value, dict | list):
        return f"{'an object' if isinstance(value, dict) else 'a list'} of {len(value)}"
    if value is None or isinstance(value, bool):
        return "null" if value is None else str(value).lower()
    return safe(str(value), 40)


def values(
    a: Any, b: Any, path: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], Any, Any]]:
    """Where two JSON values differ: (path, old, new), the deepest places."""
    if same(a, b):
        return
    if isinstance(a, dict) and isinstance(b, dict):
        for key in dict.fromkeys((*a, *b)):
            yield from values(a.get(key, NOTHING), b.get(key, NOTHING), (*path, key))
    elif isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        for index, (one, other) in enumerate(zip(a, b, strict=True)):
            yield from values(one, other, (*path, index))
    else:
        yield path, a, b


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | float | bool) else None


def value_changes(part: str, subject: str, where: str, a: Any, b: Any) -> Iterator[Change]:
    """The differing values of a JSON text, one by one up to `VALUES`, then counted."""
    rest = 0
    for index, (path, old, new) in enumerate(values(a, b)):
        if index >= VALUES:
            rest += 1
            continue
        what = ADDED if old is NOTHING else REMOVED if new is NOTHING else CHANGED
        detail = f"at {safe_pointer(path) or 'the root'}: {shown(old)} -> {shown(new)}"
        yield Change(part, what, subject, where, detail, _plain(old), _plain(new))
    if rest:
        yield Change(part, CHANGED, subject, where, f"and {count(rest, 'more value')}")


def page_text(changes: Sequence[Change], every: bool = False) -> str:
    """The changes as a page. every: tell all of a part."""
    page = Page(every)
    page.raw(
        "the sessions say the same"
        if not changes
        else f"the sessions differ: {count(len(changes), 'change')}"
    )
    for part, title in PARTS.items():
        told = [change for change in changes if change.part == part]
        if told:
            page.heading(title)
            page.items(_sentence(change) for change in told)
    return page.text()


def _sentence(change: Change) -> str:
    name = f" {shown(change.id)}" if change.id else ""
    return f"{change.what}: {change.subject}{name}" + (f": {change.detail}" if change.detail else "")


def document(changes: Sequence[Change]) -> dict[str, Any]:
    """The changes as plain values."""
    return {
        "diff": DIFF,
        "same": not changes,
        "changes": [dataclasses.asdict(change) for change in changes],
    }
