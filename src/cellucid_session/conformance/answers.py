"""What a reader answered about a file: accept, reject, undecided, skip, crash or hang.

Rules of this file:

* The exit code speaks. JSON on standard output is welcome and never needed: it may say more, and with exit code 0 it
  decides. What contradicts itself, or what no table lists, is a crash: never an accept.
* What a program writes is of doubtful origin: it is read by the strict reader, and only words of our own come out.
"""

from __future__ import annotations

from typing import Any

from cellucid_session.conformance.child import FLOODED, HUNG, Ended
from cellucid_session.generated.rules import RULES
from cellucid_session.owning import Owning
from cellucid_session.wire import strict_json
from cellucid_session.wire.source import Fault

ACCEPT, REJECT, UNDECIDED, SKIP, CRASH, HANG = "accept", "reject", "undecided", "skip", "crash", "hang"

#: words for a verdict -> outcome; those of `cellucid-validate` count too
VERDICTS = {
    "accept": ACCEPT,
    "valid": ACCEPT,
    "reject": REJECT,
    "invalid": REJECT,
    "undecided": UNDECIDED,
    "inconclusive": UNDECIDED,
    "skip": SKIP,
    "error": CRASH,
    "crash": CRASH,
}

#: exit codes unless the caller names others
EXIT_CODES = {0: ACCEPT, 1: REJECT, 3: UNDECIDED}

_NODES = 2_000_000


class Outcome:
    """What became of one file.

    Attributes:
        what: one of the six words. why: in words of ours, for a crash; "" otherwise.
        rule: id of the rule that the program named first, or None.
    """

    __slots__ = ("rule", "what", "why")

    def __init__(self, what: str, why: str = "", rule: str | None = None) -> None:
        self.what = what
        self.why = why
        self.rule = rule

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Outcome) and self._all() == other._all()

    def __hash__(self) -> int:
        return hash(self._all())

    def __repr__(self) -> str:
        return f"Outcome{self._all()}"

    def _all(self) -> tuple[str, str, str | None]:
        return self.what, self.why, self.rule


def outcome(ended: Ended, exit_codes: dict[int, str]) -> Outcome:
    """The outcome of a run over one file."""
    if ended.how == HUNG:
        return Outcome(HANG)
    if ended.how == FLOODED:
        return Outcome(CRASH, "wrote more than is taken")
    code = ended.code
    assert code is not None
    if code < 0:
        return Outcome(CRASH, f"ended by signal {-code}")
    by_code = exit_codes.get(code)
    said = spoken(value(ended.output))
    if by_code is None:
        return Outcome(CRASH, f"exit code {code}")
    if said is None:
        return Outcome(by_code)
    if said.what != by_code and code != 0:
        return Outcome(CRASH, f"exit code {code} says {by_code}, its output says {said.what}")
    return said


def value(output: bytes) -> Any:
    """The one JSON text that an output is, or None."""
    if output.lstrip()[:1] != b"{":
        return None
    try:
        return strict_json.parse(output.strip(), nodes=_NODES)
    except (Fault, ValueError):
        return None


def spoken(told: Any) -> Outcome | None:
    """What a JSON answer says; None when it gives no verdict.

    Args:
        told: {"verdict": …, "rule": …}, both optional; or a report of `cellucid-validate` on one input, or a result
            of it.
    """
    if isinstance(told, dict) and "verdict" not in told and isinstance(told.get("results"), list):
        results = told["results"]
        told = results[0] if len(results) == 1 else None
    if not isinstance(told, dict) or "verdict" not in told:
        return None
    verdict = told["verdict"]
    what = VERDICTS.get(verdict) if isinstance(verdict, str) else None
    if what is None:
        return Outcome(CRASH, "its verdict is no word of the protocol")
    return Outcome(what, "its verdict is error" if what == CRASH else "", _rule(told))


def _rule(told: dict[str, Any]) -> str | None:
    """The rule that is named: a known one, or None."""
    rule = told.get("rule")
    if rule is None and isinstance(told.get("findings"), list):
        errors = (
            each for each in told["findings"] if isinstance(each, dict) and each.get("level") == "error"
        )
        rule = next((each.get("rule") for each in errors), None)
    return rule if isinstance(rule, str) and rule in RULES else None


class Lines(Owning):
    """JSON Lines of answers on many files, taken as they come.

    Args:
        names: the files that are asked about.

    Attributes:
        answers: file -> outcome.
        broken: a line was about no file that was asked about, or a second one about the same.
    """

    def __init__(self, names: list[str]) -> None:
        self._names = frozenset(names)
        self._rest = b""
        self.answers: dict[str, Outcome] = {}
        self.broken = False

    def feed(self, piece: bytes) -> bool:
        """Take a piece of output. Returns whether it brought an answer."""
        *lines, self._rest = (self._rest + piece).split(b"\n")
        before = len(self.answers)
        for line in lines:
            self._line(line)
        return len(self.answers) > before

    def _release(self) -> None:
        """The output is over; its last line may have no end."""
        self._line(self._rest)
        self._rest = b""

    def _line(self, line: bytes) -> None:
        told = value(line)
        if not isinstance(told, dict) or "verdict" not in told:
            return  # anything else may stand between answers
        name = told.get("file", told.get("path"))
        said = spoken(told)
        if not isinstance(name, str) or name not in self._names or name in self.answers or said is None:
            self.broken = True
            return
        self.answers[name] = said
