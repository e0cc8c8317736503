"""Which check beyond a schema a shape's name stands for.

Rules of this file: what the earliest generation lacks is loaded when it is asked for.
"""

from __future__ import annotations

from cellucid_session.check.shapes import SHAPES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from cellucid_session.check.entries import Entry
    from cellucid_session.check.facts import Facts

    Add = Callable[..., None]


def shape_of(name: str) -> Callable[[Any, Facts, Entry, Add], None]:
    """What is checked beyond a schema; what the earliest generation lacks is loaded when it is asked for."""
    if name in SHAPES:
        return SHAPES[name]
    from cellucid_session.check import closed_shapes

    return closed_shapes.SHAPES[name]
