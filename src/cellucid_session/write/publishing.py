"""Publishing: a session put beside a data set's exports, and into the list, so that it is the one that opens.

Rules of this file:

* Only a valid session gets there, and only into a list that is valid or not there yet. Both are judged first.
* The list keeps its shape, its keys and its other entries; a session that was listed before moves to the end.
* The session comes first, then the list, each whole or not at all: at no time does the list name a file that is not
  there. No link is followed, nothing outside the folder is written. Spec: 8.
"""

from __future__ import annotations

import os
import stat
import unicodedata
from pathlib import Path
from typing import Any

from cellucid_session.arguments import FLAG, PATH, TEXT, hold
from cellucid_session.check.snapshots import LIST_KEYS, Target, targets
from cellucid_session.check.unicode_text import is_composed
from cellucid_session.errors import InputError, UsageError
from cellucid_session.generated import rules as R
from cellucid_session.io import files, outputs
from cellucid_session.judge.settings import Settings
from cellucid_session.judge.walk import judge
from cellucid_session.model import KIND_SESSION, KIND_SNAPSHOTS, Finding
from cellucid_session.safe import safe
from cellucid_session.wire import strict_json
from cellucid_session.write.reopened import refuse
from cellucid_session.write.texts import json_text

SUFFIX = files.SESSION_SUFFIX
LIST = files.SNAPSHOTS_NAME
NAME_BYTES = 255  # of one name in most file systems


def publish(
    session: str | os.PathLike[str],
    folder: str | os.PathLike[str],
    *,
    name: str | None = None,
    force: bool = False,
) -> Path:
    """Put a session into the folder of a data set's exports, as the one that opens with the data set.

    Args:
        session: a valid session. folder: where the exports lie; it must be there.
        name: what the session is called there; its own name by default.
        force: replace another session of that name.

    Returns:
        Where the session lies now.

    Raises:
        InvalidSessionError: the session, or the list that is there, is not valid. UsageError: the name can't be
            listed safely, a file of that name is there, or the folder is none. InputError: something can't be read,
            or the list was changed by someone else meanwhile. OutputError: something can't be written.
    """
    hold({"session": PATH, "folder": PATH, "name": TEXT.optional(), "force": FLAG}, locals())
    root = os.fspath(folder)
    name = os.path.basename(os.fspath(session)) if name is None else name
    check_name(name)
    if not os.path.isdir(root):
        raise UsageError("the folder is not there, or is none")
    source = files.open_input(os.fspath(session))
    try:
        refuse(judge(source, KIND_SESSION, Settings()))
        listed = _List(root)
        target = os.path.join(root, name)
        _place(source, target, force, _mode(root))
        listed.add(name, _mode(root))
    finally:
        source.close()
    return Path(target)


def check_name(name: str) -> None:
    """Refuse the name of a file that a list can't name safely, or that does not open. Raises UsageError."""
    target = Target((), name)
    why = ""
    if len(name.encode("utf-8", "surrogatepass")) > NAME_BYTES:
        why = f"it is longer than {NAME_BYTES} bytes"
    elif target.why:
        why = target.why.replace("the entry", "it")
    elif "/" in name or target.text != name or target.remote:
        why = "it is not one plain name"
    elif not target.opens or name.startswith("."):
        why = f"it must end in {SUFFIX}, with something before that which is no dot"
    elif any(character in name for character in '?#%:*"<>|'):
        why = "it has a character that addresses or file systems take for something else"
    elif not is_composed(name):
        why = "it is not in Unicode's composed form (NFC)"
    elif any(unicodedata.category(character)[0] == "C" for character in name):
        why = "it has a character that draws nothing"
    if why:
        raise UsageError(
            f"the session can't be published as {safe(name)}: {why}", Finding(R.SNAPSHOTS_TARGET, why)
        )


def _mode(folder: str) -> int:
    """Who may read the folder may read what is published in it; only the owner may write."""
    return 0o600 | stat.S_IMODE(os.stat(folder).st_mode) & 0o444


def _readable(out: Any, mode: int) -> None:
    if hasattr(os, "fchmod"):
        os.fchmod(out.fileno(), mode)


def _same(one: files.Input, other: files.Input) -> bool:
    """Whether two files hold the same bytes."""
    if one.size != other.size:
        return False
    at = 0
    while at < (one.size or 0):
        piece = one.excerpt(at, files.PIECE)
        if not piece or piece != other.excerpt(at, files.PIECE):
            return False
        at += len(piece)
    return True


def _place(source: files.Input, target: str, force: bool, mode: int) -> None:
    """Copy the session, unless it is there already."""
    if os.path.lexists(target):
        there = files.open_input(os.path.basename(target), os.path.dirname(target) or ".")
        try:
            if there.identity == source.identity or _same(source, there):
                return
        finally:
            there.close()
        if not force:
            raise UsageError("another session of that name is in the folder")

    def copy(out: Any) -> None:
        at = 0
        while at < (source.size or 0):
            piece = source.excerpt(at, files.PIECE)
            if not piece:
                break
            out.write(piece)
            at += len(piece)
        why = source.changed(at) or ("it could not be read whole" if at != source.size else None)
        if why is not None:
            raise InputError(f"the session has changed: {why}", Finding(R.INPUT_CHANGED, why))
        _readable(out, mode)

    outputs.write_atomic(target, copy, force=force, inputs=[source.identity])


class _List:
    """The list of a folder, as it is now. Raises InvalidSessionError when it is not valid."""

    def __init__(self, folder: str) -> None:
        self._path = os.path.join(folder, LIST)
        self._folder = folder
        self._value: Any = {LIST_KEYS[0]: []}
        self._lines = True
        self._before = self._state()
        if self._before is None:
            return
        file = files.open_input(LIST, folder)
        try:
            data = b"".join(file.pieces())
            refuse(judge(files.Memory(data), KIND_SNAPSHOTS, Settings()))
        finally:
            file.close()
        self._value = strict_json.parse(data)
        self._lines = b"\n" in data.strip()

    def _state(self) -> tuple[int, ...] | None:
        """What changes when someone writes the list."""
        try:
            told = os.lstat(self._path)
        except FileNotFoundError:
            return None
        return told.st_dev, told.st_ino, told.st_size, told.st_mtime_ns, told.st_ctime_ns, told.st_mode

    def add(self, name: str, mode: int) -> None:
        """Make `name` the entry that opens, in place, unless it is that already."""
        if self._before is not None and _opens(self._value) == name:
            return
        entries = self._entries()
        gone = {
            target.path[-1 if isinstance(target.path[-1], int) else -2]
            for target in targets(self._value)
            if target.key == name
        }
        entries[:] = [entry for place, entry in enumerate(entries) if place not in gone] + [name]
        data = _pretty(self._value) if self._lines else json_text(self._value)
        refuse(judge(files.Memory(data), KIND_SNAPSHOTS, Settings()))
        assert _opens(self._value) == name

        def write(out: Any) -> None:
            out.write(data)
            _readable(out, mode if self._before is None else stat.S_IMODE(self._before[-1]) & 0o666 | 0o600)
            if self._state() != self._before:
                why = "someone else has changed the list meanwhile; nothing was done to it"
                raise InputError(why, Finding(R.INPUT_CHANGED, why))

        outputs.write_atomic(self._path, write, force=self._before is not None)

    def _entries(self) -> list[Any]:
        value = self._value
        if isinstance(value, dict):
            value = value[next(key for key in LIST_KEYS if key in value)]
        assert isinstance(value, list), "the judge took it"
        return value


def _opens(value: Any) -> str | None:
    """The target that a list opens."""
    first: dict[str, Target] = {}
    for target in targets(value):
        if target.opens:
            first.setdefault(target.key, target)
    return list(first)[-1] if first else None


def _pretty(value: Any) -> bytes:
    """A list with one entry a line, as people edit it; its parts are written as everywhere."""

    def lines(items: list[Any], indent: str) -> str:
        inner = ",\n".join(f"{indent}  {json_text(item).decode()}" for item in items)
        return f"[\n{inner}\n{indent}]" if items else "[]"

    if isinstance(value, list):
        return (lines(value, "") + "\n").encode()
    members = ",\n".join(
        f"  {json_text(key).decode()}: {lines(item, '  ') if isinstance(item, list) else json_text(item).decode()}"
        for key, item in value.items()
    )
    return f"{{\n{members}\n}}\n".encode()
