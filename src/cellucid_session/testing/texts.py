"""Changes of JSON values, JSON texts and bytes.

Rules of this file: each takes `draw` and gives what is changed at one place. Only a text that was drawn, which is
valid, is read.
"""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import strategies as st

from cellucid_session.conformance import encode
from cellucid_session.testing.values import ESCAPES, LISTS, MATTERS, NUMBERS, ODD, TOKENS
from cellucid_session.wire import strict_json

Draw = st.DrawFn


def edited(draw: Draw, data: bytes, first: int = 0) -> bytes:
    """Bytes with a few of them, from `first` on, left out or put in."""
    at = draw(st.integers(min(first, len(data)), len(data)))
    return data[:at] + draw(st.binary(max_size=3)) + data[at + draw(st.integers(0, 3)) :]


def _spots(value: Any) -> list[tuple[Any, Any]]:
    """Every (container, key) in a value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [spot for key, each in inner for spot in [(value, key), *_spots(each)]]


def changed(draw: Draw, value: Any) -> Any:
    """A JSON value with one thing in it changed, in place where that can be."""
    spots = _spots(value)
    what = draw(st.sampled_from(["known", "odd", "gone", "twice", "more", "near"]))
    if what == "known":
        spots = [(holder, key) for holder, key in spots if key in MATTERS]
    if not spots:
        return draw(ODD)
    names = sorted({str(key) for _, key in spots})
    name = draw(st.sampled_from(names))  # each key alike, however often it occurs
    holder, key = draw(st.sampled_from([spot for spot in spots if str(spot[1]) == name]))
    if what == "known":
        others = [holder[key] for holder, other in spots if other == key]
        holder[key] = copy.deepcopy(draw(st.sampled_from(MATTERS[key]) | st.sampled_from(others)))
    elif what == "odd":
        holder[key] = draw(ODD)
    elif what == "gone":
        del holder[key]
    elif what == "twice" and isinstance(holder[key], list) and holder[key]:
        holder[key].append(copy.deepcopy(draw(st.sampled_from(holder[key]))))
    elif what == "more" and isinstance(holder, dict):
        holder[draw(st.sampled_from(["more", *MATTERS, *LISTS]))] = draw(ODD)
    elif type(holder[key]) is int:
        holder[key] += draw(st.sampled_from([-1, 1]))
    elif type(holder[key]) is str:
        holder[key] += draw(st.sampled_from([" ", "\u200b", "/", "x"]))
    return value


def changed_text(draw: Draw, text: bytes) -> bytes:
    """A JSON text with a piece of text put in, a key twice, a number in another form, or too deep."""
    at = draw(st.integers(0, len(text)))
    what = draw(st.sampled_from(["token", "escape", "key", "number", "deep", "bytes", "none"]))
    if what == "token":
        return text[:at] + draw(st.sampled_from(TOKENS)) + text[at:]
    if what == "escape":
        at = text.find(b'"', at) + 1
        return text[:at] + draw(st.sampled_from(ESCAPES)) + text[at:]
    if what == "key":
        end = text.find(b",")
        return text[: end + 1] + text[1 : end + 1] + text[end + 1 :] if end > 0 else text
    if what == "number":
        digits = [place for place, byte in enumerate(text) if byte in b"0123456789"]
        at = draw(st.sampled_from(digits)) + 1 if digits else 0
        return text[: at - draw(st.integers(0, 1))] + draw(st.sampled_from(NUMBERS)) + text[at:]
    if what == "deep":
        return b"[" * draw(st.sampled_from([64, 65])) + b"]" * 64
    return draw(st.sampled_from([b"", b"\xef\xbb\xbf" + text])) if what == "none" else edited(draw, text)


def changed_json(draw: Draw, text: bytes) -> bytes:
    """A JSON text with its value or its letters changed."""
    if draw(st.integers(0, 2)):
        return encode.json_text(changed(draw, strict_json.parse(text)))
    return changed_text(draw, text)
