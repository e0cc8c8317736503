"""Generation 1 of the format, byte by byte.

Rules of this file: it is the only place that says what comes where and how wide it is. The fast reader, the
Kaitai grammar and the tables in the spec are generated from it; the reference engine interprets it. Spec: 2, 5.

    session    = head, one frame per manifest entry in order, nothing after
    index list = members of a highlight group
    codes      = one category per cell (or variable) of a user-defined field
    table      = an analysis artifact
"""

from __future__ import annotations

from construct import Float32l, Float64l, Int8ul, Int16ul, Int32sl, Int32ul, Struct

from cellucid_session.declare.list_words import Columns, Deltas, Elements, Pairs
from cellucid_session.declare.vocabulary import (
    Blob,
    Choice,
    Literal,
    Member,
    Nothing,
    Number,
    OneOf,
    PerEntry,
    UVarint,
    Within,
)

MAGIC = b"CELLUCID_SESSION\n"

HEAD = Struct(
    "magic" / Literal(MAGIC, wrong="frame.magic", short="frame.truncated"),
    "manifest_length"
    / Within(
        Number(Int32ul, short="frame.truncated"),
        "MANIFEST_BYTES_MIN",
        "MANIFEST_BYTES",
        rule="frame.manifest-length",
    ),
    "manifest" / Blob("manifest_length", short="frame.truncated", event="manifest", whole=True),
)

FRAME = Struct(
    "stored_length"
    / Within(Number(Int32ul, short="frame.chunk-truncated"), 0, "STORED_BYTES", rule="frame.chunk-length"),
    "stored" / Blob("stored_length", short="frame.chunk-truncated", event="stored", whole=False),
)

SESSION = Struct(
    "head" / HEAD,
    "frames" / PerEntry(FRAME),
    "end" / Nothing(rule="frame.trailing", fatal=True),
)

INDEX_LIST = Struct(
    "count" / Within(UVarint(), 0, "cells", rule="cells.count"),
    "indices" / Deltas("count", "cells", "CELL_INDEX", rule="cells.index", repeated="cells.duplicate"),
    "end" / Nothing(rule="cells.trailing", fatal=False),
)

#: encoding byte -> (what people call it, how the codes follow)
ENCODINGS = {
    0: ("raw u8", Elements("length", Int8ul, short="codes.truncated")),
    1: ("raw u16", Elements("length", Int16ul, short="codes.truncated")),
    2: (
        "run lengths",
        Pairs(
            "length",
            "CODE_VALUE",
            value_rule="codes.value",
            run_rule="codes.runs",
            zero_rule="codes.zero-run",
        ),
    ),
}

CODES = Struct(
    "encoding" / Member(Number(Int8ul, short="codes.truncated"), tuple(ENCODINGS), rule="codes.encoding"),
    "length" / OneOf(UVarint(), "lengths", "CODES_LENGTH", rule="codes.length"),
    "payload"
    / Choice(
        "encoding",
        {byte: structure for byte, (_, structure) in ENCODINGS.items()},
        {byte: name for byte, (name, _) in ENCODINGS.items()},
    ),
    "end" / Nothing(rule="codes.trailing", fatal=False),
)

#: dtype of a raw column -> element
DTYPES = {
    "uint8": Int8ul,
    "uint16": Int16ul,
    "uint32": Int32ul,
    "int32": Int32sl,
    "float32": Float32l,
    "float64": Float64l,
}

#: column name -> (dtype, element, what every element is below)
TABLE_COLUMNS = {
    "cellIndex": ("uint32", DTYPES["uint32"], "cells"),
    "value": ("float32", DTYPES["float32"], None),
}

TABLE = Struct(
    "header_length" / Number(Int32ul, short="table.header"),
    "header" / Blob("header_length", short="table.header", event="header", whole=True),
    "columns" / Columns(TABLE_COLUMNS, rule="table.column", bound_rule="table.cell-index"),
    "end" / Nothing(rule="table.trailing", fatal=False),
)
