"""A real notebook server under a path, as JupyterHub runs one, with jupyter-server-proxy in it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

BASE = "/user/ann/"
TOKEN = "notebook-token"
SECONDS = 60


class Server:
    """A notebook server that runs.

    Attributes:
        port: on 127.0.0.1. folder: what it serves. base: its path.
    """

    def __init__(self, port: int, folder: Path, base: str) -> None:
        self.port = port
        self.folder = folder
        self.base = base

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{self.base}{path}?token={TOKEN}"


@contextmanager
def running(home: Path, *, lab: bool = False, base: str = BASE, proxy: bool = True) -> Iterator[Server]:
    """Run one, with jupyter-server-proxy or without; it finds nothing of the user's, and writes beneath `home` only."""
    folder, runtime = home / "notebooks", home / "runtime"
    for each in (folder, runtime):
        each.mkdir(parents=True, exist_ok=True)
    names = ("HOME", "IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR")
    environment = os.environ | dict.fromkeys(names, str(home)) | {"JUPYTER_RUNTIME_DIR": str(runtime)}
    for name in ("JUPYTERHUB_SERVICE_PREFIX", "CELLUCID_SESSION_BASE_URL", "CELLUCID_SESSION_HOSTS"):
        environment.pop(name, None)
    options = [
        "--no-browser",
        "--allow-root",
        "--ip=127.0.0.1",
        "--port=0",
        f"--ServerApp.base_url={base}",
        f"--IdentityProvider.token={TOKEN}",
        f"--ServerApp.root_dir={folder}",
        "--ServerApp.log_level=WARN",
        "--ServerApp.allow_remote_access=True",  # a hub is reached by its own name
    ]
    if not proxy:
        options.append("--ServerApp.jpserver_extensions={'jupyter_server_proxy': False}")
    if lab:
        options += [
            "--LabApp.news_url=None",
            "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        ]
    program = "jupyterlab" if lab else "jupyter_server"
    with (home / "log.txt").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", program, *options],
            env=environment,
            stdout=log,
            stderr=log,
            cwd=home,
        )
    try:
        yield Server(_port(process, runtime, home / "log.txt"), folder, base)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _port(process: subprocess.Popen[bytes], runtime: Path, log: Path) -> int:
    """The port, once the server has told it."""
    told = runtime / f"jpserver-{process.pid}.json"
    end = time.monotonic() + SECONDS
    while time.monotonic() < end and process.poll() is None:
        if told.exists():
            try:
                return int(json.loads(told.read_text("utf-8"))["port"])
            except ValueError:  # half written
                pass
        time.sleep(0.05)
    raise AssertionError(f"the notebook server did not start: {log.read_text('utf-8', 'replace')[-2000:]}")
