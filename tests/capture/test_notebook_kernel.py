"""Where a browser finds the server, what a notebook is given, and what a real kernel sends to show it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cellucid_session.capture import display, server_address
from cellucid_session.errors import UsageError

# -- the address --

HUB = {"JUPYTERHUB_SERVICE_PREFIX": "/user/ann/"}
FOUND: dict[str, tuple[dict[str, Any], dict[str, str], str | None, tuple[str, ...]]] = {
    "nothing is known": ({}, {}, None, ()),
    "a path": ({"base_url": "/user/ann/proxy/{port}/"}, {}, "/user/ann/proxy/43121/", ()),
    "a path without its last slash": ({"base_url": "/x"}, {}, "/x/", ()),
    "an address": (
        {"base_url": "https://h.example:8443/a"},
        {},
        "https://h.example:8443/a/",
        ("h.example:8443",),
    ),
    "an address of the environment": ({}, {"CELLUCID_SESSION_BASE_URL": "/y/{port}"}, "/y/43121/", ()),
    "one that was given goes before": ({"base_url": "/x/"}, {"CELLUCID_SESSION_BASE_URL": "/y/"}, "/x/", ()),
    "names": ({"hosts": ["a.example", "[::1]:5"]}, {}, None, ("a.example", "[::1]:5")),
    "names of the environment": (
        {},
        {"CELLUCID_SESSION_HOSTS": "a.example, b.example"},
        None,
        ("a.example", "b.example"),
    ),
    "a hub": ({}, HUB, "/user/ann/proxy/43121/", ("*",)),
    "a hub, and a name that was given": (
        {"hosts": ["a.example"]},
        HUB,
        "/user/ann/proxy/43121/",
        ("a.example",),
    ),
    "a hub that tells its name": (
        {},
        HUB | {"JUPYTERHUB_PUBLIC_URL": "https://hub.example/user/ann/"},
        "/user/ann/proxy/43121/",
        ("hub.example",),
    ),
}


@pytest.mark.parametrize("case", FOUND)
def test_the_address_is_found(case: str) -> None:
    options, environment, address, hosts = FOUND[case]
    found = server_address.find(43121, **options, environment=environment)
    assert (found.address, found.hosts) == (address, hosts)
    assert found.absolute == (address if address and address.startswith("http") else None)


NO_ADDRESS = [
    "//evil.example/", "javascript:alert(1)", "ftp://a/", "http://", "http:///x/", "/a?b", "/a#b", "/a b/",
    '/"><script>/', "/a\\b/", "/\u2028/", "", "x/y/", 5, "http://user@host/",
]  # fmt: skip


@pytest.mark.parametrize("address", NO_ADDRESS)
def test_what_is_no_address_is_refused(address: Any) -> None:
    with pytest.raises(UsageError, match="base_url must be an address"):
        server_address.find(1, address, environment={})


@pytest.mark.parametrize("hosts", [["a b"], ["http://x"], [""], [3], ["a/b"], ["a:123456"], "a.example"])
def test_what_is_no_host_is_refused(hosts: Any) -> None:
    with pytest.raises(UsageError, match="host"):
        server_address.find(1, hosts=hosts, environment={})


# -- what is shown --

HOSTILE = "</script><script>alert(1)</script>\"'&<!--\u2028"


def framed(**more: Any) -> str:
    values: dict[str, Any] = {
        "viewer_id": "0" * 32,
        "number": 1,
        "page": "_cellucid/page/?viewerId=0#token=x",
        "port": 5,
        "base": None,
        "height": 600,
        "title": "t",
        "refusal": "r",
        "named": False,
        "challenge": "c",
        "proof": "p",
    }
    return display.frame_html(**(values | more))


def config_of(markup: str) -> dict[str, Any]:
    """What a script of ours is called with."""
    found = re.search(r"\}\)\s*\((\{.*\})\);\n</script>", markup)
    assert found, markup[-300:]
    told: dict[str, Any] = json.loads(found[1])
    return told


@pytest.mark.parametrize("key", ["title", "base", "page", "refusal"])
def test_no_text_gets_out_of_its_place(key: str) -> None:
    markup = framed(**{key: HOSTILE})
    assert (markup.count("<script>"), markup.count("</script>"), markup.count("<!--")) == (1, 1, 0)
    if key == "title":
        assert 'title="Viewer of &lt;/script&gt;' in markup
    else:
        assert config_of(markup)[key] == HOSTILE


def test_a_command_names_the_viewer_and_carries_its_token() -> None:
    markup = display.command_html("0" * 32, "secret", {"type": "ping", "requestId": HOSTILE})
    assert config_of(markup) == {
        "viewer": "0" * 32,
        "message": {
            "cellucid": 1,
            "viewerId": "0" * 32,
            "token": "secret",
            "type": "ping",
            "requestId": HOSTILE,
        },
    }
    assert markup.count("</script>") == 1


def test_outside_a_notebook_there_is_none() -> None:
    assert not display.Notebook()


# -- a real kernel --

PROGRAM = """
import json, queue, sys, tempfile, time
from jupyter_client.manager import KernelManager

sys.path.insert(0, sys.argv[1])
from paging import Page

told = {}
with tempfile.TemporaryDirectory() as place:  # sockets are files there: no network, not even of this machine
    manager = KernelManager(transport="ipc", ip=place + "/k", connection_file=place + "/k.json")
    manager.kernel_spec.argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=120)

    def execute(code, during=lambda: None):
        messages = []
        sent = client.execute(code)
        during()
        while True:
            message = client.get_iopub_msg(timeout=120)
            if message["parent_header"].get("msg_id") != sent:
                continue
            messages.append([message["msg_type"], message["content"]])
            if messages[-1] == ["status", {"execution_state": "idle"}]:
                return messages

    told["show"] = execute(SHOW)
    told["url"] = execute("print(viewer.url)")
    url = next(content["text"] for kind, content in told["url"] if kind == "stream").strip()
    page = Page(url)
    page.serve(lambda request: page.send(request, open(sys.argv[2], "rb").read()))
    told["capture"] = execute("print(len(viewer.get_session_bundle(60).groups), 'group')")
    asked = []
    page.serve(asked.append)

    def interrupt():
        while not asked:
            time.sleep(0.02)
        manager.interrupt_kernel()

    told["interrupt"] = execute("viewer.get_session_bundle(60)", interrupt)
    told["after"] = execute("print(len(viewer._server.registry.viewer(viewer.viewer_id).pending), 'pending')")
    told["late"] = page.send(asked[0], open(sys.argv[2], "rb").read())[0]
    manager.restart_kernel(now=True)
    client.wait_for_ready(timeout=120)
    try:
        told["stale"] = page.tell("heartbeat")
    except OSError as exc:
        told["stale"] = "unreachable"
    client.stop_channels()
    manager.shutdown_kernel(now=True)
print(json.dumps(told, default=str))
"""
SHOW = """
import anndata, numpy as np, pandas as pd
from cellucid_session import show_anndata
adata = anndata.AnnData(
    obs=pd.DataFrame(index=["a", "b"]), var=pd.DataFrame(index=["g"]), obsm={"X_umap": np.zeros((2, 2))}
)
viewer = show_anndata(adata, height=321, name="two cells")
viewer
"""


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a kernel sent, from showing a viewer to a restart."""
    import anndata
    import pandas as pd

    from cellucid_session import session_from_anndata

    home = tmp_path_factory.mktemp("home")
    adata = anndata.AnnData(
        obs=pd.DataFrame({"p": [True, False]}, index=["a", "b"]), var=pd.DataFrame(index=["g"])
    )
    session_from_anndata(adata, ["p"], path=home / "s.cellucid-session")
    names = ("HOME", "IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")
    done = subprocess.run(
        [
            sys.executable,
            "-W",
            "ignore",
            "-c",
            f"SHOW = {SHOW!r}\n{PROGRAM}",
            str(Path(__file__).parent),
            str(home / "s.cellucid-session"),
        ],
        env=os.environ | dict.fromkeys(names, str(home)) | {"TMPDIR": str(home)},
        capture_output=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    told: dict[str, Any] = json.loads(done.stdout.decode().splitlines()[-1])
    return told


def of_type(messages: list[Any], *kinds: str) -> list[Any]:
    return [content for kind, content in messages if kind in kinds]


def test_a_cell_shows_the_viewer(kernel: dict[str, Any]) -> None:
    (shown,) = of_type(kernel["show"], "execute_result")
    assert shown["data"]["text/plain"] == "<Viewer of 'two cells': 2 cells, not shown>"
    markup = shown["data"]["text/html"]
    assert "height:321px" in markup
    assert "token=" in config_of(markup)["page"]
    assert config_of(markup)["base"] is None


def test_a_command_is_a_script_that_is_taken_back(kernel: dict[str, Any]) -> None:
    assert "".join(each["text"] for each in of_type(kernel["capture"], "stream")) == "1 group\n"
    (ran,) = of_type(kernel["capture"], "display_data")
    (back,) = of_type(kernel["capture"], "update_display_data")
    assert config_of(ran["data"]["text/html"])["message"]["type"] == "requestSessionBundle"
    assert back["transient"] == ran["transient"]
    assert back["data"] == {"text/html": "", "text/plain": ""}


def test_an_interrupt_takes_the_request_and_its_script_back(kernel: dict[str, Any]) -> None:
    (error,) = of_type(kernel["interrupt"], "error")
    assert error["ename"] == "KeyboardInterrupt"
    assert len(of_type(kernel["interrupt"], "update_display_data")) == 1
    assert "".join(each["text"] for each in of_type(kernel["after"], "stream")) == "0 pending\n"
    assert kernel["late"] == 404


def test_a_page_of_the_kernel_before_reaches_nothing(kernel: dict[str, Any]) -> None:
    assert kernel["stale"] == "unreachable"
