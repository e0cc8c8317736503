"""Subjects around the contents: the input, the manifest and its entries, frames and their compression.

Rules of this file: those of `subjects`, in the order in which a judge meets them.
"""

from __future__ import annotations

from cellucid_session.declare.subject import ANY, SESSION, Subject, ids

_NO_CHUNKS = "the manifest lists no chunk"

SUBJECTS: tuple[Subject, ...] = (
    Subject(
        "input",
        ANY,
        "the input",
        "there is no input",
        ids("input.unreadable input.none budget.file-bytes tool.internal"),
    ),
    Subject(
        "file",
        ANY,
        "the file that the input is",
        "the input is bytes or a stream, no file",
        ids("input.not-regular input.changed"),
    ),
    Subject(
        "child",
        ANY,
        "the child process that judges",
        "the input was not judged in a child process",
        ids("budget.isolated tool.child-died"),
    ),
    Subject(
        "engines",
        ANY,
        "the two engines together",
        "one engine judged",
        ids("tool.engines-differ"),
    ),
    Subject("magic", SESSION, "the magic", "", ids("frame.magic frame.generation"), ("input",)),
    Subject(
        "manifest-length",
        SESSION,
        "the length of the manifest",
        "",
        ids("frame.manifest-length"),
        ("magic",),
    ),
    Subject("head", SESSION, "magic, length and manifest", "", ids("frame.truncated"), ("manifest-length",)),
    Subject(
        "json-text",
        ANY,
        "each JSON text",
        "",
        ids(
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
        ids("text.control text.bidi text.invisible"),
        ("json-text",),
    ),
    Subject(
        "manifest",
        SESSION,
        "the manifest",
        "",
        ids(
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
        ids("manifest.created-at manifest.cell-order manifest.data-mapping-order manifest.requires-order"),
        ("manifest",),
    ),
    Subject(
        "entry",
        SESSION,
        "each entry of the manifest",
        _NO_CHUNKS,
        ids(
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
        ids(
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
        ids("chunk.family-kind chunk.family-priority chunk.family-contributor chunk.profile"),
        ("outline",),
    ),
    Subject(
        "dataset-entry",
        SESSION,
        "each entry of a family that depends on the data set",
        "no chunk is of a family that depends on the data set",
        ids("chunk.dataset-flag"),
        ("outline",),
    ),
    Subject(
        "layout-entry",
        SESSION,
        "each entry of a family that does not depend on the data set",
        "every chunk of a known family depends on the data set",
        ids("chunk.layout-flag"),
        ("outline",),
    ),
    Subject(
        "members-entry",
        SESSION,
        "each entry of a membership chunk",
        "there are no membership chunks",
        ids("chunk.meta-order"),
        ("outline",),
    ),
    Subject(
        "codes-entry",
        SESSION,
        "each entry of a codes chunk",
        "there are no codes chunks",
        ids("chunk.overlays-order"),
        ("outline",),
    ),
    Subject(
        "dependency",
        SESSION,
        "each entry with dependsOn",
        "no entry has dependsOn",
        ids("chunk.depends-unknown chunk.depends-later chunk.depends-cycle"),
        ("outline",),
    ),
    Subject(
        "asked-generation",
        SESSION,
        "the generations that the policy takes",
        "the policy takes every generation",
        ids("policy.generation"),
        ("head",),
    ),
    Subject(
        "asked-cells",
        SESSION,
        "the number of cells that the caller names",
        "the caller names no number of cells",
        ids("dataset.cell-count"),
        ("outline",),
    ),
    Subject(
        "asked-variables",
        SESSION,
        "the number of variables that the caller names",
        "the caller names no number of variables",
        ids("dataset.var-count"),
        ("outline",),
    ),
    Subject(
        "asked-id",
        SESSION,
        "the data set id that the caller names",
        "the caller names no data set id",
        ids("dataset.id"),
        ("outline",),
    ),
    Subject(
        "frame",
        SESSION,
        "each frame",
        _NO_CHUNKS,
        ids("frame.chunk-length frame.chunk-truncated"),
        ("outline",),
    ),
    Subject(
        "stored-size",
        SESSION,
        "each frame whose entry has storedBytes",
        "no entry has storedBytes",
        ids("chunk.stored-bytes-mismatch"),
        ("outline",),
    ),
    Subject(
        "gzip-header",
        SESSION,
        "the header of each gzip member",
        "no chunk has the codec gzip",
        ids("gzip.header gzip.flags gzip.header-crc gzip.hidden"),
        ("outline",),
    ),
    Subject(
        "gzip",
        SESSION,
        "each gzip member",
        "no chunk has the codec gzip",
        ids("gzip.data gzip.truncated gzip.crc gzip.length gzip.trailing"),
        ("outline",),
    ),
    Subject(
        "inflation",
        SESSION,
        "the payload of each chunk",
        _NO_CHUNKS,
        ids("chunk.inflated-too-large budget.inflated-bytes"),
        ("outline",),
    ),
    Subject(
        "inflated-size",
        SESSION,
        "each payload whose entry has uncompressedBytes",
        "no entry has uncompressedBytes",
        ids("chunk.inflated-short"),
        ("outline",),
    ),
    Subject("core-state", SESSION, "core/state", "there is no core/state", ids("state.shape"), ("outline",)),
)
