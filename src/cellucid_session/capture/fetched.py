"""A session that Python got from a page of a viewer.

Rules of this file: it is a bundle like any other, and says whose work it is.
Spec: 15.8.1.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cellucid_session.read.bundle import CellucidSessionBundle

if TYPE_CHECKING:
    from cellucid_session.capture.tabs import Tab


class OtherTabWarning(UserWarning):
    """A session was fetched, and another page of the viewer holds work that is not in it."""


class FetchedBundle(CellucidSessionBundle):
    """The session of a viewer's page; its file is temporary.

    Attributes:
        tab: the page that it came from; None for a page of an older protocol, which does not say.
    """

    def __init__(self, path: Path, tab: Tab | None) -> None:
        self.tab = tab
        super().__init__(path)

    def __repr__(self) -> str:
        told = super().__repr__()
        return told if self.tab is None else f"{told[:-1]}, from {self.tab}>"


def tell_others(tab: Tab | None, here: Sequence[Tab]) -> None:
    """Warn of work in other pages that a person touched."""
    others = [
        each for each in here if tab is not None and each.id != tab.id and not each.empty and each.touched
    ]
    if others:
        warnings.warn(
            f"the session is that of {tab}; not in it is what {' and '.join(map(str, others))} "
            f"{'hold' if len(others) > 1 else 'holds'}. Click into a page and ask again to get what is in that one",
            OtherTabWarning,
            stacklevel=4,
        )
