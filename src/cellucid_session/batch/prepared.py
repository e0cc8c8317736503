"""A process that has loaded what judging needs, and is forked for each input: no child pays for the interpreter.

Rules of this file:

* It judges one session of ours and never reads a byte of an input: it takes two descriptors and a request, forks, and
  says how the fork ended. So each input has a process of its own, bounded before it reads; nothing of it stays.
* It has one thread, and a process group of its own, so that a child that takes too long is ended with it: it is the
  parent of whatever there is to end. The next input gets a new one.
* It belongs to the process that started it. A fork of that one does not use it, and it ends when that one is gone.
"""

from __future__ import annotations

import os
import signal
import sys
from _thread import allocate_lock

from cellucid_session.batch import child, warm
from cellucid_session.batch.parent import end_with
from cellucid_session.io import files
from cellucid_session.owning import Owning
from cellucid_session.wire.patterns import Pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    import socket
    import subprocess
    from collections.abc import Callable, Iterator

TIMES = 16  # judgements after which the interpreter has rewritten its code as it does when that runs often
PATIENCE = 10  # seconds for a child that has answered to end
REQUEST_BYTES = 64 << 20
NOT_FORKED = 1 << 16  # beside an errno, in place of an exit code

#: packages of which the rest is loaded as long as nobody asks; what has these names is for others than judges
REST = ("check", "generated", "wire", "judge")
OTHERS = ("writers", "text", "texts", "subjects", "sinks")
_PROGRAM = (
    "import sys; sys.path.insert(0, sys.argv[1]); from cellucid_session.batch.prepared import serve; serve()"
)
_PACKAGES = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class Prepared(Owning):
    """The process, as the one that started it sees it. Raises OSError where it can't be started."""

    HOLDS = "a process, which is ended once"
    INSTEAD = "Start another one"

    def __init__(self) -> None:
        import socket
        import subprocess

        self.program = _PROGRAM
        self.uses = 0
        # one thread: each further one would reserve address space, and there is nothing for it to do
        environment = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
        ours, theirs = socket.socketpair()
        try:
            words = [_PACKAGES, str(os.getpid()), str(theirs.fileno())]
            self._process: subprocess.Popen[bytes] = subprocess.Popen(  # noqa: S603 - our interpreter, no shell
                [sys.executable, "-I", "-B", "-c", _PROGRAM, *words],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=environment,
                pass_fds=(theirs.fileno(),),
                process_group=0,
            )
        except BaseException:
            ours.close()
            raise
        finally:
            theirs.close()
        self._channel = ours

    def begin(self, descriptors: tuple[int, int], asked: bytes, memory: int, seconds: int) -> None:
        """Have a child judge the first descriptor and answer on the second. Raises OSError: the process is gone."""
        import socket

        self.uses += 1
        numbers = b"%016x%016x%016x" % (len(asked), memory, seconds)
        self._channel.settimeout(PATIENCE)
        socket.send_fds(self._channel, [numbers], list(descriptors))
        self._channel.sendall(asked)

    def ended(self) -> int | None:
        """How the child ended: its exit code, a signal as a negative number, None when it does not end in time.

        Raises OSError: the process is gone, or could not fork.
        """
        self._channel.settimeout(PATIENCE)
        try:
            told = _exactly(self._channel.recv, 8)
        except TimeoutError:
            return None
        if told is None:
            raise ConnectionError("the process that was prepared is gone")
        code = int.from_bytes(told, "little", signed=True)
        if code >= NOT_FORKED:
            raise OSError(code - NOT_FORKED, os.strerror(code - NOT_FORKED))
        return code

    def _release(self) -> None:
        self._channel.close()
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except OSError:  # it is gone
            self._process.kill()
        self._process.wait()


def _exactly(take: Callable[[int], bytes], wanted: int) -> bytes | None:
    """So many bytes, or None when there is an end before."""
    parts: list[bytes] = []
    while wanted:
        part = take(min(wanted, files.PIECE))
        if not part:
            return None
        parts.append(part)
        wanted -= len(part)
    return b"".join(parts)


# -- those that wait for an input --

_FREE: list[Prepared] = []
_FOREIGN: list[Prepared] = []  # of the process that this one is a fork of: not ours to use or to end
_LOCK = allocate_lock()
_REGISTERED: list[bool] = []


def take() -> Prepared:
    """One that waits, or a new one; it is the caller's until it is given back or closed. Raises OSError."""
    with _LOCK:
        if not _REGISTERED:
            import atexit

            _REGISTERED.append(True)
            atexit.register(dismiss)
            os.register_at_fork(after_in_child=_disown)
        while _FREE:
            found = _FREE.pop()
            if found.program == _PROGRAM:
                return found
            found.close()
    return Prepared()


def give_back(prepared: Prepared) -> None:
    """Let another input have it."""
    with _LOCK:
        _FREE.append(prepared)


def dismiss() -> None:
    """End those that wait."""
    with _LOCK:
        while _FREE:
            _FREE.pop().close()


def _disown() -> None:
    global _LOCK
    _LOCK = allocate_lock()  # another thread may have held it when this process was made
    _FOREIGN.extend(_FREE)
    _FREE.clear()


# -- the process itself --


def serve() -> None:
    """Fork for each request, until whoever asks is gone."""
    import gc
    import importlib
    import mmap  # noqa: F401 - a child needs it to bound itself
    import resource  # noqa: F401 - and this
    import socket

    end_with(int(sys.argv[2]))
    for _ in range(TIMES):
        warm.judge()
    gc.collect()
    gc.freeze()  # what is shared with all children stays shared
    rest = _rest()
    with socket.socket(fileno=int(sys.argv[3])) as channel:
        while _one(channel):
            for name in rest:
                if files.wait_readable(channel.fileno(), 0):
                    break
                for value in vars(importlib.import_module(name)).values():
                    if isinstance(value, Pattern):
                        value.compiled()
            gc.freeze()


def _rest() -> Iterator[str]:
    """Modules that some session needs, one after the other."""
    for package in REST:
        for name in sorted(os.listdir(os.path.join(_PACKAGES, "cellucid_session", package))):
            stem, suffix = os.path.splitext(name)
            if suffix == ".py" and not stem.endswith(OTHERS):
                yield f"cellucid_session.{package}.{stem}"


def _one(channel: socket.socket) -> bool:
    """Serve one request; False when there is none any more."""
    import socket

    numbers, descriptors, flags, _ = socket.recv_fds(channel, 48, 2)
    if len(descriptors) != 2 or flags & socket.MSG_CTRUNC:
        return False
    rest = _exactly(channel.recv, 48 - len(numbers)) if len(numbers) < 48 else b""
    if rest is None:
        return False
    numbers += rest
    size, memory, seconds = (int(numbers[at : at + 16], 16) for at in (0, 16, 32))
    asked = _exactly(channel.recv, size)
    if asked is None:
        return False
    own = (
        os.getpid()
    )  # before the fork: a child that asks for its parent when that is gone is told of another
    try:
        process = os.fork()
    except OSError as exc:
        code = NOT_FORKED + (exc.errno or 0)
    else:
        if not process:
            _become(own, channel, descriptors, asked, memory, seconds)
        for descriptor in descriptors:
            os.close(descriptor)
        descriptors = []
        code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    for descriptor in descriptors:
        os.close(descriptor)
    channel.sendall(code.to_bytes(8, "little", signed=True))
    return True


def _become(
    parent: int, channel: socket.socket, descriptors: list[int], asked: bytes, memory: int, seconds: int
) -> None:
    """Be the child of one input, and end."""
    try:
        end_with(parent)
        channel.close()
        for wanted, descriptor in enumerate(descriptors):
            os.dup2(descriptor, wanted)
            os.close(descriptor)
        child.end_here(asked, memory, seconds)
    finally:
        os._exit(child.BROKEN)
