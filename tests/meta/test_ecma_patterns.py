"""ECMA-262 patterns: what they mean, what is refused, and which are known to be linear."""

from __future__ import annotations

import re
import sys
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cellucid_session.generate.ecma import PatternError, assert_linear, translate


def matches(pattern: str, text: str) -> bool:
    python, anchored = translate(pattern)
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # re warns of what it may read in another way some day
        compiled = re.compile(python, re.ASCII)
    found = compiled.search(text) is not None
    assert not anchored or found == (compiled.match(text) is not None)
    return found


# sentence: (pattern, texts that match, texts that don't)
MEANING: dict[str, tuple[str, list[str], list[str]]] = {
    "a pattern is searched for anywhere": ("b", ["abc", "b"], ["ac", ""]),
    "an empty pattern is everywhere": ("", ["", "x"], []),
    "the end is the very end": ("^a$", ["a"], ["a\n", "\na", "ab"]),
    "the start is the start of the text, not of a line": ("^a", ["ab"], ["b\na"]),
    "the start can stand in one alternative": ("^a|b$", ["ax", "xb"], ["xa", "bx"]),
    "digits are ASCII": (r"^\d$", ["0", "9"], ["\uff11", "\u0663", "a"]),
    "no digits": (r"^\D$", ["\uff11", "a"], ["0"]),
    "word characters are ASCII": (r"^\w$", ["a", "Z", "_", "5"], ["é", "-", "\u0131"]),
    "no word characters": (r"^\W$", ["é", " "], ["a", "_"]),
    "space has U+FEFF and no U+0085 and no U+001C": (
        r"^\s$",
        ["\t", "\x0b", " ", "\xa0", "\u2028", "\u3000", "\ufeff"],
        ["\x85", "\x1c", "\u180e", "\u200b"],
    ),
    "no space": (r"^\S$", ["\x85", "a"], ["\ufeff", " "]),
    "a dot is no line end": (r"^.$", ["a", "\x85", "\x0b", "\U0001f432"], ["\n", "\r", "\u2028", "\u2029"]),
    "characters beyond the BMP are one character": (
        r"^[\u{1F432}-\u{1F434}]$",
        ["\U0001f433"],
        ["\U0001f435"],
    ),
    "a pair of surrogate escapes is one character": (
        r"^\uD83D\uDC32*$",
        ["\U0001f432\U0001f432", ""][:1],
        ["\U0001f433"],
    ),
    "control escapes": (r"^\t\n\v\f\r\0$", ["\t\n\x0b\x0c\r\0"], ["tnvfr0"]),
    "control letters": (r"^\cA\cz$", ["\x01\x1a"], ["AZ"]),
    "hexadecimal escapes": (r"^\x41\u0042\u{43}$", ["ABC"], ["abc"]),
    "escaped syntax characters": (r"^\^\$\\\.\*\+\?\(\)\[\]\{\}\|\/$", ["^$\\.*+?()[]{}|/"], ["x"]),
    "signs that mean something to re alone": (r"^[&&~~||\-\-#]#$", ["&#", "~#", "|#", "-#", "##"], ["a#"]),
    "a class may begin with a hyphen or end with one": (r"^[-a]+[b-]+$", ["-a-b"], ["c"]),
    "a class in which a bracket is literal": (r"^[[a]$", ["[", "a"], ["[a", "]"]),
    "a class that is negated": (r"^[^a-c\d]$", ["d", "\n"], ["a", "b", "5"]),
    "shorthands inside a class": (r"^[\s\d]$", ["\ufeff", "5"], ["a"]),
    "negative shorthands inside a class": (r"^[\S]$", ["\x85"], ["\ufeff"]),
    "the whole of everything": (r"^[\s\S]$", ["\n", "\u2028", "\U0010ffff"], ["", "ab"]),
    "a backspace inside a class": (r"^[\b]$", ["\x08"], ["b"]),
    "a word boundary is ASCII": (r"a\b", ["a", "a é", "aé"], ["ab"]),
    "no word boundary, which the empty text has not": (r"^\B$", [""], ["a"]),
    "counts": (r"^a{2}b{1,}c{0,2}$", ["aab", "aabbcc"], ["ab", "aa", "aabccc"]),
    "lazy is as good as greedy": (r"^a*?b+?c??$", ["b", "aabb", "bc"], ["a", "bcc"]),
    "groups, with and without a number": (r"^(ab|c)(?:d|e)?$", ["ab", "ce"], ["abc", "d"]),
    "an empty alternative": (r"^(?:a|)$", ["a", ""], ["b"]),
    "a repeat of a group that can be empty": (r"^(?:a*)*$", ["", "aaa"], ["b"]),
}
REFUSED = {
    "lookahead": "(?=a)",
    "negative lookahead": "(?!a)",
    "lookbehind": "(?<=a)b",
    "a named group": "(?<n>a)",
    "flags": "(?i)a",
    "a back reference": r"(a)\1",
    "an octal escape": r"\01",
    "a property": r"\p{L}",
    "an escape that ECMA-262 does not have": r"\a",
    "an escape of Python": r"^a\Z",
    "an escaped hyphen outside a class": r"\-",
    "an escape at the end": "a\\",
    "half a hexadecimal escape": r"\x4",
    "half a code point": r"\u00",
    "a code point beyond the last": r"\u{110000}",
    "a control escape without a letter": r"\c1",
    "a bare brace": "a{",
    "a bare closing bracket": "]",
    "a class that is not closed": "[a",
    "an empty class": "[]",
    "a class of everything but everything": r"[^\s\S]",
    "a range that runs backwards": "[b-a]",
    "a range with a shorthand": r"[a-\d]",
    "a group that is not closed": "(a",
    "a group that is not open": "a)",
    "nothing to repeat": "*a",
    "a repeat of a repeat": "a**",
    "a repeated place": "^*",
    "a repeated word boundary": r"\b+",
    "counts that run backwards": "a{2,1}",
    "a count without end": "a{99999}",
}
LINEAR = [
    "^$",
    "^[a-z]+(?:-[a-z0-9]+)*$",
    "^[a-z]+[.][a-z0-9]+(?:-[a-z0-9]+)*$",
    "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$",
    "^(?:eager|each|lazy)$",
    "^a{2,}b$",
    "^(?:a{2,5}b){2,7}$",
    "^[ab]*$|^c*$",
    r"^\s|\s$",
    "^(?:[^=+]|$)",
    "^(?:[0-9]{4}|[+-][0-9]{6})-(?:0[1-9]|1[0-2])(?:[.][0-9]+)?Z$",
]
NOT_KNOWN_LINEAR = {
    "a repeat in a repeat": "^(a+)+$",
    "a repeat in a repeat, counted": "^(?:a{1,2})+$",
    "a part that can be empty, repeated": "^(?:a*)*$",
    "two parts that can be empty, repeated": "^(?:a?b?)*$",
    "an optional part that can be empty, in a repeat": "^(?:x(?:a*)?)*$",
    "two alternatives that can be empty": "^(?:x(?:a?|b?))*$",
    "neighbours that overlap": "^a+a+$",
    "neighbours that overlap in part": "^[a-z]+[a-z0-9]*$",
    "alternatives that overlap in a repeat": "^(?:a|ab)*$",
    "the same alternative twice in a repeat": "^(?:a|a)*$",
    "anything, then something": "^.*x$",
    "a repeat that is not anchored": "a+$",
    "a repeat in the one alternative that is not anchored": "^a|b*c",
    "many bounded ambiguities": "^" + "(?:a|a)" * 7 + "$",
    "long bounded neighbours that overlap": "^a{1,60}a{1,60}$",
    "more positions than a pattern needs": "^(?:a{100}){100}$",
}


@pytest.mark.parametrize("name", MEANING)
def test_a_pattern_means_what_it_means_in_ecma(name: str) -> None:
    pattern, yes, no = MEANING[name]
    assert [text for text in yes if not matches(pattern, text)] == []
    assert [text for text in no if matches(pattern, text)] == []


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_supported_is_refused(name: str) -> None:
    with pytest.raises(PatternError):
        translate(REFUSED[name])


def test_the_error_says_where() -> None:
    with pytest.raises(PatternError, match=r"position 3 of pattern 'ab\(\?=c\)'"):
        translate("ab(?=c)")


@pytest.mark.parametrize("pattern", LINEAR)
def test_a_deterministic_pattern_is_linear(pattern: str) -> None:
    assert_linear(pattern)


@pytest.mark.parametrize("name", NOT_KNOWN_LINEAR)
def test_a_pattern_that_can_be_read_in_many_ways_is_not(name: str) -> None:
    with pytest.raises(PatternError):
        assert_linear(NOT_KNOWN_LINEAR[name])


@pytest.mark.parametrize("name", ["d", "D", "w", "W", "s", "S"])
def test_shorthands_split_all_code_points(name: str) -> None:
    """Each code point is in a shorthand or in its opposite, never in both."""
    small = re.compile(translate(rf"^\{name.lower()}$")[0], re.ASCII)
    large = re.compile(translate(rf"^[\{name.upper()}]$")[0], re.ASCII)
    sample = [*range(0x3100), 0xFEFF, 0xFFFF, 0x10000, sys.maxunicode]
    assert all(bool(small.match(chr(code))) != bool(large.match(chr(code))) for code in sample)


PLAIN = st.recursive(
    st.sampled_from(["a", "b", "[ab]", "[^a]", "^", "$", "", "c"]),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda pair: f"(?:{pair[0]}|{pair[1]})"),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{2}", "{1,2}", "{0,}", "*?"])).map(
            lambda pair: f"(?:{pair[0]}){pair[1]}"
        ),
    ),
    max_leaves=6,
)


@given(PLAIN, st.text("abc", max_size=6))
def test_where_both_languages_agree_the_translation_agrees(pattern: str, text: str) -> None:
    assert matches(pattern, text) == (re.search(pattern, text) is not None)


@given(PLAIN, st.integers(0, 2))
def test_a_linear_pattern_takes_few_steps(pattern: str, tail: int) -> None:
    """Counted by a plain backtracking matcher: what assert_linear lets through never blows up."""
    try:
        assert_linear(pattern)
    except PatternError:
        return
    for size in (20, 40):
        assert backtracking_steps(pattern, "ab" * size + "cd"[:tail]) < 3_000 * size


def backtracking_steps(pattern: str, text: str) -> int:
    """Steps of a matcher without any cleverness that looks for every way to match, from every start."""
    from cellucid_session.generate import ecma_syntax as syntax

    steps = 0

    def run(node: syntax.Node, at: int) -> list[int]:
        nonlocal steps
        steps += 1
        if steps > 1_000_000:
            raise AssertionError(f"{pattern} takes too many steps")
        match node:
            case syntax.Chars(ranges):
                inside = at < len(text) and any(a <= ord(text[at]) <= b for a, b in ranges)
                return [at + 1] if inside else []
            case syntax.Assertion(what):
                return [at] if at == (0 if what == "^" else len(text)) else []
            case syntax.Choice(options):
                return [end for option in options for end in run(option, at)]
            case syntax.Sequence(parts):
                ends = [at]
                for part in parts:
                    ends = [end for start in ends for end in run(part, start)]
                return ends
            case syntax.Repeat(body, least, most):
                done, ends, count = [at] if least == 0 else [], [at], 0
                while ends and count < most and count <= len(text) + least:
                    count += 1
                    ends = [
                        end for start in ends for end in run(body, start) if end > start or count <= least
                    ]
                    done += ends if count >= least else []
                return done
        raise TypeError(node)

    tree = syntax.parse(pattern)
    for start in range(len(text) + 1):
        run(tree, start)
    return steps
