"""Write everything that derives from the declarations, or check that it is fresh.

    python -m cellucid_session.generate           write
    python -m cellucid_session.generate --check   say what is stale and exit with 1

Rules of this file: deterministic, no network, writes only inside the checkout that it is told (`--root`, by default
the one it is part of). `OUTPUTS` lists every generated file.
"""

from __future__ import annotations

import argparse
import functools
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cellucid_session.generate import (
    differences,
    generations,
    grammar,
    javascript,
    ksy,
    places,
    schema,
    shell,
    spec,
    tables,
    text,
    writers,
)

ROOT = Path(__file__).resolve().parents[3]
PACKAGE = Path("src/cellucid_session")

#: the schema of the file that is no session
SNAPSHOTS = "state-snapshots"


def compiled() -> list[str]:
    """Schemas that are compiled: the ones that judge files."""
    from cellucid_session.declare.generations import GENERATIONS

    every = [name for generation in GENERATIONS for name in generation.schemas.values()]
    return [*dict.fromkeys(every), SNAPSHOTS]


def module_name(schema_name: str) -> str:
    """The generated module of a schema."""
    return "schema_" + schema_name.replace("-", "_")


def load_schema(root: Path, name: str) -> dict[str, Any]:
    """A schema of the checkout."""
    return differences.load(root, name)


def _schema_renderer(root: Path, name: str) -> Callable[[], str]:
    from cellucid_session.declare import rules

    known = {rule.id: (rule.cls, rule.level, rule.layer) for rule in rules.RULES}
    return lambda: schema.compile_schema(
        load_schema(root, name), source_name=f"{name}.schema.json", rules=known
    )


def outputs(root: Path) -> dict[Path, Callable[[], str]]:
    """Generated file -> what writes its text, relative to the checkout."""
    generated = PACKAGE / "generated"
    table: dict[Path, Callable[[], str]] = {
        generated / "rules.py": tables.render_rules,
        generated / "rule_texts.py": tables.render_texts,
        generated / "rule_generations.py": tables.render_generations,
        generated / "subjects.py": tables.render_subjects,
        generated / "limits.py": tables.render_limits,
        generated / "families.py": tables.render_families,
        generated / "gate.py": tables.render_gate,
        generated / "schemas.py": lambda: tables.render_checks(
            {name: module_name(name) for name in compiled()}
        ),
        generated / "key_names.py": lambda: tables.render_key_names(
            [load_schema(root, name) for name in compiled()]
        ),
        generated / "text.py": text.render,
        generated / "framing.py": grammar.render_framing,
        generated / "payloads.py": grammar.render_payloads,
    }
    for module, make in (generations.outputs() | writers.outputs()).items():
        table[generated / f"{module}.py"] = make
    for name in differences.names(root):
        table[Path(f"schemas/{name}.schema.json")] = lambda name=name: differences.render(root, name)  # type: ignore[misc]
    for name in compiled():
        table[generated / f"{module_name(name)}.py"] = _schema_renderer(root, name)
    table[Path("spec/cellucid_session.ksy")] = ksy.render
    table[javascript.FOLDER / "format.js"] = lambda: javascript.render_format(root, compiled())
    table[javascript.FOLDER / "texts.js"] = javascript.render_texts
    table |= shell.outputs()
    for page in spec.pages(root):
        table[page] = lambda page=page: spec.render(root, page)  # type: ignore[misc]
    once = {path: functools.cache(make) for path, make in table.items()}
    return once | {generated / "rule_places.py": lambda: places.render(root, once)}


def tidy(text: str) -> str:
    """Python text as ruff formats it, so that generated code reads like the rest."""
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "ruff",
            "format",
            "--line-length",
            "110",
            "--stdin-filename",
            "generated.py",
            "-",
        ],
        input=text.encode(),
        capture_output=True,
        check=True,
    )
    return done.stdout.decode()


def render(path: Path, make: Callable[[], str]) -> str:
    """The whole text of one generated file."""
    return tidy(make()) if path.suffix == ".py" else make()


def main(arguments: list[str] | None = None) -> int:
    """Write or check; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m cellucid_session.generate", description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="write nothing, exit with 1 when something is stale"
    )
    parser.add_argument("--root", type=Path, default=ROOT, help="the checkout")
    options = parser.parse_args(arguments)
    stale = []
    for path, make in outputs(options.root).items():
        wanted = render(path, make)
        target = options.root / path
        if target.is_file() and target.read_text("utf-8") == wanted:
            continue
        stale.append(path)
        if not options.check:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(wanted, "utf-8")
    for path in stale:
        print(f"{'stale' if options.check else 'written'}: {path}")  # noqa: T201 - this is a command
    return 1 if options.check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
