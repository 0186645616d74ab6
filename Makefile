# `make run` opens the chat on the demo articles, `make test` passes every test; both do all the set-up first, and pick up where they were stopped.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STORE  := data/store
DONE   := $(VENV)/.done
# A Python with what shared/peers needs (its first lines say what); without it the peer is left out of `make bench`.
PEER   ?= $(BIN)/python

.PHONY: run test check lint bench setup models browser constraints clean

run: setup
	@echo "==> 4/4 Opening the chat on the demo articles"
	@$(BIN)/pramaan index data/articles --store $(STORE)
	@$(BIN)/pramaan serve --store $(STORE)

setup: $(DONE)/install models

$(DONE)/venv:
	@echo "==> 1/4 Python environment in $(VENV)"
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(0 if v >= (3, 11) else f"Python 3.11 or newer is needed; {sys.executable} is {v.major}.{v.minor}. Try: make run PYTHON=python3.12")'
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25"
	@mkdir -p $(DONE) && touch $@

$(DONE)/install: $(DONE)/venv pyproject.toml constraints.txt
	@echo "==> 2/4 Packages (about 2 GB on disk; llama.cpp is compiled once, which takes about 5 minutes, and its wheel is kept in pip's cache)"
	@$(BIN)/python -m pip install --disable-pip-version-check --progress-bar on --constraint constraints.txt torch==2.13.0
	@$(BIN)/python -m pip install --disable-pip-version-check --progress-bar on --constraint constraints.txt --editable .
	@touch $@

$(DONE)/dev: $(DONE)/install
	@echo "==> Packages for the tests"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable ".[dev]"
	@touch $@

models: $(DONE)/install
	@echo "==> 3/4 Models (2.4 GB, pulled once, every byte checked)"
	@$(BIN)/pramaan models pull

test: setup $(DONE)/dev browser
	$(BIN)/python -m pytest

browser:
	@sh tests/browser/install_chromium.sh

check: $(DONE)/dev
	$(BIN)/python -m pytest -m "not real and not browser and not slow" -n logical --maxprocesses 4 --hypothesis-profile check
	@$(MAKE) --no-print-directory lint

lint: $(DONE)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: setup $(DONE)/dev
	$(BIN)/python -m tests.bench.indexing --write
	$(BIN)/python -m tests.bench.many_files --write
	$(BIN)/python -m tests.bench.search_growth --write
	$(BIN)/python -m tests.bench.retrieval $(STORE)-bench --write
	$(BIN)/python -m tests.bench.reader --write
	$(BIN)/python -m tests.bench.reader_in_use --write
	$(BIN)/python -m tests.bench.answers --write --peer-python $(PEER)
	$(BIN)/python -m tests.bench.ablation --write --folder $(STORE)-bench/ablation
	$(BIN)/python -m tests.bench.printed --write

# Pin what is installed now, for everybody.
constraints: $(DONE)/dev
	@{ echo "# Exact versions that the tests passed with. Made by: make constraints"; \
	   $(BIN)/python -m pip freeze --exclude-editable | sed 's/+cpu$$//' | grep -v " @ "; } > constraints.new
	@mv constraints.new constraints.txt

clean:
	rm -rf $(VENV) $(STORE) $(STORE)-bench *.egg-info
