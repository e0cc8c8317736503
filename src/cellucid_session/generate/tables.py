"""Rules and limits as the tables that the runtime imports.

The ids become constants, so that a misspelt rule is an error at import and not a rule that never fires.
The sentences live in a module of their own, which only a renderer loads.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from cellucid_session.declare import families, gate, limits, rules, subjects
from cellucid_session.declare.subject import OTHER
from cellucid_session.generate.header import HEADER, constant


def render_rules() -> str:
    """generated/rules.py: one constant per rule, and class, level and layer by id."""
    lines = [HEADER.format(title="The rule registry: ids, classes, levels, layers.", source="declare/rules/")]
    lines += [f'{constant(rule.id)} = "{rule.id}"\n' for rule in rules.RULES]
    lines.append("\n#: id -> (class, level, layer)\nRULES: dict[str, tuple[str, str, str]] = {\n")
    lines += [
        f'    {constant(rule.id)}: ("{rule.cls}", "{rule.level}", "{rule.layer}"),\n' for rule in rules.RULES
    ]
    lines.append("}\n")
    return "".join(lines)


def render_generations() -> str:
    """generated/rule_generations.py: where a rule holds that does not hold everywhere."""
    lines = [HEADER.format(title="The generations in which a rule holds.", source="declare/rules/")]
    lines.append(
        "#: rule -> generations, for rules that hold in some only\nHOLDS: dict[str, tuple[int, ...]] = {\n"
    )
    lines += [f'    "{rule.id}": {rule.generations!r},\n' for rule in rules.RULES if rule.generations]
    lines.append("}\n")
    return "".join(lines)


def render_texts() -> str:
    """generated/rule_texts.py: sentence, why and remedy by id."""
    lines = [
        HEADER.format(title="The rules in words: (sentence, why, remedy) by id.", source="declare/rules/")
    ]
    lines.append("TEXTS: dict[str, tuple[str, str, str]] = {\n")
    for rule in rules.RULES:
        lines.append(f'    "{rule.id}": (\n')
        lines += [f"        {text!r},\n" for text in (rules.sentence(rule), rule.why, rule.remedy)]
        lines.append("    ),\n")
    lines.append("}\n")
    return "".join(lines)


def render_subjects() -> str:
    """generated/subjects.py: what rules speak of, and which rule speaks of what."""
    lines = [HEADER.format(title="What each rule speaks of.", source="declare/subjects.py")]
    lines += [f'{constant(subject.name)} = "{subject.name}"\n' for subject in subjects.SUBJECTS]
    lines.append("\n#: kind of input -> why the rules of the other kind do not apply to it\nOTHER = {\n")
    lines += [f"    {kind!r}: {why!r},\n" for kind, why in OTHER.items()]
    lines.append(
        "}\n\n#: subject -> (kind of input, or any; why its rules do not apply where it is not there; needs; parts)\n"
        "SUBJECTS: dict[str, tuple[str, str, tuple[str, ...], tuple[str, ...]]] = {\n"
    )
    lines += [
        f"    {constant(subject.name)}: ({subject.kind!r}, {subject.none!r}, {subject.needs!r}, {subject.parts!r}),\n"
        for subject in subjects.SUBJECTS
    ]
    of = {rule: subject.name for subject in subjects.SUBJECTS for rule in subject.rules}
    lines.append(
        "}\n\n#: rule -> its subject, in the order of the registry\nSUBJECT_OF: dict[str, str] = {\n"
    )
    lines += [f'    "{rule.id}": {constant(of[rule.id])},\n' for rule in rules.RULES]
    lines.append("}\n")
    return "".join(lines)


def render_limits() -> str:
    """generated/limits.py: one constant per format limit, and the policy budgets by name."""
    lines = [
        HEADER.format(title="Limits of the format, and budgets of a policy.", source="declare/limits.py")
    ]
    lines += [f"{limit.name} = {limit.value}  # {limit.unit}\n" for limit in limits.FORMAT]
    lines.append("\n#: default budgets of a policy\nBUDGETS: dict[str, int] = {\n")
    lines += [f'    "{budget.name}": {budget.value},  # {budget.unit}\n' for budget in limits.BUDGETS]
    lines.append("}\n")
    return "".join(lines)


def render_gate() -> str:
    """generated/gate.py: allowances, refusals and promises of the gate before uploads."""
    lines = [HEADER.format(title="The gate before uploads.", source="declare/gate.py")]
    lines.append("#: allowance -> its default and its unit\nLIMITS: dict[str, tuple[int, str]] = {\n")
    lines += [f'    "{limit.name}": ({limit.value}, "{limit.unit}"),\n' for limit in gate.LIMITS]
    lines.append("}\n\n#: reason -> status of HTTP, and what is said\n")
    lines.append("REFUSALS: dict[str, tuple[int, str]] = {\n")
    lines += [f'    "{reason}": ({status}, "{said}"),\n' for reason, (status, said) in gate.REFUSALS.items()]
    lines.append("}\n\n#: what a gate promises beside its answers\nPROMISES: tuple[str, ...] = (\n")
    lines += [f'    "{name}",\n' for name in gate.PROMISES]
    lines.append(")\n")
    return "".join(lines)


def render_families() -> str:
    """generated/families.py: chunk families by id and by prefix."""
    lines = [HEADER.format(title="The families of chunks.", source="declare/families.py")]
    lines.append(
        "from cellucid_session.generated import rules as R\nfrom cellucid_session.model import Family\n\n"
    )

    def shown(family: families.Family) -> str:
        prefix = family.id if family.prefixed else ""
        return (
            f'Family("{family.name}", "{family.contributor}", "{family.kind}", "{family.priority}", '
            f'{family.dataset_dependent}, "{family.payload}", "{prefix}")'
        )

    exact = [family for family in families.FAMILIES if not family.prefixed]
    prefixed = [family for family in families.FAMILIES if family.prefixed]
    lines.append("#: chunk id -> family, for families of one chunk\nEXACT: dict[str, Family] = {\n")
    lines += [f'    "{family.id}": {shown(family)},\n' for family in exact]
    lines.append(
        "}\n\n#: families of many chunks, told by what their ids begin with\nPREFIXED: tuple[Family, ...] = (\n"
    )
    lines += [f"    {shown(family)},\n" for family in prefixed]
    lines.append(
        ")\n\n#: family -> (the chunk that comes before its chunks, rule)\nFOLLOWS: dict[str, tuple[str, str]] = {\n"
    )
    lines += [
        f'    "{name}": ("{first}", R.{constant(rule_id)}),\n'
        for name, (first, rule_id) in families.FOLLOWS.items()
    ]
    lines.append("}\n")
    return "".join(lines)


def render_key_names(schemas: Iterable[Any]) -> str:
    """generated/key_names.py: the keys that a check may ask for by name."""
    names: set[str] = set()
    stack = list(schemas)
    while stack:
        each = stack.pop()
        if isinstance(each, dict):
            for word, inner in each.items():
                if (
                    word in ("properties", "dependentRequired", "dependentSchemas")
                    and isinstance(inner, dict)
                ) or (word == "required" and isinstance(inner, list)):
                    names.update(inner)
            stack += each.values()
        elif isinstance(each, list):
            stack += each
    head = HEADER.format(title="The keys of JSON texts that a rule asks for by name.", source="schemas/")
    listed = "".join(f"        {json.dumps(name)},\n" for name in sorted(names))
    return f"{head}NAMES = frozenset(\n    (\n{listed}    )\n)\n"


def render_checks(modules: dict[str, str]) -> str:
    """generated/schemas.py: schema name -> its check, loaded when it is first asked for."""
    lines = [HEADER.format(title="The generated schema validators by name.", source="schemas/")]
    lines.append("")
    lines.append(
        "TYPE_CHECKING = False\nif TYPE_CHECKING:\n    from collections.abc import Callable\n    from typing import Any\n\n    Found = Callable[[str, tuple[str | int, ...], str, bool], None]\n\n"
    )
    lines.append("_MODULES = {\n")
    lines += [f'    "{name}": "{module}",\n' for name, module in modules.items()]
    lines.append("}\n\n\n")
    lines.append('class _Checks(dict[str, "Callable[[Any, Found], None]"]):\n')
    lines.append('    """Loads a validator when it is first asked for: most files need few of them."""\n\n')
    lines.append("    def __missing__(self, name: str) -> Callable[[Any, Found], None]:\n")
    lines.append(
        '        module = __import__("cellucid_session.generated." + _MODULES[name], fromlist=["check"])\n'
    )
    lines.append("        check: Callable[[Any, Found], None] = module.check\n")
    lines.append("        self[name] = check\n        return check\n\n\n")
    lines.append("CHECKS = _Checks()\n")
    return "".join(lines)
