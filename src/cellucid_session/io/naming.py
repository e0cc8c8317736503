"""Errors that say of which file they are.

Rules of this file: the innermost block that knows the file says it; nobody changes what was said.
"""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

from cellucid_session.errors import SessionError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextlib.contextmanager
def about(path: object) -> Iterator[None]:
    """Say of which file the errors of a block are, unless they say so themselves. path: None says nothing."""
    try:
        yield
    except SessionError as error:
        if error.path is None and path is not None:
            error.path = os.fsdecode(path)  # type: ignore[arg-type]
            if isinstance(error, OSError):
                error.filename = error.path
        raise
