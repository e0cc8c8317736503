# Generated from schemas/highlights-meta.schema.json; do not edit: run python -m cellucid_session.generate
"""Checks of highlights-meta.schema.json: Payload of highlights/meta."""

from __future__ import annotations

import cellucid_session.generated.rules as R
from cellucid_session.wire.json_values import integral as _integral
from cellucid_session.wire.json_values import kind as _kind
from cellucid_session.wire.patterns import Pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Found = Callable[[str, tuple[str | int, ...], str, bool], None]

_PAGE_ID_PATTERN = Pattern(
    r"^[\x09-\x0d \xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]*[^\x09-\x0d \xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]",
    True,
    "\u0000\u0009\u000e\u0020\u0021\u00a0\u00a1\u1680\u1681\u2000\u200b\u2028\u202a\u202f\u2030\u205f\u2060\u3000\u3001\ufeff\uff00",
    (
        b"\xfe\x01\xfe\x01\xfe\x01\xfe\x01\xfe\x01\xfe\x01\xfe\x01\xfe\x01\xfe\x01\xfe\x01\xfe",
        b"\xfe\x01\xfe\x01\xfe\x01\xfe\x01\xfe\x01\xfe\x01\xfe\x01\xfe\x01\xfe\x01\xfe\x01\xfe",
    ),
    (),
)
_PAGE_NAME_PATTERN = Pattern(
    r"^(?:[^\x09\x0d+\-=@]|\Z)",
    True,
    "\u0000\u0009\u000a\u000d\u000e\u002b\u002c\u002d\u002e\u003d\u003e\u0040\u0041",
    (b"\xfe\xff\xfe\xff\xfe\xff\xfe\xff\xfe\xff\xfe\xff\xfe",),
    (0,),
)
_PAGE_COLOR_PATTERN = Pattern(
    r"^#[0-9A-Fa-f]{6}\Z",
    True,
    "\u0000\u0023\u0024\u0030\u003a\u0041\u0047\u0061\u0067",
    (
        b"\xff\x01\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\x02\xff\x02\xff\x02\xff",
        b"\xff\xff\xff\x03\xff\x03\xff\x03\xff",
        b"\xff\xff\xff\x04\xff\x04\xff\x04\xff",
        b"\xff\xff\xff\x05\xff\x05\xff\x05\xff",
        b"\xff\xff\xff\x06\xff\x06\xff\x06\xff",
        b"\xff\xff\xff\x07\xff\x07\xff\x07\xff",
        b"\xff\xff\xff\xff\xff\xff\xff\xff\xff",
    ),
    (7,),
)
_GROUP_KEYS = frozenset(
    (
        "id",
        "type",
        "label",
        "enabled",
        "fieldKey",
        "fieldIndex",
        "fieldSource",
        "categoryIndex",
        "categoryName",
        "rangeMin",
        "rangeMax",
        "cellCount",
    )
)
_PAGE_KEYS = frozenset(("id", "name", "color", "highlightedGroups"))
_KEYS = frozenset(("pages", "activePageId", "activePageName"))


def check(value: Any, found: Found) -> None:
    """Check a value against the schema at #."""
    if not isinstance(value, dict):
        # #/type
        found(R.META_SHAPE, (), f"expected an object, found {_kind(value)}", False)
        return
    if "pages" in value:
        pages = value["pages"]
        if not isinstance(pages, list):
            # #/properties/pages/type
            found(R.META_SHAPE, ("pages",), f"expected an array, found {_kind(pages)}", False)
        else:
            for index, page in enumerate(pages):
                _check_page(page, index, found)
            if len(pages) < 1:
                # #/properties/pages/x-advice/minItems
                found(R.META_NO_PAGES, ("pages",), f"expected at least 1 item, found {len(pages)}", False)
    if "activePageId" in value:
        active_page_id = value["activePageId"]
        if type(active_page_id) is not str and active_page_id is not None:
            # #/properties/activePageId/type
            found(
                R.META_SHAPE,
                ("activePageId",),
                f"expected a string or null, found {_kind(active_page_id)}",
                False,
            )
    if "activePageName" in value:
        active_page_name = value["activePageName"]
        if type(active_page_name) is not str and active_page_name is not None:
            # #/properties/activePageName/type
            found(
                R.META_SHAPE,
                ("activePageName",),
                f"expected a string or null, found {_kind(active_page_name)}",
                False,
            )
    if not _KEYS.issuperset(value):
        for key in value:
            if key not in _KEYS:
                # #/x-unknown
                found(R.PAYLOAD_UNKNOWN_KEY, (key,), "the schema does not name this key", True)
    if "pages" not in value:
        # #/x-advice/required/pages
        found(R.META_NO_PAGES, (), 'the key "pages" is missing', False)


def _check_page(page: Any, index: int, found: Found) -> None:
    """Check a value against the schema at #/$defs/page."""
    if not isinstance(page, dict):
        # #/$defs/page/type
        found(R.META_SHAPE, ("pages", index), f"expected an object, found {_kind(page)}", False)
        return
    if "id" not in page:
        # #/$defs/page/required/id
        found(R.META_REQUIRED, ("pages", index), 'the key "id" is missing', False)
    else:
        item_id = page["id"]
        if type(item_id) is not str:
            # #/$defs/page/properties/id/type
            found(R.META_SHAPE, ("pages", index, "id"), f"expected a string, found {_kind(item_id)}", False)
        elif not _PAGE_ID_PATTERN(item_id):
            # #/$defs/page/properties/id/pattern
            found(R.META_REQUIRED, ("pages", index, "id"), "does not match the pattern of the schema", False)
    if "name" in page:
        name = page["name"]
        if type(name) is not str:
            # #/$defs/page/properties/name/type
            found(R.META_SHAPE, ("pages", index, "name"), f"expected a string, found {_kind(name)}", False)
        elif not _PAGE_NAME_PATTERN(name):
            # #/$defs/page/properties/name/x-advice/pattern
            found(
                R.TEXT_FORMULA,
                ("pages", index, "name"),
                "does not match the pattern ^(?:[^=+@\\u0009\\u000d-]|$)",
                False,
            )
    if "color" in page:
        color = page["color"]
        if type(color) is str:
            if not _PAGE_COLOR_PATTERN(color):
                # #/$defs/page/properties/color/pattern
                found(
                    R.META_COLOR,
                    ("pages", index, "color"),
                    "does not match the pattern ^#[0-9A-Fa-f]{6}$",
                    False,
                )
        elif color is not None:
            # #/$defs/page/properties/color/type
            found(
                R.META_SHAPE,
                ("pages", index, "color"),
                f"expected a string or null, found {_kind(color)}",
                False,
            )
    if "highlightedGroups" not in page:
        # #/$defs/page/required/highlightedGroups
        found(R.META_REQUIRED, ("pages", index), 'the key "highlightedGroups" is missing', False)
    else:
        highlighted_groups = page["highlightedGroups"]
        if not isinstance(highlighted_groups, list):
            # #/$defs/page/properties/highlightedGroups/type
            found(
                R.META_SHAPE,
                ("pages", index, "highlightedGroups"),
                f"expected an array, found {_kind(highlighted_groups)}",
                False,
            )
        else:
            for index_2, highlighted_group in enumerate(highlighted_groups):
                _check_group(highlighted_group, index, index_2, found)
    if not _PAGE_KEYS.issuperset(page):
        for key in page:
            if key not in _PAGE_KEYS:
                # #/$defs/page/x-unknown
                found(R.PAYLOAD_UNKNOWN_KEY, ("pages", index, key), "the schema does not name this key", True)


def _check_group(highlighted_group: Any, index: int, index_2: int, found: Found) -> None:
    """Check a value against the schema at #/$defs/group."""
    if not isinstance(highlighted_group, dict):
        # #/$defs/group/type
        found(
            R.META_SHAPE,
            ("pages", index, "highlightedGroups", index_2),
            f"expected an object, found {_kind(highlighted_group)}",
            False,
        )
        return
    if "id" not in highlighted_group:
        # #/$defs/group/required/id
        found(
            R.META_REQUIRED, ("pages", index, "highlightedGroups", index_2), 'the key "id" is missing', False
        )
    else:
        item_id = highlighted_group["id"]
        if type(item_id) is not str:
            # #/$defs/group/properties/id/type
            found(
                R.META_SHAPE,
                ("pages", index, "highlightedGroups", index_2, "id"),
                f"expected a string, found {_kind(item_id)}",
                False,
            )
        elif not _PAGE_ID_PATTERN(item_id):
            # #/$defs/group/properties/id/pattern
            found(
                R.META_REQUIRED,
                ("pages", index, "highlightedGroups", index_2, "id"),
                "does not match the pattern of the schema",
                False,
            )
    if "type" in highlighted_group:
        item_type = highlighted_group["type"]
        if type(item_type) is not str:
            # #/$defs/group/properties/type/type
            found(
                R.META_SHAPE,
                ("pages", index, "highlightedGroups", index_2, "type"),
                f"expected a string, found {_kind(item_type)}",
                False,
            )
    if "label" in highlighted_group:
        label = highlighted_group["label"]
        if type(label) is not str:
            # #/$defs/group/properties/label/type
            found(
                R.META_SHAPE,
                ("pages", index, "highlightedGroups", index_2, "label"),
                f"expected a string, found {_kind(label)}",
                False,
            )
        elif not _PAGE_NAME_PATTERN(label):
            # #/$defs/group/properties/label/x-advice/pattern
            found(
                R.TEXT_FORMULA,
                ("pages", index, "highlightedGroups", index_2, "label"),
                "does not match the pattern ^(?:[^=+@\\u0009\\u000d-]|$)",
                False,
            )
    if "enabled" in highlighted_group:
        enabled = highlighted_group["enabled"]
        if type(enabled) is not bool:
            # #/$defs/group/properties/enabled/type
            found(
                R.META_SHAPE,
                ("pages", index, "highlightedGroups", index_2, "enabled"),
                f"expected a boolean, found {_kind(enabled)}",
                False,
            )
    if "fieldKey" in highlighted_group:
        field_key = highlighted_group["fieldKey"]
        if type(field_key) is not str:
            # #/$defs/group/properties/fieldKey/type
            found(
                R.META_SHAPE,
                ("pages", index, "highlightedGroups", index_2, "fieldKey"),
                f"expected a string, found {_kind(field_key)}",
                False,
            )
    if "fieldIndex" in highlighted_group:
        field_index = highlighted_group["fieldIndex"]
        if type(field_index) is not int and not _integral(field_index):
            # #/$defs/group/properties/fieldIndex/type
            found(
                R.META_SHAPE,
                ("pages", index, "highlightedGroups", index_2, "fieldIndex"),
                f"expected an integer, found {_kind(field_index)}",
                False,
            )
        elif type(field_index) is float:
            # #/$defs/group/properties/fieldIndex/type
            found(
                R.JSON_INTEGER_FORM,
                ("pages", index, "highlightedGroups", index_2, "fieldIndex"),
                "an integer is written without fraction and exponent",
                False,
            )
    if "fieldSource" in highlighted_group:
        field_source = highlighted_group["fieldSource"]
        if field_source not in ("obs", "var"):
            # #/$defs/group/properties/fieldSource/enum
            found(
                R.META_SHAPE,
                ("pages", index, "highlightedGroups", index_2, "fieldSource"),
                'expected one of "obs", "var"',
                False,
            )
    if "categoryIndex" in highlighted_group:
        category_index = highlighted_group["categoryIndex"]
        if type(category_index) is not int and not _integral(category_index):
            # #/$defs/group/properties/categoryIndex/type
            found(
                R.META_SHAPE,
                ("pages", index, "highlightedGroups", index_2, "categoryIndex"),
                f"expected an integer, found {_kind(category_index)}",
                False,
            )
        elif type(category_index) is float:
            # #/$defs/group/properties/categoryIndex/type
            found(
                R.JSON_INTEGER_FORM,
                ("pages", index, "highlightedGroups", index_2, "categoryIndex"),
                "an integer is written without fraction and exponent",
                False,
            )
    if "categoryName" in highlighted_group:
        category_name = highlighted_group["categoryName"]
        if type(category_name) is not str:
            # #/$defs/group/properties/categoryName/type
            found(
                R.META_SHAPE,
                ("pages", index, "highlightedGroups", index_2, "categoryName"),
                f"expected a string, found {_kind(category_name)}",
                False,
            )
    if "rangeMin" in highlighted_group:
        range_min = highlighted_group["rangeMin"]
        if type(range_min) is not int and type(range_min) is not float and range_min is not None:
            # #/$defs/bound/type
            found(
                R.META_SHAPE,
                ("pages", index, "highlightedGroups", index_2, "rangeMin"),
                f"expected a number or null, found {_kind(range_min)}",
                False,
            )
    if "rangeMax" in highlighted_group:
        range_max = highlighted_group["rangeMax"]
        if type(range_max) is not int and type(range_max) is not float and range_max is not None:
            # #/$defs/bound/type
            found(
                R.META_SHAPE,
                ("pages", index, "highlightedGroups", index_2, "rangeMax"),
                f"expected a number or null, found {_kind(range_max)}",
                False,
            )
    if "cellCount" in highlighted_group:
        cell_count = highlighted_group["cellCount"]
        if type(cell_count) is not int and not _integral(cell_count):
            # #/$defs/group/properties/cellCount/type
            found(
                R.META_SHAPE,
                ("pages", index, "highlightedGroups", index_2, "cellCount"),
                f"expected an integer, found {_kind(cell_count)}",
                False,
            )
        else:
            if type(cell_count) is float:
                # #/$defs/group/properties/cellCount/type
                found(
                    R.JSON_INTEGER_FORM,
                    ("pages", index, "highlightedGroups", index_2, "cellCount"),
                    "an integer is written without fraction and exponent",
                    False,
                )
            if cell_count < 0:
                # #/$defs/group/properties/cellCount/minimum
                found(
                    R.META_SHAPE,
                    ("pages", index, "highlightedGroups", index_2, "cellCount"),
                    "expected at least 0",
                    False,
                )
    if not _GROUP_KEYS.issuperset(highlighted_group):
        for key in highlighted_group:
            if key not in _GROUP_KEYS:
                # #/$defs/group/x-unknown
                found(
                    R.PAYLOAD_UNKNOWN_KEY,
                    ("pages", index, "highlightedGroups", index_2, key),
                    "the schema does not name this key",
                    True,
                )
