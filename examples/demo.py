"""The main job on a real file: validate a session, explain what is in it, apply it to an AnnData.

`make demo` runs this. The session, `examples/pbmc-demo.cellucid-session`, lies in the repository; the data set that it
was made for is made by `cellucid_session.datasets`: 2,638 cells and 1,838 genes, as many as the pbmc3k data have.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import anndata as ad

from cellucid_session import datasets

HERE = Path(__file__).resolve().parent
SESSION = "examples/pbmc-demo.cellucid-session"


def run(*command: str) -> None:
    """Run one of our commands as a person would, and show it."""
    print(f"\n$ {' '.join(command)}", flush=True)
    subprocess.run([str(Path(sys.executable).parent / command[0]), *command[1:]], check=True, cwd=HERE.parent)


def main() -> None:
    """Validate, explain, apply."""
    run("cellucid-validate", SESSION)
    run("cellucid-session", "inspect", SESSION)
    with tempfile.TemporaryDirectory() as folder:
        before, after = Path(folder) / "pbmc.h5ad", Path(folder) / "labelled.h5ad"
        datasets.pbmc_demo().write_h5ad(before)
        run("cellucid-session", "apply", SESSION, str(before), "-o", str(after))
        labelled = ad.read_h5ad(after)
    print("\nnew columns of adata.obs:")
    new = [name for name in labelled.obs.columns if name != "n_counts"]
    for name in new:
        column = labelled.obs[name]
        told = (
            f"{int(column.sum())} cells"
            if column.dtype == bool
            else {name: int(count) for name, count in column.value_counts().items()}
        )
        print(f"  {name}: {told}")


if __name__ == "__main__":
    main()
