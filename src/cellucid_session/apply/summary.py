"""What applying did, or would do: values that are read, shown and stored.

Rules of this file: values are frozen; texts of the session are kept as they are and made safe where they are shown.
Spec: 10.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from cellucid_session.apply.cell_order import UNKNOWN
from cellucid_session.read.html_view import cell, table
from cellucid_session.safe import safe

if TYPE_CHECKING:
    import pandas as pd

    from cellucid_session.model import Finding

ROWS = 20  # lines of each list that `repr` shows


@dataclasses.dataclass(frozen=True)
class AppliedColumn:
    """One column that came about.

    Attributes:
        name: what it is called. axis: "obs" or "var".
        kind: "highlight" (boolean), "field" (categorical; of a continuous field, which is a copy, numbers), "page"
            (categorical, its categories are the page's groups) or "rename" (a copy of a column, renamed).
        original_id, key, label: as the session has them; a group or page has no key of its own, its id stands there.
        page: name of the page, or of the group's page; else None.
        cells: members of a group; cells or variables with a category.
        missing: cells or variables without a category; stray: those among them whose code names no category and is no
            marker.
        chunk: id of the chunk it was read from, or None for an empty group without one.
        overwrites: whether it replaces a column that was there.
        notes: what a person should know.
    """

    name: str
    axis: str
    kind: str
    original_id: str
    key: str
    label: str
    page: str | None
    cells: int
    missing: int
    stray: int
    chunk: str | None
    overwrites: bool
    notes: tuple[str, ...]

    @property
    def action(self) -> str:
        """ "overwrite" or "add"."""
        return "overwrite" if self.overwrites else "add"


@dataclasses.dataclass(frozen=True)
class Skipped:
    """Something of the session that was not applied. kind: "group", "field", "rename", "deletion" or "chunk"."""

    kind: str
    what: str
    why: str


@dataclasses.dataclass(frozen=True)
class CategoryRename:
    """A category that has another name in the AnnData. place: its number in the field's list."""

    column: str
    place: int
    old: str
    new: str


@dataclasses.dataclass(frozen=True)
class ApplySummary:
    """What applying a session did.

    Attributes:
        added_obs_columns, added_var_columns: names, in the order of the session; replaced columns too.
        skipped_due_to_mismatch: whether everything was left out because the session is of another data set.
        mismatch_reasons: why it is.
        columns: one entry for each column. skipped: what was left out, and why.
        category_renames: categories that could not keep their names.
        findings: what the reader noted on the session: conformance and advice.
        advice: what a person should know of this application.
        cell_order: "confirmed" (the cells stand in the order of the session), "different" (they don't, or its embedding
            is another one) or "unknown". cell_order_why: by what, or why not; "" where the session holds nothing.
    """

    added_obs_columns: list[str]
    added_var_columns: list[str]
    skipped_due_to_mismatch: bool
    mismatch_reasons: list[str]
    columns: tuple[AppliedColumn, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    category_renames: tuple[CategoryRename, ...] = ()
    findings: tuple[Finding, ...] = ()
    advice: tuple[str, ...] = ()
    cell_order: str = UNKNOWN
    cell_order_why: str = ""

    def frame(self) -> pd.DataFrame:
        """The columns, then what was left out, as a table with one row for each. Needs pandas."""
        import pandas as pd

        rows: list[tuple[Any, ...]] = [
            (
                item.action,
                item.name,
                item.axis,
                item.kind,
                item.original_id,
                item.key,
                item.label,
                item.page,
                item.cells,
                item.missing,
                item.chunk,
                "; ".join(item.notes),
            )
            for item in self.columns
        ]
        rows += [
            ("skip", None, None, item.kind, item.what, None, None, None, 0, 0, None, item.why)
            for item in self.skipped
        ]
        head = (
            "action", "name", "axis", "kind", "id", "key", "label", "page", "cells", "missing", "chunk", "notes",
        )  # fmt: skip
        return pd.DataFrame.from_records(rows, columns=list(head))

    def __repr__(self) -> str:
        head = (
            f"ApplySummary: {len(self.added_obs_columns)} obs and {len(self.added_var_columns)} var columns, "
            f"{len(self.skipped)} left out, {len(self.findings)} findings"
        )
        lines = [head]
        if self.cell_order_why:
            lines.append(f"  order of the cells {self.cell_order}: {self.cell_order_why}")
        if self.skipped_due_to_mismatch:
            lines.append("  nothing was applied, the data set is another one:")
        lines += [f"    {reason}" for reason in self.mismatch_reasons]
        for caption, rows in self._parts():
            if rows:
                lines.append(f"  {caption}:")
                lines += ["    " + "  ".join(safe(str(cell), 80) for cell in row) for row in rows[:ROWS]]
                if len(rows) > ROWS:
                    lines.append(f"    and {len(rows) - ROWS} more")
        return "\n".join(lines)

    def _parts(self) -> list[tuple[str, list[tuple[Any, ...]]]]:
        """The lists that are shown, as (caption, rows)."""
        return [
            (
                "columns",
                [
                    (item.axis, item.name, item.action, item.label, f"{item.cells} set", *item.notes)
                    for item in self.columns
                ],
            ),
            (
                "categories renamed",
                [(item.column, item.old, "->", item.new) for item in self.category_renames],
            ),
            ("left out", [(item.kind, item.what, item.why) for item in self.skipped]),
            ("advice", [(line,) for line in self.advice]),
            ("findings", [(item.level, item.rule, item.message) for item in self.findings]),
        ]

    def _repr_html_(self) -> str:
        columns = [
            (
                item.axis,
                item.name,
                item.action,
                item.label,
                item.page or "",
                item.cells,
                "; ".join(item.notes),
            )
            for item in self.columns
        ]
        order = f"order of the cells {self.cell_order}: {self.cell_order_why}"
        parts = [
            f"<p>{cell(order)}</p>" if self.cell_order_why else "",
            f"<p>{len(self.added_obs_columns)} obs and {len(self.added_var_columns)} var columns</p>",
            table("the data set is another one", ("why",), [(reason,) for reason in self.mismatch_reasons]),
            table("columns", ("axis", "name", "action", "label", "page", "set", "notes"), columns),
            table(
                "categories renamed",
                ("column", "old", "new"),
                [(item.column, item.old, item.new) for item in self.category_renames],
            ),
            table(
                "left out",
                ("kind", "what", "why"),
                [(item.kind, item.what, item.why) for item in self.skipped],
            ),
            table("advice", ("what",), [(line,) for line in self.advice]),
            table(
                "findings",
                ("level", "rule", "what"),
                [(item.level, item.rule, item.message) for item in self.findings],
            ),
        ]
        return "<div>" + "".join(parts) + "</div>"
