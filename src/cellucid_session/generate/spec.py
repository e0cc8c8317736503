"""The tables inside the spec text.

Rules of this file: a page of the spec holds marks `<!-- begin: NAME -->` and `<!-- end -->`; what stands between
them is written here, from the declarations, and nowhere else. An unknown name stops the generator.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from construct import FormatField

from cellucid_session.declare import families, gate, grammar, limits, rules, subjects, vocabulary
from cellucid_session.generate.grammar import fields

_MARK = re.compile(r"(<!-- begin: ([a-z0-9 -]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def pages(root: Path) -> list[Path]:
    """Pages of the spec that hold generated parts."""
    folder = root / "spec"
    return [
        page.relative_to(root)
        for page in sorted(folder.glob("**/*.md"))
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
        (f"`{rule.id}`", rule.cls if rule.cls != "advice" else f"advice ({rule.level})", rules.sentence(rule))
        for rule in rules.RULES
        if rule.layer == layer
    ]
    return table(("rule", "class", "sentence"), rows)


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
    if isinstance(word, vocabulary.Elements):
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


TABLES: dict[str, Callable[[], str]] = {
    "limits": limit_table,
    "budgets": budget_table,
    "families": family_table,
    "encodings": encoding_table,
    "framing": framing_table,
    "columns": column_table,
    "subjects": subject_table,
    "gate limits": gate_limit_table,
    "gate promises": gate_promise_table,
    "gate refusals": gate_refusal_table,
} | {f"rules {layer}": (lambda layer=layer: rule_table(layer)) for layer in rules.LAYERS}


def render(root: Path, page: Path) -> str:
    """The text of a page with its tables made anew."""
    text = (root / page).read_text("utf-8")
    return _MARK.sub(lambda mark: mark[1] + "\n" + TABLES[mark[2]]() + "\n" + mark[3], text)
