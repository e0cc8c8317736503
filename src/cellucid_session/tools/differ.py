"""What changed between two sessions, in words.

Rules of this file:

* Two sessions are the same when their canonical forms are (spec 13.6): nothing is told then, and something is told
  otherwise. What the canonical form levels is levelled here by the same functions.
* Nothing that differs is left out. Objects are compared key by key, also beside a change that has a sentence of its
  own: a key has a sentence, or is told by its place in the JSON text. What has no shape that is compared one by one is
  told as JSON, whole.
* Codes are compared as runs. Nothing is expanded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cellucid_session.errors import UsageError
from cellucid_session.read import meaning
from cellucid_session.tools.changes import CHANGED, PARTS, Change, shown, value_changes
from cellucid_session.tools.diff_chunks import chunk_changes
from cellucid_session.tools.diff_fields import field_changes
from cellucid_session.tools.diff_groups import group_changes
from cellucid_session.tools.diff_sides import Side, of_object
from cellucid_session.write.labels_digest import labels_digest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cellucid_session.read.bundle import CellucidSessionBundle
    from cellucid_session.tools.diff_sides import Sentence


def diff(old: CellucidSessionBundle, new: CellucidSessionBundle) -> list[Change]:
    """All changes from one session to another, in the order of `PARTS`.

    Raises:
        InvalidSessionError: a chunk breaks a safety rule. BudgetError: a group is too large to compare.
    """
    alike = old.generation.schemas == new.generation.schemas
    before, after = Side(old, alike), Side(new, alike)
    changes = [*(_dataset if alike else _generations)(before, after)]
    changes += [*group_changes(before, after), *field_changes(before, after)]
    if alike:
        changes += chunk_changes(before, after)
    places = {part: place for place, part in enumerate(PARTS)}
    return sorted(changes, key=lambda change: places[change.part])


def _dataset(old: Side, new: Side) -> Iterator[Change]:
    before, after = (meaning.manifest(side.bundle) for side in (old, new))
    one, other = (manifest.get("datasetFingerprint") for manifest in (before, after))
    if isinstance(one, dict) and isinstance(other, dict):
        yield from value_changes("dataset", "fingerprint", "", one, other)
        before["datasetFingerprint"] = after["datasetFingerprint"] = None
    before["chunks"] = after["chunks"] = None
    sentences: dict[str, Sentence] = {"createdAt": _saved}
    yield from of_object("dataset", "manifest", "", before, after, sentences)


def _generations(old: Side, new: Side) -> Iterator[Change]:
    """That two sessions are of different generations, and what both fingerprints say."""
    one, other = (side.bundle.generation for side in (old, new))
    detail = (
        f"{one.number} -> {other.number}: compared is what both can say of the data set and its cells, no state of the "
        f"viewer{_alike(old.bundle, new.bundle)}"
    )
    yield Change("dataset", CHANGED, "generation", "", detail, one.number, other.number)
    before, after = (side.bundle.dataset_fingerprint for side in (old, new))
    both = [key for key in before if key in after]
    for key in both:
        yield from value_changes("dataset", "fingerprint", "", {key: before[key]}, {key: after[key]})


def _alike(old: CellucidSessionBundle, new: CellucidSessionBundle) -> str:
    """Whether the digests of their labels agree, in words; nothing where one of them has none."""
    try:
        one, other = (labels_digest(bundle) for bundle in (old, new))
    except UsageError:
        return ""
    return "; their labels are the same" if one == other else "; their labels differ"


def _saved(key: str, name: str, one: Any, other: Any) -> Change | None:
    if not isinstance(one, str) or not isinstance(other, str):
        return None
    return Change("dataset", CHANGED, "time of saving", "", f"{shown(one)} -> {shown(other)}", one, other)
