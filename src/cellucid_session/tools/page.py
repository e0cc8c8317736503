"""A readable page of 80 columns, and the JSON beside it.

Rules of this file:

* Texts of a file come in raw and go through `safe` here, once; what a column has no room for ends in "...".
* A text of a file never begins a line: it is indented, or stands behind a word of ours.
* JSON is ASCII. Control characters, DEL too, and everything beyond ASCII are escapes in it, so that it may be shown
  in a terminal; its strings are exact.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from cellucid_session.report.text import COLUMNS, filled
from cellucid_session.safe import safe

ROWS = 40  # rows of a table that are shown unless all are asked for
_UNIT = re.compile(r"\\(?:\\|x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8})|.[\u0300-\u036f]*", re.DOTALL)
_ELLIPSIS = "..."


def columns_of(text: str) -> int:
    """How many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(char) else 1 + (unicodedata.east_asian_width(char) in "WF")
        for char in text
    )


def fit(value: object, width: int) -> str:
    """A text of the file, safe, in at most `width` columns; an escape is never cut."""
    text = value if isinstance(value, str) else str(value)
    shown = safe(text, max(width, 1) + 1)
    if columns_of(shown) <= width:
        return shown
    kept, used = [], 0
    for unit in _UNIT.findall(safe(text[: width + 1], 12 * width)):
        used += columns_of(unit)
        if used > width - len(_ELLIPSIS):
            break
        kept.append(unit)
    return "".join(kept) + _ELLIPSIS


def pad(text: str, width: int) -> str:
    """A text, filled up to `width` columns."""
    return text + " " * (width - columns_of(text))


def number(value: int | None) -> str:
    """A number with its thousands parted; "?" for none."""
    return "?" if value is None else f"{value:,}"


def size(value: int | None) -> str:
    """A size in bytes, in the unit that suits it."""
    if value is None:
        return "?"
    amount, unit = float(value), "B"
    for unit in ("B", "KiB", "MiB", "GiB"):
        if amount < 1024 or unit == "GiB":
            break
        amount /= 1024
    return f"{value} B" if unit == "B" else f"{amount:.1f} {unit}"


class Page:
    """Gathers lines.

    Args:
        every: show all rows of tables.
    """

    def __init__(self, every: bool = False) -> None:
        self._lines: list[str] = []
        self._every = every

    @property
    def every(self) -> bool:
        """Whether all rows are shown; otherwise at most `rows` of each table and list."""
        return self._every

    @property
    def rows(self) -> int:
        """How many rows are shown unless all are."""
        return ROWS

    def line(self, text: str = "") -> None:
        """A line of ours, filled to the width of the page; texts in it are safe already."""
        self._lines.append(filled(text, "  ", COLUMNS, first="") if text else "")

    def heading(self, text: str) -> None:
        """The title of a part."""
        if self._lines:
            self.line()
        self._lines.append(text)

    def fact(self, name: str, value: object) -> None:
        """A name of ours and a text of the file."""
        self._lines.append(filled(safe(str(value)), " " * 20, COLUMNS, first=f"  {name}".ljust(20)))

    def note(self, text: str, indent: str = "  ") -> None:
        """An indented line of ours; texts in it are safe already."""
        self._lines.append(filled(text, indent + "  ", COLUMNS, first=indent))

    def item(self, text: str, indent: str = "  ") -> None:
        """A line of a list."""
        self._lines.append(filled(text, indent + "  ", COLUMNS, first=f"{indent}- "))

    def items(self, lines: Iterable[str], indent: str = "  ") -> None:
        """A list of lines of ours, as many as are shown; texts in them are safe already."""
        listed = list(lines)
        shown = listed if self._every else listed[:ROWS]
        for text in shown:
            self.item(text, indent)
        if len(listed) > len(shown):
            self.note(f"and {number(len(listed) - len(shown))} more (--all shows them)", indent)

    def table(self, head: Sequence[str], rows: Iterable[Sequence[object]], indent: str = "  ") -> None:
        """A table. A title that begins with ">" stands for a column of numbers, set to the right.

        Columns are as wide as they need to be, and as long as the page has no room, the widest gives way.
        """
        table = [list(row) for row in rows]
        shown = table if self._every else table[:ROWS]
        titles = [title.lstrip(">") for title in head]
        cells = [[fit(value, COLUMNS) for value in row] for row in shown]
        widths = [
            max([len(title), *(columns_of(row[at]) for row in cells)]) for at, title in enumerate(titles)
        ]
        room = COLUMNS - len(indent) - 2 * (len(titles) - 1)
        while sum(widths) > room:
            widest = max(range(len(widths)), key=widths.__getitem__)
            widths[widest] -= 1
        for values in [titles, *([fit(value, widths[at]) for at, value in enumerate(row)] for row in shown)]:
            parts = [
                " " * (width - columns_of(value)) + value if title.startswith(">") else pad(value, width)
                for value, width, title in zip(values, widths, head, strict=True)
            ]
            self._lines.append((indent + "  ".join(parts)).rstrip())
        if len(table) > len(shown):
            self.note(f"and {number(len(table) - len(shown))} more (--all shows them)", indent)

    @staticmethod
    def word(text: str, limit: int = 60) -> str:
        """A text of the file within a line of ours."""
        return safe(text, limit)

    def raw(self, text: str) -> None:
        """Lines that are fit to be shown as they are."""
        self._lines.extend(text.rstrip("\n").split("\n"))

    def text(self) -> str:
        """The page."""
        return "".join(f"{line}\n" for line in self._lines)


def json_text(document: dict[str, Any]) -> str:
    """A document as ASCII JSON with a newline at its end."""
    text = json.dumps(document, indent=2, ensure_ascii=True, allow_nan=False)
    return text.replace("\x7f", "\\u007f").replace("</", "<\\/") + "\n"
