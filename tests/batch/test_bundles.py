"""Inputs that travel together: nothing is left out, nothing changes place, and one that kills harms no neighbour."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cellucid_session.batch import bundles, pool
from cellucid_session.batch.items import Item
from cellucid_session.model import Finding

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked")


def item(name: str) -> Item:
    if name == "gone":
        return Item(name, "session", failure=Finding("input.unreadable", "x"))
    return Item(None if name == "-" else name, "session", url="https://x/y" if name == "far" else None)


@given(
    st.lists(st.sampled_from(["a", "b", "gone", "-", "far"]), max_size=60),
    st.integers(1, 4),
    st.lists(st.sampled_from([0.0, 0.00001, 0.1, 5.0]), max_size=60),
)
def test_bundles_are_all_inputs_in_their_order(names: list[str], hands: int, took: list[float]) -> None:
    items = [item(name) for name in names]
    cut = bundles.Bundles(items, hands)
    found: list[Item] = []
    while cut.left:
        bundle = cut.next()
        assert 1 <= len(bundle) <= bundles.MOST
        assert len(bundle) == 1 or all(each.elsewhere for each in bundle)
        found += bundle
        if took:
            cut.took(bundle, took.pop())
    assert found == items


def test_a_large_input_travels_alone_and_small_ones_together(tmp_path: Path) -> None:
    for name, size in {"a": 100, "b": 100, "c": 100, "large": 1 << 30, "d": 100}.items():
        with (tmp_path / name).open("wb") as file:
            file.truncate(size)
    items = [
        Item(str(tmp_path / name), "session") for name in ("a", "b", "c", "large", "d", *"abcabcabcabcabc")
    ]
    cut = bundles.Bundles(items, 1)
    assert [len(cut.next()) for _ in range(3)] == [3, 1, 8]
    assert bundles.worth_it(items)
    assert not bundles.worth_it([each for each in items if each.path and not each.path.endswith("large")])
    assert not bundles.worth_it([items[3]])


def test_bundles_follow_the_time_that_they_took(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x")
    items = [Item(str(tmp_path / "a"), "session")] * 4000
    cut = bundles.Bundles(items, 2)
    first = cut.next()
    for _ in range(20):
        cut.took(first, len(first) * 0.02)
    assert len(cut.next()) <= 6
    for _ in range(40):
        cut.took(first, len(first) * 0.00001)
    assert len(cut.next()) == bundles.MOST


def work(each: Item, asked: tuple[int, str]) -> tuple[str | None, int]:
    parent, what = asked
    if each.path == "kill" and os.getpid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)
    if each.path == "raise":
        raise ValueError(what)
    return each.path, os.getpid()


def alone(each: Item, asked: tuple[int, str]) -> tuple[str | None, int]:
    return each.path, 0


def told(names: list[str], jobs: int = 2) -> list[tuple[str | None, int]]:
    return list(pool.in_processes(work, alone, [item(name) for name in names], (os.getpid(), "broken"), jobs))


@LINUX
@pytest.mark.parametrize("at", [0, 3, 57, 199])
def test_one_that_kills_its_process_harms_no_neighbour(monkeypatch, at: int) -> None:
    monkeypatch.setattr(bundles, "WORTH", 0)
    monkeypatch.setattr(pool, "_HELD", 16)
    names = [f"n{number}" for number in range(200)]
    names[at] = "kill"
    results = told(names)
    assert [name for name, _ in results] == names
    assert results[at] == ("kill", 0)
    spread = {process for _, process in results} - {0}
    assert os.getpid() not in spread
    if at < 100:
        assert results[-1][1] in spread, "what comes after a death is judged by new processes, not one by one"


@LINUX
def test_many_that_kill_end_too(monkeypatch) -> None:
    monkeypatch.setattr(bundles, "WORTH", 0)
    monkeypatch.setattr(pool, "_HELD", 4)
    names = ["kill", "a", "b", "kill"] * 6
    results = told(names)
    assert [name for name, _ in results] == names
    assert all(process == 0 for name, process in results if name == "kill")


@LINUX
def test_what_was_done_before_an_exception_is_kept(monkeypatch) -> None:
    monkeypatch.setattr(bundles, "WORTH", 0)
    items = [item(name) for name in ("a", "b", "c", "raise", *"defghijklmnopq")]
    found = pool.in_processes(work, alone, items, (os.getpid(), "broken"), 1)
    taken = []
    with pytest.raises(ValueError, match="broken"):
        taken.extend(iter(lambda: next(found)[0], None))
    assert taken == ["a", "b", "c"]


def test_what_is_little_is_done_here() -> None:
    assert {process for _, process in told(["a", "b", "c"])} == {os.getpid()}


@LINUX
def test_what_takes_long_though_it_is_little_gets_processes(monkeypatch) -> None:
    monkeypatch.setattr(bundles, "worth_it", lambda items: False)
    monkeypatch.setattr(bundles, "WORTH", 1e-9)
    found = [process for _, process in told(["a", "b", "c", "d"])]
    assert found[0] == os.getpid()
    assert os.getpid() not in found[1:]
    assert {process for _, process in told(["a", "b"])} == {os.getpid()}, "a process for one input is no use"
