# Each target does the set-up that it needs; a fresh machine needs python3 (3.11 or newer, with venv) and make.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: setup chat test lint bench

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

bench: .venv/.setup-dev
	$(BIN)/python -m benchmarks

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/.setup: .venv/bin/python requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	touch $@

.venv/.setup-dev: .venv/bin/python requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@ .venv/.setup
