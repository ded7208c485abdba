# `make run` serves the chat, `make test` checks everything; `make help` lists the rest.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help run index test lint types test-js unit test-web eval nightly bench bench-scale bench-beside bench-reading screenshots power ablation soak fuzz test-server test-ray test-crash test-conditions node-tests docs constraints clean

help: ## list these targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 18

run: $(VENV)/.installed ## make the environment, index corpus/, serve the chat on http://127.0.0.1:7860
	$(BIN)/assistant chat

index: $(VENV)/.installed ## build or update index/
	$(BIN)/assistant index

test: lint types test-js unit ## lint, types and tests: what must pass

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python tests/growth/lint.py

types: $(VENV)/.installed-dev
	$(BIN)/mypy

test-js: ## the page's scripts: their types and unit tests; needs node 20 or newer
	@if command -v node >/dev/null && command -v npm >/dev/null; then $(MAKE) --no-print-directory node-tests; \
	else echo "skipped: the page's scripts, whose types and tests need node and npm"; fi

node-tests:
	npm test --silent
	@if $(MAKE) --no-print-directory node_modules/.package-lock.json; then npm run --silent types; \
	else echo "skipped: the types of the page's scripts, which need a package of the npm registry"; fi

node_modules/.package-lock.json: package.json package-lock.json
	npm ci --no-audit --no-fund --loglevel=error
	touch $@

unit: $(VENV)/.installed-dev
	$(BIN)/python -m assistant.models.download
	-$(BIN)/assistant models fetch smollm2-135m  # without it, its tests are skipped
	$(BIN)/python -m pytest --ignore tests/web --ignore tests/cluster

test-ray: $(VENV)/.installed-ray ## reading and embedding on a Ray cluster of two nodes, some of which end (minutes)
	$(BIN)/python -m assistant.models.download
	$(BIN)/python -m pytest tests/cluster

test-web: $(VENV)/.installed-dev ## the page in a real browser, Chromium (minutes)
	-sh tests/web/install.sh  # without it, the tests are skipped
	$(BIN)/python -m assistant.models.download
	$(BIN)/python -m pytest tests/web

bench: $(VENV)/.installed-dev ## speed: indexing, answering, importing, cold start, memory (minutes)
	$(BIN)/python -m evals.speed
	$(BIN)/python -m evals.cold_start
	$(BIN)/python tests/web/timings.py

ARTICLES ?= covid-qa-dev.json
SIZES ?= 7 65 650
bench-scale: $(VENV)/.installed-dev ## how the index grows, up to 100,000 sentences (SIZES): made up, drawn in build/, then real ones of ARTICLES=FILE (minutes)
	mkdir -p build
	$(BIN)/python -m evals.scale --sizes $(SIZES) --picture build/scale.svg
	-$(BIN)/python -m evals.scale --articles $(ARTICLES) --sizes 490

# The libraries go into an environment of their own, which sees this one.
bench-beside: $(VENV)/.installed-dev ## the index beside llama-index with Chroma and txtai, up to 100,000 sentences, drawn in build/ (half an hour)
	mkdir -p build
	$(PYTHON) -m venv $(VENV)-beside
	$(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))' > $$(echo $(VENV)-beside/lib/python*/site-packages)/environment.pth
	$(VENV)-beside/bin/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt llama-index-vector-stores-chroma txtai
	$(VENV)-beside/bin/python -m evals.beside --picture build/beside.svg

bench-reading: $(VENV)/.installed-bench ## how well files are read: documents of known truth, other libraries beside (minutes)
	$(BIN)/python -m evals.reading

screenshots: $(VENV)/.installed-dev ## take the documentation's pictures of the page anew
	$(BIN)/python tests/web/screenshots.py

eval: $(VENV)/.installed ## score answers on the gold questions, compare with the baseline
	$(BIN)/assistant index
	$(BIN)/assistant eval --compare baseline
	$(BIN)/python -m evals.general

nightly: $(VENV)/.installed ## what a timer runs: index, score, compare, report, once a night
	$(BIN)/assistant nightly

power: $(VENV)/.installed ## by experiment, what the comparison with the baseline can detect (minutes)
	$(BIN)/assistant index
	$(BIN)/python -m evals.gate.power

ablation: $(VENV)/.installed ## what each signal and rule of answering is worth, on the data sets in DATA=FOLDER (an hour)
	$(BIN)/python -m evals.ablation $(DATA)

soak: $(VENV)/.installed-dev ## ask the page 10,000 questions, and a hundred at once: nothing may grow, mix or hang
	$(BIN)/python tests/ui/soak.py
	$(BIN)/python tests/ui/load.py

fuzz: $(VENV)/.installed-dev ## the property tests with examples that nobody has seen, hostile requests, how time grows (minutes)
	$(BIN)/python tests/growth/growth.py
	$(BIN)/python -m pytest -m hypothesis --hypothesis-profile=fuzz --hypothesis-show-statistics
	$(BIN)/python tests/ui/fuzz_requests.py

test-server: $(VENV)/.installed-dev ## stop and start a Chroma server that holds 20,000 vectors, look for losses (minutes)
	$(BIN)/python tests/indexing/server_restarts.py --vectors 20000

test-crash: $(VENV)/.installed-dev ## kill indexing 200 times, keeping conversations 100 times, look for losses (minutes)
	$(BIN)/python tests/indexing/crash.py --kills 200
	$(BIN)/python tests/history/crash.py --kills 100

test-conditions: $(VENV)/.installed-dev ## the unit tests as other machines run them: threads, order, user, no network
	$(BIN)/python -m assistant.models.download
	$(BIN)/python tests/conditions.py

docs: $(VENV)/.installed-docs ## build the documentation into site/; needs no network
	$(BIN)/python docs/build.py

constraints: ## pin anew what a fresh environment installs
	$(PYTHON) -m venv --clear $(VENV)-fresh
	$(VENV)-fresh/bin/python -m pip install --quiet torch==2.13.0
	$(VENV)-fresh/bin/python -m pip install --quiet -e '.[eval,dev,docs,bench,ocr,ray]'
	$(VENV)-fresh/bin/python -m pip freeze --exclude-editable | sed 's/+cpu$$//' > constraints.txt
	rm -rf $(VENV)-fresh

clean: ## remove the environment, the index and the built documentation
	rm -rf $(VENV) $(VENV)-beside $(VENV)-fresh build site index/generations index/vectors index/verified.json index/CURRENT index/writer.* index/unfinished.vectors

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and \
	  "Python 3.11 or newer is needed: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV)

# torch comes first and pinned: where pip finds a build for the CPU under that number it takes
# that one, and later steps keep it.
$(VENV)/.installed: $(VENV)/bin/python pyproject.toml constraints.txt
	$(PIP) --constraint constraints.txt torch
	$(PIP) --constraint constraints.txt --editable '.[eval]'
	touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(PIP) --constraint constraints.txt --editable '.[eval,dev]'
	touch $@

$(VENV)/.installed-bench: $(VENV)/.installed
	$(PIP) --constraint constraints.txt --editable '.[eval,bench]'
	touch $@

$(VENV)/.installed-ray: $(VENV)/.installed-dev
	$(PIP) --constraint constraints.txt --editable '.[eval,dev,ray]'
	touch $@

$(VENV)/.installed-docs: $(VENV)/.installed
	$(PIP) --constraint constraints.txt --editable '.[docs]'
	touch $@
