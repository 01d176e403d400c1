# Every target makes its own set-up in .venv; `make demo` and `make test` are all a
# fresh clone needs. On Windows use the plain pip commands of the README instead.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet
OUT ?= landbase-demo

.PHONY: help demo test lint types docs bench fuzz attack release js js-check qgis-plugin \
    qgis-test other-python lowest installs clean

help:
	@echo "make demo    read the sample data, leave base, lists, maps and report in $(OUT)/"
	@echo "make test    run all tests (installs browsers and a Chinese font where apt is)"
	@echo "make lint    ruff: rules and format; and js-check"
	@echo "make types   mypy --strict"
	@echo "make docs    build the documentation site into docs/_build/html"
	@echo "make bench   measure against what one would otherwise write"
	@echo "make qgis-plugin  the plugin for QGIS as a zip, in dist/"
	@echo "make qgis-test    run the tests that need QGIS (installs it where apt is)"
	@echo "make other-python the core on another Python, where there is one (OTHER=3.13)"
	@echo "make lowest  the core with the lowest versions that pyproject.toml allows"
	@echo "make installs  which Pythons and systems have wheels of all that is needed"
	@echo "make release wheel, sdist, wheels for an offline Windows desktop, the site as a zip"
	@echo "make fuzz    read files changed at random, for FUZZ_MINUTES (60)"
	@echo "make attack  kills, mixed hands, tampering, damage, for ATTACK_MINUTES (60)"
	@echo "make js      build the scripts of map pages from landbase/webmap/js (needs Node)"
	@echo "make js-check  check and test them, and that what is built is what they give"
	@echo "make clean   remove what the targets above made"

# Reports need a font with Chinese letters; the library itself says whether it has one.
demo: .venv/.demo
	@$(BIN)/python -c 'import sys; from landbase.products import missing_part; \
	    sys.exit(missing_part("map") is not None)' || { \
	    echo "no Chinese font here: fetching Noto Sans CJK into .venv (85 MB) ..."; \
	    $(PIP) -e ".[report,fonts]"; }
	$(BIN)/landbase demo --out $(OUT)

# On all processors, a file of tests on one; more than four gain little and are heavy.
test: .venv/.tests
	./tests/system_parts.sh
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory node_modules/.installed; fi
	$(BIN)/python -m pytest --numprocesses logical --maxprocesses 4 --dist loadfile \
	    --no-loadscope-reorder

lint: .venv/.lint js-check
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

# and what they have to find wrong in the names that users write
types: .venv/.lint
	$(BIN)/mypy
	$(BIN)/mypy tests/wrong_names.py

# Warnings are errors; what was executed and drawn before is used again.
docs: .venv/.docs
	./tests/system_parts.sh
	$(BIN)/python docs/make_pages.py --check
	$(BIN)/python -m sphinx --fail-on-warning --keep-going --quiet --jobs auto \
	    docs docs/_build/html
	$(BIN)/python docs/check_site.py docs/_build/html

bench: .venv/.tests
	@for script in benchmarks/*.py; do \
	    echo "== $$script"; $(BIN)/python "$$script" || exit 1; \
	done

# An offline desktop gets a folder: all wheels, and one line that installs them.
OFFLINE := dist/landbase-windows
release: docs .venv/.tests
	rm -rf dist
	$(PIP) build
	$(BIN)/python -m build --outdir dist
	$(BIN)/python tests/offline_wheels.py dist/landbase-*.whl $(OFFLINE)/wheels
	printf '%s\r\n' '@py -3.13 -m venv landbase' \
	    '@landbase\Scripts\pip install --no-index --find-links wheels "landbase[report,fast,xls]"' \
	    > $(OFFLINE)/install.bat
	cd dist && $(abspath $(BIN))/python -m zipfile -c landbase-docs.zip ../docs/_build/html/
	cd dist && $(abspath $(BIN))/python -m zipfile -c landbase-windows.zip landbase-windows/
	$(BIN)/python qgis/make_plugin.py dist

qgis-plugin: .venv/.made
	$(BIN)/python qgis/make_plugin.py dist

qgis-test: .venv/.tests
	./tests/system_qgis.sh
	$(BIN)/python -m pytest -m qgis tests/test_qgis.py

# On another Python than that of .venv, where there is one, or on that of OTHER.
OTHER ?=
other-python: .venv/.installed
	./tests/other_python.sh $(OTHER)

lowest: .venv/.tests
	./tests/lowest.sh

installs: .venv/.tests
	$(BIN)/python tests/installs.py

FUZZ_MINUTES ?= 60
fuzz: .venv/.tests
	$(BIN)/python tests/hostile/fuzzing.py $(FUZZ_MINUTES) $$(date +%j%H%M)

# All that takes long: writers killed, several hands at once, edits, damaged copies and
# files changed at random for ATTACK_MINUTES, then every writer in every trouble. Says
# what was made and what was found.
ATTACK_MINUTES ?= 60
attack: .venv/.tests
	PYTHONPATH=tests $(BIN)/python tests/hostile/attack.py $(ATTACK_MINUTES) $$(date +%j%H%M)
	ATTACK_MINUTES=$(ATTACK_MINUTES) $(BIN)/python -m pytest tests/hostile/test_writers.py \
	    tests/hostile/test_store_damaged.py

# Node is needed only to change the scripts of map pages: what is built is committed.
js: node_modules/.installed
	npm run --silent build

# Outside CI, where Node is missing, it says so and goes on.
js-check:
	@if command -v npm >/dev/null; then \
	    $(MAKE) --no-print-directory node_modules/.installed && \
	    npm run --silent lint && npm run --silent test && npm run --silent check; \
	elif [ -n "$$CI" ]; then echo "npm is missing" >&2; exit 1; \
	else echo "Node is missing: the scripts of map pages are not checked"; fi

clean:
	rm -rf .venv dist landbase-demo node_modules .pytest_cache .mypy_cache .ruff_cache .hypothesis
	rm -rf docs/_build docs/api docs/gallery docs/notebooks
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# ---------------------------------------------------------------- set-up
# A stamp is older than pyproject.toml when the dependencies changed.

.venv/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "landbase needs Python 3.11 or newer; try make PYTHON=python3.12 ..." >&2; exit 1; }
	$(PYTHON) -m venv .venv || \
	    { echo "venv is missing; on Debian: apt install python3-venv" >&2; exit 1; }
	touch $@

.venv/.installed: .venv/.made pyproject.toml
	@echo "installing landbase into .venv ..."
	$(PIP) -e .
	touch $@

.venv/.demo: .venv/.installed
	$(PIP) -e ".[report]"
	touch $@

.venv/.tests: .venv/.installed
	$(PIP) -e ".[test]"
	touch $@

.venv/.docs: .venv/.installed
	$(PIP) -e ".[docs]"
	touch $@

.venv/.lint: .venv/.installed
	$(PIP) -e ".[lint]"
	touch $@

node_modules/.installed: package-lock.json .npmrc
	npm ci --silent
	touch $@
