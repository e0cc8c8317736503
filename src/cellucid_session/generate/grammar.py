"""The grammar as straight-line readers.

Rules of this file: it walks the words of a structure in order and writes one statement group for each; `EMIT`
says which. A word that is not in the table stops the generator. Nothing about the format is decided here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from construct import Construct, FormatField, Renamed, Struct

from cellucid_session.declare import grammar, limits, vocabulary
from cellucid_session.generate.header import HEADER, constant

_FORMAT = {limit.name for limit in limits.FORMAT}
_INTEGERS = {1: "u8", 2: "u16le", 4: "u32le", 8: "u64le"}
_WORDS = {
    "stored_length": "the chunk length",
    "manifest_length": "the manifest length",
    "header_length": "the table header length",
    "header": "the table header",
    "stored": "the chunk",
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
        return [start, taken, f"entries = on.{word.event}({name}, {name}_start)"]
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


def _deltas(name: str, word: vocabulary.Deltas, tail: str) -> list[str]:
    bound = f"{word.below} if {word.below} is not None else {ref(word.otherwise)} + 1"
    return [
        "if sink is not None:",
        f"    sink.begin({word.count}, {word.below})",
        f"found = yield from deltas(source, {word.count}, {bound}, {rule(word.rule)}, sink, repeats)",
        "if found.duplicate is not None:",
        f"    source.note({rule(word.repeated)}, *found.duplicate, repeated(found.duplicates))",
    ]


def _pairs(name: str, word: vocabulary.Pairs, tail: str) -> list[str]:
    rules = ", ".join(rule(rule_id) for rule_id in (word.value_rule, word.run_rule, word.zero_rule))
    return [
        "pairs_start = source.position",
        'pairs = yield from uvarint(source, "the number of runs", repeats)',
        f"yield from runs(source, pairs, {word.length}, {ref(word.most)}, {rules}, pairs_start, sink, repeats)",
    ]


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
}


def emit(name: str, word: Construct, tail: str) -> list[str]:
    """The statements that read one field. tail: what comes last in the structure, for messages."""
    if isinstance(word, Struct):
        return [
            line for inner, item in fields(word) for line in [f"# {name}: {inner}", *emit(inner, item, tail)]
        ]
    return EMIT[type(word)](name, word, tail)


def _function(head: str, doc: str, structure: Struct, tail: str, result: str, repeats: bool) -> str:
    lines: list[str] = []
    for name, word in fields(structure):
        if not isinstance(word, Struct):
            lines.append(f"# {name}")
        lines += emit(name, word, tail)
    if repeats:
        lines = ["with Repeats(source) as repeats:", *(f"    {line}" for line in lines)]
    body = "\n".join(f"    {line}" for line in [*lines, *([f"return {result}"] if result else [])])
    return f'{head}\n    """{doc}"""\n{body}\n'


def render_framing() -> str:
    """generated/framing.py: head, frames, end."""
    session = _function(
        "def session(source: Source, on: Any) -> Reading[None]:",
        "Read a session: head, one frame for each entry of the manifest, nothing after. Spec: 2.",
        grammar.SESSION,
        "the last chunk",
        "",
        repeats=False,
    )
    return (
        HEADER.format(title="The framing of a session, generation 1.", source="declare/grammar.py")
        + "from cellucid_session.generated import limits as L\n"
        + "from cellucid_session.generated import rules as R\n"
        + f"from cellucid_session.wire.fixed import {', '.join(['at_hand', 'const', 'end_of_input', *_integers(), 'within'])}\n"
        + "from cellucid_session.wire.source import pass_on, passed, take\n\n"
        + "TYPE_CHECKING = False\nif TYPE_CHECKING:\n    from typing import Any\n\n"
        + "    from cellucid_session.wire.source import Reading, Source\n\n"
        + f"GENERATION = 1\nMAGIC = {_bytes(grammar.MAGIC)}\n\n\n"
        + session
    )


def _integers() -> list[str]:
    """The integer readers that the framing needs."""
    words = [word for part in (grammar.HEAD, grammar.FRAME) for _, word in fields(part)]
    return sorted({_INTEGERS[word.subcon.width] for word in words if isinstance(word, vocabulary.Within)})


def _bytes(value: bytes) -> str:
    text = repr(value)[2:-1].replace('"', '\\"').replace("\\'", "'")
    return f'b"{text}"'


def render_payloads() -> str:
    """generated/payloads.py: index list, codes, table."""
    index_list = _function(
        "def index_list(source: Source, *, cells: int | None, sink: Any = None) -> Reading[Deltas]:",
        "Members of a highlight group: sink gets the cell indices in blocks. Spec: 5.3.",
        grammar.INDEX_LIST,
        "the last index",
        "found",
        repeats=True,
    )
    codes = _function(
        "def codes(source: Source, *, lengths: tuple[int, ...] | None, sink: Any = None) -> Reading[tuple[int, int]]:",
        "Codes of a user-defined field: sink gets elements or runs. Returns encoding and length. Spec: 5.4.",
        grammar.CODES,
        "the last code",
        "encoding, length",
        repeats=True,
    )
    table = _function(
        "def table(source: Source, *, cells: int | None, on: Any, sink: Any = None) -> Reading[None]:",
        "An analysis artifact: `on` judges the header and gives the layout of the columns. Spec: 5.5.",
        grammar.TABLE,
        "the last column",
        "",
        repeats=False,
    )
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
