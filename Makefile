# Everything a person or a machine does with the portal. `make run` first.
# PORT=8001 another port   DIZ_DATA=folder another data folder   ARGS="tests/projects -k site"

# The operating system's own first: it takes a tenth to a quarter less time than one compiled without profiles, as
# version managers do. One that cannot make an environment comes last, for the message to name it.
PYTHON ?= $(shell for able in ensurepip sys; do \
	for p in /usr/bin/python3.11 /usr/bin/python3.12 /usr/bin/python3.13 python3.11 python3.12 python3.13 python3; do \
	$$p -c "import $$able, sys; sys.exit(sys.version_info < (3, 11))" >/dev/null 2>&1 && { echo $$p; exit; }; \
	done; done)
VENV := .venv
PY := $(VENV)/bin/python
# One test process more than processors: while one waits for a portal to start, the others work.
JOBS ?= $(shell $(PYTHON) -c 'import os; print(min(4, (os.cpu_count() or 1) + 1))')
LINT_ENV := DIZ_DATA=$(CURDIR)/.build/lint DATABASE_URL= REDIS_URL=
# What production insists on, filled with values that are plainly nobody's.
PRODUCTION_ENV := DJANGO_SETTINGS_MODULE=diz_portal.settings.production \
	ALLOWED_HOSTS=portal.example PORTAL_URL=https://portal.example \
	DATABASE_URL=postgres://nobody@localhost/nothing REDIS_URL=redis://localhost \
	EMAIL_URL=smtp+tls://localhost DEFAULT_FROM_EMAIL=portal@portal.example DIZ_LIMITS=on

STATIC_SOURCES := $(shell find static scripts -type f 2>/dev/null)
# Every layer but views, the admin and migrations, which answer to Django's own shapes.
TYPED := $(shell find diz_portal partners projects seminars inclusion -name '*.py' 2>/dev/null | \
	grep -vE '/(migrations|views|admin|settings)/|(^|[/_])(views|admin|admin_(site|app|bids|claims|ledger))\.py$$')

.PHONY: help setup run test lint format lock lock-check bench faults mutants screenshots demo-reset released release deploy-check
.DELETE_ON_ERROR:

help:
	@echo "make run         the whole portal at http://127.0.0.1:8000 (PORT= to change)"
	@echo "make test        every test, the browser's included (ARGS= for pytest; \"-m 'not slow'\" hour to hour)"
	@echo "make lint        what the machine can judge about the code"
	@echo "make format      put the code into shape"
	@echo "make lock        lock the versions of libraries anew, with their hashes (ARGS=--upgrade)"
	@echo "make lock-check  whether the lock is whole for each Python (PYTHONS=)"
	@echo "make bench       measure, and write docs/performance.md (ARGS=tests/bench/bench_search.py some, ARGS=big a region)"
	@echo "make faults      kill, cut, refuse and press while 2,000 reminders go out, and count"
	@echo "make mutants     break rules, tables of moves and services on purpose (MOST= MINUTES= ONLY=, ARGS=--survivors or --rest)"
	@echo "make screenshots photograph the pages of docs/tour.md"
	@echo "make release     a release of the last commit in .build/release (KEY= the ssh key that signs it)"
	@echo "make deploy-check  install a release on 2 hosts as deploy/ has it, kill, update, roll back, count (root, nginx)"
	@echo "make demo-reset  empty the database and load the example partnership again"

setup: .build/collected.stamp

$(VENV)/installed: requirements.txt requirements-dev.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed: install it, or say where it is with PYTHON=." >&2; exit 1; }
	@$(PY) -c '' 2>/dev/null || $(PYTHON) -m venv --clear $(VENV) || \
		{ echo "$(PYTHON) has no venv module: install python3.11-venv, or set PYTHON=." >&2; exit 1; }
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes \
		-r requirements.txt -r requirements-dev.txt
	@touch $@

node_modules/.installed: package.json package-lock.json $(VENV)/installed
	scripts/with-node npm ci --no-audit --no-fund --no-update-notifier --loglevel=error
	@touch $@

.build/front.stamp: node_modules/.installed $(STATIC_SOURCES)
	@mkdir -p .build
	scripts/with-node npm run --silent --no-update-notifier build
	@$(PY) scripts/fonts.py
	@$(PY) scripts/icons.py
	@touch $@

.build/collected.stamp: .build/front.stamp
	@DJANGO_SETTINGS_MODULE=diz_portal.settings.dev DATABASE_URL= REDIS_URL= DIZ_DATA=$(CURDIR)/.build/setup \
		$(PY) manage.py collectstatic --noinput --verbosity=0
	@touch $@

run: setup
	@exec $(PY) -m diz_portal.supervisor

# Bytecode is kept, whatever a shell says: without, each process reads all tests anew, 12 s of work.
test: setup
	@scripts/ssh-keygen >/dev/null
	@chromium=$$(scripts/chromium) && CHROMIUM="$$chromium" PYTHONDONTWRITEBYTECODE= \
		exec $(PY) -m pytest -n $(JOBS) --dist=loadscope $(ARGS)

lint: setup
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/djlint --quiet --lint templates
	$(VENV)/bin/lint-imports --no-logo
	@$(PY) -m tests.wording.reading_age
	@echo "mypy on every layer but views, the admin and migrations"
	@$(LINT_ENV) $(VENV)/bin/mypy $(TYPED)
	$(LINT_ENV) $(PY) manage.py makemigrations --check --dry-run
	@echo "check --deploy on production settings"
	@$(PRODUCTION_ENV) SECRET_KEY=$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(60))') \
		SEALING_KEYS=$$($(PY) -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())') \
		DIZ_DATA=$(CURDIR)/.build/lint $(PY) manage.py check --deploy --fail-level WARNING

format: setup
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

# Public artifacts of every platform by their hashes; no address of whoever served them here.
LOCK := env -u PIP_INDEX_URL -u PIP_EXTRA_INDEX_URL PIP_CONFIG_FILE=/dev/null PIP_FIND_LINKS= $(VENV)/bin/pip-compile --quiet --generate-hashes \
	--strip-extras --allow-unsafe --no-header --no-emit-options --no-emit-index-url \
	--no-emit-trusted-host --no-emit-find-links $(ARGS)

lock: setup
	$(LOCK) --output-file requirements.txt requirements.in
	$(LOCK) --output-file requirements-dev.txt requirements-dev.in

# A Python that needs a package the others do not is told by its resolver: nothing is installed.
PYTHONS ?= python3.11 python3.12 python3.13
lock-check:
	@for python in $(PYTHONS); do \
		rm -rf .build/lock-check && $$python -m venv .build/lock-check || exit 1; \
		.build/lock-check/bin/python -m pip install --quiet --disable-pip-version-check --dry-run \
			--require-hashes -r requirements.txt -r requirements-dev.txt || exit 1; \
		echo "$$python: the lock is whole"; \
	done
	@rm -rf .build/lock-check

# ARGS may name some of them, as those of `make test` do; `big` is a whole region, by itself.
BIG := tests/bench/region
BENCHES = $(if $(filter big,$(ARGS)),$(BIG),$(or $(filter tests/%,$(ARGS)),tests/bench --ignore=$(BIG)))
bench: setup
	$(PY) -m pytest $(BENCHES) -q -s -p no:randomly -o python_files='bench_*.py' $(filter-out big tests/%,$(ARGS))

# What stands in for luck is tried there with many examples (tests/examples.py).
PROPERTIES := $(shell grep -rlE '^from hypothesis' tests --include='test_*.py')
faults: setup
	@DIZ_FAULTS=full exec $(PY) -m pytest tests/faults tests/contention tests/backups $(PROPERTIES) -q -s $(ARGS)

# cosmic-ray makes the mutants; tests/mutants/ says of what, and runs them.
mutants: setup
	@exec $(PY) -m tests.mutants $(ARGS)

screenshots: setup
	@mkdir -p docs/images && chromium=$$(scripts/chromium) && CHROMIUM="$$chromium" SCREENSHOTS=$(CURDIR)/docs/images \
		exec $(PY) -m pytest tests/journeys/test_screenshots.py -q $(ARGS)

demo-reset: setup
	@$(PY) manage.py flush --noinput
	@$(PY) manage.py prepare

# Of a release this is the commit; `make release` refuses without. The version is that of pyproject.toml.
released: setup
	@$(LINT_ENV) DJANGO_SETTINGS_MODULE=diz_portal.settings.dev $(PY) -m tests.releases.upgrades $(VERSION)

release: setup
	@$(PY) scripts/release.py $(if $(UNSIGNED),--unsigned,$(if $(KEY),--key "$(KEY)")) $(ARGS)

# As an operator installs it: a signed release, units, proxy, 2 hosts in networks of their own.
deploy-check: setup
	@DJANGO_SETTINGS_MODULE=diz_portal.settings.dev DATABASE_URL= REDIS_URL= exec $(PY) -m tests.deployed.check $(ARGS)
