"""A list of sessions from outside: which list is meant, where its entries lead, and how much of it is gathered."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest

from cellucid_session import Judge, Limits
from cellucid_session.check.snapshots import Target, targets

NAME = "b.cellucid-session"

LISTS: dict[str, tuple[Any, list[tuple[Any, ...]]]] = {
    "a list": ([NAME], [(0,)]),
    "states": ({"states": [NAME, NAME]}, [("states", 0), ("states", 1)]),
    "an empty list counts": ({"states": [], "files": [NAME]}, []),
    "null beside a list": ({"states": None, "files": [NAME]}, []),
    "false beside a list": ({"states": False, "files": [NAME]}, []),
    "an empty text beside a list": ({"states": "", "files": [NAME]}, []),
    "nought beside a list": ({"states": 0, "files": [NAME]}, []),
    "true beside a list": ({"states": True, "files": [NAME]}, []),
    "a number beside a list": ({"states": 1, "files": [NAME]}, []),
    "null behind a list": ({"states": [NAME], "snapshots": None}, []),
    "no list at all": ({"more": [NAME]}, []),
    "objects": ([{"path": NAME}, {"path": ""}, {"path": 5}, {}, 5, None], [(0, "path")]),
}


@pytest.mark.parametrize("case", LISTS)
def test_which_entries_there_are(case: str) -> None:
    value, paths = LISTS[case]
    assert [target.path for target in targets(value)] == paths


WHERE: dict[str, tuple[bool, str | None, bool]] = {
    NAME: (False, NAME, True),
    "./a/../x/" + NAME.upper() + "?q=/y#z": (False, "x/" + NAME.upper(), True),
    "a/b": (False, "a/b", False),
    "https://h/x/" + NAME: (True, None, True),
    "http://h?a/" + NAME: (True, None, False),
}


@pytest.mark.parametrize("text", WHERE)
def test_where_a_target_leads(text: str) -> None:
    remote, relative, opens = WHERE[text]
    target = Target((), text)
    assert (target.why, target.remote, target.relative, target.opens) == ("", remote, relative, opens)
    assert target.key == (text if relative is None else relative)


@pytest.mark.parametrize("text", ["", "/a", "../a", "javascript:x", "a\\b", "%2e/a", "a\nb"])
def test_a_target_that_is_refused_leads_nowhere(text: str) -> None:
    target = Target((), text)
    assert target.why
    assert (target.remote, target.relative) == (False, None)


@pytest.mark.parametrize("size", [1, 7, 100])
def test_a_list_is_gathered_up_to_its_budget_and_no_further(size: int) -> None:
    data = f'["{NAME}"]'.encode()
    for budget, verdict in ((len(data), "valid"), (len(data) - 1, "inconclusive")):
        judge = Judge("state-snapshots", limits=Limits(json_bytes=budget))
        for at in range(0, len(data), size):
            judge.feed(data[at : at + size])
        assert judge.consumed == budget
        assert judge.hopeless == (verdict != "valid")
        report = judge.close()
        assert (report.verdict, report.bytes, report.layout, report.members) == (verdict, len(data), (), ())
        assert [found.rule for found in report.findings] == ["budget.json-bytes"] * (verdict != "valid")


def test_a_list_that_is_broken_is_settled_at_its_end() -> None:
    judge = Judge("state-snapshots")
    judge.feed(b"[")
    assert not judge.hopeless
    assert judge.close().verdict == "invalid"
    assert judge.hopeless


@pytest.mark.parametrize("text", ["e\u0301", "\u212b", "\u2126"], ids=ascii)
def test_a_name_that_is_not_composed_is_told(text: str) -> None:
    for name, rules in ((text, ["snapshots.unicode"]), (unicodedata.normalize("NFC", text), [])):
        judge = Judge("state-snapshots")
        judge.feed(f'["{name}{NAME}"]'.encode())
        assert [found.rule for found in judge.close().findings] == rules
