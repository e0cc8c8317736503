"""What every view of a session is: a small value that reads through its bundle.

Rules of this file: a view knows where its data is, and holds none. A copy reads through the same bundle; what would be
a second owner of its file is refused.
"""

from __future__ import annotations

import copy
import dataclasses
from typing import TYPE_CHECKING

from cellucid_session.errors import UncopiedError, UsageError

if TYPE_CHECKING:
    from typing import Any, NoReturn, Self

    from cellucid_session.read.chunk_source import ChunkSource


class View:
    """What a view of a session has in common: the bundle that it reads through.

    The bundle is none of a view's values: `dataclasses.asdict` leaves it out, and a copy reads through the same one.
    """

    @property
    def _bundle(self) -> ChunkSource:
        found: ChunkSource | None = self.__dict__.get("_through")
        if found is None:
            raise UsageError(
                f"this {type(self).__name__} was made by hand and reads nothing: take it from a bundle"
            )
        return found

    def of(self, bundle: ChunkSource) -> Self:
        """The same view, which reads through this bundle."""
        self.__dict__["_through"] = bundle
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        made = copy.copy(self)
        for field in dataclasses.fields(self):  # type: ignore[arg-type]
            made.__dict__[field.name] = copy.deepcopy(getattr(self, field.name), memo)
        return made

    def __getstate__(self) -> NoReturn:
        raise UncopiedError(
            f"a {type(self).__name__} can't be pickled: it reads through its bundle's open file. Send the file's path "
            "and open it there, or send values: dataclasses.asdict(...), and what was read."
        )

    def __copy__(self) -> Self:
        made = object.__new__(type(self))
        made.__dict__.update(self.__dict__)
        return made
