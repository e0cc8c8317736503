"""Random sessions converted to another generation, and what the real reader of the target's release makes of them.

`python tests/conformance/convert_peers.py [--sessions 100] [--seed 1] [--only 5]` takes what the strategies draw for a
generation, and for a template of another one on the same data set, converts, and applies the result here and with the
release of the target (see `later_peers`). A session that is refused there, a column that differs, and a digest of
the labels that changed though nothing of them was listed, are told, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import warnings
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

from later_content import written  # noqa: E402
from later_peers import ask, columns_of, compare, draw  # noqa: E402

from cellucid_session import CellucidSessionBundle, apply_cellucid_session_to_anndata, convert_session  # noqa: E402
from cellucid_session.apply.cell_order import drawn_digest  # noqa: E402
from cellucid_session.testing.later_contents import Content  # noqa: E402
from cellucid_session.testing.later_parts import anndata_of  # noqa: E402

#: generation -> the release whose reader is asked
READERS = {2: "0.9.2", 3: "0.9.3", 4: "0.9.4", 5: "0.9.5"}
NUMBERS = (1, *READERS)
LABELS = ("page", "group", "field")
#: what may be listed of a label that is there all the same
HARMLESS = (
    "its id is",
    "its cells are kept",
    "is left out: the gen",
    "how it was made",
    "of type",
    "page, made",
)


def placed(content: Content, adata: Any) -> bytes:
    """A session of a content that is of a data set: its id, its genes, and the digest of its order."""
    told = content.manifest["datasetFingerprint"] | {"datasetId": "ds", "varCount": adata.n_vars}
    if "dataMapping" in told:
        told["dataMapping"] = told["dataMapping"] | {"expression": "X"}
    if "cellOrder" in told:
        dimension = told["cellOrder"]["dimension"]
        digest = drawn_digest(adata.obsm["X_umap"][:, :dimension])
        told["cellOrder"] = told["cellOrder"] | {"digest": digest}
    manifest = content.manifest | {"datasetFingerprint": told}
    if "requires" in manifest:
        genes = [name for name in manifest["requires"]["var"] if name in adata.var_names]
        manifest["requires"] = manifest["requires"] | {"var": genes}
    return written(content._replace(manifest=manifest))


def of_anndata(content: Content) -> bool:
    """Whether a session was made from an AnnData, whose genes can be looked at."""
    return content.manifest["datasetFingerprint"].get("dataMapping", {}).get("kind") != "export"


def pairs(number: int, to: int, count: int, chance: int) -> list[tuple[Content, Content]]:
    """What sessions of a generation say, and what templates of another one say, of as many cells."""
    sources = draw(max(number, 2), 3 * count, chance)
    by_count: dict[int, list[Content]] = {}
    for each in filter(of_anndata, draw(to, 5 * count, chance + 1)):
        by_count.setdefault(len(each.obs["cell_type"]), []).append(each)
    found = []
    for each in sources:
        others = by_count.get(len(each.obs["cell_type"]), [])
        if others and of_anndata(each) and len(found) < count:
            found.append((each, others[len(found) % len(others)]))
    return found


def make(
    folder: Path, number: int, to: int, count: int, chance: int
) -> tuple[dict[str, Any], list[str], int]:
    """Convert, and write. Returns what we make of each, what is wrong, and how many kept their digest."""
    answers: dict[str, Any] = {}
    wrong: list[str] = []
    kept = 0
    for place, (content, other) in enumerate(pairs(number, to, count, chance)):
        adata = anndata_of(content)
        source = placed(content, adata)
        if number == 1:
            first = convert_session(source, to=1, data=adata).data
            assert first is not None
            source = first
        told = convert_session(source, to=to, template=placed(other, adata), data=adata, same_cells=True)
        assert told.data is not None
        path = folder / f"{place:05}.cellucid-session"
        path.write_bytes(told.data)
        adata.write_h5ad(path.with_suffix(".h5ad"))
        path.with_suffix(".json").write_text(json.dumps({"id": "ds"}))
        with CellucidSessionBundle(source) as before, CellucidSessionBundle(told.data) as after:
            same = before.labels_digest(adata) == after.labels_digest(adata)
            names = {group.id: f"cellucid_highlight__{group.id}" for group in after.groups}
            names |= {field.id: field.key for field in after.fields}
            purged = {field.id for field in after.fields if field.purged}
        listed = [item for item in (*told.dropped, *told.changed) if item[0] in LABELS]
        kept += same
        if not same and not [item for item in listed if not any(each in item[2] for each in HARMLESS)]:
            wrong.append(f"{path.stem}: another digest, and nothing is listed")
        result, summary = apply_cellucid_session_to_anndata(
            path,
            adata,
            expected_dataset_id="ds",
            dataset_mismatch="error",
            include_deleted_user_defined_fields=True,
            return_summary=True,
        )
        named = {each.name: each.original_id for each in summary.columns}
        found = {named[name]: column for name, column in columns_of(result, adata).items()}
        answers[path.stem] = {names[each]: column for each, column in found.items() if each not in purged}
    return answers, wrong, kept


def main(arguments: list[str] | None = None) -> int:
    """Convert every pair and ask. Returns the exit code."""
    parser = argparse.ArgumentParser(description="Converted sessions, read by the releases of their targets.")
    parser.add_argument("--sessions", type=int, default=100, help="of each pair")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, choices=READERS, help="one target")
    asked = parser.parse_args(arguments)
    warnings.simplefilter("ignore")
    bad = 0
    for to, release in READERS.items():
        for number in NUMBERS if asked.only in (None, to) else ():
            with tempfile.TemporaryDirectory() as place:
                ours, told, kept = make(Path(place), number, to, asked.sessions, asked.seed)
                accepted, equal, differ = compare(ours, ask(release, Path(place)), told.append)
            sys.stdout.write(
                f"generation {number} to {to}, Cellucid {release}: {accepted} of {len(ours)} accepted, {kept} with "
                f"the same labels digest, {equal} columns equal, {differ} differ\n"
            )
            sys.stdout.write("".join(f"  {line[:300]}\n" for line in told[:10]))
            sys.stdout.flush()
            bad += len(told)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
