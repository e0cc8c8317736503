"""What the JSON text of typed JSON says of the arrays behind it.

Rules of this file: it sees the parsed text and the number of arrays, so both engines share it. Spec: 5.7.
"""

from __future__ import annotations

from cellucid_session.generated import rules as R

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    Path = tuple[str | int, ...]

TYPED = "$typed"


def _holds(value: object) -> bool:
    return isinstance(value, dict | list)


def _held(path: Path, value: Any) -> Iterator[tuple[Path, Any]]:
    """The containers in a container, with their paths."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    return (((*path, step), item) for step, item in items if _holds(item))


class References:
    """What a JSON text says of the arrays behind it.

    Attributes:
        named: number of an array -> where it is named first.
    """

    def __init__(self) -> None:
        self.named: dict[int, Path] = {}

    def gather(self, value: Any, add: Callable[..., None]) -> None:
        """typed.reference, typed.once: an object with the key names an array, which no other does."""
        if not _holds(value):
            return
        stack: list[Iterator[tuple[Path, Any]]] = [iter([((), value)])]
        while stack:
            for path, each in stack[-1]:
                if isinstance(each, dict) and TYPED in each:
                    self._one(path, each, add)
                else:
                    stack.append(_held(path, each))
                    break
            else:
                stack.pop()

    def _one(self, path: Path, each: dict[str, Any], add: Callable[..., None]) -> None:
        number = each[TYPED]
        if len(each) > 1 or type(number) is not int or number < 0:
            add(R.TYPED_REFERENCE, "no reference to an array has this form", path=path)
        elif number in self.named:
            add(R.TYPED_ONCE, f"array {number} is named elsewhere as well", path=path)
        else:
            self.named[number] = path

    def settle(self, arrays: int, add: Callable[..., None]) -> int:
        """typed.reference: every array that is named is there. Returns how many are there and are not named."""
        for number, path in self.named.items():
            if number >= arrays:
                add(R.TYPED_REFERENCE, f"there are {arrays} arrays, this names array {number}", path=path)
        return arrays - sum(number < arrays for number in self.named)
