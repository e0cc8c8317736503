"""The generations of the format, the earliest first.

Rules of this file: a list, and nothing else. Whoever adds one writes its module, its schemas and its vectors.
"""

from __future__ import annotations

from cellucid_session.declare.generations import g1, g2, g3, g4, g5

GENERATIONS = (g1.GENERATION, g2.GENERATION, g3.GENERATION, g4.GENERATION, g5.GENERATION)
