# Two commands matter: `make run` and `make test`. Both prepare what they need from a fresh clone with Python 3.11 or
# newer (with venv), make and git, and nothing else; both can be repeated and interrupted.

PYTHON ?= python3
PORT ?= 8000
FILES ?= vignettes/*.toml

IN_VENV := .venv/bin/python
MANAGE := $(IN_VENV) manage.py

.DEFAULT_GOAL := help
.PHONY: help run test test-fast play bench screenshots docs fmt locks clean

help: ## say what there is
	@sed -n 's/^\([a-z-]*\):.*## /make \1\t/p' Makefile | expand -t 20

run: ## serve the site with an invented month of the service: make run PORT=8000
	@$(PYTHON) -m setup.prepare run
	@VAERN_DEMO=1 $(MANAGE) prepare_demo
	@VAERN_DEMO=1 $(MANAGE) collectstatic --no-input --verbosity 0
	@VAERN_DEMO=1 $(MANAGE) serve --port $(PORT)

test: ## check everything: style, rooms, types, docs, SQLite, browser, PostgreSQL
	@$(PYTHON) -m setup.prepare test
	@$(IN_VENV) -m setup.check

test-fast: ## the part for every few minutes: no browser, no PostgreSQL, no slow tests
	@$(PYTHON) -m setup.prepare unit
	@$(IN_VENV) -m setup.check --fast

play: ## play vignettes: make play FILES="one.toml two.toml"
	@$(PYTHON) -m setup.prepare run
	@$(MANAGE) play $(FILES)

bench: ## measure the rows of the benchmark and write build/bench.json
	@$(PYTHON) -m setup.prepare run
	@$(MANAGE) bench

screenshots: ## make the pictures in docs/screenshots/
	@$(PYTHON) -m setup.prepare test
	@$(IN_VENV) -m tests.browser.screenshots

docs: ## write the generated pages of docs/ anew
	@$(PYTHON) -m setup.prepare run
	@$(MANAGE) generate_docs

fmt: ## put imports and layout in order
	@$(PYTHON) -m setup.prepare unit
	@$(IN_VENV) -m ruff check --fix-only --quiet .
	@$(IN_VENV) -m ruff format .

locks: ## choose versions anew within requirements/*.in and package.json
	@$(PYTHON) -m setup.locks

clean: ## throw away everything that was prepared, but not the databases in var/
	rm -rf .venv build node_modules
