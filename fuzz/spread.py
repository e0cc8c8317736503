"""Counts the rules that the structured mutator reaches, without libFuzzer: python fuzz/spread.py [EXECUTIONS] [SEED]

Rules of this file: the pool begins with the corpus and grows by what shows a rule for the first time, as a fuzzer's
would by coverage. A rule counts as reached when a change brought it: a seed that shows it, changed elsewhere, is none.
`RARE` names what no session can reach.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from pathlib import Path

import _mutator

from cellucid_session.check.engine import Judge
from cellucid_session.generated.rule_generations import HOLDS
from cellucid_session.generated.rules import RULES
from cellucid_session.model import DatasetFacts, Limits

CORPUS = Path(__file__).resolve().parent / "corpus" / "fuzz_bundle"
#: rules that are about what is around a session, not in it
RARE = ("tool.", "input.", "snapshots.", "policy.", "budget.isolated", "budget.file-bytes")
#: rules that hold in later generations only, and the magic of a format that nobody knows: seeds and changes are of the
#: first generation, and the vectors hold both engines to the others
LATER = {rule for rule, holds in HOLDS.items() if 1 not in holds} | {"frame.generation"}
MAX_SIZE = 1 << 16
TIGHT = Limits(json_bytes=1300, total_json_bytes=1600, json_nodes=80, inflated_bytes=600, chunks=3)
DATASET = DatasetFacts(9, 8, "none of them")


def rules_of(data: bytes, odd: bool) -> set[str]:
    """The rules found in a session. odd: with tight budgets, for a data set that it is not of."""
    judge = Judge(early_exit=False, limits=TIGHT if odd else None, dataset=DATASET if odd else None)
    judge.feed(data)
    return {each.rule for each in judge.close().findings}


def spread(executions: int, seed: int, pool: list[bytes]) -> tuple[Counter[str], Counter[str]]:
    """How often each rule was found, and how often in a session whose parents, judged alike, do not break it."""
    maker = random.Random(seed)
    pool = list(pool)
    shown: dict[tuple[bytes, bool], set[str]] = {}
    found: Counter[str] = Counter()
    brought: Counter[str] = Counter()
    for number in range(executions):
        odd = number % 8 == 0
        parents = [maker.choice(pool)]
        if maker.random() < 0.1:
            parents.append(maker.choice(pool))
            data = _mutator.cross(*parents, MAX_SIZE, maker.getrandbits(32))
        else:
            data = _mutator.mutate(parents[0], MAX_SIZE, maker.getrandbits(32))
        rules = rules_of(data, odd)
        if not rules <= found.keys() and len(data) < 8000:
            pool.append(data)
        found.update(rules)
        for parent in parents:
            if (parent, odd) not in shown:
                shown[parent, odd] = rules_of(parent, odd)
            rules -= shown[parent, odd]
        brought.update(rules)
    return found, brought


def wanted() -> list[str]:
    """The rules that a session can reach."""
    return [rule for rule in RULES if not rule.startswith(RARE) and rule not in LATER]


def main(arguments: list[str]) -> int:
    """Print the count of each rule; 1 when one was not reached."""
    executions, seed = (int(each) for each in (*arguments, *("20000", "1")[len(arguments) :]))
    found, brought = spread(executions, seed, [path.read_bytes() for path in sorted(CORPUS.iterdir())])
    for rule in wanted():
        print(f"{found[rule]:8} {brought[rule]:8} {rule}")
    missing = [rule for rule in wanted() if not brought[rule]]
    print(
        f"{len(wanted()) - len(missing)} of {len(wanted())} rules in {executions} executions; not: {missing}"
    )
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
