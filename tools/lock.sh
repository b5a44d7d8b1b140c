#!/usr/bin/env bash
# Writes package-lock.json anew, for every platform: with a node_modules folder present, npm leaves out the
# optional packages of other platforms, and `npm ci` then refuses the lock file.
set -euo pipefail
cd "$(dirname "$0")/.."
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
git ls-files -z --cached --others --exclude-standard '*package.json' .npmrc | xargs -0 cp --parents -t "$copy"
(cd "$copy" && npm install --package-lock-only --ignore-scripts)
cp "$copy/package-lock.json" .
