# Generated from schemas/cache-inventory.schema.json; do not edit: run python -m cellucid_session.generate
"""Checks of cache-inventory.schema.json: Payload of analysis/cache-inventory."""

from __future__ import annotations

import cellucid_session.generated.rules as R
from cellucid_session.wire.json_values import kind as _kind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Found = Callable[[str, tuple[str | int, ...], str, bool], None]

_KEYS = frozenset(("artifactIds",))


def check(value: Any, found: Found) -> None:
    """Check a value against the schema at #."""
    if not isinstance(value, dict):
        # #/type
        found(R.INVENTORY_SHAPE, (), f"expected an object, found {_kind(value)}", False)
        return
    if "artifactIds" not in value:
        # #/required/artifactIds
        found(R.INVENTORY_SHAPE, (), 'the key "artifactIds" is missing', False)
    else:
        artifact_ids = value["artifactIds"]
        if not isinstance(artifact_ids, list):
            # #/properties/artifactIds/type
            found(
                R.INVENTORY_SHAPE, ("artifactIds",), f"expected an array, found {_kind(artifact_ids)}", False
            )
        else:
            for index, artifact_id in enumerate(artifact_ids):
                if type(artifact_id) is not str:
                    # #/properties/artifactIds/items/type
                    found(
                        R.INVENTORY_SHAPE,
                        ("artifactIds", index),
                        f"expected a string, found {_kind(artifact_id)}",
                        False,
                    )
    if not _KEYS.issuperset(value):
        for key in value:
            if key not in _KEYS:
                # #/additionalProperties
                found(R.INVENTORY_SHAPE, (key,), "the schema does not know this key", True)
