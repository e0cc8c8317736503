"""What is taken from the two registries, and said of them, whatever their types are: no value breaks it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from cellucid_session.check.shapes import field_overlays, highlights_meta, unassigned_codes

ODD: list[Any] = [None, 5, 1.5, True, [], {}, "", " ", "x"]
Told = list[tuple[str, tuple[Any, ...]]]


def run(check: Any, value: Any) -> tuple[Any, Told]:
    facts = SimpleNamespace(groups={}, fields={}, pages=-1, read=set())
    told: Told = []
    check(value, facts, SimpleNamespace(id="registry"), lambda rule, detail, path: told.append((rule, path)))
    return facts, told


def page(page_id: Any = "p", *groups: Any, **more: Any) -> dict[str, Any]:
    return {"id": page_id, "highlightedGroups": list(groups)} | more


def meta(*pages: Any, **more: Any) -> dict[str, Any]:
    return {"pages": list(pages)} | more


PAGES: dict[str, tuple[Any, Told, int]] = {
    "two pages": (meta(page("a"), page("b")), [], 2),
    "no pages": (meta(), [], 0),
    "one id twice": (
        meta(page("a"), page("b"), page("a")),
        [("meta.page-id-duplicate", ("pages", 2, "id"))],
        2,
    ),
    "an active page that is there": (meta(page("a"), activePageId="a"), [], 1),
    "an active page that is not": (
        meta(page("a"), activePageId="b"),
        [("meta.active-page", ("activePageId",))],
        1,
    ),
    "an active page where there is none at all": (
        meta(activePageId="b"),
        [("meta.active-page", ("activePageId",))],
        0,
    ),
    "an active page that is no text": (meta(page("a"), activePageId=5), [], 1),
    "pages without an id": (meta({}, {}, page(5), page(5)), [], 0),
    "no object": ([page("a")], [], 0),
    "pages that are no list": ({"pages": page("a")}, [], 0),
    "a page that is none": (meta("a", page("b")), [], 1),
}


@pytest.mark.parametrize("case", PAGES)
def test_pages(case: str) -> None:
    value, wanted, count = PAGES[case]
    facts, told = run(highlights_meta, value)
    assert (told, facts.pages) == (wanted, count)


GROUPS: dict[str, tuple[list[Any], Told, dict[str, Any]]] = {
    "a group": ([{"id": "g", "cellCount": 3, "label": "G"}], [], {"g": ("g", 3, "G", 0)}),
    "an id is trimmed": ([{"id": " g\t"}], [], {"g": ("g", None, None, 0)}),
    "a blank id is none": ([{"id": ""}, {"id": "  "}, {"id": 5}, {}], [], {}),
    "a label that is no text is none": ([{"id": "g", "label": 5}], [], {"g": ("g", None, None, 0)}),
    "a count that is no whole number is none": (
        [{"id": "g", "cellCount": "3"}],
        [],
        {"g": ("g", None, None, 0)},
    ),
    "the first of two with one id counts": (
        [{"id": "g", "cellCount": 1}, {"id": "g ", "cellCount": 2}],
        [("meta.group-id-duplicate", ("pages", 0, "highlightedGroups", 1, "id"))],
        {"g": ("g", 1, None, 0)},
    ),
    "a range the wrong way round": (
        [{"rangeMin": 2, "rangeMax": 1.5}],
        [("meta.range", ("pages", 0, "highlightedGroups", 0, "rangeMin"))],
        {},
    ),
    "a range of one value": ([{"rangeMin": 2, "rangeMax": 2.0}], [], {}),
    "a range with a text for its beginning": ([{"rangeMin": "2", "rangeMax": 1}], [], {}),
    "a range with a text for its end": ([{"rangeMin": 2, "rangeMax": "1"}], [], {}),
    "a range without an end": ([{"rangeMin": 2}], [], {}),
    "a range without a beginning": ([{"rangeMax": 2}], [], {}),
}


@pytest.mark.parametrize("case", GROUPS)
def test_groups(case: str) -> None:
    groups, wanted, taken = GROUPS[case]
    facts, told = run(highlights_meta, meta(page("a", *groups)))
    assert told == wanted
    assert {
        key: (each.id, each.cell_count, each.label, each.path[3]) for key, each in facts.groups.items()
    } == taken


def test_a_group_id_is_one_over_all_pages() -> None:
    facts, told = run(highlights_meta, meta(page("a", {"id": "g"}), page("b", {"id": "g"})))
    assert told == [("meta.group-id-duplicate", ("pages", 1, "highlightedGroups", 0, "id"))]
    assert facts.groups["g"].path == ("pages", 0, "highlightedGroups", 0)


def field(**given: Any) -> dict[str, Any]:
    return {"id": "f", "kind": "category", "source": "obs", "categories": ["a", "b"]} | given


FIELDS: dict[str, tuple[Any, Any]] = {
    "of cells": (field(), ("f", "obs", 2, (255,), None)),
    "of variables": (field(source="var"), ("f", "var", 2, (255,), None)),
    "of neither": (field(source="x"), ("f", "obs", 2, (255,), None)),
    "an id is trimmed": (field(id=" f "), ("f", "obs", 2, (255,), None)),
    "a wide one": (field(codesType="Uint16Array"), ("f", "obs", 2, (255, 65535), None)),
    "a length": (field(codesLength=9), ("f", "obs", 2, (255,), 9)),
    "a length that is no whole number": (field(codesLength="9"), ("f", "obs", 2, (255,), None)),
    "a continuous one": (field(kind="continuous"), ("f", "obs", None, (), None)),
    "a category without categories": (field(categories=None), ("f", "obs", None, (), None)),
    "categories that are no list": (field(categories="ab"), ("f", "obs", None, (), None)),
    "a blank id": (field(id=" "), None),
    "an id that is no text": (field(id=5), None),
}


@pytest.mark.parametrize("case", FIELDS)
def test_fields(case: str) -> None:
    given, wanted = FIELDS[case]
    facts, told = run(field_overlays, {"userDefinedFields": [given]})
    taken = [
        (each.id, each.source, each.categories, each.markers, each.length) for each in facts.fields.values()
    ]
    assert (taken, told) == ([] if wanted is None else [wanted], [])


def test_a_field_that_is_passed_over_does_not_end_the_rest() -> None:
    given = [field(id=""), field(id="a"), field(id="a", categories=[]), "x", field(id="b")]
    facts, told = run(field_overlays, {"userDefinedFields": given})
    assert list(facts.fields) == ["a", "b"]
    assert facts.fields["a"].categories == 2
    assert [each.path for each in facts.fields.values()] == [("userDefinedFields", at) for at in (1, 4)]
    assert told == [("overlays.field-id-duplicate", ("userDefinedFields", 2, "id"))]


CATEGORIES: dict[str, tuple[dict[str, Any], list[int]]] = {
    "each once": (field(), []),
    "two of them twice": (field(categories=["a", "b", "a", "b", "c"]), [2, 3]),
    "what is no text is told by the schema": (field(categories=[1, 1, None, None, [], []]), []),
    "those of a continuous field": (field(kind="continuous", categories=["a", "a"]), []),
    "those of a field without an id": (field(id="", categories=["a", "a"]), [1]),
    "no list": (field(categories="aa"), []),
}


@pytest.mark.parametrize("case", CATEGORIES)
def test_categories_are_told_apart_by_name(case: str) -> None:
    given, wanted = CATEGORIES[case]
    _, told = run(field_overlays, {"userDefinedFields": [given]})
    rule = "overlays.category-duplicate"
    assert told == [(rule, ("userDefinedFields", 0, "categories", at)) for at in wanted]


@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_no_type_breaks_it(odd: Any) -> None:
    for value in (
        odd,
        {"pages": odd},
        meta(odd),
        meta(page(odd, odd, {"id": odd, "rangeMin": odd}), activePageId=odd),
    ):
        run(highlights_meta, value)
    for value in (
        odd,
        {"userDefinedFields": odd},
        {"userDefinedFields": [odd, field(kind=odd), field(categories=odd)]},
    ):
        run(field_overlays, value)


@pytest.mark.parametrize(
    ("categories", "kind", "codes"),
    [
        (None, "Uint16Array", ()),
        (0, None, (255,)),
        (255, "Uint8Array", (255,)),
        (256, "Uint8Array", ()),
        (255, "Uint16Array", (255, 65535)),
        (256, "Uint16Array", (65535,)),
    ],
)
def test_which_codes_mean_none(categories: int | None, kind: object, codes: tuple[int, ...]) -> None:
    assert unassigned_codes(categories, kind) == codes
