"""Every file is on disk when it is said to be."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from cellucid_session.io.syncing import sync_files, sync_folder


@pytest.mark.parametrize("count", [0, 1, 7, 100])
def test_every_file_is_synced_and_the_first_that_fails_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    paths = [tmp_path / str(number) for number in range(count)]
    for path in paths:
        path.write_bytes(b"x")
    synced = []
    monkeypatch.setattr(os, "fsync", lambda number: synced.append(os.fstat(number).st_ino))
    sync_files([str(path) for path in paths])
    assert sorted(synced) == sorted(path.stat().st_ino for path in paths)
    if not paths:
        return
    last = paths[-1].stat().st_ino

    def fails(number: int) -> None:
        if os.fstat(number).st_ino == last:
            raise OSError(errno.EIO, "broken")

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(OSError, match="broken"):
        sync_files([str(path) for path in paths])


@pytest.mark.parametrize(("code", "told"), [(errno.EINVAL, False), (errno.EIO, True)])
def test_a_folder_that_can_not_be_synced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, told: bool
) -> None:
    def fails(number: int) -> None:
        raise OSError(code, "no")

    monkeypatch.setattr(os, "fsync", fails)
    if not told:
        sync_folder(str(tmp_path))
        return
    with pytest.raises(OSError, match="no"):
        sync_folder(str(tmp_path))
