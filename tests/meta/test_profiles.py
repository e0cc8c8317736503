"""The long profile lengthens every property, also those that say how many examples they take."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]

PROPERTIES = """
from pathlib import Path
from hypothesis import given, settings, strategies as st

def count(name):
    with Path(__file__).with_name(name).open("a") as stream:
        stream.write("x")

@given(st.integers())
@settings(max_examples=3)
def test_few(value):
    count("few")

@given(st.integers())
@settings(max_examples=90)
def test_many(value):
    count("many")

@given(st.integers())
def test_says_nothing(value):
    count("silent")

class TestInside:
    @given(st.integers())
    @settings(max_examples=3)
    def test_method(self, value):
        count("method")
"""


def run(folder: Path, *args: str) -> None:
    """Run the tests of a folder with this project's conftest.py as a plugin."""
    environment = {**os.environ, "PYTHONPATH": f"{TESTS}{os.pathsep}{TESTS.parent / 'src'}", "EXAMPLES": "70"}
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "conftest",
        "--rootdir",
        str(folder),
        *args,
        str(folder),
    ]
    done = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def counted(folder: Path, *args: str) -> dict[str, int]:
    """How many examples each of the properties has had."""
    (folder / "test_it.py").write_text(PROPERTIES, "utf-8")
    run(folder, *args)
    names = ("few", "many", "silent", "method")
    return {name: (folder / name).stat().st_size for name in names}


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        ("ci", {"few": 3, "many": 90, "silent": 100, "method": 3}),
        ("long", {"few": 70, "many": 90, "silent": 70, "method": 70}),
    ],
)
def test_each_property_has_the_examples_of_the_profile(
    profile: str, expected: dict[str, int], tmp_path: Path
) -> None:
    assert counted(tmp_path, f"--hypothesis-profile={profile}") == expected


DRAWS = """
import sys
from pathlib import Path
from hypothesis import given, settings, strategies as st

if Path(__file__).with_name("{flag}").exists():
    import words_of_another

@given(st.text(), st.integers())
@settings(max_examples=300)
def test_draws(text, number):
    with Path(__file__).with_name("draws").open("a", encoding="utf-8") as stream:
        stream.write(ascii((text, number)) + "\\n")
"""


def test_what_is_drawn_does_not_depend_on_what_was_loaded_before(tmp_path: Path) -> None:
    found = []
    for flag in ("none", "flag"):
        folder = tmp_path / flag
        folder.mkdir()
        (folder / "test_draws.py").write_text(DRAWS.replace("{flag}", "flag"), "utf-8")
        words = ", ".join(f"'word {number}', {number}" for number in range(1_000_000, 1_000_200))
        (folder / "words_of_another.py").write_text(f"WORDS = [{words}]\n", "utf-8")
        (folder / flag).write_text("")
        run(folder)
        found.append((folder / "draws").read_text("utf-8"))
    assert found[0] == found[1]
