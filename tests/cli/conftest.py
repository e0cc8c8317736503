"""The command as a process, and files for it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import builders
import pytest

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run `cellucid-validate` in the temporary folder; words may be text, bytes or paths."""

    def start(*words: Any, stdin: Any = None, env: dict[str, str] | None = None, **more: Any) -> Any:
        given: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | more
        if isinstance(stdin, bytes):
            given["input"] = stdin
        else:
            given["stdin"] = subprocess.DEVNULL if stdin is None else stdin
        command = [sys.executable, "-m", "cellucid_session.cli.validate", *map(os.fsencode, words)]
        return subprocess.run(command, cwd=tmp_path, env=os.environ | (env or {}), timeout=60, **given)

    return start


@pytest.fixture
def good() -> bytes:
    """A valid session without advice."""
    return builders.session(
        builders.chunk("core/state", {}),
        builders.meta(builders.group("g1", 3)),
        builders.chunk(builders.CELLS + "g1", builders.cells([1, 4, 5])),
    )


@pytest.fixture
def warned() -> bytes:
    """A valid session with one warning (no chunks)."""
    return builders.session()


@pytest.fixture
def bad(good: bytes) -> bytes:
    """An invalid session: one byte too many."""
    return good + b"\0"
