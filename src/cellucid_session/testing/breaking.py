"""Sessions that break one known rule: the conformance suite, drawn so that each rule is met alike.

Rules of this file: only vectors that can be judged by their bytes alone are drawn, without a budget, a data set or a
policy, and with nothing beside them. The suite is read when something is drawn for the first time.
"""

from __future__ import annotations

from functools import cache

from hypothesis import strategies as st

from cellucid_session.conformance.assembling import SESSION
from cellucid_session.conformance.catalogue import Suite, Vector, load
from cellucid_session.errors import UsageError
from cellucid_session.generated.rules import RULES

#: classes of rules that bytes break; a budget is somebody's who judges
OF_BYTES = ("safety", "conformance", "advice")


@cache
def _known() -> tuple[Suite, dict[str, list[Vector]]]:
    """The suite; rule -> its vectors, rules in the order of their ids."""
    suite, known = load(), dict[str, list[Vector]]()
    for vector in suite.vectors:
        alone = not (vector.limits or vector.dataset or vector.taken or vector.beside is not None)
        rule = vector.expect.rule
        if alone and rule is not None and RULES[rule][0] in OF_BYTES and suite.kind(vector) == SESSION:
            known.setdefault(rule, []).append(vector)
    return suite, dict(sorted(known.items()))


def rules() -> tuple[str, ...]:
    """Ids of the rules that `breaking` knows, sorted: all that a session's bytes alone can break."""
    return tuple(_known()[1])


def breaking(rule: str | None = None) -> st.SearchStrategy[tuple[str, bytes]]:
    """A rule's id and a session that breaks it. A few can't but break another rule with it; advice may be found too.

    Args:
        rule: one of `rules()`; drawn, each alike, when None.

    Raises:
        UsageError: `rule` is none of them.
    """

    def known() -> st.SearchStrategy[tuple[str, bytes]]:
        suite, vectors = _known()
        chosen = st.sampled_from(list(vectors)) if rule is None else st.just(rule)
        return chosen.flatmap(
            lambda one: st.sampled_from(vectors[one]).map(lambda vector: (one, suite.build(vector)))
        )

    if rule is not None and rule not in rules():
        raise UsageError(f"no session breaks a rule of that name by its bytes alone: {rule!r}")
    return st.deferred(known)
