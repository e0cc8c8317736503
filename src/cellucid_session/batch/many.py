"""Many inputs judged from Python: here, in several processes, or on a Dask cluster.

Rules of this file:

* Every input has a report, in the order in which they were given. One that can't be judged stops no other.
* What judges makes no difference: here, in processes and on a cluster the reports are the same.
* A process or a worker that dies while it judges gives the verdict `error` for its input, never `valid`.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Any, overload

from cellucid_session.arguments import CALL, LIST, PATH, TEXT, hold
from cellucid_session.batch import inputs, spread
from cellucid_session.batch.items import STANDARD_INPUT, Item, Run
from cellucid_session.errors import DependencyError, UsageError
from cellucid_session.judge.api import chosen_policy
from cellucid_session.judge.settings import ARGUMENTS, Settings, taken
from cellucid_session.model import KINDS, VERDICTS, DatasetFacts, Limits, Report
from cellucid_session.report.formats import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import pandas as pd

    from cellucid_session.judge.policy import Policy

    Path = str | os.PathLike[str]

COLUMNS = (
    "path", "kind", "verdict", "generation", "bytes", "sha256", "errors", "warnings", "notes", "suppressed", "rules",
)  # fmt: skip


class Reports(Sequence[Report]):
    """The reports of a run, in the order of its inputs. It is true only when there are some and all are valid."""

    def __init__(self, reports: Iterable[Report], policy: Policy) -> None:
        self._reports = tuple(reports)
        self.policy = policy

    @overload
    def __getitem__(self, at: int) -> Report: ...
    @overload
    def __getitem__(self, at: slice) -> Reports: ...
    def __getitem__(self, at: int | slice) -> Report | Reports:
        return Reports(self._reports[at], self.policy) if isinstance(at, slice) else self._reports[at]

    def __len__(self) -> int:
        return len(self._reports)

    @property
    def valid(self) -> bool:
        """Whether there are inputs and each of them is valid."""
        return bool(self._reports) and all(report.valid for report in self._reports)

    def __bool__(self) -> bool:
        return self.valid

    def __repr__(self) -> str:
        told = ", ".join(f"{number} {verdict}" for verdict, number in self.verdicts().items() if number)
        return f"<Reports: {told or 'none'}>"

    def _repr_html_(self) -> str:
        """What Jupyter shows: the page of `--format html`, without its frame."""
        from cellucid_session.report.html import fragment

        return fragment(self._reports)

    def verdicts(self) -> dict[str, int]:
        """How many inputs have each verdict."""
        return {verdict: sum(each.verdict == verdict for each in self._reports) for verdict in VERDICTS}

    def rows(self) -> Iterator[dict[str, Any]]:
        """A row of plain values for each input; `rules` are those broken at level error, sorted."""
        from cellucid_session.report.jsonreport import path_text

        for report in self._reports:
            levels = [found.level for found in report.findings]
            values = (
                path_text(report.path), report.kind, report.verdict, report.generation, report.bytes, report.sha256,
                *(levels.count(level) for level in ("error", "warning", "note")),
                report.suppressed, tuple(sorted({found.rule for found in report.of_level("error")})),
            )  # fmt: skip
            yield dict(zip(COLUMNS, values, strict=True))

    def to_dataframe(self) -> pd.DataFrame:
        """The rows as a data frame, one row for each input. Raises DependencyError without pandas."""
        try:
            import pandas
        except ImportError as exc:
            raise DependencyError(
                "this needs pandas: python -m pip install 'cellucid-session[anndata]'"
            ) from exc
        return pandas.DataFrame(list(self.rows()), columns=list(COLUMNS))

    def render(self, form: str = "text") -> str:
        """The reports as `cellucid-validate --format` writes them. Raises UsageError for another format."""
        import importlib

        if form not in FORMATS:
            raise UsageError(f"no format is called that; there are: {', '.join(FORMATS)}")
        if form == "text":
            from cellucid_session.report.text import render

            return render(self._reports)

        text: str = importlib.import_module(FORMATS[form]).render(self._reports, self.policy)
        return text


def validate_many(
    paths: Path | Iterable[Path],
    *,
    patterns: Sequence[str] = (),
    kind: str | None = None,
    policy: str | Policy | None = None,
    limits: Limits | None = None,
    dataset: DatasetFacts | None = None,
    early_exit: bool = True,
    engine: str = "generated",
    check_files: bool = False,
    max_findings: int | None = None,
    today: str | None = None,
    generations: Collection[int] | None = None,
    remote: Sequence[str] = (),
    resume: Path | None = None,
    jobs: int = 1,
    scheduler: Any = None,
    progress: Callable[[int, int], object] | None = None,
) -> Reports:
    """Judge many inputs.

    Args:
        paths: files and folders, and URLs whose scheme is in `remote`.
        patterns: further inputs, as `cellucid-validate --glob` takes them; sorted, after all paths.
        kind, policy, limits, dataset, early_exit, engine, check_files, max_findings, today, generations: as of
            `validate`.
        remote: schemes of URLs that may be read: "https", "s3", "gs", "http".
        resume: a journal, as of `cellucid-validate --resume`.
        jobs: how many inputs are judged at once on this machine; 0: as many as there are processors. In a script, call
            this under `if __name__ == "__main__":` when it is more than 1.
        scheduler: a `distributed.Client`, or the address of a Dask scheduler ("tcp://..."), to judge on its workers.
            They need this package in the same version and see the same files under the same absolute paths.
        progress: is called with the number of inputs that are done and of all.

    Returns:
        The reports, in the order of the inputs.

    Raises:
        UsageError: an argument is wrong, an extra is not installed, or the journal can't be believed.
        DependencyError: a scheduler is given and `distributed` is not installed.
    """
    hold({"patterns": LIST, "remote": LIST, "resume": PATH.optional(), "progress": CALL}, locals())
    if not isinstance(paths, (str, os.PathLike)):
        hold({"paths": LIST}, locals())
    given = [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)
    hold(ARGUMENTS, {**locals(), "certificate": False})
    for each in given:
        hold({"each of the paths": PATH}, {"each of the paths": each})
    for each in (*patterns, *remote):
        hold({"each of patterns and remote": TEXT}, {"each of patterns and remote": each})
    if kind is not None and kind not in KINDS:
        raise UsageError(f"no kind is called that; there are: {', '.join(KINDS)}")
    if type(jobs) is not int or jobs < 0:
        raise UsageError("the number of jobs must be an integer of at least 0")
    from cellucid_session.judge import policy as policies

    chosen = chosen_policy(policy) or policies.BUILT_IN[policies.DEFAULT]
    if limits is not None:
        chosen = chosen.with_limits(**limits.as_dict())
    _check(given, remote, check_files)
    settings = Settings(
        limits=chosen.limits,
        dataset=dataset,
        early_exit=early_exit,
        engine=engine,
        check_files=check_files,
        max_findings=max_findings,
        policy=chosen if chosen.rules else None,
        today=None if today is None else policies.day(today),
        generations=taken(chosen, generations),
    )
    if engine != "generated":
        from cellucid_session.judge import engines

        engines.require(engine)
    run = Run(settings)
    items = inputs.expand([os.fsdecode(path) for path in given], kind, patterns, remote)
    return Reports(_counted(items, run, chosen, resume, jobs, scheduler, progress), chosen)


def _check(given: list[Path], remote: Sequence[str], check_files: bool) -> None:
    if any(os.fsdecode(path) == STANDARD_INPUT for path in given):
        raise UsageError("standard input is for the command line; validate takes a binary file")
    if isinstance(remote, str):
        raise UsageError('remote is a sequence of schemes, such as ["s3"]')
    if remote:
        from cellucid_session.io import remote as elsewhere

        for scheme in remote:
            if scheme not in elsewhere.SCHEMES:
                raise UsageError(f"no scheme of these is called that: {', '.join(elsewhere.SCHEMES)}")
        if check_files:
            raise UsageError("check_files looks beside files of this machine, which remote ones are not")
        elsewhere.require(remote)


def _counted(
    items: Sequence[Item],
    run: Run,
    policy: Policy,
    resume: Path | None,
    jobs: int,
    scheduler: Any,
    progress: Callable[[int, int], object] | None,
) -> Iterator[Report]:
    journal = None
    if resume is not None:
        from cellucid_session.batch.journal import Journal, identity

        journal = Journal(os.fsdecode(resume), identity(run, policy), lambda: inputs.identities(list(items)))
    try:
        if scheduler is None:
            reports = spread.judged(items, run, jobs=jobs or os.cpu_count() or 1, journal=journal)
        else:
            from cellucid_session.batch.cluster import judged

            reports = judged(items, run, scheduler, journal)
        for done, report in enumerate(reports, 1):
            if progress is not None:
                progress(done, len(items))
            yield report
    finally:
        if journal is not None:
            journal.close()
