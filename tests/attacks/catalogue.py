"""Writes spec/ATTACKS.md from the cases: `python tests/attacks/catalogue.py`. A test holds the page to be fresh.

A row is an id, what the attack does, and where it is tested. What must happen comes from the cases; where the test
stands elsewhere, the row says it. `FILE` means that the id stands in that file, `FILE::NAME` that the test does.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "spec" / "ATTACKS.md"
sys.path[:0] = [str(Path(__file__).resolve().parent), str(ROOT / "tests")]

from attacking import everything  # noqa: E402

HEAD = """# Attack catalogue

Known ways to break a reader of this format, what must happen, and the test that holds it.
This page is generated from the tests by `python tests/attacks/catalogue.py`.

Nothing else than what is said here may happen: no other exception, no half output, no write, no network, no memory
beyond what the bytes that are there ask for. Verdicts and classes of rules are those of [section 1.2](README.md);
a rule of advice leaves the verdict `valid`. "Nothing" means: valid, and there is nothing to say.

Every case in `tests/attacks/test_attacks.py` is judged whole and in pieces: up to 6,000 bytes in single ones, and then,
unless findings were left out, by the second engine too. The command `cellucid-validate` judges those of at most 64 KiB
that need no options and are not inconclusive; its output must hold no control character. Sessions are read with
`CellucidSessionBundle` (GZ-04 apart), which must refuse what breaks a safety rule and read everything else.
"""
CASES = "tests/attacks/test_attacks.py"
AROUND = "tests/attacks/test_around.py"
ANY = "tests/attacks/test_any_change.py"
INPUTS = "tests/cli/test_inputs.py"
OUTPUT = "tests/cli/test_output.py"
FILES = "tests/unit/test_files.py"
SPANS = "tests/unit/test_wire_spans.py"
MEMORY = "tests/unit/test_wire_memory.py"
NAMES = "tests/apply/test_names.py"
COLUMNS = "tests/apply/test_columns.py"
PROVENANCE = "tests/apply/test_provenance.py"
GATE = "tests/capture/test_gate_attacks.py"
STORE = "tests/capture/test_gate_store.py"
SHOWN = "one line, escapes for what draws nothing"
RENAMED = "the column gets another name, the summary maps it; the file can be written and read back"


class Row(NamedTuple):
    does: str
    must: str = ""
    where: tuple[str, ...] = ()


SECTIONS: dict[str, dict[str, Row]] = {
    "A. Files and the operating system": {
        "F-01": Row("a file of no bytes", "invalid: `frame.truncated`", (INPUTS,)),
        "F-02": Row("a pipe, a device, a socket", "error: `input.not-regular`, never blocks", (INPUTS,)),
        "F-03": Row(
            "a link to a secret file", "no byte of it is shown; in a folder it is not followed", (INPUTS,)
        ),
        "F-04": Row("the path is swapped after it was opened", "the opened file is judged", (INPUTS,)),
        "F-05": Row("the file changes between two readings", "`InputError`", (AROUND,)),
        "F-06": Row("the file changes while it is read", "error: `input.changed`", (INPUTS,)),
        "F-07": Row("a sparse file of 3 GiB", "judged up to the budget, and no further", (INPUTS,)),
        "F-08": Row("one byte more than the budget", "inconclusive: `budget.file-bytes`", (INPUTS,)),
        "F-09": Row("standard input without end", "invalid or inconclusive, in bounded memory", (INPUTS,)),
        "F-10": Row("a link planted where output goes", "not written through", (OUTPUT, FILES)),
        "F-11": Row("the output is an input, by whatever name", "refused", (OUTPUT, FILES)),
        "F-12": Row("a file name with controls or no UTF-8", f"judged; {SHOWN}", (INPUTS,)),
        "F-13": Row("a file name like an option", "judged, after `--`", (INPUTS,)),
        "F-14": Row("short reads", "are not the end", (INPUTS,)),
        "F-15": Row("a folder of links and of too many entries", "not followed; refused", (INPUTS, FILES)),
    },
    "B. Framing": {
        "FR-01": Row("another magic"),
        "FR-02": Row("a magic that is cut"),
        "FR-03": Row("a magic with a version"),
        "FR-04": Row("bytes before the magic that some would skip"),
        "FR-05": Row("the first bytes of another file format before the magic"),
        "FR-06": Row("a manifest of no bytes"),
        "FR-07": Row("a manifest of a size that is not there"),
        "FR-08": Row("a length with its greatest byte first"),
        "FR-09": Row("a manifest's length that is one off"),
        "FR-10": Row("a manifest's length that is cut"),
        "FR-11": Row("a frame longer than the rest, or than any chunk"),
        "FR-12": Row("a frame of another length than the entry says"),
        "FR-13": Row("fewer frames than entries"),
        "FR-14": Row("bytes after the last frame"),
        "FR-15": Row("no chunks"),
        "FR-16": Row("a JSON chunk of no bytes"),
        "FR-17": Row("sizes whose sum passes what machine integers hold"),
        "FR-18": Row("very many chunks of no bytes"),
        "FR-19": Row("payloads of one length change places: the framing has no digest and can't see it"),
        "FR-20": Row("every beginning of a session", "invalid, by a safety rule", (ANY,)),
        "FR-21": Row("every single changed bit", "valid or invalid, always the same", (ANY,)),
        "FR-22": Row("the input comes in pieces of any size", "the same findings", (ANY,)),
    },
    "C. The manifest as bytes and JSON": {
        "MB-01": Row("bytes that are no UTF-8"),
        "MB-02": Row("a byte order mark"),
        "MB-03": Row("another encoding of Unicode"),
        "MB-04": Row("a key twice"),
        "MB-05": Row("a key twice, written in two ways"),
        "MB-06": Row("keys that look alike"),
        "MB-07": Row("words for numbers that JSON does not have"),
        "MB-08": Row("numbers that overflow"),
        "MB-09": Row("integers of very many digits (class: CVE-2020-10735)"),
        "MB-10": Row("integers that a double rounds"),
        "MB-11": Row("a count in another form or of another type"),
        "MB-12": Row("very deep nesting (class: CVE-2026-26209, CVE-2026-0994)"),
        "MB-13": Row("brackets in a text, which are no nesting"),
        "MB-14": Row("half a surrogate pair"),
        "MB-15": Row("escaped control and invisible characters"),
        "MB-16": Row("raw control characters in a text"),
        "MB-17": Row("something around the manifest's text, or half a text", "", (AROUND + "::test_mb17_",)),
        "MB-18": Row("a manifest that is no object"),
        "MB-19": Row(
            "texts that are nearly JSON",
            "invalid, at the first fault; what is JSON is read",
            (
                "tests/unit/test_strict_json.py::test_texts_that_are_refused",
                "tests/property/test_json_readers_agree.py::test_",
            ),
        ),
        "MB-20": Row("very many values"),
        "MB-21": Row("a very long key"),
        "MB-22": Row("integers chosen to have one hash"),
        "MB-23": Row("very many keys in one object"),
    },
    "D. What the manifest means": {
        "MS-01": Row("unknown keys, also those that mean something elsewhere"),
        "MS-02": Row("every key of an entry with a value of every other type"),
        "MS-03": Row("lists and objects where a word belongs"),
        "MS-04": Row("sizes that are negative, huge, no integers"),
        "MS-05": Row("two sizes that contradict each other"),
        "MS-06": Row("ids that are equal, or nearly"),
        "MS-07": Row("ids that would be paths"),
        "MS-08": Row("digits of another script"),
        "MS-09": Row("times that are none"),
        "MS-10": Row("a family under another contributor"),
        "MS-11": Row("a family of another kind"),
        "MS-12": Row("chunks of no family"),
        "MS-13": Row("chunks in an order that the client drops"),
        "MS-14": Row("a fingerprint that says nothing"),
        "MS-15": Row("true for a count of one"),
        "MS-16": Row("a data set id that looks like another"),
        "MS-17": Row("dependencies in a circle, on nothing, very many"),
        "MS-18": Row("data of one data set that says it fits every one"),
        "MS-19": Row("labels that are huge or hostile"),
        "MS-20": Row("addresses in the data source, which are never fetched"),
        "MS-22": Row("paths of the sender's machine"),
    },
    "E. gzip": {
        "GZ-01": Row("a bomb that says so", "", (MEMORY + "::test_gz_01_",)),
        "GZ-02": Row("a bomb that lies", "", (MEMORY + "::test_gz_01_gz_02_",)),
        "GZ-03": Row("a huge size that is only said", "", (MEMORY + "::test_gz_03_",)),
        "GZ-04": Row("many chunks, too much together; the reader takes one at a time"),
        "GZ-05": Row("a size that is one off"),
        "GZ-06": Row("two members", "", (SPANS,)),
        "GZ-07": Row("bytes after the member", "", (SPANS,)),
        "GZ-08": Row("a member cut at every byte", "", (SPANS,)),
        "GZ-09": Row("a wrong CRC", "", (SPANS,)),
        "GZ-10": Row("a wrong length", "", (SPANS,)),
        "GZ-11": Row("places in the header that hide bytes; reserved flags", "", (SPANS,)),
        "GZ-12": Row("another compression", "", (SPANS,)),
        "GZ-13": Row("very many empty blocks", "", (MEMORY + "::test_gz_13_",)),
        "GZ-14": Row("gzip in gzip: undone once"),
        "GZ-15": Row("a codec that is not the one said: nothing is guessed", "", (SPANS,)),
        "GZ-16": Row("data that no compressor makes", "", (SPANS,)),
    },
    "F. JSON chunks": {
        "JC-01": Row("all of part C in every JSON text", "", ("tests/meta/test_house.py::ONLY_HERE",)),
        "JC-02": Row("pages that are none, or two of one id"),
        "JC-03": Row("group ids that are odd"),
        "JC-04": Row("groups without cells, cells without a group"),
        "JC-05": Row("a count that is not that of the cells"),
        "JC-06": Row("colours that are more than a colour"),
        "JC-07": Row("ranges that are none"),
        "JC-08": Row("categories that are no texts, or of one name"),
        "JC-09": Row("a foretold length of 10^15 and more: nothing is allocated"),
        "JC-10": Row("very many renames, and hostile ones"),
        "JC-12": Row("a flag that is no boolean"),
    },
    "G. Binary payloads": {
        "BC-01": Row("numbers that are cut", "invalid: `uvarint.truncated`", (SPANS,)),
        "BC-02": Row("numbers of more than 8 bytes", "invalid: `uvarint.too-long`", (SPANS,)),
        "BC-03": Row("numbers longer than they need", "invalid: `uvarint.overlong`", (SPANS,)),
        "BC-04": Row("numbers beyond 2^53-1", "invalid: `uvarint.range`, `uvarint.too-long`", (SPANS,)),
        "BC-05": Row("a count without its indices", "", (SPANS, MEMORY)),
        "BC-06": Row(
            "bytes after the last index; a count too high",
            "invalid: `cells.trailing`, `uvarint.truncated`",
            (SPANS,),
        ),
        "BC-07": Row("a cell twice", "valid: `cells.duplicate`", (SPANS,)),
        "BC-08": Row("an index beyond the last cell", "", (SPANS,)),
        "BC-09": Row("steps whose sum would wrap", "", (SPANS, MEMORY)),
        "BC-12": Row("runs whose sum would wrap", "", (SPANS, MEMORY)),
        "BC-13": Row(
            "one run of very many codes; where no count is known, counted and never expanded",
            "",
            (SPANS, MEMORY),
        ),
        "BC-14": Row(
            "runs of nothing, too long, too many",
            "invalid: `codes.zero-run`, `codes.runs`, `codes.trailing`",
            (SPANS,),
        ),
        "BC-15": Row("codes without a category", "", (SPANS,)),
        "BC-16": Row("half a code", "invalid: `codes.truncated`, `codes.trailing`", (SPANS,)),
        "BC-17": Row(
            "an unknown encoding, payloads of 0 and 1 bytes",
            "invalid: `codes.encoding`, `codes.truncated`, `uvarint.truncated`",
            (SPANS,),
        ),
        "BC-20": Row("data sets of no cell and of one", "", (SPANS,)),
        "BC-21": Row(
            "two ways to write one list",
            "what is accepted without a remark has one spelling",
            ("tests/property/test_wire_payloads.py",),
        ),
    },
    "H. Applying to an AnnData": {
        "AP-01": Row("keys that are paths of the file", RENAMED, (NAMES,)),
        "AP-02": Row("keys that lead to another column", RENAMED, (NAMES,)),
        "AP-03": Row("keys that lead into another column", RENAMED, (NAMES,)),
        "AP-04": Row("keys of nothing but dots and slashes", RENAMED, (NAMES,)),
        "AP-05": Row("keys that the file formats keep for themselves", RENAMED, (NAMES,)),
        "AP-06": Row("categories that can't be stored", "made storable, mapped by the summary", (NAMES,)),
        "AP-07": Row(
            "bookkeeping that could not be written", "one text and plain values; a round trip", (PROVENANCE,)
        ),
        "AP-08": Row("keys of the bookkeeping from the file", "keys are ours alone", (PROVENANCE,)),
        "AP-09": Row(
            "bookkeeping that is there already", "our part is replaced; no dict: `TypeError`", (PROVENANCE,)
        ),
        "AP-10": Row("columns of one name", "`column_conflict` decides; nothing is lost silently", (NAMES,)),
        "AP-11": Row("a failure half way", "nothing is changed", ("tests/apply/test_atomic.py",)),
        "AP-12": Row("views, backed objects, names twice", "work by position", (COLUMNS,)),
        "AP-13": Row("very many columns from few bytes", "refused before they are made", (COLUMNS,)),
        "AP-14": Row("codes for variables", "by their length", (COLUMNS,)),
        "AP-15": Row("labels that are formulas", "kept as they are, with advice", (NAMES,)),
        "AP-16": Row("labels that read as nothing", "kept as they are, with advice", (NAMES,)),
        "AP-17": Row("applied twice", "`suffix` adds, `overwrite` changes nothing", (NAMES,)),
        "AP-18": Row("paths of the sender in the result", "only when asked for", (PROVENANCE,)),
    },
    "I. The gate before uploads": {
        "HT-01": Row("a length that is no plain number, twice, with Transfer-Encoding", "411, 400", (GATE,)),
        "HT-02": Row("a length above the cap", "413 before a byte is read; no pair is spent", (GATE,)),
        "HT-03": Row("a head, a body or a reader that is slow", "408, closed; nobody is kept out", (GATE,)),
        "HT-04": Row("a second request behind the body", "never parsed; the connection ends", (GATE,)),
        "HT-05": Row(
            "a pair that is unknown, foreign, used, or raced for",
            "404 with one text; exactly one wins",
            (GATE,),
        ),
        "HT-06": Row("an upload without its ids", "400", (GATE,)),
        "HT-07": Row("a page of another site, a foreign name for this machine", "403", (GATE,)),
        "HT-08": Row("a body that is coded", "415", (GATE,)),
        "HT-09": Row("words for logs and answers", "fixed texts; nothing is logged or echoed", (GATE,)),
        "HT-10": Row(
            "uploads that fill the disk, a process that is killed",
            "503; nothing half written stays, leftovers are swept",
            (GATE, STORE),
        ),
        "HT-11": Row("another spelling of path, query or head", "400", (GATE,)),
        "HT-12": Row("what only begins like a session", "422 with the report; handed to nobody", (GATE,)),
        "HT-13": Row("a websocket, another protocol", "400, or closed with 1008 before it opens", (GATE,)),
    },
    "J. Reports, command line": {
        "RP-01": Row("escape sequences", SHOWN, (OUTPUT,)),
        "RP-02": Row("C1 controls", SHOWN, (OUTPUT,)),
        "RP-03": Row("controls of the reading order (class: CVE-2021-42574)", SHOWN, (OUTPUT,)),
        "RP-04": Row("a carriage return", SHOWN, (OUTPUT,)),
        "RP-05": Row("backspaces", SHOWN, (OUTPUT,)),
        "RP-06": Row("forged lines", SHOWN, (OUTPUT,)),
        "RP-07": Row("characters of no width", SHOWN, (OUTPUT,)),
        "RP-08": Row("very many marks on one letter", SHOWN, (OUTPUT,)),
        "RP-09": Row("links for terminals", SHOWN, (OUTPUT,)),
        "RP-10": Row("characters that the terminal has not", "escapes, no crash", (OUTPUT + "::test_rp10_",)),
        "RP-11": Row("very long keys, very many findings", "shortened, folded, counted", (OUTPUT,)),
        "RP-12": Row(
            "texts in a JSON report",
            "ASCII that fits the schema",
            ("tests/unit/test_report_json.py::test_rp12_",),
        ),
        "RP-14": Row("markup in a notebook's page", "shown as text", (AROUND + "::test_rp14_",)),
        "RP-16": Row("formulas in a table", "get `'` before them", (AROUND + "::test_rp16_",)),
        "RP-17": Row("texts used as templates", "never", (AROUND + "::test_rp17_",)),
        "RP-18": Row("very many findings: work grows with the input, no faster"),
        "RP-19": Row(
            "a failure of the program",
            "exit code 4, never 0 or 1",
            ("tests/cli/test_exit_codes.py::test_rp19_",),
        ),
    },
    "K. state-snapshots.json": {
        "SS-01": Row("entries that lead out of the folder"),
        "SS-02": Row("entries in another place, which are never fetched"),
        "SS-03": Row("entries of another scheme"),
        "SS-04": Row("endings that are none"),
        "SS-05": Row("an entry behind the others, which would open"),
        "SS-06": Row(
            "a listed file that is a link, a folder or missing",
            "invalid: `snapshots.missing`, with `--check-files`",
            (AROUND + "::test_ss06_",),
        ),
        "SS-07": Row("lists that are huge or of another shape"),
        "SS-08": Row("a web page, another encoding"),
        "SS-09": Row("two spellings of one file name"),
    },
}


def musts() -> dict[str, tuple[str, int]]:
    """What the cases of each id want, in words, and how many cases there are."""
    wanted: dict[str, dict[str, list[str]]] = {}
    counts: dict[str, int] = {}
    for case, attack in everything().items():
        rules = wanted.setdefault(case[:5], {}).setdefault(attack.wanted(), [])
        word = f"`{attack.rule}`" if attack.rule else "nothing"
        if word not in rules:
            rules.append(word)
        counts[case[:5]] = counts.get(case[:5], 0) + 1
    words = {
        key: "; ".join(f"{verdict}: {', '.join(rules)}" for verdict, rules in each.items())
        for key, each in wanted.items()
    }
    return {key: (words[key], counts[key]) for key in words}


def page() -> str:
    """The page as it should be."""
    cases = musts()
    lines = [HEAD]
    for title, rows in SECTIONS.items():
        lines += [
            f"## {title}\n",
            "| id | what it does | what must happen | tests |",
            "| --- | --- | --- | --- |",
        ]
        for key, row in rows.items():
            must, count = cases.get(key, ("", 0))
            places = [f"{count} in `{CASES}`"] if count else []
            places += [f"`{place.split('::')[0]}`" for place in row.where]
            both = "; ".join(each for each in (row.must, must) if each)
            lines.append(f"| {key} | {row.does} | {both} | {', '.join(places)} |")
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
