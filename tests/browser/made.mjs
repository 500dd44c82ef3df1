// Calls for the tests: a batch made of the project's samples, and a call that tries everything.

import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const TEAMS = ["Norte", "Sur", "Retention", "Billing"];
const FIRST = ["Ana", "Bruno", "Carla", "Diego", "Elena", "Fabio", "Gina", "Hugo", "Irene", "Julia", "Karim", "Luz"];
const LAST = ["Prado", "Quintana", "Rivas", "Soler"];

/** Always the same numbers, so that a test that fails once fails again. */
function dice(seed) {
  let state = seed >>> 0;
  return (sides) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

/** Writes `count` calls as JSON lines: turns of the samples, cut and joined in many ways, with agents, teams, dates. */
export function batch(cards, count, file) {
  const throws = dice(7);
  const lines = [];
  for (let number = 0; number < count; number++) {
    const { turns, language } = cards[throws(cards.length)];
    const agent = throws(FIRST.length * LAST.length);
    const day = new Date(Date.UTC(2026, 2, 1 + Math.floor((number * 45) / count), 8 + throws(10), throws(60)));
    const gone = throws(4) ? new Set() : new Set([0, turns.length - 1]);
    const skipped = throws(turns.length);
    if (throws(2)) gone.add(skipped);
    lines.push(
      JSON.stringify({
        id: `call-${String(number + 1).padStart(4, "0")}`,
        agent:
          number % 50 === 49 ? undefined : `${FIRST[agent % FIRST.length]} ${LAST[Math.floor(agent / FIRST.length)]}`,
        team: number % 50 === 49 ? undefined : TEAMS[agent % TEAMS.length],
        started: `${day.toISOString().slice(0, 19)}Z`,
        lang: language,
        turns: turns
          .filter((_, index) => !gone.has(index))
          .map(({ speaker, text, start, end }) => ({ speaker, text, start, end })),
      }),
    );
  }
  writeFileSync(file, `${lines.join("\n")}\n`);
}

export const LONG = 4 << 20;

/** Everything that markup, scripts, terminals and readers could stumble over. */
export const HOSTILE = [
  "<script>window.pwned = 1</script>",
  "</script><script>window.pwned = 2</script>",
  "<!-- <script> -->",
  '<img src=x onerror="window.pwned = 3">',
  "]]> & &lt; &#60; javascript:window.pwned=4",
  "\u202Egnihtyreve snrut siht\u202C and \u2066that\u2069",
  "\u001b[31mred\u001b[0m \u0000 \u0007 \u2028 \u2029 \uFFFE",
  "\u{1F600} ".repeat(20) + "that's not my problem",
];

/** A call made of them, with a turn of four million characters. */
export function hostile(file) {
  const turns = [
    { speaker: "agent", text: `${HOSTILE[0]} hello` },
    ...HOSTILE.map((text, index) => ({ speaker: index % 2 ? "agent" : "customer", text })),
  ];
  turns.push(
    { speaker: "customer", text: "x".repeat(LONG) },
    { speaker: "agent", text: "calm down, that's not my problem" },
  );
  const name = "</script><img src=x onerror=window.pwned=5>";
  writeFileSync(
    file,
    `${JSON.stringify({ id: name, agent: name, team: "<b>team</b>", started: "<i>now</i>", lang: "en", turns })}\n`,
  );
}

export function folder(path) {
  mkdirSync(path, { recursive: true });
  return path;
}

/** The samples of calls, without those of single formats. */
export const samples = (root) =>
  readdirSync(join(root, "samples"), { withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => join("samples", one.name));

export const readLines = (file) =>
  readFileSync(file, "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
