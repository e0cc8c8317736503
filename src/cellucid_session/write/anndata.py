"""A session from columns of an AnnData: boolean columns become highlight groups, categorical ones fields.

Rules of this file:

* What the session says is read back as the same names, categories and sets of cells. What can't be, because the format
  has no word for it, is an error that names the column, before anything is written; order and kind of categories are
  told of instead.
* Texts of the AnnData are kept as they are in the summary, and made safe where they are shown.
* Of the AnnData only `obs`, `var` and their lengths are looked at; nothing of it is changed.
* The same columns and the same time make the same bytes. Spec: 6.2, 6.5, 9.
"""

from __future__ import annotations

import dataclasses
import datetime
import os
from collections.abc import Iterable, Mapping
from typing import Any, Literal, overload

from cellucid_session import services
from cellucid_session.apply import accepted
from cellucid_session.apply.categories import lost
from cellucid_session.arguments import FLAG, NUMBER, PATH, TEXT, Kind, hold
from cellucid_session.check.links import OVERLAYS
from cellucid_session.errors import UsageError
from cellucid_session.generated.generations import EARLIEST
from cellucid_session.io import outputs
from cellucid_session.model import Limits
from cellucid_session.safe import safe
from cellucid_session.write.columns import categories_of, column_of, names_of, source_of
from cellucid_session.write.heads import time_text
from cellucid_session.write.highlights import Highlight, add_pages, pages_of
from cellucid_session.write.writer import SessionWriter

#: what some arguments of `session_from_anndata` must be; `SessionWriter` holds the others
ARGUMENTS = {
    "colors": Kind("a dict from page name to #rrggbb", Mapping).optional(),
    "path": PATH.optional(),
    "force": FLAG,
    "dataset_id": TEXT.optional(),
    "source_type": TEXT.optional(),
    "generation": NUMBER,
    "same_cells": FLAG,
    "return_summary": FLAG,
}


@dataclasses.dataclass(frozen=True)
class Written:
    """What went into a session.

    Attributes:
        groups: (page, label, column of obs) of each group. fields: (source, column) of each field.
        notes: what a person should know: what of a column the format has no word for, for one.
    """

    groups: tuple[tuple[str, str, str], ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()


@overload
def session_from_anndata(
    adata: Any,
    highlights: Iterable[Highlight] | Mapping[str, Iterable[Highlight]] = ...,
    fields: Iterable[str] = ...,
    *,
    dataset_id: str | None = ...,
    source_type: str | None = ...,
    colors: Mapping[str, str] | None = ...,
    created_at: str | datetime.datetime | None = ...,
    path: str | os.PathLike[str] | None = ...,
    force: bool = ...,
    codec: str = ...,
    limits: Limits | None = ...,
    generation: int = ...,
    template: str | os.PathLike[str] | bytes | None = ...,
    same_cells: bool = ...,
    return_summary: Literal[False] = ...,
) -> bytes | None: ...


@overload
def session_from_anndata(
    adata: Any,
    highlights: Iterable[Highlight] | Mapping[str, Iterable[Highlight]] = ...,
    fields: Iterable[str] = ...,
    *,
    dataset_id: str | None = ...,
    source_type: str | None = ...,
    colors: Mapping[str, str] | None = ...,
    created_at: str | datetime.datetime | None = ...,
    path: str | os.PathLike[str] | None = ...,
    force: bool = ...,
    codec: str = ...,
    limits: Limits | None = ...,
    generation: int = ...,
    template: str | os.PathLike[str] | bytes | None = ...,
    same_cells: bool = ...,
    return_summary: Literal[True],
) -> tuple[bytes | None, Written]: ...


def session_from_anndata(
    adata: Any,
    highlights: Iterable[Highlight] | Mapping[str, Iterable[Highlight]] = (),
    fields: Iterable[str] = (),
    *,
    dataset_id: str | None = None,
    source_type: str | None = None,
    colors: Mapping[str, str] | None = None,
    created_at: str | datetime.datetime | None = None,
    path: str | os.PathLike[str] | None = None,
    force: bool = False,
    codec: str = "gzip",
    limits: Limits | None = None,
    generation: int = EARLIEST.number,
    template: str | os.PathLike[str] | bytes | None = None,
    same_cells: bool = False,
    return_summary: bool = False,
) -> bytes | tuple[bytes | None, Written] | None:
    """A session that shows columns of an AnnData.

    A column that came from a group of a session, by the bookkeeping in `uns`, has that group's label, and its page with
    the page's colour.

    Args:
        adata: an AnnData; backed ones do.
        highlights: columns of `obs` of bool, which become groups, on one page or on those that they came from; or page
            name -> columns. A pair (column, label) gives the group a label of its own.
        fields: categorical columns of `obs`, else of `var`; "obs:NAME" and "var:NAME" say which.
        dataset_id, source_type: of the data set's fingerprint, which also gets the numbers of cells and variables.
        colors: page name -> "#rrggbb". Groups have no colours of their own in this format.
        created_at: see `SessionWriter`.
        path: write to this file, whole or not at all, instead of returning bytes. force: replace what is there.
        generation: of the format, 1 to 5. A later one needs a template.
        template: a session that the viewer of that generation saved on the same data set: its fingerprint and all state
            of the viewer are taken, its labels are not. What shows that its cells are those of `adata`, in the same
            order, is its digest of their order.
        same_cells: say so, where nothing shows it.
        return_summary: also give a `Written`.

    Returns:
        The session, or None when it went to `path`; with `return_summary` a pair of that and what was written.

    Raises:
        UsageError: a column is not there, is of another type, has a missing value among bools, more than 65535
            categories, or can't be told apart once written; or a template is needed; or the destination is refused.
        CellOrderError: the cells of the template stand in another order, or nobody can tell. DatasetMismatchError: it
            is of another data set. InvalidSessionError: it is not valid.
        TypeError: `adata` is no AnnData, or a lazy one.
    """
    hold(ARGUMENTS, locals())
    accepted.check(adata, "session_from_anndata")
    later = template is not None or generation != EARLIEST.number
    if path is not None:
        outputs.check_destination(os.fspath(path), force=force, inputs=outputs.identities(adata, template))
    pages, notes = pages_of(adata, highlights, {} if colors is None else colors)
    wishes = names_of(fields, "fields")
    created = time_text(created_at)
    with SessionWriter(
        dataset_id=dataset_id,
        source_type=source_type,
        n_obs=int(adata.n_obs),
        n_vars=int(adata.n_vars),
        created_at=created,
        data_source={"sourceType": source_type, "datasetId": dataset_id}
        if dataset_id or source_type
        else None,
        codec=codec,
        limits=limits,
        cell_names=map(str, adata.obs_names),
    ) as writer:
        sources: list[tuple[str, str]] = []
        if wishes:
            sources, told = _add_fields(writer, adata, wishes, created)
            notes += told
        if any(page.groups for page in pages):
            add_pages(writer, adata, pages)
        made = None
        if later:
            given = {"template": template, "data": adata, "same_cells": same_cells, "limits": limits}
            made, told = services.call(
                "convert", writer.to_bytes(), path, to=generation, force=force, **given
            )
            notes += told
        elif path is None:
            made = writer.to_bytes()
        else:
            writer.write(path, force=force)
    if not return_summary:
        return made
    groups = tuple((page.name, label, name) for page in pages for name, label in page.groups)
    return made, Written(groups, tuple(sources), tuple(notes))


def _add_fields(
    writer: SessionWriter, adata: Any, wishes: Iterable[str], created: str
) -> tuple[list[tuple[str, str]], list[str]]:
    """The registry of user-defined fields, and the codes of each.

    Returns:
        (source, column) of each field, and what of a column's kind is lost.
    """
    milliseconds = _milliseconds(created)
    registry: list[dict[str, Any]] = []
    sources: list[tuple[str, str]] = []
    notes: list[str] = []
    codes: list[tuple[dict[str, Any], Any]] = []
    for wish in wishes:
        source, name = source_of(adata, wish)
        if source == "var" and adata.n_obs == adata.n_vars:
            raise UsageError(
                f"the column {safe(name)} of var can't be written: with as many variables as cells, readers take its "
                "codes for one for each cell"
            )
        column = column_of(adata, source, name)
        sources.append((source, name))
        notes += [f"the column {name} of {source}: {each}" for each in lost(column.dtype)]
        categories, values = categories_of(column, f"the column {safe(name)} of {source}")
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
    writer.add(OVERLAYS, overlays)
    for field, values in codes:
        writer.add_codes(
            field["id"], values, source=field["source"], codes_type=field["codesType"], label=field["key"]
        )
    return sources, notes


def _milliseconds(created: str) -> int | None:
    """A time in milliseconds since 1970, or None where it is not understood."""
    try:
        return round(datetime.datetime.fromisoformat(created).timestamp() * 1000)
    except (ValueError, OverflowError):
        return None
