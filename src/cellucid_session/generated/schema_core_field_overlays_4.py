# Generated from schemas/core-field-overlays-4.schema.json; do not edit: run python -m cellucid_session.generate
"""Checks of core-field-overlays-4.schema.json: Payload of core/field-overlays, generation 4."""

from __future__ import annotations

import cellucid_session.generated.rules as R
from cellucid_session.wire.json_values import integral as _integral
from cellucid_session.wire.json_values import kind as _kind
from cellucid_session.wire.patterns import Pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Found = Callable[[str, tuple[str | int, ...], str, bool], None]

_RENAMES_KEYS = frozenset(("fields", "categories"))
_DELETED_FIELDS_KEYS = frozenset(("deleted", "purged"))
_CONTINUOUS_FIELD_ID_PATTERN = Pattern(
    r"^[0-9A-Za-z][\-.0-9A-Z_a-z]{0,179}\Z",
    True,
    "\u0000\u002d\u002f\u0030\u003a\u0041\u005b\u005f\u0060\u0061\u007b",
    (
        b"\xff\xff\xff\x01\xff\x01\xff\xff\xff\x01\xff",
        b"\xff\x02\xff\x02\xff\x02\xff\x02\xff\x02\xff",
        b"\xff\x03\xff\x03\xff\x03\xff\x03\xff\x03\xff",
        b"\xff\x04\xff\x04\xff\x04\xff\x04\xff\x04\xff",
        b"\xff\x05\xff\x05\xff\x05\xff\x05\xff\x05\xff",
        b"\xff\x06\xff\x06\xff\x06\xff\x06\xff\x06\xff",
        b"\xff\x07\xff\x07\xff\x07\xff\x07\xff\x07\xff",
        b"\xff\x08\xff\x08\xff\x08\xff\x08\xff\x08\xff",
        b"\xff\x09\xff\x09\xff\x09\xff\x09\xff\x09\xff",
        b"\xff\x0a\xff\x0a\xff\x0a\xff\x0a\xff\x0a\xff",
        b"\xff\x0b\xff\x0b\xff\x0b\xff\x0b\xff\x0b\xff",
        b"\xff\x0c\xff\x0c\xff\x0c\xff\x0c\xff\x0c\xff",
        b"\xff\x0d\xff\x0d\xff\x0d\xff\x0d\xff\x0d\xff",
        b"\xff\x0e\xff\x0e\xff\x0e\xff\x0e\xff\x0e\xff",
        b"\xff\x0f\xff\x0f\xff\x0f\xff\x0f\xff\x0f\xff",
        b"\xff\x10\xff\x10\xff\x10\xff\x10\xff\x10\xff",
        b"\xff\x11\xff\x11\xff\x11\xff\x11\xff\x11\xff",
        b"\xff\x12\xff\x12\xff\x12\xff\x12\xff\x12\xff",
        b"\xff\x13\xff\x13\xff\x13\xff\x13\xff\x13\xff",
        b"\xff\x14\xff\x14\xff\x14\xff\x14\xff\x14\xff",
        b"\xff\x15\xff\x15\xff\x15\xff\x15\xff\x15\xff",
        b"\xff\x16\xff\x16\xff\x16\xff\x16\xff\x16\xff",
        b"\xff\x17\xff\x17\xff\x17\xff\x17\xff\x17\xff",
        b"\xff\x18\xff\x18\xff\x18\xff\x18\xff\x18\xff",
        b"\xff\x19\xff\x19\xff\x19\xff\x19\xff\x19\xff",
        b"\xff\x1a\xff\x1a\xff\x1a\xff\x1a\xff\x1a\xff",
        b"\xff\x1b\xff\x1b\xff\x1b\xff\x1b\xff\x1b\xff",
        b"\xff\x1c\xff\x1c\xff\x1c\xff\x1c\xff\x1c\xff",
        b"\xff\x1d\xff\x1d\xff\x1d\xff\x1d\xff\x1d\xff",
        b"\xff\x1e\xff\x1e\xff\x1e\xff\x1e\xff\x1e\xff",
        b"\xff\x1f\xff\x1f\xff\x1f\xff\x1f\xff\x1f\xff",
        b"\xff\x20\xff\x20\xff\x20\xff\x20\xff\x20\xff",
        b"\xff\x21\xff\x21\xff\x21\xff\x21\xff\x21\xff",
        b"\xff\x22\xff\x22\xff\x22\xff\x22\xff\x22\xff",
        b"\xff\x23\xff\x23\xff\x23\xff\x23\xff\x23\xff",
        b"\xff\x24\xff\x24\xff\x24\xff\x24\xff\x24\xff",
        b"\xff\x25\xff\x25\xff\x25\xff\x25\xff\x25\xff",
        b"\xff\x26\xff\x26\xff\x26\xff\x26\xff\x26\xff",
        b"\xff\x27\xff\x27\xff\x27\xff\x27\xff\x27\xff",
        b"\xff\x28\xff\x28\xff\x28\xff\x28\xff\x28\xff",
        b"\xff\x29\xff\x29\xff\x29\xff\x29\xff\x29\xff",
        b"\xff\x2a\xff\x2a\xff\x2a\xff\x2a\xff\x2a\xff",
        b"\xff\x2b\xff\x2b\xff\x2b\xff\x2b\xff\x2b\xff",
        b"\xff\x2c\xff\x2c\xff\x2c\xff\x2c\xff\x2c\xff",
        b"\xff\x2d\xff\x2d\xff\x2d\xff\x2d\xff\x2d\xff",
        b"\xff\x2e\xff\x2e\xff\x2e\xff\x2e\xff\x2e\xff",
        b"\xff\x2f\xff\x2f\xff\x2f\xff\x2f\xff\x2f\xff",
        b"\xff\x30\xff\x30\xff\x30\xff\x30\xff\x30\xff",
        b"\xff\x31\xff\x31\xff\x31\xff\x31\xff\x31\xff",
        b"\xff\x32\xff\x32\xff\x32\xff\x32\xff\x32\xff",
        b"\xff\x33\xff\x33\xff\x33\xff\x33\xff\x33\xff",
        b"\xff\x34\xff\x34\xff\x34\xff\x34\xff\x34\xff",
        b"\xff\x35\xff\x35\xff\x35\xff\x35\xff\x35\xff",
        b"\xff\x36\xff\x36\xff\x36\xff\x36\xff\x36\xff",
        b"\xff\x37\xff\x37\xff\x37\xff\x37\xff\x37\xff",
        b"\xff\x38\xff\x38\xff\x38\xff\x38\xff\x38\xff",
        b"\xff\x39\xff\x39\xff\x39\xff\x39\xff\x39\xff",
        b"\xff\x3a\xff\x3a\xff\x3a\xff\x3a\xff\x3a\xff",
        b"\xff\x3b\xff\x3b\xff\x3b\xff\x3b\xff\x3b\xff",
        b"\xff\x3c\xff\x3c\xff\x3c\xff\x3c\xff\x3c\xff",
        b"\xff\x3d\xff\x3d\xff\x3d\xff\x3d\xff\x3d\xff",
        b"\xff\x3e\xff\x3e\xff\x3e\xff\x3e\xff\x3e\xff",
        b"\xff\x3f\xff\x3f\xff\x3f\xff\x3f\xff\x3f\xff",
        b"\xff\x40\xff\x40\xff\x40\xff\x40\xff\x40\xff",
        b"\xff\x41\xff\x41\xff\x41\xff\x41\xff\x41\xff",
        b"\xff\x42\xff\x42\xff\x42\xff\x42\xff\x42\xff",
        b"\xff\x43\xff\x43\xff\x43\xff\x43\xff\x43\xff",
        b"\xff\x44\xff\x44\xff\x44\xff\x44\xff\x44\xff",
        b"\xff\x45\xff\x45\xff\x45\xff\x45\xff\x45\xff",
        b"\xff\x46\xff\x46\xff\x46\xff\x46\xff\x46\xff",
        b"\xff\x47\xff\x47\xff\x47\xff\x47\xff\x47\xff",
        b"\xff\x48\xff\x48\xff\x48\xff\x48\xff\x48\xff",
        b"\xff\x49\xff\x49\xff\x49\xff\x49\xff\x49\xff",
        b"\xff\x4a\xff\x4a\xff\x4a\xff\x4a\xff\x4a\xff",
        b"\xff\x4b\xff\x4b\xff\x4b\xff\x4b\xff\x4b\xff",
        b"\xff\x4c\xff\x4c\xff\x4c\xff\x4c\xff\x4c\xff",
        b"\xff\x4d\xff\x4d\xff\x4d\xff\x4d\xff\x4d\xff",
        b"\xff\x4e\xff\x4e\xff\x4e\xff\x4e\xff\x4e\xff",
        b"\xff\x4f\xff\x4f\xff\x4f\xff\x4f\xff\x4f\xff",
        b"\xff\x50\xff\x50\xff\x50\xff\x50\xff\x50\xff",
        b"\xff\x51\xff\x51\xff\x51\xff\x51\xff\x51\xff",
        b"\xff\x52\xff\x52\xff\x52\xff\x52\xff\x52\xff",
        b"\xff\x53\xff\x53\xff\x53\xff\x53\xff\x53\xff",
        b"\xff\x54\xff\x54\xff\x54\xff\x54\xff\x54\xff",
        b"\xff\x55\xff\x55\xff\x55\xff\x55\xff\x55\xff",
        b"\xff\x56\xff\x56\xff\x56\xff\x56\xff\x56\xff",
        b"\xff\x57\xff\x57\xff\x57\xff\x57\xff\x57\xff",
        b"\xff\x58\xff\x58\xff\x58\xff\x58\xff\x58\xff",
        b"\xff\x59\xff\x59\xff\x59\xff\x59\xff\x59\xff",
        b"\xff\x5a\xff\x5a\xff\x5a\xff\x5a\xff\x5a\xff",
        b"\xff\x5b\xff\x5b\xff\x5b\xff\x5b\xff\x5b\xff",
        b"\xff\x5c\xff\x5c\xff\x5c\xff\x5c\xff\x5c\xff",
        b"\xff\x5d\xff\x5d\xff\x5d\xff\x5d\xff\x5d\xff",
        b"\xff\x5e\xff\x5e\xff\x5e\xff\x5e\xff\x5e\xff",
        b"\xff\x5f\xff\x5f\xff\x5f\xff\x5f\xff\x5f\xff",
        b"\xff\x60\xff\x60\xff\x60\xff\x60\xff\x60\xff",
        b"\xff\x61\xff\x61\xff\x61\xff\x61\xff\x61\xff",
        b"\xff\x62\xff\x62\xff\x62\xff\x62\xff\x62\xff",
        b"\xff\x63\xff\x63\xff\x63\xff\x63\xff\x63\xff",
        b"\xff\x64\xff\x64\xff\x64\xff\x64\xff\x64\xff",
        b"\xff\x65\xff\x65\xff\x65\xff\x65\xff\x65\xff",
        b"\xff\x66\xff\x66\xff\x66\xff\x66\xff\x66\xff",
        b"\xff\x67\xff\x67\xff\x67\xff\x67\xff\x67\xff",
        b"\xff\x68\xff\x68\xff\x68\xff\x68\xff\x68\xff",
        b"\xff\x69\xff\x69\xff\x69\xff\x69\xff\x69\xff",
        b"\xff\x6a\xff\x6a\xff\x6a\xff\x6a\xff\x6a\xff",
        b"\xff\x6b\xff\x6b\xff\x6b\xff\x6b\xff\x6b\xff",
        b"\xff\x6c\xff\x6c\xff\x6c\xff\x6c\xff\x6c\xff",
        b"\xff\x6d\xff\x6d\xff\x6d\xff\x6d\xff\x6d\xff",
        b"\xff\x6e\xff\x6e\xff\x6e\xff\x6e\xff\x6e\xff",
        b"\xff\x6f\xff\x6f\xff\x6f\xff\x6f\xff\x6f\xff",
        b"\xff\x70\xff\x70\xff\x70\xff\x70\xff\x70\xff",
        b"\xff\x71\xff\x71\xff\x71\xff\x71\xff\x71\xff",
        b"\xff\x72\xff\x72\xff\x72\xff\x72\xff\x72\xff",
        b"\xff\x73\xff\x73\xff\x73\xff\x73\xff\x73\xff",
        b"\xff\x74\xff\x74\xff\x74\xff\x74\xff\x74\xff",
        b"\xff\x75\xff\x75\xff\x75\xff\x75\xff\x75\xff",
        b"\xff\x76\xff\x76\xff\x76\xff\x76\xff\x76\xff",
        b"\xff\x77\xff\x77\xff\x77\xff\x77\xff\x77\xff",
        b"\xff\x78\xff\x78\xff\x78\xff\x78\xff\x78\xff",
        b"\xff\x79\xff\x79\xff\x79\xff\x79\xff\x79\xff",
        b"\xff\x7a\xff\x7a\xff\x7a\xff\x7a\xff\x7a\xff",
        b"\xff\x7b\xff\x7b\xff\x7b\xff\x7b\xff\x7b\xff",
        b"\xff\x7c\xff\x7c\xff\x7c\xff\x7c\xff\x7c\xff",
        b"\xff\x7d\xff\x7d\xff\x7d\xff\x7d\xff\x7d\xff",
        b"\xff\x7e\xff\x7e\xff\x7e\xff\x7e\xff\x7e\xff",
        b"\xff\x7f\xff\x7f\xff\x7f\xff\x7f\xff\x7f\xff",
        b"\xff\x80\xff\x80\xff\x80\xff\x80\xff\x80\xff",
        b"\xff\x81\xff\x81\xff\x81\xff\x81\xff\x81\xff",
        b"\xff\x82\xff\x82\xff\x82\xff\x82\xff\x82\xff",
        b"\xff\x83\xff\x83\xff\x83\xff\x83\xff\x83\xff",
        b"\xff\x84\xff\x84\xff\x84\xff\x84\xff\x84\xff",
        b"\xff\x85\xff\x85\xff\x85\xff\x85\xff\x85\xff",
        b"\xff\x86\xff\x86\xff\x86\xff\x86\xff\x86\xff",
        b"\xff\x87\xff\x87\xff\x87\xff\x87\xff\x87\xff",
        b"\xff\x88\xff\x88\xff\x88\xff\x88\xff\x88\xff",
        b"\xff\x89\xff\x89\xff\x89\xff\x89\xff\x89\xff",
        b"\xff\x8a\xff\x8a\xff\x8a\xff\x8a\xff\x8a\xff",
        b"\xff\x8b\xff\x8b\xff\x8b\xff\x8b\xff\x8b\xff",
        b"\xff\x8c\xff\x8c\xff\x8c\xff\x8c\xff\x8c\xff",
        b"\xff\x8d\xff\x8d\xff\x8d\xff\x8d\xff\x8d\xff",
        b"\xff\x8e\xff\x8e\xff\x8e\xff\x8e\xff\x8e\xff",
        b"\xff\x8f\xff\x8f\xff\x8f\xff\x8f\xff\x8f\xff",
        b"\xff\x90\xff\x90\xff\x90\xff\x90\xff\x90\xff",
        b"\xff\x91\xff\x91\xff\x91\xff\x91\xff\x91\xff",
        b"\xff\x92\xff\x92\xff\x92\xff\x92\xff\x92\xff",
        b"\xff\x93\xff\x93\xff\x93\xff\x93\xff\x93\xff",
        b"\xff\x94\xff\x94\xff\x94\xff\x94\xff\x94\xff",
        b"\xff\x95\xff\x95\xff\x95\xff\x95\xff\x95\xff",
        b"\xff\x96\xff\x96\xff\x96\xff\x96\xff\x96\xff",
        b"\xff\x97\xff\x97\xff\x97\xff\x97\xff\x97\xff",
        b"\xff\x98\xff\x98\xff\x98\xff\x98\xff\x98\xff",
        b"\xff\x99\xff\x99\xff\x99\xff\x99\xff\x99\xff",
        b"\xff\x9a\xff\x9a\xff\x9a\xff\x9a\xff\x9a\xff",
        b"\xff\x9b\xff\x9b\xff\x9b\xff\x9b\xff\x9b\xff",
        b"\xff\x9c\xff\x9c\xff\x9c\xff\x9c\xff\x9c\xff",
        b"\xff\x9d\xff\x9d\xff\x9d\xff\x9d\xff\x9d\xff",
        b"\xff\x9e\xff\x9e\xff\x9e\xff\x9e\xff\x9e\xff",
        b"\xff\x9f\xff\x9f\xff\x9f\xff\x9f\xff\x9f\xff",
        b"\xff\xa0\xff\xa0\xff\xa0\xff\xa0\xff\xa0\xff",
        b"\xff\xa1\xff\xa1\xff\xa1\xff\xa1\xff\xa1\xff",
        b"\xff\xa2\xff\xa2\xff\xa2\xff\xa2\xff\xa2\xff",
        b"\xff\xa3\xff\xa3\xff\xa3\xff\xa3\xff\xa3\xff",
        b"\xff\xa4\xff\xa4\xff\xa4\xff\xa4\xff\xa4\xff",
        b"\xff\xa5\xff\xa5\xff\xa5\xff\xa5\xff\xa5\xff",
        b"\xff\xa6\xff\xa6\xff\xa6\xff\xa6\xff\xa6\xff",
        b"\xff\xa7\xff\xa7\xff\xa7\xff\xa7\xff\xa7\xff",
        b"\xff\xa8\xff\xa8\xff\xa8\xff\xa8\xff\xa8\xff",
        b"\xff\xa9\xff\xa9\xff\xa9\xff\xa9\xff\xa9\xff",
        b"\xff\xaa\xff\xaa\xff\xaa\xff\xaa\xff\xaa\xff",
        b"\xff\xab\xff\xab\xff\xab\xff\xab\xff\xab\xff",
        b"\xff\xac\xff\xac\xff\xac\xff\xac\xff\xac\xff",
        b"\xff\xad\xff\xad\xff\xad\xff\xad\xff\xad\xff",
        b"\xff\xae\xff\xae\xff\xae\xff\xae\xff\xae\xff",
        b"\xff\xaf\xff\xaf\xff\xaf\xff\xaf\xff\xaf\xff",
        b"\xff\xb0\xff\xb0\xff\xb0\xff\xb0\xff\xb0\xff",
        b"\xff\xb1\xff\xb1\xff\xb1\xff\xb1\xff\xb1\xff",
        b"\xff\xb2\xff\xb2\xff\xb2\xff\xb2\xff\xb2\xff",
        b"\xff\xb3\xff\xb3\xff\xb3\xff\xb3\xff\xb3\xff",
        b"\xff\xb4\xff\xb4\xff\xb4\xff\xb4\xff\xb4\xff",
        b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
    ),
    (
        1,
        2,
        3,
        4,
        5,
        6,
        7,
        8,
        9,
        10,
        11,
        12,
        13,
        14,
        15,
        16,
        17,
        18,
        19,
        20,
        21,
        22,
        23,
        24,
        25,
        26,
        27,
        28,
        29,
        30,
        31,
        32,
        33,
        34,
        35,
        36,
        37,
        38,
        39,
        40,
        41,
        42,
        43,
        44,
        45,
        46,
        47,
        48,
        49,
        50,
        51,
        52,
        53,
        54,
        55,
        56,
        57,
        58,
        59,
        60,
        61,
        62,
        63,
        64,
        65,
        66,
        67,
        68,
        69,
        70,
        71,
        72,
        73,
        74,
        75,
        76,
        77,
        78,
        79,
        80,
        81,
        82,
        83,
        84,
        85,
        86,
        87,
        88,
        89,
        90,
        91,
        92,
        93,
        94,
        95,
        96,
        97,
        98,
        99,
        100,
        101,
        102,
        103,
        104,
        105,
        106,
        107,
        108,
        109,
        110,
        111,
        112,
        113,
        114,
        115,
        116,
        117,
        118,
        119,
        120,
        121,
        122,
        123,
        124,
        125,
        126,
        127,
        128,
        129,
        130,
        131,
        132,
        133,
        134,
        135,
        136,
        137,
        138,
        139,
        140,
        141,
        142,
        143,
        144,
        145,
        146,
        147,
        148,
        149,
        150,
        151,
        152,
        153,
        154,
        155,
        156,
        157,
        158,
        159,
        160,
        161,
        162,
        163,
        164,
        165,
        166,
        167,
        168,
        169,
        170,
        171,
        172,
        173,
        174,
        175,
        176,
        177,
        178,
        179,
        180,
    ),
)
_KEY_PATTERN = Pattern(
    r"^[\x09-\x0d\x1c- \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]|[\x09-\x0d\x1c- \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]\Z",
    False,
    "\u0000\u0009\u000e\u001c\u0021\u0085\u0086\u00a0\u00a1\u1680\u1681\u2000\u200b\u2028\u202a\u202f\u2030\u205f\u2060\u3000\u3001\ufeff\uff00",
    (
        b"\x01\xfe\x01\xfe\x01\xfe\x01\xfe\x01\xfe\x01\xfe\x01\xfe\x01\xfe\x01\xfe\x01\xfe\x01\xfe\x01",
        b"\x01\x02\x01\x02\x01\x02\x01\x02\x01\x02\x01\x02\x01\x02\x01\x02\x01\x02\x01\x02\x01\x02\x01",
        b"\x01\x02\x01\x02\x01\x02\x01\x02\x01\x02\x01\x02\x01\x02\x01\x02\x01\x02\x01\x02\x01\x02\x01",
    ),
    (2,),
)
_KEY_PATTERN_2 = Pattern(
    r"^(?:[^\x09\x0d+\-=@]|\Z)",
    True,
    "\u0000\u0009\u000a\u000d\u000e\u002b\u002c\u002d\u002e\u003d\u003e\u0040\u0041",
    (b"\xfe\xff\xfe\xff\xfe\xff\xfe\xff\xfe\xff\xfe\xff\xfe",),
    (0,),
)
_KEY_PATTERN_3 = Pattern(r"^[^:]*\Z", True, "\u0000\u003a\u003b", (b"\x01\xff\x01", b"\x01\xff\x01"), (0, 1))
_SOURCE_KEY_PATTERN = Pattern(
    r"^[\x1c-\x1f\x85\ufeff]|[\x1c-\x1f\x85\ufeff]\Z",
    False,
    "\u0000\u001c\u0020\u0085\u0086\ufeff\uff00",
    (b"\x01\xfe\x01\xfe\x01\xfe\x01", b"\x01\x02\x01\x02\x01\x02\x01", b"\x01\x02\x01\x02\x01\x02\x01"),
    (2,),
)
_CONTINUOUS_FIELD_SOURCE_FIELD_KEYS = frozenset(("sourceKey", "sourceIndex", "kind"))
_CONTINUOUS_FIELD_KEYS = frozenset(
    ("id", "source", "kind", "key", "isDeleted", "isPurged", "operation", "createdAt", "sourceField")
)
_CATEGORY_FIELD_SOURCE_FIELD_KEYS = frozenset(("sourceKey", "sourceIndex", "kind"))
_CATEGORY_WORDS = frozenset(
    (
        "",
        "#N/A",
        "#N/A N/A",
        "#NA",
        "-1.#IND",
        "-1.#QNAN",
        "-NaN",
        "-nan",
        "1.#IND",
        "1.#QNAN",
        "<NA>",
        "N/A",
        "NA",
        "NULL",
        "NaN",
        "None",
        "n/a",
        "nan",
        "null",
    )
)
_CATEGORY_FIELD_KEYS = frozenset(
    (
        "id",
        "source",
        "kind",
        "key",
        "isDeleted",
        "isPurged",
        "operation",
        "createdAt",
        "sourceField",
        "categories",
        "codesLength",
        "codesType",
        "sourcePages",
        "overlapStrategy",
        "overlapLabel",
        "intersectionLabels",
        "uncoveredLabel",
    )
)
_KEYS = frozenset(("renames", "deletedFields", "userDefinedFields"))


def check(value: Any, found: Found) -> None:
    """Check a value against the schema at #."""
    if not isinstance(value, dict):
        # #/type
        found(R.OVERLAYS_SHAPE, (), f"expected an object, found {_kind(value)}", False)
        return
    if "renames" not in value:
        # #/required/renames
        found(R.OVERLAYS_REQUIRED, (), 'the key "renames" is missing', False)
    else:
        renames = value["renames"]
        _check_renames(renames, found)
    if "deletedFields" not in value:
        # #/required/deletedFields
        found(R.OVERLAYS_REQUIRED, (), 'the key "deletedFields" is missing', False)
    else:
        deleted_fields = value["deletedFields"]
        _check_deleted_fields(deleted_fields, found)
    if "userDefinedFields" not in value:
        # #/required/userDefinedFields
        found(R.OVERLAYS_REQUIRED, (), 'the key "userDefinedFields" is missing', False)
    else:
        user_defined_fields = value["userDefinedFields"]
        if not isinstance(user_defined_fields, list):
            # #/properties/userDefinedFields/type
            found(
                R.OVERLAYS_SHAPE,
                ("userDefinedFields",),
                f"expected an array, found {_kind(user_defined_fields)}",
                False,
            )
        else:
            for index, user_defined_field in enumerate(user_defined_fields):
                if not isinstance(user_defined_field, dict):
                    # #/$defs/field/type
                    found(
                        R.OVERLAYS_SHAPE,
                        ("userDefinedFields", index),
                        f"expected an object, found {_kind(user_defined_field)}",
                        False,
                    )
                elif "kind" in user_defined_field and user_defined_field["kind"] == "continuous":
                    _check_continuous_field(user_defined_field, index, found)
                else:
                    _check_category_field(user_defined_field, index, found)
    if not _KEYS.issuperset(value):
        for key in value:
            if key not in _KEYS:
                # #/additionalProperties
                found(R.PAYLOAD_CLOSED, (key,), "the schema does not know this key", True)


def _check_renames(renames: Any, found: Found) -> None:
    """Check a value against the schema at #/properties/renames."""
    if not isinstance(renames, dict):
        # #/properties/renames/type
        found(R.OVERLAYS_SHAPE, ("renames",), f"expected an object, found {_kind(renames)}", False)
        return
    if "fields" not in renames:
        # #/properties/renames/required/fields
        found(R.OVERLAYS_REQUIRED, ("renames",), 'the key "fields" is missing', False)
    else:
        fields = renames["fields"]
        _check_texts(fields, ("renames", "fields"), found)
    if "categories" not in renames:
        # #/properties/renames/required/categories
        found(R.OVERLAYS_REQUIRED, ("renames",), 'the key "categories" is missing', False)
    else:
        categories = renames["categories"]
        _check_texts(categories, ("renames", "categories"), found)
    if not _RENAMES_KEYS.issuperset(renames):
        for key in renames:
            if key not in _RENAMES_KEYS:
                # #/properties/renames/additionalProperties
                found(R.PAYLOAD_CLOSED, ("renames", key), "the schema does not know this key", True)


def _check_texts(value: Any, at: tuple[str | int, ...], found: Found) -> None:
    """Check a value against the schema at #/$defs/texts."""
    if not isinstance(value, dict):
        # #/$defs/texts/type
        found(R.OVERLAYS_SHAPE, at, f"expected an object, found {_kind(value)}", False)
        return
    for key in value:
        if key == "":
            # #/$defs/texts/propertyNames/minLength
            found(R.OVERLAYS_SHAPE, (*at, key), "expected at least 1 character, found 0", True)
    for key, item in value.items():
        if type(item) is not str:
            # #/$defs/texts/additionalProperties/type
            found(R.OVERLAYS_SHAPE, (*at, key), f"expected a string, found {_kind(item)}", False)
        elif item == "":
            # #/$defs/texts/additionalProperties/minLength
            found(R.OVERLAYS_SHAPE, (*at, key), "expected at least 1 character, found 0", False)


def _check_deleted_fields(deleted_fields: Any, found: Found) -> None:
    """Check a value against the schema at #/properties/deletedFields."""
    if not isinstance(deleted_fields, dict):
        # #/properties/deletedFields/type
        found(
            R.OVERLAYS_SHAPE, ("deletedFields",), f"expected an object, found {_kind(deleted_fields)}", False
        )
        return
    if "deleted" not in deleted_fields:
        # #/properties/deletedFields/required/deleted
        found(R.OVERLAYS_REQUIRED, ("deletedFields",), 'the key "deleted" is missing', False)
    else:
        deleted = deleted_fields["deleted"]
        _check_keys(deleted, ("deletedFields", "deleted"), found)
    if "purged" not in deleted_fields:
        # #/properties/deletedFields/required/purged
        found(R.OVERLAYS_REQUIRED, ("deletedFields",), 'the key "purged" is missing', False)
    else:
        purged = deleted_fields["purged"]
        _check_keys(purged, ("deletedFields", "purged"), found)
    if not _DELETED_FIELDS_KEYS.issuperset(deleted_fields):
        for key in deleted_fields:
            if key not in _DELETED_FIELDS_KEYS:
                # #/properties/deletedFields/additionalProperties
                found(R.PAYLOAD_CLOSED, ("deletedFields", key), "the schema does not know this key", True)


def _check_keys(value: Any, at: tuple[str | int, ...], found: Found) -> None:
    """Check a value against the schema at #/$defs/keys."""
    if not isinstance(value, list):
        # #/$defs/keys/type
        found(R.OVERLAYS_SHAPE, at, f"expected an array, found {_kind(value)}", False)
        return
    for index, item in enumerate(value):
        if type(item) is not str:
            # #/$defs/keys/items/type
            found(R.OVERLAYS_SHAPE, (*at, index), f"expected a string, found {_kind(item)}", False)
        elif item == "":
            # #/$defs/keys/items/minLength
            found(R.OVERLAYS_SHAPE, (*at, index), "expected at least 1 character, found 0", False)


def _check_continuous_field(user_defined_field: Any, index: int, found: Found) -> None:
    """Check a value against the schema at #/$defs/continuousField."""
    if "id" not in user_defined_field:
        # #/$defs/continuousField/required/id
        found(R.OVERLAYS_REQUIRED, ("userDefinedFields", index), 'the key "id" is missing', False)
    else:
        item_id = user_defined_field["id"]
        if type(item_id) is not str:
            # #/$defs/continuousField/properties/id/type
            found(
                R.OVERLAYS_SHAPE,
                ("userDefinedFields", index, "id"),
                f"expected a string, found {_kind(item_id)}",
                False,
            )
        elif not _CONTINUOUS_FIELD_ID_PATTERN(item_id):
            # #/$defs/continuousField/properties/id/pattern
            found(
                R.OVERLAYS_ID_FORM,
                ("userDefinedFields", index, "id"),
                "does not match the pattern ^[A-Za-z0-9][A-Za-z0-9._-]{0,179}$",
                False,
            )
    if "source" not in user_defined_field:
        # #/$defs/continuousField/required/source
        found(R.OVERLAYS_REQUIRED, ("userDefinedFields", index), 'the key "source" is missing', False)
    else:
        source = user_defined_field["source"]
        if source not in ("obs", "var"):
            # #/$defs/continuousField/properties/source/enum
            found(
                R.OVERLAYS_SHAPE,
                ("userDefinedFields", index, "source"),
                'expected one of "obs", "var"',
                False,
            )
    if "kind" not in user_defined_field:
        # #/$defs/continuousField/required/kind
        found(R.OVERLAYS_REQUIRED, ("userDefinedFields", index), 'the key "kind" is missing', False)
    else:
        kind = user_defined_field["kind"]
        if kind not in ("category", "continuous"):
            # #/$defs/continuousField/properties/kind/enum
            found(
                R.OVERLAYS_SHAPE,
                ("userDefinedFields", index, "kind"),
                'expected one of "category", "continuous"',
                False,
            )
    if "key" not in user_defined_field:
        # #/$defs/continuousField/required/key
        found(R.OVERLAYS_REQUIRED, ("userDefinedFields", index), 'the key "key" is missing', False)
    else:
        item_key = user_defined_field["key"]
        _check_key(item_key, ("userDefinedFields", index, "key"), found)
    if "isDeleted" not in user_defined_field:
        # #/$defs/continuousField/required/isDeleted
        found(R.OVERLAYS_REQUIRED, ("userDefinedFields", index), 'the key "isDeleted" is missing', False)
    else:
        is_deleted = user_defined_field["isDeleted"]
        if type(is_deleted) is not bool:
            # #/$defs/continuousField/properties/isDeleted/type
            found(
                R.OVERLAYS_SHAPE,
                ("userDefinedFields", index, "isDeleted"),
                f"expected a boolean, found {_kind(is_deleted)}",
                False,
            )
    if "isPurged" not in user_defined_field:
        # #/$defs/continuousField/required/isPurged
        found(R.OVERLAYS_REQUIRED, ("userDefinedFields", index), 'the key "isPurged" is missing', False)
    else:
        is_purged = user_defined_field["isPurged"]
        if type(is_purged) is not bool:
            # #/$defs/continuousField/properties/isPurged/type
            found(
                R.OVERLAYS_SHAPE,
                ("userDefinedFields", index, "isPurged"),
                f"expected a boolean, found {_kind(is_purged)}",
                False,
            )
    if "operation" not in user_defined_field:
        # #/$defs/continuousField/required/operation
        found(R.OVERLAYS_REQUIRED, ("userDefinedFields", index), 'the key "operation" is missing', False)
    else:
        operation = user_defined_field["operation"]
        _check_continuous_field_operation(operation, index, found)
    if "createdAt" not in user_defined_field:
        # #/$defs/continuousField/required/createdAt
        found(R.OVERLAYS_REQUIRED, ("userDefinedFields", index), 'the key "createdAt" is missing', False)
    else:
        created_at = user_defined_field["createdAt"]
        if type(created_at) is int or type(created_at) is float:
            if created_at < 0:
                # #/$defs/continuousField/properties/createdAt/minimum
                found(
                    R.OVERLAYS_SHAPE, ("userDefinedFields", index, "createdAt"), "expected at least 0", False
                )
        elif created_at is not None:
            # #/$defs/continuousField/properties/createdAt/type
            found(
                R.OVERLAYS_SHAPE,
                ("userDefinedFields", index, "createdAt"),
                f"expected a number or null, found {_kind(created_at)}",
                False,
            )
    if "sourceField" not in user_defined_field:
        # #/$defs/continuousField/required/sourceField
        found(R.OVERLAYS_REQUIRED, ("userDefinedFields", index), 'the key "sourceField" is missing', False)
    else:
        source_field = user_defined_field["sourceField"]
        _check_continuous_field_source_field(source_field, index, found)
    if not _CONTINUOUS_FIELD_KEYS.issuperset(user_defined_field):
        for key in user_defined_field:
            if key not in _CONTINUOUS_FIELD_KEYS:
                # #/$defs/continuousField/additionalProperties
                found(
                    R.PAYLOAD_CLOSED,
                    ("userDefinedFields", index, key),
                    "the schema does not know this key",
                    True,
                )


def _check_key(value: Any, at: tuple[str | int, ...], found: Found) -> None:
    """Check a value against the schema at #/$defs/key."""
    if type(value) is not str:
        # #/$defs/key/type
        found(R.OVERLAYS_SHAPE, at, f"expected a string, found {_kind(value)}", False)
        return
    if value == "":
        # #/$defs/key/minLength
        found(R.OVERLAYS_KEY, at, "expected at least 1 character, found 0", False)
    if not _KEY_PATTERN_3(value):
        # #/$defs/key/pattern
        found(R.OVERLAYS_KEY, at, "does not match the pattern ^[^:]*$", False)
    if _is_key_not(value):
        # #/$defs/key/not
        found(R.OVERLAYS_KEY, at, "expected something else than this", False)
    if not _KEY_PATTERN_2(value):
        # #/$defs/key/x-advice/pattern
        found(R.TEXT_FORMULA, at, "does not match the pattern ^(?:[^=+@\\u0009\\u000d-]|$)", False)


def _is_key_not(value: Any) -> bool:
    """Whether a value is valid, by #/$defs/key/not."""
    if type(value) is not str:
        # #/$defs/key/not/type
        return False
    if not _KEY_PATTERN(value):
        # #/$defs/key/not/pattern
        return False
    return True


def _check_continuous_field_operation(operation: Any, index: int, found: Found) -> None:
    """Check a value against the schema at #/$defs/continuousField/properties/operation."""
    if isinstance(operation, dict):
        if "type" not in operation:
            # #/$defs/continuousField/properties/operation/required/type
            found(
                R.OVERLAYS_SHAPE,
                ("userDefinedFields", index, "operation"),
                'the key "type" is missing',
                False,
            )
        else:
            item_type = operation["type"]
            if type(item_type) is not str:
                # #/$defs/continuousField/properties/operation/properties/type/type
                found(
                    R.OVERLAYS_SHAPE,
                    ("userDefinedFields", index, "operation", "type"),
                    f"expected a string, found {_kind(item_type)}",
                    False,
                )
            elif item_type == "":
                # #/$defs/continuousField/properties/operation/properties/type/minLength
                found(
                    R.OVERLAYS_SHAPE,
                    ("userDefinedFields", index, "operation", "type"),
                    "expected at least 1 character, found 0",
                    False,
                )
    elif operation is not None:
        # #/$defs/continuousField/properties/operation/type
        found(
            R.OVERLAYS_SHAPE,
            ("userDefinedFields", index, "operation"),
            f"expected an object or null, found {_kind(operation)}",
            False,
        )


def _check_continuous_field_source_field(source_field: Any, index: int, found: Found) -> None:
    """Check a value against the schema at #/$defs/continuousField/properties/sourceField."""
    if not isinstance(source_field, dict):
        # #/$defs/continuousField/properties/sourceField/type
        found(
            R.OVERLAYS_SHAPE,
            ("userDefinedFields", index, "sourceField"),
            f"expected an object, found {_kind(source_field)}",
            False,
        )
        return
    if "sourceKey" not in source_field:
        # #/$defs/continuousField/properties/sourceField/required/sourceKey
        found(
            R.OVERLAYS_REQUIRED,
            ("userDefinedFields", index, "sourceField"),
            'the key "sourceKey" is missing',
            False,
        )
    else:
        source_key = source_field["sourceKey"]
        _check_source_key(source_key, ("userDefinedFields", index, "sourceField", "sourceKey"), found)
    if "sourceIndex" in source_field:
        source_index = source_field["sourceIndex"]
        if type(source_index) is not int and not _integral(source_index):
            # #/$defs/continuousField/properties/sourceField/properties/sourceIndex/type
            found(
                R.OVERLAYS_SHAPE,
                ("userDefinedFields", index, "sourceField", "sourceIndex"),
                f"expected an integer, found {_kind(source_index)}",
                False,
            )
        else:
            if type(source_index) is float:
                # #/$defs/continuousField/properties/sourceField/properties/sourceIndex/type
                found(
                    R.JSON_INTEGER_FORM,
                    ("userDefinedFields", index, "sourceField", "sourceIndex"),
                    "an integer is written without fraction and exponent",
                    False,
                )
            if source_index < 0:
                # #/$defs/continuousField/properties/sourceField/properties/sourceIndex/minimum
                found(
                    R.OVERLAYS_SHAPE,
                    ("userDefinedFields", index, "sourceField", "sourceIndex"),
                    "expected at least 0",
                    False,
                )
            if source_index > 9007199254740991:
                # #/$defs/continuousField/properties/sourceField/properties/sourceIndex/maximum
                found(
                    R.OVERLAYS_SHAPE,
                    ("userDefinedFields", index, "sourceField", "sourceIndex"),
                    "expected at most 9007199254740991",
                    False,
                )
    if "kind" in source_field:
        kind = source_field["kind"]
        if type(kind) is not str:
            # #/$defs/continuousField/properties/sourceField/properties/kind/type
            found(
                R.OVERLAYS_SHAPE,
                ("userDefinedFields", index, "sourceField", "kind"),
                f"expected a string, found {_kind(kind)}",
                False,
            )
        elif kind == "":
            # #/$defs/continuousField/properties/sourceField/properties/kind/minLength
            found(
                R.OVERLAYS_SHAPE,
                ("userDefinedFields", index, "sourceField", "kind"),
                "expected at least 1 character, found 0",
                False,
            )
    if not _CONTINUOUS_FIELD_SOURCE_FIELD_KEYS.issuperset(source_field):
        for key in source_field:
            if key not in _CONTINUOUS_FIELD_SOURCE_FIELD_KEYS:
                # #/$defs/continuousField/properties/sourceField/additionalProperties
                found(
                    R.PAYLOAD_CLOSED,
                    ("userDefinedFields", index, "sourceField", key),
                    "the schema does not know this key",
                    True,
                )


def _check_source_key(value: Any, at: tuple[str | int, ...], found: Found) -> None:
    """Check a value against the schema at #/$defs/sourceKey."""
    if type(value) is not str:
        # #/$defs/sourceKey/type
        found(R.OVERLAYS_SHAPE, at, f"expected a string, found {_kind(value)}", False)
        return
    if value == "":
        # #/$defs/sourceKey/minLength
        found(R.OVERLAYS_SHAPE, at, "expected at least 1 character, found 0", False)
    if _is_source_key_x_advice_not(value):
        # #/$defs/sourceKey/x-advice/not
        found(R.TEXT_NAME_EDGE, at, "expected something else than this", False)


def _is_source_key_x_advice_not(value: Any) -> bool:
    """Whether a value is valid, by #/$defs/sourceKey/x-advice/not."""
    if type(value) is not str:
        # #/$defs/sourceKey/x-advice/not/type
        return False
    if not _SOURCE_KEY_PATTERN(value):
        # #/$defs/sourceKey/x-advice/not/pattern
        return False
    return True


def _check_category_field(user_defined_field: Any, index: int, found: Found) -> None:
    """Check a value against the schema at #/$defs/categoryField."""
    if "id" not in user_defined_field:
        # #/$defs/categoryField/required/id
        found(R.OVERLAYS_REQUIRED, ("userDefinedFields", index), 'the key "id" is missing', False)
    else:
        item_id = user_defined_field["id"]
        if type(item_id) is not str:
            # #/$defs/categoryField/properties/id/type
            found(
                R.OVERLAYS_SHAPE,
                ("userDefinedFields", index, "id"),
                f"expected a string, found {_kind(item_id)}",
                False,
            )
        elif not _CONTINUOUS_FIELD_ID_PATTERN(item_id):
            # #/$defs/categoryField/properties/id/pattern
            found(
                R.OVERLAYS_ID_FORM,
                ("userDefinedFields", index, "id"),
                "does not match the pattern ^[A-Za-z0-9][A-Za-z0-9._-]{0,179}$",
                False,
            )
    if "source" not in user_defined_field:
        # #/$defs/categoryField/required/source
        found(R.OVERLAYS_REQUIRED, ("userDefinedFields", index), 'the key "source" is missing', False)
    else:
        source = user_defined_field["source"]
        if source not in ("obs", "var"):
            # #/$defs/categoryField/properties/source/enum
            found(
                R.OVERLAYS_SHAPE,
                ("userDefinedFields", index, "source"),
                'expected one of "obs", "var"',
                False,
            )
    if "kind" not in user_defined_field:
        # #/$defs/categoryField/required/kind
        found(R.OVERLAYS_REQUIRED, ("userDefinedFields", index), 'the key "kind" is missing', False)
    else:
        kind = user_defined_field["kind"]
        if kind not in ("category", "continuous"):
            # #/$defs/categoryField/properties/kind/enum
            found(
                R.OVERLAYS_SHAPE,
                ("userDefinedFields", index, "kind"),
                'expected one of "category", "continuous"',
                False,
            )
    if "key" not in user_defined_field:
        # #/$defs/categoryField/required/key
        found(R.OVERLAYS_REQUIRED, ("userDefinedFields", index), 'the key "key" is missing', False)
    else:
        item_key = user_defined_field["key"]
        _check_key(item_key, ("userDefinedFields", index, "key"), found)
    if "isDeleted" not in user_defined_field:
        # #/$defs/categoryField/required/isDeleted
        found(R.OVERLAYS_REQUIRED, ("userDefinedFields", index), 'the key "isDeleted" is missing', False)
    else:
        is_deleted = user_defined_field["isDeleted"]
        if type(is_deleted) is not bool:
            # #/$defs/categoryField/properties/isDeleted/type
            found(
                R.OVERLAYS_SHAPE,
                ("userDefinedFields", index, "isDeleted"),
                f"expected a boolean, found {_kind(is_deleted)}",
                False,
            )
    if "isPurged" not in user_defined_field:
        # #/$defs/categoryField/required/isPurged
        found(R.OVERLAYS_REQUIRED, ("userDefinedFields", index), 'the key "isPurged" is missing', False)
    else:
        is_purged = user_defined_field["isPurged"]
        if type(is_purged) is not bool:
            # #/$defs/categoryField/properties/isPurged/type
            found(
                R.OVERLAYS_SHAPE,
                ("userDefinedFields", index, "isPurged"),
                f"expected a boolean, found {_kind(is_purged)}",
                False,
            )
    if "operation" not in user_defined_field:
        # #/$defs/categoryField/required/operation
        found(R.OVERLAYS_REQUIRED, ("userDefinedFields", index), 'the key "operation" is missing', False)
    else:
        operation = user_defined_field["operation"]
        _check_category_field_operation(operation, index, found)
    if "createdAt" not in user_defined_field:
        # #/$defs/categoryField/required/createdAt
        found(R.OVERLAYS_REQUIRED, ("userDefinedFields", index), 'the key "createdAt" is missing', False)
    else:
        created_at = user_defined_field["createdAt"]
        if type(created_at) is int or type(created_at) is float:
            if created_at < 0:
                # #/$defs/categoryField/properties/createdAt/minimum
                found(
                    R.OVERLAYS_SHAPE, ("userDefinedFields", index, "createdAt"), "expected at least 0", False
                )
        elif created_at is not None:
            # #/$defs/categoryField/properties/createdAt/type
            found(
                R.OVERLAYS_SHAPE,
                ("userDefinedFields", index, "createdAt"),
                f"expected a number or null, found {_kind(created_at)}",
                False,
            )
    if "sourceField" not in user_defined_field:
        # #/$defs/categoryField/required/sourceField
        found(R.OVERLAYS_REQUIRED, ("userDefinedFields", index), 'the key "sourceField" is missing', False)
    else:
        source_field = user_defined_field["sourceField"]
        _check_category_field_source_field(source_field, index, found)
    if "categories" not in user_defined_field:
        # #/$defs/categoryField/required/categories
        found(R.OVERLAYS_REQUIRED, ("userDefinedFields", index), 'the key "categories" is missing', False)
    else:
        categories = user_defined_field["categories"]
        if not isinstance(categories, list):
            # #/$defs/categoryField/properties/categories/type
            found(
                R.OVERLAYS_SHAPE,
                ("userDefinedFields", index, "categories"),
                f"expected an array, found {_kind(categories)}",
                False,
            )
        else:
            if len(categories) < 1:
                # #/$defs/categoryField/properties/categories/minItems
                found(
                    R.OVERLAYS_SHAPE,
                    ("userDefinedFields", index, "categories"),
                    f"expected at least 1 item, found {len(categories)}",
                    False,
                )
            for index_2, category in enumerate(categories):
                if (
                    type(category) is not str
                    and type(category) is not int
                    and type(category) is not float
                    and type(category) is not bool
                ):
                    # #/$defs/category/type
                    found(
                        R.OVERLAYS_SHAPE,
                        ("userDefinedFields", index, "categories", index_2),
                        f"expected a string or a number or a boolean, found {_kind(category)}",
                        False,
                    )
                else:
                    if type(category) is str:
                        if not _KEY_PATTERN_2(category):
                            # #/$defs/category/x-advice/pattern
                            found(
                                R.TEXT_FORMULA,
                                ("userDefinedFields", index, "categories", index_2),
                                "does not match the pattern ^(?:[^=+@\\u0009\\u000d-]|$)",
                                False,
                            )
                    if type(category) is str and category in _CATEGORY_WORDS:
                        # #/$defs/category/x-advice/allOf/0/not
                        found(
                            R.TEXT_NA,
                            ("userDefinedFields", index, "categories", index_2),
                            "expected something else than this",
                            False,
                        )
                    if _is_all_of_1_not(category):
                        # #/$defs/category/x-advice/allOf/1/not
                        found(
                            R.TEXT_NA,
                            ("userDefinedFields", index, "categories", index_2),
                            "expected something else than this",
                            False,
                        )
    if "codesLength" not in user_defined_field:
        # #/$defs/categoryField/required/codesLength
        found(R.OVERLAYS_REQUIRED, ("userDefinedFields", index), 'the key "codesLength" is missing', False)
    else:
        codes_length = user_defined_field["codesLength"]
        if type(codes_length) is not int and not _integral(codes_length):
            # #/$defs/categoryField/properties/codesLength/type
            found(
                R.OVERLAYS_SHAPE,
                ("userDefinedFields", index, "codesLength"),
                f"expected an integer, found {_kind(codes_length)}",
                False,
            )
        else:
            if type(codes_length) is float:
                # #/$defs/categoryField/properties/codesLength/type
                found(
                    R.JSON_INTEGER_FORM,
                    ("userDefinedFields", index, "codesLength"),
                    "an integer is written without fraction and exponent",
                    False,
                )
            if codes_length < 0:
                # #/$defs/categoryField/properties/codesLength/minimum
                found(
                    R.OVERLAYS_SHAPE,
                    ("userDefinedFields", index, "codesLength"),
                    "expected at least 0",
                    False,
                )
            if codes_length > 4294967295:
                # #/$defs/categoryField/properties/codesLength/maximum
                found(
                    R.OVERLAYS_SHAPE,
                    ("userDefinedFields", index, "codesLength"),
                    "expected at most 4294967295",
                    False,
                )
    if "codesType" not in user_defined_field:
        # #/$defs/categoryField/required/codesType
        found(R.OVERLAYS_REQUIRED, ("userDefinedFields", index), 'the key "codesType" is missing', False)
    else:
        codes_type = user_defined_field["codesType"]
        if codes_type not in ("Uint8Array", "Uint16Array", "Uint32Array"):
            # #/$defs/codesType/enum
            found(
                R.OVERLAYS_SHAPE,
                ("userDefinedFields", index, "codesType"),
                'expected one of "Uint8Array", "Uint16Array", "Uint32Array"',
                False,
            )
    if "sourcePages" not in user_defined_field:
        # #/$defs/categoryField/required/sourcePages
        found(R.OVERLAYS_REQUIRED, ("userDefinedFields", index), 'the key "sourcePages" is missing', False)
    else:
        source_pages = user_defined_field["sourcePages"]
        if not isinstance(source_pages, list):
            # #/$defs/categoryField/properties/sourcePages/type
            found(
                R.OVERLAYS_SHAPE,
                ("userDefinedFields", index, "sourcePages"),
                f"expected an array, found {_kind(source_pages)}",
                False,
            )
    if "overlapStrategy" not in user_defined_field:
        # #/$defs/categoryField/required/overlapStrategy
        found(
            R.OVERLAYS_REQUIRED, ("userDefinedFields", index), 'the key "overlapStrategy" is missing', False
        )
    else:
        overlap_strategy = user_defined_field["overlapStrategy"]
        if overlap_strategy not in ("first", "last", "overlap-label", "intersections"):
            # #/$defs/categoryField/properties/overlapStrategy/enum
            found(
                R.OVERLAYS_SHAPE,
                ("userDefinedFields", index, "overlapStrategy"),
                'expected one of "first", "last", "overlap-label", "intersections"',
                False,
            )
    if "overlapLabel" not in user_defined_field:
        # #/$defs/categoryField/required/overlapLabel
        found(R.OVERLAYS_REQUIRED, ("userDefinedFields", index), 'the key "overlapLabel" is missing', False)
    else:
        overlap_label = user_defined_field["overlapLabel"]
        if type(overlap_label) is str:
            if overlap_label == "":
                # #/$defs/text/minLength
                found(
                    R.OVERLAYS_SHAPE,
                    ("userDefinedFields", index, "overlapLabel"),
                    "expected at least 1 character, found 0",
                    False,
                )
        elif overlap_label is not None:
            # #/$defs/text/type
            found(
                R.OVERLAYS_SHAPE,
                ("userDefinedFields", index, "overlapLabel"),
                f"expected a string or null, found {_kind(overlap_label)}",
                False,
            )
    if "intersectionLabels" not in user_defined_field:
        # #/$defs/categoryField/required/intersectionLabels
        found(
            R.OVERLAYS_REQUIRED,
            ("userDefinedFields", index),
            'the key "intersectionLabels" is missing',
            False,
        )
    else:
        intersection_labels = user_defined_field["intersectionLabels"]
        if not isinstance(intersection_labels, dict) and intersection_labels is not None:
            # #/$defs/categoryField/properties/intersectionLabels/type
            found(
                R.OVERLAYS_SHAPE,
                ("userDefinedFields", index, "intersectionLabels"),
                f"expected an object or null, found {_kind(intersection_labels)}",
                False,
            )
    if "uncoveredLabel" not in user_defined_field:
        # #/$defs/categoryField/required/uncoveredLabel
        found(R.OVERLAYS_REQUIRED, ("userDefinedFields", index), 'the key "uncoveredLabel" is missing', False)
    else:
        uncovered_label = user_defined_field["uncoveredLabel"]
        if type(uncovered_label) is str:
            if uncovered_label == "":
                # #/$defs/text/minLength
                found(
                    R.OVERLAYS_SHAPE,
                    ("userDefinedFields", index, "uncoveredLabel"),
                    "expected at least 1 character, found 0",
                    False,
                )
        elif uncovered_label is not None:
            # #/$defs/text/type
            found(
                R.OVERLAYS_SHAPE,
                ("userDefinedFields", index, "uncoveredLabel"),
                f"expected a string or null, found {_kind(uncovered_label)}",
                False,
            )
    if not _CATEGORY_FIELD_KEYS.issuperset(user_defined_field):
        for key in user_defined_field:
            if key not in _CATEGORY_FIELD_KEYS:
                # #/$defs/categoryField/additionalProperties
                found(
                    R.PAYLOAD_CLOSED,
                    ("userDefinedFields", index, key),
                    "the schema does not know this key",
                    True,
                )


def _check_category_field_operation(operation: Any, index: int, found: Found) -> None:
    """Check a value against the schema at #/$defs/categoryField/properties/operation."""
    if isinstance(operation, dict):
        if "type" not in operation:
            # #/$defs/categoryField/properties/operation/required/type
            found(
                R.OVERLAYS_SHAPE,
                ("userDefinedFields", index, "operation"),
                'the key "type" is missing',
                False,
            )
        else:
            item_type = operation["type"]
            if type(item_type) is not str:
                # #/$defs/categoryField/properties/operation/properties/type/type
                found(
                    R.OVERLAYS_SHAPE,
                    ("userDefinedFields", index, "operation", "type"),
                    f"expected a string, found {_kind(item_type)}",
                    False,
                )
            elif item_type == "":
                # #/$defs/categoryField/properties/operation/properties/type/minLength
                found(
                    R.OVERLAYS_SHAPE,
                    ("userDefinedFields", index, "operation", "type"),
                    "expected at least 1 character, found 0",
                    False,
                )
    elif operation is not None:
        # #/$defs/categoryField/properties/operation/type
        found(
            R.OVERLAYS_SHAPE,
            ("userDefinedFields", index, "operation"),
            f"expected an object or null, found {_kind(operation)}",
            False,
        )


def _check_category_field_source_field(source_field: Any, index: int, found: Found) -> None:
    """Check a value against the schema at #/$defs/categoryField/properties/sourceField."""
    if isinstance(source_field, dict):
        if "sourceKey" not in source_field:
            # #/$defs/categoryField/properties/sourceField/required/sourceKey
            found(
                R.OVERLAYS_REQUIRED,
                ("userDefinedFields", index, "sourceField"),
                'the key "sourceKey" is missing',
                False,
            )
        else:
            source_key = source_field["sourceKey"]
            _check_source_key(source_key, ("userDefinedFields", index, "sourceField", "sourceKey"), found)
        if "sourceIndex" in source_field:
            source_index = source_field["sourceIndex"]
            if type(source_index) is not int and not _integral(source_index):
                # #/$defs/categoryField/properties/sourceField/properties/sourceIndex/type
                found(
                    R.OVERLAYS_SHAPE,
                    ("userDefinedFields", index, "sourceField", "sourceIndex"),
                    f"expected an integer, found {_kind(source_index)}",
                    False,
                )
            else:
                if type(source_index) is float:
                    # #/$defs/categoryField/properties/sourceField/properties/sourceIndex/type
                    found(
                        R.JSON_INTEGER_FORM,
                        ("userDefinedFields", index, "sourceField", "sourceIndex"),
                        "an integer is written without fraction and exponent",
                        False,
                    )
                if source_index < 0:
                    # #/$defs/categoryField/properties/sourceField/properties/sourceIndex/minimum
                    found(
                        R.OVERLAYS_SHAPE,
                        ("userDefinedFields", index, "sourceField", "sourceIndex"),
                        "expected at least 0",
                        False,
                    )
                if source_index > 9007199254740991:
                    # #/$defs/categoryField/properties/sourceField/properties/sourceIndex/maximum
                    found(
                        R.OVERLAYS_SHAPE,
                        ("userDefinedFields", index, "sourceField", "sourceIndex"),
                        "expected at most 9007199254740991",
                        False,
                    )
        if "kind" in source_field:
            kind = source_field["kind"]
            if type(kind) is not str:
                # #/$defs/categoryField/properties/sourceField/properties/kind/type
                found(
                    R.OVERLAYS_SHAPE,
                    ("userDefinedFields", index, "sourceField", "kind"),
                    f"expected a string, found {_kind(kind)}",
                    False,
                )
            elif kind == "":
                # #/$defs/categoryField/properties/sourceField/properties/kind/minLength
                found(
                    R.OVERLAYS_SHAPE,
                    ("userDefinedFields", index, "sourceField", "kind"),
                    "expected at least 1 character, found 0",
                    False,
                )
        if not _CATEGORY_FIELD_SOURCE_FIELD_KEYS.issuperset(source_field):
            for key in source_field:
                if key not in _CATEGORY_FIELD_SOURCE_FIELD_KEYS:
                    # #/$defs/categoryField/properties/sourceField/additionalProperties
                    found(
                        R.PAYLOAD_CLOSED,
                        ("userDefinedFields", index, "sourceField", key),
                        "the schema does not know this key",
                        True,
                    )
    elif source_field is not None:
        # #/$defs/categoryField/properties/sourceField/type
        found(
            R.OVERLAYS_SHAPE,
            ("userDefinedFields", index, "sourceField"),
            f"expected an object or null, found {_kind(source_field)}",
            False,
        )


def _is_all_of_1_not(value: Any) -> bool:
    """Whether a value is valid, by #/$defs/category/x-advice/allOf/1/not."""
    if type(value) is not str:
        # #/$defs/category/x-advice/allOf/1/not/type
        return False
    if not _KEY_PATTERN(value):
        # #/$defs/category/x-advice/allOf/1/not/pattern
        return False
    return True
