"""Sessions of the cellucid viewer: declared, validated, read, written and applied."""
