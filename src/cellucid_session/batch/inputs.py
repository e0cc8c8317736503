"""What a command line names as inputs.

Rules of this file:

* A folder stands for the sessions and state-snapshots.json files below it, sorted; what can't be searched is
  reported like an input that can't be read, never left out.
* A URL is one only when its scheme was asked for; otherwise it is a path like any other.
"""

from __future__ import annotations

import os
import stat

from cellucid_session.batch.items import STANDARD_INPUT, Item
from cellucid_session.errors import InputError, UsageError
from cellucid_session.generated.rules import INPUT_NONE
from cellucid_session.io import files
from cellucid_session.model import KIND_SESSION, Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from cellucid_session.io.files import Identity
    from cellucid_session.io.search import Lister, Wanted


def expand(
    arguments: Sequence[str],
    kind: str | None,
    patterns: Sequence[str] = (),
    allowed: Sequence[str] = (),
) -> list[Item]:
    """The inputs that arguments name, in order; then those that fit patterns, each pattern's sorted.

    Args:
        kind: what standard input and files named outright are judged as; None: the name decides.
        allowed: schemes of URLs that may be read.
    """
    if arguments.count(STANDARD_INPUT) > 1:
        raise UsageError("standard input can be judged once only")
    schemes = tuple(allowed)
    items = [item for argument in arguments for item in _expand(argument, kind, schemes)]
    return items + [item for pattern in patterns for item in _fitting(pattern, kind, schemes)]


def _expand(argument: str, kind: str | None, allowed: tuple[str, ...]) -> Iterator[Item]:
    if argument == STANDARD_INPUT:
        yield Item(None, kind or KIND_SESSION)
        return
    if "://" in argument and (allowed or not os.path.lexists(argument)):
        yield from _from_elsewhere(argument, kind, allowed)
        return
    if not _is_folder(argument):
        yield Item(argument, kind or files.kind_of(argument))
        return
    from cellucid_session.io.search import Judgeable, local, search

    try:
        found = search(local(argument), Judgeable())
    except InputError as exc:
        yield Item(argument, KIND_SESSION, failure=files.finding_of(exc))
        return
    if not found:
        message = "the folder holds no *.cellucid-session file and no state-snapshots.json"
        yield Item(argument, KIND_SESSION, failure=Finding(INPUT_NONE, message))
    for name, error in found:
        failure = None if error is None else files.finding_of(error)
        yield Item(name, files.kind_of(name), argument, failure)


def _from_elsewhere(url: str, kind: str | None, allowed: tuple[str, ...]) -> Iterator[Item]:
    """The inputs behind a URL; one that ends in a slash is a folder."""
    from cellucid_session.io import remote

    if remote.scheme_of(url) is None:
        yield Item(url, kind or files.kind_of(url))
        return
    told = remote.shown(url)
    try:
        remote.check(url, allowed)
    except InputError as exc:
        yield Item(told, kind or KIND_SESSION, failure=files.finding_of(exc))
        return
    if not url.endswith("/"):
        yield Item(told, kind or files.kind_of(told), url=url, allowed=allowed)
        return
    from cellucid_session.io.search import Judgeable

    yield from _found(url.rstrip("/"), None, allowed, lambda: remote.lister(url, allowed), Judgeable())


def _fitting(text: str, kind: str | None, allowed: tuple[str, ...]) -> Iterator[Item]:
    """The inputs that fit a pattern."""
    from cellucid_session.io.search import Pattern, local

    pattern = Pattern(text)
    if "://" not in text or not allowed:
        yield from _found(pattern.base or ".", kind, None, lambda: local(pattern.base or "."), pattern)
        return
    from cellucid_session.io import remote

    yield from _found(pattern.base, kind, allowed, lambda: remote.lister(pattern.base, allowed), pattern)


def _found(
    base: str,
    kind: str | None,
    allowed: tuple[str, ...] | None,
    opened: Callable[[], Lister],
    wanted: Wanted,
) -> Iterator[Item]:
    """What a search finds below a folder; `allowed` is None for one of this machine."""
    from cellucid_session.io.search import search

    told = base
    if allowed is not None:
        from cellucid_session.io.remote import shown

        told = shown(base)
    try:
        found = search(opened(), wanted)
    except InputError as exc:
        yield Item(told, KIND_SESSION, failure=files.finding_of(exc))
        return
    if not found:
        yield Item(
            told, KIND_SESSION, failure=Finding(INPUT_NONE, "nothing that was looked for is below here")
        )
    for name, error in found:
        failure = None if error is None else files.finding_of(error)
        known = kind or files.kind_of(name)
        if allowed is None:
            yield Item(name, known, base, failure)
        else:
            whole = f"{base.rstrip('/')}/{name}"
            yield Item(whole, known, failure=failure, url=whole, allowed=allowed)


def _is_folder(path: str) -> bool:
    try:
        return stat.S_ISDIR(os.stat(path).st_mode)
    except (OSError, ValueError):
        return False


def identities(items: list[Item]) -> Iterator[Identity]:
    """Device and inode of each input, for an output that must be none of them."""
    for item in items:
        try:
            if item.url is not None:
                continue
            if item.path is None:
                told = os.fstat(0)
            else:
                told = os.stat(item.path if item.root is None else os.path.join(item.root, item.path))
        except (OSError, ValueError):
            continue
        yield told.st_dev, told.st_ino
