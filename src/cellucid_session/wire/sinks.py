"""PROVISIONAL"""
from __future__ import annotations
from .source import Fault
class CodeTally:
    def __init__(self, categories, markers=()):
        self.categories=categories; self.markers=markers; self.highest=-1; self._seen=set(); self.first=None; self.count=0
    @property
    def seen(self): return tuple(sorted(self._seen))
    def _one(self, v, n, a, b):
        if v in (255,65535): self._seen.add(v)
        elif v>self.highest: self.highest=v
        if self.categories is not None and v>=self.categories and v not in self.markers:
            self.count+=n
            if self.first is None: self.first=(a,b)
    def elements(self, values, start, width):
        for i,v in enumerate(values): self._one(v,1,start+i*width,start+(i+1)*width)
    def pair(self, v, r, a, b): self._one(v,r,a,b)
class CellIndexTally:
    def __init__(self,bound,rule): self.bound=bound; self.rule=rule
    def elements(self, values, start, width):
        for i,v in enumerate(values):
            if v>=self.bound: raise Fault(self.rule,start+i*width,start+(i+1)*width,f"index {v}")
class IndexSink:
    def __init__(self): self.parts=[]
    def __call__(self, block):
        import numpy as np
        self.parts.append(np.array(block, dtype=np.int64))
    def result(self):
        import numpy as np
        return np.concatenate(self.parts) if self.parts else np.zeros(0, np.int64)
class MaskSink:
    def __init__(self, mask): self.mask=mask
    def __call__(self, block):
        import numpy as np
        self.mask[np.asarray(block, dtype=np.int64)] = True
class CodeSink:
    def __init__(self): self.v=[]; self.w=1
    def elements(self, values, start, width): self.v.extend(values); self.w=max(self.w,width)
    def pair(self, v, r, a, b):
        self.v.extend([v]*r)
        if v>255: self.w=2
    def result(self):
        import numpy as np
        return np.array(self.v, dtype=np.uint16 if self.w==2 else np.uint8)
