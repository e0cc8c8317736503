"""The labels of several sessions as those of one.

Rules of this file:

* What two sessions name alike is told apart, fields and ids of pages; and with it whatever refers to it by its name:
  renames, deletions, groups that are bound to a field, the pages that a field was made from.
* What a session says of a column of the data set is never taken for a field that somebody else made: it is dropped, and
  told. Spec: 6, 16.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from typing import Any

from cellucid_session.rescue.labels import Coding, Labels, Leaf, Set
from cellucid_session.rescue.put_groups import PLACES
from cellucid_session.rescue.saying import Told

Key = tuple[str, str]  # source and key of a field


def together(parts: Sequence[Labels], names: Sequence[str], told: Told) -> Labels:
    """The labels of several sessions as those of one.

    Args:
        names: what each session is called, each another way.
    """
    shared = _Shared(parts, told)
    made = [_Part(part, name, shared) for part, name in zip(parts, names, strict=True)]
    renames: dict[str, dict[str, str]] = {"fields": {}, "categories": {}}
    gone: dict[str, dict[str, None]] = {"deleted": {}, "purged": {}}
    for part in made:
        for kind, key, text in part.renames():
            if renames[kind].setdefault(key, text) != text:
                what = f"{part.name} says {text}, a session before says {renames[kind][key]}"
                told.drop("rename", key, what)
        for kind, key in part.gone():
            gone[kind].setdefault(key)
    fields = tuple(field for part in made for field in part.fields())
    return Labels(
        tuple(page for part in made for page in part.pages()),
        fields,
        parts[0].active,
        parts[0].more,
        renames,
        {kind: list(keys) for kind, keys in gone.items()},
        tuple(item for part in parts for item in part.missing),
        tuple(item for part in parts for item in part.besides),
    )


def _of(field: Coding) -> Key:
    return field.source, field.key


class _Shared:
    """Names that sessions have in common, and those that are taken.

    Attributes:
        all, live: in how many sessions there is a field of a source and key, and one that is not deleted.
        parts: how many sessions have got theirs.
    """

    def __init__(self, parts: Sequence[Labels], told: Told) -> None:
        self.told = told
        self.parts = 0
        self.all = Counter(key for part in parts for key in {_of(field) for field in part.fields})
        self.live = Counter(
            key for part in parts for key in {_of(field) for field in part.fields if not field.deleted}
        )
        self._keys = set(self.all)
        self._pages: set[str] = set()
        self._wanted = {page.id for part in parts for page in part.pages}
        self._numbers = count(1)

    def key(self, field: Coding, name: str) -> str:
        """What a field is called in the end: its own key, if no other session has a field that goes by it."""
        source, key = _of(field)
        if (self.all if field.deleted else self.live)[source, key] < 2:
            return key
        found = next(each for each in _numbered(f"{key} ({name}", ")") if (source, each) not in self._keys)
        self._keys.add((source, found))
        return found

    def others(self, key: Key) -> bool:
        """Whether a field of somebody goes by a key."""
        return key in self._keys

    def page(self, wanted: str) -> str:
        """The id of a page: its own, or one that no page of any session has."""
        found = wanted
        if wanted in self._pages:
            found = next(made for number in self._numbers if (made := f"page_{number}") not in self._wanted)
        self._pages.add(found)
        return found

    def has_page(self, page: str) -> bool:
        """Whether a page has an id."""
        return page in self._wanted or page in self._pages


def _numbered(text: str, end: str) -> Iterator[str]:
    yield text + end
    for number in count(2):
        yield f"{text} {number}{end}"


class _Part:
    """One session of several: it gets its names when it is made, and says what it says when all are made."""

    def __init__(self, labels: Labels, name: str, shared: _Shared) -> None:
        self._labels, self.name, self._shared = labels, name, shared
        self._first = not shared.parts
        shared.parts += 1
        self._pages = {page.id: shared.page(page.id) for page in labels.pages}
        self._keys: dict[Key, str] = {}
        self._of_fields = [shared.key(field, name) for field in labels.fields]
        for field, key in zip(labels.fields, self._of_fields, strict=True):
            if not field.deleted or _of(field) not in self._keys:
                self._keys[_of(field)] = key

    def fields(self) -> Iterator[Coding]:
        """Its fields, under the keys that they get."""
        for field, key in zip(self._labels.fields, self._of_fields, strict=True):
            yield self._field(field, key)

    def _field(self, field: Coding, key: str) -> Coding:
        meta = dict(field.meta)
        if key != field.key:
            meta["key"] = key
            what = f"it is in several sessions: that of {self.name} is {key}"
            self._shared.told.change("field", field.key, what)
        made_of = meta.get("sourceField")
        if isinstance(made_of, dict) and (field.source, made_of.get("sourceKey")) in self._keys:
            meta["sourceField"] = made_of | {"sourceKey": self._keys[field.source, made_of["sourceKey"]]}
        if isinstance(meta.get("sourcePages"), list):
            meta["sourcePages"] = list(self._source_pages(meta["sourcePages"], key))
        return dataclasses.replace(field, key=key, meta=meta)

    def _source_pages(self, items: Iterable[Any], key: str) -> Iterator[Any]:
        for item in items:
            page = item.get("pageId") if isinstance(item, dict) else None
            if not isinstance(page, str):
                yield item
            elif page in self._pages:
                yield item | {"pageId": self._pages[page]}
            elif self._shared.has_page(page):
                what = f"{self.name} has no page {page} from which it was made, and another session has one"
                self._shared.told.drop("field", key, what)
            else:
                yield item

    def pages(self) -> Iterator[Leaf]:
        """Its pages, with the name of the session in theirs."""
        for page in self._labels.pages:
            name, made = f"{page.name} ({self.name})", self._pages[page.id]
            if made != page.id:
                self._shared.told.change("page", name, f"its id is {made} there")
            yield dataclasses.replace(
                page, id=made, name=name, groups=tuple(self._group(group) for group in page.groups)
            )

    def _group(self, group: Set) -> Set:
        bound = self._keys.get((str(group.meta.get("fieldSource", "obs")), str(group.meta.get("fieldKey"))))
        if bound is None:
            return group
        meta = group.meta | {"fieldKey": bound}
        if not self._first:  # fields of the sessions before come first, and its own stand at other places
            meta = {key: value for key, value in meta.items() if key not in PLACES}
        return dataclasses.replace(group, meta=meta)

    def renames(self) -> Iterator[tuple[str, str, str]]:
        """(kind, key, text) of each rename, by the keys that its fields get."""
        for kind, texts in self._labels.renames.items():
            for key, text in texts.items():
                body, tail = key, ""
                if kind == "categories":
                    body, colon, place = key.rpartition(":")
                    tail = colon + place
                found = self._keyed("rename", key, body)
                if found is not None:
                    yield kind, found + tail, text

    def gone(self) -> Iterator[tuple[str, str]]:
        """(kind, key) of each deletion, by the keys that its fields get."""
        for kind, keys in self._labels.gone.items():
            for key in keys:
                found = self._keyed("deletion", key, key)
                if found is not None:
                    yield kind, found

    def _keyed(self, what: str, named: str, key: str) -> str | None:
        """SOURCE:KEY of what a session means by that; None: it would be taken for a field of another session."""
        source, _, name = key.partition(":")
        if (source, name) in self._keys:
            return f"{source}:{self._keys[source, name]}"
        if not self._shared.others((source, name)):
            return key
        why = f"{self.name} has no field {name}, and in another session it is one"
        self._shared.told.drop(what, named, why)
        return None
