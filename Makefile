# The two commands are `make demo` and `make test`; each sets up all it needs.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN_READY := $(VENV)/.run-ready
DEV_READY := $(VENV)/.dev-ready

.PHONY: demo test check format lint types architecture bench lock clean

demo: $(RUN_READY)  ## a made-up province on an embedded PostgreSQL, served on http://127.0.0.1:8080
	$(BIN)/jejak demo

# Measuring doubles the time of a test over HTTP, and those are there for the paths, not for the lines.
test: $(DEV_READY)  ## all tests; coverage of what lies below the HTTP API
	$(BIN)/python -m pytest -n 2 --dist loadgroup --ignore=tests/api --cov --cov-report=term
	$(BIN)/python -m pytest -n 2 --dist loadgroup tests/api

check: format lint types architecture test  ## all that must hold before a commit

format: $(DEV_READY)
	$(BIN)/ruff format --check .

lint: $(DEV_READY)
	$(BIN)/ruff check .

types: $(DEV_READY)
	$(BIN)/mypy

architecture: $(DEV_READY)
	$(BIN)/lint-imports

bench: $(DEV_READY)  ## Jejak beside its peers, as ratios
	$(BIN)/python -m bench

lock:  ## pin the newest versions that fit pyproject.toml (needs uv)
	uv pip compile pyproject.toml --extra build --python-version 3.11 --universal --generate-hashes --no-header -o requirements.lock
	uv pip compile pyproject.toml --extra dev --python-version 3.11 --universal --generate-hashes --no-header -o requirements-dev.lock

clean:
	rm -rf $(VENV) .demo

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

# The locks name everything, so nothing is left to resolve: with --no-deps a newer release elsewhere changes nothing.
$(RUN_READY): requirements.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(DEV_READY): requirements-dev.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@
