"""What each rule speaks of."""

# Generated from declare/subjects.py; do not edit: run python -m cellucid_session.generate

from __future__ import annotations

INPUT = "input"
FILE = "file"
CHILD = "child"
ENGINES = "engines"
MAGIC = "magic"
MANIFEST_LENGTH = "manifest-length"
HEAD = "head"
JSON_TEXT = "json-text"
TEXTS = "texts"
MANIFEST = "manifest"
OUTLINE = "outline"
ENTRY = "entry"
ENTRIES = "entries"
KNOWN_ENTRY = "known-entry"
DATASET_ENTRY = "dataset-entry"
LAYOUT_ENTRY = "layout-entry"
MEMBERS_ENTRY = "members-entry"
CODES_ENTRY = "codes-entry"
DEPENDENCY = "dependency"
ASKED_GENERATION = "asked-generation"
ASKED_CELLS = "asked-cells"
ASKED_VARIABLES = "asked-variables"
ASKED_ID = "asked-id"
FRAME = "frame"
STORED_SIZE = "stored-size"
GZIP_HEADER = "gzip-header"
GZIP = "gzip"
INFLATION = "inflation"
INFLATED_SIZE = "inflated-size"
CORE_STATE = "core-state"
UI_DOCKABLE_LAYOUT = "ui-dockable-layout"
ANALYSIS_WINDOWS = "analysis-windows"
CORE_FIELD_OVERLAYS = "core-field-overlays"
HIGHLIGHTS_META = "highlights-meta"
ARTIFACT_TABLE_HEADER = "artifact-table-header"
CINEMATIC_CAMERA = "cinematic-camera"
UI_FIGURE_EXPORT = "ui-figure-export"
CACHE_INVENTORY = "cache-inventory"
OPAQUE = "opaque"
TYPED_JSON = "typed-json"
NAMED_TEXT = "named-text"
NAMED_PAYLOAD = "named-payload"
LABEL = "label"
COLUMN_NAME = "column-name"
INDEX_LIST = "index-list"
CELL_SET = "cell-set"
MEMBERS = "members"
BOUNDED_MEMBERS = "bounded-members"
CODES = "codes"
RUNS = "runs"
VARINT = "varint"
TABLE = "table"
LINKS = "links"
MEMBERSHIP = "membership"
GROUP_SIZE = "group-size"
FIELD_CODES = "field-codes"
VARIABLE_FIELD = "variable-field"
CODES_LENGTH = "codes-length"
LIST = "list"
TARGET = "target"
BESIDE = "beside"

#: kind of input -> why the rules of the other kind do not apply to it
OTHER = {
    "session": "the input is a session, no list of sessions",
    "state-snapshots": "the input is a list of sessions, no session",
}

#: subject -> (kind of input, or any; why its rules do not apply where it is not there; needs; parts)
SUBJECTS: dict[str, tuple[str, str, tuple[str, ...], tuple[str, ...]]] = {
    INPUT: ("any", "there is no input", (), ()),
    FILE: ("any", "the input is bytes or a stream, no file", (), ()),
    CHILD: ("any", "the input was not judged in a child process", (), ()),
    ENGINES: ("any", "one engine judged", (), ()),
    MAGIC: ("session", "", ("input",), ()),
    MANIFEST_LENGTH: ("session", "", ("magic",), ()),
    HEAD: ("session", "", ("manifest-length",), ()),
    JSON_TEXT: ("any", "", ("outline",), ()),
    TEXTS: ("any", "", ("json-text",), ()),
    MANIFEST: ("session", "", ("head",), ()),
    OUTLINE: ("session", "", ("manifest",), ()),
    ENTRY: ("session", "the manifest lists no chunk", ("manifest",), ()),
    ENTRIES: ("session", "the manifest lists no chunk", ("outline",), ()),
    KNOWN_ENTRY: ("session", "no chunk is of a known family", ("outline",), ()),
    DATASET_ENTRY: ("session", "no chunk is of a family that depends on the data set", ("outline",), ()),
    LAYOUT_ENTRY: ("session", "every chunk of a known family depends on the data set", ("outline",), ()),
    MEMBERS_ENTRY: ("session", "there are no membership chunks", ("outline",), ()),
    CODES_ENTRY: ("session", "there are no codes chunks", ("outline",), ()),
    DEPENDENCY: ("session", "no entry has dependsOn", ("outline",), ()),
    ASKED_GENERATION: ("session", "the policy takes every generation", ("head",), ()),
    ASKED_CELLS: ("session", "the caller names no number of cells", ("outline",), ()),
    ASKED_VARIABLES: ("session", "the caller names no number of variables", ("outline",), ()),
    ASKED_ID: ("session", "the caller names no data set id", ("outline",), ()),
    FRAME: ("session", "the manifest lists no chunk", ("outline",), ()),
    STORED_SIZE: ("session", "no entry has storedBytes", ("outline",), ()),
    GZIP_HEADER: ("session", "no chunk has the codec gzip", ("outline",), ()),
    GZIP: ("session", "no chunk has the codec gzip", ("outline",), ()),
    INFLATION: ("session", "the manifest lists no chunk", ("outline",), ()),
    INFLATED_SIZE: ("session", "no entry has uncompressedBytes", ("outline",), ()),
    CORE_STATE: ("session", "there is no core/state", ("outline",), ()),
    UI_DOCKABLE_LAYOUT: ("session", "there is no ui/dockable-layout", ("outline",), ()),
    ANALYSIS_WINDOWS: ("session", "there is no analysis/windows", ("outline",), ()),
    CORE_FIELD_OVERLAYS: ("session", "there is no core/field-overlays", ("outline",), ()),
    HIGHLIGHTS_META: ("session", "there is no highlights/meta", ("outline",), ()),
    ARTIFACT_TABLE_HEADER: ("session", "there are no analysis artifacts", ("outline",), ()),
    CINEMATIC_CAMERA: ("session", "there is no cinematic/camera", ("outline",), ()),
    UI_FIGURE_EXPORT: ("session", "there is no ui/figure-export", ("outline",), ()),
    CACHE_INVENTORY: ("session", "there is no analysis/cache-inventory", ("outline",), ()),
    OPAQUE: (
        "session",
        "there is no such chunk",
        (),
        ("core-state", "ui-dockable-layout", "analysis-windows", "cinematic-camera", "ui-figure-export"),
    ),
    TYPED_JSON: ("session", "no chunk is typed JSON", ("outline",), ()),
    NAMED_TEXT: (
        "session",
        "",
        (),
        (
            "manifest",
            "core-state",
            "ui-dockable-layout",
            "analysis-windows",
            "core-field-overlays",
            "highlights-meta",
            "artifact-table-header",
            "cinematic-camera",
            "ui-figure-export",
            "cache-inventory",
        ),
    ),
    NAMED_PAYLOAD: (
        "session",
        "no payload has a JSON text that a schema describes",
        (),
        (
            "core-state",
            "ui-dockable-layout",
            "analysis-windows",
            "core-field-overlays",
            "highlights-meta",
            "artifact-table-header",
            "cinematic-camera",
            "ui-figure-export",
            "cache-inventory",
        ),
    ),
    LABEL: (
        "session",
        "there is neither highlights/meta nor core/field-overlays",
        (),
        ("highlights-meta", "core-field-overlays"),
    ),
    COLUMN_NAME: ("session", "", (), ("manifest", "highlights-meta", "core-field-overlays")),
    INDEX_LIST: ("session", "there are no membership chunks that are lists of indices", ("outline",), ()),
    CELL_SET: ("session", "there are no membership chunks that name their encoding", ("outline",), ()),
    MEMBERS: ("session", "there are no membership chunks", (), ("index-list", "cell-set")),
    BOUNDED_MEMBERS: (
        "session",
        "there are no membership chunks, or nobody says how many cells there are",
        ("members",),
        (),
    ),
    CODES: ("session", "there are no codes chunks", ("outline",), ()),
    RUNS: ("session", "no codes are written as runs", ("codes",), ()),
    VARINT: (
        "session",
        "there are neither membership nor codes chunks, nor typed JSON",
        (),
        ("index-list", "cell-set", "codes", "typed-json"),
    ),
    TABLE: ("session", "there are no analysis artifacts", ("outline",), ()),
    LINKS: ("session", "", ("frame",), ()),
    MEMBERSHIP: ("session", "there are no membership chunks", ("links", "members", "highlights-meta"), ()),
    GROUP_SIZE: ("session", "no group has a cellCount", ("links", "members", "highlights-meta"), ()),
    FIELD_CODES: ("session", "there are no codes chunks", ("links", "codes", "core-field-overlays"), ()),
    VARIABLE_FIELD: (
        "session",
        "no codes are of a field of variables",
        ("links", "codes", "core-field-overlays"),
        (),
    ),
    CODES_LENGTH: (
        "session",
        "no codes are of a field with a codesLength",
        ("links", "codes", "core-field-overlays"),
        (),
    ),
    LIST: ("state-snapshots", "", ("json-text",), ()),
    TARGET: ("state-snapshots", "the list has no entry that names a target", ("list",), ()),
    BESIDE: ("state-snapshots", "it was not asked whether the listed files are there", ("list",), ()),
}

#: rule -> its subject, in the order of the registry
SUBJECT_OF: dict[str, str] = {
    "frame.magic": MAGIC,
    "frame.truncated": HEAD,
    "frame.manifest-length": MANIFEST_LENGTH,
    "frame.chunk-length": FRAME,
    "frame.chunk-truncated": FRAME,
    "frame.trailing": LINKS,
    "frame.generation": MAGIC,
    "json.empty": JSON_TEXT,
    "json.utf8": JSON_TEXT,
    "json.bom": JSON_TEXT,
    "json.syntax": JSON_TEXT,
    "json.duplicate-key": JSON_TEXT,
    "json.non-finite": JSON_TEXT,
    "json.number-overflow": JSON_TEXT,
    "json.integer-range": JSON_TEXT,
    "json.surrogate": JSON_TEXT,
    "json.depth": JSON_TEXT,
    "json.integer-form": NAMED_TEXT,
    "manifest.root": MANIFEST,
    "manifest.chunks": MANIFEST,
    "manifest.fingerprint-missing": MANIFEST,
    "manifest.fingerprint": MANIFEST,
    "manifest.created-at": OUTLINE,
    "manifest.data-source": MANIFEST,
    "manifest.created-at-missing": MANIFEST,
    "manifest.data-source-missing": MANIFEST,
    "manifest.cell-names": MANIFEST,
    "manifest.summary": MANIFEST,
    "manifest.no-chunks": MANIFEST,
    "manifest.unknown-key": MANIFEST,
    "manifest.user-path": MANIFEST,
    "manifest.dataset-id-odd": MANIFEST,
    "manifest.closed": MANIFEST,
    "manifest.key-missing": MANIFEST,
    "manifest.cell-order": OUTLINE,
    "manifest.data-mapping": MANIFEST,
    "manifest.data-mapping-order": OUTLINE,
    "manifest.source": MANIFEST,
    "manifest.source-host": MANIFEST,
    "manifest.requires": MANIFEST,
    "manifest.requires-order": OUTLINE,
    "manifest.requires-missing": LINKS,
    "chunk.entry": ENTRY,
    "chunk.key-missing": ENTRY,
    "chunk.id": ENTRY,
    "chunk.contributor": ENTRY,
    "chunk.priority": ENTRY,
    "chunk.kind": ENTRY,
    "chunk.codec": ENTRY,
    "chunk.label": ENTRY,
    "chunk.dataset-dependent": ENTRY,
    "chunk.stored-bytes": ENTRY,
    "chunk.uncompressed-bytes": ENTRY,
    "chunk.depends-on": ENTRY,
    "chunk.label-empty": ENTRY,
    "chunk.id-duplicate": ENTRIES,
    "chunk.id-unsafe": ENTRIES,
    "chunk.id-space": ENTRIES,
    "chunk.id-odd": ENTRIES,
    "chunk.id-confusable": ENTRIES,
    "chunk.stored-bytes-mismatch": STORED_SIZE,
    "chunk.inflated-too-large": INFLATION,
    "chunk.inflated-short": INFLATED_SIZE,
    "chunk.sizes-absent": ENTRY,
    "chunk.dataset-flag": DATASET_ENTRY,
    "chunk.layout-flag": LAYOUT_ENTRY,
    "chunk.family-kind": KNOWN_ENTRY,
    "chunk.family-priority": KNOWN_ENTRY,
    "chunk.family-contributor": KNOWN_ENTRY,
    "chunk.foreign": ENTRIES,
    "chunk.order": ENTRIES,
    "chunk.meta-order": MEMBERS_ENTRY,
    "chunk.overlays-order": CODES_ENTRY,
    "chunk.depends-unknown": DEPENDENCY,
    "chunk.depends-later": DEPENDENCY,
    "chunk.depends-cycle": DEPENDENCY,
    "chunk.size-missing": ENTRY,
    "chunk.unknown": ENTRIES,
    "chunk.profile": KNOWN_ENTRY,
    "chunk.family-missing": ENTRIES,
    "chunk.contributor-order": ENTRIES,
    "chunk.registry-order": LINKS,
    "gzip.header": GZIP_HEADER,
    "gzip.flags": GZIP_HEADER,
    "gzip.header-crc": GZIP_HEADER,
    "gzip.data": GZIP,
    "gzip.truncated": GZIP,
    "gzip.crc": GZIP,
    "gzip.length": GZIP,
    "gzip.trailing": GZIP,
    "gzip.hidden": GZIP_HEADER,
    "payload.unknown-key": NAMED_PAYLOAD,
    "state.shape": CORE_STATE,
    "layout.shape": UI_DOCKABLE_LAYOUT,
    "windows.shape": ANALYSIS_WINDOWS,
    "overlays.shape": CORE_FIELD_OVERLAYS,
    "overlays.required": CORE_FIELD_OVERLAYS,
    "overlays.field-id-duplicate": CORE_FIELD_OVERLAYS,
    "overlays.category-duplicate": CORE_FIELD_OVERLAYS,
    "overlays.codes-length-hint": CODES_LENGTH,
    "meta.shape": HIGHLIGHTS_META,
    "meta.required": HIGHLIGHTS_META,
    "meta.color": HIGHLIGHTS_META,
    "meta.range": HIGHLIGHTS_META,
    "meta.page-id-duplicate": HIGHLIGHTS_META,
    "meta.group-id-duplicate": HIGHLIGHTS_META,
    "meta.no-pages": HIGHLIGHTS_META,
    "meta.active-page": HIGHLIGHTS_META,
    "payload.closed": NAMED_PAYLOAD,
    "payload.object": OPAQUE,
    "overlays.id-form": CORE_FIELD_OVERLAYS,
    "overlays.key": CORE_FIELD_OVERLAYS,
    "overlays.deleted": CORE_FIELD_OVERLAYS,
    "overlays.category-twice": CORE_FIELD_OVERLAYS,
    "overlays.category-count": CORE_FIELD_OVERLAYS,
    "overlays.codes-length": CORE_FIELD_OVERLAYS,
    "meta.id-form": HIGHLIGHTS_META,
    "meta.active-page-unknown": HIGHLIGHTS_META,
    "inventory.shape": CACHE_INVENTORY,
    "inventory.ids": LINKS,
    "inventory.compact": CACHE_INVENTORY,
    "typed.truncated": TYPED_JSON,
    "typed.dtype": TYPED_JSON,
    "typed.reference": TYPED_JSON,
    "typed.once": TYPED_JSON,
    "uvarint.truncated": VARINT,
    "uvarint.too-long": VARINT,
    "uvarint.range": VARINT,
    "uvarint.overlong": VARINT,
    "cells.count": BOUNDED_MEMBERS,
    "cells.index": MEMBERS,
    "cells.trailing": MEMBERS,
    "cells.orphan": MEMBERSHIP,
    "cells.duplicate": MEMBERS,
    "cells.count-hint": GROUP_SIZE,
    "cells.missing": GROUP_SIZE,
    "codes.encoding": CODES,
    "codes.truncated": CODES,
    "codes.length": FIELD_CODES,
    "codes.runs": RUNS,
    "codes.value": RUNS,
    "codes.trailing": CODES,
    "codes.zero-run": RUNS,
    "codes.category": FIELD_CODES,
    "codes.orphan": FIELD_CODES,
    "codes.ambiguous-axis": VARIABLE_FIELD,
    "table.header": TABLE,
    "table.column": TABLE,
    "table.cell-index": TABLE,
    "table.columns": TABLE,
    "table.trailing": TABLE,
    "table.id": TABLE,
    "cells.encoding": CELL_SET,
    "cells.truncated": CELL_SET,
    "cells.padding": CELL_SET,
    "cells.empty-run": CELL_SET,
    "cells.ascending": MEMBERS,
    "cells.group-count": GROUP_SIZE,
    "cells.chunk-missing": LINKS,
    "cells.reference": MEMBERSHIP,
    "cells.reference-differs": MEMBERSHIP,
    "codes.width": CODES,
    "codes.registry-first": CODES,
    "codes.bits": CODES,
    "codes.padding": CODES,
    "codes.neighbours": RUNS,
    "codes.chunk-missing": LINKS,
    "text.control": TEXTS,
    "text.bidi": TEXTS,
    "text.invisible": TEXTS,
    "text.formula": LABEL,
    "text.na": CORE_FIELD_OVERLAYS,
    "text.label-edge": LABEL,
    "text.label-space": LABEL,
    "text.name-edge": COLUMN_NAME,
    "snapshots.root": LIST,
    "snapshots.entry": LIST,
    "snapshots.target": TARGET,
    "snapshots.missing": BESIDE,
    "snapshots.alias-key": LIST,
    "snapshots.object-entry": LIST,
    "snapshots.remote": TARGET,
    "snapshots.none": LIST,
    "snapshots.duplicate": TARGET,
    "snapshots.query": TARGET,
    "snapshots.unknown-key": LIST,
    "snapshots.unicode": TARGET,
    "dataset.cell-count": ASKED_CELLS,
    "dataset.var-count": ASKED_VARIABLES,
    "dataset.id": ASKED_ID,
    "policy.generation": ASKED_GENERATION,
    "budget.file-bytes": INPUT,
    "budget.inflated-bytes": INFLATION,
    "budget.json-bytes": JSON_TEXT,
    "budget.total-json-bytes": JSON_TEXT,
    "budget.json-nodes": JSON_TEXT,
    "budget.chunks": MANIFEST,
    "budget.isolated": CHILD,
    "input.unreadable": INPUT,
    "input.not-regular": FILE,
    "input.changed": FILE,
    "input.none": INPUT,
    "tool.internal": INPUT,
    "tool.engines-differ": ENGINES,
    "tool.child-died": CHILD,
}
