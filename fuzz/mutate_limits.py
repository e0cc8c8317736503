"""Move every limit of the format by one, generate, and see a vector fail because of it.

    python fuzz/mutate_limits.py            all limits, both ways; exits with 1 when a mutant survives unexplained

Rules of this file: it works on a copy of the checkout, changes the declaration alone, and runs the vectors against the
engine that is generated from it. `EXPLAINED` lists the mutants that no small file can notice.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LIMITS = Path("src/cellucid_session/declare/limits.py")

EXPLAINED = {
    ("INFLATED_BYTES", "- 1"): "only a payload of 512 MiB tells; the schema's maximum has vectors of its own",
    ("INFLATED_BYTES", "+ 1"): "only a payload of 512 MiB tells; the schema's maximum has vectors of its own",
    ("CATEGORIES_U8", "+ 1"): "a field of 256 categories has a category 255, so the marker changes nothing",
}

JUDGE = """
from cellucid_session import DatasetFacts, Limits, validate
from cellucid_session.conformance import catalogue
suite = catalogue.load()
known = {}
for name, base in suite.bases.items():
    kind = base.get("kind", "session")
    report = validate(suite.base(name), kind=kind)
    known[name] = {finding.rule for finding in report.findings}
    if report.verdict != "valid":
        print(name)
        raise SystemExit(1)
for vector in suite.vectors:
    if vector.beside is not None:
        continue
    limits, dataset = Limits(**vector.limits), DatasetFacts(**vector.dataset)
    report = validate(suite.build(vector), kind=suite.kind(vector), limits=limits, dataset=dataset)
    rules = {finding.rule for finding in report.findings}
    expect = vector.expect
    wanted = set(expect.also) | ({expect.rule} if expect.rule else set())
    stray = rules - known[vector.base] - wanted if report.verdict == "valid" else set()
    if report.verdict != expect.verdict or not wanted <= rules or stray:
        print(vector.id)
        raise SystemExit(1)
"""


def python(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python on the copy."""
    environment = os.environ | {"PYTHONPATH": str(root / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, *arguments], cwd=root, env=environment, capture_output=True, text=True, check=False
    )


def main() -> int:
    """Try every mutant; returns the exit code."""
    text = (ROOT / LIMITS).read_text("utf-8")
    names = re.findall(r'"([A-Z_0-9]+)",', text.split("BUDGETS", 1)[0])
    survivors = []
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name in ("src", "schemas", "spec"):
            shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "pyproject.toml", root)
        if python(root, "-c", JUDGE).returncode:
            print("the vectors fail without a mutant")
            return 2
        for name in names:
            for step in ("- 1", "+ 1"):
                mutated = re.sub(rf'("{name}",\s*)([^,]+),', rf"\1(\2) {step},", text, count=1)
                (root / LIMITS).write_text(mutated, "utf-8")
                for _ in range(2):  # the generator imports limits that it writes itself
                    made = python(root, "-m", "cellucid_session.generate", "--root", str(root))
                noticed = made.returncode != 0 or (told := python(root, "-c", JUDGE)).returncode != 0
                what = "by the generator" if made.returncode else told.stdout.strip()[:60] or "by a crash"
                print(f"{name} {step}: {'noticed ' + what if noticed else 'SURVIVED'}", flush=True)
                if not noticed and (name, step) not in EXPLAINED:
                    survivors.append((name, step))
    print(f"{2 * len(names)} mutants, {len(survivors)} unexplained survivors")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())
