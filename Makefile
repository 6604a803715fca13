# Every command of the portal. Needs Python 3.11 or newer (with venv) and make; `make help` lists them.
PYTHON ?= $(firstword $(foreach p,python3 python3.14 python3.13 python3.12 python3.11,$(shell $(p) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(p))))
PORT ?= 8000
# Python keeps what it has compiled, even where the surroundings say otherwise: every start is the quicker for it.
export PYTHONDONTWRITEBYTECODE :=
BIN := .venv/bin
MANAGE := DEBUG=1 $(BIN)/python manage.py
# An environment is up to date when the stamp of its lock is there.
stamp = .venv/lock-$(1)-$(shell cksum < requirements/$(1).txt | cut -d' ' -f1)
BASE := $(call stamp,base)
TEST := $(call stamp,test)
DEV := $(call stamp,dev)
NEXT := $(subst .venv,.venv-next,$(call stamp,next))
BENCH := $(subst .venv,.venv-bench,$(call stamp,bench))
lock-name = $(firstword $(subst -, ,$*))
# The newest Python for the Django that comes next: on the path, or one of pyenv's.
PYENV ?= $(HOME)/.pyenv
NEXT_PYTHONS := $(foreach v,3.14 3.13 3.12,python$(v) $(wildcard $(PYENV)/versions/$(v).*/bin/python)) python3
NEXT_PYTHON = $(firstword $(foreach p,$(NEXT_PYTHONS),$(shell $(p) -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 12))' 2>/dev/null && echo $(p))))
# As many processes as there are cores, each with a database of its own. Tests are handed out in their order, in which those
# that stand on the published data come last: whoever took from the end of the others would meet them too early.
RUN_PYTEST := pytest -p no:cacheprovider --numprocesses=auto --no-migrations
# An empty DATABASE_URL is none: the tests choose their own database. Tables come straight from the models, which is
# quicker; one test shows that migrating leads to the same.
PYTEST := DATABASE_URL= $(BIN)/$(RUN_PYTEST)
# Browser tests and races wait half of the time, for a browser or for each other: they are run by one process more.
CORES := $(shell nproc 2>/dev/null || getconf _NPROCESSORS_ONLN)
WAITING := --numprocesses=$(shell expr $(CORES) + 1)
WITH_POSTGRES := $(BIN)/python tests/with_postgres.py $(BIN)/
CHANGES := tests/pairs/pairs/test_random_endings.py tests/pairs/directory/merging/test_random_merges.py
LONG := tests/activities/activities/test_workflow.py tests/oversight/bulletins/test_number_phrases.py tests/pairs/directory/merging/test_random_merges.py
API := tests/public/api/test_schemathesis.py tests/public/changes/test_random_histories.py
UNDO := tests/pairs/test_random_undoing.py
ROBOTS := tests/oversight/robots/test_random_days.py
ANSWERS := tests/races/test_histories.py tests/public/test_kept_parts.py
BACKUP := tests/core/backup tests/pairing_portal/test_upgrade.py
DEPLOY := tests/pairing_portal/test_containers.py tests/pairing_portal/test_bundle.py tests/pairing_portal/test_live_upgrade.py
KILLS := tests/races/test_kills.py tests/races/test_writers.py
# The races that have no part of the soak to themselves.
OTHER_RACES := $(patsubst %,--ignore=%,$(ANSWERS) $(KILLS) tests/races/test_backups.py)
# Where every statement has to be reached: what reads lists, who may do what, what leads from state to state, what is
# added up, and what the public is told.
REACHED := pairs/reader/*,accounts/permissions.py,accounts/backends.py,core/access.py,core/workflow.py,core/versioning.py
REACHED := $(REACHED),*/workflow.py,*/workflow/*.py,*_workflow.py,activities/activities/proposals.py
REACHED := $(REACHED),*/totals.py,activities/activities/public.py,*/public_figures.py,*/suppression.py,*/projection.py

.PHONY: help run demo test unit test-next unit-next postgres browser lint house format coverage mutants bundle sbom audit lock bench bench-scale soak soak-life soak-robots soak-answers soak-backup soak-api soak-changes soak-races soak-pages soak-demo soak-days soak-undo soak-hidden soak-letters soak-kills soak-fuzz soak-deploy messages
.DEFAULT_GOAL := help

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /make \1\t/p' $(MAKEFILE_LIST) | expand -t 16

run: $(BASE) ## everything from a bare checkout to a portal with its real data (PORT=8000)
	@$(MANAGE) serve $(PORT)

demo: $(BASE) ## a running action that is made up, in a database of its own (PORT=8000; AGAIN=1 makes it anew)
	@DEMO=1 DATABASE_URL= MEDIA_ROOT= $(MANAGE) serve $(PORT) $(if $(AGAIN),--again)

test: $(TEST) ## all tests: on SQLite, on a throw-away PostgreSQL, and in a real browser
	@tests/prepare
	@$(MAKE) --no-print-directory unit postgres browser

unit: $(TEST) ## the tests on SQLite only
	$(PYTEST) --ignore=tests/e2e --ignore=tests/races
	$(PYTEST) $(WAITING) tests/races

postgres: $(TEST) ## the tests that touch a table, on a throw-away PostgreSQL
	$(WITH_POSTGRES)$(RUN_PYTEST) --ignore=tests/e2e

browser: $(TEST) ## the browser tests only
	$(PYTEST) $(WAITING) tests/e2e

lint: $(DEV) house ## style of code and templates, names and circles, and no model without its migration
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --quiet --lint templates
	$(MANAGE) makemigrations --check --dry-run

house: $(DEV) ## lines, files, circles of imports and names that the next engineer would stumble over
	@$(BIN)/python tests/lint_house.py

format: $(DEV) ## put Python into shape; what a person must decide, lint says
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bundle: $(TEST) ## all that a closed network needs, in one file: build/pairing-portal-VERSION.tar (needs an index of packages)
	@$(BIN)/python deploy/make_bundle.py

sbom: $(TEST) ## the list of parts that production installs, in the form of CycloneDX: build/sbom.json
	@$(BIN)/python deploy/make_bundle.py --parts-only

audit: $(DEV) ## what is known against the packages of production, where an index of advisories answers
	@$(BIN)/python deploy/audit.py requirements/production.txt

coverage: $(DEV) ## which lines the tests on SQLite reach: at least 95 % of all, and every one where it matters most
	@mkdir -p build
	$(PYTEST) --ignore=tests/e2e --ignore=tests/races --cov --cov-report=term
	$(BIN)/coverage report --include='$(REACHED)' --fail-under=100

mutants: $(TEST) ## portals from which one check each is taken out, and which some test has to notice (ONLY="part of a name")
	$(BIN)/python -m tests.mutants $(if $(ONLY),"$(ONLY)")

bench: $(TEST) $(BENCH) ## each benchmark on SQLite, then on a throw-away PostgreSQL (all but the large one)
	@set -e; for script in $(filter-out benchmarks/scale.py,$(wildcard benchmarks/[!_]*.py)); do echo "== $$script (SQLite)"; $(BIN)/python $$script; \
	echo "== $$script (PostgreSQL)"; $(WITH_POSTGRES)python $$script; done

bench-scale: $(TEST) ## how pages grow up to 100,000 pairs and a million activities, on both databases (a quarter of an hour)
	$(BIN)/python benchmarks/scale.py
	$(WITH_POSTGRES)python benchmarks/scale.py

# Each part of the soak can be started alone.
soak: soak-life soak-robots soak-answers soak-backup soak-api soak-changes soak-undo soak-races soak-pages soak-demo soak-days soak-hidden soak-letters soak-kills soak-fuzz soak-deploy mutants coverage ## long runs: all of the following

soak-life: $(TEST) ## the life of an activity and the wordings, long and by chance, on both databases
	SOAK=1 $(PYTEST) $(LONG)
	SOAK=1 $(WITH_POSTGRES)$(RUN_PYTEST) $(LONG)

soak-robots: $(TEST) ## 10,000 days of group robots whose services fail by chance
	SOAK=1 $(PYTEST) $(ROBOTS)

soak-answers: $(TEST) ## public answers while four processes write and read by chance, on both databases
	SOAK=1 $(PYTEST) $(ANSWERS) -k 'every_answer or any_change'
	SOAK=1 $(WITH_POSTGRES)$(RUN_PYTEST) $(ANSWERS) -k 'every_answer or any_change'

soak-backup: $(TEST) ## 40 backups under full load on each database, and one of long ago that is brought forward
	SOAK=1 $(PYTEST) tests/races/test_backups.py
	SOAK=1 $(PYTEST) $(BACKUP)
	SOAK=1 $(WITH_POSTGRES)$(RUN_PYTEST) tests/races/test_backups.py $(BACKUP)

soak-api: $(TEST) ## the API asked for whatever its schema lets, and copies that follow its changes, on both databases
	SOAK=1 $(PYTEST) $(API)
	SOAK=1 $(WITH_POSTGRES)$(RUN_PYTEST) $(API)

soak-changes: $(TEST) ## replaced supporters, pairs that end early, merges and undoing, long and by chance, on both databases
	SOAK=1 $(PYTEST) $(CHANGES)
	SOAK=1 $(WITH_POSTGRES)$(RUN_PYTEST) $(CHANGES)

soak-races: $(TEST) ## people at the same time, again and again, on both databases
	SOAK=1 $(PYTEST) tests/races $(OTHER_RACES)
	SOAK=1 $(WITH_POSTGRES)$(RUN_PYTEST) tests/races $(OTHER_RACES)

soak-undo: $(TEST) ## random acts undone again, on both databases
	SOAK=1 $(PYTEST) $(UNDO)
	SOAK=1 $(WITH_POSTGRES)$(RUN_PYTEST) $(UNDO)

soak-kills: $(TEST) ## seven acts killed forty times each, and many writers at once, on both databases
	SOAK=1 $(PYTEST) $(KILLS) -rP
	SOAK=1 $(WITH_POSTGRES)$(RUN_PYTEST) $(KILLS) -rP

soak-pages: $(TEST) ## every page looked at for barriers on both screens, and every listed page opened
	SOAK=1 $(PYTEST) tests/e2e
	SOAK=1 $(PYTEST) tests/public/test_sitemap.py tests/truth/test_as_before.py

soak-demo: $(TEST) ## the demonstration on 400 days, one after the other
	SOAK=1 $(PYTEST) tests/demo/test_demo.py

soak-hidden: $(TEST) ## figures of 20,000 made-up universities, of which no hidden number may be computed (half an hour)
	SOAK=1 $(PYTEST) tests/activities/employment/test_suppression.py

soak-deploy: $(TEST) ## the image's steps, the whole bundle installed with the network off, an upgrade from the version before
	SOAK=1 $(PYTEST) -n 0 -s $(DEPLOY)
	SOAK=1 $(WITH_POSTGRES)$(RUN_PYTEST) -n 0 -s tests/pairing_portal/test_live_upgrade.py

soak-letters: $(TEST) ## 10,000 person-days of daily letters with a sender that is killed by chance
	SOAK=1 $(PYTEST) tests/oversight/notices/test_simulation.py

soak-fuzz: $(TEST) ## 20,000 requests gone wrong to each database (FUZZ=4711 sends one alone)
	SOAK=1 $(PYTEST) tests/pairing_portal/test_fuzz.py
	SOAK=1 $(WITH_POSTGRES)$(RUN_PYTEST) tests/pairing_portal/test_fuzz.py

soak-days: $(TEST) ## the tests on SQLite as if it were another day (ON_DAYS="2028-02-29T00:20 …" for days of your own)
	$(BIN)/python tests/on_days.py env $(PYTEST) --ignore=tests/e2e --ignore=tests/races

messages: $(DEV) ## collect what needs translating (needs gettext), and compile what is translated
	$(MANAGE) makemessages --locale zh_Hans --extension html,txt,md,py --no-location --no-wrap --ignore .venv --ignore tests
	for folder in locale stock_messages; do $(BIN)/pybabel compile --directory pairing_portal/$$folder --domain django --statistics; done

# uv writes locks for every platform and Python at once; plain pip installs from them.
LOCK := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links pyproject.toml
LOCK_NEXT := $(LOCK) --python-version 3.12 --override requirements/next.in
test-next: ## the tests on SQLite with the Django that comes next (requirements/next.txt; needs Python 3.12 or newer)
	@$(if $(NEXT_PYTHON),$(MAKE) --no-print-directory unit-next NEXT_PYTHON=$(NEXT_PYTHON),echo "The tests with the next Django were not run: no Python 3.12 or newer was found.")

unit-next: $(NEXT)
	DATABASE_URL= .venv-next/bin/$(RUN_PYTEST) --ignore=tests/e2e --ignore=tests/races

lock: $(DEV) ## fix the versions and hashes of all packages
	$(LOCK) --output-file requirements/base.txt
	$(LOCK) --constraint requirements/base.txt --extra test --output-file requirements/test.txt
	$(LOCK) --constraint requirements/test.txt --extra test --extra dev --output-file requirements/dev.txt
	$(LOCK) --constraint requirements/base.txt --extra production --output-file requirements/production.txt
	$(LOCK) --constraint requirements/test.txt --extra test --extra bench --output-file requirements/bench.txt
	$(LOCK_NEXT) --extra test --output-file requirements/next.txt

$(BIN)/pip:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed (on Debian and Ubuntu: apt-get install python3 python3-venv)."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv is missing (on Debian and Ubuntu: apt-get install python3-venv)."; exit 1; }
	@$(PYTHON) -m venv .venv

# A lock is complete, so pip has nothing to work out (--no-deps); Python compiles what it imports (--no-compile).
.venv/lock-%: | $(BIN)/pip
	@echo "Installing requirements/$(lock-name).txt"
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-compile --require-hashes -r requirements/$(lock-name).txt
	@rm -f .venv/lock-$(lock-name)-* && touch $@

.venv-bench/lock-%: | $(BIN)/pip
	@echo "Installing requirements/bench.txt, for Datasette"
	@rm -rf .venv-bench && $(BIN)/python -m venv .venv-bench
	@.venv-bench/bin/pip install --quiet --disable-pip-version-check --no-deps --no-compile --require-hashes -r requirements/bench.txt
	@touch $@

.venv-next/lock-%:
	@echo "Installing requirements/next.txt for $(NEXT_PYTHON)"
	@rm -rf .venv-next && $(NEXT_PYTHON) -m venv .venv-next
	@.venv-next/bin/pip install --quiet --disable-pip-version-check --no-deps --no-compile --require-hashes -r requirements/next.txt
	@touch $@
