// What tells the generation of a file. Generated from declare/generations/; do not edit: run
// python -m cellucid_session.generate

// for each magic: [where a sign is looked for, keys or ids, bytes, the generation that is told] in order
export const RECOGNITION = [
  {
    "magic": "CELLUCID_SESSION\n",
    "signs": [
      [
        "manifest-length",
        [],
        16777216,
        4
      ],
      [
        "fingerprint-key",
        [
          "dataMapping"
        ],
        0,
        4
      ],
      [
        "manifest-key",
        [
          "dataSource",
          "summary"
        ],
        0,
        1
      ],
      [
        "fingerprint-key",
        [
          "cellOrder"
        ],
        0,
        2
      ],
      [
        "chunk-id",
        [
          "analysis/cache-inventory",
          "cinematic/camera"
        ],
        0,
        2
      ]
    ],
    "otherwise": 1
  },
  {
    "magic": "CELLUCID_SESSION/2\n",
    "signs": [],
    "otherwise": 5
  }
];

export const NUMBERED = "CELLUCID_SESSION/";

// generation -> releases of the viewer that write it
/** @type {Record<string, string[]>} */
export const RELEASES = {"1": ["0.9.0"], "2": ["0.9.1", "0.9.2"], "3": ["0.9.3"], "4": ["0.9.4"], "5": ["0.9.5"]};
