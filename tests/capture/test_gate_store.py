"""Where uploads lie: private, whole or not there, within a quota; and what a killed process leaves."""

from __future__ import annotations

import contextlib
import errno
import os
import random
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from builders import chunk, session
from gates import GOOD

from cellucid_session import validate
from cellucid_session.capture import FolderStore, QuotaError, expiry
from cellucid_session.errors import UsageError

TESTS = Path(__file__).resolve().parents[1]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_has_its_name_when_it_is_whole(tmp_path: Path) -> None:
    store = FolderStore(tmp_path / "a")
    writer = store.begin(10)
    writer.write(b"0123")
    assert [name.endswith(".partial") for name in names(tmp_path / "a") if "lock" not in name] == [True]
    assert stat.S_IMODE(os.fstat(writer.descriptor).st_mode) == 0o600
    writer.write(b"456789")
    path = writer.commit()
    assert Path(path).read_bytes() == b"0123456789"
    assert path.endswith(".cellucid-session")
    assert [name for name in names(tmp_path / "a") if name.endswith(".partial")] == []
    writer.abort()
    assert os.path.exists(path)
    with pytest.raises(ValueError, match="over"):
        writer.commit()
    store.discard(path)
    store.discard(path)
    assert store.used == 0
    store.close()
    assert names(tmp_path / "a") == []


def test_an_aborted_file_is_gone_and_counts_nothing(tmp_path: Path) -> None:
    store = FolderStore(tmp_path / "a", quota_bytes=10)
    writer = store.begin(10)
    writer.write(b"0123456789")
    with pytest.raises(QuotaError):
        writer.write(b"x")
    with pytest.raises(QuotaError):
        store.begin(1)
    writer.abort()
    writer.abort()
    assert store.used == 0
    assert len(names(tmp_path / "a")) == 1
    assert store.begin(10).size == 0


def test_the_quota_holds_whoever_writes_at_once(tmp_path: Path) -> None:
    """Eight threads that fill it, give up, commit and discard; what lies there never passes it."""
    store = FolderStore(tmp_path / "a", quota_bytes=100_000, durable=False)
    over, wrong, refused = threading.Event(), [], []

    def work(maker: random.Random) -> None:
        for _ in range(60):
            try:
                writer = store.begin(1)
                try:
                    for _ in range(maker.randrange(1, 9)):
                        writer.write(bytes(5000))
                    if maker.random() < 0.5:
                        store.discard(writer.commit())
                finally:
                    writer.abort()
            except QuotaError:
                refused.append(1)

    def look() -> None:
        while not over.is_set():
            lying = 0
            with store._lock:  # nothing is renamed while it is looked at
                for path in (tmp_path / "a").iterdir():
                    with contextlib.suppress(FileNotFoundError):
                        lying += path.stat().st_size
            if lying > 100_000 or store.used > 100_000:
                wrong.append((lying, store.used))

    threads = [threading.Thread(target=work, args=(random.Random(at),)) for at in range(8)]
    watch = threading.Thread(target=look)
    for thread in (watch, *threads):
        thread.start()
    for thread in threads:
        thread.join(60)
    over.set()
    watch.join(10)
    assert not wrong
    assert refused
    assert store.used == 0
    store.close()
    assert names(tmp_path / "a") == []


def test_what_lies_there_already_counts(tmp_path: Path) -> None:
    first = FolderStore(tmp_path / "a", quota_bytes=100)
    writer = first.begin(60)
    writer.write(b"x" * 60)
    path = writer.commit()
    first.close()
    second = FolderStore(tmp_path / "a", quota_bytes=100)
    assert second.used == 60
    with pytest.raises(QuotaError):
        second.begin(50)
    os.unlink(path)  # somebody took it away: noticed when room is needed
    second.begin(50).abort()


def test_the_disk_keeps_some_room(tmp_path: Path) -> None:
    free = os.statvfs(tmp_path).f_bavail * os.statvfs(tmp_path).f_frsize
    with pytest.raises(QuotaError, match="file system"):
        FolderStore(tmp_path / "a", quota_bytes=1 << 62, keep_free=free + (1 << 30)).begin(1)


def test_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = FolderStore(tmp_path / "a")
    writer = store.begin(10)

    def full(*arguments: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(OSError, match="No space"):
        writer.write(b"x")
    writer.abort()
    monkeypatch.undo()
    assert (store.used, len(names(tmp_path / "a"))) == (0, 1)


def test_only_files_of_the_folder_are_removed(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_bytes(b"x")
    with pytest.raises(UsageError):
        FolderStore(tmp_path / "a").discard(str(other))
    assert other.exists()


def _open_to_others(path: Path) -> None:
    path.mkdir(mode=0o755)
    path.chmod(0o755)


def _link(path: Path) -> None:
    (path.parent / "elsewhere").mkdir(mode=0o700)
    path.symlink_to(path.parent / "elsewhere")


FOLDERS = {
    "a folder that others may read": _open_to_others,
    "a link to a folder": _link,
    "a file": lambda path: path.write_bytes(b""),
}


@pytest.mark.parametrize("case", FOLDERS)
def test_a_folder_that_is_not_ours_alone_is_refused(case: str, tmp_path: Path) -> None:
    FOLDERS[case](tmp_path / "a")
    with pytest.raises(UsageError):
        FolderStore(tmp_path / "a")


def test_a_planted_temporary_folder_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    planted = tmp_path / f"cellucid-session-{os.getuid()}"
    _open_to_others(planted)
    store = FolderStore()
    assert Path(store.folder).parent == tmp_path
    assert Path(store.folder) != planted
    assert not store.keep
    assert names(planted) == []
    planted.chmod(0o700)
    assert Path(FolderStore().folder) == planted


# -- leftovers --

DEAD = "0123456789abcdef"
LEFT = f"{DEAD}-{'0' * 32}"


def test_leftovers_of_the_dead_are_swept_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "a"
    living = FolderStore(folder)
    held = living.begin(3)
    gone = [f"{LEFT}.partial", f"{LEFT}.cellucid-session", f"{DEAD}.lock", f"{'f' * 16}-{'1' * 32}.partial"]
    stay = [
        "notes.txt",
        "x.partial",
        f"{'0' * 32}.cellucid-session",
        f"{LEFT}.partial.txt",
        f"{DEAD.upper()}-{'0' * 32}.partial",
        f"{LEFT}\n.partial",
    ]
    for name in (*gone, *stay):
        (folder / name).write_bytes(b"x")
    outside = tmp_path / "outside"
    outside.write_bytes(b"secret")
    (folder / f"{DEAD}-{'2' * 32}.partial").symlink_to(outside)
    (folder / f"{DEAD}-{'3' * 32}.partial").mkdir()
    store = FolderStore(folder)
    assert store.swept == 3
    left = names(folder)
    assert not set(gone) & set(left)
    assert set(stay) < set(left)
    assert held.name in left, "its owner lives"
    assert outside.read_bytes() == b"secret"
    assert (folder / f"{DEAD}-{'3' * 32}.partial").is_dir()


def test_a_lock_that_is_no_file_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "a"
    FolderStore(folder).close()
    os.symlink(tmp_path / "nowhere", folder / f"{DEAD}.lock")
    (folder / f"{LEFT}.partial").write_bytes(b"x")
    assert FolderStore(folder).swept == 0
    assert (folder / f"{LEFT}.partial").exists()


def test_an_owner_that_is_swept_while_it_is_made_takes_another_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody sweeps between the making of a lock and its locking."""
    real, tries = expiry._try_lock, []

    def late(descriptor: int) -> bool:
        tries.append(descriptor)
        if len(tries) == 1:
            for name in os.listdir(tmp_path):
                os.unlink(tmp_path / name)
        return real(descriptor)

    monkeypatch.setattr(expiry, "_try_lock", late)
    owner = expiry.Owner(str(tmp_path))
    assert len(tries) == 2
    assert names(tmp_path) == [f"{owner.name}.lock"]


# -- killed at any moment --

SERVER = """
import sys
sys.path[:0] = sys.argv[1:3]
from gates import QUICK
from cellucid_session.capture import CaptureServer, FolderStore, GateLimits
store = FolderStore(sys.argv[3], keep=sys.argv[4] == "keep", durable=False)
server = CaptureServer(store=store, limits=GateLimits()).start()
viewer = server.register_viewer()
print(server.port, viewer.viewer_id, viewer.token, store.swept, flush=True)
for line in sys.stdin:
    print(server.expect_bundle(viewer.viewer_id).request_id, flush=True)
"""
BODY = session(
    *(chunk(f"x/{at}", os.urandom(50_000).hex().encode(), codec="none", kind="binary") for at in range(40))
)


class Process:
    """A gate in a process of its own."""

    def __init__(self, folder: Path, keep: bool) -> None:
        line = [
            sys.executable,
            "-c",
            SERVER,
            str(TESTS / "capture"),
            str(TESTS),
            str(folder),
            "keep" if keep else "drop",
        ]
        self.process = subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        port, self.viewer, self.token, swept = self.process.stdout.readline().split()
        self.port, self.swept = int(port), int(swept)

    def expect(self) -> str:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()

    def connect(self, data: bytes) -> socket.socket:
        """An upload whose head is sent."""
        line = socket.create_connection(("127.0.0.1", self.port), timeout=20)
        line.sendall(
            f"POST /_cellucid/session_bundle?viewerId={self.viewer}&requestId={self.expect()} HTTP/1.1\r\n"
            f"Host: 127.0.0.1:{self.port}\r\nContent-Type: application/octet-stream\r\n"
            f"Content-Length: {len(data)}\r\nX-Cellucid-Token: {self.token}\r\n\r\n".encode()
        )
        return line

    def kill(self) -> None:
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait(20)
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                stream.close()


def crash(process: Process, maker: random.Random, wait: bool) -> None:
    """Four uploads, each somewhere; then the process is killed, at once, a moment later, or after one was taken."""
    lines = [process.connect(BODY) for _ in range(4)]
    for at, line in enumerate(lines):
        sent = maker.choice((0, 1, maker.randrange(len(BODY)), len(BODY) - 1, len(BODY), len(BODY)))
        line.sendall(BODY[: len(BODY) if wait and not at else 100 if wait else sent])
    if wait:
        assert lines[0].recv(100).startswith(b"HTTP/1.1 200 ")
    time.sleep(maker.choice((0.0, 0.0, 0.005, 0.02, 0.08)) * maker.random())
    process.kill()
    for line in lines:
        line.close()


def check(folder: Path) -> tuple[int, int]:
    """Look at what a killed process left: whole sessions and half ones."""
    whole = half = 0
    for path in folder.iterdir():
        assert expiry.ours(path.name), path.name
        if path.name.endswith(".partial"):
            half += 1
        elif path.name.endswith(".cellucid-session"):
            whole += 1
            assert path.read_bytes() == BODY, "what has a name is whole"
    return whole, half


@pytest.mark.parametrize("keep", [True, False], ids=["kept", "temporary"])
def test_ht10_a_process_that_is_killed_leaves_nothing_that_looks_whole(keep: bool, tmp_path: Path) -> None:
    """Many moments of many uploads; the next process sweeps, and keeps what was told to be kept."""
    assert validate(BODY).valid
    folder, maker = tmp_path / "a", random.Random(f"moments {keep}")
    seen_half = seen_whole = kept = 0
    rounds = int(os.environ.get("CAPTURE_CRASHES", "6"))
    for at in range(rounds):
        process = Process(folder, keep)
        whole, half = check(folder)
        assert half == 0, "swept at the start"
        assert whole == (kept if keep else 0)
        crash(process, maker, wait=at == 0)
        whole, half = check(folder)
        seen_half, seen_whole = seen_half + half, seen_whole + whole - kept * keep
        kept = whole
    store = FolderStore(folder, keep=keep)
    assert check(folder) == ((kept, 0) if keep else (0, 0))
    store.close()
    assert [path.name for path in folder.iterdir() if path.name.endswith((".lock", ".partial"))] == []
    assert seen_half, "some were half written"
    assert seen_whole, "and some whole"


def test_a_living_process_is_not_swept_by_another(tmp_path: Path) -> None:
    folder = tmp_path / "a"
    first = Process(folder, False)
    line = first.connect(BODY)
    line.sendall(BODY[:100_000])
    end = time.monotonic() + 10
    while check(folder) != (0, 1) and time.monotonic() < end:
        time.sleep(0.01)
    second = Process(folder, False)
    assert second.swept == 0
    assert check(folder) == (0, 1)
    line.sendall(BODY[100_000:])
    assert line.recv(100).startswith(b"HTTP/1.1 200 ")
    line.close()
    second.kill()
    first.kill()
    third = FolderStore(folder)
    assert third.swept == 1
    third.close()


def test_a_store_without_the_system_s_locks_sweeps_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(expiry, "fcntl", None)
    folder = tmp_path / "a"
    FolderStore(folder).close()
    (folder / f"{LEFT}.partial").write_bytes(b"x")
    store: Any = FolderStore(folder)
    assert store.swept == 0
    assert (folder / f"{LEFT}.partial").exists()
    writer = store.begin(len(GOOD))
    writer.write(GOOD)
    assert validate(writer.commit()).valid
