# Generated from schemas/analysis-windows.schema.json; do not edit: run python -m cellucid_session.generate
"""Checks of analysis-windows.schema.json: Payload of analysis/windows."""

from __future__ import annotations

import cellucid_session.generated.rules as R
from cellucid_session.wire.json_values import kind as _kind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Found = Callable[[str, tuple[str | int, ...], str, bool], None]

_RECT_KEYS = frozenset(("left", "top", "width", "height"))
_WINDOW_KEYS = frozenset(("modeId", "rect", "settings", "headerTitle", "headerDesc", "constraints"))
_KEYS = frozenset(("windows",))


def check(value: Any, found: Found) -> None:
    """Check a value against the schema at #."""
    if not isinstance(value, dict):
        # #/type
        found(R.WINDOWS_SHAPE, (), f"expected an object, found {_kind(value)}", False)
        return
    if "windows" in value:
        windows = value["windows"]
        if not isinstance(windows, list):
            # #/properties/windows/type
            found(R.WINDOWS_SHAPE, ("windows",), f"expected an array, found {_kind(windows)}", False)
        else:
            for index, window in enumerate(windows):
                _check_window(window, index, found)
    if not _KEYS.issuperset(value):
        for key in value:
            if key not in _KEYS:
                # #/x-unknown
                found(R.PAYLOAD_UNKNOWN_KEY, (key,), "the schema does not name this key", True)


def _check_window(window: Any, index: int, found: Found) -> None:
    """Check a value against the schema at #/$defs/window."""
    if not isinstance(window, dict):
        # #/$defs/window/type
        found(R.WINDOWS_SHAPE, ("windows", index), f"expected an object, found {_kind(window)}", False)
        return
    if "modeId" in window:
        mode_id = window["modeId"]
        if type(mode_id) is not str:
            # #/$defs/window/properties/modeId/type
            found(
                R.WINDOWS_SHAPE,
                ("windows", index, "modeId"),
                f"expected a string, found {_kind(mode_id)}",
                False,
            )
    if "rect" in window:
        rect = window["rect"]
        _check_rect(rect, index, found)
    if "headerTitle" in window:
        header_title = window["headerTitle"]
        if type(header_title) is not str:
            # #/$defs/window/properties/headerTitle/type
            found(
                R.WINDOWS_SHAPE,
                ("windows", index, "headerTitle"),
                f"expected a string, found {_kind(header_title)}",
                False,
            )
    if "headerDesc" in window:
        header_desc = window["headerDesc"]
        if type(header_desc) is not str:
            # #/$defs/window/properties/headerDesc/type
            found(
                R.WINDOWS_SHAPE,
                ("windows", index, "headerDesc"),
                f"expected a string, found {_kind(header_desc)}",
                False,
            )
    if "constraints" in window:
        constraints = window["constraints"]
        if not isinstance(constraints, dict) and constraints is not None:
            # #/$defs/window/properties/constraints/type
            found(
                R.WINDOWS_SHAPE,
                ("windows", index, "constraints"),
                f"expected an object or null, found {_kind(constraints)}",
                False,
            )
    if not _WINDOW_KEYS.issuperset(window):
        for key in window:
            if key not in _WINDOW_KEYS:
                # #/$defs/window/x-unknown
                found(
                    R.PAYLOAD_UNKNOWN_KEY, ("windows", index, key), "the schema does not name this key", True
                )


def _check_rect(rect: Any, index: int, found: Found) -> None:
    """Check a value against the schema at #/$defs/rect."""
    if not isinstance(rect, dict):
        # #/$defs/rect/type
        found(R.WINDOWS_SHAPE, ("windows", index, "rect"), f"expected an object, found {_kind(rect)}", False)
        return
    if "left" in rect:
        left = rect["left"]
        if type(left) is not int and type(left) is not float and left is not None:
            # #/$defs/number/type
            found(
                R.WINDOWS_SHAPE,
                ("windows", index, "rect", "left"),
                f"expected a number or null, found {_kind(left)}",
                False,
            )
    if "top" in rect:
        top = rect["top"]
        if type(top) is not int and type(top) is not float and top is not None:
            # #/$defs/number/type
            found(
                R.WINDOWS_SHAPE,
                ("windows", index, "rect", "top"),
                f"expected a number or null, found {_kind(top)}",
                False,
            )
    if "width" in rect:
        width = rect["width"]
        if type(width) is not int and type(width) is not float and width is not None:
            # #/$defs/number/type
            found(
                R.WINDOWS_SHAPE,
                ("windows", index, "rect", "width"),
                f"expected a number or null, found {_kind(width)}",
                False,
            )
    if "height" in rect:
        height = rect["height"]
        if type(height) is not int and type(height) is not float and height is not None:
            # #/$defs/number/type
            found(
                R.WINDOWS_SHAPE,
                ("windows", index, "rect", "height"),
                f"expected a number or null, found {_kind(height)}",
                False,
            )
    if not _RECT_KEYS.issuperset(rect):
        for key in rect:
            if key not in _RECT_KEYS:
                # #/$defs/rect/x-unknown
                found(
                    R.PAYLOAD_UNKNOWN_KEY,
                    ("windows", index, "rect", key),
                    "the schema does not name this key",
                    True,
                )
