"""What a session in the making must be told, derived from what was done to it and from nothing that reads it.

Rules of this file: `predicted` is written from the spec, for the few things that the machine does. It gives the rules
of level error, and whether they are all: where the damage of a chunk decides how far it is read, they are not.
"""

from __future__ import annotations

from typing import Any

import builders
from builders import CELLS, CODES, META, OVERLAYS, TABLE

N_VARS = 3
WIDE = 255


class Piece:
    """A chunk: what it says, its entry, its stored bytes, and the one damage done to it.

    Attributes:
        what: "meta", "overlays", "state", "cells", "codes" or "table".
        says: groups, {field: categories}, a value, indices, codes, indices.
        harm: "" or a key of HARMS.
    """

    def __init__(self, what: str, chunk_id: str, says: Any, codec: str, priority: str | None = None) -> None:
        self.what, self.id, self.says, self.codec, self.harm = what, chunk_id, says, codec, ""
        self.entry: dict[str, Any] = {}
        self.stored = b""
        self.make(priority)

    def payload(self) -> Any:
        """The payload, made by the builders of the tests."""
        if self.what == "meta":
            return builders.text(
                {"pages": [{"id": "p", "highlightedGroups": [{"id": g} for g in self.says]}]}
            )
        if self.what == "overlays":
            fields = [
                builders.field(name, [f"c{number}" for number in range(count)])
                for name, count in self.says.items()
            ]
            return builders.text({"userDefinedFields": fields})
        return {
            "cells": builders.cells,
            "codes": builders.codes,
            "table": builders.table,
            "state": builders.text,
        }[self.what](self.says)

    def make(self, priority: str | None = None) -> None:
        """Make entry and stored bytes anew, whole and right; the id and the priority stay as they are."""
        told = {"priority": priority or self.entry.get("priority")} if priority or self.entry else {}
        home = {"meta": META, "overlays": OVERLAYS, "state": "core/state", "cells": CELLS + "x"}
        family = home.get(self.what) or {"codes": CODES + "x", "table": TABLE + "a/b/c"}[self.what]
        made = builders.chunk(family, self.payload(), codec=self.codec, **told)
        self.entry, self.stored, self.harm = made.entry | {"id": self.id}, made.stored, ""


def _sizes(key: str, more: int) -> Any:
    def harm(piece: Piece) -> None:
        piece.entry[key] += more

    return harm


def _tail(piece: Piece) -> None:
    _repack(piece, _plain(piece) + b"\x01")


def _cut(piece: Piece) -> None:
    _repack(piece, _plain(piece)[:-1])


def _plain(piece: Piece) -> bytes:
    payload: bytes = piece.payload()
    return payload


def _repack(piece: Piece, payload: bytes) -> None:
    made = builders.chunk("core/state", payload, codec=piece.codec)
    sizes = ("storedBytes", "uncompressedBytes")
    piece.entry |= {key: made.entry[key] for key in sizes}
    piece.stored = made.stored


def _crc(piece: Piece) -> None:
    piece.stored = piece.stored[:-8] + bytes([piece.stored[-8] ^ 1]) + piece.stored[-7:]


def _unpacked(piece: Piece) -> None:
    payload = _plain(piece)
    piece.stored = payload
    piece.entry["storedBytes"] = len(payload)


def _codec(piece: Piece) -> None:
    piece.entry["codec"] = "br"


#: damage -> (what does it, whether it needs a gzip member, the rule that it breaks by what the chunk says)
HARMS: dict[str, tuple[Any, bool, dict[str, str]]] = {
    "stored size": (_sizes("storedBytes", 1), False, {"*": "chunk.stored-bytes-mismatch"}),
    "more told": (_sizes("uncompressedBytes", 1), False, {"*": "chunk.inflated-short"}),
    "less told": (_sizes("uncompressedBytes", -1), False, {"*": "chunk.inflated-too-large"}),
    "tail": (
        _tail,
        False,
        {"*": "json.syntax", "cells": "cells.trailing", "codes": "codes.trailing", "table": "table.trailing"},
    ),
    "cut": (
        _cut,
        False,
        {
            "*": "json.syntax",
            "cells": "uvarint.truncated",
            "codes": "codes.truncated",
            "table": "table.column",
        },
    ),
    "checksum": (_crc, True, {"*": "gzip.crc"}),
    "no member": (_unpacked, True, {"*": "gzip.header"}),
    "codec": (_codec, False, {"*": "chunk.codec"}),
}
#: damage behind which a payload is not read to its end, or not as it was written
UNREAD = ("less told", "cut", "checksum", "no member")
JSON = ("meta", "overlays", "state")


def rule_of(piece: Piece) -> str:
    """The rule that the damage of a chunk breaks."""
    rules = HARMS[piece.harm][2]
    return rules.get(piece.what, rules["*"])


def unread(piece: Piece) -> bool:
    """Whether nothing can be known of what the chunk says."""
    return piece.harm in UNREAD or (piece.harm == "tail" and piece.what in JSON)


def family(piece: Piece) -> str:
    """The family that its id gives a chunk: that of what it says, or none."""
    starts = {
        "cells": CELLS,
        "codes": CODES,
        "table": TABLE,
        "meta": META,
        "overlays": OVERLAYS,
        "state": "core/state",
    }
    return piece.what if piece.id.startswith(starts[piece.what]) else ""


def content(piece: Piece, n_obs: int, fields: dict[str, int]) -> str:
    """The rule that ends the reading of a binary chunk for what it says, or ""."""
    kind, says = family(piece), piece.says
    if kind == "cells" and len(says) > n_obs:
        return "cells.count"
    if kind == "cells" and max(says, default=-1) >= n_obs:
        return "cells.index"
    if kind == "table" and max(says, default=-1) >= n_obs:
        return "table.cell-index"
    if kind == "codes":
        known = piece.id[len(CODES) :] in fields
        return "" if len(says) in ((n_obs,) if known else (n_obs, N_VARS)) else "codes.length"
    return ""


def predicted(pieces: list[Piece], n_obs: int) -> tuple[set[str], bool]:
    """The rules of level error, and whether they are all."""
    if any(piece.harm == "codec" for piece in pieces):
        return {"chunk.codec"}, True
    rules: set[str] = {rule_of(piece) for piece in pieces if piece.harm}
    names = [piece.id for piece in pieces]
    rules |= {"chunk.id-space" for name in names if name != name.strip()}
    rules |= {"chunk.id-unsafe" for name in names if "\\" in name}
    lazy = [piece.entry["priority"] == "lazy" for piece in pieces]
    if lazy != sorted(lazy):
        rules.add("chunk.order")
    kinds = [family(piece) for piece in pieces]
    for later, registry, rule in (
        ("cells", "meta", "chunk.meta-order"),
        ("codes", "overlays", "chunk.overlays-order"),
    ):
        if later in kinds and registry in kinds and kinds.index(later) < kinds.index(registry):
            rules.add(rule)
    read = [piece for piece in pieces if not unread(piece)]
    groups = {group for piece in read if family(piece) == "meta" for group in piece.says}
    fields = {
        name: count for piece in read if family(piece) == "overlays" for name, count in piece.says.items()
    }
    exact = len(set(names)) == len(names)
    if not exact:  # which of two is asked is not the model's to say
        return {"chunk.id-duplicate"} | (rules & {"chunk.order", "chunk.id-space", "chunk.id-unsafe"}), False
    for piece in pieces:
        ended = content(piece, n_obs, fields)
        if ended and piece.harm:  # whether what it says or its damage comes first depends on the bytes
            rules.discard(rule_of(piece))
            exact = False
        elif ended:
            rules.add(ended)
        elif piece in read:
            rules |= _linked(piece, groups, fields)
    for piece in pieces:  # a rule that one chunk's damage made doubtful may be certain for another
        if piece.harm and not content(piece, n_obs, fields):
            rules.add(rule_of(piece))
    return rules, exact


def _linked(piece: Piece, groups: set[str], fields: dict[str, int]) -> set[str]:
    """What a chunk that was read breaks beside the registries."""
    if family(piece) == "cells" and piece.id[len(CELLS) :] not in groups:
        return {"cells.orphan"}
    if family(piece) == "codes":
        key = piece.id[len(CODES) :]
        if key not in fields:
            return {"codes.orphan"}
        if any(fields[key] <= code != WIDE for code in piece.says):
            return {"codes.category"}
    return set()
