#!/bin/sh
# The parts of the system that tests need: Chromium, Firefox, WebKit with a screen that
# nobody sees, a Chinese font, and PostgreSQL with PostGIS.
# Installed when missing and apt is there; elsewhere it says what to install.
set -eu

need=""
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || need="chromium"
command -v firefox-esr >/dev/null || command -v firefox >/dev/null || need="$need firefox-esr"
command -v WebKitWebDriver >/dev/null || need="$need webkit2gtk-driver"
command -v Xvfb >/dev/null || need="$need xvfb"
if ! command -v fc-list >/dev/null || [ -z "$(fc-list :lang=zh family)" ]; then
    need="$need fonts-noto-cjk"
fi
ls /usr/lib/postgresql/*/lib/postgis-3.so >/dev/null 2>&1 ||
    need="$need postgresql postgresql-postgis"
[ -n "$need" ] || exit 0

if ! command -v apt-get >/dev/null; then
    echo "Tests need browsers, a Chinese font and PostgreSQL with PostGIS (missing:" $need")." >&2
    echo "Install them with the system's own tools; until then those tests are skipped." >&2
    exit 0
fi
as_root=""
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "Missing:" $need". Ask an administrator: apt-get install $need" >&2
        exit 0
    fi
    as_root="sudo"
fi
echo "installing$(printf ' %s' $need) for the tests"
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -qq
# shellcheck disable=SC2086 - the names are separate words
$as_root apt-get install -qq -y --no-install-recommends $need >/dev/null
