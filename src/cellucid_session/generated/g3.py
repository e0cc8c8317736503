"""Generation 3 of the format (format 1 of the viewer)."""

# Generated from declare/generations/g3.py; do not edit: run python -m cellucid_session.generate

from __future__ import annotations

from cellucid_session.generated.g2 import FAMILIES
from cellucid_session.generation import Generation, Readers

#: the generation
GENERATION = Generation(
    number=3,
    format=1,
    releases=("0.9.3",),
    magic=b"CELLUCID_SESSION\n",
    manifest_bytes=16777216,
    stored_bytes=536870912,
    inflated_bytes=536870912,
    families=FAMILIES,
    grammars=Readers(
        {
            "frames": "cellucid_session.generated.framing:frames",
            "index-list": "cellucid_session.generated.g2_readers:index_list",
            "codes": "cellucid_session.generated.g2_readers:codes",
            "table": "cellucid_session.generated.payloads:table",
        }
    ),
    writers=Readers(
        {
            "session": "cellucid_session.generated.writers:session",
            "index-list": "cellucid_session.generated.g2_writers:index_list",
            "codes": "cellucid_session.generated.g2_writers:codes",
            "table": "cellucid_session.generated.writers:table",
        }
    ),
    reads={"index-list": "members", "codes": "typed-codes", "table": "table"},
    shapes={
        "highlights-meta": "closed-meta",
        "core-field-overlays": "closed-overlays",
        "cache-inventory": "inventory",
    },
    identity=("sourceType", "datasetId"),
    aliases=True,
    order="known",
    exact=True,
    schemas={
        "manifest": "manifest-3",
        "core-field-overlays": "core-field-overlays-3",
        "highlights-meta": "highlights-meta-2",
        "cache-inventory": "cache-inventory",
        "artifact-table-header": "artifact-table-header",
        "cinematic-camera": "opaque",
        "core-state": "opaque",
        "ui-dockable-layout": "opaque",
        "analysis-windows": "opaque",
    },
    encodings={0: "raw u8", 1: "raw u16", 2: "run lengths of u8", 3: "run lengths of u16"},
    sets={},
    widths={0: 1, 1: 2, 2: 1, 3: 2},
    code_types={"Uint8Array": 1, "Uint16Array": 2},
    manifest_rules=("created-at", "cell-order", "data-mapping"),
    entry_rules=(
        "id-duplicate",
        "id-text",
        "id-confusable",
        "closed-families",
        "required",
        "order",
        "contributor-order",
    ),
    links=("closed-members", "closed-codes", "labels", "registry-order", "inventory"),
)
