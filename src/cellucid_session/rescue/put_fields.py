"""User-defined fields, renames and deletions as a generation says them.

Rules of this file: a field's key, its categories and which cell has which are kept, or it is left out and told by name.
Spec: 6.5, 16.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cellucid_session.rescue.labels import NONE, Coding, Labels
from cellucid_session.rescue.saying import NO_GENES, Ids, Shown, Told, closed, fault, form_of
from cellucid_session.write.ordering import schema
from cellucid_session.write.registries import OVERLAYS
from cellucid_session.write.texts import json_text

if TYPE_CHECKING:
    from cellucid_session.generation import Generation
    from cellucid_session.write.writer import SessionWriter

CODES = "user-defined/codes/"
#: what a field says of how it was made, where nothing is known of it
UNKNOWN: dict[str, Any] = {
    "sourceField": None,
    "operation": None,
    "createdAt": None,
    "sourcePages": [],
    "overlapStrategy": "first",
    "overlapLabel": None,
    "intersectionLabels": None,
    "uncoveredLabel": None,
    "centroidsByDim": {},
    "normalizedDims": [],
}
DERIVED = ("centroidsByDim", "normalizedDims")  # the viewer works them out of cells and coordinates
NARROW = "Uint8Array"
#: a registry without fields
EMPTY: dict[str, Any] = {
    "renames": {"fields": {}, "categories": {}},
    "deletedFields": {"deleted": [], "purged": []},
}


class Fields:
    """Says fields in a generation.

    Args:
        n_obs: number of cells, or None. told: is told what is not as it was.
        shown: whether the data set has what a field is another name of.

    Attributes:
        bound: (source, key) of columns and genes that continuous fields are other names of.
    """

    def __init__(self, generation: Generation, n_obs: int | None, told: Told, shown: Shown) -> None:
        self._shown = shown
        self._generation = generation
        self._closed = closed(generation)
        self._n_obs = n_obs
        self._told = told
        self.bound: set[tuple[str, str]] = set()

    def entries(self, labels: Labels) -> list[tuple[Coding, dict[str, Any]]]:
        """Each field that can be said, with its entry in the registry."""
        found = [(field, raw) for field in labels.fields if (raw := self._entry(field)) is not None]
        self._ids(found)
        return found

    def _entry(self, field: Coding) -> dict[str, Any] | None:
        """A field as the registry has it; None where the generation can't say it."""
        raw = dict(field.meta)
        if self._closed:
            root = schema(self._generation.schema(OVERLAYS))
            shape = root["$defs"]["continuousField" if field.kind == "continuous" else "categoryField"]
            known = shape["properties"]
            for key in sorted(raw.keys() - known.keys()):
                self._told.drop("field", field.key, f"{key} is left out: the generation has no such key")
            raw = {key: value for key, value in raw.items() if key in known}
            raw |= {"source": field.source, "kind": field.kind, "key": field.key}
            raw.setdefault("isDeleted", field.deleted)
            raw.setdefault("isPurged", False)
            if missing := [key for key in shape["required"] if key not in raw and key in UNKNOWN]:
                raw |= {key: UNKNOWN[key] for key in missing}
                if set(missing) - set(DERIVED):
                    self._told.change("field", field.key, "how it was made is not known there")
        if field.kind == "category":
            why = self._coded(field, raw)
            if why is not None:
                self._told.drop("field", field.key, f"left out: {why}")
                return None
        trial = raw | {"id": "f"}
        overlays = {
            "renames": {"fields": {}, "categories": {}},
            "deletedFields": {"deleted": [], "purged": []},
        }
        why = fault(self._generation, OVERLAYS, overlays | {"userDefinedFields": [trial]})
        if why is not None:
            self._told.drop("field", field.key, f"left out, since the generation can't say it: {why}")
            return None
        if field.kind == "continuous" and self._generation.aliases:
            key = raw["sourceField"]["sourceKey"]
            if not self._shown(field.source, key):
                self._told.drop("field", field.key, f"left out: {NO_GENES}")
                return None
            self.bound.add((field.source, key))
        return raw

    def _coded(self, field: Coding, raw: dict[str, Any]) -> str | None:
        """Say type and length of a field's codes. Returns why that can't be, or None."""
        if not self._closed:
            texts = [each if isinstance(each, str) else _text(each) for each in field.categories]
            if texts != list(field.categories):
                self._told.change(
                    "field", field.key, "categories that are numbers or truth values are texts there"
                )
                if len(set(texts)) < len(texts):
                    return "two of its categories would be the same text"
            raw["categories"] = texts
        if field.places is None:
            if self._closed and self._n_obs:
                return "there are no codes"
            raw["codesLength"] = 0
            raw.setdefault("codesType", NARROW)
            return None
        length, count = len(field.places), len(field.categories)
        if self._closed and self._n_obs is not None and length != self._n_obs:
            return f"it has {length} codes, and the generation has one for each of the {self._n_obs} cells"
        blank = bool((field.places == NONE).any())
        if self._closed and blank and raw.get("uncoveredLabel") is not None:
            raw["uncoveredLabel"] = None
            self._told.drop(
                "field", field.key, "uncoveredLabel is left out: cells without a category have no other mark"
            )
        types = {**self._generation.code_types}
        fitting = [
            name
            for name, width in types.items()
            if count + (blank or raw.get("uncoveredLabel") is None) <= 256**width
        ]
        if not fitting:
            return f"it has {count} categories, and the widest codes of the generation have room for fewer"
        if raw.get("codesType") not in fitting:
            if raw.get("codesType") is not None:
                self._told.change("field", field.key, f"its codes are of type {fitting[0]} there")
            raw["codesType"] = fitting[0]
        raw["codesLength"] = length
        return None

    def codes(self, writer: SessionWriter, field: Coding, raw: dict[str, Any]) -> None:

        width = self._generation.code_types[raw["codesType"]]
        marker = 256**width - 1
        if not self._closed and len(field.categories) < 256:
            marker = 255
        assert field.places is not None, "who calls has looked"
        codes = field.places.astype(f"u{width}")
        codes[field.places == NONE] = marker
        writer.add_codes(
            raw["id"],
            codes,
            source=field.source,
            codes_type=raw["codesType"],
            label=field.key,
            shown=field.shown,
        )

    def _ids(self, fields: list[tuple[Coding, dict[str, Any]]]) -> None:
        """Give each field an id that the generation takes."""
        form = form_of(self._generation, CODES)
        ids = Ids(form, "user_cat_")
        ids.reserve(field.id for field, _ in fields)
        for field, raw in fields:
            raw["id"] = ids.of(field.id)
            if raw["id"] != field.id:
                self._told.change("field", field.key, f"its id is {raw['id']} there")

    def registry(self, labels: Labels, fields: list[dict[str, Any]]) -> dict[str, Any]:
        renames = {kind: dict(texts) for kind, texts in labels.renames.items()}
        gone = {kind: list(names) for kind, names in labels.gone.items()}
        if self._closed:
            for kind, texts in renames.items():
                for key in [key for key, text in texts.items() if not key or not text]:
                    self._told.drop("rename", key, f"left out of {kind}: it is empty")
                    del texts[key]
            gone = {kind: list(dict.fromkeys(filter(None, names))) for kind, names in gone.items()}
            gone["deleted"] = list(dict.fromkeys([*gone["deleted"], *gone["purged"]]))
        return {"renames": renames, "deletedFields": gone, "userDefinedFields": fields}


def _text(value: Any) -> str:
    """A category as JSON writes it."""
    return json_text(value).decode()
