"""The magic of a session, byte by byte.

Rules of this file: the first byte that no magic goes on with is to blame; a magic of the same form with another number
is that of a later format, and to blame as a whole. Spec: 2.2.
"""

from __future__ import annotations

import re

from cellucid_session.declare.generation import NO_NUMBER, NUMBER_DIGITS, NUMBERED
from cellucid_session.declare.generations import GENERATIONS
from cellucid_session.declare.vocabulary import Broken
from cellucid_session.reference.interpret import Awaited

MAGICS = tuple(dict.fromkeys(each.told_by.magic for each in GENERATIONS))
LATER = re.compile(re.escape(NUMBERED) + rb"([1-9][0-9]{0,%d})\n" % (NUMBER_DIGITS - 1))


def read_magic(stream: Awaited) -> bytes:
    """One of the magics. Raises Broken frame.magic, frame.generation, frame.truncated."""
    data = stream.getvalue()
    for magic in MAGICS:
        if data.startswith(magic):
            stream.seek(len(magic))
            return magic
    later = LATER.match(data)
    if later is not None and int(later[1]) > NO_NUMBER:
        raise Broken("frame.generation", 0, later.end())
    for end in range(1, len(data) + 1):
        if not _begins(data[:end]):
            raise Broken("frame.magic", end - 1, end)
    stream.settle()
    raise Broken("frame.truncated", 0, len(data))


def _begins(seen: bytes) -> bool:
    """Whether bytes are the beginning of a magic that there is, or of one of a later format."""
    if any(magic.startswith(seen) for magic in MAGICS):
        return True
    digits = seen.removeprefix(NUMBERED)
    if not seen.startswith(NUMBERED) or not re.fullmatch(rb"[1-9][0-9]{0,%d}" % (NUMBER_DIGITS - 1), digits):
        return False
    return len(digits) < NUMBER_DIGITS or int(digits) > NO_NUMBER
