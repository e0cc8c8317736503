"""Whatever a session of a later generation says: what the writer makes of it is valid, and says it again."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from later_content import same, written

from cellucid_session import validate
from cellucid_session.generated.generations import NUMBERS
from cellucid_session.testing.later_contents import Content, contents
from cellucid_session.testing.later_parts import parts_of
from cellucid_session.write.reopened import MemoryBundle

pytest.importorskip("pandas")
pytest.importorskip("construct", reason="the other engine needs its extra")
pytestmark = pytest.mark.libraries


@pytest.mark.parametrize("number", NUMBERS[1:])
def test_what_is_written_is_valid_and_read_back(number: int) -> None:
    @settings(max_examples=25)
    @given(contents(number), st.booleans())
    def write(content: Content, shortest: bool) -> None:
        data = written(content, shortest=shortest)
        report = validate(data, engine="both", generations=frozenset((number,)))
        assert report.verdict == "valid", report.findings
        with MemoryBundle(data) as bundle:
            same(content, bundle)

    write()


@pytest.mark.parametrize("number", NUMBERS[1:])
def test_the_writer_and_the_encoder_of_the_suite_make_one_session(number: int) -> None:
    """Told which encodings to take, the writer makes the payloads that the suite's own encoder makes.

    But for a part that is all of its category: the writer says so, the encoder lists its places.
    """

    @settings(max_examples=25)
    @given(contents(number))
    def write(content: Content) -> None:
        groups = [
            group._replace(encoding="all")
            if group.encoding == "part" and group.cells == group.category
            else group
            for group in content.members
        ]
        content = content._replace(members=groups)
        data, parts = written(content), parts_of(content)
        with MemoryBundle(data) as mine, MemoryBundle(parts.build()) as theirs:
            assert mine.list_chunk_ids() == theirs.list_chunk_ids()
            for chunk_id, chunk in zip(mine.list_chunk_ids(), parts.chunks, strict=True):
                entries = [each.get_chunk_meta(chunk_id) for each in (mine, theirs)]
                for entry in entries:
                    entry.pop("storedBytes")
                if chunk.entry["kind"] == "binary" and not chunk_id.startswith("analysis/"):
                    assert payload(mine, chunk_id) == chunk.payload
                    assert entries[0] == entries[1]

    write()


def payload(bundle: MemoryBundle, chunk_id: str) -> bytes:
    """The payload of a chunk, inflated by somebody else."""
    import gzip

    return gzip.decompress(bundle.read_chunk_bytes(chunk_id))
