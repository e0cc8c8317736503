"""The options of `cellucid-validate`, one row each."""

from __future__ import annotations

from cellucid_session.commands.table import Command, Option, jobs, whole_number
from cellucid_session.errors import UsageError
from cellucid_session.model import KINDS
from cellucid_session.report.formats import FORMATS

#: name -> module with `render(reports, policy) -> str`; text alone is written as it comes.
CERTIFIED = ("json", "jsonl")  # formats that have room for a certificate
FAIL_ON = ("error", "warning")
TIMED = "junit"  # the format that has room for times
COLORS = ("auto", "always", "never")
POLICY = "upload"  # unless asked; its budgets are the default ones


#: options that need no input -> the function in `answers` that makes the text
ANSWERS = {
    "help": "help_text",
    "version": "version",
    "list-rules": "list_rules",
    "explain": "explain",
    "print-schema": "schema",
    "completion": "completion",
    "man": "man",
}


def _rules() -> list[str]:
    from cellucid_session.generated.rules import RULES

    return list(RULES)


def _schemas() -> list[str]:
    from cellucid_session.declare.schemas import names

    return names()


def _limit(text: str) -> tuple[str, int]:
    name, equals, value = text.partition("=")
    if not equals:
        raise UsageError("a limit is given as NAME=VALUE")
    return name, whole_number(value)


COMMAND = Command(
    "cellucid-validate",
    "Judge .cellucid-session files and state-snapshots.json: is every byte as the format says?",
    "PATH...",
    (
        Option("--format", "how results are written", "FORMAT", choices=tuple(FORMATS), default="text"),
        Option("--output", "write results to this file, whole or not at all", "FILE", short="-o", files=True),
        Option(
            "--kind",
            "treat standard input and files given as PATH as this kind, instead of deciding by file name",
            "KIND",
            choices=KINDS,
        ),
        Option("--fail-on", "exit 1 from this level on", "LEVEL", choices=FAIL_ON, default="error"),
        Option(
            "--policy",
            "upload, upload-strict, archive, development, or a TOML file",
            "FILE-OR-NAME",
            default=POLICY,
            files=True,
        ),
        Option("--today", "the date that waivers are held against (else the clock's)", "YYYY-MM-DD"),
        Option("--limit", "replace one budget of the policy", "NAME=VALUE", convert=_limit, repeat=True),
        Option(
            "--generation",
            "take sessions of this generation of the format only",
            "N",
            convert=whole_number,
            repeat=True,
        ),
        Option("--max-findings", "show at most N findings per input", "N", convert=whole_number),
        Option(
            "--against", "take the numbers of cells and variables from this data set", "DATA.h5ad", files=True
        ),
        Option("--n-obs", "number of cells of the data set", "N", convert=whole_number),
        Option("--n-vars", "number of variables of the data set", "N", convert=whole_number),
        Option("--expected-dataset-id", "the data set id that the session must carry", "ID"),
        Option("--check-files", "look for the files that a state-snapshots.json lists"),
        Option(
            "--engine",
            "engine to use; with `both`, run the two and report an error if they disagree",
            "ENGINE",
            choices=("generated", "reference", "both"),
            default="generated",
        ),
        Option("--isolate", "judge each input in a child with bounds", negative="--no-isolate"),
        Option(
            "--certificate",
            "add a coverage certificate to the JSON report: which byte ranges were checked and which rules ran",
        ),
        Option("--no-early-exit", "read on after the verdict is proven, and find what else is wrong"),
        Option(
            "--jobs",
            "judge N inputs in parallel (0: as many as processors)",
            "N",
            short="-j",
            convert=jobs,
        ),
        Option("--glob", "judge the files that fit this pattern too", "PATTERN", repeat=True),
        Option(
            "--remote",
            "read URLs of this scheme",
            "SCHEME",
            choices=("https", "s3", "gs", "http"),
            repeat=True,
        ),
        Option(
            "--resume",
            "keep judgements in this journal, and don't judge again what it has",
            "FILE",
            files=True,
        ),
        Option("--times", "in a JUnit report: the seconds that each input took; one input at a time"),
        Option("--quiet", "tell errors only", short="-q"),
        Option(
            "--color",
            "colour a text report on standard output; auto: at a terminal, unless NO_COLOR is set",
            "WHEN",
            choices=COLORS,
            default="auto",
        ),
        Option(
            "--explain",
            "say what a rule asks, why, what to do, where it stands and what judges it",
            "RULE",
            choices=_rules,
            listing="--list-rules lists them all",
        ),
        Option("--list-rules", "list all rules with class, level and sentence"),
        Option(
            "--print-schema",
            "print a JSON Schema; an unknown NAME lists the valid names",
            "NAME",
            choices=_schemas,
        ),
        Option("--completion", "print a completion script", "SHELL", choices=("bash", "zsh", "fish")),
        Option("--man", "print the manual page"),
        Option("--version", "print the version"),
        Option("--help", "print this help", short="-h"),
    ),
    (
        (
            "PATH is a file, a folder (searched for *.cellucid-session and state-snapshots.json), or - for "
            "standard input. A file called state-snapshots.json is judged as that, anything else as a "
            "session. After -- every word is a path."
        ),
        (
            "PATTERN: * and ? stand for characters of a name, [ab] and [!ab] for one of a set, ** for any folders; "
            "quote it, so that no shell reads it. A PATH is never a pattern. What fits is sorted and comes after all "
            "PATHs; links are not followed."
        ),
        (
            "URLs are read only with --remote, given once for each scheme, and need the extra files. One that ends in "
            "a slash (s3, gs) is a folder. Credentials come from the environment, never from a URL; redirects are not "
            "followed."
        ),
        (
            "FILE of --resume is yours alone to write. A judgement is taken from it only for the same bytes (they are "
            "hashed again), policy, version and options."
        ),
        """exit code:
0  every input is valid
1  at least one is invalid (or warned about, with --fail-on warning)
2  wrong usage, or a policy file that is itself invalid
3  at least one is inconclusive: a budget ran out
4  internal error, or the result could not be written
5  an input could not be read, or there was none""",
        """limits: file_bytes, inflated_bytes, json_bytes, total_json_bytes, json_nodes,
chunks, findings;
with --isolate also child_memory_bytes, child_cpu_seconds, child_wall_seconds.""",
    ),
)
