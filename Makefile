# Each target does the set-up that it needs; a fresh machine needs python3 (3.11 or newer, with venv) and make.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --disable-pip-version-check --require-hashes --progress-bar on

.PHONY: setup chat test lint bench fuzz soak lock dist audit

setup: .venv/.setup

chat: setup
	$(BIN)/python -m bot web

test: .venv/.setup-dev
	$(BIN)/python -m pytest

lint: .venv/.setup-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry .

bench: .venv/.setup-dev
	$(BIN)/python -m benchmarks

# FUZZ_SECONDS says how long, 600 by default; python -m tests.fuzz --seed N tries the same inputs again.
fuzz: .venv/.setup-dev
	$(BIN)/python -m tests.fuzz

# SOAK_COUNT says how many requests each platform gets, 3,000 by default.
soak: .venv/.setup-dev
	$(BIN)/python -m tests.soak

# Wheel and source archive; the same commit gives the same bytes.
dist: .venv-build/.setup
	SOURCE_DATE_EPOCH=$${SOURCE_DATE_EPOCH:-$$(git log -1 --format=%ct)} .venv-build/bin/python -m hatchling build

# Known vulnerabilities of what is locked; needs the network.
audit: .venv-audit/.setup
	.venv-audit/bin/pip-audit --disable-pip --no-deps --progress-spinner off --requirement requirements-cluster.lock

# Needs uv (pip install uv). One lock serves every Python from 3.11 on and every system.
UV_LOCK := uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
	--no-emit-find-links --quiet
lock:
	$(UV_LOCK) --output-file requirements.lock pyproject.toml
	$(UV_LOCK) --all-extras --output-file requirements-dev.lock pyproject.toml
	$(UV_LOCK) --constraint requirements-dev.lock --extra mcp --extra slack --extra metrics --extra postgres \
		--output-file requirements-extras.lock pyproject.toml
	$(UV_LOCK) --constraint requirements-dev.lock --extra mcp --extra slack --extra metrics --extra postgres \
		--extra cluster --output-file requirements-cluster.lock pyproject.toml
	echo 'hatchling>=1.27' | $(UV_LOCK) --no-annotate --output-file requirements-build.lock -
	echo 'pip-audit>=2.9' | $(UV_LOCK) --no-annotate --output-file requirements-audit.lock -

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "cratebot needs Python 3.11 or newer. Name one: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 2; }
	$(PYTHON) -m venv .venv

.venv/.setup: .venv/bin/python requirements.lock
	@echo "Installing what cratebot needs into .venv: about 250 MB, a minute or two, once."
	$(PIP) -r requirements.lock
	touch $@

.venv/.setup-dev: .venv/bin/python requirements-dev.lock
	@echo "Installing what development needs into .venv: a few minutes, once."
	$(PIP) -r requirements-dev.lock
	touch $@ .venv/.setup

.venv-build/.setup .venv-audit/.setup: .venv-%/.setup: requirements-%.lock
	$(PYTHON) -m venv .venv-$*
	.venv-$*/bin/python -m pip install --disable-pip-version-check --quiet --require-hashes -r $<
	touch $@
