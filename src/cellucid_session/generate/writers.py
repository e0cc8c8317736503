"""The grammar as straight-line writers.

Rules of this file: it walks the same words as `generate.grammar` and writes one statement group for each; `EMIT` says
which. A word that is not in the table stops the generator. What a length field counts is given; the length is taken
from it. Nothing about the format is decided here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from construct import Construct, FormatField, Struct

from cellucid_session.declare import families, grammar, vocabulary
from cellucid_session.generate.grammar import _FORMAT, below, fields, ref, rule, what
from cellucid_session.generate.header import HEADER


def _literal(name: str, word: vocabulary.Literal) -> list[str]:
    return [f"out({name.upper()})"]


def _number(name: str, word: vocabulary.Number) -> list[str]:
    assert isinstance(word.subcon, FormatField)
    assert word.subcon.fmtstr[0] == "<" or word.width == 1, "numbers of this format are little-endian"
    return [f'number(out, {name}, {word.width}, {rule(word.short)}, "{what(name)}")']


def _uvarint(name: str, word: vocabulary.UVarint) -> list[str]:
    return [f'uvarint(out, {name}, "{what(name)}")']


def _within(name: str, word: vocabulary.Within) -> list[str]:
    check = f'within({name}, {ref(word.low)}, {ref(word.high)}, {rule(word.rule)}, "{what(name)}")'
    checks = [check] if word.high in _FORMAT else [f"if {word.high} is not None:", f"    {check}"]
    return [*checks, *emit(name, word.subcon)]


def _member(name: str, word: vocabulary.Member) -> list[str]:
    check = f'one_of({name}, {word.values!r}, {max(word.values)}, {rule(word.rule)}, "{what(name)}")'
    return [check, *emit(name, word.subcon)]


def _one_of(name: str, word: vocabulary.OneOf) -> list[str]:
    check = f'one_of({name}, {word.allowed}, {ref(word.most)}, {rule(word.rule)}, "{what(name)}")'
    return [check, *emit(name, word.subcon)]


def _blob(name: str, word: vocabulary.Blob) -> list[str]:
    if word.whole:
        return [f"out({name})"]
    return [f'pass_on(out, {name}, {word.length}, {rule(word.short)}, "{what(name)}")']


def _per_entry(name: str, word: vocabulary.PerEntry) -> list[str]:
    names = ", ".join(inner for inner, _ in fields(word.subcon))
    return [f"for {names} in {name}:", *(f"    {line}" for line in structure(word.subcon))]


def _nothing(name: str, word: vocabulary.Nothing) -> list[str]:
    return []


def _elements(name: str, word: vocabulary.Elements) -> list[str]:
    return [f"array(out, {name}, {word.count}, {word.width}, {rule(word.short)})"]


def _deltas(name: str, word: vocabulary.Deltas) -> list[str]:
    return [f"deltas(out, {name}, {below(word)}, {rule(word.rule)})"]


def _pairs(name: str, word: vocabulary.Pairs) -> list[str]:
    rules = ", ".join(rule(rule_id) for rule_id in (word.value_rule, word.run_rule, word.zero_rule))
    return [f"runs(out, {name}, {word.length}, {ref(word.most)}, {rules})"]


def _choice(name: str, word: vocabulary.Choice) -> list[str]:
    lines: list[str] = []
    for place, (value, arm) in enumerate(word.arms.items()):
        lines.append(f"{'el' if place else ''}if {word.key} == {value}:  # {word.names[value]}")
        lines += [f"    {line}" for line in emit(name, arm)]
    return lines


def _columns(name: str, word: vocabulary.Columns) -> list[str]:
    bounds = sorted({bound for _, _, bound in word.known.values() if bound is not None})
    known = ", ".join(f'"{bound}": {bound}' for bound in bounds)
    return [
        f"put_columns(out, {name}, TABLE_COLUMNS, {{{known}}}, {rule(word.rule)}, {rule(word.bound_rule)})"
    ]


EMIT: dict[type[Construct], Callable[[str, Any], list[str]]] = {
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


def emit(name: str, word: Construct) -> list[str]:
    """The statements that write one field."""
    return structure(word) if isinstance(word, Struct) else EMIT[type(word)](name, word)


def counted(words: Struct) -> dict[str, str]:
    """Length field -> the field of the same structure whose length it is."""
    found = {}
    for name, word in fields(words):
        if isinstance(word, vocabulary.Blob) and word.whole:
            found[word.length] = name
        if isinstance(word, vocabulary.Deltas):
            found[word.count] = name
    return found


def structure(words: Struct) -> list[str]:
    """The statements that write a structure."""
    lengths = counted(words)
    lines: list[str] = []
    for name, word in fields(words):
        if name in lengths:
            lines.append(f"{name} = len({lengths[name]})")
        lines += emit(name, word)
    return lines


#: function -> (structure, parameters after `out`, docstring)
FUNCTIONS = {
    "session": (
        grammar.SESSION,
        "manifest: bytes, frames: Iterable[tuple[int, Iterable[bytes]]]",
        "Head, one frame for each of `frames` (stored length, pieces of the stored bytes), nothing after. Spec: 2.",
    ),
    "index_list": (
        grammar.INDEX_LIST,
        "indices: Any, cells: int | None",
        "Members of a highlight group. indices: ascending, shape (k,). Spec: 5.3.",
    ),
    "codes": (
        grammar.CODES,
        "encoding: int, length: int, payload: Any, lengths: Sequence[int] | None",
        "Codes of a user-defined field. payload: elements, shape (length,), or (values, runs). Spec: 5.4.",
    ),
    "table": (
        grammar.TABLE,
        "header: bytes, columns: Mapping[str, Any], cells: int | None",
        "An analysis artifact. header: its JSON text. columns: name -> values, shape (rows,). Spec: 5.5.",
    ),
}


def render() -> str:
    """generated/writers.py."""
    functions = []
    for name, (words, parameters, doc) in FUNCTIONS.items():
        body = "\n".join(f"    {line}" for line in structure(words))
        functions.append(f'def {name}(out: Out, *, {parameters}) -> None:\n    """{doc}"""\n{body}\n')
    places = "".join(
        f'    "{family.name}": ({place}, "{family.codec}", "{family.label}"),\n'
        for place, family in enumerate(families.FAMILIES)
    )
    return (
        HEADER.format(
            title="Writers of a session and its binary payloads, generation 1.",
            source="declare/grammar.py, declare/families.py",
        )
        + "from cellucid_session.generated import limits as L\n"
        + "from cellucid_session.generated import rules as R\n"
        + "from cellucid_session.generated.framing import MAGIC\n"
        + "from cellucid_session.generated.payloads import TABLE_COLUMNS\n"
        + "from cellucid_session.wire.build import array, deltas, number, one_of, pass_on, runs, uvarint, within\n"
        + "from cellucid_session.wire.build import columns as put_columns\n\n"
        + "TYPE_CHECKING = False\nif TYPE_CHECKING:\n"
        + "    from collections.abc import Iterable, Mapping, Sequence\n    from typing import Any\n\n"
        + "    from cellucid_session.wire.build import Out\n\n"
        + "#: family -> (its place in the order of writing, codec, what labels begin with)\n"
        + f"FAMILIES = {{\n{places}}}\n\n\n"
        + "\n\n".join(functions)
    )
