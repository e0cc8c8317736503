"""One JSON text, read in one way only: RFC 8259 within I-JSON (RFC 7493), or a fault with the guilty bytes.

Two readers that see different values in one text are what this module is against, so nothing that parsers
differ in gets through. When a text has several faults, this is the order; the first that applies is raised:

1. json.bom: the text begins with EF BB BF. Span: these 3 bytes.
2. json.empty: no byte but white space of JSON (20 09 0A 0D). Span: the whole text.
3. json.utf8: ill-formed UTF-8. Span: the first byte of the first ill-formed sequence.
4. budget.json-nodes: more than `nodes` nodes, which are 1 + the bytes `{`, `[` and `,` outside strings,
   counted over the whole text even if it is broken further up. Span: the whole text.
5. json.depth: the number of `{` and `[` less the number of `}` and `]`, outside strings, counted from the
   start of the text, passes `depth`. It may fall below 0 on the way. Span: the bracket that passes first.
   For 4 and 5 a string is what lies between two quotes; a quote after an odd number of backslashes is no
   quote, inside strings and outside.
6. What a parser meets first from left to right, which is the fault of the lowest start:
   a. json.syntax: the first byte at which the text stops being the beginning of any JSON text, or the end of
      the text when it ends too early (span of no bytes there).
   b. json.non-finite: the word NaN, Infinity or -Infinity where a value may be. Span: the word. (Only
      whole words: otherwise the letter N or I is json.syntax.)
   c. json.number-overflow: a literal with a fraction or an exponent that rounds to an infinite double.
      Span: the literal.
   d. json.integer-range: a literal without either that lies beyond +-(2^53-1). Span: the literal.
   e. json.surrogate: an escape D800-DBFF with no escape DC00-DFFF directly after it, or one of the latter
      with none of the former directly before. Span: the six bytes of the escape. Keys count too.
   f. json.duplicate-key: a key that its object has already, compared after unescaping, by code points.
      Span: the later key with its quotes.
   A number literal is as long as it can be: `1e400x` overflows, which is before the syntax fault at `x`;
   `99999999999999999999.` is no number yet, so its only fault is json.syntax behind the point.

How: everything that decides is asked of whole blocks at the speed of C before and after the C parser runs;
where a fault is, is worked out only when there is one (`json_fault`).
"""

from __future__ import annotations

from cellucid_session.generated import rules as R
from cellucid_session.generated.limits import BUDGETS, JSON_DEPTH
from cellucid_session.wire.json_hooks import Members, float_, integer, lone_surrogate, word
from cellucid_session.wire.json_scan import bracket_beyond, measure, odd_numbers
from cellucid_session.wire.source import Fault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

WHITE = b" \t\n\r"
_WHITE = " \t\n\r"
SMALL = 1 << 18  # bytes; the tree of a text of so many has some 8 MiB at most
_OTHER_ENCODINGS = (b"\xff\xfe", b"\xfe\xff")  # marks of UTF-16; those of UTF-32 begin or end like them


def parse(data: bytes, nodes: int = BUDGETS["json_nodes"], depth: int = JSON_DEPTH) -> Any:
    """Read one JSON text.

    Args:
        data: the whole text.
        nodes: how many nodes it may have at most.
        depth: how deeply its containers may nest; a container in no other is 1 deep.

    Returns:
        dict, list, str, int, float, bool or None. Literals without fraction and exponent are int, but `-0` is
        the float -0.0, since no int can hold it. All others are finite floats.

    Raises:
        Fault: the first fault in the order above, with offsets into `data`.
    """
    begin(data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _ill_formed(data, error.start) from None
    return _values(data, text, _counted(data, nodes, depth))


def parse_parts(data: bytes, nodes: int = BUDGETS["json_nodes"], depth: int = JSON_DEPTH) -> Any:
    """Read one JSON text without keeping what it says, if it is large.

    Arguments and faults as for `parse`.

    Returns:
        What `parse` returns, or a stand-in for it (`json_unkept`), whose parts are parsed when they are asked for.
    """
    if len(data) <= SMALL:
        return parse(data, nodes, depth)
    from cellucid_session.wire import json_unkept

    begin(data)
    at = json_unkept.ill_formed(data)
    if at is not None:
        raise _ill_formed(data, at)
    members = _counted(data, nodes, depth)
    integers, floats = odd_numbers(data)
    numbers = (integer if integers else int, float_ if floats else float)
    value = json_unkept.read(data, members, scanner, numbers)
    return parse(data, nodes, depth) if value is None else value


def begin(data: bytes) -> None:
    """json.bom, json.empty. Raises Fault."""
    if data.startswith(b"\xef\xbb\xbf"):
        raise Fault(R.JSON_BOM, 0, 3, "the text begins with a byte order mark")
    if not data.strip(WHITE):
        raise Fault(R.JSON_EMPTY, 0, len(data), "nothing but white space" if data else "no byte")


def _ill_formed(data: bytes, at: int) -> Fault:
    other = data.startswith(_OTHER_ENCODINGS) or b"\0" in data[:4]
    hint = "; the text begins like UTF-16 or UTF-32" if other else ""
    return Fault(R.JSON_UTF8, at, at + 1, f"byte {data[at]:02x}{hint}")


def _counted(data: bytes, nodes: int, depth: int) -> int:
    """Hold a text to its bounds. Returns the number of its colons. Raises Fault budget.json-nodes, json.depth."""
    counted, members, too_deep = measure(data, depth)
    if counted > nodes:
        raise Fault(R.BUDGET_JSON_NODES, 0, len(data), f"{counted:,} nodes, the budget is {nodes:,}")
    if too_deep is not None:
        at = bracket_beyond(data, depth, *too_deep)
        raise Fault(R.JSON_DEPTH, at, at + 1, f"more than {depth} levels")
    return members


def _values(data: bytes, text: str, members: int) -> Any:
    """Run the parser with the hooks that this text needs, and find the fault if there is one."""
    integers, floats = odd_numbers(data)
    objects = Members()
    try:
        try:
            value = _loads(text, objects, integer if integers else int, float_ if floats else float)
        except (StopIteration, ValueError, SystemError):  # no value, broken syntax, or a hook that refused
            raise _first_fault(text) from None
        if objects.kept != members:
            raise _first_fault(text)
    except RecursionError:  # the caller's own stack is nearly full: `depth` alone can't fill it
        raise Fault(R.JSON_DEPTH, 0, len(data), "the parser ran out of stack") from None
    lone = lone_surrogate(text)
    if lone is not None:
        start = len(text[:lone].encode("utf-8"))
        raise Fault(R.JSON_SURROGATE, start, start + 6, "half of a surrogate pair")
    return value


class _Hooks:
    """What the C scanner asks for: the hooks, under the names that it knows."""

    strict = True
    object_pairs_hook = None
    parse_constant = staticmethod(word)

    def __init__(self, objects: Any, make_int: Any, make_float: Any) -> None:
        self.object_hook = objects
        self.parse_int = make_int
        self.parse_float = make_float
        self.memo: dict[str, str] = {}


def _loads(text: str, objects: Members, make_int: Any, make_float: Any) -> Any:
    """What `json.loads` does with these hooks, without importing `json`, which would import `re`.

    Raises:
        StopIteration, ValueError: the text is no JSON text, or a hook has refused.
        SystemError: the same, where CPython 3.11's scanner finds no `json.decoder`, which has its exception.
    """
    start = len(text) - len(text.lstrip(_WHITE))
    value, end = scanner(objects, make_int, make_float)(text, start)
    if text[end:].strip(_WHITE):
        raise ValueError("there is something after the value")
    return value


def scanner(objects: Any, make_int: Any, make_float: Any) -> Any:
    """The C parser with these hooks: called with a text and an offset it gives a value and its end."""
    try:
        from _json import make_scanner
    except ImportError:  # an interpreter without the C scanner
        from json.scanner import make_scanner
    hooks: Any = _Hooks(objects, make_int, make_float)
    return make_scanner(hooks)


def _first_fault(text: str) -> Fault:
    """The first fault, with offsets into the bytes of the text."""
    from cellucid_session.wire.json_fault import first_fault

    fault = first_fault(text)
    if text.isascii():
        return fault
    start = len(text[: fault.start].encode("utf-8"))
    end = start + len(text[fault.start : fault.end].encode("utf-8"))
    return Fault(fault.rule, start, end, fault.detail)
