"""Rules over the entries of generations whose families are closed: each is what its family says, all are there.

Rules of this file: as in `outline`, one small function per rule. Spec: 3, 4.
"""

from __future__ import annotations

from cellucid_session.check.entries import where
from cellucid_session.generated import rules as R

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from cellucid_session.check.entries import Entries
    from cellucid_session.model import Family

    Add = Callable[..., None]


def families(entries: Entries, add: Add) -> None:
    """chunk.unknown, chunk.family-kind, chunk.family-contributor, chunk.dataset-flag, chunk.profile."""
    for index, (raw, family) in enumerate(zip(entries.raw, entries.families, strict=True)):
        name = raw["id"]
        if family is None or not fits(name, family):
            what = (
                "no family of this generation has this id" if family is None else "the family has no such id"
            )
            add(R.CHUNK_UNKNOWN, what, chunk=name, path=where(index, "id"))
            continue
        if raw["kind"] != family.kind:
            detail = f"{family.name} is {family.kind}, the entry says {raw['kind']}"
            add(R.CHUNK_FAMILY_KIND, detail, chunk=name, path=where(index, "kind"))
        if raw["contributorId"] != family.contributor:
            detail = f"{family.name} belongs to the contributor {family.contributor}"
            add(R.CHUNK_FAMILY_CONTRIBUTOR, detail, chunk=name, path=where(index, "contributorId"))
        if raw["datasetDependent"] != family.dataset_dependent:
            rule = R.CHUNK_DATASET_FLAG if family.dataset_dependent else R.CHUNK_PROFILE
            says = "depends" if family.dataset_dependent else "does not depend"
            detail = f"{family.name} {says} on the data set"
            add(rule, detail, chunk=name, path=where(index, "datasetDependent"))
        if raw["priority"] != family.priority != "either":
            detail = f"{family.name} is {family.priority}"
            add(R.CHUNK_PROFILE, detail, chunk=name, path=where(index, "priority"))
        if raw["codec"] != family.codec:
            detail = f"{family.name} has the codec {family.codec}"
            add(R.CHUNK_PROFILE, detail, chunk=name, path=where(index, "codec"))
        if not _labelled(raw["label"], family):
            detail = f"the label of {family.name} is not the one that it has"
            add(R.CHUNK_PROFILE, detail, chunk=name, path=where(index, "label"))


def fits(chunk_id: str, family: Family) -> bool:
    """Whether what follows a family's prefix in an id is what the family has there."""
    if not family.ids:
        return True
    import re

    return re.fullmatch(family.ids, chunk_id[len(family.prefix) :]) is not None


def _labelled(label: str, family: Family) -> bool:
    """Whether a label is a family's, as far as the entry alone tells."""
    if not family.prefix:
        return label == family.label
    return label != "" and label.startswith(family.label)


def required(entries: Entries, add: Add) -> None:
    """chunk.family-missing: what every session of the generation has."""
    there = set(entries.ids)
    missing = [name for name in entries.declared.required if name not in there]
    if missing:
        add(R.CHUNK_FAMILY_MISSING, f"there is no {', no '.join(missing)}", path=("chunks",))


def contributor_order(entries: Entries, add: Add) -> None:
    """chunk.contributor-order: within each priority no family comes behind a later one."""
    last = {"eager": -1, "lazy": -1}
    for index, (raw, family) in enumerate(zip(entries.raw, entries.families, strict=True)):
        if family is None:
            continue
        priority = raw["priority"]
        place = entries.declared.contributor_place(family)
        if place < last[priority]:
            detail = f"{family.name} comes before what is in front of it"
            add(R.CHUNK_CONTRIBUTOR_ORDER, detail, chunk=raw["id"], path=where(index, "id"))
        last[priority] = max(last[priority], place)


#: name -> check of the entries
ENTRY_RULES: dict[str, Callable[[Entries, Add], None]] = {
    "closed-families": families,
    "required": required,
    "contributor-order": contributor_order,
}
