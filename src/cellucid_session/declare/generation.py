"""A generation of the format as a value: everything in which one can differ from another.

Rules of this file: it holds types, no generation. A name in a value (of a limit, a schema, a rule to run) stands for
what is declared under it elsewhere; what a name of a check does is in `check/`. Nobody asks a value for its number to
decide anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from construct import Struct

from cellucid_session.declare.families import Family

#: what every magic with a number begins with; digits and a line feed follow
#: what a file may be that begins so, up to the first byte that no magic has: what people take for a session
LOOKALIKES = {
    b"{": "a JSON text",
    b"[": "a JSON text",
    b"<": "a web page or XML",
    b"\x89": "an HDF5 file, such as .h5ad, or a picture",
    b"\x1f": "a gzip file, which holds something else or the session itself",
    b"P": "a zip archive",
    b"\xef": "a text that an editor saved",
    b"\xff": "a text that an editor saved",
    b"CELLUCID_SESSION\r": "a copy made in text mode",
}
NUMBERED = b"CELLUCID_SESSION/"
#: digits of such a number at most
NUMBER_DIGITS = 9
#: greatest number that no magic ever had
NO_NUMBER = 1

#: places in which a sign can be looked for
PLACES = {
    "manifest-length": "the manifest is longer than",
    "manifest-key": "the manifest has the key",
    "fingerprint-key": "datasetFingerprint has the key",
    "chunk-id": "a chunk has the id",
}


#: how the digest of the order of the cells is made -> in words
ORDERS = {
    "": "sessions hold none",
    "known": "over the coordinates that were drawn, by a rule that is known",
    "likely": "as before, as far as anybody can tell: one that agrees proves it, one that differs proves nothing",
}


@dataclass(frozen=True, slots=True)
class Sign:
    """Something in a file that tells its generation from others of the same magic.

    Attributes:
        rank: signs are asked in the order of their ranks, the lowest first.
        place: key of `PLACES`. words: keys or ids, of which one is enough. above: bytes, for a length.
    """

    rank: int
    place: str
    words: tuple[str, ...] = ()
    above: int = 0


@dataclass(frozen=True, slots=True)
class Mark:
    """What tells a generation: its magic, and among generations of one magic the signs.

    Attributes:
        signs: none for the generation that a file without any sign belongs to.
    """

    magic: bytes
    signs: tuple[Sign, ...] = ()


@dataclass(frozen=True, slots=True)
class Generation:
    """One generation.

    Attributes:
        number: how this program counts. format: the number that the viewer gives it.
        releases: of the viewer, that write it.
        told_by: how a file of it is told.
        head, frame: structures of the framing.
        payloads: payload name -> structure of a binary one.
        encodings: encoding byte of codes -> what people call it. widths: encoding byte -> bytes of a code, for
            encodings of one width.
        code_types: what a registry calls a type of codes -> bytes of a code.
        schemas: name of a JSON text ("manifest", or a payload) -> schema.
        families: of chunks, in the order of their contributors.
        follows: family -> (the chunk that comes before its chunks, rule).
        limits: those of `limits.FORMAT` that are other here.
        manifest_rules, entry_rules, links: names of checks of the manifest, of its entries, and between chunks.
        shapes: payload -> name of the check of what its schema can't say.
        reads: payload -> name of what reads it.
        identity: texts of the fingerprint that say which data set it is, null where nobody knows.
        aliases: whether a continuous field is another name of a column or gene, whose values it then has.
        order: how the digest of the cells' order is made; key of `ORDERS`.
        exact: whether there is one way to write times, entries and the order of chunks, so that a difference in them is
            one of content.
        typed: type byte -> name of the type of an array behind typed JSON.
        readers: releases whose viewer opens a file of it without being the ones that write it.
    """

    number: int
    format: int
    releases: tuple[str, ...]
    told_by: Mark
    head: Struct
    frame: Struct
    payloads: Mapping[str, Struct]
    encodings: Mapping[int, str]
    code_types: Mapping[str, int]
    schemas: Mapping[str, str]
    families: tuple[Family, ...]
    follows: Mapping[str, tuple[str, str]]
    manifest_rules: tuple[str, ...]
    entry_rules: tuple[str, ...]
    links: tuple[str, ...]
    shapes: Mapping[str, str]
    reads: Mapping[str, str]
    identity: tuple[str, ...] = ("sourceType", "datasetId")
    aliases: bool = False
    order: str = ""
    exact: bool = False
    widths: Mapping[int, int] = field(default_factory=dict)
    limits: Mapping[str, int] = field(default_factory=dict)
