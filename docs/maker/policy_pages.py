"""The built-in policies, as the program explains them."""

from __future__ import annotations

import subprocess
import sys

from cellucid_session.judge.policy import BUILT_IN
from maker import markdown as md


def explained(name: str) -> str:
    """What `cellucid-session policy explain NAME` prints."""
    program = "import sys; from cellucid_session.cli.session import main; sys.exit(main(sys.argv[1:]))"
    done = subprocess.run(
        [sys.executable, "-c", program, "policy", "explain", name], capture_output=True, check=True
    )
    return done.stdout.decode()


def pages() -> dict[str, str]:
    """Path -> Markdown."""
    parts = [
        "# Built-in policies\n",
        (
            "A policy says what is asked beyond the format, and how much an input may cost. These come with the program and are "
            "given by name, as in `--policy archive`; a file of your own is given by its path. None is ever looked for. "
            "The [schema](../schemas/policy.md) lists every key, and the [how-to on gates](../how-to/gate.md) shows how to write one.\n"
        ),
    ]
    for name, policy in BUILT_IN.items():
        parts += [f"## {name}\n", md.text(policy.description) + "\n", md.block(explained(name))]
    return {"reference/policies.md": "\n".join(parts)}
