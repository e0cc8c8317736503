"""`cellucid-session create`, `canonicalize` and `publish` as processes, with real files."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import builders
import pytest
from session_runs import COMMAND, assert_safe, session

pytest.importorskip("anndata", reason="the extra anndata")

import anndata
import numpy as np
import pandas as pd

from cellucid_session import canonicalize, semantic_digest, validate
from cellucid_session.read.bundle import CellucidSessionBundle

TIME = "2026-01-15T09:30:00.123Z"
LIST = "state-snapshots.json"


@pytest.fixture
def data(tmp_path: Path) -> Any:
    """A data set on disk as data.h5ad, and in memory."""
    rng = np.random.default_rng(1)
    adata = anndata.AnnData(np.zeros((60, 9), dtype=np.float32))
    adata.obs["T cells"] = rng.random(60) < 0.5
    adata.obs["other"] = rng.random(60) < 0.5
    adata.obs["type"] = pd.Categorical(
        rng.choice(np.array(["b", "a"], dtype=object), 60), categories=["b", "a"]
    )
    adata.obs["\x1b[2Jx"] = True
    adata.var["kind"] = pd.Categorical(["m", "n", "m"] * 3)
    adata.write_h5ad(tmp_path / "data.h5ad")
    return adata


@pytest.mark.filterwarnings("ignore:Writing zarr v2:UserWarning")
@pytest.mark.parametrize("name", ["data.h5ad", "data.zarr"])
def test_create_makes_a_session_of_columns(tmp_path: Path, data: Any, name: str) -> None:
    if name.endswith(".zarr"):
        pytest.importorskip("zarr", reason="stores need zarr")
        data.write_zarr(tmp_path / name)
    words = ["--highlight", "T cells", "--highlight", "other", "--field", "type", "--field", "var:kind"]
    words += ["--dataset-id", "d", "--source-type", "local-user", "--created-at", TIME]
    words += ["--page", "Mine", "--color", "#112233", "-o", "out.cellucid-session"]
    done = session(tmp_path, "create", name, *words)
    assert done.returncode == 0, done.stderr
    assert done.stdout == b"written: out.cellucid-session (2 groups, 2 fields, 60 cells)\n"
    assert done.stderr == b""
    path = tmp_path / "out.cellucid-session"
    assert validate(path, engine="both").valid
    with CellucidSessionBundle(path) as bundle:
        assert bundle.manifest["createdAt"] == TIME
        assert bundle.dataset_fingerprint == {
            "sourceType": "local-user",
            "datasetId": "d",
            "cellCount": 60,
            "varCount": 9,
        }
        assert [(page.name, page.color) for page in bundle.pages] == [("Mine", "#112233")]
        for group in bundle.groups:
            assert group.mask(60).tolist() == data.obs[group.label].tolist()
        type_, kind = bundle.fields
        assert (type_.source, type_.categories) == ("obs", ("b", "a"))
        assert type_.codes.tolist() == data.obs["type"].cat.codes.tolist()
        assert (kind.source, kind.codes.tolist()) == ("var", data.var["kind"].cat.codes.tolist())


def test_what_was_created_can_be_applied(tmp_path: Path, data: Any) -> None:
    made = session(
        tmp_path,
        "create",
        "data.h5ad",
        "--highlight",
        "T cells",
        "--field",
        "type",
        "-o",
        "s.cellucid-session",
    )
    assert made.returncode == 0, made.stderr
    done = session(tmp_path, "apply", "s.cellucid-session", "data.h5ad", "-o", "applied.h5ad")
    assert done.returncode == 0, done.stderr
    applied = anndata.read_h5ad(tmp_path / "applied.h5ad")
    new = [name for name in applied.obs if name not in data.obs]
    assert len(new) == 2
    highlight = next(name for name in new if name.startswith("cellucid_highlight__"))
    field = next(name for name in new if name != highlight)
    assert applied.obs[highlight].tolist() == data.obs["T cells"].tolist()
    assert applied.obs[field].tolist() == data.obs["type"].tolist()


def test_a_group_that_was_applied_keeps_its_label_and_page(tmp_path: Path, data: Any) -> None:
    group = builders.group("a", 0, label="T cells <near>")
    page = {"id": "p", "name": "Niche", "color": "#aabbcc", "highlightedGroups": [group]}
    meta = builders.chunk(builders.META, {"pages": [page]})
    (tmp_path / "s.cellucid-session").write_bytes(builders.session(meta, n_obs=60, n_vars=9))
    applied = session(tmp_path, "apply", "s.cellucid-session", "data.h5ad", "-o", "applied.h5ad")
    assert applied.returncode == 0, applied.stderr
    column = "cellucid_highlight__a"
    cases: list[tuple[list[str], list[tuple[str, str | None, list[str]]]]] = [
        (
            [column, "other=B = x"],
            [("Niche", "#aabbcc", ["T cells <near>"]), ("Page 1", "#e69f00", ["B = x"])],
        ),
        ([f"{column}=new", "--page", "P", "--color", "#000000"], [("P", "#000000", ["new"])]),
        ([column, "--color", "#010203"], [("Niche", "#010203", ["T cells <near>"])]),
    ]
    for place, (words, wanted) in enumerate(cases):
        groups = [word for name in words[:2] if not name.startswith("--") for word in ("--highlight", name)]
        more = words[len(groups) // 2 :]
        out = f"{place}.cellucid-session"
        done = session(tmp_path, "create", "applied.h5ad", *groups, *more, "-o", out)
        assert done.returncode == 0, done.stderr
        with CellucidSessionBundle(tmp_path / out) as bundle:
            told = [(each.name, each.color, [group.label for group in each.groups]) for each in bundle.pages]
        assert told == wanted
    assert session(tmp_path, "create", "applied.h5ad", "--highlight", "other=", "-o", "x").returncode == 2


def test_what_of_a_columns_kind_is_lost_is_told(tmp_path: Path, data: Any) -> None:
    data.obs["number"] = pd.Categorical([0, 1] * 30, ordered=True)
    data.write_h5ad(tmp_path / "more.h5ad")
    words = ["create", "more.h5ad", "--field", "number", "-o", "x.cellucid-session", "--force"]
    first, *notes = session(tmp_path, *words).stdout.decode().splitlines()
    assert first.startswith("written: ")
    assert [note.startswith("the column number of obs: its categories are ") for note in notes] == [
        True,
        True,
    ]
    assert session(tmp_path, *words, "--quiet").stdout == b""


USAGE = {
    "no output": ["create", "data.h5ad", "--highlight", "T cells"],
    "nothing to write": ["create", "data.h5ad", "-o", "x"],
    "no such column": ["create", "data.h5ad", "--highlight", "nope", "-o", "x"],
    "a column of another type": ["create", "data.h5ad", "--highlight", "type", "-o", "x"],
    "a field of another type": ["create", "data.h5ad", "--field", "T cells", "-o", "x"],
    "a colour that is none": ["create", "data.h5ad", "--highlight", "T cells", "--color", "red", "-o", "x"],
    "a colour without a page": ["create", "data.h5ad", "--field", "type", "--color", "#112233", "-o", "x"],
    "a time that is none": ["create", "data.h5ad", "--field", "type", "--created-at", "now", "-o", "x"],
    "the input as output": ["create", "data.h5ad", "--field", "type", "-o", "data.h5ad", "--force"],
    "data of another kind": ["create", "data.csv", "--field", "type", "-o", "x"],
    "two data sets": ["create", "data.h5ad", "data.h5ad", "--field", "type", "-o", "x"],
    "canonicalize without a place": ["canonicalize", "s.cellucid-session"],
    "canonicalize to two": ["canonicalize", "s.cellucid-session", "--digest", "-o", "x"],
    "the session as output": ["canonicalize", "s.cellucid-session", "-o", "s.cellucid-session", "--force"],
    "publish without a folder": ["publish", "s.cellucid-session"],
    "publish into no folder": ["publish", "s.cellucid-session", "nowhere"],
    "publish under a hostile name": ["publish", "s.cellucid-session", ".", "--name", "../\x1b[2J"],
}


@pytest.mark.parametrize("case", USAGE)
def test_wrong_usage_is_2_and_writes_nothing(tmp_path: Path, data: Any, case: str) -> None:
    (tmp_path / "s.cellucid-session").write_bytes(builders.typical())
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    done = session(tmp_path, *USAGE[case])
    assert done.returncode == 2, done.stderr
    assert done.stdout == b""
    assert done.stderr.startswith(f"cellucid-session: {USAGE[case][0]}: ".encode())
    assert_safe(done)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_hostile_names_of_columns_are_told_safely(tmp_path: Path, data: Any) -> None:
    done = session(
        tmp_path, "create", "data.h5ad", "--highlight", "\x1b[2Jx", "--field", "\x1b[2Jx", "-o", "x"
    )
    assert done.returncode == 2
    assert_safe(done)


def test_a_file_that_is_there_needs_force(tmp_path: Path, data: Any) -> None:
    out = tmp_path / "x.cellucid-session"
    out.write_bytes(b"mine")
    words = ["create", "data.h5ad", "--field", "type", "-o", out]
    assert session(tmp_path, *words).returncode == 2
    assert out.read_bytes() == b"mine"
    assert session(tmp_path, *words, "--force", "--quiet").stdout == b""
    assert validate(out).valid


def test_data_that_cannot_be_read_is_5(tmp_path: Path) -> None:
    (tmp_path / "broken.h5ad").write_bytes(b"not hdf5")
    for name in ("broken.h5ad", "not-there.h5ad"):
        done = session(tmp_path, "create", name, "--field", "type", "-o", "x")
        assert done.returncode == 5, done.stderr
        assert_safe(done)
    assert not (tmp_path / "x").exists()


def test_canonicalize_writes_the_form_and_tells_the_digest(tmp_path: Path) -> None:
    (tmp_path / "a.cellucid-session").write_bytes(builders.typical())
    done = session(tmp_path, "canonicalize", "a.cellucid-session", "-o", "b.cellucid-session")
    assert done.returncode == 0, done.stderr
    form = (tmp_path / "b.cellucid-session").read_bytes()
    assert form == canonicalize(builders.typical())
    digest = hashlib.sha256(form).hexdigest()
    assert done.stdout.decode() == f"{digest}  b.cellucid-session\n"
    assert (
        session(tmp_path, "canonicalize", "b.cellucid-session", "--digest").stdout.decode().split()[0]
        == digest
    )
    assert semantic_digest(builders.typical()) == digest
    again = session(tmp_path, "canonicalize", "a.cellucid-session", "-o", "b.cellucid-session")
    assert again.returncode == 2


CODES = {
    "an invalid session": (builders.typical() + b"\0", 1),
    "no session": (b"hello", 1),
    "nothing": (None, 5),
}


@pytest.mark.parametrize("case", CODES)
@pytest.mark.parametrize(
    "words",
    [
        ["canonicalize", "a.cellucid-session", "-o", "x"],
        ["canonicalize", "a.cellucid-session", "--digest"],
        ["publish", "a.cellucid-session", "exports"],
    ],
    ids=" ".join,
)
def test_sessions_that_are_not_valid_give_nothing(tmp_path: Path, case: str, words: list[str]) -> None:
    content, code = CODES[case]
    (tmp_path / "exports").mkdir()
    if content is not None:
        (tmp_path / "a.cellucid-session").write_bytes(content)
    done = session(tmp_path, *words)
    assert done.returncode == code, done.stderr
    assert done.stdout == b""
    assert_safe(done)
    assert not (tmp_path / "x").exists()
    assert list((tmp_path / "exports").iterdir()) == []


def test_publish_makes_it_the_one_that_opens(tmp_path: Path) -> None:
    exports = tmp_path / "exports"
    exports.mkdir()
    (exports / LIST).write_text('{"states": ["old.cellucid-session"]}')
    (exports / "old.cellucid-session").write_bytes(builders.session())
    (tmp_path / "new.cellucid-session").write_bytes(builders.typical())
    done = session(tmp_path, "publish", "new.cellucid-session", "exports")
    assert done.returncode == 0, done.stderr
    lies = os.path.join("exports", "new.cellucid-session")
    assert done.stdout.decode() == f"published: {lies} opens with the data set\n"
    told = session(tmp_path, "auto-restore", "exports", "--json")
    assert told.returncode == 0, told.stderr
    assert json.loads((exports / LIST).read_bytes()) == {
        "states": ["old.cellucid-session", "new.cellucid-session"]
    }
    (exports / LIST).write_text("[")
    assert session(tmp_path, "publish", "new.cellucid-session", "exports").returncode == 1
    assert (exports / LIST).read_text() == "["


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="the system knows no SIGKILL")
def test_a_process_that_is_killed_leaves_no_half_session(tmp_path: Path, data: Any) -> None:
    out = tmp_path / "x.cellucid-session"
    out.write_bytes(builders.session())
    words = [*COMMAND, "create", "data.h5ad", "--field", "type", "-o", str(out), "--force"]
    for wait in (0.2, 0.6, 1.0):
        process = subprocess.Popen(words, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(wait)
        process.kill()
        process.wait(60)
        assert validate(out).valid


@pytest.mark.parametrize("name", ["create", "canonicalize", "publish"])
def test_help_tells_the_exit_codes(tmp_path: Path, name: str) -> None:
    done = session(tmp_path, name, "--help")
    assert done.returncode == 0
    assert b"exit code:\n0  " in done.stdout
    assert all(len(line) <= 80 for line in done.stdout.decode().splitlines())
