"""Limits of the format, and budgets of a policy."""

# Generated from declare/limits.py; do not edit: run python -m cellucid_session.generate

from __future__ import annotations

MANIFEST_BYTES_MIN = 1  # bytes
MANIFEST_BYTES = 16777216  # bytes
STORED_BYTES = 536870912  # bytes
INFLATED_BYTES = 536870912  # bytes
UVARINT_BYTES = 8  # bytes
SAFE_INTEGER = 9007199254740991  #
JSON_DEPTH = 64  # levels
CELL_INDEX = 4294967295  #
CODES_LENGTH = 4294967295  # codes
FRAME_BYTES = 4294967295  # bytes
CODE_U8 = 255  #
CODE_U32 = 4294967295  #
NAME_LENGTH = 256  # characters
CODE_VALUE = 65535  #
CHUNK_ID_LENGTH = 180  # characters
CATEGORIES_U8 = 255  # categories
UNASSIGNED_U8 = 255  #
UNASSIGNED_U16 = 65535  #

#: default budgets of a policy
BUDGETS: dict[str, int] = {
    "file_bytes": 536870912,  # bytes
    "inflated_bytes": 4294967296,  # bytes
    "json_bytes": 33554432,  # bytes
    "total_json_bytes": 134217728,  # bytes
    "json_nodes": 2000000,  # nodes
    "chunks": 100000,  # chunks
    "findings": 1000,  # findings
}
