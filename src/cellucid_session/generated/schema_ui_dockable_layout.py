# Generated from schemas/ui-dockable-layout.schema.json; do not edit: run python -m cellucid_session.generate
"""Checks of ui-dockable-layout.schema.json: Payload of ui/dockable-layout."""

from __future__ import annotations

import cellucid_session.generated.rules as R
from cellucid_session.wire.json_values import kind as _kind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Found = Callable[[str, tuple[str | int, ...], str, bool], None]

_RECT_KEYS = frozenset(("left", "top", "width", "height"))
_PANEL_KEYS = frozenset(("id", "open", "rect", "z"))
_KEYS = frozenset(("panels",))


def check(value: Any, found: Found) -> None:
    """Check a value against the schema at #."""
    if not isinstance(value, dict):
        # #/type
        found(R.LAYOUT_SHAPE, (), f"expected an object, found {_kind(value)}", False)
        return
    if "panels" in value:
        panels = value["panels"]
        if not isinstance(panels, list):
            # #/properties/panels/type
            found(R.LAYOUT_SHAPE, ("panels",), f"expected an array, found {_kind(panels)}", False)
        else:
            for index, panel in enumerate(panels):
                _check_panel(panel, index, found)
    if not _KEYS.issuperset(value):
        for key in value:
            if key not in _KEYS:
                # #/x-unknown
                found(R.PAYLOAD_UNKNOWN_KEY, (key,), "the schema does not name this key", True)


def _check_panel(panel: Any, index: int, found: Found) -> None:
    """Check a value against the schema at #/$defs/panel."""
    if not isinstance(panel, dict):
        # #/$defs/panel/type
        found(R.LAYOUT_SHAPE, ("panels", index), f"expected an object, found {_kind(panel)}", False)
        return
    if "id" in panel:
        item_id = panel["id"]
        if type(item_id) is not str:
            # #/$defs/panel/properties/id/type
            found(
                R.LAYOUT_SHAPE, ("panels", index, "id"), f"expected a string, found {_kind(item_id)}", False
            )
    if "open" in panel:
        item_open = panel["open"]
        if type(item_open) is not bool:
            # #/$defs/panel/properties/open/type
            found(
                R.LAYOUT_SHAPE,
                ("panels", index, "open"),
                f"expected a boolean, found {_kind(item_open)}",
                False,
            )
    if "rect" in panel:
        rect = panel["rect"]
        _check_rect(rect, index, found)
    if "z" in panel:
        z = panel["z"]
        if type(z) is not int and type(z) is not float and z is not None:
            # #/$defs/number/type
            found(
                R.LAYOUT_SHAPE, ("panels", index, "z"), f"expected a number or null, found {_kind(z)}", False
            )
    if not _PANEL_KEYS.issuperset(panel):
        for key in panel:
            if key not in _PANEL_KEYS:
                # #/$defs/panel/x-unknown
                found(
                    R.PAYLOAD_UNKNOWN_KEY, ("panels", index, key), "the schema does not name this key", True
                )


def _check_rect(rect: Any, index: int, found: Found) -> None:
    """Check a value against the schema at #/$defs/rect."""
    if not isinstance(rect, dict):
        # #/$defs/rect/type
        found(R.LAYOUT_SHAPE, ("panels", index, "rect"), f"expected an object, found {_kind(rect)}", False)
        return
    if "left" in rect:
        left = rect["left"]
        if type(left) is not int and type(left) is not float and left is not None:
            # #/$defs/number/type
            found(
                R.LAYOUT_SHAPE,
                ("panels", index, "rect", "left"),
                f"expected a number or null, found {_kind(left)}",
                False,
            )
    if "top" in rect:
        top = rect["top"]
        if type(top) is not int and type(top) is not float and top is not None:
            # #/$defs/number/type
            found(
                R.LAYOUT_SHAPE,
                ("panels", index, "rect", "top"),
                f"expected a number or null, found {_kind(top)}",
                False,
            )
    if "width" in rect:
        width = rect["width"]
        if type(width) is not int and type(width) is not float and width is not None:
            # #/$defs/number/type
            found(
                R.LAYOUT_SHAPE,
                ("panels", index, "rect", "width"),
                f"expected a number or null, found {_kind(width)}",
                False,
            )
    if "height" in rect:
        height = rect["height"]
        if type(height) is not int and type(height) is not float and height is not None:
            # #/$defs/number/type
            found(
                R.LAYOUT_SHAPE,
                ("panels", index, "rect", "height"),
                f"expected a number or null, found {_kind(height)}",
                False,
            )
    if not _RECT_KEYS.issuperset(rect):
        for key in rect:
            if key not in _RECT_KEYS:
                # #/$defs/rect/x-unknown
                found(
                    R.PAYLOAD_UNKNOWN_KEY,
                    ("panels", index, "rect", key),
                    "the schema does not name this key",
                    True,
                )
