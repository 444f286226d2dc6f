# make demo    try it on http://localhost:8000
# make test    every check and every test
# make quick   the part of it for daily work, under a minute
# make soak    properties and races, long        make bench   figures
# make format  tidy the code                     make lock    choose newer packages

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help install demo test quick lint soak bench format lock runtime-packages test-packages
MAKEFLAGS += --no-print-directory
unexport PYTHONDONTWRITEBYTECODE # reading the tests anew takes longer than running many of them

PYTHON ?= python3
RUN := .venv/bin/python
PIP := .venv/bin/pip --disable-pip-version-check --no-input --quiet
HERE := $(CURDIR)

# What WeasyPrint draws with, and what the tests drive.
RUNTIME_PACKAGES := python3-venv libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
TEST_PACKAGES := chromium postgresql poppler-utils

TYPED := $(wildcard meetings/document.py meetings/marks.py meetings/workdays.py \
  meetings/checks meetings/extract.py meetings/masking.py meetings/diff meetings/shorthand meetings/pasting.py \
  meetings/sentences.py meetings/file_kinds.py)

# Production as the checks see it: real values, none of them used anywhere.
PRODUCTION := SAMVERKAN_ENV=production \
  SECRET_KEY=Vb8-nQ2sXw7_tLp4Zr9yKd3HgC6mJf1Ea5UoTiWxYqNzRkB0vMe \
  DATABASE_URL=sqlite:///$(HERE)/var/check.sqlite3 STORAGE_DIR=$(HERE)/var/check \
  ALLOWED_HOSTS=samverkan.exempel.se BASE_URL=https://samverkan.exempel.se TRUSTED_PROXY=1 \
  AUTHORITY_NAME="Exempels kommun" EMAIL_URL=smtp+tls://post.exempel.se:587 \
  DEFAULT_FROM_EMAIL=samverkan@exempel.se

help:
	@sed -n 's/^# \(make\)/\1/p' Makefile

install: runtime-packages test-packages .venv/.dev

# --- What is missing -----------------------------------------------------------------------------

# apt does it as root or with sudo; otherwise one line says what to ask for.
define want-packages
	@command -v dpkg-query >/dev/null || { echo "Inte Debian: se själv till att $(1) finns."; exit 0; }; \
	missing=(); for package in $(1); do \
	  [ "$$(dpkg-query -W -f='$${db:Status-Status}' $$package 2>/dev/null)" = installed ] \
	    || missing+=($$package); done; \
	[ $${#missing[@]} -eq 0 ] && exit 0; \
	if [ "$$(id -u)" = 0 ]; then sudo=""; \
	elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then sudo="sudo"; \
	else echo "Be den som sköter datorn om: apt-get install $${missing[*]}"; exit 1; fi; \
	echo "Hämtar $${missing[*]} …"; \
	$$sudo apt-get update -qq; \
	$$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
	  "$${missing[@]}" </dev/null >/dev/null
endef

runtime-packages:
	$(call want-packages,$(RUNTIME_PACKAGES))

test-packages:
	$(call want-packages,$(TEST_PACKAGES))

.venv/bin/pip: | runtime-packages
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 eller senare behövs.")'
	@$(PYTHON) -m venv .venv

.venv/.runtime: runtime.lock | .venv/bin/pip
	@echo "Hämtar Pythonpaket …"
	@$(PIP) install --require-hashes -r runtime.lock
	@touch $@

.venv/.dev: dev.lock | .venv/bin/pip
	@echo "Hämtar Pythonpaket …"
	@$(PIP) install --require-hashes -r dev.lock
	@touch $@ .venv/.runtime

# --- Try it --------------------------------------------------------------------------------------

demo: export SAMVERKAN_ENV := demo
demo: runtime-packages .venv/.runtime staticfiles/staticfiles.json
	@exec $(RUN) -m samverkan.demo

staticfiles/staticfiles.json: $(shell find static -type f) .venv/.runtime
	@SAMVERKAN_ENV=demo $(RUN) manage.py collectstatic --noinput --clear --verbosity 0
	@touch $@

# --- Test it -------------------------------------------------------------------------------------

test soak bench quick lint: export SAMVERKAN_ENV := test
EVERYDAY := not (browser or soak or bench)

test: install lint
	@rm -rf var/test # the migrated database, which is made anew
	@echo "— Tester på SQLite"
	@$(RUN) -m pytest -q -n auto -m "$(EVERYDAY)"
	@echo "— Tester på PostgreSQL"
	@$(RUN) -m tests.postgres pytest -q -n auto -m "$(EVERYDAY)"
	@echo "— Chromium på SQLite"
	@$(RUN) -m pytest -q -n auto -m "browser and not (soak or bench)"
	@echo "— Hela tråden i Chromium på PostgreSQL"
	@$(RUN) -m tests.postgres pytest -q -n auto -m "browser and thread"

# The checks know nothing of each other, so they share the cores.
CHECKS := $(addprefix lint-,rooms types templates migrations production)
.PHONY: $(CHECKS)
lint:
	@echo "— Kod, rum, typer, mallar, migreringar och produktionsinställningar"
	@$(RUN) -m ruff check --quiet .
	@$(RUN) -m ruff format --check --quiet .
	@$(MAKE) --jobs --output-sync=target $(CHECKS)

lint-rooms:
	@.venv/bin/lint-imports --no-logo
lint-types:
	@$(RUN) -m mypy --strict $(TYPED)
lint-templates:
	@$(RUN) -m djlint templates --lint --quiet
lint-migrations:
	@$(RUN) manage.py makemigrations --check --dry-run
lint-production:
	@$(PRODUCTION) $(RUN) manage.py check --deploy --fail-level WARNING

quick: .venv/.dev lint
	@$(RUN) -m pytest -q -n auto -m "$(EVERYDAY) and not slow" --hypothesis-profile quick

soak: install
	@$(RUN) -m pytest -q -n auto -m "soak or hypothesis" --hypothesis-profile soak
	@$(RUN) -m tests.postgres pytest -q -n auto -m soak

bench: install
	@$(RUN) -m pytest -q -s -m bench
	@echo "— I rummet, på PostgreSQL"
	@$(RUN) -m tests.postgres pytest -q -s -m bench tests/bench/test_room.py

# --- Tidy ----------------------------------------------------------------------------------------

format: .venv/.dev
	@$(RUN) -m ruff check --fix --quiet .
	@$(RUN) -m ruff format --quiet .

# uv only chooses the versions; installing needs nothing but pip.
LOCK = var/lock/bin/uv pip compile --quiet --upgrade --generate-hashes --python-version 3.11 \
  --custom-compile-command "make lock" pyproject.toml
lock:
	@[ -x var/lock/bin/uv ] || { $(PYTHON) -m venv var/lock && var/lock/bin/pip install -q uv; }
	@$(LOCK) --output-file runtime.lock >/dev/null
	@$(LOCK) --extra dev --constraint runtime.lock --output-file dev.lock >/dev/null
