"""A command in a process of its own, forked from one that has the heavy libraries loaded.

Starting Python and importing anndata takes a hundred times as long as what most of these tests ask of the command. The
process that is forked has never run a command, so each runs as in a new one: its own descriptors, folder, arguments and
exit code. What a test changes of the environment, or asks of the interpreter itself, still gets a new interpreter.
"""

from __future__ import annotations

import atexit
import json
import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

SERVER = Path(__file__).resolve()
#: what the commands import late
HEAVY = ("numpy", "pandas", "scipy.sparse", "h5py", "anndata", "zarr", "pyarrow.parquet", "mudata")


class Forks:
    """The process that is forked, as a test sees it; it is started when it is first asked."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, str(SERVER), str(theirs.fileno())],
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
            )
        self._channel = ours
        atexit.register(self.close)

    def run(
        self, module: str, words: list[bytes], folder: Path, timeout: float
    ) -> subprocess.CompletedProcess[bytes]:
        """Run a module as `python -m` does. Raises subprocess.TimeoutExpired."""
        pipes = [os.pipe(), os.pipe()]
        asked = json.dumps([module, [os.fsdecode(word) for word in words], os.fspath(folder)]).encode()
        socket.send_fds(self._channel, [len(asked).to_bytes(8, "little")], [pipe[1] for pipe in pipes])
        self._channel.sendall(asked)
        for _, writing in pipes:
            os.close(writing)
        found: list[bytes] = [b"", b""]

        def read(at: int) -> None:
            with open(pipes[at][0], "rb") as stream:
                found[at] = stream.read()

        readers = [threading.Thread(target=read, args=(at,), daemon=True) for at in (0, 1)]
        for reader in readers:
            reader.start()
        self._channel.settimeout(timeout)
        try:
            code = int.from_bytes(self._channel.recv(8, socket.MSG_WAITALL), "little", signed=True)
        except TimeoutError:
            self.close()
            raise subprocess.TimeoutExpired(module, timeout) from None
        for reader in readers:
            reader.join()
        return subprocess.CompletedProcess([module, *words], code, *found)

    def close(self) -> None:
        self._channel.close()
        self._process.kill()
        self._process.wait()
        FORKS.clear()


FORKS: list[Forks] = []


def run(module: str, words: list[bytes], folder: Path, timeout: float) -> subprocess.CompletedProcess[bytes]:
    """Run a module in a fork."""
    if not FORKS:
        FORKS.append(Forks())
    return FORKS[0].run(module, words, folder, timeout)


# -- the process that is forked --


def serve(channel: socket.socket) -> None:
    import importlib
    import signal
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in HEAVY:
            try:
                importlib.import_module(name)
            except ImportError:
                continue
    assert threading.active_count() == 1, "a fork would leave these behind"
    while True:
        size, descriptors, _, _ = socket.recv_fds(channel, 8, 2)
        if len(size) < 8:
            return
        asked = channel.recv(int.from_bytes(size, "little"), socket.MSG_WAITALL)
        process = os.fork()
        if not process:
            channel.close()
            signal.signal(signal.SIGINT, signal.default_int_handler)
            for wanted, descriptor in zip((1, 2), descriptors, strict=True):
                os.dup2(descriptor, wanted)
                os.close(descriptor)
            os._exit(become(*json.loads(asked)))
        for descriptor in descriptors:
            os.close(descriptor)
        while True:
            ended, status = os.waitpid(process, os.WNOHANG)
            if ended:
                break
            time.sleep(0.002)
        code = os.waitstatus_to_exitcode(status)
        channel.sendall(code.to_bytes(8, "little", signed=True))


def become(module: str, words: list[str], folder: str) -> int:
    """Run a module as the interpreter would, to the flushing at its end."""
    import runpy
    import traceback

    os.chdir(folder)
    sys.argv = [module, *words]
    sys.path[0] = folder
    code = 0
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    except SystemExit as exc:
        if isinstance(exc.code, str):
            print(exc.code, file=sys.stderr)
        code = exc.code if isinstance(exc.code, int) else 0 if exc.code is None else 1
    except BaseException:  # noqa: BLE001 - as the interpreter shows it
        traceback.print_exc()
        code = 1
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            code = 120
    return code


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
