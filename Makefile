# make demo · make story · make test · make check · make whole · make pictures · make bench · make machine
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
WEB := sandbox/page/web
# Which engine tells what: another with each commit. `make test LOT=7` repeats one.
LOT ?= $(shell git rev-list --count HEAD 2>/dev/null || echo 0)
TESTS = $(RUN) -m pytest -q -n 3 --dist worksteal --ignore tests/browser
BROWSER = $(RUN) -m pytest -q -n 2 tests/browser

.PHONY: demo story test check whole lint check-page page pictures bench crashes machine clean

# A virtual environment from the hashed lock; made again when the lock changes.
$(VENV)/.ready: requirements-dev.lock
	$(PYTHON) -m venv $(VENV)
	$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-dev.lock
	touch $@

demo: $(VENV)/.ready
	$(RUN) -m demo

story: $(VENV)/.ready
	$(RUN) -m demo.story

# Every test, in one way each (docs/decisions/0022-every-test-in-one-way.md).
# A browser takes a whole processor: beside it, nobody's three seconds for an answer would be kept.
test: $(VENV)/.ready
	$(TESTS) --lot $(LOT)
	$(BROWSER)

check: lint test

# Every test in every way, and coverage with its gate: before a release.
whole: lint
	$(TESTS) --cov --cov-report=term:skip-covered
	$(BROWSER)

lint: $(VENV)/.ready check-page
	$(RUN) -m ruff format --check .
	$(RUN) -m ruff check .
	$(RUN) -m mypy
	$(VENV)/bin/lint-imports
	$(RUN) -m deptry .
	$(RUN) -m vulture

# The sandbox's page is written in TypeScript and shipped built; only who changes it needs Node.
$(WEB)/node_modules/.ready: $(WEB)/package-lock.json
	cd $(WEB) && npm ci --no-audit --no-fund --silent
	touch $@

page: $(WEB)/node_modules/.ready
	cd $(WEB) && npm run --silent build

check-page: $(WEB)/node_modules/.ready
	cd $(WEB) && npm run --silent check

# The documentation's pictures, from the running sandbox; needs Chromium.
pictures: $(VENV)/.ready
	$(RUN) -m demo.pictures

# Twenty deaths at each point, on both engines: some twenty minutes.
crashes: $(VENV)/.ready
	LIAISON_CRASHES=20 $(RUN) -m pytest -q -n 2 --timeout 1800 tests/crash

# People and the clock at random, four hundred times on each engine, and eleven planted faults: an hour or two. What came
# about how often is told at the end, where it is run beside others, too.
machine: $(VENV)/.ready
	LIAISON_MACHINE=400 $(RUN) -m pytest -q -rP -n 2 --timeout 7200 tests/machine

bench: $(VENV)/.ready
	$(RUN) -m benchmarks

clean:
	rm -rf $(VENV) $(WEB)/node_modules var
