"""The generations, by number."""

# Generated from declare/generations/; do not edit: run python -m cellucid_session.generate

from __future__ import annotations

from cellucid_session.generated import g1

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cellucid_session.generation import Generation

#: the generation of a file without any sign
EARLIEST = g1.GENERATION

_MODULES = {
    1: "g1",
    2: "g2",
    3: "g3",
    4: "g4",
    5: "g5",
}

#: all of them, the earliest first
NUMBERS: tuple[int, ...] = tuple(_MODULES)


def generation(number: int) -> Generation:
    """The generation of a number. Raises KeyError for one that is not declared."""
    if number == EARLIEST.number:
        return EARLIEST
    module = __import__("cellucid_session.generated." + _MODULES[number], fromlist=["GENERATION"])
    found: Generation = module.GENERATION
    return found
