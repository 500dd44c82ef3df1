"""Asks a complete validator (pip: jsonschema 4 or later) about the project's own schemas: that they are schemas, and that
what `coach score` writes is as they say. Usage: python3 tests/schemas/own.py target/debug/coach"""

import json
import pathlib
import subprocess
import sys
import tomllib

import jsonschema

root = pathlib.Path(__file__).resolve().parents[2]
program = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else root / "target/debug/coach").resolve()


def coach(*args):
    return subprocess.run([program, *args], cwd=root, capture_output=True, encoding="utf-8").stdout


def validator(of):
    schema = json.loads(coach("schema", of))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


mistakes = [
    f"{name}: {error.json_path}: {error.message[:200]}"
    for of, values in {
        "output": [(card["id"], card) for card in map(json.loads, coach("score", "-q", "--format", "jsonl", "samples").splitlines())],
        "rules": [(path, tomllib.loads(path.read_text("utf-8"))) for path in sorted((root / "rules").rglob("*.toml"))],
        "config": [("coach config", tomllib.loads(coach("config", "--no-config")))],
    }.items()
    if values or sys.exit(f"nothing to check against the schema of {of}")
    for check in [validator(of)]
    for name, value in values
    for error in check.iter_errors(value)
]
print("\n".join(mistakes) or "what the program writes and reads is as its schemas say")
sys.exit(bool(mistakes))
