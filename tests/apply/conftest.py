"""Sessions on disk."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def store(tmp_path: Path) -> Callable[[bytes], Path]:
    """Puts a session on disk."""
    numbers = itertools.count()

    def put(data: bytes) -> Path:
        path = tmp_path / f"s{next(numbers)}.cellucid-session"
        path.write_bytes(data)
        return path

    return put
