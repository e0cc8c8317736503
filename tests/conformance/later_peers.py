"""Random sessions of generations 2 to 5, and what the real reader of each release makes of them.

`python tests/conformance/later_peers.py [--sessions 200] [--seed 1] [--only 0.9.5]` installs the package `cellucid` of
each release, without what it needs but has no part in sessions, under .venv-peers/later. The writer makes the sessions
of what the strategies draw; a release that does not accept one, or whose columns differ from ours, is told, and the
exit code is 1. Ours are compared under the names that the session has: what is made of names to be safe is our own.
Categories of several types in one field are texts here, since no h5ad file holds others. Purged fields are applied here
where deleted ones are asked for, and by no release: they are left out.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(HERE.parent))

from later_content import written  # noqa: E402

from cellucid_session import apply_cellucid_session_to_anndata  # noqa: E402
from cellucid_session.testing.later_contents import Content, contents  # noqa: E402
from cellucid_session.testing.later_parts import anndata_of  # noqa: E402

#: release -> generations that its reader opens
RELEASES = {"0.9.1": (2,), "0.9.2": (2,), "0.9.3": (3,), "0.9.4": (3, 4), "0.9.5": (5,)}
ENVS = ROOT / ".venv-peers" / "later"
#: asked of a release: what it makes of every session of a folder
CHILD = """
import json, sys, warnings
from pathlib import Path
import anndata
from cellucid.anndata_session import apply_cellucid_session_to_anndata
sys.path.insert(0, sys.argv[2])
from later_peers import columns_of
warnings.simplefilter("ignore")
answers = {}
for path in sorted(Path(sys.argv[1]).glob("*.cellucid-session")):
    told = json.loads(path.with_suffix(".json").read_text())
    adata = anndata.read_h5ad(path.with_suffix(".h5ad"))
    try:
        result = apply_cellucid_session_to_anndata(
            path, adata, expected_dataset_id=told["id"], include_deleted_user_defined_fields=True
        )
        answers[path.stem] = columns_of(result, adata)
    except Exception as exc:
        answers[path.stem] = f"{type(exc).__name__}: {exc}"
print(json.dumps(answers))
"""


def install(release: str) -> Path:
    """The folder with the package of a release."""
    folder = ENVS / release
    if not (folder / "cellucid").is_dir():
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
        subprocess.run([*pip, "--target", str(folder), f"cellucid=={release}"], check=True)
    return folder


def columns_of(result: Any, before: Any) -> dict[str, Any]:
    """The columns that are new, as JSON: values of cells, and for categories their names in order."""
    found: dict[str, Any] = {}
    for name in result.obs.columns:
        if name in before.obs.columns:
            continue
        column = result.obs[name]
        if hasattr(column, "cat"):
            names = [[type(each).__name__, str(each)] for each in column.cat.categories]
            if len({kind for kind, _ in names}) > 1:  # as texts of JSON
                names = [["str", text.lower() if kind == "bool" else text] for kind, text in names]
            found[name] = {"categories": names, "codes": column.cat.codes.tolist()}
        else:
            found[name] = {"dtype": str(column.dtype), "values": [repr(float(each)) for each in column]}
    return found


def draw(number: int, count: int, chance: int) -> list[Content]:
    """What that many sessions say, at random."""
    found: list[Content] = []

    @seed(chance)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(contents(number, least=1))
    def keep(content: Content) -> None:
        found.append(content)

    keep()
    return found


def make(folder: Path, number: int, count: int, chance: int) -> dict[str, Any]:
    """Write the sessions and their data sets. Returns what we make of each."""
    answers: dict[str, Any] = {}
    choose = random.Random(chance)
    for place, content in enumerate(draw(number, count, chance)):
        path = folder / f"{place:05}.cellucid-session"
        path.write_bytes(written(content, shortest=choose.random() < 0.5))
        adata = anndata_of(content)
        adata.write_h5ad(path.with_suffix(".h5ad"))
        told = content.manifest["datasetFingerprint"]
        path.with_suffix(".json").write_text(json.dumps({"id": told["datasetId"]}))
        result, summary = apply_cellucid_session_to_anndata(
            path,
            adata,
            expected_dataset_id=told["datasetId"],
            dataset_mismatch="error",
            cell_order="ignore",
            include_deleted_user_defined_fields=True,
            return_summary=True,
        )
        keys = {
            field["id"]: field["key"]
            for field in (*content.aliases, *(each.registry for each in content.coded))
        }
        keys |= {group.id: f"cellucid_highlight__{group.id}" for group in content.members}
        purged = {each.registry["id"] for each in content.coded if each.registry["isPurged"]}
        named = {each.name: each.original_id for each in summary.columns}
        found = {named[name]: column for name, column in columns_of(result, adata).items()}
        answers[path.stem] = {keys[each]: column for each, column in found.items() if each not in purged}
    return answers


def ask(release: str, folder: Path) -> dict[str, Any]:
    """What a release makes of the sessions of a folder: its columns, or the text of its error."""
    environment = os.environ | {"PYTHONPATH": str(install(release))}
    command = [sys.executable, "-c", CHILD, str(folder), str(HERE)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    answers: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answers


def compare(ours: dict[str, Any], theirs: dict[str, Any], say: Callable[[str], Any]) -> tuple[int, int, int]:
    """How many sessions are accepted, how many columns are equal, how many differ; each difference is said."""
    accepted = equal = differ = 0
    for name, mine in ours.items():
        other = theirs.get(name)
        if not isinstance(other, dict):
            say(f"{name}: refused: {other}")
            continue
        accepted += 1
        for column in sorted({*mine, *other}):
            if mine.get(column) == other.get(column):
                equal += 1
            else:
                differ += 1
                say(f"{name}: {column!r}: ours {mine.get(column)}, theirs {other.get(column)}")
    return accepted, equal, differ


def main(arguments: list[str] | None = None) -> int:
    """Ask every release. Returns the exit code."""
    parser = argparse.ArgumentParser(
        description="Random later sessions, read by the releases that write them."
    )
    parser.add_argument("--sessions", type=int, default=200, help="of each generation")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=RELEASES, help="one release")
    asked = parser.parse_args(arguments)
    warnings.simplefilter("ignore")
    releases = {name: of for name, of in RELEASES.items() if asked.only in (None, name)}
    bad = 0
    for number in sorted({each for of in releases.values() for each in of}):
        with tempfile.TemporaryDirectory() as place:
            ours = make(Path(place), number, asked.sessions, asked.seed)
            for release in (name for name, of in releases.items() if number in of):
                told: list[str] = []
                accepted, equal, differ = compare(ours, ask(release, Path(place)), told.append)
                sys.stdout.write(
                    f"generation {number}, Cellucid {release}: {accepted} of {len(ours)} sessions accepted, "
                    f"{equal} columns equal, {differ} differ\n"
                )
                sys.stdout.write("".join(f"  {line[:300]}\n" for line in told[:10]))
                bad += len(told)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
