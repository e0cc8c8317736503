"""Command lines from a table: parsing, `--help`, the manual page and shell completion are all made from it.

Rules of this file:

* An option is one row. A name is never shortened, an unknown one is an error, `--` ends the options.
* What takes a value takes it as `--name value` or `--name=value`. The last one counts, unless it repeats.
* argparse is not used: importing it would cost a gate, which starts a process for each upload, half a start.
"""

from __future__ import annotations

import os

from cellucid_session.errors import UsageError
from cellucid_session.safe import safe

LISTED = 20  # words that are all named when a value is none of them; more of them are listed elsewhere
LONGEST = 60  # characters of a word that is compared with others

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any


#: keys of options that name what is written
WRITTEN = ("output", "badge", "write-vectors")


class Option:
    """One row of a table of options.

    Args:
        name: the long name, with its dashes. It is the key of the value too, without them.
        help: one sentence.
        metavar: what the value is called; None for a flag.
        short: a letter with its dash, or None.
        convert: makes the value out of the text; raises UsageError.
        choices: the words that the value can be, or a function that gives them.
        repeat: every value counts, as a list.
        negative: a name that takes the flag back.
        default: the value when the option is not given.
        files: shells complete the value with file names.
        listing: where all words are listed, for an option that can be one of many.
    """

    __slots__ = (
        "choices",
        "convert",
        "default",
        "files",
        "help",
        "listing",
        "metavar",
        "name",
        "negative",
        "repeat",
        "short",
    )

    def __init__(
        self,
        name: str,
        help: str,  # noqa: A002 - a keyword of a table
        metavar: str | None = None,
        *,
        short: str | None = None,
        convert: Callable[[str], Any] = str,
        choices: Sequence[str] | Callable[[], Sequence[str]] = (),
        repeat: bool = False,
        negative: str | None = None,
        default: Any = None,
        files: bool = False,
        listing: str = "",
    ) -> None:
        self.name = name
        self.help = help
        self.metavar = metavar
        self.short = short
        self.convert = convert
        self.choices = choices
        self.repeat = repeat
        self.negative = negative
        self.default = default if metavar is not None or default is not None else False
        self.files = files
        self.listing = listing

    @property
    def key(self) -> str:
        """The key of the value."""
        return self.name[2:]

    def words(self) -> Sequence[str]:
        """The words that the value can be; empty when it is free."""
        return self.choices() if callable(self.choices) else self.choices

    def value(self, text: str) -> Any:
        """The value that a text stands for. Raises UsageError."""
        words = self.words()
        if words and text not in words:
            raise UsageError(f"{self.name} can't be {safe(text)!r}{instead(text, words, self.listing)}")
        try:
            return self.convert(text)
        except UsageError as exc:
            raise UsageError(f"{self.name}: {exc}") from exc


class Command:
    """A command line: its name, what it does, its options, and what its other arguments are.

    Args:
        program: what is typed.
        about: one sentence.
        arguments: how the other arguments are shown.
        options: the table, in the order of the help.
        notes: paragraphs below the table.
    """

    def __init__(
        self, program: str, about: str, arguments: str, options: Sequence[Option], notes: Sequence[str] = ()
    ) -> None:
        self.program = program
        self.about = about
        self.arguments = arguments
        self.options = options
        self.notes = notes

    def parse(self, words: Sequence[str]) -> tuple[dict[str, Any], list[str]]:
        """Take a command line apart.

        Returns:
            The value of each option by its key, and the other arguments in order.

        Raises:
            UsageError: the words break the table.
        """
        values: dict[str, Any] = {
            option.key: [] if option.repeat else option.default for option in self.options
        }
        names: dict[str, tuple[Option, bool]] = {}
        for option in self.options:
            names[option.name] = (option, True)
            if option.short:
                names[option.short] = (option, True)
            if option.negative:
                names[option.negative] = (option, False)
        others: list[str] = []
        rest = iter(words)
        for word in rest:
            if word == "--":
                others.extend(rest)
            elif word == "-" or not word.startswith("-"):
                others.append(word)
            else:
                self._option(word, names, rest, values)
        return values, others

    def files(self, values: dict[str, Any]) -> list[str]:
        """The values of options that name a file to be read."""
        named = (values[each.key] for each in self.options if each.files and each.key not in WRITTEN)
        return [path for path in named if isinstance(path, str)]

    def _option(
        self, word: str, names: dict[str, tuple[Option, bool]], rest: Any, values: dict[str, Any]
    ) -> None:
        name, equals, text = word.partition("=")
        if name not in names:
            raise UsageError(f"there is no option {safe(name)}{_nearest(name, names)}")
        option, positive = names[name]
        if option.metavar is None:
            if equals:
                raise UsageError(f"{name} takes no value")
            values[option.key] = positive
            return
        given: str | None = text if equals else next(rest, None)
        if given is None:
            raise UsageError(f"{name} needs a value: {name} {option.metavar}")
        value = option.value(given)
        if option.repeat:
            values[option.key].append(value)
        else:
            values[option.key] = value


def _nearest(name: str, names: Iterable[str]) -> str:
    """The word that was meant, perhaps; a word that is longer than any of them is near to none."""
    from difflib import get_close_matches

    near = get_close_matches(name, list(names), 1) if len(name) <= LONGEST else []
    return f"; is it {near[0]}?" if near else ""


def instead(text: str, words: Sequence[str], listing: str) -> str:
    """What a value can be: the one that was meant, perhaps, and all of them where they are few."""
    near = _nearest(text, words)
    if len(words) <= LISTED or not listing:
        return f"{near}{' It' if near else '; it'} can be: {', '.join(words)}"
    return f"{near} {listing}" if near else f"; {listing}"


def whole_number(text: str) -> int:
    """A number of at least 0 in ASCII digits."""
    if not (text.isascii() and text.isdigit() and len(text) <= 19):
        raise UsageError(f"{safe(text)!r} is no whole number of at least 0")
    return int(text)


def jobs(text: str) -> int:
    """How many at once; 0 stands for as many as there are processors."""
    return whole_number(text) or (os.cpu_count() or 1)
