"""What is inside a session, as plain values.

Rules of this file:

* The session is judged first, whole, by the validator's engine. Chunks are decoded only when no safety rule refuses
  it and no budget ran out: so what is decoded here is bounded by what was judged.
* Members and codes are counted as they stream, never held.
* Values are exact: texts in them are made safe where they are shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cellucid_session import __version__
from cellucid_session.errors import BudgetError, InputError, InvalidSessionError, SessionError
from cellucid_session.generated.rules import INPUT_CHANGED
from cellucid_session.io import files
from cellucid_session.judge import outcomes, walk
from cellucid_session.judge.settings import Settings
from cellucid_session.model import KIND_SESSION, Finding, Report
from cellucid_session.read.bundle import CellucidSessionBundle
from cellucid_session.report.jsonreport import result_values
from cellucid_session.tools.sessions import code_counts, identity_of, stored_size

if TYPE_CHECKING:
    from collections.abc import Callable

    from cellucid_session.read.artifacts import Artifact
    from cellucid_session.read.fields import Field
    from cellucid_session.read.groups import Group

INSPECT = 1  # version of the document


def inspect(path: str, watch: Callable[[bytes], object] | None = None) -> tuple[Report, dict[str, Any]]:
    """Judge a session and read what is inside.

    Args:
        path: the file. watch: is told each piece that is read.

    Returns:
        The report, and a document of plain values: see `outline`. When the file can't be opened, the document holds
        the report alone.
    """
    try:
        source = files.open_input(path)
    except InputError as exc:
        report = outcomes.failed(KIND_SESSION, files.finding_of(exc), path)
        return report, _document(report)
    try:
        report = walk.judge(source, KIND_SESSION, Settings(), watch=watch)
        report.path = path
        document = _document(report)
        try:
            with CellucidSessionBundle(path) as bundle:
                if identity_of(bundle) != source.identity or source.changed(0) is not None:
                    finding = Finding(INPUT_CHANGED, "the file was replaced while it was read")
                    report = outcomes.failed(KIND_SESSION, finding, path)
                    return report, _document(report)
                document |= outline(bundle, _may_decode(report))
        except (InvalidSessionError, BudgetError):
            pass  # the report says so
    finally:
        source.close()
    return report, document


def _document(report: Report) -> dict[str, Any]:
    return {
        "inspect": INSPECT,
        "tool": {"name": "cellucid-session", "version": __version__},
        **result_values(report),
    }


def _may_decode(report: Report) -> bool:
    stops = any(finding.cls in ("safety", "budget", "tool") for finding in report.findings)
    return not stops and report.verdict in ("valid", "invalid")


# -- values --


def outline(bundle: CellucidSessionBundle, decode: bool) -> dict[str, Any]:
    """What is inside, by part.

    Args:
        decode: read payloads too; otherwise only what the manifest says.

    Returns:
        written_by, created_at, data_source, dataset, chunks, restore_plan; with `decode` also pages, fields, renames,
        deleted, artifacts. A part that can't be read is null, and `unreadable` says why.
    """
    manifest, generation = bundle.manifest, bundle.generation
    value: dict[str, Any] = {
        "written_by": (
            f"Cellucid {', '.join(generation.releases)} (generation {generation.number}, format {generation.format})"
        ),
        "created_at": manifest.get("createdAt"),
        "data_source": manifest.get("dataSource"),
        "dataset": bundle.dataset_fingerprint,
        "chunks": [_chunk(bundle, chunk_id) for chunk_id in bundle.list_chunk_ids()],
        "restore_plan": {
            "same_dataset": _plan(bundle, True),
            "other_dataset": _plan(bundle, False),
        },
        "decoded": decode,
        "unreadable": [],
    }
    if decode:
        for name, part in PARTS.items():
            try:
                value[name] = part(bundle)
            except SessionError as exc:
                value[name] = None
                value["unreadable"].append({"part": name, "why": str(exc)})
    return value


def _chunk(bundle: CellucidSessionBundle, chunk_id: str) -> dict[str, Any]:
    entry, meta = bundle.entry(chunk_id), bundle.get_chunk_meta(chunk_id)
    return {
        "id": chunk_id,
        "family": None if entry.family is None else entry.family.name,
        "contributor": meta["contributorId"],
        "priority": entry.priority,
        "kind": entry.kind,
        "codec": entry.codec,
        "dataset_dependent": entry.dataset_dependent,
        "stored_bytes": stored_size(bundle, chunk_id),
        "uncompressed_bytes": entry.inflated,
        "depends_on": meta.get("dependsOn") or [],
    }


def _plan(bundle: CellucidSessionBundle, matches: bool) -> list[dict[str, Any]]:
    return [
        {"chunk": step.chunk_id, "stage": step.stage, "restores": step.restores, "why": step.why}
        for step in bundle.restore_plan(matches)
    ]


def _pages(bundle: CellucidSessionBundle) -> list[dict[str, Any]]:
    return [
        {
            "id": page.id,
            "name": page.name,
            "color": page.color,
            "groups": [_group(bundle, group) for group in page.groups],
        }
        for page in bundle.pages
    ]


def _group(bundle: CellucidSessionBundle, group: Group) -> dict[str, Any]:
    counted = group.counts
    part_of = group.part_of
    cells = counted[1] if counted is not None else 0 if group.has_cells else None
    return {
        "id": group.id,
        "label": group.label,
        "type": group.type,
        "enabled": group.enabled,
        "cells": cells,
        "listed": None if counted is None else counted[0],
        "part_of": None if part_of is None else _category(*part_of),
        "hint": group.cell_count,
        "chunk": group.chunk_id,
    }


def _category(column: str, category: Any, cells: int) -> dict[str, Any]:
    return {"column": column, "category": category, "cells": cells}


def _field(bundle: CellucidSessionBundle, field: Field) -> dict[str, Any]:
    counted = code_counts(bundle, field)
    alias = field.alias
    value: dict[str, Any] = {
        "id": field.id,
        "key": field.key,
        "source": field.source,
        "kind": field.kind,
        "deleted": field.deleted,
        "purged": field.purged,
        "codes": None,
        "categories": [{"name": name, "count": None} for name in field.categories],
        "copy_of": None if alias is None else alias[0],
        "unassigned": None,
        "out_of_range": None,
        "chunk": field.chunk_id,
    }
    if counted is not None:
        value["codes"], tally = counted
        value["categories"] = [
            {"name": name, "count": count}
            for name, count in zip(field.categories, tally.counts.tolist(), strict=True)
        ]
        value["unassigned"], value["out_of_range"] = tally.marked, tally.others
    return value


def _artifact(artifact: Artifact) -> dict[str, Any]:
    return {
        "chunk": artifact.chunk_id,
        "analysis": artifact.cache_key,
        "gene": artifact.gene,
        "page_id": artifact.page_id,
        "rows": len(artifact.columns()["cellIndex"]),
    }


def _renames(bundle: CellucidSessionBundle) -> dict[str, Any]:
    renames = bundle.renames
    return {"fields": renames.fields, "categories": renames.categories}


def _deleted(bundle: CellucidSessionBundle) -> dict[str, Any]:
    deleted = bundle.deleted_fields
    return {"deleted": list(deleted.deleted), "purged": list(deleted.purged)}


#: part of the document -> what reads it
PARTS: dict[str, Callable[[CellucidSessionBundle], Any]] = {
    "pages": _pages,
    "fields": lambda bundle: [_field(bundle, field) for field in bundle.fields],
    "renames": _renames,
    "deleted": _deleted,
    "artifacts": lambda bundle: [_artifact(each) for each in bundle.artifacts.values()],
}
