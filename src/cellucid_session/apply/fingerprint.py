"""Is the AnnData the data set that the session was made from, as far as a session can tell?

Rules of this file: an absent or malformed fingerprint is a mismatch, never a match; the order of the rows can't be
seen here (`cell_order`). Spec: 10.1.
"""

from __future__ import annotations

from typing import Any

from cellucid_session.check.entries import whole
from cellucid_session.errors import SessionError
from cellucid_session.generated.limits import SAFE_INTEGER
from cellucid_session.safe import safe

STOP, WARN_SKIP, SKIP = "error", "warn_skip", "skip"
MISMATCHES = (STOP, WARN_SKIP, SKIP)

COUNTS = ("cellCount", "varCount")
TEXTS = ("sourceType", "datasetId")


class DatasetMismatchError(SessionError, ValueError):
    """The session was made from another data set, and the caller asked to stop then."""


class DatasetMismatchWarning(UserWarning):
    """The session was made from another data set: what depends on it was skipped."""


def compare(
    manifest: dict[str, Any],
    shape: tuple[int, int | None],
    expected_dataset_id: str | None,
    texts: tuple[str, ...] = TEXTS,
    genes: str = "adata.n_vars",
) -> tuple[list[str], list[str]]:
    """Hold a manifest's fingerprint against an AnnData.

    Args:
        shape: number of cells and of genes, as the session counts them; None: nobody can count them.
        texts: keys of the fingerprint that say which data set it is. genes: what their number is called.

    Returns:
        Why it is another data set (empty: it may be the same), and advice.
    """
    fingerprint = manifest.get("datasetFingerprint")
    if fingerprint is None:
        return ["the session has no datasetFingerprint"], []
    if not isinstance(fingerprint, dict):
        return ["datasetFingerprint is no object"], []
    reasons = [
        f"datasetFingerprint has no well-formed {key}"
        for key in texts
        if key not in fingerprint or not isinstance(fingerprint[key], str | None)
    ]
    advice = []
    for key, name, count in zip(COUNTS, ("adata.n_obs", genes), shape, strict=True):
        if key not in fingerprint:
            held = name.removeprefix("adata.")
            advice.append(f"the fingerprint has no {key}: only positions and lengths are held against {held}")
            continue
        if count is None:
            continue
        said = whole(fingerprint[key])
        if said is None or not 0 <= said <= SAFE_INTEGER:
            reasons.append(f"{key} of the fingerprint is no count")
        elif said != count:
            reasons.append(f"{key} {said} != {name} {count}")
    if expected_dataset_id is not None and fingerprint.get("datasetId") != expected_dataset_id:
        found = fingerprint.get("datasetId")
        shown = repr(safe(found, 80)) if isinstance(found, str) else "absent"
        reasons.append(f"datasetId is {shown}, expected_dataset_id is {safe(expected_dataset_id, 80)!r}")
    return reasons, advice
