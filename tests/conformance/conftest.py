"""The suite's cases are made once for all tests of a process: nobody changes them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cellucid_session.conformance import cases


@pytest.fixture(autouse=True, scope="session")
def _cases_once() -> Iterator[None]:
    usual, made = cases.cases, []

    def once(suite: object = None) -> list[cases.Case]:
        if suite is not None:
            return usual(suite)  # type: ignore[arg-type]
        if not made:
            made.extend(usual())
        return list(made)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cases, "cases", once)
        yield
