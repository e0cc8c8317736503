"""What a manifest says beside its chunks, as a generation wants it: which keys it has, which it must have.

Rules of this file:

* Which keys there are, which are required and which may be null comes from the generation's schema. Nothing is
  filled in that was not said: what is missing is an error that names it and says where it comes from.
* A generation that takes any key (the earliest) gets those that the viewer wrote. Spec: 3, 16.3.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from cellucid_session.errors import ArgumentTypeError, UsageError
from cellucid_session.io import identity
from cellucid_session.write.ordering import schema

if TYPE_CHECKING:
    from cellucid_session.generation import Generation

#: argument of a writer -> key of datasetFingerprint
FINGERPRINT = {
    "source_type": "sourceType",
    "dataset_id": "datasetId",
    "name": "name",
    "n_obs": "cellCount",
    "n_vars": "varCount",
    "cell_order": "cellOrder",
    "data_mapping": "dataMapping",
}
#: argument of a writer -> key of the manifest
MANIFEST = {
    "data_source": "dataSource",
    "cell_names": "cellNames",
    "source": "source",
    "requires": "requires",
}
#: argument -> who knows it
FROM = {
    "n_obs": "the data set",
    "n_vars": "the data set",
    "cell_order": "a session that this release of the viewer saved on the same data set",
    "data_mapping": "a session that this release of the viewer saved on the same data set",
    "requires": "you: the columns and genes that groups are bound to and that views show",
}


def called(generation: Generation) -> str:
    """A generation as messages call it."""
    releases = " or ".join(generation.releases)
    return f"generation {generation.number} (format {generation.format}, Cellucid {releases})"


def _place(root: dict[str, Any], *keys: str) -> dict[str, Any]:
    """A schema below another one; references are followed."""
    found: dict[str, Any] = root
    for key in keys:
        found = _followed(root, found["properties"][key])
    return found


def _followed(root: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in found:
        found = root["$defs"][found["$ref"].removeprefix("#/$defs/")]
    return found


class Head:
    """What a manifest says beside `createdAt` and the chunks.

    Args:
        given: what the arguments in `FINGERPRINT` and `MANIFEST` say; None: nothing.

    Raises:
        UsageError: the generation has no such key, or must have one that is not given.
    """

    def __init__(self, generation: Generation, given: Mapping[str, Any]) -> None:
        root = schema(generation.schema("manifest"))
        self._fingerprint = _place(root, "datasetFingerprint")
        self._closed = root.get("additionalProperties") is False
        self._order = [*root["required"]] if self._closed else []
        self.values: dict[str, Any] = {}
        self.fingerprint: dict[str, Any] = {}
        missing: list[str] = []
        for names, inside, target in (
            (FINGERPRINT, self._fingerprint, self.fingerprint),
            (MANIFEST, root, self.values),
        ):
            for argument, key in names.items():
                value = given.get(argument)
                known = inside["properties"].get(key)
                if known is None and value is not None:
                    raise UsageError(f"{argument}: a session of {called(generation)} has no {key}")
                if value is not None:
                    target[key] = value
                elif known is not None and self._closed and key in inside["required"]:
                    if "null" in _types(_followed(root, known)):
                        target[key] = None
                    else:
                        missing.append(argument)
        if missing:
            told = "; ".join(f"{each} from {FROM.get(each, 'you')}" for each in missing)
            raise UsageError(f"a session of {called(generation)} can't be without {told}")
        if isinstance(self.values.get("requires"), Mapping):
            self.values["requires"] = _sorted_names(self.values["requires"])

    def manifest(self, created: str, chunks: list[dict[str, Any]]) -> dict[str, Any]:
        """The manifest, its keys in the order in which the viewer writes them."""
        if not self._closed:
            first = {"sourceType": None, "datasetId": None}
            names = {key: value for key, value in self.values.items() if key == "cellNames"}
            return {
                "createdAt": created,
                "dataSource": self.values.get("dataSource"),
                "datasetFingerprint": first | self.fingerprint,
                **names,
                "summary": None,
                "chunks": chunks,
            }
        fingerprint = _in_order(self.fingerprint, self._fingerprint["required"])
        made = {"createdAt": created, "datasetFingerprint": fingerprint, **self.values, "chunks": chunks}
        return _in_order(made, self._order)


def _types(found: dict[str, Any]) -> list[str]:
    """The types that a schema allows."""
    kind = found.get("type", [])
    return [kind] if isinstance(kind, str) else list(kind)


def _in_order(value: dict[str, Any], order: list[str]) -> dict[str, Any]:
    """A value with its known keys first, in order."""
    return {key: value[key] for key in [*(key for key in order if key in value), *value]}


def _sorted_names(requires: Mapping[str, Any]) -> dict[str, Any]:
    """Names in the order that the viewer's language gives them: by units of 16 bits. Each is there once."""
    return {
        key: sorted(dict.fromkeys(names), key=lambda name: name.encode("utf-16-be", "surrogatepass"))
        for key, names in requires.items()
    }


def time_text(moment: str | datetime.datetime | None) -> str:
    """A time as `YYYY-MM-DDTHH:mm:ss.sssZ`; None is now, a text stays as it is. Raises UsageError: no time zone."""
    if isinstance(moment, str):
        return moment
    if moment is None:
        moment = datetime.datetime.now(datetime.UTC)
    given: object = moment
    if not isinstance(given, datetime.datetime):
        told = type(moment).__name__
        raise ArgumentTypeError(
            f"created_at must be a datetime with a time zone, a text, or None, not {told}"
        )
    if moment.tzinfo is None:
        raise UsageError("created_at must have a time zone")
    text = moment.astimezone(datetime.UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")


def cell_names_of(names: Iterable[object], n_obs: int | None) -> dict[str, str]:
    """The manifest's `cellNames`. Raises UsageError: they are not as many as the cells."""
    given = [] if isinstance(names, str | bytes) else list(names)
    if isinstance(names, str | bytes) or not all(isinstance(name, str) for name in given):
        raise ArgumentTypeError("cell_names must be texts, the names of the cells in order")
    if n_obs is not None and len(given) != n_obs:
        raise UsageError(f"cell_names must name each of the {n_obs} cells once, and there are {len(given)}")
    ordered, unordered = identity.digests(given)
    return {"ordered": ordered, "unordered": unordered}
