"""What the rules of the outline say of a manifest's time, and of entries beside each other, rule by rule."""

from __future__ import annotations

import calendar
from typing import Any

import builders as b
import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from cellucid_session import validate
from cellucid_session.check import outline
from cellucid_session.check.entries import Entries
from cellucid_session.generated.families import EXACT

Told = list[tuple[Any, ...]]
AT = ("chunks", 1)
FOREIGN = "no known family has this id"


def told(check: Any, of: Any) -> Told:
    """(rule, chunk, path, detail, contributor) of what a rule adds."""
    found: Told = []

    def add(
        rule: str, detail: str, *, path: Any, chunk: str | None = None, contributor: str | None = None
    ) -> None:
        found.append((rule, chunk, path, detail, contributor))

    check(of, add)
    return found


def refuses(time: Any) -> bool:
    found = told(outline.created_at, {"createdAt": time})
    assert [(rule, path) for rule, _, path, _, _ in found] in ([], [("manifest.created-at", ("createdAt",))])
    return bool(found)


@pytest.mark.parametrize("year", [1, 1600, 1700, 1900, 1999, 2000, 2004, 2023, 2024, 2100, 2400, 9996])
def test_the_days_are_those_of_the_calendar(year: int) -> None:
    for month in range(1, 13):
        last = calendar.monthrange(year, month)[1]
        for day in range(1, 32):
            assert refuses(f"{year:04}-{month:02}-{day:02}T03:04:05Z") == (day > last), (month, day)


LEAP_SECONDS = {
    "23:59:60Z": False,
    "23:58:60Z": True,
    "00:00:60Z": True,
    "23:59:60.25+00:00": False,
    "00:59:60+01:00": False,
    "05:44:60+05:45": False,
    "05:45:60+05:45": True,
    "05:14:60+05:45": True,
    "20:29:60-03:30": False,
    "20:14:60-03:45": False,
    "20:44:60-03:45": True,
    "20:28:60-03:30": True,
    "23:58:59Z": False,
    # what the form forbids is told by the form
    "23:58:61Z": False,
    "23:59:60.25": False,
    "23:59:60+00:x0": False,
    "23:59:60": False,
}


@pytest.mark.parametrize("time", LEAP_SECONDS)
def test_a_leap_second_ends_an_hour_of_utc(time: str) -> None:
    assert refuses(f"2016-12-31T{time}") == LEAP_SECONDS[time]


NO_TIMES = (None, 5, "", "soon", "2025-02-30", "2025-2-30T03:04:05Z", "2025-13-31T03:04:05Z",
            "2025-00-31T03:04:05Z", "2025-02-32T03:04:05Z", "2025-04-32T03:04:05Z", "2025-02-30T03:04",
            "2025-02-30T03:\u00b2\u00b3:05Z", "\uff12\uff10\uff12\uff15-02-30T03:04:05Z")  # fmt: skip


@pytest.mark.parametrize("time", NO_TIMES, ids=ascii)
def test_a_form_that_is_none_is_told_by_the_schema_alone(time: Any) -> None:
    assert not refuses(time)
    assert told(outline.created_at, {}) == []


@pytest.mark.parametrize("digits", ["\u00b2\u00b3", "\u0663\u0663", "x0"], ids=ascii)
def test_an_offset_in_other_digits_is_told_once_and_breaks_nothing(digits: str) -> None:
    time = {"createdAt": f"2016-12-31T23:59:60+01:{digits}"}
    report = validate(b.session(b.chunk("core/state", {}), manifest=time))
    assert report.verdict == "invalid"
    assert [found.rule for found in report.findings] == ["manifest.created-at"]


def entries(*chunks: Any) -> Entries:
    made = [b.chunk(each, b"{}") if isinstance(each, str) else each for each in chunks]
    return Entries([each.entry for each in made])


def test_an_id_that_is_there_twice_names_the_first() -> None:
    of = entries("x/a", "x/b", "x/a", "x/c", "x/b", "x/a")
    assert told(outline.id_duplicate, of) == [
        ("chunk.id-duplicate", name, ("chunks", index, "id"), f"entry {first} has this id already", None)
        for index, name, first in ((2, "x/a", 0), (4, "x/b", 1), (5, "x/a", 0))
    ]
    assert told(outline.id_duplicate, entries("x/a", "x/b")) == []


CONFUSABLE: dict[str, tuple[list[str], dict[int, int]]] = {
    "capitals behind": (["x/a", "x/b", "X/A"], {2: 0}),
    "capitals in front": (["X/A", "x/b", "x/a"], {2: 0}),
    "the same id is no other": (["x/A", "x/A"], {}),
    "capitals that are alone": (["x/A", "x/b"], {}),
    "a third one is held against the first": (["x/a", "x/A", "x/a"], {1: 0}),
    "beyond ASCII": (["x/\u00e9", "x/\u00c9"], {1: 0}),
    "two that differ beyond ASCII": (["x/\u00e9", "x/\u00e8", "x/\u00e0"], {}),
    "an accent of its own": (["x/e\u0301", "x/\u00e9"], {1: 0}),
    "a wide letter": (["x/a", "x/\uff21"], {1: 0}),
    "a letter of two": (["x/ss", "x/\u00df"], {1: 0}),
    "a script letter, which is a capital only when it is plain": (["x/h", "x/\u210b"], {1: 0}),
    "what is not seen": (["x/a", "x/a\u200d", "x/\u202ea"], {1: 0, 2: 0}),
    "parts around a line feed": (["A\nb", "a\nB"], {1: 0}),
    "lines that are the same, of ids that are not": (["a\nb", "B\nc"], {}),
    "beside one with a line feed": (["A", "a", "x\ny"], {1: 0}),
}


@pytest.mark.parametrize("case", CONFUSABLE)
def test_ids_that_look_the_same_name_the_first(case: str) -> None:
    ids, wanted = CONFUSABLE[case]
    rule, says = "chunk.id-confusable", "the id of entry {} looks the same and is another"
    assert told(outline.id_confusable, entries(*ids)) == [
        (rule, ids[index], ("chunks", index, "id"), says.format(first), None)
        for index, first in wanted.items()
    ]


CELLS, CODES, STATE, PANELS = b.CELLS + "g", b.CODES + "f", "core/state", "ui/dockable-layout"
#: id, changes of its entry -> rule, key and detail of what is said
FAMILY: dict[str, tuple[str, dict[str, Any], tuple[str, str, str] | None]] = {
    "as it is": (STATE, {}, None),
    "a foreign one": ("x/y", {"contributorId": "me"}, ("chunk.foreign", "id", FOREIGN)),
    "a text said to be binary": (
        STATE,
        {"kind": "binary"},
        ("chunk.family-kind", "kind", "core state is json, the entry says binary"),
    ),
    "cells said to be a text": (
        CELLS,
        {"kind": "json"},
        ("chunk.family-kind", "kind", "highlight cells is binary, the entry says json"),
    ),
    **{
        f"by {contributor}": (
            STATE,
            {"contributorId": contributor},
            (
                "chunk.family-contributor",
                "contributorId",
                "core state belongs to the contributor core-state",
            ),
        )
        for contributor in ("another", "zebra")
    },
    "state said to fit any data set": (
        STATE,
        {"datasetDependent": False},
        ("chunk.dataset-flag", "datasetDependent", "core state depends on the data set"),
    ),
    "panels said to need a data set": (
        PANELS,
        {"datasetDependent": True},
        ("chunk.layout-flag", "datasetDependent", "floating panels does not depend on the data set"),
    ),
    "state said to be lazy": (
        STATE,
        {"priority": "lazy"},
        ("chunk.family-priority", "priority", "core state is usually eager"),
    ),
    "cells said to be eager": (
        CELLS,
        {"priority": "eager"},
        ("chunk.family-priority", "priority", "highlight cells is usually lazy"),
    ),
    "codes that are eager": (CODES, {"priority": "eager"}, None),
    "codes that are lazy": (CODES, {"priority": "lazy"}, None),
}


@pytest.mark.parametrize("case", FAMILY)
def test_an_entry_is_what_its_family_is(case: str) -> None:
    chunk_id, changes, wanted = FAMILY[case]
    found = told(
        outline.family_rules, entries("x/first", b.chunk(chunk_id, b"{}", **changes), "core/field-overlays")
    )
    first = ("chunk.foreign", "x/first", ("chunks", 0, "id"), FOREIGN, "other")
    contributor = changes["contributorId"] if chunk_id == "x/y" else None
    assert found == [first] + (
        [] if wanted is None else [(wanted[0], chunk_id, (*AT, wanted[1]), wanted[2], contributor)]
    )


@pytest.mark.parametrize(
    ("stages", "wanted"),
    [("", ()), ("eee", ()), ("lll", ()), ("eel", ()), ("lel", (1,)), ("ele", (2,)), ("lelee", (1, 3, 4))],
)
def test_the_eager_ones_come_first(stages: str, wanted: tuple[int, ...]) -> None:
    names = {"e": "eager", "l": "lazy"}
    of = entries(*(b.chunk(f"x/{at}", b"{}", priority=names[each]) for at, each in enumerate(stages)))
    says = "an eager chunk after a lazy one"
    assert told(outline.order, of) == [
        ("chunk.order", f"x/{at}", ("chunks", at, "priority"), says, None) for at in wanted
    ]


MANY = (b.CELLS + "1", b.CODES + "1", "x/y", b.CELLS + "2", b.CODES + "2")
FOLLOWING: dict[str, tuple[tuple[str, ...], dict[int, str]]] = {
    "no registry": (MANY, {}),
    "registries in front": ((b.META, b.OVERLAYS, *MANY), {}),
    "registries behind": ((*MANY, b.META, b.OVERLAYS), {0: b.META, 1: b.OVERLAYS, 3: b.META, 4: b.OVERLAYS}),
    "one in front, the other in between": ((b.META, *MANY[:3], b.OVERLAYS, *MANY[3:]), {2: b.OVERLAYS}),
    "one second, the other is not there": ((MANY[0], b.META, *MANY[1:]), {0: b.META}),
    "the other one second": ((MANY[1], b.OVERLAYS, MANY[0]), {0: b.OVERLAYS}),
    "one behind, and what fills the other first": ((MANY[1], "x/y", b.META), {}),
    "the first of two registries counts": ((b.META, MANY[0], b.META, b.OVERLAYS), {}),
}


@pytest.mark.parametrize("case", FOLLOWING)
def test_a_chunk_comes_after_the_registry_that_it_fills(case: str) -> None:
    ids, wanted = FOLLOWING[case]
    rules = {b.META: "chunk.meta-order", b.OVERLAYS: "chunk.overlays-order"}
    assert told(outline.follows, entries(*ids)) == [
        (rules[registry], ids[at], ("chunks", at, "id"), f"it comes before {registry}", None)
        for at, registry in wanted.items()
    ]
    assert {b.META, b.OVERLAYS} <= set(EXACT)


#: edges by entry, as texts of ids -> (entry, number of the edge or None, what is said of it)
DEPENDING: dict[str, tuple[tuple[str, ...], Told]] = {
    "nothing": (("", "", ""), []),
    "what comes before": (("", "a", "ab"), []),
    "what is not there, before what comes later": (("xc", "", ""), [(0, 0, "unknown"), (0, 1, "later")]),
    "what comes later": (("b", "", ""), [(0, 0, "later")]),
    "itself": (("", "b", ""), [(1, None, "cycle")]),
    "itself, among others": (("", "aba", ""), [(1, None, "cycle")]),
    "each other": (("b", "a", ""), [(0, 0, "later"), (1, None, "cycle")]),
    "a circle of three": (("b", "c", "a"), [(0, 0, "later"), (1, 0, "later"), (2, None, "cycle")]),
    "a circle that is come upon late": (("", "ac", "b"), [(1, 1, "later"), (2, None, "cycle")]),
    "two circles through one": (
        ("bc", "a", "a"),
        [(0, 0, "later"), (0, 1, "later"), (1, None, "cycle"), (2, None, "cycle")],
    ),
    "two ways to one": (("bc", "c", ""), [(0, 0, "later"), (0, 1, "later"), (1, 0, "later")]),
}


@pytest.mark.parametrize("case", DEPENDING)
def test_what_chunks_depend_on(case: str) -> None:
    edges, wanted = DEPENDING[case]
    of = entries(
        *(
            b.chunk(name, b"{}", dependsOn=list(to) if to else b.ABSENT)
            for name, to in zip("abc", edges, strict=True)
        )
    )
    assert [(rule, chunk, path) for rule, chunk, path, _, _ in told(outline.depends, of)] == [
        (
            f"chunk.depends-{what}",
            "abc"[at],
            ("chunks", at, "dependsOn", *([] if number is None else [number])),
        )
        for at, number, what in wanted
    ]


def test_of_two_with_one_id_the_first_is_meant() -> None:
    of = entries("a", b.chunk("b", b"{}", dependsOn=["a"]), "a")
    assert told(outline.depends, of) == []


def circling(graph: dict[int, list[int]]) -> set[int]:
    """The nodes from which a way leads back to them."""
    found = set()
    for start in graph:
        seen: set[int] = set()
        left = list(graph[start])
        while left:
            node = left.pop()
            if node not in seen:
                seen.add(node)
                left += graph.get(node, ())
        if start in seen:
            found.add(start)
    return found


@given(st.dictionaries(st.integers(0, 7), st.lists(st.integers(0, 9), max_size=4), max_size=8))
def test_circles_are_found_where_there_are_some(graph: dict[int, list[int]]) -> None:
    around, found = circling(graph), outline._closing(graph)
    event(f"{len(around)} in circles")
    assert found == sorted(set(found))
    assert set(found) <= around
    # every circle has one of them
    assert not circling({node: edges for node, edges in graph.items() if node not in found})


def test_a_chain_of_all_entries_is_walked_without_recursion() -> None:
    of = Entries([{"id": str(at), "dependsOn": [str(at + 1)]} for at in range(5000)] + [{"id": "5000"}])
    assert len(told(outline.depends, of)) == 5000
