"""Values that matter to the format, and pieces of text and bytes that nearly belong to it.

Rules of this file: plain tables. A key's row holds what is right for it, what is nearly right, and what is neither.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

#: any value where another one belongs
ODD: st.SearchStrategy[Any] = (
    st.none()
    | st.booleans()
    | st.sampled_from([0, 1, -1, 0.5, 2**53 - 1, 2**53, 1e308])
    | st.text(max_size=4)
    | st.lists(st.integers(0, 9), max_size=2)
    | st.just({})
)
_COUNTS = (0, 1, 2, 7, 20, 2**32, -1, 0.5, 3.0)
_TEXTS = ("", " ", "a", "=1+1", "@x", "nan", " a", "\u00e9", "\u200b", "\u202ea", "\x1b[31m", "x" * 200)
#: keys that the format knows -> what matters there
MATTERS: dict[str, tuple[Any, ...]] = {
    **dict.fromkeys(("cellCount", "varCount", "codesLength", "rowCount", "byteLength"), _COUNTS),
    **dict.fromkeys(("id", "key", "name", "label", "activePageId", "datasetId", "sourceType"), _TEXTS),
    **dict.fromkeys(("rangeMin", "rangeMax"), (-1, 0, 2, None)),
    "categories": ([], ["a", "a"], ["nan"], ["=1", "b"], ["\u202ea"], ["a"] * 3),
    "color": ("#AABBCC", "#12345g", "red", None),
    "source": ("obs", "var", "x"),
    "kind": ("category", "continuous", "json", "binary", "x"),
    "codec": ("gzip", "none", "br"),
    "priority": ("eager", "lazy", "soon"),
    "contributorId": ("core-state", "x", ""),
    "datasetDependent": (True, False),
    "dtype": ("uint32", "float32", "float64", "x"),
    "encoding": ("raw", "x"),
    "createdAt": ("2025-02-30T00:00:00Z", "2025-02-28", "2025-01-02T03:04:05.678Z\n", None),
    "userPath": ("/home/a", None),
    "summary": ({}, "x"),
}
LISTS = ("pages", "highlightedGroups", "userDefinedFields", "columns", "dependsOn")
#: pieces of a JSON text, and what is nearly one
TOKENS = (b"{", b"]", b",", b":", b'"', b"\\", b"-0", b"1e400", b"NaN", b"Infinity", b"null", b"9007199254740992",
    b"\xef\xbb\xbf", b"\xff", b"\xc0\x80", b"\xed\xa0\x80", b" ", b"\x00", b"01", b"/**/")  # fmt: skip
#: what makes another number of one, or none
NUMBERS = (b".0", b"e0", b"e400", b"0" * 17, b"NaN", b"-Infinity", b"-0", b"x")
#: pieces of a JSON string
ESCAPES = (
    b"\\ud800",
    b"\\udc00",
    b"\\ud83d\\ude00",
    b"\\u202e",
    b"\\u0000",
    b"\\x",
    b"\\",
    b"\n",
    b"\x7f",
    b"\xff",
)
#: what is added to a length
LENGTHS = (1, -1, 1 << 24, 1 << 29, 1 << 31)
#: sizes that are none of the chunk's
SIZES = (None, 0, -1, 0.5, 1.0, (512 << 20) + 1, "1")
UVARINTS = (
    b"\x00", b"\x01", b"\x07", b"\x80", b"\x80\x80\x04", b"\xff\xff\xff\xff\x0f", b"\x80\x00", b"\x80" * 8 + b"\x01",
    b"\xff" * 7 + b"\x10", b"\xff" * 7 + b"\x0f", b"\x02",
)  # fmt: skip
