"""A machine that makes, changes, damages, repairs and publishes sessions, and knows what must be said of each.

After every step the whole container goes through both engines; a model that reads nothing says which rules it breaks.
`publish` hands what the model holds to the real writer, which must refuse what the model says is wrong; what it writes
is what the next steps damage.
"""

from __future__ import annotations

import struct
from typing import Any

import builders
import pytest
from builders import CELLS, CODES, META, OVERLAYS, TABLE
from hypothesis import Phase, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from write_model import HARMS, N_VARS, Piece, family, predicted

from cellucid_session import SessionWriter, canonicalize, validate
from cellucid_session.check import outline
from cellucid_session.check import session as sessions
from cellucid_session.errors import InvalidSessionError, UsageError
from cellucid_session.generated import payloads, writers
from cellucid_session.read import meaning
from cellucid_session.wire import deltas
from cellucid_session.write import writer

pytest.importorskip("construct", reason="the other engine needs its extra")

NAMES = st.sampled_from(["a", "b", "c"])
CODEC = st.sampled_from(["gzip", "none"])
COUNTS = st.sampled_from([5, 6, 7, 8])
CELL_LISTS = st.lists(st.integers(0, 7), min_size=1, max_size=7, unique=True).map(sorted)
CODE_LISTS = COUNTS.flatmap(lambda n: st.lists(st.sampled_from([0, 1, 255]), min_size=n, max_size=n))
AT = st.integers(0, 50)
MOST = 9  # chunks


def taken_apart(data: bytes) -> tuple[list[tuple[dict[str, Any], bytes]], dict[str, Any]]:
    """Entries with their stored bytes, and the manifest, of a session that is whole."""
    import json

    start = 17
    (size,) = struct.unpack_from("<I", data, start)
    manifest = json.loads(data[start + 4 : start + 4 + size])
    at, pairs = start + 4 + size, []
    for entry in manifest["chunks"]:
        (length,) = struct.unpack_from("<I", data, at)
        pairs.append((entry, data[at + 4 : at + 4 + length]))
        at += 4 + length
    assert at == len(data)
    return pairs, manifest


class Making(RuleBasedStateMachine):
    """The session in the making."""

    def __init__(self) -> None:
        super().__init__()
        self.n_obs = 6
        self.judged = b""
        self.pieces: list[Piece] = [
            Piece("overlays", OVERLAYS, {"a": 2}, "none"),
            Piece("meta", META, ["a"], "none"),
        ]

    def chosen(self, at: int, want: str = "") -> Piece | None:
        """One of the chunks, or of those of a kind."""
        fitting = [piece for piece in self.pieces if want in ("", piece.what)]
        return fitting[at % len(fitting)] if fitting else None

    def room(self) -> bool:
        return len(self.pieces) < MOST

    def named(self, name: str) -> bool:
        return any(piece.id == name for piece in self.pieces)

    # -- making --

    @precondition(room)
    @rule(name=NAMES, cells=CELL_LISTS, codec=CODEC)
    def add_members(self, name: str, cells: list[int], codec: str) -> None:
        if not self.named(CELLS + name):
            self.pieces.append(Piece("cells", CELLS + name, cells, codec))

    @precondition(room)
    @rule(name=NAMES, codes=CODE_LISTS, codec=CODEC, early=st.booleans())
    def add_codes(self, name: str, codes: list[int], codec: str, early: bool) -> None:
        if not self.named(CODES + name):
            piece = Piece("codes", CODES + name, codes, codec, "eager" if early else "lazy")
            self.pieces.insert(1 if early else len(self.pieces), piece)

    @precondition(room)
    @rule(cells=CELL_LISTS, codec=CODEC)
    def add_table(self, cells: list[int], codec: str) -> None:
        if not self.named(TABLE + "k/g/p"):
            self.pieces.append(Piece("table", TABLE + "k/g/p", cells, codec))

    @precondition(room)
    @rule(codec=CODEC)
    def add_state(self, codec: str) -> None:
        if not self.named("core/state"):
            self.pieces.insert(0, Piece("state", "core/state", {"camera": None}, codec))

    @rule(at=AT, name=NAMES)
    def add_group(self, at: int, name: str) -> None:
        piece = self.chosen(at, "meta")
        if piece is not None and name not in piece.says:
            piece.says = [*piece.says, name]
            piece.make()

    @rule(at=AT, name=NAMES, count=st.sampled_from([1, 2, 3]))
    def add_field(self, at: int, name: str, count: int) -> None:
        piece = self.chosen(at, "overlays")
        if piece is not None:
            piece.says = {**piece.says, name: count}
            piece.make()

    # -- changing --

    @rule(n_obs=COUNTS)
    def count_again(self, n_obs: int) -> None:
        self.n_obs = n_obs

    @precondition(lambda self: self.pieces)
    @rule(at=AT, name=st.sampled_from(["other/x", " other/y", "other\\z", "a", "b", "c"]))
    def rename(self, at: int, name: str) -> None:
        piece = self.pieces[at % len(self.pieces)]
        starts = {"cells": CELLS, "codes": CODES}
        wanted = name if len(name) > 1 else starts.get(piece.what, "other/") + name
        piece.id = piece.entry["id"] = wanted

    @precondition(lambda self: self.pieces and self.room())
    @rule(at=AT)
    def duplicate(self, at: int) -> None:
        piece = self.pieces[at % len(self.pieces)]
        other = Piece(piece.what, piece.id, piece.says, piece.codec, piece.entry["priority"])
        self.pieces.insert(at % len(self.pieces) + 1, other)

    @precondition(lambda self: len(self.pieces) > 1)
    @rule(at=AT, other=AT)
    def reorder(self, at: int, other: int) -> None:
        piece = self.pieces.pop(at % len(self.pieces))
        self.pieces.insert(other % (len(self.pieces) + 1), piece)

    @precondition(lambda self: self.pieces)
    @rule(at=AT)
    def remove(self, at: int) -> None:
        del self.pieces[at % len(self.pieces)]

    # -- damaging --

    def hurt(self, at: int, harm: str) -> None:
        piece = self.pieces[at % len(self.pieces)]
        do, packed, _ = HARMS[harm]
        if not piece.harm and family(piece) and not (packed and piece.entry["codec"] != "gzip"):
            do(piece)
            piece.harm = harm

    @precondition(lambda self: self.pieces)
    @rule(at=AT, harm=st.sampled_from(["stored size", "more told", "less told", "codec"]))
    def damage_the_entry(self, at: int, harm: str) -> None:
        self.hurt(at, harm)

    @precondition(lambda self: self.pieces)
    @rule(at=AT, harm=st.sampled_from(["tail", "cut", "checksum", "no member"]))
    def damage_the_bytes(self, at: int, harm: str) -> None:
        self.hurt(at, harm)

    @rule()
    def repair(self) -> None:
        for piece in self.pieces:
            if piece.harm:
                piece.make()

    # -- publishing --

    @rule(high=st.booleans())
    def publish(self, high: bool) -> None:
        """The real writer takes what the model holds, without the damage; its bytes are the container then."""
        whole = [
            Piece(each.what, each.id, each.says, each.codec, each.entry["priority"]) for each in self.pieces
        ]
        order = {"overlays": 0, "codes": 1, "state": 2, "meta": 5, "cells": 6, "table": 7, "": 8}
        inside = sorted(whole, key=lambda each: (each.entry["priority"] == "lazy", order[family(each)]))
        rules, exact = predicted(inside, self.n_obs)
        if rules:
            event("refused by the writer")
            with pytest.raises(UsageError) as refused:
                self.written(whole, high)
            finding = refused.value.finding
            allowed = rules | ({"cells.index"} if "cells.count" in rules else set())  # no room, no position
            assert finding is None or not exact or finding.rule in allowed, (finding, rules)
            return
        data = self.written(whole, high)
        event("published")
        pairs, manifest = taken_apart(data)
        assert [entry["id"] for entry, _ in pairs] == [piece.id for piece in inside]
        assert manifest["datasetFingerprint"]["cellCount"] == self.n_obs
        for piece, (entry, stored) in zip(inside, pairs, strict=True):
            piece.entry, piece.stored = entry, stored
        self.pieces = inside

    def written(self, pieces: list[Piece], high: bool) -> bytes:
        with SessionWriter(
            source_type="local-demo",
            dataset_id="demo",
            n_obs=self.n_obs,
            n_vars=N_VARS,
            created_at="2026-01-15T09:30:00Z",
        ) as made:
            for piece in pieces:
                if high and family(piece) == "cells":
                    made.add_cells(piece.id[len(CELLS) :], piece.says, codec=piece.codec)
                    continue
                foreign: dict[str, Any] = {}
                if not family(piece):
                    foreign = {"contributor": "x", "kind": piece.entry["kind"], "dataset_dependent": False}
                made.add(
                    piece.id, piece.payload(), codec=piece.codec, priority=piece.entry["priority"], **foreign
                )
            return made.to_bytes()

    # -- what must hold --

    @invariant()
    def validate_says_what_the_model_says(self) -> None:
        data = self.container()
        if data == self.judged:
            return
        self.judged = data
        report = validate(data, engine="both", early_exit=False)
        found = {each.rule for each in report.findings if each.level == "error"}
        rules, exact = predicted(self.pieces, self.n_obs)
        assert report.verdict == ("invalid" if rules or not exact else "valid"), (report.findings, rules)
        assert rules <= found, (rules - found, found)
        if exact:
            assert found == rules, (found - rules, rules)
        for each in rules:
            event(each)
        if report.valid:
            form = canonicalize(data)
            assert validate(form).valid
            assert canonicalize(form) == form
        else:
            with pytest.raises(InvalidSessionError):
                canonicalize(data)

    def container(self) -> bytes:
        chunks = [builders.Chunk(piece.entry, piece.stored) for piece in self.pieces]
        manifest = builders.manifest_of(chunks, n_obs=self.n_obs, n_vars=N_VARS)
        return builders.file(manifest, [piece.stored for piece in self.pieces])


TestMaking = Making.TestCase
TestMaking.settings = settings(max_examples=60, stateful_step_count=16)


# -- and it can fail: one guard away, and the machine says so --


def no_stored_size(patch: pytest.MonkeyPatch) -> None:
    def framed(self: Any, index: int, length: int, length_start: int, start: int) -> None:
        self._entry = self.facts.entries[index]
        self._judged = start

    patch.setattr(sessions.SessionJudge, "_framed", framed)


def no_bound_of_indices(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(
        payloads, "deltas", lambda source, count, bound, *rest: deltas.deltas(source, count, 1 << 53, *rest)
    )


def no_duplicate_ids(patch: pytest.MonkeyPatch) -> None:
    assert "id-duplicate" in outline.ENTRY_RULES
    # both engines ask the same table, so only the model can tell
    patch.setitem(outline.ENTRY_RULES, "id-duplicate", lambda entries, add: None)


def a_writer_that_does_not_judge(patch: pytest.MonkeyPatch) -> None:
    def unjudged(out: Any, manifest: bytes, frames: Any, *_: Any) -> Any:
        writers.session(out, manifest=manifest, frames=frames)
        return None

    patch.setattr(writer, "judged", unjudged)


def a_canonical_order_that_turns(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(meaning, "_key", lambda entry: (False, 0, "", -entry.index))


GUARDS = {
    "the stored size of a frame": no_stored_size,
    "the bound of cell indices": no_bound_of_indices,
    "one id, one chunk": no_duplicate_ids,
    "the writer's own judge": a_writer_that_does_not_judge,
    "the canonical order": a_canonical_order_that_turns,
}


@pytest.mark.parametrize("guard", GUARDS)
def test_the_machine_notices_a_guard_that_is_gone(guard: str, monkeypatch: pytest.MonkeyPatch) -> None:
    GUARDS[guard](monkeypatch)
    quick = settings(
        max_examples=200, stateful_step_count=16, phases=[Phase.generate], derandomize=True, database=None
    )
    with pytest.raises((AssertionError, LookupError, pytest.fail.Exception)):
        run_state_machine_as_test(Making, settings=quick)
