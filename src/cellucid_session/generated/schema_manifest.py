# Generated from schemas/manifest.schema.json; do not edit: run python -m cellucid_session.generate
"""Checks of manifest.schema.json: Manifest of a session file."""

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
    r"^(?:000[1-9]|00[1-9][0-9]|0[1-9][0-9]{2}|[1-9][0-9]{3})-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])[Tt](?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60)(?:\.[0-9]+)?(?:[Zz]|[+\-](?:[01][0-9]|2[0-3]):[0-5][0-9])\Z",
    True,
    "\u0000\u002b\u002c\u002d\u002e\u002f\u0030\u0031\u0032\u0033\u0034\u0036\u0037\u003a\u003b\u0054\u0055\u005a\u005b\u0074\u0075\u007a\u007b",
    (
        b"\xff\xff\xff\xff\xff\xff\x01\x02\x02\x02\x02\x02\x02\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\xff\x03\x04\x04\x04\x04\x04\x04\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\xff\x05\x05\x05\x05\x05\x05\x05\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\xff\x06\x07\x07\x07\x07\x07\x07\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\xff\x08\x08\x08\x08\x08\x08\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\xff\x09\x09\x09\x09\x09\x09\x09\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\xff\xff\x0a\x0a\x0a\x0a\x0a\x0a\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\xff\x0b\x0b\x0b\x0b\x0b\x0b\x0b\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\xff\x0c\x0c\x0c\x0c\x0c\x0c\x0c\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\xff\x0d\x0d\x0d\x0d\x0d\x0d\x0d\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\x0e\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\x0e\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\x0e\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\x0e\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\xff\x0f\x10\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\xff\xff\x11\x11\x11\x11\x11\x11\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\xff\x12\x12\x12\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\x13\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\x13\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\xff\x14\x15\x15\x16\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\xff\xff\x17\x17\x17\x17\x17\x17\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\xff\x18\x18\x18\x18\x18\x18\x18\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\xff\x19\x19\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x1a\xff\xff\xff\x1a\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x1a\xff\xff\xff\x1a\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x1a\xff\xff\xff\x1a\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\xff\x1b\x1b\x1c\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\xff\x1d\x1d\x1d\x1d\x1d\x1d\x1d\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\xff\x1e\x1e\x1e\x1e\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x1f\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x1f\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\xff\x20\x20\x20\x20\x20\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\xff\x21\x21\x21\x21\x21\x21\x21\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x22\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\xff\x23\x23\x23\x23\x23\x24\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\xff\x25\x25\x25\x25\x25\x25\x25\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\xff\x26\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\x27\xff\x27\x28\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x29\xff\xff\xff\x29\xff",
        b"\xff\x27\xff\x27\x28\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x29\xff\xff\xff\x29\xff",
        b"\xff\xff\xff\xff\xff\xff\x2a\x2a\x2b\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\xff\x2c\x2c\x2c\x2c\x2c\x2c\x2c\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\xff\x2d\x2d\x2d\x2d\x2d\x2d\x2d\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\xff\x2e\x2e\x2e\x2e\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\x27\xff\x27\xff\xff\x2f\x2f\x2f\x2f\x2f\x2f\x2f\xff\xff\xff\xff\x29\xff\xff\xff\x29\xff",
        b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x30\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x30\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\x27\xff\x27\xff\xff\x2f\x2f\x2f\x2f\x2f\x2f\x2f\xff\xff\xff\xff\x29\xff\xff\xff\x29\xff",
        b"\xff\xff\xff\xff\xff\xff\x31\x31\x31\x31\x31\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\xff\x32\x32\x32\x32\x32\x32\x32\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
    ),
    (41, 50),
)
_DATA_SOURCE_KEYS = frozenset(("sourceType", "datasetId", "userPath"))
_FINGERPRINT_DATASET_ID_PATTERN = Pattern(
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
_FINGERPRINT_DATASET_ID_PATTERN_2 = Pattern(
    r"^[\x00-\x7f]*\Z", True, "\u0000\u0080", (b"\x01\xff", b"\x01\xff"), (0, 1)
)
_FINGERPRINT_KEYS = frozenset(("sourceType", "datasetId", "cellCount", "varCount"))
_CELL_NAMES_ORDERED_PATTERN = Pattern(
    r"^[0-9a-f]{64}\Z",
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
        b"\xff\x11\xff\x11\xff",
        b"\xff\x12\xff\x12\xff",
        b"\xff\x13\xff\x13\xff",
        b"\xff\x14\xff\x14\xff",
        b"\xff\x15\xff\x15\xff",
        b"\xff\x16\xff\x16\xff",
        b"\xff\x17\xff\x17\xff",
        b"\xff\x18\xff\x18\xff",
        b"\xff\x19\xff\x19\xff",
        b"\xff\x1a\xff\x1a\xff",
        b"\xff\x1b\xff\x1b\xff",
        b"\xff\x1c\xff\x1c\xff",
        b"\xff\x1d\xff\x1d\xff",
        b"\xff\x1e\xff\x1e\xff",
        b"\xff\x1f\xff\x1f\xff",
        b"\xff\x20\xff\x20\xff",
        b"\xff\x21\xff\x21\xff",
        b"\xff\x22\xff\x22\xff",
        b"\xff\x23\xff\x23\xff",
        b"\xff\x24\xff\x24\xff",
        b"\xff\x25\xff\x25\xff",
        b"\xff\x26\xff\x26\xff",
        b"\xff\x27\xff\x27\xff",
        b"\xff\x28\xff\x28\xff",
        b"\xff\x29\xff\x29\xff",
        b"\xff\x2a\xff\x2a\xff",
        b"\xff\x2b\xff\x2b\xff",
        b"\xff\x2c\xff\x2c\xff",
        b"\xff\x2d\xff\x2d\xff",
        b"\xff\x2e\xff\x2e\xff",
        b"\xff\x2f\xff\x2f\xff",
        b"\xff\x30\xff\x30\xff",
        b"\xff\x31\xff\x31\xff",
        b"\xff\x32\xff\x32\xff",
        b"\xff\x33\xff\x33\xff",
        b"\xff\x34\xff\x34\xff",
        b"\xff\x35\xff\x35\xff",
        b"\xff\x36\xff\x36\xff",
        b"\xff\x37\xff\x37\xff",
        b"\xff\x38\xff\x38\xff",
        b"\xff\x39\xff\x39\xff",
        b"\xff\x3a\xff\x3a\xff",
        b"\xff\x3b\xff\x3b\xff",
        b"\xff\x3c\xff\x3c\xff",
        b"\xff\x3d\xff\x3d\xff",
        b"\xff\x3e\xff\x3e\xff",
        b"\xff\x3f\xff\x3f\xff",
        b"\xff\x40\xff\x40\xff",
        b"\xff\xff\xff\xff\xff",
    ),
    (64,),
)
_CELL_NAMES_KEYS = frozenset(("ordered", "unordered"))
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
        "dependsOn",
    )
)
_KEYS = frozenset(("createdAt", "dataSource", "datasetFingerprint", "cellNames", "summary", "chunks"))


def check(value: Any, found: Found) -> None:
    """Check a value against the schema at #."""
    if not isinstance(value, dict):
        # #/type
        found(R.MANIFEST_ROOT, (), f"expected an object, found {_kind(value)}", False)
        return
    if "createdAt" in value:
        created_at = value["createdAt"]
        if type(created_at) is not str:
            # #/properties/createdAt/type
            found(
                R.MANIFEST_CREATED_AT, ("createdAt",), f"expected a string, found {_kind(created_at)}", False
            )
        elif not _CREATED_AT_PATTERN(created_at):
            # #/properties/createdAt/pattern
            found(R.MANIFEST_CREATED_AT, ("createdAt",), "does not match the pattern of the schema", False)
    if "dataSource" in value:
        data_source = value["dataSource"]
        _check_data_source(data_source, found)
    if "datasetFingerprint" not in value:
        # #/required/datasetFingerprint
        found(R.MANIFEST_FINGERPRINT_MISSING, (), 'the key "datasetFingerprint" is missing', False)
    else:
        dataset_fingerprint = value["datasetFingerprint"]
        _check_fingerprint(dataset_fingerprint, found)
    if "cellNames" in value:
        cell_names = value["cellNames"]
        _check_cell_names(cell_names, found)
    if "summary" in value:
        summary = value["summary"]
        if summary is not None:
            # #/properties/summary/x-advice/type
            found(R.MANIFEST_SUMMARY, ("summary",), f"expected null, found {_kind(summary)}", False)
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
            if len(chunks) < 1:
                # #/properties/chunks/x-advice/minItems
                found(
                    R.MANIFEST_NO_CHUNKS, ("chunks",), f"expected at least 1 item, found {len(chunks)}", False
                )
    if not _KEYS.issuperset(value):
        for key in value:
            if key not in _KEYS:
                # #/x-unknown
                found(R.MANIFEST_UNKNOWN_KEY, (key,), "the schema does not name this key", True)
    if "createdAt" not in value:
        # #/x-advice/required/createdAt
        found(R.MANIFEST_CREATED_AT_MISSING, (), 'the key "createdAt" is missing', False)
    if "dataSource" not in value:
        # #/x-advice/required/dataSource
        found(R.MANIFEST_DATA_SOURCE_MISSING, (), 'the key "dataSource" is missing', False)


def _check_data_source(data_source: Any, found: Found) -> None:
    """Check a value against the schema at #/properties/dataSource."""
    if isinstance(data_source, dict):
        if "sourceType" in data_source:
            source_type = data_source["sourceType"]
            if type(source_type) is not str and source_type is not None:
                # #/properties/dataSource/properties/sourceType/type
                found(
                    R.MANIFEST_DATA_SOURCE,
                    ("dataSource", "sourceType"),
                    f"expected a string or null, found {_kind(source_type)}",
                    False,
                )
        if "datasetId" in data_source:
            dataset_id = data_source["datasetId"]
            if type(dataset_id) is not str and dataset_id is not None:
                # #/properties/dataSource/properties/datasetId/type
                found(
                    R.MANIFEST_DATA_SOURCE,
                    ("dataSource", "datasetId"),
                    f"expected a string or null, found {_kind(dataset_id)}",
                    False,
                )
        if "userPath" in data_source:
            user_path = data_source["userPath"]
            if type(user_path) is not str and user_path is not None:
                # #/properties/dataSource/properties/userPath/type
                found(
                    R.MANIFEST_DATA_SOURCE,
                    ("dataSource", "userPath"),
                    f"expected a string or null, found {_kind(user_path)}",
                    False,
                )
            elif user_path is not None:
                # #/properties/dataSource/properties/userPath/x-advice/type
                found(
                    R.MANIFEST_USER_PATH,
                    ("dataSource", "userPath"),
                    f"expected null, found {_kind(user_path)}",
                    False,
                )
        if not _DATA_SOURCE_KEYS.issuperset(data_source):
            for key in data_source:
                if key not in _DATA_SOURCE_KEYS:
                    # #/properties/dataSource/x-unknown
                    found(
                        R.MANIFEST_UNKNOWN_KEY, ("dataSource", key), "the schema does not name this key", True
                    )
    elif data_source is not None:
        # #/properties/dataSource/type
        found(
            R.MANIFEST_DATA_SOURCE,
            ("dataSource",),
            f"expected an object or null, found {_kind(data_source)}",
            False,
        )


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
        if type(source_type) is not str and source_type is not None:
            # #/$defs/fingerprint/properties/sourceType/type
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
        if type(dataset_id) is not str and dataset_id is not None:
            # #/$defs/fingerprint/properties/datasetId/type
            found(
                R.MANIFEST_FINGERPRINT,
                ("datasetFingerprint", "datasetId"),
                f"expected a string or null, found {_kind(dataset_id)}",
                False,
            )
        else:
            if type(dataset_id) is str:
                if not _FINGERPRINT_DATASET_ID_PATTERN_2(dataset_id):
                    # #/$defs/fingerprint/properties/datasetId/x-advice/pattern
                    found(
                        R.MANIFEST_DATASET_ID_ODD,
                        ("datasetFingerprint", "datasetId"),
                        "does not match the pattern ^[\\u0000-\\u007f]*$",
                        False,
                    )
            if _is_dataset_id_x_advice_not(dataset_id):
                # #/$defs/fingerprint/properties/datasetId/x-advice/not
                found(
                    R.MANIFEST_DATASET_ID_ODD,
                    ("datasetFingerprint", "datasetId"),
                    "expected something else than this",
                    False,
                )
    if "cellCount" in dataset_fingerprint:
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
            if cell_count > 9007199254740991:
                # #/$defs/count/maximum
                found(
                    R.MANIFEST_FINGERPRINT,
                    ("datasetFingerprint", "cellCount"),
                    "expected at most 9007199254740991",
                    False,
                )
    if "varCount" in dataset_fingerprint:
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
            if var_count > 9007199254740991:
                # #/$defs/count/maximum
                found(
                    R.MANIFEST_FINGERPRINT,
                    ("datasetFingerprint", "varCount"),
                    "expected at most 9007199254740991",
                    False,
                )
    if not _FINGERPRINT_KEYS.issuperset(dataset_fingerprint):
        for key in dataset_fingerprint:
            if key not in _FINGERPRINT_KEYS:
                # #/$defs/fingerprint/x-unknown
                found(
                    R.MANIFEST_UNKNOWN_KEY,
                    ("datasetFingerprint", key),
                    "the schema does not name this key",
                    True,
                )


def _is_dataset_id_x_advice_not(value: Any) -> bool:
    """Whether a value is valid, by #/$defs/fingerprint/properties/datasetId/x-advice/not."""
    if type(value) is not str:
        # #/$defs/fingerprint/properties/datasetId/x-advice/not/type
        return False
    if not _FINGERPRINT_DATASET_ID_PATTERN(value):
        # #/$defs/fingerprint/properties/datasetId/x-advice/not/pattern
        return False
    return True


def _check_cell_names(cell_names: Any, found: Found) -> None:
    """Check a value against the schema at #/properties/cellNames."""
    if not isinstance(cell_names, dict):
        # #/properties/cellNames/type
        found(R.MANIFEST_CELL_NAMES, ("cellNames",), f"expected an object, found {_kind(cell_names)}", False)
        return
    if "ordered" not in cell_names:
        # #/properties/cellNames/required/ordered
        found(R.MANIFEST_CELL_NAMES, ("cellNames",), 'the key "ordered" is missing', False)
    else:
        ordered = cell_names["ordered"]
        if type(ordered) is not str:
            # #/properties/cellNames/properties/ordered/type
            found(
                R.MANIFEST_CELL_NAMES,
                ("cellNames", "ordered"),
                f"expected a string, found {_kind(ordered)}",
                False,
            )
        elif not _CELL_NAMES_ORDERED_PATTERN(ordered):
            # #/properties/cellNames/properties/ordered/pattern
            found(
                R.MANIFEST_CELL_NAMES,
                ("cellNames", "ordered"),
                "does not match the pattern ^[0-9a-f]{64}$",
                False,
            )
    if "unordered" not in cell_names:
        # #/properties/cellNames/required/unordered
        found(R.MANIFEST_CELL_NAMES, ("cellNames",), 'the key "unordered" is missing', False)
    else:
        unordered = cell_names["unordered"]
        if type(unordered) is not str:
            # #/properties/cellNames/properties/unordered/type
            found(
                R.MANIFEST_CELL_NAMES,
                ("cellNames", "unordered"),
                f"expected a string, found {_kind(unordered)}",
                False,
            )
        elif not _CELL_NAMES_ORDERED_PATTERN(unordered):
            # #/properties/cellNames/properties/unordered/pattern
            found(
                R.MANIFEST_CELL_NAMES,
                ("cellNames", "unordered"),
                "does not match the pattern ^[0-9a-f]{64}$",
                False,
            )
    if not _CELL_NAMES_KEYS.issuperset(cell_names):
        for key in cell_names:
            if key not in _CELL_NAMES_KEYS:
                # #/properties/cellNames/x-unknown
                found(R.MANIFEST_UNKNOWN_KEY, ("cellNames", key), "the schema does not name this key", True)


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
        elif label == "":
            # #/$defs/entry/properties/label/x-advice/minLength
            found(
                R.CHUNK_LABEL_EMPTY,
                ("chunks", index, "label"),
                "expected at least 1 character, found 0",
                False,
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
    if "storedBytes" in chunk:
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
    if "uncompressedBytes" in chunk:
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
    if "dependsOn" in chunk:
        depends_on = chunk["dependsOn"]
        if not isinstance(depends_on, list):
            # #/$defs/entry/properties/dependsOn/type
            found(
                R.CHUNK_DEPENDS_ON,
                ("chunks", index, "dependsOn"),
                f"expected an array, found {_kind(depends_on)}",
                False,
            )
        else:
            for index_2, item in enumerate(depends_on):
                if type(item) is not str:
                    # #/$defs/entry/properties/dependsOn/items/type
                    found(
                        R.CHUNK_DEPENDS_ON,
                        ("chunks", index, "dependsOn", index_2),
                        f"expected a string, found {_kind(item)}",
                        False,
                    )
    if not _ENTRY_KEYS.issuperset(chunk):
        for key in chunk:
            if key not in _ENTRY_KEYS:
                # #/$defs/entry/x-unknown
                found(
                    R.MANIFEST_UNKNOWN_KEY, ("chunks", index, key), "the schema does not name this key", True
                )
    if "storedBytes" not in chunk:
        # #/$defs/entry/x-advice/required/storedBytes
        found(R.CHUNK_SIZES_ABSENT, ("chunks", index), 'the key "storedBytes" is missing', False)
    if "uncompressedBytes" not in chunk:
        # #/$defs/entry/x-advice/required/uncompressedBytes
        found(R.CHUNK_SIZES_ABSENT, ("chunks", index), 'the key "uncompressedBytes" is missing', False)
