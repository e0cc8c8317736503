"""The text policy: which characters a person should know about, and why.

Rules of this file:

* Data only. A class of characters is a table of ranges; each range has a name, which findings show, and each
  class the rule it maps to and the reason for it.
* The classes don't overlap, and together they hold every default-ignorable code point of Unicode, so that no
  character that draws nothing goes unnamed. A test holds both.
* Joiners and variation selectors are needed to write Persian, Indic scripts and emoji. They are part of a
  character when at most `JOINERS_IN_A_ROW` of them follow a character outside ASCII; elsewhere they are
  invisible.
* Private-use and unassigned characters get no advice: they draw something, if only a box. `safe` shows them
  as escapes all the same, as it does with every class here.
"""

from __future__ import annotations

from typing import NamedTuple


class Range(NamedTuple):
    """Code points `first` to `last`, both inclusive."""

    first: int
    last: int
    name: str


class TextClass(NamedTuple):
    """A class of characters.

    Attributes:
        name: as a constant of the generated module, in lower case.
        rule: id of the advice that a character of the class gets.
        reason: why a person should know.
        ranges: in order of code points, not overlapping.
    """

    name: str
    rule: str
    reason: str
    ranges: tuple[Range, ...]


#: characters; a longer run after one base draws nothing that a shorter one would not
JOINERS_IN_A_ROW = 2

#: combining marks that `safe` shows in a row before it escapes the rest (Vietnamese needs 2, Hebrew up to 4)
MARKS_IN_A_ROW = 4

CLASSES = (
    TextClass(
        "control",
        "text.control",
        "it can move the cursor, end a line or start an escape sequence where the text is shown",
        (
            Range(0x0000, 0x0000, "NUL"),
            Range(0x0001, 0x0008, "C0 control"),
            Range(0x0009, 0x0009, "tab"),
            Range(0x000A, 0x000A, "line feed"),
            Range(0x000B, 0x000C, "C0 control"),
            Range(0x000D, 0x000D, "carriage return"),
            Range(0x000E, 0x001A, "C0 control"),
            Range(0x001B, 0x001B, "escape"),
            Range(0x001C, 0x001F, "C0 control"),
            Range(0x007F, 0x007F, "delete"),
            Range(0x0080, 0x0084, "C1 control"),
            Range(0x0085, 0x0085, "next line"),
            Range(0x0086, 0x009A, "C1 control"),
            Range(0x009B, 0x009B, "control sequence introducer"),
            Range(0x009C, 0x009F, "C1 control"),
            Range(0x2028, 0x2028, "line separator"),
            Range(0x2029, 0x2029, "paragraph separator"),
        ),
    ),
    TextClass(
        "bidi",
        "text.bidi",
        "it reorders the text around it, so that what is read is not what is there",
        (
            Range(0x061C, 0x061C, "Arabic letter mark"),
            Range(0x200E, 0x200E, "left-to-right mark"),
            Range(0x200F, 0x200F, "right-to-left mark"),
            Range(0x202A, 0x202A, "left-to-right embedding"),
            Range(0x202B, 0x202B, "right-to-left embedding"),
            Range(0x202C, 0x202C, "pop directional formatting"),
            Range(0x202D, 0x202D, "left-to-right override"),
            Range(0x202E, 0x202E, "right-to-left override"),
            Range(0x2066, 0x2066, "left-to-right isolate"),
            Range(0x2067, 0x2067, "right-to-left isolate"),
            Range(0x2068, 0x2068, "first strong isolate"),
            Range(0x2069, 0x2069, "pop directional isolate"),
        ),
    ),
    TextClass(
        "invisible",
        "text.invisible",
        "it draws nothing or a blank, so that two texts that look the same are different",
        (
            Range(0x00AD, 0x00AD, "soft hyphen"),
            Range(0x034F, 0x034F, "combining grapheme joiner"),
            Range(0x115F, 0x1160, "Hangul filler"),
            Range(0x17B4, 0x17B5, "Khmer inherent vowel"),
            Range(0x180B, 0x180F, "Mongolian selector or separator"),
            Range(0x200B, 0x200B, "zero width space"),
            Range(0x2060, 0x2060, "word joiner"),
            Range(0x2061, 0x2064, "invisible operator"),
            Range(0x2065, 0x2065, "reserved as ignorable"),
            Range(0x206A, 0x206F, "deprecated format character"),
            Range(0x2800, 0x2800, "blank Braille pattern"),
            Range(0x3164, 0x3164, "Hangul filler"),
            Range(0xFEFF, 0xFEFF, "zero width no-break space"),
            Range(0xFFA0, 0xFFA0, "halfwidth Hangul filler"),
            Range(0xFFF0, 0xFFF8, "reserved as ignorable"),
            Range(0xFFF9, 0xFFFB, "interlinear annotation"),
            Range(0x1BCA0, 0x1BCA3, "shorthand format control"),
            Range(0x1D173, 0x1D17A, "musical format control"),
            Range(0xE0000, 0xE00FF, "tag character"),
            Range(0xE01F0, 0xE0FFF, "reserved as ignorable"),
        ),
    ),
    TextClass(
        "joiner",
        "text.invisible",
        "it draws nothing of its own, and is out of place where it joins nothing",
        (
            Range(0x200C, 0x200C, "zero width non-joiner"),
            Range(0x200D, 0x200D, "zero width joiner"),
            Range(0xFE00, 0xFE0F, "variation selector"),
            Range(0xE0100, 0xE01EF, "variation selector"),
        ),
    ),
)
