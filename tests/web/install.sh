#!/bin/sh
# Chromium for the tests of the page, where it is missing and can be installed.
set -e
if [ -n "$CHROMIUM" ] || command -v chromium >/dev/null; then
  exit 0
fi
if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  apt-get update -qq || true
  apt-get install -y --no-install-recommends chromium
else
  echo "The tests of the page need Chromium: install the package chromium, or set CHROMIUM to one." >&2
  exit 1
fi
