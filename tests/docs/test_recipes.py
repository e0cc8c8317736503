"""The recipes do what they say: each block of code is run, against real sockets and files.

A ```python block begins with a comment that names its file; a test puts it there and uses it.
"""

from __future__ import annotations

import hashlib
import http.client
import importlib.util
import io
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import builders as b
import pytest

from cellucid_session.errors import UsageError

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "docs" / "recipes"
GOOD = b.session(
    b.chunk("core/state", {}), b.meta(b.group("g1", 3)), b.chunk(b.CELLS + "g1", b.cells([1, 4, 5]))
)
FOREIGN = b.session(b.chunk("core/state", {}), b.chunk("notes/a", {}, contributorId="lab"))


def blocks(language: str) -> dict[str, str]:
    """Name -> text of each block of a language, over all pages; a name is given once."""
    found: dict[str, str] = {}
    for page in sorted(PAGES.glob("*.md")):
        for body in re.findall(
            rf"^```{language}\n(.*?)^```$", page.read_text("utf-8"), re.DOTALL | re.MULTILINE
        ):
            name = re.match(r"# (\S+)\n", body)
            assert name is not None, f"a block of {page.name} names no file"
            assert name[1] not in found
            found[name[1]] = body
    return found


PYTHON = blocks("python")
USED = {
    "service.py", "gate.py", "view.py", "trigger.py", "cluster.py", "one.py", "folder.py", "apply.py",
}  # fmt: skip


def test_every_block_is_used_by_a_test_of_this_file() -> None:
    assert set(PYTHON) == USED
    assert set(blocks("yaml")) == {".pre-commit-config.yaml", ".github/workflows/sessions.yml"}


def module(name: str, folder: Path) -> ModuleType:
    """A block of code as a module."""
    (folder / name).write_text(PYTHON[name], "utf-8")
    spec = importlib.util.spec_from_file_location(f"recipe_{name[:-3]}", folder / name)
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


# -- uploads --


@pytest.fixture(params=["service.py", "gate.py"])
def service(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, int, Path]]:
    """A recipe served by uvicorn: its name, its port, the folder where it keeps sessions."""
    for needed in ("fastapi", "uvicorn"):
        pytest.importorskip(needed, reason="the extra test is not installed")
    (tmp_path / request.param).write_text(PYTHON[request.param], "utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = ["-m", "uvicorn", f"{request.param[:-3]}:app", "--port", str(port), "--log-level", "warning"]
    env = os.environ | {"KEPT_SESSIONS": str(tmp_path / "kept")}
    process = subprocess.Popen([sys.executable, *words], cwd=tmp_path, env=env)
    end = time.monotonic() + 60
    while True:
        assert process.poll() is None
        assert time.monotonic() < end
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            break
        except OSError:
            time.sleep(0.05)
    yield request.param, port, tmp_path / "kept"
    process.terminate()
    process.wait(30)


def kept(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in sorted(folder.rglob("*.cellucid-session")) if path.is_file()]


def test_a_service_keeps_what_is_valid_and_nothing_else(service: tuple[str, int, Path]) -> None:
    name, port, folder = service
    path = "/sessions" if name == "service.py" else "/gate/"

    def post(body: Any, **headers: str) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        headers = {"Content-Type": "application/octet-stream"} | headers
        connection.request("POST", path, body, headers, encode_chunked=not isinstance(body, bytes))
        answer = connection.getresponse()
        told = answer.status, answer.read()
        connection.close()
        return told

    status, answer = post(GOOD)
    assert status in (200, 201), answer
    assert kept(folder) == [GOOD]
    for body in (GOOD + b"\0", GOOD[:-1], FOREIGN, b"", b"x" * 100_000):
        status, answer = post(body)
        assert 400 <= status < 500, answer
    assert kept(folder) == [GOOD]
    if name == "service.py":
        assert json.loads(post(FOREIGN)[1])["detail"]["findings"][0]["rule"] == "chunk.foreign"
        status, _ = post(iter([GOOD[:50], GOOD[50:]]), **{"Transfer-Encoding": "chunked"})
        assert status == 201
        assert kept(folder) == [GOOD, GOOD]
        left = [path for path in folder.iterdir() if path.name.endswith(".partial")]
        assert left == []


def test_the_recipes_of_uploads_take_the_folder_of_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first makes it closed to others; the second takes no other, and its sentence says what to do."""
    pytest.importorskip("fastapi", reason="the extra test is not installed")
    monkeypatch.setenv("KEPT_SESSIONS", str(tmp_path / "kept"))
    body = io.BytesIO(GOOD)
    assert module("service.py", tmp_path).keep(body).endswith(".cellucid-session")
    module("gate.py", tmp_path).gate.bench.close()
    (tmp_path / "kept").chmod(0o755)
    with pytest.raises(
        UsageError, match=r"/kept, is open to other users \(mode 0755, not 0700\): close it with"
    ):
        module("gate.py", tmp_path)


def test_a_view_takes_a_binary_file(tmp_path: Path) -> None:
    view = module("view.py", tmp_path)
    (tmp_path / "a").write_bytes(GOOD)
    with (tmp_path / "a").open("rb") as upload:
        assert view.refused(upload) is None
        assert upload.read() == GOOD
    (tmp_path / "a").write_bytes(FOREIGN)
    with (tmp_path / "a").open("rb") as upload:
        assert "chunk.foreign" in view.refused(upload)


# -- buckets --


def test_a_trigger_judges_the_objects_of_an_event(tmp_path: Path, monkeypatch) -> None:
    moto = pytest.importorskip("moto.server", reason="the extra test is not installed")
    s3fs = pytest.importorskip("s3fs")
    server = moto.ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        for key, value in {
            "AWS_ENDPOINT_URL": f"http://{host}:{port}", "AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b",
            "AWS_DEFAULT_REGION": "us-east-1",
        }.items():  # fmt: skip
            monkeypatch.setenv(key, value)
        store = s3fs.S3FileSystem(skip_instance_cache=True)
        store.mkdir("uploads")
        objects = {
            "good one.cellucid-session": GOOD,
            "foreign.cellucid-session": FOREIGN,
            "a+b": GOOD + b"\0",
        }
        for key, data in objects.items():
            store.pipe_file(f"uploads/{key}", data)
        keys = ["good+one.cellucid-session", "foreign.cellucid-session", "a%2Bb", "gone"]
        event = {"Records": [{"s3": {"bucket": {"name": "uploads"}, "object": {"key": key}}} for key in keys]}
        assert module("trigger.py", tmp_path).handler(event) == {
            "valid": ["s3://uploads/good one.cellucid-session"],
            "refused": {
                "s3://uploads/foreign.cellucid-session": "invalid",
                "s3://uploads/a+b": "invalid",
                "s3://uploads/gone": "error",
            },
        }
    finally:
        server.stop()


@pytest.mark.filterwarnings("default")
def test_a_cluster_judges_a_folder(tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed", reason="the extra cluster is not installed")
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.cellucid-session").write_bytes(GOOD)
    (folder / "b.cellucid-session").write_bytes(GOOD + b"\0")
    cluster = module("cluster.py", tmp_path)
    with (
        distributed.LocalCluster(
            n_workers=1, threads_per_worker=1, processes=False, dashboard_address=":0", silence_logs=60
        ) as here,
        distributed.Client(here) as client,
    ):
        for _ in range(2):
            counts = cluster.judge_folder(str(folder), client)
            assert counts == {"valid": 1, "invalid": 1, "inconclusive": 0, "error": 0}
    assert (tmp_path / "in.judged.jsonl").read_bytes().count(b"\n") == 3  # what it is, and two contents


# -- notebooks --


def test_a_notebook_shows_a_page_a_table_and_the_columns(tmp_path: Path) -> None:
    nbformat = pytest.importorskip("nbformat", reason="the extra test is not installed")
    nbclient = pytest.importorskip("nbclient")
    anndata = pytest.importorskip("anndata")
    import numpy as np

    (tmp_path / "my-session.cellucid-session").write_bytes(GOOD)
    (tmp_path / "sessions").mkdir()
    (tmp_path / "sessions" / "a.cellucid-session").write_bytes(GOOD)
    (tmp_path / "sessions" / "b.cellucid-session").write_bytes(GOOD + b"\0")
    anndata.AnnData(np.zeros((10, 5), "float32")).write_h5ad(tmp_path / "data.h5ad")
    cells = [nbformat.v4.new_code_cell(PYTHON[name]) for name in ("one.py", "folder.py", "apply.py")]
    notebook = nbformat.v4.new_notebook(cells=cells)
    nbclient.NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
    shown = [cell["outputs"][-1]["data"] for cell in notebook["cells"]]
    assert "valid" in shown[0]["text/html"]
    assert "frame.trailing" in shown[1]["text/plain"]
    assert "a.cellucid-session" not in shown[1]["text/plain"]
    assert "cellucid_highlight__g1" in shown[2]["text/plain"]


# -- continuous integration --


def test_the_configurations_name_what_is_there() -> None:
    yaml = pytest.importorskip("yaml", reason="the extra test is not installed")
    texts = blocks("yaml")
    hooks = yaml.safe_load(texts[".pre-commit-config.yaml"])["repos"][0]["hooks"]
    known = {hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))}
    assert {hook["id"] for hook in hooks} <= known
    workflow = yaml.safe_load(texts[".github/workflows/sessions.yml"])
    (step,) = [step for step in workflow["jobs"]["sessions"]["steps"] if "cellucid-session" in step["uses"]]
    inputs = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))["inputs"]
    assert set(step["with"]) <= set(inputs)
    assert workflow["permissions"] == {"contents": "read"}


def commands() -> list[str]:
    """Command lines of ours that the pages show."""
    found = []
    for page in sorted(PAGES.glob("*.md")):
        for body in re.findall(r"^```bash\n(.*?)^```$", page.read_text("utf-8"), re.DOTALL | re.MULTILINE):
            found += [line for line in body.replace("\\\n", " ").splitlines() if line.startswith("cellucid-")]
    return found


def test_the_commands_that_are_shown_run(tmp_path: Path) -> None:
    (tmp_path / "sessions").mkdir()
    (tmp_path / "sessions" / "a.cellucid-session").write_bytes(GOOD)
    shown = commands()
    assert len(shown) == 2
    for line in shown:
        line = line.replace("--remote s3", "").replace("s3://uploads/2026/", "sessions")
        line = line.replace("cellucid-validate", f"{sys.executable} -m cellucid_session.cli.validate")
        done = subprocess.run(["bash", "-c", line], cwd=tmp_path, capture_output=True, check=False, text=True)
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "report.xml").read_text("utf-8").startswith("<?xml")
    digest = hashlib.sha256(GOOD).hexdigest()
    assert digest in (tmp_path / "judged.jsonl").read_text("utf-8")
