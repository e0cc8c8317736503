"""The grammar as straight-line writers.

Rules of this file: it walks the same words as `generate.grammar` and writes one statement group for each; `EMIT` says
which. A word that is not in the table stops the generator. What a length field counts is given; the length is taken
from it. Nothing about the format is decided here.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from typing import Any

from construct import Construct, FormatField, Struct

from cellucid_session.declare import families, list_words, set_words, vocabulary
from cellucid_session.declare.generation import Generation
from cellucid_session.declare.generations import GENERATIONS
from cellucid_session.declare.rules import RULES
from cellucid_session.generate import generations
from cellucid_session.generate.header import HEADER
from cellucid_session.generate.words import FORMAT, below, fields, ref, rule, what

_ADVICE = {each.id for each in RULES if each.cls == "advice"}


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
    checks = [check] if word.high in FORMAT else [f"if {word.high} is not None:", f"    {check}"]
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


def _elements(name: str, word: list_words.Elements) -> list[str]:
    return [f"array(out, {name}, {word.count}, {word.width}, {rule(word.short)})"]


def _deltas(name: str, word: list_words.Deltas) -> list[str]:
    once = "" if word.repeated in _ADVICE else f", {rule(word.repeated)}"
    return [f"deltas(out, {name}, {below(word)}, {rule(word.rule)}{once})"]


def _pairs(name: str, word: list_words.Pairs) -> list[str]:
    rules = ", ".join(rule(rule_id) for rule_id in (word.value_rule, word.run_rule, word.zero_rule))
    same = "" if word.same_rule is None else f", {rule(word.same_rule)}"
    return [f"runs(out, {name}, {word.length}, {ref(word.most)}, {rules}{same})"]


def _among(name: str, word: set_words.Among) -> list[str]:
    most = max(word.subcon.values) if isinstance(word.subcon, vocabulary.Member) else 0
    check = f'one_of({name}, {word.allowed}, {most}, {rule(word.rule)}, "{what(name)}")'
    return [*emit(name, word.subcon), check]


def _bits(name: str, word: set_words.Bits) -> list[str]:
    return [f"bitset(out, {name}, {word.size}, {rule(word.padding)})"]


def _gaps(name: str, word: set_words.Gaps) -> list[str]:
    return [f"gap_runs(out, {name}, {below(word)}, {rule(word.rule)})"]


def _wide(name: str, word: set_words.Wide) -> list[str]:
    return [f"array(out, {name}, {word.count}, {word.width}, {rule(word.short)})"]


def _packed(name: str, word: set_words.Packed) -> list[str]:
    return [f"packed(out, {name}, {word.count}, {word.bits}, R.CODES_VALUE, {rule(word.short)})"]


def _same(name: str, word: set_words.Same) -> list[str]:
    return []


def _arrays(name: str, word: set_words.Arrays) -> list[str]:
    return [f"typed_arrays(out, {name}, ARRAY_TYPES, {rule(word.rule)})"]


def _choice(name: str, word: vocabulary.Choice) -> list[str]:
    lines: list[str] = []
    for place, (value, arm) in enumerate(word.arms.items()):
        lines.append(f"{'el' if place else ''}if {word.key} == {value}:  # {word.names[value]}")
        lines += [f"    {line}" for line in _arm(name, arm)]
    return lines


def _arm(name: str, arm: Construct) -> list[str]:
    """The statements of one arm of a choice: one value is the choice's own, several are taken out of it."""
    if not isinstance(arm, Struct):
        return emit(name, arm)
    lengths = counted(arm)
    given = [
        inner for inner, word in fields(arm) if inner not in lengths and not isinstance(word, set_words.Same)
    ]
    if len(given) > 1:
        return [f"{', '.join(given)} = {name}", *structure(arm)]
    called = {each: name if each in given else each for each, _ in fields(arm)}
    lines: list[str] = []
    for inner, word in fields(arm):
        if inner in lengths:
            lines.append(f"{inner} = len({called[lengths[inner]]})")
        lines += emit(called[inner], word)
    return lines


def _columns(name: str, word: list_words.Columns) -> list[str]:
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
    list_words.Elements: _elements,
    list_words.Deltas: _deltas,
    list_words.Pairs: _pairs,
    vocabulary.Choice: _choice,
    list_words.Columns: _columns,
    set_words.Among: _among,
    set_words.Bits: _bits,
    set_words.Gaps: _gaps,
    set_words.Wide: _wide,
    set_words.Packed: _packed,
    set_words.Same: _same,
    set_words.Arrays: _arrays,
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
        if isinstance(word, list_words.Deltas):
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


#: payload, or "session" -> (parameters after `out`, docstring)
FUNCTIONS = {
    "session": (
        "manifest: bytes, frames: Iterable[tuple[int, Iterable[bytes]]]",
        "Head, one frame for each of `frames` (stored length, pieces of the stored bytes), nothing after. Spec: 2.",
    ),
    "index-list": (
        "indices: Any",
        "Members of a highlight group. indices: ascending, shape (k,). Spec: 5.3.",
    ),
    "cell-set": (
        "encoding: int, members: Any",
        "Members of a highlight group. members: ascending, shape (k,); of a category: its size, digest, places. Spec: 16.6.",
    ),
    "codes": (
        "encoding: int, length: int, payload: Any",
        "Codes of a user-defined field. payload: elements, shape (length,), or (values, runs){packed}. Spec: 5.4, 16.7.",
    ),
    "table": (
        "header: bytes, columns: Mapping[str, Any]",
        "An analysis artifact. header: its JSON text. columns: name -> values, shape (rows,). Spec: 5.5.",
    ),
    "typed-json": (
        "text: bytes, arrays: Sequence[Any]",
        "A JSON text and the arrays that it refers to, each of one dimension. Spec: 16.8.",
    ),
}
#: what a structure asks its caller for -> type
KNOWN = {
    "cells": "int | None",
    "lengths": "Sequence[int] | None",
    "encodings": "Sequence[int] | None",
    "width": "int",
    "greatest": "int",
}


def function(name: str, lines: list[str]) -> str:
    """One writer."""
    parameters, doc = FUNCTIONS[name]
    body = "\n".join(f"    {line}" for line in lines)
    said = re.sub(r'"[^"]*"', "", body)
    asked = [f"{each}: {kind}" for each, kind in KNOWN.items() if re.search(rf"(?<![\w.]){each}\b", said)]
    doc = doc.replace("{packed}", ", or (bits, codes)" if "packed(" in body else "")
    title = f"def {name.replace('-', '_')}(out: Out, *, {', '.join((parameters, *asked))}) -> None:"
    lead, *rest = textwrap.wrap(f'"""{doc}"""', 116, break_on_hyphens=False)
    told = "\n    ".join((lead, *rest))
    return f"{title}\n    {told}\n{body}\n"


def session_of(generation: Generation) -> list[str]:
    """The statements that write the framing of a generation."""
    frames = vocabulary.PerEntry(generation.frame)
    return [*structure(generation.head), *emit("frames", frames)]


def render() -> str:
    """generated/writers.py: those of the earliest generation."""
    first = GENERATIONS[0]
    functions = [function("session", session_of(first))]
    functions += [function(name, structure(words)) for name, words in first.payloads.items()]
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


def render_later(generation: Generation) -> str:
    """generated/gN_writers.py: the writers that no earlier generation has."""
    own = generations.written(generation)
    texts = [
        function(name, session_of(generation) if name == "session" else structure(words))
        for name, words in own
    ]
    body, constants = generations.own_limits("\n\n".join(texts), generation)
    uses = {
        ("cellucid_session.generated", f"{module} as {letter}")
        for module, letter in (("limits", "L"), ("rules", "R"))
        if re.search(rf"\b{letter}\.[A-Z]", body)
    }
    for module, names in PRIMITIVES.items():
        uses |= {(module, each) for each in names if re.search(rf"(?<![\w.]){each}\(", body)}
    if "ARRAY_TYPES" in body:
        typed = next(words for name, words in own if name == "typed-json")
        uses.add((generations.reader(generation, "typed-json", typed), "ARRAY_TYPES"))
    kinds = [each for each in ("Iterable", "Mapping", "Sequence") if re.search(rf"\b{each}\[", body)]
    abc = f"    from collections.abc import {', '.join(kinds)}\n" if kinds else ""
    if "Any" in body:
        abc += "    from typing import Any\n"
    magic = f"MAGIC = {generation.told_by.magic!r}\n" if "MAGIC" in body else ""
    return (
        HEADER.format(
            title=f"What generation {generation.number} of the format writes in a way of its own.",
            source=f"declare/generations/g{generation.number}.py",
        )
        + generations.imports(uses)
        + f"\nTYPE_CHECKING = False\nif TYPE_CHECKING:\n{abc}\n"
        + "    from cellucid_session.wire.build import Out\n\n"
        + magic
        + constants
        + "\n\n"
        + body
    )


#: module -> the functions of it that a writer can call
PRIMITIVES = {
    "cellucid_session.wire.build": (
        "array",
        "deltas",
        "number",
        "one_of",
        "pass_on",
        "runs",
        "uvarint",
        "within",
    ),
    "cellucid_session.wire.build_sets": ("bitset", "gap_runs", "packed", "typed_arrays"),
}


def outputs() -> dict[str, Callable[[], str]]:
    """Module below generated/ -> what writes it."""
    table: dict[str, Callable[[], str]] = {"writers": render}
    for each in GENERATIONS[1:]:
        if generations.written(each):
            table[f"g{each.number}_writers"] = lambda each=each: render_later(each)  # type: ignore[misc]
    return table
