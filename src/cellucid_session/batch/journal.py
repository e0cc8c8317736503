"""A journal of judgements, so that a run that was interrupted goes on where it stopped.

Rules of this file:

* A judgement is taken from the journal only for the same bytes, asked the same way: the SHA-256 of the content, the
  policy's digest, the program's version and code, and all options are equal. No path is in it, and none decides.
* Only `valid` and `invalid` are kept. What ran out of something or failed is judged again.
* A line counts when it is whole, says what it says of itself, and makes sense. Any other is passed over: the file is
  judged again. Two lines that differ on one file are both passed over.
* The first line says that the file is a journal. A file that is not empty and does not say so is somebody's: it is
  looked at through a descriptor that can't write, and never opened by another one. Every check (this one, the inputs,
  the lock) comes before the first byte.
* Who can write the journal can make it say `valid`. So it must be a regular file of the user who runs, which nobody
  else may write to; it is opened through no link, and one run at a time has it.
* A line is appended by one write. One that was torn is closed with the next, and is no line.
"""

from __future__ import annotations

import os
import stat

from cellucid_session.errors import UsageError
from cellucid_session.io.files import sha256, why
from cellucid_session.io.outputs import OutputError
from cellucid_session.model import INVALID, VALID, Frozen, Report
from cellucid_session.owning import Descriptor, Owning

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    from cellucid_session.batch.items import Run
    from cellucid_session.judge.policy import Policy

    Place = tuple[int, int]  # device and inode
    Key = tuple[str, str]  # kind of input, SHA-256 of its content

VERSION = 1  # of a line
FIRST = b'{"journal-of":"cellucid-validate"}\n'  # the first line
LINE_BYTES = 64 << 20  # of one line; a longer one is passed over
KEPT = (VALID, INVALID)
_PIECE = 1 << 20


class Identity(Frozen):
    """How files are judged, as far as it can make a difference.

    Attributes:
        tool: version of the program, and SHA-256 of its code.
        policy: digest of the policy.
        options: digest of everything else that was asked.
    """

    __slots__ = ("options", "policy", "tool")
    tool: str
    policy: str
    options: str

    def __init__(self, tool: str, policy: str, options: str) -> None:
        self._fill(tool=tool, policy=policy, options=options)


def identity(run: Run, policy: Policy) -> Identity:
    """What must be equal for a judgement to be taken from a journal."""
    from cellucid_session.batch import answers
    from cellucid_session.judge.waivers import now

    asked = answers.request(run.settings, "", None)
    if policy.waivers:
        asked["today"] = run.settings.today or now()
    asked["isolated"] = run.isolated
    return Identity(_tool(), policy.sha256, _digest(_canonical(asked)))


def _tool() -> str:
    """Version and code: a checkout changes while its version stays."""
    from cellucid_session import __version__

    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    digest = sha256(None)
    for folder, folders, names in os.walk(root):
        folders.sort()
        for name in sorted(names):
            if name.endswith((".py", ".json")):
                path = os.path.join(folder, name)
                with open(path, "rb") as stream:
                    code = stream.read()
                digest.update(f"{os.path.relpath(path, root)} {len(code)}\n".encode())
                digest.update(code)
    return f"{__version__} {digest.hexdigest()}"


def _canonical(values: object) -> bytes:
    import json

    return json.dumps(
        values, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False
    ).encode()


def _digest(data: bytes) -> str:
    digest = sha256(len(data))
    digest.update(data)
    return digest.hexdigest()


class Journal(Owning):
    """Judgements of earlier runs, and those of this one.

    Args:
        path: the file; made when it is not there, with mode 0600.
        asked: how files are judged in this run.
        inputs: gives device and inode of each file that this run reads; asked again once the file is there.

    Attributes:
        taken: how many judgements of this run came from it.

    Raises:
        UsageError: the file is none that may be believed, no journal, one of the inputs, or another run has it.
    """

    HOLDS = "an open file and its lock"
    INSTEAD = "Close it and open the journal again"

    def __init__(self, path: str, asked: Identity, inputs: Callable[[], Iterable[Place]] = frozenset) -> None:
        self._asked = asked
        self._open = Descriptor(_open(path, inputs), "the journal is closed")
        try:
            self._places: dict[Key, tuple[int, int]] = {}
            self._doubtful: set[Key] = set()
            self._added: set[Key] = set()
            self._before = b""  # what has to stand before the next line
            self.taken = 0
            self._digests: dict[Key, str] = {}
            self._read()
        except BaseException:
            self._open.close()
            raise

    @property
    def _descriptor(self) -> int:
        return self._open.number

    @property
    def inode(self) -> tuple[int, int]:
        """Device and inode."""
        told = os.fstat(self._descriptor)
        return told.st_dev, told.st_ino

    def known(self) -> frozenset[Key]:
        """Kinds and digests of the files that need not be judged again."""
        return frozenset(self._places)

    def report(self, key: Key) -> Report | None:
        """The judgement on this content, its path empty; None where there is none that can be believed."""
        if key not in self._places:
            return None
        start, size = self._places[key]
        line = os.pread(self._descriptor, size, start)
        values = _line(line)
        found = None if values is None or self._key(values) != key else _report(values)
        self.taken += found is not None
        return found

    def add(self, key: Key, report: Report) -> None:
        """Keep a judgement. Raises OutputError when it can't be written."""
        if report.verdict not in KEPT or key in self._places or key in self._added:
            return
        from cellucid_session.batch import answers

        body = {
            "journal": VERSION,
            "tool": self._asked.tool,
            "policy": self._asked.policy,
            "options": self._asked.options,
            "kind": key[0],
            "sha256": key[1],
            "report": answers.values(report),
        }
        line = _sealed(body)
        if len(line) > LINE_BYTES:
            return
        line = self._before + line
        self._before = b""
        try:
            written = os.write(self._descriptor, line)
        except OSError as exc:
            raise OutputError(f"the journal can't be written: {exc.strerror or 'an error'}") from exc
        if written != len(line):
            raise OutputError("the journal can't be written to its end")
        self._added.add(key)

    def _release(self) -> None:
        """Make it last, and let others have it."""
        import contextlib

        with contextlib.suppress(OSError):
            os.fsync(self._descriptor)
        self._open.close()

    # -- reading --

    def _key(self, values: dict[str, Any]) -> Key | None:
        """What a line is about, if it was asked the same way."""
        asked = self._asked
        if (values["tool"], values["policy"], values["options"]) != (asked.tool, asked.policy, asked.options):
            return None
        return values["kind"], values["sha256"]

    def _read(self) -> None:
        """Find the lines that count, and what has to stand before the next one."""
        end = 0
        whole = True
        for start, line in self._lines():
            end, whole = start + len(line), line.endswith(b"\n")
            values = _line(line)
            key = None if values is None else self._key(values)
            if values is None or key is None or _report(values) is None:
                continue
            told = _digest(_canonical(values["report"]))
            if self._digests.setdefault(key, told) != told:
                self._doubtful.add(key)
            self._places[key] = (start, len(line))
        for key in self._doubtful:
            del self._places[key]
        self._before = FIRST if not end else b"" if whole else b"\n"

    def _lines(self) -> Iterator[tuple[int, bytes]]:
        """Offset and bytes of each line; of one that is too long, its end only."""
        start, held = 0, b""
        offset = 0
        while piece := os.pread(self._descriptor, _PIECE, offset):
            offset += len(piece)
            held += piece
            *lines, held = held.split(b"\n")
            for line in lines:
                yield start, line + b"\n"
                start += len(line) + 1
            if len(held) > LINE_BYTES:
                start += len(held)
                held = b""
        if held:
            yield start, held


def _open(path: str, inputs: Callable[[], Iterable[Place]]) -> int:
    """A descriptor of the journal, locked; nothing is written yet. Raises UsageError."""
    try:
        import fcntl
    except ImportError as exc:
        raise UsageError("this system has no locks, which a journal needs") from exc

    careful = os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
    made = False
    descriptor = -1
    try:
        try:
            looking = os.open(path, os.O_RDONLY | careful)
        except FileNotFoundError:
            looking = os.open(path, os.O_RDONLY | os.O_CREAT | os.O_EXCL | careful, 0o600)
            made = True
        try:
            told = _ours(looking, inputs)
            descriptor = os.open(path, os.O_RDWR | os.O_APPEND | careful)
        finally:
            os.close(looking)
        again = os.fstat(descriptor)
        if (again.st_dev, again.st_ino) != told:
            raise UsageError("the journal was replaced while it was opened")
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        _ours(descriptor, inputs)  # nobody writes from here on
    except BaseException as exc:
        if descriptor >= 0:
            os.close(descriptor)
        if made and not isinstance(exc, BlockingIOError):
            os.unlink(path)
        if isinstance(exc, BlockingIOError):
            raise UsageError("another run has the journal") from exc
        if isinstance(exc, (OSError, ValueError)) and not isinstance(exc, UsageError):
            raise UsageError(f"the journal can't be opened: {why(exc)}") from exc
        raise
    return descriptor


def _ours(descriptor: int, inputs: Callable[[], Iterable[Place]]) -> Place:
    """Device and inode of a file that may be written to as a journal. Raises UsageError. The one place that decides."""
    told = os.fstat(descriptor)
    place = told.st_dev, told.st_ino
    if not stat.S_ISREG(told.st_mode):
        raise UsageError("the journal is not a regular file")
    if place in set(inputs()):
        raise UsageError("the journal is one of the inputs")
    if told.st_uid != os.geteuid() or told.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise UsageError(
            "the journal belongs to somebody else, or others may write to it: it can't be believed (chmod go-w)"
        )
    if told.st_size and os.pread(descriptor, len(FIRST), 0) != FIRST:
        raise UsageError("the file is there and is no journal, so nothing is written to it; name another one")
    return place


_LINE = {"journal", "tool", "policy", "options", "kind", "sha256", "report", "check"}
_SEAL = b',"check":"'  # and 64 hex digits: of all that stands before it
_SEAL_BYTES = len(_SEAL) + 64 + len(b'"}\n')


def _sealed(body: dict[str, Any]) -> bytes:
    """A line: its keys in their order, and the digest of its own beginning."""
    import json

    text = json.dumps(body, separators=(",", ":"), ensure_ascii=True, allow_nan=False).encode()[:-1]
    return text + _SEAL + _digest(text).encode() + b'"}\n'


def _line(line: bytes) -> dict[str, Any] | None:
    """The values of a line that is whole, or None."""
    from cellucid_session.wire import strict_json
    from cellucid_session.wire.source import Fault

    text, seal = line[:-_SEAL_BYTES], line[-_SEAL_BYTES:]
    if seal != _SEAL + _digest(text).encode() + b'"}\n':
        return None
    try:
        values = strict_json.parse(line[:-1], nodes=len(line))
    except (Fault, ValueError, RecursionError):
        return None
    if type(values) is not dict or set(values) != _LINE or values["journal"] != VERSION:
        return None
    texts = (values[name] for name in ("tool", "policy", "options", "kind", "sha256"))
    return values if all(type(text) is str for text in texts) else None


def _report(values: dict[str, Any]) -> Report | None:
    """The report of a line, when it makes sense."""
    from cellucid_session.batch import answers
    from cellucid_session.batch.sound import shaped, sound

    if not shaped(values["report"]):
        return None
    try:
        report = answers.revive({**values["report"]})
        if not sound(report):
            return None
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
    errors = any(True for _ in report.of_level("error"))
    fits = not errors if report.verdict == VALID else errors or report.suppressed > 0
    sensible = (
        report.verdict in KEPT
        and fits
        and report.kind == values["kind"]
        and report.sha256 in (None, values["sha256"])
    )
    return report if sensible else None
