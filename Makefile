# make serve | test | check | bench | soak | setup | lock | release. Needs Python >= 3.11 and make, nothing else.

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet
STAMPS := $(VENV)/.stamps

.DEFAULT_GOAL := serve
.PHONY: setup serve test check bench soak programs pictures lock release

# Each stamp is one level of installation; a re-run with nothing changed is instant.
# --no-compile: Python compiles what it imports, at the first import, and keeps it, whatever the
# environment says: compiling it all again triples the time of every start.
export PYTHONDONTWRITEBYTECODE :=

LOCK := lock/run.txt

$(STAMPS)/run: pyproject.toml $(LOCK)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 ou plus récent est nécessaire (PYTHON=… make $(MAKECMDGOALS))." >&2; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installation de ce qui sert à l'exécution…" >&2
	@$(PIP) --no-compile --require-hashes --only-binary :all: --requirement $(LOCK)
	@$(PIP) --no-compile --no-deps --no-build-isolation --editable .
	@$(BIN)/python -c 'import mutugraph.cli.main, mutugraph.web.server'
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/test: $(STAMPS)/run
	@echo "Installation de ce qui sert aux tests…" >&2
	@$(PIP) --editable '.[test,dev]'
	@touch $@

setup: $(STAMPS)/run

serve: setup
	@$(BIN)/mutugraph serve --port $(PORT)

# The real programs that the tests drive come from Debian: a browser (Chromium without its window; with it,
# it does as well and takes twice the processor), a SPARQL server, a SPARQL client, two reverse
# proxies, a spreadsheet program and a word processor (a library says that they are there).
# Where one cannot be had, its tests skip with the reason (and fail in CI).
OFFICE := /usr/lib/libreoffice/program
PROGRAMS := chromium-headless-shell:chromium-headless-shell virtuoso-t:virtuoso-opensource-7-bin \
	roqet:rasqal-utils nginx:nginx-light caddy:caddy \
	$(OFFICE)/libsclo.so:libreoffice-calc-nogui $(OFFICE)/libswlo.so:libreoffice-writer-nogui
COMUNICA := $(VENV)/comunica
UDATA := $(VENV)/udata
APT := DEBIAN_FRONTEND=noninteractive apt-get -qq
programs:
	@missing=; for pair in $(PROGRAMS); do \
		command -v $${pair%%:*} >/dev/null || test -e $${pair%%:*} || missing="$$missing $${pair##*:}"; done; \
	test -z "$$missing" || { \
		command -v apt-get >/dev/null && test "$$(id -u)" = 0 && \
		echo "Installation de$$missing…" >&2 && $(APT) update >/dev/null && \
		for package in $$missing; do \
			$(APT) install -y --no-install-recommends $$package >/dev/null 2>&1 || \
			echo "$$package n'a pas pu être installé : les tests qui n'ont que lui seront ignorés." >&2; done; \
	} || echo "Programmes absents :$$missing. Leurs tests seront ignorés." >&2
	@test -d $(COMUNICA)/node_modules || ! command -v npm >/dev/null || { \
		echo "Installation de Comunica…" >&2; mkdir -p $(COMUNICA) && \
		timeout 300 npm install --prefix $(COMUNICA) --no-save --no-audit --no-fund --silent \
			@comunica/query-sparql@4 >/dev/null 2>&1 || { rm -rf $(COMUNICA); \
		echo "Comunica n'a pas pu être installé : ses tests seront ignorés." >&2; }; }

	@test -x $(UDATA)/bin/python || { echo "Installation d'udata, le portail…" >&2; \
		$(PYTHON) -m venv $(UDATA) && timeout 600 $(UDATA)/bin/python -m pip install --quiet \
		--disable-pip-version-check udata==17.18.0 mongomock phonenumbers qrcode >/dev/null 2>&1 || { \
		rm -rf $(UDATA); echo "udata n'a pas pu être installé : son test sera ignoré." >&2; }; }

test: $(STAMPS)/test programs
	@$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile

pictures: $(STAMPS)/test programs
	@MUTUGRAPH_PICTURES=1 $(BIN)/python -m pytest -q tests/browser/test_guide.py tests/browser/test_screens.py

check: $(STAMPS)/test
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/mutugraph format --check
	@$(BIN)/python tests/mutation.py

bench: $(STAMPS)/test
	@$(PIP) --editable '.[bench]'
	@command -v wrk >/dev/null || $(APT) install -y wrk >/dev/null 2>&1 || \
		echo "wrk n'a pas pu être installé : les lignes HTTP diront qu'il manque." >&2
	@$(BIN)/python -m bench

soak: $(STAMPS)/test
	@$(BIN)/python -m bench.soak 600
	@MUTUGRAPH_EXAMPLES=1500 $(BIN)/python -m pytest -q --timeout 900 tests/web/protocol/test_hostile.py

# What is deployed, exact and with hashes, for every system: made again by hand, read, committed.
lock: $(STAMPS)/run
	@$(PYTHON) -m venv $(VENV)/uv && $(VENV)/uv/bin/python -m pip install --quiet 'uv>=0.13'
	@$(VENV)/uv/bin/uv --quiet pip compile --universal --generate-hashes --python-version 3.11 \
		--upgrade --custom-compile-command 'make lock' pyproject.toml lock/build.in --output-file $(LOCK)

# dist/: the wheel, what it needs with hashes, the bill of materials, the sums of all three.
release: $(STAMPS)/run
	@$(BIN)/python -m release
