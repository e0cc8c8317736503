"""Makes what the benchmarks measure: payloads and sessions of the sizes asked for, in one folder.

Run by itself (`python inputs.py FOLDER full|quick first later`), so that what it takes to make them is gone when
anything is measured. Every input is made from a fixed seed. A size in a file's name is that of the full run; SIZES
says what it is in the quick one.
"""

from __future__ import annotations

import gzip
import json
import sys
import warnings
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import builders
import later_inputs

from cellucid_session.generated.framing import MAGIC
from cellucid_session.wire.build import leb128
from cellucid_session.write.encode import cells_payload, codes_payload

MIB = 1 << 20

#: what is measured -> how large it is in the full and in the quick run
SIZES: dict[str, tuple[int, int]] = {
    "1M": (1_000_000, 20_000),
    "10M": (10_000_000, 200_000),
    "50k": (50_000, 1_000),
    "manifest bytes": (16 * MIB - 64, 320_000),
    "512 MiB": (512 * MIB, 2 * MIB),
    "10k": (10_000, 100),
    "bomb": (512 * MIB, 2 * MIB),
    "children": (200, 10),
    "32 MiB": (32 * MIB, MIB),
    "matrix": (2048 * MIB, MIB),
}
#: sizes of which the growth of cost is fitted
SERIES: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {
    "cells": ((300_000, 1_000_000, 3_000_000, 10_000_000), (10_000, 30_000)),
    "chunks": ((3_000, 6_000, 12_500, 25_000, 50_000), (200, 400)),
    "groups": ((30, 60, 125, 250, 500), (5, 10)),
    "findings": ((3_000, 6_000, 12_500, 25_000, 50_000), (200, 400)),
    "bytes": ((8 * MIB, 16 * MIB, 32 * MIB, 64 * MIB, 128 * MIB), (MIB // 2, MIB)),
}


def size_of(name: str, quick: bool) -> int:
    """How large what is called so is in this run."""
    return SIZES[name][quick]


def members(count: int, of: int, seed: int = 1) -> Any:
    """`count` cells of about `of`, ascending, each once: int64, shape (count,)."""
    gaps = np.random.default_rng(seed).geometric(count / of, count)
    return np.cumsum(gaps) - 1


def cells_of(count: int, of: int, seed: int = 1) -> tuple[bytes, int]:
    """The payload of such members, and how many cells there must be."""
    found = members(count, of, seed)
    return cells_payload(found), max(of, int(found[-1]) + 1)


def within(count: int, of: int, seed: int) -> bytes:
    """The payload of about `count` members of `of` cells, no more."""
    found = members(count, of, seed)
    return cells_payload(found[found < of])


def run_codes(count: int, mean: int, values: int, seed: int = 2) -> Any:
    """Codes in runs of mean length `mean`: uint8, shape (count,)."""
    draw = np.random.default_rng(seed)
    lengths = draw.geometric(1 / mean, count // mean * 2 + 100)
    steps = draw.integers(1, values, len(lengths), dtype=np.int64)  # never 0, so neighbours differ
    found = np.repeat((np.cumsum(steps) % values).astype(np.uint8), lengths)
    return np.resize(found, count)


def runs_of_0_9_5(codes: Any) -> bytes:
    """The same codes as its encoding 1."""
    starts = np.concatenate(([0], np.flatnonzero(codes[1:] != codes[:-1]) + 1))
    pairs = np.stack([codes[starts].astype(np.int64), np.diff(starts, append=len(codes))], axis=1)
    body = b"".join(map(leb128, pairs.ravel().tolist()))
    return b"\1" + leb128(len(codes)) + leb128(len(starts)) + body


#: how a manifest is broken in every entry: by rules that a schema can't say, by types that are unsafe
BREAKS: dict[str, dict[str, Any]] = {
    "valid": {},
    "broken": {"contributorId": "somebody", "label": ""},
    "unsafe": {"storedBytes": "1", "priority": "soon"},
}


def texts_of(chunks: int, size: int, breaks: str = "valid") -> bytes:
    """The text of a manifest with so many memberships of one byte, padded to `size` bytes."""
    entries: list[dict[str, Any]] = []
    for index in range(chunks):
        entry = builders.chunk(f"{builders.CELLS}highlight_{index:06}", b"\0", codec="none").entry
        entries.append(entry | BREAKS[breaks])
    plain = builders.manifest_of([], n_obs=1000, n_vars=100) | {"chunks": entries}
    room = size - len(builders.text(plain))
    for index, entry in enumerate(entries):
        name = "contributorId" if breaks == "broken" else "label"
        entry[name] += "x" * (room // chunks + (index < room % chunks))
    return builders.text(plain)


def groups_session(path: Path, cells: int, sizes: Sequence[int], fields: int = 0) -> None:
    """A session of groups and user-defined fields."""
    names = [f"g{index}" for index in range(len(sizes))]
    chunks = [
        builders.overlays(*(builders.field(f"f{index}", list("abcdefgh")) for index in range(fields))),
        builders.meta(*(builders.group(name) for name in names)),
    ]
    chunks += [
        builders.chunk(f"{builders.CODES}f{index}", codes_payload(run_codes(cells, 50, 8, seed=index)))
        for index in range(fields)
    ]
    for index, (name, size) in enumerate(zip(names, sizes, strict=True)):
        payload = within(size, cells, 100 + index)
        chunks.append(builders.chunk(builders.CELLS + name, payload))
    path.write_bytes(builders.session(*chunks, n_obs=cells, n_vars=None))


def huge(path: Path, size: int) -> None:
    """A file of nearly `size` bytes: one membership as it is, each delta a byte from 1 to 12."""
    count = size - 4096
    head = leb128(count)
    registry = builders.meta(builders.group("g"))
    entry = builders.chunk(
        builders.CELLS + "g",
        b"",
        codec="none",
        storedBytes=len(head) + count,
        uncompressedBytes=len(head) + count,
    ).entry
    last = builders.Chunk(entry, b"")
    text = builders.text(builders.manifest_of([registry, last], n_obs=min(size * 12, 2**32 - 1), n_vars=4))
    deltas = np.random.default_rng(3).integers(1, 8, MIB, dtype=np.uint8).tobytes()
    with path.open("wb") as out:
        out.write(MAGIC + len(text).to_bytes(4, "little") + text)
        out.write(len(registry.stored).to_bytes(4, "little") + registry.stored)
        out.write((len(head) + count).to_bytes(4, "little") + head)
        for start in range(0, count, MIB):
            out.write(deltas[: count - start])


def huge_gzip(path: Path, size: int) -> None:
    """A file of one membership that inflates to nearly `size` bytes: one deflate block, flushed, again and again."""
    block = np.random.default_rng(3).integers(1, 8, MIB, dtype=np.uint8).tobytes()
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    times = size // MIB - 1
    head = leb128(times * MIB)
    first = packer.compress(head) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    crc = zlib.crc32(head)
    for _ in range(times):
        crc = zlib.crc32(block, crc)
    total = len(head) + times * MIB
    end = packer.flush() + crc.to_bytes(4, "little") + total.to_bytes(4, "little")
    stored = b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + first + again * times + end
    registry = builders.meta(builders.group("g"))
    entry = builders.chunk(builders.CELLS + "g", b"", stored=stored, uncompressedBytes=total)
    path.write_bytes(builders.session(registry, entry, n_obs=min(size * 8, 2**32 - 1)))


def many(path: Path, chunks: int, size: int) -> None:
    """A file of `chunks` gzip members, together about `size` bytes."""
    names = [f"g{index}" for index in range(chunks)]
    each = int(size / chunks * 1.45)  # gaps of mean 8 take about 0.7 of a byte when they are compressed
    payloads = [within(each, each * 8, seed) for seed in range(16)]
    stored = [gzip.compress(payload, 6, mtime=0) for payload in payloads]
    parts = [
        builders.chunk(builders.CELLS + name, payloads[index % 16], stored=stored[index % 16])
        for index, name in enumerate(names)
    ]
    built = builders.session(builders.meta(*map(builders.group, names)), *parts, n_obs=each * 8)
    path.write_bytes(built)


def bomb(path: Path, size: int) -> None:
    """Four chunks that inflate to `size` bytes each: two of zeros that nobody knows, two memberships."""
    count = size - 5
    ones = leb128(count) + b"\1" * count
    zeros = bytes(size)
    packed = [gzip.compress(each, 6, mtime=0) for each in (zeros, ones)]
    entries = []
    for index, name in enumerate(("other/a", "other/b", builders.CELLS + "a", builders.CELLS + "b")):
        made = builders.chunk(name, b"", stored=packed[index // 2], kind="binary")
        made.entry["uncompressedBytes"] = (size, size, len(ones), len(ones))[index]
        entries.append(made)
    registry = builders.meta(builders.group("a"), builders.group("b"))
    path.write_bytes(builders.session(registry, *entries, n_obs=size))


def state(path: Path, size: int) -> None:
    """A session whose `core/state` is a text of `size` bytes."""
    one = len(builders.text({"c0000000": {"type": "range", "value": "v" * 20}})) - 1
    controls = {f"c{index:07}": {"type": "range", "value": "v" * 20} for index in range((size - 100) // one)}
    path.write_bytes(builders.session(builders.chunk("core/state", {"uiControls": controls}, codec="none")))


def data_sets(folder: Path, cells: int, size: int) -> None:
    """A data set of so many cells whose matrix has `size` bytes, as .h5ad and as .zarr."""
    import anndata
    import pandas as pd

    width = max(1, size // (4 * cells))
    matrix = np.random.default_rng(7).random((cells, width), dtype=np.float32)
    obs = pd.DataFrame(index=pd.Index([f"c{each}" for each in range(cells)]))
    var = pd.DataFrame(index=pd.Index([f"g{each}" for each in range(width)]))
    data = anndata.AnnData(X=matrix, obs=obs, var=var)
    data.write_h5ad(folder / "matrix.h5ad")
    warnings.simplefilter("ignore")  # on the next format of zarr
    data.write_zarr(folder / "matrix.zarr")


def framed(path: Path, text: bytes) -> None:
    """A session of that manifest, all of its chunks empty memberships of one byte."""
    frames = len(json.loads(text)["chunks"])
    path.write_bytes(MAGIC + len(text).to_bytes(4, "little") + text + b"\1\0\0\0\0" * frames)


def small_chunks(path: Path, chunks: int) -> None:
    """A valid session of so many groups without a member."""
    names = [f"g{index}" for index in range(chunks)]
    parts = [builders.chunk(builders.CELLS + name, b"\0", codec="none") for name in names]
    path.write_bytes(builders.session(builders.meta(*map(builders.group, names)), *parts))


def make(folder: Path, quick: bool, parts: Sequence[str]) -> None:
    """Make the inputs of some parts ("first", "later"), and say in inputs.json what is to be known of them."""
    facts = first(folder, quick) if "first" in parts else {}
    if "later" in parts:
        facts |= later_inputs.make(folder, size_of("10M", quick), size_of("1M", quick))
    (folder / "inputs.json").write_text(json.dumps(facts))


def first(folder: Path, quick: bool) -> dict[str, Any]:
    """Make those of generation 1."""
    facts: dict[str, Any] = {}

    def size(name: str) -> int:
        return size_of(name, quick)

    for name in ("1M", "10M"):
        payload, cells = cells_of(size(name), size(name) * 10)
        (folder / f"cells-{name}").write_bytes(payload)
        facts[f"cells-{name}"] = {"count": size(name), "cells": cells}
    codes = run_codes(size("10M"), 50, 8)
    (folder / "runs").write_bytes(codes_payload(codes))
    (folder / "runs-0.9.5").write_bytes(runs_of_0_9_5(codes))
    noise = np.random.default_rng(4).integers(0, 200, size("10M"), dtype=np.uint8)
    (folder / "raw").write_bytes(codes_payload(noise))
    packed = gzip.compress((folder / "cells-10M").read_bytes(), 6, mtime=0)
    (folder / "cells.gz").write_bytes(packed)
    for name in BREAKS:
        text = texts_of(size("50k"), size("manifest bytes"), name)
        (folder / f"manifest-{name}").write_bytes(text)
    framed(folder / "chunks.session", (folder / "manifest-valid").read_bytes())
    groups_session(folder / "ten-million.session", size("10M"), [size("10M") // 10] * 5, 3)
    groups_session(folder / "apply-1M.session", size("1M"), [size("1M") // 20] * 20, 5)
    groups_session(folder / "apply-10M.session", size("10M"), [size("10M") // 10] * 5)
    huge(folder / "huge.session", size("512 MiB"))
    huge_gzip(folder / "huge-gzip.session", size("512 MiB"))
    many(folder / "many.session", size("10k"), size("512 MiB") * 19 // 20)
    bomb(folder / "bomb.session", size("bomb"))
    state(folder / "state.session", size("32 MiB"))
    groups_session(folder / "small.session", 1000, [50] * 3, 2)
    data_sets(folder, size("1M"), size("matrix"))
    makers: dict[str, Callable[[Path, int], Any]] = {
        "chunks": small_chunks,
        "findings": lambda path, n: path.write_bytes(texts_of(n, n * 330, "broken")),
        "groups": lambda path, n: groups_session(path, 100_000, [5_000] * n),
        "bytes": huge,
    }
    for name, sizes in SERIES.items():
        for n in sizes[quick]:
            path = folder / f"series-{name}-{n}"
            if name == "cells":
                payload, cells = cells_of(n, n * 10)
                path.write_bytes(payload)
                facts[path.name] = {"count": n, "cells": cells}
            else:
                makers[name](path, n)
    return facts


if __name__ == "__main__":
    make(Path(sys.argv[1]), sys.argv[2] == "quick", sys.argv[3:])
