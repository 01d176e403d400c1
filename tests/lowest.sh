#!/bin/sh
# The core with the lowest versions that pyproject.toml allows, in an environment of its
# own, on the Python of .venv: everything installs, the demo closes, the tests pass.
set -eu

new="$(mktemp -d)"
trap 'rm -rf "$new"' EXIT
.venv/bin/python tests/lowest.py >"$new/constraints"
.venv/bin/python -m venv "$new/env"
"$new/env/bin/python" -m pip --disable-pip-version-check install --quiet \
    --constraint "$new/constraints" ".[core-test]"
"$new/env/bin/python" -m pip --disable-pip-version-check freeze |
    grep -ixFf "$new/constraints"
./tests/core_tests.sh "$new/env/bin/python"
