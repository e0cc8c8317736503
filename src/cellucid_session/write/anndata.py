"""A session from columns of an AnnData: boolean columns become highlight groups, categorical ones fields.

Rules of this file:

* What the session says is read back as the same names, categories and sets of cells. What can't be, because the format
  has no word for it, is an error that names the column, before anything is written.
* Of the AnnData only `obs`, `var` and their lengths are looked at; nothing of it is changed.
* The same columns and the same time make the same bytes. Spec: 6.2, 6.5, 9.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cellucid_session.check.entries import SPACE
from cellucid_session.errors import DependencyError, UsageError
from cellucid_session.generated import limits as L
from cellucid_session.io.dataset import MISSING
from cellucid_session.model import Limits
from cellucid_session.safe import safe
from cellucid_session.write.writer import SessionWriter, time_text

if TYPE_CHECKING:
    import pandas as pd

#: colours of pages that were given none, in turn
PAGE_COLORS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442")
PAGE_NAME = "Page 1"
SOURCES = ("obs", "var")


def session_from_anndata(
    adata: Any,
    highlights: Sequence[str] | Mapping[str, Sequence[str]] = (),
    fields: Sequence[str] = (),
    *,
    dataset_id: str | None = None,
    source_type: str | None = None,
    colors: Mapping[str, str] | None = None,
    created_at: str | datetime.datetime | None = None,
    path: str | os.PathLike[str] | None = None,
    force: bool = False,
    codec: str = "gzip",
    limits: Limits | None = None,
) -> bytes | None:
    """A session that shows columns of an AnnData.

    Args:
        adata: an AnnData; backed ones do.
        highlights: columns of `obs` of bool, which become groups on one page; or page name -> columns.
        fields: categorical columns of `obs`, else of `var`; "obs:NAME" and "var:NAME" say which.
        dataset_id, source_type: of the data set's fingerprint, which also gets the numbers of cells and variables.
        colors: page name -> "#rrggbb". Groups have no colours of their own in this format.
        created_at: see `SessionWriter`.
        path: write to this file, whole or not at all, instead of returning bytes. force: replace what is there.

    Returns:
        The session, or None when it went to `path`.

    Raises:
        UsageError: a column is not there, is of another type, has a missing value among bools, more than 65535
            categories, or can't be told apart once written; or the destination is refused.
    """
    pages = {PAGE_NAME: highlights} if not isinstance(highlights, Mapping) else dict(highlights)
    if isinstance(highlights, str) or isinstance(fields, str):
        raise UsageError("highlights and fields are lists of names of columns, not one name")
    unknown = [name for name in colors or {} if name not in pages]
    if unknown:
        raise UsageError(f"colors names a page that is not there: {safe(str(unknown[0]))}")
    created = time_text(created_at)
    counts = {"n_obs": int(adata.n_obs), "n_vars": int(adata.n_vars)}
    with SessionWriter(
        dataset_id=dataset_id,
        source_type=source_type,
        created_at=created,
        data_source={"sourceType": source_type, "datasetId": dataset_id}
        if dataset_id or source_type
        else None,
        codec=codec,
        limits=limits,
        **counts,
    ) as writer:
        if fields:
            _add_fields(writer, adata, fields, created)
        if any(pages.values()):
            _add_pages(writer, adata, pages, colors or {})
        if path is None:
            return writer.to_bytes()
        writer.write(path, force=force)
        return None


def _column(adata: Any, source: str, name: str) -> pd.Series[Any]:
    """One column of `obs` or `var`. Raises UsageError: two have this name."""
    column = getattr(adata, source)[name]
    if column.ndim != 1:
        raise UsageError(f"{source} has more than one column of the name {safe(name)}")
    return column  # type: ignore[no-any-return]


def _add_pages(
    writer: SessionWriter, adata: Any, pages: Mapping[str, Iterable[str]], colors: Mapping[str, str]
) -> None:
    """Pages and groups, and the cells of each group."""
    shown = []
    cells: list[tuple[str, str, Any]] = []
    for place, (page_name, columns) in enumerate(pages.items()):
        if not isinstance(page_name, str) or not page_name or page_name.strip(SPACE) != page_name:
            raise UsageError("the name of a page must be a text without white space around it")
        groups = []
        for name in columns:
            group_id = f"highlight_{len(cells) + 1}"
            mask = _mask(adata, name)
            cells.append((group_id, name, mask))
            groups.append(
                {
                    "id": group_id,
                    "type": "combined",
                    "label": name,
                    "enabled": True,
                    "cellCount": int(mask.sum()),
                }
            )
        color = colors.get(page_name, PAGE_COLORS[place % len(PAGE_COLORS)])
        page = {"id": f"page_{place + 1}", "name": page_name, "color": color, "highlightedGroups": groups}
        shown.append(page)
    active = {"activePageId": shown[0]["id"], "activePageName": shown[0]["name"]}
    writer.add("highlights/meta", {"pages": shown, **active})
    for group_id, name, mask in cells:
        writer.add_cells(group_id, mask, label=name)


def _mask(adata: Any, name: str) -> Any:
    """A column of bool: bool, shape (n_obs,)."""
    import numpy as np

    if not isinstance(name, str) or not name or name not in adata.obs:
        raise UsageError(f"obs has no column {safe(str(name))}")
    column = _column(adata, "obs", name)
    if str(column.dtype) not in ("bool", "boolean"):
        raise UsageError(
            f"the column {safe(name)} of obs is {safe(str(column.dtype))}, a highlight group needs bool"
        )
    if column.hasnans:
        raise UsageError(
            f"the column {safe(name)} of obs has missing values: a cell is in a group or it is not"
        )
    return np.asarray(column, dtype=np.bool_)


def _source_of(adata: Any, wish: str) -> tuple[str, str]:
    """Where a field comes from, and the name of its column."""
    if not isinstance(wish, str):
        raise UsageError("names of columns are texts")
    for source in SOURCES:
        if wish in getattr(adata, source):
            return source, wish
    source, _, name = wish.partition(":")
    if source in SOURCES and name in getattr(adata, source):
        return source, name
    raise UsageError(f"neither obs nor var has a column {safe(wish)}")


def _add_fields(writer: SessionWriter, adata: Any, wishes: Iterable[str], created: str) -> None:
    """The registry of user-defined fields, and the codes of each."""
    milliseconds = _milliseconds(created)
    registry: list[dict[str, Any]] = []
    codes: list[tuple[dict[str, Any], Any]] = []
    for wish in wishes:
        source, name = _source_of(adata, wish)
        if source == "var" and adata.n_obs == adata.n_vars:
            raise UsageError(
                f"the column {safe(name)} of var can't be written: with as many variables as cells, readers take its "
                "codes for one for each cell"
            )
        column = _column(adata, source, name)
        categories, values = _categories(column, f"the column {safe(name)} of {source}")
        field: dict[str, Any] = {
            "id": f"user_cat_{milliseconds}_{len(registry) + 1}"
            if milliseconds
            else f"user_cat_{len(registry) + 1}",
            "source": source,
            "kind": "category",
            "key": name,
            "categories": categories,
            "isDeleted": False,
            "isPurged": False,
            "codesLength": len(values),
            "codesType": "Uint16Array" if values.itemsize == 2 else "Uint8Array",
        }
        registry.append(field | ({"createdAt": milliseconds} if milliseconds else {}))
        codes.append((field, values))
    overlays = {
        "renames": {"fields": {}, "categories": {}},
        "deletedFields": {"deleted": [], "purged": []},
        "userDefinedFields": registry,
    }
    writer.add("core/field-overlays", overlays)
    for field, values in codes:
        writer.add_codes(
            field["id"], values, source=field["source"], codes_type=field["codesType"], label=field["key"]
        )


def _categories(column: pd.Series[Any], what: str) -> tuple[list[str], Any]:
    """Names of categories, and one code for each row: uint8 or uint16, shape (rows,), a marker where there is none."""
    import numpy as np

    try:
        import pandas as pd
    except ImportError as exc:
        raise DependencyError(MISSING) from exc
    if not isinstance(column.dtype, pd.CategoricalDtype):
        raise UsageError(
            f'{what} is {safe(str(column.dtype))}, a field needs a categorical one: .astype("category")'
        )
    names = [str(name) for name in column.cat.categories]
    if len(set(names)) < len(names):
        raise UsageError(f"{what} has two categories of one name")
    if len(names) > L.UNASSIGNED_U16:
        raise UsageError(f"{what} has {len(names)} categories, at most {L.UNASSIGNED_U16} can be written")
    narrow = len(names) <= L.CATEGORIES_U8
    marker = L.UNASSIGNED_U8 if narrow else L.UNASSIGNED_U16
    codes = np.asarray(column.cat.codes)
    return names, np.where(codes < 0, marker, codes).astype(np.uint8 if narrow else np.uint16)


def _milliseconds(created: str) -> int | None:
    """A time in milliseconds since 1970, or None where it is not understood."""
    try:
        return round(datetime.datetime.fromisoformat(created).timestamp() * 1000)
    except (ValueError, OverflowError):
        return None
