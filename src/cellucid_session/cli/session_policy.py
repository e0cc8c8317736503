"""`cellucid-session policy check|explain POLICY`; `diff` is in a module of its own.

Rules of this file: a policy is a text of somebody else too; what it says is shown through `safe`.
"""

from __future__ import annotations

from typing import Any

from cellucid_session.cli.session_output import say
from cellucid_session.errors import UsageError
from cellucid_session.generated.rules import RULES
from cellucid_session.judge.policy import Policy, load
from cellucid_session.model import Limits
from cellucid_session.safe import safe
from cellucid_session.tools.page import Page, json_text, number


def run(values: dict[str, Any], arguments: list[str]) -> int:
    """Say that a policy is fine, what it asks, or how two differ. A policy that is wrong is a UsageError.

    Returns:
        The exit code.
    """
    word = arguments[0]
    if word not in (*WORDS, DIFF):
        raise UsageError(f"policy can't {safe(word)}; it can: {', '.join((*WORDS, DIFF))}")
    if (len(arguments) == 3) != (word == DIFF):
        raise UsageError(f"policy {word} takes {'two policies' if word == DIFF else 'one policy'}")
    if word == DIFF:
        from cellucid_session.cli.session_policy_diff import run_diff

        return run_diff(values, arguments[1:])
    for key in ONLY_DIFF:
        if values[key] is not None:
            raise UsageError(f"--{key} is for policy {DIFF} only")
    policy = load(arguments[1])
    if values["json"]:
        say(json_text(policy.as_dict() | {"sha256": policy.sha256}))
    else:
        say(WORDS[word](policy))
    return 0


def check(policy: Policy) -> str:
    """One line: the policy is one, and which."""
    return f"{policy.name}: a policy, sha256 {policy.sha256}\n"


def explain(policy: Policy) -> str:
    """What it asks beyond the format, in words."""
    page = Page(every=True)
    page.heading(f"policy {policy.name}")
    if policy.description:
        page.note(safe(policy.description, 1000))
    page.note(f"sha256 {policy.sha256}")
    usual = Limits().as_dict()
    page.heading("budgets")
    for name, value in policy.limits.as_dict().items():
        page.fact(name, number(value) + ("" if value == usual[name] else f" (default {number(usual[name])})"))
    page.heading("advice")
    levels = policy.effective_levels()
    if levels:
        page.table(
            ("rule", "default", "here"), [(rule, RULES[rule][1], level) for rule, level in levels.items()]
        )
        page.note("At level error, advice makes a file invalid.")
    else:
        page.note("As the format says. Rules of all other classes hold in every policy.")
    page.heading("chunks of no known family")
    page.note("are advice" if policy.families.allow_foreign else "are refused")
    page.items(f"expected contributor: {safe(name)}" for name in policy.families.contributors)
    page.items(f"expected beginning of the id: {safe(prefix)}" for prefix in policy.families.prefixes)
    if policy.waivers:
        page.heading("waivers")
    for waiver in policy.waivers:
        page.item(f"{waiver.rule} until {waiver.until}, {safe(waiver.owner)}: {safe(waiver.reason, 1000)}")
        page.note(f"of the file {waiver.sha256}", "    ")
    return page.text()


DIFF = "diff"
ONLY_DIFF = ("corpus", "jobs", "today")
WORDS = {"check": check, "explain": explain}
