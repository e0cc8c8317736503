"""The words of the grammar as statements of a reader.

Rules of this file: `EMIT` says which function writes the statements of a word; one that is not in the table stops the
generator. Nothing about the format is decided here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from construct import FormatField, Renamed, Struct

from cellucid_session.declare import limits, list_words, set_words, vocabulary
from cellucid_session.generate.header import constant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from construct import Construct

FORMAT = {limit.name for limit in limits.FORMAT}
INTEGERS = {1: "u8", 2: "u16le", 4: "u32le", 8: "u64le"}
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
    return f"L.{name}" if name in FORMAT else str(name)


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
    reading = f'yield from {INTEGERS[word.width]}(source, {rule(word.short)}, "{what(name)}")'
    return [f"{name} = at_hand(source, {word.width})", f"if {name} is None:", f"    {name} = {reading}"]


def _uvarint(name: str, word: vocabulary.UVarint, tail: str) -> list[str]:
    return [f'{name} = yield from uvarint(source, "{what(name)}", repeats)']


def within(name: str, word: vocabulary.Within, tail: str) -> list[str]:
    check = (
        f"within({name}, {ref(word.low)}, {ref(word.high)}, {rule(word.rule)}, {name}_start, source.position, "
        f'"{what(name)}")'
    )
    lines = [f"{name}_start = source.position", *emit(name, word.subcon, tail)]
    return (
        [*lines, check] if word.high in FORMAT else [*lines, f"if {word.high} is not None:", f"    {check}"]
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


def _elements(name: str, word: list_words.Elements, tail: str) -> list[str]:
    return [f"yield from array(source, {word.count}, {word.width}, {rule(word.short)}, sink)"]


def below(word: list_words.Deltas | set_words.Gaps) -> str:
    """What every index is smaller than: the number that is known, and never more than the format holds."""
    most = f"{ref(word.most)} + 1"
    return f"{most} if {word.below} is None else min({word.below}, {most})"


def _deltas(name: str, word: list_words.Deltas, tail: str) -> list[str]:
    bound = below(word)
    return [
        "if sink is not None:",
        f"    sink.begin({word.count}, {word.below})",
        f"found = yield from deltas(source, {word.count}, {bound}, {rule(word.rule)}, sink, repeats)",
        "if found.duplicate is not None:",
        f"    source.note({rule(word.repeated)}, *found.duplicate, repeated(found.duplicates))",
    ]


def _pairs(name: str, word: list_words.Pairs, tail: str) -> list[str]:
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


def _columns(name: str, word: list_words.Columns, tail: str) -> list[str]:
    bounds = sorted({bound for _, _, bound in word.known.values() if bound is not None})
    known = ", ".join(f'"{bound}": {bound}' for bound in bounds)
    return [
        f"yield from columns(source, layout, TABLE_COLUMNS, {{{known}}}, {rule(word.rule)}, {rule(word.bound_rule)}, sink)"
    ]


EMIT: dict[type[Construct], Callable[[str, Any, str], list[str]]] = {
    vocabulary.Literal: _literal,
    vocabulary.Number: _number,
    vocabulary.UVarint: _uvarint,
    vocabulary.Within: within,
    vocabulary.Member: _member,
    vocabulary.OneOf: _one_of,
    vocabulary.Blob: _blob,
    vocabulary.PerEntry: _per_entry,
    vocabulary.Nothing: _nothing,
    list_words.Elements: _elements,
    list_words.Deltas: _deltas,
    list_words.Pairs: _pairs,
    vocabulary.Choice: _choice,
    list_words.Columns: _columns,
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
