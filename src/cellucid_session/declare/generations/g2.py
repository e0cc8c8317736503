"""Generation 2 (format 1, Cellucid 0.9.1 and 0.9.2): keys are closed, everything is declared and exact.

Rules of this file: what is as in generation 1 is named from there. Memberships have no encoding byte yet; the byte of
codes names their width as well.
"""

from __future__ import annotations

from construct import Int8ul, Int16ul, Int32ul, Struct

from cellucid_session.declare import grammar
from cellucid_session.declare.families import Family
from cellucid_session.declare.generation import Generation, Mark, Sign
from cellucid_session.declare.generations import g1
from cellucid_session.declare.list_words import Deltas, Elements, Pairs
from cellucid_session.declare.set_words import Among
from cellucid_session.declare.vocabulary import Choice, Member, Nothing, Number, OneOf, UVarint, Within

INDEX_LIST = Struct(
    "count" / Within(UVarint(), 0, "cells", rule="cells.count"),
    "indices" / Deltas("count", "cells", "CELL_INDEX", rule="cells.index", repeated="cells.ascending"),
    "end" / Nothing(rule="cells.trailing", fatal=False),
)


def runs(most: str) -> Pairs:
    """Runs of values up to a limit, of which no two neighbours have one value."""
    return Pairs(
        "length",
        most,
        value_rule="codes.value",
        run_rule="codes.runs",
        zero_rule="codes.zero-run",
        same_rule="codes.neighbours",
    )


#: encoding byte -> (what people call it, bytes of a code, how the codes follow)
ENCODINGS = {
    0: ("raw u8", 1, Elements("length", Int8ul, short="codes.truncated")),
    1: ("raw u16", 2, Elements("length", Int16ul, short="codes.truncated")),
    2: ("run lengths of u8", 1, runs("CODE_U8")),
    3: ("run lengths of u16", 2, runs("CODE_VALUE")),
}
#: those that generation 4 adds
WIDE_ENCODINGS = {
    4: ("raw u32", 4, Elements("length", Int32ul, short="codes.truncated")),
    5: ("run lengths of u32", 4, runs("CODE_U32")),
}


def codes(encodings: dict[int, tuple[str, int, object]]) -> Struct:
    """One category for each cell: a byte that names encoding and width, the length, the codes."""
    return Struct(
        "encoding"
        / Among(
            Member(Number(Int8ul, short="codes.truncated"), tuple(encodings), rule="codes.encoding"),
            "encodings",
            rule="codes.width",
        ),
        "length" / OneOf(UVarint(), "lengths", "CODES_LENGTH", rule="codes.length"),
        "payload"
        / Choice(
            "encoding",
            {byte: structure for byte, (_, _, structure) in encodings.items()},
            {byte: name for byte, (name, _, _) in encodings.items()},
        ),
        "end" / Nothing(rule="codes.trailing", fatal=False),
    )


def single(name: str, chunk_id: str, contributor: str, payload: str, label: str, **more: object) -> Family:
    """A family of one chunk that every session has."""
    told = {"kind": "json", "codec": "gzip", "priority": "eager", "dataset_dependent": True} | more
    return Family(
        name=name,
        id=chunk_id,
        prefixed=False,
        contributor=contributor,
        payload=payload,
        label=label,
        required=True,
        **told,  # type: ignore[arg-type]
    )


def many(name: str, prefix: str, contributor: str, payload: str, label: str, **more: object) -> Family:
    """A family of many chunks, told by what their ids begin with."""
    told = {"kind": "binary", "codec": "gzip", "priority": "lazy", "dataset_dependent": True} | more
    return Family(
        name=name,
        id=prefix,
        prefixed=True,
        contributor=contributor,
        payload=payload,
        label=label,
        **told,  # type: ignore[arg-type]
    )


OVERLAYS = single(
    "field overlays", "core/field-overlays", "field-overlays", "core-field-overlays", "Field overlays"
)
CODES_FAMILY = many(
    "user-defined codes",
    "user-defined/codes/",
    "user-defined-codes",
    "codes",
    "User-defined codes: ",
    priority="either",
    ids="[A-Za-z0-9][A-Za-z0-9._-]{0,179}",
)
CAMERA = single(
    "camera path", "cinematic/camera", "cinematic-camera", "cinematic-camera", "Cinematic camera path"
)
STATE = single("core state", "core/state", "core-state", "core-state", "Core state")
LAYOUT = single(
    "floating panels",
    "ui/dockable-layout",
    "dockable-layout",
    "ui-dockable-layout",
    "Floating panels",
    dataset_dependent=False,
)
META = single(
    "highlight metadata", "highlights/meta", "highlights-meta", "highlights-meta", "Highlight metadata"
)
CELLS_FAMILY = many(
    "highlight cells",
    "highlights/cells/",
    "highlights-cells",
    "index-list",
    "Highlight cells: ",
    ids="highlight_[1-9][0-9]*",
)

FAMILIES = (
    OVERLAYS,
    CODES_FAMILY,
    CAMERA,
    STATE,
    LAYOUT,
    single(
        "analysis windows", "analysis/windows", "analysis-windows", "analysis-windows", "Analysis windows"
    ),
    META,
    CELLS_FAMILY,
    single(
        "cache inventory",
        "analysis/cache-inventory",
        "analysis-artifacts",
        "cache-inventory",
        "Analysis cache inventory",
    ),
    many("analysis artifacts", "analysis/artifacts/bulk-gene/", "analysis-artifacts", "table", ""),
)

GENERATION = Generation(
    number=2,
    format=1,
    releases=("0.9.1", "0.9.2"),
    told_by=Mark(
        grammar.MAGIC,
        (
            Sign(40, "fingerprint-key", ("cellOrder",)),
            Sign(50, "chunk-id", ("analysis/cache-inventory", "cinematic/camera")),
        ),
    ),
    head=grammar.HEAD,
    frame=grammar.FRAME,
    payloads={"index-list": INDEX_LIST, "codes": codes(ENCODINGS), "table": grammar.TABLE},
    encodings={byte: name for byte, (name, _, _) in ENCODINGS.items()},
    widths={byte: width for byte, (_, width, _) in ENCODINGS.items()},
    code_types=g1.GENERATION.code_types,
    schemas={
        "manifest": "manifest-2",
        "core-field-overlays": "core-field-overlays-2",
        "highlights-meta": "highlights-meta-2",
        "cache-inventory": "cache-inventory",
        "artifact-table-header": "artifact-table-header",
        "cinematic-camera": "opaque",
        "core-state": "opaque",
        "ui-dockable-layout": "opaque",
        "analysis-windows": "opaque",
    },
    families=FAMILIES,
    follows={},
    manifest_rules=("created-at", "cell-order"),
    entry_rules=(
        "id-duplicate",
        "id-text",
        "id-confusable",
        "closed-families",
        "required",
        "order",
        "contributor-order",
    ),
    links=("closed-members", "closed-codes", "labels", "registry-order", "inventory"),
    shapes={
        "highlights-meta": "closed-meta",
        "core-field-overlays": "closed-overlays",
        "cache-inventory": "inventory",
    },
    reads={"index-list": "members", "codes": "typed-codes", "table": "table"},
    aliases=True,
    order="known",
    exact=True,
)
