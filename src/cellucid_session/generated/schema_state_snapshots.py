# Generated from schemas/state-snapshots.schema.json; do not edit: run python -m cellucid_session.generate
"""Checks of state-snapshots.schema.json: state-snapshots.json."""

from __future__ import annotations

import cellucid_session.generated.rules as R
from cellucid_session.wire.json_values import kind as _kind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Found = Callable[[str, tuple[str | int, ...], str, bool], None]

_ENTRY_KEYS = frozenset(("url", "path", "href", "file", "filename", "name"))
_KEYS = frozenset(("states", "files", "snapshots"))


def check(value: Any, found: Found) -> None:
    """Check a value against the schema at #."""
    if not isinstance(value, dict) and not isinstance(value, list):
        # #/type
        found(R.SNAPSHOTS_ROOT, (), f"expected an object or an array, found {_kind(value)}", False)
        return
    if isinstance(value, list):
        for index, item in enumerate(value):
            _check_entry(item, (index,), found)
    elif isinstance(value, dict):
        if "states" in value:
            states = value["states"]
            _check_list(states, ("states",), found)
        if "files" in value:
            files = value["files"]
            _check_list(files, ("files",), found)
            # #/properties/files/x-advice/not
            found(R.SNAPSHOTS_ALIAS_KEY, ("files",), "expected something else than this", False)
        if "snapshots" in value:
            snapshots = value["snapshots"]
            _check_list(snapshots, ("snapshots",), found)
            # #/properties/snapshots/x-advice/not
            found(R.SNAPSHOTS_ALIAS_KEY, ("snapshots",), "expected something else than this", False)
        if not _KEYS.issuperset(value):
            for key in value:
                if key not in _KEYS:
                    # #/x-unknown
                    found(R.SNAPSHOTS_UNKNOWN_KEY, (key,), "the schema does not name this key", True)
    if not _is_if(value):
        if isinstance(value, dict):
            if "states" not in value:
                # #/else/required/states
                found(R.SNAPSHOTS_ROOT, (), 'the key "states" is missing', False)


def _is_if(value: Any) -> bool:
    """Whether a value is valid, by #/if."""
    if not _is_if_any_of_0(value) and not _is_if_any_of_1(value):
        # #/if/anyOf
        return False
    return True


def _is_if_any_of_0(value: Any) -> bool:
    """Whether a value is valid, by #/if/anyOf/0."""
    if isinstance(value, dict):
        if "files" not in value:
            # #/if/anyOf/0/required/files
            return False
    return True


def _is_if_any_of_1(value: Any) -> bool:
    """Whether a value is valid, by #/if/anyOf/1."""
    if isinstance(value, dict):
        if "snapshots" not in value:
            # #/if/anyOf/1/required/snapshots
            return False
    return True


def _check_entry(value: Any, at: tuple[str | int, ...], found: Found) -> None:
    """Check a value against the schema at #/$defs/entry."""
    if not isinstance(value, dict) and type(value) is not str:
        # #/$defs/entry/type
        found(R.SNAPSHOTS_ENTRY, at, f"expected an object or a string, found {_kind(value)}", False)
        return
    if isinstance(value, dict):
        if "url" in value:
            url = value["url"]
            if type(url) is not str and url is not None:
                # #/$defs/entry/properties/url/type
                found(
                    R.SNAPSHOTS_ENTRY, (*at, "url"), f"expected a string or null, found {_kind(url)}", False
                )
        if "path" in value:
            path = value["path"]
            if type(path) is not str and path is not None:
                # #/$defs/entry/properties/path/type
                found(
                    R.SNAPSHOTS_ENTRY, (*at, "path"), f"expected a string or null, found {_kind(path)}", False
                )
        if "href" in value:
            href = value["href"]
            if type(href) is not str and href is not None:
                # #/$defs/entry/properties/href/type
                found(
                    R.SNAPSHOTS_ENTRY, (*at, "href"), f"expected a string or null, found {_kind(href)}", False
                )
        if "file" in value:
            file = value["file"]
            if type(file) is not str and file is not None:
                # #/$defs/entry/properties/file/type
                found(
                    R.SNAPSHOTS_ENTRY, (*at, "file"), f"expected a string or null, found {_kind(file)}", False
                )
        if "filename" in value:
            filename = value["filename"]
            if type(filename) is not str and filename is not None:
                # #/$defs/entry/properties/filename/type
                found(
                    R.SNAPSHOTS_ENTRY,
                    (*at, "filename"),
                    f"expected a string or null, found {_kind(filename)}",
                    False,
                )
        if "name" in value:
            name = value["name"]
            if type(name) is not str and name is not None:
                # #/$defs/entry/properties/name/type
                found(
                    R.SNAPSHOTS_ENTRY, (*at, "name"), f"expected a string or null, found {_kind(name)}", False
                )
        if not _ENTRY_KEYS.issuperset(value):
            for key in value:
                if key not in _ENTRY_KEYS:
                    # #/$defs/entry/x-unknown
                    found(R.SNAPSHOTS_UNKNOWN_KEY, (*at, key), "the schema does not name this key", True)
    if isinstance(value, dict):
        if (
            not _is_then_any_of_0(value)
            and not _is_then_any_of_1(value)
            and not _is_then_any_of_2(value)
            and not _is_then_any_of_3(value)
            and not _is_then_any_of_4(value)
            and not _is_then_any_of_5(value)
        ):
            # #/$defs/entry/then/anyOf
            found(R.SNAPSHOTS_ENTRY, at, "expected one of 6 forms, found none", False)
    if isinstance(value, dict):
        # #/$defs/entry/x-advice/not
        found(R.SNAPSHOTS_OBJECT_ENTRY, at, "expected something else than this", False)


def _is_then_any_of_0(value: Any) -> bool:
    """Whether a value is valid, by #/$defs/entry/then/anyOf/0."""
    if isinstance(value, dict):
        if "url" not in value:
            # #/$defs/entry/then/anyOf/0/required/url
            return False
        url = value["url"]
        if type(url) is not str:
            # #/$defs/entry/then/anyOf/0/properties/url/type
            return False
        if url == "":
            # #/$defs/entry/then/anyOf/0/properties/url/minLength
            return False
    return True


def _is_then_any_of_1(value: Any) -> bool:
    """Whether a value is valid, by #/$defs/entry/then/anyOf/1."""
    if isinstance(value, dict):
        if "path" not in value:
            # #/$defs/entry/then/anyOf/1/required/path
            return False
        path = value["path"]
        if type(path) is not str:
            # #/$defs/entry/then/anyOf/1/properties/path/type
            return False
        if path == "":
            # #/$defs/entry/then/anyOf/1/properties/path/minLength
            return False
    return True


def _is_then_any_of_2(value: Any) -> bool:
    """Whether a value is valid, by #/$defs/entry/then/anyOf/2."""
    if isinstance(value, dict):
        if "href" not in value:
            # #/$defs/entry/then/anyOf/2/required/href
            return False
        href = value["href"]
        if type(href) is not str:
            # #/$defs/entry/then/anyOf/2/properties/href/type
            return False
        if href == "":
            # #/$defs/entry/then/anyOf/2/properties/href/minLength
            return False
    return True


def _is_then_any_of_3(value: Any) -> bool:
    """Whether a value is valid, by #/$defs/entry/then/anyOf/3."""
    if isinstance(value, dict):
        if "file" not in value:
            # #/$defs/entry/then/anyOf/3/required/file
            return False
        file = value["file"]
        if type(file) is not str:
            # #/$defs/entry/then/anyOf/3/properties/file/type
            return False
        if file == "":
            # #/$defs/entry/then/anyOf/3/properties/file/minLength
            return False
    return True


def _is_then_any_of_4(value: Any) -> bool:
    """Whether a value is valid, by #/$defs/entry/then/anyOf/4."""
    if isinstance(value, dict):
        if "filename" not in value:
            # #/$defs/entry/then/anyOf/4/required/filename
            return False
        filename = value["filename"]
        if type(filename) is not str:
            # #/$defs/entry/then/anyOf/4/properties/filename/type
            return False
        if filename == "":
            # #/$defs/entry/then/anyOf/4/properties/filename/minLength
            return False
    return True


def _is_then_any_of_5(value: Any) -> bool:
    """Whether a value is valid, by #/$defs/entry/then/anyOf/5."""
    if isinstance(value, dict):
        if "name" not in value:
            # #/$defs/entry/then/anyOf/5/required/name
            return False
        name = value["name"]
        if type(name) is not str:
            # #/$defs/entry/then/anyOf/5/properties/name/type
            return False
        if name == "":
            # #/$defs/entry/then/anyOf/5/properties/name/minLength
            return False
    return True


def _check_list(value: Any, at: tuple[str | int, ...], found: Found) -> None:
    """Check a value against the schema at #/$defs/list."""
    if not isinstance(value, list):
        # #/$defs/list/type
        found(R.SNAPSHOTS_ROOT, at, f"expected an array, found {_kind(value)}", False)
        return
    for index, item in enumerate(value):
        _check_entry(item, (*at, index), found)
