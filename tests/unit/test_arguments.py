"""Every argument of every public function, with values that it can't have: a sentence of ours, whatever it is."""

from __future__ import annotations

import inspect
import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anndata
import builders as b
import numpy as np
import pandas as pd
import pytest

import cellucid_session as cs
from cellucid_session.batch import validate_many
from cellucid_session.errors import SessionError


class Hostile:
    """Breaks whatever touches it."""

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name)

    def __bool__(self) -> bool:
        raise RuntimeError("touched")

    def __eq__(self, other: object) -> bool:
        raise RuntimeError("touched")

    __hash__ = None  # type: ignore[assignment]


def deep() -> list[Any]:
    found: list[Any] = []
    for _ in range(sys.getrecursionlimit() * 2):
        found = [found]
    return found


WRONG: dict[str, Any] = {
    "an integer": 5,
    "a negative number": -1,
    "no number": float("nan"),
    "a lone surrogate": "\ud800",
    "a word": "no such word",
    "an empty text": "",
    "NUL": "\0",
    "an empty dict": {},
    "an empty list": [],
    "a list of numbers": [5],
    "bytes": b"x",
    "a class": int,
    "an object": object(),
    "what breaks whatever touches it": Hostile(),
    "a very deep list": deep(),
    "None": None,
}


def adata() -> anndata.AnnData:
    obs = pd.DataFrame({"picked": [True, False, True]}, index=["a", "b", "c"])
    return anndata.AnnData(np.zeros((3, 2), "f4"), obs=obs, obsm={"X_umap": np.zeros((3, 2))})


def session(folder: Path) -> Path:
    place = folder / "s.cellucid-session"
    if not place.exists():
        place.write_bytes(b.typical())
    return place


def opened(folder: Path, **more: Any) -> Any:
    return cs.CellucidSessionBundle(more.pop("path", session(folder)), **more)


def chunk(folder: Path) -> dict[str, Any]:
    return {"folder": folder, "chunk_id": b.META}


#: public function -> how it is called well: the arguments by name; folders are the test's
CALLS: dict[str, tuple[Callable[..., Any], Callable[[Path], dict[str, Any]]]] = {
    "validate": (cs.validate, lambda folder: {"source": session(folder)}),
    "validate_many": (validate_many, lambda folder: {"paths": [session(folder)]}),
    "canonicalize": (cs.canonicalize, lambda folder: {"source": session(folder)}),
    "semantic_digest": (cs.semantic_digest, lambda folder: {"source": session(folder)}),
    "publish": (cs.publish, lambda folder: {"session": session(folder), "folder": folder}),
    "session_from_anndata": (cs.session_from_anndata, lambda folder: {"adata": adata(), "highlights": ["picked"]}),
    "apply_cellucid_session_to_anndata": (
        cs.apply_cellucid_session_to_anndata,
        lambda folder: {"bundle": session(folder), "adata": adata(), "dataset_mismatch": "skip"},
    ),
    "apply_sessions": (
        cs.apply_sessions,
        lambda folder: {"sessions": {"a_": session(folder)}, "adata": adata(), "dataset_mismatch": "skip"},
    ),
    "session_provenance": (cs.session_provenance, lambda folder: {"adata": adata()}),
    "show_anndata": (cs.show_anndata, lambda folder: {"data": adata()}),
    "CellucidSessionBundle": (cs.CellucidSessionBundle, lambda folder: {"path": session(folder)}),
    "SessionWriter": (cs.SessionWriter, lambda folder: {}),
    "Judge": (cs.Judge, lambda folder: {}),
    "DatasetFacts": (cs.DatasetFacts, lambda folder: {}),
    "Limits": (cs.Limits, lambda folder: {"chunks": 5}),
    "Policy": (cs.Policy, lambda folder: {"name": "mine"}),
    "session_upload_app": (cs.session_upload_app, lambda folder: {"store": folder / "uploads"}),
    "bundle.get_chunk_meta": (lambda chunk_id, folder: opened(folder).get_chunk_meta(chunk_id), chunk),
    "bundle.decode_chunk": (lambda chunk_id, folder: opened(folder).decode_chunk(chunk_id), chunk),
    "in bundle": (lambda chunk_id, folder: chunk_id in opened(folder), chunk),
}  # fmt: skip

#: values that are not given, because they would wait for something or ask somebody else
NOT_GIVEN = {("validate_many", "scheduler"), ("session_upload_app", "store")}
#: what is judged only when it is used, or may be anything that can be called
LATER = {"authorize", "on_accept", "on_refuse", "progress"}


def parameters() -> list[tuple[str, str]]:
    found = []
    for name, (function, well) in CALLS.items():
        for parameter in inspect.signature(function).parameters.values():
            if parameter.kind is parameter.VAR_KEYWORD:
                found.append((name, next(iter(well(Path())), "")))
            elif (
                (name, parameter.name) not in NOT_GIVEN and parameter.name != "folder"
            ) or name == "publish":
                found.append((name, parameter.name))
    return found


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("name", "parameter"), parameters())
def test_a_wrong_argument_is_told_in_a_sentence(
    name: str, parameter: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    function, well = CALLS[name]
    for what, value in WRONG.items():
        if parameter in LATER and not isinstance(value, Hostile):
            continue
        wrong = outcome(lambda value=value: function(**well(tmp_path) | {parameter: value}))
        assert wrong is None, (what, wrong)


def outcome(call: Callable[[], Any]) -> str | None:
    """None when a call ends well, or in an error of ours with a sentence; else what is wrong with it."""
    try:
        made = call()
    except SessionError as exc:
        told = str(exc) or isinstance(exc, KeyError)  # which says the id: "" here
        return None if told else "an error without a sentence"
    except TypeError as exc:  # the documents name some that are no more than that
        frame = inspect.getinnerframes(exc.__traceback__)[-1]  # type: ignore[arg-type]
        ours = "cellucid_session" in frame.filename and "raise TypeError" in "".join(frame.code_context or [])
        return None if ours and str(exc) else f"{type(exc).__name__} at {frame.filename}:{frame.lineno}"
    except Exception as exc:  # noqa: BLE001
        frame = inspect.getinnerframes(exc.__traceback__)[-1]  # type: ignore[arg-type]
        return f"{type(exc).__name__} at {frame.filename}:{frame.lineno}"
    for end in (getattr(made, "close", None), getattr(getattr(made, "bench", None), "close", None)):
        if end is not None:
            end()
    return None


#: calls that once did as if nothing were wrong, or failed with an error of somebody else
SILENT: dict[str, tuple[Callable[[Path], Any], str]] = {
    "limits={} is not the default": (
        lambda at: cs.validate(session(at), limits={}),
        "limits must be a Limits",
    ),  # type: ignore[arg-type]
    "dataset={}": (lambda at: cs.validate(session(at), dataset={}), "dataset must be a DatasetFacts"),  # type: ignore[arg-type]
    "policy=5": (lambda at: cs.validate(session(at), policy=5), "policy must be a Policy, the name"),  # type: ignore[arg-type]
    "a policy of a lone surrogate": (
        lambda at: cs.validate(session(at), policy="\ud800"),
        "no policy is called",
    ),
    "a list of sessions": (lambda at: cs.apply_sessions([session(at)], adata()), "sessions must be a dict"),  # type: ignore[arg-type]
    "created_at=5": (lambda at: cs.SessionWriter(created_at=5), "created_at must be a datetime"),  # type: ignore[arg-type]
    "limits of canonicalize": (lambda at: cs.canonicalize(session(at), limits={}), "limits must be a Limits"),  # type: ignore[arg-type]
    "limits of a bundle": (lambda at: opened(at, limits={}), "limits must be a Limits"),
    "a word for a switch": (
        lambda at: cs.validate(session(at), early_exit="no"),
        "early_exit must be True or False",
    ),  # type: ignore[arg-type]
    "limits of many": (lambda at: validate_many([session(at)], limits={}), "limits must be a Limits"),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("case", SILENT)
def test_what_was_silent_is_told(case: str, tmp_path: Path) -> None:
    call, text = SILENT[case]
    with pytest.raises(cs.UsageError, match=text):
        call(tmp_path)


def test_nothing_but_a_text_is_in_a_bundle(tmp_path: Path) -> None:
    with opened(tmp_path) as bundle:
        for value in WRONG.values():
            assert value not in bundle
        with pytest.raises(KeyError):
            bundle.entry([])


EMPTY = {"layout": 1, "tool": "x", "manifest": "[]", "fingerprint": "[]", "applied": "[]", "chunks": "[]"}
RECORDS: list[Any] = [
    {"layout": float("inf"), "tool": "x"},
    EMPTY | {"manifest": "[" * 100_000},
    EMPTY | {"prefixes": "{}"},
    EMPTY | {"prefixes": "[[]]"},
    {"layout": "9" * 5000}, [], "text", 5, {"layout": []}, Hostile(), deep(),
]  # fmt: skip


@pytest.mark.parametrize("record", RECORDS, ids=range(len(RECORDS)))
def test_hostile_bookkeeping_is_told(record: Any) -> None:
    held = adata()
    held.uns["cellucid"] = {"session": record}
    wrong = outcome(lambda: cs.session_provenance(held))
    assert wrong is None


@pytest.mark.parametrize("form", ["text", "json", "jsonl", "sarif", "junit", "html"])
def test_a_name_that_can_be_none_of_a_file_is_shown_in_every_format(form: str) -> None:
    from cellucid_session.batch import Reports
    from cellucid_session.judge.policy import BUILT_IN

    report = cs.validate("\ud800.cellucid-session")
    assert report.verdict == "error"
    assert "cellucid-session" in Reports([report], BUILT_IN["upload"]).render(form).encode("utf-8").decode()


def test_a_stream_of_texts_is_told() -> None:
    with pytest.raises(TypeError, match="bytes"):
        cs.validate(io.StringIO("x"))  # type: ignore[arg-type]
