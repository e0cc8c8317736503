"""Servers on this machine, and files for them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import builders
import pytest
from batch_servers import Web

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.fixture(scope="session")
def good() -> bytes:
    """A valid session without advice."""
    return builders.session(
        builders.chunk("core/state", {}),
        builders.meta(builders.group("g1", 3)),
        builders.chunk(builders.CELLS + "g1", builders.cells([1, 4, 5])),
    )


@pytest.fixture(scope="session")
def bad(good: bytes) -> bytes:
    """An invalid session: one byte too many."""
    return good + b"\0"


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run `cellucid-validate` in the temporary folder."""

    def start(*words: Any, env: dict[str, str] | None = None, **more: Any) -> Any:
        command = [sys.executable, "-m", "cellucid_session.cli.validate", *map(os.fsencode, words)]
        return subprocess.run(
            command,
            cwd=tmp_path,
            env=os.environ | (env or {}),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=120,
            **more,
        )

    return start


@pytest.fixture
def web(good: bytes) -> Iterator[Web]:
    server = Web(good)
    yield server
    server.close()
