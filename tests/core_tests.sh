#!/bin/sh
# What landbase computes, tables, files and the land base, tried with the Python named:
# the demo closes, and the tests of the core pass.
set -eu

python="$1"
new="$(mktemp -d)"
trap 'rm -rf "$new"' EXIT
"$python" -m landbase demo --lang en --out "$new/out" >"$new/said" ||
    { cat "$new/said"; exit 1; }
if grep -E "differs *$" "$new/said"; then exit 1; fi
# what an extra or the files beside the checkout are needed for is skipped
CI= "$python" -m pytest --quiet -p no:cacheprovider \
    tests/test_apportion.py tests/test_area.py tests/test_banners.py \
    tests/test_cases_allowed.py tests/test_cases_fold.py tests/test_cases_idle.py \
    tests/test_cases_recommend.py tests/test_crs.py tests/test_geometry.py \
    tests/test_io_damaged.py tests/test_io_encoding.py \
    tests/test_io_write.py tests/test_rules_ruleset.py tests/test_rules_vocabulary.py \
    tests/test_store_cases.py tests/test_store_geopackage.py tests/test_store_schema.py \
    tests/test_tables_cells.py tests/test_tables_write.py tests/test_units.py
