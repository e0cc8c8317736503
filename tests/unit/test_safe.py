"""Safe text: one printable line, bounded, and nothing in it that acts."""

import re
import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cellucid_session.safe import hexdump, safe, safe_pointer

ANY_TEXT = st.text(st.characters(), max_size=40) | st.text(
    st.sampled_from("a\\é\u0301\u0488\n\x1b\x9b\u200b\ufe0f\u202e\ud800\U000e0041\U0001f600\u2028 \xa0"),
    max_size=300,
)

SHOWN = {
    "plain ASCII": ("highlights/meta #1 (~)", "highlights/meta #1 (~)"),
    "letters of any script": ("Zellgröße µ 細胞 клетка", "Zellgröße µ 細胞 клетка"),
    "an emoji": ("\U0001f600", "\U0001f600"),
    "a backslash is doubled": ("a\\x1b", "a\\\\x1b"),
    "an escape sequence": ("\x1b[2J", "\\x1b[2J"),
    "line breaks of every kind": (
        "a\nb\rc\x0bd\x85e\u2028f\u2029",
        "a\\x0ab\\x0dc\\x0bd\\u0085e\\u2028f\\u2029",
    ),
    "NUL, backspace and delete": ("\0\b\x7f", "\\x00\\x08\\x7f"),
    "a C1 control": ("\x9b31m", "\\u009b31m"),
    "a right-to-left override": ("a\u202eb", "a\\u202eb"),
    "isolates": ("\u2066x\u2069", "\\u2066x\\u2069"),
    "a zero width space": ("a\u200bb", "a\\u200bb"),
    "joiners": ("\U0001f469\u200d\U0001f52c", "\U0001f469\\u200d\U0001f52c"),
    "variation selectors": ("\u2764\ufe0f\U000e0100", "\u2764\\ufe0f\\U000e0100"),
    "tag characters": ("\U000e0041", "\\U000e0041"),
    "letters that draw a blank": ("\u3164\u115f\u2800", "\\u3164\\u115f\\u2800"),
    "spaces other than the plain one": ("a\xa0b\u3000c", "a\\u00a0b\\u3000c"),
    "a lone surrogate": ("\ud800x\udcff", "\\ud800x\\udcff"),
    "private use and unassigned characters": ("\ue000\U0010ffff\u0378", "\\ue000\\U0010ffff\\u0378"),
    "a mark on its letter": ("e\u0301", "e\u0301"),
    "a mark without a letter": ("\u0301e", "\\u0301e"),
    "a mark behind an escape": ("\n\u0301", "\\x0a\\u0301"),
    "more marks than a letter has": ("e" + "\u0301" * 6, "e" + "\u0301" * 4 + "\\u0301\\u0301"),
    "spacing marks of a syllable": ("\u0915\u093f", "\u0915\u093f"),
    "bytes": ("é\\".encode(), "é\\\\"),
    "bytes that are no UTF-8": (b"a\xff\xc0\xafb", "a\\xff\\xc0\\xafb"),
    "bytes of a surrogate": (b"\xed\xa0\x80", "\\xed\\xa0\\x80"),
    "nothing": ("", ""),
}


@pytest.mark.parametrize(("text", "shown"), SHOWN.values(), ids=SHOWN.keys())
def test_what_a_text_is_shown_as(text: str | bytes, shown: str) -> None:
    assert safe(text) == shown


SHORTENED = {
    "a text of just the limit": ("abcde", 5, "abcde"),
    "one character more": ("abcdef", 5, "abcde… (1 more)"),
    "a very long text": ("x" * 1_048_576, 200, "x" * 200 + "… (1,048,376 more)"),
    "no escape is cut": ("ab\x1bcd", 5, "ab… (3 more)"),
    "an escape that just fits": ("a\x1bcd", 5, "a\\x1b… (2 more)"),
    "nothing fits": ("\U000e0041", 3, "… (1 more)"),
    "a doubled backslash is not cut": ("abcd\\", 5, "abcd… (1 more)"),
    "bytes are counted as bytes": ("éé€".encode(), 2, "éé… (3 more bytes)"),
    "many bytes that are no UTF-8": (b"\xff" * 1000, 8, "\\xff\\xff… (998 more bytes)"),
    "bytes of four each": ("\U0001f600".encode() * 1000, 3, "\U0001f600" * 3 + "… (3,988 more bytes)"),
}


@pytest.mark.parametrize(("text", "limit", "shown"), SHORTENED.values(), ids=SHORTENED.keys())
def test_what_is_left_out_is_counted(text: str | bytes, limit: int, shown: str) -> None:
    assert safe(text, limit) == shown


@given(ANY_TEXT | st.binary(max_size=300), st.integers(1, 60))
def test_any_text_becomes_one_bounded_printable_line(text: str | bytes, limit: int) -> None:
    shown = safe(text, limit)
    assert shown.isprintable()
    assert len(shown.splitlines()) <= 1
    assert len(shown) <= limit + 32
    shown.encode()
    for char in shown:
        assert char.isascii() or char == "…" or unicodedata.category(char)[0] in "LMNPS"
    assert not re.search(r"[\u0300-\u036f]{5}", shown)


@given(ANY_TEXT)
def test_two_texts_are_never_shown_alike(text: str) -> None:
    def char(escape: re.Match[str]) -> str:
        return "\\" if escape[0] == "\\\\" else chr(int(escape[0][2:], 16))

    shown = safe(text, 10_000)
    back = re.sub(r"\\\\|\\x[0-9a-f]{2}|\\u[0-9a-f]{4}|\\U[0-9a-f]{8}", char, shown)
    assert back == text


def test_a_pointer_is_safe_and_short() -> None:
    assert safe_pointer(("chunks", 3, "a/b~c")) == "/chunks/3/a~1b~0c"
    assert safe_pointer(("\x1b", "\\")) == "/\\x1b/\\\\"
    assert len(safe_pointer(["k" * 1000] * 64)) <= 232


def test_a_hexdump_says_when_there_is_more() -> None:
    assert hexdump(b'{"c') == "7b 22 63"
    assert hexdump(b"") == ""
    assert hexdump(b"abcd", 2) == "61 62 …"


def test_the_start_of_a_process_is_not_slowed() -> None:
    code = "import cellucid_session.safe as s, sys; s.safe('plain'); print('unicodedata' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-S", "-c", code], capture_output=True, text=True, env={"PYTHONPATH": PATH}
    )
    assert done.stdout == "False\n", done.stderr


PATH = __import__("cellucid_session").__path__[0].rpartition("cellucid_session")[0]
