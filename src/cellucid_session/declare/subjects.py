"""What each rule speaks of, so that a report can say of every rule whether it was held against all of it.

Rules of this file:

* Every rule stands under exactly one subject; a rule without one can't be declared.
* The judge says of a subject how often it was met and how often it was judged to its end. Nobody else decides
  whether a rule ran.
* `needs`: subjects that must have been judged whole before anyone can say how often this one is there.
  `parts`: subjects that this one is made of. `none`: why its rules do not apply where it is not there.
"""

from __future__ import annotations

from cellucid_session.declare import rules, subjects_around, subjects_within
from cellucid_session.declare.subject import Subject

SUBJECTS: tuple[Subject, ...] = (*subjects_around.SUBJECTS, *subjects_within.SUBJECTS)

_NAMES = {subject.name for subject in SUBJECTS}
_HELD = [rule for subject in SUBJECTS for rule in subject.rules]
if sorted(_HELD) != sorted(rule.id for rule in rules.RULES):
    _odd = set(_HELD) ^ {rule.id for rule in rules.RULES} or {rule for rule in _HELD if _HELD.count(rule) > 1}
    raise ValueError(f"these rules do not stand under exactly one subject: {sorted(_odd)}")
for _subject in SUBJECTS:
    if not {*_subject.needs, *_subject.parts} <= _NAMES:
        raise ValueError(f"{_subject.name} needs a subject that is not there")
