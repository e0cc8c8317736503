"""Renderings of one Report."""
