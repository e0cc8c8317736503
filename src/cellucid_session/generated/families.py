"""The families of chunks."""

# Generated from declare/families.py; do not edit: run python -m cellucid_session.generate

from __future__ import annotations

from cellucid_session.generated import rules as R
from cellucid_session.model import Family

#: chunk id -> family, for families of one chunk
EXACT: dict[str, Family] = {
    "core/field-overlays": Family(
        "field overlays", "field-overlays", "json", "eager", True, "core-field-overlays", ""
    ),
    "core/state": Family("core state", "core-state", "json", "eager", True, "core-state", ""),
    "ui/dockable-layout": Family(
        "floating panels", "dockable-layout", "json", "eager", False, "ui-dockable-layout", ""
    ),
    "analysis/windows": Family(
        "analysis windows", "analysis-windows", "json", "eager", True, "analysis-windows", ""
    ),
    "highlights/meta": Family(
        "highlight metadata", "highlights-meta", "json", "eager", True, "highlights-meta", ""
    ),
}

#: families of many chunks, told by what their ids begin with
PREFIXED: tuple[Family, ...] = (
    Family(
        "user-defined codes", "user-defined-codes", "binary", "either", True, "codes", "user-defined/codes/"
    ),
    Family("highlight cells", "highlights-cells", "binary", "lazy", True, "index-list", "highlights/cells/"),
    Family(
        "analysis artifacts",
        "analysis-artifacts",
        "binary",
        "lazy",
        True,
        "table",
        "analysis/artifacts/bulk-gene/",
    ),
)

#: family -> (the chunk that comes before its chunks, rule)
FOLLOWS: dict[str, tuple[str, str]] = {
    "highlight cells": ("highlights/meta", R.CHUNK_META_ORDER),
    "user-defined codes": ("core/field-overlays", R.CHUNK_OVERLAYS_ORDER),
}
