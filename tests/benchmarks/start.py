"""What `cellucid-validate FILE` imports for a small file of the earliest generation, and why.

Rules of this file: a module that is not here must not be loaded, and one that is here must be: tests/cli/test_start.py
holds both. docs/benchmarks.md shows the table.
"""

from __future__ import annotations

#: why -> modules below `cellucid_session`; "." is the package itself
OWN: dict[str, str] = {
    "the words, the exit code, the words that help when there is an error": (
        "cli cli.console cli.launch cli.validate commands commands.table commands.validate arguments errors services ."
    ),
    "the paths made inputs, each opened once and read in pieces": (
        "batch batch.inputs batch.items batch.judging io io.files digests owning judge judge.outcomes judge.settings "
        "judge.walk"
    ),
    "the walk over the file, and what it has found": (
        "check check.engine check.session check.collector check.entries check.facts check.place check.recognise "
        "check.twins finding model safe"
    ),
    "the format as tables": (
        "generated generated.families generated.framing generated.g1 generated.generations generated.limits "
        "generated.recognition generated.rules generated.schemas generated.text generation"
    ),
    "what is asked of the manifest, and of the chunks together": (
        "check.link_lookup check.links check.outline check.unicode_text generated.schema_manifest"
    ),
    "JSON texts": "check.text wire.json_hooks wire.json_scan wire.json_values wire.patterns wire.strict_json",
    "the registry of groups and the state, if the file has them": (
        "check.shape_lookup check.shapes generated.schema_core_state generated.schema_highlights_meta"
    ),
    "bytes as they come, and gzip": "inflaters wire wire.fixed wire.gunzip wire.source",
    "cells and codes": (
        "check.payload_lookup check.payloads generated.payloads wire.arrays wire.blocks wire.columns wire.deltas "
        "wire.pairs wire.sinks wire.uvarint"
    ),
    "the answer as text": "report report.formats report.text",
}
#: modules of the standard library, beyond those that the interpreter starts with
STANDARD = {
    "errno": "which error a file gives",
    "itertools": "the first of many",
    "zlib": "inflating",
    "_sha256": "the digest of the file (`_sha2` from Python 3.12 on)",
    "_json": "the C parser of JSON",
    "__future__": "annotations",
    "gc": "fewer looks for garbage",
}


def own() -> set[str]:
    """The full names of the modules that are ours."""
    names = {name for names in OWN.values() for name in names.split()}
    return {f"cellucid_session.{name}".removesuffix("..") for name in names}


def lines() -> list[list[str]]:
    """The rows of the table: why, how many, which."""
    ours = [
        [why, str(len(names.split())), ", ".join(f"`{name}`" for name in names.split())]
        for why, names in OWN.items()
    ]
    return [*ours, *([why, "1", f"`{name}` of Python"] for name, why in STANDARD.items())]
