# The README's two commands are `make demo` and `make test`; both set up what they need.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
export UV_NO_PROGRESS := 1
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test check prove faults setup browser pictures benchmark format dagster clean

demo: setup
	@$(BIN)/yigai demo

test: check browser
	@$(BIN)/pytest -m "slow or browser" -n 2

check: setup
	@$(BIN)/ruff check . && $(BIN)/ruff format --check --quiet .
	@$(BIN)/ty check --quiet
	@$(BIN)/python scripts/lint_sql.py
	@$(BIN)/python -m orchestration.dbt_project && $(BIN)/dbt-bouncer --config-file dbt-bouncer.yml
	@$(BIN)/pytest -m "not slow and not browser" -n 2

# hundreds of drawn files for each promise of the door, other ones each time
prove: setup
	@YIGAI_EXAMPLES=300 $(BIN)/pytest tests/test_door_properties.py -n 2

# every fault, at every stage, on a small prefecture: an hour on two quiet cores, estimated
faults: setup
	@YIGAI_FAULTS=full $(BIN)/pytest tests/test_run_faults.py tests/test_run_room.py \
		tests/test_run_arrivals.py tests/test_door_faults.py tests/test_door_room.py \
		tests/test_publication.py tests/test_arrivals.py -n 0 -q

format: setup
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

dagster: setup
	@$(BIN)/python -m orchestration.develop

# slow: large files against bare DuckDB, about ten minutes on a quiet machine
benchmark: setup
	@$(BIN)/python -m benchmarks.landing --rows 5000000 --pairs 1

setup: .venv/ready

.venv/ready: requirements.lock pyproject.toml scripts/setup.sh
	@bash scripts/setup.sh $(PYTHON)

# the README's pictures, of the pages as they are: a quarter of an hour, since a
# synthetic prefecture of three years is made and run for them, away from data/
PICTURES := $(CURDIR)/data-pictures
pictures: demo browser
	@YIGAI_DATA=$(PICTURES) $(BIN)/yigai sample --out $(PICTURES)/inbox --scale 0.005 --months 36
	@YIGAI_DATA=$(PICTURES) $(BIN)/yigai run
	@$(BIN)/python -m dashboards.screenshot --synthetic $(PICTURES)/published/yigai.duckdb \
		--printed data/published/yigai.duckdb --into docs/images

browser: setup
	@bash scripts/browser.sh

clean:
	rm -rf .venv target data
