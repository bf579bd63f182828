# Rowback: a few targets, each explained by `make help`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DEV_STAMP := $(VENV)/.installed-dev
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header

.DEFAULT_GOAL := help
.PHONY: help run test lint bench texts lock clean

help:  ## Say what each target does.
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(STAMP)  ## Install, load the sample story, serve the pages, print the address.
	@$(BIN)/rowback demo
	@$(BIN)/rowback serve

test: $(DEV_STAMP)  ## Run every test. Those that need ../shared or Chromium skip with a reason where it is absent.
	@$(BIN)/pytest -n auto

lint: $(DEV_STAMP)  ## Check style and types.
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

bench: $(DEV_STAMP)  ## Measure speed and quality, beside the alternatives, as ratios.
	@$(BIN)/python -m tests.bench

texts: $(DEV_STAMP)  ## Bring the catalogues of translated texts up to date with the program and its templates.
	@mkdir -p build
	@$(BIN)/pybabel --quiet extract -F pyproject.toml --project Rowback --no-wrap --sort-by-file --add-location=file \
	  --add-comments Translators: -o build/rowback.pot .
	@$(BIN)/pybabel --quiet update -i build/rowback.pot -D rowback -d web/locale --no-wrap --ignore-obsolete \
	  --no-fuzzy-matching --ignore-pot-creation-date

lock: $(DEV_STAMP)  ## Write the exact versions and hashes of all dependencies anew.
	@$(BIN)/pip install --quiet --disable-pip-version-check uv
	@$(COMPILE) --upgrade pyproject.toml -o requirements/run.txt
	@$(COMPILE) --upgrade --extra dev -c requirements/run.txt pyproject.toml -o requirements/dev.txt
	@$(COMPILE) --upgrade requirements/build.in -o requirements/build.txt

clean:  ## Remove the environment and all that was built; the record in the data folder stays.
	@rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Rowback needs Python 3.11 or newer: make PYTHON=python3.12 run"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { rm -rf $(VENV); echo "Python's venv module is missing. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }

# The packages come with hashes and as wheels only; Rowback itself is installed without the network, from this folder.
$(STAMP): requirements/run.txt requirements/build.txt pyproject.toml | $(VENV)/bin/python
	@echo "Installing into $(VENV) ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: \
	  -r requirements/build.txt -r requirements/run.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	@touch $@

$(DEV_STAMP): $(STAMP) requirements/dev.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements/dev.txt
	@touch $@
