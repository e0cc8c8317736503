"""The JavaScript package in one Node process that lives as long as it is asked, and what is compared with Python's."""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Any

from cellucid_session import DatasetFacts, Limits, validate
from cellucid_session.report.jsonreport import result_values

NODE = shutil.which("node")
PACKAGE = Path(__file__).resolve().parents[2] / "js" / "session"
SERVE = Path(__file__).with_name("serve.mjs")
SECONDS = 3600


class NodeJudge:
    """A process that judges one input after another; `patience`: seconds that one may take."""

    def __init__(self, package: Path = PACKAGE, patience: float = 120, serve: Path = SERVE) -> None:
        assert NODE is not None
        self._patience = patience
        self._child = subprocess.Popen(
            ["timeout", str(SECONDS), NODE, str(serve)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={"PACKAGE": package.as_uri(), "PATH": os.environ["PATH"]},
            start_new_session=True,  # `timeout` and Node are one group, and end together
        )

    def __enter__(self) -> NodeJudge:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.killpg(self._child.pid, signal.SIGKILL)
        self._child.communicate()  # nothing is left in the pipes that anybody wants

    def judge(self, data: bytes, piece: int = 1 << 20, **options: Any) -> dict[str, Any]:
        """The report on some bytes, as plain values. Raises: EOFError, the process has died, or says nothing."""
        return self.ask(data, options=options, piece=piece)

    def ask(self, data: bytes, **head: Any) -> dict[str, Any]:
        """What the program says to a head and some bytes. Raises: EOFError, the process has died, or says nothing."""
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        asked = json.dumps({**head, "size": len(data)})
        self._child.stdin.write(asked.encode() + b"\n" + data)
        self._child.stdin.flush()
        ready, _, _ = select.select([self._child.stdout], [], [], self._patience)
        line = self._child.stdout.readline() if ready else b""
        if not line:
            raise EOFError("the process has died")
        said: dict[str, Any] = json.loads(line)
        return said


def options_of(
    kind: str, limits: dict[str, int], dataset: dict[str, Any], taken: Any, early: bool
) -> dict[str, Any]:
    """What the package is told, from what a vector says."""
    names = {"n_obs": "cells", "n_vars": "variables", "dataset_id": "id"}
    options: dict[str, Any] = {"kind": kind, "limits": limits, "earlyExit": early}
    options["dataset"] = {names[name]: value for name, value in dataset.items()}
    if taken is not None:
        options["generations"] = list(taken)
    return options


def by_python(
    data: bytes, kind: str, limits: dict[str, int], dataset: dict[str, Any], taken: Any, early: bool
) -> dict[str, Any]:
    """The report of the Python engine on the same."""
    report = validate(
        data,
        kind=kind,
        limits=Limits(**limits),
        dataset=DatasetFacts(**dataset),
        early_exit=early,
        generations=None if taken is None else list(taken),
    )
    return result_values(report)


#: what is the same to the letter
COMPARED = ("kind", "verdict", "generation", "releases", "bytes", "sha256", "suppressed", "summary")


def difference(theirs: dict[str, Any], ours: dict[str, Any]) -> str:
    """Where two reports differ, or "". What JavaScript does not show (no excerpt) is no difference."""
    for name in COMPARED:
        if theirs[name] != ours[name]:
            return f"{name}: python {ours[name]!r}, javascript {theirs[name]!r}"
    if len(theirs["findings"]) != len(ours["findings"]):
        rules = [[each["rule"] for each in report["findings"]] for report in (ours, theirs)]
        return f"findings: python {rules[0]}, javascript {rules[1]}"
    for one, other in zip(ours["findings"], theirs["findings"], strict=True):
        for name, value in one.items():
            if other[name] != value and not (name == "excerpt" and other[name] is None):
                return f"{one['rule']}, {name}: python {value!r}, javascript {other[name]!r}"
    return ""
