"""What a notebook shows of an open session.

Rules of this file: every text of the file goes through `safe`, then through `html.escape`; no script, no link.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

from cellucid_session.errors import SessionError
from cellucid_session.safe import safe

if TYPE_CHECKING:
    from cellucid_session.read.bundle import CellucidSessionBundle

ROWS = 20  # rows of each table that are shown


def cell(value: Any) -> str:
    """A value as HTML text."""
    return html.escape(safe(str(value), 80))


def table(caption: str, head: tuple[str, ...], rows: list[tuple[Any, ...]]) -> str:
    """A small table; what does not fit is counted."""
    if not rows:
        return ""
    body = "".join(
        "<tr>" + "".join(f"<td><bdi>{cell(item)}</bdi></td>" for item in row) + "</tr>" for row in rows[:ROWS]
    )
    more = f"<p>and {len(rows) - ROWS} more</p>" if len(rows) > ROWS else ""
    titles = "".join(f"<th>{html.escape(title)}</th>" for title in head)
    head_row = f"<caption>{html.escape(caption)}</caption><thead><tr>{titles}</tr></thead>"
    return f"<table>{head_row}<tbody>{body}</tbody></table>{more}"


def bundle_html(bundle: CellucidSessionBundle) -> str:
    """The page of an open session: data set, chunks, groups, fields, findings."""
    fingerprint = bundle.dataset_fingerprint
    facts: list[tuple[str, Any]] = [
        (key, fingerprint[key])
        for key in ("sourceType", "datasetId", "name", "cellCount", "varCount")
        if key in fingerprint
    ]
    generation = bundle.generation
    facts.insert(
        0, ("written by Cellucid", f"{', '.join(generation.releases)} (generation {generation.number})")
    )
    parts = [
        f"<p><b>Session</b> <bdi>{cell(bundle.path.name)}</bdi>, {len(bundle)} chunks</p>",
        table("data set", ("key", "value"), facts),
    ]
    try:
        groups = [(group.page_name, group.label, group.id, group.cell_count) for group in bundle.groups]
        fields = [(item.key, item.source, item.kind, len(item.categories)) for item in bundle.fields]
    except (SessionError, ValueError) as exc:
        parts.append(f"<p>The registries can't be read: {cell(exc)}</p>")
        groups, fields = [], []
    parts.append(table("highlight groups", ("page", "label", "id", "cells"), groups))
    parts.append(table("user-defined fields", ("key", "of", "kind", "categories"), fields))
    chunks = []
    for chunk_id in bundle.list_chunk_ids():
        entry = bundle.entry(chunk_id)
        chunks.append((chunk_id, entry.kind, entry.codec, entry.priority))
    parts.append(table("chunks", ("id", "kind", "codec", "priority"), chunks))
    parts.append(
        table(
            "findings",
            ("level", "rule", "what"),
            [(item.level, item.rule, item.message) for item in bundle.findings],
        )
    )
    return "<div>" + "".join(parts) + "</div>"
