"""Generation 1 of the format (format 1 of the viewer)."""

# Generated from declare/generations/g1.py; do not edit: run python -m cellucid_session.generate

from __future__ import annotations

from cellucid_session.generated import families
from cellucid_session.generation import Families, Generation, Readers

FAMILIES = Families(families.EXACT, families.PREFIXED, families.FOLLOWS)

#: the generation
GENERATION = Generation(
    number=1,
    format=1,
    releases=("0.9.0",),
    magic=b"CELLUCID_SESSION\n",
    manifest_bytes=16777216,
    stored_bytes=536870912,
    inflated_bytes=536870912,
    families=FAMILIES,
    grammars=Readers(
        {
            "frames": "cellucid_session.generated.framing:frames",
            "index-list": "cellucid_session.generated.payloads:index_list",
            "codes": "cellucid_session.generated.payloads:codes",
            "table": "cellucid_session.generated.payloads:table",
        }
    ),
    writers=Readers(
        {
            "session": "cellucid_session.generated.writers:session",
            "index-list": "cellucid_session.generated.writers:index_list",
            "codes": "cellucid_session.generated.writers:codes",
            "table": "cellucid_session.generated.writers:table",
        }
    ),
    reads={"index-list": "members", "codes": "codes", "table": "table"},
    shapes={"highlights-meta": "open-meta", "core-field-overlays": "open-overlays"},
    identity=("sourceType", "datasetId"),
    aliases=False,
    order="",
    exact=False,
    schemas={
        "manifest": "manifest",
        "artifact-table-header": "artifact-table-header",
        "core-field-overlays": "core-field-overlays",
        "core-state": "core-state",
        "ui-dockable-layout": "ui-dockable-layout",
        "analysis-windows": "analysis-windows",
        "highlights-meta": "highlights-meta",
    },
    encodings={0: "raw u8", 1: "raw u16", 2: "run lengths"},
    sets={},
    widths={},
    code_types={"Uint8Array": 1, "Uint16Array": 2},
    manifest_rules=("created-at",),
    entry_rules=("id-duplicate", "id-text", "id-confusable", "families", "order", "follows", "depends"),
    links=("members", "codes"),
)
