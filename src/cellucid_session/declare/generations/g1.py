"""Generation 1 (format 1, Cellucid 0.9.0): the one that the seed documents describe.

Rules of this file: its bytes are in `declare.grammar`, its families in `declare.families`; here they are put together.
A file without any sign is of this generation.
"""

from __future__ import annotations

from cellucid_session.declare import families, grammar
from cellucid_session.declare.generation import Generation, Mark, Sign

GENERATION = Generation(
    number=1,
    format=1,
    releases=("0.9.0",),
    told_by=Mark(grammar.MAGIC, (Sign(30, "manifest-key", ("dataSource", "summary")),)),
    head=grammar.HEAD,
    frame=grammar.FRAME,
    payloads={"index-list": grammar.INDEX_LIST, "codes": grammar.CODES, "table": grammar.TABLE},
    encodings={byte: name for byte, (name, _) in grammar.ENCODINGS.items()},
    code_types={"Uint8Array": 1, "Uint16Array": 2},
    schemas={"manifest": "manifest", "artifact-table-header": "artifact-table-header"}
    | {family.payload: family.payload for family in families.FAMILIES if family.kind == "json"},
    families=families.FAMILIES,
    follows=families.FOLLOWS,
    manifest_rules=("created-at",),
    entry_rules=("id-duplicate", "id-text", "id-confusable", "families", "order", "follows", "depends"),
    links=("members", "codes"),
    shapes={"highlights-meta": "open-meta", "core-field-overlays": "open-overlays"},
    reads={"index-list": "members", "codes": "codes", "table": "table"},
)
