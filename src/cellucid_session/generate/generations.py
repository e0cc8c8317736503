"""The generations as modules: `generated/gN.py`, and the table by which a file is told.

Rules of this file: what two generations share is made once, in the module of the first that has it, and imported by
the others. Which is shared is seen from the declarations alone: the same structure, the same families, and no limit in
it that differs.
"""

from __future__ import annotations

import re
from typing import Any

from construct import Struct

from cellucid_session.declare import generation as words
from cellucid_session.declare import limits
from cellucid_session.declare.families import Family
from cellucid_session.declare.generation import Generation
from cellucid_session.declare.generations import GENERATIONS
from cellucid_session.generate import grammar
from cellucid_session.generate.header import HEADER, constant
from cellucid_session.generate.words import fields

_GENERATED = "cellucid_session.generated"
#: where the first generation keeps its own things: they were there before there were others
_FIRST = {"payload": f"{_GENERATED}.payloads", "frames": f"{_GENERATED}.framing"}
#: name in a generated module -> the module of the primitives that has it
_PRIMITIVES = {
    "array": "wire.arrays",
    "columns": "wire.columns",
    "deltas": "wire.deltas",
    "at_hand": "wire.fixed",
    "end_of_input": "wire.fixed",
    "nothing_left": "wire.fixed",
    "u8": "wire.fixed",
    "u16le": "wire.fixed",
    "u32le": "wire.fixed",
    "within": "wire.fixed",
    "bitset": "wire.members",
    "gap_runs": "wire.members",
    "packed": "wire.packed",
    "runs": "wire.pairs",
    "Fault": "wire.source",
    "pass_on": "wire.source",
    "passed": "wire.source",
    "take": "wire.source",
    "typed_arrays": "wire.typed",
    "Repeats": "wire.uvarint",
    "uvarint": "wire.uvarint",
    "repeated": "generated.payloads",
    "told": "generated.payloads",
}


def module_of(generation: Generation) -> str:
    """The module of a generation."""
    return f"{_GENERATED}.g{generation.number}"


def _limit(generation: Generation, name: str) -> int:
    return generation.limits.get(name, limits.named(name))


def _same_limits(names: set[str], one: Generation, other: Generation) -> bool:
    return all(_limit(one, name) == _limit(other, name) for name in names)


def _first_with(structure: Struct, generation: Generation, part: str) -> Generation:
    """The first generation whose structure this is, with the same limits in it."""
    names = grammar.limits_of(structure)
    for earlier in GENERATIONS[: GENERATIONS.index(generation)]:
        theirs = (earlier.frame,) if part == "frames" else tuple(earlier.payloads.values())
        if any(each is structure for each in theirs) and _same_limits(names, earlier, generation):
            return earlier
    return generation


def own_limits(text: str, generation: Generation) -> tuple[str, str]:
    """The text with the limits that are other in this generation, and the constants for them."""
    named = sorted({name for name in generation.limits if re.search(rf"\bL\.{name}\b", text)})
    for name in named:
        text = re.sub(rf"\bL\.{name}\b", name, text)
    return text, "".join(f"{name} = {generation.limits[name]}\n" for name in named)


def _family(family: Family, place: int) -> str:
    prefix = family.id if family.prefixed else ""
    return (
        f'Family("{family.name}", "{family.contributor}", "{family.kind}", "{family.priority}", '
        f'{family.dataset_dependent}, "{family.payload}", "{prefix}", codec="{family.codec}", '
        f'label="{family.label}", place={place}, required={family.required}, ids={family.ids!r})'
    )


def _families(generation: Generation) -> str:
    """What makes the families of a generation that has its own."""
    rows = list(enumerate(generation.families))
    exact = "".join(
        f'        "{family.id}": {_family(family, place)},\n' for place, family in rows if not family.prefixed
    )
    prefixed = "".join(f"        {_family(family, place)},\n" for place, family in rows if family.prefixed)
    follows = "".join(
        f'        "{name}": ("{first}", R.{constant(rule)}),\n'
        for name, (first, rule) in generation.follows.items()
    )
    return (
        "#: its families of chunks\n"
        f"FAMILIES = Families(\n    {{\n{exact}    }},\n    (\n{prefixed}    ),\n    {{\n{follows}    }},\n)\n"
    )


def _first_families(generation: Generation) -> Generation:
    for earlier in GENERATIONS[: GENERATIONS.index(generation)]:
        if earlier.families is generation.families and earlier.follows is generation.follows:
            return earlier
    return generation


def _array_types(structure: Any) -> str:
    for word in grammar.words_of(structure):
        if hasattr(word, "dtypes"):
            rows = "".join(
                f'    {byte}: ("{name}", {item.sizeof()}),\n' for byte, (name, item) in word.dtypes.items()
            )
            return (
                "#: type byte of an array -> (name of the type, bytes of an item)\n"
                f"ARRAY_TYPES: dict[int, tuple[str, int]] = {{\n{rows}}}\n\n\n"
            )
    return ""


def _used(text: str) -> set[tuple[str, str]]:
    """The primitives that a text uses: (module, name)."""
    return {
        (f"cellucid_session.{module}", name)
        for name, module in _PRIMITIVES.items()
        if re.search(rf"(?<![\w.])(?<!def ){name}\b(?!_)", text)
    }


def imports(names: set[tuple[str, str]]) -> str:
    """Import lines, in the order that the linter wants."""
    modules = sorted({module for module, _ in names})
    order = {
        module: sorted((name for each, name in names if each == module), key=_place) for module in modules
    }
    lines = []
    for module, found in order.items():
        renamed = [name for name in found if " as " in name]
        lines += [f"from {module} import {name}\n" for name in sorted(renamed)]
        plain = [name for name in found if " as " not in name]
        lines += [f"from {module} import {', '.join(plain)}\n"] if plain else []
    return "".join(lines)


def _place(name: str) -> tuple[int, list[tuple[int, str]]]:
    """Constants, classes, functions; numbers in a name by their value."""
    kind = 0 if name.isupper() else 1 if name[0].isupper() else 2
    parts = re.split(r"([0-9]+)", name)
    return kind, [(int(part), "") if part.isdigit() else (0, part) for part in parts]


def readers_of(generation: Generation) -> str:
    """The module with the coroutines of a generation."""
    return f"{module_of(generation)}_readers"


def _own(generation: Generation) -> list[tuple[str, Struct]]:
    """What a generation reads in a way of its own: payload, or "frames", and the structure."""
    parts = [("frames", generation.frame), *generation.payloads.items()]
    return [
        (name, words) for name, words in parts if reader(generation, name, words) == readers_of(generation)
    ]


def reader(generation: Generation, name: str, words: Struct) -> str:
    """The module that has the coroutine for a part of a generation."""
    part = "frames" if name == "frames" else "payload"
    first = _first_with(words, generation, part)
    return _FIRST[part] if first is GENERATIONS[0] else readers_of(first)


def writer(generation: Generation, name: str, words: Struct) -> str:
    """The module that has the writer for a payload of a generation, or for its "session"."""
    if name != "session":
        first = _first_with(words, generation, "payload")
    else:
        first = next(
            each
            for each in GENERATIONS
            if each.head is generation.head
            and each.frame is generation.frame
            and _same_limits(grammar.limits_of(each.head) | grammar.limits_of(each.frame), each, generation)
        )
    return f"{_GENERATED}.writers" if first is GENERATIONS[0] else f"{module_of(first)}_writers"


def written(generation: Generation) -> list[tuple[str, Struct]]:
    """What a generation writes in a way of its own: payload, or "session", and the structure."""
    own = f"{module_of(generation)}_writers"
    parts = [("session", generation.head), *generation.payloads.items()]
    return [(name, words) for name, words in parts if writer(generation, name, words) == own]


def sets_of(generation: Generation) -> dict[int, str]:
    """Encoding byte of a set of cells -> what people call it; none where sets are lists."""
    for name, word in fields(generation.payloads.get("cell-set", Struct())):
        if name == "members":
            return dict(word.names)
    return {}


def render_readers(generation: Generation) -> str:
    """generated/gN_readers.py: the coroutines that no earlier generation has."""
    texts = [
        grammar.frames_of(words) if name == "frames" else grammar.reader(name, words)
        for name, words in _own(generation)
    ]
    tables = "".join(_array_types(words) for _, words in _own(generation))
    body, constants = own_limits("\n\n".join(texts), generation)
    uses = {
        (_GENERATED, f"{module} as {letter}")
        for module, letter in (("limits", "L"), ("rules", "R"))
        if re.search(rf"\b{letter}\.[A-Z]", body)
    }
    typed = [
        line
        for name, line in (
            ("Any", "    from typing import Any\n\n"),
            ("Deltas", "    from cellucid_session.wire.deltas import Deltas\n"),
            ("Reading", "    from cellucid_session.wire.source import Reading, Source\n"),
        )
        if re.search(rf"\b{name}\b", body)
    ]
    return (
        HEADER.format(
            title=f"What generation {generation.number} of the format reads in a way of its own.",
            source=f"declare/generations/g{generation.number}.py",
        )
        + imports(uses | _used(body))
        + f"\nTYPE_CHECKING = False\nif TYPE_CHECKING:\n{''.join(typed)}\n"
        + (constants + "\n" if constants else "")
        + tables
        + body
    )


def render(generation: Generation) -> str:
    """generated/gN.py: the value."""
    uses = {("cellucid_session.generation", "Generation"), ("cellucid_session.generation", "Readers")}
    if generation is GENERATIONS[0]:
        uses |= {(_GENERATED, "families"), ("cellucid_session.generation", "Families")}
        families = "FAMILIES = Families(families.EXACT, families.PREFIXED, families.FOLLOWS)\n\n"
    elif (first := _first_families(generation)) is generation:
        uses |= {("cellucid_session.generation", "Families"), ("cellucid_session.model", "Family")}
        families = _families(generation) + "\n"
        if re.search(r"\bR\.[A-Z]", families):
            uses.add((_GENERATED, "rules as R"))
    else:
        uses.add((module_of(first), "FAMILIES"))
        families = ""
    where = "".join(
        f'            "{name}": "{reader(generation, name, words)}:{name.replace("-", "_")}",\n'
        for name, words in [("frames", generation.frame), *generation.payloads.items()]
    )
    writers = "".join(
        f'            "{name}": "{writer(generation, name, words)}:{name.replace("-", "_")}",\n'
        for name, words in [("session", generation.head), *generation.payloads.items()]
    )
    return (
        HEADER.format(
            title=f"Generation {generation.number} of the format (format {generation.format} of the viewer).",
            source=f"declare/generations/g{generation.number}.py",
        )
        + imports(uses)
        + "\n"
        + families
        + f"#: the generation\nGENERATION = Generation(\n    number={generation.number},\n"
        + f"    format={generation.format},\n    releases={generation.releases!r},\n"
        + f"    magic={generation.told_by.magic!r},\n"
        + f"    manifest_bytes={_limit(generation, 'MANIFEST_BYTES')},\n"
        + f"    stored_bytes={_limit(generation, 'STORED_BYTES')},\n"
        + f"    inflated_bytes={_limit(generation, 'INFLATED_BYTES')},\n"
        + f"    families=FAMILIES,\n    grammars=Readers(\n        {{\n{where}        }}\n    ),\n"
        + f"    writers=Readers(\n        {{\n{writers}        }}\n    ),\n"
        + f"    reads={dict(generation.reads)!r},\n    shapes={dict(generation.shapes)!r},\n"
        + f"    identity={generation.identity!r},\n    aliases={generation.aliases!r},\n"
        + f"    order={generation.order!r},\n    exact={generation.exact!r},\n"
        + f"    schemas={dict(generation.schemas)!r},\n    encodings={dict(generation.encodings)!r},\n"
        + f"    sets={sets_of(generation)!r},\n"
        + f"    widths={dict(generation.widths)!r},\n    code_types={dict(generation.code_types)!r},\n"
        + f"    manifest_rules={generation.manifest_rules!r},\n    entry_rules={generation.entry_rules!r},\n"
        + f"    links={generation.links!r},\n)\n"
    )


def signs_of(magic: bytes) -> list[tuple[words.Sign, tuple[int, ...]]]:
    """The signs of a magic in the order of asking, each with the generations that bear it, the latest first."""
    found: dict[words.Sign, list[int]] = {}
    for generation in GENERATIONS:
        if generation.told_by.magic == magic:
            for sign in generation.told_by.signs:
                found.setdefault(sign, []).insert(0, generation.number)
    return [(sign, tuple(found[sign])) for sign in sorted(found, key=lambda sign: sign.rank)]


def unsigned(magic: bytes) -> int:
    """The generation of a file of a magic without any sign."""
    return next(each.number for each in GENERATIONS if each.told_by.magic == magic)


def later() -> str:
    """What is said of a later format; its number goes in."""
    formats = list(dict.fromkeys(each.format for each in GENERATIONS))
    known = f"generations {GENERATIONS[0].number} to {GENERATIONS[-1].number}, formats {_listed(formats)}"
    return f"a later format ({{}}); this version knows {known}"


def render_recognition() -> str:
    """generated/recognition.py: what tells a generation, as data."""
    magics = list(dict.fromkeys(generation.told_by.magic for generation in GENERATIONS))
    rows = ""
    for magic in magics:
        signs = "".join(
            f"        ({sign.place!r}, {sign.words!r}, {sign.above}, {numbers!r}),\n"
            for sign, numbers in signs_of(magic)
        )
        rows += f"    (\n{signs}    ),\n" if signs else "    (),\n"
    otherwise = tuple(unsigned(magic) for magic in magics)
    lookalikes = "".join(f"    {seen!r}: {what!r},\n" for seen, what in words.LOOKALIKES.items())
    releases = "".join(f"    {each.number}: {each.releases!r},\n" for each in GENERATIONS)
    of = "".join(f"    {each.number}: {each.format},\n" for each in GENERATIONS)
    return (
        HEADER.format(title="What tells the generation of a file.", source="declare/generations/")
        + f"#: what every magic with a number begins with\nNUMBERED = {words.NUMBERED!r}\n"
        + f"NUMBER_DIGITS = {words.NUMBER_DIGITS}\nNO_NUMBER = {words.NO_NUMBER}\n\n"
        + "#: what is said of a later format; its number goes in\n"
        + f'LATER = "{later()}"\n\n'
        + "#: what a file begins with that is no session -> what it may be\n"
        + f"LOOKALIKES: dict[bytes, str] = {{\n{lookalikes}}}\n\n"
        + "#: for each magic: (where a sign is looked for, keys or ids, bytes, generations that bear it, the latest first)\n"
        + f"SIGNS: tuple[tuple[tuple[str, tuple[str, ...], int, tuple[int, ...]], ...], ...] = (\n{rows})\n\n"
        + f"#: for each magic: the generation of a file without any sign\nOTHERWISE = {otherwise!r}\n\n"
        + f"#: generation -> releases of the viewer that write it\nRELEASES: dict[int, tuple[str, ...]] = {{\n{releases}}}\n\n"
        + f"#: generation -> the number that the viewer gives it\nFORMATS: dict[int, int] = {{\n{of}}}\n"
    )


def render_loader() -> str:
    """generated/generations.py: the values, loaded when a file of theirs is met."""
    modules = "".join(f'    {each.number}: "g{each.number}",\n' for each in GENERATIONS)
    first = GENERATIONS[0]
    return (
        HEADER.format(title="The generations, by number.", source="declare/generations/")
        + f"from {_GENERATED} import g{first.number}\n\n"
        + "TYPE_CHECKING = False\nif TYPE_CHECKING:\n    from cellucid_session.generation import Generation\n\n"
        + f"#: the generation of a file without any sign\nEARLIEST = g{first.number}.GENERATION\n\n"
        + f"_MODULES = {{\n{modules}}}\n\n"
        + "#: all of them, the earliest first\nNUMBERS: tuple[int, ...] = tuple(_MODULES)\n\n\n"
        + "def generation(number: int) -> Generation:\n"
        + '    """The generation of a number. Raises KeyError for one that is not declared."""\n'
        + "    if number == EARLIEST.number:\n        return EARLIEST\n"
        + f'    module = __import__("{_GENERATED}." + _MODULES[number], fromlist=["GENERATION"])\n'
        + "    found: Generation = module.GENERATION\n    return found\n"
    )


def _listed(numbers: list[int]) -> str:
    head = ", ".join(map(str, numbers[:-1]))
    return f"{head} and {numbers[-1]}" if head else str(numbers[-1])


def outputs() -> dict[str, Any]:
    """Module below generated/ -> what writes it."""
    table: dict[str, Any] = {"recognition": render_recognition, "generations": render_loader}
    for each in GENERATIONS:
        table[f"g{each.number}"] = lambda each=each: render(each)
        if _own(each):
            table[f"g{each.number}_readers"] = lambda each=each: render_readers(each)
    return table
