// The rules in words: sentence and why, by id.
// Generated from declare/rules/; do not edit: run python -m cellucid_session.generate
/* eslint-disable */
export const TEXTS = {
 "frame.magic":["A session MUST begin with one of the magics.","A file that begins otherwise is another kind of file."],
 "frame.truncated":["A session MUST NOT end inside the magic, the manifest length or the manifest.","What is missing can't be guessed."],
 "frame.manifest-length":["The manifest length MUST be at least 1.","A file without a manifest holds nothing that can be found."],
 "frame.chunk-length":[
  "In generations 1 to 3 a chunk length MUST be at most 536 870 912.",
  "A length beyond that is a mistake or an attack on the reader's memory."
 ],
 "frame.chunk-truncated":["A session MUST hold a whole frame for each entry of the manifest.","What is missing can't be guessed."],
 "frame.trailing":["There MUST NOT be a byte after the last frame.","Bytes that no reader accounts for can hide a second file."],
 "frame.generation":[
  "A session MUST NOT be of a format that is not declared.",
  "What a later format holds is not known here, so nothing can be said of it."
 ],
 "json.empty":["A JSON text MUST NOT be empty.","Nothing is not a value."],
 "json.utf8":[
  "A JSON text MUST be well-formed UTF-8.",
  "Readers replace ill-formed bytes in different ways and then see different texts."
 ],
 "json.bom":["A JSON text MUST NOT begin with a byte order mark.","Some readers drop the mark and others refuse it."],
 "json.syntax":["A JSON text MUST be exactly one text of RFC 8259.","Readers mend broken JSON in different ways."],
 "json.duplicate-key":[
  "An object MUST NOT have two members of one name, compared after unescaping.",
  "Some readers take the first value and others the last."
 ],
 "json.non-finite":["A JSON text MUST NOT hold NaN or Infinity.","They are not JSON; some readers take them and others refuse."],
 "json.number-overflow":["A number MUST NOT overflow a double.","Some readers see infinity and others an error."],
 "json.integer-range":[
  "An integer MUST lie within plus or minus 9 007 199 254 740 991.",
  "A reader that keeps numbers as doubles rounds a larger one."
 ],
 "json.surrogate":[
  "A string MUST NOT hold an escaped surrogate without its partner.",
  "It is no character; readers replace it in different ways."
 ],
 "json.depth":["A JSON text MUST NOT nest deeper than 64 levels.","Deep nesting exhausts a reader's stack."],
 "json.integer-form":[
  "An integer MUST be written with digits alone, without fraction or exponent, and zero without a sign.",
  "A reader that tells integers from fractions would see another type."
 ],
 "manifest.root":["The manifest MUST be a JSON object.","Nothing else says what the chunks are."],
 "manifest.chunks":["The manifest MUST have an array `chunks`.","Without it the bytes that follow mean nothing."],
 "manifest.fingerprint-missing":["The manifest MUST have a `datasetFingerprint`.","Without it nobody can tell whether a data set is the right one."],
 "manifest.fingerprint":[
  "`datasetFingerprint` MUST hold `sourceType` and `datasetId` as strings or null, and counts, where it has them, as integers of at least 0.",
  "A malformed fingerprint matches no data set."
 ],
 "manifest.created-at":[
  "`createdAt` MUST be a real time in the form of RFC 3339.",
  "Programs that sort sessions by time would fail or misplace it."
 ],
 "manifest.data-source":[
  "`dataSource` MUST be null or an object whose members are strings or null.",
  "Programs that show where the data came from would fail."
 ],
 "manifest.created-at-missing":["The manifest SHOULD have `createdAt`.","Nobody can tell how old the session is."],
 "manifest.data-source-missing":["The manifest SHOULD have `dataSource`.","Nobody can tell where the data came from."],
 "manifest.cell-names":[
  "`cellNames` MUST be an object with `ordered` and `unordered`, each of 64 lower-case hexadecimal digits.",
  "Nobody can tell whether the cells of a data set are those of the session, in the same order."
 ],
 "manifest.summary":["`summary` SHOULD be null.","The writer never puts anything else there, so it may be a place to hide something."],
 "manifest.no-chunks":["The manifest SHOULD have at least one chunk.","The session holds nothing."],
 "manifest.unknown-key":[
  "The manifest SHOULD NOT have members that the schema does not name.",
  "A later generation of the format, or something that was put there by hand."
 ],
 "manifest.user-path":[
  "`dataSource.userPath` SHOULD be null in a file that is passed on.",
  "It tells the recipient a path of the sender's machine."
 ],
 "manifest.dataset-id-odd":["`datasetId` SHOULD be ASCII without white space around it.","Two ids that look alike can differ."],
 "manifest.closed":[
  "From generation 2 on the manifest and its entries MUST have no other keys than their schema's.",
  "Readers of these generations refuse the file."
 ],
 "manifest.key-missing":[
  "From generation 2 on the manifest MUST have every key of its schema.",
  "Readers of these generations refuse the file."
 ],
 "manifest.cell-order":[
  "From generation 2 on cellOrder MUST be as the schema says, with as many columns as dimensions, or null in an export.",
  "Nothing can show then that the cells are in the order that the session was made with."
 ],
 "manifest.data-mapping":[
  "From generation 3 on dataMapping MUST be as the schema says, with a default that is not null, and name only embeddings that are enabled.",
  "Readers refuse the file, and nobody knows which arrays the viewer read."
 ],
 "manifest.data-mapping-order":[
  "The embeddings and the vector fields of dataMapping MUST each be there once, in ascending order.",
  "Two texts of one mapping are not equal then, and readers refuse the file."
 ],
 "manifest.source":["In generation 5 source MUST be null or as the schema says.","Readers of this generation refuse the file."],
 "manifest.source-host":["The url of a source SHOULD name a host.","Nothing can be opened there."],
 "manifest.requires":[
  "In generation 5 requires MUST be two lists of names, without white space around them.",
  "Readers of this generation refuse the file."
 ],
 "manifest.requires-order":[
  "The names in requires MUST ascend by their UTF-16 code units, so that each is there once.",
  "Readers of this generation refuse the file."
 ],
 "manifest.requires-missing":[
  "The columns and genes of the data set that groups are bound to SHOULD be in requires.",
  "A data set without them is taken for one that fits."
 ],
 "chunk.entry":["An entry of `chunks` MUST be an object.","Without it the frame means nothing."],
 "chunk.key-missing":[
  "An entry MUST have `id`, `contributorId`, `priority`, `kind`, `codec`, `label` and `datasetDependent`.",
  "Readers fill in a missing member in different ways, or fail."
 ],
 "chunk.id":["`id` MUST be a string that is not empty.","Nothing else names the chunk."],
 "chunk.contributor":["`contributorId` MUST be a string that is not empty.","It decides which part of the viewer gets the chunk."],
 "chunk.priority":["`priority` MUST be \"eager\" or \"lazy\".","It decides when the chunk is restored."],
 "chunk.kind":["`kind` MUST be \"json\" or \"binary\".","It decides how the payload is read."],
 "chunk.codec":["`codec` MUST be \"none\" or \"gzip\".","It decides how the stored bytes are read."],
 "chunk.label":["`label` MUST be a string.","Readers refuse an entry without it."],
 "chunk.dataset-dependent":["`datasetDependent` MUST be true or false.","It decides whether the chunk may be restored on another data set."],
 "chunk.stored-bytes":[
  "`storedBytes`, where it is given, MUST be an integer from 0 to 536 870 912.",
  "Some readers ignore a wrong type and others fail."
 ],
 "chunk.uncompressed-bytes":[
  "`uncompressedBytes`, where it is given, MUST be an integer from 0 to 536 870 912.",
  "It bounds how much a reader inflates."
 ],
 "chunk.depends-on":["`dependsOn`, where it is given, MUST be an array of strings.","Readers that follow it would fail."],
 "chunk.label-empty":["`label` SHOULD NOT be empty.","People see it while the session is restored."],
 "chunk.id-duplicate":["Two entries MUST NOT have one `id`.","Some readers take the first chunk and others the last."],
 "chunk.id-unsafe":[
  "`id` MUST NOT hold a control character or a backslash, begin with a slash, or have a segment . or ..",
  "A program that uses the id as a path would leave its folder."
 ],
 "chunk.id-space":["`id` MUST NOT have white space around it.","Readers that trim it look for another chunk."],
 "chunk.id-odd":[
  "`id` SHOULD be made of ASCII letters, digits and common punctuation, without empty segments, in at most 180 characters.",
  "Odd ids are legal, and easily misread."
 ],
 "chunk.id-confusable":["Two ids SHOULD NOT look the same.","A person can't tell the chunks apart."],
 "chunk.stored-bytes-mismatch":["`storedBytes` MUST be the length of the frame.","Readers that trust one or the other read different bytes."],
 "chunk.inflated-too-large":[
  "A payload MUST NOT be longer than its `uncompressedBytes`, nor than 536 870 912 bytes.",
  "Output beyond what was declared is how a decompression bomb works."
 ],
 "chunk.inflated-short":[
  "A payload MUST NOT be shorter than its `uncompressedBytes`.",
  "The writer counted wrongly, or the payload was replaced."
 ],
 "chunk.sizes-absent":["An entry SHOULD give `storedBytes` and `uncompressedBytes`.","Readers can then refuse a damaged chunk earlier."],
 "chunk.dataset-flag":[
  "A chunk of a family that depends on the data set MUST say `datasetDependent: true`.",
  "Otherwise it would be restored on a data set that it does not belong to."
 ],
 "chunk.layout-flag":[
  "`ui/dockable-layout` SHOULD say `datasetDependent: false`.",
  "It would not be restored on another data set although it could be."
 ],
 "chunk.family-kind":["A chunk of a known family MUST have the family's `kind`.","One reader would parse it as text, another as binary."],
 "chunk.family-priority":["A chunk SHOULD have its family's usual `priority`.","It is restored earlier or later than usual."],
 "chunk.family-contributor":[
  "A chunk of a known family MUST carry the family's `contributorId`.",
  "The viewer goes by the contributor and would give the chunk to another part."
 ],
 "chunk.foreign":[
  "A chunk SHOULD belong to a known family.",
  "Readers of this generation ignore it, and nothing is known of its payload."
 ],
 "chunk.order":["Every eager chunk MUST come before the first lazy one.","A later eager chunk is restored in the lazy stage."],
 "chunk.meta-order":["Memberships MUST come after `highlights/meta`.","The viewer drops members of groups that it does not know yet."],
 "chunk.overlays-order":["Codes MUST come after `core/field-overlays`.","The viewer drops codes of fields that it does not know yet."],
 "chunk.depends-unknown":["`dependsOn` SHOULD name chunks of the same session.","The order that it asks for can't be kept."],
 "chunk.depends-later":[
  "`dependsOn` SHOULD name chunks that come before.",
  "A reader that goes through the file once can't keep that order."
 ],
 "chunk.depends-cycle":["A chunk MUST NOT depend on itself, directly or in a circle.","No order fulfils it."],
 "chunk.size-missing":[
  "From generation 2 on an entry MUST have storedBytes and uncompressedBytes.",
  "Readers of these generations refuse the file."
 ],
 "chunk.unknown":[
  "From generation 2 on every chunk MUST be of a family of its generation.",
  "Readers of these generations refuse the file."
 ],
 "chunk.profile":[
  "From generation 2 on an entry MUST have the priority, the codec and the label of its family.",
  "Readers of these generations refuse the file."
 ],
 "chunk.family-missing":[
  "From generation 2 on a session MUST have the chunks that every session of its generation has.",
  "Readers of these generations refuse the file."
 ],
 "chunk.contributor-order":[
  "From generation 2 on the families MUST follow each other in the order of their contributors, among the eager chunks and among the lazy ones.",
  "Readers of these generations refuse the file."
 ],
 "chunk.registry-order":[
  "From generation 2 on chunks of groups and of fields MUST stand in the order of their registry, those of fields within each priority.",
  "Readers of these generations refuse the file."
 ],
 "gzip.header":[
  "Stored bytes of codec gzip MUST begin with the header of an RFC 1952 member of method 8.",
  "Anything else is not gzip, whatever some readers make of it."
 ],
 "gzip.flags":["The reserved flags of the header MUST be 0.","They announce fields that this reader does not know."],
 "gzip.header-crc":["A header checksum, where it is given, MUST be right.","The header is damaged."],
 "gzip.data":["The compressed data MUST be valid deflate (RFC 1951).","The data is damaged."],
 "gzip.truncated":["The member MUST be whole.","The end of the data is missing."],
 "gzip.crc":["The CRC-32 of the trailer MUST be that of the payload.","The data is damaged or was changed."],
 "gzip.length":["The length in the trailer MUST be that of the payload, modulo 2^32.","The data is damaged or was changed."],
 "gzip.trailing":[
  "There MUST be exactly one member, and there MUST NOT be a byte after it.",
  "Some readers go on with a second member and others stop."
 ],
 "gzip.hidden":[
  "The header MUST NOT have an extra field, a file name or a comment.",
  "They are places to hide bytes; the writer never sets them."
 ],
 "payload.unknown-key":[
  "A payload SHOULD NOT have members that its schema does not name.",
  "Another version of the viewer, or something that was put there by hand."
 ],
 "state.shape":["`core/state` MUST fit its schema.","The viewer would restore something else, or fail."],
 "layout.shape":["`ui/dockable-layout` MUST fit its schema.","The viewer would restore something else, or fail."],
 "windows.shape":["`analysis/windows` MUST fit its schema.","The viewer would restore something else, or fail."],
 "overlays.shape":["`core/field-overlays` MUST fit its schema.","Fields would be restored wrongly or left out."],
 "overlays.required":[
  "A user-defined field MUST have `id`, `source`, `kind` and `key`, none of them blank, and a category field `categories`.",
  "A field without them is dropped."
 ],
 "overlays.field-id-duplicate":["Two user-defined fields MUST NOT have one id.","Codes would go to one field or the other, as the reader likes."],
 "overlays.category-duplicate":[
  "Two categories of a field SHOULD NOT have one name.",
  "They can't be told apart; applied to AnnData the later one gets a suffix."
 ],
 "overlays.codes-length-hint":["`codesLength` SHOULD be the number of codes.","It is a hint that nobody relies on."],
 "meta.shape":["`highlights/meta` MUST fit its schema.","Pages and groups would be restored wrongly or left out."],
 "meta.required":["A page MUST have `id` and `highlightedGroups`, a group `id`, none of them blank.","What has no id is dropped."],
 "meta.color":["A color MUST be null or # and six hexadecimal digits.","Anything else may be taken for style instructions."],
 "meta.range":["`rangeMin` MUST NOT be greater than `rangeMax`.","No value lies in such a range."],
 "meta.page-id-duplicate":["Two pages MUST NOT have one id.","Readers would show one or the other."],
 "meta.group-id-duplicate":[
  "Two groups MUST NOT have one id, on whatever pages.",
  "Cells would go to one group or the other, as the reader likes."
 ],
 "meta.no-pages":["`highlights/meta` SHOULD have a page.","The viewer always has one."],
 "meta.active-page":["`activePageId` SHOULD name a page.","The viewer opens the first page instead."],
 "payload.closed":[
  "From generation 2 on the registries MUST have no other keys than their schema's.",
  "Readers of these generations refuse the file."
 ],
 "payload.object":["From generation 2 on a JSON chunk of a known family MUST be an object.","No viewer writes anything else."],
 "overlays.id-form":[
  "From generation 2 on the id of a field MUST begin with an ASCII letter or digit, followed by letters, digits and the signs `.`, `_` and `-`, up to 180 characters in all.",
  "The id is part of a chunk's id; readers refuse others."
 ],
 "overlays.key":[
  "From generation 2 on the key of a field MUST be a name that its viewer accepts.",
  "Readers refuse others, and two readers may show them differently."
 ],
 "overlays.deleted":[
  "From generation 2 on what is purged MUST be deleted as well, and no key MUST be listed twice.",
  "Readers of these generations refuse the file."
 ],
 "overlays.category-twice":[
  "From generation 2 on the categories of a field MUST differ, by type and value.",
  "The cells of the two can't be told apart by name."
 ],
 "overlays.category-count":[
  "From generation 2 on a field with codes MUST NOT have more categories than its type of codes can name beside the mark of no category.",
  "The greatest code then means a category to one reader and none to another; and codes that were too large for their type have begun anew at 0, so that cells carry names of others."
 ],
 "overlays.codes-length":["From generation 2 on codesLength MUST be the number of cells.","Readers of these generations refuse the file."],
 "meta.id-form":[
  "From generation 2 on the id of a page MUST be `page_` and that of a group `highlight_`, each followed by a positive number in ASCII digits.",
  "Readers of these generations refuse others."
 ],
 "meta.active-page-unknown":["From generation 2 on activePageId MUST be the id of a page.","Readers of these generations refuse the file."],
 "inventory.shape":["`analysis/cache-inventory` MUST be as its schema says.","Readers of these generations refuse the file."],
 "inventory.ids":[
  "The ids in analysis/cache-inventory MUST be those of the analysis artifacts, in their order.",
  "Readers of these generations refuse the file."
 ],
 "inventory.compact":[
  "The text of analysis/cache-inventory MUST be the shortest one, without white space and needless escapes.",
  "Readers of these generations refuse the file."
 ],
 "typed.truncated":["Typed JSON MUST hold its text and its arrays whole.","What is missing can't be guessed."],
 "typed.dtype":["An array behind typed JSON MUST be of a type of its table.","Nobody knows how long an item of another type is."],
 "typed.reference":[
  "An object with the key `$typed` MUST have no other key, and name an array that is there.",
  "Readers see different values, or none."
 ],
 "typed.once":["Every array behind typed JSON MUST be named exactly once.","Readers of this generation refuse the file."],
 "uvarint.truncated":["A uvarint MUST be whole.","The payload ends inside a number."],
 "uvarint.too-long":["A uvarint MUST be at most 8 bytes long.","Readers wrap or round a longer one in different ways."],
 "uvarint.range":["A uvarint MUST be at most 9 007 199 254 740 991.","Readers wrap or round a larger one in different ways."],
 "uvarint.overlong":[
  "A uvarint MUST be written in as few bytes as it needs.",
  "One content would have many spellings, and spare bytes can hide something."
 ],
 "cells.count":[
  "The count of an index list MUST NOT be greater than the number of cells.",
  "It makes readers allocate memory for cells that are not there."
 ],
 "cells.index":[
  "Every cell index MUST be below the number of cells, where that is known, and at most 4 294 967 295.",
  "A larger one names no cell, and readers wrap it in different ways."
 ],
 "cells.trailing":["There MUST NOT be a byte after the last index.","Spare bytes can hide something."],
 "cells.orphan":["A membership chunk MUST belong to a group of `highlights/meta`.","The viewer drops it."],
 "cells.duplicate":["A cell SHOULD NOT be listed twice.","The group has fewer cells than the list is long."],
 "cells.count-hint":[
  "`cellCount` SHOULD be the number of indices in the group's chunk.",
  "The count that people see is not the number of cells."
 ],
 "cells.missing":[
  "A group with a `cellCount` above 0 SHOULD have a membership chunk.",
  "The session was saved before its cells were loaded; it does not say which cells they are."
 ],
 "codes.encoding":["The encoding byte MUST be one that the format declares.","Nothing is known of what follows."],
 "codes.truncated":["Codes MUST be whole.","The payload ends before the declared number of codes."],
 "codes.length":[
  "The number of codes MUST be the number of cells for an obs field, the number of cells or of variables for a var field, and at most 4 294 967 295.",
  "Labels would go to the wrong cells."
 ],
 "codes.runs":["The runs MUST add up to the number of codes exactly.","Readers fill or cut the rest in different ways."],
 "codes.value":["A code MUST be at most 65 535.","Readers wrap a larger one in different ways."],
 "codes.trailing":["There MUST NOT be a byte after the last code.","Spare bytes can hide something."],
 "codes.zero-run":["A run MUST be at least 1 long.","It says nothing, and spare bytes can hide something."],
 "codes.category":[
  "A code MUST name a category or be the field's marker for unassigned cells.",
  "The cell has a label that nobody knows; applied to AnnData it is missing."
 ],
 "codes.orphan":["A codes chunk MUST belong to a category field of `core/field-overlays`.","The viewer drops it."],
 "codes.ambiguous-axis":[
  "Codes of a var field SHOULD NOT be as many as both the cells and the variables.",
  "Whether they label cells or variables can't be told; they are taken for cells."
 ],
 "table.header":[
  "A table MUST begin with the length of a header that is there, and the header MUST give `rowCount` and `columns`.",
  "Without it the columns can't be found."
 ],
 "table.column":[
  "A column MUST lie inside the payload and be as long as its rows need.",
  "Readers would read beyond it, or fill in what is missing."
 ],
 "table.cell-index":["Every `cellIndex` MUST be below the number of cells.","A larger one names no cell."],
 "table.columns":[
  "The columns of an analysis artifact MUST be `cellIndex` as raw uint32 and `value` as raw float32.",
  "The viewer ignores an artifact with others."
 ],
 "table.trailing":["There MUST NOT be a byte after the last column.","Spare bytes can hide something."],
 "table.id":[
  "The id of an artifact MUST end in three percent-encoded parts.",
  "The viewer can't tell what the artifact belongs to."
 ],
 "cells.encoding":["A set of cells MUST be written in an encoding of its table.","What follows an unknown encoding can't be read."],
 "cells.truncated":["A set of cells MUST be whole.","What is missing can't be guessed."],
 "cells.padding":[
  "A bit behind the last cell of a set MUST NOT be set.",
  "It stands for a cell that does not exist: one reader sees it, another does not."
 ],
 "cells.empty-run":[
  "A run of cells MUST have a cell, and one behind another MUST leave a gap.",
  "Readers of this generation refuse the file."
 ],
 "cells.ascending":[
  "From generation 2 on the cells of a set MUST ascend, so that each is there once.",
  "Readers of these generations refuse the file."
 ],
 "cells.group-count":[
  "From generation 2 on a set MUST have as many cells as its group says.",
  "Readers refuse the file: one of the two is wrong."
 ],
 "cells.chunk-missing":["From generation 2 on every group MUST have its membership chunk.","Readers of these generations refuse the file."],
 "cells.reference":[
  "A set that is part of a category MUST belong to a group of type category over an obs column.",
  "Nobody can say otherwise which cells are meant."
 ],
 "cells.reference-differs":[
  "Sets over one category MUST agree in its number of cells and its digest.",
  "They can't both be right, so one of them marks other cells than were selected."
 ],
 "codes.width":[
  "In generations 2 to 4 the encoding of codes MUST fit the type that the registry gives the field.",
  "The mark of no category follows from the width, so that readers name different cells."
 ],
 "codes.registry-first":[
  "In generation 5 a codes chunk MUST come behind core/field-overlays.",
  "The registry says how wide codes are, so they can't be read before it."
 ],
 "codes.bits":["Packed codes MUST have 1, 2 or 4 bits.","Nobody knows how others are packed."],
 "codes.padding":[
  "A bit behind the last packed code MUST NOT be set.",
  "Readers of this generation refuse the file, and bytes can be hidden there."
 ],
 "codes.neighbours":[
  "From generation 2 on two runs of one code MUST NOT follow each other.",
  "Readers of these generations refuse the file."
 ],
 "codes.chunk-missing":[
  "From generation 2 on every category field MUST have its codes chunk, and none without cells.",
  "Readers of these generations refuse the file."
 ],
 "text.control":["A text SHOULD NOT hold control characters.","They can change what a terminal or a table shows."],
 "text.bidi":["A text SHOULD NOT hold bidirectional controls.","They make a text look like another."],
 "text.invisible":["A text SHOULD NOT hold invisible characters.","They make different texts look the same."],
 "text.formula":["A name that ends up in a table SHOULD NOT begin like a formula.","A spreadsheet may run it."],
 "text.na":[
  "A category SHOULD NOT look like a missing value or have white space around it.",
  "Reading a CSV file back turns it into something else."
 ],
 "text.label-edge":[
  "A label or a name of a page MUST NOT begin or end with a character that only some readers take for white space.",
  "Readers that trim show two different labels."
 ],
 "text.label-space":["A label or a name of a page SHOULD NOT have white space around it.","Some viewers remove it."],
 "text.name-edge":[
  "A name of a column or a gene SHOULD NOT begin or end with a character that only some readers take for white space.",
  "A reader that trims does not find it."
 ],
 "snapshots.root":[
  "A state-snapshots.json MUST be an array, or an object with an array `states`.",
  "Readers would find no list, or different ones."
 ],
 "snapshots.entry":["An entry MUST be a string, or an object with a path.","Readers skip or stringify anything else in different ways."],
 "snapshots.target":[
  "An entry MUST be a plain relative path inside the folder, or an http(s) URL.",
  "Opening the data set would fetch or open something outside it."
 ],
 "snapshots.missing":["A listed relative file MUST exist beside the list.","The viewer fails to restore it at start."],
 "snapshots.alias-key":["The list SHOULD be under `states`.","`files` and `snapshots` are taken by the client and not documented."],
 "snapshots.object-entry":["An entry SHOULD be a string.","Objects are taken by the client and not documented."],
 "snapshots.remote":[
  "An entry SHOULD NOT be an http(s) URL.",
  "The session is fetched from another place whenever the data set is opened."
 ],
 "snapshots.none":["An entry SHOULD end in .cellucid-session.","No session is restored at start."],
 "snapshots.duplicate":[
  "Two entries SHOULD NOT point to one file.",
  "The first keeps its place, so another session than the last one may open."
 ],
 "snapshots.query":[
  "An entry SHOULD NOT have a query or a fragment.",
  "They are cut off when the name is matched and kept when the file is fetched."
 ],
 "snapshots.unknown-key":["The file SHOULD NOT have members that the schema does not name.","Readers ignore them."],
 "snapshots.unicode":[
  "An entry SHOULD be in Unicode's composed form (NFC).",
  "Two spellings of one name are two files on some systems and one on others."
 ],
 "dataset.cell-count":[
  "`cellCount` MUST be the number of cells of the data set that the caller names.",
  "Labels would go to the wrong cells."
 ],
 "dataset.var-count":[
  "`varCount` MUST be the number of variables of the data set that the caller names.",
  "The data set is not the one that the session was made from."
 ],
 "dataset.id":[
  "`datasetId` MUST be the id that the caller expects.",
  "The session was made from another data set, or does not say from which."
 ],
 "policy.generation":["A session MUST be of a generation that the policy takes.","Whoever set the policy reads no other."],
 "budget.file-bytes":[
  "The judgement stops at an input of more than 536 870 912 bytes, or what the policy says.",
  "Nobody knows what the rest holds."
 ],
 "budget.inflated-bytes":[
  "The judgement stops when all payloads together pass 4 294 967 296 bytes, or what the policy says.",
  "Nobody knows what the rest holds."
 ],
 "budget.json-bytes":[
  "The judgement stops at a JSON text of more than 33 554 432 bytes, or what the policy says.",
  "Parsed JSON takes many times its size in memory."
 ],
 "budget.total-json-bytes":[
  "The judgement stops when all JSON texts together pass 134 217 728 bytes, or what the policy says.",
  "Each text is parsed and walked, and a few kilobytes of gzip hold hundreds of long ones."
 ],
 "budget.json-nodes":[
  "The judgement stops at a JSON text of more than 2 000 000 nodes, or what the policy says.",
  "Parsed JSON takes many times its size in memory."
 ],
 "budget.chunks":[
  "The judgement stops at a manifest of more than 100 000 chunks, or what the policy says.",
  "Each chunk costs time and memory."
 ],
 "budget.isolated":[
  "The judgement stops when the isolated child runs out of time or memory.",
  "Nobody knows what the answer would have been."
 ],
 "input.unreadable":["There is no answer when the input can't be read.","A file that was not read is not valid."],
 "input.not-regular":["There is no answer when the input is no regular file.","A pipe or a device can block, or never end."],
 "input.changed":["There is no answer when the input changed while it was read.","What was judged may not be what is there now."],
 "input.none":["There is no answer when there was no input.","Nothing is not valid."],
 "tool.internal":["There is no answer when the program fails.","It is a bug of this program, and says nothing of the file."],
 "tool.engines-differ":["There is no answer when the two engines disagree.","One of them is wrong, and nobody knows which."],
 "tool.child-died":["There is no answer when the isolated child dies.","It did not finish the judgement."]
};
