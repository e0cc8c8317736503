"""What holds a file: copies of it and of its views, closing it while threads read, closing it twice."""

from __future__ import annotations

import copy
import dataclasses
import gc
import os
import pickle
import threading
from pathlib import Path
from typing import Any

import builders as b
import pytest

from cellucid_session import CellucidSessionBundle, InputError, SessionError, SessionWriter
from cellucid_session.errors import ClosedError, UncopiedError
from cellucid_session.owning import Descriptor


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "a.cellucid-session"
    place.write_bytes(b.typical())
    return place


def descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))


def test_a_copy_of_a_bundle_is_refused_and_closes_nothing(path: Path) -> None:
    with CellucidSessionBundle(path) as bundle:
        for make in (copy.copy, copy.deepcopy, pickle.dumps):
            with pytest.raises(
                UncopiedError, match=r"Open the file again: CellucidSessionBundle\(bundle.path\)"
            ):
                make(bundle)
        gc.collect()
        assert bundle.groups


def test_views_are_copied_with_the_bundle_they_read_through(path: Path) -> None:
    with CellucidSessionBundle(path) as bundle:
        groups, (field, *_), artifacts = bundle.groups, bundle.fields, bundle.artifacts
        told = groups[0].indices.tolist()
        for make in (copy.copy, copy.deepcopy):
            made = make(groups)
            assert made == groups
            assert make(groups[0]).indices.tolist() == told
            assert make(field).codes.tolist() == field.codes.tolist()
            assert all(make(one).columns() for one in artifacts.values())
        deep = copy.deepcopy(groups[0])
        deep.meta["label"] = "changed"
        assert groups[0].meta.get("label") != "changed"
        del made, deep
        gc.collect()
        other = os.open(path, os.O_RDONLY)  # a number that a copy would have closed
        gc.collect()
        assert os.fstat(other)
        os.close(other)
        assert groups[0].indices.tolist() == told


def test_a_view_as_plain_values_holds_no_bundle(path: Path) -> None:
    import json

    with CellucidSessionBundle(path) as bundle:
        for view in [*bundle.groups, *bundle.fields, *bundle.artifacts.values(), *bundle.pages]:
            assert json.loads(json.dumps(dataclasses.asdict(view)))
            if not isinstance(view, type(bundle.pages[0])) or view.groups:
                for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
                    with pytest.raises(UncopiedError, match="open it there"):
                        pickle.dumps(view, protocol)
        with pytest.raises(SessionError, match="take it from a bundle"):
            _ = dataclasses.replace(bundle.groups[0], label="x").indices


READS: dict[str, Any] = {
    "groups and their cells": lambda bundle: [group.indices for group in bundle.groups],
    "chunks": lambda bundle: [len(data) for _, data in bundle.iter_chunks(decode=False)],
    "decoded chunks": lambda bundle: list(bundle.iter_chunks()),
    "saving": lambda bundle: bundle.save(bundle.path.parent / f"{threading.get_ident()}.cellucid-session"),
}


@pytest.mark.parametrize("read", READS)
def test_closing_while_threads_read_is_an_error_of_ours(read: str, path: Path) -> None:
    """Never OSError(9), and never the bytes of a file that got the same number."""
    decoy = path.parent / "decoy"
    decoy.write_bytes(b"\xee" * 4096)
    for _ in range(25):
        bundle = CellucidSessionBundle(path)
        wrong: list[BaseException] = []
        reading = threading.Barrier(4)

        def run(bundle: Any = bundle, reading: Any = reading, wrong: Any = wrong) -> None:
            reading.wait()
            try:
                while True:
                    READS[read](bundle)
            except InputError as exc:
                if not isinstance(exc, ClosedError) or "closed" not in str(exc):
                    wrong.append(exc)
            except BaseException as exc:  # noqa: BLE001
                wrong.append(exc)

        threads = [threading.Thread(target=run) for _ in range(3)]
        for thread in threads:
            thread.start()
        reading.wait()
        bundle.close()
        taken = [os.open(decoy, os.O_RDONLY) for _ in range(4)]
        for thread in threads:
            thread.join(30)
        assert [os.read(one, 1) for one in taken] == [b"\xee"] * 4
        for one in taken:
            os.close(one)
        assert wrong == []


def test_a_descriptor_is_closed_once_and_by_the_last_who_uses_it(path: Path) -> None:
    before = descriptors()
    held = Descriptor(os.open(path, os.O_RDONLY))
    with held as number:
        held.close()
        held.close()
        assert os.read(number, 8) == b"CELLUCID"  # still open for who has it
        with pytest.raises(ClosedError), held:
            pass
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(number)
    again = os.open(path, os.O_RDONLY)
    assert again == number  # the system hands it out anew
    held.close()
    del held
    gc.collect()
    assert os.fstat(again)
    os.close(again)
    assert descriptors() == before


def test_a_descriptor_is_closed_once_by_many_threads(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, closed = os.close, []
    monkeypatch.setattr("os.close", lambda number: (closed.append(number), real(number)))
    for _ in range(200):
        held = Descriptor(os.open(path, os.O_RDONLY))
        start = threading.Barrier(3)

        def use(held: Descriptor = held, start: threading.Barrier = start) -> None:
            start.wait()
            try:
                with held:
                    pass
            except ClosedError:
                pass
            held.close()

        threads = [threading.Thread(target=use) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(closed) == 1
        closed.clear()


def test_what_is_not_closed_goes_with_its_owner(path: Path) -> None:
    before = descriptors()
    for _ in range(3):
        CellucidSessionBundle(path)
    gc.collect()
    assert descriptors() == before


def test_a_closed_writer_says_so() -> None:
    writer = SessionWriter(n_obs=3)
    writer.close()
    writer.close()
    for use in (lambda: writer.add("highlights/meta", {"pages": []}), lambda: writer.add_cells("g", [1])):
        with pytest.raises(ClosedError, match="the session writer is closed"):
            use()
