.DEFAULT_GOAL := help
.PHONY: help run test test-all coverage check bench races kills attacks format licences sbom libreoffice pictures outputs wheels lock clean

BIN := .venv/bin
# One more than there are processors: a test that looks into a browser waits for it now and then.
WORKERS := $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)
# Extras stay in the lock because pip before 23.3 needs them there to check hashes.
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras \
	--no-emit-index-url --custom-compile-command 'make lock' $(LOCKARGS) pyproject.toml

# Percent of the lines and branches of app. Parts of the tests alone ran as many; all of them run more.
FLOOR := 84

help: ## list these targets
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 18

run: ## set up what is needed, then serve on this machine
	@.ci/setup
	@$(BIN)/cied serve

test: ## set up what is needed, then run the tests but the slow ones; says what the machine lacks
	@.ci/setup dev
	@$(BIN)/python -m tests.missing
	CIED_EXAMPLES=15 $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -m "not slow"
	@echo "Left out: the tests marked slow, and whether tests/core runs every line of the core; make test-all has both."

test-all: ## as make test, with the slow tests too: full-size prints, kills, races, attacks, fuzzing
	@.ci/setup dev
	@$(BIN)/python -m tests.missing
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal tests/core --cov=app/core --cov-fail-under=100
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal --ignore=tests/core

coverage: ## run the tests that are not slow, and list the lines of the product that none runs; takes long
	@.ci/setup dev
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -m "not slow" --cov=app --cov-fail-under=$(FLOOR)

check: ## format, lint, types, import contracts
	@.ci/setup dev
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/hadolint Dockerfile

bench: ## measure what has a goal beside its floor, and print one table; takes some minutes
	@.ci/setup dev
	@$(BIN)/python -m tests.bench

races: ## 10,000 saves by eight writers who race, on SQLite and PostgreSQL; takes some minutes
	@.ci/setup dev
	@$(BIN)/python -m tests.endurance.races

kills: ## kill the server 200 times while it saves, finishes, imports and upgrades; takes some minutes
	@.ci/setup dev
	@$(BIN)/python -m tests.endurance.kills

attacks: ## try again whatever was found to hurt: forged reports, hostile files, damage; ONLY=name for some
	@.ci/setup dev
	@$(BIN)/python -m tests.attacks $(ONLY)

format: ## lay the code out, and mend what ruff can mend
	@.ci/setup dev
	$(BIN)/ruff check --fix --exit-zero
	$(BIN)/ruff format

licences: ## the licence of every package that the product runs with; an error where one may not be
	@.ci/setup dev
	@$(BIN)/python -m tests.licences

sbom: ## write what the product is made of as CycloneDX, by default into sbom.cdx.json; TO=file
	@.ci/setup dev
	@$(BIN)/python -m tests.sbom $(or $(TO),sbom.cdx.json)

libreoffice: ## open and save a workbook with LibreOffice, and read it again
	@.ci/setup dev
	@command -v soffice >/dev/null || { echo "This needs LibreOffice: apt-get install --no-install-recommends libreoffice-calc"; exit 1; }
	$(BIN)/python -m pytest tests/workbook/with_libreoffice.py

pictures: ## make the pictures under docs/ from the running product
	@.ci/setup dev
	$(BIN)/python -m tests.pictures

outputs: ## write all that comes out for the demonstrations into a folder, to compare two states; TO=folder
	@.ci/setup dev
	$(BIN)/python -m tests.outputs $(TO)

wheels: ## fill the folder wheels/ with all that a machine without network needs to install this
	python3 -m pip wheel --quiet --disable-pip-version-check --require-hashes --wheel-dir wheels -r requirements.txt
	@echo "Copy this folder, wheels/ included, to the other machine and type make run there."

lock: ## pin what pyproject.toml asks for (needs uv); LOCKARGS=--upgrade takes newer versions
	$(LOCK) --group build --output-file requirements.txt
	$(LOCK) --group build --group dev --constraint requirements.txt --output-file requirements-dev.txt

clean: ## remove what setting up and testing left behind; assessments lie elsewhere and stay
	rm -rf .venv .coverage .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache *.egg-info
	find app tests -name __pycache__ -prune -exec rm -rf {} +
