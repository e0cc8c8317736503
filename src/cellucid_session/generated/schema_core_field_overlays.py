# Generated from schemas/core-field-overlays.schema.json; do not edit: run python -m cellucid_session.generate
"""Checks of core-field-overlays.schema.json: Payload of core/field-overlays."""

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

_RENAMES_KEYS = frozenset(("fields", "categories"))
_DELETED_FIELDS_KEYS = frozenset(("deleted", "purged"))
_FIELD_ID_PATTERN = Pattern(
    r"^[\x09-\x0d \xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]*[^\x09-\x0d \xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]",
    True,
    "\u0000\u0009\u000e\u0020\u0021\u00a0\u00a1\u1680\u1681\u2000\u200b\u2028\u202a\u202f\u2030\u205f\u2060\u3000\u3001\ufeff\uff00",
    (
        b"\xfe\x01\xfe\x01\xfe\x01\xfe\x01\xfe\x01\xfe\x01\xfe\x01\xfe\x01\xfe\x01\xfe\x01\xfe",
        b"\xfe\x01\xfe\x01\xfe\x01\xfe\x01\xfe\x01\xfe\x01\xfe\x01\xfe\x01\xfe\x01\xfe\x01\xfe",
    ),
    (),
)
_FIELD_KEY_PATTERN = Pattern(
    r"^(?:[^\x09\x0d+\-=@]|\Z)",
    True,
    "\u0000\u0009\u000a\u000d\u000e\u002b\u002c\u002d\u002e\u003d\u003e\u0040\u0041",
    (b"\xfe\xff\xfe\xff\xfe\xff\xfe\xff\xfe\xff\xfe\xff\xfe",),
    (0,),
)
_CATEGORY_WORDS = frozenset(
    (
        "",
        "#N/A",
        "#N/A N/A",
        "#NA",
        "-1.#IND",
        "-1.#QNAN",
        "-NaN",
        "-nan",
        "1.#IND",
        "1.#QNAN",
        "<NA>",
        "N/A",
        "NA",
        "NULL",
        "NaN",
        "None",
        "n/a",
        "nan",
        "null",
    )
)
_CATEGORY_PATTERN = Pattern(
    r"^[\x09-\x0d \xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]|[\x09-\x0d \xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]\Z",
    False,
    "\u0000\u0009\u000e\u0020\u0021\u00a0\u00a1\u1680\u1681\u2000\u200b\u2028\u202a\u202f\u2030\u205f\u2060\u3000\u3001\ufeff\uff00",
    (
        b"\x01\xfe\x01\xfe\x01\xfe\x01\xfe\x01\xfe\x01\xfe\x01\xfe\x01\xfe\x01\xfe\x01\xfe\x01",
        b"\x01\x02\x01\x02\x01\x02\x01\x02\x01\x02\x01\x02\x01\x02\x01\x02\x01\x02\x01\x02\x01",
        b"\x01\x02\x01\x02\x01\x02\x01\x02\x01\x02\x01\x02\x01\x02\x01\x02\x01\x02\x01\x02\x01",
    ),
    (2,),
)
_CENTROID_KEYS = frozenset(("category", "position", "n_points"))
_PAGE_KEYS = frozenset(("pageId", "label"))
_FIELD_KEYS = frozenset(
    (
        "id",
        "source",
        "kind",
        "key",
        "categories",
        "isDeleted",
        "isPurged",
        "codesLength",
        "codesType",
        "centroidsByDim",
        "normalizedDims",
        "sourceField",
        "operation",
        "sourcePages",
        "overlapStrategy",
        "overlapLabel",
        "intersectionLabels",
        "uncoveredLabel",
        "createdAt",
    )
)
_KEYS = frozenset(("renames", "deletedFields", "userDefinedFields"))


def check(value: Any, found: Found) -> None:
    """Check a value against the schema at #."""
    if not isinstance(value, dict):
        # #/type
        found(R.OVERLAYS_SHAPE, (), f"expected an object, found {_kind(value)}", False)
        return
    if "renames" in value:
        renames = value["renames"]
        _check_renames(renames, found)
    if "deletedFields" in value:
        deleted_fields = value["deletedFields"]
        _check_deleted_fields(deleted_fields, found)
    if "userDefinedFields" in value:
        user_defined_fields = value["userDefinedFields"]
        if not isinstance(user_defined_fields, list):
            # #/properties/userDefinedFields/type
            found(
                R.OVERLAYS_SHAPE,
                ("userDefinedFields",),
                f"expected an array, found {_kind(user_defined_fields)}",
                False,
            )
        else:
            for index, user_defined_field in enumerate(user_defined_fields):
                _check_field(user_defined_field, index, found)
    if not _KEYS.issuperset(value):
        for key in value:
            if key not in _KEYS:
                # #/x-unknown
                found(R.PAYLOAD_UNKNOWN_KEY, (key,), "the schema does not name this key", True)


def _check_renames(renames: Any, found: Found) -> None:
    """Check a value against the schema at #/properties/renames."""
    if isinstance(renames, dict):
        if "fields" in renames:
            fields = renames["fields"]
            _check_texts(fields, ("renames", "fields"), found)
        if "categories" in renames:
            categories = renames["categories"]
            _check_texts(categories, ("renames", "categories"), found)
        if not _RENAMES_KEYS.issuperset(renames):
            for key in renames:
                if key not in _RENAMES_KEYS:
                    # #/properties/renames/x-unknown
                    found(R.PAYLOAD_UNKNOWN_KEY, ("renames", key), "the schema does not name this key", True)
    elif renames is not None:
        # #/properties/renames/type
        found(R.OVERLAYS_SHAPE, ("renames",), f"expected an object or null, found {_kind(renames)}", False)


def _check_texts(value: Any, at: tuple[str | int, ...], found: Found) -> None:
    """Check a value against the schema at #/$defs/texts."""
    if not isinstance(value, dict):
        # #/$defs/texts/type
        found(R.OVERLAYS_SHAPE, at, f"expected an object, found {_kind(value)}", False)
        return
    for key, item in value.items():
        if type(item) is not str:
            # #/$defs/texts/additionalProperties/type
            found(R.OVERLAYS_SHAPE, (*at, key), f"expected a string, found {_kind(item)}", False)


def _check_deleted_fields(deleted_fields: Any, found: Found) -> None:
    """Check a value against the schema at #/properties/deletedFields."""
    if isinstance(deleted_fields, dict):
        if "deleted" in deleted_fields:
            deleted = deleted_fields["deleted"]
            _check_keys(deleted, ("deletedFields", "deleted"), found)
        if "purged" in deleted_fields:
            purged = deleted_fields["purged"]
            _check_keys(purged, ("deletedFields", "purged"), found)
        if not _DELETED_FIELDS_KEYS.issuperset(deleted_fields):
            for key in deleted_fields:
                if key not in _DELETED_FIELDS_KEYS:
                    # #/properties/deletedFields/x-unknown
                    found(
                        R.PAYLOAD_UNKNOWN_KEY,
                        ("deletedFields", key),
                        "the schema does not name this key",
                        True,
                    )
    elif deleted_fields is not None:
        # #/properties/deletedFields/type
        found(
            R.OVERLAYS_SHAPE,
            ("deletedFields",),
            f"expected an object or null, found {_kind(deleted_fields)}",
            False,
        )


def _check_keys(value: Any, at: tuple[str | int, ...], found: Found) -> None:
    """Check a value against the schema at #/$defs/keys."""
    if not isinstance(value, list):
        # #/$defs/keys/type
        found(R.OVERLAYS_SHAPE, at, f"expected an array, found {_kind(value)}", False)
        return
    for index, item in enumerate(value):
        if type(item) is not str:
            # #/$defs/keys/items/type
            found(R.OVERLAYS_SHAPE, (*at, index), f"expected a string, found {_kind(item)}", False)


def _check_field(user_defined_field: Any, index: int, found: Found) -> None:
    """Check a value against the schema at #/$defs/field."""
    if not isinstance(user_defined_field, dict):
        # #/$defs/field/type
        found(
            R.OVERLAYS_SHAPE,
            ("userDefinedFields", index),
            f"expected an object, found {_kind(user_defined_field)}",
            False,
        )
        return
    if "id" not in user_defined_field:
        # #/$defs/field/required/id
        found(R.OVERLAYS_REQUIRED, ("userDefinedFields", index), 'the key "id" is missing', False)
    else:
        item_id = user_defined_field["id"]
        if type(item_id) is not str:
            # #/$defs/field/properties/id/type
            found(
                R.OVERLAYS_SHAPE,
                ("userDefinedFields", index, "id"),
                f"expected a string, found {_kind(item_id)}",
                False,
            )
        elif not _FIELD_ID_PATTERN(item_id):
            # #/$defs/field/properties/id/pattern
            found(
                R.OVERLAYS_REQUIRED,
                ("userDefinedFields", index, "id"),
                "does not match the pattern of the schema",
                False,
            )
    if "source" not in user_defined_field:
        # #/$defs/field/required/source
        found(R.OVERLAYS_REQUIRED, ("userDefinedFields", index), 'the key "source" is missing', False)
    else:
        source = user_defined_field["source"]
        if source not in ("obs", "var"):
            # #/$defs/field/properties/source/enum
            found(
                R.OVERLAYS_SHAPE,
                ("userDefinedFields", index, "source"),
                'expected one of "obs", "var"',
                False,
            )
    if "kind" not in user_defined_field:
        # #/$defs/field/required/kind
        found(R.OVERLAYS_REQUIRED, ("userDefinedFields", index), 'the key "kind" is missing', False)
    else:
        kind = user_defined_field["kind"]
        if kind not in ("category", "continuous"):
            # #/$defs/field/properties/kind/enum
            found(
                R.OVERLAYS_SHAPE,
                ("userDefinedFields", index, "kind"),
                'expected one of "category", "continuous"',
                False,
            )
    if "key" not in user_defined_field:
        # #/$defs/field/required/key
        found(R.OVERLAYS_REQUIRED, ("userDefinedFields", index), 'the key "key" is missing', False)
    else:
        item_key = user_defined_field["key"]
        if type(item_key) is not str:
            # #/$defs/field/properties/key/type
            found(
                R.OVERLAYS_SHAPE,
                ("userDefinedFields", index, "key"),
                f"expected a string, found {_kind(item_key)}",
                False,
            )
        else:
            if not _FIELD_ID_PATTERN(item_key):
                # #/$defs/field/properties/key/pattern
                found(
                    R.OVERLAYS_REQUIRED,
                    ("userDefinedFields", index, "key"),
                    "does not match the pattern of the schema",
                    False,
                )
            if not _FIELD_KEY_PATTERN(item_key):
                # #/$defs/field/properties/key/x-advice/pattern
                found(
                    R.TEXT_FORMULA,
                    ("userDefinedFields", index, "key"),
                    "does not match the pattern ^(?:[^=+@\\u0009\\u000d-]|$)",
                    False,
                )
    if "categories" in user_defined_field:
        categories = user_defined_field["categories"]
        if not isinstance(categories, list):
            # #/$defs/field/properties/categories/type
            found(
                R.OVERLAYS_SHAPE,
                ("userDefinedFields", index, "categories"),
                f"expected an array, found {_kind(categories)}",
                False,
            )
        else:
            for index_2, category in enumerate(categories):
                if type(category) is not str:
                    # #/$defs/category/type
                    found(
                        R.OVERLAYS_SHAPE,
                        ("userDefinedFields", index, "categories", index_2),
                        f"expected a string, found {_kind(category)}",
                        False,
                    )
                else:
                    if not _FIELD_KEY_PATTERN(category):
                        # #/$defs/category/x-advice/pattern
                        found(
                            R.TEXT_FORMULA,
                            ("userDefinedFields", index, "categories", index_2),
                            "does not match the pattern ^(?:[^=+@\\u0009\\u000d-]|$)",
                            False,
                        )
                    if category in _CATEGORY_WORDS:
                        # #/$defs/category/x-advice/allOf/0/not
                        found(
                            R.TEXT_NA,
                            ("userDefinedFields", index, "categories", index_2),
                            "expected something else than this",
                            False,
                        )
                    if _is_all_of_1_not(category):
                        # #/$defs/category/x-advice/allOf/1/not
                        found(
                            R.TEXT_NA,
                            ("userDefinedFields", index, "categories", index_2),
                            "expected something else than this",
                            False,
                        )
    if "isDeleted" in user_defined_field:
        is_deleted = user_defined_field["isDeleted"]
        if type(is_deleted) is not bool:
            # #/$defs/flag/type
            found(
                R.OVERLAYS_SHAPE,
                ("userDefinedFields", index, "isDeleted"),
                f"expected a boolean, found {_kind(is_deleted)}",
                False,
            )
    if "isPurged" in user_defined_field:
        is_purged = user_defined_field["isPurged"]
        if type(is_purged) is not bool:
            # #/$defs/flag/type
            found(
                R.OVERLAYS_SHAPE,
                ("userDefinedFields", index, "isPurged"),
                f"expected a boolean, found {_kind(is_purged)}",
                False,
            )
    if "codesLength" in user_defined_field:
        codes_length = user_defined_field["codesLength"]
        if type(codes_length) is not int and not _integral(codes_length):
            # #/$defs/field/properties/codesLength/type
            found(
                R.OVERLAYS_SHAPE,
                ("userDefinedFields", index, "codesLength"),
                f"expected an integer, found {_kind(codes_length)}",
                False,
            )
        else:
            if type(codes_length) is float:
                # #/$defs/field/properties/codesLength/type
                found(
                    R.JSON_INTEGER_FORM,
                    ("userDefinedFields", index, "codesLength"),
                    "an integer is written without fraction and exponent",
                    False,
                )
            if codes_length < 0:
                # #/$defs/field/properties/codesLength/minimum
                found(
                    R.OVERLAYS_SHAPE,
                    ("userDefinedFields", index, "codesLength"),
                    "expected at least 0",
                    False,
                )
    if "codesType" in user_defined_field:
        codes_type = user_defined_field["codesType"]
        if codes_type not in ("Uint8Array", "Uint16Array"):
            # #/$defs/field/properties/codesType/enum
            found(
                R.OVERLAYS_SHAPE,
                ("userDefinedFields", index, "codesType"),
                'expected one of "Uint8Array", "Uint16Array"',
                False,
            )
    if "centroidsByDim" in user_defined_field:
        centroids_by_dim = user_defined_field["centroidsByDim"]
        if not isinstance(centroids_by_dim, dict):
            # #/$defs/field/properties/centroidsByDim/type
            found(
                R.OVERLAYS_SHAPE,
                ("userDefinedFields", index, "centroidsByDim"),
                f"expected an object, found {_kind(centroids_by_dim)}",
                False,
            )
        else:
            for key, item in centroids_by_dim.items():
                if not isinstance(item, list):
                    # #/$defs/field/properties/centroidsByDim/additionalProperties/type
                    found(
                        R.OVERLAYS_SHAPE,
                        ("userDefinedFields", index, "centroidsByDim", key),
                        f"expected an array, found {_kind(item)}",
                        False,
                    )
                else:
                    for index_2, item_2 in enumerate(item):
                        _check_centroid(item_2, index, key, index_2, found)
    if "normalizedDims" in user_defined_field:
        normalized_dims = user_defined_field["normalizedDims"]
        if not isinstance(normalized_dims, list):
            # #/$defs/field/properties/normalizedDims/type
            found(
                R.OVERLAYS_SHAPE,
                ("userDefinedFields", index, "normalizedDims"),
                f"expected an array, found {_kind(normalized_dims)}",
                False,
            )
    if "sourceField" in user_defined_field:
        source_field = user_defined_field["sourceField"]
        if not isinstance(source_field, dict) and source_field is not None:
            # #/$defs/open/type
            found(
                R.OVERLAYS_SHAPE,
                ("userDefinedFields", index, "sourceField"),
                f"expected an object or null, found {_kind(source_field)}",
                False,
            )
    if "operation" in user_defined_field:
        operation = user_defined_field["operation"]
        if not isinstance(operation, dict) and operation is not None:
            # #/$defs/open/type
            found(
                R.OVERLAYS_SHAPE,
                ("userDefinedFields", index, "operation"),
                f"expected an object or null, found {_kind(operation)}",
                False,
            )
    if "sourcePages" in user_defined_field:
        source_pages = user_defined_field["sourcePages"]
        if not isinstance(source_pages, list):
            # #/$defs/field/properties/sourcePages/type
            found(
                R.OVERLAYS_SHAPE,
                ("userDefinedFields", index, "sourcePages"),
                f"expected an array, found {_kind(source_pages)}",
                False,
            )
        else:
            for index_2, source_page in enumerate(source_pages):
                _check_page(source_page, index, index_2, found)
    if "overlapStrategy" in user_defined_field:
        overlap_strategy = user_defined_field["overlapStrategy"]
        if overlap_strategy not in ("first", "last", "overlap-label", "intersections"):
            # #/$defs/field/properties/overlapStrategy/enum
            found(
                R.OVERLAYS_SHAPE,
                ("userDefinedFields", index, "overlapStrategy"),
                'expected one of "first", "last", "overlap-label", "intersections"',
                False,
            )
    if "overlapLabel" in user_defined_field:
        overlap_label = user_defined_field["overlapLabel"]
        if type(overlap_label) is not str and overlap_label is not None:
            # #/$defs/text/type
            found(
                R.OVERLAYS_SHAPE,
                ("userDefinedFields", index, "overlapLabel"),
                f"expected a string or null, found {_kind(overlap_label)}",
                False,
            )
    if "intersectionLabels" in user_defined_field:
        intersection_labels = user_defined_field["intersectionLabels"]
        if isinstance(intersection_labels, dict):
            for key, item in intersection_labels.items():
                if type(item) is not str:
                    # #/$defs/field/properties/intersectionLabels/additionalProperties/type
                    found(
                        R.OVERLAYS_SHAPE,
                        ("userDefinedFields", index, "intersectionLabels", key),
                        f"expected a string, found {_kind(item)}",
                        False,
                    )
        elif intersection_labels is not None:
            # #/$defs/field/properties/intersectionLabels/type
            found(
                R.OVERLAYS_SHAPE,
                ("userDefinedFields", index, "intersectionLabels"),
                f"expected an object or null, found {_kind(intersection_labels)}",
                False,
            )
    if "uncoveredLabel" in user_defined_field:
        uncovered_label = user_defined_field["uncoveredLabel"]
        if type(uncovered_label) is not str and uncovered_label is not None:
            # #/$defs/text/type
            found(
                R.OVERLAYS_SHAPE,
                ("userDefinedFields", index, "uncoveredLabel"),
                f"expected a string or null, found {_kind(uncovered_label)}",
                False,
            )
    if "createdAt" in user_defined_field:
        created_at = user_defined_field["createdAt"]
        if type(created_at) is not int and type(created_at) is not float and created_at is not None:
            # #/$defs/field/properties/createdAt/type
            found(
                R.OVERLAYS_SHAPE,
                ("userDefinedFields", index, "createdAt"),
                f"expected a number or null, found {_kind(created_at)}",
                False,
            )
    if not _FIELD_KEYS.issuperset(user_defined_field):
        for key in user_defined_field:
            if key not in _FIELD_KEYS:
                # #/$defs/field/x-unknown
                found(
                    R.PAYLOAD_UNKNOWN_KEY,
                    ("userDefinedFields", index, key),
                    "the schema does not name this key",
                    True,
                )
    if "kind" in user_defined_field and user_defined_field["kind"] == "category":
        if "categories" not in user_defined_field:
            # #/$defs/field/then/required/categories
            found(R.OVERLAYS_REQUIRED, ("userDefinedFields", index), 'the key "categories" is missing', False)


def _is_all_of_1_not(value: Any) -> bool:
    """Whether a value is valid, by #/$defs/category/x-advice/allOf/1/not."""
    if type(value) is str:
        if not _CATEGORY_PATTERN(value):
            # #/$defs/category/x-advice/allOf/1/not/pattern
            return False
    return True


def _check_centroid(item_2: Any, index: int, key: str, index_2: int, found: Found) -> None:
    """Check a value against the schema at #/$defs/centroid."""
    if not isinstance(item_2, dict):
        # #/$defs/centroid/type
        found(
            R.OVERLAYS_SHAPE,
            ("userDefinedFields", index, "centroidsByDim", key, index_2),
            f"expected an object, found {_kind(item_2)}",
            False,
        )
        return
    if "category" in item_2:
        category = item_2["category"]
        if type(category) is not str:
            # #/$defs/centroid/properties/category/type
            found(
                R.OVERLAYS_SHAPE,
                ("userDefinedFields", index, "centroidsByDim", key, index_2, "category"),
                f"expected a string, found {_kind(category)}",
                False,
            )
    if "position" in item_2:
        position = item_2["position"]
        if not isinstance(position, list):
            # #/$defs/centroid/properties/position/type
            found(
                R.OVERLAYS_SHAPE,
                ("userDefinedFields", index, "centroidsByDim", key, index_2, "position"),
                f"expected an array, found {_kind(position)}",
                False,
            )
        else:
            for index_3, item in enumerate(position):
                if type(item) is not int and type(item) is not float and item is not None:
                    # #/$defs/centroid/properties/position/items/type
                    found(
                        R.OVERLAYS_SHAPE,
                        ("userDefinedFields", index, "centroidsByDim", key, index_2, "position", index_3),
                        f"expected a number or null, found {_kind(item)}",
                        False,
                    )
    if "n_points" in item_2:
        n_points = item_2["n_points"]
        if type(n_points) is not int and not _integral(n_points):
            # #/$defs/centroid/properties/n_points/type
            found(
                R.OVERLAYS_SHAPE,
                ("userDefinedFields", index, "centroidsByDim", key, index_2, "n_points"),
                f"expected an integer, found {_kind(n_points)}",
                False,
            )
        else:
            if type(n_points) is float:
                # #/$defs/centroid/properties/n_points/type
                found(
                    R.JSON_INTEGER_FORM,
                    ("userDefinedFields", index, "centroidsByDim", key, index_2, "n_points"),
                    "an integer is written without fraction and exponent",
                    False,
                )
            if n_points < 0:
                # #/$defs/centroid/properties/n_points/minimum
                found(
                    R.OVERLAYS_SHAPE,
                    ("userDefinedFields", index, "centroidsByDim", key, index_2, "n_points"),
                    "expected at least 0",
                    False,
                )
    if not _CENTROID_KEYS.issuperset(item_2):
        for key_2 in item_2:
            if key_2 not in _CENTROID_KEYS:
                # #/$defs/centroid/x-unknown
                found(
                    R.PAYLOAD_UNKNOWN_KEY,
                    ("userDefinedFields", index, "centroidsByDim", key, index_2, key_2),
                    "the schema does not name this key",
                    True,
                )


def _check_page(source_page: Any, index: int, index_2: int, found: Found) -> None:
    """Check a value against the schema at #/$defs/page."""
    if not isinstance(source_page, dict):
        # #/$defs/page/type
        found(
            R.OVERLAYS_SHAPE,
            ("userDefinedFields", index, "sourcePages", index_2),
            f"expected an object, found {_kind(source_page)}",
            False,
        )
        return
    if "pageId" in source_page:
        page_id = source_page["pageId"]
        if type(page_id) is not str:
            # #/$defs/page/properties/pageId/type
            found(
                R.OVERLAYS_SHAPE,
                ("userDefinedFields", index, "sourcePages", index_2, "pageId"),
                f"expected a string, found {_kind(page_id)}",
                False,
            )
    if "label" in source_page:
        label = source_page["label"]
        if type(label) is not str:
            # #/$defs/page/properties/label/type
            found(
                R.OVERLAYS_SHAPE,
                ("userDefinedFields", index, "sourcePages", index_2, "label"),
                f"expected a string, found {_kind(label)}",
                False,
            )
    if not _PAGE_KEYS.issuperset(source_page):
        for key in source_page:
            if key not in _PAGE_KEYS:
                # #/$defs/page/x-unknown
                found(
                    R.PAYLOAD_UNKNOWN_KEY,
                    ("userDefinedFields", index, "sourcePages", index_2, key),
                    "the schema does not name this key",
                    True,
                )
