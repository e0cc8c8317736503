"""FR-20, FR-21, FR-22: a session that is cut or changed anywhere gets an answer, and always the same one."""

from __future__ import annotations

import pytest
from attacking import Attack, fed, said
from builders import CELLS, CODES, cells, chunk, codes, field, group, meta, overlays, session, typical

from cellucid_session import validate

WHOLE = typical()
LITTLE = session(
    overlays(field("f")),
    meta(group("g", 2)),
    chunk(CODES + "f", codes([0, 1] * 5, encoding=2), codec="none"),
    chunk(CELLS + "g", cells([1, 4])),
)
MIX = 0x9E3779B1


def test_fr20_every_prefix_is_invalid() -> None:
    assert validate(WHOLE).verdict == "valid"
    for size in range(len(WHOLE)):
        report = validate(WHOLE[:size])
        assert report.verdict == "invalid", size
        assert {found.cls for found in report.of_level("error")} == {"safety"}, size


@pytest.mark.parametrize("part", range(8))
def test_fr21_every_changed_bit_gets_one_answer(part: int) -> None:
    """Bit `part` of each byte. Now and then the second engine is asked, and bytes are fed one by one."""
    for at in range(len(LITTLE)):
        data = LITTLE[:at] + bytes([LITTLE[at] ^ 1 << part]) + LITTLE[at + 1 :]
        report = validate(data)
        assert report.verdict in ("valid", "invalid"), (at, report.findings)
        if (at + part) * MIX % (1 << 32) < 1 << 28:  # one in sixteen
            bytewise = fed(data, Attack(data), 1)
            assert (bytewise.verdict, said(bytewise.findings)) == (report.verdict, said(report.findings)), at
            assert validate(data, engine="both").verdict == report.verdict, at


def test_fr21_a_changed_bit_outside_of_json_texts_is_never_overlooked() -> None:
    """Magic, lengths and gzip hold themselves; times and system names of gzip are the only free bits."""
    head = 21
    for at in range(head):
        for bit in range(8):
            data = LITTLE[:at] + bytes([LITTLE[at] ^ 1 << bit]) + LITTLE[at + 1 :]
            assert validate(data).verdict == "invalid", (at, bit)


def test_fr22_no_cut_of_the_input_changes_what_is_said() -> None:
    data = WHOLE + b"\0"
    wanted = fed(data, Attack(data), len(data))
    for size in (1, 2, 3, 17, 21, 64, 1000):
        report = fed(data, Attack(data), size)
        assert (report.verdict, said(report.findings)) == (wanted.verdict, said(wanted.findings)), size
