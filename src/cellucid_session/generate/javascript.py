"""The declaration as data for JavaScript: `js/session/data/`.

Rules of this file:

* It writes tables and no code: what a table says is interpreted by `js/session/check/` and read by `js/session/wire/`.
* Nothing about the format is decided here; every fact comes from `declare/` and `schemas/`.
* Schemas are taken apart into nodes of which no two are alike, so that what generations share is there once.
* The tables are JSON on lines of bounded length, the same on every version of Python.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from construct import Construct, Struct

from cellucid_session.declare import generation as words
from cellucid_session.declare import grammar as earliest
from cellucid_session.declare import limits, list_words, rules, set_words, text, vocabulary
from cellucid_session.declare.families import Family
from cellucid_session.declare.generation import Generation
from cellucid_session.declare.generations import GENERATIONS
from cellucid_session.generate import differences, subset
from cellucid_session.generate.conditions import listed
from cellucid_session.generate.generations import later, signs_of, unsigned
from cellucid_session.generate.grammar import READERS
from cellucid_session.generate.layout import literal
from cellucid_session.generate.values import PATTERN_SHOWN
from cellucid_session.generate.words import fields, what

FOLDER = Path("js/session/data")
HEADER = (
    "// {title}\n// Generated from {source}; do not edit: run python -m cellucid_session.generate\n"
    "/* eslint-disable */\n"
)
WIDTH = 118
_FORMAT = {limit.name for limit in limits.FORMAT}
#: attributes of construct itself, which say nothing of the format
_THEIRS = frozenset(
    {"name", "docs", "flagbuildnone", "parsed", "subcon", "item", "arms", "names", "known", "dtypes"}
)
#: what people read, and JavaScript does not
_SILENT = frozenset({"$schema", "$id", "$defs", "title", "description", "$comment"})


# -- structures of bytes --


def structure(made: Struct, generation: Generation) -> list[list[Any]]:
    """The fields of a structure: name, what a message calls it, word."""
    return [[name, what(name), word(each, generation)] for name, each in fields(made)]


def word(made: Construct, generation: Generation) -> Any:
    """A word of the vocabulary as a value: its name under "is", its attributes, limits as numbers."""
    if isinstance(made, Struct):
        return {"is": "Struct", "fields": structure(made, generation)}
    said: dict[str, Any] = {"is": type(made).__name__}
    for name, value in vars(made).items():
        if name in _THEIRS or name.startswith("_") or value is None:
            continue
        if isinstance(value, str) and value in _FORMAT:
            value = generation.limits.get(value, limits.named(value))
        if isinstance(value, bytes):
            value = value.decode("latin-1")
        said[name] = list(value) if isinstance(value, tuple) else value
    if isinstance(made, vocabulary.Number | list_words.Elements):
        said["width"] = made.width
    elif hasattr(made, "subcon"):
        said["of"] = word(made.subcon, generation)
    if isinstance(made, vocabulary.Choice):
        said["arms"] = {str(value): word(arm, generation) for value, arm in made.arms.items()}
    if isinstance(made, list_words.Columns):
        said["known"] = {
            name: [dtype, item.sizeof(), bound] for name, (dtype, item, bound) in made.known.items()
        }
    if isinstance(made, set_words.Arrays):
        said["dtypes"] = {str(byte): [name, item.sizeof()] for byte, (name, item) in made.dtypes.items()}
    return said


# -- schemas --


class Nodes:
    """Schema objects of which no two are alike; a schema is a boolean or the place of one.

    Attributes:
        rows: the nodes.
    """

    def __init__(self) -> None:
        self.rows: list[Any] = []
        self._places: dict[str, int] = {}

    def add(self, schema: subset.Schema, root: subset.Schema) -> bool | int:
        """Take a schema apart. A reference becomes the node that it leads to."""
        if isinstance(schema, bool):
            return schema
        node: dict[str, Any] = {}
        for keyword, value in schema.items():
            if keyword in _SILENT:
                continue
            shape = subset.SHAPES[keyword]
            if keyword == "$ref":
                node["ref"] = self.add(subset.target(root, value)[1], root)
            elif shape is subset._is_schema:
                node[keyword] = self.add(value, root)
            elif shape is subset._is_schemas:
                node[keyword] = [self.add(each, root) for each in value]
            elif shape is subset._is_named_schemas:
                node[keyword] = [[name, self.add(each, root)] for name, each in value.items()]
            else:
                node[keyword] = value
        _worded(node)
        key = json.dumps(node, sort_keys=False)
        if key not in self._places:
            self._places[key] = len(self.rows)
            self.rows.append(node)
        return self._places[key]


def _worded(node: dict[str, Any]) -> None:
    """Say in words what only the generator knows how to say."""
    said: dict[str, str] = {
        name: listed(node[name] if name == "enum" else [node[name]])
        for name in ("const", "enum")
        if name in node
    }
    if "pattern" in node:
        pattern = node["pattern"]
        shown = f"the pattern {pattern}" if len(pattern) <= PATTERN_SHOWN else "the pattern of the schema"
        said["pattern"] = f"does not match {shown}"
    if "required" in node:
        node["required"] = [[key, f"the key {literal(key)} is missing"] for key in node["required"]]
    if said:
        node["said"] = said


def schemas(root: Path, names: list[str]) -> dict[str, Any]:
    """The nodes, and the node of each schema."""
    nodes = Nodes()
    roots = {}
    for name in names:
        schema = differences.load(root, name)
        roots[name] = nodes.add(schema, schema)
    return {"nodes": nodes.rows, "roots": roots}


# -- the rest --


def _family(family: Family, place: int) -> dict[str, Any]:
    return {
        "name": family.name,
        "id": "" if family.prefixed else family.id,
        "prefix": family.id if family.prefixed else "",
        "contributor": family.contributor,
        "kind": family.kind,
        "priority": family.priority,
        "datasetDependent": family.dataset_dependent,
        "payload": family.payload,
        "codec": family.codec,
        "label": family.label,
        "required": family.required,
        "ids": family.ids,
        "place": place,
    }


def _limit(generation: Generation, name: str) -> int:
    return generation.limits.get(name, limits.named(name))


def generation_values(generation: Generation, magics: list[bytes]) -> dict[str, Any]:
    """One generation."""
    payloads = {
        name: {"tail": READERS[name][2], "repeats": READERS[name][4], "fields": structure(made, generation)}
        for name, made in generation.payloads.items()
    }
    return {
        "number": generation.number,
        "format": generation.format,
        "releases": list(generation.releases),
        "magic": magics.index(generation.told_by.magic),
        "inflatedBytes": _limit(generation, "INFLATED_BYTES"),
        "frame": structure(generation.frame, generation),
        "payloads": payloads,
        "families": [_family(family, place) for place, family in enumerate(generation.families)],
        "follows": {name: list(told) for name, told in generation.follows.items()},
        "reads": dict(generation.reads),
        "shapes": dict(generation.shapes),
        "schemas": dict(generation.schemas),
        "encodings": {str(byte): name for byte, name in generation.encodings.items()},
        "widths": {str(byte): width for byte, width in generation.widths.items()},
        "codeTypes": dict(generation.code_types),
        "manifestRules": list(generation.manifest_rules),
        "entryRules": list(generation.entry_rules),
        "links": list(generation.links),
        "aliases": generation.aliases,
    }


def _recognition(magics: list[bytes]) -> dict[str, Any]:
    """By what a file is told: the same table as Python has, read from there."""
    return {
        "magics": [magic.decode("latin-1") for magic in magics],
        "numbered": words.NUMBERED.decode("latin-1"),
        "numberDigits": words.NUMBER_DIGITS,
        "noNumber": words.NO_NUMBER,
        "later": later(),
        "lookalikes": {head.decode("latin-1"): said for head, said in words.LOOKALIKES.items()},
        "signs": [
            [[sign.place, list(sign.words), sign.above, list(numbers)] for sign, numbers in signs_of(magic)]
            for magic in magics
        ],
        "otherwise": [unsigned(magic) for magic in magics],
    }


def _head(magics: list[bytes]) -> dict[str, Any]:
    """The head of every session; the greatest length of a manifest behind each magic."""
    first = GENERATIONS[0]
    parts = dict(fields(first.head))
    length = parts["manifest_length"]
    most = [
        max(_limit(each, length.high) for each in GENERATIONS if each.told_by.magic == magic)
        for magic in magics
    ]
    return {
        "fields": structure(first.head, first),
        "most": most,
        "laterRule": "frame.generation",
        "trailing": earliest.SESSION.end.subcon.rule,
    }


def _folds() -> str:
    """Characters that fold to something else than their lower case: character, folding, …, a tab between them.

    Every Python that this runs on knows the same ones: none were added after Unicode 9.
    """
    parts: list[str] = []
    for code in range(0x80, 0x110000):
        char = chr(code)
        if char.casefold() != char.lower():
            parts += [char, char.casefold()]
    return "\t".join(parts)


def _texts() -> dict[str, Any]:
    classes: dict[str, list[list[int]]] = {}
    for each in text.CLASSES:
        classes[each.name] = [[part.first, part.last] for part in each.ranges]
    names = sorted((part.first, part.last, part.name) for each in text.CLASSES for part in each.ranges)
    return {
        "classes": classes,
        "names": [list(name) for name in names],
        "joinersInARow": text.JOINERS_IN_A_ROW,
        "marksInARow": text.MARKS_IN_A_ROW,
        "folds": _folds(),
    }


def tables(root: Path, judging: list[str]) -> dict[str, Any]:
    """Everything that a judge must know. judging: names of the schemas that judge files."""
    from cellucid_session import __version__

    magics = list(dict.fromkeys(generation.told_by.magic for generation in GENERATIONS))
    remedies = list(dict.fromkeys(rule.remedy for rule in rules.RULES))
    return {
        "version": __version__,
        "limits": {limit.name: limit.value for limit in limits.FORMAT},
        "budgets": {limit.name: limit.value for limit in limits.BUDGETS},
        "rules": {rule.id: [rule.cls, rule.level, remedies.index(rule.remedy)] for rule in rules.RULES},
        "remedies": remedies,
        "recognition": _recognition(magics),
        "head": _head(magics),
        "generations": [generation_values(generation, magics) for generation in GENERATIONS],
        "schemas": schemas(root, judging),
        "text": _texts(),
        "tableColumns": {
            name: [dtype, item.sizeof(), bound]
            for name, (dtype, item, bound) in earliest.TABLE_COLUMNS.items()
        },
    }


def _json(value: Any, indent: int = 0) -> str:
    """A value as JSON that is also JavaScript, on lines that can be read and compared."""
    flat = json.dumps(value, separators=(",", ":"), ensure_ascii=True)
    if indent + len(flat) <= WIDTH or not isinstance(value, dict | list):
        return flat
    inside = " " * (indent + 1)
    if isinstance(value, Mapping):
        rows = [f"{inside}{json.dumps(key)}:{_json(each, indent + 1)}" for key, each in value.items()]
    else:
        rows = [inside + _json(each, indent + 1) for each in value]
    first, last = ("{", "}") if isinstance(value, dict) else ("[", "]")
    return f"{first}\n" + ",\n".join(rows) + f"\n{' ' * indent}{last}"


def render_format(root: Path, judging: list[str]) -> str:
    """js/session/data/format.js"""
    title = "The format as data: framing, payloads, schemas, families, limits, rules of all generations."
    return (
        HEADER.format(title=title, source="declare/ and schemas/")
        + f"export const FORMAT = {_json(tables(root, judging))};\n"
    )


def render_texts() -> str:
    """js/session/data/texts.js"""
    said = {rule.id: [rules.sentence(rule), rule.why] for rule in rules.RULES}
    title = "The rules in words: sentence and why, by id."
    return HEADER.format(title=title, source="declare/rules/") + f"export const TEXTS = {_json(said)};\n"
