"""A long member goes to the faster library first wherever its bytes can be had again, and nobody sees a difference."""

from __future__ import annotations

import io
import zlib
from pathlib import Path
from typing import Any

import builders
import pytest

from cellucid_session import CellucidSessionBundle, InvalidSessionError, Report, inflaters, validate
from cellucid_session.judge import walk
from cellucid_session.judge.settings import Settings
from cellucid_session.read import decode
from cellucid_session.wire import gunzip

GROUP = builders.CELLS + "g"
COUNT = b"\xa0\xf7\x36"  # 900,000
BLOCK = 60_000
HOW = {"whole": {}, "broken late": {"head": 7}, "wrong length": {"size": 1}}


class Fast:
    """A library that counts what it is asked to inflate."""

    error = zlib.error
    crc32 = staticmethod(zlib.crc32)
    members = 0

    def decompressobj(self, bits: int) -> Any:
        self.members += 1
        return zlib.decompressobj(bits)


@pytest.fixture(autouse=True)
def fast(monkeypatch: pytest.MonkeyPatch) -> Fast:
    """Every member but the smallest is too long to be kept."""
    library = Fast()
    monkeypatch.setattr(inflaters, "_chosen", library)
    monkeypatch.setattr(gunzip, "KEPT", 1000)
    monkeypatch.setattr(decode, "KEPT", 1000)
    monkeypatch.setattr(walk, "SMALL", 1000)
    return library


def made(head: int = 1, size: int = 0) -> bytes:
    """A session with a member of four pieces of a file.

    Args:
        head: the first byte of its last block. size: what is added to its length.
    """
    payload = COUNT + bytes(range(1, 126)) * 7200
    *blocks, last = [payload[at : at + BLOCK] for at in range(0, len(payload), BLOCK)]
    data = b"".join(_block(0, block) for block in blocks) + _block(head, last)
    tail = zlib.crc32(payload).to_bytes(4, "little") + (len(payload) + size).to_bytes(4, "little")
    stored = b"\x1f\x8b\x08" + bytes(7) + data + tail
    assert len(stored) > 3 << 18
    registry = builders.meta(builders.group("g") | {"cellCount": 900_000})
    return builders.session(registry, builders.chunk(GROUP, payload, stored=stored), n_obs=1 << 27)


def _block(head: int, data: bytes) -> bytes:
    size = len(data)
    return bytes([head]) + size.to_bytes(2, "little") + (size ^ 0xFFFF).to_bytes(2, "little") + data


def told(report: Report) -> tuple[Any, ...]:
    """Without the bytes that are shown, of which a stream has the first only."""
    found = [each.replace(excerpt=None, around=None) for each in report.findings]
    return report.verdict, found, report.sha256, report.layout, report.summary


@pytest.mark.parametrize("case", HOW)
def test_a_file_and_bytes_have_the_faster_library(case: str, tmp_path: Path, fast: Fast) -> None:
    data = made(**HOW[case])
    path = tmp_path / "a.cellucid-session"
    path.write_bytes(data)
    for certificate in (False, True):
        fast.members = 0
        once = validate(io.BytesIO(data), certificate=certificate)
        assert fast.members == 1  # the registry's
        assert once.verdict == ("invalid" if HOW[case] else "valid")
        for source in (path, data):
            fast.members = 0
            assert told(validate(source, certificate=certificate)) == told(once)
            assert fast.members == 2


def test_a_decoder_has_it_and_says_what_zlib_says(tmp_path: Path, fast: Fast) -> None:
    path = tmp_path / "a.cellucid-session"
    for how in HOW.values():
        path.write_bytes(made(**how))
        with CellucidSessionBundle(path) as bundle:
            before = fast.members
            if how:
                with pytest.raises(InvalidSessionError) as refused:
                    bundle.decode_chunk(GROUP)
                assert refused.value.finding == validate(io.BytesIO(path.read_bytes())).findings[0].replace(
                    excerpt=None, around=None
                )
            else:
                assert len(bundle.decode_chunk(GROUP)) == 900_003
            assert fast.members > before


def test_a_file_that_changes_between_the_passes_gets_no_verdict(tmp_path: Path) -> None:
    path = tmp_path / "a.cellucid-session"
    path.write_bytes(made(head=7))
    pieces = []

    def watch(piece: bytes) -> None:
        pieces.append(piece)
        if len(pieces) == 4:  # the last, which breaks the member; the others were judged already
            with path.open("r+b") as file:
                file.seek((1 << 18) + 1000)
                file.write(bytes(1000))

    report = walk.judge_path(str(path), Settings(), watch=watch)
    assert len(pieces) == 4
    assert (report.verdict, [found.rule for found in report.findings]) == ("error", ["input.changed"])
