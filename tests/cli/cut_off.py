"""A command that is cut off at one of its calls of the system: `cut_off.py ACTION NUMBER WORDS...`.

Actions: "kill" ends the process there by SIGKILL, in the midst of a write; "interrupt" is Ctrl-C there, "full" a disk
without space. Number 0 cuts nothing off. All calls go to the file `calls`, one a line.
"""

from __future__ import annotations

import errno
import os
import runpy
import signal
import sys
from typing import Any

CALLS = ("pwrite", "fsync", "link", "unlink", "rename", "replace", "ftruncate", "mkdir", "rmdir")
COUNT = [0]


def cut(name: str, real: Any, action: str, number: int, log: int) -> Any:
    def call(*values: Any, **more: Any) -> Any:
        os.write(
            log,
            " ".join([name, *(os.path.basename(str(value)[:999]) for value in values[:2])]).encode() + b"\n",
        )
        COUNT[0] += 1
        if COUNT[0] != number:
            return real(*values, **more)
        if name == "pwrite":
            real(values[0], values[1][: len(values[1]) // 2], *values[2:])
        if action == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if action == "interrupt":
            raise KeyboardInterrupt
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    return call


if __name__ == "__main__":
    told, at, *words = sys.argv[1:]
    descriptor = os.open("calls", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for each in CALLS:
        setattr(os, each, cut(each, getattr(os, each), told, int(at), descriptor))
    sys.argv = ["cellucid_session.cli.session", *words]
    runpy.run_module("cellucid_session.cli.session", run_name="__main__", alter_sys=True)
