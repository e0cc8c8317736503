"""The text policy: character classes for regular expressions, and names of the ranges."""

# Generated from declare/text.py; do not edit: run python -m cellucid_session.generate

from __future__ import annotations

#: text.control: it can move the cursor, end a line or start an escape sequence where the text is shown
CONTROL = r"\x00-\x1f\x7f-\x9f\u2028-\u2029"

#: text.bidi: it reorders the text around it, so that what is read is not what is there
BIDI = r"\u061c\u200e-\u200f\u202a-\u202e\u2066-\u2069"

#: text.invisible: it draws nothing or a blank, so that two texts that look the same are different
INVISIBLE = r"\xad\u034f\u115f-\u1160\u17b4-\u17b5\u180b-\u180f\u200b\u2060-\u2065\u206a-\u206f\u2800\u3164\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"

#: text.invisible: it draws nothing of its own, and is out of place where it joins nothing
JOINER = r"\u200c-\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef"

JOINERS_IN_A_ROW = 2
MARKS_IN_A_ROW = 4

#: (first code point, last code point, name)
NAMES: tuple[tuple[int, int, str], ...] = (
    (0x0000, 0x0000, "NUL"),
    (0x0001, 0x0008, "C0 control"),
    (0x0009, 0x0009, "tab"),
    (0x000A, 0x000A, "line feed"),
    (0x000B, 0x000C, "C0 control"),
    (0x000D, 0x000D, "carriage return"),
    (0x000E, 0x001A, "C0 control"),
    (0x001B, 0x001B, "escape"),
    (0x001C, 0x001F, "C0 control"),
    (0x007F, 0x007F, "delete"),
    (0x0080, 0x0084, "C1 control"),
    (0x0085, 0x0085, "next line"),
    (0x0086, 0x009A, "C1 control"),
    (0x009B, 0x009B, "control sequence introducer"),
    (0x009C, 0x009F, "C1 control"),
    (0x00AD, 0x00AD, "soft hyphen"),
    (0x034F, 0x034F, "combining grapheme joiner"),
    (0x061C, 0x061C, "Arabic letter mark"),
    (0x115F, 0x1160, "Hangul filler"),
    (0x17B4, 0x17B5, "Khmer inherent vowel"),
    (0x180B, 0x180F, "Mongolian selector or separator"),
    (0x200B, 0x200B, "zero width space"),
    (0x200C, 0x200C, "zero width non-joiner"),
    (0x200D, 0x200D, "zero width joiner"),
    (0x200E, 0x200E, "left-to-right mark"),
    (0x200F, 0x200F, "right-to-left mark"),
    (0x2028, 0x2028, "line separator"),
    (0x2029, 0x2029, "paragraph separator"),
    (0x202A, 0x202A, "left-to-right embedding"),
    (0x202B, 0x202B, "right-to-left embedding"),
    (0x202C, 0x202C, "pop directional formatting"),
    (0x202D, 0x202D, "left-to-right override"),
    (0x202E, 0x202E, "right-to-left override"),
    (0x2060, 0x2060, "word joiner"),
    (0x2061, 0x2064, "invisible operator"),
    (0x2065, 0x2065, "reserved as ignorable"),
    (0x2066, 0x2066, "left-to-right isolate"),
    (0x2067, 0x2067, "right-to-left isolate"),
    (0x2068, 0x2068, "first strong isolate"),
    (0x2069, 0x2069, "pop directional isolate"),
    (0x206A, 0x206F, "deprecated format character"),
    (0x2800, 0x2800, "blank Braille pattern"),
    (0x3164, 0x3164, "Hangul filler"),
    (0xFE00, 0xFE0F, "variation selector"),
    (0xFEFF, 0xFEFF, "zero width no-break space"),
    (0xFFA0, 0xFFA0, "halfwidth Hangul filler"),
    (0xFFF0, 0xFFF8, "reserved as ignorable"),
    (0xFFF9, 0xFFFB, "interlinear annotation"),
    (0x1BCA0, 0x1BCA3, "shorthand format control"),
    (0x1D173, 0x1D17A, "musical format control"),
    (0xE0000, 0xE00FF, "tag character"),
    (0xE0100, 0xE01EF, "variation selector"),
    (0xE01F0, 0xE0FFF, "reserved as ignorable"),
)
