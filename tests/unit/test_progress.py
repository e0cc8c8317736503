"""Progress speaks late, to terminals only, and leaves nothing behind."""

from __future__ import annotations

import io

import pytest

from cellucid_session.cli import progress


@pytest.fixture
def clock(monkeypatch) -> list[float]:
    now = [100.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    return now


def test_the_first_second_is_silent_and_the_line_is_taken_away(clock: list[float]) -> None:
    stream = io.StringIO()
    shown = progress.Progress(stream, 3)
    shown.piece(b"x" * (1 << 20))
    shown.clear()
    assert stream.getvalue() == ""
    clock[0] += progress.PATIENCE
    shown.one()
    assert stream.getvalue().startswith("\r[########................] 1 of 3 inputs, 1 MiB read")
    before = stream.getvalue()
    shown.piece(b"x")  # too soon after the last
    assert stream.getvalue() == before
    shown.clear()
    assert stream.getvalue().endswith("\r" + " " * progress.WIDTH + "\r")
    assert "\n" not in stream.getvalue()


def test_no_terminal_no_word(clock: list[float]) -> None:
    shown = progress.Progress(None, 1)
    clock[0] += 1000
    shown.piece(b"x")
    shown.one()
    shown.clear()


def test_a_terminal_that_goes_away_stops_nothing(clock: list[float]) -> None:
    class Gone(io.StringIO):
        def write(self, _: str) -> int:
            raise OSError

    shown = progress.Progress(Gone(), 1)
    clock[0] += 1000
    shown.one()
    shown.one()
    shown.clear()
