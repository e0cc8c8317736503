"""Rules between chunks of the generations in which everything is declared: groups, fields, labels, orders.

Rules of this file: as in `links`; a registry that is not there says nothing, since that is told elsewhere. Spec: 7.
"""

from __future__ import annotations

from cellucid_session.check.links import META, OVERLAYS, names_none
from cellucid_session.generated import rules as R

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from cellucid_session.check.entries import Entry
    from cellucid_session.check.facts import Facts

    Add = Callable[..., None]

MEMBERS, CODES, TABLE = "highlights-cells", "user-defined-codes", "analysis-artifacts"


def _of(facts: Facts, contributor: str) -> Iterable[Entry]:
    """The entries of the many chunks of a contributor, in the order of the manifest."""
    for entry in facts.entries:
        if entry.family is not None and entry.family.contributor == contributor and entry.family.prefix:
            yield entry


def members(facts: Facts, add: Add) -> None:
    """cells.orphan, cells.group-count, cells.chunk-missing: groups and their membership chunks fit."""
    if META not in facts.read:
        return
    for key, held in facts.members.items():
        group = facts.groups.get(key)
        if group is None:
            add(R.CELLS_ORPHAN, "no page has this group", entry=held.entry, key="id")
        elif group.cell_count is not None and group.cell_count != held.count:
            detail = f"cellCount is {group.cell_count}, the chunk holds {held.count}"
            add(R.CELLS_GROUP_COUNT, detail, registry=META, path=(*group.path, "cellCount"))
    there = {entry.rest for entry in _of(facts, MEMBERS)}
    for key, group in facts.groups.items():
        if key not in there:
            add(R.CELLS_CHUNK_MISSING, "there is no chunk with its cells", registry=META, path=group.path)


def references(facts: Facts, add: Add) -> None:
    """cells.reference, cells.reference-differs: sets over a category have one, and agree in it."""
    seen: dict[object, tuple[int, int]] = {}
    for key, held in facts.members.items():
        if held.reference is None:
            continue
        group = facts.groups.get(key)
        if group is None:
            continue
        if group.category is None:
            what = "the group is bound to no category of an obs column"
            add(R.CELLS_REFERENCE, what, entry=held.entry, span=held.stored)
            continue
        if seen.setdefault(group.category, held.reference) != held.reference:
            what = "another set over this category gives another number of cells, or another digest"
            add(R.CELLS_REFERENCE_DIFFERS, what, entry=held.entry, span=held.stored)


def codes(facts: Facts, add: Add) -> None:
    """codes.orphan, codes.length, codes.category, codes.chunk-missing: fields and their codes fit."""
    if OVERLAYS not in facts.read:
        return
    for key, held in facts.codes.items():
        field = facts.fields.get(key)
        if field is None or field.categories is None:
            what = "the registry has no such field" if field is None else "the field has no codes"
            add(R.CODES_ORPHAN, what, entry=held.entry, key="id")
            continue
        if held.length < 0:
            continue
        if facts.n_obs is not None and held.length != facts.n_obs:
            add(R.CODES_LENGTH, f"{held.length} codes", entry=held.entry, span=held.stored)
        if not held.judged and names_none(held, field):
            add(R.CODES_CATEGORY, "a code names no category", entry=held.entry, span=held.stored)
    there = {entry.rest for entry in _of(facts, CODES)}
    for key, field in facts.fields.items():
        if field.categories is None or field.length is None:
            continue
        if (key in there) != (field.length > 0):
            what = "there is no chunk with its codes" if field.length else "there are codes, and no cells"
            add(R.CODES_CHUNK_MISSING, what, registry=OVERLAYS, path=field.path)


def labels(facts: Facts, add: Add) -> None:
    """chunk.profile: the label of a chunk of a group or a field ends in what the registry calls it."""
    for contributor, names in (
        (MEMBERS, {key: group.label for key, group in facts.groups.items()}),
        (CODES, {key: field.key for key, field in facts.fields.items()}),
    ):
        for entry in _of(facts, contributor):
            name = names.get(entry.rest)
            family = entry.family
            if name is not None and family is not None and entry.raw["label"] != family.label + name:
                add(R.CHUNK_PROFILE, "the registry calls it otherwise", entry=entry, key="label")


def registry_order(facts: Facts, add: Add) -> None:
    """chunk.registry-order: chunks stand in the order of their registry; those of fields within each priority."""
    for contributor, known in ((MEMBERS, list(facts.groups)), (CODES, list(facts.fields))):
        place = {key: at for at, key in enumerate(known)}
        last: dict[str, int] = {}
        for entry in _of(facts, contributor):
            at = place.get(entry.rest)
            if at is None:
                continue
            if at < last.get(entry.priority, -1):
                add(R.CHUNK_REGISTRY_ORDER, "the registry has another order", entry=entry, key="id")
            last[entry.priority] = max(at, last.get(entry.priority, -1))


def inventory(facts: Facts, add: Add) -> None:
    """inventory.ids: the inventory lists the artifacts that there are."""
    if facts.inventory is not None and facts.inventory != [entry.id for entry in _of(facts, TABLE)]:
        exact = facts.generation.families.exact
        registry = next(name for name, family in exact.items() if family.contributor == TABLE)
        add(R.INVENTORY_IDS, "the artifacts are others", registry=registry, path=("artifactIds",))


def requires(facts: Facts, add: Add) -> None:
    """manifest.requires-missing: what groups are bound to is in requires, user-defined fields apart."""
    if facts.requires is None:
        return
    own = {(field.source, field.key) for field in facts.fields.values()}
    for group in facts.groups.values():
        column = group.column
        if column is None or column in own or column[1] in facts.requires.get(column[0], ()):
            continue
        what = f"requires lists no such column or gene of {column[0]}"
        add(R.MANIFEST_REQUIRES_MISSING, what, registry=META, path=(*group.path, "fieldKey"))


#: name -> check between chunks
LINK_RULES: dict[str, Callable[[Facts, Add], None]] = {
    "closed-members": members,
    "references": references,
    "closed-codes": codes,
    "labels": labels,
    "registry-order": registry_order,
    "inventory": inventory,
    "requires": requires,
}
