#!/bin/sh
# The core on another Python than that of .venv, where there is one: everything installs
# from wheels, the demo closes, and the tests of the core pass. Where there is none, it
# says so. Give its version as the first word to choose it, such as 3.13.
set -eu

main="$(.venv/bin/python -c 'import sys; print("%d.%d" % sys.version_info[:2])')"
for version in ${1:-3.15 3.14 3.13 3.12 3.11}; do
    [ "$version" != "$main" ] || continue
    # pyenv leads to the newest of a version only where it is named
    export PYENV_VERSION="$version"
    python="$(command -v "python$version" || true)"
    if [ -n "$python" ] && "$python" -c "import ensurepip, sqlite3" 2>/dev/null; then
        break
    fi
    python=""
done
if [ -z "${python:-}" ]; then
    echo "no other Python than $main is here: none but that was tried"
    exit 0
fi

new="$(mktemp -d)"
trap 'rm -rf "$new"' EXIT
echo "the core on Python $version"
"$python" -m venv "$new/env"
"$new/env/bin/python" -m pip --disable-pip-version-check install --quiet \
    --only-binary=:all: --no-binary=landbase ".[core-test]"
./tests/core_tests.sh "$new/env/bin/python"
