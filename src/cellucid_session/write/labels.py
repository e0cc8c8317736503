"""What the bookkeeping of an AnnData knows of a column that came from a group: its label, and its page.

Rules of this file:

* Bookkeeping is read as `session_provenance` reads it, and not believed: a text that a session can't hold is left out,
  and what is no bookkeeping changes nothing but the notes.
* A column is known by its name. Spec: 10.4.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator
from typing import Any, TypeGuard

from cellucid_session.apply.provenance import session_provenance
from cellucid_session.check.entries import SPACE
from cellucid_session.check.links import META
from cellucid_session.errors import InvalidSessionError
from cellucid_session.generated.schema_highlights_meta import check
from cellucid_session.safe import safe


@dataclasses.dataclass(frozen=True)
class Origin:
    """What a column was in the session that it came from. page, color: of the group's page, or None."""

    label: str
    page: str | None
    color: str | None


def origins(adata: Any) -> tuple[dict[str, Origin], list[str]]:
    """Column of `obs` -> what it was, for each that came from a group; and what a person should know."""
    try:
        known = session_provenance(adata)
    except (InvalidSessionError, RecursionError) as exc:
        return {}, [f"labels and pages are not taken from the AnnData: {safe(str(exc), 200)}"]
    parts = [] if known is None else known["sessions"].values() if "sessions" in known else [known]
    found: dict[str, Origin] = {}
    for part in parts:
        colors = _colors(part)
        for column in _dicts(part.get("applied"), "columns"):
            name, label, page = (column.get(key) for key in ("name", "label", "page"))
            if isinstance(name, str) and column.get("kind") == "highlight" and _fits(label):
                page = page if _fits(page) and page.strip(SPACE) == page else None
                color = colors.get(str(column.get("original_id")))
                found[name] = Origin(label, page, color if page is not None else None)
    return found, []


def _dicts(value: Any, key: str) -> Iterator[dict[str, Any]]:
    items = value.get(key) if isinstance(value, dict) else None
    return (item for item in (items if isinstance(items, list) else ()) if isinstance(item, dict))


def _colors(part: dict[str, Any]) -> dict[str, str]:
    """Id of a group -> the colour of its page, where it has one."""
    meta = part["chunks"].get(META) if isinstance(part.get("chunks"), dict) else None
    found: dict[str, str] = {}
    for page in _dicts(meta, "pages"):
        color = page.get("color")
        if isinstance(color, str) and _is_color(color):
            for group in _dicts(page, "highlightedGroups"):
                found.setdefault(str(group.get("id")).strip(SPACE), color)
    return found


def _is_color(text: str) -> bool:
    """Whether the format takes a text for a page's colour."""
    faults: list[str] = []
    page = {"id": "page_1", "name": "Page", "color": text, "highlightedGroups": []}
    check({"pages": [page]}, lambda rule, path, message, advice: faults.append(rule))
    return not faults


def _fits(text: Any) -> TypeGuard[str]:
    """Whether it is a text that JSON in UTF-8 can hold, and not empty."""
    if not isinstance(text, str) or not text:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def labelled(wish: str, columns: Collection[object]) -> tuple[str, str | None]:
    """A column, and the label that is wished for it: "COLUMN=LABEL", or "COLUMN" for no wish.

    A name that is there is a column, whatever is in it; else the longest before a "=" that is one.
    """
    if wish in columns:
        return wish, None
    place = wish.rfind("=")
    while place > 0:
        if wish[:place] in columns:
            return wish[:place], wish[place + 1 :]
        place = wish.rfind("=", 0, place)
    return wish, None
