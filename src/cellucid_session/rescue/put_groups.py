"""Pages and groups as a generation says them.

Rules of this file: a group's label and its cells are kept, and as much of what else is known of it as the generation
takes; what is left out is told by name. Spec: 6.2, 16.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cellucid_session.rescue.labels import Labels, Leaf, Set
from cellucid_session.rescue.saying import NO_GENES, Ids, Shown, Told, closed, fault, form_of
from cellucid_session.write.highlights import PAGE_COLORS, PAGE_NAME
from cellucid_session.write.registries import META

if TYPE_CHECKING:
    from cellucid_session.generation import Generation

CELLS = "highlights/cells/"
PLAIN = "combined"  # a group of which only the cells are known
PAGE: dict[str, Any] = {"id": "page_1", "name": PAGE_NAME, "color": PAGE_COLORS[0], "highlightedGroups": []}
NAMED = "activePageName"  # says nothing that the page's id does not say
PLACES = ("fieldIndex", "categoryIndex")  # what some generations say beside names


class Groups:
    """Says pages and groups in a generation.

    Args:
        told: is told what is not as it was. shown: whether the data set has what a group is bound to.

    Attributes:
        pages: id of a page in the source -> here. bound: (source, key) of columns and genes that groups are bound to.
    """

    def __init__(self, generation: Generation, told: Told, shown: Shown) -> None:
        self._shown = shown
        self._generation = generation
        self._closed = closed(generation)
        self._told = told
        self.pages: dict[str, str] = {}
        self.bound: set[tuple[str, str]] = set()

    def meta(self, labels: Labels) -> tuple[dict[str, Any], list[tuple[Set, dict[str, Any]]]]:
        """The registry of groups, and each group with its entry there."""
        groups, pages = Ids(form_of(self._generation, CELLS), "highlight_"), Ids(self._page_form(), "page_")
        groups.reserve(group.id for page in labels.pages for group in page.groups)
        pages.reserve(page.id for page in labels.pages)
        made, sets = [], []
        for place, page in enumerate(labels.pages):
            raw = self._page(page, place, pages)
            if raw is None:
                continue
            for group in page.groups:
                entry = self._group(group, groups)
                if entry is not None:
                    raw["highlightedGroups"].append(entry)
                    sets.append((group, entry))
            made.append(raw)
        if not made and self._closed:
            made.append(dict(PAGE))
            self._told.change("page", str(PAGE["name"]), "made, since the generation can't be without a page")
        if not made:
            return {"pages": []}, []
        active = self.pages.get(labels.active or "", made[0]["id"])
        more = {} if self._closed else dict(labels.more)
        if NAMED in more:
            more[NAMED] = next(page["name"] for page in made if page["id"] == active)
        for key in labels.more.keys() - more.keys() - {NAMED}:
            self._told.drop("registry", key, "the generation has no such key")
        return {"pages": made, "activePageId": active} | more, sets

    def renumbered(self, item: Any) -> Any:
        """What says from which page a field was made, by the id that the page has here."""
        page = item.get("pageId") if isinstance(item, dict) else None
        return item | {"pageId": self.pages[page]} if isinstance(page, str) and page in self.pages else item

    def _page_form(self) -> str:
        return "page_[1-9][0-9]*" if self._closed else ".+"

    def _page(self, page: Leaf, place: int, ids: Ids) -> dict[str, Any] | None:
        raw: dict[str, Any] = {
            "id": "page_1",
            "name": page.name,
            "color": page.color,
            "highlightedGroups": [],
        }
        if self._closed and page.color is None:
            raw["color"] = PAGE_COLORS[place % len(PAGE_COLORS)]
            self._told.change("page", page.name, f"has no colour, and must have one there: {raw['color']}")
        why = fault(self._generation, META, {"pages": [raw], "activePageId": "page_1"})
        if why is not None:
            self._told.drop(
                "page", page.name, f"left out with its groups, since the generation can't say it: {why}"
            )
            return None
        raw["id"] = ids.of(page.id)
        self.pages.setdefault(page.id, raw["id"])
        if raw["id"] != page.id:
            self._told.change("page", page.name, f"its id is {raw['id']} there")
        return raw

    def _group(self, group: Set, ids: Ids) -> dict[str, Any] | None:
        """A group's entry, with as much as the generation can say of it."""
        if self._closed and (group.cells is None or not len(group.cells)):
            if group.cells is not None:
                self._told.drop(
                    "group", group.label, "left out: it has no cells, and the generation knows no such group"
                )
            return None
        count = group.cells if group.cells is None else len(group.cells)
        head = {"id": "highlight_1", "type": PLAIN, "label": group.label, "enabled": group.enabled}
        known = group.meta.get("cellCount") if count is None else count
        sizes = {} if known is None else {"cellCount": known}
        full = group.meta | {key: value for key, value in head.items() if key != "type"} | sizes
        less = {key: value for key, value in full.items() if key not in PLACES}
        why, ways = None, [full, less, head | sizes]
        if not self._shown(str(full.get("fieldSource")), str(full.get("fieldKey"))):
            ways, why = ways[2:], NO_GENES
        reason = why or "the generation can't say it"
        for raw in ways:
            why = fault(
                self._generation,
                META,
                {"pages": [PAGE | {"highlightedGroups": [raw]}], "activePageId": "page_1"},
            )
            if why is None:
                break
        else:
            self._told.drop("group", group.label, f"left out, since the generation can't say it: {why}")
            return None
        left = [key for key in group.meta if key not in raw]
        if left or raw["type"] != group.meta.get("type", PLAIN):
            what = ", ".join(["type", *left] if raw["type"] != group.meta.get("type", PLAIN) else left)
            self._told.drop("group", group.label, f"its cells are kept, and {what} left out: {reason}")
        if "fieldKey" in raw and "fieldSource" in raw:
            self.bound.add((str(raw["fieldSource"]), str(raw["fieldKey"])))
        raw = dict(raw) | {"id": ids.of(group.id)}
        if raw["id"] != group.id:
            self._told.change("group", group.label, f"its id is {raw['id']} there")
        return raw
