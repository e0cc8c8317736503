"""Which rules ran: worked out of what a witness saw, and of nothing else.

Rules of this file:

* `ran`: held against everything in the file that the rule speaks of, or itself what ended the judgement.
* `not-applicable`: everything that could hold it was judged, and nothing that the rule speaks of was there.
* `not-reached`: another rule ended the judgement of something that it speaks of. The rules that did are named.
* A rule that was missed for no reason is a bug: it raises, so that the verdict becomes an error.
Spec: 14.3.
"""

from __future__ import annotations

from cellucid_session.generated import subjects as S
from cellucid_session.generated.rule_generations import HOLDS
from cellucid_session.generated.rules import RULES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

RAN = "ran"
NOT_APPLICABLE = "not-applicable"
NOT_REACHED = "not-reached"
ANY = "any"
ELSEWHERE = "the rule holds in other generations of the format: {}"
SILENT = "the policy turns this advice off"


class Seen:
    """What was seen of one input.

    Attributes:
        met, done: how often each subject was there, and was judged to its end. missed: how often
            a rule ended the judgement of one, by subject and rule.
        found: findings by rule. stop: the rule that ended the whole judgement, or None.
    """

    def __init__(
        self,
        met: Mapping[str, int],
        done: Mapping[str, int],
        missed: Mapping[str, dict[str, int]] | None = None,
        found: Mapping[str, int] | None = None,
        stop: str | None = None,
    ) -> None:
        self.met = dict(met)
        self.done = dict(done)
        self.missed = dict(missed or {})
        self.found = dict(found or {})
        self.stop = stop


def rule_states(
    kind: str, seen: Seen, off: frozenset[str] = frozenset(), generation: int | None = None
) -> list[dict[str, Any]]:
    """The state of every rule, in the order of the registry.

    Args:
        kind: of the input. off: the advice that the policy turns off. generation: of the input, where it is known.

    Raises:
        RuntimeError: something was neither judged nor ended by a rule.
    """
    known: dict[str, frozenset[str]] = {}
    return [_state(rule, kind, seen, known, off, generation) for rule in RULES]


def _state(
    rule: str,
    kind: str,
    seen: Seen,
    known: dict[str, frozenset[str]],
    off: frozenset[str],
    generation: int | None,
) -> dict[str, Any]:
    subject = S.SUBJECT_OF[rule]
    state, why, by = RAN, None, []
    found = seen.found.get(rule, 0)
    ended = _ended(subject, kind, seen, known)
    of, none = S.SUBJECTS[subject][:2]
    if of not in (ANY, kind):
        state, why = NOT_APPLICABLE, S.OTHER[kind]
    elif generation is not None and generation not in HOLDS.get(rule, (generation,)):
        state, why = NOT_APPLICABLE, ELSEWHERE.format(", ".join(map(str, HOLDS[rule])))
    elif rule in off:
        state, why = NOT_APPLICABLE, SILENT
    elif ended and ended != {rule}:
        state, by = NOT_REACHED, sorted(ended)
        why = f"{', '.join(by)} ended the judgement of something that this rule speaks of"
    elif not ended and not found and not _there(subject, seen):
        if not none:
            raise RuntimeError(f"{rule} was not run, and nothing says why")
        state, why = NOT_APPLICABLE, none
    return {
        "rule": rule,
        "class": RULES[rule][0],
        "state": state,
        "findings": found,
        "why": why,
        "ended_by": by,
    }


def _there(subject: str, seen: Seen) -> bool:
    """Whether anything of a subject was judged."""
    parts = S.SUBJECTS[subject][3]
    return seen.done.get(subject, 0) > 0 or any(_there(part, seen) for part in parts)


def _ended(subject: str, kind: str, seen: Seen, known: dict[str, frozenset[str]]) -> frozenset[str]:
    """The rules that kept anything of a subject from being judged to its end, or from being known of."""
    if subject in known:
        return known[subject]
    of, _, needs, parts = S.SUBJECTS[subject]
    ended: set[str] = set()
    if of in (ANY, kind):
        for other in (*needs, *parts):
            ended |= _ended(other, kind, seen, known)
        left = seen.met.get(subject, 0) - seen.done.get(subject, 0)
        missed = seen.missed.get(subject, {})
        ended |= missed.keys()
        if left > sum(missed.values()):
            if seen.stop is None:
                raise RuntimeError(f"{subject} was not judged, and nothing says why")
            ended.add(seen.stop)
    known[subject] = frozenset(ended)
    return known[subject]
