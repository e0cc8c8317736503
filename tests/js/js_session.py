"""What a session holds, as Python's reader says it, in the form in which the JavaScript package is asked for it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import numpy as np

from cellucid_session import CellucidSessionBundle
from cellucid_session.errors import SessionError, UsageError


def array(values: Any) -> list[Any]:
    """A typed array: its type, its length, its digest."""
    kind = np.dtype(values.dtype)
    data = values.astype(kind.newbyteorder("<"), copy=False).tobytes()
    return [kind.name, len(values), hashlib.sha256(data).hexdigest()]


def plain(value: Any) -> Any:
    """A value as JavaScript has it: one sort of numbers; arrays as `array`."""
    if isinstance(value, np.ndarray):
        return array(value)
    if isinstance(value, bytes):
        return ["uint8", len(value), hashlib.sha256(value).hexdigest()]
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 2**63 else value
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return value


def same(one: Any, other: Any) -> bool:
    """Equal, and true is no number."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)


def _tried(read: Callable[[], Any]) -> Any:
    """What is read, or the error in the words of JavaScript."""
    try:
        return plain(read())
    except UsageError:
        return "UsageError "
    except SessionError as exc:
        return f"ReadError {exc.finding.rule if exc.finding else None}"


def _group(group: Any, color: str | None) -> dict[str, Any]:
    said = group.reference
    reference = said and {
        "column": said.column,
        "category": said.category,
        "count": said.count,
        "digest": said.digest,
        "places": None if said.places is None else said.places.astype(np.uint32),
    }
    return {
        "id": group.id,
        "label": group.label,
        "type": group.type,
        "enabled": group.enabled,
        "cellCount": group.cell_count,
        "pageId": group.page_id,
        "pageName": group.page_name,
        "color": color,
        "chunkId": group.chunk_id,
        "hasCells": group.has_cells,
        "meta": group.meta,
        "reference": reference,
        "cells": _tried(lambda: group.indices),
    }


def _field(field: Any) -> dict[str, Any]:
    alias = field.alias
    return {
        "id": field.id,
        "key": field.key,
        "source": field.source,
        "kind": field.kind,
        "categories": field.categories,
        "deleted": field.deleted,
        "purged": field.purged,
        "codesType": field.codes_type,
        "codesLength": field.codes_length,
        "markers": field.markers,
        "chunkId": field.chunk_id,
        "meta": field.meta,
        "alias": alias and {"key": alias[0], "index": alias[1]},
        "codes": _tried(lambda: field.codes),
    }


def _plan(bundle: CellucidSessionBundle, matches: bool) -> list[dict[str, Any]]:
    steps = bundle.restore_plan(matches)
    return [
        {"chunkId": each.chunk_id, "stage": each.stage, "restores": each.restores, "why": each.why}
        for each in steps
    ]


def _state(bundle: CellucidSessionBundle, name: str) -> Any:
    return bundle.read_state(name) if bundle.has_state(name) else bundle.decode_chunk(name)


def everything(data: bytes, **more: Any) -> Any:
    """All that a session holds; what serve_read.mjs says as well."""
    with CellucidSessionBundle(data, **more) as bundle:
        pages = bundle.pages
        return plain(
            {
                "generation": bundle.generation.number,
                "manifest": bundle.manifest,
                "pages": [
                    [each.id, each.name, each.color, [one.id for one in each.groups]] for each in pages
                ],
                "groups": [_group(one, each.color) for each in pages for one in each.groups],
                "fields": [_field(each) for each in bundle.fields],
                "renames": {"fields": bundle.renames.fields, "categories": bundle.renames.categories},
                "deleted": {
                    "deleted": bundle.deleted_fields.deleted,
                    "purged": bundle.deleted_fields.purged,
                },
                "plan": [_plan(bundle, True), _plan(bundle, False)],
                "artifacts": [
                    {
                        "chunkId": each.chunk_id,
                        "cacheKey": each.cache_key,
                        "gene": each.gene,
                        "pageId": each.page_id,
                        "columns": _tried(each.columns),
                    }
                    for each in bundle.artifacts.values()
                ],
                "states": {
                    name: [_state(bundle, name), bundle.read_chunk_bytes(name)]
                    for name in bundle.list_chunk_ids()
                },
            }
        )
