"""Limits, each with its unit and its reason: those of the format, and the budgets of a policy.

Rules of this file: a format limit is part of what a valid file is, and no policy can move it. A budget says how much
work a judgement may be; when one runs out before the answer is known the verdict is `inconclusive`.
"""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limit:
    """A number that is written once.

    Attributes:
        name: upper case for a limit of the format, lower case for a budget.
        value: the number. unit: what it counts. reason: why it is this number.
    """

    name: str
    value: int
    unit: str
    reason: str


FORMAT: tuple[Limit, ...] = (
    Limit("MANIFEST_BYTES_MIN", 1, "bytes", "an empty manifest says nothing"),
    Limit("MANIFEST_BYTES", 16 * MIB, "bytes", "the client refuses a longer manifest"),
    Limit("STORED_BYTES", 512 * MIB, "bytes", "the client refuses a longer chunk"),
    Limit("INFLATED_BYTES", 512 * MIB, "bytes", "the client stops inflating a chunk there"),
    Limit("UVARINT_BYTES", 8, "bytes", "eight groups of seven bits hold every safe integer"),
    Limit("SAFE_INTEGER", 2**53 - 1, "", "a double holds every integer up to here exactly (RFC 7493)"),
    Limit(
        "JSON_DEPTH", 64, "levels", "far above what any payload needs, far below what a parser's stack bears"
    ),
    Limit(
        "CELL_INDEX", 2**32 - 1, "", "the client keeps cell indices in 32 bits and would wrap a larger one"
    ),
    Limit("CODES_LENGTH", 2**32 - 1, "codes", "the client takes the length modulo 2^32"),
    Limit("FRAME_BYTES", 2**32 - 1, "bytes", "from generation 4 on a length is what its four bytes can say"),
    Limit("CODE_U8", 255, "", "the greatest code of one byte"),
    Limit("CODE_U32", 2**32 - 1, "", "the greatest code of four bytes"),
    Limit("NAME_LENGTH", 256, "characters", "generations 2 and 3 take no longer name"),
    Limit("CODE_VALUE", 65535, "", "the client keeps codes in 16 bits and would wrap a larger one"),
    Limit("CHUNK_ID_LENGTH", 180, "characters", "a longer id is legal, and more than a person reads"),
    Limit("CATEGORIES_U8", 255, "categories", "a field with at most this many keeps code 255 free"),
    Limit("UNASSIGNED_U8", 255, "", "the code of a cell without a category in a field of few categories"),
    Limit("UNASSIGNED_U16", 65535, "", "the code of a cell without a category in a Uint16Array"),
)


def named(name: str) -> int:
    """The value of a limit of the format."""
    return next(limit.value for limit in FORMAT if limit.name == name)


BUDGETS: tuple[Limit, ...] = (
    Limit("file_bytes", 512 * MIB, "bytes", "one input"),
    Limit(
        "inflated_bytes",
        4096 * MIB,
        "bytes",
        "all payloads of one input together, and what a reader expands their runs to",
    ),
    Limit("json_bytes", 32 * MIB, "bytes", "one JSON text"),
    Limit(
        "total_json_bytes",
        128 * MIB,
        "bytes",
        "all JSON texts of one input together, that of the manifest included",
    ),
    Limit("json_nodes", 2_000_000, "nodes", "one JSON text; 1 plus its {, [ and , outside strings"),
    Limit("chunks", 100_000, "chunks", "entries of one manifest"),
    Limit("findings", 1_000, "findings", "findings that are kept; more are counted"),
)
