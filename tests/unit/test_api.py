"""`validate` takes anything that holds bytes, and fails closed."""

from __future__ import annotations

import io
from pathlib import Path

import builders
import pytest

import cellucid_session
from cellucid_session import DatasetFacts, Limits, UsageError, validate
from cellucid_session.check.engine import Judge
from cellucid_session.model import Finding, Report

GOOD = builders.session(builders.chunk("core/state", {}))


def test_all_sources_give_the_same_report(tmp_path: Path) -> None:
    for data in (GOOD, GOOD + b"\0", b"", b"no session"):
        path = tmp_path / "a"
        path.write_bytes(data)
        with path.open("rb") as stream:
            reports = [
                validate(data),
                validate(bytearray(data)),
                validate(memoryview(data)),
                validate(io.BytesIO(data)),
                validate(stream),
                validate(path),
                validate(str(path)),
            ]
        for report in reports:
            report.path = ""
            assert report == reports[0]


def test_short_reads_change_nothing() -> None:
    class Slow(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(min(size or 1, 1))

    assert validate(Slow(GOOD)) == validate(GOOD)


@pytest.mark.parametrize("error", [ZeroDivisionError, MemoryError, RecursionError, AssertionError])
@pytest.mark.parametrize("where", ["feed", "close", "__init__"])
def test_whatever_breaks_in_the_engine_is_never_valid(
    monkeypatch, error: type[Exception], where: str
) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise error("SECRET of the file")

    monkeypatch.setattr(Judge, where, breaks)
    report = validate(GOOD)
    assert (report.verdict, report.findings[0].rule) == ("error", "tool.internal")
    assert "SECRET" not in report.findings[0].message
    assert error.__name__ in report.findings[0].message


def test_bad_arguments_raise() -> None:
    for arguments in ({"kind": "zip"}, {"engine": "fast"}, {"policy": "nope"}, {"max_findings": -1}):
        with pytest.raises(UsageError):
            validate(GOOD, **arguments)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        validate(5)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        validate(io.StringIO("text"))  # type: ignore[arg-type]


def test_a_path_that_can_not_be_read_is_a_finding(tmp_path: Path) -> None:
    for path, rule in (
        (tmp_path / "gone", "input.unreadable"),
        (tmp_path, "input.not-regular"),
        ("a\0b", "input.unreadable"),
    ):
        report = validate(path)
        assert (report.verdict, [finding.rule for finding in report.findings]) == ("error", [rule])
        assert not report


def test_limits_and_facts_reach_the_engine() -> None:
    assert validate(GOOD, limits=Limits(file_bytes=5)).verdict == "inconclusive"
    assert validate(GOOD, dataset=DatasetFacts(n_obs=99)).verdict == "invalid"
    assert validate(GOOD, dataset=DatasetFacts(n_obs=builders.N_OBS)).verdict == "valid"


def test_the_name_decides_the_kind(tmp_path: Path) -> None:
    path = tmp_path / "state-snapshots.json"
    path.write_bytes(b'["a.cellucid-session"]')
    assert validate(path).kind == "state-snapshots"
    with path.open("rb") as stream:
        assert validate(stream).verdict == "valid"
    assert validate(path, kind="session").verdict == "invalid"


def test_excerpts_are_the_guilty_bytes_and_none_of_what_is_no_session() -> None:
    trailing = validate(GOOD + b"\1\2\3").findings[0]
    assert trailing.span is not None
    assert trailing.excerpt == (GOOD + b"\1\2\3")[trailing.span.start : trailing.span.end][:16].hex(" ")
    assert validate(b"hunter2" * 9).findings[0].excerpt is None


def test_engines_that_differ_are_an_error(monkeypatch) -> None:
    pytest.importorskip("construct", reason="the reference extra is not installed")
    assert validate(GOOD, engine="both").verdict == "valid"
    assert validate(GOOD + b"\0", engine="both").verdict == "invalid"
    assert validate(GOOD, engine="reference").verdict == "valid"
    from cellucid_session.judge import engines

    for other in (
        Report(verdict="valid"),
        Report(verdict="invalid", findings=(Finding("frame.magic", "x"),)),
    ):
        monkeypatch.setattr(Judge, "close", lambda _, other=other: other)
        report = validate(GOOD + b"\0", engine="both")
        assert (report.verdict, report.findings[0].rule) == ("error", "tool.engines-differ")
    assert engines.differences(Report(verdict="valid"), Report(verdict="valid")) == ""


def test_public_names_are_all_there() -> None:
    for name in cellucid_session.__all__:
        assert getattr(cellucid_session, name) is not None
        assert name in dir(cellucid_session)
    with pytest.raises(AttributeError):
        cellucid_session.nope  # noqa: B018
