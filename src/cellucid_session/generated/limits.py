"""Limits of the format, and budgets of a policy."""

# Generated from declare/limits.py; do not edit: run python -m cellucid_session.generate

from __future__ import annotations

MANIFEST_BYTES_MIN = 1
MANIFEST_BYTES = 16777216
STORED_BYTES = 536870912
INFLATED_BYTES = 536870912
UVARINT_BYTES = 8
SAFE_INTEGER = 9007199254740991
JSON_DEPTH = 64
CELL_INDEX = 4294967295
CODES_LENGTH = 4294967295
CODE_VALUE = 65535
CHUNK_ID_LENGTH = 180
CATEGORIES_U8 = 255
UNASSIGNED_U8 = 255
UNASSIGNED_U16 = 65535

BUDGETS: dict[str, int] = {
    "file_bytes": 536870912,
    "inflated_bytes": 4294967296,
    "json_bytes": 33554432,
    "json_nodes": 2000000,
    "chunks": 100000,
    "findings": 1000,
}
