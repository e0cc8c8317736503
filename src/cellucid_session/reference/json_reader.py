"""The grammar of RFC 8259, one function for each of its words, over bytes.

Rules of this file: the text is well-formed UTF-8 and its depth is bounded, so functions may call each other. The
first thing from left to right that does not belong is blamed. Spec: json-text.
"""

from __future__ import annotations

from typing import NoReturn

from cellucid_session.declare.vocabulary import Broken
from cellucid_session.reference.json_node import Node

WHITE = b" \t\n\r"
DIGITS = b"0123456789"
HEX = b"0123456789abcdefABCDEF"
WORDS = {b"true": True, b"false": False, b"null": None}
NON_FINITE = (b"NaN", b"Infinity", b"-Infinity")
ESCAPES = {
    ord('"'): '"',
    ord("\\"): "\\",
    ord("/"): "/",
    ord("b"): "\b",
    ord("f"): "\f",
    ord("n"): "\n",
    ord("r"): "\r",
    ord("t"): "\t",
}
SAFE_DIGITS = 16  # digits of 2^53-1


class Reader:
    """Recursive descent over the bytes; `at` is the next one."""

    def __init__(self, data: bytes, safe_integer: int) -> None:
        self.data = data
        self.at = 0
        self.safe_integer = safe_integer

    def syntax(self, wanted: str) -> NoReturn:
        """Blame the character that is next, or the end."""
        end = self.at
        if end < len(self.data):
            end += 1
            while end < len(self.data) and self.data[end] & 0xC0 == 0x80:
                end += 1
        raise Broken("json.syntax", self.at, end, f"{wanted} is needed here")

    def peek(self) -> int:
        """The next byte, or -1 at the end."""
        return self.data[self.at] if self.at < len(self.data) else -1

    def space(self) -> None:
        """Pass over white space."""
        while self.at < len(self.data) and self.data[self.at] in WHITE:
            self.at += 1

    def text(self) -> Node:
        """The whole text."""
        self.space()
        node = self.value()
        self.space()
        if self.at < len(self.data):
            self.syntax("the end of the text")
        return node

    def value(self) -> Node:
        """Any value."""
        start = self.at
        byte = self.peek()
        if byte == ord("{"):
            return self.object()
        if byte == ord("["):
            return self.array()
        if byte == ord('"'):
            text = self.string()
            return Node(text, start, self.at)
        for word, meaning in WORDS.items():
            if byte == word[0]:
                self.word(word)
                return Node(meaning, start, self.at)
        for word in NON_FINITE:
            if self.data.startswith(word, start):
                raise Broken("json.non-finite", start, start + len(word), "this is no number of JSON")
        number = self.number()
        return Node(number, start, self.at)

    def word(self, word: bytes) -> None:
        """true, false or null."""
        for byte in word:
            if self.peek() != byte:
                self.syntax("the rest of a word")
            self.at += 1

    def digits(self) -> None:
        """One digit or more."""
        if self.peek() < 0 or self.peek() not in DIGITS:
            self.syntax("a digit")
        while self.peek() >= 0 and self.peek() in DIGITS:
            self.at += 1

    def number(self) -> int | float:
        """A number, as long as it can be."""
        start = self.at
        if self.peek() < 0 or self.peek() not in b"-0123456789":
            self.syntax("a value")
        if self.peek() == ord("-"):
            self.at += 1
        if self.peek() == ord("0"):
            self.at += 1
        else:
            self.digits()
        whole = True
        if self.peek() == ord("."):
            whole = False
            self.at += 1
            self.digits()
        if self.peek() in (ord("e"), ord("E")):
            whole = False
            self.at += 1
            if self.peek() in (ord("+"), ord("-")):
                self.at += 1
            self.digits()
        literal = self.data[start : self.at].decode("ascii")
        if whole:
            if len(literal.lstrip("-")) > SAFE_DIGITS or abs(int(literal)) > self.safe_integer:
                raise Broken("json.integer-range", start, self.at, "the integer is beyond 2^53-1")
            return -0.0 if literal == "-0" else int(literal)
        value = float(literal)
        if value in (float("inf"), float("-inf")):
            raise Broken("json.number-overflow", start, self.at, "the number is beyond every double")
        return value

    def hex(self, at: int) -> int:
        """The number of the four hex digits at `at`; blames the first byte that is none."""
        for place in range(at, at + 4):
            if place >= len(self.data) or self.data[place] not in HEX:
                self.at = place
                self.syntax("a hex digit")
        return int(self.data[at : at + 4], 16)

    def is_low(self, at: int) -> bool:
        """Whether a second half of a surrogate pair is escaped at `at`."""
        digits = self.data[at + 2 : at + 6]
        return (
            self.data[at : at + 2] == b"\\u"
            and len(digits) == 4
            and all(byte in HEX for byte in digits)
            and 0xDC00 <= int(digits, 16) <= 0xDFFF
        )

    def escape(self) -> str:
        """An escape; `at` is on its backslash."""
        start = self.at
        kind = self.data[start + 1] if start + 1 < len(self.data) else -1
        if kind in ESCAPES:
            self.at += 2
            return ESCAPES[kind]
        if kind != ord("u"):
            self.at += 1
            self.syntax("an escape")
        code = self.hex(start + 2)
        self.at = start + 6
        if not 0xD800 <= code <= 0xDFFF:
            return chr(code)
        if code >= 0xDC00 or not self.is_low(self.at):
            raise Broken("json.surrogate", start, start + 6, "half of a surrogate pair")
        low = self.hex(self.at + 2)
        self.at += 6
        return chr(0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00))

    def string(self) -> str:
        """A string; `at` is on its quote."""
        self.at += 1
        parts: list[str] = []
        plain = self.at
        while True:
            byte = self.peek()
            if byte == ord('"') or byte == ord("\\") or byte < 0x20:
                parts.append(self.data[plain : self.at].decode("utf-8"))
                if byte == ord('"'):
                    self.at += 1
                    return "".join(parts)
                if byte != ord("\\"):
                    self.syntax("a character of a string")
                parts.append(self.escape())
                plain = self.at
            else:
                self.at += 1

    def object(self) -> Node:
        """An object; `at` is on its bracket."""
        node = Node({}, self.at, self.at)
        self.at += 1
        self.space()
        more = self.peek() != ord("}")
        while more:
            start = self.at
            if self.peek() != ord('"'):
                self.syntax("a key")
            key = self.string()
            if key in node.value:
                raise Broken("json.duplicate-key", start, self.at, "the object has this key already")
            node.keys[key] = (start, self.at)
            self.space()
            if self.peek() != ord(":"):
                self.syntax("a colon")
            self.at += 1
            self.space()
            inner = self.value()
            node.inner[key] = inner
            node.value[key] = inner.value
            more = self.more(ord("}"))
        return self.closed(node)

    def array(self) -> Node:
        """An array; `at` is on its bracket."""
        node = Node([], self.at, self.at)
        self.at += 1
        self.space()
        more = self.peek() != ord("]")
        while more:
            inner = self.value()
            node.inner[len(node.value)] = inner
            node.value.append(inner.value)
            more = self.more(ord("]"))
        return self.closed(node)

    def more(self, closing: int) -> bool:
        """Whether a comma follows; if not, the container must close."""
        self.space()
        if self.peek() == ord(","):
            self.at += 1
            self.space()
            return True
        if self.peek() != closing:
            self.syntax("a comma or the end of the container")
        return False

    def closed(self, node: Node) -> Node:
        """Pass over the closing bracket."""
        self.at += 1
        node.end = self.at
        return node
