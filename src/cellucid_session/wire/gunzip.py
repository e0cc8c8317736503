"""PROVISIONAL"""
from __future__ import annotations
import zlib
from .source import Fault, some, take
from ..generated import rules as R
def gunzip(source, total, cap, out):
    base = source.position
    end = base+total
    head = bytearray()
    def get(n):
        return take(source, n, R.GZIP_TRUNCATED, "the gzip member")
    h = b""
    for i,w in enumerate((0x1f,0x8b,8)):
        b = yield from get(1)
        if b[0]!=w: raise Fault(R.GZIP_HEADER, base+i, base+i+1, "not gzip")
        h+=b
    f = yield from get(1)
    if f[0]&0xe0: raise Fault(R.GZIP_FLAGS, base+3, base+4, "reserved flags")
    h+=f; h+= yield from get(6)
    fl=f[0]
    if fl&4:
        s=source.position
        l=yield from get(2); x=yield from get(int.from_bytes(l,'little')); h+=l+x
        source.note(R.GZIP_HIDDEN,s,source.position,"FEXTRA")
    for bit,name in ((8,"FNAME"),(16,"FCOMMENT")):
        if fl&bit:
            s=source.position
            parts=[]
            while True:
                b=yield from get(1); parts.append(b)
                if b==b"\0": break
            h+=b"".join(parts)
            source.note(R.GZIP_HIDDEN,s,source.position,name)
    if fl&2:
        s=source.position
        c=yield from get(2)
        if int.from_bytes(c,'little')!=zlib.crc32(h)&0xffff: raise Fault(R.GZIP_HEADER_CRC,s,s+2,"header crc")
    d=zlib.decompressobj(-15); crc=0; size=0
    while not d.eof:
        piece = yield from some(source, 65536)
        if not piece: raise Fault(R.GZIP_TRUNCATED, source.position, source.position, "cut")
        at=source.position-len(piece)
        while True:
            save=d.copy()
            try:
                o=d.decompress(piece, 262144)
            except zlib.error:
                lo,hi=0,len(piece)
                while hi-lo>1:
                    m=(lo+hi)//2; t=save.copy()
                    try: t.decompress(piece[:m],1<<26); lo=m
                    except zlib.error: hi=m
                o=save.decompress(piece[:lo])
                if o: size+=len(o); out(o)
                raise Fault(R.GZIP_DATA, at+lo, at+lo+1, "bad deflate data") from None
            if o:
                if size+len(o)>cap:
                    out(o[:cap-size]); raise Fault(R.CHUNK_INFLATED_TOO_LARGE, base, end, f"Chunk decompressed too large: more than {cap} bytes")
                size+=len(o); crc=zlib.crc32(o,crc); out(o)
            if d.eof:
                source.at -= len(d.unused_data)
                break
            rest=d.unconsumed_tail
            at+=len(piece)-len(rest)
            piece=rest
            if not rest and len(o)<262144: break
    s=source.position
    t=yield from get(4)
    if int.from_bytes(t,'little')!=crc: raise Fault(R.GZIP_CRC,s,s+4,"wrong CRC-32")
    t=yield from get(4)
    if int.from_bytes(t,'little')!=size&0xffffffff: raise Fault(R.GZIP_LENGTH,s+4,s+8,"wrong length")
    if source.position<end:
        p=source.position
        yield from some(source,1)
        raise Fault(R.GZIP_TRAILING,p,end,"bytes after the member")
    return size
def stored(source,total,cap,out):
    base=source.position; size=0
    while size<total:
        piece=yield from some(source,65536)
        if not piece: break
        if size+len(piece)>cap:
            out(piece[:cap-size]); raise Fault(R.CHUNK_INFLATED_TOO_LARGE, base, base+total, f"Chunk decompressed too large: more than {cap} bytes")
        size+=len(piece); out(piece)
    return size
