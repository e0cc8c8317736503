"""The session of the tutorial: lassos drawn on the UMAP of the 700 blood cells that come with scanpy.

`python docs/maker/pbmc68k.py` writes examples/pbmc68k.cellucid-session, always the same bytes. The regions are corners
of polygons in the UMAP's own coordinates, as somebody with a mouse would draw them.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SESSION = ROOT / "examples" / "pbmc68k.cellucid-session"
CREATED = "2026-01-15T09:30:00.000Z"
DATASET_ID = "pbmc68k-reduced"

#: page -> group -> corners of its lasso
LASSOS: dict[str, dict[str, list[tuple[float, float]]]] = {
    "Lineages": {
        "myeloid": [(-5.5, 10.4), (-0.5, 10.2), (0.3, 6.0), (-2.6, 5.3), (-5.3, 7.5)],
        "B cells": [(-13.3, -3.8), (-11.6, 0.2), (-9.2, -0.4), (-9.4, -3.4), (-10.2, -7.0), (-13.4, -7.0)],
        "T and NK": [(-8.8, -3.2), (-5.2, -1.6), (-3.0, -1.8), (-3.4, -7.2), (-6.0, -8.3), (-9.0, -6.2)],
    },
    "To check": {
        "island": [(3.9, -8.2), (5.8, -8.2), (5.8, -10.4), (3.9, -10.4)],
    },
}
#: category of the field "by eye" -> the groups that it is made of; the rest has no category
BY_EYE = {"myeloid": "myeloid", "B": "B cells", "T/NK": "T and NK", "dendritic?": "island"}


def data() -> Any:
    """700 cells of a healthy donor's blood (10x Genomics), with UMAP and labels, out of scanpy's own folder."""
    from cellucid_session import datasets

    return datasets.pbmc68k()


def session() -> bytes:
    """The session's bytes."""
    import numpy as np
    import pandas as pd
    from matplotlib.path import Path as Polygon

    from cellucid_session import session_from_anndata

    adata = data()
    where = adata.obsm["X_umap"]
    for groups in LASSOS.values():
        for name, corners in groups.items():
            adata.obs[name] = Polygon(corners).contains_points(where)
    said = np.full(adata.n_obs, None, dtype=object)
    for category, name in BY_EYE.items():
        said[adata.obs[name].to_numpy()] = category
    adata.obs["by eye"] = pd.Categorical(said, categories=list(BY_EYE))
    made = session_from_anndata(
        adata,
        {page: list(groups) for page, groups in LASSOS.items()},
        ["by eye"],
        dataset_id=DATASET_ID,
        source_type="local-user",
        created_at=CREATED,
    )
    assert made is not None
    return made


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "src"))
    SESSION.write_bytes(session())
    print(f"{SESSION.relative_to(ROOT)}: {SESSION.stat().st_size} bytes")
