"""The grammar as straight-line readers: framing, and the payloads of each generation.

Rules of this file: it walks the words of a structure in order; `words` writes the statements of each. Nothing about the
format is decided here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from construct import Renamed, Struct

from cellucid_session.declare import grammar, limits, list_words, vocabulary
from cellucid_session.declare.generations import GENERATIONS
from cellucid_session.generate.header import HEADER
from cellucid_session.generate.words import FORMAT, INTEGERS, emit, fields, rule, within

if TYPE_CHECKING:
    from collections.abc import Iterator

    from construct import Construct


def _function(
    head: str, doc: str, structure: Struct, tail: str, result: str, repeats: bool, first: str = ""
) -> str:
    lines: list[str] = [first] if first else []
    for name, word in fields(structure):
        if not isinstance(word, Struct):
            lines.append(f"# {name}")
        lines += emit(name, word, tail)
    if repeats:
        lines = ["with Repeats(source) as repeats:", *(f"    {line}" for line in lines)]
    body = "\n".join(f"    {line}" for line in [*lines, *([f"return {result}"] if result else [])])
    return f'{head}\n    """{doc}"""\n{body}\n'


def frames_of(frame: Struct) -> str:
    """The function that reads the frames of one kind, and the end."""
    return _function(
        "def frames(source: Source, on: Any, entries: int) -> Reading[None]:",
        "Read one frame for each entry of the manifest, and the end. Spec: 2.",
        Struct("frames" / vocabulary.PerEntry(frame), "end" / grammar.SESSION.end.subcon),
        "the last chunk",
        "",
        repeats=False,
    )


#: what a file that reads or writes frames needs of the primitives
FRAMES_NEED = (
    "from cellucid_session.wire.fixed import {fixed}\n"
    "from cellucid_session.wire.source import pass_on, passed{take}\n\n"
)


def render_framing() -> str:
    """generated/framing.py: the head of every session, and the frames of the first generation."""
    first = GENERATIONS[0]
    length, manifest = (dict(fields(first.head))[name] for name in ("manifest_length", "manifest"))
    for generation in GENERATIONS:
        assert [name for name, _ in fields(generation.head)] == ["magic", "manifest_length", "manifest"]
        others = dict(fields(generation.head))
        assert (others["manifest_length"], others["manifest"]) == (length, manifest), (
            "heads differ in the magic"
        )
    most = "MOST[magic]"
    reading = [
        line.replace(f"L.{length.high},", f"{most},") for line in within("manifest_length", length, "")
    ]
    magic = first.head.magic.subcon
    lines = [
        "# magic",
        f'magic = yield from one_magic(source, MAGICS, {rule(magic.wrong)}, R.FRAME_GENERATION, {rule(magic.short)}, "the magic")',
        "# manifest_length",
        *reading,
        "# manifest",
        "manifest_start = source.position",
        "if manifest_length > on.most_json:",
        f'    yield from pass_on(source, manifest_length, {rule(manifest.short)}, "the manifest", nobody)',
        "    on.manifest_too_long(manifest_length, manifest_start)",
        f'manifest = yield from take(source, manifest_length, {rule(manifest.short)}, "the manifest")',
        "entries, generation = on.manifest(manifest, manifest_start, magic)",
        "# frames and end",
        "yield from generation.frames(source, on, entries)",
    ]
    body = "\n".join(f"    {line}" for line in lines)
    magics = list(dict.fromkeys(generation.told_by.magic for generation in GENERATIONS))
    greatest = [
        max(
            each.limits.get(length.high, limits.named(length.high))
            for each in GENERATIONS
            if each.told_by.magic == told
        )
        for told in magics
    ]
    return (
        HEADER.format(title="The framing of a session: head and frames.", source="declare/generations/")
        + "from cellucid_session.generated import limits as L\n"
        + "from cellucid_session.generated import rules as R\n"
        + f"from cellucid_session.wire.fixed import {', '.join(['at_hand', 'end_of_input', 'one_magic', *_integers(), 'within'])}\n"
        + "from cellucid_session.wire.source import nobody, pass_on, passed, take\n\n"
        + "TYPE_CHECKING = False\nif TYPE_CHECKING:\n    from typing import Any\n\n"
        + "    from cellucid_session.wire.source import Reading, Source\n\n"
        + "#: the magics that there are\n"
        + f"MAGICS = ({', '.join(map(_bytes, magics))},)\n"
        + "#: the longest manifest behind each of them, in bytes\n"
        + f"MOST = {tuple(greatest)!r}\n"
        + "#: that of the earliest generation\nMAGIC = MAGICS[0]\n\n\n"
        + "def session(source: Source, on: Any) -> Reading[None]:\n"
        + '    """Read a session: head, one frame for each entry of the manifest, nothing after. Spec: 2."""\n'
        + f"{body}\n\n\n"
        + frames_of(first.frame)
    )


def _integers() -> list[str]:
    """The integer readers that the framing needs."""
    words = [word for part in (grammar.HEAD, grammar.FRAME) for _, word in fields(part)]
    return sorted({INTEGERS[word.subcon.width] for word in words if isinstance(word, vocabulary.Within)})


def _bytes(value: bytes) -> str:
    text = repr(value)[2:-1].replace('"', '\\"').replace("\\'", "'")
    return f'b"{text}"'


#: payload -> (result type, docstring, what comes last in it, result, whether varints repeat, first statement, takes `on`)
READERS = {
    "index-list": (
        "Deltas",
        "Members of a highlight group: sink gets the cell indices in blocks. Spec: 5.3.",
        "the last index",
        "found",
        True,
        "",
        False,
    ),
    "codes": (
        "tuple[int, int]",
        "Codes of a user-defined field: sink gets elements or runs. Returns encoding and length. Spec: 5.4.",
        "the last code",
        "encoding, length",
        True,
        "",
        False,
    ),
    "table": (
        "None",
        "An analysis artifact: `on` judges the header and gives the layout of the columns. Spec: 5.5.",
        "the last column",
        "",
        False,
        "",
        True,
    ),
    "cell-set": (
        "tuple[int, int, int | None, int | None]",
        "A set of cells: sink gets indices, or places in a category. Returns encoding, count, category size and digest.",
        "the set",
        "encoding, count, reference_count, digest",
        True,
        "reference_count: int | None = None; digest: int | None = None",
        False,
    ),
    "typed-json": (
        "int",
        "Typed JSON: `on` judges the text; sink gets the arrays. Returns how many there are. Spec: 5.7.",
        "the last array",
        "arrays",
        True,
        "",
        True,
    ),
}
#: what a structure asks its caller -> type
ASKED = {
    "cells": "int | None",
    "lengths": "tuple[int, ...] | None",
    "encodings": "tuple[int, ...] | None",
    "width": "int",
    "greatest": "int",
}


def words_of(structure: Construct) -> Iterator[Construct]:
    """All words of a structure, those inside others too."""
    yield structure
    if isinstance(structure, Struct):
        for _, word in fields(structure):
            yield from words_of(word)
    elif isinstance(structure, vocabulary.Choice):
        for arm in structure.arms.values():
            yield from words_of(arm)
    elif isinstance(structure, Renamed) or hasattr(structure, "subcon"):
        yield from words_of(structure.subcon)


def asked(structure: Struct) -> list[str]:
    """What a structure asks its caller, in the order of `ASKED`."""
    names = {
        str(value)
        for word in words_of(structure)
        for value in vars(word).values()
        if isinstance(value, str) and value in ASKED
    }
    if any(isinstance(word, list_words.Columns) for word in words_of(structure)):
        names.add("cells")
    return [name for name in ASKED if name in names]


def limits_of(structure: Struct) -> set[str]:
    """The limits that a structure names."""
    return {
        value
        for word in words_of(structure)
        for value in vars(word).values()
        if isinstance(value, str) and value in FORMAT
    }


def reader(payload: str, structure: Struct) -> str:
    """The function that reads a payload."""
    returns, doc, tail, result, repeats, first, judged = READERS[payload]
    told = [f"{name}: {ASKED[name]}" for name in asked(structure)]
    if judged:
        told.append("on: Any")
    name = payload.replace("-", "_")
    head = f"def {name}(source: Source, *, {', '.join([*told, 'sink: Any = None'])}) -> Reading[{returns}]:"
    return _function(head, doc, structure, tail, result, repeats, first)


def render_payloads() -> str:
    """generated/payloads.py: index list, codes, table of the first generation."""
    structures = GENERATIONS[0].payloads
    index_list, codes, table = (reader(name, structures[name]) for name in ("index-list", "codes", "table"))
    columns = "".join(
        f'    "{name}": ("{dtype}", {item.sizeof()}, {bound!r}),\n'.replace("'", '"')
        for name, (dtype, item, bound) in grammar.TABLE_COLUMNS.items()
    )
    dtypes = "".join(f'    "{name}": {item.sizeof()},\n' for name, item in grammar.DTYPES.items())
    encodings = "".join(f'    {byte}: "{name}",\n' for byte, (name, _) in grammar.ENCODINGS.items())
    return (
        HEADER.format(title="The binary payloads, generation 1.", source="declare/grammar.py")
        + "from cellucid_session.generated import limits as L\n"
        + "from cellucid_session.generated import rules as R\n"
        + "from cellucid_session.wire.arrays import array\n"
        + "from cellucid_session.wire.columns import columns\n"
        + "from cellucid_session.wire.deltas import deltas\n"
        + "from cellucid_session.wire.fixed import at_hand, nothing_left, u8, u16le, u32le, within\n"
        + "from cellucid_session.wire.pairs import runs\n"
        + "from cellucid_session.wire.source import Fault, take\n"
        + "from cellucid_session.wire.uvarint import Repeats, uvarint\n\n"
        + "TYPE_CHECKING = False\nif TYPE_CHECKING:\n    from typing import Any\n\n"
        + "    from cellucid_session.wire.deltas import Deltas\n"
        + "    from cellucid_session.wire.source import Reading, Source\n\n"
        + f"#: encoding byte of codes -> what people call it\nENCODINGS = {{\n{encodings}}}\n\n"
        + f"#: column of a table -> (dtype, bytes of an item, what every item is below)\nTABLE_COLUMNS: dict[str, tuple[str, int, str | None]] = {{\n{columns}}}\n\n\n"
        + f"#: dtype of a column -> bytes of an item\nDTYPE_BYTES = {{\n{dtypes}}}\n\n\n"
        + _HELPERS
        + "\n\n"
        + "\n\n".join((index_list, codes, table))
    )


_HELPERS = '''def told(what: str, value: int, allowed: tuple[int, ...] | None) -> str:
    """A number that is none of the allowed ones, in words."""
    return f"{what} is {value}" + ("" if allowed is None else f", allowed: {' or '.join(map(str, allowed))}")


def repeated(count: int) -> str:
    """Repeated members, in words."""
    return f"{count} cells are listed twice or more often, this is the first"
'''
