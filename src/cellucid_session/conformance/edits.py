"""The changes that make a vector out of a base: to JSON values, to bytes, to the list of chunks.

Rules of this file: an operation that finds nothing to change is an error, so that no vector can lose its point
without being noticed. README.md beside this file describes the operations for people.
"""

from __future__ import annotations

import copy
from typing import Any

from cellucid_session.conformance.encode import Raw

Edit = dict[str, Any]


def steps(pointer: str) -> list[str]:
    """The steps of a JSON pointer."""
    if pointer and not pointer.startswith("/"):
        raise ValueError(f"{pointer!r} is no JSON pointer")
    return [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]


def _wanted(edit: Edit) -> Any:
    return Raw(edit["text"]) if "text" in edit else copy.deepcopy(edit["value"])


def change_value(root: Any, edit: Edit) -> Any:
    """Set, remove or insert at a pointer. Returns the changed value; `root` may be changed too.

    {"set": POINTER, "value": ANY} or {"set": POINTER, "text": JSON TEXT}: replaces what is there, or adds a key.
    {"remove": POINTER}
    {"insert": POINTER, "value": ANY, "repeat": N}: N elements (1) into a list, before the index; "-" is its end.
    """
    (op,) = {"set", "remove", "insert"} & set(edit)
    if not edit[op]:
        if op != "set":
            raise ValueError("the whole value can only be set")
        return _wanted(edit)
    *way, last = steps(edit[op])
    holder = root
    for step in way:
        holder = holder[int(step)] if isinstance(holder, list) else holder[step]
    at: Any = last if isinstance(holder, dict) else len(holder) if last == "-" else int(last)
    if op == "set":
        holder[at] = _wanted(edit)
    elif op == "remove":
        del holder[at]
    else:
        holder[at:at] = [_wanted(edit) for _ in range(edit.get("repeat", 1))]
    return root


def change_bytes(data: bytes, edit: Edit) -> bytes:
    """Change bytes.

    {"at": N, "remove": K, "insert": HEX}: K bytes away, others in; N below 0 counts from the end.
    {"append": HEX}, {"cut": N}: only the first N bytes stay (N below 0: the last -N go).
    {"find": TEXT, "with": TEXT} or {"find": TEXT, "insert": HEX}: TEXT must be there exactly once.
    "repeat": N puts what is inserted or appended N times.
    """
    if "with" in edit:
        new: bytes = edit["with"].encode("utf-8")
    else:
        new = bytes.fromhex(edit.get("insert") or edit.get("append") or "")
    new *= edit.get("repeat", 1)
    if "cut" in edit:
        changed = data[: edit["cut"]]
    elif "append" in edit:
        changed = data + new
    elif "find" in edit:
        old = edit["find"].encode("utf-8")
        if data.count(old) != 1:
            raise ValueError(f"{edit['find']!r} is there {data.count(old)} times")
        changed = data.replace(old, new)
    else:
        at = edit["at"] + (len(data) if edit["at"] < 0 else 0)
        end = at + edit.get("remove", 0)
        if not 0 <= at <= end <= len(data):
            raise ValueError(f"bytes {at} to {end} are not there")
        changed = data[:at] + new + data[end:]
    if changed == data:
        raise ValueError("the edit changes nothing")
    return changed


def change_chunks(chunks: list[dict[str, Any]], edit: Edit) -> None:
    """Insert, remove or move whole chunks: entry and frame.

    {"insert": I, "chunk": CHUNK, "repeat": N}, {"remove": I}, {"move": I, "to": J}
    """
    if "insert" in edit:
        at = edit["insert"]
        chunks[at:at] = [copy.deepcopy(edit["chunk"]) for _ in range(edit.get("repeat", 1))]
    elif "remove" in edit:
        del chunks[edit["remove"]]
    else:
        chunks.insert(edit["to"], chunks.pop(edit["move"]))
