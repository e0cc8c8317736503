"""The canonical form: the same for what means the same, another one for what does not."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import builders as b
import pytest

from cellucid_session import InvalidSessionError, canonicalize, semantic_digest, validate
from cellucid_session.errors import BudgetError, InputError
from cellucid_session.generated import rules as R
from cellucid_session.model import Limits
from cellucid_session.read.meaning import instant
from cellucid_session.write import canonical

SPEC = Path(__file__).resolve().parents[2] / "spec"
CODES = [0, 1, 255, 0, 0, 1, 1, 1, 0, 0]
GROUP = b.group("g1", 3)
FIELD = b.field("f1", codesType="Uint16Array", codesLength=10)


def chunks(**changed: Any) -> dict[str, b.Chunk]:
    """The chunks of one content, by a word each."""
    return {
        "overlays": b.overlays(FIELD),
        "state": b.chunk(
            "core/state", {"camera": {"zoom": 1.5, "far": 1e20}, "filters": {"obs:a": {}, "obs:b": {}}}
        ),
        "meta": b.meta(GROUP),
        "codes": b.chunk(b.CODES + "f1", b.codes(CODES)),
        "cells": b.chunk(b.CELLS + "g1", b.cells([1, 4, 9])),
        "table": b.chunk(b.TABLE + "k/g/p", b.table([0, 7, 2], [0.5, float("inf"), -0.0])),
    } | changed


def session(changes: dict[str, b.Chunk] | None = None, order: list[str] | None = None, **more: Any) -> bytes:
    made = chunks(**(changes or {}))
    return b.session(*(made[name] for name in order or made), **more)


def stored(chunk_id: str, payload: bytes, level: int) -> b.Chunk:
    return b.chunk(chunk_id, payload, stored=gzip.compress(payload, level, mtime=77))


def backwards(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: backwards(value[key]) for key in reversed(value)}
    return [backwards(item) for item in value] if isinstance(value, list) else value


def rewritten(data: bytes) -> bytes:
    """The manifest with its keys backwards, with white space and escapes."""
    size = int.from_bytes(data[17:21], "little")
    manifest = backwards(json.loads(data[21 : 21 + size]))
    text = json.dumps(manifest, indent=3, ensure_ascii=True).encode()
    return data[:17] + len(text).to_bytes(4, "little") + text + data[21 + size :]


STATE = b'{ "filters":{"obs:b":{},"obs:a":{}}, "camera":{"far":1.0E+20,"zoom":15e-1}}\n'
HEADER = json.dumps(backwards(b.table_header(3)), indent=1)

SAME: dict[str, Callable[[], bytes]] = {
    "no compression": lambda: session({"cells": b.chunk(b.CELLS + "g1", b.cells([1, 4, 9]), codec="none")}),
    "another level, another time stamp": lambda: session(
        {
            "codes": stored(b.CODES + "f1", b.codes(CODES), 1),
            "meta": stored(
                b.META,
                b.text(
                    {
                        "pages": [
                            {"id": "p1", "name": "Page", "color": "#aabbcc", "highlightedGroups": [GROUP]}
                        ],
                        "activePageId": "p1",
                        "activePageName": "Page",
                    }
                ),
                9,
            ),
        }
    ),
    "codes as runs": lambda: session({"codes": b.chunk(b.CODES + "f1", b.codes(CODES, 2))}),
    "codes as wide elements": lambda: session({"codes": b.chunk(b.CODES + "f1", b.codes(CODES, 1))}),
    "runs that are cut": lambda: session(
        {
            "codes": b.chunk(
                b.CODES + "f1", bytes([2, 10, 8, 0, 1, 1, 1, 255, 1, 1, 0, 1, 0, 1, 1, 2, 1, 1, 0, 2])
            )
        }
    ),
    "the other marker": lambda: session(
        {"codes": b.chunk(b.CODES + "f1", b.codes([0, 1, 65535, 0, 0, 1, 1, 1, 0, 0], 1))}
    ),
    "a cell twice": lambda: session({"cells": b.chunk(b.CELLS + "g1", b.cells([1, 4, 4, 9]))}),
    "a hint at the number of cells that is wrong": lambda: session({"meta": b.meta(b.group("g1", 7))}),
    "no hint at the number of codes": lambda: session(
        {"overlays": b.overlays(b.field("f1", codesType="Uint16Array"))}
    ),
    "keys, spaces and numbers of a payload": lambda: session({"state": b.chunk("core/state", STATE)}),
    "keys and spaces of the manifest": lambda: rewritten(session()),
    "keys and spaces of a table's header": lambda: session(
        {
            "table": b.chunk(
                b.TABLE + "k/g/p", b.table([0, 7, 2], [0.5, float("inf"), -0.0], header=HEADER.encode())
            )
        }
    ),
    "chunks in another order": lambda: session(
        order=["meta", "overlays", "codes", "state", "table", "cells"]
    ),
    "no sizes": lambda: session(
        {
            "state": b.chunk(
                "core/state",
                {"camera": {"zoom": 1.5, "far": 1e20}, "filters": {"obs:a": {}, "obs:b": {}}},
                storedBytes=b.ABSENT,
                uncompressedBytes=b.ABSENT,
            )
        }
    ),
    "no summary": lambda: session(manifest={"summary": b.ABSENT}),
    "the time with an offset": lambda: session(manifest={"createdAt": "2025-01-02t04:04:05.67800+01:00"}),
    "an empty dependsOn": lambda: session(
        {"cells": b.chunk(b.CELLS + "g1", b.cells([1, 4, 9]), dependsOn=[])}
    ),
}

OTHER: dict[str, Callable[[], bytes]] = {
    "another cell": lambda: session({"cells": b.chunk(b.CELLS + "g1", b.cells([1, 4, 8]))}),
    "another code": lambda: session({"codes": b.chunk(b.CODES + "f1", b.codes([1, *CODES[1:]]))}),
    "another label": lambda: session({"meta": b.meta(b.group("g1", 3, label="x"))}),
    "another time": lambda: session(manifest={"createdAt": "2025-01-02T03:04:05.679Z"}),
    "no time": lambda: session(manifest={"createdAt": b.ABSENT}),
    "another data set": lambda: session(n_vars=6),
    "no table": lambda: session(order=["overlays", "state", "meta", "codes", "cells"]),
    "rows of a table in another order": lambda: session(
        {"table": b.chunk(b.TABLE + "k/g/p", b.table([7, 0, 2], [float("inf"), 0.5, -0.0]))}
    ),
    "a sign of zero in a column": lambda: session(
        {"table": b.chunk(b.TABLE + "k/g/p", b.table([0, 7, 2], [0.5, float("inf"), 0.0]))}
    ),
    "another label of a chunk": lambda: session(
        {"cells": b.chunk(b.CELLS + "g1", b.cells([1, 4, 9]), label="x")}
    ),
    "an unknown key": lambda: session(manifest={"more": 1}),
    "eager instead of lazy codes": lambda: session(
        {"codes": b.chunk(b.CODES + "f1", b.codes(CODES), priority="lazy")}
    ),
    "null instead of no key": lambda: session(
        {
            "state": b.chunk(
                "core/state", {"camera": {"zoom": 1.5, "far": 1e20}, "multiview": {"liveCameraState": None}}
            )
        }
    ),
}


@pytest.mark.parametrize("case", SAME)
def test_what_means_the_same_has_one_form(case: str) -> None:
    data, other = session(), SAME[case]()
    assert data != other
    assert validate(other, engine="both").valid
    assert canonicalize(other) == canonicalize(data)
    assert semantic_digest(other) == semantic_digest(data)


@pytest.mark.parametrize("case", OTHER)
def test_what_says_something_else_has_another(case: str) -> None:
    assert validate(OTHER[case]()).valid
    assert semantic_digest(OTHER[case]()) != semantic_digest(session())


def test_the_form_is_valid_and_its_own_form() -> None:
    for data in (session(), b.typical(), b.session()):
        form = canonicalize(data)
        assert validate(form, engine="both").valid
        assert canonicalize(form) == form
        assert semantic_digest(data) == hashlib.sha256(form).hexdigest()


def test_a_path_is_as_good_as_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.cellucid-session"
    path.write_bytes(session())
    assert canonicalize(path) == canonicalize(str(path)) == canonicalize(bytearray(session()))


def test_payloads_that_are_not_kept_are_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    form = canonicalize(session())
    monkeypatch.setattr(canonical, "MEMORY", 0)
    assert canonicalize(session()) == form


def test_chunks_stay_behind_those_that_they_name() -> None:
    def foreign(name: str, **more: Any) -> b.Chunk:
        return b.chunk(name, {}, priority="lazy", **more)

    data = b.session(foreign("z"), foreign("a", dependsOn=["z"]), foreign("b", dependsOn=["c"]), foreign("c"))
    form = canonicalize(data)
    size = int.from_bytes(form[17:21], "little")
    assert [entry["id"] for entry in json.loads(form[21 : 21 + size])["chunks"]] == ["b", "c", "z", "a"]
    assert canonicalize(form) == form


REFUSED: dict[str, tuple[Callable[[], Any], type[Exception]]] = {
    "a byte too many": (lambda: session() + b"\0", InvalidSessionError),
    "an order that drops cells": (lambda: session(order=["cells", "meta"]), InvalidSessionError),
    "no session": (lambda: b"", InvalidSessionError),
    "a file that is not there": (lambda: "not-there.cellucid-session", InputError),
}


@pytest.mark.parametrize("case", REFUSED)
def test_only_valid_sessions_have_a_form(case: str) -> None:
    make, error = REFUSED[case]
    with pytest.raises(error):
        canonicalize(make())


def test_a_budget_that_runs_out_gives_no_form() -> None:
    with pytest.raises(BudgetError, match=R.BUDGET_INFLATED_BYTES):
        canonicalize(session(), limits=Limits(inflated_bytes=5))


INSTANTS = {
    "2025-01-01T00:00:00+00:00": "2025-01-01T00:00:00Z",
    "2016-12-31t23:59:60.1200z": "2016-12-31T23:59:60.12Z",
    "2025-01-01T00:30:00.000+01:00": "2024-12-31T23:30:00Z",
    "0099-01-01T00:00:00.5-00:00": "0099-01-01T00:00:00.5Z",
    "0001-01-01T00:00:00+01:00": "0001-01-01T00:00:00+01:00",
    "9999-12-31T23:59:59-00:01": "9999-12-31T23:59:59-00:01",
}


@pytest.mark.parametrize("text", INSTANTS)
def test_a_time_has_one_form(text: str) -> None:
    assert instant(text) == INSTANTS[text]


def test_the_digest_of_the_spec_is_that_of_its_example() -> None:
    dump = re.search(r"```hexdump session\n(.*?)```", (SPEC / "writing.md").read_text("utf-8"), re.DOTALL)
    told = re.search(r"```digest session\n(.*?)\n```", (SPEC / "canonical.md").read_text("utf-8"))
    assert dump is not None
    assert told is not None
    data = b"".join(bytes.fromhex(line[10:58].strip()) for line in dump[1].splitlines())
    assert semantic_digest(data) == told[1]


def test_the_numbers_of_the_spec_are_written_as_it_says() -> None:
    rows = re.findall(r"^\| (`[^|]*) \| `(.*)` \|$", (SPEC / "canonical.md").read_text("utf-8"), re.MULTILINE)
    assert len(rows) == 6
    for given, wanted in rows:
        for number in re.findall(r"`(.*?)`", given):
            data = b.session(b.chunk("core/state", b'{"camera":{"zoom":' + number.encode() + b"}}"))
            assert f'{{"camera":{{"zoom":{wanted}}}}}'.encode() in canonicalize(data)
