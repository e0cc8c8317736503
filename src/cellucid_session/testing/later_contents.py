"""What a session of a later generation says, before anything of it is bytes.

Rules of this file: everything drawn here is valid, though it may deserve advice, and every encoding, width and type of
group of its generation occurs in it. Groups and fields are of the data set that is drawn with them. Who makes bytes of
it asks nothing that is not here.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from hypothesis import strategies as st

from cellucid_session.check.entries import SPACE
from cellucid_session.testing.payloads import OPEN, TEXTS

MOST_CELLS = 20
CATEGORIES = ("A", "B", "\u00e9")  # of the column that groups are bound to
KINDS = ("annotation", "combined", "knn", "lasso", "proximity", "category", "range")
WIDTHS = {"Uint8Array": 1, "Uint16Array": 2, "Uint32Array": 4}
#: how cells are written by their positions, and codes
SETS, CODES = ("steps", "bits", "runs"), ("raw", "runs", "packed")
DTYPES = {"u8": 8, "u16": 16, "u32": 32}
LABELS = TEXTS.filter(lambda text: text.strip(SPACE) != "")
KEYS = st.text("aB9 _\u00e9", min_size=1, max_size=5).map(str.strip).filter(bool)
DIGESTS = st.text("0123456789abcdef", min_size=16, max_size=16)
STATE = ("core/state", "cinematic/camera", "ui/dockable-layout", "ui/figure-export")


class Coded(NamedTuple):
    """A field that has codes. codes: one for each cell. encoding: one of `CODES`. priority: of its chunk."""

    registry: dict[str, Any]
    codes: list[int]
    encoding: str
    priority: str


class Members(NamedTuple):
    """The cells of a group. encoding: one of `SETS`, or "part" or "all" of `category`."""

    id: str
    label: str
    cells: list[int]
    encoding: str
    category: list[int]


class Content(NamedTuple):
    """All that a session says, and its data set.

    Attributes:
        number: of the generation. manifest: without chunks.
        aliases: registries of fields that have no codes. pages: with their groups. active: a page's id.
        state: chunk id -> JSON value. typed: chunk id -> JSON value with references, and the arrays.
        tables: (page id, rows of cell and value). obs: column -> one value for each cell. genes: names.
    """

    number: int
    manifest: dict[str, Any]
    coded: list[Coded]
    aliases: list[dict[str, Any]]
    pages: list[dict[str, Any]]
    active: str
    members: list[Members]
    state: dict[str, Any]
    typed: dict[str, tuple[Any, list[tuple[str, list[Any]]]]]
    tables: list[tuple[str, list[tuple[int, float]]]]
    obs: dict[str, list[Any]]
    genes: list[str]
    renames: dict[str, str]
    deleted: list[str]


def _mapping(draw: st.DrawFn, number: int, dimension: int, export: bool) -> dict[str, Any]:
    """What the viewer read, with the drawn embedding among it."""
    shown = {"key": "X_umap", "columns": None if export else list(range(dimension))}
    others = [{"key": "X_pca", "columns": None if export else [2, 0]}] * draw(st.integers(0, 1))
    enabled = sorted([shown, *others], key=lambda each: str(each["key"]))
    defaults = {f"{each}d": shown if each == dimension else None for each in (1, 2, 3)}
    vectors = [{"field" if export else "key": "velocity", "embedding": shown}] * draw(st.integers(0, 1))
    head: dict[str, Any] = {
        "kind": "export" if export else "anndata",
        "embeddings": {"enabled": enabled, "defaults": defaults},
    }
    if export:
        return head | {"geneNames": "index", "vectorFields": vectors}
    head |= {"knn": draw(st.sampled_from([None, "connectivities"]))}
    head |= {"geneNames": "index", "expression": draw(st.sampled_from(["X", "layer:counts", None]))}
    if number >= 5:
        bases = st.sampled_from([None, 2, 10.5])
        head |= {"log1p": draw(st.dictionaries(st.just("X"), st.fixed_dictionaries({"base": bases})))}
        head["highlyVariable"] = None
    return head | {"latent": draw(st.sampled_from([None, "X_pca"])), "vectorFields": vectors}


def _manifest(draw: st.DrawFn, number: int, cells: int, genes: int) -> dict[str, Any]:
    """A manifest without chunks."""
    dimension = draw(st.integers(1, 3))
    told: dict[str, Any] = {"datasetId": draw(st.sampled_from(["ds", "donn\u00e9es"]))}
    order: dict[str, Any] = {"dimension": dimension, "digest": draw(DIGESTS)}
    if number < 5:
        told = {"sourceType": draw(st.sampled_from(["local-demo", "remote"]))} | told
    else:
        told["name"] = draw(st.sampled_from([None, "PBMC 3k"]))
    told |= {"cellCount": cells, "varCount": genes}
    if number == 2:
        if draw(st.booleans()):
            told["cellOrder"] = order
    else:
        mapping = _mapping(draw, number, dimension, number < 5 and draw(st.booleans()))
        if mapping.get("expression", "") is None:
            told["varCount"] = 0
        shown = mapping["embeddings"]["defaults"][f"{dimension}d"]
        told |= {"cellOrder": {"embedding": shown} | order, "dataMapping": mapping}
    made: dict[str, Any] = {
        "createdAt": draw(st.sampled_from(["2026-08-20T09:30:00.123Z", "2024-02-29T23:59:59.000Z"])),
        "datasetFingerprint": told,
    }
    if number >= 5:
        where = [None, {"kind": "file", "name": "a.h5ad", "dataset": "a"}]
        where += [{"kind": "remote", "url": "https://example.org/a", "dataset": "a"}]
        made["source"] = draw(st.sampled_from(where))
    return made


def _values(draw: st.DrawFn, count: int, most: int, marker: int | None) -> list[int]:
    """Codes, now and then in long runs. most: the greatest that names a category."""
    code = st.sampled_from([0, most, *([] if marker is None else [marker])])
    if draw(st.booleans()):
        return draw(st.lists(code, min_size=count, max_size=count))
    return [draw(code)] * (count // 2) + [draw(code)] * (count - count // 2)


def _field(draw: st.DrawFn, number: int, key: str, place: int, cells: int) -> Coded:
    types = [*WIDTHS][: 2 if number < 4 else 3]
    codes_type = draw(st.sampled_from(types))
    lists: list[list[Any]] = [
        ["A"],
        ["A", "b b", "\u00e9"],
        ["A", 2.5, False],
        [f"c{at}" for at in range(17)],
    ]
    names = draw(st.sampled_from(lists))
    uncovered = draw(st.sampled_from([None, None, "rest"]))
    marker = None if uncovered is not None else 256 ** WIDTHS[codes_type] - 1
    codes = _values(draw, cells, len(names) - 1, marker)
    encodings = CODES if number >= 5 and max(codes, default=0) < 16 else CODES[:2]
    purged = draw(st.sampled_from([False, False, True]))
    field: dict[str, Any] = {"id": f"user_cat_{place}", "source": "obs", "kind": "category", "key": key}
    field |= {"isDeleted": purged or draw(st.booleans()), "isPurged": purged, "sourceField": None}
    field |= {"operation": draw(st.sampled_from([None, {"type": "pages"}]))}
    field |= {"createdAt": draw(st.sampled_from([None, 1768469400123.5]))}
    field |= {"categories": names, "codesLength": cells, "codesType": codes_type}
    if number == 2:
        field |= {"centroidsByDim": {}, "normalizedDims": draw(st.sampled_from([[], [1, 2]]))}
    field |= {"sourcePages": [], "overlapStrategy": draw(st.sampled_from(["first", "overlap-label"]))}
    field |= {"overlapLabel": None, "intersectionLabels": None, "uncoveredLabel": uncovered}
    return Coded(field, codes, draw(st.sampled_from(encodings)), draw(st.sampled_from(["eager", "lazy"])))


def _alias(draw: st.DrawFn, key: str, place: int, genes: list[str]) -> dict[str, Any]:
    """A field that is another name of a column or a gene."""
    source = draw(st.sampled_from(["obs", *["var"] * bool(genes)]))
    said: dict[str, Any] = {"sourceKey": "score" if source == "obs" else genes[-1]}
    if source == "var" and draw(st.booleans()):
        said["sourceIndex"] = len(genes) - 1
    field: dict[str, Any] = {"id": f"user_con_{place}", "source": source, "kind": "continuous", "key": key}
    field |= {"isDeleted": False, "isPurged": False, "sourceField": said, "operation": {"type": "copy"}}
    return field | {"createdAt": None}


def _group(
    draw: st.DrawFn, number: int, place: int, obs: dict[str, list[Any]], genes: list[str]
) -> tuple[dict[str, Any], Members]:
    """A group as its registry has it, and its cells."""
    count = len(obs["cell_type"])
    kind = draw(st.sampled_from([*KINDS, *KINDS[-2:-1] * 3]))  # the one that has the most encodings
    cells = draw(st.lists(st.integers(0, count - 1), min_size=1, max_size=count, unique=True).map(sorted))
    encoding, category = draw(st.sampled_from(SETS)), []
    more: dict[str, Any] = {}
    if kind == "category":
        name = obs["cell_type"][draw(st.integers(0, count - 1))]
        category = [at for at, each in enumerate(obs["cell_type"]) if each == name]
        more = {"fieldKey": "cell_type", "fieldIndex": 0, "fieldSource": "obs"}
        more |= {"categoryIndex": CATEGORIES.index(name), "categoryName": name}
        encoding = draw(st.sampled_from([*SETS, "part", "all"]))
        if encoding == "all":
            cells = category
        elif encoding == "part":
            cells = draw(st.lists(st.sampled_from(category), min_size=1, unique=True).map(sorted))
    elif kind == "range":
        source = draw(st.sampled_from(["obs", *["var"] * bool(genes)]))
        more = {"fieldKey": "score" if source == "obs" else genes[0], "fieldIndex": 0, "fieldSource": source}
        more |= {"rangeMin": draw(st.sampled_from([0, -1.5])), "rangeMax": draw(st.sampled_from([0, 2.5]))}
    if number >= 5:
        more = {key: value for key, value in more.items() if not key.endswith("Index")}
    group: dict[str, Any] = {
        "id": f"highlight_{place}",
        "type": kind,
        "label": draw(LABELS),
        "enabled": draw(st.booleans()),
    }
    members = Members(group["id"], group["label"], cells, encoding, category)
    return group | more | {"cellCount": len(cells)}, members


def _typed(draw: st.DrawFn) -> tuple[Any, list[tuple[str, list[Any]]]]:
    """A JSON value, and the arrays that it refers to, each once and in any order."""
    arrays: list[tuple[str, list[Any]]] = []
    for _ in range(draw(st.integers(0, 2))):
        dtype = draw(st.sampled_from([*DTYPES, "i32", "f32", "f64"]))
        item = st.integers(0, 2 ** DTYPES[dtype] - 1) if dtype in DTYPES else st.sampled_from([-1, 0, 7])
        arrays.append((dtype, draw(st.lists(item, max_size=3))))
    named = draw(st.permutations(range(len(arrays))))
    return {"state": draw(OPEN), "values": [{"$typed": at} for at in named]}, arrays


@st.composite
def contents(draw: st.DrawFn, number: int, least: int = 0, most: int = MOST_CELLS) -> Content:
    """What a session says.

    Args:
        number: of the generation, 2 to 5. least, most: how many cells there are.
    """
    count = draw(st.integers(least, most))
    genes = [f"G{at}" for at in range(draw(st.integers(1, 4)))]
    manifest = _manifest(draw, number, count, len(genes))
    told = manifest["datasetFingerprint"]
    mapped = genes if told["varCount"] else []
    obs: dict[str, list[Any]] = {
        "cell_type": draw(st.lists(st.sampled_from(CATEGORIES), min_size=count, max_size=count)),
        "score": draw(st.lists(st.sampled_from([0.0, 1.5, -2.0]), min_size=count, max_size=count)),
    }
    keys = draw(st.lists(KEYS, unique=True, max_size=4))
    cut = draw(st.integers(0, len(keys)))
    coded = [_field(draw, number, key, at, count) for at, key in enumerate(keys[:cut])]
    # an export has no genes outside the viewer, and a gene's values are those of the mapped matrix
    finite = mapped if told.get("dataMapping", {}).get("kind") != "export" else []
    aliases = [_alias(draw, key, at, finite) for at, key in enumerate(keys[cut:])]
    found = [
        _group(draw, number, at + 1, obs, mapped)
        for at in range(draw(st.sampled_from([0, 1, 3, 6])) if count else 0)
    ]
    split = draw(st.integers(0, len(found)))
    pages: list[dict[str, Any]] = [
        {
            "id": f"page_{at + 1}",
            "name": draw(LABELS),
            "color": draw(st.sampled_from(["#aabbcc", "#12ABef"])),
            "highlightedGroups": [group for group, _ in part],
        }
        for at, part in enumerate((found[:split], found[split:]))
    ]
    if number >= 5:
        bound = {(group["fieldSource"], group["fieldKey"]) for group, _ in found if "fieldKey" in group}
        bound |= {(field["source"], field["sourceField"]["sourceKey"]) for field in aliases}
        manifest["requires"] = {
            axis: sorted(key for source, key in bound if source == axis) for axis in ("obs", "var")
        }
    rows = st.lists(st.tuples(st.integers(0, count - 1), st.sampled_from([0.0, 1.5])), max_size=3)
    tables = [(f"page_{at}", draw(rows) if count else []) for at in range(draw(st.integers(0, 2)))]
    docked = {name: _typed(draw) for name in ("analysis/windows", "analysis/docked")} if number >= 5 else {}
    state = {name: draw(OPEN) for name in STATE[: 4 if number >= 5 else 3]}
    if number < 5:
        state["analysis/windows"] = draw(OPEN)
    return Content(
        number,
        manifest,
        coded,
        aliases,
        pages,
        draw(st.sampled_from([page["id"] for page in pages])),
        [members for _, members in found],
        state,
        docked,
        tables if number < 5 else [],
        obs,
        genes,
        draw(st.dictionaries(st.just("obs:old"), st.just("new"))),
        draw(st.sampled_from([[], ["obs:gone"]])),
    )
