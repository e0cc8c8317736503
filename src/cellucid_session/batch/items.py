"""One input of many, and how all of them are judged.

Rules of this file: values only, so that they can be sent to another process.
"""

from __future__ import annotations

from cellucid_session.model import Finding, Frozen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cellucid_session.judge.settings import Settings

STANDARD_INPUT = "-"


class Item(Frozen):
    """One input.

    Attributes:
        path: where it is, or None for standard input.
        root: the folder that `path` is relative to, or None.
        kind: what it is judged as.
        failure: why it can't be judged, or None.
        url: where it is instead of at `path`, which then is what may be shown of it, or None.
        allowed: schemes that were asked for.
    """

    __slots__ = ("allowed", "failure", "kind", "path", "root", "url")
    path: str | None
    root: str | None
    kind: str
    failure: Finding | None
    url: str | None
    allowed: tuple[str, ...]

    def __init__(
        self,
        path: str | None,
        kind: str,
        root: str | None = None,
        failure: Finding | None = None,
        url: str | None = None,
        allowed: tuple[str, ...] = (),
    ) -> None:
        self._fill(path=path, kind=kind, root=root, failure=failure, url=url, allowed=allowed)

    @property
    def elsewhere(self) -> bool:
        """Whether another process can judge it: standard input belongs to this one."""
        return self.path is not None and self.failure is None

    @property
    def shown(self) -> str:
        """The path of its report."""
        if self.path is None:
            return STANDARD_INPUT
        return self.path if self.root is None else f"{self.root.rstrip('/')}/{self.path}"


class Run(Frozen):
    """How all inputs are judged. isolated: budgets of a child, or None to judge in this process."""

    __slots__ = ("isolated", "settings")
    settings: Settings
    isolated: dict[str, int] | None

    def __init__(self, settings: Settings, isolated: dict[str, int] | None = None) -> None:
        self._fill(settings=settings, isolated=isolated)
