"""One scenario, told to whoever writes a writer: in words, as JSON, and what is checked.

Rules of this file:

* What is told is read from the scenario; nothing of it is written down a second time.
* With `json` it is the file that a writer is given, byte for byte, and nothing else (`Scenario.given`).
"""

from __future__ import annotations

import json
from typing import Any

from cellucid_session.conformance import scenarios
from cellucid_session.conformance.scenarios import Scenario

MOST = 16_384  # bytes of a scenario that are shown among words
_INNERMOST = 60  # characters of a list or an object that stands on one line


def text(scenario: Scenario, program: str) -> str:
    """What a person is told of a scenario."""
    given = scenario.given()
    most = len(given) <= MOST
    asked = _laid_out(scenario.asked, "") if most else f"{len(given)} bytes: --format json writes them"
    of = "" if scenario.generation == scenarios.EARLIEST else f"--generation {scenario.generation} "
    return f"""{scenario.name} (generation {scenario.generation})
{scenario.note}

What your program is given, as the file {{scenario}}:

{asked}

What is checked:
- it ends with exit code 0, within the time of --timeout
- {{out}} is then a regular file
- which is valid, as both engines judge it
- and whose semantic digest (spec 13) is
  {scenario.digest}
A label, a key or a chunk more or less is another digest. Order of keys, white space
and compression change nothing. Canonical form is told, and not asked for.

Ask your writer for this one:
  {program} writer {of}--only {scenario.name} -- COMMAND {{scenario}} {{out}}
"""


def _laid_out(value: Any, indent: str) -> str:
    """JSON for people: a key on each line, and what is short on one."""
    short = json.dumps(value, ensure_ascii=True)
    if len(short) <= _INNERMOST or not isinstance(value, dict | list):
        return short
    if isinstance(value, list) and not any(isinstance(each, dict | list) for each in value):
        return short
    inside = indent + "  "
    if isinstance(value, dict):
        rows = [f"{json.dumps(key)}: {_laid_out(each, inside)}" for key, each in value.items()]
    else:
        rows = [_laid_out(each, inside) for each in value]
    opened, closed = "{}" if isinstance(value, dict) else "[]"
    return f"{opened}\n{inside}" + f",\n{inside}".join(rows) + f"\n{indent}{closed}"
