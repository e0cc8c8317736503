"""JSON Schema to straight-line Python: `compile_schema` is the one thing to call.

Rules of this file:

* What a schema may say is settled in subset.py before anything is written (spec/schema-subset.md says it for
  people); values.py and emitter.py write the checks, layout.py lays them out, ecma.py reads patterns.
* The same schema gives the same text, byte for byte.
* A generated module imports the rule ids and two modules of wire/ (patterns, json_values), nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from cellucid_session.generate import subset
from cellucid_session.generate.emitter import REPORT, Place
from cellucid_session.generate.layout import literal, render
from cellucid_session.generate.subset import Schema, SchemaError
from cellucid_session.generate.values import Values

__all__ = ["SchemaError", "compile_schema"]

PATTERN = '''
class _Pattern:
    """A pattern that is compiled when it is first used: most processes never need it."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __getattr__(self, name: str) -> Any:  # called for what is not there yet
        compiled = re.compile(self.text, re.ASCII)
        self.match, self.search = compiled.match, compiled.search
        return getattr(compiled, name)
'''
#: what generated checks call by these names: wire/json_values.py has them, once for all
HELPERS = {"_integral": "integral", "_kind": "kind", "_same": "same"}


def compile_schema(
    schema: Schema, *, source_name: str, rules: Mapping[str, tuple[str, ...]] | None = None
) -> str:
    """Compile a schema of the subset to the text of a Python module.

    The module has one public function, `check(value: Any, found: Found) -> None`. The value is what
    `json.loads` gives; `found(rule, path, detail, at_key)` is called for each failure and each remark, in the
    order of the schema. `path` holds keys and indices from the root; with `at_key` it ends in a key that is
    itself at fault. `detail` is ASCII and holds nothing of the value but lengths.

    Args:
        schema: the schema as `json.loads` gives it.
        source_name: name of the file below schemas/, for the header.
        rules: id -> (class, ...), as in `generated.rules.RULES`. Every failure must then be covered by an id
            that is there, and every pattern must be linear. None: ids are written as strings, and what is
            not covered is reported by the name of its keyword.

    Raises:
        SchemaError: the schema is malformed, outside the subset, or not covered.
    """
    subset.verify(schema, rules)
    emitter = Values(schema, rules)
    root = Place(REPORT)
    nodes = emitter.call(schema, root) if "#" in emitter.refs.recursive else emitter.value(schema, root)
    functions = [
        emitter.define("check", {"value": "Any", "found": "Found"}, nodes, root),
        *emitter.functions.values(),
    ]
    code = "\n\n\n".join("\n".join(lines) for lines in functions) + "\n"
    helpers = [f"{name} as {as_name}" for as_name, name in HELPERS.items() if f"{as_name}(" in code]
    constants = "\n".join(render(emitter.constants.values()))
    return "\n".join([*_head(schema, source_name, constants, helpers, code), code])


def _head(schema: Schema, source_name: str, constants: str, helpers: list[str], code: str) -> list[str]:
    title = schema.get("title", "") if isinstance(schema, dict) else ""
    doc = (
        literal(f"Checks of {source_name}{': ' if title else ''}{title}.")[1:-1]
        .replace("\\'", "'")
        .replace('"', "'")
    )
    lines = [
        f"# Generated from schemas/{source_name}; do not edit: run python -m cellucid_session.generate",
        f'"""{doc}"""',
        "",
        "from __future__ import annotations",
        "",
    ]
    if "_Pattern(" in constants:
        lines += ["import re", ""]
    if re.search(r"\bR\.[A-Z]", code):
        lines += ["import cellucid_session.generated.rules as R"]
    lines += [f"from cellucid_session.wire.json_values import {helper}" for helper in helpers]
    if " Pattern(" in constants:
        lines += ["from cellucid_session.wire.patterns import Pattern"]
    if lines[-1]:
        lines += [""]
    lines += [
        "TYPE_CHECKING = False",
        "if TYPE_CHECKING:",
        "    from collections.abc import Callable",
        "    from typing import Any",
    ]
    lines += ["", "    Found = Callable[[str, tuple[str | int, ...], str, bool], None]", ""]
    if "_Pattern(" in constants:
        lines += ["", PATTERN.strip("\n"), "", ""]
    if constants:
        lines += [constants, ""]
    return [*lines, ""]
