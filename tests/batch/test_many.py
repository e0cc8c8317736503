"""`validate_many`: the same reports wherever they are judged."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import builders as b
import pytest
from batch_servers import Web

from cellucid_session import batch, validate
from cellucid_session.batch import bundles, resumed, validate_many
from cellucid_session.batch import cluster as on_cluster
from cellucid_session.batch.items import Item, Run
from cellucid_session.batch.pool import in_processes
from cellucid_session.errors import UsageError
from cellucid_session.judge.settings import Settings
from cellucid_session.model import Limits, Report

FOREIGN = b.session(b.chunk("core/state", {}), b.chunk("notes/a", {}, contributorId="lab"))


@pytest.fixture
def folder(tmp_path: Path, good: bytes, bad: bytes, monkeypatch) -> Path:
    for number in range(12):
        data = (good, bad, FOREIGN)[number % 3]
        (tmp_path / f"{number:02}.cellucid-session").write_bytes(data)
    (tmp_path / "named otherwise").write_bytes(good)
    (tmp_path / "link.cellucid-session").symlink_to("00.cellucid-session")
    monkeypatch.chdir(tmp_path)
    return tmp_path


NAMES = [*(f"./{number:02}.cellucid-session" for number in range(12)), "./link.cellucid-session"]
VERDICTS = [*(["valid", "invalid", "valid"] * 4), "error"]


def told(reports: batch.Reports) -> list[tuple[str, str]]:
    return [(report.path, report.verdict) for report in reports]


@pytest.mark.parametrize("jobs", [1, 2])
def test_every_input_has_a_report_in_order(folder: Path, jobs: int) -> None:
    done = []
    reports = validate_many(
        [".", "gone", Path("named otherwise")], jobs=jobs, progress=lambda *at: done.append(at)
    )
    assert told(reports) == [
        *zip(NAMES, VERDICTS, strict=True), ("gone", "error"), ("named otherwise", "valid"),
    ]  # fmt: skip
    assert done == [(number, 15) for number in range(1, 16)]
    assert not reports
    assert reports.verdicts() == {"valid": 9, "invalid": 4, "inconclusive": 0, "error": 2}
    assert repr(reports) == "<Reports: 9 valid, 4 invalid, 2 error>"
    assert repr(reports[:1]) == "<Reports: 1 valid>"
    assert reports[:1].valid
    assert not reports[:0]


def test_a_thread_beside_does_not_keep_processes_from_judging(folder: Path, web: Web) -> None:
    """Then they are not forked: the web server of this test runs in a thread."""
    assert told(validate_many(".", jobs=2)) == list(zip(NAMES, VERDICTS, strict=True))
    urls = [f"{web.url}/{name}" for name in ("good", "bad", "gone")]
    assert [report.verdict for report in validate_many(urls, remote=["http"], jobs=2)] == [
        "valid", "invalid", "error",
    ]  # fmt: skip


def kind_of_process(item: Item, asked: None) -> str:
    return type(multiprocessing.current_process()).__name__


def test_a_process_with_several_threads_is_not_forked(monkeypatch) -> None:
    monkeypatch.setattr(bundles, "WORTH", 0)
    over = threading.Event()
    beside = threading.Thread(target=over.wait)
    beside.start()
    try:
        both = [Item("a", "session"), Item("b", "session")]
        kinds = set(in_processes(kind_of_process, kind_of_process, both, None, 1))
    finally:
        over.set()
        beside.join()
    assert kinds == {"SpawnProcess"}


def test_arguments_are_those_of_validate(folder: Path) -> None:
    for given in (
        {"policy": "upload-strict"},
        {"limits": Limits(chunks=1)},
        {"early_exit": False},
        {"max_findings": 0},
    ):
        (many,), one = (
            validate_many(["01.cellucid-session"], **given),
            validate("01.cellucid-session", **given),
        )
        assert many == one
    assert [report.path for report in validate_many([], patterns=["0[02].*"])] == [
        "./00.cellucid-session", "./02.cellucid-session",
    ]  # fmt: skip
    wrong: list[dict[str, Any]] = [
        {"kind": "x"}, {"jobs": -1}, {"policy": "gone"}, {"engine": "x"}, {"today": "soon"}, {"remote": ["file"]},
        {"remote": "s3"}, {"remote": ["s3"], "check_files": True}, {"patterns": ["*/.."]},
    ]  # fmt: skip
    for given in wrong:
        with pytest.raises(UsageError):
            validate_many(["a"], **given)
    with pytest.raises(UsageError):
        validate_many("-")


def test_reports_as_a_table_and_as_documents(folder: Path, run) -> None:
    reports = validate_many(["00.cellucid-session", "01.cellucid-session", "gone"])
    frame = reports.to_dataframe()
    assert list(frame.columns) == list(batch.COLUMNS)
    assert frame["verdict"].tolist() == ["valid", "invalid", "error"]
    assert frame["rules"].tolist() == [(), ("frame.trailing",), ("input.unreadable",)]
    assert frame["errors"].tolist() == [0, 1, 1]
    words = ["00.cellucid-session", "01.cellucid-session", "gone"]
    for form in ("text", "json", "sarif"):
        assert reports.render(form).encode() == run(f"--format={form}", *words).stdout
    assert "<html" not in reports._repr_html_()
    with pytest.raises(UsageError):
        reports.render("yaml")


def test_pandas_is_not_imported_before_it_is_asked_for(folder: Path) -> None:
    program = (
        "import sys; from cellucid_session.batch import validate_many\n"
        "reports = validate_many('.'); assert len(reports) == 13\n"
        "assert not {'pandas', 'numpy', 'fsspec', 'distributed', 'dask'} & set(sys.modules)\n"
        "sys.modules['pandas'] = sys.modules['distributed'] = None\n"
        "from cellucid_session.errors import DependencyError\n"
        "for call in (reports.to_dataframe, lambda: validate_many('.', scheduler='tcp://127.0.0.1:1')):\n"
        "    try: call()\n"
        "    except DependencyError as exc: print(exc)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=folder, capture_output=True, check=True, text=True
    )
    assert "cellucid-session[anndata]" in done.stdout
    assert "cellucid-session[cluster]" in done.stdout


def test_a_run_goes_on_from_its_journal(folder: Path, monkeypatch) -> None:
    first = validate_many(".", resume="journal")
    assert (folder / "journal").read_bytes().count(b"\n") == 4  # what it is, and three contents
    monkeypatch.setattr(resumed, "_judged", None)
    assert told(validate_many(".", resume=folder / "journal")) == told(first)
    with pytest.raises(UsageError, match="one of the inputs"):
        validate_many(["journal"], resume="journal")


# -- on a cluster --

LETHAL = """
import os, signal
from distributed import WorkerPlugin

class Lethal(WorkerPlugin):
    name = "lethal"
    def setup(self, worker):
        from cellucid_session.batch import judging
        usual = judging.judge_item
        def judge_item(item, run, watch=None):
            if item.path.endswith("kill"):
                os.kill(os.getpid(), signal.SIGKILL)
            return usual(item, run, watch)
        judging.judge_item = judge_item
"""


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Two workers, each a process with one thread. An input that kills one of them is tried once."""
    distributed = pytest.importorskip("distributed", reason="the extra cluster is not installed")
    import dask

    quiet = {
        "distributed.scheduler.allowed-failures": 0,
        "distributed.worker.memory.terminate": False,
        "distributed.comm.timeouts.connect": "30s",
        "distributed.logging": {"distributed": "critical"},
    }
    with (
        dask.config.set(quiet),
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0", silence_logs=60
        ) as here,
        distributed.Client(here) as client,
    ):
        yield client


@pytest.mark.filterwarnings("default")
def test_a_cluster_gives_the_same_reports(folder: Path, cluster: Any) -> None:
    here = validate_many([".", "named otherwise", "gone"], check_files=True)
    assert list(validate_many([".", "named otherwise", "gone"], check_files=True, scheduler=cluster)) == list(
        here
    )
    by_address = validate_many("00.cellucid-session", scheduler=cluster.scheduler.address)
    assert told(by_address) == [("00.cellucid-session", "valid")]


@pytest.mark.filterwarnings("default")
def test_a_cluster_goes_on_from_a_journal(folder: Path, cluster: Any) -> None:
    first = validate_many(".", scheduler=cluster, resume="journal")
    text = (folder / "journal").read_bytes()
    assert text.count(b"\n") == 4
    assert list(validate_many(".", scheduler=cluster, resume="journal")) == list(first)
    assert (folder / "journal").read_bytes() == text
    assert list(validate_many(".", resume="journal")) == list(first)


@pytest.mark.filterwarnings("default")
def test_a_worker_of_another_version_is_not_believed(folder: Path, cluster: Any, monkeypatch) -> None:
    monkeypatch.setattr(on_cluster, "__version__", "9.9.9")
    (report,) = validate_many("00.cellucid-session", scheduler=cluster)
    assert (report.verdict, report.findings[0].rule) == ("error", "tool.child-died")
    assert "another version" in report.findings[0].message


@pytest.mark.filterwarnings("default")
def test_a_worker_that_dies_is_an_error_for_its_input_only(folder: Path, cluster: Any) -> None:
    (folder / "kill").write_bytes((folder / "00.cellucid-session").read_bytes())
    space: dict[str, Any] = {"__name__": "__main__"}
    exec(LETHAL, space)
    cluster.register_plugin(space["Lethal"]())
    try:
        # of these eight the first four travel together
        names = ["00.cellucid-session", "kill", "01.cellucid-session"] + ["03.cellucid-session"] * 5
        reports = validate_many(names, scheduler=cluster)
    finally:
        cluster.unregister_worker_plugin("lethal")
    assert [report.verdict for report in reports] == ["valid", "error", "invalid", *["valid"] * 5]
    assert [found.rule for found in reports[1].findings] == ["tool.child-died"]
    assert "worker died" in reports[1].findings[0].message


@pytest.mark.filterwarnings("default")
def test_without_workers_everything_is_an_error(folder: Path, monkeypatch) -> None:
    distributed = pytest.importorskip("distributed")
    monkeypatch.setattr(on_cluster, "PATIENCE", 0.2)
    with (
        distributed.LocalCluster(n_workers=0, dashboard_address=":0", silence_logs=60) as here,
        distributed.Client(here) as client,
    ):
        reports = validate_many(["00.cellucid-session", "gone"], scheduler=client, resume="journal")
    assert [report.verdict for report in reports] == ["error", "error"]
    assert "no worker is left" in reports[0].findings[0].message


GOOD = validate(b.session(b.chunk("core/state", {})))
NONSENSE: dict[str, object] = {
    "nothing": None,
    "a report without its version": GOOD,
    "yes": True,
    "a text for a terminal": "\x1b[2J",
    "no outcome": (on_cluster.__version__, [GOOD], 0.1),
    "no list": (on_cluster.__version__, resumed.Outcome(GOOD), 0.1),
    "no time": (on_cluster.__version__, [resumed.Outcome(GOOD)]),
    "too few": (on_cluster.__version__, [], 0.1),
    "too many": (on_cluster.__version__, [resumed.Outcome(GOOD)] * 2, 0.1),
    "an outcome of nothing": (on_cluster.__version__, [resumed.Outcome(None)], 0.1),
    "a journal that nobody has": (
        on_cluster.__version__,
        [resumed.Outcome(None, ("session", "0" * 64))],
        0.1,
    ),
    "another kind": (
        on_cluster.__version__,
        [resumed.Outcome(Report(verdict="valid", kind="state-snapshots"))],
        0.1,
    ),
    "another version": ("0", [resumed.Outcome(GOOD)], 0.1),
}


@pytest.mark.parametrize("answer", NONSENSE.values(), ids=NONSENSE)
def test_an_answer_that_makes_no_sense_is_never_valid(answer: object) -> None:
    item, run = Item("a", "session"), Run(Settings())
    (report,) = on_cluster._believed(answer, [item], run, None)
    assert (report.verdict, report.findings[0].rule) == ("error", "tool.child-died")
    assert "makes no sense" in report.findings[0].message or "another version" in report.findings[0].message
    good = (on_cluster.__version__, [resumed.Outcome(GOOD)], "long")
    assert on_cluster._believed(good, [item], run, None)[0].valid
    assert on_cluster._seconds(good) == 0
    assert on_cluster._seconds(answer) in (0, 0.1)


class Late:
    """A future whose answer is there just after the wait for it has ended; `status` is what it then is."""

    def __init__(self, status: str) -> None:
        self.status, self.waits = "pending", 0
        self._after = status

    def result(self, timeout: float) -> str:
        self.waits += 1
        if self.status == "finished":
            return "the answer"
        self.status = self._after
        raise TimeoutError

    def done(self) -> bool:
        return self.status != "pending"


def test_an_answer_that_comes_when_the_wait_ends_is_taken() -> None:
    late = Late("finished")
    assert on_cluster._answer(None, late) == "the answer"
    assert late.waits == 2
    assert on_cluster._answer(None, Late("error")) == on_cluster.NoAnswer(
        "the worker ended with TimeoutError"
    )
