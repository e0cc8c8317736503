"""How an input is to be judged: the arguments of `validate` as one value, which can be sent to a child or a worker.

Rules of this file: what can't be is refused here, before anything is opened.
"""

from __future__ import annotations

from cellucid_session.arguments import FLAG, NUMBER, TEXT, Kind, hold
from cellucid_session.errors import UsageError
from cellucid_session.io import files
from cellucid_session.model import DatasetFacts, Frozen, Limits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from cellucid_session.judge.policy import Policy

    Watch = Callable[[bytes], object]  # is told each piece
    AnySource = files.Input | files.Memory | files.Stream

ENGINES = ("generated", "reference", "both")


FACTS = Kind("a DatasetFacts", DatasetFacts).optional()
BUDGETS = Kind("a Limits", Limits).optional()
#: what the arguments of `Settings`, and those of `validate` and `validate_many`, must be
SETTINGS = {
    "limits": BUDGETS,
    "dataset": FACTS,
    "early_exit": FLAG,
    "engine": TEXT,
    "check_files": FLAG,
    "max_findings": NUMBER.optional(),
    "today": TEXT.optional(),
    "generations": Kind("a list, a tuple or a set of numbers", list, tuple, set, frozenset).optional(),
}
ARGUMENTS = {"kind": TEXT.optional(), **SETTINGS, "certificate": FLAG}


class Settings(Frozen):
    """How inputs are to be judged; the arguments of `validate` with the policy resolved.

    `limits` are the budgets that hold. `policy` is None where it gives no level and no waiver. `generations` are
    those of the format that are taken; None: all.
    """

    __slots__ = (
        "certificate",
        "check_files",
        "dataset",
        "early_exit",
        "engine",
        "generations",
        "limits",
        "max_findings",
        "policy",
        "today",
    )
    certificate: bool
    check_files: bool
    dataset: DatasetFacts | None
    early_exit: bool
    engine: str
    generations: frozenset[int] | None
    limits: Limits
    max_findings: int | None
    policy: Policy | None
    today: str | None

    def __init__(
        self,
        *,
        limits: Limits | None = None,
        dataset: DatasetFacts | None = None,
        early_exit: bool = True,
        engine: str = "generated",
        check_files: bool = False,
        max_findings: int | None = None,
        policy: Policy | None = None,
        today: str | None = None,
        certificate: bool = False,
        generations: Collection[int] | None = None,
    ) -> None:
        hold(SETTINGS, locals())
        if engine not in ENGINES:
            raise UsageError(f"no engine is called that; there are: {', '.join(ENGINES)}")
        if certificate and engine == ENGINES[1]:
            from cellucid_session.judge.engines import UNCERTIFIED

            raise UsageError(UNCERTIFIED)
        if max_findings is not None and (type(max_findings) is not int or max_findings < 0):
            raise UsageError("the number of findings must be an integer of at least 0")
        self._fill(
            generations=None if generations is None else known_generations(generations),
            limits=limits if limits is not None else Limits(),
            dataset=dataset,
            early_exit=early_exit and not certificate,  # it speaks of the whole file
            engine=engine,
            check_files=check_files,
            max_findings=max_findings,
            policy=policy,
            today=today,
            certificate=certificate,
        )


def known_generations(numbers: Collection[int]) -> frozenset[int]:
    """Numbers of generations. Raises UsageError for one that is not declared."""
    from cellucid_session.generated.generations import NUMBERS

    for number in numbers:
        if type(number) is not int or number not in NUMBERS:
            raise UsageError(f"no generation has this number; there are: {', '.join(map(str, NUMBERS))}")
    return frozenset(numbers)


def taken(policy: Policy | None, asked: Collection[int] | None) -> frozenset[int] | None:
    """The generations that a policy takes and the caller asks for; None: all."""
    allowed = None if policy is None or not policy.generations else frozenset(policy.generations)
    if asked is None:
        return allowed
    wanted = known_generations(asked)
    return wanted if allowed is None else wanted & allowed
