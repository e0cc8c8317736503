"""The mutants of one module: what `mutate_functions.py` puts in place, one at a time.

Rules of this file:

* The operators are cosmic-ray's where it has one that tells something, thinned out (`CHOSEN`), and four of our own for
  what it lacks and what matters most here: a removed statement, a removed guard, a removed part of a guard.
* Never mutated: annotations, `__slots__`, `__all__`, `TYPE_CHECKING` and what stands under it, decorators, asserts
  (they speak to the type checker), and what stands in an f-string, which is the text of a message.
* A mutant is known by its function and its changed lines as text, so that an edit elsewhere leaves it what it is.
"""

from __future__ import annotations

import ast
import functools
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import parso.tree
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.operators.operator import Operator
from cosmic_ray.operators.provider import OperatorProvider
from parso.python.tree import Keyword

#: of cosmic-ray's replacements those that tell the most: the bound itself, either half of an (un)equal, another sign
_COMPARED = ("Lt_LtE", "Lt_GtE", "LtE_Lt", "LtE_Gt", "Gt_GtE", "Gt_LtE", "GtE_Gt", "GtE_Lt", "Eq_NotEq", "Eq_LtE",
             "Eq_GtE", "NotEq_Lt", "NotEq_Gt", "Is_IsNot", "IsNot_Is")  # fmt: skip
_COUNTED = ("Add_Sub", "Sub_Add", "Mul_FloorDiv", "FloorDiv_Mul", "Mod_FloorDiv", "LShift_RShift", "RShift_LShift",
            "BitOr_BitAnd", "BitAnd_BitOr", "BitXor_BitAnd", "Div_Mul", "Pow_Mul")  # fmt: skip
CHOSEN = (
    *(f"ReplaceComparisonOperator_{name}" for name in _COMPARED),
    *(f"ReplaceBinaryOperator_{name}" for name in _COUNTED),
    "ReplaceUnaryOperator_Delete_Not",
    "ReplaceUnaryOperator_USub_UAdd",
    "ReplaceTrueWithFalse",
    "ReplaceFalseWithTrue",
    "ReplaceBreakWithContinue",
    "ReplaceContinueWithBreak",
    "ExceptionReplacer",
    "NumberReplacer",
    "ZeroIterationForLoop",
)
#: names whose assignments are no part of what is done
SPARED = ("__slots__", "__all__", "TYPE_CHECKING")
_EQUALITY = ("Eq_LtE", "Eq_GtE", "NotEq_Lt", "NotEq_Gt")  # of texts and None they say nothing


def _word(text: str, node: Any) -> Keyword:
    return Keyword(text, node.start_pos, prefix=node.get_first_leaf().prefix or " ")


class _Own(Operator):
    """An operator of ours; it needs no examples, `tests/meta` has them."""

    @classmethod
    def examples(cls) -> tuple[Any, ...]:
        return ()


class DeleteStatement(_Own):
    """`pass` in place of a raise, a return, a yield, a call, or a change of what is there already."""

    KINDS = frozenset(
        {"raise_stmt", "return_stmt", "atom_expr", "power", "yield_expr", "expr_stmt", "del_stmt"}
    )

    def mutation_positions(self, node: Any) -> Iterator[Any]:
        if node.type != "simple_stmt":
            return
        stmt = node.children[0]
        bare = stmt.type == "keyword" and stmt.value in ("return", "yield")
        if bare or (stmt.type in self.KINDS and not self._of_no_use(stmt)):
            yield (stmt.start_pos, stmt.end_pos)

    @staticmethod
    def _of_no_use(stmt: Any) -> bool:
        if stmt.type == "expr_stmt":  # the first assignment of a name: nothing runs without it
            target, sign = stmt.children[0], stmt.children[1]
            if sign.type == "annassign":
                return True
            plain = target.type == "name" and getattr(sign, "value", "") == "="
            scope = parso.tree.search_ancestor(stmt, "funcdef")
            if scope is None:
                return True
            if plain:
                earlier = (
                    leaf for leaf in _leaves(scope) if leaf.type == "name" and leaf.value == target.value
                )
                return next(earlier) is target
        if stmt.type == "return_stmt" and stmt.children[1].get_code().strip() in ("None", "False"):
            scope = parso.tree.search_ancestor(stmt, "funcdef")
            return scope is not None and scope.children[-1].children[-1] is stmt.parent  # falls off the end
        return False

    def mutate(self, node: Any, index: int) -> Any:
        stmt = node.children[0]
        node.children[0] = Keyword("pass", stmt.start_pos, prefix=stmt.get_first_leaf().prefix)
        return node


class _Condition(_Own):
    """A condition that is always the same: a guard taken out, or one that lets nothing through."""

    VALUE = ""

    def _places(self, node: Any) -> list[int]:
        if node.type == "if_stmt":
            return [
                at + 1
                for at, child in enumerate(node.children)
                if getattr(child, "value", "") in ("if", "elif")
            ]
        if node.type == "while_stmt":
            return [1] if self.VALUE == "False" else []  # a loop for ever says nothing
        if node.type in ("comp_if", "old_comp_if"):
            return [1]
        return [2] if node.type in ("test", "ternary") else []

    def mutation_positions(self, node: Any) -> Iterator[Any]:
        for place in self._places(node):
            if node.children[place].type != "keyword":
                yield (node.children[place].start_pos, node.children[place].end_pos)

    def mutate(self, node: Any, index: int) -> Any:
        places = [place for place in self._places(node) if node.children[place].type != "keyword"]
        node.children[places[index]] = _word(self.VALUE, node.children[places[index]])
        return node


class ConditionTrue(_Condition):
    VALUE = "True"


class ConditionFalse(_Condition):
    VALUE = "False"


class DropOperand(_Own):
    """One part of an `and` or an `or` left out (which the swap of the two words follows from)."""

    def mutation_positions(self, node: Any) -> Iterator[Any]:
        if node.type in ("and_test", "or_test"):
            for child in node.children[::2]:
                yield (child.start_pos, child.end_pos)

    def mutate(self, node: Any, index: int) -> Any:
        old = node.children[2 * index]
        node.children[2 * index] = _word("True" if node.type == "and_test" else "False", old)
        return node


class DottedHandler(_Own):
    """`except a.b` that catches nothing; cosmic-ray's own takes plain names only."""

    def mutation_positions(self, node: Any) -> Iterator[Any]:
        if node.type == "except_clause" and node.children[1].type in ("atom_expr", "power"):
            yield (node.children[1].start_pos, node.children[1].end_pos)

    def mutate(self, node: Any, index: int) -> Any:
        node.children[1] = _word("CosmicRayTestingException", node.children[1])
        return node


OWN = (DeleteStatement, ConditionTrue, ConditionFalse, DropOperand, DottedHandler)


def operators() -> dict[str, Operator]:
    """Name -> operator, in the order in which they are tried."""
    provider = OperatorProvider()
    return {operator.__name__: operator() for operator in OWN} | {name: provider[name]() for name in CHOSEN}


@dataclass
class Mutant:
    """One change of one module.

    Attributes:
        module: path below the package. function: qualified name, "" at module level. lines: first and last line of
            the statement (of its head, where it has a body). before, after: the changed lines.
    """

    module: str
    operator: str
    place: str
    function: str
    lines: tuple[int, int]
    before: str
    after: str
    source: str

    @property
    def key(self) -> str:
        """The same for the same change of the same text."""
        return f"{self.operator}@{self.place}"


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def mutants(module: str, text: str) -> list[Mutant]:
    """Every mutant of a module that is a program and another one than the original."""
    root = get_ast(text)
    names, statements = _outline(text)
    plain = ast.dump(ast.parse(text))
    made: list[Mutant] = []
    seen = {plain}
    nodes = list(ast_nodes(root))
    for name, operator in operators().items():
        for node in nodes:
            for index, (start, _) in enumerate(operator.mutation_positions(node)):
                place = node.get_leaf_for_position(start) if hasattr(node, "get_leaf_for_position") else node
                if _spared(place or node, name):
                    continue
                changed = _changed(root, node, operator, index)
                try:
                    tree = ast.dump(ast.parse(changed))
                except SyntaxError:
                    continue
                if tree in seen:
                    continue
                seen.add(tree)
                before, after = _lines(text, changed)
                where = f"{start[0]}:{start[1]}:{index}"
                lines = statements.get(start[0], (start[0], start[0]))
                function = names.get(start[0], "")
                made.append(Mutant(module, name, where, function, lines, before, after, changed))
    return sorted(made, key=lambda mutant: (not mutant.function, mutant.lines, mutant.key))


def _changed(root: Any, node: Any, operator: Operator, index: int) -> str:
    """The module's text with one change; the tree is left as it was."""
    kept = [
        (inner, name, list(inner.children) if name == "children" else inner.value)
        for inner in ast_nodes(node)
        for name in ("children" if hasattr(inner, "children") else "value",)
    ]
    parent = node.parent
    siblings = None if parent is None else list(parent.children)
    try:
        other = operator.mutate(node, index)
        if other is not node and parent is not None:
            parent.children[siblings.index(node)] = other
        return root.get_code()
    finally:
        for inner, name, value in kept:
            setattr(inner, name, value)
        if parent is not None:
            parent.children = siblings


def _leaves(node: Any) -> Iterator[Any]:
    return (inner for inner in ast_nodes(node) if not hasattr(inner, "children"))


def _spared(node: Any, operator: str) -> bool:
    """Whether a place is one of those that are never mutated."""
    inner = node
    whole = operator in ("DeleteStatement",)
    if operator.endswith(_EQUALITY):
        around = parso.tree.search_ancestor(node, "comparison")
        if around is not None and any(leaf.type in ("string", "fstring_start") or getattr(leaf, "value", "") == "None"
                                      for child in around.children for leaf in [child.get_first_leaf()]):  # fmt: skip
            return True
    while (outer := inner.parent) is not None:
        if outer.type == "fstring" and not whole:
            return True
        if (
            outer.type in ("tfpdef", "annassign")
            and inner is outer.children[2 if outer.type == "tfpdef" else 1]
        ):
            return True
        if outer.type == "funcdef" and outer.annotation is inner:
            return True
        if outer.type in ("assert_stmt", "decorator"):
            return True
        if outer.type == "expr_stmt" and outer.children[0].get_code().strip() in (
            "__slots__",
            "__all__",
            "TYPE_CHECKING",
        ):
            return True
        if outer.type == "if_stmt" and outer.children[1].get_code().strip() == "TYPE_CHECKING":
            return True
        inner = outer
    return False


def _lines(text: str, changed: str) -> tuple[str, str]:
    """The lines that differ, each without the space around it."""
    old, new = text.splitlines(), changed.splitlines()
    first = next(at for at, (a, b) in enumerate(zip([*old, None], [*new, None], strict=False)) if a != b)
    last = 0
    while last < min(len(old), len(new)) - first and old[-1 - last] == new[-1 - last]:
        last += 1
    return tuple(  # type: ignore[return-value]
        "\n".join(line.strip() for line in lines[first : len(lines) - last]) for lines in (old, new)
    )


def _outline(text: str) -> tuple[dict[int, str], dict[int, tuple[int, int]]]:
    """Line -> qualified name of its function, and the lines of its statement."""
    scopes: dict[int, str] = {}
    statements: dict[int, tuple[int, int]] = {}

    def walk(node: ast.AST, name: str, within: bool) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.stmt):
                body = getattr(child, "body", None)
                end = (body[0].lineno - 1 if body else child.end_lineno) or child.lineno
                for line in range(child.lineno, max(end, child.lineno) + 1):
                    statements[line] = (child.lineno, max(end, child.lineno))
            if isinstance(child, (ast.FunctionDef, ast.ClassDef)):
                inner = f"{name}{child.name}"
                function = isinstance(child, ast.FunctionDef)
                if function:
                    for line in range(child.lineno, (child.end_lineno or 0) + 1):
                        scopes[line] = inner
                walk(child, f"{inner}.<locals>." if function else f"{inner}.", function)
            else:
                walk(child, name, within)

    walk(ast.parse(text), "", False)
    return scopes, statements


@functools.cache
def scopes(text: str) -> dict[int, str]:
    """Line -> qualified name of the function that it is in."""
    return _outline(text)[0]
