"""Which keys a store can't keep beside each other.

Rules of this file:

* A key of .h5ad or zarr is a path: `a/b` lies in `a`, a backslash is a slash to zarr, `./a` is `a`. So keys that begin
  with the same part are one key here.
* A zarr store is folders, and a file system decides which names are one: upper and lower case, composed and decomposed
  letters, dots and spaces at the end. What is one name on any usual file system is one here.
* Windows keeps names for devices, with any ending: no folder can be called so.
* One definition for columns and for keys of `uns`; how long a key may be does not matter to the time it takes.
Spec: 10.3.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from cellucid_session.check.unicode_text import casefolded, decomposed

#: no name that this project makes is longer, decomposed or not; so what is longer is like none of them
LONGEST = 4096
_DEVICES = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³]) *(?:\.|\Z)", re.IGNORECASE)
_STEPS = re.compile(r"(?:\.?[/\\]+)*")


def likeness(key: str) -> str:
    """What keys have in common that a store may not be able to keep apart."""
    start = _STEPS.match(key)
    assert start is not None
    first = re.split(r"[/\\]", key[start.end() : start.end() + LONGEST + 1], maxsplit=1)[0]
    if len(first) > LONGEST:
        return key
    return decomposed(casefolded(decomposed(first))).rstrip(". ")


def is_inside(key: str) -> bool:
    """Whether a key lies in what another key names."""
    start = _STEPS.match(key)
    assert start is not None
    return re.search(r"[/\\]", key[start.end() :].rstrip("/\\")) is not None


def is_device(name: str) -> bool:
    """Whether Windows keeps a name for a device, so that no folder can have it."""
    return _DEVICES.match(name) is not None


def beside(key: str, others: Iterable[object]) -> str | None:
    """The first other key that a store can't keep beside a key, or None; the key itself is no other."""
    wanted = likeness(key)
    return next((other for other in map(str, others) if other != key and likeness(other) == wanted), None)
