"""What is said of mutants of functions fits the code; and the runner changes what it says it changes.

The mutants themselves are tried by `make mutate-functions`, which takes too long for every run.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "cellucid_session"
SURVIVORS = tomllib.loads((ROOT / "fuzz" / "survivors.toml").read_text("utf-8"))["survivor"]


def stripped(text: str) -> str:
    return "\n" + "\n".join(line.strip() for line in text.splitlines()) + "\n"


@pytest.mark.parametrize("module", sorted({told["module"] for told in SURVIVORS}))
def test_every_explained_survivor_is_a_change_of_lines_that_are_there(module: str) -> None:
    text = stripped((PACKAGE / module).read_text("utf-8"))
    gone = [
        told["before"]
        for told in SURVIVORS
        if told["module"] == module and f"\n{told['before']}\n" not in text
    ]
    assert gone == []


def test_every_survivor_is_explained_once_and_in_words() -> None:
    seen = set()
    for told in SURVIVORS:
        assert set(told) == {"module", "function", "before", "after", "why"}
        assert len(told["why"].split()) >= 5, told
        for after in told["after"]:
            key = (told["module"], told["function"], told["before"], after)
            assert after != told["before"]
            assert key not in seen, key
            seen.add(key)


def test_every_line_of_the_summary_is_of_a_module_and_adds_up() -> None:
    lines = [json.loads(line) for line in (ROOT / "fuzz" / "mutation.jsonl").read_text("utf-8").splitlines()]
    names = [line["module"] for line in lines]
    assert names == sorted(set(names))
    for line in lines:
        assert (PACKAGE / line["module"]).is_file(), line
        assert len(line["digest"]) == 16
        assert line["mutants"] == line["killed"] + line["explained"] + line["open"], line


SAMPLE = '''"""A module."""
LIMIT = 10

def held(value: int, most: int = 5):
    """Whether it fits."""
    if value > LIMIT and value:
        raise ValueError(f"{value + 1} is more")
    return value <= most


class Box:
    __slots__ = ("size",)

    def __init__(self, size: int | None) -> None:
        self.size = size

    @property
    def full(self) -> bool:
        return self.size == LIMIT
'''

CHANGES = {
    "a guard is taken out": ("held", "if value > LIMIT and value:", "if False:"),
    "a guard lets nothing through": ("held", "if value > LIMIT and value:", "if True:"),
    "a part of a guard is left out": ("held", "if value > LIMIT and value:", "if value > LIMIT and True:"),
    "the bound itself": ("held", "return value <= most", "return value < most"),
    "a raise is deleted": ("held", 'raise ValueError(f"{value + 1} is more")', "pass"),
    "a constant of the module": ("", "LIMIT = 10", "LIMIT = 11"),
    "a default": ("held", "def held(value: int, most: int = 5):", "def held(value: int, most: int = 6):"),
    "a method": ("Box.__init__", "self.size = size", "pass"),
    "a property": ("Box.full", "return self.size == LIMIT", "return self.size != LIMIT"),
}  # fmt: skip


@pytest.fixture(scope="module")
def tools() -> tuple[Any, Any]:
    pytest.importorskip("cosmic_ray", reason="the extra `mutation`")
    sys.path.insert(0, str(ROOT / "fuzz"))
    try:
        return importlib.import_module("_mutants"), importlib.import_module("mutate_functions")
    finally:
        sys.path.remove(str(ROOT / "fuzz"))


@pytest.fixture
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    path = tmp_path / "cellucid_session_sample.py"
    path.write_text(SAMPLE, "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, path.stem, raising=False)
    return importlib.import_module(path.stem)


def answers(module: ModuleType) -> list[Any]:
    found: list[Any] = []
    for value in (0, 5, 6, 10, 11):
        try:
            found.append(module.held(value))
        except ValueError:
            found.append("refused")
    for size in (None, 10, 11):
        try:
            found.append(module.Box(size).full)
        except AttributeError:
            found.append("no size")
    return found


@pytest.mark.parametrize("case", CHANGES)
def test_a_mutant_is_put_under_what_is_imported_already(case: str, tools: Any, sample: ModuleType) -> None:
    made, run = tools
    before = answers(sample)
    held = sample.held  # as `from sample import held` would have it
    mutants = [
        each
        for each in made.mutants("x.py", SAMPLE)
        if (each.function, each.before, each.after) == CHANGES[case]
    ]
    if case == "a part of a guard is left out":
        assert len(mutants) == 1
        return  # no value is more than ten and zero, so nothing tells
    (mutant,) = mutants
    functions = {
        run.place(function.__code__): [function]
        for function in (held, sample.Box.__init__, sample.Box.full.fget)
    }
    assert run.put(sample, SAMPLE, mutant.source, functions) > 0
    assert sample.held is held
    assert answers(sample) != before


def test_annotations_slots_and_messages_are_left_alone(tools: Any) -> None:
    changed = {mutant.before for mutant in tools[0].mutants("x.py", SAMPLE)}
    assert not [line for line in changed if "__slots__" in line or line.startswith('"""')]
    assert not [mutant for mutant in tools[0].mutants("x.py", SAMPLE) if "value - 1" in mutant.after]
    assert not [mutant for mutant in tools[0].mutants("x.py", SAMPLE) if "int & None" in mutant.after]


def test_code_that_is_the_same_is_put_nowhere(tools: Any, sample: ModuleType) -> None:
    assert tools[1].put(sample, SAMPLE, SAMPLE, {}) == 0


def test_the_summary_is_written_from_results_and_read_where_there_are_none(
    tools: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made, run = tools
    name, other = "wire/blocks.py", {"module": "wire/arrays.py", "digest": "of another text"}
    text = (PACKAGE / name).read_text("utf-8")
    outcomes = ["killed", "survived", "timed out", "crashed", "cut"]
    results = [
        {"key": each.key, "digest": made.digest(text), "outcome": outcomes[at % 5], "seconds": 1}
        for at, each in enumerate(made.mutants(name, text))
    ]
    monkeypatch.setattr(run, "OUT", tmp_path)
    monkeypatch.setattr(run, "SUMMARY", tmp_path / "mutation.jsonl")
    monkeypatch.setattr(run, "explanations", set)
    run.SUMMARY.write_text(json.dumps(other) + "\n")
    options = argparse.Namespace(module=[name], write=True)
    log = tmp_path / "wire-blocks.pyl"

    def written(count: int) -> list[Any]:
        log.write_text("".join(json.dumps(each) + "\n" for each in results[:count]))
        assert run.report(options) == 1
        return [json.loads(line) for line in run.SUMMARY.read_text().splitlines()]

    assert written(len(results) - 1) == [other]  # not all of them were tried
    kept, line = written(len(results))
    alive = sum(each["outcome"] in ("survived", "cut") for each in results)
    figures = {"killed": len(results) - alive, "explained": 0, "open": alive, "seconds": len(results)}
    assert kept == other
    assert line == {"module": name, "digest": made.digest(text), "mutants": len(results), **figures}
    log.unlink()
    capsys.readouterr()
    assert run.report(options) == 1  # some are open
    assert json.loads(capsys.readouterr().out) == line
    run.SUMMARY.write_text(json.dumps(line | {"open": 0}) + "\n")
    assert run.report(options) == 0
    run.SUMMARY.write_text(json.dumps(line | {"open": 0, "digest": "of another text"}) + "\n")
    assert run.report(options) == 1


def test_a_default_is_tried_by_the_tests_that_run_its_function(tools: Any) -> None:
    """The line of a default runs once: in the test that happens to import the module."""
    made, run = tools
    module = "wire/sample.py"
    lines = SAMPLE.splitlines()
    runner = run.Runner(argparse.Namespace())
    runner.items = dict.fromkeys(("a.py::imports", "a.py::runs", "a.py::runs_more"))
    runner.seconds = dict.fromkeys(runner.items, 0.1)
    runner.texts = {"a.py": ""}
    runner.lines = {
        module: {
            lines.index("def held(value: int, most: int = 5):") + 1: {"a.py::imports"},
            lines.index("    if value > LIMIT and value:") + 1: {"a.py::runs", "a.py::runs_more"},
            lines.index("    return value <= most") + 1: {"a.py::runs"},
        }
    }
    chosen = {
        mutant.after: set(run._chosen(runner, mutant, {module: SAMPLE}))
        for mutant in made.mutants(module, SAMPLE)
    }
    assert chosen["def held(value: int, most: int = 6):"] == set(runner.items)
    assert chosen["return value < most"] == {"a.py::runs"}
    assert chosen["if False:"] == {"a.py::runs", "a.py::runs_more"}
