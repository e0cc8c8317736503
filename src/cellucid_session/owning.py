"""What holds a descriptor, a file, a socket, a thread or a folder: it is not copied, and it ends once.

Rules of this file:

* Two objects that hold one thing close it twice: the second time it is somebody else's. So whoever holds something
  refuses to be copied and pickled, with a sentence that says what to do instead.
* `close` ends it once, whichever thread comes first; every later call does nothing.
* A descriptor is not closed while another thread reads through its number, and not used afterwards: the system hands
  the same number out again.
* Only built-in modules are imported: every gate loads this file.
"""

from __future__ import annotations

import abc
import os
from _thread import allocate_lock

from cellucid_session.errors import ClosedError, UncopiedError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn


class Uncopied:
    """Base of what must stay the only one of its kind.

    Attributes:
        HOLDS: what it holds, for the sentence that refuses a copy. INSTEAD: what to do instead.
    """

    __slots__ = ()
    HOLDS = "what it has read and found so far"
    INSTEAD = "Make another one"

    def _uncopied(self, how: str) -> NoReturn:
        told = f"a {type(self).__name__} can't be {how}: it holds {self.HOLDS}"
        raise UncopiedError(f"{told}. {self.INSTEAD}.")

    def __copy__(self) -> NoReturn:
        self._uncopied("copied")

    def __deepcopy__(self, memo: object) -> NoReturn:
        del memo
        self._uncopied("copied")

    def __replace__(self, **changes: object) -> NoReturn:
        del changes
        self._uncopied("copied")

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        del protocol
        self._uncopied("pickled")


class Owning(Uncopied, abc.ABC):
    """Base of what has to be closed; `_release` gives back what it holds, and is called once at most."""

    def close(self) -> None:
        """Give back what is held. May be called again, and from several threads: it is given back once."""
        mark = object()
        # one step of the interpreter: of two threads one finds its own mark
        if self.__dict__.setdefault("_ended", mark) is mark:
            self._release()

    @property
    def closed(self) -> bool:
        """Whether `close` was called."""
        return "_ended" in self.__dict__

    @abc.abstractmethod
    def _release(self) -> None:
        """Give back what is held: called once."""


class Descriptor(Owning):
    """A descriptor of ours. As a context it is the number, which stays open until the context ends.

    Args:
        number: it is ours from now on.
        closed: the sentence for who uses it after it was closed.
    """

    HOLDS = "an open file, which is closed once"
    INSTEAD = "Open the file again"

    def __init__(self, number: int, closed: str = "the file is closed") -> None:
        self._number = number
        self._sentence = closed
        self._lock = allocate_lock()
        self._users = 0
        self._gone = False

    @property
    def number(self) -> int:
        """The number, for who knows that nobody closes it meanwhile. Raises ClosedError."""
        if self.closed:
            raise ClosedError(self._sentence)
        return self._number

    def __enter__(self) -> int:
        with self._lock:
            number = self.number
            self._users += 1
        return number

    def __exit__(self, *about: object) -> None:
        self._settle(1)

    def _release(self) -> None:
        self._settle(0)

    def _settle(self, left: int) -> None:
        """So many users have left; close the number when it is to be closed and nobody uses it."""
        with self._lock:
            self._users -= left
            now = self.closed and not self._users and not self._gone
            self._gone = self._gone or now
        if now:
            os.close(self._number)

    def __del__(self) -> None:
        if "_gone" in self.__dict__:
            self.close()
