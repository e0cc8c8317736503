"""Bookkeeping: where the columns came from, in a form that h5ad and zarr can store.

Rules of this file:

* What is stored is JSON texts and scalars under keys of this project; no key comes from a file, so that none is a path.
* JSON texts are ASCII, or a chunk's own text, which its reader has judged: no NUL, no lone surrogate.
* Paths and addresses of the sender are left out, unless the caller asks for them: of the manifest only known keys are
  kept, and outside the list of chunks no value that looks like a path.
Spec: 10.4.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cellucid_session import __version__
from cellucid_session.apply.commit import KEY, PART
from cellucid_session.check.links import META, OVERLAYS
from cellucid_session.errors import ArgumentTypeError, InvalidSessionError
from cellucid_session.safe import safe

if TYPE_CHECKING:
    from cellucid_session.apply.summary import ApplySummary
    from cellucid_session.read.bundle import CellucidSessionBundle

LAYOUT = 1
TOOL = f"cellucid-session {__version__}"
#: the parts that are JSON texts
PARTS = ("manifest", "fingerprint", "applied", "chunks")
SNAPSHOTS = (OVERLAYS, META)

MANIFEST_KEYS = ("createdAt",)
SOURCE_KEYS = ("sourceType", "datasetId")
FINGERPRINT_KEYS = ("sourceType", "datasetId", "name", "cellCount", "varCount", "cellOrder")
CHUNK_KEYS = (
    "id",
    "contributorId",
    "priority",
    "kind",
    "codec",
    "label",
    "datasetDependent",
    "storedBytes",
    "uncompressedBytes",
    "dependsOn",
)
_PATH = re.compile(r"\s*(?:[a-z][a-z0-9+.\-]*:/|file:|[/\\~]|[a-z]:[/\\])", re.IGNORECASE).match


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"))


def _kept(value: Any, keys: Sequence[str], paths: bool) -> Any:
    """The known keys of an object; values that look like paths only when asked for."""
    if not isinstance(value, dict):
        return None
    return {
        key: value[key]
        for key in keys
        if key in value and (paths or not (isinstance(value[key], str) and _PATH(value[key])))
    }


def without_paths(manifest: dict[str, Any]) -> dict[str, Any]:
    """A manifest's known keys, without paths and addresses of the sender."""
    kept = _kept(manifest, MANIFEST_KEYS, False)
    kept["dataSource"] = _kept(manifest.get("dataSource"), SOURCE_KEYS, False)
    kept["datasetFingerprint"] = _kept(manifest.get("datasetFingerprint"), FINGERPRINT_KEYS, False)
    kept["chunks"] = [_kept(entry, CHUNK_KEYS, True) for entry in manifest["chunks"]]
    return dict(kept)


def _snapshots(bundle: CellucidSessionBundle, summary: ApplySummary) -> str:
    """The registries as they stand in the session, as one JSON text; none of another data set."""
    parts = []
    for chunk_id in SNAPSHOTS:
        if chunk_id in bundle and not summary.skipped_due_to_mismatch:
            bundle.decode_chunk(chunk_id)  # judges the text
            text = bundle.decoder.payload(bundle.entry(chunk_id)).decode()
            parts.append(f"{_dump(chunk_id)}:{text}")
    return "{" + ",".join(parts) + "}"


def _reasons(bundle: CellucidSessionBundle, summary: ApplySummary, paths: bool) -> list[str]:
    """Why the data set is another one; the reason that shows the session's id only when that is no path."""
    found = bundle.dataset_fingerprint.get("datasetId")
    hide = not paths and isinstance(found, str) and _PATH(found)
    return [reason for reason in summary.mismatch_reasons if not (hide and reason.startswith("datasetId "))]


def parts_of(
    bundle: CellucidSessionBundle, summary: ApplySummary, options: dict[str, Any], sender_paths: bool
) -> dict[str, str]:
    """The JSON texts on one session."""
    manifest = bundle.manifest
    if not sender_paths:
        manifest = without_paths(manifest)
    applied = {
        "columns": [dataclasses.asdict(column) for column in summary.columns],
        "skipped": [dataclasses.asdict(item) for item in summary.skipped],
        "category_renames": [dataclasses.asdict(item) for item in summary.category_renames],
        "skipped_due_to_mismatch": summary.skipped_due_to_mismatch,
        "mismatch_reasons": _reasons(bundle, summary, sender_paths),
        "advice": list(summary.advice),
        "cell_order": summary.cell_order,
        "cell_order_why": summary.cell_order_why,
        "options": options,
    }
    return {
        "manifest": _dump(manifest),
        "fingerprint": _dump(manifest.get("datasetFingerprint")),
        "applied": _dump(applied),
        "chunks": _snapshots(bundle, summary),
    }


def record_of(parts: dict[str, str]) -> dict[str, Any]:
    """What becomes `uns["cellucid"]["session"]` after one session."""
    return {"tool": TOOL, "layout": LAYOUT, "sessions": 1, **parts}


def record_of_several(sessions: dict[str, dict[str, str]]) -> dict[str, Any]:
    """The same after several sessions: each part is a JSON list, in the order of `prefixes`."""
    lists = {part: "[" + ",".join(each[part] for each in sessions.values()) + "]" for part in PARTS}
    return {
        "tool": TOOL,
        "layout": LAYOUT,
        "sessions": len(sessions),
        "prefixes": _dump(list(sessions)),
        **lists,
    }


def session_provenance(adata: Any) -> dict[str, Any] | None:
    """What an AnnData knows of the session that was applied to it, here or before it was saved.

    Returns:
        None when no session was applied. After one session the keys tool, layout, manifest, fingerprint, applied
        (columns with their original names, what was left out, options) and chunks (snapshots of the registries).
        After several the keys tool, layout and sessions: a dict from prefix to such parts.

    Raises:
        InvalidSessionError: the bookkeeping is there and not what this project writes.

    Example:
        >>> session_provenance(adata)["applied"]["columns"][0]["label"]  # doctest: +SKIP
        'T cells near the edge'

    Spec: 10.4.
    """
    uns = getattr(adata, "uns", None)
    if not isinstance(uns, Mapping):
        raise ArgumentTypeError(f"adata must be an AnnData, not {safe(type(adata).__name__, 60)}")
    root = uns.get(KEY)
    record = root.get(PART) if isinstance(root, Mapping) else None
    if record is None:
        return None
    try:
        layout = int(record["layout"])
        known: dict[str, Any] = {"tool": str(record["tool"]), "layout": layout}
        parts = {part: json.loads(str(record[part])) for part in PARTS}
        if "prefixes" not in record:
            return known | parts
        prefixes = json.loads(str(record["prefixes"]))
        known["sessions"] = {
            prefix: {part: parts[part][place] for part in PARTS} for place, prefix in enumerate(prefixes)
        }
    except (
        KeyError,
        IndexError,
        TypeError,
        ValueError,
        AttributeError,
        RecursionError,
        OverflowError,
    ) as exc:
        raise InvalidSessionError(
            f'adata.uns["{KEY}"]["{PART}"] is no bookkeeping of this project: {type(exc).__name__}'
        ) from exc
    return known
