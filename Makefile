# make serve · make test · make site are all there is to set up: each makes .venv from requirements.lock first.
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin
STAMP := $(VENV)/.installed
export NO_MKDOCS_2_WARNING := 1

.PHONY: help serve test site check lock schema bench clean

help:  ## show the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; found: $$($(PYTHON) --version)"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' || { echo "Python lacks venv; on Debian: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	$(RUN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(RUN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

serve: $(STAMP)  ## build, serve at http://127.0.0.1:8000/ and rebuild on every edit
	$(RUN)/mkdocs serve

site: $(STAMP)  ## build the site into site/
	$(RUN)/mkdocs build --clean

check: $(STAMP)  ## check the data only
	$(RUN)/overdue check

test: $(STAMP)  ## everything: style, types, data, unit and browser tests
	$(RUN)/ruff check
	$(RUN)/ruff format --check
	$(RUN)/mypy
	$(RUN)/overdue check
	$(RUN)/pytest

schema: $(STAMP)  ## write the JSON Schemas that editors use
	$(RUN)/overdue schema schema

lock:  ## resolve requirements.lock again, for every platform and Python from 3.11.2 on (needs uv)
	uv pip compile pyproject.toml --all-extras --universal --python-version 3.11.2 --generate-hashes \
	  --no-emit-index-url --upgrade --custom-compile-command "make lock" -o requirements.lock

bench: $(STAMP)  ## measure the search in a slow browser (beside Material's own, where jieba is installed)
	$(RUN)/python bench/search.py

clean:  ## remove what the other targets made
	rm -rf $(VENV) site
