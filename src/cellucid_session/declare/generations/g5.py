"""Generation 5 (format 2, Cellucid 0.9.5): a magic with a number, sets of cells in five encodings, typed JSON.

Rules of this file: what generation 4 has as well is named from there.
"""

from __future__ import annotations

from dataclasses import replace

from construct import Float32l, Float64l, Int8ul, Int16ul, Int32sl, Int32ul, Struct

from cellucid_session.declare import grammar
from cellucid_session.declare.generation import NUMBERED, Mark
from cellucid_session.declare.generations import g2, g4
from cellucid_session.declare.list_words import Deltas
from cellucid_session.declare.set_words import Arrays, Bits, Gaps, Packed, Same, Wide
from cellucid_session.declare.vocabulary import (
    Blob,
    Choice,
    Literal,
    Member,
    Nothing,
    Number,
    OneOf,
    UVarint,
    Within,
)

MAGIC = NUMBERED + b"2\n"

#: encoding byte of a set of cells -> (what people call it, what follows)
SETS = {
    0: (
        "steps",
        Struct(
            "count" / Within(UVarint(), 0, "cells", rule="cells.count"),
            "indices"
            / Deltas("count", "cells", "CELL_INDEX", rule="cells.index", repeated="cells.ascending"),
        ),
    ),
    1: ("bits", Struct("count" / Bits("cells", short="cells.truncated", padding="cells.padding"))),
    2: (
        "runs",
        Struct("count" / Gaps("cells", "CELL_INDEX", rule="cells.index", empty="cells.empty-run")),
    ),
    3: (
        "some of a category",
        Struct(
            "reference_count" / Within(UVarint(), 0, "cells", rule="cells.count"),
            "digest" / Number(Int32ul, short="cells.truncated"),
            "count" / Bits("reference_count", short="cells.truncated", padding="cells.padding"),
        ),
    ),
    4: (
        "all of a category",
        Struct(
            "reference_count" / Within(UVarint(), 0, "cells", rule="cells.count"),
            "digest" / Number(Int32ul, short="cells.truncated"),
            "count" / Same("reference_count"),
        ),
    ),
}


def cell_set(sets: dict[int, tuple[str, Struct]]) -> Struct:
    """A set of cells: a byte that names the encoding, and what it stands for."""
    return Struct(
        "encoding" / Member(Number(Int8ul, short="cells.truncated"), tuple(sets), rule="cells.encoding"),
        "members"
        / Choice(
            "encoding",
            {byte: structure for byte, (_, structure) in sets.items()},
            {byte: name for byte, (name, _) in sets.items()},
        ),
        "end" / Nothing(rule="cells.trailing", fatal=False),
    )


CELL_SET = cell_set(SETS)

#: encoding byte of codes -> (what people call it, how the codes follow); the registry says how wide they are
ENCODINGS = {
    0: ("raw", Wide("length", "width", short="codes.truncated")),
    1: ("run lengths", g2.runs("greatest")),
    2: (
        "packed",
        Struct(
            "bits" / Member(Number(Int8ul, short="codes.truncated"), (1, 2, 4), rule="codes.bits"),
            "values" / Packed("length", "bits", short="codes.truncated", padding="codes.padding"),
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

#: type byte of an array behind typed JSON -> (name of the type, element)
DTYPES = {
    1: ("uint8", Int8ul),
    2: ("uint16", Int16ul),
    3: ("uint32", Int32ul),
    4: ("int32", Int32sl),
    5: ("float32", Float32l),
    6: ("float64", Float64l),
}

TYPED_JSON = Struct(
    "text_length" / Number(Int32ul, short="typed.truncated"),
    "text" / Blob("text_length", short="typed.truncated", event="text", whole=True),
    "arrays" / Arrays(DTYPES, rule="typed.dtype", short="typed.truncated"),
)


def head(magic: bytes) -> Struct:
    """The head behind another magic."""
    return Struct(
        "magic" / Literal(magic, wrong="frame.magic", short="frame.truncated"),
        "manifest_length" / grammar.HEAD.manifest_length.subcon,
        "manifest" / grammar.HEAD.manifest.subcon,
    )


FAMILIES = (
    g2.OVERLAYS,
    g2.CODES_FAMILY,
    g2.CAMERA,
    g2.STATE,
    g2.LAYOUT,
    g2.single(
        "figure export",
        "ui/figure-export",
        "figure-export",
        "ui-figure-export",
        "Figure export",
        dataset_dependent=False,
    ),
    g2.single(
        "analysis windows",
        "analysis/windows",
        "analysis-windows",
        "typed-json",
        "Analysis windows",
        kind="binary",
    ),
    g2.single(
        "docked analysis",
        "analysis/docked",
        "analysis-docked",
        "typed-json",
        "Docked analysis",
        kind="binary",
    ),
    g2.META,
    replace(g2.CELLS_FAMILY, payload="cell-set"),
)

GENERATION = replace(
    g4.GENERATION,
    number=5,
    format=2,
    releases=("0.9.5",),
    told_by=Mark(MAGIC),
    head=head(MAGIC),
    payloads={"cell-set": CELL_SET, "codes": CODES, "typed-json": TYPED_JSON},
    encodings={byte: name for byte, (name, _) in ENCODINGS.items()},
    widths={},
    schemas={
        "manifest": "manifest-5",
        "core-field-overlays": "core-field-overlays-5",
        "highlights-meta": "highlights-meta-5",
        "cinematic-camera": "opaque",
        "core-state": "opaque",
        "ui-dockable-layout": "opaque",
        "ui-figure-export": "opaque",
    },
    families=FAMILIES,
    manifest_rules=("created-at", "cell-order", "data-mapping", "requires"),
    links=("closed-members", "references", "closed-codes", "labels", "registry-order", "requires"),
    shapes={"highlights-meta": "closed-meta", "core-field-overlays": "closed-overlays"},
    reads={"cell-set": "cell-set", "codes": "wide-codes", "typed-json": "typed-json"},
    identity=("datasetId", "name"),
    order="likely",
)
