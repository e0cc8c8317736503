"""What can be read safely from a damaged session, written as a new one that is valid.

Rules of this file:

* Never in place, whole or not at all; the verdict of the original is there before anything is written.
* Where the session can be whole again in its own generation, its chunks go over byte for byte. Where a chunk is lost
  that the viewer alone makes, and the generation can't be without it, the labels are written as the earliest
  generation, which needs none. Spec: 9, 16.
"""

from __future__ import annotations

import dataclasses
import os
from typing import TYPE_CHECKING, Any

from cellucid_session.arguments import FLAG, PATH, hold
from cellucid_session.errors import InputError, InvalidSessionError
from cellucid_session.generated.generations import EARLIEST
from cellucid_session.io import outputs
from cellucid_session.judge.settings import BUDGETS
from cellucid_session.model import Limits, Report
from cellucid_session.rescue.inventory import with_inventory
from cellucid_session.rescue.labels import PAYLOADS, labels_of
from cellucid_session.rescue.look import manifest_of, stored
from cellucid_session.rescue.outline import PIECE, Lost, Renewed
from cellucid_session.rescue.put import Prepared
from cellucid_session.rescue.remains import Remains, Source, remains
from cellucid_session.rescue.saying import Told, moment
from cellucid_session.safe import safe
from cellucid_session.write.heads import called
from cellucid_session.write.judged import RefusedError, judged
from cellucid_session.write.writer import SessionWriter

if TYPE_CHECKING:
    from cellucid_session.generation import Generation
    from cellucid_session.rescue.labels import Labels

ARGUMENTS = {"out": PATH, "force": FLAG, "limits": BUDGETS}


@dataclasses.dataclass(frozen=True)
class Salvaged:
    """What was saved of a session.

    Attributes:
        report: the judgement of the original, and `verdict` of it.
        written: the path of the new session; None where there was nothing to save.
        generation: of the new session, or None. kept: ids of its chunks that are there byte for byte.
        lost: what is not in it. renewed: numbers that were written anew.
        notes: what a person should know.
    """

    report: Report
    written: str | None
    generation: int | None
    kept: tuple[str, ...]
    lost: tuple[Lost, ...]
    renewed: tuple[Renewed, ...]
    notes: tuple[str, ...] = ()

    @property
    def verdict(self) -> str:
        """Of the original."""
        return self.report.verdict

    @property
    def whole(self) -> bool:
        """Whether a new session was written, and nothing is lost."""
        return self.written is not None and not self.lost


def salvage(
    source: Source, out: str | os.PathLike[str], *, force: bool = False, limits: Limits | None = None
) -> Salvaged:
    """Save what can be read safely from a damaged session, as a new session that is valid.

    A chunk is carried byte for byte when nothing is wrong with it but the size that its entry says, and that is
    written anew; never when its payload breaks a rule. A session that is not damaged is copied.

    Args:
        source: the session: its path, its bytes, or a binary file. out: the new one, never the same file.
        force: replace a regular file that is there.
        limits: budgets, as of a judgement.

    Returns:
        What was saved, and what is lost.

    Raises:
        UsageError: the output is refused. BudgetError: a budget ran out. InputError: the session can't be read.
        OutputError (an OSError): the system can't write.

    Example:
        >>> told = salvage("cut.cellucid-session", "saved.cellucid-session")  # doctest: +SKIP
        >>> [(item.name, item.bytes) for item in told.lost]  # doctest: +SKIP
        [('highlights/cells/highlight_2', 310)]

    Spec: 9, 16.
    """
    hold(ARGUMENTS, locals())
    target = os.fspath(out)
    outputs.check_destination(target, force=force, inputs=_identities(source))
    try:
        left = remains(source, limits)
    except InvalidSessionError as exc:
        return _nothing(source, limits, exc.message)
    with left:
        outputs.check_destination(target, force=force, inputs=[left.input.identity])
        return _save(left, target, force, limits)


def _identities(source: Source) -> list[tuple[int, int]]:
    """Device and inode of a session that is given by its path."""
    if not isinstance(source, str | os.PathLike):
        return []
    try:
        told = os.stat(source)
    except (OSError, ValueError):
        return []  # opening it tells
    return [(told.st_dev, told.st_ino)]


def _nothing(source: Source, limits: Limits | None, why: str) -> Salvaged:
    """The answer for a session without a manifest that can be read."""
    from cellucid_session.judge.api import validate

    if not isinstance(source, str | os.PathLike | bytes | bytearray | memoryview):
        source.seek(0)
    report = validate(source, kind="session", limits=limits, early_exit=False)
    return Salvaged(report, None, None, (), (), (), (f"nothing can be saved: {why}",))


def _save(left: Remains, target: str, force: bool, limits: Limits | None) -> Salvaged:
    inputs = [left.input.identity]
    mended = left.mended
    if mended is None:
        outputs.write_atomic(target, lambda out: _copy(left, out), force=force, inputs=inputs)
        kept = tuple(left.list_chunk_ids())
        notes = ("the session is not damaged: it was copied",)
        return Salvaged(left.report, target, left.generation.number, kept, (), (), notes)
    generation, found = left.generation, left.found
    assert found is not None, "it was followed before it was mended"
    rows = with_inventory(generation, mended.rows)
    faults = {} if rows is not mended.rows else mended.faults
    why = _why_not(generation, faults, {row.raw["id"] for row in rows})
    if not found.rows:
        notes = ("nothing can be saved: no chunk is whole",)
        return Salvaged(left.report, None, None, (), tuple(mended.lost), tuple(mended.renewed), notes)
    if why is None:
        manifest = manifest_of(found.head, rows)
        frames = [(row.length, stored(left.input, row)) for row in rows]
        try:
            outputs.write_atomic(
                target,
                lambda out: judged(out.write, manifest, frames, limits, generation),
                force=force,
                inputs=inputs,
            )
        except RefusedError as exc:
            why = exc.message
        else:
            kept = tuple(row.raw["id"] for row in rows if row.data is None)
            return Salvaged(
                left.report, target, generation.number, kept, tuple(mended.lost), tuple(mended.renewed)
            )
    return _labels_alone(left, target, force, limits, why)


def _copy(left: Remains, out: Any) -> None:
    at, size = 0, left.input.size or 0
    while at < size:
        piece = left.input.excerpt(at, min(PIECE, size - at))
        if not piece:
            raise InputError(f"the session can't be read: only {at} of its {size} bytes can be")
        out.write(piece)
        at += len(piece)


def _why_not(generation: Generation, faults: dict[str, str], there: set[str]) -> str | None:
    """Why what is left is no session of its generation, or None."""
    missing = [name for name in generation.families.required if name not in there]
    if missing:
        return f"a session of {called(generation)} can't be without {', '.join(missing)}"
    return "; ".join(f"{what} [{rule}]" for rule, what in faults.items()) or None


def _labels_alone(left: Remains, target: str, force: bool, limits: Limits | None, why: str) -> Salvaged:
    """Write the labels that are left as the earliest generation, where its own can't be."""
    mended = left.mended
    assert mended is not None, "only a damaged session comes here"
    told = Told()
    labels = labels_of(left)
    lost = [item for item in mended.lost if item.kind in ("chunk", "bytes") and item.name not in left]
    lost += [item for item in left.lost if item not in lost]
    label = f"a session of {called(EARLIEST)} with the labels alone was written, because {why}"
    with first(left, labels, told, limits) as writer:
        if not writer.manifest()["chunks"]:
            notes = (f"nothing can be saved: no label is left, and {why}",)
            return Salvaged(left.report, None, None, (), tuple(mended.lost), tuple(mended.renewed), notes)
        try:
            writer.write(target, force=force)
        except RefusedError as exc:
            notes = (f"nothing can be saved: {why}; and of the labels alone, {exc.message}",)
            return Salvaged(left.report, None, None, (), tuple(mended.lost), tuple(mended.renewed), notes)
    lost += [Lost(kind, name, None, what) for kind, name, what in told.dropped]
    changes = [f"{kind} {safe(name, 80)}: {what}" for kind, name, what in told.changed]
    known = {item.name for item in lost}
    for chunk_id in left.list_chunk_ids():
        entry = left.entry(chunk_id)
        if (entry.family is None or entry.family.payload not in PAYLOADS) and chunk_id not in known:
            lost.append(Lost("chunk", chunk_id, entry.stored, "no label is in it"))
    return Salvaged(left.report, target, EARLIEST.number, (), tuple(lost), (), (label, *changes))


def first(left: Remains, labels: Labels, told: Told, limits: Limits | None) -> SessionWriter:
    """A writer of the earliest generation, with labels and as much of the fingerprint as it can say."""
    said = left.dataset_fingerprint
    texts = {
        key: said.get(key) if isinstance(said.get(key), str) else None for key in ("sourceType", "datasetId")
    }
    facts = left.facts
    for key, value in left.manifest.items():
        if value is not None and key not in ("chunks", "createdAt", "datasetFingerprint"):
            told.drop("manifest", key, "it is no label")
    kept = {"cellCount": facts.n_obs, "varCount": facts.n_vars} | texts
    for key, value in said.items():
        if value is not None and kept.get(key) is None:
            told.drop("manifest", key, "it is no label")
    created = left.manifest.get("createdAt")
    when = created if moment(created) is not None else None
    if "createdAt" in left.manifest and when is None:
        told.drop("manifest", "createdAt", "it is no time with a time zone: it is the time of writing")
    writer = SessionWriter(
        source_type=texts["sourceType"],
        dataset_id=texts["datasetId"],
        n_obs=facts.n_obs,
        n_vars=facts.n_vars,
        created_at=when,
        limits=limits,
    )
    try:
        Prepared(EARLIEST, facts.n_obs, labels, told).put(writer)
    except BaseException:
        writer.close()
        raise
    return writer
