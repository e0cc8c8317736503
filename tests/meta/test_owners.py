"""Whatever holds something of the system's is found by itself, refuses to be copied, and ends once."""

from __future__ import annotations

import ast
import copy
import importlib
import inspect
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import cellucid_session
from cellucid_session.errors import UncopiedError, UsageError
from cellucid_session.owning import Owning, Uncopied

SOURCE = Path(cellucid_session.__file__).parent

#: methods that tell an owner
ENDS = {"close", "__exit__", "__aexit__", "__del__", "_release"}
#: what gives something that must be given back
MAKERS = {
    "dup", "open", "fdopen", "mkdtemp", "mkstemp", "NamedTemporaryFile", "SpooledTemporaryFile", "TemporaryDirectory",
    "TemporaryFile", "ThreadPoolExecutor", "ProcessPoolExecutor", "Popen", "Thread", "socket",
    "finalize", "mmap", "flock",
}  # fmt: skip


def called(node: ast.AST | None) -> str:
    """The last part of what is called, or ""."""
    if not isinstance(node, ast.Call):
        return ""
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def keeps(body: ast.ClassDef) -> bool:
    """Whether a class keeps, in an attribute, what one of `MAKERS` gave, or closes a descriptor by its number."""
    for node in ast.walk(body):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "os.close":
            return True
        if isinstance(node, ast.Assign | ast.AnnAssign) and called(node.value) in MAKERS:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(target, ast.Attribute) for target in targets):
                return True
    return False


def owners() -> dict[str, tuple[str, ast.ClassDef]]:
    """module.Class -> module and syntax, for every class that ends something, or keeps what has to be ended."""
    found = {}
    for path in sorted(SOURCE.rglob("*.py")):
        parts = path.relative_to(SOURCE).with_suffix("").parts
        if "examples" in parts:
            continue  # a program of its own
        module = ".".join(("cellucid_session", *parts)).removesuffix(".__init__")
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.ClassDef) or any(
                getattr(base, "id", "") == "Protocol" for base in node.bases
            ):
                continue
            names = {
                item.name for item in node.body if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef)
            }
            if names & ENDS or keeps(node):
                found[f"{module}.{node.name}"] = (module, node)
    return found


OWNERS = owners()


def cls(name: str) -> Any:
    module, node = OWNERS[name]
    return getattr(importlib.import_module(module), node.name)


def test_the_owners_that_there_must_be_are_found() -> None:
    names = {name.removeprefix("cellucid_session.").split(".")[-1] for name in OWNERS}
    assert {
        "CaptureServer",
        "SessionWriter",
        "Store",
        "Writer",
        "Aside",
        "Judge",
        "Stages",
        "Descriptor",
    } <= names
    assert Owning in {base for name in OWNERS for base in cls(name).__mro__}


COPIES: dict[str, Callable[[Any], Any]] = {
    "copy.copy": copy.copy,
    "copy.deepcopy": copy.deepcopy,
    "deepcopy of a list of it": lambda it: copy.deepcopy([it]),
} | {f"pickle {number}": lambda it, number=number: pickle.dumps(it, number) for number in range(6)}


@pytest.mark.parametrize("name", OWNERS)
def test_an_owner_refuses_to_be_copied_and_says_what_to_do(name: str) -> None:
    owner = cls(name)
    assert issubclass(owner, Uncopied), f"{name} ends or keeps something: derive it from Owning (or Uncopied)"
    if inspect.isabstract(owner):  # a base: what is derived from it is held to the same
        owner = type(owner.__name__, (owner,), {"_release": lambda self: None})
    one = object.__new__(owner)
    for how, make in COPIES.items():
        with pytest.raises(UncopiedError) as caught:
            make(one)
        told = str(caught.value)
        assert told.startswith(f"a {owner.__name__} can't be "), how
        assert owner.HOLDS in told
        assert owner.INSTEAD in told
        assert isinstance(caught.value, UsageError)
        assert isinstance(caught.value, TypeError)


@pytest.mark.parametrize("name", OWNERS)
def test_what_is_closed_is_closed_in_one_place(name: str) -> None:
    """A `close` that gives something is the end of a computation; any other one is that of `Owning`."""
    for node in OWNERS[name][1].body:
        if isinstance(node, ast.FunctionDef) and node.name == "close" and not name.endswith("owning.Owning"):
            assert ast.unparse(node.returns or ast.Constant(None)) != "None", (
                f"{name} closes by itself: use _release"
            )
    if issubclass(cls(name), Owning) and name.split(".")[-1] != "Owning":
        calls: list[int] = []
        kind = type(
            "Counted", (cls(name),), {"_release": lambda self: calls.append(1), "__del__": lambda self: None}
        )
        one = object.__new__(kind)
        for _ in range(3):
            one.close()
        assert calls == [1]
        assert one.closed
