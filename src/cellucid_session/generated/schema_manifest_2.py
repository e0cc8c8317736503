# Generated from schemas/manifest-2.schema.json; do not edit: run python -m cellucid_session.generate
"""Checks of manifest-2.schema.json: Manifest of a session file, generation 2."""

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

_CREATED_AT_PATTERN = Pattern(
    r"^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{3}Z\Z",
    True,
    "\u0000\u002d\u002e\u002f\u0030\u0031\u0032\u0033\u0034\u0036\u003a\u003b\u0054\u0055\u005a\u005b",
    (
        b"\xff\xff\xff\xff\x01\x01\x01\x01\x01\x01\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\x02\x02\x02\x02\x02\x02\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\x03\x03\x03\x03\x03\x03\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\x04\x04\x04\x04\x04\x04\xff\xff\xff\xff\xff\xff",
        b"\xff\x05\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\x06\x07\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\x08\x08\x08\x08\x08\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\x09\x09\x09\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\x0a\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\x0a\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\x0b\x0c\x0c\x0d\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\x0e\x0e\x0e\x0e\x0e\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\x0f\x0f\x0f\x0f\x0f\x0f\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\x10\x10\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x11\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x11\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x11\xff\xff\xff",
        b"\xff\xff\xff\xff\x12\x12\x13\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\x14\x14\x14\x14\x14\x14\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\x15\x15\x15\x15\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x16\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x16\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\x17\x17\x17\x17\x17\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\x18\x18\x18\x18\x18\x18\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x19\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\x1a\x1a\x1a\x1a\x1a\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\x1b\x1b\x1b\x1b\x1b\x1b\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\x1c\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\x1d\x1d\x1d\x1d\x1d\x1d\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\x1e\x1e\x1e\x1e\x1e\x1e\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\x1f\x1f\x1f\x1f\x1f\x1f\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x20\xff",
        b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
    ),
    (32,),
)
_DIGEST_PATTERN = Pattern(
    r"^[0-9a-f]{16}\Z",
    True,
    "\u0000\u0030\u003a\u0061\u0067",
    (
        b"\xff\x01\xff\x01\xff",
        b"\xff\x02\xff\x02\xff",
        b"\xff\x03\xff\x03\xff",
        b"\xff\x04\xff\x04\xff",
        b"\xff\x05\xff\x05\xff",
        b"\xff\x06\xff\x06\xff",
        b"\xff\x07\xff\x07\xff",
        b"\xff\x08\xff\x08\xff",
        b"\xff\x09\xff\x09\xff",
        b"\xff\x0a\xff\x0a\xff",
        b"\xff\x0b\xff\x0b\xff",
        b"\xff\x0c\xff\x0c\xff",
        b"\xff\x0d\xff\x0d\xff",
        b"\xff\x0e\xff\x0e\xff",
        b"\xff\x0f\xff\x0f\xff",
        b"\xff\x10\xff\x10\xff",
        b"\xff\xff\xff\xff\xff",
    ),
    (16,),
)
_CELL_ORDER_KEYS = frozenset(("dimension", "digest"))
_FINGERPRINT_KEYS = frozenset(("sourceType", "datasetId", "cellCount", "varCount", "cellOrder"))
_ENTRY_KEYS = frozenset(
    (
        "id",
        "contributorId",
        "priority",
        "kind",
        "codec",
        "label",
        "datasetDependent",
        "storedBytes",
        "uncompressedBytes",
    )
)
_KEYS = frozenset(("createdAt", "datasetFingerprint", "chunks"))


def check(value: Any, found: Found) -> None:
    """Check a value against the schema at #."""
    if not isinstance(value, dict):
        # #/type
        found(R.MANIFEST_ROOT, (), f"expected an object, found {_kind(value)}", False)
        return
    if "createdAt" not in value:
        # #/required/createdAt
        found(R.MANIFEST_KEY_MISSING, (), 'the key "createdAt" is missing', False)
    else:
        created_at = value["createdAt"]
        if type(created_at) is not str:
            # #/properties/createdAt/type
            found(
                R.MANIFEST_CREATED_AT, ("createdAt",), f"expected a string, found {_kind(created_at)}", False
            )
        elif not _CREATED_AT_PATTERN(created_at):
            # #/properties/createdAt/pattern
            found(R.MANIFEST_CREATED_AT, ("createdAt",), "does not match the pattern of the schema", False)
    if "datasetFingerprint" not in value:
        # #/required/datasetFingerprint
        found(R.MANIFEST_FINGERPRINT_MISSING, (), 'the key "datasetFingerprint" is missing', False)
    else:
        dataset_fingerprint = value["datasetFingerprint"]
        _check_fingerprint(dataset_fingerprint, found)
    if "chunks" not in value:
        # #/required/chunks
        found(R.MANIFEST_CHUNKS, (), 'the key "chunks" is missing', False)
    else:
        chunks = value["chunks"]
        if not isinstance(chunks, list):
            # #/properties/chunks/type
            found(R.MANIFEST_CHUNKS, ("chunks",), f"expected an array, found {_kind(chunks)}", False)
        else:
            for index, chunk in enumerate(chunks):
                _check_entry(chunk, index, found)
    if not _KEYS.issuperset(value):
        for key in value:
            if key not in _KEYS:
                # #/additionalProperties
                found(R.MANIFEST_CLOSED, (key,), "the schema does not know this key", True)


def _check_fingerprint(dataset_fingerprint: Any, found: Found) -> None:
    """Check a value against the schema at #/$defs/fingerprint."""
    if not isinstance(dataset_fingerprint, dict):
        # #/$defs/fingerprint/type
        found(
            R.MANIFEST_FINGERPRINT,
            ("datasetFingerprint",),
            f"expected an object, found {_kind(dataset_fingerprint)}",
            False,
        )
        return
    if "sourceType" not in dataset_fingerprint:
        # #/$defs/fingerprint/required/sourceType
        found(R.MANIFEST_FINGERPRINT, ("datasetFingerprint",), 'the key "sourceType" is missing', False)
    else:
        source_type = dataset_fingerprint["sourceType"]
        if type(source_type) is str:
            if source_type == "":
                # #/$defs/name/minLength
                found(
                    R.MANIFEST_FINGERPRINT,
                    ("datasetFingerprint", "sourceType"),
                    "expected at least 1 character, found 0",
                    False,
                )
        elif source_type is not None:
            # #/$defs/name/type
            found(
                R.MANIFEST_FINGERPRINT,
                ("datasetFingerprint", "sourceType"),
                f"expected a string or null, found {_kind(source_type)}",
                False,
            )
    if "datasetId" not in dataset_fingerprint:
        # #/$defs/fingerprint/required/datasetId
        found(R.MANIFEST_FINGERPRINT, ("datasetFingerprint",), 'the key "datasetId" is missing', False)
    else:
        dataset_id = dataset_fingerprint["datasetId"]
        if type(dataset_id) is str:
            if dataset_id == "":
                # #/$defs/name/minLength
                found(
                    R.MANIFEST_FINGERPRINT,
                    ("datasetFingerprint", "datasetId"),
                    "expected at least 1 character, found 0",
                    False,
                )
        elif dataset_id is not None:
            # #/$defs/name/type
            found(
                R.MANIFEST_FINGERPRINT,
                ("datasetFingerprint", "datasetId"),
                f"expected a string or null, found {_kind(dataset_id)}",
                False,
            )
    if "cellCount" not in dataset_fingerprint:
        # #/$defs/fingerprint/required/cellCount
        found(R.MANIFEST_FINGERPRINT, ("datasetFingerprint",), 'the key "cellCount" is missing', False)
    else:
        cell_count = dataset_fingerprint["cellCount"]
        if type(cell_count) is not int and not _integral(cell_count):
            # #/$defs/count/type
            found(
                R.MANIFEST_FINGERPRINT,
                ("datasetFingerprint", "cellCount"),
                f"expected an integer, found {_kind(cell_count)}",
                False,
            )
        else:
            if type(cell_count) is float:
                # #/$defs/count/type
                found(
                    R.JSON_INTEGER_FORM,
                    ("datasetFingerprint", "cellCount"),
                    "an integer is written without fraction and exponent",
                    False,
                )
            if cell_count < 0:
                # #/$defs/count/minimum
                found(
                    R.MANIFEST_FINGERPRINT, ("datasetFingerprint", "cellCount"), "expected at least 0", False
                )
            if cell_count > 4294967295:
                # #/$defs/count/maximum
                found(
                    R.MANIFEST_FINGERPRINT,
                    ("datasetFingerprint", "cellCount"),
                    "expected at most 4294967295",
                    False,
                )
    if "varCount" not in dataset_fingerprint:
        # #/$defs/fingerprint/required/varCount
        found(R.MANIFEST_FINGERPRINT, ("datasetFingerprint",), 'the key "varCount" is missing', False)
    else:
        var_count = dataset_fingerprint["varCount"]
        if type(var_count) is not int and not _integral(var_count):
            # #/$defs/count/type
            found(
                R.MANIFEST_FINGERPRINT,
                ("datasetFingerprint", "varCount"),
                f"expected an integer, found {_kind(var_count)}",
                False,
            )
        else:
            if type(var_count) is float:
                # #/$defs/count/type
                found(
                    R.JSON_INTEGER_FORM,
                    ("datasetFingerprint", "varCount"),
                    "an integer is written without fraction and exponent",
                    False,
                )
            if var_count < 0:
                # #/$defs/count/minimum
                found(
                    R.MANIFEST_FINGERPRINT, ("datasetFingerprint", "varCount"), "expected at least 0", False
                )
            if var_count > 4294967295:
                # #/$defs/count/maximum
                found(
                    R.MANIFEST_FINGERPRINT,
                    ("datasetFingerprint", "varCount"),
                    "expected at most 4294967295",
                    False,
                )
    if "cellOrder" in dataset_fingerprint:
        cell_order = dataset_fingerprint["cellOrder"]
        _check_cell_order(cell_order, found)
    if not _FINGERPRINT_KEYS.issuperset(dataset_fingerprint):
        for key in dataset_fingerprint:
            if key not in _FINGERPRINT_KEYS:
                # #/$defs/fingerprint/additionalProperties
                found(
                    R.MANIFEST_FINGERPRINT,
                    ("datasetFingerprint", key),
                    "the schema does not know this key",
                    True,
                )


def _check_cell_order(cell_order: Any, found: Found) -> None:
    """Check a value against the schema at #/$defs/cellOrder."""
    if not isinstance(cell_order, dict):
        # #/$defs/cellOrder/type
        found(
            R.MANIFEST_CELL_ORDER,
            ("datasetFingerprint", "cellOrder"),
            f"expected an object, found {_kind(cell_order)}",
            False,
        )
        return
    if "dimension" not in cell_order:
        # #/$defs/cellOrder/required/dimension
        found(
            R.MANIFEST_CELL_ORDER,
            ("datasetFingerprint", "cellOrder"),
            'the key "dimension" is missing',
            False,
        )
    else:
        dimension = cell_order["dimension"]
        if (type(dimension) is bool or dimension != 1) and dimension != 2 and dimension != 3:
            # #/$defs/cellOrder/properties/dimension/enum
            found(
                R.MANIFEST_CELL_ORDER,
                ("datasetFingerprint", "cellOrder", "dimension"),
                "expected one of 1, 2, 3",
                False,
            )
    if "digest" not in cell_order:
        # #/$defs/cellOrder/required/digest
        found(
            R.MANIFEST_CELL_ORDER, ("datasetFingerprint", "cellOrder"), 'the key "digest" is missing', False
        )
    else:
        digest = cell_order["digest"]
        if type(digest) is not str:
            # #/$defs/digest/type
            found(
                R.MANIFEST_CELL_ORDER,
                ("datasetFingerprint", "cellOrder", "digest"),
                f"expected a string, found {_kind(digest)}",
                False,
            )
        elif not _DIGEST_PATTERN(digest):
            # #/$defs/digest/pattern
            found(
                R.MANIFEST_CELL_ORDER,
                ("datasetFingerprint", "cellOrder", "digest"),
                "does not match the pattern ^[0-9a-f]{16}$",
                False,
            )
    if not _CELL_ORDER_KEYS.issuperset(cell_order):
        for key in cell_order:
            if key not in _CELL_ORDER_KEYS:
                # #/$defs/cellOrder/additionalProperties
                found(
                    R.MANIFEST_CELL_ORDER,
                    ("datasetFingerprint", "cellOrder", key),
                    "the schema does not know this key",
                    True,
                )


def _check_entry(chunk: Any, index: int, found: Found) -> None:
    """Check a value against the schema at #/$defs/entry."""
    if not isinstance(chunk, dict):
        # #/$defs/entry/type
        found(R.CHUNK_ENTRY, ("chunks", index), f"expected an object, found {_kind(chunk)}", False)
        return
    if "id" not in chunk:
        # #/$defs/entry/required/id
        found(R.CHUNK_KEY_MISSING, ("chunks", index), 'the key "id" is missing', False)
    else:
        item_id = chunk["id"]
        if type(item_id) is not str:
            # #/$defs/entry/properties/id/type
            found(R.CHUNK_ID, ("chunks", index, "id"), f"expected a string, found {_kind(item_id)}", False)
        elif item_id == "":
            # #/$defs/entry/properties/id/minLength
            found(R.CHUNK_ID, ("chunks", index, "id"), "expected at least 1 character, found 0", False)
    if "contributorId" not in chunk:
        # #/$defs/entry/required/contributorId
        found(R.CHUNK_KEY_MISSING, ("chunks", index), 'the key "contributorId" is missing', False)
    else:
        contributor_id = chunk["contributorId"]
        if type(contributor_id) is not str:
            # #/$defs/entry/properties/contributorId/type
            found(
                R.CHUNK_CONTRIBUTOR,
                ("chunks", index, "contributorId"),
                f"expected a string, found {_kind(contributor_id)}",
                False,
            )
        elif contributor_id == "":
            # #/$defs/entry/properties/contributorId/minLength
            found(
                R.CHUNK_CONTRIBUTOR,
                ("chunks", index, "contributorId"),
                "expected at least 1 character, found 0",
                False,
            )
    if "priority" not in chunk:
        # #/$defs/entry/required/priority
        found(R.CHUNK_KEY_MISSING, ("chunks", index), 'the key "priority" is missing', False)
    else:
        priority = chunk["priority"]
        if priority not in ("eager", "lazy"):
            # #/$defs/entry/properties/priority/enum
            found(R.CHUNK_PRIORITY, ("chunks", index, "priority"), 'expected one of "eager", "lazy"', False)
    if "kind" not in chunk:
        # #/$defs/entry/required/kind
        found(R.CHUNK_KEY_MISSING, ("chunks", index), 'the key "kind" is missing', False)
    else:
        kind = chunk["kind"]
        if kind not in ("json", "binary"):
            # #/$defs/entry/properties/kind/enum
            found(R.CHUNK_KIND, ("chunks", index, "kind"), 'expected one of "json", "binary"', False)
    if "codec" not in chunk:
        # #/$defs/entry/required/codec
        found(R.CHUNK_KEY_MISSING, ("chunks", index), 'the key "codec" is missing', False)
    else:
        codec = chunk["codec"]
        if codec not in ("none", "gzip"):
            # #/$defs/entry/properties/codec/enum
            found(R.CHUNK_CODEC, ("chunks", index, "codec"), 'expected one of "none", "gzip"', False)
    if "label" not in chunk:
        # #/$defs/entry/required/label
        found(R.CHUNK_KEY_MISSING, ("chunks", index), 'the key "label" is missing', False)
    else:
        label = chunk["label"]
        if type(label) is not str:
            # #/$defs/entry/properties/label/type
            found(
                R.CHUNK_LABEL, ("chunks", index, "label"), f"expected a string, found {_kind(label)}", False
            )
    if "datasetDependent" not in chunk:
        # #/$defs/entry/required/datasetDependent
        found(R.CHUNK_KEY_MISSING, ("chunks", index), 'the key "datasetDependent" is missing', False)
    else:
        dataset_dependent = chunk["datasetDependent"]
        if type(dataset_dependent) is not bool:
            # #/$defs/entry/properties/datasetDependent/type
            found(
                R.CHUNK_DATASET_DEPENDENT,
                ("chunks", index, "datasetDependent"),
                f"expected a boolean, found {_kind(dataset_dependent)}",
                False,
            )
    if "storedBytes" not in chunk:
        # #/$defs/entry/required/storedBytes
        found(R.CHUNK_SIZE_MISSING, ("chunks", index), 'the key "storedBytes" is missing', False)
    else:
        stored_bytes = chunk["storedBytes"]
        if type(stored_bytes) is not int and not _integral(stored_bytes):
            # #/$defs/entry/properties/storedBytes/type
            found(
                R.CHUNK_STORED_BYTES,
                ("chunks", index, "storedBytes"),
                f"expected an integer, found {_kind(stored_bytes)}",
                False,
            )
        else:
            if type(stored_bytes) is float:
                # #/$defs/entry/properties/storedBytes/type
                found(
                    R.JSON_INTEGER_FORM,
                    ("chunks", index, "storedBytes"),
                    "an integer is written without fraction and exponent",
                    False,
                )
            if stored_bytes < 0:
                # #/$defs/entry/properties/storedBytes/minimum
                found(R.CHUNK_STORED_BYTES, ("chunks", index, "storedBytes"), "expected at least 0", False)
            if stored_bytes > 536870912:
                # #/$defs/entry/properties/storedBytes/maximum
                found(
                    R.CHUNK_STORED_BYTES,
                    ("chunks", index, "storedBytes"),
                    "expected at most 536870912",
                    False,
                )
    if "uncompressedBytes" not in chunk:
        # #/$defs/entry/required/uncompressedBytes
        found(R.CHUNK_SIZE_MISSING, ("chunks", index), 'the key "uncompressedBytes" is missing', False)
    else:
        uncompressed_bytes = chunk["uncompressedBytes"]
        if type(uncompressed_bytes) is not int and not _integral(uncompressed_bytes):
            # #/$defs/entry/properties/uncompressedBytes/type
            found(
                R.CHUNK_UNCOMPRESSED_BYTES,
                ("chunks", index, "uncompressedBytes"),
                f"expected an integer, found {_kind(uncompressed_bytes)}",
                False,
            )
        else:
            if type(uncompressed_bytes) is float:
                # #/$defs/entry/properties/uncompressedBytes/type
                found(
                    R.JSON_INTEGER_FORM,
                    ("chunks", index, "uncompressedBytes"),
                    "an integer is written without fraction and exponent",
                    False,
                )
            if uncompressed_bytes < 0:
                # #/$defs/entry/properties/uncompressedBytes/minimum
                found(
                    R.CHUNK_UNCOMPRESSED_BYTES,
                    ("chunks", index, "uncompressedBytes"),
                    "expected at least 0",
                    False,
                )
            if uncompressed_bytes > 536870912:
                # #/$defs/entry/properties/uncompressedBytes/maximum
                found(
                    R.CHUNK_UNCOMPRESSED_BYTES,
                    ("chunks", index, "uncompressedBytes"),
                    "expected at most 536870912",
                    False,
                )
    if not _ENTRY_KEYS.issuperset(chunk):
        for key in chunk:
            if key not in _ENTRY_KEYS:
                # #/$defs/entry/additionalProperties
                found(R.MANIFEST_CLOSED, ("chunks", index, key), "the schema does not know this key", True)
