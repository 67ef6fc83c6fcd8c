# What a newcomer runs. Each target sets up what it needs in .venv, once; the second time it starts at once
# and asks nothing of the network.

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin

# A stamp carries the hash of the files that decide what is installed: a changed file is a new stamp.
hash     = $(shell cat $(1) 2>/dev/null | sha256sum | cut -c1-12)
CREATED := $(VENV)/.created
RUNTIME := $(VENV)/.runtime-$(call hash,pyproject.toml constraints.txt)
DEVELOP := $(VENV)/.develop-$(call hash,pyproject.toml constraints.txt)
ASSETS  := $(VENV)/.assets-$(call hash,package.json package-lock.json src/alliance_site/assets.py)

# Node comes as a Python package where the machine has none.
NODE    := $(if $(shell command -v npm),,--group assets)
PIP     := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: help demo test check docs bench clean

help:
	@echo "make demo    a fictional alliance, its data and its site, in your browser"
	@echo "make test    every test that this machine can run"
	@echo "make check   style, types, the layers of the house, documentation"
	@echo "make docs    the reference pages, written into docs/reference"
	@echo "make bench   speed and memory, side by side"
	@echo "make clean   remove everything that these made"

demo: $(RUNTIME) $(ASSETS)
	@$(BIN)/alliance demo $(ARGS)

test: $(DEVELOP) $(ASSETS)
	@outcome=0; \
	$(BIN)/python -m tests.private_postgres $(BIN)/python -m pytest tests/site -q -n 2 \
	  --ignore tests/site/leaks $(ARGS) || outcome=1; \
	$(BIN)/python -m pytest -n 2 $(COVER) $(ARGS) || outcome=1; \
	exit $$outcome

check: $(DEVELOP)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m pytest tests/architecture tests/docs -q -n 2

docs: $(RUNTIME)
	@$(BIN)/python docs/write_reference.py

bench: $(DEVELOP)
	@$(BIN)/python -m benchmarks $(ARGS)

clean:
	rm -rf $(VENV) node_modules src/alliance_site/static/vendor src/alliance_site/staticfiles
	rm -rf .demo .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage htmlcov
	rm -f docs/reference/commands.md docs/reference/measures.md docs/reference/sources.md

$(CREATED):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or later is needed: this is $$($(PYTHON) --version). Name one with make PYTHON=..."; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || \
	  { echo "Python cannot make environments here. On Debian: apt-get install python3-venv"; exit 1; }
	@echo "Setting up $(VENV): a few minutes, once."
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) pip
	@touch $@

$(RUNTIME): | $(CREATED)
	@$(PIP) --group build
	@$(PIP) --no-build-isolation --editable '.[site]' $(NODE)
	@rm -f $(VENV)/.runtime-* && touch $@

$(DEVELOP): | $(RUNTIME)
	@$(PIP) --group dev
	@rm -f $(VENV)/.develop-* && touch $@

$(ASSETS): | $(RUNTIME)
	@$(BIN)/python -m alliance_site.assets
	@rm -f $(VENV)/.assets-* && touch $@
