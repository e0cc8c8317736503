"""The header of a table is held against itself, whatever a schema has said of it before; and the chunk's name."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from cellucid_session.check.collector import Collector
from cellucid_session.check.tables import chunk_name, layout
from cellucid_session.wire.source import Fault

INDEX = {"name": "cellIndex", "dtype": "uint32", "byteLength": 8, "encoding": "raw"}
VALUE = {"name": "value", "dtype": "float32", "byteLength": 8}


def header(*columns: Any, rows: Any = 2) -> dict[str, Any]:
    return {"rowCount": rows, "columns": list(columns)}


LAYOUTS: dict[str, tuple[Any, list[tuple[str, int, bool]]]] = {
    "the two columns": (header(INDEX, VALUE), [("cellIndex", 8, True), ("value", 8, True)]),
    "no column": (header(rows=0), []),
    "columns of no bytes": (header({**INDEX, "byteLength": 0}, rows=0), [("cellIndex", 0, True)]),
    "a column of another name": (
        header({"name": "x", "dtype": "uint16", "byteLength": 4}),
        [("x", 4, False)],
    ),
    "a column of another name and no known width": (
        header({"name": "x", "byteLength": 7}),
        [("x", 7, False)],
    ),
    "a column in another encoding": (
        header({**INDEX, "encoding": "zip", "byteLength": 3}),
        [("cellIndex", 3, False)],
    ),
    "a known column of no known width": (
        header({**INDEX, "dtype": "x", "byteLength": 3}),
        [("cellIndex", 3, False)],
    ),
    "a known column of no known width, in twice four bytes for each row": (
        header({**INDEX, "dtype": "uint64", "byteLength": 16}),
        [("cellIndex", 16, False)],
    ),
    "narrower items than the column has": (
        header({**INDEX, "dtype": "uint16", "byteLength": 4}),
        [("cellIndex", 4, False)],
    ),
    "items of another dtype, in four bytes for each row": (
        header({**INDEX, "dtype": "uint16", "byteLength": 8}),
        [("cellIndex", 8, True)],
    ),
    "wider items than the column has": (
        header({**VALUE, "dtype": "float64", "byteLength": 16}),
        [("value", 16, False)],
    ),
}

REFUSED: dict[str, tuple[Any, str]] = {
    "no object": ([], "table.header"),
    "no row count": ({"columns": []}, "table.header"),
    "a row count that is a text": (header(rows="2"), "table.header"),
    "a row count that is true": (header(rows=True), "table.header"),
    "a row count below zero": (header(rows=-1), "table.header"),
    "no columns": ({"rowCount": 0}, "table.header"),
    "columns that are an object": ({"rowCount": 0, "columns": {}}, "table.header"),
    "a column that is a text": (header("cellIndex"), "table.header"),
    "a column without a name": (header({"byteLength": 8}), "table.header"),
    "a column whose name is a number": (header({**INDEX, "name": 1}), "table.header"),
    "a column without a length": (header({"name": "cellIndex"}), "table.header"),
    "a column whose length is a text": (header({**INDEX, "byteLength": "8"}), "table.header"),
    "a column whose length is below zero": (header({**INDEX, "byteLength": -1}), "table.header"),
    "a second column of a wrong length": (header(INDEX, {**VALUE, "byteLength": 12}), "table.column"),
    "a column that is too short": (header({**INDEX, "byteLength": 4}), "table.column"),
    "a column that is too long": (header({**INDEX, "byteLength": 12}), "table.column"),
}


@pytest.mark.parametrize("case", LAYOUTS)
def test_a_header_gives_its_columns(case: str) -> None:
    value, columns = LAYOUTS[case]
    assert layout(value, None, 4, 90) == columns  # type: ignore[arg-type]


@pytest.mark.parametrize("case", REFUSED)
def test_a_header_is_refused_with_its_own_bytes(case: str) -> None:
    value, rule = REFUSED[case]
    with pytest.raises(Fault) as caught:
        layout(value, None, 4, 90)  # type: ignore[arg-type]
    assert (caught.value.rule, caught.value.start, caught.value.end) == (rule, 4, 90)


NAMES = {
    "a/b/c": None,
    "a%20b/%c3%A9/c": None,
    "a/%20x/c": None,
    "a/b": "the id has 2 parts after its prefix",
    "a/b/c/d": "the id has 4 parts after its prefix",
    "a//c": "a part is empty or badly escaped",
    "a/b/": "a part is empty or badly escaped",
    "a/%/c": "a part is empty or badly escaped",
    "a/%2/c": "a part is empty or badly escaped",
    "a/b/%2g": "a part is empty or badly escaped",
    "a/%20%/c": "a part is empty or badly escaped",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_has_three_escaped_parts(name: str) -> None:
    collector = Collector(10)
    entry = SimpleNamespace(rest=name, id=f"analysis/artifacts/{name}", path=lambda key: ("chunks", 0, key))
    chunk_name(SimpleNamespace(collector=collector, entry=entry))  # type: ignore[arg-type]
    told = [(each.rule, each.detail, each.chunk, each.path) for each in collector.since(0)]
    path = ("chunks", 0, "id")
    assert told == ([] if NAMES[name] is None else [("table.id", NAMES[name], entry.id, path)])
