"""Every name that a package promises is there."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

import cellucid_session

PACKAGES = ["cellucid_session"] + [
    f"cellucid_session.{found.name}"
    for found in pkgutil.iter_modules(cellucid_session.__path__)
    if found.ispkg
]


@pytest.mark.parametrize("package", PACKAGES)
def test_every_promised_name_is_there(package: str) -> None:
    module = importlib.import_module(package)
    for name in (*getattr(module, "__all__", ()), *getattr(module, "_HOMES", ())):
        assert getattr(module, name) is not None, name
