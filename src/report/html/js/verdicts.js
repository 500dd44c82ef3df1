// What the reader thinks of the findings: right or wrong, with a note. Kept in the browser where it keeps anything, and
// written to a file that `coach score --disputes` reads.

const verdicts = new Map();
let reviewer = "";
const heardOf = new Set();

/** Tells a listener of every change. */
const onVerdict = (listener) => heardOf.add(listener);

/** The same calls under the same rules are the same report. */
const storageKey = (() => {
  let hash = 0x811c9dc5;
  for (const text of [about.rules, ...rows.map((row) => `${row.source}\n${row.id}`)]) {
    for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
  }
  return `coach verdicts ${rows.length} ${hash.toString(16)}`;
})();

function keep() {
  try {
    localStorage.setItem(storageKey, JSON.stringify({ reviewer, verdicts: [...verdicts.values()] }));
  } catch {
    // A browser that keeps nothing: the file is what counts.
  }
}

function recall() {
  try {
    const kept = JSON.parse(localStorage.getItem(storageKey) ?? "{}");
    reviewer = String(kept.reviewer ?? "");
    for (const line of kept.verdicts ?? []) accept(line);
  } catch {
    verdicts.clear();
  }
}

const VERDICTS = ["right", "wrong"];

/** Takes a line over; says whether it is one. */
function accept(line) {
  if (typeof line?.fingerprint !== "string" || !VERDICTS.includes(line.verdict)) return false;
  const text = (value) => (typeof value === "string" ? value : "");
  const { fingerprint, verdict } = line;
  const [call, rule, who, when] = [line.call, line.rule, line.who, line.when].map(text);
  verdicts.set(fingerprint, { fingerprint, call, rule, verdict, note: text(line.note ?? line.reason), who, when });
  return true;
}

function changed(fingerprint) {
  keep();
  for (const listener of heardOf) listener(fingerprint);
}

/** The moment, as RFC 3339 has it. */
const now = () => `${new Date().toISOString().slice(0, 19)}Z`;

/** `verdict` is right, wrong, or null where there is none any more. */
function judge({ fingerprint, call, rule }, verdict) {
  if (verdict === null) verdicts.delete(fingerprint);
  else
    verdicts.set(fingerprint, {
      fingerprint,
      call,
      rule,
      verdict,
      note: verdicts.get(fingerprint)?.note ?? "",
      who: reviewer,
      when: now(),
    });
  changed(fingerprint);
}

function annotate(fingerprint, note) {
  const held = verdicts.get(fingerprint);
  if (!held) return;
  Object.assign(held, { note, who: reviewer, when: now() });
  changed(fingerprint);
}

const markedCalls = () => new Set(Array.from(verdicts.values(), (line) => line.call));

/** What keeps the file from being read: a name that is missing, or a reason. */
const withoutReason = () => [...verdicts.values()].filter((line) => line.verdict === "wrong" && !line.note.trim());

/** The file: a line each, as they were marked. */
const written = () =>
  Array.from(
    verdicts.values(),
    ({ fingerprint, call, rule, verdict, note, who, when }) =>
      `${JSON.stringify({ fingerprint, call, rule, verdict, note: note.trim(), who: who || reviewer, when })}\n`,
  ).join("");

/** Reads such a file; gives how many lines were taken and how many were none. */
function readVerdicts(text) {
  const counts = { taken: 0, refused: 0 };
  for (const line of text.split("\n").filter((one) => one.trim())) {
    let read = null;
    try {
      read = JSON.parse(line);
    } catch {
      // Counted below.
    }
    counts[accept(read) ? "taken" : "refused"] += 1;
  }
  changed(null);
  return counts;
}

recall();
