# `make` lists the commands. Each one makes ready what it needs, once.
#
#   PYTHON=python3.12   the interpreter that makes the environment (the newest suitable one found)
#   VENV=elsewhere      where the environment goes (.venv)
#   ARGS="..."          more options for the command that is run

VENV ?= .venv
export VENV PYTHON
# The processes that a command starts read the code as the first of them compiled it.
unexport PYTHONDONTWRITEBYTECODE
PY := $(VENV)/bin/python
ARGS ?=
PYTEST = $(if $(wildcard /dev/shm/.),PYTEST_DEBUG_TEMPROOT=/dev/shm) $(PY) -m pytest -n auto --dist loadfile --no-loadscope-reorder

.DEFAULT_GOAL := help
.PHONY: help run app test check bench mutants campaign browser docs articles format lock clean

help: ## list the commands
	@echo "netsoft: make COMMAND"
	@sed -n 's/^\([a-z]*\):.*## /  \1|/p' $(firstword $(MAKEFILE_LIST)) | while IFS='|' read -r name text; do \
	  printf '%-12s %s\n' "$$name" "$$text"; done

run: ## serve the application with demonstration data
	@scripts/environment run
	@PYTHONPATH=examples exec $(PY) -m reference_app serve --demo $(ARGS)

app: ## another command of the application: make app ARGS="reset-password ADDRESS"
	@scripts/environment run
	@PYTHONPATH=examples exec $(PY) -m reference_app $(or $(ARGS),--help)

# The library under coverage; then what adds nothing to it and would take twice as long under it, the application and
# the properties of article 8. In memory where there is such a place: what the tests write need not reach a disk.
UNCOVERED = tests/app $(wildcard tests/property/test_arrears_*.py)
test: ## run the whole suite (all but the browser tests), with the coverage of the library
	@scripts/environment test
ifeq ($(strip $(ARGS)),)
	@$(PYTEST) $(addprefix --ignore=,$(UNCOVERED)) --cov
	@$(PYTEST) $(UNCOVERED)
else
	@$(PYTEST) $(ARGS)
endif

check: ## style, types, import contract, documentation
	@scripts/environment quality
	$(PY) -m ruff check
	$(PY) -m ruff format --check
	$(PY) -m mypy
	$(VENV)/bin/lint-imports --no-cache
	$(PY) -m sphinx --fail-on-warning --keep-going --quiet --builder html docs docs/_build

docs: ## build the documentation into docs/_build
	@scripts/environment quality
	@$(PY) -m sphinx --fail-on-warning --keep-going --quiet --builder html docs docs/_build
	@echo "docs/_build/index.html"

articles: ## write docs/articles.md anew, from the table of clauses
	@scripts/environment test
	@$(PY) -c "from netsoft.articles import articles_page; print(articles_page(), end='')" >docs/articles.md

browser: ## run the tests that drive a real Chromium
	@scripts/environment browser
	@scripts/browser $(ARGS)

bench: ## measure, as ratios to baselines of the same run
	@scripts/environment test
	@PYTHONPATH=examples $(PY) -m tests.benchmarks $(ARGS)

campaign: ## run the properties with many more examples
	@scripts/environment test
	@$(PY) -m pytest --hypothesis-profile=campaign $(or $(ARGS),tests)

mutants: ## mutation score of money, days, billing and metering
	@VENV=$(VENV)-mutants scripts/environment mutants
	@scripts/mutants $(ARGS)

format: ## format the code and mend what ruff can mend
	@scripts/environment quality
	@$(PY) -m ruff check --fix
	@$(PY) -m ruff format

lock: ## write the pinned requirements anew (ARGS=--upgrade for newer versions)
	@scripts/environment lock
	@scripts/lock $(ARGS)

clean: ## remove the environment and all that was built
	@rm -rf $(VENV) $(VENV)-mutants build dist docs/_build mutants .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage .import_linter_cache
	@find src tests examples scripts docs -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
