// What the file holds: the rules, a row for every call, and the calls themselves, which are read when they are opened.

const rules = new Map(JSON.parse(block("rules").textContent).map((rule) => [rule.place, rule]));

const NO_TEXT = { title: "", message: "", suggestion: "", why: "" };

/** A rule's words in the language that is spoken. */
const textOf = (place) => {
  const rule = rules.get(place);
  return rule?.texts.find((text) => text.language === speaking) ?? rule?.texts[0] ?? NO_TEXT;
};

const behaviours = new Map();
for (const rule of rules.values()) if (!behaviours.has(rule.behaviour)) behaviours.set(rule.behaviour, rule);

const titleOf = (behaviour) => (behaviours.has(behaviour) ? textOf(behaviours.get(behaviour).place).title : behaviour);

/** Of faults, told in the page's language. */
function faultsOf(row) {
  const named = ([rule, points, quote, disputed], missing) => ({
    behaviour: rules.get(rule)?.behaviour ?? "",
    points: -points,
    quote,
    disputed: disputed === 1,
    missing,
  });
  return [...row.faults.map((fault) => named(fault, false)), ...row.missing.map((fault) => named(fault, true))];
}

function readRow(script, index) {
  const row = JSON.parse(script.textContent);
  row.index = index;
  row.block = script.nextElementSibling;
  row.all = faultsOf(row);
  row.counted = row.all.filter((fault) => !fault.disputed);
  row.behaviours = new Set(row.counted.map((fault) => fault.behaviour));
  row.day = dayOf(row.started);
  row.verdict = row.score === null ? "unjudged" : row.passed ? "passed" : "failed";
  row.words = [row.id, row.agent, row.team, row.source, ...row.all.map((fault) => fault.quote)]
    .join("\n")
    .toLowerCase();
  return row;
}

const rows = Array.from(document.querySelectorAll("script.row"), readRow);
const unread = Array.from(document.querySelectorAll("script.unread"), (script) => JSON.parse(script.textContent));
const single = rows.length === 1;

/** A call in full. */
function load(row) {
  const call = JSON.parse(row.block.textContent);
  call.turns.forEach((turn, index) => {
    turn.index = index;
    turn.f ??= [];
  });
  return call;
}

/** The means and counts of some calls. */
function totals(some) {
  const scores = some
    .filter((row) => row.score !== null)
    .map((row) => row.score)
    .sort((a, b) => a - b);
  const middle = scores.length >> 1;
  return {
    calls: some.length,
    judged: scores.length,
    passed: some.filter((row) => row.verdict === "passed").length,
    mean: scores.length ? sum(scores) / scores.length : null,
    median: scores.length ? (scores[middle] + scores[(scores.length - 1) >> 1]) / 2 : null,
    lowest: scores[0] ?? null,
    highest: scores.at(-1) ?? null,
  };
}

/** Some calls by what a function names of each; those without a name are left out. */
function grouped(some, name) {
  const groups = new Map();
  for (const row of some) {
    const key = name(row);
    if (!key) continue;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(row);
  }
  return groups;
}
