"""Inputs on other file systems: a real web server, a real server of the S3 kind, real file systems of fsspec."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from batch_servers import Web, many_cells

from cellucid_session.batch import inputs, judging
from cellucid_session.batch.items import Run
from cellucid_session.cli import validate
from cellucid_session.errors import InputError
from cellucid_session.io import remote
from cellucid_session.judge import api, walk
from cellucid_session.judge.settings import Settings
from cellucid_session.model import Report

fsspec = pytest.importorskip("fsspec", reason="the extra files is not installed")


def told(done: Any) -> list[dict[str, Any]]:
    results: list[dict[str, Any]] = json.loads(done.stdout)["results"]
    return results


def only(done: Any) -> dict[str, Any]:
    (result,) = told(done)
    return result


def judged(
    *urls: str, schemes: Sequence[str] = ("http",), isolate: bool = False, **more: Any
) -> list[Report]:
    """Judge URLs in this process."""
    from cellucid_session.batch.isolate import BUDGETS_OF_A_CHILD

    run = Run(Settings(**more), BUDGETS_OF_A_CHILD if isolate else None)
    return [judging.judge_item(item, run) for item in inputs.expand(urls, None, (), schemes)]


# -- the web --


def test_what_a_server_gives_is_judged_like_a_file(run, web: Web, tmp_path: Path, good: bytes) -> None:
    (tmp_path / "many").write_bytes(many_cells())
    names = ["good", "many", "bad", "state-snapshots.json"]
    for more in ((), ("--isolate",), ("--jobs", "2")):
        done = run("--format=json", "--remote", "http", *more, *(f"{web.url}/{name}" for name in names))
        assert done.returncode == 1, done.stderr
        assert [result["verdict"] for result in told(done)] == ["valid", "valid", "invalid", "valid"]
        assert [result["path"] for result in told(done)] == [f"{web.url}/{name}" for name in names]
        assert told(done)[3]["kind"] == "state-snapshots"
        assert told(done)[1] | {"path": ""} == only(run("--format=json", "many")) | {"path": ""}


NO_INPUT = {
    "a redirect": ("moved", "redirect"),
    "a redirect to a local file, with a valid session as its body": ("moved-with-a-body", "redirect"),
    "a part of it": ("part", "206"),
    "a coding nobody asked for": ("packed", "coding"),
    "less than was announced": ("short", "ClientPayloadError"),
    "a chunked body without its end": ("chunked-short", "ClientPayloadError"),
    "nothing of this name": ("gone", "404"),
}


@pytest.mark.parametrize("isolate", [False, True], ids=["here", "isolated"])
@pytest.mark.parametrize(("name", "word"), NO_INPUT.values(), ids=NO_INPUT)
def test_what_is_no_whole_answer_is_an_error(web: Web, name: str, word: str, isolate: bool) -> None:
    (report,) = judged(f"{web.url}/{name}", isolate=isolate)
    assert report.verdict == "error"
    assert [found.rule for found in report.findings] == ["input.unreadable"]
    assert word in report.findings[0].message
    assert web.asked == [f"GET /{name}"]  # and nobody else was asked


@pytest.mark.parametrize("more", [(), ("--isolate",), ("--resume", "journal")])
def test_an_endless_answer_stops_at_the_budget(run, web: Web, more: tuple[str, ...]) -> None:
    done = run("--format=json", "--remote=http", "--limit=file_bytes=100000", *more, f"{web.url}/endless")
    result = only(done)
    assert (done.returncode, result["verdict"]) == (3, "inconclusive"), done.stderr
    assert [found["rule"] for found in result["findings"]] == ["budget.file-bytes"]
    assert web.sent < 64 << 20  # what fits into the buffers of two sockets, not what a server can send


def test_an_announced_size_beyond_the_budget_decides_nothing(run, web: Web, tmp_path: Path) -> None:
    many = tmp_path / "many"
    many.write_bytes(many_cells())
    for more in ([], ["--isolate"]):
        done = run("--format=json", "--remote=http", "--limit=file_bytes=1000", *more, f"{web.url}/many")
        assert [found["message"] for found in only(done)["findings"]] == [
            "the input has more than 1000 bytes"
        ]
        report = run("--format=json", "--limit=file_bytes=1000", str(many))
        assert only(report)["verdict"] == only(done)["verdict"] == "inconclusive"


def test_what_takes_too_long_is_an_error(web: Web, monkeypatch) -> None:
    settings = Settings()
    monkeypatch.setattr(remote, "STALL", 0.5)
    start = time.monotonic()
    source = remote.open_remote(f"{web.url}/stalled", ["http"])
    report = walk.judge(source, "session", settings)
    source.close()
    assert (report.verdict, report.findings[0].rule) == ("error", "input.unreadable")
    monkeypatch.undo()
    source = remote.open_remote(f"{web.url}/slow", ["http"])
    source._seconds = 0.5
    report = walk.judge(source, "session", settings)
    source.close()
    assert (report.verdict, report.findings[0].rule) == ("error", "input.unreadable")
    assert "more than 0.5 seconds" in report.findings[0].message
    assert time.monotonic() - start < 15


SECRET = "SECRET"
WITH_SECRETS = {
    "a signature": ("{url}/good?X-Amz-Signature=SECRET", 0),
    "a signature of what is not there": ("{url}/gone?X-Amz-Signature=SECRET", 5),
    "a signature of what is not judged": ("{url}/bad?token=SECRET", 1),
    "a signature before a path": ("{url}?token=SECRET/x", 5),
    "a password": ("http://user:SECRET@{host}/good", 5),
    "a key": ("s3://SECRET@bucket/good", 5),
    "a fragment": ("{url}/good#SECRET", 5),
    "a scheme that was not asked for": ("https://user:SECRET@host/x?SECRET#SECRET", 5),
    "a scheme that is none": ("ftp://user:SECRET@host/x?SECRET", 5),
    "a folder of the web": ("{url}/?SECRET/", 5),
}


@pytest.mark.parametrize(("text", "code"), WITH_SECRETS.values(), ids=WITH_SECRETS)
def test_secrets_of_a_url_are_never_shown(web: Web, capsys, text: str, code: int) -> None:
    for form in ("text", "json", "html", "sarif"):
        assert (
            validate.main(
                [
                    "--remote=http",
                    "--remote=s3",
                    f"--format={form}",
                    text.format(url=web.url, host=web.url.partition("://")[2]),
                ]
            )
            == code
        )
        assert SECRET not in "".join(capsys.readouterr())
    if "@" in text:
        assert web.asked == []
    if code == 0:
        assert web.asked[0].endswith("?X-Amz-Signature=SECRET")  # but it is sent, and exactly as given


def test_nothing_of_the_environment_is_sent(run, web: Web, tmp_path: Path) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login me password SECRET\n")
    (tmp_path / ".netrc").chmod(0o600)
    env = {"HOME": str(tmp_path), "NETRC": str(tmp_path / ".netrc"), "http_proxy": "http://127.0.0.1:9"}
    assert run("--remote=http", f"{web.url}/good", env=env).returncode == 0
    assert "Authorization" not in web.headers[0]


# -- what can be asked for --

NEVER = (
    "file:///etc/hostname", "local://etc/hostname", "memory://x", "simplecache::http://x/y", "zip://a::http://x",
    "http://x/y::file:///etc/hostname", "ftp://h/x", "ssh://h/x", "data://x", "github://a:b@c/", "reference://x",
    "HTTP://127.0.0.1/good", "dir://x", "hdfs://x/y",
)  # fmt: skip


@pytest.mark.parametrize("url", NEVER)
def test_no_other_scheme_is_read(web: Web, capsys, url: str) -> None:
    url = url.replace("http://x/", f"{web.url}/")
    (report,) = judged(url, schemes=tuple(remote.SCHEMES))
    assert report.verdict == "error"
    assert validate.main(["--remote=file", url]) == 2
    assert validate.main(["--remote=memory", url]) == 2


@pytest.mark.parametrize("url", NEVER)
def test_the_table_of_schemes_decides_whatever_was_allowed(url: str) -> None:
    """`http` with a `::` goes to a web server as it stands; the others are refused before anything is opened."""
    if url.startswith("http://"):
        return
    with pytest.raises(InputError, match="is never read"):
        remote.check(url, ["file", "memory", "local", url.partition("://")[0]])


def test_without_the_flag_a_url_is_not_read_and_told_how(run, web: Web) -> None:
    done = run("--format=json", f"{web.url}/good")
    assert done.returncode == 5
    assert "--remote http" in only(done)["findings"][0]["message"]
    assert judged(f"{web.url}/good", schemes=["https"])[0].verdict == "error"
    assert web.asked == []


def test_a_file_whose_name_looks_like_a_url_is_a_file_without_the_flag(
    run, tmp_path: Path, good: bytes
) -> None:
    (tmp_path / "http:").mkdir()
    (tmp_path / "http:" / "a").write_bytes(good)
    assert run("http://a").returncode == 0
    assert run("--remote=http", "http:/a").returncode == 0


ODD = {
    "white space": "http://h/a b", "a control character": "http://h/a\x1b[2J", "no host": "http:///x",
    "a backslash": "http://h\\@x/y", "not ASCII": "http://h/\u00e4", "endless": "http://h/" + "a" * 9000,
}  # fmt: skip


@pytest.mark.parametrize("url", ODD.values(), ids=ODD)
def test_what_is_no_plain_url_is_refused(url: str) -> None:
    with pytest.raises(InputError):
        remote.check(url, ["http"])


def test_files_beside_are_not_looked_for_elsewhere(web: Web, capsys) -> None:
    assert validate.main(["--remote=http", "--check-files", f"{web.url}/state-snapshots.json"]) == 2
    assert web.asked == []


def test_where_the_extra_is_missing_it_is_wrong_usage(tmp_path: Path) -> None:
    program = (
        "import sys; sys.modules['fsspec'] = None\n"
        "from cellucid_session.cli.validate import main; sys.exit(main(['--remote=http', 'http://127.0.0.1/a']))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"cellucid-session[files]" in done.stderr


# -- file systems of fsspec --


def test_files_of_any_file_system_are_judged_in_pieces(tmp_path: Path) -> None:
    data = many_cells()
    (tmp_path / "a").write_bytes(data)
    memory = fsspec.filesystem("memory")
    memory.pipe_file("/many-cells", data)
    for system, path in ((memory, "/many-cells"), (fsspec.filesystem("file"), str(tmp_path / "a"))):
        with system.open(path, "rb") as stream:
            assert api.validate(stream).verdict == "valid"
        with system.open(path, "rb") as stream:
            source = remote.RemoteInput(stream, len(data), lambda system=system, path=path: system.info(path))
            assert walk.judge(source, "session", Settings()).verdict == "valid"
    memory.rm("/many-cells")


def test_an_object_that_is_replaced_while_it_is_read_is_no_answer() -> None:
    data = many_cells()
    memory = fsspec.filesystem("memory")
    for spool in (False, True):
        memory.pipe_file("/many-cells", data)
        with memory.open("/many-cells", "rb") as stream:

            def again() -> object:
                return memory.info("/many-cells")["created"]

            source = remote.RemoteInput(stream, len(data), again)
            memory.rm("/many-cells")
            memory.pipe_file("/many-cells", data)
            if spool:
                with pytest.raises(InputError, match="changed"):
                    remote.spooled(source, 1 << 30)
                continue
            report = walk.judge(source, "session", Settings())
        assert (report.verdict, report.findings[0].rule) == ("error", "input.changed")
    memory.rm("/many-cells")


def test_what_is_spooled_is_bounded(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(many_cells())
    store = remote.spooled(remote.RemoteInput(io.BytesIO(bytes(3 << 20)), None), 1 << 20)
    assert store.size == (1 << 20) + 1  # the byte that passes the budget is judged as well
    assert sum(map(len, store.pieces())) == store.size
    store.close()
    with (tmp_path / "a").open("rb") as stream, pytest.raises(InputError):  # less than was announced
        remote.spooled(remote.RemoteInput(stream, len(many_cells()) + 1), 1 << 30)


# -- a server of the S3 kind --

KEYS = {
    "up/b.cellucid-session": "good", "up/a.cellucid-session": "bad", "up/deep/er/c.cellucid-session": "many",
    "up/deep/state-snapshots.json": "list", "up/readme.txt": "good", "up/a*[b].cellucid-session": "good",
    "other/x.cellucid-session": "good", "case/EVIL.CELLUCID-SESSION": "bad", "case/State-snapshots.json": "list",
    "case/a.cellucid-session": "good", "slash/a.cellucid-session": "good", "slash//EVIL.cellucid-session": "bad",
}  # fmt: skip


@pytest.fixture(scope="module")
def s3(good: bytes) -> Iterator[dict[str, str]]:
    """The environment in which the bucket `bucket` is there; its server is a process of its own."""
    pytest.importorskip("moto", reason="the extra test is not installed")
    s3fs = pytest.importorskip("s3fs")
    program = (
        "import sys; from moto.server import ThreadedMotoServer as S; s = S('127.0.0.1', 0); s.start();"
        "print(s.get_host_and_port()[1], flush=True); sys.stdin.read()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    assert process.stdin is not None
    lines = iter(process.stdout.readline, b"")
    port = next(int(line) for line in lines if line.strip().isdigit())
    environment = {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "AWS_ACCESS_KEY_ID": "SECRET-id",
        "AWS_SECRET_ACCESS_KEY": "SECRET-key",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    store = s3fs.S3FileSystem(
        key="x", secret="y", endpoint_url=environment["AWS_ENDPOINT_URL"], skip_instance_cache=True
    )
    store.mkdir("bucket")
    data = {"good": good, "bad": good + b"\0", "many": many_cells(), "list": b'["a.cellucid-session"]'}
    for key, which in KEYS.items():
        store.pipe_file(f"bucket/{key}", data[which])
    yield environment
    process.stdin.close()
    process.stdout.close()
    process.wait(20)


def test_objects_of_a_bucket_are_judged_each_and_by_folder_and_by_pattern(
    run, s3: dict[str, str], monkeypatch
) -> None:
    words = ["--format=json", "--remote=s3"]
    done = run(*words, "s3://bucket/up/b.cellucid-session", "s3://bucket/gone", "s3://none/x", env=s3)
    assert [result["verdict"] for result in told(done)] == ["valid", "error", "error"]
    everything = [
        ("s3://bucket/up/a*[b].cellucid-session", "valid"),
        ("s3://bucket/up/a.cellucid-session", "invalid"),
        ("s3://bucket/up/b.cellucid-session", "valid"),
        ("s3://bucket/up/deep/er/c.cellucid-session", "valid"),
        ("s3://bucket/up/deep/state-snapshots.json", "valid"),
    ]
    done = run(*words, "--jobs=2", "s3://bucket/up/", env=s3)
    assert [(result["path"], result["verdict"]) for result in told(done)] == everything, done.stderr
    for name, value in s3.items():
        monkeypatch.setenv(name, value)
    assert [
        (report.path, report.verdict) for report in judged("s3://bucket/up/", schemes=["s3"])
    ] == everything
    for pattern, names in {
        "s3://bucket/up/[ab].*": ["a.cellucid-session", "b.cellucid-session"],
        "s3://bucket/up/**/c*": ["deep/er/c.cellucid-session"],
        "s3://bucket/up/a[*][[]b].*": ["a*[b].cellucid-session"],
    }.items():
        items = inputs.expand((), None, [pattern], ["s3"])
        assert [item.shown for item in items] == [f"s3://bucket/up/{name}" for name in names]
        assert [item.failure for item in items] == [None] * len(names)
    done = run(*words, "s3://bucket/nothing/", "--glob", "s3://bucket/up/z*", env=s3)
    assert done.returncode == 5
    assert b"SECRET" not in done.stdout + done.stderr


def test_a_remote_folder_stands_for_the_names_that_one_here_stands_for(run, s3: dict[str, str]) -> None:
    wanted = [
        ("s3://bucket/case/EVIL.CELLUCID-SESSION", "session", "invalid"),
        ("s3://bucket/case/State-snapshots.json", "state-snapshots", "valid"),
        ("s3://bucket/case/a.cellucid-session", "session", "valid"),
    ]
    done = run("--format=json", "--remote=s3", "s3://bucket/case/", env=s3)
    assert [(each["path"], each["kind"], each["verdict"]) for each in told(done)] == wanted
    done = run("--format=json", "--remote=s3", "--glob=s3://bucket/case/*.cellucid-session", env=s3)
    assert [each["path"] for each in told(done)] == [wanted[0][0], wanted[2][0]]


def test_a_remote_folder_without_a_name_is_told(run, s3: dict[str, str]) -> None:
    for words in (["s3://bucket/slash/"], ["--glob=s3://bucket/slash/**/*.cellucid-session"]):
        done = run("--format=json", "--remote=s3", *words, env=s3)
        assert [each["verdict"] for each in told(done)] == ["error", "valid"], done.stdout
        assert done.returncode == 5


def test_an_object_is_bounded_and_can_be_isolated(run, s3: dict[str, str]) -> None:
    url = "s3://bucket/up/deep/er/c.cellucid-session"
    assert run("--remote=s3", "--isolate", url, env=s3).returncode == 0
    assert run("--remote=s3", "--limit=file_bytes=1000", url, env=s3).returncode == 3
    assert run("--remote=https", url, env=s3).returncode == 5


def test_wrong_credentials_are_told_without_their_words(run, s3: dict[str, str]) -> None:
    env = s3 | {"AWS_ENDPOINT_URL": "http://127.0.0.1:9", "AWS_MAX_ATTEMPTS": "1"}
    done = run("--remote=s3", "s3://bucket/up/b.cellucid-session", env=env)
    assert done.returncode == 5
    assert b"SECRET" not in done.stdout + done.stderr
    assert b"Traceback" not in done.stderr


def test_what_the_environment_says_now_is_asked(monkeypatch) -> None:
    """A process that lives on (a notebook, a service) is given another endpoint or another key."""
    pytest.importorskip("s3fs")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    first = remote._file_system("s3://bucket/a")
    assert remote._file_system("s3://bucket/b") is first
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:2")
    assert remote._file_system("s3://bucket/a") is not first
