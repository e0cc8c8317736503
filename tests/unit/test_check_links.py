"""What groups and fields are held to when their chunks have been read, from facts made by hand."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from cellucid_session.check import links

KNOWN = {"n_obs": 10, "n_vars": 7}
NOBODY = {"n_obs": None, "n_vars": None}


def facts(**given: Any) -> Any:
    return SimpleNamespace(
        **(
            {"members": {}, "groups": {}, "codes": {}, "fields": {}, "read": set(), "entries": NO_CHUNKS}
            | KNOWN
            | given
        )
    )


NO_CHUNKS = SimpleNamespace(ids=[])


def field(
    source: str = "obs", categories: int | None = 3, length: int | None = None, markers: Any = (255,)
) -> Any:
    return SimpleNamespace(
        source=source, categories=categories, length=length, markers=markers, path=("f", 0)
    )


def group(cell_count: int | None) -> Any:
    return SimpleNamespace(cell_count=cell_count, path=("p", 0))


def held(length: int = 10, judged: bool = True, highest: int = 2, seen: tuple[int, ...] = ()) -> Any:
    return SimpleNamespace(
        entry="entry", stored=(5, 9), length=length, count=length, judged=judged, highest=highest, seen=seen
    )


LENGTHS = {
    "cells": (field("obs"), KNOWN, (10,)),
    "cells of nobody knows how many": (field("obs"), NOBODY, None),
    "cells, the variables unknown": (field("obs"), {"n_obs": 10, "n_vars": None}, (10,)),
    "variables": (field("var"), KNOWN, (10, 7)),
    "a field that is not known": (None, KNOWN, (10, 7)),
    "a field that is not known, and cells neither": (None, {"n_obs": None, "n_vars": 7}, None),
    "a field that is not known, and variables neither": (None, {"n_obs": 10, "n_vars": None}, None),
    "variables of nobody knows how many": (field("var"), {"n_obs": 10, "n_vars": None}, None),
}


@pytest.mark.parametrize("case", LENGTHS)
def test_how_many_codes_there_may_be(case: str) -> None:
    of, known, allowed = LENGTHS[case]
    assert links.allowed_lengths(of, facts(**known)) == allowed


ORPHAN = ("cells.orphan", {"entry": "entry", "key": "id"})
HINT = ("cells.count-hint", {"registry": links.META, "path": ("p", 0, "cellCount")})
MISSING = ("cells.missing", {"registry": links.META, "path": ("p", 0, "cellCount")})

GROUPS = {
    "a group with its cells": ({"a": held(10)}, {"a": group(10)}, []),
    "a group that says nothing of its number": ({"a": held(10)}, {"a": group(None)}, []),
    "cells of no group": ({"a": held(10)}, {}, [ORPHAN]),
    "fewer cells than the group says": ({"a": held(9)}, {"a": group(10)}, [HINT]),
    "more cells than the group says": ({"a": held(11)}, {"a": group(10)}, [HINT]),
    "a group that says none": ({"a": held(1)}, {"a": group(0)}, [HINT]),
    "a group without its cells": ({}, {"a": group(1)}, [MISSING]),
    "a group of no cells, and no chunk": ({}, {"a": group(0)}, []),
    "a group that says nothing, and no chunk": ({}, {"a": group(None)}, []),
    "two groups, one of them without": ({"a": held(3)}, {"a": group(3), "b": group(2)}, [MISSING]),
    "an orphan before another": ({"a": held(3), "b": held(4)}, {"b": group(5)}, [ORPHAN, HINT]),
}


def told(check: Any, of: Any) -> list[tuple[str, dict[str, Any]]]:
    found: list[tuple[str, dict[str, Any]]] = []
    check(of, lambda rule, detail, **place: found.append((rule, place)))
    return found


@pytest.mark.parametrize("case", GROUPS)
def test_groups_and_their_cells(case: str) -> None:
    members, groups, found = GROUPS[case]
    assert told(links.members, facts(members=members, groups=groups)) == found


STORED = {"entry": "entry", "span": (5, 9)}
AT_ID = {"entry": "entry", "key": "id"}
LENGTH_HINT = ("overlays.codes-length-hint", {"registry": links.OVERLAYS, "path": ("f", 0, "codesLength")})

FIELDS = {
    "a field with its codes": (held(), field(), {}, []),
    "codes of no field": (held(), None, {}, [("codes.orphan", AT_ID)]),
    "codes of a continuous field": (held(), field(categories=None), {}, [("codes.orphan", AT_ID)]),
    "another number of codes": (held(9), field(), {}, [("codes.length", STORED)]),
    "any number where nobody knows": (held(9), field(), NOBODY, []),
    "as many as variables, for cells": (held(7), field(), {}, [("codes.length", STORED)]),
    "as many as variables, for variables": (held(7), field("var"), {}, []),
    "the last category": (held(judged=False, highest=2), field(), {}, []),
    "a code beyond the categories": (
        held(judged=False, highest=3),
        field(),
        {},
        [("codes.category", STORED)],
    ),
    "it was said while they were read": (held(judged=True, highest=3), field(), {}, []),
    "any code where there is no category": (
        held(judged=False, highest=0),
        field(categories=0),
        {},
        [("codes.category", STORED)],
    ),
    "no code where there is no category": (held(judged=False, highest=-1), field(categories=0), {}, []),
    "the marker": (held(judged=False, seen=(255,)), field(), {}, []),
    "another field's marker": (held(judged=False, seen=(65535,)), field(), {}, [("codes.category", STORED)]),
    "a number that could be a marker and is a category": (
        held(judged=False, seen=(255,)),
        field(categories=256, markers=()),
        {},
        [],
    ),
    "a number that could be a marker, one too far": (
        held(judged=False, seen=(255,)),
        field(categories=255, markers=()),
        {},
        [("codes.category", STORED)],
    ),
    "as many cells as variables": (held(), field("var"), {"n_vars": 10}, [("codes.ambiguous-axis", AT_ID)]),
    "fewer cells than variables": (held(), field("var"), {"n_vars": 12}, []),
    "as many cells as variables, for cells": (held(), field(), {"n_vars": 10}, []),
    "cells and variables are unknown": (held(), field("var"), NOBODY, []),
    "the length that it says": (held(), field(length=10), {}, []),
    "more than it says": (held(), field(length=9), {}, [LENGTH_HINT]),
    "fewer than it says": (held(), field(length=11), {}, [LENGTH_HINT]),
}


@pytest.mark.parametrize("case", FIELDS)
def test_fields_and_their_codes(case: str) -> None:
    codes, of, known, found = FIELDS[case]
    fields = {} if of is None else {"a": of}
    assert told(links.codes, facts(codes={"a": codes}, fields=fields, **known)) == found


def test_one_orphan_does_not_end_the_rest() -> None:
    both = {"a": held(), "b": held(9)}
    found = told(links.codes, facts(codes=both, fields={"b": field()}))
    assert [rule for rule, _ in found] == ["codes.orphan", "codes.length"]


def test_an_orphan_says_what_is_missing() -> None:
    said: list[str] = []
    of = facts(codes={"a": held(), "b": held()}, fields={"b": field(categories=None)})
    links.codes(of, lambda rule, detail, **place: said.append(detail))
    assert said == ["the registry has no such field", "the field is continuous and has no codes"]
