"""Six heaps of cells that lie well apart: what most tests of the page show."""

from __future__ import annotations

from typing import Any

import numpy as np

N_OBS, N_VARS = 600, 7
MIDDLES = [(0, 0), (12, 0), (24, 0), (0, 10), (12, 10), (24, 10)]  # of six heaps of cells
HOSTILE = "<img src=x onerror=alert(1)>\u202e"


def heaps() -> Any:
    """600 cells in six heaps that lie well apart; three cells have no place."""
    import anndata
    import pandas as pd

    rng = np.random.default_rng(7)
    heap = rng.integers(0, len(MIDDLES), N_OBS)
    spread = np.clip(rng.normal(0, 0.7, (N_OBS, 2)), -1.5, 1.5)
    places = (np.array(MIDDLES)[heap] + spread).astype(np.float32)
    places[[5, 50, 500]] = np.nan
    names = np.array(["T", "B", "NK", "Mono", "DC", HOSTILE])
    obs = pd.DataFrame(
        {
            "leiden": pd.Categorical(names[heap], categories=names),
            "score": rng.random(N_OBS).astype(np.float32),
        },
        index=[f"cell{i}" for i in range(N_OBS)],
    )
    var = pd.DataFrame(index=[f"gene{i}" for i in range(N_VARS)])
    made = anndata.AnnData(np.zeros((N_OBS, N_VARS), np.float32), obs=obs, var=var)
    made.obsm["X_umap"] = places
    return made
