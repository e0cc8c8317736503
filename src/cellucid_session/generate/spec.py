"""The tables inside the spec text.

Rules of this file: a page of the spec holds marks `<!-- begin: NAME -->` and `<!-- end -->`; what stands between
them is written here, from the declarations, and nowhere else. An unknown name stops the generator.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from construct import FormatField, Struct

from cellucid_session.declare import (
    families,
    gate,
    generation,
    grammar,
    limits,
    list_words,
    rules,
    set_words,
    subjects,
    vocabulary,
)
from cellucid_session.declare.generations import GENERATIONS
from cellucid_session.generate.grammar import words_of
from cellucid_session.generate.words import fields

_MARK = re.compile(r"(<!-- begin: ([a-z0-9 -]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def pages(root: Path) -> list[Path]:
    """Pages that hold generated parts."""
    return [
        page.relative_to(root)
        for folder in ("spec", "docs/how-to")
        for page in sorted((root / folder).glob("**/*.md"))
        if _MARK.search(page.read_text("utf-8"))
    ]


def table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """A Markdown table."""
    lines = [head, tuple("---" for _ in head), *rows]
    return (
        "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in lines) + "\n"
    )


def rule_table(layer: str) -> str:
    """The rules of one layer."""
    rows = [
        (
            f"`{rule.id}`",
            rule.cls if rule.cls != "advice" else f"advice ({rule.level})",
            ", ".join(map(str, rule.generations or ())),
            rules.sentence(rule),
        )
        for rule in rules.RULES
        if rule.layer == layer
    ]
    return table(("rule", "class", "only in generation", "sentence"), rows)


def limit_table() -> str:
    """The limits of the format."""
    rows = [
        (limit.name, f"{limit.value:,}".replace(",", " "), limit.unit, limit.reason)
        for limit in limits.FORMAT
    ]
    return table(("limit", "value", "unit", "why"), rows)


def budget_table() -> str:
    """The default budgets of a policy."""
    rows = [
        (f"`{item.name}`", f"{item.value:,}".replace(",", " "), item.unit, item.reason)
        for item in limits.BUDGETS
    ]
    return table(("budget", "default", "unit", "why"), rows)


def family_table() -> str:
    """The chunk families, in the order of their contributors."""
    rows = [
        (
            f"`{family.id}{'…' if family.prefixed else ''}`",
            f"`{family.contributor}`",
            family.kind,
            family.priority,
            "yes" if family.dataset_dependent else "no",
            family.payload,
        )
        for family in families.FAMILIES
    ]
    return table(
        ("chunk id", "contributorId", "kind", "priority", "depends on the data set", "payload"), rows
    )


def encoding_table() -> str:
    """The encodings of codes."""
    rows = [(str(byte), name, _codes(word)) for byte, (name, word) in grammar.ENCODINGS.items()]
    return table(("encoding byte", "name", "what follows the length"), rows)


def _codes(word: object) -> str:
    if isinstance(word, list_words.Elements):
        return f"length elements of {word.width} byte{'s' * (word.width > 1)}, little-endian"
    return (
        "uvarint(number of pairs), then for each pair uvarint(value), uvarint(run); the runs add up to length"
    )


def framing_table() -> str:
    """Head and frame, field by field."""
    rows = []
    for part, structure in (("head", grammar.HEAD), ("frame", grammar.FRAME)):
        for name, word in fields(structure):
            rows.append((part, name.replace("_", " "), *_framing(word)))
    return table(("part", "field", "bytes", "value"), rows)


def _framing(word: object) -> tuple[str, str]:
    if isinstance(word, vocabulary.Literal):
        return str(len(word.value)), " ".join(f"{byte:02X}" for byte in word.value)
    if isinstance(word, vocabulary.Within):
        values = {limit.name: limit.value for limit in limits.FORMAT}
        low = values.get(word.low, word.low) if isinstance(word.low, str) else word.low
        return str(word.subcon.width), f"unsigned, little-endian, {low} to {values[word.high]}"
    assert isinstance(word, vocabulary.Blob)
    return word.length.replace("_", " "), "one JSON text" if word.event == "manifest" else "as the codec says"


def column_table() -> str:
    """The columns of an analysis artifact."""
    rows = [
        (name, dtype, str(item.sizeof()), "below the number of cells" if bound else "any")
        for name, (dtype, item, bound) in grammar.TABLE_COLUMNS.items()
        if isinstance(item, FormatField)
    ]
    return table(("column", "dtype", "bytes of an item", "values"), rows)


def subject_table() -> str:
    """What the rules speak of."""
    rows = [
        (subject.what, ", ".join(f"`{rule}`" for rule in subject.rules), subject.none or "it always is")
        for subject in subjects.SUBJECTS
        if subject.rules
    ]
    return table(("subject", "rules", "where it is not there"), rows)


def gate_limit_table() -> str:
    """The allowances of a gate."""
    rows = [
        (f"`{item.name}`", f"{item.value:,}".replace(",", " "), item.unit, item.reason)
        for item in gate.LIMITS
    ]
    return table(("allowance", "default", "unit", "why"), rows)


def gate_refusal_table() -> str:
    """What a gate answers when it does not do what was asked."""
    rows = [(f"`gate.{name}`", str(status), said) for name, (status, said) in gate.REFUSALS.items()]
    return table(("id", "status", "text"), rows)


def gate_promise_table() -> str:
    """What a gate promises."""
    return table(("id", "promise"), [(f"`gate.{name}`", said) for name, said in gate.PROMISES.items()])


def generation_table() -> str:
    """The generations: number, format, releases, magic."""
    rows = [
        (
            str(each.number),
            str(each.format),
            ", ".join(each.releases),
            " ".join(f"{byte:02X}" for byte in each.told_by.magic[-3:]),
            str(len(each.told_by.magic)),
            *(
                _thousands(each.limits.get(name, limits.named(name)))
                for name in ("STORED_BYTES", "INFLATED_BYTES")
            ),
        )
        for each in GENERATIONS
    ]
    head = (
        "generation",
        "format of the viewer",
        "releases that write it",
        "magic ends in",
        "bytes of the magic",
        "longest frame",
        "longest payload",
    )
    return table(head, rows)


def _thousands(value: int) -> str:
    return f"{value:,}".replace(",", " ")


def sign_table() -> str:
    """The signs that tell generations of one magic apart, in the order of asking."""
    from cellucid_session.generate.generations import signs_of

    rows = []
    for magic in dict.fromkeys(each.told_by.magic for each in GENERATIONS):
        for sign, numbers in signs_of(magic):
            what = " or ".join(f"`{word}`" for word in sign.words) or f"{_thousands(sign.above)} bytes"
            rows.append((f"{generation.PLACES[sign.place]} {what}", ", else ".join(map(str, numbers))))
    return table(("sign", "generation"), rows)


def later_family_table() -> str:
    """The families of the later generations, in the order of their contributors."""
    rows: dict[tuple[str, ...], list[int]] = {}
    for each in GENERATIONS[1:]:
        for place, family in enumerate(each.families):
            row = (
                f"`{family.id}{'…' if family.prefixed else ''}`",
                f"`{family.contributor}`",
                family.kind,
                family.priority,
                f"`{family.label}{'…' if family.prefixed and family.label else ''}`"
                if family.label
                else "any",
                "yes" if family.dataset_dependent else "no",
                "yes" if family.required else "no",
                f"`{family.ids}`" if family.ids else "",
                str(place),
            )
            rows.setdefault(row[:-1], []).append(each.number)
    head = (
        "chunk id",
        "contributorId",
        "kind",
        "priority",
        "label",
        "depends on the data set",
        "in every session",
    )
    order = [family.id for family in GENERATIONS[-1].families] + ["analysis/cache-inventory"]
    sorted_rows = sorted(rows.items(), key=lambda item: _family_place(item[0][0], order))
    return table(
        (*head, "what follows in the id", "generations"),
        [(*row, ", ".join(map(str, numbers))) for row, numbers in sorted_rows],
    )


def _family_place(shown: str, order: list[str]) -> int:
    name = shown.strip("`").removesuffix("…")
    return order.index(name) if name in order else len(order)


def _words_table(head: str, word_of: Callable[[object], str], choices: dict[str, vocabulary.Choice]) -> str:
    rows = [
        (numbers, str(byte), choice.names[byte], word_of(arm))
        for numbers, choice in choices.items()
        for byte, arm in choice.arms.items()
    ]
    return table(("generations", "byte", "name", head), rows)


def _choices(payload: str) -> dict[str, vocabulary.Choice]:
    """Generations -> the choice in their structure of a payload, each structure once."""
    found: dict[int, tuple[list[str], vocabulary.Choice]] = {}
    for each in GENERATIONS[1:]:
        structure = each.payloads.get(payload)
        if structure is not None:
            choice = next(word for _, word in fields(structure) if isinstance(word, vocabulary.Choice))
            found.setdefault(id(structure), ([], choice))[0].append(str(each.number))
    return {", ".join(numbers): choice for numbers, choice in found.values()}


def later_encoding_table() -> str:
    """The encodings of codes of the later generations."""
    return _words_table("what follows the length", _arm, _choices("codes"))


def set_table() -> str:
    """The encodings of a set of cells."""
    return _words_table("what follows the byte", _arm, _choices("cell-set"))


def _arm(word: object) -> str:
    """What an arm of a choice holds, in words."""
    if isinstance(word, Struct):
        return "; ".join(_arm(inner) for _, inner in fields(word) if _arm(inner))
    return ARMS[type(word)](word)


#: word -> how the specification says it
ARMS: dict[type, Callable[[Any], str]] = {
    vocabulary.Within: lambda word: "uvarint(number of cells)",
    vocabulary.Number: lambda word: f"u{8 * word.width} digest" if word.width > 1 else f"u{8 * word.width}",
    vocabulary.Member: lambda word: f"u8, one of {', '.join(map(str, word.values))}",
    list_words.Deltas: lambda word: "that many uvarints: the first index, then the steps",
    list_words.Elements: lambda word: (
        f"length elements of {word.width} byte{'s' * (word.width > 1)}, little-endian"
    ),
    list_words.Pairs: lambda word: (
        "uvarint(number of pairs), then for each pair uvarint(value), uvarint(run); the runs add up to length"
    ),
    set_words.Bits: lambda word: (
        "one bit for each "
        + ("cell" if word.size == "cells" else "cell of the category")
        + ", in as few bytes as hold them"
    ),
    set_words.Gaps: lambda word: "uvarint(number of runs), then for each run uvarint(gap), uvarint(length)",
    set_words.Same: lambda word: "",
    set_words.Wide: lambda word: "length elements as wide as codesType says, little-endian",
    set_words.Packed: lambda word: "length numbers of so many bits, in as few bytes as hold them",
}


def array_type_table() -> str:
    """The types of arrays behind typed JSON."""
    words = [word for each in GENERATIONS for part in each.payloads.values() for word in words_of(part)]
    arrays = next(word for word in words if isinstance(word, set_words.Arrays))
    rows = [(str(byte), name, str(item.sizeof())) for byte, (name, item) in arrays.dtypes.items()]
    return table(("byte", "type", "bytes of an item"), rows)


TABLES: dict[str, Callable[[], str]] = {
    "limits": limit_table,
    "budgets": budget_table,
    "families": family_table,
    "encodings": encoding_table,
    "framing": framing_table,
    "columns": column_table,
    "subjects": subject_table,
    "generations": generation_table,
    "signs": sign_table,
    "later families": later_family_table,
    "later encodings": later_encoding_table,
    "sets": set_table,
    "array types": array_type_table,
    "gate limits": gate_limit_table,
    "gate promises": gate_promise_table,
    "gate refusals": gate_refusal_table,
} | {f"rules {layer}": (lambda layer=layer: rule_table(layer)) for layer in rules.LAYERS}


def render(root: Path, page: Path) -> str:
    """The text of a page with its tables made anew."""
    text = (root / page).read_text("utf-8")
    return _MARK.sub(lambda mark: mark[1] + "\n" + TABLES[mark[2]]() + "\n" + mark[3], text)
