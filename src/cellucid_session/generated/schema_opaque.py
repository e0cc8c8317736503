# Generated from schemas/opaque.schema.json; do not edit: run python -m cellucid_session.generate
"""Checks of opaque.schema.json: Payload whose inside nobody outside the viewer knows."""

from __future__ import annotations

import cellucid_session.generated.rules as R
from cellucid_session.wire.json_values import kind as _kind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Found = Callable[[str, tuple[str | int, ...], str, bool], None]


def check(value: Any, found: Found) -> None:
    """Check a value against the schema at #."""
    if not isinstance(value, dict):
        # #/type
        found(R.PAYLOAD_OBJECT, (), f"expected an object, found {_kind(value)}", False)
