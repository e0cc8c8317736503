"""Unicode normalisation and case folding of texts that nobody knows: in time linear in the text, whatever it holds.

Rules of this file:

* This is the only module that normalises or folds: what the library does with a text is not bounded by its length. It
  sorts the marks behind a letter by insertion, so that 100,000 marks in a wrong order take minutes.
* The answer is the library's own, for every text. A text that may be dear is decomposed one character at a time and
  its marks are put in order first; then the library finds nothing left to sort.
* `unicodedata` is imported for texts beyond ASCII only: it would slow every start.
"""

from __future__ import annotations

from cellucid_session.generated import text as T

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    Form = Literal["NFC", "NFKC", "NFD"]

SHORT = 64  # characters that may be sorted in any way
_DECOMPOSED: dict[str, Literal["NFD", "NFKD"]] = {
    "NFC": "NFD",
    "NFKC": "NFKD",
    "NFD": "NFD",
}


def is_composed(text: str) -> bool:
    """Whether a text is in Unicode's composed form (NFC)."""
    if text.isascii():
        return True
    import unicodedata

    # marks in a wrong order are its first question, so it never comes to sorting them
    return unicodedata.is_normalized("NFC", text)


def composed(text: str) -> str:
    """A text in Unicode's composed form (NFC)."""
    return _normalized("NFC", text)


def decomposed(text: str) -> str:
    """A text in Unicode's decomposed form (NFD)."""
    return _normalized("NFD", text)


def casefolded(text: str) -> str:
    """A text without the difference of upper and lower case."""
    return text.casefold()


def look(text: str) -> str:
    """What a person sees of a text, roughly: without case, width and characters that draw nothing.

    Two texts with the same look can't be told apart by reading them.
    """
    folded = casefolded(text)
    if folded.isascii():
        return folded
    import re

    drawn = re.sub(f"[{T.BIDI}{T.INVISIBLE}{T.JOINER}]", "", folded)
    return casefolded(_normalized("NFKC", drawn))


def _normalized(form: Form, text: str) -> str:
    if text.isascii():
        return text
    import unicodedata

    if len(text) > SHORT and not unicodedata.is_normalized(form, text):
        wanted = _DECOMPOSED[form]
        text = _in_order(
            text.translate({ord(char): unicodedata.normalize(wanted, char) for char in set(text)})
        )
    return unicodedata.normalize(form, text)


def _in_order(text: str) -> str:
    """A decomposed text with the marks behind each letter in their canonical order."""
    import unicodedata

    places = {char: place for char in set(text) if (place := unicodedata.combining(char))}
    if not places:
        return text
    parts: list[str] = []
    marks: list[str] = []
    for char in text:
        if char in places:
            marks.append(char)
            continue
        if marks:
            parts += _sorted(marks, places)
            marks = []
        parts.append(char)
    parts += _sorted(marks, places)
    return "".join(parts)


def _sorted(marks: list[str], places: dict[str, int]) -> list[str]:
    """Marks by their place; those of one place stay in their order. (One round for each place: there are some 50.)"""
    by_place: dict[int, list[str]] = {}
    for mark in marks:
        by_place.setdefault(places[mark], []).append(mark)
    return [mark for place in sorted(by_place) for mark in by_place[place]]
