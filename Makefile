# Everything is done from here: `make help` lists the targets.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/sh

PYTHON ?= $(shell command -v python3.11 || command -v python3 || command -v python)
BIN := .venv/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
RUN := $(BIN)/python -m
GERMAN := trainingtracker/translations/de/LC_MESSAGES/messages
WORKERS ?= auto

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYTHONUTF8 := 1
# What Python has compiled is kept, whatever the shell says: the tests start dozens of programs.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run install test suite check lint bench fmt translations docs screenshots dist lock browser office clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/\1|\2/p' $(MAKEFILE_LIST) | \
		while IFS='|' read -r name text; do printf '  make %-14s %s\n' "$$name" "$$text"; done

run: install ## start on http://127.0.0.1:8000 (PORT=8001 for another port), with a demo if empty
	@exec $(BIN)/trainingtracker run --demo

install: .venv/package $(GERMAN).mo ## set up .venv with the locked requirements, compile the translations

test: .venv/dev-requirements install ## run all checks and tests, on SQLite and PostgreSQL, in Chromium and LibreOffice
	@$(MAKE) --no-print-directory --jobs=2 lint suite

suite: .venv/dev-requirements install browser office ## run the tests without the checks of style, types and layers
	$(RUN) pytest --database both -n $(WORKERS) -q

check: .venv/dev-requirements install ## run the tests on SQLite only, without browser and LibreOffice: quick
	$(RUN) pytest --database sqlite -n $(WORKERS) -q --ignore tests/journeys \
		--ignore tests/office

lint: .venv/dev-requirements install ## check style, types, layers and translations
	$(RUN) ruff check .
	$(RUN) ruff format --check .
	$(RUN) mypy
	$(BIN)/lint-imports
	$(RUN) tests.support.translations --check

bench: install ## measure the large things beside their bare limits (ONLY=page_people for one)
	$(RUN) benchmarks $(if $(ONLY),--only $(ONLY))

fmt: .venv/dev-requirements ## format the code
	$(RUN) ruff check --fix .
	$(RUN) ruff format .

translations: .venv/dev-requirements install ## bring the German catalogue up to date with the texts in the code
	$(RUN) tests.support.translations

docs: .venv/dev-requirements install ## bring the tables in README.md and docs/ up to date with the code
	$(RUN) tests.support.documents

screenshots: .venv/dev-requirements install browser ## take the pictures of README.md from the example city, in Chromium
	$(RUN) tests.support.screenshots

dist: install ## build the wheel and the source distribution into dist/
	rm -rf dist
	$(RUN) hatchling build --directory dist

browser: .venv/dev-requirements ## see that there is a Chromium for the journeys, or install one
	$(RUN) tests.support.browser

office: .venv/dev-requirements ## see that there is a LibreOffice for the tests of workbooks, or install one
	$(RUN) tests.support.office

lock: .venv/pyvenv.cfg ## compile requirements/*.txt from pyproject.toml, with hashes
	@$(RUN) pip --quiet install --target build/uv uv
	PYTHONPATH=build/uv $(RUN) uv pip compile --universal --python-version 3.11 --generate-hashes \
		--no-header --no-annotate --quiet --extra build --output-file requirements/run.txt pyproject.toml
	PYTHONPATH=build/uv $(RUN) uv pip compile --universal --python-version 3.11 --generate-hashes \
		--no-header --no-annotate --quiet --extra build --extra dev \
		--constraint requirements/run.txt --output-file requirements/dev.txt pyproject.toml

clean: ## remove what can be made again: .venv, build, caches (the instance folder stays)
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

# The stamps: each is made again when what it is made from has changed.

.venv/pyvenv.cfg:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; name it with PYTHON=..." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "$(PYTHON) is too old: Python 3.11 or newer is needed; name it with PYTHON=..." >&2; exit 1; }
	$(PYTHON) -m venv .venv

.venv/run-requirements: requirements/run.txt .venv/pyvenv.cfg
	$(RUN) pip install --quiet --require-hashes -r requirements/run.txt
	@touch $@

# They include those for running: where both are wanted, one visit is enough.
.venv/dev-requirements: requirements/dev.txt requirements/run.txt .venv/pyvenv.cfg
	$(RUN) pip install --quiet --require-hashes -r requirements/dev.txt
	@touch .venv/run-requirements $@

.venv/package: pyproject.toml .venv/run-requirements
	$(RUN) pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(GERMAN).mo: $(GERMAN).po .venv/run-requirements
	$(RUN) babel.messages.frontend compile --directory trainingtracker/translations
