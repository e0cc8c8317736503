"""Subjects within the contents: JSON, payloads, what chunks say of each other, and lists of sessions.

Rules of this file: those of `subjects`, in the order in which a judge meets them.
"""

from __future__ import annotations

from cellucid_session.declare.subject import SESSION, SNAPSHOTS, Subject, ids

SUBJECTS: tuple[Subject, ...] = (
    Subject(
        "ui-dockable-layout",
        SESSION,
        "ui/dockable-layout",
        "there is no ui/dockable-layout",
        ids("layout.shape"),
        ("outline",),
    ),
    Subject(
        "analysis-windows",
        SESSION,
        "analysis/windows",
        "there is no analysis/windows",
        ids("windows.shape"),
        ("outline",),
    ),
    Subject(
        "core-field-overlays",
        SESSION,
        "core/field-overlays",
        "there is no core/field-overlays",
        ids(
            "overlays.shape overlays.required overlays.field-id-duplicate overlays.category-duplicate overlays.id-form "
            "overlays.key overlays.deleted overlays.category-twice overlays.category-count overlays.codes-length "
            "text.na"
        ),
        ("outline",),
    ),
    Subject(
        "highlights-meta",
        SESSION,
        "highlights/meta",
        "there is no highlights/meta",
        ids(
            "meta.shape meta.required meta.color meta.range meta.page-id-duplicate meta.group-id-duplicate "
            "meta.no-pages meta.active-page meta.id-form meta.active-page-unknown"
        ),
        ("outline",),
    ),
    Subject(
        "artifact-table-header",
        SESSION,
        "the header of each analysis artifact",
        "there are no analysis artifacts",
        (),
        ("outline",),
    ),
    Subject(
        "cinematic-camera", SESSION, "cinematic/camera", "there is no cinematic/camera", (), ("outline",)
    ),
    Subject(
        "ui-figure-export", SESSION, "ui/figure-export", "there is no ui/figure-export", (), ("outline",)
    ),
    Subject(
        "cache-inventory",
        SESSION,
        "analysis/cache-inventory",
        "there is no analysis/cache-inventory",
        ids("inventory.shape inventory.compact"),
        ("outline",),
    ),
    Subject(
        "opaque",
        SESSION,
        "each JSON chunk of which only the viewer knows more than that it is an object",
        "there is no such chunk",
        ids("payload.object"),
        parts=(
            "core-state",
            "ui-dockable-layout",
            "analysis-windows",
            "cinematic-camera",
            "ui-figure-export",
        ),
    ),
    Subject(
        "typed-json",
        SESSION,
        "each typed JSON",
        "no chunk is typed JSON",
        ids("typed.truncated typed.dtype typed.reference typed.once"),
        ("outline",),
    ),
    Subject(
        "named-text",
        SESSION,
        "each JSON text that a schema describes",
        "",
        ids("json.integer-form"),
        parts=(
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
    Subject(
        "named-payload",
        SESSION,
        "each JSON text of a payload that a schema describes",
        "no payload has a JSON text that a schema describes",
        ids("payload.unknown-key payload.closed"),
        parts=(
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
    Subject(
        "label",
        SESSION,
        "the labels of groups, pages, fields and categories",
        "there is neither highlights/meta nor core/field-overlays",
        ids("text.formula text.label-edge text.label-space"),
        parts=("highlights-meta", "core-field-overlays"),
    ),
    Subject(
        "column-name",
        SESSION,
        "the names of columns and genes",
        "",
        ids("text.name-edge"),
        parts=("manifest", "highlights-meta", "core-field-overlays"),
    ),
    Subject(
        "index-list",
        SESSION,
        "each membership chunk that is a list of indices",
        "there are no membership chunks that are lists of indices",
        (),
        ("outline",),
    ),
    Subject(
        "cell-set",
        SESSION,
        "each membership chunk that names its encoding",
        "there are no membership chunks that name their encoding",
        ids("cells.encoding cells.truncated cells.padding cells.empty-run"),
        ("outline",),
    ),
    Subject(
        "members",
        SESSION,
        "each membership chunk",
        "there are no membership chunks",
        ids("cells.index cells.trailing cells.duplicate cells.ascending"),
        parts=("index-list", "cell-set"),
    ),
    Subject(
        "bounded-members",
        SESSION,
        "each membership chunk of a session that says how many cells there are",
        "there are no membership chunks, or nobody says how many cells there are",
        ids("cells.count"),
        ("members",),
    ),
    Subject(
        "codes",
        SESSION,
        "each codes chunk",
        "there are no codes chunks",
        ids(
            "codes.encoding codes.truncated codes.trailing codes.width codes.registry-first codes.bits codes.padding"
        ),
        ("outline",),
    ),
    Subject(
        "runs",
        SESSION,
        "each codes chunk that is written as runs",
        "no codes are written as runs",
        ids("codes.runs codes.value codes.zero-run codes.neighbours"),
        ("codes",),
    ),
    Subject(
        "varint",
        SESSION,
        "the varints of membership chunks, codes chunks and typed JSON",
        "there are neither membership nor codes chunks, nor typed JSON",
        ids("uvarint.truncated uvarint.too-long uvarint.range uvarint.overlong"),
        parts=("index-list", "cell-set", "codes", "typed-json"),
    ),
    Subject(
        "table",
        SESSION,
        "each analysis artifact",
        "there are no analysis artifacts",
        ids("table.header table.column table.cell-index table.columns table.trailing table.id"),
        ("outline",),
    ),
    Subject(
        "links",
        SESSION,
        "the chunks together",
        "",
        ids(
            "frame.trailing manifest.requires-missing chunk.registry-order inventory.ids cells.chunk-missing "
            "codes.chunk-missing"
        ),
        ("frame",),
    ),
    Subject(
        "membership",
        SESSION,
        "each membership chunk and its group",
        "there are no membership chunks",
        ids("cells.orphan cells.reference cells.reference-differs"),
        ("links", "members", "highlights-meta"),
    ),
    Subject(
        "group-size",
        SESSION,
        "each group with a cellCount",
        "no group has a cellCount",
        ids("cells.count-hint cells.missing cells.group-count"),
        ("links", "members", "highlights-meta"),
    ),
    Subject(
        "field-codes",
        SESSION,
        "each codes chunk and its field",
        "there are no codes chunks",
        ids("codes.length codes.category codes.orphan"),
        ("links", "codes", "core-field-overlays"),
    ),
    Subject(
        "variable-field",
        SESSION,
        "the codes of each field of variables",
        "no codes are of a field of variables",
        ids("codes.ambiguous-axis"),
        ("links", "codes", "core-field-overlays"),
    ),
    Subject(
        "codes-length",
        SESSION,
        "the codes of each field with a codesLength",
        "no codes are of a field with a codesLength",
        ids("overlays.codes-length-hint"),
        ("links", "codes", "core-field-overlays"),
    ),
    Subject(
        "list",
        SNAPSHOTS,
        "the list",
        "",
        ids(
            "snapshots.root snapshots.entry snapshots.alias-key snapshots.object-entry snapshots.none "
            "snapshots.unknown-key"
        ),
        ("json-text",),
    ),
    Subject(
        "target",
        SNAPSHOTS,
        "each entry of the list",
        "the list has no entry that names a target",
        ids("snapshots.target snapshots.remote snapshots.duplicate snapshots.query snapshots.unicode"),
        ("list",),
    ),
    Subject(
        "beside",
        SNAPSHOTS,
        "the listed files beside the list",
        "it was not asked whether the listed files are there",
        ids("snapshots.missing"),
        ("list",),
    ),
)
