"""The rule registry: ids, classes, levels, layers."""

# Generated from declare/rules/; do not edit: run python -m cellucid_session.generate

from __future__ import annotations

FRAME_MAGIC = "frame.magic"
FRAME_TRUNCATED = "frame.truncated"
FRAME_MANIFEST_LENGTH = "frame.manifest-length"
FRAME_CHUNK_LENGTH = "frame.chunk-length"
FRAME_CHUNK_TRUNCATED = "frame.chunk-truncated"
FRAME_TRAILING = "frame.trailing"
FRAME_GENERATION = "frame.generation"
JSON_EMPTY = "json.empty"
JSON_UTF8 = "json.utf8"
JSON_BOM = "json.bom"
JSON_SYNTAX = "json.syntax"
JSON_DUPLICATE_KEY = "json.duplicate-key"
JSON_NON_FINITE = "json.non-finite"
JSON_NUMBER_OVERFLOW = "json.number-overflow"
JSON_INTEGER_RANGE = "json.integer-range"
JSON_SURROGATE = "json.surrogate"
JSON_DEPTH = "json.depth"
JSON_INTEGER_FORM = "json.integer-form"
MANIFEST_ROOT = "manifest.root"
MANIFEST_CHUNKS = "manifest.chunks"
MANIFEST_FINGERPRINT_MISSING = "manifest.fingerprint-missing"
MANIFEST_FINGERPRINT = "manifest.fingerprint"
MANIFEST_CREATED_AT = "manifest.created-at"
MANIFEST_DATA_SOURCE = "manifest.data-source"
MANIFEST_CREATED_AT_MISSING = "manifest.created-at-missing"
MANIFEST_DATA_SOURCE_MISSING = "manifest.data-source-missing"
MANIFEST_CELL_NAMES = "manifest.cell-names"
MANIFEST_SUMMARY = "manifest.summary"
MANIFEST_NO_CHUNKS = "manifest.no-chunks"
MANIFEST_UNKNOWN_KEY = "manifest.unknown-key"
MANIFEST_USER_PATH = "manifest.user-path"
MANIFEST_DATASET_ID_ODD = "manifest.dataset-id-odd"
MANIFEST_CLOSED = "manifest.closed"
MANIFEST_KEY_MISSING = "manifest.key-missing"
MANIFEST_CELL_ORDER = "manifest.cell-order"
MANIFEST_DATA_MAPPING = "manifest.data-mapping"
MANIFEST_DATA_MAPPING_ORDER = "manifest.data-mapping-order"
MANIFEST_SOURCE = "manifest.source"
MANIFEST_SOURCE_HOST = "manifest.source-host"
MANIFEST_REQUIRES = "manifest.requires"
MANIFEST_REQUIRES_ORDER = "manifest.requires-order"
MANIFEST_REQUIRES_MISSING = "manifest.requires-missing"
CHUNK_ENTRY = "chunk.entry"
CHUNK_KEY_MISSING = "chunk.key-missing"
CHUNK_ID = "chunk.id"
CHUNK_CONTRIBUTOR = "chunk.contributor"
CHUNK_PRIORITY = "chunk.priority"
CHUNK_KIND = "chunk.kind"
CHUNK_CODEC = "chunk.codec"
CHUNK_LABEL = "chunk.label"
CHUNK_DATASET_DEPENDENT = "chunk.dataset-dependent"
CHUNK_STORED_BYTES = "chunk.stored-bytes"
CHUNK_UNCOMPRESSED_BYTES = "chunk.uncompressed-bytes"
CHUNK_DEPENDS_ON = "chunk.depends-on"
CHUNK_LABEL_EMPTY = "chunk.label-empty"
CHUNK_ID_DUPLICATE = "chunk.id-duplicate"
CHUNK_ID_UNSAFE = "chunk.id-unsafe"
CHUNK_ID_SPACE = "chunk.id-space"
CHUNK_ID_ODD = "chunk.id-odd"
CHUNK_ID_CONFUSABLE = "chunk.id-confusable"
CHUNK_STORED_BYTES_MISMATCH = "chunk.stored-bytes-mismatch"
CHUNK_INFLATED_TOO_LARGE = "chunk.inflated-too-large"
CHUNK_INFLATED_SHORT = "chunk.inflated-short"
CHUNK_SIZES_ABSENT = "chunk.sizes-absent"
CHUNK_DATASET_FLAG = "chunk.dataset-flag"
CHUNK_LAYOUT_FLAG = "chunk.layout-flag"
CHUNK_FAMILY_KIND = "chunk.family-kind"
CHUNK_FAMILY_PRIORITY = "chunk.family-priority"
CHUNK_FAMILY_CONTRIBUTOR = "chunk.family-contributor"
CHUNK_FOREIGN = "chunk.foreign"
CHUNK_ORDER = "chunk.order"
CHUNK_META_ORDER = "chunk.meta-order"
CHUNK_OVERLAYS_ORDER = "chunk.overlays-order"
CHUNK_DEPENDS_UNKNOWN = "chunk.depends-unknown"
CHUNK_DEPENDS_LATER = "chunk.depends-later"
CHUNK_DEPENDS_CYCLE = "chunk.depends-cycle"
CHUNK_SIZE_MISSING = "chunk.size-missing"
CHUNK_UNKNOWN = "chunk.unknown"
CHUNK_PROFILE = "chunk.profile"
CHUNK_FAMILY_MISSING = "chunk.family-missing"
CHUNK_CONTRIBUTOR_ORDER = "chunk.contributor-order"
CHUNK_REGISTRY_ORDER = "chunk.registry-order"
GZIP_HEADER = "gzip.header"
GZIP_FLAGS = "gzip.flags"
GZIP_HEADER_CRC = "gzip.header-crc"
GZIP_DATA = "gzip.data"
GZIP_TRUNCATED = "gzip.truncated"
GZIP_CRC = "gzip.crc"
GZIP_LENGTH = "gzip.length"
GZIP_TRAILING = "gzip.trailing"
GZIP_HIDDEN = "gzip.hidden"
PAYLOAD_UNKNOWN_KEY = "payload.unknown-key"
STATE_SHAPE = "state.shape"
LAYOUT_SHAPE = "layout.shape"
WINDOWS_SHAPE = "windows.shape"
OVERLAYS_SHAPE = "overlays.shape"
OVERLAYS_REQUIRED = "overlays.required"
OVERLAYS_FIELD_ID_DUPLICATE = "overlays.field-id-duplicate"
OVERLAYS_CATEGORY_DUPLICATE = "overlays.category-duplicate"
OVERLAYS_CODES_LENGTH_HINT = "overlays.codes-length-hint"
META_SHAPE = "meta.shape"
META_REQUIRED = "meta.required"
META_COLOR = "meta.color"
META_RANGE = "meta.range"
META_PAGE_ID_DUPLICATE = "meta.page-id-duplicate"
META_GROUP_ID_DUPLICATE = "meta.group-id-duplicate"
META_NO_PAGES = "meta.no-pages"
META_ACTIVE_PAGE = "meta.active-page"
PAYLOAD_CLOSED = "payload.closed"
PAYLOAD_OBJECT = "payload.object"
OVERLAYS_ID_FORM = "overlays.id-form"
OVERLAYS_KEY = "overlays.key"
OVERLAYS_DELETED = "overlays.deleted"
OVERLAYS_CATEGORY_TWICE = "overlays.category-twice"
OVERLAYS_CATEGORY_COUNT = "overlays.category-count"
OVERLAYS_CODES_LENGTH = "overlays.codes-length"
META_ID_FORM = "meta.id-form"
META_ACTIVE_PAGE_UNKNOWN = "meta.active-page-unknown"
INVENTORY_SHAPE = "inventory.shape"
INVENTORY_IDS = "inventory.ids"
INVENTORY_COMPACT = "inventory.compact"
TYPED_TRUNCATED = "typed.truncated"
TYPED_DTYPE = "typed.dtype"
TYPED_REFERENCE = "typed.reference"
TYPED_ONCE = "typed.once"
UVARINT_TRUNCATED = "uvarint.truncated"
UVARINT_TOO_LONG = "uvarint.too-long"
UVARINT_RANGE = "uvarint.range"
UVARINT_OVERLONG = "uvarint.overlong"
CELLS_COUNT = "cells.count"
CELLS_INDEX = "cells.index"
CELLS_TRAILING = "cells.trailing"
CELLS_ORPHAN = "cells.orphan"
CELLS_DUPLICATE = "cells.duplicate"
CELLS_COUNT_HINT = "cells.count-hint"
CELLS_MISSING = "cells.missing"
CODES_ENCODING = "codes.encoding"
CODES_TRUNCATED = "codes.truncated"
CODES_LENGTH = "codes.length"
CODES_RUNS = "codes.runs"
CODES_VALUE = "codes.value"
CODES_TRAILING = "codes.trailing"
CODES_ZERO_RUN = "codes.zero-run"
CODES_CATEGORY = "codes.category"
CODES_ORPHAN = "codes.orphan"
CODES_AMBIGUOUS_AXIS = "codes.ambiguous-axis"
TABLE_HEADER = "table.header"
TABLE_COLUMN = "table.column"
TABLE_CELL_INDEX = "table.cell-index"
TABLE_COLUMNS = "table.columns"
TABLE_TRAILING = "table.trailing"
TABLE_ID = "table.id"
CELLS_ENCODING = "cells.encoding"
CELLS_TRUNCATED = "cells.truncated"
CELLS_PADDING = "cells.padding"
CELLS_EMPTY_RUN = "cells.empty-run"
CELLS_ASCENDING = "cells.ascending"
CELLS_GROUP_COUNT = "cells.group-count"
CELLS_CHUNK_MISSING = "cells.chunk-missing"
CELLS_REFERENCE = "cells.reference"
CELLS_REFERENCE_DIFFERS = "cells.reference-differs"
CODES_WIDTH = "codes.width"
CODES_REGISTRY_FIRST = "codes.registry-first"
CODES_BITS = "codes.bits"
CODES_PADDING = "codes.padding"
CODES_NEIGHBOURS = "codes.neighbours"
CODES_CHUNK_MISSING = "codes.chunk-missing"
TEXT_CONTROL = "text.control"
TEXT_BIDI = "text.bidi"
TEXT_INVISIBLE = "text.invisible"
TEXT_FORMULA = "text.formula"
TEXT_NA = "text.na"
TEXT_LABEL_EDGE = "text.label-edge"
TEXT_LABEL_SPACE = "text.label-space"
TEXT_NAME_EDGE = "text.name-edge"
SNAPSHOTS_ROOT = "snapshots.root"
SNAPSHOTS_ENTRY = "snapshots.entry"
SNAPSHOTS_TARGET = "snapshots.target"
SNAPSHOTS_MISSING = "snapshots.missing"
SNAPSHOTS_ALIAS_KEY = "snapshots.alias-key"
SNAPSHOTS_OBJECT_ENTRY = "snapshots.object-entry"
SNAPSHOTS_REMOTE = "snapshots.remote"
SNAPSHOTS_NONE = "snapshots.none"
SNAPSHOTS_DUPLICATE = "snapshots.duplicate"
SNAPSHOTS_QUERY = "snapshots.query"
SNAPSHOTS_UNKNOWN_KEY = "snapshots.unknown-key"
SNAPSHOTS_UNICODE = "snapshots.unicode"
DATASET_CELL_COUNT = "dataset.cell-count"
DATASET_VAR_COUNT = "dataset.var-count"
DATASET_ID = "dataset.id"
POLICY_GENERATION = "policy.generation"
BUDGET_FILE_BYTES = "budget.file-bytes"
BUDGET_INFLATED_BYTES = "budget.inflated-bytes"
BUDGET_JSON_BYTES = "budget.json-bytes"
BUDGET_TOTAL_JSON_BYTES = "budget.total-json-bytes"
BUDGET_JSON_NODES = "budget.json-nodes"
BUDGET_CHUNKS = "budget.chunks"
BUDGET_ISOLATED = "budget.isolated"
INPUT_UNREADABLE = "input.unreadable"
INPUT_NOT_REGULAR = "input.not-regular"
INPUT_CHANGED = "input.changed"
INPUT_NONE = "input.none"
TOOL_INTERNAL = "tool.internal"
TOOL_ENGINES_DIFFER = "tool.engines-differ"
TOOL_CHILD_DIED = "tool.child-died"

#: id -> (class, level, layer)
RULES: dict[str, tuple[str, str, str]] = {
    FRAME_MAGIC: ("safety", "error", "framing"),
    FRAME_TRUNCATED: ("safety", "error", "framing"),
    FRAME_MANIFEST_LENGTH: ("safety", "error", "framing"),
    FRAME_CHUNK_LENGTH: ("safety", "error", "framing"),
    FRAME_CHUNK_TRUNCATED: ("safety", "error", "framing"),
    FRAME_TRAILING: ("safety", "error", "framing"),
    FRAME_GENERATION: ("safety", "error", "framing"),
    JSON_EMPTY: ("safety", "error", "json"),
    JSON_UTF8: ("safety", "error", "json"),
    JSON_BOM: ("safety", "error", "json"),
    JSON_SYNTAX: ("safety", "error", "json"),
    JSON_DUPLICATE_KEY: ("safety", "error", "json"),
    JSON_NON_FINITE: ("safety", "error", "json"),
    JSON_NUMBER_OVERFLOW: ("safety", "error", "json"),
    JSON_INTEGER_RANGE: ("safety", "error", "json"),
    JSON_SURROGATE: ("safety", "error", "json"),
    JSON_DEPTH: ("safety", "error", "json"),
    JSON_INTEGER_FORM: ("conformance", "error", "json"),
    MANIFEST_ROOT: ("safety", "error", "manifest"),
    MANIFEST_CHUNKS: ("safety", "error", "manifest"),
    MANIFEST_FINGERPRINT_MISSING: ("conformance", "error", "manifest"),
    MANIFEST_FINGERPRINT: ("conformance", "error", "manifest"),
    MANIFEST_CREATED_AT: ("conformance", "error", "manifest"),
    MANIFEST_DATA_SOURCE: ("conformance", "error", "manifest"),
    MANIFEST_CREATED_AT_MISSING: ("advice", "note", "manifest"),
    MANIFEST_DATA_SOURCE_MISSING: ("advice", "note", "manifest"),
    MANIFEST_CELL_NAMES: ("conformance", "error", "manifest"),
    MANIFEST_SUMMARY: ("advice", "note", "manifest"),
    MANIFEST_NO_CHUNKS: ("advice", "warning", "manifest"),
    MANIFEST_UNKNOWN_KEY: ("advice", "warning", "manifest"),
    MANIFEST_USER_PATH: ("advice", "note", "manifest"),
    MANIFEST_DATASET_ID_ODD: ("advice", "note", "manifest"),
    MANIFEST_CLOSED: ("conformance", "error", "manifest"),
    MANIFEST_KEY_MISSING: ("conformance", "error", "manifest"),
    MANIFEST_CELL_ORDER: ("conformance", "error", "manifest"),
    MANIFEST_DATA_MAPPING: ("conformance", "error", "manifest"),
    MANIFEST_DATA_MAPPING_ORDER: ("conformance", "error", "manifest"),
    MANIFEST_SOURCE: ("conformance", "error", "manifest"),
    MANIFEST_SOURCE_HOST: ("advice", "note", "manifest"),
    MANIFEST_REQUIRES: ("conformance", "error", "manifest"),
    MANIFEST_REQUIRES_ORDER: ("conformance", "error", "manifest"),
    MANIFEST_REQUIRES_MISSING: ("advice", "note", "manifest"),
    CHUNK_ENTRY: ("safety", "error", "entry"),
    CHUNK_KEY_MISSING: ("safety", "error", "entry"),
    CHUNK_ID: ("safety", "error", "entry"),
    CHUNK_CONTRIBUTOR: ("safety", "error", "entry"),
    CHUNK_PRIORITY: ("safety", "error", "entry"),
    CHUNK_KIND: ("safety", "error", "entry"),
    CHUNK_CODEC: ("safety", "error", "entry"),
    CHUNK_LABEL: ("safety", "error", "entry"),
    CHUNK_DATASET_DEPENDENT: ("safety", "error", "entry"),
    CHUNK_STORED_BYTES: ("safety", "error", "entry"),
    CHUNK_UNCOMPRESSED_BYTES: ("safety", "error", "entry"),
    CHUNK_DEPENDS_ON: ("safety", "error", "entry"),
    CHUNK_LABEL_EMPTY: ("advice", "note", "entry"),
    CHUNK_ID_DUPLICATE: ("safety", "error", "entry"),
    CHUNK_ID_UNSAFE: ("safety", "error", "entry"),
    CHUNK_ID_SPACE: ("conformance", "error", "entry"),
    CHUNK_ID_ODD: ("advice", "warning", "entry"),
    CHUNK_ID_CONFUSABLE: ("advice", "warning", "entry"),
    CHUNK_STORED_BYTES_MISMATCH: ("safety", "error", "entry"),
    CHUNK_INFLATED_TOO_LARGE: ("safety", "error", "entry"),
    CHUNK_INFLATED_SHORT: ("conformance", "error", "entry"),
    CHUNK_SIZES_ABSENT: ("advice", "note", "entry"),
    CHUNK_DATASET_FLAG: ("safety", "error", "entry"),
    CHUNK_LAYOUT_FLAG: ("advice", "warning", "entry"),
    CHUNK_FAMILY_KIND: ("safety", "error", "entry"),
    CHUNK_FAMILY_PRIORITY: ("advice", "note", "entry"),
    CHUNK_FAMILY_CONTRIBUTOR: ("conformance", "error", "entry"),
    CHUNK_FOREIGN: ("advice", "warning", "entry"),
    CHUNK_ORDER: ("conformance", "error", "entry"),
    CHUNK_META_ORDER: ("conformance", "error", "entry"),
    CHUNK_OVERLAYS_ORDER: ("conformance", "error", "entry"),
    CHUNK_DEPENDS_UNKNOWN: ("advice", "warning", "entry"),
    CHUNK_DEPENDS_LATER: ("advice", "warning", "entry"),
    CHUNK_DEPENDS_CYCLE: ("conformance", "error", "entry"),
    CHUNK_SIZE_MISSING: ("conformance", "error", "entry"),
    CHUNK_UNKNOWN: ("conformance", "error", "entry"),
    CHUNK_PROFILE: ("conformance", "error", "entry"),
    CHUNK_FAMILY_MISSING: ("conformance", "error", "entry"),
    CHUNK_CONTRIBUTOR_ORDER: ("conformance", "error", "entry"),
    CHUNK_REGISTRY_ORDER: ("conformance", "error", "entry"),
    GZIP_HEADER: ("safety", "error", "gzip"),
    GZIP_FLAGS: ("safety", "error", "gzip"),
    GZIP_HEADER_CRC: ("safety", "error", "gzip"),
    GZIP_DATA: ("safety", "error", "gzip"),
    GZIP_TRUNCATED: ("safety", "error", "gzip"),
    GZIP_CRC: ("safety", "error", "gzip"),
    GZIP_LENGTH: ("safety", "error", "gzip"),
    GZIP_TRAILING: ("safety", "error", "gzip"),
    GZIP_HIDDEN: ("conformance", "error", "gzip"),
    PAYLOAD_UNKNOWN_KEY: ("advice", "note", "payload"),
    STATE_SHAPE: ("conformance", "error", "payload"),
    LAYOUT_SHAPE: ("conformance", "error", "payload"),
    WINDOWS_SHAPE: ("conformance", "error", "payload"),
    OVERLAYS_SHAPE: ("conformance", "error", "payload"),
    OVERLAYS_REQUIRED: ("conformance", "error", "payload"),
    OVERLAYS_FIELD_ID_DUPLICATE: ("safety", "error", "payload"),
    OVERLAYS_CATEGORY_DUPLICATE: ("advice", "warning", "payload"),
    OVERLAYS_CODES_LENGTH_HINT: ("advice", "note", "payload"),
    META_SHAPE: ("conformance", "error", "payload"),
    META_REQUIRED: ("conformance", "error", "payload"),
    META_COLOR: ("conformance", "error", "payload"),
    META_RANGE: ("conformance", "error", "payload"),
    META_PAGE_ID_DUPLICATE: ("safety", "error", "payload"),
    META_GROUP_ID_DUPLICATE: ("safety", "error", "payload"),
    META_NO_PAGES: ("advice", "warning", "payload"),
    META_ACTIVE_PAGE: ("advice", "warning", "payload"),
    PAYLOAD_CLOSED: ("conformance", "error", "payload"),
    PAYLOAD_OBJECT: ("conformance", "error", "payload"),
    OVERLAYS_ID_FORM: ("conformance", "error", "payload"),
    OVERLAYS_KEY: ("conformance", "error", "payload"),
    OVERLAYS_DELETED: ("conformance", "error", "payload"),
    OVERLAYS_CATEGORY_TWICE: ("conformance", "error", "payload"),
    OVERLAYS_CATEGORY_COUNT: ("safety", "error", "payload"),
    OVERLAYS_CODES_LENGTH: ("conformance", "error", "payload"),
    META_ID_FORM: ("conformance", "error", "payload"),
    META_ACTIVE_PAGE_UNKNOWN: ("conformance", "error", "payload"),
    INVENTORY_SHAPE: ("conformance", "error", "payload"),
    INVENTORY_IDS: ("conformance", "error", "payload"),
    INVENTORY_COMPACT: ("conformance", "error", "payload"),
    TYPED_TRUNCATED: ("safety", "error", "payload"),
    TYPED_DTYPE: ("safety", "error", "payload"),
    TYPED_REFERENCE: ("safety", "error", "payload"),
    TYPED_ONCE: ("conformance", "error", "payload"),
    UVARINT_TRUNCATED: ("safety", "error", "binary"),
    UVARINT_TOO_LONG: ("safety", "error", "binary"),
    UVARINT_RANGE: ("safety", "error", "binary"),
    UVARINT_OVERLONG: ("conformance", "error", "binary"),
    CELLS_COUNT: ("safety", "error", "binary"),
    CELLS_INDEX: ("safety", "error", "binary"),
    CELLS_TRAILING: ("conformance", "error", "binary"),
    CELLS_ORPHAN: ("conformance", "error", "binary"),
    CELLS_DUPLICATE: ("advice", "note", "binary"),
    CELLS_COUNT_HINT: ("advice", "warning", "binary"),
    CELLS_MISSING: ("advice", "warning", "binary"),
    CODES_ENCODING: ("safety", "error", "binary"),
    CODES_TRUNCATED: ("safety", "error", "binary"),
    CODES_LENGTH: ("safety", "error", "binary"),
    CODES_RUNS: ("safety", "error", "binary"),
    CODES_VALUE: ("safety", "error", "binary"),
    CODES_TRAILING: ("conformance", "error", "binary"),
    CODES_ZERO_RUN: ("conformance", "error", "binary"),
    CODES_CATEGORY: ("conformance", "error", "binary"),
    CODES_ORPHAN: ("conformance", "error", "binary"),
    CODES_AMBIGUOUS_AXIS: ("advice", "note", "binary"),
    TABLE_HEADER: ("safety", "error", "binary"),
    TABLE_COLUMN: ("safety", "error", "binary"),
    TABLE_CELL_INDEX: ("safety", "error", "binary"),
    TABLE_COLUMNS: ("conformance", "error", "binary"),
    TABLE_TRAILING: ("conformance", "error", "binary"),
    TABLE_ID: ("conformance", "error", "binary"),
    CELLS_ENCODING: ("safety", "error", "binary"),
    CELLS_TRUNCATED: ("safety", "error", "binary"),
    CELLS_PADDING: ("safety", "error", "binary"),
    CELLS_EMPTY_RUN: ("conformance", "error", "binary"),
    CELLS_ASCENDING: ("conformance", "error", "binary"),
    CELLS_GROUP_COUNT: ("conformance", "error", "binary"),
    CELLS_CHUNK_MISSING: ("conformance", "error", "binary"),
    CELLS_REFERENCE: ("safety", "error", "binary"),
    CELLS_REFERENCE_DIFFERS: ("safety", "error", "binary"),
    CODES_WIDTH: ("safety", "error", "binary"),
    CODES_REGISTRY_FIRST: ("safety", "error", "binary"),
    CODES_BITS: ("safety", "error", "binary"),
    CODES_PADDING: ("conformance", "error", "binary"),
    CODES_NEIGHBOURS: ("conformance", "error", "binary"),
    CODES_CHUNK_MISSING: ("conformance", "error", "binary"),
    TEXT_CONTROL: ("advice", "warning", "text"),
    TEXT_BIDI: ("advice", "warning", "text"),
    TEXT_INVISIBLE: ("advice", "warning", "text"),
    TEXT_FORMULA: ("advice", "warning", "text"),
    TEXT_NA: ("advice", "note", "text"),
    TEXT_LABEL_EDGE: ("conformance", "error", "text"),
    TEXT_LABEL_SPACE: ("advice", "note", "text"),
    TEXT_NAME_EDGE: ("advice", "note", "text"),
    SNAPSHOTS_ROOT: ("safety", "error", "snapshots"),
    SNAPSHOTS_ENTRY: ("safety", "error", "snapshots"),
    SNAPSHOTS_TARGET: ("safety", "error", "snapshots"),
    SNAPSHOTS_MISSING: ("conformance", "error", "snapshots"),
    SNAPSHOTS_ALIAS_KEY: ("advice", "note", "snapshots"),
    SNAPSHOTS_OBJECT_ENTRY: ("advice", "note", "snapshots"),
    SNAPSHOTS_REMOTE: ("advice", "warning", "snapshots"),
    SNAPSHOTS_NONE: ("advice", "warning", "snapshots"),
    SNAPSHOTS_DUPLICATE: ("advice", "warning", "snapshots"),
    SNAPSHOTS_QUERY: ("advice", "warning", "snapshots"),
    SNAPSHOTS_UNKNOWN_KEY: ("advice", "note", "snapshots"),
    SNAPSHOTS_UNICODE: ("advice", "warning", "snapshots"),
    DATASET_CELL_COUNT: ("conformance", "error", "dataset"),
    DATASET_VAR_COUNT: ("conformance", "error", "dataset"),
    DATASET_ID: ("conformance", "error", "dataset"),
    POLICY_GENERATION: ("safety", "error", "policy"),
    BUDGET_FILE_BYTES: ("budget", "error", "budget"),
    BUDGET_INFLATED_BYTES: ("budget", "error", "budget"),
    BUDGET_JSON_BYTES: ("budget", "error", "budget"),
    BUDGET_TOTAL_JSON_BYTES: ("budget", "error", "budget"),
    BUDGET_JSON_NODES: ("budget", "error", "budget"),
    BUDGET_CHUNKS: ("budget", "error", "budget"),
    BUDGET_ISOLATED: ("budget", "error", "budget"),
    INPUT_UNREADABLE: ("tool", "error", "tool"),
    INPUT_NOT_REGULAR: ("tool", "error", "tool"),
    INPUT_CHANGED: ("tool", "error", "tool"),
    INPUT_NONE: ("tool", "error", "tool"),
    TOOL_INTERNAL: ("tool", "error", "tool"),
    TOOL_ENGINES_DIFFER: ("tool", "error", "tool"),
    TOOL_CHILD_DIED: ("tool", "error", "tool"),
}
