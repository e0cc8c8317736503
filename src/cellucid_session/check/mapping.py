"""Rules over the manifest of the later generations that a schema can't say: the mapping, the cell order, the names.

Rules of this file: the schema has judged types and keys, by rules of class conformance, so a function looks at types
before it uses a value, and says nothing of what is malformed. Spec: 3.
"""

from __future__ import annotations

from cellucid_session.generated import rules as R
from cellucid_session.safe import safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Add = Callable[..., None]
    Path = tuple[str | int, ...]

PRINT = "datasetFingerprint"
EXPORT = "export"
SLOTS = (("1d", 1), ("2d", 2), ("3d", 3))


def _inside(value: Any, *keys: str) -> Any:
    """What lies under keys of objects, or None."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def reference_key(value: Any) -> tuple[Any, ...] | None:
    """The place of a reference to an embedding in the order of references; None for what is none."""
    key, columns = _inside(value, "key"), _inside(value, "columns")
    if not isinstance(key, str) or not (columns is None or isinstance(columns, list)):
        return None
    if columns is None:
        return (key, 0, ())
    if not all(type(column) is int for column in columns):
        return None
    return (key, 1, tuple(columns))


def cell_order(manifest: dict[str, Any], add: Add) -> None:
    """manifest.cell-order: as many columns as dimensions, each once; null in an export."""
    order = _inside(manifest, PRINT, "cellOrder")
    embedding = _inside(order, "embedding")
    if not isinstance(embedding, dict):
        return
    path: Path = (PRINT, "cellOrder", "embedding", "columns")
    kind = _inside(manifest, PRINT, "dataMapping", "kind")
    columns, dimension = embedding.get("columns"), order.get("dimension")
    if columns is None:
        if kind is not None and kind != EXPORT and "columns" in embedding:
            add(R.MANIFEST_CELL_ORDER, "null stands for an export", path=path)
    elif isinstance(columns, list):
        if kind == EXPORT:
            add(R.MANIFEST_CELL_ORDER, "an export has null here", path=path)
        elif ("dimension" in order and len(columns) != dimension) or _repeats(columns):
            told = safe(str(dimension), 20)
            add(R.MANIFEST_CELL_ORDER, f"not {told} columns, each named once", path=path)


def _repeats(values: list[Any]) -> bool:
    """Whether one of a few values is there twice; too many of them are a fault that the schema tells."""
    return len(values) <= len(SLOTS) and any(value in values[:place] for place, value in enumerate(values))


def data_mapping(manifest: dict[str, Any], add: Add) -> None:
    """manifest.data-mapping, manifest.data-mapping-order: references are enabled, and stand in order."""
    mapping = _inside(manifest, PRINT, "dataMapping")
    base: Path = (PRINT, "dataMapping")
    enabled = _inside(mapping, "embeddings", "enabled")
    if not isinstance(enabled, list):
        return
    where: Path = (*base, "embeddings", "enabled")
    keys = [reference_key(each) for each in enabled]
    _ascending(keys, where, add)
    for place, each in enumerate(enabled):
        columns = _inside(each, "columns")
        if isinstance(columns, list) and _repeats(columns):
            add(R.MANIFEST_DATA_MAPPING, "a column is named twice", path=(*where, place, "columns"))
    known = {key for key in keys if key is not None}
    defaults = _inside(mapping, "embeddings", "defaults")
    if isinstance(defaults, dict):
        for slot, _ in SLOTS:
            chosen = reference_key(defaults.get(slot))
            if chosen is not None and chosen not in known:
                path = (*base, "embeddings", "defaults", slot)
                add(R.MANIFEST_DATA_MAPPING, "the default is not enabled", path=path)
        if all(defaults.get(slot) is None for slot, _ in SLOTS):
            path = (*base, "embeddings", "defaults")
            add(R.MANIFEST_DATA_MAPPING, "there is no default that is not null", path=path)
    fields = _inside(mapping, "vectorFields")
    if isinstance(fields, list):
        _vector_fields(fields, known, (*base, "vectorFields"), add)


def _vector_fields(fields: list[Any], known: set[tuple[Any, ...]], where: Path, add: Add) -> None:
    keys: list[tuple[Any, ...] | None] = []
    for place, each in enumerate(fields):
        bound = reference_key(_inside(each, "embedding"))
        name = _inside(each, "key") or _inside(each, "field")
        if bound is not None and bound not in known:
            path = (*where, place, "embedding")
            add(R.MANIFEST_DATA_MAPPING, "the embedding is not enabled", path=path)
        keys.append((*bound, name) if bound is not None and isinstance(name, str) else None)
    _ascending(keys, where, add)


def _ascending(keys: list[tuple[Any, ...] | None], where: Path, add: Add) -> None:
    """manifest.data-mapping-order, told at the first that is out of order."""
    for place in range(1, len(keys)):
        before, key = keys[place - 1], keys[place]
        if before is not None and key is not None and not before < key:
            what = "it is there twice" if before == key else "it comes before the one in front of it"
            add(R.MANIFEST_DATA_MAPPING_ORDER, what, path=(*where, place))
            return


def requires(manifest: dict[str, Any], add: Add) -> None:
    """manifest.requires-order: names ascend by their UTF-16 code units, told at the first that does not."""
    for source in ("obs", "var"):
        names = _inside(manifest, "requires", source)
        if not isinstance(names, list):
            continue
        for place in range(1, len(names)):
            before, name = names[place - 1], names[place]
            if not isinstance(before, str) or not isinstance(name, str):
                continue
            if not before.encode("utf-16-be") < name.encode("utf-16-be"):
                what = "it is there twice" if before == name else "it comes before the one in front of it"
                add(R.MANIFEST_REQUIRES_ORDER, what, path=("requires", source, place))
                break


#: name -> check of the manifest
MANIFEST_RULES: dict[str, Callable[[dict[str, Any], Add], None]] = {
    "cell-order": cell_order,
    "data-mapping": data_mapping,
    "requires": requires,
}
