"""The digests of a set of cells and of their order, against values worked out elsewhere."""

from __future__ import annotations

import numpy as np
import pytest

from cellucid_session.wire.cell_digest import HIGH, LOW, _chain, order_agrees, order_digest, set_digest

pytestmark = pytest.mark.libraries


@pytest.mark.parametrize(
    ("cells", "digest"),
    [
        ([], 0),
        ([0], 0),
        ([1], 0x31251BA7),
        (range(4), 0x77838084),
        (range(1000), 0x95811034),
    ],
)
@pytest.mark.parametrize("dtype", [np.uint32, np.int64])
def test_a_set_has_the_digest_that_the_viewer_gives_it(cells: object, digest: int, dtype: type) -> None:
    assert set_digest(np.array(cells, dtype=dtype)) == digest


def test_a_set_of_several_blocks_is_the_sum_of_its_parts() -> None:
    cells = np.arange(200_000, dtype=np.uint32)
    parts = (set_digest(cells[:70_001]), set_digest(cells[70_001:]))
    assert set_digest(cells) == sum(parts) % 2**32


@pytest.mark.parametrize(
    ("rows", "digest"),
    [
        ([], "46d6c5b65ec4a5c3"),
        ([(0, 0, 0)], "86329c6572fdcd81"),
        ([(-1, 0.5, 0), (1, -0.5, 0)], "3d939cfe8acc3429"),
        ([(1, -0.5, 0), (-1, 0.5, 0)], "0cd6e33d7d7f8853"),
    ],
)
def test_an_order_has_the_digest_that_the_viewer_gives_it(rows: list[object], digest: str) -> None:
    coordinates = np.array(rows, dtype=np.float32).reshape(-1, 3)
    assert order_digest(coordinates) == digest
    assert order_agrees(coordinates, digest)


def worked_out(words: list[int], state: int, factor: int, turn: int) -> int:
    """The end of a chain, word by word as the specification has it."""
    state ^= len(words)
    for word in words:
        state = (state ^ word) * factor % 2**32
        state = (state << turn | state >> 32 - turn) % 2**32
    return state


@pytest.mark.parametrize("chain", [LOW, HIGH])
def test_a_chain_ends_as_it_does_word_by_word(chain: tuple[int, int, int]) -> None:
    random = np.random.default_rng(4)
    ends = np.array([0, 1, 2**31, 2**32 - 1, chain[0]], dtype=np.uint32)
    for rows in (0, 1, 2, 7, 300):
        for words in (random.integers(0, 2**32, (rows, 3), dtype=np.uint32), random.choice(ends, (rows, 3))):
            wanted = worked_out(words.reshape(-1).tolist(), *chain)
            assert _chain(words.view(np.float32), *chain) == wanted
    for first in range(2**9):  # also where the product is all ones, which turning leaves as it is
        state = pow(chain[1], -1, 2**32) * (2**32 - 1 - first) % 2**32
        words = np.array([[state ^ chain[0] ^ 3, first, 2**32 - 1 - first]], dtype=np.uint32)
        assert _chain(words.view(np.float32), *chain) == worked_out(words.reshape(-1).tolist(), *chain)


def test_a_digest_agrees_with_nothing_else() -> None:
    coordinates = np.random.default_rng(0).normal(size=(500, 3)).astype(np.float32)
    digest = order_digest(coordinates)
    assert order_agrees(coordinates, digest)
    for place in range(16):
        other = digest[:place] + format(int(digest[place], 16) ^ 1, "x") + digest[place + 1 :]
        assert not order_agrees(coordinates, other)
    for other in (coordinates[::-1], coordinates[:-1], coordinates[[1, 0, *range(2, 500)]]):
        assert not order_agrees(other, digest)
