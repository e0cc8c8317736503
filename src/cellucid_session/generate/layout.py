"""Python source as a small tree, and its layout in the form that `ruff format` leaves alone.

Only the shapes that generated checks need are here: comments, statements, chains of conditions, loops.
A text that is too long is broken at its outermost bracket, then one item a line.
"""

from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

WIDTH = 110
STEP = "    "


@dataclass(frozen=True)
class Bracket:
    """A text with a list in brackets: head (with the opening bracket), items, tail (with the closing one)."""

    head: str
    items: tuple[Text, ...]
    tail: str
    is_tuple: bool = False  # a single item needs its comma

    def __str__(self) -> str:
        comma = "," if self.is_tuple and len(self.items) == 1 else ""
        return f"{self.head}{', '.join(map(str, self.items))}{comma}{self.tail}"


@dataclass(frozen=True)
class Operands:
    """Conditions joined by one operator, ` and ` or ` or `."""

    operator: str
    parts: tuple[str, ...]

    def __str__(self) -> str:
        return self.operator.join(self.parts)


Text = str | Bracket | Operands


@dataclass(frozen=True)
class Comment:
    """A line of comment."""

    text: str


@dataclass(frozen=True)
class Line:
    """A statement of one line."""

    text: Text


@dataclass(frozen=True)
class If:
    """Branches that are tried in turn, and what is done when none holds."""

    branches: tuple[tuple[Text, tuple[Node, ...]], ...]
    otherwise: tuple[Node, ...] = ()


@dataclass(frozen=True)
class For:
    """A loop: its head from `for` to before the colon."""

    head: str
    body: tuple[Node, ...]


Node = Comment | Line | If | For


def when(condition: Text, then: Iterable[Node], otherwise: Iterable[Node] = ()) -> list[Node]:
    """An If, unless there is nothing to do in it."""
    then, otherwise = tuple(then), tuple(otherwise)
    return [If(((condition, then),), otherwise)] if then or otherwise else []


def loop(head: str, body: Sequence[Node]) -> list[Node]:
    """A For, unless there is nothing to do in it."""
    return [For(head, tuple(body))] if body else []


def literal(value: object) -> str:
    """A value of JSON as ASCII Python source, in the quotes that the formatter prefers."""
    if isinstance(value, str):
        plain = ascii(value)[1:-1].replace("\\'", "'")
        quote = "'" if plain.count('"') > plain.count("'") else '"'
        return quote + plain.replace(quote, "\\" + quote) + quote
    if isinstance(value, dict):
        return "{" + ", ".join(f"{literal(k)}: {literal(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(literal, value)) + "]"
    return repr(value)


def _text(text: Text, indent: str, prefix: str, suffix: str) -> Iterator[str]:
    flat = f"{indent}{prefix}{text}{suffix}"
    if len(flat) <= WIDTH or isinstance(text, str):
        yield flat
        return
    inner = indent + STEP
    if isinstance(text, Operands):
        head, _, last = text.parts[-1].partition("(")
        if len(text.parts) == 2 and last.endswith(")"):  # broken in the call that it ends with
            yield f"{indent}{prefix}{text.parts[0]}{text.operator}{head}("
            yield f"{inner}{last[:-1]}"
            yield f"{indent}){suffix}"
            return
        yield f"{indent}{prefix}("
        yield inner + text.parts[0]
        yield from (f"{inner}{text.operator[1:]}{part}" for part in text.parts[1:])
        yield f"{indent}){suffix}"
        return
    yield f"{indent}{prefix}{text.head}"
    joined = inner + ", ".join(map(str, text.items))
    if len(joined) <= WIDTH and not text.is_tuple:
        yield joined
    else:
        for item in text.items:
            yield from _text(item, inner, "", "," if len(text.items) > 1 or text.is_tuple else "")
    yield f"{indent}{text.tail}{suffix}"


def render(nodes: Iterable[Node], indent: str = "") -> Iterator[str]:
    """The lines of a block."""
    for node in nodes:
        if isinstance(node, Comment):
            yield f"{indent}# {node.text}"
        elif isinstance(node, Line):
            yield from _text(node.text, indent, "", "")
        elif isinstance(node, For):
            yield f"{indent}{node.head}:"
            yield from render(node.body, indent + STEP)
        else:
            yield from _chain(node, indent)


def _chain(node: If, indent: str) -> Iterator[str]:
    word = "if"
    while True:
        for condition, body in node.branches:
            yield from _text(condition, indent, f"{word} ", ":")
            yield from render(body, indent + STEP)
            word = "elif"
        if len(node.otherwise) != 1 or not isinstance(node.otherwise[0], If):
            break
        node = node.otherwise[0]
    if node.otherwise:
        yield f"{indent}else:"
        yield from render(node.otherwise, indent + STEP)


def mentions(nodes: Iterable[Node], name: str) -> bool:
    """Whether the code (its comments and plain strings apart) uses a name."""
    code = "\n".join(line for line in render(nodes) if not line.lstrip().startswith("#"))
    code = re.sub(r"""(?<![f\w])("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')""", "", code)
    return re.search(rf"\b{re.escape(name)}\b", code) is not None


def name_for(wish: str, taken: frozenset[str], fallback: str = "item") -> str:
    """A readable name like the wish (any text) that is no other: storedBytes -> stored_bytes."""
    snake = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", wish)
    base = re.sub(r"[^a-z0-9]+", "_", snake.lower()).strip("_")
    if not re.match("[a-z]", base) or base in RESERVED:
        base = f"{fallback}_{base}".strip("_")
    return fresh(base, taken)


def fresh(base: str, taken: frozenset[str]) -> str:
    """The name itself, or with the first number that makes it another."""
    name, count = base, 1
    while name in taken:
        count += 1
        name = f"{base}_{count}"
    return name


#: words that mean something else in generated code
RESERVED = frozenset({*keyword.kwlist, *keyword.softkwlist, *dir(builtins), "at", "found", "key", "index"})
