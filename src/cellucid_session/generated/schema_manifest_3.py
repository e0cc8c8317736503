# Generated from schemas/manifest-3.schema.json; do not edit: run python -m cellucid_session.generate
"""Checks of manifest-3.schema.json: Manifest of a session file, generation 3."""

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
_ORDER_REFERENCE_KEYS = frozenset(("key", "columns"))
_CELL_ORDER_KEYS = frozenset(("dimension", "digest", "embedding"))
_EXPORT_REFERENCE_KEYS = frozenset(("key", "columns"))
_EXPORT_DEFAULT_KEYS = frozenset(("key", "columns"))
_EMBEDDINGS_DEFAULTS_KEYS = frozenset(("1d", "2d", "3d"))
_EXPORT_MAPPING_EMBEDDINGS_KEYS = frozenset(("enabled", "defaults"))
_GENE_NAMES_PATTERN = Pattern(
    r"^column:(?:[^A]|A)",
    True,
    "\u0000\u003a\u003b\u0041\u0042\u0063\u0064\u006c\u006d\u006e\u006f\u0070\u0075\u0076",
    (
        b"\xff\xff\xff\xff\xff\x01\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\xff\xff\x03\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x04\xff",
        b"\xff\xff\xff\xff\xff\xff\xff\xff\x05\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\x06\xff\xff\xff\xff",
        b"\xff\x07\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xfe\xfe\xfe\xfe\xfe\xfe\xfe\xfe\xfe\xfe\xfe\xfe\xfe\xfe",
    ),
    (),
)
_EXPORT_MAPPING_VECTOR_FIELDS_KEYS = frozenset(("field", "embedding"))
_EXPORT_MAPPING_KEYS = frozenset(("kind", "embeddings", "geneNames", "vectorFields"))
_REFERENCE_KEYS = frozenset(("key", "columns"))
_REFERENCE1_KEYS = frozenset(("key", "columns"))
_REFERENCE2_KEYS = frozenset(("key", "columns"))
_REFERENCE3_KEYS = frozenset(("key", "columns"))
_ANNDATA_MAPPING_EMBEDDINGS_KEYS = frozenset(("enabled", "defaults"))
_EXPRESSION_PATTERN = Pattern(
    r"^layer:(?:[^A]|A)",
    True,
    "\u0000\u003a\u003b\u0041\u0042\u0061\u0062\u0065\u0066\u006c\u006d\u0072\u0073\u0079\u007a",
    (
        b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\x02\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x03\xff",
        b"\xff\xff\xff\xff\xff\xff\xff\x04\xff\xff\xff\xff\xff\xff\xff",
        b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x05\xff\xff\xff",
        b"\xff\x06\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xfe\xfe\xfe\xfe\xfe\xfe\xfe\xfe\xfe\xfe\xfe\xfe\xfe\xfe\xfe",
    ),
    (),
)
_ANNDATA_MAPPING_VECTOR_FIELDS_KEYS = frozenset(("key", "embedding"))
_ANNDATA_MAPPING_KEYS = frozenset(
    ("kind", "embeddings", "knn", "geneNames", "expression", "latent", "vectorFields")
)
_FINGERPRINT_KEYS = frozenset(
    ("sourceType", "datasetId", "cellCount", "varCount", "cellOrder", "dataMapping")
)
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
    if "cellOrder" not in dataset_fingerprint:
        # #/$defs/fingerprint/required/cellOrder
        found(R.MANIFEST_FINGERPRINT, ("datasetFingerprint",), 'the key "cellOrder" is missing', False)
    else:
        cell_order = dataset_fingerprint["cellOrder"]
        _check_cell_order(cell_order, found)
    if "dataMapping" not in dataset_fingerprint:
        # #/$defs/fingerprint/required/dataMapping
        found(R.MANIFEST_FINGERPRINT, ("datasetFingerprint",), 'the key "dataMapping" is missing', False)
    else:
        data_mapping = dataset_fingerprint["dataMapping"]
        _check_data_mapping(data_mapping, found)
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
    if "embedding" not in cell_order:
        # #/$defs/cellOrder/required/embedding
        found(
            R.MANIFEST_CELL_ORDER,
            ("datasetFingerprint", "cellOrder"),
            'the key "embedding" is missing',
            False,
        )
    else:
        embedding = cell_order["embedding"]
        _check_order_reference(embedding, found)
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


def _check_order_reference(embedding: Any, found: Found) -> None:
    """Check a value against the schema at #/$defs/orderReference."""
    if not isinstance(embedding, dict):
        # #/$defs/orderReference/type
        found(
            R.MANIFEST_CELL_ORDER,
            ("datasetFingerprint", "cellOrder", "embedding"),
            f"expected an object, found {_kind(embedding)}",
            False,
        )
        return
    if "key" not in embedding:
        # #/$defs/orderReference/required/key
        found(
            R.MANIFEST_CELL_ORDER,
            ("datasetFingerprint", "cellOrder", "embedding"),
            'the key "key" is missing',
            False,
        )
    else:
        item_key = embedding["key"]
        if type(item_key) is not str:
            # #/$defs/orderReference/properties/key/type
            found(
                R.MANIFEST_CELL_ORDER,
                ("datasetFingerprint", "cellOrder", "embedding", "key"),
                f"expected a string, found {_kind(item_key)}",
                False,
            )
        elif item_key == "":
            # #/$defs/orderReference/properties/key/minLength
            found(
                R.MANIFEST_CELL_ORDER,
                ("datasetFingerprint", "cellOrder", "embedding", "key"),
                "expected at least 1 character, found 0",
                False,
            )
    if "columns" not in embedding:
        # #/$defs/orderReference/required/columns
        found(
            R.MANIFEST_CELL_ORDER,
            ("datasetFingerprint", "cellOrder", "embedding"),
            'the key "columns" is missing',
            False,
        )
    else:
        columns = embedding["columns"]
        if isinstance(columns, list):
            if len(columns) < 1:
                # #/$defs/orderReference/properties/columns/minItems
                found(
                    R.MANIFEST_CELL_ORDER,
                    ("datasetFingerprint", "cellOrder", "embedding", "columns"),
                    f"expected at least 1 item, found {len(columns)}",
                    False,
                )
            if len(columns) > 3:
                # #/$defs/orderReference/properties/columns/maxItems
                found(
                    R.MANIFEST_CELL_ORDER,
                    ("datasetFingerprint", "cellOrder", "embedding", "columns"),
                    f"expected at most 3 items, found {len(columns)}",
                    False,
                )
            for index, column in enumerate(columns):
                if type(column) is not int and not _integral(column):
                    # #/$defs/orderReference/properties/columns/items/type
                    found(
                        R.MANIFEST_CELL_ORDER,
                        ("datasetFingerprint", "cellOrder", "embedding", "columns", index),
                        f"expected an integer, found {_kind(column)}",
                        False,
                    )
                else:
                    if type(column) is float:
                        # #/$defs/orderReference/properties/columns/items/type
                        found(
                            R.JSON_INTEGER_FORM,
                            ("datasetFingerprint", "cellOrder", "embedding", "columns", index),
                            "an integer is written without fraction and exponent",
                            False,
                        )
                    if column < 0:
                        # #/$defs/orderReference/properties/columns/items/minimum
                        found(
                            R.MANIFEST_CELL_ORDER,
                            ("datasetFingerprint", "cellOrder", "embedding", "columns", index),
                            "expected at least 0",
                            False,
                        )
                    if column > 9007199254740991:
                        # #/$defs/orderReference/properties/columns/items/maximum
                        found(
                            R.MANIFEST_CELL_ORDER,
                            ("datasetFingerprint", "cellOrder", "embedding", "columns", index),
                            "expected at most 9007199254740991",
                            False,
                        )
        elif columns is not None:
            # #/$defs/orderReference/properties/columns/type
            found(
                R.MANIFEST_CELL_ORDER,
                ("datasetFingerprint", "cellOrder", "embedding", "columns"),
                f"expected an array or null, found {_kind(columns)}",
                False,
            )
    if not _ORDER_REFERENCE_KEYS.issuperset(embedding):
        for key in embedding:
            if key not in _ORDER_REFERENCE_KEYS:
                # #/$defs/orderReference/additionalProperties
                found(
                    R.MANIFEST_CELL_ORDER,
                    ("datasetFingerprint", "cellOrder", "embedding", key),
                    "the schema does not know this key",
                    True,
                )


def _check_data_mapping(data_mapping: Any, found: Found) -> None:
    """Check a value against the schema at #/$defs/dataMapping."""
    if not isinstance(data_mapping, dict):
        # #/$defs/dataMapping/type
        found(
            R.MANIFEST_DATA_MAPPING,
            ("datasetFingerprint", "dataMapping"),
            f"expected an object, found {_kind(data_mapping)}",
            False,
        )
        return
    if "kind" not in data_mapping:
        # #/$defs/dataMapping/required/kind
        found(
            R.MANIFEST_DATA_MAPPING, ("datasetFingerprint", "dataMapping"), 'the key "kind" is missing', False
        )
    else:
        kind = data_mapping["kind"]
        if kind not in ("anndata", "export"):
            # #/$defs/dataMapping/properties/kind/enum
            found(
                R.MANIFEST_DATA_MAPPING,
                ("datasetFingerprint", "dataMapping", "kind"),
                'expected one of "anndata", "export"',
                False,
            )
    if "kind" in data_mapping and data_mapping["kind"] == "export":
        if "kind" not in data_mapping:
            # #/$defs/exportMapping/required/kind
            found(
                R.MANIFEST_DATA_MAPPING,
                ("datasetFingerprint", "dataMapping"),
                'the key "kind" is missing',
                False,
            )
        else:
            kind = data_mapping["kind"]
            if kind != "export":
                # #/$defs/exportMapping/properties/kind/const
                found(
                    R.MANIFEST_DATA_MAPPING,
                    ("datasetFingerprint", "dataMapping", "kind"),
                    'expected "export"',
                    False,
                )
        if "embeddings" not in data_mapping:
            # #/$defs/exportMapping/required/embeddings
            found(
                R.MANIFEST_DATA_MAPPING,
                ("datasetFingerprint", "dataMapping"),
                'the key "embeddings" is missing',
                False,
            )
        else:
            embeddings = data_mapping["embeddings"]
            _check_export_mapping_embeddings(embeddings, found)
        if "geneNames" not in data_mapping:
            # #/$defs/exportMapping/required/geneNames
            found(
                R.MANIFEST_DATA_MAPPING,
                ("datasetFingerprint", "dataMapping"),
                'the key "geneNames" is missing',
                False,
            )
        else:
            gene_names = data_mapping["geneNames"]
            _check_gene_names(gene_names, ("datasetFingerprint", "dataMapping", "geneNames"), found)
        if "vectorFields" not in data_mapping:
            # #/$defs/exportMapping/required/vectorFields
            found(
                R.MANIFEST_DATA_MAPPING,
                ("datasetFingerprint", "dataMapping"),
                'the key "vectorFields" is missing',
                False,
            )
        else:
            vector_fields = data_mapping["vectorFields"]
            if not isinstance(vector_fields, list):
                # #/$defs/exportMapping/properties/vectorFields/type
                found(
                    R.MANIFEST_DATA_MAPPING,
                    ("datasetFingerprint", "dataMapping", "vectorFields"),
                    f"expected an array, found {_kind(vector_fields)}",
                    False,
                )
            else:
                for index, vector_field in enumerate(vector_fields):
                    _check_export_mapping_vector_fields(vector_field, index, found)
        if not _EXPORT_MAPPING_KEYS.issuperset(data_mapping):
            for key in data_mapping:
                if key not in _EXPORT_MAPPING_KEYS:
                    # #/$defs/exportMapping/additionalProperties
                    found(
                        R.MANIFEST_DATA_MAPPING,
                        ("datasetFingerprint", "dataMapping", key),
                        "the schema does not know this key",
                        True,
                    )
    else:
        if "kind" not in data_mapping:
            # #/$defs/anndataMapping/required/kind
            found(
                R.MANIFEST_DATA_MAPPING,
                ("datasetFingerprint", "dataMapping"),
                'the key "kind" is missing',
                False,
            )
        else:
            kind = data_mapping["kind"]
            if kind != "anndata":
                # #/$defs/anndataMapping/properties/kind/const
                found(
                    R.MANIFEST_DATA_MAPPING,
                    ("datasetFingerprint", "dataMapping", "kind"),
                    'expected "anndata"',
                    False,
                )
        if "embeddings" not in data_mapping:
            # #/$defs/anndataMapping/required/embeddings
            found(
                R.MANIFEST_DATA_MAPPING,
                ("datasetFingerprint", "dataMapping"),
                'the key "embeddings" is missing',
                False,
            )
        else:
            embeddings = data_mapping["embeddings"]
            _check_anndata_mapping_embeddings(embeddings, found)
        if "knn" not in data_mapping:
            # #/$defs/anndataMapping/required/knn
            found(
                R.MANIFEST_DATA_MAPPING,
                ("datasetFingerprint", "dataMapping"),
                'the key "knn" is missing',
                False,
            )
        else:
            knn = data_mapping["knn"]
            if type(knn) is str:
                if knn == "":
                    # #/$defs/optionalText/minLength
                    found(
                        R.MANIFEST_DATA_MAPPING,
                        ("datasetFingerprint", "dataMapping", "knn"),
                        "expected at least 1 character, found 0",
                        False,
                    )
            elif knn is not None:
                # #/$defs/optionalText/type
                found(
                    R.MANIFEST_DATA_MAPPING,
                    ("datasetFingerprint", "dataMapping", "knn"),
                    f"expected a string or null, found {_kind(knn)}",
                    False,
                )
        if "geneNames" not in data_mapping:
            # #/$defs/anndataMapping/required/geneNames
            found(
                R.MANIFEST_DATA_MAPPING,
                ("datasetFingerprint", "dataMapping"),
                'the key "geneNames" is missing',
                False,
            )
        else:
            gene_names = data_mapping["geneNames"]
            _check_gene_names(gene_names, ("datasetFingerprint", "dataMapping", "geneNames"), found)
        if "expression" not in data_mapping:
            # #/$defs/anndataMapping/required/expression
            found(
                R.MANIFEST_DATA_MAPPING,
                ("datasetFingerprint", "dataMapping"),
                'the key "expression" is missing',
                False,
            )
        else:
            expression = data_mapping["expression"]
            if type(expression) is not str and expression is not None:
                # #/$defs/expression/type
                found(
                    R.MANIFEST_DATA_MAPPING,
                    ("datasetFingerprint", "dataMapping", "expression"),
                    f"expected a string or null, found {_kind(expression)}",
                    False,
                )
            elif (
                expression is not None
                and expression not in ("X", "raw")
                and not _is_expression_any_of_2(expression)
            ):
                # #/$defs/expression/anyOf
                found(
                    R.MANIFEST_DATA_MAPPING,
                    ("datasetFingerprint", "dataMapping", "expression"),
                    "expected one of 3 forms, found none",
                    False,
                )
        if "latent" not in data_mapping:
            # #/$defs/anndataMapping/required/latent
            found(
                R.MANIFEST_DATA_MAPPING,
                ("datasetFingerprint", "dataMapping"),
                'the key "latent" is missing',
                False,
            )
        else:
            latent = data_mapping["latent"]
            if type(latent) is str:
                if latent == "":
                    # #/$defs/optionalText/minLength
                    found(
                        R.MANIFEST_DATA_MAPPING,
                        ("datasetFingerprint", "dataMapping", "latent"),
                        "expected at least 1 character, found 0",
                        False,
                    )
            elif latent is not None:
                # #/$defs/optionalText/type
                found(
                    R.MANIFEST_DATA_MAPPING,
                    ("datasetFingerprint", "dataMapping", "latent"),
                    f"expected a string or null, found {_kind(latent)}",
                    False,
                )
        if "vectorFields" not in data_mapping:
            # #/$defs/anndataMapping/required/vectorFields
            found(
                R.MANIFEST_DATA_MAPPING,
                ("datasetFingerprint", "dataMapping"),
                'the key "vectorFields" is missing',
                False,
            )
        else:
            vector_fields = data_mapping["vectorFields"]
            if not isinstance(vector_fields, list):
                # #/$defs/anndataMapping/properties/vectorFields/type
                found(
                    R.MANIFEST_DATA_MAPPING,
                    ("datasetFingerprint", "dataMapping", "vectorFields"),
                    f"expected an array, found {_kind(vector_fields)}",
                    False,
                )
            else:
                for index, vector_field in enumerate(vector_fields):
                    _check_anndata_mapping_vector_fields(vector_field, index, found)
        if not _ANNDATA_MAPPING_KEYS.issuperset(data_mapping):
            for key in data_mapping:
                if key not in _ANNDATA_MAPPING_KEYS:
                    # #/$defs/anndataMapping/additionalProperties
                    found(
                        R.MANIFEST_DATA_MAPPING,
                        ("datasetFingerprint", "dataMapping", key),
                        "the schema does not know this key",
                        True,
                    )


def _check_export_mapping_embeddings(embeddings: Any, found: Found) -> None:
    """Check a value against the schema at #/$defs/exportMapping/properties/embeddings."""
    if not isinstance(embeddings, dict):
        # #/$defs/exportMapping/properties/embeddings/type
        found(
            R.MANIFEST_DATA_MAPPING,
            ("datasetFingerprint", "dataMapping", "embeddings"),
            f"expected an object, found {_kind(embeddings)}",
            False,
        )
        return
    if "enabled" not in embeddings:
        # #/$defs/exportMapping/properties/embeddings/required/enabled
        found(
            R.MANIFEST_DATA_MAPPING,
            ("datasetFingerprint", "dataMapping", "embeddings"),
            'the key "enabled" is missing',
            False,
        )
    else:
        enabled = embeddings["enabled"]
        if not isinstance(enabled, list):
            # #/$defs/exportMapping/properties/embeddings/properties/enabled/type
            found(
                R.MANIFEST_DATA_MAPPING,
                ("datasetFingerprint", "dataMapping", "embeddings", "enabled"),
                f"expected an array, found {_kind(enabled)}",
                False,
            )
        else:
            if len(enabled) < 1:
                # #/$defs/exportMapping/properties/embeddings/properties/enabled/minItems
                found(
                    R.MANIFEST_DATA_MAPPING,
                    ("datasetFingerprint", "dataMapping", "embeddings", "enabled"),
                    f"expected at least 1 item, found {len(enabled)}",
                    False,
                )
            for index, item in enumerate(enabled):
                _check_export_reference(
                    item, ("datasetFingerprint", "dataMapping", "embeddings", "enabled", index), found
                )
    if "defaults" not in embeddings:
        # #/$defs/exportMapping/properties/embeddings/required/defaults
        found(
            R.MANIFEST_DATA_MAPPING,
            ("datasetFingerprint", "dataMapping", "embeddings"),
            'the key "defaults" is missing',
            False,
        )
    else:
        defaults = embeddings["defaults"]
        _check_export_mapping_embeddings_defaults(defaults, found)
    if not _EXPORT_MAPPING_EMBEDDINGS_KEYS.issuperset(embeddings):
        for key in embeddings:
            if key not in _EXPORT_MAPPING_EMBEDDINGS_KEYS:
                # #/$defs/exportMapping/properties/embeddings/additionalProperties
                found(
                    R.MANIFEST_DATA_MAPPING,
                    ("datasetFingerprint", "dataMapping", "embeddings", key),
                    "the schema does not know this key",
                    True,
                )


def _check_export_reference(value: Any, at: tuple[str | int, ...], found: Found) -> None:
    """Check a value against the schema at #/$defs/exportReference."""
    if not isinstance(value, dict):
        # #/$defs/exportReference/type
        found(R.MANIFEST_DATA_MAPPING, at, f"expected an object, found {_kind(value)}", False)
        return
    if "key" not in value:
        # #/$defs/exportReference/required/key
        found(R.MANIFEST_DATA_MAPPING, at, 'the key "key" is missing', False)
    else:
        item_key = value["key"]
        if type(item_key) is not str:
            # #/$defs/text/type
            found(R.MANIFEST_DATA_MAPPING, (*at, "key"), f"expected a string, found {_kind(item_key)}", False)
        elif item_key == "":
            # #/$defs/text/minLength
            found(R.MANIFEST_DATA_MAPPING, (*at, "key"), "expected at least 1 character, found 0", False)
    if "columns" not in value:
        # #/$defs/exportReference/required/columns
        found(R.MANIFEST_DATA_MAPPING, at, 'the key "columns" is missing', False)
    else:
        columns = value["columns"]
        if columns is not None:
            # #/$defs/exportReference/properties/columns/type
            found(R.MANIFEST_DATA_MAPPING, (*at, "columns"), f"expected null, found {_kind(columns)}", False)
    if not _EXPORT_REFERENCE_KEYS.issuperset(value):
        for key in value:
            if key not in _EXPORT_REFERENCE_KEYS:
                # #/$defs/exportReference/additionalProperties
                found(R.MANIFEST_DATA_MAPPING, (*at, key), "the schema does not know this key", True)


def _check_export_mapping_embeddings_defaults(defaults: Any, found: Found) -> None:
    """Check a value against the schema at #/$defs/exportMapping/properties/embeddings/properties/defaults."""
    if not isinstance(defaults, dict):
        # #/$defs/exportMapping/properties/embeddings/properties/defaults/type
        found(
            R.MANIFEST_DATA_MAPPING,
            ("datasetFingerprint", "dataMapping", "embeddings", "defaults"),
            f"expected an object, found {_kind(defaults)}",
            False,
        )
        return
    if "1d" not in defaults:
        # #/$defs/exportMapping/properties/embeddings/properties/defaults/required/1d
        found(
            R.MANIFEST_DATA_MAPPING,
            ("datasetFingerprint", "dataMapping", "embeddings", "defaults"),
            'the key "1d" is missing',
            False,
        )
    else:
        item_1d = defaults["1d"]
        _check_export_default(
            item_1d, ("datasetFingerprint", "dataMapping", "embeddings", "defaults", "1d"), found
        )
    if "2d" not in defaults:
        # #/$defs/exportMapping/properties/embeddings/properties/defaults/required/2d
        found(
            R.MANIFEST_DATA_MAPPING,
            ("datasetFingerprint", "dataMapping", "embeddings", "defaults"),
            'the key "2d" is missing',
            False,
        )
    else:
        item_2d = defaults["2d"]
        _check_export_default(
            item_2d, ("datasetFingerprint", "dataMapping", "embeddings", "defaults", "2d"), found
        )
    if "3d" not in defaults:
        # #/$defs/exportMapping/properties/embeddings/properties/defaults/required/3d
        found(
            R.MANIFEST_DATA_MAPPING,
            ("datasetFingerprint", "dataMapping", "embeddings", "defaults"),
            'the key "3d" is missing',
            False,
        )
    else:
        item_3d = defaults["3d"]
        _check_export_default(
            item_3d, ("datasetFingerprint", "dataMapping", "embeddings", "defaults", "3d"), found
        )
    if not _EMBEDDINGS_DEFAULTS_KEYS.issuperset(defaults):
        for key in defaults:
            if key not in _EMBEDDINGS_DEFAULTS_KEYS:
                # #/$defs/exportMapping/properties/embeddings/properties/defaults/additionalProperties
                found(
                    R.MANIFEST_DATA_MAPPING,
                    ("datasetFingerprint", "dataMapping", "embeddings", "defaults", key),
                    "the schema does not know this key",
                    True,
                )


def _check_export_default(value: Any, at: tuple[str | int, ...], found: Found) -> None:
    """Check a value against the schema at #/$defs/exportDefault."""
    if isinstance(value, dict):
        if "key" not in value:
            # #/$defs/exportDefault/required/key
            found(R.MANIFEST_DATA_MAPPING, at, 'the key "key" is missing', False)
        else:
            item_key = value["key"]
            if type(item_key) is not str:
                # #/$defs/text/type
                found(
                    R.MANIFEST_DATA_MAPPING,
                    (*at, "key"),
                    f"expected a string, found {_kind(item_key)}",
                    False,
                )
            elif item_key == "":
                # #/$defs/text/minLength
                found(R.MANIFEST_DATA_MAPPING, (*at, "key"), "expected at least 1 character, found 0", False)
        if "columns" not in value:
            # #/$defs/exportDefault/required/columns
            found(R.MANIFEST_DATA_MAPPING, at, 'the key "columns" is missing', False)
        else:
            columns = value["columns"]
            if columns is not None:
                # #/$defs/exportDefault/properties/columns/type
                found(
                    R.MANIFEST_DATA_MAPPING, (*at, "columns"), f"expected null, found {_kind(columns)}", False
                )
        if not _EXPORT_DEFAULT_KEYS.issuperset(value):
            for key in value:
                if key not in _EXPORT_DEFAULT_KEYS:
                    # #/$defs/exportDefault/additionalProperties
                    found(R.MANIFEST_DATA_MAPPING, (*at, key), "the schema does not know this key", True)
    elif value is not None:
        # #/$defs/exportDefault/type
        found(R.MANIFEST_DATA_MAPPING, at, f"expected an object or null, found {_kind(value)}", False)


def _check_gene_names(value: Any, at: tuple[str | int, ...], found: Found) -> None:
    """Check a value against the schema at #/$defs/geneNames."""
    if type(value) is not str:
        # #/$defs/geneNames/type
        found(R.MANIFEST_DATA_MAPPING, at, f"expected a string, found {_kind(value)}", False)
        return
    if value != "index" and not _is_gene_names_any_of_1(value):
        # #/$defs/geneNames/anyOf
        found(R.MANIFEST_DATA_MAPPING, at, "expected one of 2 forms, found none", False)


def _is_gene_names_any_of_1(value: Any) -> bool:
    """Whether a value is valid, by #/$defs/geneNames/anyOf/1."""
    if type(value) is str:
        if not _GENE_NAMES_PATTERN(value):
            # #/$defs/geneNames/anyOf/1/pattern
            return False
    return True


def _check_export_mapping_vector_fields(vector_field: Any, index: int, found: Found) -> None:
    """Check a value against the schema at #/$defs/exportMapping/properties/vectorFields/items."""
    if not isinstance(vector_field, dict):
        # #/$defs/exportMapping/properties/vectorFields/items/type
        found(
            R.MANIFEST_DATA_MAPPING,
            ("datasetFingerprint", "dataMapping", "vectorFields", index),
            f"expected an object, found {_kind(vector_field)}",
            False,
        )
        return
    if "field" not in vector_field:
        # #/$defs/exportMapping/properties/vectorFields/items/required/field
        found(
            R.MANIFEST_DATA_MAPPING,
            ("datasetFingerprint", "dataMapping", "vectorFields", index),
            'the key "field" is missing',
            False,
        )
    else:
        field = vector_field["field"]
        if type(field) is not str:
            # #/$defs/text/type
            found(
                R.MANIFEST_DATA_MAPPING,
                ("datasetFingerprint", "dataMapping", "vectorFields", index, "field"),
                f"expected a string, found {_kind(field)}",
                False,
            )
        elif field == "":
            # #/$defs/text/minLength
            found(
                R.MANIFEST_DATA_MAPPING,
                ("datasetFingerprint", "dataMapping", "vectorFields", index, "field"),
                "expected at least 1 character, found 0",
                False,
            )
    if "embedding" not in vector_field:
        # #/$defs/exportMapping/properties/vectorFields/items/required/embedding
        found(
            R.MANIFEST_DATA_MAPPING,
            ("datasetFingerprint", "dataMapping", "vectorFields", index),
            'the key "embedding" is missing',
            False,
        )
    else:
        embedding = vector_field["embedding"]
        _check_export_reference(
            embedding, ("datasetFingerprint", "dataMapping", "vectorFields", index, "embedding"), found
        )
    if not _EXPORT_MAPPING_VECTOR_FIELDS_KEYS.issuperset(vector_field):
        for key in vector_field:
            if key not in _EXPORT_MAPPING_VECTOR_FIELDS_KEYS:
                # #/$defs/exportMapping/properties/vectorFields/items/additionalProperties
                found(
                    R.MANIFEST_DATA_MAPPING,
                    ("datasetFingerprint", "dataMapping", "vectorFields", index, key),
                    "the schema does not know this key",
                    True,
                )


def _check_anndata_mapping_embeddings(embeddings: Any, found: Found) -> None:
    """Check a value against the schema at #/$defs/anndataMapping/properties/embeddings."""
    if not isinstance(embeddings, dict):
        # #/$defs/anndataMapping/properties/embeddings/type
        found(
            R.MANIFEST_DATA_MAPPING,
            ("datasetFingerprint", "dataMapping", "embeddings"),
            f"expected an object, found {_kind(embeddings)}",
            False,
        )
        return
    if "enabled" not in embeddings:
        # #/$defs/anndataMapping/properties/embeddings/required/enabled
        found(
            R.MANIFEST_DATA_MAPPING,
            ("datasetFingerprint", "dataMapping", "embeddings"),
            'the key "enabled" is missing',
            False,
        )
    else:
        enabled = embeddings["enabled"]
        if not isinstance(enabled, list):
            # #/$defs/anndataMapping/properties/embeddings/properties/enabled/type
            found(
                R.MANIFEST_DATA_MAPPING,
                ("datasetFingerprint", "dataMapping", "embeddings", "enabled"),
                f"expected an array, found {_kind(enabled)}",
                False,
            )
        else:
            if len(enabled) < 1:
                # #/$defs/anndataMapping/properties/embeddings/properties/enabled/minItems
                found(
                    R.MANIFEST_DATA_MAPPING,
                    ("datasetFingerprint", "dataMapping", "embeddings", "enabled"),
                    f"expected at least 1 item, found {len(enabled)}",
                    False,
                )
            for index, item in enumerate(enabled):
                _check_reference(
                    item, ("datasetFingerprint", "dataMapping", "embeddings", "enabled", index), found
                )
    if "defaults" not in embeddings:
        # #/$defs/anndataMapping/properties/embeddings/required/defaults
        found(
            R.MANIFEST_DATA_MAPPING,
            ("datasetFingerprint", "dataMapping", "embeddings"),
            'the key "defaults" is missing',
            False,
        )
    else:
        defaults = embeddings["defaults"]
        _check_anndata_mapping_embeddings_defaults(defaults, found)
    if not _ANNDATA_MAPPING_EMBEDDINGS_KEYS.issuperset(embeddings):
        for key in embeddings:
            if key not in _ANNDATA_MAPPING_EMBEDDINGS_KEYS:
                # #/$defs/anndataMapping/properties/embeddings/additionalProperties
                found(
                    R.MANIFEST_DATA_MAPPING,
                    ("datasetFingerprint", "dataMapping", "embeddings", key),
                    "the schema does not know this key",
                    True,
                )


def _check_reference(value: Any, at: tuple[str | int, ...], found: Found) -> None:
    """Check a value against the schema at #/$defs/reference."""
    if not isinstance(value, dict):
        # #/$defs/reference/type
        found(R.MANIFEST_DATA_MAPPING, at, f"expected an object, found {_kind(value)}", False)
        return
    if "key" not in value:
        # #/$defs/reference/required/key
        found(R.MANIFEST_DATA_MAPPING, at, 'the key "key" is missing', False)
    else:
        item_key = value["key"]
        if type(item_key) is not str:
            # #/$defs/text/type
            found(R.MANIFEST_DATA_MAPPING, (*at, "key"), f"expected a string, found {_kind(item_key)}", False)
        elif item_key == "":
            # #/$defs/text/minLength
            found(R.MANIFEST_DATA_MAPPING, (*at, "key"), "expected at least 1 character, found 0", False)
    if "columns" not in value:
        # #/$defs/reference/required/columns
        found(R.MANIFEST_DATA_MAPPING, at, 'the key "columns" is missing', False)
    else:
        columns = value["columns"]
        if not isinstance(columns, list):
            # #/$defs/reference/properties/columns/type
            found(
                R.MANIFEST_DATA_MAPPING, (*at, "columns"), f"expected an array, found {_kind(columns)}", False
            )
        else:
            if len(columns) < 1:
                # #/$defs/reference/properties/columns/minItems
                found(
                    R.MANIFEST_DATA_MAPPING,
                    (*at, "columns"),
                    f"expected at least 1 item, found {len(columns)}",
                    False,
                )
            if len(columns) > 3:
                # #/$defs/reference/properties/columns/maxItems
                found(
                    R.MANIFEST_DATA_MAPPING,
                    (*at, "columns"),
                    f"expected at most 3 items, found {len(columns)}",
                    False,
                )
            for index, column in enumerate(columns):
                if type(column) is not int and not _integral(column):
                    # #/$defs/reference/properties/columns/items/type
                    found(
                        R.MANIFEST_DATA_MAPPING,
                        (*at, "columns", index),
                        f"expected an integer, found {_kind(column)}",
                        False,
                    )
                else:
                    if type(column) is float:
                        # #/$defs/reference/properties/columns/items/type
                        found(
                            R.JSON_INTEGER_FORM,
                            (*at, "columns", index),
                            "an integer is written without fraction and exponent",
                            False,
                        )
                    if column < 0:
                        # #/$defs/reference/properties/columns/items/minimum
                        found(R.MANIFEST_DATA_MAPPING, (*at, "columns", index), "expected at least 0", False)
                    if column > 9007199254740991:
                        # #/$defs/reference/properties/columns/items/maximum
                        found(
                            R.MANIFEST_DATA_MAPPING,
                            (*at, "columns", index),
                            "expected at most 9007199254740991",
                            False,
                        )
    if not _REFERENCE_KEYS.issuperset(value):
        for key in value:
            if key not in _REFERENCE_KEYS:
                # #/$defs/reference/additionalProperties
                found(R.MANIFEST_DATA_MAPPING, (*at, key), "the schema does not know this key", True)


def _check_anndata_mapping_embeddings_defaults(defaults: Any, found: Found) -> None:
    """Check a value against the schema at #/$defs/anndataMapping/properties/embeddings/properties/defaults."""
    if not isinstance(defaults, dict):
        # #/$defs/anndataMapping/properties/embeddings/properties/defaults/type
        found(
            R.MANIFEST_DATA_MAPPING,
            ("datasetFingerprint", "dataMapping", "embeddings", "defaults"),
            f"expected an object, found {_kind(defaults)}",
            False,
        )
        return
    if "1d" not in defaults:
        # #/$defs/anndataMapping/properties/embeddings/properties/defaults/required/1d
        found(
            R.MANIFEST_DATA_MAPPING,
            ("datasetFingerprint", "dataMapping", "embeddings", "defaults"),
            'the key "1d" is missing',
            False,
        )
    else:
        item_1d = defaults["1d"]
        _check_reference1(item_1d, found)
    if "2d" not in defaults:
        # #/$defs/anndataMapping/properties/embeddings/properties/defaults/required/2d
        found(
            R.MANIFEST_DATA_MAPPING,
            ("datasetFingerprint", "dataMapping", "embeddings", "defaults"),
            'the key "2d" is missing',
            False,
        )
    else:
        item_2d = defaults["2d"]
        _check_reference2(item_2d, found)
    if "3d" not in defaults:
        # #/$defs/anndataMapping/properties/embeddings/properties/defaults/required/3d
        found(
            R.MANIFEST_DATA_MAPPING,
            ("datasetFingerprint", "dataMapping", "embeddings", "defaults"),
            'the key "3d" is missing',
            False,
        )
    else:
        item_3d = defaults["3d"]
        _check_reference3(item_3d, found)
    if not _EMBEDDINGS_DEFAULTS_KEYS.issuperset(defaults):
        for key in defaults:
            if key not in _EMBEDDINGS_DEFAULTS_KEYS:
                # #/$defs/anndataMapping/properties/embeddings/properties/defaults/additionalProperties
                found(
                    R.MANIFEST_DATA_MAPPING,
                    ("datasetFingerprint", "dataMapping", "embeddings", "defaults", key),
                    "the schema does not know this key",
                    True,
                )


def _check_reference1(item_1d: Any, found: Found) -> None:
    """Check a value against the schema at #/$defs/reference1."""
    if isinstance(item_1d, dict):
        if "key" not in item_1d:
            # #/$defs/reference1/required/key
            found(
                R.MANIFEST_DATA_MAPPING,
                ("datasetFingerprint", "dataMapping", "embeddings", "defaults", "1d"),
                'the key "key" is missing',
                False,
            )
        else:
            item_key = item_1d["key"]
            if type(item_key) is not str:
                # #/$defs/text/type
                found(
                    R.MANIFEST_DATA_MAPPING,
                    ("datasetFingerprint", "dataMapping", "embeddings", "defaults", "1d", "key"),
                    f"expected a string, found {_kind(item_key)}",
                    False,
                )
            elif item_key == "":
                # #/$defs/text/minLength
                found(
                    R.MANIFEST_DATA_MAPPING,
                    ("datasetFingerprint", "dataMapping", "embeddings", "defaults", "1d", "key"),
                    "expected at least 1 character, found 0",
                    False,
                )
        if "columns" not in item_1d:
            # #/$defs/reference1/required/columns
            found(
                R.MANIFEST_DATA_MAPPING,
                ("datasetFingerprint", "dataMapping", "embeddings", "defaults", "1d"),
                'the key "columns" is missing',
                False,
            )
        else:
            columns = item_1d["columns"]
            if not isinstance(columns, list):
                # #/$defs/reference1/properties/columns/type
                found(
                    R.MANIFEST_DATA_MAPPING,
                    ("datasetFingerprint", "dataMapping", "embeddings", "defaults", "1d", "columns"),
                    f"expected an array, found {_kind(columns)}",
                    False,
                )
            else:
                if len(columns) < 1:
                    # #/$defs/reference1/properties/columns/minItems
                    found(
                        R.MANIFEST_DATA_MAPPING,
                        ("datasetFingerprint", "dataMapping", "embeddings", "defaults", "1d", "columns"),
                        f"expected at least 1 item, found {len(columns)}",
                        False,
                    )
                if len(columns) > 1:
                    # #/$defs/reference1/properties/columns/maxItems
                    found(
                        R.MANIFEST_DATA_MAPPING,
                        ("datasetFingerprint", "dataMapping", "embeddings", "defaults", "1d", "columns"),
                        f"expected at most 1 item, found {len(columns)}",
                        False,
                    )
                for index, column in enumerate(columns):
                    if type(column) is not int and not _integral(column):
                        # #/$defs/reference1/properties/columns/items/type
                        found(
                            R.MANIFEST_DATA_MAPPING,
                            (
                                "datasetFingerprint",
                                "dataMapping",
                                "embeddings",
                                "defaults",
                                "1d",
                                "columns",
                                index,
                            ),
                            f"expected an integer, found {_kind(column)}",
                            False,
                        )
                    else:
                        if type(column) is float:
                            # #/$defs/reference1/properties/columns/items/type
                            found(
                                R.JSON_INTEGER_FORM,
                                (
                                    "datasetFingerprint",
                                    "dataMapping",
                                    "embeddings",
                                    "defaults",
                                    "1d",
                                    "columns",
                                    index,
                                ),
                                "an integer is written without fraction and exponent",
                                False,
                            )
                        if column < 0:
                            # #/$defs/reference1/properties/columns/items/minimum
                            found(
                                R.MANIFEST_DATA_MAPPING,
                                (
                                    "datasetFingerprint",
                                    "dataMapping",
                                    "embeddings",
                                    "defaults",
                                    "1d",
                                    "columns",
                                    index,
                                ),
                                "expected at least 0",
                                False,
                            )
                        if column > 9007199254740991:
                            # #/$defs/reference1/properties/columns/items/maximum
                            found(
                                R.MANIFEST_DATA_MAPPING,
                                (
                                    "datasetFingerprint",
                                    "dataMapping",
                                    "embeddings",
                                    "defaults",
                                    "1d",
                                    "columns",
                                    index,
                                ),
                                "expected at most 9007199254740991",
                                False,
                            )
        if not _REFERENCE1_KEYS.issuperset(item_1d):
            for key in item_1d:
                if key not in _REFERENCE1_KEYS:
                    # #/$defs/reference1/additionalProperties
                    found(
                        R.MANIFEST_DATA_MAPPING,
                        ("datasetFingerprint", "dataMapping", "embeddings", "defaults", "1d", key),
                        "the schema does not know this key",
                        True,
                    )
    elif item_1d is not None:
        # #/$defs/reference1/type
        found(
            R.MANIFEST_DATA_MAPPING,
            ("datasetFingerprint", "dataMapping", "embeddings", "defaults", "1d"),
            f"expected an object or null, found {_kind(item_1d)}",
            False,
        )


def _check_reference2(item_2d: Any, found: Found) -> None:
    """Check a value against the schema at #/$defs/reference2."""
    if isinstance(item_2d, dict):
        if "key" not in item_2d:
            # #/$defs/reference2/required/key
            found(
                R.MANIFEST_DATA_MAPPING,
                ("datasetFingerprint", "dataMapping", "embeddings", "defaults", "2d"),
                'the key "key" is missing',
                False,
            )
        else:
            item_key = item_2d["key"]
            if type(item_key) is not str:
                # #/$defs/text/type
                found(
                    R.MANIFEST_DATA_MAPPING,
                    ("datasetFingerprint", "dataMapping", "embeddings", "defaults", "2d", "key"),
                    f"expected a string, found {_kind(item_key)}",
                    False,
                )
            elif item_key == "":
                # #/$defs/text/minLength
                found(
                    R.MANIFEST_DATA_MAPPING,
                    ("datasetFingerprint", "dataMapping", "embeddings", "defaults", "2d", "key"),
                    "expected at least 1 character, found 0",
                    False,
                )
        if "columns" not in item_2d:
            # #/$defs/reference2/required/columns
            found(
                R.MANIFEST_DATA_MAPPING,
                ("datasetFingerprint", "dataMapping", "embeddings", "defaults", "2d"),
                'the key "columns" is missing',
                False,
            )
        else:
            columns = item_2d["columns"]
            if not isinstance(columns, list):
                # #/$defs/reference2/properties/columns/type
                found(
                    R.MANIFEST_DATA_MAPPING,
                    ("datasetFingerprint", "dataMapping", "embeddings", "defaults", "2d", "columns"),
                    f"expected an array, found {_kind(columns)}",
                    False,
                )
            else:
                if len(columns) < 2:
                    # #/$defs/reference2/properties/columns/minItems
                    found(
                        R.MANIFEST_DATA_MAPPING,
                        ("datasetFingerprint", "dataMapping", "embeddings", "defaults", "2d", "columns"),
                        f"expected at least 2 items, found {len(columns)}",
                        False,
                    )
                if len(columns) > 2:
                    # #/$defs/reference2/properties/columns/maxItems
                    found(
                        R.MANIFEST_DATA_MAPPING,
                        ("datasetFingerprint", "dataMapping", "embeddings", "defaults", "2d", "columns"),
                        f"expected at most 2 items, found {len(columns)}",
                        False,
                    )
                for index, column in enumerate(columns):
                    if type(column) is not int and not _integral(column):
                        # #/$defs/reference2/properties/columns/items/type
                        found(
                            R.MANIFEST_DATA_MAPPING,
                            (
                                "datasetFingerprint",
                                "dataMapping",
                                "embeddings",
                                "defaults",
                                "2d",
                                "columns",
                                index,
                            ),
                            f"expected an integer, found {_kind(column)}",
                            False,
                        )
                    else:
                        if type(column) is float:
                            # #/$defs/reference2/properties/columns/items/type
                            found(
                                R.JSON_INTEGER_FORM,
                                (
                                    "datasetFingerprint",
                                    "dataMapping",
                                    "embeddings",
                                    "defaults",
                                    "2d",
                                    "columns",
                                    index,
                                ),
                                "an integer is written without fraction and exponent",
                                False,
                            )
                        if column < 0:
                            # #/$defs/reference2/properties/columns/items/minimum
                            found(
                                R.MANIFEST_DATA_MAPPING,
                                (
                                    "datasetFingerprint",
                                    "dataMapping",
                                    "embeddings",
                                    "defaults",
                                    "2d",
                                    "columns",
                                    index,
                                ),
                                "expected at least 0",
                                False,
                            )
                        if column > 9007199254740991:
                            # #/$defs/reference2/properties/columns/items/maximum
                            found(
                                R.MANIFEST_DATA_MAPPING,
                                (
                                    "datasetFingerprint",
                                    "dataMapping",
                                    "embeddings",
                                    "defaults",
                                    "2d",
                                    "columns",
                                    index,
                                ),
                                "expected at most 9007199254740991",
                                False,
                            )
        if not _REFERENCE2_KEYS.issuperset(item_2d):
            for key in item_2d:
                if key not in _REFERENCE2_KEYS:
                    # #/$defs/reference2/additionalProperties
                    found(
                        R.MANIFEST_DATA_MAPPING,
                        ("datasetFingerprint", "dataMapping", "embeddings", "defaults", "2d", key),
                        "the schema does not know this key",
                        True,
                    )
    elif item_2d is not None:
        # #/$defs/reference2/type
        found(
            R.MANIFEST_DATA_MAPPING,
            ("datasetFingerprint", "dataMapping", "embeddings", "defaults", "2d"),
            f"expected an object or null, found {_kind(item_2d)}",
            False,
        )


def _check_reference3(item_3d: Any, found: Found) -> None:
    """Check a value against the schema at #/$defs/reference3."""
    if isinstance(item_3d, dict):
        if "key" not in item_3d:
            # #/$defs/reference3/required/key
            found(
                R.MANIFEST_DATA_MAPPING,
                ("datasetFingerprint", "dataMapping", "embeddings", "defaults", "3d"),
                'the key "key" is missing',
                False,
            )
        else:
            item_key = item_3d["key"]
            if type(item_key) is not str:
                # #/$defs/text/type
                found(
                    R.MANIFEST_DATA_MAPPING,
                    ("datasetFingerprint", "dataMapping", "embeddings", "defaults", "3d", "key"),
                    f"expected a string, found {_kind(item_key)}",
                    False,
                )
            elif item_key == "":
                # #/$defs/text/minLength
                found(
                    R.MANIFEST_DATA_MAPPING,
                    ("datasetFingerprint", "dataMapping", "embeddings", "defaults", "3d", "key"),
                    "expected at least 1 character, found 0",
                    False,
                )
        if "columns" not in item_3d:
            # #/$defs/reference3/required/columns
            found(
                R.MANIFEST_DATA_MAPPING,
                ("datasetFingerprint", "dataMapping", "embeddings", "defaults", "3d"),
                'the key "columns" is missing',
                False,
            )
        else:
            columns = item_3d["columns"]
            if not isinstance(columns, list):
                # #/$defs/reference3/properties/columns/type
                found(
                    R.MANIFEST_DATA_MAPPING,
                    ("datasetFingerprint", "dataMapping", "embeddings", "defaults", "3d", "columns"),
                    f"expected an array, found {_kind(columns)}",
                    False,
                )
            else:
                if len(columns) < 3:
                    # #/$defs/reference3/properties/columns/minItems
                    found(
                        R.MANIFEST_DATA_MAPPING,
                        ("datasetFingerprint", "dataMapping", "embeddings", "defaults", "3d", "columns"),
                        f"expected at least 3 items, found {len(columns)}",
                        False,
                    )
                if len(columns) > 3:
                    # #/$defs/reference3/properties/columns/maxItems
                    found(
                        R.MANIFEST_DATA_MAPPING,
                        ("datasetFingerprint", "dataMapping", "embeddings", "defaults", "3d", "columns"),
                        f"expected at most 3 items, found {len(columns)}",
                        False,
                    )
                for index, column in enumerate(columns):
                    if type(column) is not int and not _integral(column):
                        # #/$defs/reference3/properties/columns/items/type
                        found(
                            R.MANIFEST_DATA_MAPPING,
                            (
                                "datasetFingerprint",
                                "dataMapping",
                                "embeddings",
                                "defaults",
                                "3d",
                                "columns",
                                index,
                            ),
                            f"expected an integer, found {_kind(column)}",
                            False,
                        )
                    else:
                        if type(column) is float:
                            # #/$defs/reference3/properties/columns/items/type
                            found(
                                R.JSON_INTEGER_FORM,
                                (
                                    "datasetFingerprint",
                                    "dataMapping",
                                    "embeddings",
                                    "defaults",
                                    "3d",
                                    "columns",
                                    index,
                                ),
                                "an integer is written without fraction and exponent",
                                False,
                            )
                        if column < 0:
                            # #/$defs/reference3/properties/columns/items/minimum
                            found(
                                R.MANIFEST_DATA_MAPPING,
                                (
                                    "datasetFingerprint",
                                    "dataMapping",
                                    "embeddings",
                                    "defaults",
                                    "3d",
                                    "columns",
                                    index,
                                ),
                                "expected at least 0",
                                False,
                            )
                        if column > 9007199254740991:
                            # #/$defs/reference3/properties/columns/items/maximum
                            found(
                                R.MANIFEST_DATA_MAPPING,
                                (
                                    "datasetFingerprint",
                                    "dataMapping",
                                    "embeddings",
                                    "defaults",
                                    "3d",
                                    "columns",
                                    index,
                                ),
                                "expected at most 9007199254740991",
                                False,
                            )
        if not _REFERENCE3_KEYS.issuperset(item_3d):
            for key in item_3d:
                if key not in _REFERENCE3_KEYS:
                    # #/$defs/reference3/additionalProperties
                    found(
                        R.MANIFEST_DATA_MAPPING,
                        ("datasetFingerprint", "dataMapping", "embeddings", "defaults", "3d", key),
                        "the schema does not know this key",
                        True,
                    )
    elif item_3d is not None:
        # #/$defs/reference3/type
        found(
            R.MANIFEST_DATA_MAPPING,
            ("datasetFingerprint", "dataMapping", "embeddings", "defaults", "3d"),
            f"expected an object or null, found {_kind(item_3d)}",
            False,
        )


def _is_expression_any_of_2(value: Any) -> bool:
    """Whether a value is valid, by #/$defs/expression/anyOf/2."""
    if type(value) is not str:
        # #/$defs/expression/anyOf/2/type
        return False
    if not _EXPRESSION_PATTERN(value):
        # #/$defs/expression/anyOf/2/pattern
        return False
    return True


def _check_anndata_mapping_vector_fields(vector_field: Any, index: int, found: Found) -> None:
    """Check a value against the schema at #/$defs/anndataMapping/properties/vectorFields/items."""
    if not isinstance(vector_field, dict):
        # #/$defs/anndataMapping/properties/vectorFields/items/type
        found(
            R.MANIFEST_DATA_MAPPING,
            ("datasetFingerprint", "dataMapping", "vectorFields", index),
            f"expected an object, found {_kind(vector_field)}",
            False,
        )
        return
    if "key" not in vector_field:
        # #/$defs/anndataMapping/properties/vectorFields/items/required/key
        found(
            R.MANIFEST_DATA_MAPPING,
            ("datasetFingerprint", "dataMapping", "vectorFields", index),
            'the key "key" is missing',
            False,
        )
    else:
        item_key = vector_field["key"]
        if type(item_key) is not str:
            # #/$defs/text/type
            found(
                R.MANIFEST_DATA_MAPPING,
                ("datasetFingerprint", "dataMapping", "vectorFields", index, "key"),
                f"expected a string, found {_kind(item_key)}",
                False,
            )
        elif item_key == "":
            # #/$defs/text/minLength
            found(
                R.MANIFEST_DATA_MAPPING,
                ("datasetFingerprint", "dataMapping", "vectorFields", index, "key"),
                "expected at least 1 character, found 0",
                False,
            )
    if "embedding" not in vector_field:
        # #/$defs/anndataMapping/properties/vectorFields/items/required/embedding
        found(
            R.MANIFEST_DATA_MAPPING,
            ("datasetFingerprint", "dataMapping", "vectorFields", index),
            'the key "embedding" is missing',
            False,
        )
    else:
        embedding = vector_field["embedding"]
        _check_reference(
            embedding, ("datasetFingerprint", "dataMapping", "vectorFields", index, "embedding"), found
        )
    if not _ANNDATA_MAPPING_VECTOR_FIELDS_KEYS.issuperset(vector_field):
        for key in vector_field:
            if key not in _ANNDATA_MAPPING_VECTOR_FIELDS_KEYS:
                # #/$defs/anndataMapping/properties/vectorFields/items/additionalProperties
                found(
                    R.MANIFEST_DATA_MAPPING,
                    ("datasetFingerprint", "dataMapping", "vectorFields", index, key),
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
