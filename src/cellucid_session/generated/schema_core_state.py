# Generated from schemas/core-state.schema.json; do not edit: run python -m cellucid_session.generate
"""Checks of core-state.schema.json: Payload of core/state."""

from __future__ import annotations

import cellucid_session.generated.rules as R
from cellucid_session.wire.json_values import kind as _kind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Found = Callable[[str, tuple[str | int, ...], str, bool], None]

_CONTROL_KEYS = frozenset(("type", "checked", "value", "open"))
_RANGE_KEYS = frozenset(("min", "max"))
_FILTER_KEYS = frozenset(
    (
        "kind",
        "filterEnabled",
        "visibility",
        "colors",
        "colormapId",
        "filter",
        "colorRange",
        "useLogScale",
        "useFilterColorRange",
        "outlierFilterEnabled",
        "outlierThreshold",
    )
)
_ACTIVE_FIELDS_KEYS = frozenset(("activeFieldKey", "activeFieldSource", "activeVarFieldKey"))
_MULTIVIEW_LAYOUT_KEYS = frozenset(("mode", "activeId", "liveViewHidden"))
_SNAPSHOT_KEYS = frozenset(
    (
        "id",
        "label",
        "fieldKey",
        "fieldKind",
        "meta",
        "dimensionLevel",
        "cameraState",
        "activeFields",
        "filters",
        "outlierThreshold",
    )
)
_MULTIVIEW_KEYS = frozenset(("layout", "camerasLocked", "liveCameraState", "snapshots"))
_KEYS = frozenset(
    (
        "camera",
        "camerasLocked",
        "activeDimensionLevel",
        "liveDimensionLevel",
        "uiControls",
        "filters",
        "activeFields",
        "multiview",
    )
)


def check(value: Any, found: Found) -> None:
    """Check a value against the schema at #."""
    if not isinstance(value, dict):
        # #/type
        found(R.STATE_SHAPE, (), f"expected an object, found {_kind(value)}", False)
        return
    if "camera" in value:
        camera = value["camera"]
        if not isinstance(camera, dict) and camera is not None:
            # #/$defs/open/type
            found(R.STATE_SHAPE, ("camera",), f"expected an object or null, found {_kind(camera)}", False)
    if "camerasLocked" in value:
        cameras_locked = value["camerasLocked"]
        if type(cameras_locked) is not bool:
            # #/$defs/flag/type
            found(
                R.STATE_SHAPE, ("camerasLocked",), f"expected a boolean, found {_kind(cameras_locked)}", False
            )
    if "activeDimensionLevel" in value:
        active_dimension_level = value["activeDimensionLevel"]
        if (
            type(active_dimension_level) is not int
            and type(active_dimension_level) is not float
            and active_dimension_level is not None
        ):
            # #/$defs/number/type
            found(
                R.STATE_SHAPE,
                ("activeDimensionLevel",),
                f"expected a number or null, found {_kind(active_dimension_level)}",
                False,
            )
    if "liveDimensionLevel" in value:
        live_dimension_level = value["liveDimensionLevel"]
        if (
            type(live_dimension_level) is not int
            and type(live_dimension_level) is not float
            and live_dimension_level is not None
        ):
            # #/$defs/number/type
            found(
                R.STATE_SHAPE,
                ("liveDimensionLevel",),
                f"expected a number or null, found {_kind(live_dimension_level)}",
                False,
            )
    if "uiControls" in value:
        ui_controls = value["uiControls"]
        if not isinstance(ui_controls, dict):
            # #/properties/uiControls/type
            found(R.STATE_SHAPE, ("uiControls",), f"expected an object, found {_kind(ui_controls)}", False)
        else:
            for key, item in ui_controls.items():
                _check_control(item, key, found)
    if "filters" in value:
        filters = value["filters"]
        if not isinstance(filters, dict):
            # #/properties/filters/type
            found(R.STATE_SHAPE, ("filters",), f"expected an object, found {_kind(filters)}", False)
        else:
            for key, item in filters.items():
                _check_filter(item, ("filters", key), found)
    if "activeFields" in value:
        active_fields = value["activeFields"]
        _check_active_fields(active_fields, ("activeFields",), found)
    if "multiview" in value:
        multiview = value["multiview"]
        _check_multiview(multiview, found)
    if not _KEYS.issuperset(value):
        for key in value:
            if key not in _KEYS:
                # #/x-unknown
                found(R.PAYLOAD_UNKNOWN_KEY, (key,), "the schema does not name this key", True)


def _check_control(item: Any, key: str, found: Found) -> None:
    """Check a value against the schema at #/$defs/control."""
    if not isinstance(item, dict):
        # #/$defs/control/type
        found(R.STATE_SHAPE, ("uiControls", key), f"expected an object, found {_kind(item)}", False)
        return
    if "type" in item:
        item_type = item["type"]
        if item_type not in ("checkbox", "range", "number", "color", "text", "select", "details"):
            # #/$defs/control/properties/type/enum
            found(
                R.STATE_SHAPE,
                ("uiControls", key, "type"),
                'expected one of "checkbox", "range", "number", "color", "text", "select", "details"',
                False,
            )
    if "checked" in item:
        checked = item["checked"]
        if type(checked) is not bool:
            # #/$defs/flag/type
            found(
                R.STATE_SHAPE,
                ("uiControls", key, "checked"),
                f"expected a boolean, found {_kind(checked)}",
                False,
            )
    if "value" in item:
        value = item["value"]
        if type(value) is not str:
            # #/$defs/control/properties/value/type
            found(
                R.STATE_SHAPE, ("uiControls", key, "value"), f"expected a string, found {_kind(value)}", False
            )
    if "open" in item:
        item_open = item["open"]
        if type(item_open) is not bool:
            # #/$defs/flag/type
            found(
                R.STATE_SHAPE,
                ("uiControls", key, "open"),
                f"expected a boolean, found {_kind(item_open)}",
                False,
            )
    if not _CONTROL_KEYS.issuperset(item):
        for key_2 in item:
            if key_2 not in _CONTROL_KEYS:
                # #/$defs/control/x-unknown
                found(
                    R.PAYLOAD_UNKNOWN_KEY,
                    ("uiControls", key, key_2),
                    "the schema does not name this key",
                    True,
                )


def _check_filter(value: Any, at: tuple[str | int, ...], found: Found) -> None:
    """Check a value against the schema at #/$defs/filter."""
    if not isinstance(value, dict):
        # #/$defs/filter/type
        found(R.STATE_SHAPE, at, f"expected an object, found {_kind(value)}", False)
        return
    if "kind" in value:
        kind = value["kind"]
        if kind not in ("category", "continuous"):
            # #/$defs/filter/properties/kind/enum
            found(R.STATE_SHAPE, (*at, "kind"), 'expected one of "category", "continuous"', False)
    if "filterEnabled" in value:
        filter_enabled = value["filterEnabled"]
        if type(filter_enabled) is not bool:
            # #/$defs/flag/type
            found(
                R.STATE_SHAPE,
                (*at, "filterEnabled"),
                f"expected a boolean, found {_kind(filter_enabled)}",
                False,
            )
    if "visibility" in value:
        visibility = value["visibility"]
        if not isinstance(visibility, dict):
            # #/$defs/filter/properties/visibility/type
            found(R.STATE_SHAPE, (*at, "visibility"), f"expected an object, found {_kind(visibility)}", False)
        else:
            for key, item in visibility.items():
                if type(item) is not bool:
                    # #/$defs/flag/type
                    found(
                        R.STATE_SHAPE,
                        (*at, "visibility", key),
                        f"expected a boolean, found {_kind(item)}",
                        False,
                    )
    if "colors" in value:
        colors = value["colors"]
        if not isinstance(colors, dict):
            # #/$defs/filter/properties/colors/type
            found(R.STATE_SHAPE, (*at, "colors"), f"expected an object, found {_kind(colors)}", False)
        else:
            for key, item in colors.items():
                if not isinstance(item, list):
                    # #/$defs/filter/properties/colors/additionalProperties/type
                    found(
                        R.STATE_SHAPE, (*at, "colors", key), f"expected an array, found {_kind(item)}", False
                    )
                else:
                    if len(item) < 3:
                        # #/$defs/filter/properties/colors/additionalProperties/minItems
                        found(
                            R.STATE_SHAPE,
                            (*at, "colors", key),
                            f"expected at least 3 items, found {len(item)}",
                            False,
                        )
                    if len(item) > 3:
                        # #/$defs/filter/properties/colors/additionalProperties/maxItems
                        found(
                            R.STATE_SHAPE,
                            (*at, "colors", key),
                            f"expected at most 3 items, found {len(item)}",
                            False,
                        )
                    for index, item_2 in enumerate(item):
                        if type(item_2) is not int and type(item_2) is not float and item_2 is not None:
                            # #/$defs/number/type
                            found(
                                R.STATE_SHAPE,
                                (*at, "colors", key, index),
                                f"expected a number or null, found {_kind(item_2)}",
                                False,
                            )
    if "colormapId" in value:
        colormap_id = value["colormapId"]
        if type(colormap_id) is not str and colormap_id is not None:
            # #/$defs/text/type
            found(
                R.STATE_SHAPE,
                (*at, "colormapId"),
                f"expected a string or null, found {_kind(colormap_id)}",
                False,
            )
    if "filter" in value:
        item_filter = value["filter"]
        _check_range(item_filter, (*at, "filter"), found)
    if "colorRange" in value:
        color_range = value["colorRange"]
        _check_range(color_range, (*at, "colorRange"), found)
    if "useLogScale" in value:
        use_log_scale = value["useLogScale"]
        if type(use_log_scale) is not bool:
            # #/$defs/flag/type
            found(
                R.STATE_SHAPE,
                (*at, "useLogScale"),
                f"expected a boolean, found {_kind(use_log_scale)}",
                False,
            )
    if "useFilterColorRange" in value:
        use_filter_color_range = value["useFilterColorRange"]
        if type(use_filter_color_range) is not bool:
            # #/$defs/flag/type
            found(
                R.STATE_SHAPE,
                (*at, "useFilterColorRange"),
                f"expected a boolean, found {_kind(use_filter_color_range)}",
                False,
            )
    if "outlierFilterEnabled" in value:
        outlier_filter_enabled = value["outlierFilterEnabled"]
        if type(outlier_filter_enabled) is not bool:
            # #/$defs/flag/type
            found(
                R.STATE_SHAPE,
                (*at, "outlierFilterEnabled"),
                f"expected a boolean, found {_kind(outlier_filter_enabled)}",
                False,
            )
    if "outlierThreshold" in value:
        outlier_threshold = value["outlierThreshold"]
        if (
            type(outlier_threshold) is not int
            and type(outlier_threshold) is not float
            and outlier_threshold is not None
        ):
            # #/$defs/number/type
            found(
                R.STATE_SHAPE,
                (*at, "outlierThreshold"),
                f"expected a number or null, found {_kind(outlier_threshold)}",
                False,
            )
    if not _FILTER_KEYS.issuperset(value):
        for key in value:
            if key not in _FILTER_KEYS:
                # #/$defs/filter/x-unknown
                found(R.PAYLOAD_UNKNOWN_KEY, (*at, key), "the schema does not name this key", True)


def _check_range(value: Any, at: tuple[str | int, ...], found: Found) -> None:
    """Check a value against the schema at #/$defs/range."""
    if isinstance(value, dict):
        if "min" in value:
            item_min = value["min"]
            if type(item_min) is not int and type(item_min) is not float and item_min is not None:
                # #/$defs/number/type
                found(
                    R.STATE_SHAPE, (*at, "min"), f"expected a number or null, found {_kind(item_min)}", False
                )
        if "max" in value:
            item_max = value["max"]
            if type(item_max) is not int and type(item_max) is not float and item_max is not None:
                # #/$defs/number/type
                found(
                    R.STATE_SHAPE, (*at, "max"), f"expected a number or null, found {_kind(item_max)}", False
                )
        if not _RANGE_KEYS.issuperset(value):
            for key in value:
                if key not in _RANGE_KEYS:
                    # #/$defs/range/x-unknown
                    found(R.PAYLOAD_UNKNOWN_KEY, (*at, key), "the schema does not name this key", True)
    elif value is not None:
        # #/$defs/range/type
        found(R.STATE_SHAPE, at, f"expected an object or null, found {_kind(value)}", False)


def _check_active_fields(value: Any, at: tuple[str | int, ...], found: Found) -> None:
    """Check a value against the schema at #/$defs/activeFields."""
    if not isinstance(value, dict):
        # #/$defs/activeFields/type
        found(R.STATE_SHAPE, at, f"expected an object, found {_kind(value)}", False)
        return
    if "activeFieldKey" in value:
        active_field_key = value["activeFieldKey"]
        if type(active_field_key) is not str and active_field_key is not None:
            # #/$defs/text/type
            found(
                R.STATE_SHAPE,
                (*at, "activeFieldKey"),
                f"expected a string or null, found {_kind(active_field_key)}",
                False,
            )
    if "activeFieldSource" in value:
        active_field_source = value["activeFieldSource"]
        if active_field_source not in ("obs", "var", None):
            # #/$defs/source/enum
            found(R.STATE_SHAPE, (*at, "activeFieldSource"), 'expected one of "obs", "var", None', False)
    if "activeVarFieldKey" in value:
        active_var_field_key = value["activeVarFieldKey"]
        if type(active_var_field_key) is not str and active_var_field_key is not None:
            # #/$defs/text/type
            found(
                R.STATE_SHAPE,
                (*at, "activeVarFieldKey"),
                f"expected a string or null, found {_kind(active_var_field_key)}",
                False,
            )
    if not _ACTIVE_FIELDS_KEYS.issuperset(value):
        for key in value:
            if key not in _ACTIVE_FIELDS_KEYS:
                # #/$defs/activeFields/x-unknown
                found(R.PAYLOAD_UNKNOWN_KEY, (*at, key), "the schema does not name this key", True)


def _check_multiview(multiview: Any, found: Found) -> None:
    """Check a value against the schema at #/properties/multiview."""
    if not isinstance(multiview, dict):
        # #/properties/multiview/type
        found(R.STATE_SHAPE, ("multiview",), f"expected an object, found {_kind(multiview)}", False)
        return
    if "layout" in multiview:
        layout = multiview["layout"]
        _check_multiview_layout(layout, found)
    if "camerasLocked" in multiview:
        cameras_locked = multiview["camerasLocked"]
        if type(cameras_locked) is not bool:
            # #/$defs/flag/type
            found(
                R.STATE_SHAPE,
                ("multiview", "camerasLocked"),
                f"expected a boolean, found {_kind(cameras_locked)}",
                False,
            )
    if "liveCameraState" in multiview:
        live_camera_state = multiview["liveCameraState"]
        if not isinstance(live_camera_state, dict) and live_camera_state is not None:
            # #/$defs/open/type
            found(
                R.STATE_SHAPE,
                ("multiview", "liveCameraState"),
                f"expected an object or null, found {_kind(live_camera_state)}",
                False,
            )
    if "snapshots" in multiview:
        snapshots = multiview["snapshots"]
        if not isinstance(snapshots, list):
            # #/properties/multiview/properties/snapshots/type
            found(
                R.STATE_SHAPE,
                ("multiview", "snapshots"),
                f"expected an array, found {_kind(snapshots)}",
                False,
            )
        else:
            for index, snapshot in enumerate(snapshots):
                _check_snapshot(snapshot, index, found)
    if not _MULTIVIEW_KEYS.issuperset(multiview):
        for key in multiview:
            if key not in _MULTIVIEW_KEYS:
                # #/properties/multiview/x-unknown
                found(R.PAYLOAD_UNKNOWN_KEY, ("multiview", key), "the schema does not name this key", True)


def _check_multiview_layout(layout: Any, found: Found) -> None:
    """Check a value against the schema at #/properties/multiview/properties/layout."""
    if not isinstance(layout, dict):
        # #/properties/multiview/properties/layout/type
        found(R.STATE_SHAPE, ("multiview", "layout"), f"expected an object, found {_kind(layout)}", False)
        return
    if "mode" in layout:
        mode = layout["mode"]
        if mode not in ("single", "grid"):
            # #/properties/multiview/properties/layout/properties/mode/enum
            found(R.STATE_SHAPE, ("multiview", "layout", "mode"), 'expected one of "single", "grid"', False)
    if "activeId" in layout:
        active_id = layout["activeId"]
        if type(active_id) is not str:
            # #/properties/multiview/properties/layout/properties/activeId/type
            found(
                R.STATE_SHAPE,
                ("multiview", "layout", "activeId"),
                f"expected a string, found {_kind(active_id)}",
                False,
            )
    if "liveViewHidden" in layout:
        live_view_hidden = layout["liveViewHidden"]
        if type(live_view_hidden) is not bool:
            # #/$defs/flag/type
            found(
                R.STATE_SHAPE,
                ("multiview", "layout", "liveViewHidden"),
                f"expected a boolean, found {_kind(live_view_hidden)}",
                False,
            )
    if not _MULTIVIEW_LAYOUT_KEYS.issuperset(layout):
        for key in layout:
            if key not in _MULTIVIEW_LAYOUT_KEYS:
                # #/properties/multiview/properties/layout/x-unknown
                found(
                    R.PAYLOAD_UNKNOWN_KEY,
                    ("multiview", "layout", key),
                    "the schema does not name this key",
                    True,
                )


def _check_snapshot(snapshot: Any, index: int, found: Found) -> None:
    """Check a value against the schema at #/$defs/snapshot."""
    if not isinstance(snapshot, dict):
        # #/$defs/snapshot/type
        found(
            R.STATE_SHAPE,
            ("multiview", "snapshots", index),
            f"expected an object, found {_kind(snapshot)}",
            False,
        )
        return
    if "id" in snapshot:
        item_id = snapshot["id"]
        if type(item_id) is not str:
            # #/$defs/snapshot/properties/id/type
            found(
                R.STATE_SHAPE,
                ("multiview", "snapshots", index, "id"),
                f"expected a string, found {_kind(item_id)}",
                False,
            )
    if "label" in snapshot:
        label = snapshot["label"]
        if type(label) is not str:
            # #/$defs/snapshot/properties/label/type
            found(
                R.STATE_SHAPE,
                ("multiview", "snapshots", index, "label"),
                f"expected a string, found {_kind(label)}",
                False,
            )
    if "fieldKey" in snapshot:
        field_key = snapshot["fieldKey"]
        if type(field_key) is not str and field_key is not None:
            # #/$defs/text/type
            found(
                R.STATE_SHAPE,
                ("multiview", "snapshots", index, "fieldKey"),
                f"expected a string or null, found {_kind(field_key)}",
                False,
            )
    if "fieldKind" in snapshot:
        field_kind = snapshot["fieldKind"]
        if field_kind not in ("category", "continuous", None):
            # #/$defs/snapshot/properties/fieldKind/enum
            found(
                R.STATE_SHAPE,
                ("multiview", "snapshots", index, "fieldKind"),
                'expected one of "category", "continuous", None',
                False,
            )
    if "meta" in snapshot:
        meta = snapshot["meta"]
        if not isinstance(meta, dict) and meta is not None:
            # #/$defs/open/type
            found(
                R.STATE_SHAPE,
                ("multiview", "snapshots", index, "meta"),
                f"expected an object or null, found {_kind(meta)}",
                False,
            )
    if "dimensionLevel" in snapshot:
        dimension_level = snapshot["dimensionLevel"]
        if (
            type(dimension_level) is not int
            and type(dimension_level) is not float
            and dimension_level is not None
        ):
            # #/$defs/number/type
            found(
                R.STATE_SHAPE,
                ("multiview", "snapshots", index, "dimensionLevel"),
                f"expected a number or null, found {_kind(dimension_level)}",
                False,
            )
    if "cameraState" in snapshot:
        camera_state = snapshot["cameraState"]
        if not isinstance(camera_state, dict) and camera_state is not None:
            # #/$defs/open/type
            found(
                R.STATE_SHAPE,
                ("multiview", "snapshots", index, "cameraState"),
                f"expected an object or null, found {_kind(camera_state)}",
                False,
            )
    if "activeFields" in snapshot:
        active_fields = snapshot["activeFields"]
        _check_active_fields(active_fields, ("multiview", "snapshots", index, "activeFields"), found)
    if "filters" in snapshot:
        filters = snapshot["filters"]
        if isinstance(filters, dict):
            for key, item in filters.items():
                _check_filter(item, ("multiview", "snapshots", index, "filters", key), found)
        elif filters is not None:
            # #/$defs/snapshot/properties/filters/type
            found(
                R.STATE_SHAPE,
                ("multiview", "snapshots", index, "filters"),
                f"expected an object or null, found {_kind(filters)}",
                False,
            )
    if "outlierThreshold" in snapshot:
        outlier_threshold = snapshot["outlierThreshold"]
        if (
            type(outlier_threshold) is not int
            and type(outlier_threshold) is not float
            and outlier_threshold is not None
        ):
            # #/$defs/number/type
            found(
                R.STATE_SHAPE,
                ("multiview", "snapshots", index, "outlierThreshold"),
                f"expected a number or null, found {_kind(outlier_threshold)}",
                False,
            )
    if not _SNAPSHOT_KEYS.issuperset(snapshot):
        for key in snapshot:
            if key not in _SNAPSHOT_KEYS:
                # #/$defs/snapshot/x-unknown
                found(
                    R.PAYLOAD_UNKNOWN_KEY,
                    ("multiview", "snapshots", index, key),
                    "the schema does not name this key",
                    True,
                )
