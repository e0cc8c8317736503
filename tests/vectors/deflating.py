"""Deflate data made by hand, bit by bit: `python tests/vectors/deflating.py` writes the data and the vectors.

Rules of this file:

* A small writer of bits and blocks makes anything, also what no compressor makes. It asks no library and shares
  nothing with the readers.
* `CASES` is the table of spec 4.3.1, line by line. A broken one says with which bit it is known (`known`), worked out
  from that table; a cut one has no such bit.
* Two files come out: `deflate.json` (the bare data, for whoever tests an inflater) and `vectors/deflate.json` (each
  datum in a gzip member in a session). A test holds both fresh, and holds them against zlib byte by byte.
"""

from __future__ import annotations

import functools
import json
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SUITE = ROOT / "src" / "cellucid_session" / "conformance"
DATA = SUITE / "deflate.json"
VECTORS = SUITE / "vectors" / "deflate.json"
sys.path[:0] = [str(ROOT / "src")]

ORDER = (16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15)
END = 256
#: what the base "gzip-spaces" holds: a JSON text, and room for matches
PAYLOAD = b"{}" + b" " * 300
FAR = 32768  # the longest distance

Lengths = dict[int, int]


class Bits:
    """Bits in the order in which deflate takes them.

    Attributes:
        known: place of the byte whose last written bit shows what is wrong, or None.
    """

    def __init__(self) -> None:
        self.bits: list[int] = []
        self.known: int | None = None

    def put(self, value: int, count: int) -> None:
        """A number, low bit first."""
        self.bits += [value >> place & 1 for place in range(count)]

    def code(self, code: tuple[int, int]) -> None:
        """A Huffman code (value, length), high bit first."""
        value, length = code
        self.bits += [value >> place & 1 for place in reversed(range(length))]

    def align(self, fill: int = 0) -> None:
        """Up to the next whole byte."""
        self.bits += [fill] * (-len(self.bits) % 8)

    def fault(self) -> None:
        """What is wrong is known with the bit that was written last."""
        self.known = (len(self.bits) - 1) // 8

    def bytes(self, fill: int = 0) -> bytes:
        """All of them, in whole bytes."""
        self.align(fill)
        text = "".join(map(str, reversed(self.bits)))
        return int(text or "0", 2).to_bytes(len(self.bits) // 8, "little")


def codes(lengths: Lengths) -> dict[int, tuple[int, int]]:
    """The codes of RFC 1951, 3.2.2, for symbols with these lengths; also for sets that are none."""
    made = {}
    code = 0
    for length in range(1, 16):
        for symbol in sorted(lengths):
            if lengths[symbol] == length:
                made[symbol] = (code, length)
                code += 1
        code <<= 1
    return made


def complete(symbols: set[int]) -> Lengths:
    """Lengths of a complete set for two symbols or more, all as long as each other or one bit longer."""
    names = sorted(symbols)
    longest = (len(names) - 1).bit_length()
    short = (1 << longest) - len(names)
    return {name: longest - (place < short) for place, name in enumerate(names)}


def length_of(size: int) -> tuple[int, int, int]:
    """(symbol, extra bits, their value) of a match of 3 to 257 bytes."""
    symbol, base, extra = 257, 3, 0
    while size >= base + (1 << extra):
        base += 1 << extra
        symbol += 1
        extra = max(0, (symbol - 261) // 4)
    return symbol, extra, size - base


def distance_of(distance: int) -> tuple[int, int, int]:
    """(symbol, extra bits, their value) of a distance of 1 to 32768."""
    symbol, base, extra = 0, 1, 0
    while distance >= base + (1 << extra):
        base += 1 << extra
        symbol += 1
        extra = max(0, symbol // 2 - 1)
    return symbol, extra, distance - base


FIXED = codes({symbol: 8 + (144 <= symbol < 256) - (256 <= symbol < 280) for symbol in range(288)})
FIXED_DISTANCES = codes(dict.fromkeys(range(32), 5))


def stored(bits: Bits, data: bytes, last: bool = False, fill: int = 0, check: int = 0xFFFF) -> None:
    """A stored block. check: what the complement is made with."""
    bits.put(last, 1)
    bits.put(0, 2)
    bits.align(fill)
    bits.put(len(data), 16)
    bits.put(len(data) ^ check, 16)
    if check != 0xFFFF:
        bits.fault()
    for byte in data:
        bits.put(byte, 8)


def fixed(bits: Bits, *tokens: Any, last: bool = False) -> None:
    """A block with fixed codes. Tokens as for `body`; its end is written unless it is broken."""
    bits.put(last, 1)
    bits.put(1, 2)
    body(bits, tokens, FIXED, FIXED_DISTANCES)


def body(
    bits: Bits,
    tokens: tuple[Any, ...],
    literals: dict[int, tuple[int, int]],
    distances: dict[int, tuple[int, int]],
) -> None:
    """Tokens and the end of the block.

    A token is bytes, (length, distance), a literal/length symbol, ("distance", symbol), ("bits", value, count), or
    "fault": what is wrong is known with the bit before.
    """
    for token in tokens:
        if token == "fault":
            bits.fault()
        elif isinstance(token, bytes):
            for byte in token:
                bits.code(literals[byte])
        elif isinstance(token, int):
            bits.code(literals[token])
        elif token[0] == "distance":
            bits.code(distances[token[1]])
        elif token[0] == "bits":
            bits.put(token[1], token[2])
        else:
            symbol, extra, value = length_of(token[0])
            bits.code(literals[symbol])
            bits.put(value, extra)
            symbol, extra, value = distance_of(token[1])
            bits.code(distances[symbol])
            bits.put(value, extra)
    if bits.known is None:
        bits.code(literals[END])


def dynamic(
    bits: Bits,
    literals: Lengths,
    distances: Lengths,
    *tokens: Any,
    last: bool = False,
    hlit: int | None = None,
    hdist: int | None = None,
    items: list[tuple[int, int, int]] | None = None,
    alphabet: Lengths | None = None,
    all_lengths: bool = False,
    wrong: str = "",
) -> None:
    """A block with codes of its own.

    Args:
        literals, distances: symbol -> length of its code. hlit, hdist: how many lengths are given.
        items: the lengths as (symbol, extra bits, their value); None: the shortest way.
        alphabet: lengths of the codes of `items`. all_lengths: all 19 of them are given.
        wrong: what is broken: "counts", "alphabet" or "lengths". It is known with the last bit of that.
    """
    hlit = hlit or max((END, *literals)) + 1
    hdist = hdist or max((0, *distances)) + 1
    if items is None:
        every = [literals.get(symbol, 0) for symbol in range(hlit)]
        every += [distances.get(symbol, 0) for symbol in range(hdist)]
        items = shortened(every)
    used = {symbol for symbol, _, _ in items}
    if alphabet is None:
        alphabet = complete(used | ({0, 18} if len(used) < 2 else set()))
    places = [place + 1 for place, name in enumerate(ORDER) if alphabet.get(name)]
    given = 19 if all_lengths else max([4, *places])
    bits.put(last, 1)
    bits.put(2, 2)
    bits.put(hlit - 257, 5)
    bits.put(hdist - 1, 5)
    bits.put(given - 4, 4)
    if wrong == "counts":
        bits.fault()
    for name in ORDER[:given]:
        bits.put(alphabet.get(name, 0), 3)
    if wrong == "alphabet":
        bits.fault()
    by_symbol = codes(alphabet)
    for symbol, extra, value in items:
        bits.code(by_symbol[symbol])
        bits.put(value, extra)
    if wrong == "lengths":
        bits.fault()
    if not wrong:
        body(bits, tokens, codes(literals), codes(distances))


def shortened(lengths: list[int]) -> list[tuple[int, int, int]]:
    """Lengths with rows of zeros counted."""
    items: list[tuple[int, int, int]] = []
    while lengths:
        row = next((place for place, length in enumerate(lengths) if length), len(lengths))
        row = min(row, 138)
        if row >= 11:
            items.append((18, 7, row - 11))
        elif row >= 3:
            items.append((17, 3, row - 3))
        else:
            row = 1
            items.append((lengths[0], 0, 0))
        lengths = lengths[row:]
    return items


# -- the cases

ONE = {0: 1}  # the distance 1, in one bit
PLAIN = complete({*b"{} ", END})
USUAL = complete({*b"{} ", END, 274, 284})
RUN = ((250, 1), (49, 1))  # 299 blanks, after one
LADDER = (*range(1, 16), 15)  # lengths of a complete set of 16 codes


def whole(bits: Bits, last: bool = True) -> None:
    """The payload in fixed codes."""
    fixed(bits, b"{} ", *RUN, last=last)


def short_blocks(bits: Bits) -> None:
    for start, end in ((0, 0), (0, 1), (1, 3)):
        stored(bits, PAYLOAD[start:end])
    stored(bits, PAYLOAD[3:], last=True)


def padded(bits: Bits) -> None:
    fixed(bits, b"{} ")
    stored(bits, b"", fill=1)
    fixed(bits, *RUN, last=True)


def longest_match(bits: Bits) -> None:
    fixed(bits, b"{} ", 284, ("bits", 31, 5), ("distance", 0), (41, 1), last=True)


def only_end(bits: Bits) -> None:
    dynamic(bits, {END: 1}, {})
    whole(bits)


def across(bits: Bits) -> None:
    literals = dict.fromkeys((*b"{} ", END, 274, 283, 284, 285), 3)
    given = [*shortened([literals.get(symbol, 0) for symbol in range(286)])[:-1], (16, 2, 3), (16, 2, 0)]
    dynamic(
        bits, literals, dict.fromkeys(range(8), 3), b"{} ", *RUN, items=given, hlit=286, hdist=8, last=True
    )


def ladder(bits: Bits) -> None:
    symbols = (32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 274, 284, END, *b"{}")
    distances = dict(zip(reversed(range(16)), LADDER, strict=True))
    dynamic(bits, dict(zip(symbols, LADDER, strict=True)), distances, b"{} ", *RUN, last=True)


def empty_blocks(bits: Bits) -> None:
    fixed(bits)
    dynamic(bits, {END: 1}, {})
    stored(bits, b"")
    whole(bits)


def far(bits: Bits) -> None:
    fixed(bits, b"a", *[(258, 1)] * 127, (3, 1), b"b", (258, FAR), last=True)


def too_far(bits: Bits) -> None:
    fixed(bits, b"{} ", (3, 4), "fault")


def reserved(bits: Bits) -> None:
    bits.put(1, 1)
    bits.put(3, 2)
    bits.fault()


def no_alphabet(bits: Bits) -> None:
    dynamic(bits, {}, {}, alphabet={}, items=[], wrong="alphabet")
    bits.put((1 << 258) // 3, 258)
    bits.fault()


def with_alphabet(alphabet: Lengths) -> Callable[[Bits], None]:
    return lambda bits: dynamic(bits, PLAIN, {}, alphabet=alphabet, items=[], wrong="alphabet")


def with_counts(hlit: int, hdist: int) -> Callable[[Bits], None]:
    return lambda bits: dynamic(bits, PLAIN, {}, hlit=hlit, hdist=hdist, items=[], wrong="counts")


def with_items(*items: tuple[int, int, int]) -> Callable[[Bits], None]:
    alphabet = complete({0, 1, 16, 17, 18})
    return lambda bits: dynamic(bits, PLAIN, {}, alphabet=alphabet, items=list(items), wrong="lengths")


def repeat_at_byte(bits: Bits) -> None:
    """The code of the repeat ends with a byte, and how often is told in the next one."""
    alphabet = {0: 1, 18: 2, 16: 3, 17: 3}
    dynamic(bits, PLAIN, {}, alphabet=alphabet, items=[(16, 2, 0)], wrong="lengths")
    assert bits.known == 4


def match_at_byte(bits: Bits) -> None:
    """The length of a match without distances ends with a byte."""
    dynamic(bits, USUAL, {}, b"{}  ", 284, ("bits", 0, 5), ("bits", 0, 1), "fault")
    assert len(bits.bits) % 8 == 1


def with_sets(literals: Lengths, distances: Lengths) -> Callable[[Bits], None]:
    return lambda bits: dynamic(bits, literals, distances, wrong="lengths")


def with_tokens(literals: Lengths, distances: Lengths, *tokens: Any) -> Callable[[Bits], None]:
    return lambda bits: dynamic(bits, literals, distances, *tokens, last=True)


class Case:
    """Deflate data.

    Attributes:
        name: of the vector, behind the rule. note: the case in words. data: the bytes.
        fault: "" for what is whole, "data" for what is broken, "truncated" for what is cut.
        at: place of the byte that shows what is broken, or None. bare: no base holds so much, so there is no vector.
    """

    def __init__(
        self,
        name: str,
        note: str,
        make: Callable[[Bits], None],
        *,
        cut: int | None = None,
        fill: int = 0,
        bare: bool = False,
    ) -> None:
        bits = Bits()
        make(bits)
        self.name, self.note, self.bare = name, note, bare
        self.at = bits.known if cut is None else None
        self.data = bits.bytes(fill)[:cut]
        self.fault = "truncated" if cut is not None else "data" if bits.known is not None else ""


CASES = (
    # whole
    Case("fixed-codes", "A block with fixed codes, and matches at the distance 1.", whole),
    Case("stored-0-1-2", "Stored blocks of no byte, of one and of two.", short_blocks),
    Case(
        "padding",
        "Bits between a block and a stored one, and after the last block, may be anything.",
        padded,
        fill=1,
    ),
    Case("match-of-258", "258 may be written with the symbol 284 and the extra bits 31.", longest_match),
    Case("no-distances", "One length for distances, and it is 0.", with_tokens(PLAIN, {}, PAYLOAD)),
    Case(
        "no-distances-30",
        "30 lengths for distances, all of them 0.",
        lambda bits: dynamic(bits, PLAIN, {}, PAYLOAD, hdist=30, last=True),
    ),
    Case("one-distance", "One distance, whose code has one bit.", with_tokens(USUAL, ONE, b"{} ", *RUN)),
    Case("one-distance-unused", "One distance, which no match uses.", with_tokens(PLAIN, {7: 1}, PAYLOAD)),
    Case("only-end", "A block whose only code, of one bit, is that of its end.", only_end),
    Case("repeat-into-distances", "A repeated length goes on from the literals into the distances.", across),
    Case(
        "most-codes",
        "Lengths for 286 literals and 30 distances, the most that there are.",
        lambda bits: dynamic(bits, USUAL, ONE, b"{} ", *RUN, hlit=286, hdist=30, last=True),
    ),
    Case(
        "all-19",
        "All 19 lengths of the codes for lengths are given.",
        lambda bits: dynamic(bits, USUAL, ONE, b"{} ", *RUN, all_lengths=True, last=True),
    ),
    Case("codes-of-15", "Codes of every length from 1 to 15.", ladder),
    Case("empty-blocks-of-each-kind", "A block of each kind with nothing in it.", empty_blocks),
    Case("distance-32768", "The longest distance.", far, bare=True),
    # blocks
    Case("block-reserved", "A block of the reserved type.", reserved),
    Case(
        "stored-complement",
        "The complement of a stored length is that length.",
        lambda bits: stored(bits, b"{}", check=0),
    ),
    # counts
    Case("literals-287", "287 lengths for literals.", with_counts(287, 1)),
    Case("literals-288", "288 lengths for literals.", with_counts(288, 1)),
    Case("distances-31", "31 lengths for distances.", with_counts(257, 31)),
    Case("distances-32", "32 lengths for distances.", with_counts(257, 32)),
    # the codes for lengths
    Case("alphabet-over", "Three codes of one bit for lengths.", with_alphabet({0: 1, 1: 1, 18: 1})),
    Case("alphabet-incomplete", "Three codes of two bits for lengths.", with_alphabet({0: 2, 1: 2, 18: 2})),
    Case("alphabet-one", "One code of one bit for lengths.", with_alphabet({18: 1})),
    Case("alphabet-none", "No code for lengths: each length counts as 0 and takes a bit.", no_alphabet),
    # lengths
    Case("repeat-first", "The first length repeats one before it.", with_items((16, 2, 0))),
    Case(
        "repeat-over",
        "A repeated length goes beyond the last.",
        with_items((18, 7, 127), (18, 7, 105), (1, 0, 0), (16, 2, 3)),
    ),
    Case(
        "zeros-over",
        "A short row of zeros goes beyond the last length.",
        with_items((18, 7, 127), (18, 7, 107), (17, 3, 0)),
    ),
    Case(
        "long-zeros-over",
        "A long row of zeros goes beyond the last length.",
        with_items((18, 7, 127), (18, 7, 127)),
    ),
    Case("no-end", "No code for the end of the block.", with_sets({0: 1, 1: 1}, {})),
    Case("no-codes", "No code at all.", with_sets({}, {})),
    Case("literals-over", "Three codes of one bit for literals.", with_sets({0: 1, 1: 1, END: 1}, {})),
    Case("literals-incomplete", "Two codes of two bits for literals.", with_sets({0: 2, END: 2}, {})),
    Case("literals-one-of-two-bits", "One code for literals, of two bits.", with_sets({END: 2}, {})),
    Case("distances-over", "Three codes of one bit for distances.", with_sets(PLAIN, {0: 1, 1: 1, 2: 1})),
    Case(
        "distances-incomplete",
        "Two codes for distances, of one bit and of two.",
        with_sets(PLAIN, {0: 1, 1: 2}),
    ),
    Case("distances-one-of-two-bits", "One code for distances, of two bits.", with_sets(PLAIN, {0: 2})),
    # what is in a block
    Case(
        "literal-without-code",
        "The only code has the bit 0; the bit 1 is no code.",
        with_tokens({END: 1}, {}, ("bits", 1, 1), "fault"),
    ),
    Case(
        "distance-without-code",
        "The only distance has the bit 0; the bit 1 is no code.",
        with_tokens(USUAL, ONE, b"{} ", 284, ("bits", 0, 5), ("bits", 1, 1), "fault"),
    ),
    Case(
        "distance-of-none",
        "A match, where there are no distances: known with the bit behind the length.",
        with_tokens(USUAL, {}, b"{} ", 284, ("bits", 0, 5), ("bits", 0, 1), "fault"),
    ),
    Case(
        "length-286",
        "The fixed code 286, which stands for no length.",
        lambda bits: fixed(bits, b"{} ", 286, "fault"),
    ),
    Case(
        "length-287",
        "The fixed code 287, which stands for no length.",
        lambda bits: fixed(bits, b"{} ", 287, "fault"),
    ),
    Case(
        "distance-30",
        "The fixed distance 30, which there is not.",
        lambda bits: fixed(bits, b"{} ", 284, ("bits", 0, 5), ("distance", 30), "fault"),
    ),
    Case(
        "distance-31",
        "The fixed distance 31, which there is not.",
        lambda bits: fixed(bits, b"{} ", 284, ("bits", 0, 5), ("distance", 31), "fault"),
    ),
    Case(
        "distance-before-first",
        "A match that begins one byte before the payload: known with the last extra bit of the distance.",
        too_far,
    ),
    # cut: what comes is wrong already, but not yet all there
    Case(
        "counts-cut",
        "288 lengths for literals, cut before the third of the counts is whole.",
        with_counts(288, 1),
        cut=2,
    ),
    Case(
        "alphabet-none-cut",
        "No code for lengths, cut before there is a bit for each length.",
        no_alphabet,
        cut=30,
    ),
    Case(
        "repeat-first-cut",
        "A first length that repeats, cut before it says how often.",
        repeat_at_byte,
        cut=4,
    ),
    Case(
        "distance-of-none-cut",
        "A match, where there are no distances, cut behind its length.",
        match_at_byte,
        cut=-1,
    ),
    Case(
        "complement-cut",
        "A stored length whose complement is cut.",
        lambda bits: stored(bits, b"{}", check=0),
        cut=4,
    ),
)


# -- what is written


def datum(case: Case) -> dict[str, Any]:
    """One datum of deflate.json."""
    told = {"name": case.name, "note": case.note, "deflate": case.data.hex(), "fault": case.fault or None}
    if case.fault:
        return {**told, "at": case.at}
    out = zlib.decompress(case.data, -15)
    return {**told, "size": len(out), "crc32": f"{zlib.crc32(out):08x}"}


@functools.cache
def _base() -> Any:
    from cellucid_session.conformance import catalogue

    return catalogue.load().bases[BASE]


def vector(case: Case) -> dict[str, Any]:
    """The vector of a case."""
    from cellucid_session.conformance import assembling

    base = _base()
    trailer = zlib.crc32(PAYLOAD).to_bytes(4, "little") + len(PAYLOAD).to_bytes(4, "little")
    ((_, start, end),) = assembling.assemble(base).frames
    edit = {"level": "stored-bytes", "chunk": 0, "at": HEADER, "remove": end - start - HEADER}
    edit["insert"] = (case.data + (b"" if case.fault == "truncated" else trailer)).hex()
    ((_, start, end),) = assembling.assemble(base, (edit,)).frames
    begin = start + HEADER
    span = {
        "": None,
        "data": None if case.at is None else {"start": begin + case.at, "end": begin + case.at + 1},
        "truncated": {"start": begin, "end": end},
    }[case.fault]
    rule = f"gzip.{case.fault}" if case.fault else None
    return {
        "id": f"{rule or 'valid.gzip'}.{case.name}",
        "base": BASE,
        "edits": [edit],
        "expect": {"verdict": "invalid" if rule else "valid", "rule": rule, "span": span},
        "flags": ["deflate", "truncated"] if case.fault == "truncated" else ["deflate"],
        "note": case.note,
    }


BASE, HEADER = "gzip-spaces", 10


def rows(described: str, key: str, items: list[dict[str, Any]]) -> str:
    """A JSON text with one item a line."""
    lines = ",\n  ".join(json.dumps(item) for item in items)
    return f'{{"description": {json.dumps(described)}, {json.dumps(key)}: [\n  {lines}\n]}}\n'


def files() -> dict[Path, str]:
    """Both files and what must be in them."""
    note = "Raw deflate data, made bit by bit by tests/vectors/deflating.py."
    return {
        DATA: rows(note, "data", [datum(case) for case in CASES]),
        VECTORS: rows(
            "Deflate data of every kind that spec 4.3.1 names, made by tests/vectors/deflating.py.",
            "vectors",
            [vector(case) for case in CASES if not case.bare],
        ),
    }


if __name__ == "__main__":
    for path, text in files().items():
        path.write_text(text, "utf-8")
