"""The targets as modules, without libFuzzer: a stub stands where atheris would be."""

from __future__ import annotations

import contextlib
import importlib
import sys
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

FUZZ = Path(__file__).resolve().parents[2] / "fuzz"


def stub() -> types.ModuleType:
    """As much of atheris as a module needs to be imported."""
    module: Any = types.ModuleType("atheris")
    module.instrument_imports = lambda **_: contextlib.nullcontext()
    return module


@pytest.fixture(scope="session")
def fuzzing() -> Iterator[Any]:
    """`fuzzing(name)` imports a module of the folder; what stood in its place before is put back at the end."""
    pytest.importorskip("construct", reason="the targets ask the interpreted engine, which is an extra")
    pytest.importorskip("resource", reason="the harness asks the system for the memory it takes")
    before = sys.modules.get("atheris")
    sys.modules["atheris"] = stub()
    sys.path.insert(0, str(FUZZ))
    yield importlib.import_module
    sys.path.remove(str(FUZZ))
    del sys.modules["atheris"]
    if before is not None:
        sys.modules["atheris"] = before
