#!/usr/bin/env python3
"""Hold a report with certificates against the files that it speaks of.

    cellucid-validate --certificate --format json a.cellucid-session > report.json
    python check_certificate.py report.json a.cellucid-session        one FILE for each result, in order

It needs Python's standard library and nothing else, and shares no code with the program that wrote the report. What
it checks, and what a digest without a signature can't promise, is said in spec/report.md, section 14.
Exit code: 0 accepted, 1 refused (with the reason), 2 wrong usage.
"""

import hashlib
import json
import sys
import zlib

#: magic -> the generation of a file of it without any sign
MAGICS = {b"CELLUCID_SESSION\n": 1, b"CELLUCID_SESSION/2\n": 5}
#: generation -> releases that open a valid file of it; of a file of 4 those of 3 may open it too
RELEASES = {1: ["0.9.0"], 2: ["0.9.1", "0.9.2"], 3: ["0.9.3"], 4: ["0.9.4"], 5: ["0.9.5"]}
#: SHA-256 of the canonical JSON of [[rule, class], ...]: the whole registry of the release that this file came with
REGISTRY = "75c094d9b54df6d4987f517c61aff8fc571e42b5d0c30dee112f2b9c40439806"
MOST = 1 << 32  # bytes of a payload, whatever the generation
ENDING = ("safety", "budget", "tool")
WHY = "{} ended the judgement of something that this rule speaks of"


class RefusedError(Exception):
    """The report does not fit itself, or the file."""


def need(holds, what):
    if not holds:
        raise RefusedError(what)


def canonical(value):
    """Canonical JSON as bytes (13.3); a report holds no fractions."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8")


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def shown(text):
    """A text as one line of at most 300 printable ASCII characters: what a report says may hold anything."""
    cut = str(text)[:300].replace("\\", "\\\\").encode("ascii", "backslashreplace")
    return "".join(chr(byte) if 32 <= byte < 127 else f"\\x{byte:02x}" for byte in cut)[:300]


def once(pairs):
    if len({key for key, _ in pairs}) != len(pairs):
        raise ValueError("a key is there twice")
    return dict(pairs)


def check(report, files):
    """Raise RefusedError unless a parsed report (dict) fits itself and the bytes of the files."""
    need(set(report) == {"report", "tool", "policy", "results", "sha256"}, "these are not a report's keys")
    need(report["report"] == 1, "this is another version of the document")
    bare = {key: value for key, value in report.items() if key != "sha256"}
    need(report["sha256"] == sha256(canonical(bare)), "the report was changed: its own digest differs")
    need(report["tool"]["name"] == "cellucid-validate", "another tool wrote this")
    need(len(report["results"]) == len(files), f"there are {len(report['results'])} results")
    for result, data in zip(report["results"], files, strict=True):
        check_result(result, data)


def generations(magic, text):
    """The generations that a file can be judged as, by its magic and its manifest (16.1)."""
    if MAGICS[magic] == 5:
        return (5,)
    try:
        value = json.loads(text)
    except ValueError:
        return (1,)
    value = value if isinstance(value, dict) else {}
    fingerprint, chunks = value.get("datasetFingerprint"), value.get("chunks")
    fingerprint = fingerprint if isinstance(fingerprint, dict) else {}
    ids = [each.get("id") for each in chunks if isinstance(each, dict)] if isinstance(chunks, list) else []
    if len(text) > 1 << 24:
        return (4,)
    if "dataMapping" in fingerprint:
        return (4, 3)
    if "dataSource" in value or "summary" in value:
        return (1,)
    later = "cellOrder" in fingerprint or "analysis/cache-inventory" in ids or "cinematic/camera" in ids
    return (2,) if later else (1,)


def check_generation(result, told):
    """The generation, and the releases that open the file."""
    number = result["generation"]
    need(number in told, "the file is of another generation")
    opens = [RELEASES[number], [*RELEASES[3], *RELEASES[4]]] if number == 4 else [RELEASES.get(number, [])]
    need(result["releases"] in (opens if result["verdict"] == "valid" else [[]]), "other releases open it")


def check_result(result, data):
    certificate, findings, states = result["certificate"], result["findings"], result["certificate"]["rules"]
    registry = canonical([[state["rule"], state["class"]] for state in states])
    need(sha256(registry) == REGISTRY, "the list of rules is not the registry's")
    by_rule = {state["rule"]: state for state in states}
    outlined = (
        by_rule["manifest.created-at"]["state"] == "ran"
    )  # the manifest has let all through that follows
    entries, payloads = check_bytes(result, certificate, data, outlined)
    for state in states:
        check_state(state, by_rule, entries)
    check_findings(result, findings, by_rule, data, payloads)
    reached = all(state["state"] != "not-reached" for state in states)
    judged = all(span["what"] not in ("unjudged", "trailing") for span in certificate["spans"])
    if result["verdict"] == "valid":
        need(reached and judged and result["sha256"], "valid, and not all of it was judged")
        whole = all(chunk["inflated_bytes"] is not None for chunk in certificate["chunks"])
        need(whole, "valid, and a payload did not come through")
    need(result["kind"] in ("session", "state-snapshots"), "this is no kind of input")
    if result["kind"] == "session" and reached:
        need(judged and entries is not None, "every rule was reached, and not all of it was judged")


def check_bytes(result, certificate, data, outlined):
    """Digests, spans and framing. Returns the manifest's entries or None, and codec and payload by place."""
    spans, chunks, manifest = certificate["spans"], certificate["chunks"], certificate["manifest"]
    if result["sha256"] is None:
        check_generation(result, (None, *RELEASES))
        need(not spans and not chunks and manifest is None, "spans of an input that was not read to its end")
        need(result["verdict"] != "valid", "valid, and not read to its end")
        return None, {}
    need(result["bytes"] == len(data), f"the file has {len(data)} bytes")
    need(result["sha256"] == sha256(data), "the file has another digest")
    need([0, *(span["end"] for span in spans)] == [*(span["start"] for span in spans), len(data)], "a gap")
    if result["kind"] == "state-snapshots":
        need(result["releases"] == [], "no release opens a list")
        need([[s["what"], s["chunk"]] for s in spans] == [["list", None]] and not chunks, "no span of a list")
        need(manifest is None and result["generation"] is None, "a list has no manifest and no generation")
        return None, {}
    magic = next((each for each in MAGICS if data.startswith(each)), b"")
    begin = len(magic) + 4
    what = [(span["what"], span["chunk"]) for span in spans]
    rest = what.pop()[0] if what and what[-1][0] in ("unjudged", "trailing") and what[-1][1] is None else None
    if manifest is None:
        need(not what and not chunks, "spans without a manifest")
        length = int.from_bytes(data[begin - 4 : begin], "little")
        head = magic and length and begin + length <= len(data)
        need(not head or result["verdict"] in ("error", "inconclusive"), "the manifest is there")
        check_generation(result, (None,))
        return None, {}
    check_generation(result, generations(magic, data[begin : manifest["end"]]))
    parts = [(name, n) for n in range(len(chunks)) for name in ("chunk-length", "chunk")]
    need(
        what == [("magic", None), ("manifest-length", None), ("manifest", None), *parts], "spans out of order"
    )
    need(magic and (spans[0]["end"], spans[1]["end"]) == (begin - 4, begin), "the magic is not there")
    need((manifest["start"], manifest["end"]) == (begin, spans[2]["end"]), "the manifest is elsewhere")
    for name, place in (("manifest", manifest), *((f"chunk {n}", chunk) for n, chunk in enumerate(chunks))):
        start, end = place["start"], place["end"]
        need(place["sha256"] == sha256(data[start:end]), f"{name} has another digest")
        need(int.from_bytes(data[start - 4 : start], "little") == end - start, f"{name} has another length")
    for at, chunk in enumerate(chunks):
        need(
            (chunk["start"], chunk["end"]) == (spans[4 + 2 * at]["start"], spans[4 + 2 * at]["end"]),
            "elsewhere",
        )
    if not outlined:
        need(not chunks and rest != "trailing", "chunks behind a manifest that was refused")
        return None, {}
    entries = json.loads(data[begin : manifest["end"]], object_pairs_hook=once)["chunks"]
    listed = [entry["codec"] for entry in entries]
    need([chunk["codec"] for chunk in chunks] == listed[: len(chunks)], "a codec is not the manifest's")
    need(
        (rest == "trailing") <= (len(chunks) == len(listed)),
        "bytes after the last chunk, and it is not there",
    )
    need(rest != "unjudged" or len(chunks) < len(listed), "nothing is left to be judged")
    need(len(chunks) == len(listed) or result["verdict"] != "valid", "valid, and not all chunks are there")
    ids = [entry["id"] for entry in entries]
    payloads = {}
    for chunk, name in zip(chunks, ids, strict=False):
        if name.isascii() and name.isprintable() and "\\" not in name and len(name) <= 200:
            need(chunk["id"] == name, "a chunk has another id")
        payload = check_payload(chunk, data[chunk["start"] : chunk["end"]])
        payloads[chunk["start"], chunk["end"]] = (chunk["codec"], payload)
    inside = sum(chunk["inflated_bytes"] or 0 for chunk in chunks)
    need(result["summary"].get("chunks") in (len(listed), 0), "the summary counts other chunks")
    if all(chunk["inflated_bytes"] is not None for chunk in chunks):
        need(result["summary"].get("inflated_bytes") == inside, "the summary counts other bytes")
    return entries, payloads


def check_payload(chunk, stored):
    """The payload of a chunk, or None where the report says that it did not come through."""
    size, digest = chunk["inflated_bytes"], chunk["inflated_sha256"]
    if size is None or chunk["codec"] == "none":
        need(digest is None and size in (None, len(stored)), "a payload that is stored as it is")
        return None if size is None else stored
    need(type(size) is int and 0 <= size <= MOST, "a payload of a length that no payload has")
    inflater = zlib.decompressobj(31)
    try:
        payload = inflater.decompress(stored, size + 1)
    except zlib.error as error:
        raise RefusedError("a chunk can't be inflated") from error
    need(inflater.eof and not inflater.unused_data, "a chunk is not one gzip member of this size")
    need((len(payload), sha256(payload)) == (size, digest), "a payload has another length or digest")
    return payload


def check_state(state, by_rule, entries):
    """A rule ran, or it says why not."""
    name, by = state["rule"], state["ended_by"]
    need(state["state"] in ("ran", "not-applicable", "not-reached"), f"{name}: this is no state")
    if state["state"] == "not-reached":
        need(by and by == sorted(set(by)) and state["why"] == WHY.format(", ".join(by)), f"{name}: why?")
        need(
            all(by_rule[rule]["findings"] and by_rule[rule]["class"] in ENDING for rule in by), f"{name}: by?"
        )
    else:
        need(not by, f"{name} was ended and yet is {state['state']}")
        need(bool(state["why"]) == (state["state"] == "not-applicable"), f"{name}: a reason for nothing")
    need(
        state["findings"] == 0 or state["state"] != "not-applicable", f"{name} does not apply and was broken"
    )
    if entries is not None and name.startswith("gzip.") and state["state"] != "not-reached":
        there = any(entry["codec"] == "gzip" for entry in entries)
        need((state["state"] == "ran") == there, f"{name}: the manifest says otherwise")


def check_findings(result, findings, by_rule, data, payloads):
    """Findings fit the rules, the bytes and the verdict."""
    shown, classes = {}, {state["class"] for state in by_rule.values() if state["findings"]} & set(ENDING)
    for found in findings:
        rule, cls = found["rule"], found["class"]
        need(found["level"] in ("error", "warning", "note"), f"{rule}: this is no level")
        need(rule in by_rule and by_rule[rule]["class"] == cls, f"{rule} is of another class")
        shown[rule] = shown.get(rule, 0) + 1
        waived = "waived" in found and cls in ("conformance", "advice")
        need(
            found["level"] == ("note" if waived else "error") or (cls == "advice" and not waived),
            f"{rule}: level",
        )
        need("waived" not in found or waived, f"{rule} can't be waived")
        if found["level"] == "error":
            classes.add("refusing" if cls in ("safety", "conformance", "advice") else cls)
        check_place(found, data, payloads)
    total = sum(state["findings"] for state in by_rule.values())
    need(total == len(findings) + result["suppressed"] >= 0, "findings are missing")
    levels = result.get("suppressed_levels")
    need(levels is None or sum(levels.values()) == result["suppressed"], "findings of some level are missing")
    for rule, times in shown.items():
        need(times <= by_rule[rule]["findings"], f"{rule} was found more often than it was counted")
    # of errors of several classes the one that was found first decides, and the order is not told
    meaning = {"tool": "error", "refusing": "invalid", "safety": "invalid", "budget": "inconclusive"}
    want = {meaning[cls] for cls in classes} or {"valid"}
    hidden = {"invalid"} if result["suppressed"] and "error" not in want else set()
    need(result["verdict"] in want | hidden, f"the findings say {' or '.join(sorted(want))}")


def check_place(found, data, payloads):
    """A finding lies within the file, and its excerpt is what is there."""
    span, inner, excerpt = found["span"], found["inflated_span"], found["excerpt"]
    shown = None if excerpt is None else bytes.fromhex(excerpt)
    need(span is None or 0 <= span["start"] <= span["end"] <= len(data), "a span beyond the file")
    need(inner is None or 0 <= inner["start"] <= inner["end"], "a span the wrong way round")
    need(inner is None or span is not None, "bytes of a chunk that has no place")
    if inner is None:
        there = (
            b"" if span is None or found["rule"] == "frame.magic" else data[span["start"] : span["end"]][:16]
        )
        kept = span is None or span["end"] <= 1 << 20  # of a stream no more than that is kept
        need(shown == (there or None) or (not kept and there.startswith(shown or b"")), "another excerpt")
        return
    within = [place for place in payloads if place[0] <= span["start"] and span["end"] <= place[1]]
    if not within:
        return
    (start, end), (codec, payload) = within[0], payloads[within[0]]
    if codec == "none":
        need((start + inner["start"], start + inner["end"]) == (span["start"], span["end"]), "another place")
    else:
        need((start, end) == (span["start"], span["end"]), "the span is not that of the chunk")
    if payload is not None:
        need(inner["end"] <= len(payload), "a span beyond the payload")
        need(shown is None or payload[inner["start"] : inner["end"]][:16] == shown, "another excerpt")


def main(arguments):
    if len(arguments) < 2 or arguments[0].startswith("-"):
        print(__doc__, file=sys.stderr)
        return 2
    files = []
    try:
        with open(arguments[0], "rb") as stream:
            report = json.loads(stream.read(), object_pairs_hook=once)
        for name in arguments[1:]:
            with open(name, "rb") as stream:
                files.append(stream.read())
        check(report, files)
    except OSError as error:
        print(f"can't read: {shown(error)}", file=sys.stderr)
        return 2
    except RefusedError as error:
        print(f"REFUSED: {shown(error)}")
        return 1
    except Exception as error:  # noqa: BLE001 - whatever a report makes go wrong, it is not accepted
        print(f"REFUSED: this is no report with certificates ({type(error).__name__})")
        return 1
    print(f"accepted: {len(files)} certificate{'' if len(files) == 1 else 's'}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
