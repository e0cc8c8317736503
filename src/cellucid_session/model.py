"""What a judgement is made of: spans, findings, limits, data set facts, reports.

Rules of this file:

* Values are frozen and compare by content. They are plain slotted classes because importing `dataclasses`
  or `typing` would cost a gate, which starts a process for each upload, a third of its start.
* A finding's texts are already safe: `message` and `chunk` have gone through `safe`, everything else is ours.
* Only the verdict `valid` means yes.
"""

from __future__ import annotations

from cellucid_session import services
from cellucid_session.errors import ArgumentTypeError, UsageError
from cellucid_session.finding import Finding as Finding
from cellucid_session.finding import Frozen as Frozen
from cellucid_session.finding import Span as Span
from cellucid_session.generated import limits as _limits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

VALID = "valid"
INVALID = "invalid"
INCONCLUSIVE = "inconclusive"
ERROR = "error"
VERDICTS = (VALID, INVALID, INCONCLUSIVE, ERROR)

KIND_SESSION = "session"
KIND_SNAPSHOTS = "state-snapshots"
KINDS = (KIND_SESSION, KIND_SNAPSHOTS)


class Limits(Frozen):
    """Budgets of a policy. When one runs out before the answer is known the verdict is `inconclusive`.

    Attributes:
        file_bytes: bytes of one input.
        inflated_bytes: bytes of all payloads of one input together.
        json_bytes: bytes of one JSON text.
        total_json_bytes: bytes of all JSON texts of one input together.
        json_nodes: nodes of one JSON text: one plus its `{`, `[` and `,` outside strings.
        chunks: entries of one manifest.
        findings: findings that are kept; more are counted.
    """

    __slots__ = tuple(sorted(_limits.BUDGETS))
    file_bytes: int
    inflated_bytes: int
    json_bytes: int
    total_json_bytes: int
    json_nodes: int
    chunks: int
    findings: int

    def __init__(self, **values: int) -> None:
        for name, value in values.items():
            if name not in _limits.BUDGETS:
                raise ArgumentTypeError(
                    f"no limit is called {name!r}; there are: {', '.join(_limits.BUDGETS)}"
                )
            if type(value) is not int or value < 0:
                raise UsageError(f"limit {name} must be an integer of at least 0")
        self._fill(**(_limits.BUDGETS | values))

    def as_dict(self) -> dict[str, int]:
        """The budgets by name, in declared order."""
        return {name: getattr(self, name) for name in _limits.BUDGETS}


class DatasetFacts(Frozen):
    """What the caller knows of the data set that a session is meant for; None where it says nothing.

    Attributes:
        n_obs: number of cells.
        n_vars: number of variables (genes).
        dataset_id: the id that the fingerprint must carry.
    """

    __slots__ = ("dataset_id", "n_obs", "n_vars")
    n_obs: int | None
    n_vars: int | None
    dataset_id: str | None

    def __init__(
        self, n_obs: int | None = None, n_vars: int | None = None, dataset_id: str | None = None
    ) -> None:
        for name, count in (("n_obs", n_obs), ("n_vars", n_vars)):
            if count is not None and not hasattr(type(count), "__index__"):
                raise ArgumentTypeError(
                    f"{name} must be a number of rows, or None, not {type(count).__name__}"
                )
        if not isinstance(dataset_id, str | None):
            raise ArgumentTypeError(f"dataset_id must be a text, or None, not {type(dataset_id).__name__}")
        self._fill(
            n_obs=None if n_obs is None else int(n_obs),
            n_vars=None if n_vars is None else int(n_vars),
            dataset_id=dataset_id,
        )


class Report:
    """The judgement of one input. Compares by content.

    Attributes:
        path: the input's name as given.
        kind: "session" or "state-snapshots".
        verdict: one of `VERDICTS`; only "valid" means yes.
        generation: generation of the format the input was judged as, or None.
        releases: of the viewer, that open the input; empty unless it is a valid session.
        bytes: number of bytes judged, those of every finding included.
        sha256: digest of the input, or None unless it was read to its end.
        findings: in the order of the file, at most `Limits.findings` of them; errors are kept before advice.
        suppressed: number of findings beyond that.
        summary: counts of what is inside (chunks, pages, groups, fields, inflated_bytes, ...).
        layout: what the file consists of, from its first byte on, as far as it was judged: name, start, end
            (exclusive), and bytes of the inflated payload or None. At most `check.facts.FRAMES` chunks.
        members: the first groups whose members were read: label, number of cells, number of all cells or None.
        hidden: the findings behind `suppressed` by level, as far as levels are known.
        certificate: what covers the file and which rules ran, as plain values, or None where it was not asked for.
    """

    __slots__ = (
        "bytes",
        "certificate",
        "findings",
        "generation",
        "hidden",
        "kind",
        "layout",
        "members",
        "path",
        "releases",
        "sha256",
        "summary",
        "suppressed",
        "verdict",
    )

    def __init__(
        self,
        *,
        verdict: str,
        path: str = "",
        kind: str = KIND_SESSION,
        generation: int | None = None,
        releases: tuple[str, ...] = (),
        size: int = 0,
        sha256: str | None = None,
        findings: tuple[Finding, ...] = (),
        suppressed: int = 0,
        summary: dict[str, Any] | None = None,
        layout: tuple[tuple[str, int, int, int | None], ...] = (),
        certificate: dict[str, Any] | None = None,
        members: tuple[tuple[str, int, int | None], ...] = (),
        hidden: dict[str, int] | None = None,
    ) -> None:
        if verdict not in VERDICTS:
            raise ValueError(f"no verdict is called {verdict!r}")
        self.path = path
        self.kind = kind
        self.verdict = verdict
        self.generation = generation
        self.releases = releases
        self.bytes = size
        self.sha256 = sha256
        self.findings = findings
        self.suppressed = suppressed
        self.summary: dict[str, Any] = summary if summary is not None else {}
        self.layout = layout
        self.certificate = certificate
        self.members = members
        self.hidden: dict[str, int] = hidden if hidden is not None else {}

    @property
    def valid(self) -> bool:
        """True only for the verdict `valid`."""
        return self.verdict == VALID

    def __bool__(self) -> bool:
        return self.valid

    def reach(self) -> None:
        """Count the bytes of each finding as judged: a rule may be broken by bytes behind the last that was taken."""
        self.bytes = max([self.bytes, *(found.span.end for found in self.findings if found.span is not None)])

    def of_level(self, level: str) -> Iterator[Finding]:
        """The findings of one level."""
        return (finding for finding in self.findings if finding.level == level)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Report) and all(
            getattr(self, name) == getattr(other, name) for name in self.__slots__
        )

    def _repr_html_(self) -> str:
        """What Jupyter shows: the page of `--format html`, without its frame."""
        shown: str = services.call("report_html", self)
        return shown

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"<Report {self.path!r}: {self.verdict}, {len(self.findings)} findings>"


class Family(Frozen):
    """A family of chunks: what its ids look like and what every chunk of it is.

    Attributes:
        name: what people call it.
        contributor: the contributorId that owns it.
        kind: "json" or "binary".
        priority: "eager", "lazy" or "either".
        dataset_dependent: whether its chunks depend on the data set.
        payload: the schema or the grammar that reads its payload.
        prefix: what its ids begin with, or "" when there is one id only.
        codec: what the writer uses. label: its chunks' label, or what that begins with; "" for any.
        place: its place in the order of writing. required: every session has its chunk.
        ids: pattern of what follows the prefix, or "" for anything.
    """

    __slots__ = (
        "codec",
        "contributor",
        "dataset_dependent",
        "ids",
        "kind",
        "label",
        "name",
        "payload",
        "place",
        "prefix",
        "priority",
        "required",
    )
    name: str
    contributor: str
    kind: str
    priority: str
    dataset_dependent: bool
    payload: str
    prefix: str
    codec: str
    label: str
    place: int
    required: bool
    ids: str

    def __init__(
        self,
        name: str,
        contributor: str,
        kind: str,
        priority: str,
        dataset_dependent: bool,
        payload: str,
        prefix: str,
        *,
        codec: str = "gzip",
        label: str = "",
        place: int = 0,
        required: bool = False,
        ids: str = "",
    ) -> None:
        self._fill(
            name=name,
            contributor=contributor,
            kind=kind,
            priority=priority,
            dataset_dependent=dataset_dependent,
            payload=payload,
            prefix=prefix,
            codec=codec,
            label=label,
            place=place,
            required=required,
            ids=ids,
        )
