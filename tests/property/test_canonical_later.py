"""The canonical form of sessions of the later generations: one for what says the same."""

from __future__ import annotations

import gzip
import json
import zlib
from typing import Any

import later
import numpy as np
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from later_content import written

from cellucid_session import canonicalize, semantic_digest, validate
from cellucid_session.generated.generations import NUMBERS, generation
from cellucid_session.testing.later_contents import SETS, Content, contents
from cellucid_session.testing.later_parts import parts_of
from cellucid_session.tools.differ import diff
from cellucid_session.write import again
from cellucid_session.write.payloads import members_payload
from cellucid_session.write.reopened import MemoryBundle
from cellucid_session.write.store import plain_member, plain_member_size

pytest.importorskip("pandas")
pytest.importorskip("construct", reason="the other engine needs its extra")
pytestmark = pytest.mark.libraries

LATER = NUMBERS[1:]


def told(one: bytes, other: bytes) -> bool:
    """Whether `diff` tells nothing, from either side."""
    with MemoryBundle(one) as before, MemoryBundle(other) as after:
        there, back = diff(before, after), diff(after, before)
    assert bool(there) == bool(back)
    return not there


def backwards(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: backwards(value[key]) for key in reversed(value)}
    return [backwards(item) for item in value] if isinstance(value, list) else value


def otherwise(payload: bytes, chunk_id: str) -> bytes:
    """The same payload, written in another way where there is one."""
    if chunk_id in ("analysis/windows", "analysis/docked") and payload[:1] != b"{":
        size = int.from_bytes(payload[:4], "little")
        text = json.dumps(backwards(json.loads(payload[4 : 4 + size])), indent=1).encode()
        return len(text).to_bytes(4, "little") + text + payload[4 + size :]
    if payload[:1] == b"{" and chunk_id != "analysis/cache-inventory":
        return json.dumps(backwards(json.loads(payload)), indent=2).encode()
    return payload


def rewritten(data: bytes) -> bytes:
    """A session with its JSON texts written in another way, and compressed in another."""
    start = data.index(b"\n") + 1
    frames, at = [], start
    while at < len(data):
        size = int.from_bytes(data[at : at + 4], "little")
        frames.append(data[at + 4 : at + 4 + size])
        at += 4 + size
    manifest = json.loads(frames[0])
    for place, entry in enumerate(manifest["chunks"], 1):
        payload = otherwise(gzip.decompress(frames[place]), entry["id"])
        frames[place] = gzip.compress(payload, 1, mtime=77)
        entry |= {"storedBytes": len(frames[place]), "uncompressedBytes": len(payload)}
    frames[0] = json.dumps(backwards(manifest), indent=1).encode()
    return data[:start] + b"".join(len(frame).to_bytes(4, "little") + frame for frame in frames)


def labels(data: bytes, content: Content) -> str:
    from types import SimpleNamespace

    import pandas as pd

    with MemoryBundle(data) as bundle:
        return bundle.labels_digest(SimpleNamespace(obs=pd.DataFrame(content.obs)))


@pytest.mark.parametrize("number", LATER)
def test_one_content_has_one_form(number: int) -> None:
    @settings(max_examples=6)
    @given(contents(number), st.sampled_from(SETS))
    def one(content: Content, encoding: str) -> None:
        by_category = ("part", "all")
        members = [
            each if each.encoding in by_category else each._replace(encoding=encoding)
            for each in content.members
        ]
        coded = [each._replace(encoding="raw") for each in content.coded]
        plain = parts_of(content._replace(members=members, coded=coded)).build()
        drawn = parts_of(content).build()
        form = canonicalize(plain)
        report = validate(form, engine="both", generations=frozenset((number,)))
        assert report.verdict == "valid", report.findings
        for each in (form, drawn, written(content, shortest=True), rewritten(plain), rewritten(drawn)):
            assert canonicalize(each) == form
            assert told(each, plain)
        assert labels(form, content) == labels(plain, content)

    one()


CHANGES: dict[str, Any] = {
    "state": lambda content: content._replace(
        state={name: {**value, "new": [1, None]} for name, value in content.state.items()}
    ),
    "a label": lambda content: content._replace(
        pages=[page | {"name": page["name"] + "x"} for page in content.pages]
    ),
    "the time": lambda content: content._replace(
        manifest=content.manifest | {"createdAt": "2026-01-15T09:30:00.120Z"}
    ),
    "nothing": lambda content: content,
    "codes": lambda content: content._replace(
        coded=[each._replace(codes=[0] * len(each.codes)) for each in content.coded]
    ),
    "items": lambda content: content._replace(
        typed={
            name: (value, [(dtype, [1] * len(items)) for dtype, items in arrays])
            for name, (value, arrays) in content.typed.items()
        }
    ),
    "types of arrays": lambda content: content._replace(
        typed={
            name: (value, [("f64", [1] * len(items)) for _, items in arrays])
            for name, (value, arrays) in content.typed.items()
        }
    ),
    "priority": lambda content: content._replace(
        coded=[each._replace(priority="lazy") for each in content.coded]
    ),
    "by a category": lambda content: content._replace(
        members=[
            each._replace(encoding="bits" if each.encoding in ("part", "all") else each.encoding)
            for each in content.members
        ]
    ),
}


@pytest.mark.parametrize("number", LATER)
def test_diff_tells_something_exactly_where_the_digests_differ(number: int) -> None:
    seen: set[bool] = set()

    @settings(max_examples=40)
    @given(contents(number), st.sampled_from(sorted(CHANGES)))
    def agree(content: Content, change: str) -> None:
        one, other = (parts_of(each).build() for each in (content, CHANGES[change](content)))
        if validate(other).verdict != "valid":  # a code is a category that this field lacks
            return
        same = semantic_digest(one) == semantic_digest(other)
        event("same" if same else "different")
        seen.add(same)
        assert told(one, other) == same, change

    agree()
    assert seen == {True, False}


# -- parts --


@settings(max_examples=40)
@given(st.data())
def test_a_set_is_written_again_as_the_writer_writes_it(data: st.DataObject) -> None:
    cells = data.draw(st.integers(1, 300))
    members = data.draw(
        st.one_of(
            st.lists(st.integers(0, cells - 1), unique=True).map(sorted),
            st.tuples(st.integers(0, cells), st.integers(0, cells)).map(
                lambda ends: list(range(*sorted(ends)))
            ),
        )
    )
    this = generation(5)

    def read(sink: Any) -> tuple[int, int, None, None]:
        sink.begin(None, cells)
        at = 0
        while at < len(members):  # in blocks and spans of any length
            size = data.draw(st.integers(1, len(members) - at)) if len(members) < 9 else len(members) - at
            block = members[at : at + size]
            if block[-1] - block[0] == len(block) - 1:
                sink.span(block[0], block[-1] + 1)
            else:
                sink(block if size % 2 else np.array(block, np.uint32))
            at += size
        return 0, len(members), None, None

    assert again.set_again(this, read, cells) == members_payload(this, members, cells)


@pytest.mark.parametrize("window", [8, 64, 512])
def test_bits_are_set_a_window_at_a_time(window: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(again, "WINDOW", window)
    this = generation(5)
    for members in ([*range(5, 60), *range(61, 400, 2)], [*range(0, 401, 2)], [*range(1, 200, 2), 399, 400]):

        def read(sink: Any, members: list[int] = members) -> tuple[int, int, None, None]:
            for at in range(0, len(members), 7):
                sink(members[at : at + 7])
            return 0, len(members), None, None

        made = again.set_again(this, read, 401)
        assert made == members_payload(this, members, 401)
        assert this.sets[made[0]] == "bits"


@pytest.mark.parametrize("size", [0, 1, 0xFFFF, 0x10000, 3 * 0xFFFF])
def test_a_member_that_holds_a_payload_as_it_is(size: int) -> None:
    payload = bytes(range(256)) * (size // 256) + bytes(size % 256)
    member = b"".join(plain_member(payload))
    assert len(member) == plain_member_size(size)
    assert gzip.decompress(member) == payload
    assert zlib.decompressobj(31).decompress(member) == payload


def test_runs_of_many_cells_are_not_expanded() -> None:
    """A session of few bytes that says something of very many cells has a form of few bytes, in little memory."""
    import tracemalloc

    many = 1 << 31
    this = generation(5)
    tracemalloc.start()
    made = again.set_again(this, lambda sink: (sink.span(7, many), (2, many - 7, None, None))[1], many)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(made) < 12
    assert peak < 1 << 20


@pytest.mark.parametrize("name", later.NAMES)
def test_a_sample_has_a_form(name: str) -> None:
    data = later.sample(name).read_bytes()
    form = canonicalize(data)
    report, found = validate(data), validate(form, engine="both")
    assert found.verdict == "valid"
    assert (found.generation, found.releases) == (report.generation, report.releases)
    assert canonicalize(form) == form == canonicalize(rewritten(data))
