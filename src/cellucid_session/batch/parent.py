"""A process that ends when the one that started it is gone, however that ended.

Rules of this file:

* The parent is asked for by a timer: no thread, which a bounded child has no address space for, and no signal of the
  kernel, which would come as soon as the parent's *thread* ends.
* Nothing is written on the way out: whoever could read it is gone.
* A fork has the handler of the process that it came from, and no timer: it asks for its own parent, and sets the timer.
"""

from __future__ import annotations

import os
import signal

SECONDS = 1.0  # between two looks
GONE = 1

_PARENT: list[int] = []  # that of this process, once the handler is set


def end_with(parent: int) -> None:
    """End this process soon after `parent` is no longer its parent. Does nothing where the system has no timers."""
    if not hasattr(signal, "setitimer"):
        return
    if not _PARENT:
        signal.signal(signal.SIGALRM, _look)
    _PARENT[:] = [parent]
    signal.setitimer(signal.ITIMER_REAL, SECONDS, SECONDS)
    _look()  # it may be gone already


def _look(*_: object) -> None:
    if os.getppid() != _PARENT[0]:
        os._exit(GONE)
