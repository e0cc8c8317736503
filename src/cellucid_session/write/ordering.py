"""The order of keys that a writer chooses: that of the tables of section 6, which the schemas keep.

Rules of this file: known keys come first, in the order of the schema; the others follow as they came. Nothing is added,
left out or changed. Spec: 9.1.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

from cellucid_session.declare import schemas
from cellucid_session.wire import strict_json


@functools.cache
def schema(name: str) -> dict[str, Any]:
    """A schema of the format, by its name."""
    loaded: dict[str, Any] = strict_json.parse(schemas.read(name).encode())
    return loaded


def in_table_order(value: Any, name: str) -> Any:
    """A payload with the keys of its objects in the order of its tables.

    Args:
        value: any value. name: of its schema.
    """
    root = schema(name)
    return _ordered(value, root, root)


def _ordered(value: Any, schema: Any, root: dict[str, Any]) -> Any:
    while isinstance(schema, dict) and "$ref" in schema:
        schema = root["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    if not isinstance(schema, dict):
        return value
    if isinstance(value, Mapping):
        known, others = schema.get("properties", {}), schema.get("additionalProperties")
        keys = [key for key in known if key in value] + [key for key in value if key not in known]
        return {key: _ordered(value[key], known.get(key, others), root) for key in keys}
    if isinstance(value, (list, tuple)) and "items" in schema:
        return [_ordered(item, schema["items"], root) for item in value]
    return value
