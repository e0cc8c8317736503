"""The process that judges one input and ends: bounded before it reads a byte.

Rules of this file: one answer is written, whole, with its length and digest before it; whatever happens, the process
ends here and never goes on as the one that it was forked from.
"""

from __future__ import annotations

import os

from cellucid_session.batch import answers
from cellucid_session.io import files
from cellucid_session.judge import outcomes, walk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

OPEN_FILES = 64
OUT_OF_MEMORY = 40  # exit code
BROKEN = 1  # exit code
HEAD = 16 + 1 + 64 + 1  # length in hex, blank, digest in hex, newline


def end_here(asked: bytes, memory: int, seconds: int) -> NoReturn:
    """Judge standard input as the request says, write the answer to standard output, end.

    Args:
        memory: bytes of address space. seconds: of processor time.
    """
    code = BROKEN
    try:
        bound(memory, seconds)
        body = answer(asked)
        rest = memoryview(head(body) + body)
        while rest:
            rest = rest[os.write(1, rest) :]
        code = 0
    except MemoryError:
        code = OUT_OF_MEMORY
    finally:
        os._exit(code)


def head(body: bytes) -> bytes:
    """What goes before an answer: an answer that lost a byte, or got one, is none."""
    digest = files.sha256(len(body))
    digest.update(body)
    return f"{len(body):016x} {digest.hexdigest()}\n".encode()


def bound(memory: int, seconds: int) -> None:
    """Take away what this process does not need, for good. Raises MemoryError: it has more than it may have already."""
    import mmap
    import resource

    for which, soft, hard in (
        (resource.RLIMIT_AS, memory, memory),
        (resource.RLIMIT_CPU, seconds, seconds + 1),
        (resource.RLIMIT_FSIZE, 0, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES, OPEN_FILES),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        ceiling = resource.getrlimit(which)[1]
        if ceiling != resource.RLIM_INFINITY:
            soft, hard = min(soft, ceiling), min(hard, ceiling)
        resource.setrlimit(which, (soft, hard))
    try:
        mmap.mmap(-1, mmap.PAGESIZE).close()
    except OSError:  # what a fork has, and does not use, would let a small input pass beyond its limit
        raise MemoryError from None


def answer(asked: bytes) -> bytes:
    """The report on standard input, as JSON. Raises MemoryError only."""
    import json

    from cellucid_session.wire import strict_json

    request = strict_json.parse(asked, nodes=len(asked))
    settings = answers.settings_of(request)
    kind, folder = request["kind"], answers.unhex(request["folder"])
    try:
        source = files.standard_input() if folder is None else files.Input(0)
        report = walk.judge_openly(source, kind, settings, folder=folder, child=True)
        report = outcomes.keep(report, settings.max_findings)
    except MemoryError:
        raise
    except Exception as exc:  # noqa: BLE001 - whatever breaks on the way must not look like a judgement
        report = outcomes.failed(kind, outcomes.internal(exc), settings=settings)
    return json.dumps(answers.values(report)).encode()
