// The list of calls and the filter over it. Only a page of the list stands in the document, so that thousands stay quick.

const PAGE = 50;
const MOST_OPTIONS = 2000;

function field(key, control) {
  return el("label.field", null, el("span", null, say(key)), control);
}

function choice(key, options) {
  const all = el("option", { value: "" }, say("any"));
  const select = el(
    "select",
    { name: key, change: () => filter({ [key]: select.value }) },
    all,
    options.slice(0, MOST_OPTIONS).map(([value, title]) => el("option", { value }, title)),
  );
  return select;
}

const namesOf = (key) =>
  [...new Set(rows.map((row) => row[key]).filter(Boolean))].sort(byName).map((name) => [name, name]);

let timer = 0;
let typed = {};

function typing(key, more) {
  const input = el("input", {
    name: key,
    autocomplete: "off",
    spellcheck: "false",
    ...more,
    input: () => {
      clearTimeout(timer);
      typed[key] = input.value;
      timer = setTimeout(() => {
        filter(typed);
        typed = {};
      }, 160);
    },
  });
  return input;
}

/** The filter, made once: what is typed in it stays. */
function filterBar() {
  const used = new Set(rows.flatMap((row) => [...row.behaviours]));
  const titles = [...used].map((id) => [id, titleOf(id)]).sort((a, b) => byName(a[1], b[1]));
  const [agents, teams] = [namesOf("agent"), namesOf("team")];
  const judged = ["passed", "failed", "unjudged", "marked"].map((key) => [key, say(`verdict.${key}`)]);
  const range = { type: "number", min: 0, max: 100, inputmode: "numeric" };
  return el(
    "form.filters",
    { role: "search", "aria-label": say("filters"), submit: (event) => event.preventDefault() },
    field("text", typing("text", { type: "search", placeholder: say("text-hint") })),
    agents.length > 1 ? field("agent", choice("agent", agents)) : null,
    teams.length > 1 ? field("team", choice("team", teams)) : null,
    field("behaviour", choice("behaviour", titles)),
    field("verdict", choice("verdict", judged)),
    el(
      "fieldset.range",
      null,
      el("legend", null, say("score")),
      typing("from", { ...range, "aria-label": say("from"), placeholder: "0" }),
      el("span", { "aria-hidden": "true" }, "\u2013"),
      typing("to", { ...range, "aria-label": say("to"), placeholder: "100" }),
    ),
    field("sort", sorts()),
    el(
      "button.quiet.reset",
      { type: "button", click: () => go({ ...withoutFilters(), page: "1" }, true) },
      say("reset"),
    ),
  );
}

function sorts() {
  const select = el(
    "select",
    { name: "sort", change: () => go({ sort: select.value, page: "1" }, true) },
    ["score", "score-down", "date", "agent", "id"].map((key) => el("option", { value: key }, say(`sort.${key}`))),
  );
  return select;
}

/** Shows in the form what holds, but does not touch what is being typed. */
function fillFilters(form) {
  for (const control of form.elements) {
    if (control.name && control !== document.activeElement) control.value = place[control.name] ?? "";
  }
  form.querySelector(".reset").hidden = !isFiltered();
}

/** What holds besides the form's own fields, each with a way out of it. */
function chips() {
  const chip = (key, text) =>
    place[key]
      ? el(
          "a.chip",
          { href: address({ [key]: "", page: "1" }) },
          text,
          " \u00d7",
          el("span.unseen", null, ` ${say("remove")}`),
        )
      : null;
  return [
    chip("day", place.day && day(place.day)),
    chip("phase", place.phase && say("phase-skipped", { phase: say(`phase.${place.phase}`) })),
  ];
}

const verdictSign = (row) => sign({ passed: "good", failed: "bad", unjudged: "tip" }[row.verdict]);

const scoreBadge = (row) =>
  el(
    `span.badge.${row.verdict}`,
    null,
    verdictSign(row),
    row.score === null ? "\u2014" : number(row.score),
    el("span.unseen", null, ` ${say(`verdict.${row.verdict}`)}`),
  );

const SHOWN_FAULTS = 3;

function worst(row) {
  const found = new Map();
  for (const fault of row.counted) found.set(fault.behaviour, (found.get(fault.behaviour) ?? 0) + fault.points);
  const items = [...found].sort((a, b) => b[1] - a[1]);
  const more = items.length - SHOWN_FAULTS;
  return [
    el(
      "div.costs",
      null,
      items
        .slice(0, SHOWN_FAULTS)
        .map(([id, points]) => el("span.cost", null, points ? el("b", null, lost(points)) : null, ` ${titleOf(id)}`)),
    ),
    more > 0 ? el("span.more.faint", null, `+${number(more)}`) : null,
  ];
}

function entry(row, marked) {
  return el(
    "tr",
    { "data-call": row.index },
    el("td.score", null, scoreBadge(row)),
    el(
      "th.id",
      { scope: "row" },
      el("a.open", { href: address({ call: row.index, turn: "" }) }, row.id),
      marked.has(row.id) ? el("span.tag", null, say("marked")) : null,
    ),
    el(
      "td.who",
      null,
      row.agent ?? "",
      row.agent && row.team ? " \u00b7 " : "",
      row.team ? el("span.faint", null, row.team) : null,
    ),
    el(
      "td.when",
      null,
      row.started ? el("span", null, moment(row.started)) : null,
      row.seconds ? el("span.faint", null, ` ${clock(row.seconds)}`) : null,
    ),
    el("td.worst", null, worst(row)),
  );
}

/** The list's page that is open. */
function list(some) {
  const pages = Math.max(1, Math.ceil(some.length / PAGE));
  const page = clamp(Math.floor(bound(place.page, 1)), 1, pages);
  const from = (page - 1) * PAGE;
  const marked = markedCalls();
  if (!some.length) {
    return [el("p.empty", null, rows.length ? say("none-found") : say("no-calls"))];
  }
  const step = (to, key, name) =>
    el(
      "a.button",
      {
        href: to < 1 || to > pages ? null : address({ page: to, call: "" }),
        "aria-disabled": to < 1 || to > pages ? "true" : null,
      },
      name === "back" ? sign(name) : null,
      say(key),
      name === "next" ? sign(name) : null,
    );
  return [
    el(
      "table.calls",
      null,
      tableHead(["score", "call", "who", "when", "worst"].map((key) => columnHead(say(`column.${key}`)))),
      el(
        "tbody",
        null,
        some.slice(from, from + PAGE).map((row) => entry(row, marked)),
      ),
    ),
    pages > 1
      ? el(
          "nav.pages",
          { "aria-label": say("pages") },
          step(page - 1, "earlier", "back"),
          el("span", null, say("page-of", { page: number(page), pages: number(pages) })),
          step(page + 1, "later", "next"),
        )
      : null,
  ];
}
