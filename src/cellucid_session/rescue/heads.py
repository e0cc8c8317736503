"""What a converted session says beside its labels: from its source, or from a session that the target release saved.

Rules of this file:

* Nothing is guessed: what the target needs and neither has is an error that says where it comes from.
* State of the viewer goes over byte for byte, and only where the generation that it goes to reads it the same way.
Spec: 3, 16.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from cellucid_session.errors import UsageError
from cellucid_session.rescue.labels import PAYLOADS
from cellucid_session.rescue.saying import Told, closed, fault, moment
from cellucid_session.write.heads import FINGERPRINT, MANIFEST, called
from cellucid_session.write.ordering import schema
from cellucid_session.write.registries import INVENTORY

if TYPE_CHECKING:
    from cellucid_session.generation import Generation
    from cellucid_session.read.bundle import CellucidSessionBundle
    from cellucid_session.write.writer import SessionWriter

TABLE = "table"
WHERE = (
    "open the data set in that release, save any session there, and give it as template: it has what only the viewer "
    "makes"
)


def arguments(
    source: CellucidSessionBundle, template: CellucidSessionBundle | None, target: Generation, told: Told
) -> dict[str, Any]:
    """The arguments of a writer, the names in `requires` apart.

    Raises:
        UsageError: the target needs what nobody has.
    """
    base = source if template is None else template
    said, manifest = base.dataset_fingerprint, base.manifest
    root = schema(target.schema("manifest"))
    known = root["properties"]["datasetFingerprint"]
    while "$ref" in known:
        known = root["$defs"][known["$ref"].removeprefix("#/$defs/")]
    keys = known["properties"]
    given: dict[str, Any] = {"generation": target.number, "created_at": _created(source, target, told)}
    for argument, key in FINGERPRINT.items():
        if key in keys and said.get(key) is not None:
            given[argument] = _fitted(root, keys[key], said[key])
    for argument, key in MANIFEST.items():
        if key in root["properties"] and manifest.get(key) is not None and key != "cellNames":
            given[argument] = manifest[key]
    _left_out(source, template, keys, root["properties"], told)
    if closed(target):
        _check(source, template, target)
    return given


def _left_out(
    source: CellucidSessionBundle,
    template: CellucidSessionBundle | None,
    keys: dict[str, Any],
    properties: dict[str, Any],
    told: Told,
) -> None:
    """Tell what of a source's manifest does not go over. keys, properties: that the target has."""
    said = {key: value for key, value in source.manifest.items() if value is not None}
    for key in said:
        if key not in ("chunks", "createdAt", "datasetFingerprint", *MANIFEST.values()):
            told.drop("manifest", key, "it is nothing that carries")
    if template is not None:
        return
    for key in source.dataset_fingerprint:
        if key not in keys:
            told.drop("manifest", key, "the generation has no such key")
    for key in MANIFEST.values():
        if key in said and (key not in properties or key == "cellNames"):
            told.drop("manifest", key, "the generation has no such key")


def _fitted(root: dict[str, Any], shape: dict[str, Any], value: Any) -> Any:
    """An object with those keys alone that the target has."""
    while "$ref" in shape:
        shape = root["$defs"][shape["$ref"].removeprefix("#/$defs/")]
    if isinstance(value, dict) and shape.get("additionalProperties") is False:
        return {key: each for key, each in value.items() if key in shape["properties"]}
    return value


def _check(source: CellucidSessionBundle, template: CellucidSessionBundle | None, target: Generation) -> None:
    """Raise UsageError where the target needs chunks that nobody has."""
    base = source if template is None else template
    there = {name for name in base.list_chunk_ids() if carries(base, name, target)}
    needed = [
        name
        for name in target.families.required
        if target.families.exact[name].payload not in (*PAYLOADS, INVENTORY)
    ]
    missing = [name for name in needed if name not in there]
    if missing:
        whose = "source" if template is None else "template"
        raise UsageError(
            f"a session of {called(target)} can't be without {', '.join(missing)}, and the {whose}, of "
            f"{called(base.generation)}, has none that it reads: {WHERE}"
        )
    manifest = base.manifest | {"chunks": []}
    print_ = manifest.get("datasetFingerprint")
    root = schema(target.schema("manifest"))
    if template is None and isinstance(print_, dict):
        keys = root["properties"]["datasetFingerprint"]
        while "$ref" in keys:
            keys = root["$defs"][keys["$ref"].removeprefix("#/$defs/")]
        kept = {
            key: _fitted(root, keys["properties"][key], value)
            for key, value in print_.items()
            if key in keys["properties"]
        }
        manifest = {key: value for key, value in manifest.items() if key in root["properties"]}
        why = fault(target, "manifest", manifest | {"datasetFingerprint": kept})
        if why is not None:
            raise UsageError(
                f"a session of {called(target)} needs more than the source, of {called(base.generation)}, says of its "
                f"data set ({why}): {WHERE}"
            )


def carries(bundle: CellucidSessionBundle, chunk_id: str, target: Generation) -> bool:
    """Whether a chunk of the viewer's own goes over: the target has its family, and reads it the same way."""
    own = bundle.entry(chunk_id).family
    family = target.families.of(chunk_id)
    if own is None or family is None or own.payload in (*PAYLOADS, INVENTORY):
        return False
    mine = bundle.generation
    same = (own.payload, own.kind, own.contributor) == (family.payload, family.kind, family.contributor)
    return same and (
        mine.schema(own.payload) == target.schema(family.payload)
        and mine.reads.get(own.payload) == target.reads.get(family.payload)
    )


def carry(
    source: CellucidSessionBundle,
    template: CellucidSessionBundle | None,
    target: Generation,
    writer: SessionWriter,
    told: Told,
) -> None:
    """Put the viewer's own chunks into a session: those of the template, or those of the source that go over."""
    base = source if template is None else template
    alone = template is None and mostly(source, target)
    for name in base.list_chunk_ids():
        entry = base.entry(name)
        table = entry.family is not None and entry.family.payload == TABLE
        if (
            carries(base, name, target)
            and (template is not None or alone)
            and not (template is not None and table)
        ):
            writer.add(name, base.decoder.payload(entry), label=entry.raw["label"], priority=entry.priority)
        elif base is source:
            _left(source, name, told)
    if template is not None:
        for name in source.list_chunk_ids():
            _left(source, name, told)


def mostly(source: CellucidSessionBundle, target: Generation) -> bool:
    """Whether the state of a session means the same in another generation: all that the target needs goes over."""
    return closed(target) and closed(source.generation)


def _left(source: CellucidSessionBundle, name: str, told: Told) -> None:
    family = source.entry(name).family
    if family is None or family.payload not in (*PAYLOADS, INVENTORY):
        told.drop("chunk", name, "state of the viewer that the target's does not take over")


def _created(source: CellucidSessionBundle, target: Generation, told: Told) -> str | datetime.datetime | None:
    """When the source was saved, as the target writes it."""
    said = source.manifest.get("createdAt")
    when = moment(said)
    if when is None:
        what = "the source does not say when it was saved: it is the time of converting"
        told.change("manifest", "createdAt", what)
        return None
    return when if closed(target) else str(said)
