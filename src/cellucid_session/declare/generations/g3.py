"""Generation 3 (format 1, Cellucid 0.9.3): generation 2, and the fingerprint says which arrays the viewer read.

Rules of this file: what differs from generation 2, and nothing else.
"""

from __future__ import annotations

from dataclasses import replace

from cellucid_session.declare import grammar
from cellucid_session.declare.generation import Mark, Sign
from cellucid_session.declare.generations import g2

MAPPED = Sign(20, "fingerprint-key", ("dataMapping",))

GENERATION = replace(
    g2.GENERATION,
    number=3,
    releases=("0.9.3",),
    told_by=Mark(grammar.MAGIC, (MAPPED,)),
    schemas={
        **g2.GENERATION.schemas,
        "manifest": "manifest-3",
        "core-field-overlays": "core-field-overlays-3",
    },
    manifest_rules=("created-at", "cell-order", "data-mapping"),
)
