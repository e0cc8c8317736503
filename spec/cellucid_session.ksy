# Generated from declare/grammar.py; do not edit: run python -m cellucid_session.generate
meta:
  id: cellucid_session
  title: Session of the cellucid viewer, generation 1
  file-extension: cellucid-session
  endian: le
  license: BSD-3-Clause
doc: |
  Where the bytes are. The manifest says how many frames there are and what each of them holds; a
  conforming reader holds the frames against it and refuses every byte after the last one.
seq:
  - id: head
    type: head
  - id: frames
    type: frame
    repeat: eos
types:
  head:
    seq:
      - id: magic
        contents: [67, 69, 76, 76, 85, 67, 73, 68, 95, 83, 69, 83, 83, 73, 79, 78, 10]
      - id: manifest_length
        type: u4
        valid:
          min: 1
          max: 16777216
      - id: manifest
        size: manifest_length
  frame:
    seq:
      - id: stored_length
        type: u4
        valid:
          max: 536870912
      - id: stored
        size: stored_length
