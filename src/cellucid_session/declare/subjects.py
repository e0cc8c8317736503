"""What each rule speaks of, so that a report can say of every rule whether it was held against all of it.

Rules of this file:

* Every rule stands under exactly one subject; a rule without one can't be declared.
* The judge says of a subject how often it was met and how often it was judged to its end. Nobody else decides
  whether a rule ran.
* `needs`: subjects that must have been judged whole before anyone can say how often this one is there.
  `parts`: subjects that this one is made of. `none`: why its rules do not apply where it is not there.
"""

from __future__ import annotations

from dataclasses import dataclass

from cellucid_session.declare import rules

SESSION = "session"
SNAPSHOTS = "state-snapshots"
ANY = "any"

#: kind of input -> why the rules of the other kind do not apply to it
OTHER = {
    SESSION: "the input is a session, no list of sessions",
    SNAPSHOTS: "the input is a list of sessions, no session",
}


@dataclass(frozen=True, slots=True)
class Subject:
    """What some rules speak of.

    Attributes:
        name: stable. kind: of the inputs that can have it. what: in words. none: what is said where it is not there.
        rules: ids. needs, parts: names of other subjects.
    """

    name: str
    kind: str
    what: str
    none: str
    rules: tuple[str, ...]
    needs: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


def _ids(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_NO_CHUNKS = "the manifest lists no chunk"

SUBJECTS: tuple[Subject, ...] = (
    Subject(
        "input",
        ANY,
        "the input",
        "there is no input",
        _ids("input.unreadable input.none budget.file-bytes tool.internal"),
    ),
    Subject(
        "file",
        ANY,
        "the file that the input is",
        "the input is bytes or a stream, no file",
        _ids("input.not-regular input.changed"),
    ),
    Subject(
        "child",
        ANY,
        "the child process that judges",
        "the input was not judged in a child process",
        _ids("budget.isolated tool.child-died"),
    ),
    Subject(
        "engines",
        ANY,
        "the two engines together",
        "one engine judged",
        _ids("tool.engines-differ"),
    ),
    Subject("magic", SESSION, "the magic", "", _ids("frame.magic frame.generation"), ("input",)),
    Subject(
        "manifest-length",
        SESSION,
        "the length of the manifest",
        "",
        _ids("frame.manifest-length"),
        ("magic",),
    ),
    Subject("head", SESSION, "magic, length and manifest", "", _ids("frame.truncated"), ("manifest-length",)),
    Subject(
        "json-text",
        ANY,
        "each JSON text",
        "",
        _ids(
            "json.empty json.utf8 json.bom json.syntax json.duplicate-key json.non-finite json.number-overflow "
            "json.integer-range json.surrogate json.depth budget.json-bytes "
            "budget.total-json-bytes budget.json-nodes"
        ),
        ("outline",),
    ),
    Subject(
        "texts",
        ANY,
        "the strings and keys of each JSON text",
        "",
        _ids("text.control text.bidi text.invisible"),
        ("json-text",),
    ),
    Subject(
        "manifest",
        SESSION,
        "the manifest",
        "",
        _ids(
            "manifest.root manifest.chunks manifest.fingerprint-missing manifest.fingerprint manifest.data-source "
            "manifest.created-at-missing manifest.data-source-missing manifest.cell-names manifest.summary "
            "manifest.no-chunks "
            "manifest.unknown-key manifest.user-path manifest.dataset-id-odd manifest.closed manifest.key-missing "
            "manifest.data-mapping manifest.source manifest.source-host manifest.requires budget.chunks"
        ),
        ("head",),
    ),
    Subject(
        "outline",
        SESSION,
        "the manifest, once its schema has let it through",
        "",
        _ids("manifest.created-at manifest.cell-order manifest.data-mapping-order manifest.requires-order"),
        ("manifest",),
    ),
    Subject(
        "entry",
        SESSION,
        "each entry of the manifest",
        _NO_CHUNKS,
        _ids(
            "chunk.entry chunk.key-missing chunk.id chunk.contributor chunk.priority chunk.kind chunk.codec "
            "chunk.label chunk.dataset-dependent chunk.stored-bytes chunk.uncompressed-bytes chunk.depends-on "
            "chunk.label-empty chunk.sizes-absent chunk.size-missing"
        ),
        ("manifest",),
    ),
    Subject(
        "entries",
        SESSION,
        "the entries together",
        _NO_CHUNKS,
        _ids(
            "chunk.id-duplicate chunk.id-unsafe chunk.id-space chunk.id-odd chunk.id-confusable chunk.foreign "
            "chunk.order chunk.unknown chunk.family-missing chunk.contributor-order"
        ),
        ("outline",),
    ),
    Subject(
        "known-entry",
        SESSION,
        "each entry of a known family",
        "no chunk is of a known family",
        _ids("chunk.family-kind chunk.family-priority chunk.family-contributor chunk.profile"),
        ("outline",),
    ),
    Subject(
        "dataset-entry",
        SESSION,
        "each entry of a family that depends on the data set",
        "no chunk is of a family that depends on the data set",
        _ids("chunk.dataset-flag"),
        ("outline",),
    ),
    Subject(
        "layout-entry",
        SESSION,
        "each entry of a family that does not depend on the data set",
        "every chunk of a known family depends on the data set",
        _ids("chunk.layout-flag"),
        ("outline",),
    ),
    Subject(
        "members-entry",
        SESSION,
        "each entry of a membership chunk",
        "there are no membership chunks",
        _ids("chunk.meta-order"),
        ("outline",),
    ),
    Subject(
        "codes-entry",
        SESSION,
        "each entry of a codes chunk",
        "there are no codes chunks",
        _ids("chunk.overlays-order"),
        ("outline",),
    ),
    Subject(
        "dependency",
        SESSION,
        "each entry with dependsOn",
        "no entry has dependsOn",
        _ids("chunk.depends-unknown chunk.depends-later chunk.depends-cycle"),
        ("outline",),
    ),
    Subject(
        "asked-generation",
        SESSION,
        "the generations that the policy takes",
        "the policy takes every generation",
        _ids("policy.generation"),
        ("head",),
    ),
    Subject(
        "asked-cells",
        SESSION,
        "the number of cells that the caller names",
        "the caller names no number of cells",
        _ids("dataset.cell-count"),
        ("outline",),
    ),
    Subject(
        "asked-variables",
        SESSION,
        "the number of variables that the caller names",
        "the caller names no number of variables",
        _ids("dataset.var-count"),
        ("outline",),
    ),
    Subject(
        "asked-id",
        SESSION,
        "the data set id that the caller names",
        "the caller names no data set id",
        _ids("dataset.id"),
        ("outline",),
    ),
    Subject(
        "frame",
        SESSION,
        "each frame",
        _NO_CHUNKS,
        _ids("frame.chunk-length frame.chunk-truncated"),
        ("outline",),
    ),
    Subject(
        "stored-size",
        SESSION,
        "each frame whose entry has storedBytes",
        "no entry has storedBytes",
        _ids("chunk.stored-bytes-mismatch"),
        ("outline",),
    ),
    Subject(
        "gzip-header",
        SESSION,
        "the header of each gzip member",
        "no chunk has the codec gzip",
        _ids("gzip.header gzip.flags gzip.header-crc gzip.hidden"),
        ("outline",),
    ),
    Subject(
        "gzip",
        SESSION,
        "each gzip member",
        "no chunk has the codec gzip",
        _ids("gzip.data gzip.truncated gzip.crc gzip.length gzip.trailing"),
        ("outline",),
    ),
    Subject(
        "inflation",
        SESSION,
        "the payload of each chunk",
        _NO_CHUNKS,
        _ids("chunk.inflated-too-large budget.inflated-bytes"),
        ("outline",),
    ),
    Subject(
        "inflated-size",
        SESSION,
        "each payload whose entry has uncompressedBytes",
        "no entry has uncompressedBytes",
        _ids("chunk.inflated-short"),
        ("outline",),
    ),
    Subject("core-state", SESSION, "core/state", "there is no core/state", _ids("state.shape"), ("outline",)),
    Subject(
        "ui-dockable-layout",
        SESSION,
        "ui/dockable-layout",
        "there is no ui/dockable-layout",
        _ids("layout.shape"),
        ("outline",),
    ),
    Subject(
        "analysis-windows",
        SESSION,
        "analysis/windows",
        "there is no analysis/windows",
        _ids("windows.shape"),
        ("outline",),
    ),
    Subject(
        "core-field-overlays",
        SESSION,
        "core/field-overlays",
        "there is no core/field-overlays",
        _ids(
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
        _ids(
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
        _ids("inventory.shape inventory.compact"),
        ("outline",),
    ),
    Subject(
        "opaque",
        SESSION,
        "each JSON chunk of which only the viewer knows more than that it is an object",
        "there is no such chunk",
        _ids("payload.object"),
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
        _ids("typed.truncated typed.dtype typed.reference typed.once"),
        ("outline",),
    ),
    Subject(
        "named-text",
        SESSION,
        "each JSON text that a schema describes",
        "",
        _ids("json.integer-form"),
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
        _ids("payload.unknown-key payload.closed"),
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
        _ids("text.formula text.label-edge text.label-space"),
        parts=("highlights-meta", "core-field-overlays"),
    ),
    Subject(
        "column-name",
        SESSION,
        "the names of columns and genes",
        "",
        _ids("text.name-edge"),
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
        _ids("cells.encoding cells.truncated cells.padding cells.empty-run"),
        ("outline",),
    ),
    Subject(
        "members",
        SESSION,
        "each membership chunk",
        "there are no membership chunks",
        _ids("cells.index cells.trailing cells.duplicate cells.ascending"),
        parts=("index-list", "cell-set"),
    ),
    Subject(
        "bounded-members",
        SESSION,
        "each membership chunk of a session that says how many cells there are",
        "there are no membership chunks, or nobody says how many cells there are",
        _ids("cells.count"),
        ("members",),
    ),
    Subject(
        "codes",
        SESSION,
        "each codes chunk",
        "there are no codes chunks",
        _ids(
            "codes.encoding codes.truncated codes.trailing codes.width codes.registry-first codes.bits codes.padding"
        ),
        ("outline",),
    ),
    Subject(
        "runs",
        SESSION,
        "each codes chunk that is written as runs",
        "no codes are written as runs",
        _ids("codes.runs codes.value codes.zero-run codes.neighbours"),
        ("codes",),
    ),
    Subject(
        "varint",
        SESSION,
        "the varints of membership chunks, codes chunks and typed JSON",
        "there are neither membership nor codes chunks, nor typed JSON",
        _ids("uvarint.truncated uvarint.too-long uvarint.range uvarint.overlong"),
        parts=("index-list", "cell-set", "codes", "typed-json"),
    ),
    Subject(
        "table",
        SESSION,
        "each analysis artifact",
        "there are no analysis artifacts",
        _ids("table.header table.column table.cell-index table.columns table.trailing table.id"),
        ("outline",),
    ),
    Subject(
        "links",
        SESSION,
        "the chunks together",
        "",
        _ids(
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
        _ids("cells.orphan cells.reference cells.reference-differs"),
        ("links", "members", "highlights-meta"),
    ),
    Subject(
        "group-size",
        SESSION,
        "each group with a cellCount",
        "no group has a cellCount",
        _ids("cells.count-hint cells.missing cells.group-count"),
        ("links", "members", "highlights-meta"),
    ),
    Subject(
        "field-codes",
        SESSION,
        "each codes chunk and its field",
        "there are no codes chunks",
        _ids("codes.length codes.category codes.orphan"),
        ("links", "codes", "core-field-overlays"),
    ),
    Subject(
        "variable-field",
        SESSION,
        "the codes of each field of variables",
        "no codes are of a field of variables",
        _ids("codes.ambiguous-axis"),
        ("links", "codes", "core-field-overlays"),
    ),
    Subject(
        "codes-length",
        SESSION,
        "the codes of each field with a codesLength",
        "no codes are of a field with a codesLength",
        _ids("overlays.codes-length-hint"),
        ("links", "codes", "core-field-overlays"),
    ),
    Subject(
        "list",
        SNAPSHOTS,
        "the list",
        "",
        _ids(
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
        _ids("snapshots.target snapshots.remote snapshots.duplicate snapshots.query snapshots.unicode"),
        ("list",),
    ),
    Subject(
        "beside",
        SNAPSHOTS,
        "the listed files beside the list",
        "it was not asked whether the listed files are there",
        _ids("snapshots.missing"),
        ("list",),
    ),
)

_NAMES = {subject.name for subject in SUBJECTS}
_HELD = [rule for subject in SUBJECTS for rule in subject.rules]
if sorted(_HELD) != sorted(rule.id for rule in rules.RULES):
    _odd = set(_HELD) ^ {rule.id for rule in rules.RULES} or {rule for rule in _HELD if _HELD.count(rule) > 1}
    raise ValueError(f"these rules do not stand under exactly one subject: {sorted(_odd)}")
for _subject in SUBJECTS:
    if not {*_subject.needs, *_subject.parts} <= _NAMES:
        raise ValueError(f"{_subject.name} needs a subject that is not there")
