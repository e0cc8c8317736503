"""Completion and manual pages, as a shell and a reader of manuals get them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from cellucid_session.commands import session as session_options
from cellucid_session.commands import validate as validate_options
from cellucid_session.generate import shell

ROOT = Path(__file__).resolve().parents[2]
MODULES = {
    "cellucid-validate": "cellucid_session.cli.validate",
    "cellucid-session": "cellucid_session.cli.session",
    "cellucid-conformance": "cellucid_session.cli.conformance",
}


def told(program: str, *words: str) -> str:
    command = [sys.executable, "-m", MODULES[program], *words]
    return subprocess.run(command, capture_output=True, check=True, text=True, timeout=60).stdout


def test_every_program_of_the_package_has_them() -> None:
    import tomllib

    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["scripts"]
    assert set(scripts) == set(shell.PROGRAMS) == set(MODULES)


@pytest.mark.parametrize("program", MODULES)
def test_what_is_installed_is_what_the_program_prints(program: str) -> None:
    assert told(program, "--man") == (ROOT / f"share/man/man1/{program}.1").read_text("utf-8")
    for name, place in shell.PLACES.items():
        assert told(program, "--completion", name) == (ROOT / place.format(program)).read_text("utf-8")


def completed(*words: str) -> list[str]:
    """What bash offers for the last of the words."""
    file = ROOT / shell.PLACES["bash"].format(words[0])
    function = "_" + words[0].replace("-", "_")
    script = 'source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); '
    script += f'{function}; printf "%s\\n" "${{COMPREPLY[@]}}"'
    done = subprocess.run(
        ["bash", "-euc", script, "-", str(file), *words], capture_output=True, check=True, text=True, cwd=ROOT
    )
    return done.stdout.split()


def test_bash_completes_options_words_and_subcommands() -> None:
    assert completed("cellucid-validate", "--re") == ["--remote", "--resume"]
    assert completed("cellucid-validate", "--remote", "") == ["https", "s3", "gs", "http"]
    assert "README.md" in completed("cellucid-validate", "READ")
    assert set(session_options.COMMANDS) < set(completed("cellucid-session", ""))
    assert completed("cellucid-session", "po") == ["policy"]
    assert completed("cellucid-session", "policy", "--cor") == ["--corpus"]
    assert completed("cellucid-session", "apply", "--dataset-mismatch", "w") == ["warn_skip"]
    assert completed("cellucid-session", "inspect", "--cor") == []
    assert "writer" in completed("cellucid-conformance", "")
    assert completed("cellucid-conformance", "reader", "--format", "mark") == ["markdown"]


@pytest.mark.parametrize("program", MODULES)
def test_every_option_is_in_every_file(program: str) -> None:
    top, parts = shell.PROGRAMS[program]
    man = shell.man_page(program).replace("\\-", "-")
    for command in (top, *parts.values()):
        for option in command.options:
            assert option.name in man
            for name in shell.PLACES:
                assert option.key in shell.completion(program, name)


def test_groff_takes_the_manual_pages(tmp_path: Path) -> None:
    if subprocess.run(["sh", "-c", "command -v groff"], capture_output=True, check=False).returncode:
        pytest.skip("groff is not installed")
    for program in MODULES:
        page = ROOT / f"share/man/man1/{program}.1"
        done = subprocess.run(
            ["groff", "-ww", "-man", "-Tascii", str(page)], capture_output=True, check=False, text=True
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert "OPTIONS" in done.stdout


def test_wrong_usage() -> None:
    for module, words in {
        "cellucid_session.cli.validate": ["--completion", "cmd"],
        "cellucid_session.cli.session": ["--completion"],
    }.items():
        done = subprocess.run([sys.executable, "-m", module, *words], capture_output=True, check=False)
        assert done.returncode == 2
    assert validate_options.ANSWERS["man"] == "man"
