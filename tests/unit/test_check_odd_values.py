"""No value in the JSON of a later generation makes a judge stumble: whatever it is, there is a verdict."""

from __future__ import annotations

import copy
import time
from collections.abc import Iterator
from typing import Any

import pytest

from cellucid_session import validate
from cellucid_session.conformance import assembling, later

ODD = (None, True, -1, 2.5, 2**53, "x", [], {}, [[]], [{}], {"x": 1})
VERDICTS = {"valid", "invalid", "inconclusive"}


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a JSON value; of a list the first two."""
    if path:
        yield path
    inner = (
        value.items() if isinstance(value, dict) else enumerate(value[:2]) if isinstance(value, list) else ()
    )
    for key, each in inner:
        yield from places(each, (*path, key))


def changed(value: Any, path: tuple[Any, ...], odd: Any = ...) -> Any:
    """A value with another one at a place, or none."""
    made = copy.deepcopy(value)
    holder = made
    for step in path[:-1]:
        holder = holder[step]
    if odd is ...:
        del holder[path[-1]]
    else:
        holder[path[-1]] = odd
    return made


def verdict(described: dict[str, Any], number: int) -> str:
    return judged(assembling.assemble(described).data, number)


def judged(data: bytes, number: int) -> str:
    return validate(data, generations=frozenset((number,)), early_exit=False).verdict


@pytest.mark.parametrize("number", later.NUMBERS)
def test_of_the_manifest(number: int) -> None:
    base = later.base(number)
    for path in places(base["manifest"]):
        for odd in (..., *ODD):
            described = base | {"manifest": changed(base["manifest"], path, odd)}
            assert verdict(described, number) in VERDICTS, (path, odd)


@pytest.mark.parametrize("name", ["core/field-overlays", "highlights/meta", "analysis/cache-inventory"])
@pytest.mark.parametrize("number", later.NUMBERS)
def test_of_the_registries(number: int, name: str) -> None:
    base = later.base(number)
    at = next((place for place, each in enumerate(base["chunks"]) if each["entry"]["id"] == name), None)
    if at is None:
        return
    value = base["chunks"][at]["payload"]["json"]
    for path in places(value):
        for odd in (..., *ODD[::2]):
            described = later.unshared(base)
            described["chunks"][at]["payload"] = {"json": changed(value, path, odd)}
            assert verdict(described, number) in VERDICTS, (path, odd)


@pytest.mark.parametrize("number", later.NUMBERS)
def test_of_the_entries(number: int) -> None:
    base = later.base(number)
    for at in (0, 1, len(base["chunks"]) - 1):
        for key in base["chunks"][at]["entry"]:
            for odd in (..., *ODD):
                pointer = f"/chunks/{at}/{key}"
                edit = {"remove": pointer} if odd is ... else {"set": pointer, "value": odd}
                data = assembling.assemble(base, ({"level": "manifest-value", **edit},)).data
                assert judged(data, number) in VERDICTS, (at, key, odd)


def test_many_columns_take_no_time() -> None:
    """A dimension that is none, and as many columns: they are not compared with each other."""
    described = later.base(4)
    order = described["manifest"]["datasetFingerprint"]["cellOrder"]
    many = 60_000
    order |= {"dimension": many, "embedding": {"key": "X_umap", "columns": [*range(many)]}}
    data = assembling.assemble(described).data
    began = time.process_time()
    assert judged(data, 4) == "invalid"
    assert time.process_time() - began < 3
