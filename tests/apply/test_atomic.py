"""When anything fails, the AnnData is as it was. Spec: 10; attack AP-11."""

from __future__ import annotations

import sys

import anndata as ad
import builders as b
import pandas as pd
import pytest
from applying import KINDS, dense, portrait

from cellucid_session import CellucidSessionBundle, apply_cellucid_session_to_anndata, apply_sessions
from cellucid_session.apply import commit as committing
from cellucid_session.apply import plan, provenance

pytestmark = pytest.mark.libraries

#: imported beforehand, so that no line of a module counts among those of the first call
IMPORTED = (committing, plan, provenance)

ERRORS = [KeyboardInterrupt, MemoryError, RuntimeError]


class Injector:
    """Raises an error at the n-th line that runs in this package's applying code, once."""

    def __init__(self, at: int, error: type[BaseException]) -> None:
        self.at, self.error, self.count, self.where = at, error, 0, ""

    def __call__(self, frame, event, arg):
        name = frame.f_code.co_filename
        if "cellucid_session/apply/" not in name:
            return None
        if event == "line":
            self.count += 1
            if self.count == self.at:
                self.where = f"{name.rsplit('/', 1)[1]}:{frame.f_lineno}"
                raise self.error("injected")
        return self

    def __enter__(self):
        self.before = sys.gettrace()
        sys.settrace(self)
        return self

    def __exit__(self, *_):
        sys.settrace(self.before)


def lines(call) -> int:
    with Injector(0, RuntimeError) as counter:
        call()
    return counter.count


@pytest.mark.parametrize("kind", KINDS)
def test_an_error_at_any_line_leaves_the_anndata_as_it_was(kind, store, tmp_path):
    """AP-11: at every line of the package from the first to the last, KeyboardInterrupt and MemoryError included."""
    (tmp_path / "other").mkdir()
    adata = KINDS[kind](tmp_path)
    if not adata.is_view:
        adata.obs["f1"] = "mine"
    bundle = CellucidSessionBundle(store(b.typical()))
    before = portrait(adata)

    def call(target):
        return apply_cellucid_session_to_anndata(
            bundle, target, inplace=True, column_conflict="overwrite", return_summary=True
        )

    other = KINDS[kind](tmp_path / "other")
    if not other.is_view:
        other.obs["f1"] = "mine"
    total = lines(lambda: call(other))
    assert total > 100
    # planning touches nothing: a sample of its lines; all of the lines at the end, where the change is
    places = [*range(1, total - 60, 17), *range(max(1, total - 60), total + 1)]
    for number, at in enumerate(places):
        error = ERRORS[number % len(ERRORS)]
        with pytest.raises(error, match="injected"), Injector(at, error) as injected:
            call(adata)
        assert portrait(adata) == before, injected.where
    call(adata)
    assert "cellucid_highlight__g1" in adata.obs


STEPS = {
    "the planned tables": (committing, "with_columns"),
    "the bookkeeping": (committing, "with_record"),
    "the copy": (committing, "copied"),
    "a table's copy": (pd.DataFrame, "copy"),
    "a column": (pd.DataFrame, "__init__"),
    "the columns": (pd, "concat"),
    "becoming actual": (ad.AnnData, "_init_as_actual"),
    "codes": (pd.Categorical, "from_codes"),
}


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.__name__)
@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("late", [False, True], ids=["before", "after"])
def test_an_error_in_any_call_leaves_the_anndata_as_it_was(late, step, error, store, tmp_path, monkeypatch):
    """AP-11: before and after each call that builds or commits."""
    owner, name = STEPS[step]
    view = step in ("the copy", "becoming actual")
    adata = KINDS["view"](tmp_path) if view else dense()
    many = b.session(
        b.overlays(b.field("f1")),
        b.meta(*(b.group(f"g{i}", 0) for i in range(100 if step == "many columns" else 2))),
        b.chunk(b.CODES + "f1", b.codes([0] * 10)),
    )
    bundle = CellucidSessionBundle(store(many))
    before = portrait(adata)
    real = getattr(owner, name)
    calls = []

    def failing(*args, **kwargs):
        calls.append(name)
        if late:
            real(*args, **kwargs)
        raise error("injected")

    with monkeypatch.context() as patch:
        patch.setattr(owner, name, failing)
        with pytest.raises(error, match="injected"):
            apply_cellucid_session_to_anndata(bundle, adata, inplace=True)
    assert calls
    assert portrait(adata) == before
    apply_cellucid_session_to_anndata(bundle, adata, inplace=True)
    assert "f1" in adata.obs


def test_a_failure_in_the_last_of_many_fields(store):
    """AP-11: the n-th field fails."""
    count = 20
    data = b.session(
        b.overlays(*(b.field(f"f{i}") for i in range(count))),
        *(b.chunk(f"{b.CODES}f{i}", b.codes([0] * (10 if i < count - 1 else 9))) for i in range(count)),
    )
    adata = dense()
    before = portrait(adata)
    with pytest.raises(ValueError, match=r"codes\.length"):
        apply_cellucid_session_to_anndata(store(data), adata, inplace=True)
    assert portrait(adata) == before


def test_the_second_of_two_sessions_fails(store):
    adata = dense()
    before = portrait(adata)
    path = store(b.typical())
    with pytest.raises(OSError):
        apply_sessions({"a_": path, "b_": path.with_name("missing")}, adata, inplace=True)
    assert portrait(adata) == before
