"""The text policy as what the runtime needs: classes for regular expressions, and names of ranges."""

from __future__ import annotations

from cellucid_session.declare import text

HEADER = '''"""The text policy: character classes for regular expressions, and names of the ranges."""

# Generated from declare/text.py; do not edit: run python -m cellucid_session.generate

from __future__ import annotations

'''


def _escape(code: int) -> str:
    """A code point as an escape that `re` reads, pure ASCII."""
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def _body(cls: text.TextClass) -> str:
    """The inside of a `[...]` that matches the class; neighbouring ranges become one."""
    runs: list[list[int]] = []
    for first, last, _ in cls.ranges:
        if runs and first == runs[-1][1] + 1:
            runs[-1][1] = last
        else:
            runs.append([first, last])
    return "".join(_escape(a) if a == b else f"{_escape(a)}-{_escape(b)}" for a, b in runs)


def render() -> str:
    """generated/text.py."""
    lines = [HEADER]
    for cls in text.CLASSES:
        lines.append(f"#: {cls.rule}: {cls.reason}\n")
        lines.append(f'{cls.name.upper()} = r"{_body(cls)}"\n\n')
    lines.append(f"JOINERS_IN_A_ROW = {text.JOINERS_IN_A_ROW}\n")
    lines.append(f"MARKS_IN_A_ROW = {text.MARKS_IN_A_ROW}\n\n")
    lines.append("#: (first code point, last code point, name)\n")
    lines.append("NAMES: tuple[tuple[int, int, str], ...] = (\n")
    named = sorted(range_ for cls in text.CLASSES for range_ in cls.ranges)
    lines += [f'    (0x{first:04X}, 0x{last:04X}, "{name}"),\n' for first, last, name in named]
    lines.append(")\n")
    return "".join(lines)
