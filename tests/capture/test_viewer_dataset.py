"""What a page is given of a data set: places, colours, names, and the session that lies beside the data."""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

import anndata
import numpy as np
import pandas as pd
import pytest

from cellucid_session.capture import columns, dataset
from cellucid_session.capture.data_provider import DataRequest
from cellucid_session.capture.snapshot import SnapshotWarning
from cellucid_session.errors import InputError, UsageError
from cellucid_session.write.anndata import session_from_anndata

pytestmark = pytest.mark.libraries

CELLS = 7


def made(obs: dict[str, Any] | None = None, cells: int = CELLS, **obsm: Any) -> anndata.AnnData:
    """An AnnData of a few cells."""
    index = [f"cell{number}" for number in range(cells)]
    return anndata.AnnData(
        obs=pd.DataFrame(obs or {}, index=index),
        var=pd.DataFrame(index=["a", "b", "c"]),
        obsm=obsm or {"X_umap": np.arange(2.0 * cells).reshape(cells, 2)},
    )


def values(payload: Any) -> np.ndarray:
    """All of a payload, as the array that its dtype says."""
    data = b"".join(payload.blocks)
    assert len(data) == payload.size
    return np.frombuffer(data, np.dtype(payload.dtype).newbyteorder("<"))


def told(data: dataset.Dataset, key: str) -> dict[str, Any]:
    return next(item for item in data.describe()["obs"] if item["key"] == key)


def column_of(series: Any) -> tuple[dict[str, Any], np.ndarray]:
    """What is told of one column, and its values."""
    data = dataset.of_anndata(made({"it": series}))
    item = told(data, "it")
    return item, values(data.obs(item["id"]))


NAN = float("nan")
CATEGORIES = {
    "categories in their own order, a missing one": (
        pd.Categorical(["b", "a", None, "b", "a", "a", "b"], categories=["b", "a", "unused"]),
        ["b", "a", "unused"],
        [0, 1, 255, 0, 1, 1, 0],
    ),
    "categories that are numbers": (
        pd.Categorical([3, 1, 2, 3, 1, 2, 3]),
        ["1", "2", "3"],
        [2, 0, 1, 2, 0, 1, 2],
    ),
    "bool": (np.array([True, False] * 3 + [True]), ["False", "True"], [1, 0, 1, 0, 1, 0, 1]),
    "bool that may be missing": (
        pd.array([True, None, False, True, None, False, True], dtype="boolean"),
        ["False", "True"],
        [1, 255, 0, 1, 255, 0, 1],
    ),
    "texts, sorted": (["z", "y", "z", "x", "x", "y", "z"], ["x", "y", "z"], [2, 1, 2, 0, 0, 1, 2]),
    "texts with missing ones": (
        ["z", None, "z", "x", NAN, "y", "z"],
        ["x", "y", "z"],
        [2, 255, 2, 0, 255, 1, 2],
    ),
}


@pytest.mark.parametrize("case", CATEGORIES)
def test_what_has_categories_is_told_as_codes(case: str) -> None:
    series, names, codes = CATEGORIES[case]
    item, found = column_of(series)
    assert (item["kind"], item["dtype"], item["categories"]) == ("category", "uint8", names)
    assert found.tolist() == codes


NUMBERS = {
    "floats": (np.array([0.5, -1, 2, 3, 4, 5, 6]), [0.5, -1, 2, 3, 4, 5, 6], (-1, 6)),
    "integers": (np.arange(7), list(range(7)), (0, 6)),
    "integers that may be missing": (
        pd.array([1, None, 3, 4, 5, 6, 7], dtype="Int64"),
        [1, NAN, 3, 4, 5, 6, 7],
        (1, 7),
    ),
    "infinities and what float32 can't hold": (
        np.array([np.inf, -np.inf, 1e300, 1, 2, np.nan, 3]),
        [NAN, NAN, NAN, 1, 2, NAN, 3],
        (1, 3),
    ),
    "nothing but missing ones": (np.full(7, np.nan), [NAN] * 7, (None, None)),
}


@pytest.mark.parametrize("case", NUMBERS)
def test_numbers_are_told_as_float32(case: str) -> None:
    series, expected, span = NUMBERS[case]
    item, found = column_of(series)
    assert (item["kind"], item["dtype"], item["min"], item["max"]) == ("continuous", "float32", *span)
    np.testing.assert_array_equal(found, np.array(expected, np.float32))


LEFT_OUT = {
    "times": (pd.date_range("2020-01-01", periods=CELLS), "datetime64["),
    "complex numbers": (np.full(CELLS, 1j), "complex128"),
    "objects of several sorts": (["a", 1, "b", 2, None, "c", 3], "no texts"),
    "values that can't be compared": ([[1], [2], [3], [4], [5], [6], [7]], "no texts"),
}


@pytest.mark.parametrize("case", LEFT_OUT)
def test_a_column_that_has_no_colours_is_listed_with_the_reason(case: str) -> None:
    series, why = LEFT_OUT[case]
    data = dataset.of_anndata(made({"it": series, "n": np.arange(CELLS)}))
    (left,) = data.describe()["left_out"]
    assert left["key"] == "it"
    assert why in left["why"]
    assert [item["key"] for item in data.describe()["obs"]] == ["n"]


@pytest.mark.parametrize(("count", "dtype"), {255: "uint8", 256: "uint16", 2_000: "uint16"}.items())
def test_codes_are_as_wide_as_they_need_to_be(count: int, dtype: str) -> None:
    names = [f"c{number:04}" for number in range(count)]
    obs = {"it": pd.Categorical([*names, None], categories=names)}
    data = dataset.of_anndata(made(obs, cells=count + 1))
    found = values(data.obs(0))
    assert told(data, "it")["dtype"] == dtype == str(found.dtype)
    assert found[:count].tolist() == list(range(count))
    assert found[count] == np.iinfo(dtype).max


MANY = columns.CATEGORIES + 1
TOO_MANY = {
    "categories": pd.Categorical([f"c{number}" for number in range(MANY)]),
    "texts": [f"c{number}" for number in range(MANY)],
    "texts that differ only behind the sample": ["same"] * columns.SAMPLE + [f"c{n}" for n in range(MANY)],
}


@pytest.mark.parametrize("case", TOO_MANY)
def test_more_categories_than_anybody_tells_apart_are_left_out(case: str) -> None:
    series = TOO_MANY[case]
    data = dataset.of_anndata(made({"it": series}, cells=len(series)))
    assert data.describe()["obs"] == []
    why = data.describe()["left_out"][0]["why"]
    what = f"{MANY} categories, more" if case == "categories" else "more"  # texts are not all counted
    assert why == f"it has {what} than {columns.CATEGORIES}" + (
        "" if case == "categories" else " different values"
    )


def test_all_that_is_told_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dataset, "COLUMNS", 3)
    monkeypatch.setattr(dataset, "LEFT_OUT", 2)
    monkeypatch.setattr(dataset, "NAMES_BYTES", 60)
    monkeypatch.setattr(dataset, "EMBEDDINGS", 1)
    obs = {"long": ["x" * 50 + str(n) for n in range(CELLS)]} | {f"n{n}": np.arange(CELLS) for n in range(9)}
    plane = np.zeros((CELLS, 2))
    told = dataset.of_anndata(made(obs, X_umap=plane, X_tsne=plane)).describe()
    assert [item["key"] for item in told["embeddings"]] == ["X_umap"]
    assert [item["key"] for item in told["obs"]] == ["n0", "n1", "n2"]
    assert (len(told["left_out"]), told["left_out_count"]) == (2, 8)


def test_names_are_values_of_json_whatever_they_are() -> None:
    hostile = '</script>"\\\u2028\x00' + "\ud800"
    frame = pd.DataFrame({"x": ["a"] * CELLS}, index=map(str, range(CELLS)))
    frame.columns = pd.Index([hostile], dtype=object)  # str of pandas 3 can't hold it
    obsm = {"X_umap": np.zeros((CELLS, 2)), "long" * 200: np.zeros((CELLS, 2))}
    data = dataset.make(frame, obsm, (CELLS, 1), None, name="n" * 999)
    text = json.dumps(data.describe(), ensure_ascii=True, allow_nan=False)
    back = json.loads(text)
    assert back["obs"][0]["key"] == hostile.replace("\ud800", "?")
    assert [len(item["key"]) for item in back["embeddings"]] == [6, dataset.NAME_LENGTH]
    assert len(back["name"]) == dataset.NAME_LENGTH


def test_two_columns_of_one_name_are_both_told() -> None:
    frame = pd.DataFrame([[1.0, "a"]] * CELLS, columns=["same", "same"])
    data = dataset.make(frame, {"X_umap": np.zeros((CELLS, 2))}, (CELLS, 1), None)
    assert [item["kind"] for item in data.describe()["obs"]] == ["continuous", "category"]


# -- embeddings --


def test_what_a_person_wants_to_see_comes_first() -> None:
    plane = np.zeros((CELLS, 2))
    keys = ("X_pca", "spatial", "X_new", "X_tsne", "X_umap", "A_other")
    data = dataset.of_anndata(made(**dict.fromkeys(keys, plane)))
    shown = [item["key"] for item in data.describe()["embeddings"]]
    assert shown == ["X_umap", "X_tsne", "spatial", "A_other", "X_new", "X_pca"]


def test_the_first_two_columns_are_the_places() -> None:
    pca = np.arange(3.0 * CELLS).reshape(CELLS, 3)
    pca[1, 0], pca[2, 1], pca[3, 0] = np.nan, np.inf, 1e300
    data = dataset.of_anndata(made(X_pca=pca))
    found = values(data.embedding(0)).reshape(CELLS, 2)
    expected = pca[:, :2].copy()
    expected[1, 0] = expected[2, 1] = expected[3, 0] = np.nan
    np.testing.assert_array_equal(found, expected.astype(np.float32))
    assert np.isinf(pca[2, 1])  # the caller's own array is as it was


def test_an_array_that_is_sent_as_it_is_stays_the_callers_own() -> None:
    umap = np.full((CELLS, 2), np.inf, np.float32)
    assert np.isnan(values(dataset.of_anndata(made(X_umap=umap)).embedding(0))).all()
    assert np.isinf(umap).all()


def test_blocks_join_to_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dataset, "BLOCK_ROWS", 2)
    data = dataset.of_anndata(made({"x": np.arange(CELLS), "c": pd.Categorical(list("abcabca"))}))
    assert values(data.embedding(0)).tolist() == list(range(2 * CELLS))
    assert values(data.obs(0)).tolist() == list(range(CELLS))
    assert values(data.obs(1)).tolist() == [0, 1, 2, 0, 1, 2, 0]


def test_what_is_not_there_is_none() -> None:
    data = dataset.of_anndata(made({"x": np.arange(CELLS)}))
    assert data.embedding(1) is data.embedding(-1) is data.obs(1) is data.obs(-1) is data.snapshot() is None


NOT_DRAWN = {
    "nothing": {"none": None},
    "one column": {"X_one": np.zeros((CELLS, 1))},
    "texts": {"X_text": np.full((CELLS, 2), "a")},
    "three dimensions": {"X_cube": np.zeros((CELLS, 2, 2))},
}


@pytest.mark.parametrize("case", NOT_DRAWN)
def test_nothing_to_draw_is_an_error_that_says_what_to_do(case: str) -> None:
    obsm = {key: array for key, array in NOT_DRAWN[case].items() if array is not None}
    frame = pd.DataFrame(index=range(CELLS))
    with pytest.raises(UsageError, match=r"sc\.tl\.umap\(adata\).*adata\.obsm\['X_umap'\]"):
        dataset.make(frame, obsm, (CELLS, 1), None)


def test_a_table_in_obsm_is_drawn_and_a_sparse_matrix_is_not() -> None:
    from scipy import sparse

    table = pd.DataFrame({"x": np.arange(CELLS), "y": 0.0}, index=[f"cell{n}" for n in range(CELLS)])
    data = dataset.of_anndata(made(X_table=table, X_sparse=sparse.csr_matrix(np.ones((CELLS, 2)))))
    assert [item["key"] for item in data.describe()["embeddings"]] == ["X_table"]
    assert values(data.embedding(0)).reshape(-1, 2)[:, 0].tolist() == list(range(CELLS))
    assert data.left_out == (("obsm: X_sparse", "it is sparse"),)


@pytest.mark.parametrize("thing", [None, 3, pd.DataFrame(), object()])
def test_what_is_no_anndata_is_a_type_error(thing: object) -> None:
    with pytest.raises(TypeError, match="must be an AnnData or a path"):
        dataset.of_anndata(thing)


# -- on disk --


@pytest.fixture(params=["h5ad", "zarr"])
def stored(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A data set on disk."""
    obs = {"leiden": pd.Categorical(list("abcabca")), "n": np.arange(CELLS)}
    path = tmp_path / f"pbmc.{request.param}"
    adata = made(obs, X_umap=np.arange(2.0 * CELLS).reshape(CELLS, 2), X_pca=np.ones((CELLS, 5)))
    adata.uns |= {
        "leiden_colors": ["#AA0000", "#00bb00", "#0000cc"],
        "n_colors": {"a": 1},
        "other_colors": ["#111111"],
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        adata.write_h5ad(path) if request.param == "h5ad" else adata.write_zarr(path)
    return path


def test_a_path_shows_what_the_anndata_would(stored: Path) -> None:
    data = dataset.of_path(str(stored))
    told = data.describe()
    assert told["fingerprint"] == {
        "sourceType": "jupyter-bridge",
        "datasetId": "pbmc",
        "cellCount": CELLS,
        "varCount": 3,
    }
    assert (told["name"], told["snapshot"]) == ("pbmc", None)
    assert [item["key"] for item in told["embeddings"]] == ["X_umap", "X_pca"]
    assert [item["key"] for item in told["obs"]] == ["leiden", "n"]
    assert told["obs"][0]["colors"] == ["#aa0000", "#00bb00", "#0000cc"]
    assert values(data.embedding(0)).tolist() == list(range(2 * CELLS))
    assert values(data.obs(0)).tolist() == [0, 1, 2, 0, 1, 2, 0]


def test_the_store_is_let_go(stored: Path) -> None:
    data = dataset.of_path(str(stored))
    if stored.suffix == ".h5ad":
        made({"other": np.arange(CELLS)}).write_h5ad(stored)  # HDF5 would refuse a file that is open
    assert values(data.obs(1)).tolist() == list(range(CELLS))


def test_a_backed_anndata_has_its_files_name(tmp_path: Path) -> None:
    path = tmp_path / "lung.h5ad"
    anndata.AnnData(
        np.ones((CELLS, 2), np.float32),
        obsm={"X_umap": np.zeros((CELLS, 2))},
        obs=pd.DataFrame(index=map(str, range(CELLS))),
    ).write_h5ad(path)
    adata = anndata.read_h5ad(path, backed="r")
    try:
        told = dataset.of_anndata(adata).describe()
    finally:
        adata.file.close()
    assert (told["name"], told["fingerprint"]["datasetId"]) == ("lung", "lung")


BAD_PATHS = {
    "no such file": ("none.h5ad", None, InputError, "is not there"),
    "no HDF5": ("bad.h5ad", b"no", InputError, "can't be read as an AnnData"),
    "another suffix": ("bad.csv", b"no", UsageError, "neither called .h5ad nor .zarr"),
}


@pytest.mark.parametrize("case", BAD_PATHS)
def test_a_path_that_can_not_be_read_is_one_error(case: str, tmp_path: Path) -> None:
    name, data, error, why = BAD_PATHS[case]
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(error, match=why):
        dataset.of_path(str(path))


# -- the session beside the data --


def beside(
    folder: Path, session: bytes, listed: str = '["old.cellucid-session", "new.cellucid-session"]'
) -> None:
    """A session beside the data, listed."""
    (folder / "new.cellucid-session").write_bytes(session)
    (folder / "old.cellucid-session").write_bytes(session)
    (folder / "state-snapshots.json").write_text(listed)


def session_of(path: Path, **options: Any) -> bytes:
    adata = anndata.read_h5ad(path) if path.suffix == ".h5ad" else anndata.io.read_zarr(path)
    session = session_from_anndata(adata, fields=["leiden"], **options)
    assert session is not None
    return session


def test_the_latest_session_beside_the_data_is_told_and_given(stored: Path) -> None:
    session = session_of(stored, dataset_id="published", source_type="local-demo")
    beside(stored.parent, session)
    data = dataset.of_path(str(stored))
    told = data.describe()
    assert told["snapshot"] == "new.cellucid-session"
    assert (told["fingerprint"]["sourceType"], told["fingerprint"]["datasetId"]) == (
        "local-demo",
        "published",
    )
    payload = data.snapshot()
    assert payload is not None
    assert b"".join(payload.blocks) == session
    assert payload.size == len(session)


def test_a_fingerprint_that_was_asked_for_is_not_the_sessions(stored: Path) -> None:
    beside(stored.parent, session_of(stored, dataset_id="published"))
    told = dataset.of_path(str(stored), dataset_id="mine", source_type="x").describe()
    assert (told["fingerprint"]["sourceType"], told["fingerprint"]["datasetId"]) == ("x", "mine")
    assert dataset.of_path(str(stored), restore=False).describe()["snapshot"] is None


def test_a_session_of_other_counts_names_nobody(stored: Path) -> None:
    adata = made({"leiden": pd.Categorical(list("ab"))}, cells=2)
    session = session_from_anndata(adata, fields=["leiden"], dataset_id="other")
    assert session is not None
    beside(stored.parent, session)
    told = dataset.of_path(str(stored)).describe()
    assert (told["snapshot"], told["fingerprint"]["datasetId"]) == ("new.cellucid-session", "pbmc")


REFUSED = {
    "a session that is not valid": (
        lambda good: good[:-1],
        '["new.cellucid-session"]',
        "frame.chunk-truncated",
    ),
    "a list that is not valid": (lambda good: good, '["new.cellucid-session"', "json.syntax"),
    "a climb out of the folder": (lambda good: good, '["../new.cellucid-session"]', "snapshots.target"),
    "another place": (lambda good: good, '["https://example.org/a.cellucid-session"]', "another place"),
    "a file that is not there": (lambda good: good, '["gone.cellucid-session"]', "snapshots.missing"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_not_valid_is_not_restored_and_told(case: str, stored: Path) -> None:
    change, listed, why = REFUSED[case]
    beside(stored.parent, change(session_of(stored)), listed)
    with pytest.warns(SnapshotWarning, match=why):
        data = dataset.of_path(str(stored))
    assert data.describe()["snapshot"] is data.snapshot() is None


def test_a_session_that_went_bad_meanwhile_is_not_given(stored: Path) -> None:
    session = session_of(stored)
    beside(stored.parent, session)
    data = dataset.of_path(str(stored))
    (stored.parent / "new.cellucid-session").write_bytes(session[:-1])
    assert data.snapshot() is None
    (stored.parent / "new.cellucid-session").unlink()
    assert data.snapshot() is None


def test_a_session_that_changes_while_it_is_sent_ends_early(
    stored: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cellucid_session.capture.snapshot.PIECE", 16)
    session = session_of(stored)
    beside(stored.parent, session)
    payload = dataset.of_path(str(stored)).snapshot()
    assert payload is not None
    first = next(payload.blocks)
    (stored.parent / "new.cellucid-session").write_bytes(b"x" * len(session) * 2)
    assert first + b"".join(payload.blocks) == session[:16]


def test_a_link_beside_the_data_is_not_followed(
    stored: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "s.cellucid-session"
    outside.write_bytes(session_of(stored))
    (stored.parent / "new.cellucid-session").symlink_to(outside)
    (stored.parent / "state-snapshots.json").write_text('["new.cellucid-session"]')
    with pytest.warns(SnapshotWarning):
        assert dataset.of_path(str(stored)).describe()["snapshot"] is None


COLOURS: dict[str, tuple[Any, list[str] | None]] = {
    "one for each": (["#AA0000", "#00bb00"], ["#aa0000", "#00bb00"]),
    "an array, with opacity": (np.array(["#aa0000ff", "#00bb0080"]), ["#aa0000", "#00bb00"]),
    "more than there are": (["#aa0000", "#00bb00", "#0000cc"], ["#aa0000", "#00bb00"]),
    "too few": (["#aa0000"], None),
    "a name among them": (["#aa0000", "red"], None),
    "markup": (["#aa0000", "#00bb00' onload='x"], None),
    "numbers": ([1, 2], None),
    "a text": ("#aa0000#00bb00", None),
    "a dict": ({"a": "#aa0000", "b": "#00bb00"}, None),
    "nothing": (None, None),
}


@pytest.mark.parametrize("case", COLOURS)
def test_colours_of_uns_are_told_when_each_category_has_one(case: str) -> None:
    held, wanted = COLOURS[case]
    shown = made({"it": pd.Categorical(["a", "b"] * 3 + ["a"]), "n": np.arange(CELLS)})
    shown.uns["it_colors"] = shown.uns["n_colors"] = held
    data = dataset.of_anndata(shown)
    assert told(data, "it").get("colors") == wanted
    assert "colors" not in told(data, "n")


def test_the_name_of_a_cell_is_told_by_its_place() -> None:
    shown = made()
    names = [f"c\u202e{'x' * 300}", "\ud800", *map(str, range(CELLS - 2))]
    try:
        shown.obs_names = names
    except UnicodeEncodeError:  # pandas 3 has no half a surrogate in an index
        shown.obs_names = [names[0], "?", *names[2:]]
    data = dataset.of_anndata(shown)
    names = []
    for place in range(3):
        answer = data.answer(DataRequest("v", f"names/{place}"))
        assert answer is not None
        names.append(json.loads(b"".join(answer.pieces())))
    assert names == [f"c\u202e{'x' * 197}\u2026", "?", "0"]
    for path in ("names", "names/", f"names/{CELLS}", "names/01", "names/-1", "names/0/1", "names/x"):
        assert data.answer(DataRequest("v", path)) is None, path
