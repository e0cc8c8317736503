"""What tells the generation of a file."""

# Generated from declare/generations/; do not edit: run python -m cellucid_session.generate

from __future__ import annotations

#: what every magic with a number begins with
NUMBERED = b"CELLUCID_SESSION/"
NUMBER_DIGITS = 9
NO_NUMBER = 1

#: what is said of a later format; its number goes in
LATER = "a later format ({}); this version knows generations 1 to 5, formats 1 and 2"

#: what a file begins with that is no session -> what it may be
LOOKALIKES: dict[bytes, str] = {
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

#: for each magic: (where a sign is looked for, keys or ids, bytes, generations that bear it, the latest first)
SIGNS: tuple[tuple[tuple[str, tuple[str, ...], int, tuple[int, ...]], ...], ...] = (
    (
        ("manifest-length", (), 16777216, (4,)),
        ("fingerprint-key", ("dataMapping",), 0, (4, 3)),
        ("manifest-key", ("dataSource", "summary"), 0, (1,)),
        ("fingerprint-key", ("cellOrder",), 0, (2,)),
        ("chunk-id", ("analysis/cache-inventory", "cinematic/camera"), 0, (2,)),
    ),
    (),
)

#: for each magic: the generation of a file without any sign
OTHERWISE = (1, 5)

#: generation -> releases of the viewer that write it
RELEASES: dict[int, tuple[str, ...]] = {
    1: ("0.9.0",),
    2: ("0.9.1", "0.9.2"),
    3: ("0.9.3",),
    4: ("0.9.4",),
    5: ("0.9.5",),
}

#: generation -> the number that the viewer gives it
FORMATS: dict[int, int] = {
    1: 1,
    2: 1,
    3: 1,
    4: 1,
    5: 2,
}
