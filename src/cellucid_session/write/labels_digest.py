"""One digest for what a session says of the cells, whatever generation and encodings say it.

Rules of this file: what goes in is what spec 13.7 lists, and nothing else. Cells and codes are taken as they are
decoded, a group or a field at a time. Only what the session says is digested: cells that it names by a category of the
data set need the data set. Spec: 13.7.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from cellucid_session.errors import UsageError
from cellucid_session.safe import safe
from cellucid_session.wire.runs import longest
from cellucid_session.write.texts import json_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cellucid_session.read.bundle import CellucidSessionBundle
    from cellucid_session.read.fields import Field
    from cellucid_session.read.groups import Group
    from cellucid_session.wire.runs import Block

BLOCK = 1 << 20  # positions at a time


def labels_digest(bundle: CellucidSessionBundle, adata: Any = None) -> str:
    """SHA-256 of what a session says of the cells: groups with their cells, fields with their codes, names, colours.

    Two sessions of any generations that say the same of the cells have the same one. Ids, types and encodings of
    groups, whether they are enabled, deleted fields and the state of the viewer are no part of it.

    Args:
        adata: the data set, or what has its `obs`; needed where a group's cells are named by a column.

    Returns:
        64 lower-case hexadecimal digits.

    Raises:
        UsageError: a group's cells are named by a column, and no data set is given. AnotherCategoryError: the column
            has other cells than the session means. InvalidSessionError, BudgetError: a chunk can't be read.
    """
    pages = [
        {"name": page.name, "color": None if page.color is None else page.color.lower(), "groups": groups}
        for page in bundle.pages
        if (groups := [each for group in page.groups if (each := _group(group, adata)) is not None])
    ]
    fields = [
        {
            "key": field.key,
            "source": field.source,
            "categories": list(field.categories),
            "codes": _codes(field),
        }
        for field in bundle.fields
        if field.kind == "category" and not (field.deleted or field.purged)
    ]
    fields.sort(key=lambda field: json_text(field, ordered=True))
    return hashlib.sha256(json_text({"fields": fields, "pages": pages}, ordered=True)).hexdigest()


def _group(group: Group, adata: Any) -> dict[str, Any] | None:
    """A group's label and the digest of its cells; None for a group without cells."""
    if not group.has_cells:
        return {"label": group.label, "cells": None}
    if adata is None and (named := group.part_of) is not None:
        raise UsageError(
            f"there is no digest of the labels without the data set: the session names the cells of the group "
            f"{safe(group.label, 80)} by the obs column {safe(named[0], 80)}"
        )
    found = group.indices if adata is None else group.resolve(adata)
    if not len(found):
        return None
    digest = hashlib.sha256()
    last = -1
    for start in range(0, len(found), BLOCK):
        block = found[start : start + BLOCK].astype("<u8")
        once = block[_steps(block, last)]
        last = int(block[-1])
        digest.update(once.tobytes())
    return {"label": group.label, "cells": digest.hexdigest()}


def _steps(block: Any, last: int) -> Any:
    """Where a position is another one than the one before: bool, shape (k,). block: ascending."""
    import numpy as np

    there = np.ones(len(block), np.bool_)
    there[1:] = block[1:] != block[:-1]
    there[0] = int(block[0]) != last
    return there


def _codes(field: Field) -> str | None:
    """The digest of a field's codes; None where the session does not say them."""
    if field.chunk_id is None:
        return None
    import numpy as np

    digest = hashlib.sha256()
    for values, lengths in _places(field):
        pairs = np.empty((len(values), 2), "<u8")
        pairs[:, 0], pairs[:, 1] = values, lengths
        digest.update(pairs.tobytes())
    return digest.hexdigest()


def _places(field: Field) -> Iterator[Block]:
    """Runs of the places of categories, counted from 1; 0 stands for no category."""
    import numpy as np

    def pieces() -> Iterator[Block]:
        for values, lengths in field.runs.blocks():
            wide = values.astype(np.int64)
            yield np.where(np.isin(wide, field.markers), 0, wide + 1), lengths

    return longest(pieces())
