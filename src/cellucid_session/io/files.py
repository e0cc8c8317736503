"""Inputs are opened once and judged from that one descriptor.

Rules of this file:

* An input is opened without blocking and looked at through its descriptor: what is no regular file is
  refused before a byte is read. The path is never used a second time, so a swapped file can't slip in.
* What a folder holds is opened component by component beneath it, and links in there are never followed.
* A short read is not the end. A file that is not the same afterwards, in size or in time, is no answer.
"""

from __future__ import annotations

import errno
import os
import stat

from cellucid_session import digests
from cellucid_session.errors import ArgumentTypeError, InputError, UsageError
from cellucid_session.generated.rules import INPUT_NOT_REGULAR, INPUT_UNREADABLE
from cellucid_session.model import KIND_SESSION, KIND_SNAPSHOTS, Finding
from cellucid_session.owning import Descriptor, Owning
from cellucid_session.safe import safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cellucid_session.digests import Hash

    Identity = tuple[int, int]

PIECE = 1 << 18  # bytes read at a time
HEAD = 1 << 20  # bytes of a stream that are kept for excerpts
LARGE = 32 << 20  # from here on a digest is made on a second core, if there is one
LONGEST_WAIT = 86_400  # seconds of one wait: poll counts milliseconds in 32 bits
WALK_ENTRIES = 1_000_000  # entries of a folder, with all that is below it

NO_FILE = (-1, -1)  # device and inode that no file has

SESSION_SUFFIX = ".cellucid-session"
SNAPSHOTS_NAME = "state-snapshots.json"


def flag(name: str) -> int:
    """A flag of `os.open`, or 0 where the system has none of that name."""
    return int(getattr(os, name, 0))


_READ = os.O_RDONLY | flag("O_NONBLOCK") | flag("O_CLOEXEC") | flag("O_NOCTTY") | flag("O_BINARY")
_FOLDER = os.O_RDONLY | flag("O_DIRECTORY") | flag("O_CLOEXEC")
NO_FOLLOW = flag("O_NOFOLLOW")
_BY_FOLDER = os.open in os.supports_dir_fd and hasattr(os, "O_NOFOLLOW") and hasattr(os, "O_DIRECTORY")

# What `stat` calls a file that can't be judged, and what a person calls it.
SPECIAL = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFCHR: "a character device",
    stat.S_IFBLK: "a block device",
    stat.S_IFSOCK: "a socket",
    stat.S_IFLNK: "a symbolic link, which is not followed here",
}


class NoBytesError(UsageError, TypeError):
    """A file that was given as a source does not give bytes."""


def usual_name(name: str) -> str:
    """A name with what says its kind written as usual: the viewer takes SESSION_SUFFIX in either case (spec 8), and
    file systems that tell no case give SNAPSHOTS_NAME by any other."""
    if name.lower() == SNAPSHOTS_NAME:
        return SNAPSHOTS_NAME
    stem, end = name[: -len(SESSION_SUFFIX)], name[-len(SESSION_SUFFIX) :]
    return stem + SESSION_SUFFIX if end.lower() == SESSION_SUFFIX else name


def is_judgeable(name: str) -> bool:
    """Whether a file of this name is one that a folder stands for. The one test of names: everybody asks here."""
    usual = usual_name(name)
    return usual == SNAPSHOTS_NAME or usual.endswith(SESSION_SUFFIX)


def kind_of(path: str) -> str:
    """The kind that a file of this name is judged as."""
    return KIND_SNAPSHOTS if usual_name(os.path.basename(path)) == SNAPSHOTS_NAME else KIND_SESSION


def finding_of(exc: InputError) -> Finding:
    """The finding behind an error of this file."""
    return exc.finding if exc.finding is not None else Finding(INPUT_UNREADABLE, str(exc))


def why(exc: Exception) -> str:
    """What the system said, without the path that it said it about."""
    return getattr(exc, "strerror", None) or "the name can't be used as a path"


def _refused(rule: str, message: str) -> InputError:
    return InputError(message, Finding(rule, message))


def _unreadable(exc: Exception) -> InputError:
    """The finding behind an error of the system; some errors say what kind of file it is."""
    code = getattr(exc, "errno", None)
    if code == errno.ELOOP:
        return _refused(INPUT_NOT_REGULAR, f"this is {SPECIAL[stat.S_IFLNK]}, or a circle of links")
    if code == errno.ENXIO:
        return _refused(INPUT_NOT_REGULAR, f"this is {SPECIAL[stat.S_IFSOCK]}, not a regular file")
    error = _refused(INPUT_UNREADABLE, f"the input can't be read: {why(exc)}")
    error.errno, error.strerror = code, getattr(exc, "strerror", None)
    return error


class Memory(Owning):
    """Bytes at hand, judged in pieces like anything else."""

    HOLDS = "the caller's bytes"
    INSTEAD = "Give the bytes themselves"

    def __init__(self, data: bytes | bytearray | memoryview) -> None:
        self._data = memoryview(data).cast("B")
        self.size: int | None = len(self._data)

    @property
    def identity(self) -> Identity:
        """That of no file."""
        return NO_FILE

    def pieces(self) -> Iterator[bytes]:
        """The bytes, cut."""
        for start in range(0, len(self._data), PIECE):
            yield bytes(self._data[start : start + PIECE])

    def changed(self, total: int, digest: Hash | None = None) -> str | None:
        """Nothing to say: the caller holds the bytes."""
        del total, digest
        return None

    def excerpt(self, start: int, size: int) -> bytes:
        """Up to `size` bytes from offset `start`."""
        return bytes(self._data[start : start + size])

    def _release(self) -> None:
        """Nothing to close."""


class Stream(Owning):
    """Bytes that come once: a file object of the caller. The first `HEAD` bytes are kept for excerpts."""

    HOLDS = "a stream, whose bytes come once"
    INSTEAD = "Read the bytes first, and give these"

    def __init__(self, read: Callable[[int], bytes | None]) -> None:
        self._read = read
        self._head = bytearray()
        self.size: int | None = None

    def pieces(self) -> Iterator[bytes]:
        """The bytes as they come. Raises InputError when reading fails."""
        while True:
            try:
                piece = self._read(PIECE)
            except OSError as exc:
                raise _unreadable(exc) from exc
            if piece is None:
                raise _refused(INPUT_UNREADABLE, "the input has no bytes now, but is not over")
            if not isinstance(piece, bytes):
                raise NoBytesError(f"the input must give bytes, not {type(piece).__name__}")
            if not piece:
                return
            if len(self._head) < HEAD:
                self._head += piece[: HEAD - len(self._head)]
            yield piece

    def changed(self, total: int, digest: Hash | None = None) -> str | None:
        """Nothing to say: a stream has no size and no time."""
        del total, digest
        return None

    def excerpt(self, start: int, size: int) -> bytes:
        """Up to `size` bytes from offset `start`, as far as they were kept."""
        return bytes(self._head[start : start + size])

    def _release(self) -> None:
        """Nothing to close: the caller opened it."""


def at_hand(source: object, most: int) -> Memory:
    """Bytes, or what a binary file gives from where it stands, up to one byte more than `most`.

    Raises:
        TypeError: the source is neither. InputError: it can't be read.
    """
    if isinstance(source, bytes | bytearray | memoryview):
        return Memory(source)
    read = getattr(source, "read", None)
    if not callable(read):
        raise ArgumentTypeError(
            f"a session is a path, bytes or a binary file, not {safe(type(source).__name__, 60)}"
        )
    gathered = bytearray()
    for piece in Stream(read).pieces():
        gathered += piece[: most + 1 - len(gathered)]
        if len(gathered) > most:
            break
    return Memory(gathered)


def wait_readable(descriptor: int, seconds: float | None = None) -> bool:
    """Wait until a descriptor can be read, whatever its number; False when that took longer than `seconds`."""
    import selectors

    # poll where it is: select takes no descriptor above 1023, and epoll and kqueue need one of their own
    kind = getattr(selectors, "PollSelector", selectors.SelectSelector)
    with kind() as selector:
        selector.register(descriptor, selectors.EVENT_READ)
        while seconds is not None and seconds > LONGEST_WAIT:
            if selector.select(LONGEST_WAIT):
                return True
            seconds -= LONGEST_WAIT
        return bool(selector.select(seconds))


def standard_input(descriptor: int = 0) -> Stream:
    """Standard input, read through its descriptor; waits where it would not block."""

    def read(size: int) -> bytes:
        while True:
            try:
                return os.read(descriptor, size)
            except BlockingIOError:
                wait_readable(descriptor)

    return Stream(read)


_SET_BACK = "was written to and its time set back"
#: what changes a file's change time, and shows
_EXPLAINING = ("st_nlink", "st_mode", "st_uid", "st_gid")


class Input(Owning):
    """A regular file, open. Whoever reads it after it was closed gets a ClosedError.

    Args:
        descriptor: the one descriptor that everything is read from; the input's from now on, unless this raises.

    Attributes:
        size: bytes of the file when it was opened.
    """

    HOLDS = "an open file, which is closed once"
    INSTEAD = "Open the file again"

    def __init__(self, descriptor: int) -> None:
        self._before = os.fstat(descriptor)
        self.size: int | None = self._before.st_size
        kind = stat.S_IFMT(self._before.st_mode)
        if kind != stat.S_IFREG:
            raise _refused(
                INPUT_NOT_REGULAR, f"this is {SPECIAL.get(kind, 'something else')}, not a regular file"
            )
        self._open = Descriptor(descriptor, "the input was closed while it was read: open it again")

    @property
    def descriptor(self) -> int:
        """The number of the descriptor, for who knows that nobody closes it meanwhile. Raises ClosedError."""
        return self._open.number

    @property
    def identity(self) -> Identity:
        """Device and inode."""
        return self._before.st_dev, self._before.st_ino

    def pieces(self) -> Iterator[bytes]:
        """The bytes of the file, never more than one piece beyond the size it had. Raises InputError."""
        most = self._before.st_size
        total = 0
        while total <= most:
            with self._open as descriptor:
                try:
                    piece = os.read(descriptor, PIECE)
                except OSError as exc:
                    raise _unreadable(exc) from exc
            if not piece:
                return
            total += len(piece)
            yield piece

    def changed(self, total: int, digest: Hash | None = None) -> str | None:
        """What shows that this is not the file that was opened, after `total` bytes were read, or None.

        Who writes to a file can set its time back, and not the time of its last change of any kind. Where that one is
        another, the bytes are read again and held to `digest`, that of the `total` bytes; without one they count as
        changed, unless a link or other rights are the reason.
        """
        with self._open as descriptor:
            before, after = self._before, os.fstat(descriptor)
        if (before.st_dev, before.st_ino) != (after.st_dev, after.st_ino):
            return "the descriptor is another file now"
        if before.st_size != after.st_size or total > before.st_size:
            return f"the file had {before.st_size} bytes and has {max(after.st_size, total)} now"
        if before.st_mtime_ns != after.st_mtime_ns:
            return "the file was written to"
        if os.name == "nt" or before.st_ctime_ns == after.st_ctime_ns:  # there it is the time of its making
            return None
        if digest is not None:
            return None if self._again(total) == digest.hexdigest() else f"the file {_SET_BACK}"
        if any(getattr(before, name) != getattr(after, name) for name in _EXPLAINING):
            return None
        return f"the file {_SET_BACK}, or it was renamed; open it again"

    def _again(self, total: int) -> str:
        """The digest of the first bytes as they are now."""
        digest = sha256(total)
        at = 0
        while at < total and (piece := self.excerpt(at, min(PIECE, total - at))):
            digest.update(piece)
            at += len(piece)
        return digest.hexdigest()

    def excerpt(self, start: int, size: int) -> bytes:
        """Up to `size` bytes from offset `start`; what can't be read is left out."""
        with self._open as descriptor:
            try:
                if hasattr(os, "pread"):
                    return os.pread(descriptor, size, start)
                os.lseek(descriptor, start, os.SEEK_SET)
                return os.read(descriptor, size)
            except OSError:
                return b""

    def _release(self) -> None:
        self._open.close()


def open_input(path: str, root: str | None = None) -> Input:
    """Open a regular file for judging.

    Args:
        path: the file; with `root`, relative to it, and then no link on the way is followed.
        root: a folder.

    Raises:
        InputError: with a finding of `input.unreadable` or `input.not-regular`.
    """
    try:
        descriptor = os.open(path, _READ) if root is None else _open_beneath(root, path)
    except (OSError, ValueError) as exc:
        raise _unreadable(exc) from exc
    try:
        return Input(descriptor)
    except BaseException:
        os.close(descriptor)
        raise


def _no_link_on_the_way(root: str, parts: list[str]) -> str:
    """The path of a file beneath `root`, where the system can't open beneath a folder: each part is looked at first.

    Raises:
        OSError: a part is a link (or, on Windows, a junction), or not there.
    """
    place = root
    for part in parts:
        place = os.path.join(place, part)
        found = os.lstat(place)
        if stat.S_ISLNK(found.st_mode) or getattr(found, "st_reparse_tag", False):
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    return place


def _open_beneath(root: str, relative: str) -> int:
    """Open `relative` one component at a time, each beneath the one before, none through a link."""
    *folders, name = relative.split("/")
    if any(part in ("", ".", "..") for part in (*folders, name)):
        raise ValueError(relative)
    if not _BY_FOLDER:
        return os.open(_no_link_on_the_way(root, [*folders, name]), _READ | NO_FOLLOW)
    at = os.open(root, _FOLDER)
    try:
        for part in folders:
            inner = os.open(part, _FOLDER | NO_FOLLOW, dir_fd=at)
            os.close(at)
            at = inner
        return os.open(name, _READ | NO_FOLLOW, dir_fd=at)
    finally:
        os.close(at)


def sha256(size: int | None) -> Hash:
    """A fresh SHA-256 for `size` bytes; one on a second core where that pays."""
    digest = digests.sha256(size)
    if size is None or size < LARGE:
        return digest
    from cellucid_session.io.digest import Aside, cores

    return Aside(digest) if cores() > 1 else digest
