"""PROVISIONAL"""
from __future__ import annotations
from .source import Fault, some
from .source import _fits
def array(source, count, width, rule, sink=None):
    start = source.position
    size = count*width
    missing = size
    keep = b""
    at = start
    while missing:
        piece = yield from some(source, min(missing, 65536))
        if not piece:
            raise Fault(rule, start, source.position, f"needs {size} bytes, only {size-missing} are there")
        missing -= len(piece)
        keep += piece
        n = len(keep)//width*width
        if n and sink is not None:
            sink.elements([int.from_bytes(keep[i:i+width],'little') for i in range(0,n,width)], at, width)
        at += n
        keep = keep[n:]
