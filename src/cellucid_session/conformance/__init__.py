"""Conformance vectors: what a reader of the format must accept, refuse and blame. See README.md beside this file."""

from __future__ import annotations
