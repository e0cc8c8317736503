"""Imports run one way, late ones and those for type checkers included; no circle; no private name leaves its room."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

PACKAGE = "cellucid_session"
SOURCE = Path(__file__).resolve().parents[2] / "src" / PACKAGE

#: modules of generated/ that hold tables and no code: they stand below everything
TABLES = (
    "rules",
    "limits",
    "text",
    "subjects",
    "rule_texts",
    "rule_generations",
    "rule_places",
    "recognition",
    "key_names",
)
#: wing -> the wings that it may import, and with them whatever those may import; nothing else
MAY_IMPORT: dict[str, set[str]] = {
    "declare": set(),
    "tables": set(),
    "ground": {"tables"},  # model, errors, safe and what else stands beside the wings
    "wire": {"ground"},
    "generated": {"wire"},
    "io": {"wire"},
    "check": {"generated"},
    "report": {"ground"},
    "reference": {"declare", "check"},
    "judge": {"check", "reference", "io"},
    "read": {"check", "io"},
    "apply": {"read", "judge"},
    "write": {"apply"},  # what applying notes down is what a session is made of again
    "batch": {"judge", "report"},
    "commands": {"declare", "report"},
    "generate": {"declare", "commands"},
    "datasets": {"io"},
    "tools": {"apply", "write", "report"},
    "rescue": {"tools"},
    "capture": {"tools", "batch"},
    "conformance": {"capture"},
    "testing": {"conformance"},
    "cli": {"commands", "conformance", "batch", "capture", "rescue"},
}


class Import(NamedTuple):
    """One import: the module named (dotted, below the package), the name taken from it, and its line."""

    module: str
    name: str
    line: int


def name_of(path: Path) -> str:
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(path): path for path in sorted(SOURCE.rglob("*.py"))}


def wing(module: str) -> str:
    first, _, rest = module.partition(".")
    if first == "generated":
        return "tables" if rest in TABLES else "generated"
    return first if (SOURCE / first).is_dir() else "ground"


def imports(path: Path) -> Iterator[Import]:
    """Every import of this package, wherever it stands in the module."""
    package = [PACKAGE, *path.relative_to(SOURCE).parts[:-1]]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found = [(alias.name, "") for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            found = [(base, alias.name) for alias in node.names]
        else:
            continue
        for base, name in found:
            if base.split(".")[0] == PACKAGE:
                yield resolved(base.removeprefix(PACKAGE).removeprefix("."), name, node.lineno)


def resolved(module: str, name: str, line: int) -> Import:
    """`from a import b` names the module a.b where there is one."""
    inner = f"{module}.{name}".strip(".")
    return Import(inner, "", line) if inner in MODULES else Import(module, name, line)


def reach(start: str) -> set[str]:
    """A wing, and all that it may import."""
    found, waiting = {start}, [start]
    while waiting:
        for each in MAY_IMPORT[waiting.pop()] - found:
            found.add(each)
            waiting.append(each)
    return found


def circles(edges: dict[str, set[str]]) -> list[list[str]]:
    """The circles of a graph: a node is cut away when nothing that is left leads out of it."""
    left = {node: set(targets) for node, targets in edges.items()}
    while True:
        ends = [node for node, targets in left.items() if not targets & left.keys()]
        if not ends:
            break
        for node in ends:
            del left[node]
    while True:
        aimed = set().union(*left.values()) if left else set()
        starts = [node for node in left if node not in aimed]
        if not starts:
            return [sorted(left)] if left else []
        for node in starts:
            del left[node]


def test_the_table_names_the_wings_that_there_are() -> None:
    assert {wing(module) for module in MODULES if module} == set(MAY_IMPORT)
    assert not circles(MAY_IMPORT)


def wrong(module: str, path: Path) -> list[str]:
    """What a module imports and must not."""
    allowed = reach(wing(module))
    found = []
    for each in imports(path):
        if not each.module:  # the package's face: its version and its public names
            found += [f"{module}:{each.line} asks the face for {each.name}"] * (each.name != "__version__")
        elif wing(each.module) not in allowed:
            found.append(f"{module}:{each.line} must not import {each.module}")
    return found


@pytest.mark.parametrize("module", [module for module in MODULES if module])
def test_arrows_run_one_way(module: str) -> None:
    assert wrong(module, MODULES[module]) == []


#: what stood in the way of a house with rooms: where, and the import
FORMER = {
    "the library renders by its command line's tables": (
        "batch.many",
        "from {p}.cli.validate import FORMATS",
    ),
    "a journal takes private names of the command line": (
        "batch.journal",
        "from {p}.cli.isolate import _request",
    ),
    "what opens a URL judges it": ("io.remote", "from {p}.judge import api"),
    "a value imports its rendering, late": ("model", "def f():\n    from {p}.report.html import fragment"),
    "the open session imports what applies it": ("read.bundle", "def f():\n    from {p}.apply import plan"),
    "a rendering imports the policy, for its type": (
        "report.html",
        "if TYPE_CHECKING:\n    from {p}.judge.policy import Policy",
    ),
    "the judge of values imports the policy": ("check.collector", "from {p}.judge.policy import Policy"),
    "the generator imports the command line": ("generate.shell", "from {p}.cli import manual"),
}


@pytest.mark.parametrize("case", FORMER)
def test_each_former_fault_would_be_told(case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module, line = FORMER[case]
    path = tmp_path / MODULES[module].relative_to(SOURCE)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(MODULES[module].read_text("utf-8") + "\n" + line.format(p=PACKAGE), "utf-8")
    folders = {each.parent.relative_to(SOURCE) for each in MODULES.values()}
    for folder in folders:
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
    assert wrong(module, MODULES[module]) == []
    monkeypatch.setattr(f"{__name__}.SOURCE", tmp_path)
    assert len(wrong(module, path)) == 1


def test_no_file_imports_itself_by_way_of_others() -> None:
    edges = {
        module: {each.module for each in imports(path)} - {module, ""} for module, path in MODULES.items()
    }
    assert not circles(edges | {"": set()})


def test_nothing_but_the_command_line_imports_the_command_line() -> None:
    for module, path in MODULES.items():
        if wing(module) != "cli" or not module:
            assert not [found for found in imports(path) if wing(found.module) == "cli"], module


def test_no_private_name_leaves_its_room() -> None:
    for module, path in MODULES.items():
        for found in imports(path):
            private = [part for part in (*found.module.split("."), found.name) if part.startswith("_")]
            apart = module.rpartition(".")[0] != found.module.rpartition(".")[0]
            assert not (apart and set(private) - {"__version__", "__main__"}), (module, found)


@pytest.mark.parametrize(
    "text",
    [
        "import {p}.cli.validate",
        "from {p}.cli import validate",
        "def f():\n    from {p} import cli",
        "from ..cli import validate",
    ],
)
def test_each_form_of_an_import_is_seen(text: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A control: what the tests above read is what Python reads."""
    root = tmp_path / PACKAGE
    (root / "judge").mkdir(parents=True)
    path = root / "judge" / "api.py"
    path.write_text(text.format(p=PACKAGE), "utf-8")
    monkeypatch.setattr(f"{__name__}.SOURCE", root)
    assert any(found.module.split(".")[0] == "cli" for found in imports(path))


def test_a_circle_is_seen() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": {"a"}}) == [["b", "c"]]
    assert circles({"a": {"b"}, "b": set()}) == []
