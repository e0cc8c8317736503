"""What a rule is: its classes, layers and levels, and the remedies that many rules share.

Rules of this file:

* `text` is the one normative sentence. Numbers stand in it as {LIMIT} and come from `limits`.
* `why` says what goes wrong otherwise, `remedy` what the person who holds the file can do.
"""

from __future__ import annotations

from dataclasses import dataclass

CLASSES = {
    "safety": "Reading on is dangerous, or two readers would see different content: the file is invalid, readers refuse.",
    "conformance": "A correct writer never does this; it can be read without harm: the file is invalid, readers read on.",
    "advice": "Legal, but a person should know: the file stays valid.",
    "budget": "A budget of the policy ran out before the answer was known: the verdict is inconclusive.",
    "tool": "The input can't be read, or the program failed: the verdict is error.",
}

LAYERS = {
    "framing": "Magic, lengths, and where chunks begin and end.",
    "json": "Every JSON text: the manifest, JSON chunks, table headers, state-snapshots.json.",
    "manifest": "The manifest as a whole.",
    "entry": "One entry of the manifest's chunk list, and the entries together.",
    "gzip": "The codec gzip.",
    "payload": "JSON chunks, and what they say of each other.",
    "binary": "Binary payloads, and what they say of the registries.",
    "text": "Texts that people will see.",
    "snapshots": "state-snapshots.json.",
    "dataset": "The data set that the caller names.",
    "policy": "What the policy demands beyond the format.",
    "budget": "Budgets of the policy.",
    "tool": "The input and the program.",
}

LEVELS = ("error", "warning", "note")

REEXPORT = "Save the session again in the viewer."
DAMAGED = (
    "Get the file again from where it came; if it is the same there, save the session again in the viewer."
)
DISTRUST = "Don't use the file; ask its sender for a new one saved by the viewer."
WRITER = "Tell the author of the program that wrote the file; a session saved again in the viewer is right."
KNOW = "Nothing has to be done if you know why it is so."


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule.

    Attributes:
        id: LAYER-WORD.NAME, stable. cls: key of `CLASSES`. level: one of `LEVELS`. layer: key of `LAYERS`.
        text: the normative sentence. why: what goes wrong otherwise. remedy: what to do.
        generations: those of the format in which it holds; None: in all of them, or it does not speak of a session.
    """

    id: str
    cls: str
    layer: str
    text: str
    why: str
    remedy: str
    level: str = "error"
    generations: tuple[int, ...] | None = None
