"""Samples of the later generations, what they hold, changed copies of them, and data sets that they fit."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

SAMPLES = Path(__file__).parent / "unit" / "generations"
NAMES = sorted(path.name.split(".")[0] for path in SAMPLES.glob("*.cellucid-session"))
DATA: dict[str, Any] = json.loads((SAMPLES / "data.json").read_text("utf-8"))


def sample(name: str) -> Path:
    return SAMPLES / f"{name}.cellucid-session"


def expected(name: str) -> dict[str, Any]:
    value: dict[str, Any] = json.loads((SAMPLES / f"{name}.expected.json").read_text("utf-8"))
    return value


def sha(array: Any, dtype: str) -> str:
    """The digest by which `expected` gives an array."""
    return hashlib.sha256(array.astype(dtype).tobytes()).hexdigest()


def changed(name: str, target: Path, chunks: dict[str, bytes] | None = None, **fingerprint: Any) -> Path:
    """A sample with other payloads in some chunks, and other values in its fingerprint (None: the key goes)."""
    data = sample(name).read_bytes()
    magic = data[: data.index(b"\n") + 1]
    at = len(magic)

    def frame() -> bytes:
        nonlocal at
        size = int.from_bytes(data[at : at + 4], "little")
        at += 4 + size
        return data[at - size : at]

    head = json.loads(frame())
    frames = [frame() for _ in head["chunks"]]
    for place, entry in enumerate(head["chunks"]):
        if entry["id"] in (chunks or {}):
            payload = (chunks or {})[entry["id"]]
            frames[place] = gzip.compress(payload)
            entry |= {"storedBytes": len(frames[place]), "uncompressedBytes": len(payload)}
    said = head["datasetFingerprint"] | fingerprint
    head["datasetFingerprint"] = {key: value for key, value in said.items() if value is not None}
    parts = [json.dumps(head).encode(), *frames]
    target.write_bytes(magic + b"".join(len(part).to_bytes(4, "little") + part for part in parts))
    return target


def dataset(name: str) -> Any:
    """An AnnData that a sample's session fits; of no modalities."""
    import anndata
    import numpy as np
    import pandas as pd

    said = expected(name)["manifest"]
    fingerprint = said["datasetFingerprint"]
    cells, genes = fingerprint["cellCount"], fingerprint["varCount"]
    mapping = fingerprint.get("dataMapping", {})
    index = [f"c{at}" for at in range(cells)]
    obs = pd.DataFrame(DATA.get(name, {}).get("obs", {}), index=index)
    for column in (*said.get("requires", {}).get("obs", ()), "score"):
        if column not in obs:
            obs[column] = np.arange(cells) / 4
    var = pd.DataFrame(index=[f"ENSG{at:03}" for at in range(genes)])
    if mapping.get("geneNames") == "column:symbol":
        var["symbol"] = ["IL2-Rα", "MATR3", "MATR3", None, "a", "b", "c"]
    x = np.arange(cells * genes, dtype=np.float32).reshape(cells, genes)
    adata = anndata.AnnData(x, obs=obs, var=var)
    random = np.random.default_rng(1)
    keys = {each["key"] for each in mapping.get("embeddings", {}).get("enabled", ())} | {"X_umap"}
    for key in keys:
        adata.obsm[key] = random.normal(size=(cells, 3))
    return adata
