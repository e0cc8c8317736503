"""Sessions as anybody could make them, each with an AnnData that it fits and what must come of it.

A `Case` holds the file, the AnnData's shape, and the members and codes that went into the file, so that what applying
makes of them is known without reading the file again.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import anndata as ad
import builders as b
import numpy as np
import pandas as pd
from hypothesis import strategies as st

SIZE = 40  # cells or variables at most

#: what has broken readers, writers, tables and terminals before
ODD = [
    "", " ", "a", "A", "leiden", "score", "_index", "index", "__categories", "/X", "./leiden", "leiden/codes", "..",
    ".zattrs", "zarr.json", "a\0b", "\x1b[2J", "\u202eabc", "\u200b", "=1+1", "@x", "nan", "NA", "é", "e\u0301", "細胞",
    "x" * 300, "細" * 100, "cellucid_highlight__g", "ß", "SS", "\u0130", "\ufeff", "\U0001f9ec", "a\u2028b", "1", "-1",
]  # fmt: skip
texts = st.one_of(
    st.sampled_from(ODD), st.text(st.characters(exclude_categories=["Cs"]), max_size=12), st.text("ab_/ ", max_size=4)
)  # fmt: skip
#: what may stand in a chunk's id, ends apart: no control character, no backslash, no segment . or ..
ODD_IDS = [
    "g",
    "G",
    "highlight_1",
    "a b",
    "a/b",
    "=1",
    "細胞",
    "e\u0301",
    "é",
    "x" * 150,
    "%2F",
    "nan",
    "_index",
]
id_characters = st.characters(
    exclude_categories=["Cs", "Cc", "Zs"], exclude_characters="\\/.\u2028\u2029\ufeff"
)
ids = st.one_of(st.sampled_from(ODD_IDS), st.text(id_characters, min_size=1, max_size=8))


@dataclasses.dataclass(frozen=True)
class Made:
    """A column that must come about: the cells of a group, or the position of each code's category (-1: none)."""

    axis: str
    original_id: str
    cells: tuple[int, ...] | None = None
    positions: tuple[int, ...] | None = None
    categories: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class Case:
    """A session, the data that it fits, and the columns that must come about, in order."""

    data: bytes
    n_obs: int
    n_vars: int
    made: tuple[Made, ...]
    taken: tuple[str, ...]

    def adata(self) -> ad.AnnData:
        """The data set, with columns whose names are taken."""
        obs = pd.DataFrame(
            {name: np.arange(self.n_obs) for name in self.taken}, index=[f"c{i}" for i in range(self.n_obs)]
        )
        var = pd.DataFrame(
            {"f": np.arange(self.n_vars) / 2}, index=pd.Index([f"v{i}" for i in range(self.n_vars)], dtype=object)
        )  # fmt: skip
        obs.index = obs.index.astype(object)
        return ad.AnnData(np.zeros((self.n_obs, self.n_vars), dtype="f4"), obs=obs, var=var)


@st.composite
def members(draw: st.DrawFn, n_obs: int) -> list[int]:
    """Cells of a group, ascending; some twice where there is room."""
    cells = draw(st.lists(st.integers(0, n_obs - 1), unique=True, max_size=n_obs)) if n_obs else []
    again = draw(st.integers(0, n_obs - len(cells))) if cells else 0
    return sorted(cells + cells[:again])


@st.composite
def groups(draw: st.DrawFn, n_obs: int) -> tuple[list[dict[str, Any]], list[b.Chunk], list[Made]]:
    """The pages, the membership chunks and the columns."""
    pages: list[dict[str, Any]] = []
    chunks, made = [], []
    names = draw(st.lists(ids, unique=True, max_size=5))
    for number, name in enumerate(names):
        if not pages or draw(st.booleans()):
            page = {"id": f"p{number}", "name": draw(texts), "color": "#00ff7F", "highlightedGroups": []}
            pages.append(page)
        cells = draw(members(n_obs))
        count = draw(st.sampled_from([len(cells), None, 99]))
        group = b.group(name, count, label=draw(texts), type=draw(texts), enabled=draw(st.booleans()))
        pages[-1]["highlightedGroups"].append(group)
        if cells or count == 99 or draw(st.booleans()):
            codec = draw(st.sampled_from(["none", "gzip"]))
            chunks.append(b.chunk(b.CELLS + name, b.cells(cells), codec=codec))
        made.append(Made("obs", name, cells=tuple(cells)))
    return pages, chunks, made


@st.composite
def fields(
    draw: st.DrawFn, n_obs: int, n_vars: int
) -> tuple[list[dict[str, Any]], list[b.Chunk], list[Made]]:
    """The registry, the codes chunks and the columns."""
    found, chunks, made = [], [], []
    for field_id in draw(st.lists(ids, unique=True, max_size=4)):
        source = draw(st.sampled_from(["obs", "var"]))
        length = n_obs if source == "obs" else draw(st.sampled_from([n_obs, n_vars]))
        names = draw(st.lists(texts, max_size=6))
        names += [f"c{i}" for i in range(draw(st.sampled_from([0, 0, 0, 200, 300])))]
        encoding = draw(st.sampled_from([0, 1, 2]))
        marker = 255 if encoding == 0 or len(names) <= 255 else 65535
        top = len(names) + 2  # some name no category
        codes = st.one_of(st.integers(0, min(top, 254 if encoding == 0 else top)), st.just(marker))
        values = draw(st.lists(codes, min_size=length, max_size=length))
        kind = draw(st.sampled_from(["Uint8Array", "Uint16Array"]))
        # which codes mean "none" is the format's, and not at issue here: let every file say it in one way
        wide = len(names) > 255
        text = draw(texts.filter(bool))
        changes: dict[str, Any] = {
            "source": source,
            "key": text,
            "codesType": "Uint16Array" if wide else kind,
        }
        found.append(b.field(field_id, names, **changes))
        codec = draw(st.sampled_from(["none", "gzip"]))
        chunks.append(b.chunk(b.CODES + field_id, b.codes(values, encoding), codec=codec))
        none = {65535} if wide else {255, 65535}
        positions = tuple(-1 if code in none or code >= len(names) else code for code in values)
        axis = "obs" if source == "obs" or length == n_obs else "var"
        made.append(Made(axis, field_id, positions=positions, categories=tuple(names)))
    return found, chunks, made


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A session that the reader accepts, of any data set of up to SIZE cells and variables."""
    n_obs, n_vars = draw(st.integers(0, SIZE)), draw(st.integers(0, SIZE))
    pages, cells, of_groups = draw(groups(n_obs))
    registry, codes, of_fields = draw(fields(n_obs, n_vars))
    first = [b.overlays(*registry), b.meta(pages=pages)]
    others = draw(
        st.lists(
            st.sampled_from(
                [b.chunk("core/state", {}), b.chunk("other/thing", [1]), b.chunk("ui/dockable-layout", {})]
            ),
            unique_by=id,
        )
    )
    data = b.session(*first, *others, *draw(st.permutations([*codes, *cells])), n_obs=n_obs, n_vars=n_vars)
    taken = draw(st.lists(st.sampled_from(["leiden", "score", "f", "a", "A", "X", "cellucid"]), unique=True))
    return Case(data, n_obs, n_vars, (*of_groups, *of_fields), tuple(taken))
