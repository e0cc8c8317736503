"""What a session says of the cells, as values: pages, groups with their cells, fields with their codes, renames.

Rules of this file: what is read is what spec 13.7 counts as labels, and what belongs to it. Codes are places of
categories, so that no width and no marker is left. What can't be read is told by name. Spec: 5, 6, 13.7.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from cellucid_session.check.entries import SPACE
from cellucid_session.check.links import META, OVERLAYS
from cellucid_session.errors import BudgetError, InvalidSessionError, UsageError
from cellucid_session.safe import safe
from cellucid_session.write.registries import LISTED

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np

    from cellucid_session.read.bundle import CellucidSessionBundle
    from cellucid_session.read.fields import Field
    from cellucid_session.read.groups import Group

    Integers = np.ndarray[Any, np.dtype[np.int64]]

NONE = -1  # the place of no category


@dataclasses.dataclass(frozen=True)
class Set:
    """A group. cells: positions, int64, ascending, each once; None where the session does not say which.

    meta: everything that the session says of it.
    """

    id: str
    label: str
    enabled: bool
    cells: Integers | None
    meta: dict[str, Any]


@dataclasses.dataclass(frozen=True)
class Leaf:
    """A page."""

    id: str
    name: str
    color: str | None
    groups: tuple[Set, ...]


@dataclasses.dataclass(frozen=True)
class Coding:
    """A user-defined field. places: of categories, int64, one for each cell (or variable), `NONE` for none.

    places is None for a continuous field, and where the session has no codes. shown: the first picture needs them.
    """

    id: str
    key: str
    source: str
    kind: str
    categories: tuple[Any, ...]
    places: Integers | None
    deleted: bool
    shown: bool
    meta: dict[str, Any]


@dataclasses.dataclass(frozen=True)
class Labels:
    """What a session says of the cells.

    Attributes:
        active: id of the page that is shown, or None. more: what the registry of groups says besides.
        missing: (kind, name, why) of what the session can't say any more.
        besides: the same of what its registries say besides, which nothing here speaks of.
    """

    pages: tuple[Leaf, ...]
    fields: tuple[Coding, ...]
    active: str | None
    more: dict[str, Any]
    renames: dict[str, Any]
    gone: dict[str, Any]
    missing: tuple[tuple[str, str, str], ...]
    besides: tuple[tuple[str, str, str], ...] = ()


def labels_of(bundle: CellucidSessionBundle, adata: Any = None) -> Labels:
    """The labels of an open session.

    Args:
        adata: the data set, or what has its `obs`; needed where a group's cells are named by a column.
    """
    missing: list[tuple[str, str, str]] = []
    pages = tuple(
        Leaf(page.id, page.name, page.color, tuple(_set(group, adata, missing) for group in page.groups))
        for page in bundle.pages
    )
    fields = tuple(_coding(bundle, field, missing) for field in bundle.fields)
    meta = bundle.decode_chunk(META) if META in bundle else {}
    active = meta.get("activePageId")
    renames, deleted = bundle.renames, bundle.deleted_fields
    return Labels(
        pages,
        fields,
        active if isinstance(active, str) else None,
        {key: value for key, value in meta.items() if key not in ("pages", "activePageId")},
        {"fields": renames.fields, "categories": renames.categories},
        {"deleted": list(deleted.deleted), "purged": list(deleted.purged)},
        tuple(missing),
        tuple(_besides(bundle, meta)),
    )


#: payloads that hold labels
PAYLOADS = (*LISTED, *dict.fromkeys(LISTED.values()))
#: keys of a page, and of the registry of fields
KNOWN = ("id", "name", "color", "highlightedGroups"), ("renames", "deletedFields", "userDefinedFields")


def _besides(bundle: CellucidSessionBundle, meta: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """What the registries of a generation that takes any key say under keys that no viewer gave them."""
    of_pages, of_fields = KNOWN
    pages = meta.get("pages")
    for page in pages if isinstance(pages, list) else ():
        if isinstance(page, dict):
            name = page.get("name")
            if isinstance(name, str) and name.strip(SPACE) != name:
                yield "page", name, "white space around its name is left out: no reader shows it"
            for key in sorted(page.keys() - set(of_pages)):
                yield "page", str(page.get("name")), f"{key} is left out: nobody knows what it means"
    overlays = bundle.decode_chunk(OVERLAYS) if OVERLAYS in bundle else {}
    for key in sorted(overlays.keys() - set(of_fields)):
        yield "registry", key, f"left out of {OVERLAYS}: nobody knows what it means"


def _set(group: Group, adata: Any, missing: list[tuple[str, str, str]]) -> Set:
    import numpy as np

    cells = None
    try:
        if group.has_cells:
            found = group.indices if adata is None else group.resolve(adata)
            cells = np.unique(found.astype(np.int64))
        else:
            missing.append(("group", group.label, "there is no chunk with its cells"))
    except UsageError:
        missing.append(
            ("group", group.label, "its cells are named by a column of the data set: give the data set")
        )
    except (InvalidSessionError, BudgetError) as exc:
        missing.append(("group", group.label, safe(exc.message, 400)))
    return Set(group.id, group.label, group.enabled, cells, group.meta)


def _coding(bundle: CellucidSessionBundle, field: Field, missing: list[tuple[str, str, str]]) -> Coding:
    import numpy as np

    places = None
    if field.kind == "category" and field.chunk_id is not None:
        codes = field.codes.astype(np.int64)
        known = codes < len(field.categories)
        if field.markers:
            known &= ~np.isin(codes, field.markers)
        places = np.where(known, codes, NONE)
    elif field.kind == "category" and field.codes_length != 0:
        missing.append(("field", field.key, "there is no chunk with its codes"))
    return Coding(
        field.id,
        field.key,
        field.source,
        field.kind,
        field.categories,
        places,
        field.deleted or field.purged,
        field.chunk_id is not None and bundle.entry(field.chunk_id).priority == "eager",
        field.meta,
    )
