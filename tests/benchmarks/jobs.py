"""What is measured, one small function a piece, and the process that measures it.

Rules of this file:

* It is run by its path, in the environment whose code it measures; it imports nothing but that, lazily.
* A job takes the path of its input and what is known of it, loads what belongs to nobody's time, and returns what to
  measure and what to do before each time (`None`: nothing). What returns a float has measured itself.
* CPU time of the process is taken, so that others on the machine count for little. Memory is what the process holds
  at most above what it held when everything was loaded; it is taken in the first run, when nothing was used before.

Commands come as lines of JSON: {"do": "prepare", "job": ..., "path": ..., "facts": ...}, "run", "peak", "trace".
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import sys
import time
import warnings

PIECE = 1 << 18
TINY = b"CELLUCID_SESSION\n"


def _read(path):
    with open(path, "rb") as file:
        return file.read()


def _pieces(path):
    with open(path, "rb", buffering=0) as file:
        while piece := file.read(PIECE):
            yield piece


def _fresh_memory():
    """Have every large array come from the system anew, so that no side gets pages that its run before left behind."""
    with contextlib.suppress(OSError, AttributeError):
        import ctypes

        libc = ctypes.CDLL(None)
        libc.mallopt(-3, 1 << 21)  # M_MMAP_THRESHOLD
        libc.mallopt(-1, 1 << 24)  # M_TRIM_THRESHOLD: small ones keep theirs, as they do unasked


# -- this project --


def _decoded(data, reading):
    """Drive one payload reader the way an open session does: with the pieces that inflating gives."""
    from cellucid_session.wire.source import Pump, Source

    source = Source()
    pump = Pump(source, reading(source))
    for start in range(0, len(data), PIECE):
        pump.feed(data[start : start + PIECE])
    return pump.end()


def ours_cells(path, facts):
    import numpy  # noqa: F401

    from cellucid_session.generated import payloads
    from cellucid_session.wire.sinks import IndexSink

    data = _read(path)
    _decoded(b"\x81\x01" + b"\x01" * 129, lambda source: payloads.index_list(source, cells=None))

    def run():
        sink = IndexSink()
        _decoded(data, lambda source: payloads.index_list(source, cells=facts["cells"], sink=sink))
        assert len(sink.result()) == facts["count"]

    return run, None


def ours_codes(path, facts):
    import numpy  # noqa: F401

    from cellucid_session.generated import payloads
    from cellucid_session.wire.sinks import CodeSink

    data = _read(path)

    def run():
        sink = CodeSink()
        _decoded(data, lambda source: payloads.codes(source, lengths=None, sink=sink))
        return sink.result()

    return run, None


def ours_set(path, facts):
    import numpy  # noqa: F401

    _fresh_memory()
    from cellucid_session.generated.g5_readers import cell_set
    from cellucid_session.wire.sinks import IndexSink

    data = _read(path)
    cells = facts["cells"]
    _decoded(b"\1" + b"\1" * 32, lambda source: cell_set(source, cells=256, sink=IndexSink()))

    def run():
        sink = IndexSink(hint=facts["count"])
        _decoded(data, lambda source: cell_set(source, cells=cells, sink=sink))
        assert len(sink.result()) == facts["count"]

    return run, None


def ours_codes_5(path, facts):
    import numpy  # noqa: F401

    _fresh_memory()
    from cellucid_session.generated.g5_readers import codes
    from cellucid_session.wire.sinks import CodeSink

    data = _read(path)
    width = facts["width"]

    def run():
        sink = CodeSink()
        _decoded(
            data, lambda source: codes(source, lengths=None, width=width, greatest=256**width - 1, sink=sink)
        )
        sink.result()

    return run, None


def ours_typed(path, facts):
    import numpy as np

    _fresh_memory()
    from cellucid_session.generated.g5_readers import typed_json
    from cellucid_session.wire.sinks import ItemSink

    data = _read(path)

    class Kept:
        def header_size(self, size, start):
            pass

        def text(self, text, start):
            json.loads(text)

        def array(self, dtype, count):
            self.items = ItemSink(count * np.dtype(dtype).itemsize)

        def __call__(self, piece):
            self.items(piece)

    def run():
        kept = Kept()
        _decoded(data, lambda source: typed_json(source, on=kept, sink=kept))
        assert len(kept.items.result("<f4")) == facts["count"]

    return run, None


def ours_codes_judged(path, facts):
    import numpy  # noqa: F401

    from cellucid_session.generated import payloads
    from cellucid_session.wire.sinks import CodeTally

    data = _read(path)

    def run():
        sink = CodeTally(8, ())
        _decoded(data, lambda source: payloads.codes(source, lengths=None, sink=sink))

    return run, None


def ours_inflate(path, facts):
    from cellucid_session.wire.gunzip import gunzip

    data = _read(path)

    def run():
        _decoded(data, lambda source: gunzip(source, len(data), 1 << 40, lambda piece: None))

    return run, None


def ours_manifest(path, facts):
    from cellucid_session.check.collector import Collector
    from cellucid_session.check.session import Halt, SessionJudge
    from cellucid_session.model import DatasetFacts, Limits

    data = _read(path)

    def run():
        limits = Limits()
        judge = SessionJudge(Collector(limits.findings), limits, DatasetFacts(), True, None)
        with contextlib.suppress(Halt):
            judge.manifest(data, 21, 0)

    return run, None


def ours_open(path, facts):
    from cellucid_session import CellucidSessionBundle

    def run():
        with CellucidSessionBundle(path) as bundle:
            bundle.list_chunk_ids()

    return run, None


def ours_validate(path, facts):
    import numpy  # noqa: F401

    from cellucid_session import validate

    validate(TINY)

    def run():
        report = validate(path, kind="session")
        wanted = facts.get("verdict", "valid")
        assert report.verdict == wanted, (report.verdict, report.findings[:3])

    return run, None


def ours_apply(path, facts):
    from cellucid_session import apply_cellucid_session_to_anndata

    return _apply(apply_cellucid_session_to_anndata, path, facts)


def _shown(adata):
    """What a session of generation 5 asks of a data set."""
    import numpy as np

    adata.obsm["X_umap"] = np.zeros((adata.n_obs, 2), dtype=np.float32)


def _adata(facts):
    import anndata
    import numpy as np
    import pandas as pd

    cells, width = facts["n_obs"], facts.get("width", 4)
    obs = pd.DataFrame(index=pd.Index(np.arange(cells).astype(str).astype(object)))
    var = pd.DataFrame(index=pd.Index([str(each) for each in range(width)]))
    return anndata.AnnData(X=np.ones((cells, width), dtype=np.float32), obs=obs, var=var)


def _apply(apply, path, facts):
    """Apply in place or to a copy; what a run has added is taken away before the next."""
    warnings.simplefilter("ignore")
    adata = _adata(facts)
    names = adata.obs_names
    more = {}
    if facts.get("later"):
        _shown(adata)
        more = {"expected_dataset_id": "ds"} | facts.get("options", {})

    def fresh():
        import pandas as pd

        adata.obs = pd.DataFrame(index=names)
        adata.uns.clear()

    def run():
        _, summary = apply(path, adata, inplace=facts["inplace"], return_summary=True, **more)
        assert len(summary.added_obs_columns) == facts["columns"], summary

    return run, fresh


def copy_adata(path, facts):
    warnings.simplefilter("ignore")
    adata = _adata(facts)
    return adata.copy, None


# -- the peers --


def cells_0_0_9(path, facts):
    from cellucid.session_codecs import decode_delta_uvarint

    data = _read(path)
    return lambda: decode_delta_uvarint(data, max_count=facts["cells"], max_index=facts["cells"] - 1), None


def cells_0_9_5(path, facts):
    from cellucid.session_codecs import decode_cell_set

    data = b"\0" + _read(path)  # the same deltas, behind the byte that says so
    return lambda: decode_cell_set(data, cell_count=facts["cells"]), None


def codes_0_0_9(path, facts):
    from cellucid.session_codecs import decode_user_defined_codes

    data = _read(path)
    return lambda: decode_user_defined_codes(data), None


def codes_0_9_5(path, facts):
    from cellucid.session_codecs import decode_user_defined_codes

    data = _read(path)
    length = facts["length"]
    return lambda: decode_user_defined_codes(
        data, expected_length=length, expected_codes_type="Uint8Array"
    ), None


def open_0_0_9(path, facts):
    from cellucid.session_bundle import CellucidSessionBundle

    return lambda: CellucidSessionBundle(path).list_chunk_ids(), None


def apply_0_0_9(path, facts):
    from cellucid.anndata_session import apply_cellucid_session_to_anndata

    return _apply(apply_cellucid_session_to_anndata, path, facts)


def apply_0_9_5(path, facts):
    from cellucid.anndata_session import apply_cellucid_session_to_anndata

    return _apply(apply_cellucid_session_to_anndata, path, facts)


# -- the limits: the least that anybody could do --


def cumsum(path, facts):
    import numpy as np

    deltas = np.full(facts["count"], 10, dtype=np.uint32)

    def run():
        np.cumsum(deltas, out=deltas)

    def fresh():
        deltas[:] = 10

    return run, fresh


def _numbers(data, at, count):
    """Uvarints from a place on, read by numpy; they are kernels' input, which costs nobody's time."""
    import numpy as np

    raw = np.frombuffer(data, np.uint8)[at:]
    ends = np.flatnonzero(raw < 128)[:count]
    starts = np.concatenate(([0], ends[:-1] + 1))
    total = np.zeros(len(ends), np.int64)
    for place in range(int((ends - starts).max()) + 1):
        there = starts + place <= ends
        total[there] |= (raw[(starts + place)[there]] & 127).astype(np.int64) << (7 * place)
    return total


def _behind(data, at, how_many):
    """The place behind some uvarints."""
    for _ in range(how_many):
        while data[at] > 127:
            at += 1
        at += 1
    return at


def kernel_bits(path, facts):
    import numpy as np

    _fresh_memory()
    bits = np.frombuffer(_read(path), np.uint8)[1:]

    def run():
        np.flatnonzero(np.unpackbits(bits, bitorder="little")).astype(np.uint32)

    return run, None


def kernel_gaps(path, facts):
    import numpy as np

    _fresh_memory()
    data = _read(path)
    at = _behind(data, 1, 1)
    pairs = _numbers(data, at, 1 << 60)
    gaps, lengths = pairs[::2], pairs[1::2]

    def run():
        stops = np.cumsum(gaps + lengths)
        before = np.cumsum(lengths) - lengths
        made = np.repeat((stops - lengths - before).astype(np.uint32), lengths)
        made += np.arange(len(made), dtype=np.uint32)

    return run, None


def kernel_raw(path, facts):
    import numpy as np

    _fresh_memory()
    data = _read(path)
    values = np.frombuffer(data, f"<u{facts['width']}", offset=_behind(data, 1, 1))

    def run():
        values.copy().max()

    return run, None


def kernel_runs(path, facts):
    """Uvarints made numbers, then repeated: no run can be repeated before."""
    import numpy as np

    _fresh_memory()
    data = _read(path)
    at = _behind(data, 1, 2)

    def run():
        pairs = _numbers(data, at, 1 << 60)
        return np.repeat(pairs[::2].astype(f"u{facts['width']}"), pairs[1::2])

    return run, None


def kernel_repeat(path, facts):
    import numpy as np

    _fresh_memory()
    data = _read(path)
    pairs = _numbers(data, _behind(data, 1, 2), 1 << 60)
    values, lengths = pairs[::2].astype(f"u{facts['width']}"), pairs[1::2].copy()
    return lambda: np.repeat(values, lengths), None


def kernel_packed(path, facts):
    import numpy as np

    _fresh_memory()
    data = _read(path)
    packed = np.frombuffer(data, np.uint8, offset=_behind(data, 1, 1) + 1)
    bits = facts["bits"]
    each = 8 // bits

    def run():
        if bits == 1:
            return np.unpackbits(packed, bitorder="little")
        out = np.empty((len(packed), each), np.uint8)
        for place in range(each):
            np.right_shift(packed, place * bits, out=out[:, place])
        out &= (1 << bits) - 1
        return out

    return run, None


def kernel_typed(path, facts):
    import numpy as np

    _fresh_memory()
    data = _read(path)
    values = np.frombuffer(data[-4 * facts["count"] :], "<f4")
    return lambda: values.copy(), None


def repeat_runs(path, facts):
    """Codes that are known, repeated."""
    import numpy as np

    codes = ours_codes(path, facts)[0]()
    starts = np.concatenate(([0], np.flatnonzero(np.diff(codes)) + 1))
    values, lengths = codes[starts], np.diff(np.append(starts, len(codes)))
    return lambda: np.repeat(values, lengths), None


def make_numbers(path, facts):
    """The uvarints of a payload made numbers, all at once."""
    data = _read(path)
    return lambda: _numbers(data, 1, 1 << 60), None


def make_columns(path, facts):
    """The columns of a session whose cells and codes are known: masks, copies of codes, and a table of them."""
    import numpy as np
    import pandas as pd

    from cellucid_session import CellucidSessionBundle

    cells = facts["n_obs"]
    with CellucidSessionBundle(path) as bundle:
        groups = [np.flatnonzero(group.mask(cells)) for group in bundle.groups]
        fields = [np.array(field.codes) for field in bundle.fields]

    def run():
        made = {}
        for number, members in enumerate(groups):
            mask = made[f"g{number}"] = np.zeros(cells, dtype=bool)
            mask[members] = True
        made |= {f"f{number}": codes.copy() for number, codes in enumerate(fields)}
        return pd.DataFrame(made, copy=False)

    return run, None


def inflate_bare(path, facts):
    """One member by the fastest library that is installed, into bounded pieces, and their CRC-32."""
    from cellucid_session import inflaters

    library = inflaters.chosen()
    data = _read(path)

    def run():
        inflater = library.decompressobj(31)
        for at in range(0, len(data), 1 << 16):
            piece = data[at : at + (1 << 16)]
            while piece and not inflater.eof:
                inflater.decompress(piece, 1 << 17)
                piece = inflater.unconsumed_tail

    return run, None


def _stored(path):
    """Have a file or a folder on the disk."""
    for folder, _, names in os.walk(path) if os.path.isdir(path) else [(os.path.dirname(path), [], [path])]:
        for name in names:
            with open(os.path.join(folder, name), "rb") as file:
                os.fsync(file.fileno())


def _gone(path):
    import shutil

    shutil.rmtree(path) if os.path.isdir(path) else os.unlink(path)


def copy_file(path, facts):
    """`cp` of a data set, and the disk has it: seconds on the clock."""
    import subprocess

    data = os.path.join(os.path.dirname(path), facts["data"])
    target = data + ".copied" + os.path.splitext(data)[1]

    def run():
        began = time.perf_counter()
        subprocess.run(["cp", "-r", "--reflink=never", data, target], check=True)
        _stored(target)
        spent = time.perf_counter() - began
        _gone(target)
        return spent

    return run, None


def ours_apply_file(path, facts):
    """`cellucid-session apply` of a data set on disk to a new one: seconds on the clock."""
    from cellucid_session.cli import session

    data = os.path.join(os.path.dirname(path), facts["data"])
    target = data + ".applied" + os.path.splitext(data)[1]

    def run():
        began = time.perf_counter()
        assert session.main(["apply", path, data, "-o", target, "--quiet"]) == 0
        spent = time.perf_counter() - began
        _gone(target)
        return spent

    run()  # what is imported late
    return run, None


def copy_bytes(path, facts):
    data = _read(path)
    return lambda: bytearray(data), None


def inflate_zlib(path, facts):
    import zlib

    data = _read(path)
    return lambda: zlib.decompress(data, 31), None


def json_loads(path, facts):
    data = _read(path)
    return lambda: json.loads(data), None


def json_of_session(path, facts):
    data = _read(path)
    start = 21 + int.from_bytes(data[17:21], "little")
    text = data[start + 4 :]
    return lambda: json.loads(text), None


def read_file(path, facts):
    def run():
        for _ in _pieces(path):
            pass

    return run, None


def read_and_hash(path, facts):
    import hashlib

    def run():
        digest = hashlib.sha256()
        for piece in _pieces(path):
            digest.update(piece)
        digest.hexdigest()

    return run, None


def inflate_file(path, facts):
    """Read the file and inflate its members, in bounded pieces; nothing is judged."""
    import zlib

    def run():
        data = _read(path)
        manifest = 21 + int.from_bytes(data[17:21], "little")
        entries = json.loads(data[21:manifest])["chunks"]
        at = manifest
        for entry in entries:
            stop = at + 4 + int.from_bytes(data[at : at + 4], "little")
            if entry["codec"] == "gzip":
                inflater = zlib.decompressobj(wbits=31)
                for start in range(at + 4, stop, 1 << 16):
                    piece = data[start : min(stop, start + (1 << 16))]
                    while piece and not inflater.eof:
                        inflater.decompress(piece, PIECE)
                        piece = inflater.unconsumed_tail
                assert inflater.eof
            at = stop

    return run, None


def inflate_fastest(path, facts):
    """The same by the fastest library that is installed, and each piece's CRC-32."""
    from cellucid_session import inflaters

    library = inflaters.chosen()

    def run():
        data = _read(path)
        manifest = 21 + int.from_bytes(data[17:21], "little")
        entries = json.loads(data[21:manifest])["chunks"]
        at = manifest
        for entry in entries:
            stop = at + 4 + int.from_bytes(data[at : at + 4], "little")
            if entry["codec"] == "gzip":
                inflater = library.decompressobj(-15)
                crc = 0
                for start in range(at + 14, stop, 1 << 16):
                    piece = data[start : min(stop, start + (1 << 16))]
                    while piece and not inflater.eof:
                        crc = library.crc32(inflater.decompress(piece, PIECE), crc)
                        piece = inflater.unconsumed_tail
                assert inflater.eof
            at = stop

    return run, None


def sum_payloads(path, facts):
    """As many bytes as the members of a session inflate to, summed as they would be."""
    import numpy as np

    data = _read(path)
    entries = json.loads(data[21 : 21 + int.from_bytes(data[17:21], "little")])["chunks"]
    size = sum(entry["uncompressedBytes"] for entry in entries)
    piece = bytes(range(1, 9)) * (PIECE // 16)

    def run():
        for _ in range(size // len(piece)):
            found = np.frombuffer(piece, np.uint8)
            half = len(found) // 2
            np.add.reduce(found[:half] + found[half:], dtype=np.uint32)

    return run, None


def ours_isolated(path, facts):
    """An input judged so many times, each time in a child: seconds on the clock."""
    from cellucid_session.batch.isolate import judge_isolated
    from cellucid_session.judge.settings import Settings

    def run():
        began = time.perf_counter()
        for _ in range(facts["inputs"]):
            assert judge_isolated(path, Settings(), kind="session").verdict == "valid"
        return time.perf_counter() - began

    run()  # the process that is prepared starts, and loads what it forks for nobody
    return run, None


def judge_here(path, facts):
    """An input judged so many times: seconds on the clock."""
    from cellucid_session import validate

    def run():
        began = time.perf_counter()
        for _ in range(facts["inputs"]):
            assert validate(path, kind="session").verdict == "valid"
        return time.perf_counter() - began

    run()
    return run, None


def fork_and_judge(path, facts):
    """A process that is forked so many times, and judges an input in each fork: seconds on the clock."""
    import os

    run_here, _ = judge_here(path, {"inputs": 16})
    run_here()
    gc.collect()
    gc.freeze()

    def run():
        from cellucid_session import validate

        began = time.perf_counter()
        for _ in range(facts["inputs"]):
            child = os.fork()
            if not child:
                os._exit(validate(path, kind="session").verdict != "valid")
            assert os.waitpid(child, 0)[1] == 0
        return time.perf_counter() - began

    return run, None


def spawn(path, facts):
    """A whole process: CPU time of the child."""
    command = [each.replace("INPUT", path) for each in facts["command"]]
    sink = os.open(os.devnull, os.O_WRONLY)
    wanted = [(os.POSIX_SPAWN_DUP2, sink, 1), (os.POSIX_SPAWN_DUP2, sink, 2)]

    def run():
        total = []
        for _ in range(5):
            child = os.posix_spawn(command[0], command, dict(os.environ), file_actions=wanted)
            _, status, usage = os.wait4(child, 0)
            assert status == 0, status
            total.append(usage.ru_utime + usage.ru_stime)
        return min(total)

    return run, None


JOBS = {name: job for name, job in list(globals().items()) if callable(job) and not name.startswith("_")}


# -- the process --


def _status(key):
    with open("/proc/self/status", encoding="ascii") as file:
        for line in file:
            if line.startswith(key):
                return int(line.split()[1]) * 1024
    raise LookupError(key)


def _peak(run):
    """Bytes that a run needs above what is held before it. A child's maximum would begin with its parent's."""
    if sys.platform != "linux":
        import resource

        unit = 1 if sys.platform == "darwin" else 1024
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        run()
        return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * unit
    with open("/proc/self/clear_refs", "w", encoding="ascii") as file:
        file.write("5")
    before = _status("VmRSS")
    run()
    return _status("VmHWM") - before


def _trace(run):
    import tracemalloc

    tracemalloc.start()
    run()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def _time(run):
    start = time.process_time()
    own = run()
    spent = time.process_time() - start
    return own if isinstance(own, float) else spent


MEASURES = {"run": _time, "peak": _peak, "trace": _trace}


def main():
    """Serve commands until there are no more."""
    run = before = None
    for line in sys.stdin:
        asked = json.loads(line)
        if asked["do"] == "prepare":
            run = before = None
            gc.collect()
            run, before = JOBS[asked["job"]](asked["path"], asked["facts"])
            answer = None
        else:
            if before is not None:
                before()
            gc.collect()
            answer = MEASURES[asked["do"]](run)
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
