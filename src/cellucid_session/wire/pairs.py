"""PROVISIONAL"""
from __future__ import annotations
from .source import Fault
from .uvarint import uvarint
def runs(source, pairs, length, most, value_rule, run_rule, zero_rule, opening, sink=None, repeats=None):
    total = 0
    for _ in range(pairs):
        a = source.position
        v = yield from uvarint(source, "a code", repeats)
        b = source.position
        if v > most: raise Fault(value_rule, a, b, f"code {v}")
        r = yield from uvarint(source, "a run", repeats)
        c = source.position
        if total + r > length: raise Fault(run_rule, b, c, "too long")
        total += r
        if r == 0: repeats.add(zero_rule, b, c, "a run of no codes")
        elif sink is not None: sink.pair(v, r, a, b)
    if total != length: raise Fault(run_rule, opening, source.position, "too short")
