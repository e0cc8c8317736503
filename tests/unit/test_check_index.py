"""The outline of a session alone, fed from where it wants bytes, in pieces of any size."""

from __future__ import annotations

from typing import Any

import builders
import pytest

from cellucid_session.check.collector import Collector
from cellucid_session.check.index import IndexJudge
from cellucid_session.model import DatasetFacts, Limits

PAYLOADS = [b"a" * 40, b"", b"b" * 7]
CHUNKS = [builders.chunk(f"x/{at}", data, kind="binary", codec="none") for at, data in enumerate(PAYLOADS)]


def outline(data: bytes, size: int) -> tuple[IndexJudge, list[str]]:
    collector = Collector(10)
    judge = IndexJudge(collector, Limits(), DatasetFacts(), True, len(data))
    while not judge.over and judge.position < len(data):
        judge.feed(data[judge.position : judge.position + size])
    judge.end()
    errors = [found.rule for found in collector.findings(str, str) if found.level == "error"]
    return judge, errors


@pytest.mark.parametrize("size", [1, 2, 3, 5, 17, 64, 10_000])
def test_frames_are_found_without_their_bytes(size: int) -> None:
    data = builders.session(*CHUNKS)
    judge, errors = outline(data, size)
    assert errors == []
    assert [data[start : start + length] for start, length in judge.frames] == PAYLOADS
    assert [entry["id"] for entry in judge.value["chunks"]] == ["x/0", "x/1", "x/2"]
    assert judge.complete
    assert judge.consumed == len(data)


WRONG: dict[str, Any] = {"more than there is": 41, "less than there is": 39, "nothing": 0}


@pytest.mark.parametrize("case", WRONG)
@pytest.mark.parametrize("size", [1, 10_000])
def test_a_frame_is_as_long_as_its_entry_says(case: str, size: int) -> None:
    wrong = builders.chunk("x/0", PAYLOADS[0], kind="binary", codec="none", storedBytes=WRONG[case])
    judge, errors = outline(builders.session(wrong, CHUNKS[2]), size)
    assert errors == ["chunk.stored-bytes-mismatch"]
    assert judge.frames == []


def test_a_cut_file_is_judged_as_far_as_its_last_whole_frame_begins() -> None:
    data = builders.session(*CHUNKS)
    judge, errors = outline(data[:-3], 10_000)
    assert errors == ["frame.chunk-truncated"]
    assert not judge.complete
    assert [length for _, length in judge.frames][:2] == [40, 0]


def test_what_was_judged_ends_where_the_last_frame_begins() -> None:
    data = builders.session(*CHUNKS)
    begins = [data.rindex(payload) for payload in (PAYLOADS[0], PAYLOADS[2])]
    judge = IndexJudge(Collector(10), Limits(), DatasetFacts(), True, len(data))
    judge.feed(data[: begins[0] + 4])
    assert judge.consumed == begins[0]
    assert judge.position == begins[0] + 40
    judge.feed(data[judge.position :])
    assert judge.consumed == begins[1]
    judge.end()
    assert judge.consumed == len(data)
