#!/usr/bin/env bash
# All tests: installs what they need, checks style and types, builds, runs unit, media and e2e tests.
# Ends with the line "N passed, N failed"; the exit status is 0 only when everything passed.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. server/install.sh

require_chromium() {
  local name
  for name in "${CHROMIUM_PATH:-}" chromium chromium-browser google-chrome google-chrome-stable; do
    [ -n "$name" ] && command -v "$name" >/dev/null 2>&1 && return 0
  done
  apt_install chromium || fail \
    "Chưa có Chromium để chạy thử trình duyệt: sudo apt-get install chromium" \
    "Chromium is missing, which the browser tests need: sudo apt-get install chromium"
}

require_node
require_ffmpeg
require_chromium
install_packages

reports=$(mktemp -d)
trap 'rm -rf "$reports"' EXIT
failed_steps=""

# step NAME COMMAND…: runs it, and notes its name where it fails.
step() {
  local name=$1
  shift
  say "" "== $name"
  "$@" || failed_steps="$failed_steps $name"
}

step style npx biome check .
step types npx tsc -p tsconfig.json --noEmit
step web-types npx tsc -p web/tsconfig.json --noEmit
(build) || failed_steps="$failed_steps build"
for project in unit media e2e; do
  step "$project" npx vitest run --project "$project" --passWithNoTests \
    --reporter=default --reporter=json --outputFile.json="$reports/$project.json"
done

node - "$reports" "$failed_steps" <<'JS'
const { readFileSync } = require("node:fs");
const [folder, failedSteps] = process.argv.slice(2);
let passed = 0;
let failed = 0;
for (const project of ["unit", "media", "e2e"]) {
  let report;
  try {
    report = JSON.parse(readFileSync(`${folder}/${project}.json`, "utf8"));
  } catch {
    console.log(`${project}: no report`);
    failed += 1;
    continue;
  }
  passed += report.numPassedTests;
  failed += report.numFailedTests;
  for (const file of report.testResults) {
    // A file that could not even be loaded has no test of its own that failed.
    const silent = file.status === "failed" && file.assertionResults.every((test) => test.status !== "failed");
    if (silent) failed += 1;
    if (file.status === "failed") console.log(`failed: ${file.name.replace(`${process.cwd()}/`, "")}`);
    for (const test of file.assertionResults) {
      if (test.status === "failed") console.log(`  - ${test.fullName}`);
    }
  }
}
const other = failedSteps.split(" ").filter((name) => name !== "" && !["unit", "media", "e2e"].includes(name));
for (const name of other) console.log(`failed: ${name}`);
failed += other.length;
if (failed === 0 && failedSteps.trim() !== "") failed = 1;
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
JS
