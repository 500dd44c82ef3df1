#!/usr/bin/env bash
# The HTML report in a browser. Needs Node 20, Chromium (CHROMIUM=… where it is not /usr/bin/chromium) and Rust.
set -euo pipefail
cd "$(dirname "$0")"
npm ci --no-audit --no-fund --loglevel=error
cargo build --locked
node run.mjs "$@"
