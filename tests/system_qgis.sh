#!/bin/sh
# QGIS with its Python, for the tests of what opens and runs in it. Where it cannot be
# installed, those tests are skipped; in CI that is a fault.
set -eu

if command -v qgis_process >/dev/null && /usr/bin/python3 -c "import qgis.core" 2>/dev/null; then
    exit 0
fi
as_root=""
[ "$(id -u)" -eq 0 ] || as_root="sudo"
if command -v apt-get >/dev/null && { [ -z "$as_root" ] || command -v sudo >/dev/null; }; then
    echo "installing qgis for the tests of what runs in it (260 MB)"
    export DEBIAN_FRONTEND=noninteractive
    $as_root apt-get update -qq
    $as_root apt-get install -qq -y --no-install-recommends qgis python3-qgis >/dev/null &&
        exit 0
fi
echo "QGIS is not here: what opens and runs in it is not tested" >&2
[ -z "${CI:-}" ]
