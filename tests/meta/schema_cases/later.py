"""Good documents of the schemas of the later generations, and every small thing that can be wrong with them.

Rules of this file: the documents are those of the conformance suite's bases, which the real readers accept; what is
wrong is made from them by rule, a value at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from cellucid_session.conformance import assembling, later
from cellucid_session.declare.generations import GENERATIONS

#: values that are put in the place of every value, one at a time
WRONG: tuple[Any, ...] = (
    None, True, -1, 0, 0.5, 4, 2**32, 2**53, "", "a", "A:b", " padded", "x" * 257, "\u200b", "b\x00", "=f", "NA",
    "column:", "layer:", "range", "http://", "https://h", "\ufeffb", "Uint16Array", "obs",
    [], [0], [0, 1, 2, 3], [-1], ["a"], [""], {}, {"a": 1}, {"": "b"}, {"type": ""}, {"sourceKey": "k", "kind": ""},
    {"key": "k", "columns": None}, {"key": "", "columns": [0]}, {"kind": "link", "locator": "l", "dataset": "d"},
    {"kind": "sample", "dataset": "d"}, {"kind": "link", "dataset": "d"}, {"kind": "sample", "dataset": "d", "x": 1},
    {"kind": "remote", "url": "ftp://h", "dataset": "d"}, {"Y": {"base": 2}}, {"layer:": {"base": 2}},
    {"X": {"base": 1}}, {"X": {"base": 0}}, {"X": {}},
)  # fmt: skip


def _documents() -> dict[str, Any]:
    found: dict[str, Any] = {"opaque": {}}
    for number in later.NUMBERS:
        generation = next(each for each in GENERATIONS if each.number == number)
        layout = assembling.assemble(later.base(number))
        found.setdefault(generation.schemas["manifest"], layout.manifest_value)
        for family in generation.families:
            if family.kind == "json" and family.id in layout.values:
                found.setdefault(generation.schemas[family.payload], layout.values[family.id])
    return found


#: schema -> a document that it accepts without a remark
GOOD = _documents()


def wrong(document: Any) -> Iterator[Any]:
    """A document with one value replaced by each of `WRONG`, one member taken out, or one put in."""
    for path in list(_paths(document)):
        for value in WRONG:
            yield _with(document, path, value)
        holder = _at(document, path)
        if isinstance(holder, dict):
            yield _with(document, (*path, "extra"), 1)
            for key in holder:
                yield _without(document, path, key)


def _paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in items:
        yield from _paths(each, (*path, key))


def _at(value: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        value = value[step]
    return value


def _with(document: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    made = deepcopy(document)
    _at(made, path[:-1])[path[-1]] = value
    return made


def _without(document: Any, path: tuple[Any, ...], key: str) -> Any:
    made = deepcopy(document)
    del _at(made, path)[key]
    return made
