"""The faster library and zlib alone say the same of hostile members; and of every vector."""

from __future__ import annotations

import zlib
from typing import Any

import pytest

from cellucid_session import inflaters, validate
from cellucid_session.conformance import catalogue
from cellucid_session.judge import walk
from cellucid_session.wire import gunzip

zlib_ng = pytest.importorskip("zlib_ng.zlib_ng", reason="the extra fast is not installed")


@pytest.fixture(autouse=True)
def restored(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the tests choose is not chosen afterwards."""
    monkeypatch.setattr(inflaters, "_chosen", zlib_ng)
    monkeypatch.setattr(gunzip, "KEPT", gunzip.KEPT)


def test_hostile_members_are_told_alike(fuzzing: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert fuzzing("inflaters").main(250, 5) == 0
    assert "no difference" in capsys.readouterr().out


def test_a_library_that_takes_more_than_zlib_is_seen(
    fuzzing: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One that calls a member whole where its data are broken."""

    class Lenient:
        error = zlib.error
        crc32 = staticmethod(zlib.crc32)

        def decompressobj(self, bits: int) -> Any:
            return Inflater(bits)

    class Inflater:
        def __init__(self, bits: int) -> None:
            self._inner = zlib.decompressobj(bits)
            self._failed = False

        @property
        def eof(self) -> bool:
            return self._failed or self._inner.eof

        @property
        def unused_data(self) -> bytes:
            return self._inner.unused_data

        @property
        def unconsumed_tail(self) -> bytes:
            return self._inner.unconsumed_tail

        def decompress(self, data: bytes, most: int) -> bytes:
            try:
                return self._inner.decompress(data, most)
            except zlib.error:
                self._failed = True
                return b""

    module = fuzzing("inflaters")
    monkeypatch.setattr(module, "zlib_ng", Lenient())
    assert module.main(250, 5) == 1
    assert "seed 5, stream" in capsys.readouterr().out


@pytest.mark.parametrize(
    "rules",
    [("gzip.", "chunk.inflated"), pytest.param(("",), marks=pytest.mark.long)],
    ids=("members", "all"),
)
def test_every_vector_is_told_alike(rules: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    suite, told = catalogue.load(), []
    files = [
        (suite.build(vector), suite.kind(vector))
        for vector in suite.vectors
        if (vector.expect.rule or "").startswith(rules)
    ]
    assert len(files) > 50
    ways = ((zlib_ng, gunzip.KEPT, 0), (zlib_ng, -1, 0), (zlib, gunzip.KEPT, 0), (zlib, -1, 1 << 40))
    for library, kept, once in ways:
        monkeypatch.setattr(inflaters, "_chosen", library)
        monkeypatch.setattr(gunzip, "KEPT", kept)
        monkeypatch.setattr(walk, "SMALL", once)  # what is longer can be read again
        told.append([validate(data, kind=kind) for data, kind in files])
    assert told[0] == told[1] == told[2] == told[3]
