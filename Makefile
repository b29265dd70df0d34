# Primera: `make run` is all a new user needs. The work itself is in bot/supervisor.

export UV_FIND_LINKS ?= $(PIP_FIND_LINKS)

# Any Python from 3.9 starts the set-up, which finds or installs the two it needs. Candidates are
# run: a shim may be on the PATH and still fail.
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11 python3.10 python; do \
	  $$python -c 'import sys; sys.exit(sys.version_info < (3, 9))' 2>/dev/null \
	    && echo $$python && exit; done; \
	command -v uv >/dev/null && echo uv run --quiet --no-project --python 3.11 python \
	  || echo no-python-3-found)
BENCH = $(or $(DATA),../shared/bench)
SETUP = @$(PYTHON) -m bot.supervisor
PINS  = uv pip compile --quiet --no-header --no-annotate

# Tests that start processes of their own, at ports of their own: one after another.
PROCESSES = rasa or browser or helpdesk or heavy

.DEFAULT_GOAL := help
.PHONY: help run setup test test-fast check prove demands mutants screenshots evaluate bench-understanding bench-answers bench-review bench-store bench-messages bench-load bench-console bench-widget standing demo-desk lock clean

help:
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-19s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run:  ## prepare everything, start Primera and print its address (WATCH=1 applies edits at once)
	$(SETUP) run $(if $(WATCH),--watch)

setup:  ## make both environments, with what tests need
	$(SETUP) setup --development

test: setup  ## all tests; what this machine lacks is skipped with a line that says how to get it
	.venv/bin/primera train
	.venv/bin/primera index
	.venv/bin/python -m pytest -n 2 -m "not ($(PROCESSES))"
	.venv/bin/python -m pytest -m "$(PROCESSES)"

test-fast: setup  ## the tests that need no Rasa, no browser and no whole index: a minute or two
	.venv/bin/python -m pytest -n 2 -m "not ($(PROCESSES) or prove)"

check: setup  ## style, types, imports, and the data people edit
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/primera check

prove: setup  ## the long proofs, whole; goes on where it stopped and writes docs/results
	PRIMERA_PROVE=whole .venv/bin/python -m pytest -m prove --timeout 0

demands: setup  ## run the tests that name a demand, and write docs/demands.md
	PRIMERA_DEMANDS=write .venv/bin/python -m pytest

mutants: setup  ## take behaviour away, patch by patch: a named test must notice each
	.venv/bin/python -m tests.mutants

screenshots: setup  ## walk the pages in a browser and keep their pictures in docs/screenshots
	PRIMERA_SCREENSHOTS=docs/screenshots .venv/bin/python -m pytest \
	  tests/system/test_journey.py tests/system/test_help_pages.py \
	  tests/system/test_private_link.py tests/bot/console/test_a_leads_day.py

evaluate:  ## judge the bot on labelled messages (DATA=folder, JSON=file for the figures)
	$(SETUP) setup
	@.venv/bin/primera evaluate $(if $(DATA),--data $(DATA)) $(if $(JSON),--json $(JSON))

bench-understanding: setup  ## judge the understanding on public sets (DATA=folder, ONLY=ours, STOCK=kept)
	.venv/bin/primera bench understanding --data $(BENCH) --json docs/results/understanding.json \
	  $(if $(ONLY),--only $(ONLY)) $(if $(filter kept,$(STOCK)),--no-new-stock)
	.venv/bin/primera bench understanding --data $(BENCH)/fb_multilingual_tod --shots 8 \
	  --json docs/results/understanding_drawn.json $(if $(ONLY),--only $(ONLY))

bench-answers: setup  ## judge the search on public sets and the demo company (DATA=folder, ONLY=ours)
	.venv/bin/primera bench answers --data $(BENCH) --own tests/held_out \
	  --json docs/results/answers.json $(if $(ONLY),--only $(ONLY))

bench-review: setup  ## how many messages fewer a lead reviews in our order (DATA=folder)
	.venv/bin/primera bench review --data $(BENCH) --json docs/results/review.json

bench-store: setup  ## how quick and how large a large base is (DATA=folder of public sets)
	.venv/bin/primera bench store --data $(BENCH) --json docs/results/store.json

bench-messages: setup  ## how long a whole message takes, beside stock Rasa
	.venv/bin/primera bench messages --json docs/results/messages.json

bench-load: setup  ## a fixed rate of messages for FOR seconds (1800); a thousand idle streams
	.venv/bin/primera bench load --json docs/results/load.json $(if $(FOR),--seconds $(FOR))

bench-console: setup  ## how long the workbench's pages take with 100,000 messages and 10,000 tickets
	.venv/bin/primera bench console --json docs/results/console.json

bench-widget: setup  ## how soon a customer can write, on a throttled phone in a real browser
	.venv/bin/python -m tests.bot.widget.first_message

standing: setup  ## learn anew how sure to be of a label in general (DATA=folder of public sets)
	.venv/bin/primera bench standing --data $(BENCH)

demo-desk:  ## start a real help desk beside Primera, to see its tickets arrive
	$(SETUP) setup
	@.venv/bin/primera demo-desk

lock:  ## pin the newest packages that fit (needs uv); UPGRADE=1 also moves what is pinned
	@command -v uv >/dev/null || { echo "make lock needs uv: python3 -m pip install uv"; exit 1; }
	cd bot/environments && for name in app dev desk rasa; do \
	  test $$name = rasa && python=3.10 || python=3.11; \
	  $(PINS) $(if $(UPGRADE),--upgrade) --python-version $$python $$name.in -o $$name.txt || exit 1; \
	  sed -i 's/+cpu$$//' $$name.txt; \
	done

clean:  ## remove environments, models and indexes; conversations and tickets in .primera stay
	rm -rf .venv .venv-rasa .venv-desk .venv*.lock kb_index/built models/encoder models/*.tar.gz
	rm -rf models/releases models/serving.json
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis build *.egg-info
