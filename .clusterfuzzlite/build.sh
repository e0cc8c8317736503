#!/bin/bash -eu
# Builds every target with its seeds and its dictionary. The code is pure Python: no sanitizer is preloaded.
cd "$SRC/cellucid-session"
python3 -m pip install ".[anndata,capture,reference]"

for path in fuzz/fuzz_*.py; do
  target=$(basename "$path" .py)
  pyinstaller --distpath "$OUT" --onefile --paths fuzz --collect-all cellucid_session --name "$target.pkg" "$path"
  printf '#!/bin/sh\nexec "$(dirname "$0")/%s.pkg" "$@"\n' "$target" > "$OUT/$target"
  chmod +x "$OUT/$target"
  (cd "fuzz/corpus/$target" && zip -q -r "$OUT/${target}_seed_corpus.zip" .)
  if [ -f "fuzz/dictionaries/$target.dict" ]; then
    cp "fuzz/dictionaries/$target.dict" "$OUT/$target.dict"
  fi
  printf '[libfuzzer]\nmax_len = 65536\ntimeout = 20\n' > "$OUT/$target.options"
done
