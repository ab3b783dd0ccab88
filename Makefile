# make serve · make test · make site are all there is to set up: each makes .venv from requirements.lock first.
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin
STAMP := $(VENV)/.installed
# Tests of the built site, in browsers and of the mutants, which are no measure of how well the core is covered.
WITH_SITE := $(addprefix --ignore=tests/test_,$(addsuffix .py,axe bench browser coverage helper_pages html keys moved mutations nginx offline \
  privacy reach search serve share site tools types way_browser weight workflows))
export NO_MKDOCS_2_WARNING := 1

.PHONY: help serve test audit bench site offline ledger publish check lock bench-lock schema clean fmt guide changes boxes freshness links shots tidy

help:  ## show the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; found: $$($(PYTHON) --version)"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' || { echo "Python lacks venv; on Debian: apt-get install python3-venv"; exit 1; }
	@test ! -L $(VENV) || { echo "$(VENV) is a link: making it anew would empty somebody else's; remove the link first"; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	$(RUN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(RUN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

serve: $(STAMP)  ## build, serve at http://127.0.0.1:8000/ and show every edit within a second
	$(RUN)/mkdocs serve --dirty --no-strict

site: $(STAMP)  ## build the site beside site/ and swap when it is whole; a failed build leaves the last good one
	$(RUN)/overdue site site

offline: site  ## write the site as a zip for phones, with its check sum, into build/
	$(RUN)/overdue offline site build

ledger: $(STAMP)  ## promise new pages, anchors and numbers in data/ledger.txt
	$(RUN)/overdue ledger

publish: $(STAMP)  ## add to the feed what changed since it last did: make publish AS_OF=2026-12-01
	@test -n "$(AS_OF)" || { echo "Which day? make publish AS_OF=2026-12-01"; exit 2; }
	rm -rf build/last && mkdir -p build/last
	git archive $${SINCE:-$$(git log -1 --format=%H -- data/feed.yml)} data | tar -x -C build/last
	$(RUN)/overdue publish build/last/data --as-of $(AS_OF)
	rm -rf build/last

check: $(STAMP)  ## check the data only
	$(RUN)/overdue check $(if $(FORMAT),--format $(FORMAT)) $(if $(LATER),--tidy-later)

test: $(STAMP)  ## everything: style, types, data, unit and browser tests
	$(RUN)/ruff check
	$(RUN)/ruff format --check
	$(RUN)/mypy
	$(RUN)/overdue check
	$(RUN)/overdue fmt --check
	$(RUN)/pytest

audit: $(STAMP)  ## what takes longer than a test may: every mutant, every page, the server under load
	PYTHONPATH=tests $(RUN)/python -m mutations
	OVERDUE_AUDIT=1 $(RUN)/pytest tests/test_live.py tests/test_mutations.py tests/test_axe.py tests/test_reach.py tests/test_html.py tests/test_types.py tests/test_privacy.py tests/test_nginx.py
	OVERDUE_PROCESSES=1 $(RUN)/coverage run --branch --source=hooks/overdue -m pytest $(WITH_SITE)
	$(RUN)/coverage report --skip-covered --show-missing --fail-under=100

schema: $(STAMP)  ## write the JSON Schemas that editors use
	$(RUN)/overdue schema schema

fmt: $(STAMP)  ## put every record into canonical form
	$(RUN)/overdue fmt

tidy: $(STAMP)  ## write all that is made from what people wrote: canonical form, ledger, schemas, guide
	$(RUN)/overdue fmt
	$(RUN)/overdue ledger
	$(RUN)/overdue schema schema
	$(RUN)/overdue guide CONTRIBUTING.md

guide: $(STAMP)  ## write the made part of CONTRIBUTING.md
	$(RUN)/overdue guide CONTRIBUTING.md

changes: $(STAMP)  ## list the statements changed since a revision, as a comment: make -s changes SINCE=origin/main
	@$(RUN)/overdue diff $(or $(SINCE),origin/main) --format markdown

boxes:  ## read the boxes of a pull request from PR_BODY
	@$(PYTHON) tools/boxes.py

freshness: $(STAMP)  ## list what time has overtaken; exit status 1 if there is anything
	$(RUN)/overdue stale --as-of $(or $(AS_OF),$(shell date -u +%F)) --fail

links: site  ## ask every outward link of the built site whether it still answers
	$(RUN)/python tools/links.py site

shots: site  ## make the picture of the README from the built site
	$(RUN)/python tools/shots.py site .github/pictures/site.png

lock:  ## resolve requirements.lock again, for every platform and Python from 3.11.2 on (needs uv)
	uv pip compile pyproject.toml --all-extras --universal --python-version 3.11.2 --generate-hashes \
	  --no-emit-index-url --upgrade --custom-compile-command "make lock" -o requirements.lock

bench: $(STAMP)  ## measure beside Material, Zensical and Hugo (25 minutes); QUICK=1: 5 minutes; DOCS=1: into docs/*/hosting.md
	$(RUN)/python -m bench $(if $(QUICK),--quick) $(if $(RUNS),--runs $(RUNS)) $(if $(RECORDS),--records $(RECORDS)) \
	  $(if $(STEPS),--steps $(STEPS)) $(if $(DOCS),--docs)

bench-lock:  ## resolve the locks of what make bench measures against (needs uv and npm)
	uv pip compile bench/requirements.in --universal --python-version 3.11.2 --generate-hashes \
	  --no-emit-index-url --upgrade --custom-compile-command "make bench-lock" -o bench/requirements.lock
	cd bench && npm install --package-lock-only --ignore-scripts

clean:  ## remove what the other targets made
	rm -rf $(VENV) site .site.new .site.old build
