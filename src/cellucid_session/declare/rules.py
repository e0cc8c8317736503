"""The rule registry: every rule of the format, in words.

Rules of this file:

* An id is stable and is never given to another rule; one that goes is listed in `RETIRED`.
* `text` is the one normative sentence. Numbers stand in it as {LIMIT} and come from `limits`.
* `why` says what goes wrong otherwise, `remedy` what the person who holds the file can do.
* Everything else about rules (constants, tables in the spec, help texts, report metadata) is generated from here.
"""

from __future__ import annotations

from dataclasses import dataclass

from cellucid_session.declare import limits

CLASSES = {
    "safety": "Reading on is dangerous, or two readers would see different content: the file is invalid, readers refuse.",
    "conformance": "A correct writer never does this; it can be read without harm: the file is invalid, readers read on.",
    "advice": "Legal, but a person should know: the file stays valid.",
    "budget": "A budget of the policy ran out before the answer was known: the verdict is inconclusive.",
    "tool": "The input can't be read, or the program failed: the verdict is error.",
}

LAYERS = {
    "framing": "Magic, lengths, and where chunks begin and end.",
    "json": "Every JSON text: the manifest, JSON chunks, table headers, state-snapshots.json.",
    "manifest": "The manifest as a whole.",
    "entry": "One entry of the manifest's chunk list, and the entries together.",
    "gzip": "The codec gzip.",
    "payload": "JSON chunks, and what they say of each other.",
    "binary": "Binary payloads, and what they say of the registries.",
    "text": "Texts that people will see.",
    "snapshots": "state-snapshots.json.",
    "dataset": "The data set that the caller names.",
    "budget": "Budgets of the policy.",
    "tool": "The input and the program.",
}

LEVELS = ("error", "warning", "note")

#: ids that no rule may have again
RETIRED: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Attributes:
        id: LAYER-WORD.NAME, stable. cls: key of `CLASSES`. level: one of `LEVELS`. layer: key of `LAYERS`.
        text: the normative sentence. why: what goes wrong otherwise. remedy: what to do.
    """

    id: str
    cls: str
    level: str
    layer: str
    text: str
    why: str
    remedy: str


def sentence(rule: Rule) -> str:
    """The normative sentence with its numbers."""
    values = {item.name: f"{item.value:,}".replace(",", " ") for item in (*limits.FORMAT, *limits.BUDGETS)}
    return rule.text.format_map(values)


def _layer(name: str, *rows: tuple[str, str, str, str, str]) -> tuple[Rule, ...]:
    """Rules of one layer from rows (id, class or advice level, text, why, remedy)."""
    found = []
    for rule_id, word, text, why, remedy in rows:
        cls, level = ("advice", word) if word in ("warning", "note") else (word, "error")
        found.append(Rule(rule_id, cls, level, name, text, why, remedy))
    return tuple(found)


REEXPORT = "Save the session again in the viewer."
DAMAGED = (
    "Get the file again from where it came; if it is the same there, save the session again in the viewer."
)
DISTRUST = "Don't use the file; ask its sender for a new one saved by the viewer."
WRITER = "Tell the author of the program that wrote the file; a session saved again in the viewer is right."
KNOW = "Nothing has to be done if you know why it is so."

RULES: tuple[Rule, ...] = (
    *_layer(
        "framing",
        (
            "frame.magic",
            "safety",
            "A session MUST begin with the 17 bytes of the magic.",
            "A file that begins otherwise is another kind of file, or a later generation of the format.",
            "Check that this is the file you meant; a copy made in text mode, an archive or a web page is not a session.",
        ),
        (
            "frame.truncated",
            "safety",
            "A session MUST NOT end inside the magic, the manifest length or the manifest.",
            "What is missing can't be guessed.",
            DAMAGED,
        ),
        (
            "frame.manifest-length",
            "safety",
            "The manifest length MUST be {MANIFEST_BYTES_MIN} to {MANIFEST_BYTES}.",
            "A length beyond that is a mistake or an attack on the reader's memory.",
            DAMAGED,
        ),
        (
            "frame.chunk-length",
            "safety",
            "A chunk length MUST be at most {STORED_BYTES}.",
            "A length beyond that is a mistake or an attack on the reader's memory.",
            DAMAGED,
        ),
        (
            "frame.chunk-truncated",
            "safety",
            "A session MUST hold a whole frame for each entry of the manifest.",
            "What is missing can't be guessed.",
            DAMAGED,
        ),
        (
            "frame.trailing",
            "safety",
            "There MUST NOT be a byte after the last frame.",
            "Bytes that no reader accounts for can hide a second file.",
            DISTRUST,
        ),
    ),
    *_layer(
        "json",
        ("json.empty", "safety", "A JSON text MUST NOT be empty.", "Nothing is not a value.", DAMAGED),
        (
            "json.utf8",
            "safety",
            "A JSON text MUST be well-formed UTF-8.",
            "Readers replace ill-formed bytes in different ways and then see different texts.",
            REEXPORT,
        ),
        (
            "json.bom",
            "safety",
            "A JSON text MUST NOT begin with a byte order mark.",
            "Some readers drop the mark and others refuse it.",
            "Remove the first three bytes of the text, or save the session again in the viewer.",
        ),
        (
            "json.syntax",
            "safety",
            "A JSON text MUST be exactly one text of RFC 8259.",
            "Readers mend broken JSON in different ways.",
            REEXPORT,
        ),
        (
            "json.duplicate-key",
            "safety",
            "An object MUST NOT have two members of one name, compared after unescaping.",
            "Some readers take the first value and others the last.",
            DISTRUST,
        ),
        (
            "json.non-finite",
            "safety",
            "A JSON text MUST NOT hold NaN or Infinity.",
            "They are not JSON; some readers take them and others refuse.",
            WRITER,
        ),
        (
            "json.number-overflow",
            "safety",
            "A number MUST NOT overflow a double.",
            "Some readers see infinity and others an error.",
            WRITER,
        ),
        (
            "json.integer-range",
            "safety",
            "An integer MUST lie within plus or minus {SAFE_INTEGER}.",
            "A reader that keeps numbers as doubles rounds a larger one.",
            WRITER,
        ),
        (
            "json.surrogate",
            "safety",
            "A string MUST NOT hold an escaped surrogate without its partner.",
            "It is no character; readers replace it in different ways.",
            WRITER,
        ),
        (
            "json.depth",
            "safety",
            "A JSON text MUST NOT nest deeper than {JSON_DEPTH} levels.",
            "Deep nesting exhausts a reader's stack.",
            DISTRUST,
        ),
        (
            "json.integer-form",
            "conformance",
            "An integer MUST be written with digits alone, without fraction or exponent, and zero without a sign.",
            "A reader that tells integers from fractions would see another type.",
            WRITER,
        ),
    ),
    *_layer(
        "manifest",
        (
            "manifest.root",
            "safety",
            "The manifest MUST be a JSON object.",
            "Nothing else says what the chunks are.",
            DAMAGED,
        ),
        (
            "manifest.chunks",
            "safety",
            "The manifest MUST have an array `chunks`.",
            "Without it the bytes that follow mean nothing.",
            DAMAGED,
        ),
        (
            "manifest.fingerprint-missing",
            "conformance",
            "The manifest MUST have a `datasetFingerprint`.",
            "Without it nobody can tell whether a data set is the right one.",
            "Apply the session only to a data set that you know it was made from; save it again in the viewer.",
        ),
        (
            "manifest.fingerprint",
            "conformance",
            "`datasetFingerprint` MUST hold `sourceType` and `datasetId` as strings or null, and counts, where it has them, as integers of at least 0.",
            "A malformed fingerprint matches no data set.",
            REEXPORT,
        ),
        (
            "manifest.created-at",
            "conformance",
            "`createdAt` MUST be a real time in the form of RFC 3339.",
            "Programs that sort sessions by time would fail or misplace it.",
            WRITER,
        ),
        (
            "manifest.data-source",
            "conformance",
            "`dataSource` MUST be null or an object whose members are strings or null.",
            "Programs that show where the data came from would fail.",
            WRITER,
        ),
        (
            "manifest.created-at-missing",
            "note",
            "The manifest SHOULD have `createdAt`.",
            "Nobody can tell how old the session is.",
            KNOW,
        ),
        (
            "manifest.data-source-missing",
            "note",
            "The manifest SHOULD have `dataSource`.",
            "Nobody can tell where the data came from.",
            KNOW,
        ),
        (
            "manifest.summary",
            "note",
            "`summary` SHOULD be null.",
            "The writer never puts anything else there, so it may be a place to hide something.",
            KNOW,
        ),
        (
            "manifest.no-chunks",
            "warning",
            "The manifest SHOULD have at least one chunk.",
            "The session holds nothing.",
            "Check that it was saved after the work was done.",
        ),
        (
            "manifest.unknown-key",
            "warning",
            "The manifest SHOULD NOT have members that the schema does not name.",
            "A later generation of the format, or something that was put there by hand.",
            "Look at the member; readers of this generation ignore it.",
        ),
        (
            "manifest.user-path",
            "note",
            "`dataSource.userPath` SHOULD be null in a file that is passed on.",
            "It tells the recipient a path of the sender's machine.",
            "Remove it before you share the file, if the path is private.",
        ),
        (
            "manifest.dataset-id-odd",
            "note",
            "`datasetId` SHOULD be ASCII without white space around it.",
            "Two ids that look alike can differ.",
            "Compare the id with that of your data set character by character.",
        ),
    ),
    *_layer(
        "entry",
        (
            "chunk.entry",
            "safety",
            "An entry of `chunks` MUST be an object.",
            "Without it the frame means nothing.",
            DAMAGED,
        ),
        (
            "chunk.key-missing",
            "safety",
            "An entry MUST have `id`, `contributorId`, `priority`, `kind`, `codec`, `label` and `datasetDependent`.",
            "Readers fill in a missing member in different ways, or fail.",
            REEXPORT,
        ),
        (
            "chunk.id",
            "safety",
            "`id` MUST be a string that is not empty.",
            "Nothing else names the chunk.",
            REEXPORT,
        ),
        (
            "chunk.contributor",
            "safety",
            "`contributorId` MUST be a string that is not empty.",
            "It decides which part of the viewer gets the chunk.",
            REEXPORT,
        ),
        (
            "chunk.priority",
            "safety",
            '`priority` MUST be "eager" or "lazy".',
            "It decides when the chunk is restored.",
            REEXPORT,
        ),
        (
            "chunk.kind",
            "safety",
            '`kind` MUST be "json" or "binary".',
            "It decides how the payload is read.",
            REEXPORT,
        ),
        (
            "chunk.codec",
            "safety",
            '`codec` MUST be "none" or "gzip".',
            "It decides how the stored bytes are read.",
            "Open the session with a version that knows the codec, or save it again with none or gzip.",
        ),
        (
            "chunk.label",
            "safety",
            "`label` MUST be a string.",
            "Readers refuse an entry without it.",
            REEXPORT,
        ),
        (
            "chunk.dataset-dependent",
            "safety",
            "`datasetDependent` MUST be true or false.",
            "It decides whether the chunk may be restored on another data set.",
            REEXPORT,
        ),
        (
            "chunk.stored-bytes",
            "safety",
            "`storedBytes`, where it is given, MUST be an integer from 0 to {STORED_BYTES}.",
            "Some readers ignore a wrong type and others fail.",
            REEXPORT,
        ),
        (
            "chunk.uncompressed-bytes",
            "safety",
            "`uncompressedBytes`, where it is given, MUST be an integer from 0 to {INFLATED_BYTES}.",
            "It bounds how much a reader inflates.",
            REEXPORT,
        ),
        (
            "chunk.depends-on",
            "safety",
            "`dependsOn`, where it is given, MUST be an array of strings.",
            "Readers that follow it would fail.",
            REEXPORT,
        ),
        (
            "chunk.label-empty",
            "note",
            "`label` SHOULD NOT be empty.",
            "People see it while the session is restored.",
            KNOW,
        ),
        (
            "chunk.id-duplicate",
            "safety",
            "Two entries MUST NOT have one `id`.",
            "Some readers take the first chunk and others the last.",
            REEXPORT,
        ),
        (
            "chunk.id-unsafe",
            "safety",
            "`id` MUST NOT hold a control character or a backslash, begin with a slash, or have a segment . or ..",
            "A program that uses the id as a path would leave its folder.",
            DISTRUST,
        ),
        (
            "chunk.id-space",
            "conformance",
            "`id` MUST NOT have white space around it.",
            "Readers that trim it look for another chunk.",
            REEXPORT,
        ),
        (
            "chunk.id-odd",
            "warning",
            "`id` SHOULD be made of ASCII letters, digits and common punctuation, without empty segments, in at most {CHUNK_ID_LENGTH} characters.",
            "Odd ids are legal, and easily misread.",
            KNOW,
        ),
        (
            "chunk.id-confusable",
            "warning",
            "Two ids SHOULD NOT look the same.",
            "A person can't tell the chunks apart.",
            "Rename the groups or fields behind them in the viewer.",
        ),
        (
            "chunk.stored-bytes-mismatch",
            "safety",
            "`storedBytes` MUST be the length of the frame.",
            "Readers that trust one or the other read different bytes.",
            DAMAGED,
        ),
        (
            "chunk.inflated-too-large",
            "safety",
            "A payload MUST NOT be longer than its `uncompressedBytes`, nor than {INFLATED_BYTES} bytes.",
            "Output beyond what was declared is how a decompression bomb works.",
            "Treat the file as unsafe or damaged; if it is trusted and legitimately large, the writer must state uncompressedBytes.",
        ),
        (
            "chunk.inflated-short",
            "conformance",
            "A payload MUST NOT be shorter than its `uncompressedBytes`.",
            "The writer counted wrongly, or the payload was replaced.",
            REEXPORT,
        ),
        (
            "chunk.sizes-absent",
            "note",
            "An entry SHOULD give `storedBytes` and `uncompressedBytes`.",
            "Readers can then refuse a damaged chunk earlier.",
            KNOW,
        ),
        (
            "chunk.dataset-flag",
            "safety",
            "A chunk of a family that depends on the data set MUST say `datasetDependent: true`.",
            "Otherwise it would be restored on a data set that it does not belong to.",
            DISTRUST,
        ),
        (
            "chunk.layout-flag",
            "warning",
            "`ui/dockable-layout` SHOULD say `datasetDependent: false`.",
            "It would not be restored on another data set although it could be.",
            KNOW,
        ),
        (
            "chunk.family-kind",
            "safety",
            "A chunk of a known family MUST have the family's `kind`.",
            "One reader would parse it as text, another as binary.",
            DISTRUST,
        ),
        (
            "chunk.family-priority",
            "note",
            "A chunk SHOULD have its family's usual `priority`.",
            "It is restored earlier or later than usual.",
            KNOW,
        ),
        (
            "chunk.family-contributor",
            "conformance",
            "A chunk of a known family MUST carry the family's `contributorId`.",
            "The viewer goes by the contributor and would give the chunk to another part.",
            REEXPORT,
        ),
        (
            "chunk.foreign",
            "warning",
            "A chunk SHOULD belong to a known family.",
            "Readers of this generation ignore it, and nothing is known of its payload.",
            "Find out which program added it; this tool checks only its codec and, where it says json, its syntax.",
        ),
        (
            "chunk.order",
            "conformance",
            "Every eager chunk MUST come before the first lazy one.",
            "A later eager chunk is restored in the lazy stage.",
            REEXPORT,
        ),
        (
            "chunk.meta-order",
            "conformance",
            "Memberships MUST come after `highlights/meta`.",
            "The viewer drops members of groups that it does not know yet.",
            REEXPORT,
        ),
        (
            "chunk.overlays-order",
            "conformance",
            "Codes MUST come after `core/field-overlays`.",
            "The viewer drops codes of fields that it does not know yet.",
            REEXPORT,
        ),
        (
            "chunk.depends-unknown",
            "warning",
            "`dependsOn` SHOULD name chunks of the same session.",
            "The order that it asks for can't be kept.",
            KNOW,
        ),
        (
            "chunk.depends-later",
            "warning",
            "`dependsOn` SHOULD name chunks that come before.",
            "A reader that goes through the file once can't keep that order.",
            KNOW,
        ),
        (
            "chunk.depends-cycle",
            "conformance",
            "A chunk MUST NOT depend on itself, directly or in a circle.",
            "No order fulfils it.",
            WRITER,
        ),
    ),
    *_layer(
        "gzip",
        (
            "gzip.header",
            "safety",
            "Stored bytes of codec gzip MUST begin with the header of an RFC 1952 member of method 8.",
            "Anything else is not gzip, whatever some readers make of it.",
            DAMAGED,
        ),
        (
            "gzip.flags",
            "safety",
            "The reserved flags of the header MUST be 0.",
            "They announce fields that this reader does not know.",
            DISTRUST,
        ),
        (
            "gzip.header-crc",
            "safety",
            "A header checksum, where it is given, MUST be right.",
            "The header is damaged.",
            DAMAGED,
        ),
        (
            "gzip.data",
            "safety",
            "The compressed data MUST be valid deflate (RFC 1951).",
            "The data is damaged.",
            DAMAGED,
        ),
        ("gzip.truncated", "safety", "The member MUST be whole.", "The end of the data is missing.", DAMAGED),
        (
            "gzip.crc",
            "safety",
            "The CRC-32 of the trailer MUST be that of the payload.",
            "The data is damaged or was changed.",
            DAMAGED,
        ),
        (
            "gzip.length",
            "safety",
            "The length in the trailer MUST be that of the payload, modulo 2^32.",
            "The data is damaged or was changed.",
            DAMAGED,
        ),
        (
            "gzip.trailing",
            "safety",
            "There MUST be exactly one member, and there MUST NOT be a byte after it.",
            "Some readers go on with a second member and others stop.",
            DISTRUST,
        ),
        (
            "gzip.hidden",
            "conformance",
            "The header MUST NOT have an extra field, a file name or a comment.",
            "They are places to hide bytes; the writer never sets them.",
            REEXPORT,
        ),
    ),
    *_layer(
        "payload",
        (
            "payload.unknown-key",
            "note",
            "A payload SHOULD NOT have members that its schema does not name.",
            "Another version of the viewer, or something that was put there by hand.",
            KNOW,
        ),
        (
            "state.shape",
            "conformance",
            "`core/state` MUST fit its schema.",
            "The viewer would restore something else, or fail.",
            REEXPORT,
        ),
        (
            "layout.shape",
            "conformance",
            "`ui/dockable-layout` MUST fit its schema.",
            "The viewer would restore something else, or fail.",
            REEXPORT,
        ),
        (
            "windows.shape",
            "conformance",
            "`analysis/windows` MUST fit its schema.",
            "The viewer would restore something else, or fail.",
            REEXPORT,
        ),
        (
            "overlays.shape",
            "conformance",
            "`core/field-overlays` MUST fit its schema.",
            "Fields would be restored wrongly or left out.",
            REEXPORT,
        ),
        (
            "overlays.required",
            "conformance",
            "A user-defined field MUST have `id`, `source`, `kind` and `key`, none of them blank, and a category field `categories`.",
            "A field without them is dropped.",
            REEXPORT,
        ),
        (
            "overlays.field-id-duplicate",
            "safety",
            "Two user-defined fields MUST NOT have one id.",
            "Codes would go to one field or the other, as the reader likes.",
            REEXPORT,
        ),
        (
            "overlays.category-duplicate",
            "warning",
            "Two categories of a field SHOULD NOT have one name.",
            "They can't be told apart; applied to AnnData the later one gets a suffix.",
            "Rename one of them in the viewer.",
        ),
        (
            "overlays.codes-length-hint",
            "note",
            "`codesLength` SHOULD be the number of codes.",
            "It is a hint that nobody relies on.",
            KNOW,
        ),
        (
            "meta.shape",
            "conformance",
            "`highlights/meta` MUST fit its schema.",
            "Pages and groups would be restored wrongly or left out.",
            REEXPORT,
        ),
        (
            "meta.required",
            "conformance",
            "A page MUST have `id` and `highlightedGroups`, a group `id`, none of them blank.",
            "What has no id is dropped.",
            REEXPORT,
        ),
        (
            "meta.color",
            "conformance",
            "A color MUST be null or # and six hexadecimal digits.",
            "Anything else may be taken for style instructions.",
            REEXPORT,
        ),
        (
            "meta.range",
            "conformance",
            "`rangeMin` MUST NOT be greater than `rangeMax`.",
            "No value lies in such a range.",
            REEXPORT,
        ),
        (
            "meta.page-id-duplicate",
            "safety",
            "Two pages MUST NOT have one id.",
            "Readers would show one or the other.",
            REEXPORT,
        ),
        (
            "meta.group-id-duplicate",
            "safety",
            "Two groups MUST NOT have one id, on whatever pages.",
            "Cells would go to one group or the other, as the reader likes.",
            REEXPORT,
        ),
        (
            "meta.no-pages",
            "warning",
            "`highlights/meta` SHOULD have a page.",
            "The viewer always has one.",
            KNOW,
        ),
        (
            "meta.active-page",
            "warning",
            "`activePageId` SHOULD name a page.",
            "The viewer opens the first page instead.",
            KNOW,
        ),
    ),
    *_layer(
        "binary",
        (
            "uvarint.truncated",
            "safety",
            "A uvarint MUST be whole.",
            "The payload ends inside a number.",
            DAMAGED,
        ),
        (
            "uvarint.too-long",
            "safety",
            "A uvarint MUST be at most {UVARINT_BYTES} bytes long.",
            "Readers wrap or round a longer one in different ways.",
            DISTRUST,
        ),
        (
            "uvarint.range",
            "safety",
            "A uvarint MUST be at most {SAFE_INTEGER}.",
            "Readers wrap or round a larger one in different ways.",
            DISTRUST,
        ),
        (
            "uvarint.overlong",
            "conformance",
            "A uvarint MUST be written in as few bytes as it needs.",
            "One content would have many spellings, and spare bytes can hide something.",
            REEXPORT,
        ),
        (
            "cells.count",
            "safety",
            "The count of an index list MUST NOT be greater than the number of cells.",
            "It makes readers allocate memory for cells that are not there.",
            DISTRUST,
        ),
        (
            "cells.index",
            "safety",
            "Every cell index MUST be below the number of cells, and at most {CELL_INDEX} where that is unknown.",
            "A larger one names no cell, and readers wrap it in different ways.",
            "Check that the session belongs to this data set; otherwise don't use the file.",
        ),
        (
            "cells.trailing",
            "conformance",
            "There MUST NOT be a byte after the last index.",
            "Spare bytes can hide something.",
            REEXPORT,
        ),
        (
            "cells.orphan",
            "conformance",
            "A membership chunk MUST belong to a group of `highlights/meta`.",
            "The viewer drops it.",
            REEXPORT,
        ),
        (
            "cells.duplicate",
            "note",
            "A cell SHOULD NOT be listed twice.",
            "The group has fewer cells than the list is long.",
            KNOW,
        ),
        (
            "cells.count-hint",
            "warning",
            "`cellCount` SHOULD be the number of indices in the group's chunk.",
            "The count that people see is not the number of cells.",
            "Trust the cells; save the session again in the viewer to mend the count.",
        ),
        (
            "cells.missing",
            "warning",
            "A group with a `cellCount` above 0 SHOULD have a membership chunk.",
            "The session was saved before its cells were loaded; it does not say which cells they are.",
            "Load the session in the viewer, wait until everything is restored, and save it again, from a file that still has the cells.",
        ),
        (
            "codes.encoding",
            "safety",
            "The encoding byte MUST be one that the format declares.",
            "Nothing is known of what follows.",
            "Open the session with a version that knows the encoding.",
        ),
        (
            "codes.truncated",
            "safety",
            "Codes MUST be whole.",
            "The payload ends before the declared number of codes.",
            DAMAGED,
        ),
        (
            "codes.length",
            "safety",
            "The number of codes MUST be the number of cells for an obs field, the number of cells or of variables for a var field, and at most {CODES_LENGTH}.",
            "Labels would go to the wrong cells.",
            "Check that the session belongs to this data set; otherwise don't use the file.",
        ),
        (
            "codes.runs",
            "safety",
            "The runs MUST add up to the number of codes exactly.",
            "Readers fill or cut the rest in different ways.",
            DISTRUST,
        ),
        (
            "codes.value",
            "safety",
            "A code MUST be at most {CODE_VALUE}.",
            "Readers wrap a larger one in different ways.",
            DISTRUST,
        ),
        (
            "codes.trailing",
            "conformance",
            "There MUST NOT be a byte after the last code.",
            "Spare bytes can hide something.",
            REEXPORT,
        ),
        (
            "codes.zero-run",
            "conformance",
            "A run MUST be at least 1 long.",
            "It says nothing, and spare bytes can hide something.",
            REEXPORT,
        ),
        (
            "codes.category",
            "conformance",
            "A code MUST name a category or be the field's marker for unassigned cells.",
            "The cell has a label that nobody knows; applied to AnnData it is missing.",
            REEXPORT,
        ),
        (
            "codes.orphan",
            "conformance",
            "A codes chunk MUST belong to a category field of `core/field-overlays`.",
            "The viewer drops it.",
            REEXPORT,
        ),
        (
            "codes.ambiguous-axis",
            "note",
            "Codes of a var field SHOULD NOT be as many as both the cells and the variables.",
            "Whether they label cells or variables can't be told; they are taken for cells.",
            "Check the field in the viewer.",
        ),
        (
            "table.header",
            "safety",
            "A table MUST begin with the length of a header that is there, and the header MUST give `rowCount` and `columns`.",
            "Without it the columns can't be found.",
            DAMAGED,
        ),
        (
            "table.column",
            "safety",
            "A column MUST lie inside the payload and be as long as its rows need.",
            "Readers would read beyond it, or fill in what is missing.",
            DAMAGED,
        ),
        (
            "table.cell-index",
            "safety",
            "Every `cellIndex` MUST be below the number of cells.",
            "A larger one names no cell.",
            "Check that the session belongs to this data set; otherwise don't use the file.",
        ),
        (
            "table.columns",
            "conformance",
            "The columns of an analysis artifact MUST be `cellIndex` as raw uint32 and `value` as raw float32.",
            "The viewer ignores an artifact with others.",
            REEXPORT,
        ),
        (
            "table.trailing",
            "conformance",
            "There MUST NOT be a byte after the last column.",
            "Spare bytes can hide something.",
            REEXPORT,
        ),
        (
            "table.id",
            "conformance",
            "The id of an artifact MUST end in three percent-encoded parts.",
            "The viewer can't tell what the artifact belongs to.",
            REEXPORT,
        ),
    ),
    *_layer(
        "text",
        (
            "text.control",
            "warning",
            "A text SHOULD NOT hold control characters.",
            "They can change what a terminal or a table shows.",
            "Rename the thing in the viewer, or show the text only through a program that escapes it.",
        ),
        (
            "text.bidi",
            "warning",
            "A text SHOULD NOT hold bidirectional controls.",
            "They make a text look like another.",
            "Rename the thing in the viewer, or show the text only through a program that escapes it.",
        ),
        (
            "text.invisible",
            "warning",
            "A text SHOULD NOT hold invisible characters.",
            "They make different texts look the same.",
            "Rename the thing in the viewer, or show the text only through a program that escapes it.",
        ),
        (
            "text.formula",
            "warning",
            "A name that ends up in a table SHOULD NOT begin like a formula.",
            "A spreadsheet may run it.",
            "Open exported tables with a program that does not run formulas; our own CSV output is safe.",
        ),
        (
            "text.na",
            "note",
            "A category SHOULD NOT look like a missing value or have white space around it.",
            "Reading a CSV file back turns it into something else.",
            "Rename the category in the viewer if you export to CSV.",
        ),
    ),
    *_layer(
        "snapshots",
        (
            "snapshots.root",
            "safety",
            "A state-snapshots.json MUST be an array, or an object with an array `states`.",
            "Readers would find no list, or different ones.",
            'Write the file anew: {"states": ["FILE.cellucid-session"]}.',
        ),
        (
            "snapshots.entry",
            "safety",
            "An entry MUST be a string, or an object with a path.",
            "Readers skip or stringify anything else in different ways.",
            "Write the entry as a plain relative path.",
        ),
        (
            "snapshots.target",
            "safety",
            "An entry MUST be a plain relative path inside the folder, or an http(s) URL.",
            "Opening the data set would fetch or open something outside it.",
            "Write the entry as a plain relative path.",
        ),
        (
            "snapshots.missing",
            "conformance",
            "A listed relative file MUST exist beside the list.",
            "The viewer fails to restore it at start.",
            "Put the file there, or remove the entry.",
        ),
        (
            "snapshots.alias-key",
            "note",
            "The list SHOULD be under `states`.",
            "`files` and `snapshots` are taken by the client and not documented.",
            "Rename the member to states.",
        ),
        (
            "snapshots.object-entry",
            "note",
            "An entry SHOULD be a string.",
            "Objects are taken by the client and not documented.",
            "Write the path alone.",
        ),
        (
            "snapshots.remote",
            "warning",
            "An entry SHOULD NOT be an http(s) URL.",
            "The session is fetched from another place whenever the data set is opened.",
            "Put the session beside the data set.",
        ),
        (
            "snapshots.none",
            "warning",
            "An entry SHOULD end in .cellucid-session.",
            "No session is restored at start.",
            "Add the session's file name.",
        ),
        (
            "snapshots.duplicate",
            "warning",
            "Two entries SHOULD NOT point to one file.",
            "The first keeps its place, so another session than the last one may open.",
            "Remove one of them.",
        ),
        (
            "snapshots.query",
            "warning",
            "An entry SHOULD NOT have a query or a fragment.",
            "They are cut off when the name is matched and kept when the file is fetched.",
            "Write the path alone.",
        ),
        (
            "snapshots.unknown-key",
            "note",
            "The file SHOULD NOT have members that the schema does not name.",
            "Readers ignore them.",
            KNOW,
        ),
        (
            "snapshots.unicode",
            "warning",
            "An entry SHOULD be in Unicode's composed form (NFC).",
            "Two spellings of one name are two files on some systems and one on others.",
            "Rename the file.",
        ),
    ),
    *_layer(
        "dataset",
        (
            "dataset.cell-count",
            "conformance",
            "`cellCount` MUST be the number of cells of the data set that the caller names.",
            "Labels would go to the wrong cells.",
            "Use the data set that the session was made from.",
        ),
        (
            "dataset.var-count",
            "conformance",
            "`varCount` MUST be the number of variables of the data set that the caller names.",
            "The data set is not the one that the session was made from.",
            "Use the data set that the session was made from.",
        ),
        (
            "dataset.id",
            "conformance",
            "`datasetId` MUST be the id that the caller expects.",
            "The session was made from another data set, or does not say from which.",
            "Use the data set that the session was made from.",
        ),
    ),
    *_layer(
        "budget",
        (
            "budget.file-bytes",
            "budget",
            "The judgement stops at an input of more than {file_bytes} bytes, or what the policy says.",
            "Nobody knows what the rest holds.",
            "Judge it with a larger budget, if you trust where it comes from.",
        ),
        (
            "budget.inflated-bytes",
            "budget",
            "The judgement stops when all payloads together pass {inflated_bytes} bytes, or what the policy says.",
            "Nobody knows what the rest holds.",
            "Judge it with a larger budget, if you trust where it comes from.",
        ),
        (
            "budget.json-bytes",
            "budget",
            "The judgement stops at a JSON text of more than {json_bytes} bytes, or what the policy says.",
            "Parsed JSON takes many times its size in memory.",
            "Judge it with a larger budget, if you trust where it comes from.",
        ),
        (
            "budget.json-nodes",
            "budget",
            "The judgement stops at a JSON text of more than {json_nodes} nodes, or what the policy says.",
            "Parsed JSON takes many times its size in memory.",
            "Judge it with a larger budget, if you trust where it comes from.",
        ),
        (
            "budget.chunks",
            "budget",
            "The judgement stops at a manifest of more than {chunks} chunks, or what the policy says.",
            "Each chunk costs time and memory.",
            "Judge it with a larger budget, if you trust where it comes from.",
        ),
        (
            "budget.isolated",
            "budget",
            "The judgement stops when the isolated child runs out of time or memory.",
            "Nobody knows what the answer would have been.",
            "Judge it again with more time or memory.",
        ),
    ),
    *_layer(
        "tool",
        (
            "input.unreadable",
            "tool",
            "There is no answer when the input can't be read.",
            "A file that was not read is not valid.",
            "Check the name and the permissions.",
        ),
        (
            "input.not-regular",
            "tool",
            "There is no answer when the input is no regular file.",
            "A pipe or a device can block, or never end.",
            "Copy the content into a file, or give it as standard input.",
        ),
        (
            "input.changed",
            "tool",
            "There is no answer when the input changed while it was read.",
            "What was judged may not be what is there now.",
            "Judge a copy that nobody writes to.",
        ),
        (
            "input.none",
            "tool",
            "There is no answer when there was no input.",
            "Nothing is not valid.",
            "Name a file, or a folder that holds sessions.",
        ),
        (
            "tool.internal",
            "tool",
            "There is no answer when the program fails.",
            "It is a bug of this program, and says nothing of the file.",
            "Report it, with the file if you may share it.",
        ),
        (
            "tool.engines-differ",
            "tool",
            "There is no answer when the two engines disagree.",
            "One of them is wrong, and nobody knows which.",
            "Report it, with the file if you may share it.",
        ),
        (
            "tool.child-died",
            "tool",
            "There is no answer when the isolated child dies.",
            "It did not finish the judgement.",
            "Judge it again; report it if it happens twice.",
        ),
    ),
)

_IDS = [rule.id for rule in RULES]
if len(set(_IDS)) != len(_IDS) or set(_IDS) & set(RETIRED):
    raise ValueError("a rule id is given twice, or was retired")
for _rule in RULES:
    if _rule.cls not in CLASSES or _rule.level not in LEVELS or _rule.layer not in LAYERS:
        raise ValueError(f"{_rule.id} has an unknown class, level or layer")
