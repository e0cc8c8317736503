"""Where uploads lie: private files that are whole under their name, or have none.

Rules of this file:

* A file is written under a `.partial` name of its own, mode 0600, in a folder of mode 0700 that is ours. It gets its
  name in one step, after the verdict. Both names are drawn at random; nothing of them comes from a request.
* Every byte is counted against the quota before it is written. What is not committed is removed on every way out.
* What a killed process leaves behind is swept by the next one (`sweep`); a living one is told by its lock.
Spec: 15.6.
"""

from __future__ import annotations

import os
import secrets
import stat
import tempfile
import threading
from contextlib import suppress

from cellucid_session.capture import expiry
from cellucid_session.errors import SessionError, UsageError
from cellucid_session.io.files import SESSION_SUFFIX
from cellucid_session.owning import Owning, Uncopied
from cellucid_session.safe import safe

QUOTA = 4 << 30  # bytes
KEEP_FREE = 64 << 20  # bytes of the file system
PARTIAL = ".partial"
_NEW = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)


class QuotaError(SessionError, OSError):
    """There is no room left for uploads."""


class Writer(Uncopied):
    """One upload being written.

    Attributes:
        descriptor: of the file, open for reading and writing.
        size: bytes written.
    """

    HOLDS = "a file that is being written"
    INSTEAD = "Begin another one: FolderStore.begin"

    def __init__(self, store: FolderStore, name: str, descriptor: int) -> None:
        self._store = store
        self.name = name
        self.descriptor = descriptor
        self.size = 0
        self._over = False
        self._lock = threading.Lock()

    def write(self, piece: bytes) -> None:
        """Write a piece behind the others. Raises QuotaError, or OSError of the system."""
        self._store.reserve(len(piece))
        self.size += len(piece)
        view = memoryview(piece)
        while view:
            view = view[os.write(self.descriptor, view) :]

    def commit(self) -> str:
        """Give the file its name. Returns the path. Raises OSError."""
        with self._lock:
            if self._over:
                raise ValueError("the upload is over")
            path = self._store.publish(self)
            self._over = True
            os.close(self.descriptor)
            return path

    def abort(self) -> None:
        """Remove the file, unless it was committed. Never raises."""
        with self._lock:
            if self._over:
                return
            self._over = True
            self._store.unlink(self.name)
            self._store.reserve(-self.size)
            os.close(self.descriptor)


class FolderStore(Owning):
    """Uploads in a folder.

    Args:
        folder: made with mode 0700 when it is not there; otherwise it must be ours and closed to others. None: a
            folder for this user beside other temporary files, whose contents go when this process does.
        quota_bytes: of all uploads in the folder together. keep_free: bytes of the file system that stay free.
        keep: whether what was committed stays when this process ends.
        durable: whether a file is synced to the disk before it gets its name.

    Raises:
        UsageError: the folder can't be used; its text says why.
    """

    HOLDS = "the lock of a folder, and what was counted in it"
    INSTEAD = "Make another FolderStore of the same folder"

    def __init__(
        self,
        folder: str | os.PathLike[str] | None = None,
        *,
        quota_bytes: int = QUOTA,
        keep_free: int = KEEP_FREE,
        keep: bool | None = None,
        durable: bool | None = None,
    ) -> None:
        self.keep = folder is not None if keep is None else keep
        self.durable = self.keep if durable is None else durable
        self.quota_bytes = quota_bytes
        self._keep_free = keep_free
        self.folder = _private(os.fspath(folder)) if folder is not None else _temporary()
        self._lock = threading.Lock()
        self.owner = expiry.Owner(self.folder)
        self.swept = expiry.sweep(self.folder, self.owner.name)
        self._open = 0  # bytes that our writers have counted
        self._lying = self._measure()  # bytes of everything else in the folder

    @property
    def used(self) -> int:
        """Bytes that uploads take, as far as it is known."""
        return self._open + self._lying

    def begin(self, size: int) -> Writer:
        """Begin an upload that says it has `size` bytes. Raises QuotaError when that can't fit; OSError."""
        with self._lock:
            self._check(size)
        name = f"{self.owner.name}-{secrets.token_hex(16)}{PARTIAL}"
        descriptor = os.open(os.path.join(self.folder, name), _NEW, 0o600)
        return Writer(self, name, descriptor)

    def reserve(self, amount: int) -> None:
        """Count bytes against the quota, before they are written. Raises QuotaError and counts nothing."""
        with self._lock:
            if amount > 0:
                self._check(amount)
            self._open += amount

    def _check(self, amount: int) -> None:
        """Raise QuotaError unless so many bytes have room. The lock is held."""
        if self.used + amount > self.quota_bytes:
            self._lying = self._measure()  # somebody may have taken files away
        if self.used + amount > self.quota_bytes:
            raise QuotaError("the uploads have used up their quota")
        if _free(self.folder) - amount < self._keep_free:
            raise QuotaError("the file system has no room left")

    def publish(self, writer: Writer) -> str:
        """Give a written file its name. Returns the path."""
        if self.durable:
            os.fsync(writer.descriptor)
        beginning = "" if self.keep else f"{self.owner.name}-"
        target = os.path.join(self.folder, f"{beginning}{secrets.token_hex(16)}{SESSION_SUFFIX}")
        with self._lock:
            os.rename(os.path.join(self.folder, writer.name), target)
            self._open -= writer.size
            self._lying += writer.size
        if self.durable:
            _sync(self.folder)
        return target

    def discard(self, path: str | os.PathLike[str]) -> None:
        """Remove a committed file of this folder; one that is not there is no error."""
        path = os.fspath(path)
        if os.path.dirname(path) != self.folder:
            raise UsageError("only files of the store's own folder are removed")
        with self._lock:
            try:
                size = os.stat(path, follow_symlinks=False).st_size
            except OSError:
                return
            self.unlink(os.path.basename(path))
            self._lying = max(0, self._lying - size)

    def unlink(self, name: str) -> None:
        """Remove a file of the folder, when it is there."""
        try:
            os.unlink(os.path.join(self.folder, name))
        except FileNotFoundError:
            return

    def _release(self) -> None:
        """Remove what is half written. The lock stays while files of this process are left that don't keep."""
        left = expiry.own(self.folder, self.owner.name)
        for name in left:
            if name.endswith(PARTIAL):
                self.unlink(name)
        if not any(name.endswith(SESSION_SUFFIX) for name in left):
            self.owner.close()

    def _measure(self) -> int:
        """Bytes that lie in the folder, but for what our own writers have open: that is counted exactly."""
        total = 0
        with os.scandir(self.folder) as entries:
            for entry in entries:
                own = entry.name.startswith(self.owner.name) and entry.name.endswith(PARTIAL)
                if expiry.ours(entry.name) and not own:
                    try:
                        total += entry.stat(follow_symlinks=False).st_size
                    except FileNotFoundError:
                        continue
        return total


def _free(folder: str) -> int:
    if not hasattr(os, "statvfs"):
        return 1 << 62
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize


def _sync(folder: str) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _private(folder: str) -> str:
    """The folder, made when it is not there. Raises UsageError unless it is ours alone."""
    try:
        os.makedirs(os.path.dirname(os.path.abspath(folder)), exist_ok=True)
        with suppress(FileExistsError):
            os.mkdir(folder, 0o700)
        found = os.stat(folder, follow_symlinks=False)
    except (OSError, ValueError) as exc:
        why = getattr(exc, "strerror", None) or "the name can't be used as a path"
        raise UsageError(f"the folder for uploads, {safe(folder)}, can't be made: {why}") from exc
    if not stat.S_ISDIR(found.st_mode):
        raise UsageError(
            f"the folder for uploads, {safe(folder)}, is no folder, or a link to one: give the folder itself"
        )
    if hasattr(os, "getuid") and found.st_uid != os.getuid():
        raise UsageError(
            f"the folder for uploads, {safe(folder)}, belongs to user {found.st_uid}, and this program runs as user "
            f"{os.getuid()}: give a folder of this user, or one that is not there yet"
        )
    if hasattr(os, "getuid") and found.st_mode & 0o077:
        raise UsageError(
            f"the folder for uploads, {safe(folder)}, is open to other users (mode {stat.S_IMODE(found.st_mode):04o}, "
            f"not 0700): close it with `chmod 700`, or give one that is not there yet"
        )
    return os.path.realpath(folder)


def _temporary() -> str:
    """A folder for this user; where somebody else has planted one of that name, a fresh one."""
    user = os.getuid() if hasattr(os, "getuid") else "user"
    usual = os.path.join(tempfile.gettempdir(), f"cellucid-session-{user}")
    try:
        return _private(usual)
    except UsageError:
        return os.path.realpath(tempfile.mkdtemp(prefix="cellucid-session-"))
