# The two commands: `make demo` and `make test`. Both do all their own set-up in .venv.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: demo test lint types unit generate check mutate bench clean

$(VENV)/.ready: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=24"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[all,test]"
	touch $@

demo: $(VENV)/.ready  ## validate a session, explain what is in it, apply it to an AnnData
	$(BIN)/python examples/demo.py

test: lint types check unit  ## everything that must pass

lint: $(VENV)/.ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.ready
	$(BIN)/mypy

check: $(VENV)/.ready  ## nothing generated is stale
	$(BIN)/python -m cellucid_session.generate --check

unit: $(VENV)/.ready
	$(BIN)/python -m pytest -n 2

generate: $(VENV)/.ready  ## make everything that derives from the declarations anew
	$(BIN)/python -m cellucid_session.generate

mutate: $(VENV)/.ready  ## move every limit of the format by one and see a vector miss it
	$(BIN)/python fuzz/mutate_limits.py

bench: $(VENV)/.ready  ## measure against the peers and the limits; BENCH=--write also writes docs/benchmarks.md
	$(BIN)/python tests/benchmarks/bench.py $(BENCH)

clean:
	rm -rf $(VENV) .venv-peers build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
