"""Head and frames as a Kaitai Struct grammar, for readers in other languages.

Rules of this file: it says where the bytes are, and no more than that: what a JSON text or a payload must be is in the
schemas and in the spec. Widths, magic and limits come from the grammar.
"""

from __future__ import annotations

from construct import Struct

from cellucid_session.declare import grammar, limits, vocabulary
from cellucid_session.generate.words import fields

_VALUES = {limit.name: limit.value for limit in limits.FORMAT}


def _number(word: vocabulary.Within) -> list[str]:
    lines = [f"type: u{word.subcon.width}"]
    low = _VALUES.get(word.low, word.low) if isinstance(word.low, str) else word.low
    bounds = ([f"  min: {low}"] if low else []) + [f"  max: {_VALUES[word.high]}"]
    return [*lines, "valid:", *bounds]


def _field(name: str, word: object) -> list[str]:
    if isinstance(word, vocabulary.Literal):
        return [f"contents: [{', '.join(str(byte) for byte in word.value)}]"]
    if isinstance(word, vocabulary.Within):
        return _number(word)
    assert isinstance(word, vocabulary.Blob)
    return [f"size: {word.length}"]


def _type(structure: Struct) -> list[str]:
    lines = ["seq:"]
    for name, word in fields(structure):
        lines.append(f"  - id: {name}")
        lines += [f"    {line}" for line in _field(name, word)]
    return lines


def render() -> str:
    """spec/cellucid_session.ksy."""
    lines = [
        "# Generated from declare/grammar.py; do not edit: run python -m cellucid_session.generate",
        "meta:",
        "  id: cellucid_session",
        "  title: Session of the cellucid viewer, generation 1",
        "  file-extension: cellucid-session",
        "  endian: le",
        "  license: BSD-3-Clause",
        "doc: |",
        "  Where the bytes are. The manifest says how many frames there are and what each of them holds; a",
        "  conforming reader holds the frames against it and refuses every byte after the last one.",
        "seq:",
        "  - id: head",
        "    type: head",
        "  - id: frames",
        "    type: frame",
        "    repeat: eos",
        "types:",
    ]
    for name, structure in (("head", grammar.HEAD), ("frame", grammar.FRAME)):
        lines.append(f"  {name}:")
        lines += [f"    {line}" for line in _type(structure)]
    return "\n".join(lines) + "\n"
