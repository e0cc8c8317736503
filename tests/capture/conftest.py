"""A gate for each test that asks for one, stopped and looked at afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from gates import World


@pytest.fixture
def worlds(tmp_path: Path) -> Iterator[Callable[..., World]]:
    """Makes gates; at the end none may hold a half written file, nor have failed."""
    made: list[World] = []

    def make(**more: Any) -> World:
        made.append(World(tmp_path / str(len(made)), **more))
        return made[-1]

    yield make
    for world in made:
        left = world.settled()
        world.stop()
        assert not [name for name in left if name.endswith(".partial")]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One gate for the tests of a module that ask for no limits of their own."""
    made = World(tmp_path_factory.mktemp("shared"))
    yield made
    made.stop()


@pytest.fixture
def world(shared: World) -> Iterator[World]:
    """A gate with the usual limits of tests, an empty folder and a new viewer; looked at afterwards."""
    shared.renew()
    yield shared
    left = shared.settled()
    assert not [name for name in left if name.endswith(".partial")]
    assert shared.server.app.failures == []
