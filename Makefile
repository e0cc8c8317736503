# The two commands: `make demo` and `make test`. Both do all their own set-up in .venv.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
# tests start thousands of processes; without its compiled files each would compile the package anew
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test lint types unit long generate check mutate mutate-limits mutate-functions bench cores many counts conformance later-peers convert-peers capture-load page-speed page-firefox docs pictures jupyter-test page page-check clean fuzz fuzz-long fuzz-coverage js-fuzz js-mutate js-speed inspect properties-long look matrix matrix-libraries locks paths release

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
	$(BIN)/python -m pytest -n 2 --dist worksteal

long: $(VENV)/.ready  ## the tests that take minutes each; by hand, before a release
	$(BIN)/python -m pytest -n 2 --dist worksteal -m long

paths: $(VENV)/.ready  ## what the pages say, literally: from the wheel, each person in an empty environment
	$(BIN)/python -m pytest -n 0 -m long tests/paths

RUN ?=
matrix: $(VENV)/.ready  ## all tests on every Python that is installed, with the oldest and the newest libraries; RUN=3.12 for one
	$(BIN)/python .ci/matrix.py all $(RUN)

matrix-libraries: $(VENV)/.ready  ## of these the tests marked `libraries`, on all Pythons but the one that `make test` takes
	$(BIN)/python .ci/matrix.py libraries $(RUN)

generate: $(VENV)/.ready  ## make everything that derives from the declarations anew
	$(BIN)/python -m cellucid_session.generate

release: $(VENV)/.ready  ## dist/ of the tag that is checked out: wheel, source, bills of materials, digests
	$(BIN)/python deploy/release.py

# what the images install: packages and hashes, for the Python of their base
LOCK := $(BIN)/uv pip compile --quiet --generate-hashes --python-version 3.13 --python-platform linux --no-header --no-annotate --no-emit-index-url --no-emit-find-links
locks: $(VENV)/.ready  ## make the locks of the images anew, with the newest releases
	$(LOCK) --upgrade pyproject.toml --output-file deploy/validator.lock
	$(LOCK) --upgrade --extra capture --extra service pyproject.toml --output-file deploy/gate.lock
	echo hatchling | $(LOCK) --upgrade - --output-file deploy/build.lock
	printf 'hatchling\ncyclonedx-bom>=7,<8\n' | $(LOCK) --upgrade - --output-file deploy/release.lock
	echo uv | $(LOCK) --upgrade - --output-file deploy/publish.lock

mutate: mutate-limits mutate-functions  ## change the limits and the functions a little and see a test fail because of it

mutate-limits: $(VENV)/.ready  ## move every limit of the format by one and see a vector fail because of it
	$(BIN)/python fuzz/mutate_limits.py

$(VENV)/.mutation: $(VENV)/.ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[mutation]"
	touch $@

mutate-functions: $(VENV)/.mutation  ## change every function of wire/, check/ and apply/; MUTATE="--module wire/uvarint.py" for one
	$(BIN)/python fuzz/mutate_functions.py $(MUTATE)

bench: $(VENV)/.docs  ## measure against the limits and the peers; BENCH=--write also writes docs/benchmarks.md, beside the last machine's figures
	$(BIN)/python tests/benchmarks/bench.py $(BENCH)

counts: $(VENV)/.ready  ## count instructions of each row at small sizes against the baseline; COUNTS=--write makes a new one
	$(BIN)/python tests/benchmarks/counts.py $(COUNTS)

many: $(VENV)/.ready  ## what many inputs cost, on the clock; needs a machine that does nothing else
	$(BIN)/python tests/benchmarks/many.py

STREAMS ?= 100000
inflaters: $(VENV)/.fuzz  ## hostile deflate data, inflated with and without the faster library; STREAMS=1000 for fewer
	$(BIN)/python fuzz/inflaters.py $(STREAMS)

cores: $(VENV)/.ready  ## what a second core is worth, on the clock; needs a machine that does nothing else
	$(BIN)/python tests/benchmarks/cores.py

MINUTES ?= 10
capture-load: $(VENV)/.ready  ## the gate under 200 uploads at once, a third of them hostile; MINUTES=1 for a short one
	$(BIN)/python tests/benchmarks/capture_load.py --minutes $(MINUTES)

page-speed: $(VENV)/.ready  ## how long the viewer's page takes to draw and to count; SPEED=--write writes its section of docs/benchmarks.md; needs Chromium
	$(BIN)/python tests/benchmarks/page_speed.py $(SPEED)

# Firefox draws where there is a screen only, and its protocol is spoken by this version of Playwright
page-firefox: $(VENV)-firefox/.ready  ## the tests of the viewer's page in Firefox; needs firefox-esr, xvfb and Mesa (libgl1-mesa-dri, libegl1)
	CELLUCID_BROWSER=firefox CELLUCID_REQUIRE_BROWSER=1 xvfb-run -a $(VENV)-firefox/bin/python -m pytest -n 0 tests/page

$(VENV)-firefox/.ready: pyproject.toml
	$(PYTHON) -m venv $(VENV)-firefox
	$(VENV)-firefox/bin/python -m pip install --quiet --disable-pip-version-check -e ".[all,test]" "playwright==1.58.*"
	touch $@

conformance: $(VENV)/.ready  ## judge the readers and writers that there are, and write docs/conformance.md; needs node
	$(BIN)/python tests/conformance/others.py --write

SESSIONS ?= 200
later-peers: $(VENV)/.ready  ## random sessions of generations 2 to 5, read by the releases that write them; SESSIONS=20 for fewer
	$(BIN)/python tests/conformance/later_peers.py --sessions $(SESSIONS)

CONVERTED ?= 100
convert-peers: $(VENV)/.ready  ## random sessions converted from each generation to each later one, read by the target's release
	$(BIN)/python tests/conformance/convert_peers.py --sessions $(CONVERTED)

# Fuzzing: 20 s of each target, or one target for as long as wanted. New inputs and findings go to out/fuzz.
FUZZ_TARGETS := $(sort $(basename $(notdir $(wildcard fuzz/fuzz_*.py))))
SECONDS ?= 20

$(VENV)/.fuzz: $(VENV)/.ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[fuzz]"
	touch $@

fuzz: $(VENV)/.fuzz  ## each fuzz target for 20 seconds
	@bad=0; for target in $(FUZZ_TARGETS); do $(BIN)/python fuzz/run.py $$target $(SECONDS) || bad=1; done; exit $$bad

fuzz-long: $(VENV)/.fuzz  ## one fuzz target: make fuzz-long TARGET=fuzz_bundle SECONDS=7200
	$(BIN)/python fuzz/run.py $(TARGET) $(SECONDS)

fuzz-coverage: $(VENV)/.ready  ## the lines that the corpora reach, per target (or TARGET=...)
	$(BIN)/python fuzz/reached.py $(TARGET)

COUNT ?= 1000000
js-fuzz: $(VENV)/.ready  ## changed inputs, judged by Python and by the JavaScript package; COUNT=20000 for fewer; needs node
	$(BIN)/python fuzz/js_fuzz.py $(COUNT)

inspect:  ## dist/inspect.html: a page that judges a session, in one file that loads nothing
	$(PYTHON) js/inspect/build_page.py

js-mutate: $(VENV)/.ready  ## take each guard out of the JavaScript package and see an input show it; MODULES=wire/inflate.js; needs node
	$(BIN)/python fuzz/js_mutate.py $(MODULES)

js-speed: $(VENV)/.ready  ## the JavaScript package beside the Python engine on the same files; SPEED=--write writes it into docs/how-to/javascript.md; needs node
	$(BIN)/python tests/benchmarks/js_speed.py $(SPEED)

EXAMPLES ?= 20000
PROPERTIES ?= tests/property tests/fuzz/test_strategies.py
properties-long: $(VENV)/.ready  ## the properties, at random and with many examples; EXAMPLES=2000 for a shorter run, PROPERTIES=FILE
	EXAMPLES=$(EXAMPLES) $(BIN)/python -m pytest -n 2 --hypothesis-profile=long --hypothesis-show-statistics $(PROPERTIES)

$(VENV)/.docs: $(VENV)/.ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[docs]"
	touch $@

docs: $(VENV)/.docs  ## the site, into docs/_build/html; every block of code in it is run first
	$(BIN)/python -m pytest -q -n 2 tests/docs
	$(BIN)/python docs/maker

look: docs  ## the built site in a browser, light, dark and as wide as a phone; needs Chromium
	$(BIN)/python docs/maker/look.py

pictures: $(VENV)/.docs  ## the tutorial's session and pictures anew; needs Chromium
	$(BIN)/python docs/maker/pictures.py

# The page is made with Node 20 or later; what is made is committed, so that neither an install nor a test needs it.
PAGE := src/cellucid_session/capture/page

page/node_modules/.package-lock.json: page/package.json page/package-lock.json
	cd page && npm ci --no-audit --no-fund

jupyter-test: $(VENV)/.ready  ## the viewer in a real JupyterLab, in Chromium; PICTURES=FOLDER keeps what it looked like
	CELLUCID_REQUIRE_BROWSER=1 CELLUCID_PICTURES=$(PICTURES) $(BIN)/python -m pytest -n 0 tests/capture/test_notebook_jupyterlab.py

page: page/node_modules/.package-lock.json  ## build the page's assets anew
	cd page && npm run --silent check && npm run --silent build

page-check: page/node_modules/.package-lock.json  ## the committed assets are what the sources make, byte for byte
	cd page && npm run --silent check && npm test
	@new=$$(mktemp -d) && node page/build.mjs --out "$$new" > /dev/null && diff -r "$$new" $(PAGE); same=$$?; rm -rf "$$new"; exit $$same

clean:
	rm -rf docs/_build $(VENV) .venv-peers build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
