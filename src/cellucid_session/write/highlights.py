"""Highlight groups out of columns: on which pages they are, and what they are called.

Rules of this file: what the caller says goes before the bookkeeping, and that before the column's name. A page is known
by its name: groups of two sessions on pages of one name are on one page. Spec: 6.2, 10.4.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from cellucid_session.check.entries import SPACE
from cellucid_session.check.links import META
from cellucid_session.errors import UsageError
from cellucid_session.safe import safe
from cellucid_session.write.columns import items_of, mask_of
from cellucid_session.write.labels import origins
from cellucid_session.write.writer import SessionWriter

#: a column, or a column and the label of its group
Highlight = str | tuple[str, str]

#: colours of pages that were given none, in turn
PAGE_COLORS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442")
PAGE_NAME = "Page 1"


@dataclasses.dataclass
class Page:
    """A page, and its groups as (column, label)."""

    name: str
    color: str | None
    groups: list[tuple[str, str]]


def pages_of(adata: Any, highlights: Any, colors: Mapping[str, str]) -> tuple[list[Page], list[str]]:
    """The pages and their groups, and what a person should know.

    Args:
        highlights, colors: see `session_from_anndata`.

    Raises:
        UsageError: a name or a label is no text, or `colors` names a page that is not there.
    """
    found, notes = origins(adata)
    by_page = highlights.items() if isinstance(highlights, Mapping) else [(None, highlights)]
    pages: dict[str, Page] = {}
    for wish, items in by_page:
        if wish is not None:
            if not isinstance(wish, str) or not wish or wish.strip(SPACE) != wish:
                raise UsageError("the name of a page must be a text without white space around it")
            pages[wish] = Page(wish, None, [])
        for name, label in map(_highlight, items_of(items, "highlights and fields")):
            origin = found.get(name)
            title = wish or (origin and origin.page) or PAGE_NAME
            page = pages.setdefault(title, Page(title, None, []))
            page.groups.append((name, label or (origin.label if origin else name)))
            if origin is not None and origin.page == title:
                page.color = page.color or origin.color
    unknown = [name for name in colors if name not in pages]
    if unknown:
        raise UsageError(f"colors names a page that is not there: {safe(str(unknown[0]))}")
    for place, page in enumerate(pages.values()):
        page.color = colors.get(page.name, page.color or PAGE_COLORS[place % len(PAGE_COLORS)])
    return list(pages.values()), notes if pages else []


def _highlight(item: Any) -> tuple[str, str | None]:
    """A column and the label that is wished for it, or None."""
    pair = item if isinstance(item, tuple) else (item, None)
    if len(pair) != 2 or not isinstance(pair[0], str) or not isinstance(pair[1], str | None):
        raise UsageError("names of columns are texts, or pairs of a column and a label")
    if pair[1] == "":
        raise UsageError(f"the label of {safe(pair[0])} is empty")
    return str(pair[0]), pair[1]


def add_pages(writer: SessionWriter, adata: Any, pages: Sequence[Page]) -> None:
    """Pages and groups, and the cells of each group."""
    shown = []
    cells: list[tuple[str, str, Any]] = []
    for place, page in enumerate(pages):
        groups = []
        for name, label in page.groups:
            group_id = f"highlight_{len(cells) + 1}"
            mask = mask_of(adata, name)
            cells.append((group_id, label, mask))
            groups.append(
                {
                    "id": group_id,
                    "type": "combined",
                    "label": label,
                    "enabled": True,
                    "cellCount": int(mask.sum()),
                }
            )
        shown.append(
            {
                "id": f"page_{place + 1}",
                "name": page.name,
                "color": page.color,
                "highlightedGroups": groups,
            }
        )
    active = {"activePageId": shown[0]["id"], "activePageName": shown[0]["name"]}
    writer.add(META, {"pages": shown, **active})
    for group_id, label, mask in cells:
        writer.add_cells(group_id, mask, label=label)
