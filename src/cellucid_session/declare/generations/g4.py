"""Generation 4 (format 1, Cellucid 0.9.4): generation 3 with larger sizes, longer names and codes of 32 bits.

Rules of this file: what differs from generation 3, and nothing else.
"""

from __future__ import annotations

from dataclasses import replace

from cellucid_session.declare import grammar, limits
from cellucid_session.declare.generation import Mark, Sign
from cellucid_session.declare.generations import g2, g3

ENCODINGS = {**g2.ENCODINGS, **g2.WIDE_ENCODINGS}

GENERATION = replace(
    g3.GENERATION,
    number=4,
    releases=("0.9.4",),
    told_by=Mark(
        grammar.MAGIC, (Sign(10, "manifest-length", above=limits.named("MANIFEST_BYTES")), g3.MAPPED)
    ),
    limits={
        "MANIFEST_BYTES": limits.named("FRAME_BYTES"),
        "STORED_BYTES": limits.named("FRAME_BYTES"),
        "INFLATED_BYTES": limits.named("SAFE_INTEGER"),
    },
    payloads={**g3.GENERATION.payloads, "codes": g2.codes(ENCODINGS)},
    encodings={byte: name for byte, (name, _, _) in ENCODINGS.items()},
    widths={byte: width for byte, (_, width, _) in ENCODINGS.items()},
    code_types={**g3.GENERATION.code_types, "Uint32Array": 4},
    schemas={
        **g3.GENERATION.schemas,
        "manifest": "manifest-4",
        "core-field-overlays": "core-field-overlays-4",
        "highlights-meta": "highlights-meta-4",
    },
)
