"""A process that ends when the one that started it is gone, however that ended.

Rules of this file:

* The parent is asked for by a timer: no thread, which a bounded child has no address space for, and no signal of the
  kernel, which would come as soon as the parent's *thread* ends.
* Nothing is written on the way out: whoever could read it is gone.
"""

from __future__ import annotations

import os
import signal

SECONDS = 1.0  # between two looks
GONE = 1


def end_with(parent: int) -> None:
    """End this process soon after `parent` is no longer its parent. Does nothing where the system has no timers."""
    if not hasattr(signal, "setitimer"):
        return

    def look(*_: object) -> None:
        if os.getppid() != parent:
            os._exit(GONE)

    signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, SECONDS, SECONDS)
    look()  # it may be gone already
