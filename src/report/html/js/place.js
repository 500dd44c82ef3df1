// Where the reader is: the open call and the filter, kept behind the # of the address, so that it can be sent on and
// the way back works.

const DEFAULTS = {
  call: "",
  turn: "",
  text: "",
  agent: "",
  team: "",
  behaviour: "",
  phase: "",
  verdict: "",
  from: "",
  to: "",
  day: "",
  sort: "score",
  page: "1",
};

function readPlace() {
  const found = new URLSearchParams(location.hash.slice(1));
  return Object.fromEntries(Object.entries(DEFAULTS).map(([key, value]) => [key, found.get(key) ?? value]));
}

let place = readPlace();
/** Where the reader wants to be: the address follows a moment later, and two quick wishes must add up. */
let wanted = place;

function address(changes, from = place) {
  const next = { ...from, ...changes };
  const told = new URLSearchParams();
  for (const [key, value] of Object.entries(next)) if (String(value) !== DEFAULTS[key]) told.set(key, value);
  return `#${told}`;
}

/** Goes somewhere; `quietly` without a step that the way back would take. */
function go(changes, quietly = false) {
  const next = address(changes, wanted);
  wanted = { ...wanted, ...changes };
  if (next === location.hash || (next === "#" && location.hash === "")) return;
  if (quietly) location.replace(next);
  else location.hash = next;
}

/** A filter's change begins the list anew. */
const filter = (changes) => go({ ...changes, page: "1" }, true);

const FILTERS = ["text", "agent", "team", "behaviour", "phase", "verdict", "from", "to", "day"];
const isFiltered = () => FILTERS.some((key) => place[key] !== "");
const withoutFilters = () => Object.fromEntries(FILTERS.map((key) => [key, ""]));

const bound = (text, otherwise) => (text.trim() === "" || Number.isNaN(Number(text)) ? otherwise : Number(text));

function matches(row, marked) {
  const { text, agent, team, behaviour, phase, verdict, day: on } = place;
  const score = row.score ?? -1;
  return (
    (!agent || row.agent === agent) &&
    (!team || row.team === team) &&
    (!behaviour || row.behaviours.has(behaviour)) &&
    (!phase || row.skipped.includes(phase)) &&
    (!verdict || (verdict === "marked" ? marked.has(row.id) : row.verdict === verdict)) &&
    (!on || row.day === on) &&
    score >= bound(place.from, -1) &&
    score <= bound(place.to, 100) &&
    text
      .toLowerCase()
      .split(/\s+/)
      .every((word) => row.words.includes(word))
  );
}

const byName = (a, b) => inOrder()(a ?? "\uffff", b ?? "\uffff");
const SORTS = {
  score: (a, b) => (a.score ?? 101) - (b.score ?? 101),
  "score-down": (a, b) => (b.score ?? -1) - (a.score ?? -1),
  date: (a, b) => (b.started ?? "").localeCompare(a.started ?? ""),
  agent: (a, b) => byName(a.agent, b.agent),
  id: (a, b) => byName(a.id, b.id),
};

/** The calls that the filter lets through, in the order that was asked for. */
function chosen() {
  const order = SORTS[place.sort] ?? SORTS.score;
  const marked = markedCalls();
  return rows.filter((row) => matches(row, marked)).sort((a, b) => order(a, b) || a.index - b.index);
}
