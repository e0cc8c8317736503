"""What generated modules begin with, and how rule ids become constants."""

from __future__ import annotations

HEADER = '"""{title}"""\n\n# Generated from {source}; do not edit: run python -m cellucid_session.generate\n\nfrom __future__ import annotations\n\n'


def constant(rule_id: str) -> str:
    """The Python name of a rule id: frame.manifest-length -> FRAME_MANIFEST_LENGTH."""
    return rule_id.upper().replace(".", "_").replace("-", "_")
