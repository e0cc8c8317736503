"""The rows on generations 2 to 5: each new encoding against the bare kernel that it needs, applying against 0.9.5."""

from __future__ import annotations

from typing import Any

MOST = 2.5  # times the kernel
APPLIED = 8  # times the making of the columns

#: what is decoded -> input, job, the bare kernel, bytes of an element of what comes out
DECODED: dict[str, tuple[str, str, str, int]] = {
    "a set of {0:,} cells from bits, every other there": ("bits", "ours_set", "kernel_bits", 2),
    "a set of {0:,} cells from runs of mean 50": ("gaps", "ours_set", "kernel_gaps", 2),
    "{0:,} raw codes of 1 byte": ("raw-1", "ours_codes_5", "kernel_raw", 1),
    "{0:,} raw codes of 2 bytes": ("raw-2", "ours_codes_5", "kernel_raw", 2),
    "{0:,} raw codes of 4 bytes": ("raw-4", "ours_codes_5", "kernel_raw", 4),
    "{0:,} codes of 1 byte from runs of mean 50": ("runs-1", "ours_codes_5", "kernel_runs", 1),
    "{0:,} codes of 2 bytes from runs of mean 50": ("runs-2", "ours_codes_5", "kernel_runs", 2),
    "{0:,} codes of 4 bytes from runs of mean 50": ("runs-4", "ours_codes_5", "kernel_runs", 4),
    "{0:,} codes packed in 1 bit": ("packed-1", "ours_codes_5", "kernel_packed", 1),
    "{0:,} codes packed in 2 bits": ("packed-2", "ours_codes_5", "kernel_packed", 1),
    "{0:,} codes packed in 4 bits": ("packed-4", "ours_codes_5", "kernel_packed", 1),
    "an array of {0:,} numbers behind typed JSON": ("typed", "ours_typed", "kernel_typed", 4),
}


#: kernel -> parts of it that are shown by themselves
PARTS = {"kernel_runs": ("repeat",)}


def rows(row: Any, side: Any, within: Any, told: Any, shown: Any, count: int, cells: int) -> list[Any]:
    """The rows, made of what `rows.py` makes them of.

    Args:
        count: of what is decoded. cells: of the session that is applied.
    """
    block = 2 << 20  # bytes beside the output
    made = [
        row(
            f"generation 5: decode {what.format(count)}",
            {
                "ours": side("here", job, f"later-{name}"),
                "kernel": side("here", kernel, f"later-{name}"),
                **{part: side("here", f"kernel_{part}", f"later-{name}") for part in PARTS.get(kernel, ())},
            },
            (within("kernel", MOST), *map(shown, PARTS.get(kernel, ()))),
            int(width * count * 1.02) + block,
            True,
        )
        for what, (name, job, kernel, width) in DECODED.items()
    ]
    facts = {"n_obs": cells, "inplace": True, "columns": 25, "later": True}
    for words, order, goals in (
        (
            "the order of cells not looked at, as 0.9.5 does not",
            "ignore",
            (within("columns", APPLIED), told("0.9.5")),
        ),
        ("with the order of cells", "warn", (shown("columns"), told("0.9.5"))),
    ):
        asked = facts | {"options": {"cell_order": order}}
        made.append(
            row(
                f"generation 5: apply in place, {cells:,} cells, {words}",
                {
                    "ours": side("here", "ours_apply", "later-apply.session", asked),
                    "columns": side("here", "make_columns", "later-apply.session", facts),
                    "0.9.5": side("0.9.5", "apply_0_9_5", "later-apply.session", facts),
                },
                goals,
            )
        )
    return made
