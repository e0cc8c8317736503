"""The grammar as straight-line readers.

Rules of this file: it walks the words of a structure in order and writes one statement group for each; `EMIT`
says which. A word that is not in the table stops the generator. Nothing about the format is decided here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from construct import Construct, FormatField, Renamed, Struct

from cellucid_session.declare import grammar, limits, set_words, vocabulary
from cellucid_session.declare.generations import GENERATIONS
from cellucid_session.generate.header import HEADER, constant

_FORMAT = {limit.name for limit in limits.FORMAT}
_INTEGERS = {1: "u8", 2: "u16le", 4: "u32le", 8: "u64le"}
_WORDS = {
    "stored_length": "the chunk length",
    "manifest_length": "the manifest length",
    "header_length": "the table header length",
    "header": "the table header",
    "stored": "the chunk",
    "text_length": "the length of the JSON text",
    "text": "the JSON text",
    "reference_count": "the number of cells of the category",
    "digest": "the digest of the category",
    "bits": "the number of bits",
}


def what(name: str) -> str:
    """How a message calls a field."""
    return _WORDS.get(name, f"the {name.replace('_', ' ')}")


def rule(rule_id: str) -> str:
    """The constant of a rule in generated code."""
    return f"R.{constant(rule_id)}"


def ref(name: str | int) -> str:
    """A bound as an expression: a number, a format limit, or a name that the function knows."""
    return f"L.{name}" if name in _FORMAT else str(name)


def fields(structure: Struct) -> Iterator[tuple[str, Construct]]:
    """The named fields of a structure, in order."""
    for subcon in structure.subcons:
        assert isinstance(subcon, Renamed)
        yield subcon.name, subcon.subcon


def _literal(name: str, word: vocabulary.Literal, tail: str) -> list[str]:
    return [
        f'yield from const(source, {name.upper()}, {rule(word.wrong)}, {rule(word.short)}, "{what(name)}")'
    ]


def _number(name: str, word: vocabulary.Number, tail: str) -> list[str]:
    assert isinstance(word.subcon, FormatField)
    assert word.subcon.fmtstr[0] == "<" or word.width == 1, "numbers of this format are little-endian"
    reading = f'yield from {_INTEGERS[word.width]}(source, {rule(word.short)}, "{what(name)}")'
    return [f"{name} = at_hand(source, {word.width})", f"if {name} is None:", f"    {name} = {reading}"]


def _uvarint(name: str, word: vocabulary.UVarint, tail: str) -> list[str]:
    return [f'{name} = yield from uvarint(source, "{what(name)}", repeats)']


def _within(name: str, word: vocabulary.Within, tail: str) -> list[str]:
    check = (
        f"within({name}, {ref(word.low)}, {ref(word.high)}, {rule(word.rule)}, {name}_start, source.position, "
        f'"{what(name)}")'
    )
    lines = [f"{name}_start = source.position", *emit(name, word.subcon, tail)]
    return (
        [*lines, check] if word.high in _FORMAT else [*lines, f"if {word.high} is not None:", f"    {check}"]
    )


def _member(name: str, word: vocabulary.Member, tail: str) -> list[str]:
    return [
        f"{name}_start = source.position",
        *emit(name, word.subcon, tail),
        f"if {name} not in {word.values!r}:",
        f'    raise Fault({rule(word.rule)}, {name}_start, source.position, f"{what(name)} is {{{name}}}")',
    ]


def _one_of(name: str, word: vocabulary.OneOf, tail: str) -> list[str]:
    return [
        f"{name}_start = source.position",
        *emit(name, word.subcon, tail),
        f"if {name} > {ref(word.most)} or ({word.allowed} is not None and {name} not in {word.allowed}):",
        f'    raise Fault({rule(word.rule)}, {name}_start, source.position, told("{what(name)}", {name}, {word.allowed}))',
    ]


def _blob(name: str, word: vocabulary.Blob, tail: str) -> list[str]:
    start = f"{name}_start = source.position"
    if word.whole:
        taken = f'{name} = yield from take(source, {word.length}, {rule(word.short)}, "{what(name)}")'
        if word.event == "header":
            return [
                start,
                f"on.header_size({word.length}, {name}_start)",
                taken,
                f"layout = on.header({name}, {name}_start)",
            ]
        told = f"on.{word.event}({name}, {name}_start)"
        if word.event == "text":
            return [start, f"on.header_size({word.length}, {name}_start)", taken, told]
        return [start, taken, f"entries = {told}"]
    return [
        start,
        f"on.frame(index, {word.length}, {word.length}_start, {name}_start)",
        f"if not passed(source, {word.length}, on.{word.event}):",
        f'    yield from pass_on(source, {word.length}, {rule(word.short)}, "{what(name)}", on.{word.event})',
        "on.frame_end()",
    ]


def _per_entry(name: str, word: vocabulary.PerEntry, tail: str) -> list[str]:
    body = [line for inner, item in fields(word.subcon) for line in emit(inner, item, tail)]
    return ["for index in range(entries):", *(f"    {line}" for line in body)]


def _nothing(name: str, word: vocabulary.Nothing, tail: str) -> list[str]:
    reader = "end_of_input" if word.fatal else "nothing_left"
    return [f'yield from {reader}(source, {rule(word.rule)}, "{tail}")']


def _elements(name: str, word: vocabulary.Elements, tail: str) -> list[str]:
    return [f"yield from array(source, {word.count}, {word.width}, {rule(word.short)}, sink)"]


def below(word: vocabulary.Deltas | set_words.Gaps) -> str:
    """What every index is smaller than: the number that is known, and never more than the format holds."""
    most = f"{ref(word.most)} + 1"
    return f"{most} if {word.below} is None else min({word.below}, {most})"


def _deltas(name: str, word: vocabulary.Deltas, tail: str) -> list[str]:
    bound = below(word)
    return [
        "if sink is not None:",
        f"    sink.begin({word.count}, {word.below})",
        f"found = yield from deltas(source, {word.count}, {bound}, {rule(word.rule)}, sink, repeats)",
        "if found.duplicate is not None:",
        f"    source.note({rule(word.repeated)}, *found.duplicate, repeated(found.duplicates))",
    ]


def _pairs(name: str, word: vocabulary.Pairs, tail: str) -> list[str]:
    rules = ", ".join(rule(rule_id) for rule_id in (word.value_rule, word.run_rule, word.zero_rule))
    same = "" if word.same_rule is None else f", {rule(word.same_rule)}"
    return [
        "pairs_start = source.position",
        'pairs = yield from uvarint(source, "the number of runs", repeats)',
        f"yield from runs(source, pairs, {word.length}, {ref(word.most)}, {rules}, pairs_start, sink, repeats{same})",
    ]


def _among(name: str, word: set_words.Among, tail: str) -> list[str]:
    said = f'f"{what(name)} is {{{name}}}, which is not one for the type of the field"'
    return [
        *emit(name, word.subcon, tail),
        f"if {word.allowed} is not None and {name} not in {word.allowed}:",
        f"    raise Fault({rule(word.rule)}, {name}_start, source.position, {said})",
    ]


def _same(name: str, word: set_words.Same, tail: str) -> list[str]:
    return [f"{name} = {word.field}"]


def _bits(name: str, word: set_words.Bits, tail: str) -> list[str]:
    rules = f"{rule(word.short)}, {rule(word.padding)}"
    return [
        "if sink is not None:",
        f"    sink.begin(None, {word.size})",
        f'{name} = yield from bitset(source, {word.size}, {rules}, "the set of bits", sink)',
    ]


def _gaps(name: str, word: set_words.Gaps, tail: str) -> list[str]:
    return [
        "if sink is not None:",
        f"    sink.begin(None, {word.below})",
        f"{name} = yield from gap_runs(source, {below(word)}, {rule(word.rule)}, {rule(word.empty)}, sink, repeats)",
    ]


def _wide(name: str, word: set_words.Wide, tail: str) -> list[str]:
    return [f"yield from array(source, {word.count}, {word.width}, {rule(word.short)}, sink)"]


def _packed(name: str, word: set_words.Packed, tail: str) -> list[str]:
    rules = f"{rule(word.short)}, {rule(word.padding)}"
    return [f"yield from packed(source, {word.count}, {word.bits}, {rules}, sink)"]


def _arrays(name: str, word: set_words.Arrays, tail: str) -> list[str]:
    rules = f"{rule(word.rule)}, {rule(word.short)}"
    return [f"{name} = yield from typed_arrays(source, ARRAY_TYPES, {rules}, sink, repeats)"]


def _choice(name: str, word: vocabulary.Choice, tail: str) -> list[str]:
    lines: list[str] = []
    for number, (value, structure) in enumerate(word.arms.items()):
        lines.append(f"{'el' if number else ''}if {word.key} == {value}:  # {word.names[value]}")
        lines += [f"    {line}" for line in emit(name, structure, tail)]
    return lines


def _columns(name: str, word: vocabulary.Columns, tail: str) -> list[str]:
    bounds = sorted({bound for _, _, bound in word.known.values() if bound is not None})
    known = ", ".join(f'"{bound}": {bound}' for bound in bounds)
    return [
        f"yield from columns(source, layout, TABLE_COLUMNS, {{{known}}}, {rule(word.rule)}, {rule(word.bound_rule)}, sink)"
    ]


EMIT: dict[type[Construct], Callable[[str, Any, str], list[str]]] = {
    vocabulary.Literal: _literal,
    vocabulary.Number: _number,
    vocabulary.UVarint: _uvarint,
    vocabulary.Within: _within,
    vocabulary.Member: _member,
    vocabulary.OneOf: _one_of,
    vocabulary.Blob: _blob,
    vocabulary.PerEntry: _per_entry,
    vocabulary.Nothing: _nothing,
    vocabulary.Elements: _elements,
    vocabulary.Deltas: _deltas,
    vocabulary.Pairs: _pairs,
    vocabulary.Choice: _choice,
    vocabulary.Columns: _columns,
    set_words.Among: _among,
    set_words.Same: _same,
    set_words.Bits: _bits,
    set_words.Gaps: _gaps,
    set_words.Wide: _wide,
    set_words.Packed: _packed,
    set_words.Arrays: _arrays,
}


def emit(name: str, word: Construct, tail: str) -> list[str]:
    """The statements that read one field. tail: what comes last in the structure, for messages."""
    if isinstance(word, Struct):
        return [
            line for inner, item in fields(word) for line in [f"# {name}: {inner}", *emit(inner, item, tail)]
        ]
    return EMIT[type(word)](name, word, tail)


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
        line.replace(f"L.{length.high},", f"{most},") for line in _within("manifest_length", length, "")
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
    return sorted({_INTEGERS[word.subcon.width] for word in words if isinstance(word, vocabulary.Within)})


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
    if any(isinstance(word, vocabulary.Columns) for word in words_of(structure)):
        names.add("cells")
    return [name for name in ASKED if name in names]


def limits_of(structure: Struct) -> set[str]:
    """The limits that a structure names."""
    return {
        value
        for word in words_of(structure)
        for value in vars(word).values()
        if isinstance(value, str) and value in _FORMAT
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
