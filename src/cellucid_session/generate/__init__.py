"""Declarations to code, spec tables and a Kaitai grammar. Run by developers, never by users."""
