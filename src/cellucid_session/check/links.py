"""Rules between chunks, run when every chunk has been read.

Rules of this file: they see `Facts` only, so both engines share them. A finding names either an entry of the
manifest (`entry` and a path in the manifest) or a place in a registry (`registry` and a path in its text).
Of a chunk that is there and could not be judged nothing is said: not that it is missing, nor, when it is a registry,
that it does not name something.
Spec: 7.
"""

from __future__ import annotations

from cellucid_session.generated import rules as R

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from cellucid_session.check.facts import Coded, Facts, Field

    Add = Callable[..., None]

META = "highlights/meta"
OVERLAYS = "core/field-overlays"
CELLS = "highlights/cells/"


def unread(registry: str, facts: Facts) -> bool:
    """Whether a registry is there and its text was not judged: broken, or beyond a budget."""
    return registry not in facts.read and registry in facts.entries.ids


def allowed_lengths(field: Field | None, facts: Facts) -> tuple[int, ...] | None:
    """The lengths that codes may have: one per cell, or for a var field one per variable; None: anything.

    A field that is not known (yet) is held against both counts.
    """
    if field is not None and field.source == "obs":
        return None if facts.n_obs is None else (facts.n_obs,)
    if facts.n_obs is None or facts.n_vars is None:
        return None
    return (facts.n_obs, facts.n_vars)


def members(facts: Facts, add: Add) -> None:
    """cells.orphan, cells.count-hint, cells.missing: groups and their membership chunks fit."""
    if unread(META, facts):
        return
    for key, held in facts.members.items():
        group = facts.groups.get(key)
        if group is None:
            add(R.CELLS_ORPHAN, "no page has this group", entry=held.entry, key="id")
        elif group.cell_count is not None and group.cell_count != held.count:
            add(
                R.CELLS_COUNT_HINT,
                f"cellCount is {group.cell_count}, the chunk holds {held.count}",
                registry=META,
                path=(*group.path, "cellCount"),
            )
    alone = [
        (key, group)
        for key, group in facts.groups.items()
        if key not in facts.members and (group.cell_count or 0) > 0
    ]
    ids = set(facts.entries.ids) if alone else ()
    for key, group in alone:
        if CELLS + key not in ids:
            add(
                R.CELLS_MISSING,
                f"cellCount is {group.cell_count}, and there is no chunk with the cells",
                registry=META,
                path=(*group.path, "cellCount"),
            )


def codes(facts: Facts, add: Add) -> None:
    """codes.orphan, codes.length, codes.category, codes.ambiguous-axis, overlays.codes-length-hint."""
    if unread(OVERLAYS, facts):
        return
    for key, held in facts.codes.items():
        field = facts.fields.get(key)
        if field is None or field.categories is None:
            what = (
                "the registry has no such field"
                if field is None
                else "the field is continuous and has no codes"
            )
            add(R.CODES_ORPHAN, what, entry=held.entry, key="id")
            continue
        allowed = allowed_lengths(field, facts)
        if allowed is not None and held.length not in allowed:
            add(R.CODES_LENGTH, f"{held.length} codes for {field.source}", entry=held.entry, span=held.stored)
        if not held.judged and names_none(held, field):
            add(R.CODES_CATEGORY, "a code names no category", entry=held.entry, span=held.stored)
        if field.source == "var" and facts.n_obs is not None and facts.n_obs == facts.n_vars:
            add(R.CODES_AMBIGUOUS_AXIS, "as many cells as variables", entry=held.entry, key="id")
        if field.length is not None and field.length != held.length:
            add(
                R.OVERLAYS_CODES_LENGTH_HINT,
                f"codesLength is {field.length}, the chunk holds {held.length}",
                registry=OVERLAYS,
                path=(*field.path, "codesLength"),
            )


def names_none(held: Coded, field: Field) -> bool:
    """Whether a code names no category and is no marker of the field."""
    count = field.categories or 0
    return held.highest >= count or any(code >= count and code not in field.markers for code in held.seen)


#: name -> check between chunks; a generation says which run, in which order
LINK_RULES: dict[str, Callable[[Facts, Add], None]] = {"members": members, "codes": codes}
