"""Rules and limits as the tables that the runtime imports.

The ids become constants, so that a misspelt rule is an error at import and not a rule that never fires.
The sentences live in a module of their own, which only a renderer loads.
"""

from __future__ import annotations

from cellucid_session.declare import limits, rules

HEADER = '"""{title}"""\n\n# Generated from {source}; do not edit: run python -m cellucid_session.generate\n\nfrom __future__ import annotations\n\n'


def constant(rule_id: str) -> str:
    """The Python name of a rule id: frame.manifest-length -> FRAME_MANIFEST_LENGTH."""
    return rule_id.upper().replace(".", "_").replace("-", "_")


def render_rules() -> str:
    """generated/rules.py: one constant per rule, and class, level and layer by id."""
    lines = [HEADER.format(title="The rule registry: ids, classes, levels, layers.", source="declare/rules.py")]
    lines += [f'{constant(rule.id)} = "{rule.id}"\n' for rule in rules.RULES]
    lines.append("\n#: id -> (class, level, layer)\nRULES: dict[str, tuple[str, str, str]] = {\n")
    lines += [f'    {constant(rule.id)}: ("{rule.cls}", "{rule.level}", "{rule.layer}"),\n' for rule in rules.RULES]
    lines.append("}\n")
    return "".join(lines)


def render_texts() -> str:
    """generated/rule_texts.py: sentence, why and remedy by id."""
    lines = [HEADER.format(title="The rules in words: (sentence, why, remedy) by id.", source="declare/rules.py")]
    lines.append("TEXTS: dict[str, tuple[str, str, str]] = {\n")
    for rule in rules.RULES:
        lines.append(f'    "{rule.id}": (\n')
        lines += [f"        {text!r},\n" for text in (rules.sentence(rule), rule.why, rule.remedy)]
        lines.append("    ),\n")
    lines.append("}\n")
    return "".join(lines)


def render_limits() -> str:
    """generated/limits.py: one constant per format limit, and the policy budgets by name."""
    lines = [HEADER.format(title="Limits of the format, and budgets of a policy.", source="declare/limits.py")]
    lines += [f"{limit.name} = {limit.value}  # {limit.unit}\n" for limit in limits.FORMAT]
    lines.append("\n#: default budgets of a policy\nBUDGETS: dict[str, int] = {\n")
    lines += [f'    "{budget.name}": {budget.value},  # {budget.unit}\n' for budget in limits.BUDGETS]
    lines.append("}\n")
    return "".join(lines)
