"""Differential fuzz of the JavaScript package against the Python engine.

    python fuzz/js_fuzz.py [COUNT] [SEED]

Prints the first differences and how many inputs were judged; exits with 1 when there is one. Needs node.
"""

from __future__ import annotations

import collections
import itertools
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "js"))

import changing  # noqa: E402
import node_judge  # noqa: E402

SHOWN = 10


def main(count: int, seed: int) -> int:
    """Judge so many inputs with both."""
    verdicts: collections.Counter[str] = collections.Counter()
    rules: set[str] = set()
    different = 0
    with node_judge.NodeJudge() as node:
        for number, (data, told) in enumerate(itertools.islice(changing.inputs(seed), count)):
            ours = node_judge.by_python(data, *told)
            theirs = node.judge(data, piece=1 + number * 7919 % 3000, **node_judge.options_of(*told))
            verdicts[ours["verdict"]] += 1
            rules |= {each["rule"] for each in ours["findings"]}
            said = node_judge.difference(theirs, ours)
            if said:
                different += 1
                if different <= SHOWN:
                    print(f"input {number} of seed {seed}, {told}: {said}")
    print(f"{count} inputs, {different} differences, {len(rules)} rules, {dict(verdicts)}")
    return 1 if different else 0


if __name__ == "__main__":
    given = [int(each) for each in sys.argv[1:]]
    sys.exit(main(*(given + [1_000_000, 1][len(given) :])))
