"""Items of a session taken by the names that people gave them. Spec: 6, 7."""

from __future__ import annotations

import copy
import pickle
import time
from collections.abc import Callable
from pathlib import Path

import builders as b
import pytest

from cellucid_session import CellucidSessionBundle, MissingChunkError, SessionError, UsageError
from cellucid_session.errors import MissingNameError
from cellucid_session.read.named import near

Store = Callable[[bytes], Path]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    def put(data: bytes) -> Path:
        (tmp_path / "s.cellucid-session").write_bytes(data)
        return tmp_path / "s.cellucid-session"

    return put


def page(number: int, *groups: dict[str, object]) -> dict[str, object]:
    return {"id": f"p{number}", "name": f"Page {number}", "color": None, "highlightedGroups": list(groups)}


DATA = b.session(
    b.overlays(b.field("f1", key="cell type"), b.field("f2", key="f1")),
    b.meta(
        pages=[
            page(1, b.group("g1", 1, label="myeloid"), b.group("g2", 1, label="T cells")),
            page(2, b.group("g3", 1, label="T cells"), b.group("g4", 1, label="g1")),
        ]
    ),
    *(b.chunk(b.CELLS + f"g{k}", b.cells([k])) for k in (1, 2, 3, 4)),
    *(b.chunk(b.CODES + name, b.codes([0] * 10)) for name in ("f1", "f2")),
)


def test_by_name_by_id_and_by_place(store: Store) -> None:
    with CellucidSessionBundle(store(DATA)) as bundle:
        assert bundle.groups["myeloid"].id == bundle.group("myeloid").id == "g1"
        assert bundle.groups["myeloid"].indices.tolist() == [1]
        assert bundle.groups["g1"].label == "myeloid"  # an id before a label
        assert bundle.groups[0].id == "g1"
        assert [each.id for each in bundle.groups[1:3]] == ["g2", "g3"]
        assert bundle.group("T cells", page="Page 2").id == "g3"
        assert bundle.group("T cells", page="p1").id == "g2"
        assert bundle.pages["Page 2"].groups[1].label == "g1"
        assert bundle.fields["cell type"].id == "f1"
        assert bundle.fields["f1"].key == "cell type"


WRONG: dict[str, tuple[Callable[[CellucidSessionBundle], object], str]] = {
    "a near name": (
        lambda bundle: bundle.groups["mieloid"],
        "no group is called 'mieloid'; near it: 'myeloid'",
    ),
    "no name like it": (lambda bundle: bundle.group("zzzzzz"), "no group is called 'zzzzzz'"),
    "a name twice": (
        lambda bundle: bundle.group("T cells"),
        "2 groups are called 'T cells': take one by its id ('g2', 'g3')",
    ),
    "another page": (
        lambda bundle: bundle.group("myeloid", page="Page 2"),
        "no group is called 'myeloid'",
    ),
    "no page": (
        lambda bundle: bundle.group("myeloid", page="Page 3"),
        "no page is called 'Page 3'; near it: 'Page 2', 'Page 1'",
    ),
    "a field": (
        lambda bundle: bundle.fields["cell_type"],
        "no field is called 'cell_type'; near it: 'cell type'",
    ),
    "a hostile name": (lambda bundle: bundle.fields["\x1b[2J"], r"no field is called '\\x1b[2J'"),
}


@pytest.mark.parametrize("case", WRONG)
def test_names_that_name_nothing(case: str, store: Store) -> None:
    ask, told = WRONG[case]
    with CellucidSessionBundle(store(DATA)) as bundle, pytest.raises(MissingNameError) as caught:
        ask(bundle)
    assert str(caught.value) == told
    assert isinstance(caught.value, KeyError)
    assert isinstance(caught.value, SessionError)


def test_a_session_without_groups_says_so(store: Store) -> None:
    with CellucidSessionBundle(store(b.session())) as bundle:
        assert list(bundle.groups) == []
        with pytest.raises(MissingNameError, match=r"^the session has no groups, so none is called 'x'$"):
            bundle.groups["x"]


def test_an_id_of_a_chunk_that_is_near(store: Store) -> None:
    with CellucidSessionBundle(store(DATA)) as bundle:
        with pytest.raises(MissingChunkError) as caught:
            bundle.decode_chunk("highlight/meta")
        assert caught.value.args == ("highlight/meta",)
        [note] = caught.value.__notes__
        assert "; near it: 'highlights/meta'" in note
        assert "bundle.list_chunk_ids()" in note


def test_copies_are_plain_lists_and_read_on(store: Store) -> None:
    with CellucidSessionBundle(store(DATA)) as bundle:
        for made in (copy.copy(bundle.groups), copy.deepcopy(bundle.groups), [*bundle.groups]):
            assert type(made) is list
            assert made[0].indices.tolist() == [1]
        with pytest.raises(UsageError):
            pickle.dumps(bundle.groups)


def test_hostile_names_are_not_compared_for_long() -> None:
    names = ["ab" * 50 + str(k) for k in range(100_000)]
    start = time.process_time()
    near("ab" * 49, names)
    near("a" * 10_000_000, names)
    assert time.process_time() - start < 10  # minutes, if all were compared
