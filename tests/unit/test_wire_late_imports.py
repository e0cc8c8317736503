"""numpy and re are imported when enough was read without them, and not before."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from cellucid_session.wire import blocks, patterns
from cellucid_session.wire.patterns import DEAD, DONE, Pattern

LETTERS = Pattern("ab", False, "\0abc", [bytes([0, 1, 0, 0]), bytes([0, 1, DONE, 0])], [])
FIRST = Pattern("ab", True, "\0abc", [bytes([DEAD, 1, DEAD, DEAD]), bytes([DEAD, DEAD, DONE, DEAD])], [])


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A process that has imported neither."""
    fake = SimpleNamespace(modules={})
    for module, name in ((blocks, "_plainly"), (patterns, "_walked")):
        monkeypatch.setattr(module, "sys", fake)
        monkeypatch.setattr(module, name, 0)
    return fake


def test_numpy_comes_after_half_a_mebibyte_that_it_would_have_read_faster(fresh: SimpleNamespace) -> None:
    for _ in range(1000):
        assert blocks.numpy_for(blocks.LEAST - 1) is None  # these never count
    for _ in range(blocks.IMPORT // 4096 - 1):
        assert blocks.numpy_for(4096) is None
    assert blocks.numpy_for(4096) is not None


def test_numpy_is_used_at_once_where_it_is_there(fresh: SimpleNamespace) -> None:
    fresh.modules["numpy"] = None
    assert blocks.numpy_for(blocks.LEAST) is not None


ENDS = {
    "a last byte 7F": (b"\x7f", 0, 1),
    "no end": (b"\x80", 0, 0),
    "a cut one behind": (b"\x01\xff\x7f\xff", 0, 3),
    "none behind the first": (b"\x01\xff", 1, 1),
    "nothing": (b"", 0, 0),
    "from the second": (b"\x01\x02", 1, 2),
}


@pytest.mark.parametrize("case", ENDS)
def test_where_the_last_whole_varint_ends(case: str) -> None:
    data, at, end = ENDS[case]
    assert blocks.last_end(data, at) == end


def test_re_comes_after_so_many_characters(fresh: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    walked: list[str] = []
    walk = Pattern.walk
    monkeypatch.setattr(Pattern, "walk", lambda self, text: walked.append(text) or walk(self, text))
    pattern = Pattern("ab", False, LETTERS._points, LETTERS._rows, [])
    text = "x" * (patterns.PATIENCE // 2 - 1) + "b"
    for wanted in (1, 2, 2, 2):
        assert not pattern(text)
        assert len(walked) == wanted
    assert pattern("xab")
    assert len(walked) == 2


def test_a_process_that_has_re_walks_nothing(fresh: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh.modules["re"] = None
    monkeypatch.setattr(Pattern, "walk", None)
    assert Pattern("ab", False, LETTERS._points, LETTERS._rows, [])("xab")


@pytest.mark.parametrize(
    ("pattern", "found"), [(LETTERS, True), (FIRST, False)], ids=["anywhere", "at the start"]
)
def test_a_pattern_matches_where_it_may(
    pattern: Pattern, found: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patterns, "PATIENCE", -1)
    for way in (pattern, pattern.walk):
        assert way("ab")
        assert way("abx")
        assert way("xab") == found
        assert not way("xb")
