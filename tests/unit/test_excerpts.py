"""The guilty bytes of findings, what stands around them, what they say, and what is not shown."""

from __future__ import annotations

import io

import builders
import pytest

from cellucid_session import validate
from cellucid_session.generated.rule_texts import TEXTS
from cellucid_session.generated.rules import RULES
from cellucid_session.judge import excerpts
from cellucid_session.judge.policy import load
from cellucid_session.model import Finding, Report, Span
from cellucid_session.report.decoded import decoded
from cellucid_session.report.html import render
from cellucid_session.report.html_pictures import LARGEST, pictures

OVERLONG = b"\x83\x00\x01\x03\x81\x00"  # 3 cells: 1, 4, 5; count and last step longer than they need be


def members(codec: str, payload: bytes = OVERLONG) -> bytes:
    return builders.session(
        builders.meta(builders.group("g1", 3, label="T cells")),
        builders.chunk(builders.CELLS + "g1", payload, codec=codec),
    )


def only(report: Report, rule: str) -> Finding:
    (found,) = [finding for finding in report.findings if finding.rule == rule]
    return found


@pytest.mark.parametrize("codec", ["none", "gzip"])
def test_bytes_of_a_payload_are_shown_whether_it_is_compressed_or_not(codec: str) -> None:
    found = only(validate(members(codec)), "uvarint.overlong")
    assert (found.inflated_span, found.excerpt) == (Span(0, 2), "83 00")
    assert found.around is not None
    before, after = found.around
    assert after.startswith("01 03 81 00")
    assert (before == "") == (codec == "gzip")  # the chunk's length stands before a payload in the file


def test_what_stands_around_is_the_files() -> None:
    data = members("gzip") + b"extra"
    found = only(validate(data, early_exit=False), "frame.trailing")
    assert (found.excerpt, found.around) == ("65", (data[-13:-5].hex(" "), "78 74 72 61"))


def test_a_stream_shows_what_it_kept_and_the_same() -> None:
    data = members("gzip")
    assert validate(io.BytesIO(data)).findings == validate(data).findings


def test_nothing_is_shown_of_what_may_be_another_file() -> None:
    secret = b"root:x:0:0:root:/root:/bin/bash"
    for report in (validate(secret), validate(secret, kind="state-snapshots")):
        assert all(found.around is None for found in report.findings)
    assert validate(secret).findings[0].excerpt is None


def test_a_payload_is_not_inflated_far_for_an_excerpt(monkeypatch: pytest.MonkeyPatch) -> None:
    data = members("gzip")
    monkeypatch.setattr(excerpts, "STORED", 4)
    assert only(validate(data), "uvarint.overlong").excerpt is None
    monkeypatch.setattr(excerpts, "STORED", 1 << 20)
    monkeypatch.setattr(excerpts, "ASKED", 0)
    assert only(validate(data), "uvarint.overlong").excerpt is None


#: excerpt of a finding of a rule -> what it says, and a part of what was expected
DECODED = {
    "frame.manifest-length": ("ff ff ff ff", "4,294,967,295 (4 bytes, low byte first)", "1 to 16,777,216"),
    "uvarint.overlong": ("83 00", "3 (2 bytes)", "fewer bytes"),
    "uvarint.too-long": ("ff " * 7 + "ff", "a varint that does not end within 8 bytes", "at most 8 bytes"),
    "gzip.flags": ("e0", "224 (0xe0, 11100000 in bits)", "highest bits 0"),
    "codes.encoding": ("07", "7 (0x07, 00000111 in bits)", "0, 1 or 2"),
    "codes.runs": ("05 02 07", "5 (1 bytes)", "add up"),
    "chunk.kind": ("22 6a 73 22", '"js"', TEXTS["chunk.kind"][0]),
    "json.utf8": ("ff 41", "\\xffA", TEXTS["json.utf8"][0]),
}


@pytest.mark.parametrize("rule", DECODED)
def test_bytes_are_read_as_what_they_stand_for(rule: str) -> None:
    excerpt, found, expected = DECODED[rule]
    pair = decoded(Finding(rule, "", span=Span(0, len(bytes.fromhex(excerpt))), excerpt=excerpt))
    assert pair is not None
    assert pair[0] == found
    assert expected in pair[1]


@pytest.mark.parametrize("rule", RULES)
def test_any_bytes_of_any_rule_are_read_without_harm(rule: str) -> None:
    for excerpt in ("00", "ff" * 16, "1b 5b 32 4a", "e2 80 ae", "3c 73 63 3e", "80"):
        pair = decoded(Finding(rule, "", span=Span(0, 99), excerpt=excerpt))
        assert pair is not None
        assert pair[0].isprintable()
        assert "\u202e" not in pair[0]
    assert decoded(Finding(rule, "")) is None


def test_the_page_shows_found_beside_expected_and_marks_the_bytes() -> None:
    page = render([validate(members("gzip"), early_exit=False)], load("upload"))
    assert "<b>found</b><p><bdi>3 (2 bytes)</bdi></p>" in page
    assert "<b>expected</b><p>the same value in fewer bytes</p>" in page
    assert "<mark>83 00</mark> 01 03 81 00" in page


def test_pictures_show_sizes_and_groups() -> None:
    report = validate(members("gzip"))
    assert report.members == (("T cells", 3, 10),)
    drawn = pictures(report)
    for told in ("Sizes of chunks", "Groups over cells", "<bdi>T cells</bdi>", "3 of 10 (30.0 %)"):
        assert told in drawn
    many = Report(
        verdict="valid",
        size=5000,
        layout=(
            ("magic", 0, 17, None),
            ("length", 17, 21, None),
            ("manifest", 21, 100, None),
            *((f"c{at}", 100 + at, 101 + at, at) for at in range(40)),
        ),
        members=tuple((f"g{at}", at, None) for at in range(40)),
        summary={"groups": 50, "chunks": 40},
    )
    drawn = pictures(many)
    assert f"the largest {LARGEST} of 40" in drawn
    assert f"{50 - LARGEST} more groups" in drawn


def test_repeated_cells_count_once() -> None:
    report = validate(members("gzip", builders.cells([1, 1, 4])))
    assert report.members == (("T cells", 2, 10),)


def test_what_is_not_shown_is_counted_by_level() -> None:
    data = members("gzip") + b"x"
    whole = validate(data, early_exit=False)
    levels = {level: sum(1 for _ in whole.of_level(level)) for level in ("error", "warning", "note")}
    report = validate(data, early_exit=False, max_findings=1)
    assert report.suppressed == len(whole.findings) - 1 == sum(report.hidden.values())
    assert report.hidden == {"error": levels["error"] - 1} | {
        level: number for level, number in levels.items() if number and level != "error"
    }
