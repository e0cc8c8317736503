"""Names of columns and categories. Spec: 10.3; attacks AP-01 to AP-06, AP-10, AP-15 to AP-17."""

from __future__ import annotations

from unicodedata import normalize

import builders as b
import pytest
from applying import assert_stored, dense, portrait
from hypothesis import given
from hypothesis import strategies as st

from cellucid_session import InvalidSessionError, UsageError, apply_cellucid_session_to_anndata
from cellucid_session.apply.keys import beside, is_inside, likeness
from cellucid_session.apply.names import NAME_BYTES, Names, categories, check_prefix, fit, shortened
from cellucid_session.safe import safe

pytestmark = pytest.mark.libraries

FITS = {
    # ASCII names as in cellucid 0.0.9
    "plain": ("leiden", "leiden"),
    "a space": ("My clusters", "My_clusters"),
    "a slash": ("CD4/CD8", "CD4_CD8"),
    "a leading digit": ("2nd", "_2nd"),
    "runs": ("a -- b__c", "a_b_c"),
    "ends": ("__a__", "a"),
    "nothing": ("", "cellucid"),
    "nothing left": ("/./", "cellucid"),
    # attacks
    "AP-01 the matrix": ("/X", "X"),
    "AP-01 another part": ("/obsm/X_pca", "obsm_X_pca"),
    "AP-02 the user's own column": ("./leiden", "leiden"),
    "AP-02 with a slash at the end": ("leiden/", "leiden"),
    "AP-03 inside a column": ("leiden/codes", "leiden_codes"),
    "AP-04 the table itself": ("..", "cellucid"),
    "AP-05 the index": ("_index", "index"),
    "AP-05 metadata": (".zattrs", "zattrs"),
    "AP-05 metadata of zarr 3": ("zarr.json", "zarr_json"),
    "AP-06 a NUL": ("a\0b", "a_b"),
    # other scripts
    "letters of any script": ("Zellgröße Τ細胞", "Zellgröße_Τ細胞"),
    "composed": ("e\u0301", "é"),
    "a digit of another script": ("\u0663", "_\u0663"),
}


@pytest.mark.parametrize("case", FITS)
def test_fit(case):
    text, name = FITS[case]
    assert fit(text) == name


@given(st.text())
def test_a_fitted_name_is_no_path_and_fits_again(text):
    name = fit(text)
    assert name
    assert not set("/.\\\0") & set(name)
    assert name == "_".join(filter(None, name.split("_"))) or not name[1].isalpha()
    assert not name[0].isnumeric()
    assert fit(name) == name
    name.encode()


def test_a_long_name_is_cut_between_characters():
    assert shortened("p_", "x" * 198) == ("p_" + "x" * 198, False)
    assert shortened("p_", "x" * 199) == ("p_" + "x" * 198, True)
    name, cut = shortened("", "細" * 300)
    assert cut
    assert name == "細" * (NAME_BYTES // 3)


#: what can begin a column's name, and what can't
PREFIXES = {
    "nothing": ("", True),
    "a word": ("u_", True),
    "a space, a minus, a dot inside": ("my -.", True),
    "letters of any script": ("細", True),
    "a hundred bytes": ("é" * 50, True),
    "more than a hundred bytes": ("é" * 50 + "a", False),
    "a leading dot": (".a", False),
    "a slash": ("a/", False),
    "a backslash": ("a\\", False),
    "a colon": ("a:", False),
    "a question mark": ("a?", False),
    "a star": ("*", False),
    "a pipe": ("a|", False),
    "a quote": ('a"', False),
    "angles": ("<a>", False),
    "a NUL": ("\0", False),
    "a control character": ("a\x1f", False),
    "a delete": ("a\x7f", False),
    "a control character beyond ASCII": ("a\x9f", False),
    "a lone surrogate": ("a\ud800", False),
    "no text": (b"a", False),
    "none": (None, False),
}


@pytest.mark.parametrize("case", PREFIXES)
def test_prefixes(case):
    prefix, good = PREFIXES[case]
    if good:
        assert check_prefix("an option", prefix) == prefix
    else:
        with pytest.raises(UsageError, match=r"^an option "):
            check_prefix("an option", prefix)


def test_a_refused_prefix_is_shown_safely():
    hostile = "/\x1b[2J" + "x" * 100
    with pytest.raises(UsageError) as caught:
        check_prefix("an option", hostile)
    assert f"begin the name of a column: {safe(hostile, 60)!r} has" in str(caught.value)


TAKEN = "taken"  # what is raised
BESIDE = ", and a store can't keep"  # what is raised, behind the name in the way

#: columns, the index's name, policy, what is asked for in turn, what it becomes
CHOICES = {
    "free": ([], None, "error", ["a", "b"], ["a", "b"]),
    "there, suffix": (["a"], None, "suffix", ["a", "a"], ["a__2", "a__3"]),
    "there, overwrite": (["a"], None, "overwrite", ["a", "a", "a"], ["a!", "a__2", "a__3"]),
    "there, error": (["a"], None, "error", ["a"], [TAKEN]),
    "planned, suffix": ([], None, "suffix", ["a", "a", "a"], ["a", "a__2", "a__3"]),
    "planned, overwrite": ([], None, "overwrite", ["a", "a"], ["a", "a__2"]),
    "planned, error": ([], None, "error", ["a", "a"], ["a", TAKEN]),
    "the index, suffix": ([], "i", "suffix", ["i"], ["i__2"]),
    "the index, overwrite": ([], "i", "overwrite", ["i"], ["i__2"]),
    "the index, error": ([], "i", "error", ["i"], [TAKEN]),
    "a column that is called like the index": (["i"], "i", "overwrite", ["i"], ["i__2"]),
    "reserved, suffix": ([], None, "suffix", ["_index", "__categories"], ["_index__2", "__categories__2"]),
    "reserved, overwrite": ([], None, "overwrite", ["_index"], ["_index__2"]),
    "reserved, error": ([], None, "error", ["_index"], [TAKEN]),
    "reserved, beside an index": ([], "i", "error", ["_index"], [TAKEN]),
    "another case of one that is there": (["a", "c"], None, "suffix", ["A"], ["A__2"]),
    "another case, error": (["a", "c"], None, "error", ["A"], ["a" + BESIDE]),
    "another case, overwrite": (["a"], None, "overwrite", ["A", "a"], ["A__2", "a!"]),
    "another case of one that is planned": ([], None, "suffix", ["a", "A"], ["a", "A__2"]),
    "another case of one that is planned, error": ([], None, "error", ["a", "A"], ["a", "a" + BESIDE]),
    "another case of the index": ([], "I", "suffix", ["i"], ["i__2"]),
    "another case of the index, error": ([], "I", "error", ["i"], ["I" + BESIDE]),
    "a column inside, suffix": (["a/b"], None, "suffix", ["a"], ["a__2"]),
    "a column inside, overwrite": (["a/b"], None, "overwrite", ["a"], ["a__2"]),
    "a column inside, error": (["a/b"], None, "error", ["a"], ["a/b" + BESIDE]),
    "a column and one inside, overwrite": (["a", "a/b"], None, "overwrite", ["a"], ["a__2"]),
    "a column and one inside of another case, overwrite": (["a", "A/b"], None, "overwrite", ["a"], ["a__2"]),
    "a column inside by zarr's slash": (["a\\b"], None, "overwrite", ["a"], ["a__2"]),
    "a column inside by detours": (["./a//b"], None, "overwrite", ["a"], ["a__2"]),
    "an index inside": ([], "a/b", "overwrite", ["a"], ["a__2"]),
    "a slash at the end": (["a", "a/"], None, "overwrite", ["a"], ["a!"]),
    "a name that begins alike": (["ab/c", "a_b"], None, "error", ["a"], ["a"]),
    "composed and not": (["e\u0301"], None, "overwrite", ["\u00e9"], ["\u00e9__2"]),
    "composed and not, error": (["e\u0301"], None, "error", ["\u00e9"], ["e\u0301" + BESIDE]),
    "not composed, and another case": (["E\u0301"], None, "suffix", ["\u00e9"], ["\u00e9__2"]),
    "a dot or a space at the end": (["a. ", "b "], None, "overwrite", ["a", "b"], ["a__2", "b__2"]),
    "zarr's own file": ([], None, "overwrite", ["zarr.json"], ["zarr.json__2"]),
    "letters with several forms": ([], None, "suffix", ["ß", "SS", "ss"], ["ß", "SS__2", "ss__3"]),
    "numbers are counted over cases": ([], None, "suffix", ["a", "A", "a"], ["a", "A__2", "a__3"]),
    "the suffix is there": (["a", "a__2", "a__4"], None, "suffix", ["a", "a"], ["a__3", "a__5"]),
    "the suffix is there in another case": (["a", "A__2"], None, "suffix", ["a"], ["a__3"]),
    "the suffix is planned": (["a"], None, "suffix", ["a__2", "a"], ["a__2", "a__3"]),
    "a number": ([1], None, "suffix", ["1"], ["1__2"]),
    "an index with a number": ([], 0, "suffix", ["0"], ["0__2"]),
    "an index without a name": ([], None, "error", ["None"], ["None"]),
}


@pytest.mark.parametrize("case", CHOICES)
def test_choosing(case):
    columns, index_name, policy, wanted, chosen = CHOICES[case]
    names = Names(columns, index_name, policy)
    for asked, told in zip(wanted, chosen, strict=True):
        if told == TAKEN:
            with pytest.raises(InvalidSessionError, match=f"^Column already exists: {asked}$"):
                names.choose(asked)
        elif BESIDE in told:
            with pytest.raises(
                InvalidSessionError, match=f"^Column already exists: {told} {asked} beside it$"
            ):
                names.choose(asked)
        else:
            name, overwrites, _ = names.choose(asked)
            assert (name, overwrites) == (told.removesuffix("!"), told.endswith("!"))


def keyed(*keys, **changes):
    """A session of one field for each key, all cells in the field's first category."""
    return b.session(
        b.overlays(*(b.field(f"f{i}", [f"of {key}"], key=key, **changes) for i, key in enumerate(keys))),
        *(b.chunk(f"{b.CODES}f{i}", b.codes([0] * 10)) for i in range(len(keys))),
    )


HOSTILE = ["/X", "/raw", "/obsm/X_umap", "/layers/counts", "./leiden", "leiden/", "/obs/leiden", "leiden/codes",
           "leiden/categories", "_index/x", "/", ".", "./", "..", "_index", ".zattrs", "zarr.json", "a\0b",
           "__categories", "index", "=cmd|'/c calc'!A1", "+1", "-1", "@x", "\tx", "x" * 1000, "細" * 500]  # fmt: skip


def test_hostile_keys_never_touch_other_parts_of_a_file(store, tmp_path):
    """AP-01 to AP-06, AP-15: stored and read back, everything is where it was."""
    adata = dense()
    before = portrait(adata)
    result, summary = apply_cellucid_session_to_anndata(store(keyed(*HOSTILE)), adata, return_summary=True)
    assert len(set(result.obs.columns)) == len(result.obs.columns) == 2 + len(HOSTILE)
    assert [column.key for column in summary.columns] == HOSTILE
    for column in summary.columns:
        assert result.obs[column.name].tolist() == [f"of {column.key}".replace("\0", "\\x00")] * 10
    assert_stored(result, tmp_path)
    after = portrait(result)
    assert {key: before[key] for key in ("X", "obsm", "layers", "var")} == {
        key: after[key] for key in ("X", "obsm", "layers", "var")
    }
    assert result.obs["leiden"].equals(adata.obs["leiden"])


CONFLICTS = {
    "AP-10 suffix": ("suffix", {"leiden": "0 1", "leiden__2": "of leiden"}),
    "AP-10 overwrite": ("overwrite", {"leiden": "of leiden"}),
}


@pytest.mark.parametrize("case", CONFLICTS)
def test_a_taken_name(case, store):
    """ "policy `column_conflict="suffix"` creates `name__2`, `name__3`, ..." """
    policy, wanted = CONFLICTS[case]
    adata = dense()
    result = apply_cellucid_session_to_anndata(store(keyed("leiden")), adata, column_conflict=policy)
    assert {
        name: " ".join(dict.fromkeys(result.obs[name])) for name in result.obs if name != "score"
    } == wanted
    if policy == "overwrite":
        assert list(result.obs.columns) == list(adata.obs.columns)


def test_a_taken_name_can_be_an_error(store):
    """AP-10. "Symptom: "Column already exists: …"" and nothing has changed."""
    adata = dense()
    before = portrait(adata)
    with pytest.raises(ValueError, match=r"^Column already exists: leiden: "):
        apply_cellucid_session_to_anndata(
            store(keyed("new", "leiden")), adata, column_conflict="error", inplace=True
        )
    with pytest.raises(InvalidSessionError, match=r"^Column already exists: a_b: "):
        apply_cellucid_session_to_anndata(
            store(keyed("a/b", "a b")), adata, column_conflict="error", inplace=True
        )
    assert portrait(adata) == before


@pytest.mark.parametrize("policy", ["suffix", "overwrite"])
def test_columns_of_one_session_never_replace_each_other(policy, store):
    """AP-10: nothing is lost silently."""
    result, summary = apply_cellucid_session_to_anndata(
        store(keyed("leiden", "leiden", "lei/den", "lei den", "leiden")),
        dense(),
        column_conflict=policy,
        return_summary=True,
    )
    names = [column.name for column in summary.columns]
    first = ["leiden", "leiden__2"] if policy == "overwrite" else ["leiden__2", "leiden__3"]
    assert names == [*first, "lei_den", "lei_den__2", "leiden__3" if policy == "overwrite" else "leiden__4"]
    for column in summary.columns:
        assert result.obs[column.name].unique().tolist() == [f"of {column.key}"]


def test_a_field_that_is_called_like_a_group(store):
    """AP-10: prefix and key equal a highlight column's name."""
    data = b.session(
        b.overlays(b.field("f", key="g")),
        b.meta(b.group("g", 0)),
        b.chunk(b.CODES + "f", b.codes([0] * 10)),
    )
    result = apply_cellucid_session_to_anndata(
        store(data), dense(), user_defined_prefix="cellucid_highlight__"
    )
    assert result.obs["cellucid_highlight__g"].tolist() == [False] * 10
    assert result.obs["cellucid_highlight__g__2"].tolist() == ["a"] * 10


@pytest.mark.parametrize("policy", ["suffix", "overwrite"])
def test_the_name_of_the_index_is_taken(policy, store, tmp_path):
    """anndata refuses to store a column that is called like the index."""
    adata = dense()
    adata.obs.index.name = "barcode"
    result, summary = apply_cellucid_session_to_anndata(
        store(keyed("barcode")), adata, column_conflict=policy, return_summary=True
    )
    assert summary.added_obs_columns == ["barcode__2"]
    assert_stored(result, tmp_path)


def test_a_prefix_can_not_make_a_reserved_name(store, tmp_path):
    """AP-05."""
    result, summary = apply_cellucid_session_to_anndata(
        store(keyed("index")), dense(), user_defined_prefix="_", return_summary=True
    )
    assert summary.added_obs_columns == ["_index__2"]
    assert_stored(result, tmp_path)


@pytest.mark.parametrize("policy", ["suffix", "overwrite"])
def test_names_that_differ_in_case_alone_are_kept_apart(policy, store, tmp_path):
    """zarr mixes up the parts of two categorical columns `X` and `x`."""
    result, summary = apply_cellucid_session_to_anndata(
        store(keyed("X", "x", "Leiden")), dense(), column_conflict=policy, return_summary=True
    )
    assert summary.added_obs_columns == ["X", "x__2", "Leiden__2"]
    assert result.obs["leiden"].equals(dense().obs["leiden"])
    assert_stored(result, tmp_path)


def test_names_that_differ_in_case_alone_are_an_error_when_asked(store):
    with pytest.raises(
        InvalidSessionError, match=r"^Column already exists: X, and a store can't keep x beside it: "
    ):
        apply_cellucid_session_to_anndata(store(keyed("X", "x")), dense(), column_conflict="error")


def test_what_is_in_the_way_is_told():
    names = Names(["a/b", "c"], None, "suffix")
    assert names.choose("a") == ("a__2", False, "a/b")
    assert names.choose("c") == ("c__2", False, "c")
    assert names.choose("d") == ("d", False, None)


def test_what_a_stored_table_keeps_is_never_replaced():
    names = Names(["a"], None, "overwrite", kept=["k", "a"])
    assert [names.choose(name)[:2] for name in ("k", "a")] == [("k__2", False), ("a__2", False)]


@pytest.mark.parametrize("where", ["uns", "inside"])
@pytest.mark.parametrize("shape", ["{0}/x", "./{0}/x", "{0}.", "upper"])
def test_bookkeeping_takes_no_key_of_another(where, shape, store):
    """Written beside such a key, ours or theirs would be lost."""
    adata = dense()
    key = "cellucid" if where == "uns" else "session"
    other = key.upper() if shape == "upper" else shape.format(key)
    adata.uns.update({other: 1} if where == "uns" else {"cellucid": {other: 1, "mine": 2}})
    before = portrait(adata)
    with pytest.raises(UsageError, match=f"^a store can't keep the key {other} of uns beside"):
        apply_cellucid_session_to_anndata(store(b.typical()), adata, inplace=True)
    assert portrait(adata) == before
    apply_cellucid_session_to_anndata(store(b.typical()), adata, store_uns=False)


DEVICES = {
    "con": ("", "CON", "_CON"),
    "nul": ("", "nul", "_nul"),
    "a number": ("", "com1", "_com1"),
    "a number that is raised": ("", "LPT\u00b3", "_LPT\u00b3"),
    "with an ending": ("aux.", "x", "_aux.x"),
    "with spaces": ("prn .", "x", "_prn .x"),
    "no device": ("", "com", "com"),
    "no device, ten": ("", "com10", "com10"),
    "no device, longer": ("", "console", "console"),
    "no device, with a prefix": ("u_", "con", "u_con"),
    "no device, with a suffix": ("", "nul__2", "nul_2"),
}


@pytest.mark.parametrize("case", DEVICES)
def test_no_name_is_a_device_of_windows(case):
    prefix, text, name = DEVICES[case]
    assert shortened(prefix, text) == (name, False)


@pytest.mark.parametrize("policy", ["suffix", "overwrite"])
@pytest.mark.parametrize("there", ["leiden/fine", "LEIDEN", "e\u0301/x"])
def test_nobody_loses_a_column_by_another_that_is_like_it(policy, there, store):
    """What is stored and read back has every column, whoever brought it."""
    adata = dense()
    adata.obs[there] = [f"mine {at}" for at in range(10)]
    result = apply_cellucid_session_to_anndata(
        store(keyed("leiden", "\u00e9")), adata, column_conflict=policy
    )
    forms = [likeness(name) for name in result.obs.columns if "/" not in name]
    assert len(set(forms)) >= len(forms) - ("LEIDEN" in there)
    assert result.obs[there].tolist() == adata.obs[there].tolist()


@given(st.text(max_size=30), st.text(max_size=30))
def test_likeness_is_of_paths_and_of_folders(left, right):
    assert (
        likeness(left) == likeness(left.upper().lower()) or left.upper().lower().casefold() != left.casefold()
    )
    assert likeness(f"{left}x/{right}") == likeness(left + "x")
    assert likeness(left + "x. ") == likeness(left + "x")
    assert is_inside(f"x{left}x/{right}x")
    assert likeness(normalize("NFC", left)) == likeness(normalize("NFD", left))


def test_a_long_key_takes_no_time():
    marks = "a" + "\u0301\u0316" * 500_000
    assert likeness(marks) == marks
    assert beside("a", [marks, "/" * 1_000_000, "A"]) == "A"


def test_applying_twice(store):
    """AP-17. "You applied the same session twice": suffix gives `__2`, overwrite changes nothing."""
    path = store(b.typical())
    once = apply_cellucid_session_to_anndata(path, dense())
    _twice, summary = apply_cellucid_session_to_anndata(path, once, return_summary=True)
    assert summary.added_obs_columns == ["cellucid_highlight__g1__2", "cellucid_highlight__g2__2", "f1__2"]
    same, summary = apply_cellucid_session_to_anndata(
        path, once, column_conflict="overwrite", return_summary=True
    )
    assert same.obs.equals(once.obs)
    assert same.var.equals(once.var)
    assert {column.action for column in summary.columns} == {"overwrite"}


def test_many_equal_names_take_linear_time():
    names = Names([], None, "suffix")
    chosen = {names.choose("a")[0] for _ in range(20_000)}
    assert len(chosen) == 20_000
    assert "a__20000" in chosen


CATEGORIES = {
    "fine": (["a", "b"], ["a", "b"]),
    "AP-16 texts that CSV loses": (["", "nan", "NA", " x"], ["", "nan", "NA", " x"]),
    "AP-15 formulas": (["=cmd|'/c calc'!A1", "+1", "-1", "@x", "\tx", "\rx"], None),
    "AP-06 NUL": (["a\0b", "\0"], ["a\\x00b", "\\x00"]),
    "AP-06 other controls": (["\x01\x1b[2J", "\x7f\x9f", "\u202e"], None),
    "equal": (["A", "A", "A"], ["A", "A__2", "A__3"]),
    "equal, and the suffix is there": (["A", "A", "A__2"], ["A", "A__3", "A__2"]),
    "equal after NUL is told": (["a\0", "a\\x00"], ["a\\x00__2", "a\\x00"]),
    "not equal": (["a", "A", "a ", "é", "e\u0301"], None),
    "a path": (["CD4/CD8", "/X", "../x"], None),
}


@pytest.mark.parametrize("case", CATEGORIES)
def test_categories_are_kept_storable_and_distinct(case, store, tmp_path):
    old, new = CATEGORIES[case]
    new = old if new is None else new
    data = b.session(
        b.overlays(b.field("f", old)), b.chunk(b.CODES + "f", b.codes([i % len(old) for i in range(10)]))
    )
    result, summary = apply_cellucid_session_to_anndata(store(data), dense(), return_summary=True)
    assert list(result.obs["f"].cat.categories) == new
    assert result.obs["f"].tolist() == [new[i % len(old)] for i in range(10)]
    assert [(item.place, item.old, item.new) for item in summary.category_renames] == [
        (place, a, z) for place, (a, z) in enumerate(zip(old, new, strict=True)) if a != z
    ]
    assert_stored(result, tmp_path)


def test_many_equal_categories_take_linear_time():
    many, changes = categories(["a"] * 20_000 + ["\0"] * 20_000)
    assert len(set(many)) == 40_000
    assert (many[19_999], many[-1], len(changes)) == ("a__20000", "\\x00__20000", 39_999)


#: categories, and what becomes of them
DISTINCT = {
    "none": ([], []),
    "different": (["b", "a", "A"], ["b", "a", "A"]),
    "again and again": (["a", "b", "a", "a"], ["a", "b", "a__2", "a__3"]),
    "the suffix comes later": (["a", "a", "a__2", "a"], ["a", "a__3", "a__2", "a__4"]),
    "the suffix twice": (["a__2", "a__2", "a", "a"], ["a__2", "a__2__2", "a", "a__3"]),
    "NUL": (["\0", "a"], ["\\x00", "a"]),
    "NUL twice": (["\0", "\0", "\0"], ["\\x00", "\\x00__2", "\\x00__3"]),
    "NUL, and what it becomes later": (["\0", "b", "\\x00"], ["\\x00__2", "b", "\\x00"]),
    "NUL, and what it becomes before": (["\\x00", "\0"], ["\\x00", "\\x00__2"]),
    "NUL, and its suffix too": (["\0", "\\x00", "\\x00__2"], ["\\x00__3", "\\x00", "\\x00__2"]),
}


@pytest.mark.parametrize("case", DISTINCT)
def test_categories_and_what_is_told_of_them(case):
    old, new = DISTINCT[case]
    told = [(place, a, z) for place, (a, z) in enumerate(zip(old, new, strict=True)) if a != z]
    assert categories(tuple(old)) == (new, told)


@given(st.lists(st.text(st.sampled_from("ab\0\\x0_2"), max_size=5)))
def test_categories_are_always_distinct(names):
    new, changes = categories(names)
    assert len(set(new)) == len(new) == len(names)
    assert not any("\0" in name for name in new)
    assert list(names) == [
        {place: old for place, old, _ in changes}.get(place, name) for place, name in enumerate(new)
    ]


def test_a_lone_surrogate_is_refused(store):
    """AP-06."""
    payload = (
        b'{"userDefinedFields":[{"id":"f","source":"obs","kind":"category","key":"\\ud800","categories":[]}]}'
    )
    adata = dense()
    before = portrait(adata)
    with pytest.raises(InvalidSessionError):
        apply_cellucid_session_to_anndata(store(b.session(b.chunk(b.OVERLAYS, payload))), adata, inplace=True)
    assert portrait(adata) == before
