#!/bin/sh
# Makes the seed corpora, fuzz/seeds/<target>, from samples/ and rules/. Nothing of it is kept in git.
set -eu
cd "$(dirname "$0")/.."
seeds=fuzz/seeds
rm -rf "$seeds"
mkdir -p "$seeds/read" "$seeds/rules" "$seeds/whole"
for file in samples/* samples/formats/*; do
    [ -f "$file" ] || continue
    name=$(basename "$file")
    cp "$file" "$seeds/whole/$name"
    gzip -nc "$file" > "$seeds/whole/$name.gz"
    if command -v zstd > /dev/null; then zstd -qc "$file" > "$seeds/whole/$name.zst"; fi
    # The first byte picks the format that it is read as besides.
    { printf '\0'; cat "$file"; } > "$seeds/read/$name"
done
if command -v zip > /dev/null; then zip -qj "$seeds/whole/all.zip" samples/en-* samples/formats/*.vtt samples/formats/twilio.json; fi
for file in "$seeds"/whole/*.zip "$seeds"/whole/twilio.json.*; do
    { printf '\1'; cat "$file"; } > "$seeds/read/$(basename "$file")"
done
# A whole pack is more than a fuzzer changes with profit: pieces of it, as many as there are kinds of tables.
for file in rules/*.toml rules/*/*.toml; do
    name=$(echo "$file" | tr / -)
    case $file in rules/en/*) pick='\1' ;; rules/es/*) pick='\2' ;; *) pick='\0' ;; esac
    head -c 3000 "$file" | { printf "$pick"; sed '$d'; } > "$seeds/rules/$name"
done
printf '\3pass-mark = 80\nfail-on = "major"\ncall-lang = "es"\npacks = ["own"]\n[limits]\nmost-turns = 9\n[rules.jargon]\npoints = 2\n[lists.en]\nknown-terms = ["PNR"]\n[speakers]\nagent = ["Front desk"]\n' > "$seeds/rules/coach.toml"
sed -n '/^```toml/,/^```$/p' README.md | grep -v '^```' | { printf '\0'; cat; } > "$seeds/rules/readme.toml"
ls "$seeds"/* | grep -c . | sed 's/$/ seeds/'
