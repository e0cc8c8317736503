"""Each person's path, from the wheel in an empty environment: `make paths`. What costs little to know is asked always.

The quick part of each path runs in tests/docs/test_pages.py: every page's blocks, with the libraries that it says to
install and no other.
"""

from __future__ import annotations

import functools
import json
import re
import shlex
import shutil
import socket
import subprocess
import time
import tomllib
from pathlib import Path

import pytest
from walking import ROOT, SECONDS, WALKS, environment, installs, plain, text, wheel, words

import running  # isort: skip

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
#: who runs which blocks of a page that are not run in order: page -> what the block holds
SERVED = ("docs/how-to/gate.md", "gate.add_to(")
SHELL = "cellucid-validate --fail-on warning"

long = pytest.mark.long


# -- always --


@pytest.mark.parametrize("who", WALKS)
def test_a_path_begins_with_what_to_install(who: str) -> None:
    first = WALKS[who].pages[0]
    lines = installs.lines(text(first))
    assert lines, f"{first} says nothing of installing"
    for page in WALKS[who].pages:
        for each in installs.asked(text(page)):
            if each.name == installs.OURS:
                assert each.extras <= set(PROJECT["optional-dependencies"]), page


@pytest.mark.parametrize("who", WALKS)
def test_the_blocks_of_a_path_are_on_its_pages(who: str) -> None:
    for page in WALKS[who].pages:
        if page.startswith("docs/recipes/"):
            continue
        found = running.steps(text(page))
        assert any(step.language == "console" for step in found) or any(step.shown for step in found)
        for step in found:
            for command, _ in running.commands(step.code) if step.language == "console" else ():
                program = shlex.split(command, comments=True)[0]
                if program.startswith("cellucid"):
                    assert program in PROJECT["scripts"], f"{page}: {command}"
    served()
    curls()
    shell()


def served() -> str:
    """The service of the how-to."""
    page, word = SERVED
    (code,) = [
        body for body in re.findall(r"^```python\n(.*?)^```$", text(page), re.S | re.M) if word in body
    ]
    assert "`service.py`" in text(page)
    return str(code)


def curls() -> list[str]:
    """Its command lines: the server's, and those of a client."""
    page = text(SERVED[0])
    (start,) = re.findall(r"`(uvicorn service:app)`", page)
    sent = [body.removeprefix("$ ") for body in re.findall(r"^```console\n(.*?)^```$", page, re.S | re.M)]
    return [
        str(start),
        *(each for each in sent if each.startswith("curl ") and each.rstrip().endswith("/sessions")),
    ]


def shell() -> str:
    """The line for a build server."""
    page = text("docs/recipes/continuous-integration.md")
    (line,) = [
        body for body in re.findall(r"^```bash\n(.*?)^```$", page, re.S | re.M) if body.startswith(SHELL)
    ]
    return str(line)


# -- `make paths` --


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return wheel(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def bare(built: Path, tmp_path_factory: pytest.TempPathFactory):
    """Gives the environment of some pages; it is made once."""

    @functools.cache
    def make(pages: tuple[str, ...]) -> Path:
        return environment(tmp_path_factory.mktemp("bare") / "env", built, pages)

    return make


@long
@pytest.mark.parametrize("who", [who for who in WALKS if who != "continuous integration"])
def test_a_path_can_be_walked(who: str, bare) -> None:
    pages = WALKS[who].pages
    there = bare(pages)
    for page in pages:
        assert running.differences(text(page), there) == [], page


@long
def test_an_upload_service_is_sent_sessions(bare, tmp_path: Path) -> None:
    there = bare(WALKS["upload service"].pages)
    (tmp_path / "service.py").write_text(served(), "utf-8")
    running.FILES["upload.cellucid-session"](tmp_path / "upload.cellucid-session")
    start, *sent = curls()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program, *rest = words(start)
    line = [str(there / "bin" / program), *rest, "--port", str(port)]
    with subprocess.Popen(line, cwd=tmp_path, env=plain(), stderr=subprocess.DEVNULL) as server:
        try:
            end = time.monotonic() + 60
            while time.monotonic() < end:
                assert server.poll() is None
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.1)
            for each in sent:
                asked = [*words(each.replace(":8000", f":{port}")), "-sS"]
                done = subprocess.run(asked, cwd=tmp_path, capture_output=True, timeout=60, check=True)
                assert json.loads(done.stdout)["verdict"] == "valid"
        finally:
            server.terminate()
    assert len(list((tmp_path / "incoming").glob("*.cellucid-session"))) == len(sent) == 2


@long
def test_a_build_server_judges_a_folder(bare, tmp_path: Path) -> None:
    there = bare(WALKS["continuous integration"].pages)
    (tmp_path / "sessions").mkdir()
    shutil.copyfile(running.DEMO, tmp_path / "sessions" / "a.cellucid-session")
    environment = plain() | {"PATH": f"{there / 'bin'}:/usr/bin:/bin"}

    def run() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["bash", "-c", shell()],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )

    done = run()
    assert (done.returncode, done.stdout.strip()) == (0, "all of them are valid"), done.stderr
    assert "<testsuite" in (tmp_path / "report.xml").read_text()
    (tmp_path / "sessions" / "b.cellucid-session").write_bytes(b"no session")
    done = run()
    assert (done.returncode, done.stdout) == (1, "")
