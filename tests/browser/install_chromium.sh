#!/bin/sh
# The browser tests drive Debian's chromium. Install it where that is possible; else the tests say that they are skipped.
command -v chromium >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "==> Installing chromium for the browser tests"
    { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends chromium fonts-noto-core; } && exit 0
fi
echo "==> No chromium here and it can't be installed: the browser tests will be skipped" >&2
