"""Programs that behave in all ways that a judged program can: `python children.py HOW FILE...`.

They are real: each is started by the runner as anybody's would be.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time

from cellucid_session import validate

PATHS = sys.argv[2:]


def right(path: str) -> str:
    """What our own judge says, as a word of the protocol."""
    return {"valid": "accept", "invalid": "reject"}.get(validate(path).verdict, "undecided")


def answer(**told: object) -> None:
    print(json.dumps(told), flush=True)


def die_of_a_signal() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def hang() -> None:
    time.sleep(600)


def leave_a_grandchild() -> None:
    """It keeps the pipe open, and would for ten minutes."""
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    sys.exit(1)


def hang_with_a_grandchild() -> None:
    inner = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    with open(os.environ["TELL_PID"], "w") as stream:
        stream.write(str(inner.pid))
    time.sleep(600)


def ignore_requests() -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    time.sleep(600)


def close_its_output() -> None:
    os.close(1)
    time.sleep(0.1)
    os._exit(1)


def flood() -> None:
    while True:
        os.write(1, b"x" * 65536)


def chatter() -> None:
    print("\x1b[2Jhello" * 1000)
    sys.exit(1)


def garbage() -> None:
    os.write(1, b'\xff\x00{"verdict": ')
    sys.exit(1)


def overwrite() -> None:
    os.chmod(PATHS[0], 0o600)
    with open(PATHS[0], "ab") as stream:
        stream.write(b"more")
    sys.exit(1)


def delete() -> None:
    os.unlink(PATHS[0])
    sys.exit(1)


def delete_the_folder() -> None:
    shutil.rmtree(os.path.dirname(PATHS[0]))
    sys.exit(1)


def put_a_pipe_in_its_place() -> None:
    os.unlink(PATHS[0])
    os.mkfifo(PATHS[0])
    sys.exit(1)


def many() -> None:
    for path in PATHS:
        answer(file=path, verdict=right(path))


def many_accepted() -> None:
    for path in PATHS:
        answer(file=path, verdict="accept")


def many_but_the_last() -> None:
    for path in PATHS[:-1] or PATHS:
        answer(file=path, verdict=right(path))


def many_and_die_at(size: int) -> None:
    """Dies when it comes to a file of this size."""
    for path in PATHS:
        if os.path.getsize(path) == size:
            die_of_a_signal()
        answer(file=path, verdict=right(path))


def many_and_hang_at(size: int) -> None:
    for path in PATHS:
        if os.path.getsize(path) == size:
            hang()
        answer(file=path, verdict=right(path))


def many_twice() -> None:
    for path in PATHS * (2 if len(PATHS) > 1 else 1):
        answer(file=path, verdict=right(path))


def many_and_delete_the_next() -> None:
    for path, following in zip(PATHS, [*PATHS[1:], None], strict=True):
        answer(file=path, verdict=right(path))
        if following is not None and len(PATHS) > 1:
            os.unlink(following)
            answer(file=following, verdict="accept")
            break


def many_then_a_bad_end() -> None:
    many()
    die_of_a_signal()


def say(*words: str) -> None:
    told = dict(word.split("=", 1) for word in words)
    code = int(told.pop("exit", "0"))
    answer(**told)
    sys.exit(code)


if __name__ == "__main__":
    how, _, argument = sys.argv[1].partition(":")
    if how == "say":
        say(*argument.split(","))
    elif argument:
        globals()[how](int(argument))
    else:
        globals()[how]()
