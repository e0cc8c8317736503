"""Untrusted text made fit for a terminal, a log or a report. Nothing else prints text of a file.

Rules of this file:

* What comes out is one line of characters that draw something: letters, digits, marks, punctuation, symbols
  and the plain space. Everything else is shown as an escape.
* It is unambiguous: a backslash is doubled, `\\xNN` is a character of ASCII or (in bytes) the byte NN that is
  no UTF-8, `\\uNNNN` and `\\U00NNNNNN` are other characters.
* It is bounded: never more than `limit` characters, and then how much was left out. The work is bounded by
  the limit too, not by the length of the text.
* HTML, CSV and Markdown have special characters of their own; their renderers escape after this.
* Plain ASCII takes a fast path. `unicodedata` is imported for other texts only: it would slow every start.
"""

from __future__ import annotations

from cellucid_session.generated import text as T

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LIMIT = 200  # characters

#: some are printable as far as `str.isprintable` goes, but nothing is drawn; compiled on first use
_UNSEEN = f"[{T.CONTROL}{T.BIDI}{T.INVISIBLE}{T.JOINER}]"


def _escape(char: str, of_bytes: bool) -> str:
    code = ord(char)
    if of_bytes and 0xDC80 <= code <= 0xDCFF:  # a byte that is no UTF-8, as `surrogateescape` marks it
        return f"\\x{code - 0xDC00:02x}"
    if code < 0x80:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def _shown(text: str, of_bytes: bool) -> Iterator[str]:
    """What each character of the text is shown as, in order."""
    import re
    from unicodedata import category

    unseen = re.compile(_UNSEEN)
    marks = T.MARKS_IN_A_ROW  # a mark with nothing before it would sit on what is printed before the text
    for char in text:
        if char == "\\":
            marks = 0
            yield "\\\\"
        elif not char.isprintable() or unseen.match(char):
            marks = T.MARKS_IN_A_ROW
            yield _escape(char, of_bytes)
        elif char >= "\u0300" and category(char) in ("Mn", "Me"):
            marks += 1
            yield char if marks <= T.MARKS_IN_A_ROW else _escape(char, of_bytes)
        else:
            marks = 0
            yield char


def safe(text: str | bytes, limit: int = LIMIT) -> str:
    """Make untrusted text fit to be shown.

    Args:
        text: anything; bytes are read as UTF-8, and those that are none are shown as `\\xNN`.
        limit: characters of the result before " (N more)", at least 1.

    Returns:
        One printable line of at most `limit` + 32 characters.
    """
    of_bytes = isinstance(text, bytes)
    # a character has at most 4 bytes, so a sequence that this cut breaks lies beyond what is shown
    head = text[: 4 * limit + 4].decode("utf-8", "surrogateescape") if isinstance(text, bytes) else text
    if len(head) <= limit and head.isascii() and head.isprintable() and "\\" not in head:
        return head
    parts: list[str] = []
    room = limit
    for part in _shown(head[:limit], of_bytes):
        room -= len(part)
        if room < 0:
            break
        parts.append(part)
    if len(parts) == len(head):
        return "".join(parts)
    rest = len(text) - len(parts)
    if of_bytes:
        rest = len(text) - len(head[: len(parts)].encode("utf-8", "surrogateescape"))
    return "".join(parts) + f"\u2026 ({rest:,} more{' bytes' if of_bytes else ''})"


def path_bytes(path: str) -> bytes:
    """The bytes of a path as the system has them; of a text that can be no path, those that it would have."""
    import os

    try:
        return os.fsencode(path)
    except UnicodeEncodeError:
        return path.encode("utf-8", "surrogatepass")


def safe_pointer(path: Iterable[str | int], limit: int = LIMIT) -> str:
    """The RFC 6901 pointer of a path of keys and indices, made safe; "" is the whole text."""
    steps = (str(step).replace("~", "~0").replace("/", "~1") for step in path)
    return safe("".join("/" + step for step in steps), limit)


def hexdump(data: bytes, limit: int = 16) -> str:
    """The first `limit` bytes in hex, such as "7b 22 63", with an ellipsis when there are more."""
    shown = data[:limit].hex(" ")
    return shown if len(data) <= limit else f"{shown} \u2026"
