# Generated from schemas/artifact-table-header.schema.json; do not edit: run python -m cellucid_session.generate
"""Checks of artifact-table-header.schema.json: Header of an analysis artifact's table."""

from __future__ import annotations

import cellucid_session.generated.rules as R
from cellucid_session.wire.json_values import integral as _integral
from cellucid_session.wire.json_values import kind as _kind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Found = Callable[[str, tuple[str | int, ...], str, bool], None]

_COLUMN_KEYS = frozenset(("name", "dtype", "encoding", "byteLength", "dictCount"))
_KEYS = frozenset(("rowCount", "columns"))


def check(value: Any, found: Found) -> None:
    """Check a value against the schema at #."""
    if not isinstance(value, dict):
        # #/type
        found(R.TABLE_HEADER, (), f"expected an object, found {_kind(value)}", False)
        return
    if "rowCount" not in value:
        # #/required/rowCount
        found(R.TABLE_HEADER, (), 'the key "rowCount" is missing', False)
    else:
        row_count = value["rowCount"]
        if type(row_count) is not int and not _integral(row_count):
            # #/properties/rowCount/type
            found(R.TABLE_HEADER, ("rowCount",), f"expected an integer, found {_kind(row_count)}", False)
        else:
            if type(row_count) is float:
                # #/properties/rowCount/type
                found(
                    R.JSON_INTEGER_FORM,
                    ("rowCount",),
                    "an integer is written without fraction and exponent",
                    False,
                )
            if row_count < 0:
                # #/properties/rowCount/minimum
                found(R.TABLE_HEADER, ("rowCount",), "expected at least 0", False)
            if row_count > 9007199254740991:
                # #/properties/rowCount/maximum
                found(R.TABLE_HEADER, ("rowCount",), "expected at most 9007199254740991", False)
    if "columns" not in value:
        # #/required/columns
        found(R.TABLE_HEADER, (), 'the key "columns" is missing', False)
    else:
        columns = value["columns"]
        if not isinstance(columns, list):
            # #/properties/columns/type
            found(R.TABLE_HEADER, ("columns",), f"expected an array, found {_kind(columns)}", False)
        else:
            if len(columns) < 2:
                # #/properties/columns/minItems
                found(
                    R.TABLE_COLUMNS, ("columns",), f"expected at least 2 items, found {len(columns)}", False
                )
            if len(columns) > 2:
                # #/properties/columns/maxItems
                found(R.TABLE_COLUMNS, ("columns",), f"expected at most 2 items, found {len(columns)}", False)
            if len(columns) > 0:
                column = columns[0]
                _check_columns_prefix_items_0(column, found)
            if len(columns) > 1:
                column = columns[1]
                _check_columns_prefix_items_1(column, found)
            for index, column in enumerate(columns[2:], 2):
                _check_column(column, ("columns", index), found)
    if not _KEYS.issuperset(value):
        for key in value:
            if key not in _KEYS:
                # #/x-unknown
                found(R.PAYLOAD_UNKNOWN_KEY, (key,), "the schema does not name this key", True)


def _check_columns_prefix_items_0(column: Any, found: Found) -> None:
    """Check a value against the schema at #/properties/columns/prefixItems/0."""
    if isinstance(column, dict):
        if "name" in column:
            name = column["name"]
            if name != "cellIndex":
                # #/properties/columns/prefixItems/0/properties/name/const
                found(R.TABLE_COLUMNS, ("columns", 0, "name"), 'expected "cellIndex"', False)
        if "dtype" in column:
            dtype = column["dtype"]
            if dtype != "uint32":
                # #/properties/columns/prefixItems/0/properties/dtype/const
                found(R.TABLE_COLUMNS, ("columns", 0, "dtype"), 'expected "uint32"', False)
        if "encoding" not in column:
            # #/properties/columns/prefixItems/0/required/encoding
            found(R.TABLE_COLUMNS, ("columns", 0), 'the key "encoding" is missing', False)
        else:
            encoding = column["encoding"]
            if encoding != "raw":
                # #/properties/columns/prefixItems/0/properties/encoding/const
                found(R.TABLE_COLUMNS, ("columns", 0, "encoding"), 'expected "raw"', False)
    _check_column(column, ("columns", 0), found)


def _check_column(value: Any, at: tuple[str | int, ...], found: Found) -> None:
    """Check a value against the schema at #/$defs/column."""
    if not isinstance(value, dict):
        # #/$defs/column/type
        found(R.TABLE_HEADER, at, f"expected an object, found {_kind(value)}", False)
        return
    if "name" not in value:
        # #/$defs/column/required/name
        found(R.TABLE_HEADER, at, 'the key "name" is missing', False)
    else:
        name = value["name"]
        if type(name) is not str:
            # #/$defs/column/properties/name/type
            found(R.TABLE_HEADER, (*at, "name"), f"expected a string, found {_kind(name)}", False)
    if "dtype" not in value:
        # #/$defs/column/required/dtype
        found(R.TABLE_HEADER, at, 'the key "dtype" is missing', False)
    else:
        dtype = value["dtype"]
        if type(dtype) is not str:
            # #/$defs/column/properties/dtype/type
            found(R.TABLE_HEADER, (*at, "dtype"), f"expected a string, found {_kind(dtype)}", False)
    if "encoding" in value:
        encoding = value["encoding"]
        if type(encoding) is not str:
            # #/$defs/column/properties/encoding/type
            found(R.TABLE_HEADER, (*at, "encoding"), f"expected a string, found {_kind(encoding)}", False)
    if "byteLength" not in value:
        # #/$defs/column/required/byteLength
        found(R.TABLE_HEADER, at, 'the key "byteLength" is missing', False)
    else:
        byte_length = value["byteLength"]
        if type(byte_length) is not int and not _integral(byte_length):
            # #/$defs/column/properties/byteLength/type
            found(
                R.TABLE_HEADER, (*at, "byteLength"), f"expected an integer, found {_kind(byte_length)}", False
            )
        else:
            if type(byte_length) is float:
                # #/$defs/column/properties/byteLength/type
                found(
                    R.JSON_INTEGER_FORM,
                    (*at, "byteLength"),
                    "an integer is written without fraction and exponent",
                    False,
                )
            if byte_length < 0:
                # #/$defs/column/properties/byteLength/minimum
                found(R.TABLE_HEADER, (*at, "byteLength"), "expected at least 0", False)
            if byte_length > 9007199254740991:
                # #/$defs/column/properties/byteLength/maximum
                found(R.TABLE_HEADER, (*at, "byteLength"), "expected at most 9007199254740991", False)
    if "dictCount" in value:
        dict_count = value["dictCount"]
        if type(dict_count) is not int and not _integral(dict_count):
            # #/$defs/column/properties/dictCount/type
            found(
                R.TABLE_HEADER, (*at, "dictCount"), f"expected an integer, found {_kind(dict_count)}", False
            )
        else:
            if type(dict_count) is float:
                # #/$defs/column/properties/dictCount/type
                found(
                    R.JSON_INTEGER_FORM,
                    (*at, "dictCount"),
                    "an integer is written without fraction and exponent",
                    False,
                )
            if dict_count < 0:
                # #/$defs/column/properties/dictCount/minimum
                found(R.TABLE_HEADER, (*at, "dictCount"), "expected at least 0", False)
            if dict_count > 9007199254740991:
                # #/$defs/column/properties/dictCount/maximum
                found(R.TABLE_HEADER, (*at, "dictCount"), "expected at most 9007199254740991", False)
    if not _COLUMN_KEYS.issuperset(value):
        for key in value:
            if key not in _COLUMN_KEYS:
                # #/$defs/column/x-unknown
                found(R.PAYLOAD_UNKNOWN_KEY, (*at, key), "the schema does not name this key", True)


def _check_columns_prefix_items_1(column: Any, found: Found) -> None:
    """Check a value against the schema at #/properties/columns/prefixItems/1."""
    if isinstance(column, dict):
        if "name" in column:
            name = column["name"]
            if name != "value":
                # #/properties/columns/prefixItems/1/properties/name/const
                found(R.TABLE_COLUMNS, ("columns", 1, "name"), 'expected "value"', False)
        if "dtype" in column:
            dtype = column["dtype"]
            if dtype != "float32":
                # #/properties/columns/prefixItems/1/properties/dtype/const
                found(R.TABLE_COLUMNS, ("columns", 1, "dtype"), 'expected "float32"', False)
        if "encoding" not in column:
            # #/properties/columns/prefixItems/1/required/encoding
            found(R.TABLE_COLUMNS, ("columns", 1), 'the key "encoding" is missing', False)
        else:
            encoding = column["encoding"]
            if encoding != "raw":
                # #/properties/columns/prefixItems/1/properties/encoding/const
                found(R.TABLE_COLUMNS, ("columns", 1, "encoding"), 'expected "raw"', False)
    _check_column(column, ("columns", 1), found)
