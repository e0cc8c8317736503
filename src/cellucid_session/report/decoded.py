"""What guilty bytes say when they are read as what they stand for, and what was expected in their place.

Rules of this file:

* Only the excerpt is read, so a value that goes on behind it is shown as far as it goes, and says so.
* A decoded text is a text of the file: whoever shows it makes it safe for the place where it is shown.
* Without a phrase of its own a rule's sentence is what was expected.
"""

from __future__ import annotations

from cellucid_session.generated import limits as L
from cellucid_session.generated import rules as R
from cellucid_session.generated.rule_texts import TEXTS
from cellucid_session.safe import safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from cellucid_session.model import Finding

SHOWN = 60  # characters of a decoded text


def _number(data: bytes) -> str:
    return f"{int.from_bytes(data, 'little'):,} ({len(data)} bytes, low byte first)"


def _varint(data: bytes) -> str:
    value = sum((byte & 0x7F) << 7 * place for place, byte in enumerate(data[: L.UVARINT_BYTES]))
    ended = any(byte < 0x80 for byte in data[: L.UVARINT_BYTES])
    return (
        f"{value:,} ({len(data)} bytes)" if ended else f"a varint that does not end within {len(data)} bytes"
    )


def _first_varint(data: bytes) -> str:
    end = next((at for at, byte in enumerate(data) if byte < 0x80), len(data) - 1)
    return _varint(data[: end + 1])


def _byte(data: bytes) -> str:
    return f"{data[0]} (0x{data[0]:02x}, {data[0]:08b} in bits)"


def _text(data: bytes) -> str:
    return safe(data, SHOWN)


_CRC = "the checksum of what is there"
_END = "the end of the file"

#: rule -> (how its bytes are read, what was expected; "" for the rule's sentence)
_READ: dict[str, tuple[Callable[[bytes], str], str]] = {
    R.FRAME_MANIFEST_LENGTH: (_number, f"{L.MANIFEST_BYTES_MIN:,} to {L.MANIFEST_BYTES:,}"),
    R.FRAME_CHUNK_LENGTH: (_number, f"0 to {L.STORED_BYTES:,}"),
    R.FRAME_TRAILING: (_text, _END),
    R.CHUNK_STORED_BYTES_MISMATCH: (_number, "what storedBytes says"),
    R.GZIP_HEADER: (_byte, "1f 8b 08, the beginning of a gzip member"),
    R.GZIP_FLAGS: (_byte, "the three highest bits 0"),
    R.GZIP_HEADER_CRC: (_number, "the checksum of the header"),
    R.GZIP_CRC: (_number, _CRC),
    R.GZIP_LENGTH: (_number, "the length of what is inflated"),
    R.GZIP_TRAILING: (_text, "the end of the chunk"),
    R.UVARINT_RANGE: (_varint, f"at most {L.SAFE_INTEGER:,}"),
    R.UVARINT_TOO_LONG: (_varint, f"at most {L.UVARINT_BYTES} bytes"),
    R.UVARINT_TRUNCATED: (_varint, "a last byte below 0x80"),
    R.UVARINT_OVERLONG: (_varint, "the same value in fewer bytes"),
    R.CELLS_COUNT: (_varint, "at most the number of cells"),
    R.CELLS_INDEX: (_first_varint, "a step that leads to a cell of the data set"),
    R.CODES_ENCODING: (_byte, "0, 1 or 2"),
    R.CODES_LENGTH: (_varint, "the number of cells, or of variables"),
    R.CODES_RUNS: (_first_varint, "runs that add up to the length"),
    R.CODES_VALUE: (_varint, f"at most {L.CODE_VALUE:,}"),
    R.CODES_ZERO_RUN: (_varint, "a run of at least 1"),
    R.TABLE_CELL_INDEX: (_number, "below the number of cells"),
}


def decoded(finding: Finding) -> tuple[str, str] | None:
    """What the guilty bytes say and what was expected, or None where no bytes are shown.

    A finding in a JSON text, and one without a row of its own, is read as text.
    """
    if not finding.excerpt:
        return None
    data = bytes.fromhex(finding.excerpt)
    read, expected = _READ.get(finding.rule, (_text, ""))
    span = finding.inflated_span if finding.inflated_span is not None else finding.span
    more = " ..." if read is _text and span is not None and len(span) > len(data) else ""
    return read(data) + more, expected or TEXTS[finding.rule][0]
