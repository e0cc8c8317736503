# Generated from schemas/highlights-meta-4.schema.json; do not edit: run python -m cellucid_session.generate
"""Checks of highlights-meta-4.schema.json: Payload of highlights/meta, generation 4."""

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
    r"^page_[1-9][0-9]*\Z",
    True,
    "\u0000\u0030\u0031\u003a\u005f\u0060\u0061\u0062\u0065\u0066\u0067\u0068\u0070\u0071",
    (
        b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01\xff",
        b"\xff\xff\xff\xff\xff\xff\x02\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x03\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\xff\xff\xff\x04\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\x05\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\x06\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\x07\x07\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\x07\x07\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
    ),
    (6, 7),
)
_LABEL_PATTERN = Pattern(
    r"^[\x1c-\x1f\x85\ufeff]|[\x1c-\x1f\x85\ufeff]\Z",
    False,
    "\u0000\u001c\u0020\u0085\u0086\ufeff\uff00",
    (b"\x01\xfe\x01\xfe\x01\xfe\x01", b"\x01\x02\x01\x02\x01\x02\x01", b"\x01\x02\x01\x02\x01\x02\x01"),
    (2,),
)
_LABEL_PATTERN_2 = Pattern(
    r"^[\x09-\x0d \xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]|[\x09-\x0d \xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]\Z",
    False,
    "\u0000\u0009\u000e\u0020\u0021\u00a0\u00a1\u1680\u1681\u2000\u200b\u2028\u202a\u202f\u2030\u205f\u2060\u3000\u3001",
    (
        b"\x01\xfe\x01\xfe\x01\xfe\x01\xfe\x01\xfe\x01\xfe\x01\xfe\x01\xfe\x01\xfe\x01",
        b"\x01\x02\x01\x02\x01\x02\x01\x02\x01\x02\x01\x02\x01\x02\x01\x02\x01\x02\x01",
        b"\x01\x02\x01\x02\x01\x02\x01\x02\x01\x02\x01\x02\x01\x02\x01\x02\x01\x02\x01",
    ),
    (2,),
)
_LABEL_PATTERN_3 = Pattern(
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
_CATEGORY_GROUP_ID_PATTERN = Pattern(
    r"^highlight_[1-9][0-9]*\Z",
    True,
    "\u0000\u0030\u0031\u003a\u005f\u0060\u0067\u0068\u0069\u006a\u006c\u006d\u0074\u0075",
    (
        b"\xff\xff\xff\xff\xff\xff\xff\x01\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\xff\xff\xff\x02\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\xff\x03\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\xff\xff\x04\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x05\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\xff\xff\xff\x06\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\xff\x07\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\xff\xff\x08\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x09\xff",
        b"\xff\xff\xff\xff\x0a\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\x0b\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\x0c\x0c\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\x0c\x0c\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
    ),
    (11, 12),
)
_FIELD_KEY_PATTERN = Pattern(
    r"^[\x09-\x0d\x1c- \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]|[\x09-\x0d\x1c- \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]\Z",
    False,
    "\u0000\u0009\u000e\u001c\u0021\u0085\u0086\u00a0\u00a1\u1680\u1681\u2000\u200b\u2028\u202a\u202f\u2030\u205f\u2060\u3000\u3001\ufeff\uff00",
    (
        b"\x01\xfe\x01\xfe\x01\xfe\x01\xfe\x01\xfe\x01\xfe\x01\xfe\x01\xfe\x01\xfe\x01\xfe\x01\xfe\x01",
        b"\x01\x02\x01\x02\x01\x02\x01\x02\x01\x02\x01\x02\x01\x02\x01\x02\x01\x02\x01\x02\x01\x02\x01",
        b"\x01\x02\x01\x02\x01\x02\x01\x02\x01\x02\x01\x02\x01\x02\x01\x02\x01\x02\x01\x02\x01\x02\x01",
    ),
    (2,),
)
_FIELD_KEY_PATTERN_2 = Pattern(
    r"^[^:]*\Z", True, "\u0000\u003a\u003b", (b"\x01\xff\x01", b"\x01\xff\x01"), (0, 1)
)
_CATEGORY_GROUP_KEYS = frozenset(
    (
        "id",
        "type",
        "label",
        "enabled",
        "cellCount",
        "fieldKey",
        "fieldSource",
        "fieldIndex",
        "categoryIndex",
        "categoryName",
    )
)
_RANGE_GROUP_KEYS = frozenset(
    (
        "id",
        "type",
        "label",
        "enabled",
        "cellCount",
        "fieldKey",
        "fieldSource",
        "fieldIndex",
        "rangeMin",
        "rangeMax",
    )
)
_PLAIN_GROUP_KEYS = frozenset(("id", "type", "label", "enabled", "cellCount"))
_PAGE_KEYS = frozenset(("id", "name", "color", "highlightedGroups"))
_KEYS = frozenset(("pages", "activePageId"))


def check(value: Any, found: Found) -> None:
    """Check a value against the schema at #."""
    if not isinstance(value, dict):
        # #/type
        found(R.META_SHAPE, (), f"expected an object, found {_kind(value)}", False)
        return
    if "pages" not in value:
        # #/required/pages
        found(R.META_REQUIRED, (), 'the key "pages" is missing', False)
    else:
        pages = value["pages"]
        if not isinstance(pages, list):
            # #/properties/pages/type
            found(R.META_SHAPE, ("pages",), f"expected an array, found {_kind(pages)}", False)
        else:
            if len(pages) < 1:
                # #/properties/pages/minItems
                found(R.META_REQUIRED, ("pages",), f"expected at least 1 item, found {len(pages)}", False)
            for index, page in enumerate(pages):
                _check_page(page, index, found)
    if "activePageId" not in value:
        # #/required/activePageId
        found(R.META_REQUIRED, (), 'the key "activePageId" is missing', False)
    else:
        active_page_id = value["activePageId"]
        if type(active_page_id) is not str:
            # #/$defs/pageId/type
            found(R.META_SHAPE, ("activePageId",), f"expected a string, found {_kind(active_page_id)}", False)
        elif not _PAGE_ID_PATTERN(active_page_id):
            # #/$defs/pageId/pattern
            found(R.META_ID_FORM, ("activePageId",), "does not match the pattern ^page_[1-9][0-9]*$", False)
    if not _KEYS.issuperset(value):
        for key in value:
            if key not in _KEYS:
                # #/additionalProperties
                found(R.PAYLOAD_CLOSED, (key,), "the schema does not know this key", True)


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
            # #/$defs/pageId/type
            found(R.META_SHAPE, ("pages", index, "id"), f"expected a string, found {_kind(item_id)}", False)
        elif not _PAGE_ID_PATTERN(item_id):
            # #/$defs/pageId/pattern
            found(
                R.META_ID_FORM, ("pages", index, "id"), "does not match the pattern ^page_[1-9][0-9]*$", False
            )
    if "name" not in page:
        # #/$defs/page/required/name
        found(R.META_REQUIRED, ("pages", index), 'the key "name" is missing', False)
    else:
        name = page["name"]
        _check_label(name, ("pages", index, "name"), found)
    if "color" not in page:
        # #/$defs/page/required/color
        found(R.META_REQUIRED, ("pages", index), 'the key "color" is missing', False)
    else:
        color = page["color"]
        if type(color) is not str:
            # #/$defs/page/properties/color/type
            found(R.META_SHAPE, ("pages", index, "color"), f"expected a string, found {_kind(color)}", False)
        elif not _PAGE_COLOR_PATTERN(color):
            # #/$defs/page/properties/color/pattern
            found(
                R.META_COLOR, ("pages", index, "color"), "does not match the pattern ^#[0-9A-Fa-f]{6}$", False
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
                if not isinstance(highlighted_group, dict):
                    # #/$defs/group/type
                    found(
                        R.META_SHAPE,
                        ("pages", index, "highlightedGroups", index_2),
                        f"expected an object, found {_kind(highlighted_group)}",
                        False,
                    )
                elif "type" in highlighted_group and highlighted_group["type"] == "category":
                    _check_category_group(highlighted_group, index, index_2, found)
                elif "type" in highlighted_group and highlighted_group["type"] == "range":
                    _check_range_group(highlighted_group, index, index_2, found)
                else:
                    _check_plain_group(highlighted_group, index, index_2, found)
    if not _PAGE_KEYS.issuperset(page):
        for key in page:
            if key not in _PAGE_KEYS:
                # #/$defs/page/additionalProperties
                found(R.PAYLOAD_CLOSED, ("pages", index, key), "the schema does not know this key", True)


def _check_label(value: Any, at: tuple[str | int, ...], found: Found) -> None:
    """Check a value against the schema at #/$defs/label."""
    if type(value) is not str:
        # #/$defs/label/type
        found(R.META_SHAPE, at, f"expected a string, found {_kind(value)}", False)
        return
    if value == "":
        # #/$defs/label/minLength
        found(R.META_REQUIRED, at, "expected at least 1 character, found 0", False)
    if _is_label_not(value):
        # #/$defs/label/not
        found(R.TEXT_LABEL_EDGE, at, "expected something else than this", False)
    if not _LABEL_PATTERN_3(value):
        # #/$defs/label/x-advice/pattern
        found(R.TEXT_FORMULA, at, "does not match the pattern ^(?:[^=+@\\u0009\\u000d-]|$)", False)
    if _is_label_x_advice_not(value):
        # #/$defs/label/x-advice/not
        found(R.TEXT_LABEL_SPACE, at, "expected something else than this", False)


def _is_label_not(value: Any) -> bool:
    """Whether a value is valid, by #/$defs/label/not."""
    if type(value) is not str:
        # #/$defs/label/not/type
        return False
    if not _LABEL_PATTERN(value):
        # #/$defs/label/not/pattern
        return False
    return True


def _is_label_x_advice_not(value: Any) -> bool:
    """Whether a value is valid, by #/$defs/label/x-advice/not."""
    if type(value) is not str:
        # #/$defs/label/x-advice/not/type
        return False
    if not _LABEL_PATTERN_2(value):
        # #/$defs/label/x-advice/not/pattern
        return False
    return True


def _check_category_group(highlighted_group: Any, index: int, index_2: int, found: Found) -> None:
    """Check a value against the schema at #/$defs/categoryGroup."""
    if "id" not in highlighted_group:
        # #/$defs/categoryGroup/required/id
        found(
            R.META_REQUIRED, ("pages", index, "highlightedGroups", index_2), 'the key "id" is missing', False
        )
    else:
        item_id = highlighted_group["id"]
        if type(item_id) is not str:
            # #/$defs/categoryGroup/properties/id/type
            found(
                R.META_SHAPE,
                ("pages", index, "highlightedGroups", index_2, "id"),
                f"expected a string, found {_kind(item_id)}",
                False,
            )
        elif not _CATEGORY_GROUP_ID_PATTERN(item_id):
            # #/$defs/categoryGroup/properties/id/pattern
            found(
                R.META_ID_FORM,
                ("pages", index, "highlightedGroups", index_2, "id"),
                "does not match the pattern ^highlight_[1-9][0-9]*$",
                False,
            )
    if "type" not in highlighted_group:
        # #/$defs/categoryGroup/required/type
        found(
            R.META_REQUIRED,
            ("pages", index, "highlightedGroups", index_2),
            'the key "type" is missing',
            False,
        )
    else:
        item_type = highlighted_group["type"]
        if item_type not in ("annotation", "category", "combined", "knn", "lasso", "proximity", "range"):
            # #/$defs/categoryGroup/properties/type/enum
            found(
                R.META_SHAPE,
                ("pages", index, "highlightedGroups", index_2, "type"),
                'expected one of "annotation", "category", "combined", "knn", "lasso", "proximity", "range"',
                False,
            )
    if "label" not in highlighted_group:
        # #/$defs/categoryGroup/required/label
        found(
            R.META_REQUIRED,
            ("pages", index, "highlightedGroups", index_2),
            'the key "label" is missing',
            False,
        )
    else:
        label = highlighted_group["label"]
        _check_label(label, ("pages", index, "highlightedGroups", index_2, "label"), found)
    if "enabled" not in highlighted_group:
        # #/$defs/categoryGroup/required/enabled
        found(
            R.META_REQUIRED,
            ("pages", index, "highlightedGroups", index_2),
            'the key "enabled" is missing',
            False,
        )
    else:
        enabled = highlighted_group["enabled"]
        if type(enabled) is not bool:
            # #/$defs/categoryGroup/properties/enabled/type
            found(
                R.META_SHAPE,
                ("pages", index, "highlightedGroups", index_2, "enabled"),
                f"expected a boolean, found {_kind(enabled)}",
                False,
            )
    if "cellCount" not in highlighted_group:
        # #/$defs/categoryGroup/required/cellCount
        found(
            R.META_REQUIRED,
            ("pages", index, "highlightedGroups", index_2),
            'the key "cellCount" is missing',
            False,
        )
    else:
        cell_count = highlighted_group["cellCount"]
        if type(cell_count) is not int and not _integral(cell_count):
            # #/$defs/categoryGroup/properties/cellCount/type
            found(
                R.META_SHAPE,
                ("pages", index, "highlightedGroups", index_2, "cellCount"),
                f"expected an integer, found {_kind(cell_count)}",
                False,
            )
        else:
            if type(cell_count) is float:
                # #/$defs/categoryGroup/properties/cellCount/type
                found(
                    R.JSON_INTEGER_FORM,
                    ("pages", index, "highlightedGroups", index_2, "cellCount"),
                    "an integer is written without fraction and exponent",
                    False,
                )
            if cell_count < 1:
                # #/$defs/categoryGroup/properties/cellCount/minimum
                found(
                    R.META_SHAPE,
                    ("pages", index, "highlightedGroups", index_2, "cellCount"),
                    "expected at least 1",
                    False,
                )
            if cell_count > 4294967295:
                # #/$defs/categoryGroup/properties/cellCount/maximum
                found(
                    R.META_SHAPE,
                    ("pages", index, "highlightedGroups", index_2, "cellCount"),
                    "expected at most 4294967295",
                    False,
                )
    if "fieldKey" not in highlighted_group:
        # #/$defs/categoryGroup/required/fieldKey
        found(
            R.META_REQUIRED,
            ("pages", index, "highlightedGroups", index_2),
            'the key "fieldKey" is missing',
            False,
        )
    else:
        field_key = highlighted_group["fieldKey"]
        _check_field_key(field_key, ("pages", index, "highlightedGroups", index_2, "fieldKey"), found)
    if "fieldSource" not in highlighted_group:
        # #/$defs/categoryGroup/required/fieldSource
        found(
            R.META_REQUIRED,
            ("pages", index, "highlightedGroups", index_2),
            'the key "fieldSource" is missing',
            False,
        )
    else:
        field_source = highlighted_group["fieldSource"]
        if field_source not in ("obs", "var"):
            # #/$defs/categoryGroup/properties/fieldSource/enum
            found(
                R.META_SHAPE,
                ("pages", index, "highlightedGroups", index_2, "fieldSource"),
                'expected one of "obs", "var"',
                False,
            )
    if "fieldIndex" not in highlighted_group:
        # #/$defs/categoryGroup/required/fieldIndex
        found(
            R.META_REQUIRED,
            ("pages", index, "highlightedGroups", index_2),
            'the key "fieldIndex" is missing',
            False,
        )
    else:
        field_index = highlighted_group["fieldIndex"]
        if type(field_index) is not int and not _integral(field_index):
            # #/$defs/categoryGroup/properties/fieldIndex/type
            found(
                R.META_SHAPE,
                ("pages", index, "highlightedGroups", index_2, "fieldIndex"),
                f"expected an integer, found {_kind(field_index)}",
                False,
            )
        else:
            if type(field_index) is float:
                # #/$defs/categoryGroup/properties/fieldIndex/type
                found(
                    R.JSON_INTEGER_FORM,
                    ("pages", index, "highlightedGroups", index_2, "fieldIndex"),
                    "an integer is written without fraction and exponent",
                    False,
                )
            if field_index < 0:
                # #/$defs/categoryGroup/properties/fieldIndex/minimum
                found(
                    R.META_SHAPE,
                    ("pages", index, "highlightedGroups", index_2, "fieldIndex"),
                    "expected at least 0",
                    False,
                )
            if field_index > 9007199254740991:
                # #/$defs/categoryGroup/properties/fieldIndex/maximum
                found(
                    R.META_SHAPE,
                    ("pages", index, "highlightedGroups", index_2, "fieldIndex"),
                    "expected at most 9007199254740991",
                    False,
                )
    if "categoryIndex" not in highlighted_group:
        # #/$defs/categoryGroup/required/categoryIndex
        found(
            R.META_REQUIRED,
            ("pages", index, "highlightedGroups", index_2),
            'the key "categoryIndex" is missing',
            False,
        )
    else:
        category_index = highlighted_group["categoryIndex"]
        if type(category_index) is not int and not _integral(category_index):
            # #/$defs/categoryGroup/properties/categoryIndex/type
            found(
                R.META_SHAPE,
                ("pages", index, "highlightedGroups", index_2, "categoryIndex"),
                f"expected an integer, found {_kind(category_index)}",
                False,
            )
        else:
            if type(category_index) is float:
                # #/$defs/categoryGroup/properties/categoryIndex/type
                found(
                    R.JSON_INTEGER_FORM,
                    ("pages", index, "highlightedGroups", index_2, "categoryIndex"),
                    "an integer is written without fraction and exponent",
                    False,
                )
            if category_index < 0:
                # #/$defs/categoryGroup/properties/categoryIndex/minimum
                found(
                    R.META_SHAPE,
                    ("pages", index, "highlightedGroups", index_2, "categoryIndex"),
                    "expected at least 0",
                    False,
                )
            if category_index > 9007199254740991:
                # #/$defs/categoryGroup/properties/categoryIndex/maximum
                found(
                    R.META_SHAPE,
                    ("pages", index, "highlightedGroups", index_2, "categoryIndex"),
                    "expected at most 9007199254740991",
                    False,
                )
    if "categoryName" not in highlighted_group:
        # #/$defs/categoryGroup/required/categoryName
        found(
            R.META_REQUIRED,
            ("pages", index, "highlightedGroups", index_2),
            'the key "categoryName" is missing',
            False,
        )
    else:
        category_name = highlighted_group["categoryName"]
        if (
            type(category_name) is not str
            and type(category_name) is not int
            and type(category_name) is not float
            and type(category_name) is not bool
        ):
            # #/$defs/categoryGroup/properties/categoryName/type
            found(
                R.META_SHAPE,
                ("pages", index, "highlightedGroups", index_2, "categoryName"),
                f"expected a string or a number or a boolean, found {_kind(category_name)}",
                False,
            )
    if not _CATEGORY_GROUP_KEYS.issuperset(highlighted_group):
        for key in highlighted_group:
            if key not in _CATEGORY_GROUP_KEYS:
                # #/$defs/categoryGroup/additionalProperties
                found(
                    R.PAYLOAD_CLOSED,
                    ("pages", index, "highlightedGroups", index_2, key),
                    "the schema does not know this key",
                    True,
                )


def _check_field_key(value: Any, at: tuple[str | int, ...], found: Found) -> None:
    """Check a value against the schema at #/$defs/fieldKey."""
    if type(value) is not str:
        # #/$defs/fieldKey/type
        found(R.META_SHAPE, at, f"expected a string, found {_kind(value)}", False)
        return
    if value == "":
        # #/$defs/fieldKey/minLength
        found(R.META_SHAPE, at, "expected at least 1 character, found 0", False)
    if not _FIELD_KEY_PATTERN_2(value):
        # #/$defs/fieldKey/pattern
        found(R.META_SHAPE, at, "does not match the pattern ^[^:]*$", False)
    if _is_field_key_not(value):
        # #/$defs/fieldKey/not
        found(R.META_SHAPE, at, "expected something else than this", False)


def _is_field_key_not(value: Any) -> bool:
    """Whether a value is valid, by #/$defs/fieldKey/not."""
    if type(value) is not str:
        # #/$defs/fieldKey/not/type
        return False
    if not _FIELD_KEY_PATTERN(value):
        # #/$defs/fieldKey/not/pattern
        return False
    return True


def _check_range_group(highlighted_group: Any, index: int, index_2: int, found: Found) -> None:
    """Check a value against the schema at #/$defs/rangeGroup."""
    if "id" not in highlighted_group:
        # #/$defs/rangeGroup/required/id
        found(
            R.META_REQUIRED, ("pages", index, "highlightedGroups", index_2), 'the key "id" is missing', False
        )
    else:
        item_id = highlighted_group["id"]
        if type(item_id) is not str:
            # #/$defs/rangeGroup/properties/id/type
            found(
                R.META_SHAPE,
                ("pages", index, "highlightedGroups", index_2, "id"),
                f"expected a string, found {_kind(item_id)}",
                False,
            )
        elif not _CATEGORY_GROUP_ID_PATTERN(item_id):
            # #/$defs/rangeGroup/properties/id/pattern
            found(
                R.META_ID_FORM,
                ("pages", index, "highlightedGroups", index_2, "id"),
                "does not match the pattern ^highlight_[1-9][0-9]*$",
                False,
            )
    if "type" not in highlighted_group:
        # #/$defs/rangeGroup/required/type
        found(
            R.META_REQUIRED,
            ("pages", index, "highlightedGroups", index_2),
            'the key "type" is missing',
            False,
        )
    else:
        item_type = highlighted_group["type"]
        if item_type not in ("annotation", "category", "combined", "knn", "lasso", "proximity", "range"):
            # #/$defs/rangeGroup/properties/type/enum
            found(
                R.META_SHAPE,
                ("pages", index, "highlightedGroups", index_2, "type"),
                'expected one of "annotation", "category", "combined", "knn", "lasso", "proximity", "range"',
                False,
            )
    if "label" not in highlighted_group:
        # #/$defs/rangeGroup/required/label
        found(
            R.META_REQUIRED,
            ("pages", index, "highlightedGroups", index_2),
            'the key "label" is missing',
            False,
        )
    else:
        label = highlighted_group["label"]
        _check_label(label, ("pages", index, "highlightedGroups", index_2, "label"), found)
    if "enabled" not in highlighted_group:
        # #/$defs/rangeGroup/required/enabled
        found(
            R.META_REQUIRED,
            ("pages", index, "highlightedGroups", index_2),
            'the key "enabled" is missing',
            False,
        )
    else:
        enabled = highlighted_group["enabled"]
        if type(enabled) is not bool:
            # #/$defs/rangeGroup/properties/enabled/type
            found(
                R.META_SHAPE,
                ("pages", index, "highlightedGroups", index_2, "enabled"),
                f"expected a boolean, found {_kind(enabled)}",
                False,
            )
    if "cellCount" not in highlighted_group:
        # #/$defs/rangeGroup/required/cellCount
        found(
            R.META_REQUIRED,
            ("pages", index, "highlightedGroups", index_2),
            'the key "cellCount" is missing',
            False,
        )
    else:
        cell_count = highlighted_group["cellCount"]
        if type(cell_count) is not int and not _integral(cell_count):
            # #/$defs/rangeGroup/properties/cellCount/type
            found(
                R.META_SHAPE,
                ("pages", index, "highlightedGroups", index_2, "cellCount"),
                f"expected an integer, found {_kind(cell_count)}",
                False,
            )
        else:
            if type(cell_count) is float:
                # #/$defs/rangeGroup/properties/cellCount/type
                found(
                    R.JSON_INTEGER_FORM,
                    ("pages", index, "highlightedGroups", index_2, "cellCount"),
                    "an integer is written without fraction and exponent",
                    False,
                )
            if cell_count < 1:
                # #/$defs/rangeGroup/properties/cellCount/minimum
                found(
                    R.META_SHAPE,
                    ("pages", index, "highlightedGroups", index_2, "cellCount"),
                    "expected at least 1",
                    False,
                )
            if cell_count > 4294967295:
                # #/$defs/rangeGroup/properties/cellCount/maximum
                found(
                    R.META_SHAPE,
                    ("pages", index, "highlightedGroups", index_2, "cellCount"),
                    "expected at most 4294967295",
                    False,
                )
    if "fieldKey" not in highlighted_group:
        # #/$defs/rangeGroup/required/fieldKey
        found(
            R.META_REQUIRED,
            ("pages", index, "highlightedGroups", index_2),
            'the key "fieldKey" is missing',
            False,
        )
    else:
        field_key = highlighted_group["fieldKey"]
        _check_field_key(field_key, ("pages", index, "highlightedGroups", index_2, "fieldKey"), found)
    if "fieldSource" not in highlighted_group:
        # #/$defs/rangeGroup/required/fieldSource
        found(
            R.META_REQUIRED,
            ("pages", index, "highlightedGroups", index_2),
            'the key "fieldSource" is missing',
            False,
        )
    else:
        field_source = highlighted_group["fieldSource"]
        if field_source not in ("obs", "var"):
            # #/$defs/rangeGroup/properties/fieldSource/enum
            found(
                R.META_SHAPE,
                ("pages", index, "highlightedGroups", index_2, "fieldSource"),
                'expected one of "obs", "var"',
                False,
            )
    if "fieldIndex" not in highlighted_group:
        # #/$defs/rangeGroup/required/fieldIndex
        found(
            R.META_REQUIRED,
            ("pages", index, "highlightedGroups", index_2),
            'the key "fieldIndex" is missing',
            False,
        )
    else:
        field_index = highlighted_group["fieldIndex"]
        if type(field_index) is not int and not _integral(field_index):
            # #/$defs/rangeGroup/properties/fieldIndex/type
            found(
                R.META_SHAPE,
                ("pages", index, "highlightedGroups", index_2, "fieldIndex"),
                f"expected an integer, found {_kind(field_index)}",
                False,
            )
        else:
            if type(field_index) is float:
                # #/$defs/rangeGroup/properties/fieldIndex/type
                found(
                    R.JSON_INTEGER_FORM,
                    ("pages", index, "highlightedGroups", index_2, "fieldIndex"),
                    "an integer is written without fraction and exponent",
                    False,
                )
            if field_index < 0:
                # #/$defs/rangeGroup/properties/fieldIndex/minimum
                found(
                    R.META_SHAPE,
                    ("pages", index, "highlightedGroups", index_2, "fieldIndex"),
                    "expected at least 0",
                    False,
                )
            if field_index > 9007199254740991:
                # #/$defs/rangeGroup/properties/fieldIndex/maximum
                found(
                    R.META_SHAPE,
                    ("pages", index, "highlightedGroups", index_2, "fieldIndex"),
                    "expected at most 9007199254740991",
                    False,
                )
    if "rangeMin" not in highlighted_group:
        # #/$defs/rangeGroup/required/rangeMin
        found(
            R.META_REQUIRED,
            ("pages", index, "highlightedGroups", index_2),
            'the key "rangeMin" is missing',
            False,
        )
    else:
        range_min = highlighted_group["rangeMin"]
        if type(range_min) is not int and type(range_min) is not float:
            # #/$defs/bound/type
            found(
                R.META_SHAPE,
                ("pages", index, "highlightedGroups", index_2, "rangeMin"),
                f"expected a number, found {_kind(range_min)}",
                False,
            )
    if "rangeMax" not in highlighted_group:
        # #/$defs/rangeGroup/required/rangeMax
        found(
            R.META_REQUIRED,
            ("pages", index, "highlightedGroups", index_2),
            'the key "rangeMax" is missing',
            False,
        )
    else:
        range_max = highlighted_group["rangeMax"]
        if type(range_max) is not int and type(range_max) is not float:
            # #/$defs/bound/type
            found(
                R.META_SHAPE,
                ("pages", index, "highlightedGroups", index_2, "rangeMax"),
                f"expected a number, found {_kind(range_max)}",
                False,
            )
    if not _RANGE_GROUP_KEYS.issuperset(highlighted_group):
        for key in highlighted_group:
            if key not in _RANGE_GROUP_KEYS:
                # #/$defs/rangeGroup/additionalProperties
                found(
                    R.PAYLOAD_CLOSED,
                    ("pages", index, "highlightedGroups", index_2, key),
                    "the schema does not know this key",
                    True,
                )


def _check_plain_group(highlighted_group: Any, index: int, index_2: int, found: Found) -> None:
    """Check a value against the schema at #/$defs/plainGroup."""
    if "id" not in highlighted_group:
        # #/$defs/plainGroup/required/id
        found(
            R.META_REQUIRED, ("pages", index, "highlightedGroups", index_2), 'the key "id" is missing', False
        )
    else:
        item_id = highlighted_group["id"]
        if type(item_id) is not str:
            # #/$defs/plainGroup/properties/id/type
            found(
                R.META_SHAPE,
                ("pages", index, "highlightedGroups", index_2, "id"),
                f"expected a string, found {_kind(item_id)}",
                False,
            )
        elif not _CATEGORY_GROUP_ID_PATTERN(item_id):
            # #/$defs/plainGroup/properties/id/pattern
            found(
                R.META_ID_FORM,
                ("pages", index, "highlightedGroups", index_2, "id"),
                "does not match the pattern ^highlight_[1-9][0-9]*$",
                False,
            )
    if "type" not in highlighted_group:
        # #/$defs/plainGroup/required/type
        found(
            R.META_REQUIRED,
            ("pages", index, "highlightedGroups", index_2),
            'the key "type" is missing',
            False,
        )
    else:
        item_type = highlighted_group["type"]
        if item_type not in ("annotation", "category", "combined", "knn", "lasso", "proximity", "range"):
            # #/$defs/plainGroup/properties/type/enum
            found(
                R.META_SHAPE,
                ("pages", index, "highlightedGroups", index_2, "type"),
                'expected one of "annotation", "category", "combined", "knn", "lasso", "proximity", "range"',
                False,
            )
    if "label" not in highlighted_group:
        # #/$defs/plainGroup/required/label
        found(
            R.META_REQUIRED,
            ("pages", index, "highlightedGroups", index_2),
            'the key "label" is missing',
            False,
        )
    else:
        label = highlighted_group["label"]
        _check_label(label, ("pages", index, "highlightedGroups", index_2, "label"), found)
    if "enabled" not in highlighted_group:
        # #/$defs/plainGroup/required/enabled
        found(
            R.META_REQUIRED,
            ("pages", index, "highlightedGroups", index_2),
            'the key "enabled" is missing',
            False,
        )
    else:
        enabled = highlighted_group["enabled"]
        if type(enabled) is not bool:
            # #/$defs/plainGroup/properties/enabled/type
            found(
                R.META_SHAPE,
                ("pages", index, "highlightedGroups", index_2, "enabled"),
                f"expected a boolean, found {_kind(enabled)}",
                False,
            )
    if "cellCount" not in highlighted_group:
        # #/$defs/plainGroup/required/cellCount
        found(
            R.META_REQUIRED,
            ("pages", index, "highlightedGroups", index_2),
            'the key "cellCount" is missing',
            False,
        )
    else:
        cell_count = highlighted_group["cellCount"]
        if type(cell_count) is not int and not _integral(cell_count):
            # #/$defs/plainGroup/properties/cellCount/type
            found(
                R.META_SHAPE,
                ("pages", index, "highlightedGroups", index_2, "cellCount"),
                f"expected an integer, found {_kind(cell_count)}",
                False,
            )
        else:
            if type(cell_count) is float:
                # #/$defs/plainGroup/properties/cellCount/type
                found(
                    R.JSON_INTEGER_FORM,
                    ("pages", index, "highlightedGroups", index_2, "cellCount"),
                    "an integer is written without fraction and exponent",
                    False,
                )
            if cell_count < 1:
                # #/$defs/plainGroup/properties/cellCount/minimum
                found(
                    R.META_SHAPE,
                    ("pages", index, "highlightedGroups", index_2, "cellCount"),
                    "expected at least 1",
                    False,
                )
            if cell_count > 4294967295:
                # #/$defs/plainGroup/properties/cellCount/maximum
                found(
                    R.META_SHAPE,
                    ("pages", index, "highlightedGroups", index_2, "cellCount"),
                    "expected at most 4294967295",
                    False,
                )
    if not _PLAIN_GROUP_KEYS.issuperset(highlighted_group):
        for key in highlighted_group:
            if key not in _PLAIN_GROUP_KEYS:
                # #/$defs/plainGroup/additionalProperties
                found(
                    R.PAYLOAD_CLOSED,
                    ("pages", index, "highlightedGroups", index_2, key),
                    "the schema does not know this key",
                    True,
                )
