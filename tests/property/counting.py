"""Counts the work of this package in steps, those that the interpreter does not show too.

Rules of this file:

* The package's source is changed before it is compiled: every call, turn of a loop and element of a comprehension is a
  step. What is done in C on a container is as many steps as it has elements: list(x), sorted(x), x in a_list,
  a_list.index(y), [*x], x[1:], x | y.
* Texts and bytes count a step for each 64 characters. What an unknown library does counts as its arguments are long.
* A count is the same on every machine. Only this package's source is counted; a library is trusted to be linear, and
  those that are not are called in one place each (tests/meta/test_house.py).

    with counted() as steps: ...     steps() is the count so far
"""

from __future__ import annotations

import ast
import builtins
import importlib.abc
import importlib.machinery
import importlib.util
import sys
from collections import deque
from collections.abc import Sequence
from types import BuiltinFunctionType, MethodDescriptorType, ModuleType
from typing import Any

WORK = [0]
VIEWS = (type({}.keys()), type({}.values()), type({}.items()), deque)
CONTAINERS = (list, tuple, dict, set, frozenset, *VIEWS)
TEXTS = (str, bytes, bytearray)
LOOKED_THROUGH = (list, tuple, VIEWS[1], deque)  # by `in`; the others look up
CHARACTERS = 64
#: take no time that depends on how long their arguments are
FREE = {
    "len",
    "isinstance",
    "issubclass",
    "type",
    "id",
    "iter",
    "next",
    "range",
    "getattr",
    "hasattr",
    "setattr",
}
FREE |= {
    "callable",
    "super",
    "slice",
    "memoryview",
    "cast",
    "property",
    "locals",
    "globals",
    "vars",
    "object",
    "print",
}
#: go through their arguments in C, now or later
LAZY = {map, filter, zip, enumerate, reversed}
FREE_METHODS = {"append", "get", "pop", "add", "setdefault", "items", "keys", "values", "discard", "popitem"}
FREE_METHODS |= {"startswith", "endswith", "appendleft", "popleft", "clear", "isdigit", "heappop", "heappush"}


def size(value: Any) -> int:
    """Steps for one look at all of a value."""
    if type(value) in CONTAINERS:
        return len(value)
    return len(value) // CHARACTERS if type(value) in TEXTS else 0


def call(function: Any, /, *args: Any, **named: Any) -> Any:
    """Call, and count what C does with the arguments."""
    WORK[0] += 1
    kind = type(function)
    if kind is BuiltinFunctionType or kind is MethodDescriptorType or (kind is type and function in KINDS):
        owner = getattr(function, "__self__", None)
        of_object = owner is not None and not isinstance(owner, ModuleType)
        if function.__name__ in FREE_METHODS:
            return function(*args, **named)
        part = any(type(each) is int for each in args)  # from a place on: of a text only a part is looked at
        for each in (*args, owner) if of_object else args:
            if not part or type(each) in CONTAINERS:
                WORK[0] += size(each)
    return function(*args, **named)


KINDS = {*CONTAINERS, *TEXTS, *LAZY}


def is_in(one: Any, other: Any) -> bool:
    """Count what `in` looks at."""
    WORK[0] += len(other) if type(other) in LOOKED_THROUGH else size(other) if type(other) in TEXTS else 1
    return one in other


def made(value: Any) -> Any:
    """Count a container that was made at once."""
    WORK[0] += 1 + size(value)
    return value


def step(value: Any = None) -> Any:
    """A step."""
    WORK[0] += 1
    return value


class Changer(ast.NodeTransformer):
    """Puts counting into a module."""

    @staticmethod
    def _wrap(name: str, *args: ast.expr) -> ast.Call:
        return ast.Call(ast.Name(name, ast.Load()), list(args), [])

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        if node.value is not None:
            node.value = self.visit(node.value)
        return node

    def visit_arg(self, node: ast.arg) -> ast.AST:
        return node

    def _body(self, node: Any) -> Any:
        self.generic_visit(node)
        node.body.insert(0, ast.Expr(self._wrap("__step__")))
        return node

    visit_For = visit_While = _body

    def _function(self, node: Any) -> Any:
        returns, node.returns = node.returns, None
        self.generic_visit(node)
        node.returns = returns
        at = 1 if ast.get_docstring(node, clean=False) is not None else 0
        node.body.insert(at, ast.Expr(self._wrap("__step__")))
        return node

    visit_FunctionDef = visit_AsyncFunctionDef = _function

    def _comprehension(self, node: Any) -> Any:
        self.generic_visit(node)
        for each in node.generators:  # also what a condition leaves out
            each.ifs.insert(0, self._wrap("__turn__"))
        return node

    visit_ListComp = visit_SetComp = visit_GeneratorExp = visit_DictComp = _comprehension

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.func, ast.Name) and (node.func.id in FREE or node.func.id.startswith("__")):
            return node
        node.args.insert(0, node.func)
        node.func = ast.Name("__call__", ast.Load())
        return node

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        if len(node.ops) == 1 and isinstance(node.ops[0], ast.In | ast.NotIn):
            found: ast.expr = self._wrap("__is_in__", node.left, node.comparators[0])
            return found if isinstance(node.ops[0], ast.In) else ast.UnaryOp(ast.Not(), found)
        return node

    def _made(self, node: Any) -> Any:
        self.generic_visit(node)
        return self._wrap("__made__", node)

    visit_BinOp = _made

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        self.generic_visit(node)
        sliced = isinstance(node.ctx, ast.Load) and isinstance(node.slice, ast.Slice)
        return self._wrap("__made__", node) if sliced else node

    def _display(self, node: Any) -> Any:
        self.generic_visit(node)
        starred = isinstance(getattr(node, "ctx", ast.Load()), ast.Load) and any(
            isinstance(each, ast.Starred) for each in node.elts
        )
        return self._wrap("__made__", node) if starred else node

    visit_List = visit_Tuple = visit_Set = _display

    def visit_Dict(self, node: ast.Dict) -> ast.AST:
        self.generic_visit(node)
        return self._wrap("__made__", node) if None in node.keys else node


class Loader(importlib.machinery.SourceFileLoader):
    """Compiles the changed source; never keeps it."""

    def get_code(self, fullname: str) -> Any:
        path = self.get_filename(fullname)
        tree = Changer().visit(ast.parse(self.get_data(path)))
        return compile(ast.fix_missing_locations(tree), path, "exec", dont_inherit=True)


class Finder(importlib.abc.MetaPathFinder):
    """Finds the modules of this package, to be counted."""

    def find_spec(self, name: str, path: Sequence[str] | None, target: Any = None) -> Any:
        if name.split(".")[0] != "cellucid_session":
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path)
        if spec is not None and spec.origin is not None and spec.origin.endswith(".py"):
            return importlib.util.spec_from_file_location(
                name,
                spec.origin,
                loader=Loader(name, spec.origin),
                submodule_search_locations=spec.submodule_search_locations,
            )
        return spec


def install() -> None:
    """Count from now on: before the package is imported."""
    assert not any(name.split(".")[0] == "cellucid_session" for name in sys.modules)
    names: dict[str, Any] = {"call": call, "is_in": is_in, "made": made, "step": step}
    names["turn"] = lambda: step(True)
    for name, function in names.items():
        setattr(builtins, f"__{name}__", function)
    sys.meta_path.insert(0, Finder())
